#pragma once
#include <vector>

#include "claim/continuation.h"
#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// Those who do and suffer violence, under the names that a report has for them one after another: "six priests … the priests",
/// "Mayor Karim Odeh … the mayor", "12 people … the 12", "the attackers" of an act whose doers were told. Who is known only by a
/// description gets the entity of whom it stands for. Nobody becomes a doer under a voice that did not name him.
/// in      a.claims in text order, what each leaves open   out  their actors' entities; a.entities, new ones at the end
void join_participants(Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Open>& open, bool trace);

}  // namespace deconflict::claim
