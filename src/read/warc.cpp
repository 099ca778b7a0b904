#include "read/warc.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "read/unpack.h"

namespace deconflict::read {

namespace {

constexpr std::size_t kLongestHeader = 1U << 16;
constexpr std::string_view kNext = "\nWARC/";  ///< how the next record begins, behind the line break that ends this one

struct Headers {
  std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case
  std::string_view get(std::string_view name) const {
    for (const auto& [key, value] : fields)
      if (key == name) return value;
    return {};
  }
};

Headers parse_headers(std::string_view text) {
  Headers h;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && (line.front() == ' ' || line.front() == '\t') && !h.fields.empty()) {
      h.fields.back().second.append(" ").append(trim(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) h.fields.emplace_back(lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  }
  return h;
}

/// Where the headers end and the body begins; npos where no blank line ends them.
std::size_t body_of(std::string_view text) {
  const auto crlf = text.find("\r\n\r\n"), lf = text.find("\n\n");
  if (crlf != std::string_view::npos && (lf == std::string_view::npos || crlf < lf)) return crlf + 4;
  return lf == std::string_view::npos ? lf : lf + 2;
}

std::optional<std::uint64_t> length_of(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (wrong != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return length;
}

/// Chunked transfer undone as far as it goes; the bytes as they are where they are not chunked at all.
std::string unchunked(std::string_view bytes) {
  std::string out;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos || end > 32) break;
    const auto line = trim(rest.substr(0, std::min(rest.find(';'), end)));
    std::size_t size = 0;
    const auto [stop, wrong] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (wrong != std::errc() || stop != line.data() + line.size() || line.empty()) break;
    if (size == 0) return out;
    rest.remove_prefix(end + 1);
    out.append(rest.substr(0, size));
    rest.remove_prefix(std::min(size, rest.size()));
    if (rest.starts_with("\r\n")) rest.remove_prefix(2);
    else if (rest.starts_with("\n")) rest.remove_prefix(1);
  }
  return out.empty() ? std::string(bytes) : out;
}

bool is_text(std::string_view type) {
  const std::string kind = lower_ascii(trim(type.substr(0, type.find(';'))));
  return kind.empty() || kind.starts_with("text/html") || kind == "text/plain" || kind.find("xml") != std::string::npos || kind.find("json") != std::string::npos;
}

class Reader {
 public:
  Reader(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem) : path_(path), bytes_(bytes), sink_(sink), problem_(problem) {}

  void run() {
    while (find_record()) {
      ++number_;
      begin_ = bytes_.position();
      std::string head;
      if (!read_head(head)) continue;
      const Headers headers = parse_headers(head);
      std::string block;
      if (!read_block(headers, block)) continue;
      take(headers, block);
    }
    if (!bytes_.error().code.empty()) problem_(bytes_.error());
    else if (number_ == 0) tell("warc.empty", "no record of a web archive was found in this file");
  }

 private:
  std::string where() const { return path_ + ", record " + std::to_string(number_) + ", byte " + std::to_string(begin_); }
  void tell(const std::string& code, const std::string& message) { problem_({code, where(), message}); }

  /// Passes line breaks, and what else stands before the next record.
  bool find_record() {
    bool strange = false;
    for (;;) {
      const auto ahead = bytes_.peek(8);
      if (ahead.empty()) return false;
      if (looks_like_warc(ahead)) return true;
      if (ahead.front() == '\r' || ahead.front() == '\n') {
        bytes_.skip(1);
        continue;
      }
      if (!strange) {
        strange = true;
        begin_ = bytes_.position();
        tell("warc.strange", "here a record should begin (WARC/1.0); the bytes up to the next record were passed over");
      }
      const auto next = ahead.find('\n');
      bytes_.skip(next == std::string_view::npos ? ahead.size() : next + 1);
    }
  }

