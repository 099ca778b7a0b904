#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace deconflict::train {

/// An averaged perceptron over hashed features, in whole numbers: the same on every machine.
class Learner {
 public:
  explicit Learner(std::uint32_t classes) : classes_(classes), slots_(1U << 20) {}

  void score(const std::uint64_t* features, std::size_t count, std::int32_t* scores) const;
  void update(const std::uint64_t* features, std::size_t count, std::uint32_t right, std::uint32_t wrong);
  void tick() { ++steps_; }
  /// Counts that the features were met; pack keeps those that are met often before those of the same weight that are not.
  void meet(const std::uint64_t* features, std::size_t count);

  /// As the sections that lang::Weights reads: averaged, as 8-bit roots, only the `most_features` of the largest weights.
  struct Packed {
    std::string slots, entries;
    std::size_t features = 0, all_features = 0, weights = 0;
  };
  Packed pack(std::size_t most_features) const;
  /// Averages in place of the last weights, for tagging with what was learned. No update may follow.
  void settle();

 private:
  struct Entry {
    std::uint32_t label;
    std::int32_t weight;
    std::int64_t total;
    std::uint64_t since;
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t list = 0;
  };
  const std::vector<Entry>* find(std::uint64_t key) const;
  std::vector<Entry>& obtain(std::uint64_t key);
  void grow();
  void change(std::vector<Entry>& list, std::uint32_t label, std::int32_t by);
  double average(const Entry& e) const { return static_cast<double>(e.total + e.weight * static_cast<std::int64_t>(steps_ - e.since)) / static_cast<double>(steps_ + 1); }

  std::uint32_t classes_;
  std::uint64_t steps_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::vector<Entry>> lists_;
  std::vector<std::uint32_t> met_;
};

}  // namespace deconflict::train
