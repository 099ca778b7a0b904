#pragma once
#include <cstdint>
#include <string_view>

#include "deconflict/result.h"

namespace deconflict::lang {

/// Word clusters made from word vectors: an open-addressed table of {u32 check, u16 cluster} by the hash of the normal form.
/// life    views the bytes that it was read from
class Clusters {
 public:
  Clusters() = default;
  /// errors: lang.model where the size is no power of two or does not fit
  static Result<Clusters> read(std::string_view checks, std::string_view codes);
  /// Sets both to 0 where the word is in no cluster.
  void look_up(std::string_view form, std::uint32_t& coarse, std::uint32_t& fine) const;
  static std::uint64_t hash(std::string_view form);

 private:
  const std::uint32_t* checks_ = nullptr;
  const std::uint16_t* codes_ = nullptr;
  std::uint32_t mask_ = 0;
};

}  // namespace deconflict::lang
