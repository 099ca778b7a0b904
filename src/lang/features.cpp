#include "lang/features.h"

#include <algorithm>

#include "base/censored.h"
#include "base/utf8.h"

namespace deconflict::lang {

namespace {

constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

char shape_of(char32_t c) {
  if (c < 0x80) {
    const char ascii = static_cast<char>(c);
    return is_ascii_upper(ascii) ? 'X' : is_ascii_lower(ascii) ? 'x' : is_ascii_digit(ascii) ? 'd' : ascii;
  }
  return utf8::is_upper(c) ? 'X' : utf8::is_lower(c) ? 'x' : utf8::is_letter(c) ? 'w' : '~';
}

/// The first `count` code points.
std::string_view head_of(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && count-- > 0) {
    ++end;
    while (end < text.size() && is_continuation(text[end])) ++end;
  }
  return text.substr(0, end);
}

std::string_view tail_of(std::string_view text, std::size_t count) {
  std::size_t begin = text.size();
  while (begin > 0 && count-- > 0) {
    --begin;
    while (begin > 0 && is_continuation(text[begin])) --begin;
  }
  return text.substr(begin);
}

void append_shape(std::string_view word, std::string& out) {
  constexpr std::size_t kMost = 20;
  char before = '\0', last = '\0';
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size() && count < kMost; ++count) {
    const auto [code, length] = utf8::decode(word, i);
    i += length;
    const char kind = shape_of(code);
    if (kind == last && kind == before) continue;
    out += kind;
    before = last;
    last = kind;
  }
}

/// In small letters, with plain quotation marks.
void write_small(std::string_view word, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < word.size();) {
    const char c = word[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += is_ascii_upper(c) ? static_cast<char>(c + 32) : c == '`' ? '\'' : c;
      ++i;
      continue;
    }
    const auto [code, length] = utf8::decode(word, i);
    if (code == U'\u2018' || code == U'\u2019') out += '\'';
    else if (code == U'\u201C' || code == U'\u201D') out += '"';
    else if (utf8::is_upper(code)) out += utf8::lower(word.substr(i, length));
    else out += word.substr(i, length);
    i += length;
  }
}

}  // namespace

void lower_form(std::string_view word, std::string& out) {
  const std::string meant = uncensored(word);
  write_small(meant.empty() ? word : std::string_view(meant), out);
}

void WordKeys::describe(std::string_view word, bool glued) {
  constexpr std::size_t kLongest = 200;  // an address or a line of dashes: its beginning tells enough
  word = word.size() > kLongest ? head_of(word, kLongest / 4) : word;
  const std::string meant = uncensored(word);
  if (!meant.empty()) word = meant;
  write_small(word, lower_);
  zeroed_ = lower_;
  std::replace_if(zeroed_.begin(), zeroed_.end(), is_ascii_digit, '0');
  text_.clear();
  std::size_t feature = 0;
  const auto add = [&](std::string_view value) {
    begin_[feature] = static_cast<std::uint32_t>(text_.size());
    text_ += static_cast<char>('a' + feature++);
    text_ += value;
  };
  add(zeroed_);
  for (const std::size_t count : {1U, 2U, 3U}) add(head_of(zeroed_, count));
  for (const std::size_t count : {1U, 2U, 3U, 4U}) add(tail_of(zeroed_, count));
  begin_[feature] = static_cast<std::uint32_t>(text_.size());
  text_ += static_cast<char>('a' + feature);
  append_shape(word, text_);
  if (glued) text_ += '+';
  begin_[kWordFeatures] = static_cast<std::uint32_t>(text_.size());
}

}  // namespace deconflict::lang
