#include "link/link.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

namespace {

struct Found {
  const Item* first;
  Event event;
};

/// Two records of one text have claims of the same names.
void tell_apart(std::vector<Found>& found) {
  std::unordered_set<std::string> taken;
  for (Found& f : found)
    while (!taken.insert(f.event.id).second) f.event.id = hashed_id(f.event.id + "|" + f.event.claims.front().doc);
}

}  // namespace

std::vector<Event> link(const std::vector<const Annotation*>& records, const Wholes& wholes, Stats* stats, const CopyGraph* copies) {
  Folded folded;
  const auto items = make_items(sorted(records), folded, wholes, copies);
  Stats own;
  std::vector<Found> found;
  for (const Cluster& c : cluster(items, stats != nullptr ? *stats : own)) {
    const auto told = tell(items, c);
    Event event = aggregate(items, c, told);
    event.contradictions = contradictions(told);
    found.push_back({&first_told(told), std::move(event)});
  }
  std::sort(found.begin(), found.end(), [](const Found& x, const Found& y) { return told_before(*x.first, *y.first) || (!told_before(*y.first, *x.first) && x.first < y.first); });
  tell_apart(found);
  std::vector<Event> events;
  events.reserve(found.size());
  for (Found& f : found) events.push_back(std::move(f.event));
  return events;
}

}  // namespace deconflict::link
