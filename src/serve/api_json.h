#pragma once
#include <string_view>
#include <vector>

#include "base/json.h"
#include "serve/filter.h"
#include "serve/source.h"

/// How the API writes what the records of SCHEMA.md do not hold: list rows, counts for a filter bar, tellings.
namespace deconflict::serve {

/// One event for a list: names instead of references.
void write_event_row(json::Writer& out, const EventRow& row);

/// "contested", "undated", "unplaced" and "facets": how many of `rows` there are of each kind, voice and actor (most
/// frequent first, ties by name), and how many of `for_days` on each day.
void write_facets(json::Writer& out, const std::vector<const IndexedRow*>& rows, const std::vector<const IndexedRow*>& for_days);

/// A claim with the exact words of its parts, so that no reader has to join layers. Writes nothing where the document
/// has no such claim.
void write_telling(json::Writer& out, const StoredDocument& stored, std::string_view claim_id);

}  // namespace deconflict::serve
