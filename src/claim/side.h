#pragma once
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::claim {

/// Of "we", "us" and "our" the party for which the innermost of the voices speaks; of "I" and "me" who speaks. Nothing for other words, and
/// where the text does not say for whom somebody speaks.
Index side_of_speaker(const Annotation& a, const std::vector<Voice>& voices, std::string_view pronoun);

}  // namespace deconflict::claim