  bool read_head(std::string& head) {
    const auto ahead = bytes_.peek(kLongestHeader);
    const auto body = body_of(ahead.substr(0, kLongestHeader));
    if (body == std::string_view::npos) {
      tell("warc.header", "the header of this record has no end; the record was skipped");
      bytes_.skip(1);
      const auto rest = bytes_.peek(1);
      bytes_.skip(std::min(rest.find('\n'), rest.size()));
      return false;
    }
    // A record that was cut within its header must not take the next one for its own.
    if (const auto next = ahead.substr(0, body).find(kNext); next != std::string_view::npos && looks_like_warc(ahead.substr(next + 1))) {
      tell("warc.header", "the header of this record breaks off where the next record begins; the record was skipped");
      bytes_.skip(next + 1);
      return false;
    }
    head = std::string(ahead.substr(0, body));
    bytes_.skip(body);
    return true;
  }

  /// The block as long as it says, or as long as it is where it says wrong.
  bool read_block(const Headers& headers, std::string& block) {
    const auto told = length_of(headers.get("content-length"));
    if (told && *told > kLargestDocument) {
      // Too large to be a page; is it there at all, or is the length a lie?
      const auto ahead = bytes_.peek(kLargestDocument);
      if (const auto next = next_record(ahead); next != std::string_view::npos) {
        tell("warc.length", "the record says that it has " + std::to_string(*told) + " bytes, and has " + std::to_string(next) + "; it was read as it is");
        block = std::string(ahead.substr(0, next));
        bytes_.skip(next);
        return true;
      }
      if (ahead.size() >= kLargestDocument) {
        tell("warc.too_large", "a record of " + std::to_string(*told >> 20) + " MiB is no page; it was skipped");
        bytes_.skip(*told);
        return false;
      }
    }
    const std::size_t wanted = told ? std::min<std::size_t>(*told, kLargestDocument) : 0;
    auto ahead = bytes_.peek(wanted + 16);
    if (told && ahead.size() >= wanted && ends_well(ahead.substr(wanted))) {
      block = std::string(ahead.substr(0, wanted));
      bytes_.skip(wanted);
      return true;
    }
    ahead = bytes_.peek(kLargestDocument);
    auto next = next_record(ahead);
    const bool last = next == std::string_view::npos && ahead.size() < kLargestDocument;
    if (last) next = ahead.size();
    if (next == std::string_view::npos) {
      tell("warc.too_large", "this record has no end within " + std::to_string(kLargestDocument >> 20) + " MiB; it was skipped");
      bytes_.skip(kLargestDocument);
      return false;
    }
    if (last && told && next < wanted) tell("warc.truncated", "the file breaks off in this record: " + std::to_string(next) + " bytes of " + std::to_string(*told) + " are there; what is there was read");
    else tell("warc.length", (told ? "the record says that it has " + std::to_string(*told) + " bytes, and has " : std::string("the record does not say its length; it has ")) + std::to_string(next) + "; it was read as it is");
    block = std::string(ahead.substr(0, next));
    bytes_.skip(next);
    return true;
  }

  /// Do only line breaks stand between here and the next record, or the end?
  bool ends_well(std::string_view ahead) const {
    const auto next = ahead.find_first_not_of("\r\n");
    if (next == std::string_view::npos) return true;
    return next > 0 && (looks_like_warc(ahead.substr(next)) || ahead.size() - next < 7);
  }

  /// Bytes before the next record begins, without the line breaks between.
  static std::size_t next_record(std::string_view ahead) {
    for (auto at = ahead.find(kNext); at != std::string_view::npos; at = ahead.find(kNext, at + 1)) {
      if (!looks_like_warc(ahead.substr(at + 1)) || ahead.substr(at + 1, 512).find("WARC-") == std::string_view::npos) continue;
      return ahead.substr(0, at).find_last_not_of("\r\n") + 1;
    }
    return std::string_view::npos;
  }

