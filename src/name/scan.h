#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::name {

/// What stands between a word and the one before it.
enum class Gap : std::uint8_t { start, space, hyphen, dash, slash, apostrophe, dot, comma, paren, quote, other };

constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// A word as names are compared: hyphens and blanks both part words, "Da'esh" is one word, "U.S." is one word ("us"), the
/// possessive "'s" is a word of its own. Independent of how the tokenizer splits.
struct Word {
  Span span;
  std::uint32_t id = 0;     ///< in the lexicon's vocabulary; 0: not a word that the knowledge uses
  std::uint32_t token = kNone;
  std::uint32_t sentence = 0;
  Gap gap = Gap::start;
  bool upper = false;       ///< begins with a capital
  bool caps = false;        ///< all its letters are capitals, two at least
  bool number = false;      ///< begins with a digit
  bool possessive = false;  ///< is "'s"
  bool shouted = false;     ///< in a sentence that is all capitals: case says nothing
};

/// The form under which a word is looked up: folded, without apostrophes and dots. REQUIRES a surface that `scan` made.
void word_key(std::string_view surface, std::string& key);

/// Splits one span of text into words (id, token and sentence left unset).
void scan(std::string_view text, Span span, std::vector<Word>& into);

/// The words of all sentences that are no boilerplate, with tokens.
std::vector<Word> scan(const Annotation& a);

}  // namespace deconflict::name
