#pragma once
#include "deconflict/annotation.h"
#include "place/scan.h"

namespace deconflict::place {

/// How likely a place is meant by a name when nothing else is known; [0, about 1.2].
double prior(const Row& row, NameSort sort);

/// Chooses a place for every name of the scan and appends them to a.places (sorted by span); a name whose places nothing
/// supports stays unresolved. → the row of each place, kNone where unresolved
std::vector<std::uint32_t> resolve(Annotation& a, const Table& table, const Scan& scan);

}  // namespace deconflict::place
