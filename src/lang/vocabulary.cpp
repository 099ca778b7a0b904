#include "lang/vocabulary.h"

#include <bit>

#include "base/hash.h"

namespace deconflict::lang {

std::uint64_t Vocabulary::hash(std::string_view text) { return hash64(text); }

Result<Vocabulary> Vocabulary::read(std::string_view slots, std::uint32_t rows, std::uint32_t words) {
  const auto count = slots.size() / sizeof(Slot);
  if (slots.size() % sizeof(Slot) != 0 || !std::has_single_bit(count) || count > (1U << 24))
    return Error{"lang.model", "", "the language model has a word table of a wrong size"};
  Vocabulary v;
  v.slots_ = reinterpret_cast<const Slot*>(slots.data());
  v.mask_ = static_cast<std::uint32_t>(count - 1);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (v.slots_[i].row == kNone) continue;
    ++taken;
    if (v.slots_[i].row >= rows) return Error{"lang.model", "", "the language model has a word table that points outside its rows"};
  }
  if (taken != words || taken == count) return Error{"lang.model", "", "the language model has a word table of another number of words than its rows"};
  return v;
}

}  // namespace deconflict::lang
