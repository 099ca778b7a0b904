#pragma once
#include <cstdint>
#include <vector>

#include "claim/kinds.h"
#include "claim/tree.h"
#include "claim/trigger.h"

namespace deconflict::claim {

/// The hit that a word hangs on; `hit` UINT32_MAX where the path to the root meets none. `loose`: another clause lies
/// between, so that the value may belong to something that is no claim.
/// `said`: it hangs on a word of saying ("told reporters in the capital on Sunday"), not on what is said.
/// `elsewhere`: it tells where somebody was born, or hangs on what somebody says beside the act.
struct Owner {
  std::uint32_t hit = UINT32_MAX;
  bool loose = false, said = false, elsewhere = false;
};

/// Views what it is made from, which must outlive it.
class Owners {
 public:
  Owners(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<std::uint32_t>& at_token)
      : a_(a), tree_(tree), kinds_(kinds), hits_(hits), at_token_(at_token) {}

  Owner of(TokenIndex at) const;

 private:
  bool carries_act(TokenIndex verb) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const std::vector<Hit>& hits_;
  const std::vector<std::uint32_t>& at_token_;
};

}  // namespace deconflict::claim
