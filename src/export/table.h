#pragma once
#include <string>

#include "base/json.h"
#include "store/ledger.h"

/// Flat rows of events, claims and documents: a CSV line each (with its newline), and the same fields as JSON members.
namespace deconflict::exports {

std::string event_header();
std::string event_cells(const store::EventRow& row);
/// The cells of `event_cells` as members of the object that is open.
void write_properties(json::Writer& out, const store::EventRow& row);

std::string claim_header();
std::string claim_cells(const store::ClaimRow& row);

std::string document_header();
std::string document_cells(const store::DocumentRow& row);

}  // namespace deconflict::exports
