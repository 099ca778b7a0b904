#pragma once
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::lang {

/// What an editor put into a sentence in brackets of its own: "the Front [FN] fighters", "left on Tuesday [3 May]", "[words indistinct]".
struct Aside {
  std::uint32_t open = 0, close = 0;  ///< tokens of the brackets
  bool needed = false;                ///< the sentence is whole only with its words: "told [the envoy] to leave"
};

/// Those of tokens[first, last), a sentence already tagged. Empty where brackets are left open, lie in each other or in a word ("[t]he").
std::vector<Aside> find_asides(const Annotation& a, std::uint32_t first, std::uint32_t last);

/// The trees of the sentence and of its asides, each read by itself, made one: what is aside hangs on the word before it.
void hang_asides(Annotation& a, std::uint32_t first, std::uint32_t last, const std::vector<Aside>& asides);

}  // namespace deconflict::lang
