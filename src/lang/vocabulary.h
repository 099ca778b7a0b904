#pragma once
#include <cstdint>
#include <string_view>

#include "deconflict/result.h"

namespace deconflict::lang {

/// Strings → row numbers: an open-addressed table of {u32 check, u32 row} by the hash of the string; a row of 0xFFFFFFFF is a free slot.
/// life    views the bytes that it was read from
class Vocabulary {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  Vocabulary() = default;
  /// Every row in `slots` is checked to be below `rows`, and `words` slots to be taken. errors: lang.model
  static Result<Vocabulary> read(std::string_view slots, std::uint32_t rows, std::uint32_t words);
  /// kNone where the string is unknown.
  std::uint32_t find(std::uint64_t hash) const {
    const auto check = static_cast<std::uint32_t>(hash >> 32);
    for (std::uint32_t at = static_cast<std::uint32_t>(hash) & mask_; slots_[at].row != kNone; at = (at + 1) & mask_)
      if (slots_[at].check == check) return slots_[at].row;
    return kNone;
  }
  std::uint32_t find(std::string_view text) const { return find(hash(text)); }
  static std::uint64_t hash(std::string_view text);

 private:
  struct Slot {
    std::uint32_t check, row;
  };
  const Slot* slots_ = nullptr;
  std::uint32_t mask_ = 0;
};

}  // namespace deconflict::lang
