#pragma once
#include "claim/frame.h"

namespace deconflict::claim {

/// "Accused the rebels of the attack", "attributed it to them", "was the work of the rebels": adds to the agents of an event noun whoever the
/// words around it blame; takes from its obliques what only names them.
/// noun    the event's word, or the noun of number that stands for it
void blamed(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun, Frame& f);

}  // namespace deconflict::claim
