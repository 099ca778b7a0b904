#pragma once
#include <cstdint>
#include <string_view>

#include "deconflict/result.h"

namespace deconflict::lang {

/// The weights of one linear classifier over hashed features, as the model file holds them:
/// slots {u32 check, u32 entry} by hash, open addressing; at that entry stands {count, 0}, then count × {u8 class, i8 root}.
/// A weight is its root times its root's absolute value: large weights stay apart from small ones in 8 bits.
/// life    views the bytes that it was read from
class Weights {
 public:
  static constexpr std::uint32_t kMaxClasses = 128;
  Weights() = default;
  /// Checks every offset and class, so that `add` needs no check. errors: lang.model
  static Result<Weights> read(std::string_view slots, std::string_view entries, std::uint32_t classes);

  void prefetch(std::uint64_t feature) const { __builtin_prefetch(slots_ + (static_cast<std::uint32_t>(feature) & mask_)); }
  /// Adds the feature's weights onto scores[0, classes).
  void add(std::uint64_t feature, std::int32_t* scores) const {
    const Entry* e = find(feature);
    if (e == nullptr) return;
    add_list(e, scores);
  }
  /// As `add` for each, with the memory asked for ahead.
  void add_all(const std::uint64_t* features, std::uint32_t count, std::int32_t* scores) const;

 private:
  struct Slot {
    std::uint32_t check, entry;
  };
  struct Entry {
    std::uint8_t label;
    std::int8_t root;
  };
  static void add_list(const Entry* list, std::int32_t* scores) {
    for (const Entry *at = list + 1, *end = at + list->label; at != end; ++at) scores[at->label] += at->root * (at->root < 0 ? -at->root : at->root);
  }
  const Entry* find(std::uint64_t feature) const {
    const auto check = static_cast<std::uint32_t>(feature >> 32) | 1U;
    for (std::uint32_t at = static_cast<std::uint32_t>(feature) & mask_;; at = (at + 1) & mask_) {
      if (slots_[at].check == check) return entries_ + slots_[at].entry;
      if (slots_[at].check == 0) return nullptr;
    }
  }
  const Slot* slots_ = nullptr;
  const Entry* entries_ = nullptr;
  std::uint32_t mask_ = 0;
};

}  // namespace deconflict::lang
