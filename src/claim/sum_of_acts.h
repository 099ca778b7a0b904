#pragma once
#include <vector>

#include "claim/continuation.h"
#include "claim/roles.h"

namespace deconflict::claim {

/// "Staged three attacks", "attacked four villages", "bombed the embassies of two countries": do the words of a hit tell of several acts at once?
bool tells_several_acts(const Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit, const Roles& roles);

/// "A bomb exploded", "six were killed", "the blast": do the words of a hit leave room for a doer that they do not name?
bool leaves_doer_open(const Annotation& a, const Tree& tree, const Hit& hit, const Roles& roles);

/// "Rebels staged three attacks on Monday. A bomb destroyed a bank; six guards were killed in Oldtown": of acts that a report sums up before it tells
/// them one by one, each was done by those who did them all. So far as they follow one another, with no other doer and no other voice between them.
/// in      a.claims in text order, what each leaves open   out  their actors
void give_doers_of_sums(Annotation& a, const std::vector<Open>& open, bool trace);

}  // namespace deconflict::claim
