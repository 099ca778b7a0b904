#pragma once
#include <cstdint>
#include <vector>

#include "link/item.h"
#include "link/link.h"

namespace deconflict::link {

struct Join {
  std::uint32_t a = 0, b = 0;  ///< items, a < b
  double score = 0;
  bool beside = false;  ///< joined only because the reports tell one more happening in common beside it
};

/// Claims of one happening, by index into the items, ascending; and the joins that made it one.
struct Cluster {
  std::vector<std::uint32_t> members;
  std::vector<Join> joins;
};

/// Clusters in the order of their smallest members; every item is in exactly one.
std::vector<Cluster> cluster(const std::vector<Item>& items, Stats& stats);

}  // namespace deconflict::link
