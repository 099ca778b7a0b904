#pragma once
#include <memory>
#include <string>

#include "deconflict/result.h"
#include "serve/source.h"

namespace deconflict::serve {

/// A ledger file, opened for reading only. errors: those of store::Ledger::open
Result<std::unique_ptr<Source>> open_ledger_source(const std::string& path);

}  // namespace deconflict::serve
