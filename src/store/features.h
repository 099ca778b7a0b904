#pragma once
#include <string>

namespace deconflict::store {

/// What the SQLite that this program runs with can do.
struct Features {
  std::string version;
  bool fts5 = false, rtree = false;
};
Features features();

}  // namespace deconflict::store
