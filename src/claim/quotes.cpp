#include "claim/quotes.h"

namespace deconflict::claim {

namespace {

enum class Mark { none, open, close, either };

/// The quotation mark at a byte and its length.
Mark mark_at(std::string_view text, std::size_t at, std::size_t& length) {
  if (text[at] == '"') {
    length = 1;
    return Mark::either;
  }
  if (text.compare(at, 2, "``") == 0 || text.compare(at, 2, "''") == 0) {
    length = 2;
    return text[at] == '`' ? Mark::open : Mark::close;
  }
  if (text.compare(at, 2, "\xC2\xAB") == 0 || text.compare(at, 2, "\xC2\xBB") == 0) {
    length = 2;
    return text[at + 1] == '\xAB' ? Mark::open : Mark::close;
  }
  if (text.compare(at, 2, "\xE2\x80") == 0 && at + 2 < text.size()) {
    length = 3;
    const char last = text[at + 2];
    if (last == '\x9C' || last == '\x9E') return Mark::open;
    if (last == '\x9D') return Mark::close;
  }
  return Mark::none;
}

}  // namespace

std::vector<Span> find_quotes(std::string_view text) {
  std::vector<Span> quotes;
  bool inside = false;
  std::uint32_t begin = 0;
  auto finish = [&](std::size_t end) {
    if (inside && end > begin + 2) quotes.push_back({begin, static_cast<std::uint32_t>(end)});
    inside = false;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\n') {
      finish(i);
      ++i;
      continue;
    }
    std::size_t length = 1;
    const Mark mark = mark_at(text, i, length);
    if (mark == Mark::none) {
      ++i;
      continue;
    }
    if (inside && (mark == Mark::close || mark == Mark::either)) {
      finish(i + length);
    } else if (!inside && mark != Mark::close) {
      inside = true;
      begin = static_cast<std::uint32_t>(i);
    }
    i += length;
  }
  finish(text.size());
  return quotes;
}

}  // namespace deconflict::claim
