#pragma once
#include <string>

#include "cli/verbs.h"

namespace deconflict::cli {

/// `gazetteer import`, `rebuild` and `reset`.
void add_gazetteer_import(CLI::App& verb, Session& session);

/// Imports what `into` was made from once more, over the knowledge pack in `data`. → false where there is no such file.
Result<bool> lay_over_again(Session& session, const std::string& data, const std::string& into);

}  // namespace deconflict::cli
