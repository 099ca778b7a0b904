#include "link/cluster.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/hash.h"
#include "link/score.h"

namespace deconflict::link {

namespace {

/// Most of a bucket's latest entries that a claim is compared with, and most candidates of a claim in all.
constexpr std::size_t kWindow = 24;
constexpr std::size_t kMaxCandidates = 128;
/// Claims of its own document and family that a claim is compared with: all of an article, the nearest of a book.
constexpr std::size_t kWithin = 48;
/// Members that stand for a cluster when two are compared.
constexpr std::size_t kDelegates = 8;
/// Longer than this a range of days names no day at all.
constexpr int kLongestRange = 10;

class Blocks {
 public:
  void add(std::uint64_t key, std::uint32_t item) {
    auto& list = buckets_[key];
    if (list.empty() || list.back() != item) list.push_back(item);
  }
  template <class F>
  void recent(std::uint64_t key, F&& f) const {
    const auto found = buckets_.find(key);
    if (found == buckets_.end()) return;
    const auto& list = found->second;
    for (std::size_t i = list.size(); i-- > 0 && list.size() - i <= kWindow;) f(list[i]);
  }

 private:
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> buckets_;
};

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
  h ^= v + 0x9e3779b97f4a7c15ULL + (h << 6U) + (h >> 2U);
  return h * 0xff51afd7ed558ccdULL;
}

enum class Sort : std::uint64_t { name = 1, cell, actor, words };

std::uint64_t key_of(Sort sort, Family family, std::uint64_t what, std::int64_t day) {
  return mix(mix(mix(static_cast<std::uint64_t>(sort), static_cast<std::uint64_t>(family)), what), static_cast<std::uint64_t>(day));
}

constexpr std::int64_t kNoDay = INT64_MIN;

/// Under which days a claim is filed; an undated one under none.
template <class F>
void for_each_day(const Days& d, int slack, F&& f) {
  if (!d.dated() || d.end - d.begin > kLongestRange) {
    f(kNoDay);
    return;
  }
  for (int day = d.begin - slack; day <= d.end + slack; ++day) f(day);
}

std::uint64_t cell(double lat, double lon, int dy, int dx) {
  const auto y = static_cast<std::int64_t>(std::floor(lat * 4)) + dy, x = static_cast<std::int64_t>(std::floor(lon * 4)) + dx;
  return static_cast<std::uint64_t>((y + 4000) * 100000 + x + 4000);
}

bool wide(const Place& p) { return p.precision == Precision::country || p.precision == Precision::region || p.precision == Precision::admin1; }

std::uint64_t name_key(const Spot& s) { return s.place->geonameid ? mix(7, static_cast<std::uint64_t>(*s.place->geonameid)) : hash64(s.key); }

/// Calls `f` with each key of a claim: those it is filed under, or those it looks under (`slack` days, cells around).
template <class F>
void for_each_key(const Item& item, bool looking, F&& f) {
  const int slack = looking ? 1 : 0;
  for_each_day(item.days, slack, [&](std::int64_t day) {
    auto where = [&](const Spot& s) {
      const Place* p = s.place;
      f(key_of(Sort::name, item.family, name_key(s), day));
      if (!p->lat || !p->lon || wide(*p)) return;
      const int around = looking ? 1 : 0;
      for (int dy = -around; dy <= around; ++dy)
        for (int dx = -around; dx <= around; ++dx) f(key_of(Sort::cell, item.family, cell(*p->lat, *p->lon, dy, dx), day));
    };
    for (const Spot& s : item.places) where(s);
    if (item.setting) where(*item.setting);
    for (const auto* side : {&item.actors, &item.recipients})
      for (const Party& p : *side)
        if (!p.vague) f(key_of(Sort::actor, item.family, hash64(p.id.empty() ? p.name : p.id), day));
  });
  if (!item.doc->sha256.empty())
    f(key_of(Sort::words, item.family, mix(hash64(item.doc->sha256), item.claim->trigger.begin), item.claim->trigger.end));
}

class Clusterer {
 public:
  Clusterer(const std::vector<Item>& items, Stats& stats) : items_(items), stats_(stats), of_(items.size()), members_(items.size()), joins_(items.size()) {
    std::iota(of_.begin(), of_.end(), 0U);
    for (std::uint32_t i = 0; i < items.size(); ++i) members_[i] = {i};
  }

