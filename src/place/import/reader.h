#pragma once
#include "place/import/import.h"
#include "place/import/lines.h"
#include "place/import/merger.h"
#include "place/words.h"

namespace deconflict::place {

/// What the readers of the several formats share.
struct Reading {
  const std::string& file;
  const ImportKnowledge& knowledge;
  const WordTable& words;
  const Table& ground;
  const ImportOptions& options;
  const ImportWatch& watch;
  Merger& merger;
  ImportReport& report;

  void problem(std::uint64_t line, std::string message) const {
    ++report.problems;
    if (watch.problem) watch.problem(line, std::move(message));
  }
  void put(const Draft& draft, std::uint64_t line) const;
};

/// Each reads the whole of `lines` into the merger. errors: file.*, import.*
Result<void> read_geonames(LineReader& lines, Reading& reading);
/// Administrative units alone, which must stand before the places in them.
Result<void> read_geonames_units(LineReader& lines, Reading& reading);
Result<void> read_alternates(LineReader& lines, Reading& reading);
Result<void> read_hierarchy(LineReader& lines, Reading& reading);
Result<void> read_table(LineReader& lines, Reading& reading, const Scheme& scheme);

/// Degrees in `text`; what is wrong with it where there is something.
struct Degrees {
  double value = 0;
  std::string wrong;
};
Degrees parse_degrees(std::string_view text, double limit, const char* what);

/// The separator of cells that a heading line uses.
char separator_of(std::string_view heading);
/// Cells of a heading, in lower case.
std::vector<std::string> heading_of(std::string_view line, char separator);

}  // namespace deconflict::place
