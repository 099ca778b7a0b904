#pragma once
#include <string>

#include "cli/verbs.h"
#include "serve/server.h"

namespace deconflict::cli {

/// Serves the desk on the ledger until SIGINT or SIGTERM; → an exit status. Says on stderr where it is.
/// read_only: nothing can be reviewed there
int serve_ledger(const Session& session, const std::string& ledger, const serve::Options& options, bool read_only = false);

}  // namespace deconflict::cli
