#include "read/read.h"

namespace deconflict::read {
void read_file_as_documents(const std::string&, std::string_view, const Sink&, const ProblemSink&) {}
}  // namespace deconflict::read
