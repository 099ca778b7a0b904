#pragma once
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "claim/kinds.h"
#include "base/words.h"
#include "claim/quotes.h"
#include "claim/tree.h"
#include "deconflict/annotation.h"

namespace deconflict::claim {

inline bool ends_with(std::string_view word, std::string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

bool is_punct(const Annotation& a, TokenIndex i);

/// The span without blanks, commas and dashes at its ends (quotation marks and full stops stay).
Span trimmed(const Annotation& a, Span s);
Span without_stop(const Annotation& a, Span s);

/// No rule looks further than this many words on, so that a text without sentence ends takes no longer than another.
inline constexpr TokenIndex kFar = 160;

/// Reads what one word of speech or attitude says: its source, its cue, its content.
class Speech {
 public:
  Speech(const Annotation& a, const Tree& tree, const Kinds& kinds, const Quotes& quotes) : a_(a), tree_(tree), kinds_(kinds), quotes_(quotes) {}

  /// The attribution whose cue has its head at `i`; nullopt where the word is no cue there.
  std::optional<Attribution> read(TokenIndex i, const Sentence& s) const;

  /// A piece of content with the quotations that it begins or ends in, unless the cue stands in the same quotation.
  Span with_quotes(Span piece, Span cue) const;
  /// The whole phrase of a source, without what stands beyond the cue.
  Span source_of(TokenIndex head, TokenIndex cue) const;
  /// Does a clause or a quotation stand in [first, last), not "On Tuesday,"?
  bool says_something(TokenIndex first, TokenIndex last) const;

 private:
  struct Cue {
    TokenIndex head, first, last;
  };
  struct Content {
    std::optional<Tree::Range> range;
    std::optional<TokenIndex> preposition;  ///< "called for": belongs to the cue
    bool clause = false;
  };

  bool in(const char* word_class, TokenIndex i) const { return kinds_.in(word_class, tree_.lemma(i)); }
  Span span(Cue c) const { return tree_.span({c.first, c.last}); }
  Cue cue_at(TokenIndex i) const;
  bool leads_to_cue(TokenIndex i) const;
  std::optional<TokenIndex> inverted_subject(Cue cue, const Sentence& s) const;
  TokenIndex with_title(TokenIndex first, TokenIndex cue) const;
  bool beside(TokenIndex earlier, TokenIndex later) const;
  std::optional<TokenIndex> spoken_above(TokenIndex word) const;
  std::optional<TokenIndex> subject_of(TokenIndex i) const;

  std::optional<Attribution> state_of_mind(TokenIndex i, const Sentence& s) const;
  std::optional<Attribution> named_claim(TokenIndex i) const;
  Span with_speaker_before(Span source, const Sentence& s) const;
  std::optional<Attribution> seems(Cue cue) const;
  std::optional<Attribution> passive(Cue cue) const;
  std::optional<Attribution> around(Cue cue, TokenIndex subject, Span source, const Sentence& s) const;
  std::optional<Attribution> after(Cue cue, Span source, const Sentence& s) const;
  bool said_too(Cue cue, TokenIndex verb, bool clause) const;
  bool names_source(TokenIndex verb) const;
  Content bound(Cue cue, bool quoted) const;
  std::optional<TokenIndex> other_form(TokenIndex verb) const;
  std::optional<Tree::Range> lost_clause(Cue cue, const Sentence& s) const;
  bool takes_oblique(TokenIndex verb, TokenIndex nominal, bool alone) const;
  bool in_time(TokenIndex i) const;
  TokenIndex comment_end(Cue cue, const Sentence& s) const;
  bool says_beside(TokenIndex mark) const;
  Span without_tail(Span piece) const;
  Span finished(Span piece, Span cue) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const Quotes& quotes_;
};

}  // namespace deconflict::claim
