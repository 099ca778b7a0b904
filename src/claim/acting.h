#pragma once
#include <vector>

#include "claim/kinds.h"
#include "claim/roles.h"
#include "claim/tree.h"
#include "claim/trigger.h"

namespace deconflict::claim {

/// By place: does it stand for those who act ("negotiated by Russia"), and is no place of what happened?
std::vector<bool> acting_places(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<Roles>& roles);

}  // namespace deconflict::claim
