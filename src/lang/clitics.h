#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"
#include "lang/sentences.h"

namespace deconflict::lang {

/// Clitics written without their apostrophe: "Syrias army", "its over", "they wont".

/// Length in bytes of what may be such a clitic at the end of the word; 0 where none can be. In a text that has apostrophes
/// elsewhere only pronouns and the like are asked ("its", "lets"), not every word in s.
std::uint32_t lost_clitic(std::string_view word, bool text_has_apostrophes);

/// Has the text a clitic with its apostrophe? `words` are its tokens.
bool has_apostrophes(std::string_view text, const std::vector<Token>& words);

/// Splits the tokens named, in two: tokens[at[i].token] loses its last at[i].bytes. `at` is sorted; paragraphs are moved along.
struct CliticAt {
  std::uint32_t token, bytes;
};
void split_clitics(Annotation& a, std::vector<Paragraph>& paragraphs, const std::vector<CliticAt>& at);

}  // namespace deconflict::lang
