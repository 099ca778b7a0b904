#include "claim/whose.h"

#include "base/words.h"
#include "claim/nearby.h"

namespace deconflict::claim {

/// "The police of Oldtown", "Oldtown's mayor"; not "rebels in Oldtown".
bool Whose::in_name(TokenIndex i) const {
  const Deprel d = a_.tokens[i].deprel;
  if (d == Deprel::nmod) return tree_.preposition(i) == "of";
  return d == Deprel::nmod_poss || d == Deprel::compound || d == Deprel::flat || d == Deprel::appos || d == Deprel::nmod_desc || d == Deprel::amod;
}

/// "Residents of two towns", "evacuees from the capital", "the ministry in the capital": where they come from.
bool Whose::home_of_people(TokenIndex i) const {
  for (int steps = 0; steps < 4; ++steps) {
    while (a_.tokens[i].deprel == Deprel::conj && tree_.head(i)) i = *tree_.head(i);
    const auto head = tree_.head(i);
    const auto preposition = tree_.preposition(i);
    // "Two observers, one from Oldtown and the other from Newtown".
    if (i > 1 && tree_.is_word(i - 1, "from") && one_of(tree_.lemma(i - 2), {"one", "other", "another"})) return true;
    if (!head || a_.tokens[i].deprel != Deprel::nmod || !one_of(preposition, {"of", "from", "in"})) return false;
    // "The group's leader in Oldtown".
    if (preposition == "in" && one_of(tree_.lemma(*head), {"leader", "chief", "commander", "emir", "representative", "correspondent", "spokesman"})) return true;
    const bool person = kinds_.in("person", tree_.lemma(*head)), armed = kinds_.in("armed", tree_.lemma(*head));
    if (preposition != "in" && ((person && !armed) || (armed && preposition == "from") || is_person(*head))) return true;
    if (kinds_.in("office_noun", tree_.lemma(*head))) return !stands_by(*head);
    i = *head;
  }
  return false;
}

/// "Outside the ministry in Oldtown", "200 metres from the office": where something happened, and nobody who acts.
bool Whose::stands_by(TokenIndex office) const {
  const auto preposition = tree_.preposition(office);
  return one_of(preposition, {"outside", "near", "at", "inside", "around", "in"}) || (preposition == "from" && a_.tokens[office].deprel == Deprel::obl);
}

bool Whose::head_is(TokenIndex i, std::string_view words) const {
  while (a_.tokens[i].deprel == Deprel::conj && tree_.head(i)) i = *tree_.head(i);
  const auto head = tree_.head(i);
  return head && kinds_.in(words, tree_.lemma(*head));
}

/// "Seized three members of a network in Oldtown"; not "according to the ministry in Oldtown".
bool Whose::of_those_struck(TokenIndex i) const {
  for (int steps = 0; steps < 5; ++steps) {
    const auto head = tree_.head(i);
    const Deprel d = a_.tokens[i].deprel;
    // "Karim Odeh, mayor of Oldtown, was shot".
    const bool titled = d == Deprel::appos && kinds_.in("town_office", tree_.lemma(i));
    if (!head || (d != Deprel::nmod && d != Deprel::conj && !titled)) return d == Deprel::obj || d == Deprel::nsubj_pass;
    if (kinds_.in("office_noun", tree_.lemma(*head))) return false;
    i = *head;
  }
  return false;
}

/// "Authorities in Oldtown captured two".
bool Whose::of_doers(TokenIndex i, TokenIndex act) const {
  for (int steps = 0; steps < 5; ++steps) {
    const auto head = tree_.head(i);
    const Deprel d = a_.tokens[i].deprel;
    if (!head || (d != Deprel::nmod && d != Deprel::conj)) return d == Deprel::nsubj && head == act;
    i = *head;
  }
  return false;
}

bool Whose::is_person(TokenIndex i) const {
  bool person = false;
  each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { person = person || (m.type == MentionType::PER && a_.tokens[i].upos == Upos::PROPN); });
  return person;
}

