#include "read/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/utf8.h"
#include "read/dom.h"

namespace deconflict::read {

namespace {

std::string convert(std::string_view bytes, const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding.c_str(), &status);
  if (U_FAILURE(status)) return utf8::repaired(bytes);
  const icu::UnicodeString wide(bytes.data(), static_cast<int32_t>(bytes.size()), converter, status);
  ucnv_close(converter);
  if (U_FAILURE(status)) return utf8::repaired(bytes);
  std::string out;
  wide.toUTF8String(out);
  return out;
}

/// The encoding that a meta element or an XML declaration names in the head of the page, lower case; empty without one.
std::string declared(std::string_view bytes) {
  const std::string head = lower_ascii(bytes.substr(0, 8192));
  auto value_behind = [&](std::size_t at) {
    while (at < head.size() && (head[at] == ' ' || head[at] == '=' || head[at] == '"' || head[at] == '\'')) ++at;
    const auto end = head.find_first_of(" \"'/;>?\r\n\t", at);
    return head.substr(at, end == std::string::npos ? 0 : end - at);
  };
  for (auto at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const auto end = head.find('>', at);
    const auto charset = head.find("charset", at);
    if (charset == std::string::npos) break;
    if (charset < end) return value_behind(charset + 7);
  }
  if (head.starts_with("<?xml")) {
    const auto at = head.find("encoding");
    if (at != std::string::npos && at < head.find('>')) return value_behind(at + 8);
  }
  return {};
}

/// How wide characters are coded, and how long the mark before them is; encoding empty: they are not wide.
struct Wide {
  std::string_view encoding;
  std::size_t mark = 0;
};

Wide wide_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE\0\0"sv)) return {"UTF-32LE", 4};
  if (bytes.starts_with("\0\0\xFE\xFF"sv)) return {"UTF-32BE", 4};
  if (bytes.starts_with("\xFF\xFE")) return {"UTF-16LE", 2};
  if (bytes.starts_with("\xFE\xFF")) return {"UTF-16BE", 2};
  constexpr std::size_t kHead = 512, kFewest = 16;
  const auto head = bytes.substr(0, kHead);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == '\0') ++zeros[i % 2];
  // Most of a Latin text is ASCII; a binary file has zeros in both halves.
  const auto is_half = [&](std::size_t half) { return head.size() >= kFewest && zeros[1 - half] == 0 && zeros[half] * 5 >= head.size() * 2; };
  return is_half(1) ? Wide{"UTF-16LE", 0} : is_half(0) ? Wide{"UTF-16BE", 0} : Wide{};
}

}  // namespace

bool is_wide(std::string_view bytes) { return !wide_of(bytes).encoding.empty(); }

bool has_stray_zeros(std::string_view bytes) {
  constexpr std::size_t kFewBytes = 200;
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || bytes[first] != '<') return false;
  const auto zeros = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\0'));
  return zeros > 0 && zeros <= bytes.size() / kFewBytes;
}

std::string page_to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return utf8::repaired(bytes.substr(3));
  if (const Wide wide = wide_of(bytes); !wide.encoding.empty()) return convert(bytes.substr(wide.mark), std::string(wide.encoding));
  if (has_stray_zeros(bytes)) {
    std::string rest(bytes);
    std::erase(rest, '\0');
    return page_to_utf8(rest);
  }
  // Bytes beyond ASCII that happen to be valid UTF-8 are UTF-8, whatever the page declares.
  if (!utf8::first_invalid(bytes)) return std::string(bytes);
  std::string encoding = declared(bytes);
  if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "us-ascii" || encoding == "ascii") encoding = "windows-1252";
  if (encoding == "utf-8" || encoding == "utf8" || encoding.empty()) {
    std::string repaired = utf8::repaired(bytes);
    std::size_t lost = 0, high = 0;
    for (std::size_t i = 0; i < repaired.size(); ++i) {
      if (repaired.compare(i, 3, "\xEF\xBF\xBD") == 0) ++lost;
      else if (static_cast<unsigned char>(repaired[i]) >= 0xC2) ++high;
    }
    if (lost * 4 < high || (!encoding.empty() && lost < 4)) return repaired;
    encoding = "windows-1252";
  }
  return convert(bytes, encoding);
}

}  // namespace deconflict::read
