#include "link/link.h"

#include <algorithm>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

std::vector<Event> link(const std::vector<const Annotation*>& records, const Wholes& wholes, Stats* stats) {
  Folded folded;
  const auto items = make_items(sorted(records), folded, wholes);
  Stats own;
  std::vector<Event> events;
  for (const Cluster& c : cluster(items, stats != nullptr ? *stats : own)) {
    const auto told = tell(items, c);
    Event event = aggregate(items, c, told);
    event.contradictions = contradictions(told);
    events.push_back(std::move(event));
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& x, const Event& y) { return x.id < y.id; });
  return events;
}

}  // namespace deconflict::link
