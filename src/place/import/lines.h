#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/result.h"

namespace deconflict::place {

/// Lines of a text file, one at a time: plain, gzip, or the first table in a zip archive.
/// errors: file.*; import.compressed where the archive is damaged or of a kind that we don't read
class LineReader {
 public:
  static Result<LineReader> open(const std::string& path);
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) noexcept;
  ~LineReader();

  /// The next line without its end, valid until the next call; false where there is none. Of a line longer than kMaxLine
  /// only the beginning is given.
  Result<bool> next(std::string_view& line);
  std::uint64_t number() const;      ///< of the line last given, from 1
  std::uint64_t bytes_read() const;  ///< of the file as it lies there
  std::uint64_t size() const;
  /// Reads on to the end. → SHA-256 of the file as it lies there.
  Result<std::string> sha256();

  static constexpr std::size_t kMaxLine = 4U << 20U;

 private:
  struct State;
  explicit LineReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Cells of a line that is split at tabs.
void split_tabs(std::string_view line, std::vector<std::string_view>& cells);

/// Rows of a CSV file (RFC 4180): cells may be quoted, and quoted ones may hold line ends.
class CsvReader {
 public:
  CsvReader(LineReader& lines, char separator) : lines_(lines), separator_(separator) {}
  /// The next row; false where there is none. A row whose quotation marks do not close is given as `broken`, and reading
  /// goes on at the line after the one on which it began.
  Result<bool> next(std::vector<std::string>& cells, bool& broken);
  std::uint64_t number() const { return first_line_; }  ///< line on which the row began

 private:
  Result<bool> line(std::string& into);
  LineReader& lines_;
  char separator_;
  std::vector<std::pair<std::uint64_t, std::string>> waiting_;  ///< lines that were read ahead, last first
  std::uint64_t first_line_ = 0, line_number_ = 0;
};

}  // namespace deconflict::place
