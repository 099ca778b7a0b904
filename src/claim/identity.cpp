#include "claim/identity.h"

#include <algorithm>

#include "base/words.h"
#include "claim/antecedent.h"
#include "claim/nearby.h"

namespace deconflict::claim {

Index entity_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head, Span phrase) {
  const Span word = a.tokens[head].span;
  const Mention* at_head = nullptr;
  const Mention* inside = nullptr;
  const Mention* bracketed = nullptr;  // the name before "(SDF)"
  each_overlapping(a.mentions, cover(phrase, word), [&](const Mention& m) {
    if (m.type == MentionType::LOC || m.type == MentionType::WEAPON || m.type == MentionType::FAC) return;
    if (m.span.contains(word) && m.entity && (at_head == nullptr || m.span.size() > at_head->span.size())) at_head = &m;
    if (!phrase.contains(m.span) || m.span.end > word.begin || !m.entity) return;
    inside = &m;
    if (const auto next = a.text.substr(m.span.end, 2); next == " (" || next == " [") bracketed = &m;
  });
  // "SDF forces", "Syrian Democratic Forces (SDF) forces", "Northern Front members": the head says only that they are armed, or of it.
  const bool armed = kinds.in("armed", tree.lemma(head));
  const auto between = inside == nullptr ? std::string_view() : a.text.substr(inside->span.end, word.begin - inside->span.end);
  if (armed && (between == ") " || between == "] ")) return bracketed != nullptr ? bracketed->entity : inside->entity;
  if (at_head != nullptr) return at_head->entity;
  if (inside == nullptr || between.find_first_not_of(' ') != std::string_view::npos) return {};
  if (armed || (one_of(tree.lemma(head), {"member", "element", "operative"}) && one_of(inside->type, {MentionType::MIL, MentionType::ORG}))) return inside->entity;
  return {};
}

std::optional<TokenIndex> Identity::name_beside(TokenIndex head) const {
  TokenIndex next = head + 1;
  if (a_.tokens[head].upos != Upos::NOUN || !facts_.is(head, TokenFacts::kPerson | TokenFacts::kArmed) || next >= a_.tokens.size()) return std::nullopt;
  while (a_.tokens[next].upos == Upos::PROPN && (a_.tokens[next].deprel == Deprel::compound || a_.tokens[next].deprel == Deprel::nmod_desc) && tree_.head(next) && *tree_.head(next) > next) next = *tree_.head(next);
  const Token& t = a_.tokens[next];
  const bool hangs = tree_.head(next) == head || tree_.head(next) == tree_.head(head);
  const bool one = (t.deprel == Deprel::obj && a_.tokens[head].deprel == Deprel::obj) || t.deprel == Deprel::appos || t.deprel == Deprel::flat || t.deprel == Deprel::nmod || t.deprel == Deprel::conj;
  if (t.upos != Upos::PROPN || t.sentence != a_.tokens[head].sentence || !hangs || !one || !tree_.preposition(next).empty()) return std::nullopt;
  bool person = false;
  each_overlapping(a_.mentions, t.span, [&](const Mention& m) { person = person || m.type == MentionType::PER; });
  return person ? std::optional(next) : std::nullopt;
}

bool Identity::titled(TokenIndex head) const {
  const auto& words = tree_.children(head);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) {
    const Deprel d = a_.tokens[c].deprel;
    return c < head && a_.tokens[c].upos == Upos::NOUN && (d == Deprel::nmod_desc || d == Deprel::compound) && facts_.is(c, TokenFacts::kPerson | TokenFacts::kArmed);
  });
}

Span Identity::with_name(TokenIndex head, Span phrase) const {
  const auto name = name_beside(head);
  if (!name) return phrase;
  TokenIndex last = *name;
  while (last + 1 < a_.tokens.size() && a_.tokens[last + 1].sentence == a_.tokens[last].sentence && a_.tokens[last + 1].upos == Upos::PROPN) ++last;
  return {phrase.begin, a_.tokens[last].span.end};
}

/// "Members of the Salim Battalion", "guerrillas of the Front": the people of a body act for it.
Index Identity::body_of(TokenIndex head) const {
  Index body;
  if (a_.tokens[head].upos != Upos::NOUN || !(one_of(tree_.lemma(head), {"member", "element"}) || kinds_.in("armed", tree_.lemma(head)))) return body;
  for (TokenIndex c : tree_.children(head)) {
    if (a_.tokens[c].deprel != Deprel::nmod || !one_of(tree_.preposition(c), {"of", "from"})) continue;
    each_overlapping(a_.mentions, a_.tokens[c].span, [&](const Mention& m) {
      const bool name = a_.tokens[c].upos == Upos::PROPN || (m.entity && !a_.entities[*m.entity].id.starts_with("doc:"));
      if (name && m.entity && one_of(m.type, {MentionType::MIL, MentionType::ORG, MentionType::GOV})) body = m.entity;
    });
  }
  return body;
}

