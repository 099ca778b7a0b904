#include "claim/measure.h"

#include <algorithm>

#include "base/words.h"

namespace deconflict::claim {

namespace {

bool outdoes(std::string_view word) { return word.ends_with("iest") || one_of(lower_ascii(word), {"worst", "largest", "biggest", "greatest"}); }

/// "For the third time since the raid".
bool counted_from(const Tree& tree, TokenIndex first, TokenIndex since) { return since > first + 1 && tree.is_word(since - 1, "time"); }

}  // namespace

bool is_measure(const Annotation& a, const Tree& tree, TokenIndex noun) {
  if (tree.preposition(noun) != "since") return false;
  if (const auto since = tree.child(noun, Deprel::case_); since && counted_from(tree, a.sentences[a.tokens[noun].sentence].first_token, *since)) return true;
  for (TokenIndex i = noun; i-- > a.sentences[a.tokens[noun].sentence].first_token;)
    if (a.tokens[i].upos == Upos::ADJ && (tree.surface(i).ends_with("est") || one_of(tree.lemma(i), {"worst", "bad", "first"}))) return true;
  return false;
}

std::optional<TokenIndex> measured_since(const Annotation& a, const Tree& tree, TokenIndex i) {
  const TokenIndex first = a.sentences[a.tokens[i].sentence].first_token;
  // The words of what was then ("a 2018 spree of killing in X"), and whether they name an act and no day alone.
  bool clause = false, phrase = true, act = false;
  for (TokenIndex k = i; k-- > first;) {
    if (tree.is_word(k, "since")) {
      const bool named = k + 1 < i && !act && a.tokens[i].upos == Upos::PROPN;  // "since May in Oldtown"
      if (!clause && (!phrase || named)) return std::nullopt;
      const bool measures = std::any_of(a.tokens.begin() + first, a.tokens.begin() + k, [&](const Token& t) { return t.upos == Upos::ADJ && outdoes(a.surface(t.span)); });
      return measures || counted_from(tree, first, k) ? std::optional(k) : std::nullopt;
    }
    clause = clause || tree.is_word(k, "which") || tree.is_word(k, "when");
    const Upos u = a.tokens[k].upos;
    act = act || u == Upos::NOUN || (u == Upos::VERB && tree.surface(k).ends_with("ing"));
    phrase = phrase && (one_of(u, {Upos::DET, Upos::ADJ, Upos::NUM, Upos::NOUN}) || (u == Upos::VERB && tree.surface(k).ends_with("ing")) || (u == Upos::ADP && !tree.is_word(k, "since") && a.tokens[i].upos == Upos::PROPN) || (u == Upos::PROPN && a.tokens[i].upos == Upos::PROPN));
  }
  return std::nullopt;
}

}  // namespace deconflict::claim
