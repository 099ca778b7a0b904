#include "claim/day_of.h"

#include <algorithm>

#include "base/words.h"
#include "claim/mention.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

bool points_back(const Annotation& a, const Tree& tree, TokenIndex i) {
  const auto& children = tree.children(i);
  return std::any_of(children.begin(), children.end(), [&](TokenIndex c) { return a.tokens[c].deprel == Deprel::det && one_of(tree.lemma(c), {"this", "that", "these", "those"}); });
}

/// "A day after" something, "two weeks before" it: days from the other act to it.
std::optional<int> days_from(const Annotation& a, const Tree& tree, TokenIndex i) {
  for (TokenIndex c : tree.children(i)) {
    const bool joins = a.tokens[c].deprel == Deprel::case_ || a.tokens[c].deprel == Deprel::mark;
    const bool after = tree.is_word(c, "after");
    if (!joins || c == 0 || (!after && !tree.is_word(c, "before"))) continue;
    std::optional<int> days;
    each_overlapping(a.times, a.tokens[c - 1].span, [&](const Timex& t) {
      if (t.type != TimexType::DURATION || t.value.size() < 3 || t.value.size() > 4) return;
      const bool digits = std::all_of(t.value.begin() + 1, t.value.end() - 1, [](char x) { return x >= '0' && x <= '9'; });
      if (digits && (t.value.back() == 'D' || t.value.back() == 'W')) days = std::stoi(t.value.substr(1)) * (t.value.back() == 'W' ? 7 : 1);
    });
    if (days) return after ? -*days : *days;
  }
  return std::nullopt;
}

}  // namespace

bool day_of_counting(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex time, TokenIndex act) {
  auto over = tree.head(time);
  // "The next day, 7 November".
  for (TokenIndex i = time; over && one_of(a.tokens[i].deprel, {Deprel::appos, Deprel::flat, Deprel::nmod_unmarked}); over = tree.head(i)) i = *over;
  if (!over || a.tokens[*over].upos != Upos::VERB) return false;
  constexpr int kFar = 5;
  bool rises = false;
  auto i = std::optional(act);
  for (int steps = 0; i && steps < kFar; ++steps, i = tree.head(*i)) {
    const auto subject = tree.child(*i, Deprel::nsubj);
    rises = rises || (kinds.in("rising", tree.lemma(*i)) && subject && kinds.in("tally", tree.lemma(*subject)));
    if (*i == *over) return rises;
  }
  return false;
}

bool counts_from(const Annotation& a, const Tree& tree, TokenIndex time) {
  if (tree.preposition(time) != "since") return false;
  constexpr int kFar = 3;
  auto i = tree.head(time);
  for (int steps = 0; i && steps < kFar && !tree.child(*i, Deprel::cop); ++steps) i = tree.head(*i);
  if (!i || !tree.child(*i, Deprel::cop)) return false;
  const auto ranks = [&](TokenIndex word) {
    const auto form = lower_ascii(tree.surface(word));
    return one_of(form, {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "worst", "most"}) || (form.ends_with("est") && a.tokens[word].upos == Upos::ADJ);
  };
  if (ranks(*i)) return true;
  const auto& children = tree.children(*i);
  return std::any_of(children.begin(), children.end(), ranks);
}

bool day_of_the_known(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex time) {
  constexpr int kFar = 3;
  auto verb = std::optional(time);
  for (int steps = 0; verb && steps < kFar && a.tokens[*verb].upos != Upos::VERB; ++steps) verb = tree.head(*verb);
  if (!verb || !kinds.in("coming_about", tree.lemma(*verb))) return false;
  const auto subject = tree.child(*verb, Deprel::nsubj);
  return subject && definite(a, tree, *subject) && (kinds.in("deed", tree.lemma(*subject)) || kinds.event_nouns.contains(tree.lemma(*subject)));
}

std::optional<int> days_apart(const Annotation& a, const Tree& tree, TokenIndex act) {
  if (!points_back(a, tree, act))
    if (const auto days = days_from(a, tree, act)) return days;
  for (TokenIndex o : tree.children(act))
    if (is_oblique(a.tokens[o].deprel) && points_back(a, tree, o))
      if (const auto days = days_from(a, tree, o)) return -*days;
  return std::nullopt;
}

}  // namespace deconflict::claim
