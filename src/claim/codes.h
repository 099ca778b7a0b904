#pragma once
#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// The codes of PLOVER, CAMEO and ACLED for a claim of a kind, some of which depend on who acts and who suffers.
void give_codes(const Annotation& a, const Tree& tree, const Kinds& kinds, const Kind& kind, Claim& c);

}  // namespace deconflict::claim
