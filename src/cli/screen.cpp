#include "cli/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/utf8.h"
#include "cli/console.h"

namespace deconflict::cli {

namespace {

const char* code_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::bold: return "\033[1m";
    case Tone::faint: return "\033[2m";
    case Tone::title: return "\033[1;4m";
    case Tone::violent: return "\033[1;31m";
    case Tone::moving: return "\033[1;33m";
    case Tone::calm: return "\033[1;36m";
    case Tone::voice: return "\033[35m";
    case Tone::hit: return "\033[1;7m";
    case Tone::good: return "\033[32m";
    case Tone::warn: return "\033[33m";
  }
  return "";
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* set = std::getenv("COLUMNS");
  const long n = set != nullptr ? std::strtol(set, nullptr, 10) : 0;
  return n > 0 ? static_cast<std::size_t>(n) : 100;
}

std::size_t columns_of(const Pieces& pieces) {
  std::size_t n = 0;
  for (const auto& p : pieces) n += columns(p.text);
  return n;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// A control character in a text must not reach the terminal.
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && !is_blank(c)) || c == 0x7f; }

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text, at);
    if (!utf8::is_mark(c.code_point) && c.code_point != 0x200B && c.code_point != 0xFEFF) ++n;
    at += c.length;
  }
  return n;
}

std::string coordinates(double lat, double lon) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.3f, %.3f", lat, lon);
  return buffer;
}

Screen::Screen(std::size_t width, bool colour) : width_(std::clamp<std::size_t>(width == 0 ? terminal_width() : width, 40, 132)), colour_(colour) {}

Screen Screen::of_stdout() { return Screen(0, colours(1)); }

void Screen::put(std::string_view text, Tone tone) {
  const bool paint = colour_ && tone != Tone::plain && !text.empty();
  if (paint) out_ += code_of(tone);
  for (char c : text)
    if (!is_control(c)) out_ += c;
  if (paint) out_ += "\033[0m";
}

void Screen::blank() { out_ += '\n'; }

void Screen::rule(Tone tone) {
  std::string line;
  for (std::size_t i = 0; i < width_; ++i) line += "─";
  put(line, tone);
  out_ += '\n';
}

void Screen::wrap(const Pieces& head, const Pieces& body) { wrap(head, body, {}); }

void Screen::wrap(const Pieces& head, const Pieces& body, const Pieces& tail) {
  const std::size_t indent = columns_of(head), reserved = tail.empty() ? 0 : columns_of(tail) + 2;
  for (const auto& p : head) put(p.text, p.tone);
  std::size_t at = indent, limit = width_ > indent + reserved + 8 ? width_ - reserved : width_;
  bool first_line = true, blank = false, empty = true;
  Tone blank_tone = Tone::plain;
  auto end_line = [&] {
    if (first_line && !tail.empty()) {
      for (; at + reserved - 2 < width_; ++at) out_ += ' ';
      for (const auto& p : tail) put(p.text, p.tone);
    }
    out_ += '\n';
    first_line = false;
  };
  // A word may run over several pieces ("(" + hit + ")"); it breaks only at blanks.
  Pieces word;
  std::size_t word_columns = 0;
  auto flush = [&] {
    if (word.empty()) return;
    if (!empty && at + (blank ? 1 : 0) + word_columns > limit) {
      end_line();
      out_.append(indent, ' ');
      at = indent;
      limit = width_;
      blank = false;
    }
    if (blank && !empty) {
      put(" ", blank_tone);
      ++at;
    }
    for (const auto& p : word) put(p.text, p.tone);
    at += word_columns;
    empty = blank = false;
    word.clear();
    word_columns = 0;
  };
  for (const auto& piece : body) {
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      const auto n = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_blank) - rest.begin());
      if (n > 0) {
        word.push_back({std::string(rest.substr(0, n)), piece.tone});
        word_columns += columns(rest.substr(0, n));
      }
      if (n == rest.size()) break;
      flush();
      blank = true;
      blank_tone = piece.tone == Tone::hit ? Tone::hit : Tone::plain;
      rest.remove_prefix(n + 1);
    }
  }
  flush();
  end_line();
}

}  // namespace deconflict::cli
