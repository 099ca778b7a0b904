#pragma once
#include "deconflict/annotation.h"

namespace deconflict::count {

/// A number in words or digits: "at least four" → 4, open; "dozens" → 24, open (two dozen is the least it can mean).
struct Number {
  Span span;
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
};

/// Numbers of the text from token `first` on, for the stages that need one by itself.
std::optional<Number> number_at(const Annotation& a, std::uint32_t first_token, std::uint32_t last_token);

/// People and things counted: killed, injured, captured … and whom the number counts.
/// in      sentences, tokens, times (a number inside a time is no count)
/// out     a.counts, sorted. "No one was killed" is no count
void find_counts(Annotation& a);

}  // namespace deconflict::count
