#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "deconflict/result.h"
#include "place/import/scheme.h"

namespace deconflict::place {

/// How a file is to be read, where it does not say so itself.
struct ImportOptions {
  std::string format;                        ///< geonames alternates hierarchy, or a table of imports.txt; empty: found out
  std::array<std::string, kRoles> columns;   ///< headings, or "#3"; empty: found out
  std::string country;                       ///< of all rows: code or name
  std::string separator;                     ///< of cells; empty: found out
  std::string release;                       ///< words that ledgers record: "GeoNames of 2026-01-02"
  bool all_features = false;                 ///< take every GeoNames feature
};

struct ImportReport {
  std::string format;
  std::uint64_t rows = 0;      ///< lines that told something
  std::uint64_t added = 0;     ///< places that are new
  std::uint64_t merged = 0;    ///< places that were there
  std::uint64_t names = 0;     ///< spellings for places that were there
  std::uint64_t parents = 0;   ///< places of which it is known now what they lie in
  std::uint64_t left_out = 0;  ///< of a sort or precision that is not taken, or of a place that is not there
  std::uint64_t problems = 0;  ///< lines that could not be used
  std::uint64_t places = 0;    ///< in the gazetteer now
  bool there_already = false;  ///< this very file had been imported; nothing was done
};

struct ImportWatch {
  std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)> progress;
  std::function<void(std::uint64_t line, std::string message)> problem;
};

/// Lays the places of a file over the gazetteer `ground` and writes the whole as `into`; `ground` is the knowledge pack, or what
/// an earlier import wrote. What stands in `into` stays as it is until the new file is whole. Memory does not grow with the
/// file but for a few bytes a place.
/// errors  file.*; import.format, import.columns: what is missing; import.nothing: no line could be used; import.busy;
///         gazetteer.full; knowledge.place
Result<ImportReport> import_places(const std::string& file, const Pack& knowledge, const Pack& ground, const std::string& into, const ImportOptions& options, const ImportWatch& watch);

/// One file that was imported, as the gazetteer remembers it.
struct ImportedFile {
  std::string path, sha256;
  ImportOptions options;
};
/// In the order in which they were imported. errors: gazetteer.corrupt
Result<std::vector<ImportedFile>> imported_files(const Pack& gazetteer);

/// Was it laid over the tables of this knowledge pack?
bool is_current(const Pack& gazetteer, const Pack& knowledge);

}  // namespace deconflict::place
