#pragma once
#include <string>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// With what it was done: the weapon tells it, else the word of the act, else what its doer is called ("gunmen"). Empty where none does, or where they tell several.
std::string means_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const Claim& claim);

}  // namespace deconflict::claim
