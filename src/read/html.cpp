#include "read/read.h"

namespace deconflict::read {
Result<Page> read_html(std::string_view, const std::string& file) { return Error{"html.empty", file, "no text found"}; }
}  // namespace deconflict::read
