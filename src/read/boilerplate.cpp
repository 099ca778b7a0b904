#include "read/read.h"

namespace deconflict::read {
std::vector<Boilerplate> find_boilerplate(std::string_view) { return {}; }
}  // namespace deconflict::read
