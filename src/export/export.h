#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/result.h"
#include "store/ledger.h"

/// A ledger's content in the forms that other programs read. The same ledger gives the same bytes: no clock, no row numbers.
namespace deconflict::exports {

/// ndjson   event records of SCHEMA sorted by id; then a line a document ("type":"document") and a line a claim ("type":"claim")
/// csv      one table with a header (RFC 4180, UTF-8; several values in a cell are joined by "; "): events, claims or documents
/// geojson  a FeatureCollection of the events (RFC 7946): the area where one is told, else the point, else null
/// kml      the events as placemarks, with the day and all columns of csv
/// plover   a JSON object a line, with the fields of POLECAT
/// acled    CSV with ACLED's 31 columns · ucdp  CSV with UCDP GED's 49 columns
/// gdelt    tab-separated, no header: GDELT 2.0's 61 columns of events, or (What::mentions) its 16 of mentions
/// parquet  the tables of csv, typed; written to a file by write_parquet
enum class Format { ndjson, csv, geojson, kml, plover, acled, ucdp, gdelt, parquet };
enum class What { all, events, claims, documents, mentions };

/// Names of the formats, for a list of choices.
const std::vector<std::string>& format_names();
std::optional<Format> parse_format(std::string_view name);
std::optional<What> parse_what(std::string_view name);

/// Takes the next bytes; false where nobody reads on, which ends the export without an error.
using Out = std::function<bool(std::string_view)>;

struct Report {
  std::uint64_t rows = 0;
  std::map<std::string, std::uint64_t> left_out;  ///< why, and how many: a catalogue of events holds none without a day, for example
};

/// errors   those of the ledger; usage.format where the format does not hold that
Result<Report> write(store::Ledger& ledger, const store::Filter& filter, Format format, What what, const Out& out);

/// Writes a Parquet file (zstd) through DuckDB's library, which is looked for at run time.
/// errors   those of the ledger; usage.format; export.duckdb where the library is missing or refuses, saying what to do; file.unwritable
Result<Report> write_parquet(store::Ledger& ledger, const store::Filter& filter, What what, const std::string& path);

/// What each column means, as CSV: name, type, meaning, source (the field that it is read from; empty where it stays empty).
/// errors   usage.format for one that is no table (ndjson)
Result<std::string> dictionary(Format format, What what);

}  // namespace deconflict::exports
