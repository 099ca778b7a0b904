#pragma once
#include <functional>
#include <optional>
#include <string_view>

#include "deconflict/result.h"
#include "store/ledger.h"

/// A ledger's content in the forms that other programs read. The same ledger gives the same bytes: no clock, no row numbers.
namespace deconflict::exports {

enum class Format { ndjson, csv, geojson };
enum class What { all, events, claims, documents };

/// Takes the next bytes; false where nobody reads on, which ends the export without an error.
using Out = std::function<bool(std::string_view)>;

/// ndjson   event records of SCHEMA sorted by id; then a line a document ("type":"document") and a line a claim ("type":"claim")
/// csv      one table with a header (RFC 4180, UTF-8; several values in a cell are joined by "; "): events, claims or documents
/// geojson  a FeatureCollection of the events (RFC 7946): the area where one is told, else the point, else null
/// errors   those of the ledger; usage.format where the format does not hold that
Result<void> write(store::Ledger& ledger, const store::Filter& filter, Format format, What what, const Out& out);

std::optional<Format> parse_format(std::string_view name);
std::optional<What> parse_what(std::string_view name);

}  // namespace deconflict::exports