  std::vector<Cluster> run() {
    auto pairs = candidate_pairs();
    std::sort(pairs.begin(), pairs.end(), [](const Join& x, const Join& y) { return x.score != y.score ? x.score > y.score : x.a != y.a ? x.a < y.a : x.b < y.b; });
    for (const Join& pair : pairs) join(pair);
    std::vector<Cluster> clusters;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      if (members_[i].empty()) continue;
      std::sort(members_[i].begin(), members_[i].end());
      clusters.push_back({std::move(members_[i]), std::move(joins_[i])});
    }
    std::sort(clusters.begin(), clusters.end(), [](const Cluster& x, const Cluster& y) { return x.members.front() < y.members.front(); });
    return clusters;
  }

 private:
  double compare(std::uint32_t a, std::uint32_t b) {
    ++stats_.comparisons;
    return score(items_[a], items_[b]);
  }

  std::vector<Join> candidate_pairs() {
    std::vector<Join> pairs;
    Blocks blocks;
    std::vector<std::uint32_t> candidates;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> here;  // (document, family) → its claims so far
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (i > 0 && items_[i - 1].doc_rank != item.doc_rank) here.clear();
      candidates.clear();
      auto& own = here[static_cast<std::uint64_t>(item.family)];
      // The first claims of a report tell what it is about; later ones come back to them.
      for (std::size_t k = 0; k < own.size(); ++k)
        if (k < kWithin / 4 || own.size() - k <= kWithin) candidates.push_back(own[k]);
      const auto within = candidates.size();
      for_each_key(item, true, [&](std::uint64_t key) {
        if (candidates.size() - within >= 8 * kMaxCandidates) return;
        blocks.recent(key, [&](std::uint32_t other) {
          if (items_[other].doc_rank != item.doc_rank) candidates.push_back(other);
        });
      });
      std::sort(candidates.begin() + static_cast<std::ptrdiff_t>(within), candidates.end(), std::greater<>());
      candidates.erase(std::unique(candidates.begin() + static_cast<std::ptrdiff_t>(within), candidates.end()), candidates.end());
      if (candidates.size() > within + kMaxCandidates) candidates.resize(within + kMaxCandidates);
      for (auto other : candidates)
        if (const double s = compare(other, i); s >= threshold(items_[other], item)) pairs.push_back({other, i, s});
      own.push_back(i);
      for_each_key(item, false, [&](std::uint64_t key) { blocks.add(key, i); });
    }
    return pairs;
  }

  /// Up to kDelegates members, spread evenly.
  template <class F>
  void delegates(const std::vector<std::uint32_t>& members, F&& f) const {
    const std::size_t n = std::min(members.size(), kDelegates);
    for (std::size_t i = 0; i < n; ++i) f(members[i * members.size() / n]);
  }

  /// Two clusters become one only where their members fit each other on the whole and none rules another out:
  /// a chain of likenesses is not a happening.
  void join(const Join& pair) {
    auto a = root(pair.a), b = root(pair.b);
    if (a == b) return;
    if (members_[a].size() + members_[b].size() > 2) {
      double sum = 0, wanted = 0;
      int n = 0, never = 0;
      delegates(members_[a], [&](std::uint32_t x) {
        delegates(members_[b], [&](std::uint32_t y) {
          const double s = compare(std::min(x, y), std::max(x, y));
          never += s == kNever ? 1 : 0;
          sum += s == kNever ? kRuledOut : s;
          wanted += items_[x].doc_rank == items_[y].doc_rank ? kShareWithin * kThresholdWithin : kShareAcross * kThresholdAcross;
          ++n;
        });
      });
      if (never * kMostRuledOut > n || sum < wanted) return;
    }
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    for (auto m : members_[b]) of_[m] = a;
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    joins_[a].insert(joins_[a].end(), joins_[b].begin(), joins_[b].end());
    joins_[a].push_back(pair);
    members_[b].clear();
    joins_[b].clear();
  }

  std::uint32_t root(std::uint32_t item) const { return of_[item]; }

  /// Of the threshold that the members must reach on average. Reports leave different things out, so across them less is asked.
  static constexpr double kShareWithin = 0.75;
  static constexpr double kShareAcross = 0.2;
  /// One pair in so many may rule the two out, for a day or a place is misread now and then; what it counts on the average.
  static constexpr int kMostRuledOut = 3;
  static constexpr double kRuledOut = -1;

  const std::vector<Item>& items_;
  Stats& stats_;
  std::vector<std::uint32_t> of_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::vector<Join>> joins_;
};

}  // namespace

std::vector<Cluster> cluster(const std::vector<Item>& items, Stats& stats) { return Clusterer(items, stats).run(); }

}  // namespace deconflict::link
