#pragma once
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Fills a.sentences and a.tokens (spans and sentence numbers only) from a.text and a.boilerplate. An empty line ends a
/// sentence; a single newline ends one unless the text is wrapped to a fixed width. No sentence crosses the border of a
/// boilerplate span. Linear in the size of the text.
void split_sentences(Annotation& a);

/// Is the text wrapped at a fixed width, so that a single newline is a blank and no more?
bool is_hard_wrapped(std::string_view text);

}  // namespace deconflict::lang
