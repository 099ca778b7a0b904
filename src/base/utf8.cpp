#include "base/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>

namespace deconflict::utf8 {

std::optional<std::size_t> first_invalid(std::string_view bytes) {
  const auto* s = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::size_t n = bytes.size();
  std::size_t i = 0;
  while (i < n) {
    const unsigned char c = s[i];
    if (c < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    if (c >= 0xC2 && c <= 0xDF) length = 2;
    else if (c >= 0xE0 && c <= 0xEF) length = 3;
    else if (c >= 0xF0 && c <= 0xF4) length = 4;
    else return i;
    if (n - i < length) return i;
    const unsigned char d = s[i + 1];
    if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d > 0x9F) || (c == 0xF0 && d < 0x90) || (c == 0xF4 && d > 0x8F)) return i;
    for (std::size_t k = 1; k < length; ++k)
      if ((s[i + k] & 0xC0) != 0x80) return i;
    i += length;
  }
  return std::nullopt;
}

std::string repaired(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (auto bad = first_invalid(bytes)) {
    out.append(bytes.substr(0, *bad));
    out.append("\xEF\xBF\xBD");
    bytes.remove_prefix(*bad + 1);
  }
  out.append(bytes);
  return out;
}

std::string escaped(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(bytes.size());
  while (auto bad = first_invalid(bytes)) {
    const auto byte = static_cast<unsigned char>(bytes[*bad]);
    out.append(bytes.substr(0, *bad));
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
    bytes.remove_prefix(*bad + 1);
  }
  out.append(bytes);
  return out;
}

std::string printable(std::string_view text) {
  std::string out = repaired(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7F) out[i] = ' ';
    // U+0080 to U+009F
    if (byte == 0xC2 && static_cast<unsigned char>(out[i + 1]) < 0xA0) out[i] = out[i + 1] = ' ';
  }
  return out;
}

Decoded decode(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  auto tail = [&](std::size_t k) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + k]) & 0x3F); };
  if (c < 0x80) return {c, 1};
  if (c < 0xE0) return {(static_cast<char32_t>(c & 0x1F) << 6) | tail(1), 2};
  if (c < 0xF0) return {(static_cast<char32_t>(c & 0x0F) << 12) | (tail(1) << 6) | tail(2), 3};
  return {(static_cast<char32_t>(c & 0x07) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3), 4};
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return u_isupper(static_cast<UChar32>(c)) != 0 || u_istitle(static_cast<UChar32>(c)) != 0;
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return u_islower(static_cast<UChar32>(c)) != 0;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x200B || c == 0xFEFF || u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool is_mark(char32_t c) {
  if (c < 0x300) return false;
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK;
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c | 0x20) : static_cast<char>(c);
      ++i;
      continue;
    }
    const auto [code_point, length] = decode(text, i);
    append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(code_point))));
    i += length;
  }
  return out;
}

namespace {

void fold_into(std::string& out, char32_t c) {
  if (is_space(c)) {
    if (!out.empty() && out.back() != ' ') out += ' ';
  } else if (c < 0x80 && c != '`') {
    out += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  } else if (c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x02BB || c == 0x02BF || c == 0x02BE || c == '`') {
    out += '\'';
  } else if (c == 0x201C || c == 0x201D) {
    out += '"';
  } else if (c >= 0x2010 && c <= 0x2014) {
    out += '-';
  } else if (!is_mark(c)) {
    append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
}

/// What each character of ASCII is folded to, as fold_into does it.
std::array<char, 128> folded_ascii() {
  std::array<char, 128> table{};
  for (char32_t c = 0; c < table.size(); ++c) {
    std::string one = "-";
    fold_into(one, c);
    table[c] = one.back();
  }
  return table;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool ascii = true;
  for (char c : text) ascii &= static_cast<unsigned char>(c) < 0x80;
  if (ascii) {
    static const std::array<char, 128> kFolded = folded_ascii();
    for (char c : text) {
      const char folded = kFolded[static_cast<unsigned char>(c)];
      if (folded != ' ' || (!out.empty() && out.back() != ' ')) out += folded;
    }
  } else {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
    const icu::UnicodeString source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    const icu::UnicodeString decomposed = U_SUCCESS(status) ? nfkd->normalize(source, status) : source;
    for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1))
      fold_into(out, static_cast<char32_t>(decomposed.char32At(i)));
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_boundary(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace deconflict::utf8
