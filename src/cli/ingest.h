#pragma once
#include <string>
#include <vector>

#include "cli/verbs.h"

namespace deconflict::cli {

struct IngestOptions {
  std::vector<std::string> paths;  ///< files, folders and patterns; "-" for stdin
  std::string into, published, outlet;
  unsigned threads = 0;
  bool json = false;
  bool watch = false;  ///< goes on until interrupted
  bool strict = false;
};

/// What the verb `ingest` does: reads, joins, reports on stdout; sets the session's status.
void ingest(Session& session, const IngestOptions& options);

}  // namespace deconflict::cli
