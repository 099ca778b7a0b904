#include "read/read.h"

namespace deconflict::read {
std::string detect_language(std::string_view) { return {}; }
}  // namespace deconflict::read
