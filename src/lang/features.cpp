#include "lang/features.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/utf8.h"
#include "lang/clusters.h"

namespace deconflict::lang {

namespace {

constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

std::uint32_t hash32(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  h ^= h >> 29;
  return static_cast<std::uint32_t>(h * 0xBF58476D1CE4E5B9ULL >> 32) | 1U;
}

struct Letters {
  std::uint32_t upper = 0, lower = 0, digits = 0, others = 0;
  bool first_upper = false, hyphen = false;
};

Letters letters_of(std::string_view word) {
  Letters n;
  for (std::size_t i = 0; i < word.size();) {
    const char c = word[i];
    std::uint32_t length = 1;
    if (is_ascii_upper(c)) n.upper += 1, n.first_upper |= i == 0;
    else if (is_ascii_lower(c)) n.lower += 1;
    else if (is_ascii_digit(c)) n.digits += 1;
    else if (static_cast<unsigned char>(c) < 0x80) n.others += 1, n.hyphen |= c == '-';
    else {
      const auto decoded = utf8::decode(word, i);
      length = decoded.length;
      if (utf8::is_upper(decoded.code_point)) n.upper += 1, n.first_upper |= i == 0;
      else if (utf8::is_letter(decoded.code_point)) n.lower += 1;
      else n.others += 1;
    }
    i += length;
  }
  return n;
}

enum Shape : std::uint32_t { kPunctuation = 1, kLower, kInitial, kOneCapital, kCapitals, kMixed, kDigits, kNumberLike, kCode };

std::uint32_t shape_of(const Letters& n) {
  if (n.upper + n.lower == 0) return n.digits == 0 ? kPunctuation : n.others == 0 ? kDigits : kNumberLike;
  if (n.digits != 0) return kCode;
  if (n.upper == 0) return kLower;
  if (n.lower == 0) return n.upper == 1 ? kOneCapital : kCapitals;
  return n.first_upper && n.upper == 1 ? kInitial : kMixed;
}

}  // namespace

namespace {

template <bool zero_digits>
void fold_into(std::string_view word, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < word.size();) {
    const char c = word[i];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += is_ascii_upper(c) ? static_cast<char>(c + 32) : zero_digits && is_ascii_digit(c) ? '0' : c == '`' ? '\'' : c;
      ++i;
      continue;
    }
    const auto [code, length] = utf8::decode(word, i);
    if (code == U'\u2019' || code == U'\u2018' || code == U'\u02BC') out += '\'';
    else if (code == U'\u201C' || code == U'\u201D' || code == U'\u00AB' || code == U'\u00BB') out += '"';
    else if (code == U'\u2026') out += "...";
    else if (code == U'\u2014') out += "--";
    else if (code == U'\u2013') out += '-';
    else out += utf8::lower(word.substr(i, length));
    i += length;
  }
  if (out == "''" || out == "\"\"") out = "\"";
}

}  // namespace

std::uint32_t form_hash(std::string_view normal) { return hash32(normal); }
void normal_form(std::string_view word, std::string& out) { fold_into<true>(word, out); }
void lower_form(std::string_view word, std::string& out) { fold_into<false>(word, out); }

void describe(std::string_view text, const Span* first, const Span* last, const Clusters* clusters, std::vector<Lexeme>& out, std::string& scratch) {
  const auto count = static_cast<std::size_t>(last - first);
  out.assign(count, Lexeme{});
  std::uint32_t words = 0, with_lower = 0, with_upper = 0, capitalised = 0, long_words = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = letters_of(first[i].of(text));
    out[i].shape = shape_of(n);
    if (n.upper + n.lower < 2) continue;
    words += 1;
    with_lower += n.lower != 0;
    with_upper += n.upper != 0;
    if (n.upper + n.lower < 4) continue;
    long_words += 1;
    capitalised += n.first_upper;
  }
  Casing casing = Casing::usual;
  if (words >= 3 && with_lower == 0) casing = Casing::capitals;
  else if (words >= 3 && with_upper == 0) casing = Casing::small;
  else if (long_words >= 3 && capitalised * 5 >= long_words * 4) casing = Casing::title;
  for (std::size_t i = 0; i < count; ++i) {
    Lexeme& x = out[i];
    normal_form(first[i].of(text), scratch);
    constexpr std::size_t kLongest = 64;
    const std::string_view form = std::string_view(scratch).substr(0, kLongest);
    x.form = hash32(form);
    auto tail = [&](std::size_t n) { return form.size() > n ? hash32(form.substr(form.size() - n)) : x.form; };
    x.suffix1 = tail(1), x.suffix2 = tail(2), x.suffix3 = tail(3), x.suffix4 = tail(4);
    x.prefix1 = hash32(form.substr(0, 1)), x.prefix3 = hash32(form.substr(0, 3));
    if (x.shape == kCapitals && casing == Casing::capitals) x.shape = kLower;
    x.shape += 16 * static_cast<std::uint32_t>(casing);
    const bool before = i > 0 && first[i - 1].end == first[i].begin, behind = i + 1 < count && first[i + 1].begin == first[i].end;
    x.glue = 1U + static_cast<std::uint32_t>(before) + 2U * static_cast<std::uint32_t>(behind) + 4U * static_cast<std::uint32_t>(i == 0);
    if (clusters != nullptr) clusters->look_up(form, x.coarse, x.fine);
  }
}

}  // namespace deconflict::lang
