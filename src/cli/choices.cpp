#include "cli/choices.h"

#include <algorithm>
#include <numeric>

#include "base/utf8.h"

namespace deconflict::cli {

namespace {

/// "Air strike", "air-strike" and "airstrike" alike.
std::string key_of(std::string_view word) {
  std::string key = utf8::fold(word);
  key.erase(std::remove_if(key.begin(), key.end(), [](char c) { return c == ' ' || c == '_' || c == '-'; }), key.end());
  return key;
}

/// How many letters must be put in, taken away, changed, or swapped with the next to make one of the other.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_above(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
    two_above.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& list) {
  constexpr std::size_t kShown = 3, kLongest = 64, kPart = 3;
  const std::string key = key_of(word);
  if (key.empty() || key.size() > kLongest) return {};
  std::vector<std::pair<std::size_t, std::size_t>> near;  // how far, and which
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string other = key_of(list[i]);
    const std::size_t far = edits(key, other), shorter = std::min(key.size(), other.size());
    const bool part = shorter >= kPart && (other.find(key) != std::string::npos || key.find(other) != std::string::npos);
    if (part || far <= std::max<std::size_t>(1, shorter / 3)) near.emplace_back(far, i);
  }
  std::sort(near.begin(), near.end());
  std::string words;
  for (std::size_t i = 0; i < near.size() && i < kShown && (i == 0 || near[0].first > 0); ++i) words += (i == 0 ? "" : ", ") + list[near[i].second];
  return words;
}

std::string in_words(const std::vector<std::string>& list) {
  std::string words;
  for (std::size_t i = 0; i < list.size(); ++i) words += (i == 0 ? "" : i + 1 == list.size() ? " or " : ", ") + list[i];
  return words;
}

std::string no_choice(const std::string& word, const std::vector<std::string>& list) {
  if (std::find(list.begin(), list.end(), word) != list.end()) return {};
  const std::string near = nearest(word, list);
  return "'" + word + "' is none of " + in_words(list) + (near.empty() ? "" : "; the nearest is " + near);
}

std::function<std::string(const std::string&)> choice_of(std::vector<std::string> list) {
  return [list = std::move(list)](const std::string& word) { return no_choice(word, list); };
}

}  // namespace deconflict::cli
