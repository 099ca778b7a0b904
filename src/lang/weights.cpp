#include "lang/weights.h"

#include <array>
#include <bit>
#include <string>

namespace deconflict::lang {

namespace {

Error wrong(const char* what) { return Error{"lang.model", "", std::string("the language model ") + what + "; build it again with tools/train/train or take the one of this release"}; }

}  // namespace

Result<Weights> Weights::read(std::string_view slots, std::string_view entries, std::uint32_t classes) {
  const auto count = slots.size() / sizeof(Slot);
  if (slots.size() % sizeof(Slot) != 0 || !std::has_single_bit(count) || count > (1U << 28)) return wrong("has a table of a wrong size");
  if (entries.size() % sizeof(Entry) != 0 || classes == 0 || classes > kMaxClasses) return wrong("has weights of a wrong size");
  Weights w;
  w.slots_ = reinterpret_cast<const Slot*>(slots.data());
  w.entries_ = reinterpret_cast<const Entry*>(entries.data());
  w.mask_ = static_cast<std::uint32_t>(count - 1);
  const auto total = entries.size() / sizeof(Entry);
  std::size_t used = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Slot& slot = w.slots_[i];
    if (slot.check == 0) continue;
    ++used;
    if (slot.entry >= total || w.entries_[slot.entry].label >= total - slot.entry) return wrong("points outside its weights");
    for (std::size_t k = 1; k <= w.entries_[slot.entry].label; ++k)
      if (w.entries_[slot.entry + k].label >= classes) return wrong("names a class that it does not have");
  }
  if (used == count) return wrong("has a table without a free slot");
  return w;
}

void Weights::add_all(const std::uint64_t* features, std::uint32_t count, std::int32_t* scores) const {
  constexpr std::uint32_t kBatch = 128;
  std::array<const Entry*, kBatch> found;
  for (std::uint32_t i = 0; i < count; ++i) prefetch(features[i]);
  while (count != 0) {
    const auto now = count < kBatch ? count : kBatch;
    std::uint32_t n = 0;
    for (std::uint32_t i = 0; i < now; ++i)
      if (const Entry* e = find(features[i]); e != nullptr) {
        __builtin_prefetch(e);
        found[n++] = e;
      }
    for (std::uint32_t i = 0; i < n; ++i) add_list(found[i], scores);
    features += now;
    count -= now;
  }
}

}  // namespace deconflict::lang
