#include "lang/clusters.h"

#include <bit>

#include "base/hash.h"

namespace deconflict::lang {

std::uint64_t Clusters::hash(std::string_view form) { return hash64(form); }

Result<Clusters> Clusters::read(std::string_view checks, std::string_view codes) {
  const auto count = checks.size() / sizeof(std::uint32_t);
  if (checks.size() % sizeof(std::uint32_t) != 0 || !std::has_single_bit(count) || count > (1U << 24) || codes.size() != count * sizeof(std::uint16_t))
    return Error{"lang.model", "", "the language model has word clusters of a wrong size"};
  Clusters c;
  c.checks_ = reinterpret_cast<const std::uint32_t*>(checks.data());
  c.codes_ = reinterpret_cast<const std::uint16_t*>(codes.data());
  c.mask_ = static_cast<std::uint32_t>(count - 1);
  bool free = false;
  for (std::size_t i = 0; i < count && !free; ++i) free = c.checks_[i] == 0;
  if (!free) return Error{"lang.model", "", "the language model has a word table without a free slot"};
  return c;
}

void Clusters::look_up(std::string_view form, std::uint32_t& coarse, std::uint32_t& fine) const {
  if (checks_ == nullptr) return;
  const auto h = hash(form);
  const auto check = static_cast<std::uint32_t>(h >> 32) | 1U;
  for (std::uint32_t at = static_cast<std::uint32_t>(h) & mask_; checks_[at] != 0; at = (at + 1) & mask_)
    if (checks_[at] == check) {
      fine = 1U + codes_[at];
      coarse = 1U + (codes_[at] >> 8);
      return;
    }
}

}  // namespace deconflict::lang
