#include "claim/eligible.h"

#include <algorithm>

#include "base/words.h"
#include "claim/company.h"
#include "claim/nearby.h"
#include "count/terms.h"

namespace deconflict::claim {

bool Eligible::somebody(TokenIndex head) const {
  const auto lemma = tree_.lemma(head);
  for (const auto arms : {"aircraft", "drone", "artillery", "explosive", "suicide"})
    if (kinds_.in(arms, lemma)) return false;
  return facts_.is(head, TokenFacts::kArmed | TokenFacts::kPerson);
}

bool Eligible::may_act(TokenIndex head, Span phrase) const {
  if (is_strength(head)) return false;
  if (a_.tokens[head].upos == Upos::PRON || facts_.is(head, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed) || is_country(a_, head)) return true;
  const auto lemma = tree_.lemma(head);
  if (kinds_.in("aircraft", lemma) || kinds_.in("drone", lemma) || kinds_.in("police", lemma) || kinds_.in("suicide", lemma)) return true;
  const auto body = [](MentionType t) { return t != MentionType::LOC && t != MentionType::FAC && t != MentionType::WEAPON; };
  for (TokenIndex i = *tree_.token_at(phrase.begin); i < a_.tokens.size() && a_.tokens[i].span.begin < phrase.end; ++i) {
    const Token& t = a_.tokens[i];
    // "The fact that he …": what follows in a clause does not act for it.
    if (i > head && (t.upos == Upos::VERB || t.upos == Upos::SCONJ || t.deprel == Deprel::mark || is_subject(t.deprel))) break;
    if (facts_.is(i, TokenFacts::kArmed | TokenFacts::kPerson)) return true;
    if ((t.mention.part != NameTag::none && body(t.mention.type)) || (t.name.part != NameTag::none && body(t.name.type))) return true;
  }
  bool mentioned = false;
  each_overlapping(a_.mentions, a_.tokens[head].span, [&](const Mention& m) { mentioned = mentioned || body(m.type); });
  return mentioned;
}

bool Eligible::is_strength(TokenIndex head) const {
  const auto& words = tree_.children(head);
  return tree_.is_word(head, "force") && std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c > head && tree_.preposition(c) == "of" && kinds_.event_nouns.contains(tree_.lemma(c)); });
}

bool Eligible::measures(TokenIndex head) const { return (is_time(head) && !facts_.is(head, TokenFacts::kPerson)) || is_hour(head) || is_age(head) || is_measure(head); }

bool Eligible::is_time(TokenIndex head) const {
  const auto at = a_.tokens[head].span;
  const auto it = std::upper_bound(a_.times.begin(), a_.times.end(), at.begin, [](std::uint32_t b, const Timex& t) { return b < t.span.end; });
  return it != a_.times.end() && it->span.overlaps(at);
}

bool Eligible::is_measure(TokenIndex head) const { return a_.tokens[head].upos == Upos::NOUN && count::term_of(tree_.surface(head)).role == count::Role::unit && tree_.child(head, Deprel::nummod); }

bool Eligible::counted(TokenIndex head) const {
  bool found = false;
  each_overlapping(a_.counts, a_.tokens[head].span, [&](const Count&) { found = true; });
  return found;
}

bool Eligible::is_hour(TokenIndex head) const {
  const auto form = tree_.surface(head);
  if (form.size() != 4 || !std::all_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  return !counted(head);
}

bool Eligible::is_age(TokenIndex head) const {
  if (head < 2 || a_.tokens[head].upos != Upos::NUM || tree_.surface(head).size() > 2 || !tree_.is_word(head - 1, ",") || (a_.tokens[head - 2].upos != Upos::PROPN && a_.tokens[head - 2].upos != Upos::NOUN)) return false;
  return !counted(head);
}

bool Eligible::nobody(TokenIndex head) const {
  const auto& words = tree_.children(head);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::det && one_of(tree_.lemma(c), {"no", "neither"}); });
}

bool Eligible::reciprocal(TokenIndex i) const {
  const bool last = (tree_.is_word(i, "other") && i > 0 && tree_.is_word(i - 1, "each")) || (tree_.is_word(i, "another") && i > 0 && tree_.is_word(i - 1, "one"));
  return last || (i + 1 < a_.tokens.size() && ((tree_.is_word(i, "each") && tree_.is_word(i + 1, "other")) || (tree_.is_word(i, "one") && tree_.is_word(i + 1, "another"))));
}

bool Eligible::harmed(TokenIndex head) const {
  bool found = false;
  each_overlapping(a_.counts, a_.tokens[head].span, [&](const Count& n) { found = found || one_of(n.what, {"killed", "injured"}); });
  return found;
}

bool Eligible::nameless_ground(TokenIndex i) const {
  const auto lemma = tree_.lemma(i);
  bool named = a_.tokens[i].upos != Upos::NOUN || facts_.is(i, TokenFacts::kPlace);
  each_overlapping(a_.places, tree_.noun_phrase(i), [&](const Place&) { named = true; });
  for (const auto settled : {"town_noun", "province_noun", "country_noun"}) named = named || kinds_.in(settled, lemma);
  return !named && (kinds_.in("place_noun", lemma) || kinds_.in("building", lemma));
}

bool Eligible::stores(TokenIndex tank) const {
  const auto& words = tree_.children(tank);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return one_of(tree_.lemma(c), {"oil", "fuel", "gas", "gasoline", "petrol", "water", "storage", "grain", "propane", "septic"}); });
}

bool Eligible::of_people(TokenIndex i) const {
  const auto form = tree_.surface(i);
  const bool capital = form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z' && !(form[1] >= 'A' && form[1] <= 'Z');
  const bool opens = a_.tokens[i].span.begin == a_.sentences[a_.tokens[i].sentence].span.begin;
  for (const auto arms : {"aircraft", "drone", "artillery", "explosive", "chemical"})
    if (kinds_.in(arms, lower_ascii(tree_.surface(i)))) return false;  // "Aerial bombardment"
  return a_.tokens[i].upos == Upos::ADJ && capital && (!opens || a_.tokens[i].name.part != NameTag::none);
}

bool Eligible::of_nation(TokenIndex i) const {
  if (of_people(i)) return true;
  const auto form = tree_.surface(i);
  return is_country(a_, i) && form.size() > 1 && std::all_of(form.begin(), form.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '.'; });
}

}  // namespace deconflict::claim
