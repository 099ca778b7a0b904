#include "place/import/lines.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "base/hash.h"
#include "base/words.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kBlock = 1U << 20U;
constexpr std::size_t kZipHeader = 30;
constexpr std::size_t kMaxRowLines = 500;  ///< of one CSV row

std::uint32_t little(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = count; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

bool is_table(std::string_view name) {
  const std::string lower = lower_ascii(name);
  const std::string base = lower.substr(lower.rfind('/') + 1);
  return !base.starts_with("readme") && !base.starts_with(".") && !lower.starts_with("__macosx") &&
         (base.ends_with(".txt") || base.ends_with(".csv") || base.ends_with(".tsv") || base.ends_with(".tab"));
}

}  // namespace

struct LineReader::State {
  std::string path;
  FileReader file;
  std::uint64_t read = 0, line = 0;
  Sha256Stream sha;
  std::string raw = std::string(kBlock, '\0');  ///< bytes of the file
  std::size_t raw_at = 0, raw_end = 0;
  bool raw_done = false;
  enum class Form { plain, deflated, done } form = Form::plain;
  bool gzip = false, started = false;
  z_stream z{};
  bool z_open = false;
  std::string text;  ///< decompressed bytes that were not given yet, from `at`
  std::size_t at = 0;
  std::string long_line;

  State(std::string where, FileReader opened) : path(std::move(where)), file(std::move(opened)) {}
  ~State() {
    if (z_open) inflateEnd(&z);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Error damaged(const char* what) const { return {"import.compressed", path, what}; }

  Result<void> refill() {
    if (raw_at > 0) {
      std::memmove(raw.data(), raw.data() + raw_at, raw_end - raw_at);
      raw_end -= raw_at;
      raw_at = 0;
    }
    if (raw_done || raw_end == raw.size()) return {};
    auto n = file.read(raw.data() + raw_end, raw.size() - raw_end);
    if (!n) return n.error();
    if (*n == 0) raw_done = true;
    sha.add(std::string_view(raw).substr(raw_end, *n));
    raw_end += *n;
    read += *n;
    return {};
  }

  std::string_view ahead() const { return std::string_view(raw).substr(raw_at, raw_end - raw_at); }

  /// At least `count` bytes ahead, if the file has them.
  Result<bool> want(std::size_t count) {
    while (raw_end - raw_at < count && !raw_done)
      if (auto r = refill(); !r) return r.error();
    return raw_end - raw_at >= count;
  }

  Result<void> start() {
    started = true;
    auto enough = want(4);
    if (!enough) return enough.error();
    if (*enough && ahead().starts_with("PK\x03\x04")) return find_member();
    if (*enough && ahead().starts_with("PK\x05\x06")) return damaged("there is nothing in this archive");
    if (*enough && ahead().starts_with("\x1f\x8b")) {
      gzip = true;
      return inflate_from(16 + MAX_WBITS);
    }
    return {};
  }

  Result<void> inflate_from(int window_bits) {
    if (inflateInit2(&z, window_bits) != Z_OK) return damaged("the decompressor could not be started");
    z_open = true;
    form = Form::deflated;
    return {};
  }

  /// Goes on to the first member of a zip archive that is a table.
  Result<void> find_member() {
    for (;;) {
      auto enough = want(kZipHeader);
      if (!enough) return enough.error();
      if (!*enough || !ahead().starts_with("PK\x03\x04")) return damaged("the archive holds no .txt, .csv or .tsv; unpack it and import the table in it");
      const std::string_view head = ahead();
      const std::uint32_t flags = little(head, 6, 2), method = little(head, 8, 2), size = little(head, 18, 4);
      const std::size_t name = little(head, 26, 2), extra = little(head, 28, 2);
      enough = want(kZipHeader + name + extra);
      if (!enough) return enough.error();
      if (!*enough) return damaged("the archive is cut short");
      const std::string file_name(ahead().substr(kZipHeader, name));
      raw_at += kZipHeader + name + extra;
      if ((flags & 1U) != 0) return damaged("the archive is encrypted; unpack it first");
      if (is_table(file_name)) {
        if (method != 8) return damaged("the table in the archive is stored in a way that is not read here; unpack it first");
        return inflate_from(-MAX_WBITS);
      }
      if ((flags & 8U) != 0 || size == 0xFFFFFFFFU) return damaged("the archive does not say where its first file ends; unpack it first");
      for (std::size_t left = size; left > 0;) {
        enough = want(1);
        if (!enough) return enough.error();
        if (!*enough) return damaged("the archive is cut short");
        const std::size_t step = std::min(left, raw_end - raw_at);
        raw_at += step;
        left -= step;
      }
    }
  }

  /// More text behind `text`; false at the end.
  Result<bool> more() {
    if (!started)
      if (auto r = start(); !r) return r.error();
    if (at > 0) text.erase(0, std::exchange(at, 0));
    const std::size_t before = text.size();
    while (text.size() == before && form != Form::done) {
      if (raw_at == raw_end)
        if (auto r = refill(); !r) return r.error();
      if (form == Form::plain) {
        text += ahead();
        raw_at = raw_end;
        if (raw_done) form = Form::done;
      } else if (auto r = inflate_some(); !r) {
        return r.error();
      }
    }
    return text.size() > before;
  }

  Result<void> inflate_some() {
    if (raw_at == raw_end && raw_done) return damaged("the compressed file is cut short");
    text.resize(text.size() + kBlock);
    z.next_in = reinterpret_cast<Bytef*>(raw.data() + raw_at);
    z.avail_in = static_cast<uInt>(raw_end - raw_at);
    z.next_out = reinterpret_cast<Bytef*>(text.data() + text.size() - kBlock);
    z.avail_out = kBlock;
    const int result = inflate(&z, Z_NO_FLUSH);
    raw_at = raw_end - z.avail_in;
    text.resize(text.size() - z.avail_out);
    if (result == Z_STREAM_END) {
      // Several gzip members one behind the other are one text.
      auto again = want(2);
      if (!again) return again.error();
      if (gzip && *again && ahead().starts_with("\x1f\x8b") && inflateReset(&z) == Z_OK) return {};
      form = Form::done;
      return {};
    }
    if (result != Z_OK && result != Z_BUF_ERROR) return damaged("the compressed file is damaged; fetch it again");
    return {};
  }
};

LineReader::LineReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::string& path) {
  auto file = FileReader::open(path);
  if (!file) return file.error();
  return LineReader(std::make_unique<State>(path, std::move(*file)));
}

