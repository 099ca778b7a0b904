#include "claim/means.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/words.h"

namespace deconflict::claim {

namespace {

struct Sort {
  std::string_view word_class, means;
};

/// The first class that holds a word says what it is: "gun" is a small arm before it is artillery.
constexpr std::array kSorts = {Sort{"small_arm", "arms"}, Sort{"blade", "blade"}, Sort{"arms_in_hand", "hand"}, Sort{"suicide", "bomb"}, Sort{"drone", "air"}, Sort{"aircraft", "air"}, Sort{"explosive", "bomb"}, Sort{"artillery", "shells"}};

class Means {
 public:
  Means(const Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds) {}

  void see(Span words) {
    const auto first = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), words.begin, [](const Token& t, std::uint32_t at) { return t.span.begin < at; });
    for (auto t = first; t != a_.tokens.end() && t->span.end <= words.end; ++t) see_word(static_cast<TokenIndex>(t - a_.tokens.begin()));
  }
  bool told() const { return several_ || !means_.empty(); }
  std::string take() const { return several_ ? std::string() : std::string(means_); }

 private:
  void see_word(TokenIndex i) {
    const auto sort = std::find_if(kSorts.begin(), kSorts.end(), [&](const Sort& s) { return kinds_.in(s.word_class, tree_.lemma(i)) || kinds_.in(s.word_class, lower_ascii(tree_.surface(i))); });
    if (sort == kSorts.end()) return;
    several_ = several_ || (!means_.empty() && means_ != sort->means);
    means_ = sort->means;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  std::string_view means_;
  bool several_ = false;
};

}  // namespace

std::string means_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const Claim& claim) {
  Means means(a, tree, kinds);
  for (Span weapon : claim.weapons) means.see(weapon);
  if (!means.told()) means.see(claim.trigger);
  if (!means.told())
    for (const ClaimActor& p : claim.actors)
      if (p.role == Role::actor && claim.span.contains(p.span)) means.see(p.span);
  return means.take();
}

}  // namespace deconflict::claim
