#include "claim/quotes.h"

#include <algorithm>

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
    length = 2;  // many archives write two apostrophes at both ends
    return text[at] == '`' ? Mark::open : Mark::either;
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

/// A straight mark with a blank behind it and none before it can't open.
bool can_open(std::string_view text, std::size_t at, std::size_t length) {
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  const std::size_t next = at + length;
  const bool blank_behind = next >= text.size() || blank(text[next]) || text[next] == '.' || text[next] == ',';
  return !blank_behind || at == 0 || blank(text[at - 1]);
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
    } else if (!inside && (mark == Mark::open || (mark == Mark::either && can_open(text, i, length)))) {
      inside = true;
      begin = static_cast<std::uint32_t>(i);
    }
    i += length;
  }
  finish(text.size());
  return quotes;
}

std::vector<Span>::const_iterator Quotes::first_ending_after(std::uint32_t byte) const {
  return std::lower_bound(all_.begin(), all_.end(), byte, [](Span q, std::uint32_t at) { return q.end <= at; });
}

std::optional<Span> Quotes::around(std::uint32_t byte) const {
  const auto it = first_ending_after(byte);
  if (it == all_.end() || it->begin > byte) return std::nullopt;
  return *it;
}

std::optional<Span> Quotes::first_in(std::uint32_t from, std::uint32_t to) const {
  auto it = first_ending_after(from);
  if (it != all_.end() && it->begin < from) ++it;
  if (it == all_.end() || it->begin >= to) return std::nullopt;
  return *it;
}

std::optional<Span> Quotes::last_in(std::uint32_t from, std::uint32_t to) const {
  const auto it = first_ending_after(to);
  if (it == all_.begin() || std::prev(it)->end <= from) return std::nullopt;
  return *std::prev(it);
}

bool Quotes::touches(Span span) const {
  const auto it = first_ending_after(span.begin);
  return it != all_.end() && it->begin < span.end;
}

bool Quotes::is_complete(Span quote) const {
  const auto text = quote.of(text_);
  const auto last = text.find_last_not_of("\"'\xE2\x80\x9D\xC2\xBB ");
  return last != std::string_view::npos && (text[last] == '.' || text[last] == '!' || text[last] == '?');
}

}  // namespace deconflict::claim
