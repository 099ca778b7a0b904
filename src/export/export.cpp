#include "export/export.h"

#include <algorithm>
#include <array>

#include "export/formats.h"

namespace deconflict::exports {

namespace {

struct Named {
  Format format;
  const char* name;
};
constexpr std::array kFormats = {Named{Format::ndjson, "ndjson"}, Named{Format::csv, "csv"},   Named{Format::geojson, "geojson"}, Named{Format::kml, "kml"},        Named{Format::plover, "plover"},
                                 Named{Format::acled, "acled"},   Named{Format::ucdp, "ucdp"}, Named{Format::gdelt, "gdelt"},     Named{Format::parquet, "parquet"}};

bool is_table(Format f) { return f == Format::csv || f == Format::parquet; }

}  // namespace

Result<void> check(Format format, What what) {
  if (is_table(format) && (what == What::all || what == What::mentions)) return Error{"usage.format", "", "a file of this format is one table: say --what events, claims or documents"};
  if (format == Format::ndjson && what == What::mentions) return Error{"usage.format", "", "mentions are a table of GDELT: say --what claims"};
  if (format == Format::gdelt && what != What::events && what != What::mentions) return Error{"usage.format", "", "GDELT has two tables: say --what events or mentions"};
  const bool of_events = !is_table(format) && format != Format::ndjson && format != Format::gdelt;
  if (of_events && what != What::all && what != What::events) return Error{"usage.format", "", "this format holds events only: say --what events"};
  return {};
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Named& n : kFormats) names.emplace_back(n.name);
    return names;
  }();
  return kNames;
}

std::optional<Format> parse_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Named& n) { return n.name == name; });
  return found == kFormats.end() ? std::nullopt : std::optional(found->format);
}

std::optional<What> parse_what(std::string_view name) {
  return name == "all"         ? std::optional(What::all)
         : name == "events"    ? std::optional(What::events)
         : name == "claims"    ? std::optional(What::claims)
         : name == "documents" ? std::optional(What::documents)
         : name == "mentions"  ? std::optional(What::mentions)
                               : std::nullopt;
}

Result<Report> write(store::Ledger& ledger, const store::Filter& filter, Format format, What what, const Out& out) {
  if (auto r = check(format, what); !r) return r.error();
  switch (format) {
    case Format::ndjson: return write_ndjson(ledger, filter, what, out);
    case Format::csv: return write_csv(ledger, filter, what, out);
    case Format::geojson: return write_geojson(ledger, filter, out);
    case Format::kml: return write_kml(ledger, filter, out);
    case Format::plover: return write_plover(ledger, filter, out);
    case Format::acled: return write_acled(ledger, filter, out);
    case Format::ucdp: return write_ucdp(ledger, filter, out);
    case Format::gdelt: return write_gdelt(ledger, filter, what, out);
    case Format::parquet: break;
  }
  return Error{"usage.format", "", "a Parquet file is written as a whole: say --out FILE"};
}

Result<std::string> dictionary(Format format, What what) {
  if (format == Format::ndjson) return Error{"usage.format", "", "NDJSON is no table; its records are those of SCHEMA deconflict/1"};
  if (auto r = check(format, what); !r) return r.error();
  std::vector<Entry> list;
  switch (format) {
    case Format::plover: list = entries(plover_columns()); break;
    case Format::acled: list = entries(acled_columns()); break;
    case Format::ucdp: list = entries(ucdp_columns()); break;
    case Format::gdelt: list = what == What::mentions ? entries(gdelt_mention_columns()) : entries(gdelt_columns()); break;
    default: list = plain_entries(what);
  }
  std::string out = "name,type,meaning,source\r\n";
  for (const Entry& e : list)
    out += in_csv(Cell(e.name)) + "," + std::string(name_of(e.type)) + "," + in_csv(Cell(e.meaning)) + "," + in_csv(words(e.source)) + "\r\n";
  return out;
}

}  // namespace deconflict::exports
