#include "claim/dateline.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace deconflict::claim {

namespace {

/// A dateline stands in the head of a report, and is short.
constexpr std::size_t kHead = 1500;
constexpr std::size_t kLongest = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Length of the mark that ends a dateline at `at`; 0 where there is none.
std::size_t mark_at(std::string_view text, std::size_t at) {
  for (std::string_view mark : {"(", "--", "\xE2\x80\x94", "\xE2\x80\x93", " - "})
    if (text.substr(at).starts_with(mark)) return mark.size();
  return 0;
}

/// The end of the words that a dateline has before its mark, from the start of a line; npos where the line is none.
std::size_t dateline_end(std::string_view text, std::size_t begin) {
  bool word = false;
  for (std::size_t i = begin; i < text.size() && i - begin < kLongest; ++i) {
    if (mark_at(text, i) != 0) return i;
    const char c = text[i];
    if (c == '\n' || c == ':' || c == ';' || c == '"') return std::string_view::npos;
    // All words have capitals: a sentence has not.
    const bool letter = is_capital(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter && !word && c >= 'a' && c <= 'z') return std::string_view::npos;
    word = letter || c == '\'' || (word && is_digit(c));
  }
  return std::string_view::npos;
}

/// "(Nairobi, April 25, 2024) –" from the start of a line: what stands in the brackets; empty where the line is none.
Span bracketed(std::string_view text, std::size_t begin) {
  const auto end = text.substr(0, std::min(text.size(), begin + kLongest)).find(')', begin);
  if (text[begin] != '(' || end == std::string_view::npos || end < begin + 2 || !is_capital(text[begin + 1])) return {};
  const auto next = text.find_first_not_of(' ', end + 1);
  if (next == std::string_view::npos || text[next] == '(' || (mark_at(text, next) == 0 && !text.substr(next).starts_with("- "))) return {};
  return {static_cast<std::uint32_t>(begin + 1), static_cast<std::uint32_t>(end)};
}

/// "2010-05-CA-039" at `at`.
std::optional<Day> number_at(std::string_view text, std::size_t at) {
  constexpr std::string_view kShape = "0000-00-A";
  if (text.size() - at < kShape.size() + 2) return std::nullopt;
  for (std::size_t k = 0; k < kShape.size(); ++k) {
    const char c = text[at + k];
    if (kShape[k] == '0' ? !is_digit(c) : kShape[k] == 'A' ? !is_capital(c) : c != kShape[k]) return std::nullopt;
  }
  return parse_iso_day(std::string(text.substr(at, 8)) + "28");
}

}  // namespace

Dateline find_dateline(const Annotation& a) {
  Dateline found;
  const std::string_view head = a.text.substr(0, kHead);
  for (std::size_t line = 0; line < head.size();) {
    while (line < head.size() && (head[line] == ' ' || head[line] == '\n')) ++line;
    if (line < head.size() && is_capital(head[line]) && found.place.empty())
      if (const auto end = dateline_end(head, line); end != std::string_view::npos)
        found.place = {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(end)};
    if (line < head.size() && found.place.empty()) found.place = bracketed(head, line);
    if (!found.numbered && line < head.size()) found.numbered = number_at(head, line);
    const auto next = head.find('\n', line);
    if (next == std::string_view::npos) break;
    line = next + 1;
  }
  return found;
}

}  // namespace deconflict::claim
