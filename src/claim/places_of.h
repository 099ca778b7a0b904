#pragma once
#include <vector>

#include "claim/dateline.h"
#include "claim/hit_map.h"
#include "claim/slots.h"

namespace deconflict::claim {

/// Where each hit is, by what hangs on it and by what the words point back to.
/// acting  by place: does it stand for an actor?
/// out     places of `out`, by hit; its origin; as scenes the places that may be where something is that no hit tells
void share_places(const HitMap& map, const Dateline& dateline, const std::vector<bool>& acting, Slots& out);

}  // namespace deconflict::claim
