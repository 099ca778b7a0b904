#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::copies {

/// A word as it is compared: without case, accents and punctuation.
struct Word {
  std::uint32_t hash = 0;
  Span span;
  bool quoted = false;  ///< in quotation marks: what two reports both quote is no copying of the one by the other
};

/// The words of a text but for those in `skip` (sorted spans: boilerplate is the page's, not the story's). In scripts that
/// put no blanks between words each character counts as one. Linear.
std::vector<Word> words_of(std::string_view text, const std::vector<Boilerplate>& skip);

}  // namespace deconflict::copies
