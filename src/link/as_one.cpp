#include <algorithm>
#include <set>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"
#include "link/link.h"

namespace deconflict::link {

Event as_one(const std::vector<const Annotation*>& records, const std::vector<ClaimRef>& claims, const Wholes& wholes, const CopyGraph* copies) {
  Folded folded;
  const auto items = make_items(sorted(records), folded, wholes, copies);
  const std::set<ClaimRef> wanted(claims.begin(), claims.end());
  Cluster cluster;
  for (std::uint32_t i = 0; i < items.size(); ++i)
    if (wanted.contains(items[i].ref())) cluster.members.push_back(i);
  if (cluster.members.empty()) return {};
  const auto told = tell(items, cluster);
  Event event = aggregate(items, cluster, told);
  event.contradictions = contradictions(told);
  return event;
}

}  // namespace deconflict::link
