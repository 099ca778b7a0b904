#pragma once
#include "claim/dateline.h"
#include "claim/hit_map.h"
#include "claim/slots.h"

namespace deconflict::claim {

/// When each hit was, by what hangs on it, and which day the report is about.
/// out     times and said_times of `out`, by hit; its lead, the day of its date line and the year that the text gives
void share_times(const HitMap& map, const Dateline& dateline, Slots& out);

}  // namespace deconflict::claim
