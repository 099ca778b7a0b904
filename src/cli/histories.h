#pragma once
#include <string>

#include "link/link.h"
#include "name/history.h"

namespace deconflict::cli {

/// What the knowledge pack in `data_dir` (empty: where it is by default) says of names and allegiances. errors: those of Histories::load
Result<name::Histories> read_histories(const std::string& data_dir);
/// Of these, who belonged to whom, for linking.
Result<link::Wholes> read_wholes(const std::string& data_dir);

}  // namespace deconflict::cli
