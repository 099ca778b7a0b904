#include "export/formats.h"
#include "record/record.h"

namespace deconflict::exports {

namespace {

std::string document_line(const store::DocumentRow& d) {
  json::Writer out;
  out.begin_object().key("schema").value("deconflict/1").key("type").value("document").key("id").value(d.id).key("sha256").value(d.sha256);
  out.key("title").text_or_null(d.title).key("outlet").text_or_null(d.outlet).key("url").text_or_null(d.url).key("published").text_or_null(d.published);
  out.key("language").text_or_null(d.language).key("claims").value(d.claims).key("source").text_or_null(d.origin.source).key("source_sha256").text_or_null(d.origin.sha256);
  out.key("provenance").begin_object().key("program").value(d.provenance.program).key("knowledge").value(d.provenance.knowledge).key("model").value(d.provenance.model);
  out.key("gazetteer").text_or_null(d.provenance.gazetteer).end_object().end_object();
  return out.take() + "\n";
}

std::string claim_line(const store::ClaimRow& c) {
  json::Writer out;
  out.begin_object().key("schema").value("deconflict/1").key("type").value("claim").key("doc").value(c.document).key("event").text_or_null(c.event);
  out.key("evidence").value(c.evidence).key("claim").raw(c.record).end_object();
  return out.take() + "\n";
}

}  // namespace

Result<Report> write_ndjson(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out) {
  Report report;
  bool open = true;
  auto put = [&](const std::string& line) {
    ++report.rows;
    return open = open && out(line);
  };
  if (what == What::all || what == What::events)
    if (auto r = ledger.each_event(filter, [&](store::EventRow&& row) { return put(record::event_json(row.event) + "\n"); }); !r) return r.error();
  if (what == What::all || what == What::documents) {
    auto documents = ledger.documents(filter);
    if (!documents) return documents.error();
    for (const auto& d : *documents)
      if (!put(document_line(d))) return report;
  }
  if (what == What::all || what == What::claims)
    if (auto r = ledger.each_claim(filter, [&](store::ClaimRow&& row) { return put(claim_line(row)); }); !r) return r.error();
  return report;
}

}  // namespace deconflict::exports
