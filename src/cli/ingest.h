#pragma once
#include <string>
#include <vector>

#include "cli/verbs.h"

namespace deconflict::cli {

struct IngestOptions {
  std::vector<std::string> paths;  ///< files and folders; "-" for NDJSON on stdin
  std::string into, published, outlet;
  unsigned threads = 0;
  bool json = false;
  bool strict = false;
};

/// What the verb `ingest` does: reads, joins, reports on stdout; sets the session's status.
void ingest(Session& session, const IngestOptions& options);

}  // namespace deconflict::cli