Result<bool> LineReader::next(std::string_view& line) {
  State& s = *state_;
  bool cut = false;
  for (std::size_t from = s.at;;) {
    const auto end = s.text.find('\n', from);
    if (end != std::string::npos || s.text.size() - s.at > kMaxLine) {
      const std::size_t stop = end != std::string::npos ? end : s.text.size();
      if (!cut) line = std::string_view(s.text).substr(s.at, std::min(stop - s.at, kMaxLine));
      if (end == std::string::npos) {  // the rest of a line that is too long is passed over
        if (!cut) s.long_line = line;
        cut = true;
        s.at = stop;
      } else {
        s.at = end + 1;
        break;
      }
    }
    const std::size_t seen = s.text.size() - s.at;
    auto more = s.more();
    if (!more) return more.error();
    if (*more) {
      from = s.at + seen;
      continue;
    }
    if (s.at == s.text.size() && !cut) return false;
    if (!cut) line = std::string_view(s.text).substr(s.at);
    s.at = s.text.size();
    break;
  }
  if (cut) line = s.long_line;
  ++s.line;
  if (s.line == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

std::uint64_t LineReader::number() const { return state_->line; }
std::uint64_t LineReader::bytes_read() const { return state_->read; }
std::uint64_t LineReader::size() const { return state_->file.size(); }

Result<std::string> LineReader::sha256() {
  State& s = *state_;
  while (!s.raw_done) {
    s.raw_at = s.raw_end;
    if (auto r = s.refill(); !r) return r.error();
  }
  return s.sha.hex();
}

void split_tabs(std::string_view line, std::vector<std::string_view>& cells) {
  cells.clear();
  for (std::size_t at = 0;;) {
    const auto tab = line.find('\t', at);
    cells.push_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
    if (tab == std::string_view::npos) return;
    at = tab + 1;
  }
}

Result<bool> CsvReader::line(std::string& into) {
  if (!waiting_.empty()) {
    line_number_ = waiting_.back().first;
    into = std::move(waiting_.back().second);
    waiting_.pop_back();
    return true;
  }
  std::string_view text;
  auto there = lines_.next(text);
  if (!there || !*there) return there;
  into = text;
  line_number_ = lines_.number();
  return true;
}

Result<bool> CsvReader::next(std::vector<std::string>& cells, bool& broken) {
  cells.clear();
  broken = false;
  std::string text;
  auto there = line(text);
  if (!there || !*there) return there;
  first_line_ = line_number_;
  std::vector<std::pair<std::uint64_t, std::string>> read_on;
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0;; ++i) {
    if (i >= text.size()) {
      if (!quoted) break;
      // The cell goes on on the next line.
      there = read_on.size() < kMaxRowLines && cell.size() < LineReader::kMaxLine ? line(text) : Result<bool>(false);
      if (!there) return there;
      if (!*there) {
        broken = true;
        waiting_.insert(waiting_.end(), std::make_move_iterator(read_on.rbegin()), std::make_move_iterator(read_on.rend()));
        return true;
      }
      read_on.emplace_back(line_number_, text);
      cell += '\n';
      i = static_cast<std::size_t>(-1);
      continue;
    }
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cell += '"';
      ++i;
    } else if (c == '"' && (quoted || cell.empty())) {
      quoted = !quoted;
    } else if (c == separator_ && !quoted) {
      cells.push_back(std::exchange(cell, {}));
    } else {
      cell += c;
    }
  }
  cells.push_back(std::move(cell));
  return true;
}

}  // namespace deconflict::place
