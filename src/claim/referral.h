#pragma once
#include <vector>

#include "claim/trigger.h"

namespace deconflict::claim {

/// Blame for an act that its own clause does not name: "claimed responsibility", "blamed it on the rebels", "the rebels were behind it".
struct Referral {
  TokenIndex word;  ///< what stands for the act, or else the word of blame
  TokenIndex doer;  ///< head of the phrase that names who did it
};

/// The referrals of a text in text order; none where nobody is named, or where the blame is denied, supposed or asked about.
std::vector<Referral> find_referrals(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts);

}  // namespace deconflict::claim