/// "Hundreds of Red Front fighters", "a group of rebels", "three of the guards": those who are counted.
Index Identity::counted(TokenIndex head) const {
  if (a_.tokens[head].upos != Upos::NUM && !kinds_.in("measure", tree_.lemma(head)) && !one_of(tree_.lemma(head), {"thousand", "score", "group", "handful", "member"})) return {};
  for (TokenIndex c : tree_.children(head))
    if (c > head && a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of") return known_as(c, tree_.noun_phrase(c));
  return {};
}

/// "Red Front positions", "the army's convoy": what is an armed body's stands for it.
Index Identity::owner_of(TokenIndex head) const {
  const auto lemma = tree_.lemma(head);
  if (!kinds_.in("building", lemma) && !kinds_.in("place_noun", lemma) && lemma != "position") return {};
  Index owner;
  for (TokenIndex c : tree_.children(head)) {
    if (c > head || (a_.tokens[c].deprel != Deprel::compound && a_.tokens[c].deprel != Deprel::nmod_poss)) continue;
    const Index who = entity_of(a_, tree_, kinds_, c, tree_.noun_phrase(c));
    if (who && a_.entities[*who].type == MentionType::MIL) owner = who;
  }
  return owner;
}

/// "The president, whose troops shelled the town": whose they are; of a state or of who leads one the force of its country, where the text names it.
Index Identity::people_of_owner(TokenIndex head, TokenIndex whose) const {
  if (!kinds_.in("armed", tree_.lemma(head)) && tree_.lemma(head) != "man") return {};
  const auto clause = tree_.head(head);
  if (!clause || a_.tokens[*clause].deprel != Deprel::acl_relcl || *clause < whose) return {};
  const auto owner = tree_.head(*clause);
  if (!owner || *owner > whose) return {};
  const Index who = entity_of(a_, tree_, kinds_, *owner, tree_.noun_phrase(*owner));
  if (!who) return {};
  const Entity& e = a_.entities[*who];
  if (e.country.empty() || e.sector == "MIL" || (e.type != MentionType::GOV && e.type != MentionType::PER)) return who;
  for (std::uint32_t i = 0; i < a_.entities.size(); ++i)
    if (a_.entities[i].type == MentionType::MIL && a_.entities[i].sector == "MIL" && a_.entities[i].country == e.country) return i;
  return who;
}

/// "Its forces", "their fighters": the people of the armed body that the pronoun stands for.
Index Identity::own_people(TokenIndex head) const {
  const auto whose = tree_.child(head, Deprel::nmod_poss);
  const auto form = tree_.surface(head);
  if (whose && tree_.is_word(*whose, "whose")) return people_of_owner(head, *whose);
  if (!whose || a_.tokens[*whose].upos != Upos::PRON || !kinds_.in("armed", tree_.lemma(head)) || form == tree_.lemma(head) || !form.ends_with("s")) return {};
  const auto body = antecedent(a_, tree_, kinds_, facts_, *whose);
  if (!body) return {};
  const Index who = entity_of(a_, tree_, kinds_, *body, tree_.noun_phrase(*body));
  return who && a_.entities[*who].type == MentionType::MIL ? who : Index{};
}

/// "A commando unit, the Northern Force, …", "a group calling itself the Northern Force".
Index Identity::called_so(TokenIndex head) const {
  Index name;
  if (a_.tokens[head].upos != Upos::NOUN || !(kinds_.in("armed", tree_.lemma(head)) || one_of(tree_.lemma(head), {"affiliate", "offshoot", "wing", "branch", "faction", "outfit", "movement", "alliance"}))) return name;
  const auto take = [&](TokenIndex i) {
    if (!name && a_.tokens[i].upos == Upos::PROPN)
      each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) {
        if (m.entity && one_of(m.type, {MentionType::MIL, MentionType::ORG})) name = m.entity;
      });
  };
  for (TokenIndex c : tree_.children(head)) {
    if (a_.tokens[c].deprel == Deprel::appos && c > head) take(c);
    if (a_.tokens[c].deprel == Deprel::acl && one_of(tree_.lemma(c), {"call", "name", "dub", "know", "style"}))
      for (TokenIndex g : tree_.children(c))
        if (g > c) take(g);
  }
  return name;
}

