#pragma once
#include <functional>
#include <memory>
#include <string>

#include "deconflict/result.h"
#include "link/link.h"
#include "serve/source.h"

namespace deconflict::serve {

/// A ledger file, opened for reading only. errors: those of store::Ledger::open
Result<std::unique_ptr<Source>> open_ledger_source(const std::string& path);

/// Writes reviews into a ledger file by a connection of its own, opened when the first one comes.
/// wholes  as for linking, asked for once
/// life    gives the file back in the form in which it is handed out when it ends; end it after the source
std::unique_ptr<Reviewer> open_ledger_reviewer(const std::string& path, std::function<Result<link::Wholes>()> wholes);

/// One that says why it writes nothing.
std::unique_ptr<Reviewer> no_reviewer(std::string why);

}  // namespace deconflict::serve
