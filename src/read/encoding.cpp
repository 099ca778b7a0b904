#include "read/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

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

}  // namespace

std::string page_to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return utf8::repaired(bytes.substr(3));
  if (bytes.starts_with("\xFF\xFE")) return convert(bytes.substr(2), "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return convert(bytes.substr(2), "UTF-16BE");
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
