#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Tokens between two borders that no sentence crosses.
struct Paragraph {
  std::uint32_t first_token, last_token;
  std::uint32_t dateline;  ///< so many of its first tokens are a dateline, a sentence of their own
  bool boilerplate;
};

/// Fills a.tokens (spans only) from a.text and a.boilerplate. An empty line ends a paragraph; a single newline ends one unless
/// the text is wrapped to a fixed width. No paragraph crosses the border of a boilerplate span, none is empty. Linear in the
/// size of the text.
std::vector<Paragraph> cut_paragraphs(Annotation& a);

/// Fills a.sentences and the sentence numbers of a.tokens: a sentence ends behind token i where `ends[i]` is above 0, and at the
/// end of its paragraph.
void join_sentences(Annotation& a, const std::vector<Paragraph>& paragraphs, const std::vector<float>& ends);

/// Is the text wrapped at a fixed width, so that a single newline is a blank and no more?
bool is_hard_wrapped(std::string_view text);

}  // namespace deconflict::lang
