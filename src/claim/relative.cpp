#include "claim/relative.h"

#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

bool is_place(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex i) {
  bool place = kinds.in("place_noun", tree.lemma(i));
  each_overlapping(a.places, a.tokens[i].span, [&](const Place&) { place = true; });
  return place;
}

}  // namespace

bool is_relative(const Annotation& a, const Tree& tree, TokenIndex i) {
  return a.tokens[i].upos == Upos::PRON && (tree.is_word(i, "who") || tree.is_word(i, "whom") || tree.is_word(i, "which") || tree.is_word(i, "that"));
}

std::optional<TokenIndex> noun_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex clause) {
  const auto noun = tree.head(clause);
  bool who = false;
  for (TokenIndex c : tree.children(clause)) who = who || tree.is_word(c, "who") || tree.is_word(c, "whom");
  if (!noun || !who) return noun;
  constexpr int kNested = 4;
  TokenIndex at = *noun;
  for (int steps = 0; steps < kNested && is_place(a, tree, kinds, at); ++steps) {
    const auto head = tree.head(at);
    if (!head || *head > at || !is_noun(a.tokens[*head].upos)) return noun;
    at = *head;
  }
  if (is_place(a, tree, kinds, at)) return noun;
  // "Karim Odeh, mayor of Oldtown, who was shot": the mayor is Odeh.
  const auto named = tree.head(at);
  return a.tokens[at].deprel == Deprel::appos && named && a.tokens[*named].upos == Upos::PROPN ? named : std::optional(at);
}

TokenIndex stands_for(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex word, TokenIndex clause) {
  if (a.tokens[clause].deprel != Deprel::acl_relcl || !is_relative(a, tree, word)) return word;
  return noun_of(a, tree, kinds, clause).value_or(word);
}

}  // namespace deconflict::claim
