#include "base/censored.h"

#include <algorithm>
#include <array>

#include "base/words.h"

namespace deconflict {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// What is cut in two by a hyphen that stands nowhere else in it. Other words have hyphens of their own.
constexpr std::array<std::string_view, 30> kCut = {
    "kill",   "kills",    "killed",  "killing", "killings",  "dies",      "died",  "dead",  "death", "deaths", "murder", "murdered", "sniper", "suicide", "bomb",
    "bombing", "explosion", "execute", "executed", "execution", "massacre", "weapon", "weapons", "drugs", "isis",  "terrorist", "terrorists", "war", "clash", "clashes"};

}  // namespace

std::string uncensored(std::string_view word) {
  const auto mark = word.find_first_of("*-");
  if (mark == std::string_view::npos || mark == 0 || mark + 1 >= word.size()) return {};
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != word[mark]) {
      out += word[i];
      continue;
    }
    if (i + 1 >= word.size() || !is_letter(word[i - 1]) || !is_letter(word[i + 1])) return {};
  }
  if (word[mark] == '*') return out;
  const std::string lower = lower_ascii(out);
  return std::find(kCut.begin(), kCut.end(), std::string_view(lower)) != kCut.end() ? out : std::string();
}

}  // namespace deconflict
