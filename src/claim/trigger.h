#pragma once
#include <vector>

#include "claim/frame.h"

namespace deconflict::claim {

/// What the mention and place layers say of each token, looked up in constant time.
struct TokenFacts {
  enum : std::uint8_t { kPlace = 1, kArmed = 2, kPerson = 4, kNamed = 8, kState = 16 };
  std::vector<std::uint8_t> bits;
  bool is(TokenIndex i, std::uint8_t what) const { return (bits[i] & what) != 0; }
};

TokenFacts token_facts(const Annotation& a, const Tree& tree, const Kinds& kinds);

struct Hit {
  TokenIndex first = 0, last = 0;  ///< the trigger's tokens
  TokenIndex head = 0;             ///< the one that the tree knows the phrase by
  std::uint32_t trigger = 0;       ///< index into Kinds::triggers
  double score = 0;
};

/// The best trigger at each place of the text, in text order; none in boilerplate.
std::vector<Hit> find_triggers(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts);

}  // namespace deconflict::claim
