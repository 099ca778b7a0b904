#pragma once
#include <optional>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// The word that makes a noun one that is known already: "the attack", "those attacks", "Wednesday's attacks".
std::optional<TokenIndex> definite_by(const Annotation& a, const Tree& tree, TokenIndex noun);
inline bool definite(const Annotation& a, const Tree& tree, TokenIndex noun) { return definite_by(a, tree, noun).has_value(); }

/// What a claim is told by.
struct Told {
  TokenIndex head = 0;                  ///< of the trigger
  std::optional<TokenIndex> governor;   ///< the light verb over it
  bool noun = false;                    ///< told by a noun of the act
  bool harm = false;                    ///< told by who suffered: "another man" is no other happening
};

/// How the words of a claim mention its happening, and the word that says so.
ClaimMention mention_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const Told& told);

}  // namespace deconflict::claim
