#include "claim/items.h"

#include <algorithm>

#include "base/utf8.h"

namespace deconflict::claim {

namespace {

constexpr std::string_view kBlank = " \t\r";

bool is_digit(std::string_view text, std::size_t at) { return at < text.size() && utf8::is_digit(static_cast<unsigned char>(text[at])); }

/// "18:15 …", "9.05 am …", "07:40 GMT – …": the hour before an entry, with words behind it.
bool opens_entry(std::string_view line) {
  std::size_t at = 0;
  while (is_digit(line, at)) ++at;
  if (at == 0 || at > 2 || at >= line.size() || (line[at] != ':' && line[at] != '.')) return false;
  if (!is_digit(line, at + 1) || !is_digit(line, at + 2) || is_digit(line, at + 3) || line[at + 1] > '5') return false;
  const auto rest = line.substr(at + 3);
  if (rest.empty() || rest.front() != ' ') return false;
  constexpr std::size_t kFewest = 8;  // bytes of words: "12.50 %" opens nothing
  const auto words = rest.find_first_not_of(kBlank);
  return words != std::string_view::npos && rest.size() - words >= kFewest && !is_digit(rest, words) && rest[words] != '%';
}

/// "---", "* * *", "_____"
bool is_rule(std::string_view line) {
  constexpr std::size_t kShortest = 3;
  std::size_t marks = 0;
  for (const char c : line) {
    if (kBlank.find(c) != std::string_view::npos) continue;
    if ((c != '-' && c != '*' && c != '_' && c != '=') || (marks > 0 && c != line.front())) return false;
    ++marks;
  }
  return marks >= kShortest;
}

}  // namespace

Items::Items(std::string_view text) {
  std::vector<std::uint32_t> hours;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    const auto blank = std::min(line.find_first_not_of(kBlank), line.size());
    line.remove_prefix(blank);
    if (opens_entry(line)) hours.push_back(static_cast<std::uint32_t>(at));
    else if (is_rule(line)) borders_.push_back(static_cast<std::uint32_t>(at));
    at = end + 1;
  }
  // One hour is that of the page.
  if (hours.size() > 1) borders_.insert(borders_.end(), hours.begin(), hours.end());
  std::sort(borders_.begin(), borders_.end());
}

std::size_t Items::of(std::uint32_t at) const { return static_cast<std::size_t>(std::upper_bound(borders_.begin(), borders_.end(), at) - borders_.begin()); }

}  // namespace deconflict::claim
