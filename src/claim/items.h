#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace deconflict::claim {

/// Where a text goes on to something else: the entries of a live page, each behind its hour ("18:15 Soldier killed"), and the parts of a digest
/// between lines of dashes or stars.
class Items {
 public:
  explicit Items(std::string_view text);

  /// The number of the item that byte `at` stands in; 0 before the first border.
  std::size_t of(std::uint32_t at) const;

 private:
  std::vector<std::uint32_t> borders_;  ///< bytes at which an item begins, sorted
};

}  // namespace deconflict::claim
