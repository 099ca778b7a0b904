#pragma once
#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace deconflict {

/// Is it one of those?
template <class T>
bool one_of(const T& item, std::initializer_list<T> list) {
  return std::find(list.begin(), list.end(), item) != list.end();
}
inline bool one_of(std::string_view word, std::initializer_list<std::string_view> list) { return std::find(list.begin(), list.end(), word) != list.end(); }

/// A to Z in small letters; all other bytes as they are.
inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

}  // namespace deconflict
