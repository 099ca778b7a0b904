#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::claim {

using TokenIndex = std::uint32_t;

/// Reading aids over the dependency trees of one document. Views the annotation, which must outlive it.
class Tree {
 public:
  explicit Tree(const Annotation& a);

  /// Dependents of a token in text order.
  struct Children {
    const TokenIndex* first;
    const TokenIndex* last;
    const TokenIndex* begin() const { return first; }
    const TokenIndex* end() const { return last; }
  };
  Children children(TokenIndex i) const { return {list_.data() + start_[i], list_.data() + start_[i + 1]}; }

  const Token& token(TokenIndex i) const { return a_.tokens[i]; }
  std::string_view surface(TokenIndex i) const { return a_.surface(a_.tokens[i].span); }
  /// Lower-cased surface (ASCII), for words whose form matters more than their lemma.
  bool is_word(TokenIndex i, std::string_view lower) const;
  std::string_view lemma(TokenIndex i) const { return a_.tokens[i].lemma; }
  std::optional<TokenIndex> head(TokenIndex i) const;

  /// First dependent with one of the relations.
  std::optional<TokenIndex> child(TokenIndex i, Deprel d) const;
  /// The preposition of a nominal ("in" of "in the town"); empty without one.
  std::string_view preposition(TokenIndex nominal) const;

  /// Tokens [first, last] that the subtree of i covers, kept inside its sentence.
  struct Range {
    TokenIndex first, last;
  };
  Range subtree(TokenIndex i) const { return {low_[i], high_[i]}; }
  Span span(Range r) const { return {a_.tokens[r.first].span.begin, a_.tokens[r.last].span.end}; }
  Span subtree_span(TokenIndex i) const { return span(subtree(i)); }

  /// The noun phrase of a head without what only comments on it: no leading preposition, no relative clause, no
  /// coordinated phrase, no trailing comma.
  Span noun_phrase(TokenIndex head) const;

  /// The head and the heads coordinated with it.
  std::vector<TokenIndex> conjuncts(TokenIndex head) const;

  /// The token in which a byte lies or, failing that, the first one after it; nullopt past the end.
  std::optional<TokenIndex> token_at(std::uint32_t byte) const;
  /// The token inside `span` whose head lies outside: the head of a mention.
  std::optional<TokenIndex> head_of(Span span) const;
  /// Is `above` on the path from i to its root?
  bool dominates(TokenIndex above, TokenIndex i) const;

 private:
  const Annotation& a_;
  std::vector<TokenIndex> start_, list_, low_, high_;
};

inline bool is_noun(Upos u) { return u == Upos::NOUN || u == Upos::PROPN; }
inline bool is_subject(Deprel d) { return d == Deprel::nsubj || d == Deprel::nsubj_pass || d == Deprel::nsubj_outer || d == Deprel::csubj; }
inline bool is_oblique(Deprel d) { return d == Deprel::obl || d == Deprel::nmod || d == Deprel::obl_agent || d == Deprel::obl_unmarked || d == Deprel::nmod_unmarked; }
inline bool is_clause(Deprel d) {
  return d == Deprel::advcl || d == Deprel::acl || d == Deprel::acl_relcl || d == Deprel::ccomp || d == Deprel::xcomp || d == Deprel::parataxis ||
         d == Deprel::advcl_relcl || d == Deprel::csubj;
}

}  // namespace deconflict::claim
