#pragma once
#include <string_view>
#include <vector>

#include "base/json.h"
#include "review/worth.h"
#include "serve/columns.h"
#include "serve/source.h"

/// How the API writes what the records of SCHEMA.md do not hold: list rows, counts for a filter bar, tellings.
namespace deconflict::serve {

/// What is doubtful about an event, and what a look at it is worth.
std::vector<review::Doubtful> doubts_of(const EventRow& row);
double worth_of(const EventRow& row, const std::vector<review::Doubtful>& doubts);

/// One event for a list: names instead of references.
void write_event_row(json::Writer& out, const EventRow& row);

/// "contested", "undated", "unplaced" and "facets": how many of `rows` there are of each kind, voice and actor (most
/// frequent first, ties by name), and how many of `for_days` on each day.
void write_facets(json::Writer& out, const Columns& all, const std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& for_days);

/// "extent": the box that holds nearly all of `rows`; "cells": those of them inside `view`, those of one cell of a grid
/// of Mercator's projection as one mark each.
void write_cells(json::Writer& out, const Columns& all, const std::vector<std::uint32_t>& rows, const Filter& filter);

/// A claim with the exact words of its parts, so that no reader has to join layers. Writes nothing where the document
/// has no such claim.
void write_telling(json::Writer& out, const StoredDocument& stored, std::string_view claim_id);

/// The ways that a claim tells of: from each place that it leaves to each that it reaches.
void write_moves(json::Writer& out, std::string_view event, std::string_view kind, const Annotation& annotation, std::string_view claim_id);

}  // namespace deconflict::serve
