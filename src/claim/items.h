#pragma once
#include <cstdint>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::claim {

/// Where a text goes on to something else: the entries of a live page, each behind its hour ("18:15 Soldier killed"), and the parts of a digest,
/// which are parted by lines of dashes or stars, or begin with a place ("Oldtown province: …", "In Ruritania, …") or under a line that ends in a
/// whole date ("Incident 14 – 3 May 2019").
class Items {
 public:
  explicit Items(const Annotation& a);

  /// The number of the item that byte `at` stands in; 0 before the first border.
  std::size_t of(std::uint32_t at) const;
  /// Has it its own days, so that none of another item is the day of what it tells?
  bool stands_alone(std::size_t item) const { return item > 0 && borders_[item - 1].alone; }
  /// The time in the line that the item begins under, by its number.
  Index dated(std::size_t item) const { return item > 0 ? borders_[item - 1].time : std::nullopt; }

 private:
  struct Border {
    std::uint32_t at = 0;  ///< byte at which the item begins
    bool alone = false;
    Index time = {};
  };
  void find_parts(const Annotation& a);

  std::vector<Border> borders_;  ///< sorted
};

}  // namespace deconflict::claim
