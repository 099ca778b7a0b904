#pragma once
#include "export/table.h"
#include "store/ledger.h"

/// Our own tables: events, claims, documents. CSV, GeoJSON, KML and Parquet are made of them.
namespace deconflict::exports {

const Columns<store::EventRow>& event_columns();
const Columns<store::ClaimRow>& claim_columns();
const Columns<store::DocumentRow>& document_columns();

}  // namespace deconflict::exports
