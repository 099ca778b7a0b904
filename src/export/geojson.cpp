#include "export/formats.h"

namespace deconflict::exports {

namespace {

std::string feature(const store::EventRow& row) {
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
  json_members(out, event_columns(), row);
  out.end_object().end_object();
  return out.take();
}

}  // namespace

Result<Report> write_geojson(store::Ledger& ledger, const store::Filter& filter, const Out& out) {
  Report report;
  bool open = out("{\"type\":\"FeatureCollection\",\"features\":[");
  auto done = ledger.each_event(filter, [&](store::EventRow&& row) { return open = open && out((report.rows++ == 0 ? "\n" : ",\n") + feature(row)); });
  if (!done) return done.error();
  if (open) out("\n]}\n");
  return report;
}

}  // namespace deconflict::exports
