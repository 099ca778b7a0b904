#include "link/home.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace deconflict::link {

namespace {

/// The passage in which most of the words stand.
const Passage* passage_of(const Copy& copy, Span words) {
  for (const Passage& p : copy.passages) {
    const auto begin = std::max(p.here.begin, words.begin), end = std::min(p.here.end, words.end);
    if (begin < end && std::uint64_t{4} * (end - begin) >= std::uint64_t{3} * words.size()) return &p;
  }
  return nullptr;
}

/// Where in the other text these words stand, give or take the edits.
Span across(const Passage& p, Span words) {
  const double scale = static_cast<double>(p.there.size()) / std::max(1U, p.here.size());
  const auto at = [&](std::uint32_t byte) {
    const auto inside = std::clamp(byte, p.here.begin, p.here.end) - p.here.begin;
    return std::min(p.there.end, p.there.begin + static_cast<std::uint32_t>(scale * inside));
  };
  return {at(words.begin), at(words.end)};
}

}  // namespace

Homes::Homes(const CopyGraph& graph, const std::deque<Imprint>& documents) {
  std::unordered_set<std::string_view> copied;
  for (const Copy& c : graph.copies) copied.insert(c.of);
  for (const Imprint& d : documents)
    if (copied.contains(d.id)) documents_.emplace(d.id, &d);
  for (const Credit& c : graph.credits)
    if (c.whole) credits_.emplace(c.document, &c);
  for (const Copy& c : graph.copies) copies_[c.document].push_back(&c);
  // Of one story that two carry, the one with its credit tells whose it is for both.
  constexpr double kOneStory = 0.5;
  std::vector<std::pair<std::string_view, const Credit*>> lent;
  for (const Copy& c : graph.copies) {
    if (c.share < kOneStory || c.share_of < kOneStory) continue;
    const Credit *own = credit_of(c.document), *other = credit_of(c.of);
    if (own != nullptr && other == nullptr) lent.emplace_back(c.of, own);
    if (own == nullptr && other != nullptr) lent.emplace_back(c.document, other);
  }
  for (const auto& [document, credit] : lent) credits_.emplace(document, credit);
}

const Credit* Homes::credit_of(std::string_view document) const {
  const auto found = credits_.find(document);
  return found == credits_.end() ? nullptr : found->second;
}

Home Homes::of(const Imprint& document, Span words) const {
  Home home{&document, nullptr, nullptr, credit_of(document.id)};
  constexpr int kLongestChain = 16;
  std::vector<const Imprint*> passed = {&document};
  for (int step = 0; step < kLongestChain; ++step) {
    const auto copies = copies_.find(home.document->id);
    if (copies == copies_.end()) break;
    const Copy* best = nullptr;
    const Passage* at = nullptr;
    for (const Copy* c : copies->second) {
      const auto there = documents_.find(c->of);
      const Passage* p = passage_of(*c, words);
      if (p == nullptr || there == documents_.end() || std::find(passed.begin(), passed.end(), there->second) != passed.end()) continue;
      // What the text itself credits, then who had it first.
      auto rank = [&](const Copy* x) { return std::make_tuple(static_cast<int>(x->basis), documents_.at(x->of)->published, -static_cast<std::int64_t>(x->words), std::string_view(x->of)); };
      if (best == nullptr || rank(c) < rank(best)) {
        best = c;
        at = p;
      }
    }
    if (best == nullptr) break;
    words = across(*at, words);
    home.document = documents_.at(best->of);
    passed.push_back(home.document);
    if (home.copy == nullptr) {
      home.copy = best;
      home.from = home.document;
    }
    if (const Credit* credit = credit_of(home.document->id)) home.credit = credit;
  }
  return home;
}

}  // namespace deconflict::link
