#include "claim/aside.h"

#include <algorithm>

#include "base/words.h"
#include "claim/mention.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

constexpr int kSteps = 14;

}  // namespace

bool Aside::is_time(TokenIndex i) const {
  bool time = false;
  each_overlapping(a_.times, a_.tokens[i].span, [&](const Timex&) { time = true; });
  return time;
}

/// "Against the war", "for the release", "in support of the strikers", "after the death", "demanding an inquiry".
bool Aside::is_cause(TokenIndex i) const {
  const auto preposition = tree_.preposition(i);
  if (one_of(preposition, {"against", "over", "about", "after", "following"})) return true;
  if (preposition == "for") return !is_time(i);
  if (preposition == "in" && one_of(tree_.lemma(i), {"support", "favour", "favor", "solidarity", "sympathy", "memory", "honour", "honor", "protest"})) return true;
  return a_.tokens[i].upos == Upos::VERB && one_of(a_.tokens[i].deprel, {Deprel::advcl, Deprel::xcomp, Deprel::acl}) && kinds_.in("crying_out", tree_.lemma(i));
}

template <class F>
bool Aside::any_below(TokenIndex word, TokenIndex act, F&& f) const {
  for (int steps = 0; steps < kSteps && word != act; ++steps) {
    if (f(word)) return true;
    const auto head = tree_.head(word);
    if (!head) return false;
    word = *head;
  }
  return false;
}

bool Aside::is_matter(TokenIndex place, TokenIndex act) const {
  // "Against the war, outside the embassies in Oldtown": where they stood, whatever the tree hangs it on.
  const bool stands = any_below(place, act, [&](TokenIndex i) {
    return i > act && one_of(tree_.preposition(i), {"outside", "near", "at", "in front of"}) && (kinds_.in("building", tree_.lemma(i)) || kinds_.in("office_noun", tree_.lemma(i)) || one_of(tree_.lemma(i), {"parliament", "palace", "university", "square", "entrance", "gate"}));
  });
  if (stands) return false;
  return any_below(place, act, [&](TokenIndex i) { return is_cause(i); });
}

bool Aside::is_goal_of_way(TokenIndex place) const {
  TokenIndex i = place;
  while (one_of(a_.tokens[i].deprel, {Deprel::conj, Deprel::appos, Deprel::flat, Deprel::compound}) && tree_.head(i)) i = *tree_.head(i);
  const auto over = tree_.head(i);
  if (!over || !one_of(tree_.preposition(i), {"to", "from", "toward", "towards", "for"})) return false;
  return tree_.lemma(*over) == "way" && one_of(tree_.preposition(*over), {"on", "along"});
}

bool Aside::is_afterwards(TokenIndex place, TokenIndex act) const {
  bool taken = false;
  return any_below(place, act, [&](TokenIndex i) {
    taken = taken || (a_.tokens[i].upos == Upos::VERB && kinds_.in("taking_away", tree_.lemma(i)));
    return taken && a_.tokens[i].deprel == Deprel::conj && i > act;
  });
}

bool Aside::names_war(const Place& place, TokenIndex i) const {
  const auto head = tree_.head(i);
  const Deprel d = a_.tokens[i].deprel;
  return place.precision == Precision::region && head && *head > i && (d == Deprel::compound || d == Deprel::amod) && tree_.lemma(*head) == "war";
}

bool Aside::is_since(TokenIndex place, TokenIndex act) const {
  const auto parts = [](std::string_view word) { return one_of(word, {"since", "before", "until", "till"}); };
  return any_below(place, act, [&](TokenIndex i) {
    const auto mark = tree_.child(i, Deprel::mark);
    return parts(tree_.preposition(i)) || (mark && parts(tree_.lemma(*mark)));
  });
}

bool Aside::is_beyond(TokenIndex place) const {
  TokenIndex i = place;
  while (a_.tokens[i].deprel == Deprel::conj && tree_.head(i)) i = *tree_.head(i);
  const auto over = tree_.head(i);
  return over && tree_.preposition(i) == "with" && one_of(tree_.lemma(*over), {"border", "frontier", "boundary"});
}

bool Aside::is_craft(TokenIndex i) const {
  const auto head = tree_.head(i);
  return head && *head > i && a_.tokens[i].deprel == Deprel::compound && a_.tokens[*head].upos == Upos::NOUN &&
         (kinds_.in("aircraft", tree_.lemma(*head)) || one_of(tree_.lemma(*head), {"van", "truck", "car", "rifle", "missile", "rocket", "pickup", "lorry"}));
}

TokenIndex clause_head(const Annotation& a, const Tree& tree, TokenIndex at) {
  for (auto head = tree.head(at); head; head = tree.head(at)) {
    const bool clause = one_of(a.tokens[at].deprel, {Deprel::advcl, Deprel::ccomp, Deprel::parataxis, Deprel::acl_relcl, Deprel::conj});
    if (clause && (tree.child(at, Deprel::nsubj) || tree.child(at, Deprel::nsubj_pass))) break;
    at = *head;
  }
  return at;
}

bool is_charge(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun) {
  return noun > 1 && a.tokens[noun].upos == Upos::NOUN && kinds.in("charge", tree.lemma(noun)) && one_of(tree.lemma(noun - 1), {"a", "an"}) && tree.is_word(noun - 2, ",");
}

bool denies_charge(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex verb) {
  const auto noun = tree.head(verb);
  return noun && *noun < verb && kinds.in("denying", tree.lemma(verb)) && is_charge(a, tree, kinds, *noun);
}

bool describes_another(const Annotation& a, const Tree& tree, TokenIndex act) {
  const auto noun = tree.head(act);
  return noun && a.tokens[act].upos == Upos::VERB && one_of(a.tokens[act].deprel, {Deprel::acl, Deprel::acl_relcl, Deprel::amod}) && !definite(a, tree, *noun);
}

bool is_done_by_now(const Annotation& a, const Tree& tree, TokenIndex act) {
  const auto& words = tree.children(act);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a.tokens[c].deprel == Deprel::aux && (tree.is_word(c, "has") || tree.is_word(c, "have")); });
}

}  // namespace deconflict::claim
