#include "export/export.h"

#include <algorithm>
#include <set>

#include "export/table.h"
#include "record/record.h"

namespace deconflict::exports {

namespace {

using store::ClaimRow;
using store::DocumentRow;
using store::EventRow;
using store::Filter;
using store::Ledger;

std::string document_line(const DocumentRow& d) {
  json::Writer out;
  out.begin_object().key("schema").value("deconflict/1").key("type").value("document").key("id").value(d.id).key("sha256").value(d.sha256);
  out.key("title").text_or_null(d.title).key("outlet").text_or_null(d.outlet).key("url").text_or_null(d.url).key("published").text_or_null(d.published);
  out.key("language").text_or_null(d.language).key("claims").value(d.claims).key("source").text_or_null(d.origin.source).key("source_sha256").text_or_null(d.origin.sha256);
  out.key("provenance").begin_object().key("program").value(d.provenance.program).key("knowledge").value(d.provenance.knowledge).key("model").value(d.provenance.model).key("gazetteer").text_or_null(d.provenance.gazetteer).end_object();
  out.end_object();
  return out.take() + "\n";
}

std::string claim_line(const ClaimRow& c) {
  json::Writer out;
  out.begin_object().key("schema").value("deconflict/1").key("type").value("claim").key("doc").value(c.document).key("event").text_or_null(c.event);
  out.key("evidence").value(c.evidence).key("claim").raw(c.record).end_object();
  return out.take() + "\n";
}

std::string feature(const EventRow& row) {
  const Event& e = row.event;
  json::Writer out;
  out.begin_object().key("type").value("Feature").key("id").value(e.id).key("geometry");
  if (e.place && !e.place->geometry.empty()) {
    out.raw(e.place->geometry);
  } else if (e.place && e.place->lat && e.place->lon) {
    out.begin_object().key("type").value("Point").key("coordinates").begin_array().value(*e.place->lon).value(*e.place->lat).end_array().end_object();
  } else {
    out.null();
  }
  out.key("properties").begin_object();
  write_properties(out, row);
  out.end_object().end_object();
  return out.take();
}

Result<void> write_geojson(Ledger& ledger, const Filter& filter, const Out& out) {
  bool open = out("{\"type\":\"FeatureCollection\",\"features\":[");
  bool first = true;
  auto done = ledger.each_event(filter, [&](EventRow&& row) {
    open = open && out((first ? "\n" : ",\n") + feature(row));
    first = false;
    return open;
  });
  if (done && open) out("\n]}\n");
  return done;
}

Result<void> write_ndjson(Ledger& ledger, const Filter& filter, What what, const Out& out) {
  bool open = true;
  auto put = [&](const std::string& line) { return open = open && out(line); };
  if (what == What::all || what == What::events)
    if (auto r = ledger.each_event(filter, [&](EventRow&& row) { return put(record::event_json(row.event) + "\n"); }); !r) return r;
  if (what == What::all || what == What::documents) {
    auto documents = ledger.documents(filter);
    if (!documents) return documents.error();
    for (const auto& d : *documents)
      if (!put(document_line(d))) return {};
  }
  if (what == What::all || what == What::claims) return ledger.each_claim(filter, [&](ClaimRow&& row) { return put(claim_line(row)); });
  return {};
}

Result<void> write_csv(Ledger& ledger, const Filter& filter, What what, const Out& out) {
  if (what == What::claims) {
    if (!out(claim_header())) return {};
    return ledger.each_claim(filter, [&](ClaimRow&& row) { return out(claim_cells(row)); });
  }
  if (what == What::documents) {
    auto documents = ledger.documents(filter);
    if (!documents) return documents.error();
    if (!out(document_header())) return {};
    for (const auto& d : *documents)
      if (!out(document_cells(d))) return {};
    return {};
  }
  if (!out(event_header())) return {};
  return ledger.each_event(filter, [&](EventRow&& row) { return out(event_cells(row)); });
}

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  return name == "ndjson" ? std::optional(Format::ndjson) : name == "csv" ? std::optional(Format::csv) : name == "geojson" ? std::optional(Format::geojson) : std::nullopt;
}

std::optional<What> parse_what(std::string_view name) {
  return name == "all"       ? std::optional(What::all)
         : name == "events"    ? std::optional(What::events)
         : name == "claims"    ? std::optional(What::claims)
         : name == "documents" ? std::optional(What::documents)
                               : std::nullopt;
}

Result<void> write(Ledger& ledger, const Filter& filter, Format format, What what, const Out& out) {
  switch (format) {
    case Format::ndjson: return write_ndjson(ledger, filter, what, out);
    case Format::csv:
      if (what == What::all) return Error{"usage.format", "", "a CSV file is one table: say --what events, claims or documents"};
      return write_csv(ledger, filter, what, out);
    case Format::geojson:
      if (what != What::all && what != What::events) return Error{"usage.format", "", "GeoJSON holds events only: say --what events"};
      return write_geojson(ledger, filter, out);
  }
  return {};
}

}  // namespace deconflict::exports
