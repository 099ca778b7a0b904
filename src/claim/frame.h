#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// The participants that the tree gives a word, before a kind says what they mean.
struct Frame {
  std::vector<TokenIndex> subjects, objects, agents;             ///< active subject (or the light verb's), object or passive subject, by-phrase
  std::vector<std::pair<TokenIndex, TokenIndex>> obliques;       ///< (preposition token, nominal); the nominal itself twice where bare
  std::vector<TokenIndex> receivers;                             ///< "gave them arms"
  std::vector<TokenIndex> modifiers;                             ///< compounds, adjectives, possessors of a noun
  std::vector<TokenIndex> blamed;                                ///< of the agents of a noun, whom only words of blame name, or "carried out by"
  std::optional<TokenIndex> governor;                            ///< the light verb over a noun
};

Frame frame_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex trigger);

/// "Called off the strike": where a particle among the words [first, last] was taken for a preposition, its nominal is the object.
void adopt_particle(const Annotation& a, const Tree& tree, Frame& frame, TokenIndex first, TokenIndex last);

/// "A round of raids", "a barrage of attacks": a noun of number, whatever else it may be.
bool counts_events(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun);

/// "Killed in police firing": an "-ing" word behind a bare noun and a preposition is a noun, whatever it was taken for.
bool gerund_of_compound(const Annotation& a, const Tree& tree, TokenIndex i);

}  // namespace deconflict::claim
