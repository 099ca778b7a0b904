#pragma once
#include <optional>
#include <vector>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// What the mention and place layers say of each token, looked up in constant time.
struct TokenFacts {
  enum : std::uint8_t { kPlace = 1, kArmed = 2, kPerson = 4, kNamed = 8 };
  std::vector<std::uint8_t> bits;
  bool is(TokenIndex i, std::uint8_t what) const { return (bits[i] & what) != 0; }
};

TokenFacts token_facts(const Annotation& a, const Tree& tree, const Kinds& kinds);

/// The participants that the tree gives a word, before a kind says what they mean.
struct Frame {
  std::vector<TokenIndex> subjects, objects, agents;             ///< active subject (or the light verb's), object or passive subject, by-phrase
  std::vector<std::pair<TokenIndex, TokenIndex>> obliques;       ///< (preposition token, nominal); the nominal itself twice where bare
  std::vector<TokenIndex> receivers;                             ///< "gave them arms"
  std::vector<TokenIndex> modifiers;                             ///< compounds, adjectives, possessors of a noun
  std::optional<TokenIndex> governor;                            ///< the light verb over a noun
};

Frame frame_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex trigger);

struct Hit {
  TokenIndex first = 0, last = 0;  ///< the trigger's tokens
  TokenIndex head = 0;             ///< the one that the tree knows the phrase by
  std::uint32_t trigger = 0;       ///< index into Kinds::triggers
  double score = 0;
};

/// "Called off the strike": where the particle was taken for a preposition, its nominal is the object.
void adopt_particle(const Annotation& a, const Tree& tree, Frame& frame, const Hit& hit);

/// The best trigger at each place of the text, in text order; none in boilerplate.
std::vector<Hit> find_triggers(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts);

}  // namespace deconflict::claim
