#include "link/link.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_set>
#include <utility>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

namespace {

/// Puts the events into that order without a second copy of them: they are the largest part of a large ledger's memory.
void reorder(std::vector<Event>& events, std::vector<std::uint32_t>& order) {
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    // Each turn puts one event where it belongs; a turn ends where it began.
    std::uint32_t at = i;
    while (order[at] != i) {
      const auto from = order[at];
      std::swap(events[at], events[from]);
      order[at] = at;
      at = from;
    }
    order[at] = at;
  }
}

/// Two records of one text have claims of the same names.
void tell_apart(std::vector<Event>& events) {
  std::unordered_set<std::string> taken;
  for (Event& e : events)
    while (!taken.insert(e.id).second) e.id = hashed_id(e.id + "|" + e.claims.front().doc);
}

}  // namespace

std::vector<Event> link(const std::vector<const Annotation*>& records, const Wholes& wholes, Stats* stats, const CopyGraph* copies) {
  Folded folded;
  const auto items = make_items(sorted(records), folded, wholes, copies);
  Stats own;
  const auto clusters = cluster(items, stats != nullptr ? *stats : own);
  std::vector<Event> events;
  std::vector<const Item*> first;
  events.reserve(clusters.size());
  first.reserve(clusters.size());
  for (const Cluster& c : clusters) {
    const auto told = tell(items, c);
    events.push_back(aggregate(items, c, told));
    events.back().contradictions = contradictions(told);
    first.push_back(&first_told(told));
  }
  std::vector<std::uint32_t> order(events.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    return told_before(*first[x], *first[y]) || (!told_before(*first[y], *first[x]) && first[x] < first[y]);
  });
  reorder(events, order);
  tell_apart(events);
  return events;
}

}  // namespace deconflict::link
