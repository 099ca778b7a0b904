#pragma once
#include <string>

#include "cli/console.h"
#include "serve/server.h"

namespace deconflict::cli {

/// Serves the desk on the ledger until SIGINT or SIGTERM; → an exit status. Says on stderr where it is.
int serve_ledger(const std::string& ledger, const serve::Options& options);

}  // namespace deconflict::cli
