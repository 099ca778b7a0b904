#pragma once
#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Hangs commas, dashes and colons of tokens[first, last), one sentence's tree, as the guidelines of Universal Dependencies have it: on the highest
/// word beside them that leaves the tree projective, and of two such words on the lower one. What the parser says of them is right less often.
void hang_punctuation(Annotation& a, std::uint32_t first, std::uint32_t last);

}  // namespace deconflict::lang
