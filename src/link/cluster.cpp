#include "link/cluster.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <unordered_map>

#include "base/hash.h"
#include "link/score.h"

namespace deconflict::link {

namespace {

/// Most of a bucket's latest entries that a claim is compared with, and most candidates of a claim in all.
constexpr std::size_t kWindow = 24;
constexpr std::size_t kMaxCandidates = 128;
/// Pairs of a claim that fall short by little.
constexpr std::size_t kMostNearly = 8;
/// Claims of its own document and family that a claim is compared with: all of an article, the nearest of a book.
constexpr std::size_t kWithin = 48;
/// Members that stand for a cluster when two are compared.
constexpr std::size_t kDelegates = 8;
/// Longer than this a range of days names no day at all.
constexpr int kLongestRange = 10;

/// Which claims are filed under a key. A table of chains: most keys have one claim, and there are dozens a claim.
class Blocks {
  struct Entry {
    std::uint32_t item, before;  ///< before: number of the entry before it under the same key, from 1; 0 for none
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t last = 0;  ///< number of the last entry; 0: free
  };
  static constexpr std::size_t kFirstSlots = 1024;


  template <class Slots>
  static auto& find(Slots& slots, std::uint64_t key) {
    std::size_t at = (key * 0x9e3779b97f4a7c15ULL >> 32U) & (slots.size() - 1);
    while (slots[at].last != 0 && slots[at].key != key) at = (at + 1) & (slots.size() - 1);
    return slots[at];
  }

 public:
  Blocks() : slots_(kFirstSlots) {}
  void add(std::uint64_t key, std::uint32_t item) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = find(slots_, key);
    if (slot.last == 0) {
      slot.key = key;
      ++used_;
    } else if (entries_[slot.last - 1].item == item) {
      return;
    }
    entries_.push_back({item, slot.last});
    slot.last = static_cast<std::uint32_t>(entries_.size());
  }
  template <class F>
  void recent(std::uint64_t key, F&& f) const {
    std::size_t seen = 0;
    for (auto at = find(slots_, key).last; at != 0 && seen < kWindow; at = entries_[at - 1].before, ++seen) f(entries_[at - 1].item);
  }


 private:
  void grow() {
    std::vector<Slot> larger(2 * slots_.size());
    for (const Slot& slot : slots_)
      if (slot.last != 0) find(larger, slot.key) = slot;
    slots_ = std::move(larger);
  }

  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
  std::size_t used_ = 0;
};

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
  h ^= v + 0x9e3779b97f4a7c15ULL + (h << 6U) + (h >> 2U);
  return h * 0xff51afd7ed558ccdULL;
}

enum class Sort : std::uint64_t { name = 1, cell, actor, words, site };

std::uint64_t key_of(Sort sort, Family family, std::uint64_t what, std::int64_t day) {
  return mix(mix(mix(static_cast<std::uint64_t>(sort), static_cast<std::uint64_t>(family)), what), static_cast<std::uint64_t>(day));
}

constexpr std::int64_t kNoDay = INT64_MIN;

/// Days are looked through a month at a time, so that no more than the keys of a month are held.
struct Month {
  std::int64_t first = kNoDay, last = kNoDay;  ///< both belong to it
  bool holds(std::int64_t day) const { return first <= day && day <= last; }
};
constexpr int kMonth = 32;
int month_of(int day) { return day >= 0 ? day / kMonth : -((-day + kMonth - 1) / kMonth); }

bool filed_by_day(const Days& d) { return d.dated() && d.end - d.begin <= kLongestRange; }

/// Under which days of a month a claim is filed; one that names none, under none.
template <class F>
void for_each_day(const Days& d, int slack, const Month& month, F&& f) {
  if (!filed_by_day(d)) {
    if (month.holds(kNoDay)) f(kNoDay);
    return;
  }
  for (int day = d.begin - slack; day <= d.end + slack; ++day)
    if (month.holds(day)) f(day);
}

