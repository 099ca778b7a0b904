#pragma once
#include <string_view>
#include <vector>

#include "deconflict/span.h"

namespace deconflict::lang {

/// Cuts text[range] into tokens as UD English-EWT does: clitics ("do|n't", "Syria|'s"), punctuation and hyphens apart
/// ("state|-|held", "al|-|Sham", but prefixes kept: "anti-government"), numbers, dates, addresses and abbreviations whole.
/// A full stop stays with an abbreviation ("Gen.", "U.S."). Appends to `out`, sorted, none empty, none with white space.
/// REQUIRES valid UTF-8 in text[range]. Linear in the size of the range.
void tokenize(std::string_view text, Span range, std::vector<Span>& out);

/// What an abbreviation that ends in a full stop says about the sentence.
enum class Abbreviation : unsigned char {
  none,
  title,  ///< goes before a name or number: never ends a sentence ("Gen.", "No.")
  other,  ///< may end one ("Inc.", "U.S.", "p.m.")
};
/// `word` with its full stop; `next` is the text behind it.
Abbreviation abbreviation(std::string_view word, std::string_view next);

/// Length in bytes of white space at `at`, 0 where there is none.
std::uint32_t space_at(std::string_view text, std::size_t at);

}  // namespace deconflict::lang
