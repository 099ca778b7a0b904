#pragma once
#include <functional>
#include <vector>

#include "cli/screen.h"
#include "store/ledger.h"

namespace deconflict::cli {

/// Documents by id; nullptr where there is none.
using DocumentOf = std::function<const store::StoredDocument*(const std::string& id)>;

/// One event for eyes, across its documents: rival values, voices, and every claim with its words.
void show_event(const store::EventRow& row, const DocumentOf& document, Screen& screen);

/// Events a line or two each, for a list.
void show_events(const std::vector<store::EventRow>& rows, Screen& screen);


}  // namespace deconflict::cli
