#pragma once
#include <cstdint>
#include <string_view>

namespace deconflict {

/// Half-open range [begin, end) of UTF-8 bytes in one document's text.
/// `text.substr(begin, end - begin)` is the surface; neither end falls inside a UTF-8 sequence.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return end <= begin; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool contains(std::uint32_t at) const { return begin <= at && at < end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  /// The surface in `text`; REQUIRES end <= text.size().
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }

  friend constexpr bool operator==(Span, Span) = default;
  friend constexpr auto operator<=>(Span, Span) = default;
};

/// The smallest span that covers both.
constexpr Span cover(Span a, Span b) {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace deconflict
