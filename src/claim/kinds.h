#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/knowledge_text.h"
#include "base/word_table.h"
#include "claim/claim.h"

namespace deconflict::claim {

/// A set of lemmas and of word tests: `#place`, `#armed`, `#person`, `#named`, `#state`, `#proper`, `#number`, `*` for any word; `@class` takes in a
/// class of knowledge/words.
struct WordTest {
  WordSet words;
  bool place = false, armed = false, person = false, named = false, state = false, proper = false, number = false, any = false;
};

/// One condition of a trigger line; all must hold.
struct Condition {
  enum class Where : std::uint8_t {
    subject,   ///< subj(…): who does it — active subject or by-phrase
    object,    ///< obj(…): whom or what — object or passive subject
    modifier,  ///< mod(…): adjectives and compounds before the word, possessor
    complement,///< of(…): nouns attached by any preposition
    prep,      ///< prep(…): one of these prepositions introduces a dependent
    near,      ///< near(…): anywhere in the sentence
    preposed,  ///< case(…): the preposition of a noun itself
    aux,       ///< aux(…): an auxiliary or a negation of the verb
    blamed,    ///< blamed(…): whom words of blame around a noun name, or "carried out by"
    next,      ///< next(…): the word right after
    before,    ///< before(…): the word right before
    under      ///< under(…): the word it depends on
  };
  Where where;
  bool negative = false;
  WordTest test;
};

/// What a syntactic slot means for a kind.
enum class Slot : std::uint8_t { actor, recipient, weapon, place, from, none };

enum class Pos : std::uint8_t { verb, noun, adjective, auxiliary };

struct Trigger {
  std::uint32_t kind = 0;  ///< index into Kinds::all
  Pos pos = Pos::verb;
  std::vector<std::string> words;  ///< lemmas; a verb's further words may stand up to three tokens on
  std::vector<Condition> conditions;
  WordSet acts;  ///< of an auxiliary or a verb of plans: the PLOVER events of what is to be done; empty: whatever it is
  std::optional<Slot> subject, object, to, of, with, on, in, from, over, for_;
  std::optional<Slot> modifier;
  std::optional<Realis> realis;  ///< what the words alone say of it: "looked the other way" tells what was not done
  double score = 0.7;
  std::string where;  ///< file:line

  /// "This crime", which tells of an act only with who is blamed for it.
  bool asks_for_blame() const;
};

/// The lexicon of kinds, compiled from `text/kinds` and `text/words`.
struct Kinds {
  std::vector<Kind> all;
  std::vector<Trigger> triggers;
  WordMap<std::vector<std::uint32_t>> by_first_word;  ///< lemma → triggers
  WordSet vocabulary;   ///< every word of the triggers and their conditions
  WordSet event_nouns;  ///< nouns that tell an event by themselves
  WordMap<WordTest> classes;

  bool in(std::string_view word_class, std::string_view lemma) const;
  std::optional<std::uint32_t> find(std::string_view name) const;
};

/// Is it something done on the ground, somewhere and on some day, rather than said or agreed?
bool is_physical(const Kind& kind);

/// Is it done against somebody, so that to announce it is to threaten?
bool is_hostile(const Kind& kind);

/// errors: knowledge.* with file:line for an unknown key, condition, slot or class
Result<Kinds> load_kinds(std::string_view kinds_text, std::string_view words_text);

}  // namespace deconflict::claim
