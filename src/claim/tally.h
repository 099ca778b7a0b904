#pragma once
#include <vector>

#include "claim/roles.h"

namespace deconflict::claim {

/// "The mayor was killed", "the arrest of Juan Perez": one, where none of the hit's own counts says it. Adds the counts to the layer, unsorted.
/// out     indexes of the new counts, which belong to the hit
std::vector<std::uint32_t> count_persons(Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit, const Roles& roles, const std::vector<std::uint32_t>& own);

/// "Killed several gunmen in three separate operations": do the words of a hit say that it tells of several happenings together?
bool sums_several(const Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit);

/// "Captured a leader and detained two others": three in all. Each claim that adds to those taken before in one happening
/// gets a count of them together, which lists what it sums up. Sorts the layer of counts.
/// placed  by claim: does it have a place of its own?
void sum_up(Annotation& a, std::vector<bool> placed);

}  // namespace deconflict::claim
