#pragma once
#include <string>
#include <vector>

#include "name/lexicon.h"
#include "name/scan.h"

namespace deconflict::name {

/// A run of words that the lexicon knows, or one that it does not (no senses).
struct Item {
  std::uint32_t first = 0, last = 0;              ///< words [first, last)
  std::uint32_t senses_begin = 0, senses_end = 0;  ///< in Reading::senses
};

/// What a mention stands for, before the document as a whole is weighed.
struct Found {
  enum Kind : std::uint8_t {
    none,     ///< nothing that the text identifies
    known,    ///< an entry or a composed entity: `index`
    named,    ///< one of the known senses of item `item`
    generic,  ///< "the army", "the coalition": noun `noun`; a country or coalition may be understood
    phrase,   ///< an entity of this document only
    person,   ///< a person's name
    office    ///< "the foreign minister": a person of this document only, unless one named there holds it
  };
  Span span;
  MentionType type = MentionType::ORG;
  Kind kind = none;
  std::uint32_t index = kNone;
  std::uint32_t item = kNone;
  std::uint32_t noun = kNone;
  std::uint32_t country = kNone;
  std::uint32_t parent = kNone;  ///< known entry
  std::string key;               ///< phrase, person: under which mentions meet
  std::string title;             ///< person: the words before the name
  bool whole = false;            ///< nothing inside is a mention of its own
  bool passing = false;          ///< does not tell whose institutions "the army" are: "Ruritanian airstrikes"
  Span name;                     ///< the words that name it, if not the whole span
};

/// The words of one document and how they were read.
struct Reading {
  explicit Reading(const Lexicon& lexicon, const Annotation& annotation);

  const Lexicon& lex;
  const Annotation& a;
  std::vector<Word> words;
  std::vector<Item> items;
  std::vector<const Sense*> senses;
  std::vector<std::uint32_t> item_of;  ///< word → item
  std::vector<Found> found;
  std::vector<bool> taken;             ///< item is part of a mention already
  std::vector<std::pair<Span, Span>> same;  ///< mentions that the text itself says are one

  const Sense* sense(const Item& item, Sense::Kind kind) const;
  const Sense* noun(const Item& item, Noun noun) const;
  /// Has it a name of the knowledge that is not merely a loose one ("coalition forces")?
  bool named(const Item& item) const;
  /// First noun sense of one of the classes that a phrase can end in.
  const Sense* head(const Item& item) const;
  Gap gap(std::uint32_t item) const { return words[items[item].first].gap; }
  const Word& word(std::uint32_t item) const { return words[items[item].first]; }
  bool single(std::uint32_t item) const { return items[item].last == items[item].first + 1; }
  Span span(std::uint32_t first_item, std::uint32_t last_item) const {
    return {words[items[first_item].first].span.begin, words[items[last_item].last - 1].span.end};
  }
  std::string_view text(std::uint32_t item) const { return span(item, item).of(a.text); }
  const Token* token(std::uint32_t word_index) const {
    const auto t = words[word_index].token;
    return t == kNone ? nullptr : &a.tokens[t];
  }
  /// The last word that begins at or before a byte; the first for the bytes before it.
  std::uint32_t word_at(std::uint32_t byte) const;
  /// Folded words of a range, joined by blanks; a possessive is left out.
  std::string key(std::uint32_t first_word, std::uint32_t last_word) const;
};

/// "Northern", "southern": says where a body is, or, in its name, which it is.
bool is_direction(std::string_view word);
/// Organisations by their head words, then persons by title or given name.
void find_unknown(Reading& r);
/// "Syrian troops", "Russia's defence ministry", "gunmen": noun phrases that end in a noun of the knowledge.
void find_phrases(Reading& r);
/// Names of the knowledge, and countries that act.
void find_names(Reading& r);
/// Acronyms that nothing else read.
void find_acronyms(Reading& r);
/// Second names that the text gives, as mentions wherever they stand, and `same`. Sorts `found`.
void find_aliases(Reading& r);
/// "A spokesman for the rebels" and "a spokesman for the army" are two: what stands behind them becomes part of their names. REQUIRES sorted `found`.
void tell_speakers_apart(Reading& r);
/// Joins the mentions into entities and writes both into `a`. → the index in `found` of each mention
std::vector<std::uint32_t> resolve(Reading& r, Annotation& a);
/// Entities that the text says are one become one; "the group" gets the group last spoken of, "he said" the speaker, where
/// there is no doubt which. in: what `resolve` returned
void join(const Reading& r, std::vector<std::uint32_t> found_of, Annotation& a);
/// Mentions of pronouns that speak, with the entity of the speaker; those that stay open are none.
void find_pronouns(const Reading& r, const std::vector<std::uint32_t>& found_of, Annotation& a);

}  // namespace deconflict::name
