#include "export/formats.h"

namespace deconflict::exports {

Result<Report> write_csv(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out) {
  Report report;
  auto put = [&](const auto& columns, const auto& row) {
    ++report.rows;
    return out(csv_line(columns, row));
  };
  if (what == What::claims) {
    if (!out(csv_header(claim_columns()))) return report;
    if (auto r = ledger.each_claim(filter, [&](store::ClaimRow&& row) { return put(claim_columns(), row); }); !r) return r.error();
  } else if (what == What::documents) {
    auto documents = ledger.documents(filter);
    if (!documents) return documents.error();
    if (!out(csv_header(document_columns()))) return report;
    for (const auto& d : *documents)
      if (!put(document_columns(), d)) return report;
  } else {
    if (!out(csv_header(event_columns()))) return report;
    if (auto r = ledger.each_event(filter, [&](store::EventRow&& row) { return put(event_columns(), row); }); !r) return r.error();
  }
  return report;
}

}  // namespace deconflict::exports
