#pragma once
#include <algorithm>
#include <vector>

#include "deconflict/span.h"

namespace deconflict::claim {

/// No mention, place or quotation that a rule asks for begins further before a word than this many bytes.
inline constexpr std::uint32_t kReachBack = 400;

/// Calls `f` for each item of a layer sorted by `span_of(item).begin` that overlaps `span`; work bounded by what lies near.
template <class T, class SpanOf, class F>
void each_overlapping(const std::vector<T>& layer, Span span, SpanOf&& span_of, F&& f) {
  const std::uint32_t from = span.begin > kReachBack ? span.begin - kReachBack : 0;
  auto it = std::lower_bound(layer.begin(), layer.end(), from, [&](const T& item, std::uint32_t at) { return span_of(item).begin < at; });
  for (; it != layer.end() && span_of(*it).begin < span.end; ++it)
    if (span_of(*it).overlaps(span)) f(*it);
}

/// The same for layers whose items have a member `span`.
template <class T, class F>
void each_overlapping(const std::vector<T>& layer, Span span, F&& f) {
  each_overlapping(layer, span, [](const T& item) { return item.span; }, f);
}

}  // namespace deconflict::claim
