#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "deconflict/result.h"

namespace deconflict::cli {

/// A line of input; `too_long` where it went past the limit (its text is then dropped, not kept).
struct Line {
  std::string text;
  std::uint64_t number = 0;
  bool too_long = false;
};

/// Longest line that is read: a document of this size is not an article.
inline constexpr std::size_t kLongestLine = 32U << 20;

/// Reads lines from a descriptor without the newline (and a carriage return before it).
class LineReader {
 public:
  explicit LineReader(int fd) : fd_(fd) {}
  /// false at the end
  bool next(Line& line);
  /// What ended the lines before their end, if anything; code empty: nothing.
  const Error& error() const { return error_; }

 private:
  bool fill();
  int fd_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
  Error error_;
};

/// Applies `work` to each line on `threads` threads and hands results on in the order of the lines. Blank lines are
/// skipped. `work` must be safe to call from several threads at once; `out` is called from one, false stops the run.
/// errors: file.unreadable; the lines before it were worked on
Result<void> for_each_line(int fd, unsigned threads, const std::function<std::string(const Line&)>& work, const std::function<bool(const std::string&)>& out);

}  // namespace deconflict::cli
