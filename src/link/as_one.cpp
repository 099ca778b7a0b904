#include <set>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"
#include "link/link.h"

namespace deconflict::link {

Event as_one(const std::vector<const Annotation*>& records, const std::vector<ClaimRef>& claims, const Wholes& wholes, const CopyGraph* copies) {
  const auto docs = sorted(records);
  const Lineup lineup(docs, wholes, copies);
  const std::set<ClaimRef> wanted(claims.begin(), claims.end());
  const auto& items = lineup.items();
  Cluster cluster;
  for (std::uint32_t i = 0; i < items.size(); ++i)
    if (wanted.contains({docs[items[i].doc_rank]->id, docs[items[i].doc_rank]->claims[items[i].claim].id})) cluster.members.push_back(i);
  if (cluster.members.empty()) return {};
  const auto told = tell(lineup, cluster, [&](std::uint32_t rank) -> const Annotation& { return *docs[rank]; });
  return aggregate(items, cluster, told, items[first_told(items, cluster)]);
}

}  // namespace deconflict::link
