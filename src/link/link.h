#pragma once
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/event.h"

namespace deconflict::link {

/// Joins claims of one happening, within and across documents, counts each origin once, and sets rival values side by side.
/// in      annotation records (text is not needed); their order does not matter
/// out     events sorted by id; the same whatever the order of the records
std::vector<Event> link(const std::vector<const Annotation*>& records);

}  // namespace deconflict::link
