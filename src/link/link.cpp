#include "link/link.h"

namespace deconflict::link {
std::vector<Event> link(const std::vector<const Annotation*>&) { return {}; }
}  // namespace deconflict::link