  void take(const Headers& headers, std::string& block) {
    const std::string type = lower_ascii(headers.get("warc-type"));
    std::string_view mime = headers.get("content-type");
    std::string body;
    if (type == "response") {
      const auto start = body_of(block);
      if (!block.starts_with("HTTP/") || start == std::string::npos) return;  // dns: and the like
      const auto blank = block.find(' ');
      if (blank == std::string::npos || block.compare(blank + 1, 1, "2") != 0) return;
      const Headers http = parse_headers(std::string_view(block).substr(0, start));
      if (!is_text(http.get("content-type"))) return;
      mime = {};
      body = block.substr(start);
      if (lower_ascii(http.get("transfer-encoding")).find("chunked") != std::string::npos) body = unchunked(body);
      // The coding that was put on last comes off first.
      auto codings = split_list(lower_ascii(http.get("content-encoding")), ',');
      if (codings.empty()) codings.emplace_back();
      for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding)
        if (!unpack(body, *coding)) return;
      name_encoding(http.get("content-type"), body);
    } else if (type == "resource" || type == "conversion") {
      if (!is_text(mime)) return;
      body = std::move(block);
      if (!unpack(body, {})) return;
    } else {
      return;
    }
    const std::string address(strip_brackets(headers.get("warc-target-uri")));
    const std::string captured(headers.get("warc-date"));
    std::string id = address.empty() ? path_ + "#" + std::to_string(number_) : captured.empty() ? address : address + " (" + captured + ")";
    if (utf8::first_invalid(id)) id = utf8::repaired(id);
    const Piece piece{where(), sha256_hex(body)};
    read_file_as_documents(
        id, body,
        [&](Document&& d) {
          if (d.url.empty() && !utf8::first_invalid(address)) d.url = address;
          sink_(std::move(d), piece);
        },
        [&](const Error& e) { problem_({e.code, where() + " (" + e.where + ")", e.message}); });
  }

  /// Bytes that are compressed, whether the headers say so or not: servers and crawlers both lie.
  bool unpack(std::string& body, std::string_view coding) {
    const bool deflate = coding == "deflate", brotli = coding == "br" && !is_plain(body) && !is_gzip(body) && !is_zstd(body);
    if (!is_gzip(body) && !is_zstd(body) && !deflate && !brotli) return true;
    auto plain = is_zstd(body) ? read::unpack(Packing::zstd, body, kLargestDocument) : brotli ? read::unpack(Packing::brotli, body, kLargestDocument) : inflate(body, kLargestDocument);
    if (!plain) {
      if (deflate && !is_gzip(body)) return true;  // said to be deflated, and is not
      problem_({plain.error().code, where(), plain.error().message});
      return false;
    }
    body = std::move(*plain);
    return true;
  }

  static bool is_plain(std::string_view body) { return body.find('\0') == std::string_view::npos && !utf8::first_invalid(body); }

  /// What the answer alone says of the page's encoding is put where pages say it.
  static void name_encoding(std::string_view type, std::string& body) {
    const std::string kind = lower_ascii(type);
    const auto at = kind.find("charset=");
    if (at == std::string::npos || kind.find("html") == std::string::npos || lower_ascii(std::string_view(body).substr(0, 4096)).find("charset") != std::string::npos) return;
    std::string charset = kind.substr(at + 8, kind.find(';', at) == std::string::npos ? std::string::npos : kind.find(';', at) - at - 8);
    charset.erase(std::remove_if(charset.begin(), charset.end(), [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'); }), charset.end());
    if (utf8::first_invalid(body)) body.insert(0, "<meta charset=\"" + charset + "\">");
  }

  static std::string_view strip_brackets(std::string_view text) { return text.starts_with("<") && text.ends_with(">") ? text.substr(1, text.size() - 2) : text; }

  const std::string& path_;
  Buffered& bytes_;
  const PlacedSink& sink_;
  const ProblemSink& problem_;
  std::uint64_t number_ = 0, begin_ = 0;
};

}  // namespace

void read_warc(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem) { Reader(path, bytes, sink, problem).run(); }

}  // namespace deconflict::read
