#pragma once
#include <vector>

#include "claim/roles.h"

namespace deconflict::claim {

/// "The mayor was killed", "the arrest of Juan Perez": one, where none of the hit's own counts says it. Adds the counts to the layer, unsorted.
/// out     indexes of the new counts, which belong to the hit
std::vector<std::uint32_t> count_persons(Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit, const Roles& roles, const std::vector<std::uint32_t>& own);

/// "Captured a leader and detained two others": three in all. Each claim that adds to those taken before in one happening
/// gets a count of them together, which lists what it sums up. Sorts the layer of counts.
void sum_up(Annotation& a);

}  // namespace deconflict::claim
