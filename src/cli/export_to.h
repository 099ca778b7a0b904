#pragma once
#include <string>

#include "cli/verbs.h"
#include "export/export.h"

namespace deconflict::cli {

/// Writes what the filter chooses to `out` (empty: stdout) in that format, or complains and sets the status; tells on stderr what the format leaves out.
/// `what` as on the command line; empty: what the format holds
void export_to(Session& session, store::Ledger& ledger, const store::Filter& filter, exports::Format format, const std::string& what, const std::string& out);

}  // namespace deconflict::cli
