#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "claim/owner.h"

namespace deconflict::claim {

/// The hits of a text by word and by sentence, for whatever gives them their places, times and counts. Views what it is
/// made from, which must outlive it.
class HitMap {
 public:
  HitMap(const Annotation& text, const Tree& trees, const Kinds& all_kinds, const std::vector<Hit>& all)
      : a(text), tree(trees), kinds(all_kinds), hits(all), at_token(text.tokens.size(), UINT32_MAX), owners(text, trees, all_kinds, all, at_token) {
    for (std::uint32_t h = 0; h < hits.size(); ++h) {
      for (TokenIndex i = hits[h].first; i <= hits[h].last; ++i) at_token[i] = h;
      const auto s = a.tokens[hits[h].head].sentence;
      if (s >= first_of_.size()) first_of_.resize(s + 1, {UINT32_MAX, 0});
      first_of_[s].first = std::min(first_of_[s].first, h);
      first_of_[s].second = h + 1;
    }
  }
  HitMap(const HitMap&) = delete;
  HitMap& operator=(const HitMap&) = delete;

  const std::string& kind(std::uint32_t h) const { return kinds.all[kinds.triggers[hits[h].trigger].kind].name; }
  bool physical(std::uint32_t h) const { return is_physical(kinds.all[kinds.triggers[hits[h].trigger].kind]); }
  bool violent(std::uint32_t h) const { return kinds.all[kinds.triggers[hits[h].trigger].kind].plover_event == "ASSAULT"; }
  bool protests(std::uint32_t h) const { return kinds.all[kinds.triggers[hits[h].trigger].kind].plover_event == "PROTEST"; }
  /// A war, other than a battle of it, is a country's, and says when as much as where.
  bool is_war(std::uint32_t h) const { return kinds.triggers[hits[h].trigger].modifier == Slot::place; }

  /// The hits [first, second) in the sentence of a word.
  std::pair<std::uint32_t, std::uint32_t> hits_of(TokenIndex i) const {
    const auto s = a.tokens[i].sentence;
    return s < first_of_.size() && first_of_[s].first != UINT32_MAX ? first_of_[s] : std::pair<std::uint32_t, std::uint32_t>{0, 0};
  }
  /// The hit in that sentence that stands nearest to the word, of those that will do; UINT32_MAX without one.
  template <class F>
  std::uint32_t nearest(TokenIndex i, F&& will_do) const {
    const auto [from, to] = hits_of(i);
    std::uint32_t best = UINT32_MAX, gap = UINT32_MAX;
    for (std::uint32_t h = from; h < to; ++h) {
      const std::uint32_t away = hits[h].head > i ? hits[h].head - i : i - hits[h].head;
      if (away < gap && will_do(h)) {
        gap = away;
        best = h;
      }
    }
    return best;
  }
  std::uint32_t nearest(TokenIndex i) const {
    return nearest(i, [](std::uint32_t) { return true; });
  }

  const Annotation& a;
  const Tree& tree;
  const Kinds& kinds;
  const std::vector<Hit>& hits;
  std::vector<std::uint32_t> at_token;  ///< by word: its hit, or UINT32_MAX
  Owners owners;

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first_of_;  ///< by sentence
};

/// What gives hits their places, times or counts: a map, which must outlive it, and what the map is made from.
class OverHits {
 protected:
  explicit OverHits(const HitMap& map) : map_(map), a_(map.a), tree_(map.tree), kinds_(map.kinds), hits_(map.hits), at_token_(map.at_token), owner_(map.owners) {}

  const HitMap& map_;
  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const std::vector<Hit>& hits_;
  const std::vector<std::uint32_t>& at_token_;
  const Owners& owner_;
};

}  // namespace deconflict::claim