/// "Senator and candidate Karim Odeh", "the former minister, Karim Odeh": the one person whom the phrase names, but for those of
/// whom the head tells something else ("the driver of Karim Odeh").
Index Identity::named_inside(TokenIndex head, Span phrase) const {
  Index only;
  bool several = false;
  if (a_.tokens[head].upos != Upos::NOUN && a_.tokens[head].upos != Upos::PROPN) return only;
  // "A judge, Karim Odeh, …".
  const bool one = tree_.surface(head).size() == tree_.lemma(head).size() && !one_of(tree_.lemma(head), {"couple", "pair", "trio"});
  for (TokenIndex c : tree_.children(head))
    if (one && a_.tokens[c].deprel == Deprel::appos && c > head && a_.tokens[c].upos == Upos::PROPN) phrase = cover(phrase, tree_.noun_phrase(c));
  each_overlapping(a_.mentions, phrase, [&](const Mention& m) {
    if (m.type != MentionType::PER || !m.entity || !phrase.contains(m.span)) return;
    auto at = tree_.head_of(m.span);
    for (int steps = 0; at && *at != head && steps < 4; ++steps) {
      const Deprel d = a_.tokens[*at].deprel;
      const bool same = d == Deprel::appos || d == Deprel::flat || d == Deprel::compound || d == Deprel::nmod_desc || (d == Deprel::nmod && tree_.preposition(*at).empty());
      at = same ? tree_.head(*at) : std::nullopt;
    }
    if (!at || *at != head) return;
    several = several || (only && only != m.entity);
    only = m.entity;
  });
  return several ? Index{} : only;
}

Index Identity::known_as(TokenIndex head, Span phrase) const {
  if (const Index body = body_of(head)) return body;
  if (const Index body = own_people(head)) return body;
  if (const auto name = name_beside(head))
    if (const Index who = entity_of(a_, tree_, kinds_, *name, a_.tokens[*name].span)) return who;
  const Index own = entity_of(a_, tree_, kinds_, head, phrase);
  if (own && a_.tokens[head].upos != Upos::NOUN) return own;
  if (const Index called = called_so(head)) return called;
  if (own) return own;
  const auto named = a_.tokens[head].deprel == Deprel::appos ? tree_.head(head) : tree_.child(head, Deprel::cop) ? tree_.child(head, Deprel::nsubj) : std::nullopt;
  if (named)
    if (const Index who = entity_of(a_, tree_, kinds_, *named, tree_.noun_phrase(*named))) return who;
  if (const Index who = named_inside(head, phrase)) return who;
  if (const Index who = counted(head)) return who;
  return owner_of(head);
}

/// "On Monday army units …", with no comma: the day is no part of who they are.
Span Identity::behind_day(Span phrase) const {
  Span rest = phrase, day;
  each_overlapping(a_.times, phrase, [&](const Timex& t) {
    if (t.span.begin <= phrase.begin && t.span.end + 1 < phrase.end && (t.type == TimexType::DATE || t.type == TimexType::TIME) && !t.value.ends_with("_REF")) day = t.span, rest.begin = t.span.end + 1;
  });
  each_overlapping(a_.mentions, phrase, [&](const Mention& m) {
    if (m.span.begin < rest.begin && !day.contains(m.span)) rest = phrase;
  });
  return rest;
}

/// "Accused the rebels of the murder": what they are accused of is no part of their name, where the tree hung it on them.
Span Identity::without_charge(TokenIndex head, Span phrase) const {
  const auto verb = tree_.head(head);
  if (!verb || a_.tokens[head].deprel != Deprel::obj || !kinds_.in("alleging_verb", tree_.lemma(*verb))) return phrase;
  for (TokenIndex c : tree_.children(head)) {
    const auto preposition = tree_.child(c, Deprel::case_);
    const bool charge = kinds_.event_nouns.contains(tree_.lemma(c)) || kinds_.in("deed", tree_.lemma(c));
    if (c > head && a_.tokens[c].deprel == Deprel::nmod && preposition && *preposition > head && one_of(tree_.lemma(*preposition), {"of", "for", "with"}) && charge)
      return {phrase.begin, a_.tokens[*preposition - 1].span.end};
  }
  return phrase;
}

Span Identity::phrase_of(TokenIndex head) const { return behind_day(with_name(head, without_charge(head, tree_.noun_phrase(head)))); }

/// "Karim Odeh, senator and presidential hopeful, died", "Anna Rahim, age 27": what a name's bearer is, without an article, is nobody else.
bool Identity::describes(TokenIndex name, TokenIndex conjunct) const {
  if (a_.tokens[name].upos != Upos::PROPN || !one_of(a_.tokens[conjunct].upos, {Upos::NOUN, Upos::ADJ}) || tree_.surface(conjunct).size() != tree_.lemma(conjunct).size()) return false;
  bool person = false;
  each_overlapping(a_.mentions, a_.tokens[name].span, [&](const Mention& m) { person = person || m.type == MentionType::PER; });
  const auto& words = tree_.children(conjunct);
  const bool told = std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c < conjunct && one_of(a_.tokens[c].deprel, {Deprel::det, Deprel::nummod, Deprel::nmod_poss}); });
  TokenIndex first = conjunct;
  for (TokenIndex c : words)
    if (c < first && (a_.tokens[c].deprel == Deprel::amod || a_.tokens[c].deprel == Deprel::compound)) first = c;
  if (!person || told) return false;
  if (first > 0 && tree_.is_word(first - 1, ",")) return true;
  const auto all = tree_.conjuncts(name);
  return std::any_of(all.begin(), all.end(), [&](TokenIndex before) { return before > name && before < conjunct && describes(name, before); });
}

}  // namespace deconflict::claim
