#include <algorithm>
#include <deque>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/utf8.h"
#include "copies/copies.h"

namespace deconflict::copies {

namespace {

constexpr std::size_t kShingle = 5;                        ///< words
constexpr std::size_t kWindow = kSureRun - kShingle + 1;  ///< shingles, of which the smallest hash is kept

/// The smallest hash of each window of shingles: the same for the same run of words, wherever it stands.
std::vector<std::uint32_t> fingerprints(const std::vector<Word>& words) {
  std::vector<std::uint32_t> shingles, kept;
  for (std::size_t i = 0; i + kShingle <= words.size(); ++i) {
    std::uint64_t mixed = 0;
    for (std::size_t j = 0; j < kShingle; ++j) mixed = ((mixed ^ words[i + j].hash) * 0x9E3779B97F4A7C15ULL) ^ (mixed >> 31U);
    mixed ^= mixed >> 33U;
    shingles.push_back(static_cast<std::uint32_t>((mixed * 0xFF51AFD7ED558CCDULL) >> 32U));
  }
  std::deque<std::size_t> smallest;  // positions in the window, their hashes ascending
  for (std::size_t i = 0; i < shingles.size(); ++i) {
    while (!smallest.empty() && shingles[smallest.back()] >= shingles[i]) smallest.pop_back();
    smallest.push_back(i);
    if (smallest.front() + kWindow <= i) smallest.pop_front();
    if (i + 1 >= kWindow || i + 1 == shingles.size()) kept.push_back(shingles[smallest.front()]);
  }
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

/// Words of documents that were asked for lately.
class Shelf {
 public:
  explicit Shelf(const std::function<std::vector<Word>(std::size_t)>& words) : words_(words) {}
  const std::vector<Word>& of(std::size_t document) {
    const auto found = kept_.find(document);
    if (found != kept_.end()) return found->second;
    constexpr std::size_t kMost = 4 * kCompared;
    if (order_.size() == kMost) {
      kept_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(document);
    return kept_.emplace(document, words_(document)).first->second;
  }

 private:
  const std::function<std::vector<Word>(std::size_t)>& words_;
  std::unordered_map<std::size_t, std::vector<Word>> kept_;
  std::deque<std::size_t> order_;
};

bool credits(const Source& a, const Source& b) {
  return !b.outlet.empty() && std::find(a.publishers.begin(), a.publishers.end(), outlet_name(b.outlet)) != a.publishers.end();
}

struct Direction {
  bool first_repeats;  ///< the first of the pair repeats the second
  CopyBasis basis;
};

Direction direction(const Source& a, const Source& b) {
  const bool forth = credits(a, b), back = credits(b, a);
  if (forth != back) return {forth, CopyBasis::credit};
  if (!a.published.empty() && !b.published.empty() && a.published != b.published) return {a.published > b.published, CopyBasis::published};
  return {std::tie(a.sha256, a.id) > std::tie(b.sha256, b.id), CopyBasis::none};
}

}  // namespace

std::string outlet_name(std::string_view outlet) {
  std::string name = utf8::fold(outlet);
  if (name.starts_with("www.")) name.erase(0, 4);
  if (name.find(' ') == std::string::npos) name = name.substr(0, name.find('.'));
  return name;
}

void Finder::add(Source source, const std::vector<Word>& words) {
  const auto document = static_cast<std::uint32_t>(sources_.size());
  sources_.push_back(std::move(source));
  lengths_.push_back(static_cast<std::uint32_t>(words.size()));
  for (const auto mark : fingerprints(words)) marks_.emplace_back(mark, document);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Finder::pairs_to_compare(std::size_t from, std::size_t to) const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> meetings;  // (later, earlier), once for each fingerprint that they share
  for (std::size_t i = 0; i < marks_.size();) {
    std::size_t end = i;
    while (end < marks_.size() && marks_[end].first == marks_[i].first) ++end;
    for (std::size_t later = i + 1; later < end; ++later) {
      if (marks_[later].second < from || marks_[later].second >= to) continue;
      for (std::size_t earlier = i; earlier < std::min(later, i + kHolders); ++earlier) meetings.emplace_back(marks_[later].second, marks_[earlier].second);
    }
    i = end;
  }
  std::sort(meetings.begin(), meetings.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::vector<std::pair<std::size_t, std::uint32_t>> candidates;  // (fingerprints shared, earlier)
  for (std::size_t i = 0; i < meetings.size();) {
    const auto later = meetings[i].first;
    candidates.clear();
    while (i < meetings.size() && meetings[i].first == later) {
      const auto earlier = meetings[i].second;
      std::size_t shared = 0;
      for (; i < meetings.size() && meetings[i] == std::make_pair(later, earlier); ++i) ++shared;
      constexpr std::size_t kChance = 1;  // one run of words in common happens
      if (shared > kChance) candidates.emplace_back(shared, earlier);
    }
    std::sort(candidates.begin(), candidates.end(), [](const auto& x, const auto& y) { return std::make_pair(y.first, x.second) < std::make_pair(x.first, y.second); });
    if (candidates.size() > kCompared) candidates.resize(kCompared);
    for (const auto& candidate : candidates) pairs.emplace_back(later, candidate.second);
  }
  return pairs;
}

std::vector<Copy> Finder::find(const std::function<std::vector<Word>(std::size_t)>& words, Stats* stats) {
  // Earlier reports first; nothing may depend on the order of adding.
  std::vector<std::uint32_t> order(sources_.size()), rank(sources_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    const Source &a = sources_[x], &b = sources_[y];
    return std::make_tuple(a.published.empty(), std::string_view(a.published), std::string_view(a.sha256), std::string_view(a.id)) <
           std::make_tuple(b.published.empty(), std::string_view(b.published), std::string_view(b.sha256), std::string_view(b.id));
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  for (auto& [mark, document] : marks_) document = rank[document];
  std::sort(marks_.begin(), marks_.end());

  std::vector<Copy> copies;
  Shelf shelf(words);
  constexpr std::size_t kAtOnce = 8192;  // later documents whose meetings are counted at a time: what bounds the memory
  for (std::size_t from = 0; from < order.size(); from += kAtOnce)
    for (const auto& [later, earlier] : pairs_to_compare(from, std::min(from + kAtOnce, order.size()))) {
      auto a = order[later], b = order[earlier];
      const Direction d = direction(sources_[a], sources_[b]);
      if (!d.first_repeats) std::swap(a, b);
      if (stats != nullptr) ++stats->compared;
      // A copy of what the shelf gives: the second call may push the first from it.
      const std::vector<Word> here = shelf.of(a);
      Copy copy{sources_[a].id, sources_[b].id, d.basis, 0, 0, 0, passages_of(here, shelf.of(b))};
      if (copy.passages.empty()) continue;
      for (const Passage& p : copy.passages) copy.words += p.words;
      copy.share = static_cast<double>(copy.words) / lengths_[a];
      copy.share_of = std::min(1.0, static_cast<double>(copy.words) / lengths_[b]);
      copies.push_back(std::move(copy));
    }
  for (auto& [mark, document] : marks_) document = order[document];
  std::sort(copies.begin(), copies.end(), [](const Copy& x, const Copy& y) { return std::tie(x.document, x.of) < std::tie(y.document, y.of); });
  return copies;
}

}  // namespace deconflict::copies
