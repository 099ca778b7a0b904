#pragma once
#include <cstdint>
#include <vector>

#include "store/ledger.h"
#include "store/sqlite.h"

namespace deconflict::store {

/// Where another way of finding becomes the quicker one.
struct SearchLimits {
  std::size_t known = 20'000;   ///< events of a name, or several, that are collected at once
  std::size_t cursors = 16;     ///< names that are read side by side, in order; of more the events themselves are asked
  std::size_t in_box = 800;     ///< events in a box that are looked up one by one
  std::size_t asked = 1'000;    ///< events that are asked one by one whether they have the words
};

/// Rows of `events` that stand now and match, in the filter's order, its page alone. Work is bounded by the page and by how
/// often the rarest of what is asked for occurs, not by the size of the ledger.
Result<std::vector<std::int64_t>> search_events(Database& db, const Filter& filter, const SearchLimits& limits = {});

}  // namespace deconflict::store
