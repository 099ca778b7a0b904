#pragma once
#include <string>

#include "link/link.h"
#include "store/ledger.h"

namespace deconflict::store {

/// Joins the claims of all documents of a ledger anew (link::link), and keeps events and entities. `wholes`: what the knowledge says
/// of who belonged to whom, and when.
Result<void> relink(Ledger& ledger, unsigned threads, const Provenance& by, const std::string& now, const link::Wholes& wholes);

}  // namespace deconflict::store