std::uint64_t cell(double lat, double lon, int dy, int dx) {
  const auto y = static_cast<std::int64_t>(std::floor(lat * 4)) + dy, x = static_cast<std::int64_t>(std::floor(lon * 4)) + dx;
  return static_cast<std::uint64_t>((y + 4000) * 100000 + x + 4000);
}

bool wide(const Site& p) { return p.precision == Precision::country || p.precision == Precision::region || p.precision == Precision::admin1; }

std::uint64_t name_key(const Spot& s) { return s.place->geonameid ? mix(7, static_cast<std::uint64_t>(*s.place->geonameid)) : hash64(s.place->key); }

/// Calls `f` with each key of a claim: those it is filed under, or those it looks under (`slack` days, cells around).
template <class F>
void for_each_key(const Item& item, bool looking, const Month& month, F&& f) {
  const int slack = looking ? 1 : 0;
  for_each_day(item.days, slack, month, [&](std::int64_t day) {
    auto where = [&](const Spot& s) {
      const Site* p = s.place;
      f(key_of(Sort::name, item.family, name_key(s), day));
      if (!p->lat || !p->lon || wide(*p)) return;
      const int around = looking ? 1 : 0;
      for (int dy = -around; dy <= around; ++dy)
        for (int dx = -around; dx <= around; ++dx) f(key_of(Sort::cell, item.family, cell(*p->lat, *p->lon, dy, dx), day));
    };
    for (const Spot& s : item.places) where(s);
    if (item.setting) where(*item.setting);
    if (!item.site.empty())
      if (const auto country = country_of(item); !country.empty()) f(key_of(Sort::site, item.family, mix(hash64(item.site), hash64(country)), day));
    for (const auto side : {item.actors, item.recipients})
      for (const Party* p : side)
        if (!p->vague) f(key_of(Sort::actor, item.family, hash64(p->id.empty() ? p->name : p->id), day));
  });
  if (month.holds(kNoDay) && !item.report->sha256.empty())
    f(key_of(Sort::words, item.family, mix(hash64(item.report->sha256), item.trigger.begin), item.trigger.end));
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
    adopt_bare();
    adopt_harm();
    adopt_who_died_later();
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

  /// Which claims have keys of which months, in order.
  std::vector<std::pair<std::int64_t, std::uint32_t>> visits() const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> out;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const Days& d = items_[i].days;
      out.emplace_back(kNoDay, i);
      if (!filed_by_day(d)) continue;
      for (int month = month_of(d.begin - 1); month <= month_of(d.end + 1); ++month) out.emplace_back(month, i);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  std::vector<Join> candidate_pairs() {
    std::vector<Join> pairs;
    add_pairs_within(pairs);
    const std::size_t within = pairs.size();
    const auto all = visits();
    for (std::size_t begin = 0; begin < all.size();) {
      std::size_t end = begin;
      while (end < all.size() && all[end].first == all[begin].first) ++end;
      add_pairs_across({all.data() + begin, end - begin}, pairs);
      begin = end;
    }
    lift_nearly_alike(pairs, within);
    return pairs;
  }

  /// false: they fall short, but by so little that something told beside them may make up for it
  bool add_where_alike(std::uint32_t other, std::uint32_t item, std::vector<Join>& pairs) {
    const double s = compare(other, item), wanted = threshold(items_[other], items_[item]);
    if (s >= wanted) pairs.push_back({other, item, s});
    return s >= wanted || s < wanted - kToldBeside;
  }

  /// By where they stand: the sentences of two reports, those next to them with `off` and `other_off`.
  std::uint64_t sentences(const Join& pair, int off, int other_off) const {
    const Item &a = items_[pair.a], &b = items_[pair.b];
    return mix(mix(mix(a.doc_rank, b.doc_rank), a.sentence + static_cast<std::uint32_t>(off)), b.sentence + static_cast<std::uint32_t>(other_off));
  }

  /// Adds those pairs that fall short, where the same two reports tell another sort of happening in common beside them.
  void lift_nearly_alike(std::vector<Join>& pairs, std::size_t first_across) {
    const auto bit = [&](std::uint32_t item) { return 1U << static_cast<unsigned>(items_[item].family); };
    std::unordered_map<std::uint64_t, unsigned> told;  // by sentences of two reports: families of what both tell
    for (std::size_t i = first_across; i < pairs.size() && !nearly_.empty(); ++i)
      if (!verbal(items_[pairs[i].a].kind)) told[sentences(pairs[i], 0, 0)] |= bit(pairs[i].a);
    for (const auto& [a, b] : nearly_) {
      const Join pair{a, b, score(items_[a], items_[b]) + kToldBeside, true};
      unsigned families = 0;
      for (const int off : {-1, 0, 1})
        for (const int other : {-1, 0, 1})
          if (const auto found = told.find(sentences(pair, off, other)); found != told.end()) families |= found->second;
      if ((families & ~bit(a)) != 0) pairs.push_back(pair);
    }
    nearly_.clear();
  }

  void add_pairs_within(std::vector<Join>& pairs) {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> here;  // family → the document's claims so far
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      if (i > 0 && items_[i - 1].doc_rank != items_[i].doc_rank) here.clear();
      auto& own = here[static_cast<std::uint64_t>(items_[i].family)];
      // The first claims of a report tell what it is about; later ones come back to them.
      for (std::size_t k = 0; k < own.size(); ++k)
        if (k < kWithin / 4 || own.size() - k <= kWithin) add_where_alike(own[k], i, pairs);
      own.push_back(i);
    }
  }

  /// Of two claims whose keys meet in that month.
  void add_pairs_across(std::span<const std::pair<std::int64_t, std::uint32_t>> visits, std::vector<Join>& pairs) {
    const std::int64_t number = visits.front().first;
    const Month month = number == kNoDay ? Month{} : Month{number * kMonth, number * kMonth + kMonth - 1};
    Blocks blocks;
    std::vector<std::uint32_t> candidates;
    for (const auto& visit : visits) {
      const std::uint32_t i = visit.second;
      const Item& item = items_[i];
      candidates.clear();
      for_each_key(item, true, month, [&](std::uint64_t key) {
        if (candidates.size() >= 8 * kMaxCandidates) return;
        blocks.recent(key, [&](std::uint32_t other) {
          if (items_[other].doc_rank != item.doc_rank) candidates.push_back(other);
        });
      });
      std::sort(candidates.begin(), candidates.end(), std::greater<>());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      if (candidates.size() > kMaxCandidates) candidates.resize(kMaxCandidates);
      std::size_t nearly = 0;
      for (auto other : candidates)
        if (!add_where_alike(other, i, pairs) && !verbal(item.kind) && ++nearly <= kMostNearly) nearly_.emplace_back(other, i);
      for_each_key(item, false, month, [&](std::uint64_t key) { blocks.add(key, i); });
    }
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
      bool otherwise = false;
      delegates(members_[a], [&](std::uint32_t x) {
        delegates(members_[b], [&](std::uint32_t y) {
          const double s = compare(std::min(x, y), std::max(x, y));
          never += s == kNever ? 1 : 0;
          otherwise = otherwise || done_otherwise(items_[x], items_[y]);
          sum += s == kNever ? kRuledOut : s;
          wanted += items_[x].doc_rank == items_[y].doc_rank ? kShareWithin * kThresholdWithin : kShareAcross * kThresholdAcross;
          ++n;
        });
      });
      if (otherwise || never * kMostRuledOut > n || sum < wanted) return;
    }
    unite(a, b, pair);
  }

  void unite(std::uint32_t a, std::uint32_t b, const Join& pair) {
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    for (auto m : members_[b]) of_[m] = a;
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    joins_[a].insert(joins_[a].end(), joins_[b].begin(), joins_[b].end());
    joins_[a].push_back(pair);
    members_[b].clear();
    joins_[b].clear();
  }

  /// "The explosions were heard for miles": alone, such a claim would be a happening of which nothing is known.
  void adopt_bare() {
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (members_[i].size() != 1 || !is_told_act(item) || item.mentioned == Mentioned::fresh || !is_bare(item)) continue;
      Join best{i, i, kThresholdBare};
      const auto consider = [&](std::uint32_t other) {
        if (items_[other].modality != Modality::actual || items_[other].background || items_[other].kind == "armed_clash") return;
        if (const double s = compare(std::min(i, other), std::max(i, other)); s > best.score) best = {std::min(i, other), std::max(i, other), s};
      };
      for (auto k = i; k-- > 0 && i - k <= kWithin && items_[k].doc_rank == item.doc_rank;) consider(k);
      for (auto k = i + 1; k < items_.size() && k - i <= kWithin && items_[k].doc_rank == item.doc_rank; ++k) consider(k);
      if (best.a != best.b) unite(root(best.a), root(best.b), best);
    }
  }

  /// "Gunmen stormed the office. Its head was slightly wounded": whom an act harmed, told by itself behind it and with no day or place of
  /// its own.
  void adopt_harm() {
    constexpr std::uint32_t kSentencesOn = 3;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (members_[i].size() != 1 || item.kind != "harm" || !is_told_act(item) || item.mentioned == Mentioned::fresh || item.mentioned == Mentioned::recurring || has_circumstances(item)) continue;
      Join best{i, i, kThresholdHarm};
      for (auto k = i; k-- > 0 && items_[k].doc_rank == item.doc_rank && item.sentence - items_[k].sentence <= kSentencesOn;)
        if (is_told_act(items_[k]))
          if (const double s = compare(k, i); s > best.score) best = {k, i, s};
      if (best.a != best.b) unite(root(best.a), root(best.b), best);
    }
  }

  /// "Shells hit a school on Monday. Two pupils died of their wounds at the weekend": of those whom the act told before has struck.
  void adopt_who_died_later() {
    constexpr std::uint32_t kSentencesOn = 6;
    constexpr int kMonths = 92;  // days: who dies later still is news of his own
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (!died_later(item) || !is_told_act(item) || item.mentioned == Mentioned::recurring) continue;
      const auto own = root(i);
      const auto& own_members = members_[own];
      if (!std::all_of(own_members.begin(), own_members.end(), [&](std::uint32_t m) { return died_later(items_[m]) && items_[m].doc_rank == item.doc_rank; })) continue;
      for (auto k = i; k-- > 0 && items_[k].doc_rank == item.doc_rank && item.sentence - items_[k].sentence <= kSentencesOn;) {
        const Item& act = items_[k];
        if (!is_told_act(act) || act.kind == "harm" || act.kind == "destruction" || names_another_place(act, item)) continue;
        const bool both_dated = act.days.dated() && item.days.dated();
        if (both_dated && (act.days.begin > item.days.end || item.days.begin > act.days.end + kMonths)) continue;
        unite(root(k), own, {k, i, kThresholdHarm});
        break;
      }
    }
  }

  static bool names_another_place(const Item& act, const Item& item) {
    const auto own = [](const Item& of, const Spot& s) { return of.span.contains(s.span); };
    return std::any_of(item.places.begin(), item.places.end(), [&](const Spot& s) {
      return own(item, s) && std::none_of(act.places.begin(), act.places.end(), [&](const Spot& t) { return t.place->key == s.place->key; });
    });
  }

  static bool is_told_act(const Item& item) {
    return item.family == Family::violence && item.modality == Modality::actual && !item.background && !item.campaign && item.kind != "armed_clash";
  }

  /// A day or a place in the words that tell it.
  static bool has_circumstances(const Item& item) {
    return (!item.time_span.empty() && item.span.contains(item.time_span)) || std::any_of(item.places.begin(), item.places.end(), [&](const Spot& s) { return item.span.contains(s.span); });
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
  std::vector<std::pair<std::uint32_t, std::uint32_t>> nearly_;  ///< pairs of two reports that fall short of their threshold by less than kToldBeside
  std::vector<std::uint32_t> of_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::vector<Join>> joins_;
};

}  // namespace

std::vector<Cluster> cluster(const std::vector<Item>& items, Stats& stats) { return Clusterer(items, stats).run(); }

}  // namespace deconflict::link