/// "The murder of two US missionaries", "an attack on the US embassy": a country that only says whose they are.
bool Whose::says_whose(TokenIndex i) const {
  const Deprel d = a_.tokens[i].deprel;
  const auto head = tree_.head(i);
  if (!head || *head < i || !tree_.preposition(i).empty() || (d != Deprel::compound && d != Deprel::amod && d != Deprel::nmod_poss)) return false;
  const auto lemma = tree_.lemma(*head);
  return kinds_.in("person", lemma) || kinds_.in("armed", lemma) || kinds_.in("abroad_noun", lower_ascii(lemma));
}

/// "Tension between Oldtown and Newtown", "the embassy of Ruritania": powers, and no ground.
bool Whose::names_side(const Place& place) const {
  if (place.precision != Precision::country && place.feature != "PPLC") return false;
  const auto first = tree_.token_at(place.span.begin);
  if (!first || *first < 2) return false;
  const TokenIndex preposition = tree_.is_word(*first - 1, "the") ? *first - 2 : *first - 1;
  if (preposition == 0 || a_.tokens[preposition].upos != Upos::ADP) return false;
  const auto noun = tree_.lemma(preposition - 1);
  if (tree_.is_word(preposition, "of")) return place.precision == Precision::country && one_of(noun, {"embassy", "consulate", "ambassador"});
  return (tree_.is_word(preposition, "between") || tree_.is_word(preposition, "with")) && one_of(noun, {"tension", "relation", "tie", "dispute", "rivalry", "talk", "negotiation", "alliance", "friendship", "cooperation", "row", "feud", "deal", "agreement"});
}

bool Whose::stands_with_source(TokenIndex i, TokenIndex act) const {
  constexpr int kSteps = 12;
  for (int steps = 0; steps < kSteps && i != act; ++steps) {
    for (TokenIndex c : tree_.children(i))
      if (c < i && tree_.is_word(c, "according")) return true;
    const auto head = tree_.head(i);
    if (!head) return false;
    i = *head;
  }
  return false;
}

/// "Wallace was captured in Oldtown", "Wallace was captured as he slept": towns are not.
bool Whose::acts_as_person(TokenIndex act) const {
  for (TokenIndex c : tree_.children(act)) {
    const Deprel d = a_.tokens[c].deprel;
    if (d == Deprel::obl && one_of(tree_.preposition(c), {"in", "near", "at", "on"})) {
      bool town = false;
      each_overlapping(a_.places, a_.tokens[c].span, [&](const Place& p) { town = town || p.precision <= Precision::settlement || p.precision == Precision::country; });
      if (town) return true;
    }
    // "Was captured during a raid": towns are in offensives.
    if (d == Deprel::obl && one_of(tree_.preposition(c), {"during", "in"}) && one_of(tree_.lemma(c), {"raid", "ambush", "search"})) return true;
    if (d != Deprel::advcl || c < act) continue;
    const auto subject = tree_.child(c, Deprel::nsubj);
    const auto mark = tree_.child(c, Deprel::mark);
    if (subject && one_of(lower_ascii(tree_.surface(*subject)), {"he", "she"})) return true;
    if (!subject && mark && tree_.is_word(*mark, "while")) return true;
  }
  return false;
}

/// "Wallace was shot", "Wallace's car": a bare name that suffers what befalls people, or that the tagger takes for a person, is no town,
/// whatever the gazetteer has.
bool Whose::is_somebody(const Place& place, TokenIndex i, TokenIndex act, const std::string& kind) const {
  const Deprel d = a_.tokens[i].deprel;
  if (place.precision != Precision::settlement || !tree_.preposition(i).empty()) return false;
  const bool tagged = a_.tokens[i].name.part != NameTag::none && a_.tokens[i].name.type == MentionType::PER && a_.tokens[i].name.sure;
  if (d == Deprel::nmod_poss) return tagged;
  if ((d != Deprel::nsubj_pass && d != Deprel::obj) || tree_.head(i) != act) return false;
  const bool taken = d == Deprel::obj || one_of(kind, {"territory_captured", "siege", "shelling", "airstrike", "advance"});  // as towns are, whatever the tagger says
  if (taken && d == Deprel::nsubj_pass && acts_as_person(act)) return true;
  return (tagged && !taken) || kinds_.in("harming", tree_.lemma(act)) || (tree_.lemma(act) == "shoot" && d == Deprel::nsubj_pass) || one_of(kind, {"killing", "abduction", "arrest", "torture", "sexual_violence"});
}

}  // namespace deconflict::claim
