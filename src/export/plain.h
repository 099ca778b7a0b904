#pragma once
#include "export/export.h"
#include "export/table.h"
#include "store/ledger.h"

/// Our own tables: events, claims, documents. CSV, GeoJSON, KML and Parquet are made of them.
namespace deconflict::exports {

const Columns<store::EventRow>& event_columns();
const Columns<store::ClaimRow>& claim_columns();
const Columns<store::DocumentRow>& document_columns();
/// Those of claims or documents, else of events, as a dictionary has them.
std::vector<Entry> plain_entries(What what);

}  // namespace deconflict::exports
