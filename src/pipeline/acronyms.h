#pragma once
#include <string>

#include "deconflict/annotation.h"

namespace deconflict {

/// Groups whose acronym spells a common word ("IS has claimed the attack") mislead the tagger, and the tree with it. The copy
/// that the language core reads has another acronym of the same length there, so that all offsets hold.
/// out     empty where the text has none
std::string without_wordlike_acronyms(std::string_view text);

/// Gives the lemmas of such tokens their own spelling again.
void restore_acronyms(Annotation& a);

}  // namespace deconflict
