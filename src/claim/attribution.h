#pragma once
#include <vector>

#include "claim/kinds.h"
#include "claim/tree.h"
#include "deconflict/annotation.h"

namespace deconflict::claim {

/// Source, cue and content of every attribution: direct and indirect speech with the cue before, after or inside the
/// content, "according to", "citing", headline colons, quotations carried on over sentences.
/// out     a.attributions, by cue; `within` names the attribution whose source reports this one
void read_attributions(Annotation& a, const Tree& tree, const Kinds& kinds);

/// "Took ten girls, police and a teacher said": does who is named there only tell what goes before, whatever the tree makes of him?
bool is_teller(const Annotation& a, Span words);

/// "A doctor at the hospital, who asked not to be named": the words that say who, without the article and what else is told of him.
Span described(const Annotation& a, const Tree& tree, Span source);

/// The voices of what stands at `at`, outermost first; empty where the outlet itself speaks.
std::vector<Voice> voices_at(const Annotation& a, const Tree& tree, const Kinds& kinds, std::uint32_t at);

}  // namespace deconflict::claim
