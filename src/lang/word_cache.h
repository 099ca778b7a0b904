#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lang/aligned.h"

namespace deconflict::lang {

/// What was worked out for words met before, by the hash of the word and what stands before it. A hash has two places; of the two
/// words there the one longer not asked for gives way.
template <class Number>
class WordCache {
 public:
  explicit WordCache(std::size_t words) : words_(words) {}

  /// Begins a turn: looks up `count` words, each of which has `width` numbers. They stay where they are until the next turn. What was
  /// kept for another owner (0 is none) is forgotten.
  void look_up(std::uint64_t owner, std::size_t width, const std::uint64_t* hashes, std::size_t count) {
    begin(owner, width);
    at_.resize(count);
    fresh_.clear();
    std::size_t homeless = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const Found found = find(hashes[k]);
      at_[k] = found.numbers;
      if (!found.known) fresh_.push_back(static_cast<std::uint32_t>(k));
      if (found.numbers == nullptr) ++homeless;
    }
    if (homeless == 0) return;
    if (spare_.size() < homeless * width) spare_.resize(homeless * width);
    for (const auto k : fresh_)
      if (at_[k] == nullptr) at_[k] = spare_.data() + --homeless * width;
  }
  /// The numbers of word k of the turn.
  Number* operator[](std::size_t k) const { return at_[k]; }
  /// Those words of the turn whose numbers are still to be written, before any is read.
  const std::vector<std::uint32_t>& fresh() const { return fresh_; }

 private:
  static constexpr std::size_t kWays = 2;
  struct Place {
    std::uint64_t hash = 0, turn = 0;  ///< of the last look-up; 0: free
  };
  using Set = std::array<Place, kWays>;
  struct Found {
    Number* numbers;  ///< nullptr where a word that is not known has no place, since this turn needs both
    bool known;
  };

  void begin(std::uint64_t owner, std::size_t width) {
    ++turn_;
    if (owner == owner_) return;
    owner_ = owner;
    width_ = width;
    sets_.assign(words_ / kWays, Set{});
    numbers_.resize(words_ * width);
  }

  Found find(std::uint64_t hash) {
    const auto number = hash % sets_.size();
    Set& set = sets_[number];
    const auto numbers_of = [&](std::size_t way) { return numbers_.data() + (number * kWays + way) * width_; };
    for (std::size_t way = 0; way < kWays; ++way)
      if (set[way].turn != 0 && set[way].hash == hash) {
        set[way].turn = turn_;
        return {numbers_of(way), true};
      }
    const std::size_t older = set[0].turn <= set[1].turn ? 0 : 1;
    if (set[older].turn == turn_) return {nullptr, false};
    set[older] = {hash, turn_};
    return {numbers_of(older), false};
  }

  std::size_t words_, width_ = 0;
  std::uint64_t owner_ = 0, turn_ = 0;
  std::vector<Set> sets_;
  Lines<Number> numbers_;
  std::vector<Number*> at_;
  std::vector<std::uint32_t> fresh_;
  Lines<Number> spare_;  ///< of the words of this turn that have no place
};

}  // namespace deconflict::lang
