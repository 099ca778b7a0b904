#include "claim/company.h"

#include <algorithm>

#include "base/words.h"
#include "claim/nearby.h"

namespace deconflict::claim {

bool is_country(const Annotation& a, TokenIndex word) {
  bool country = false;
  each_overlapping(a.places, a.tokens[word].span, [&](const Place& p) { country = country || p.precision == Precision::country; });
  return country;
}

std::optional<TokenIndex> Company::companion_in(TokenIndex nominal) const {
  if (!is_oblique(a_.tokens[nominal].deprel)) return std::nullopt;
  const auto is_somebody = [&](TokenIndex i) { return facts_.is(i, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed) || is_country(a_, i); };
  const auto somebody = [&](TokenIndex i) -> std::optional<TokenIndex> {
    if (is_somebody(i)) return i;
    // "Along with two of his guards".
    if (a_.tokens[i].upos == Upos::NUM)
      for (TokenIndex c : tree_.children(i))
        if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of" && is_somebody(c)) return i;
    return std::nullopt;
  };
  if (kinds_.in("joint_effort", tree_.lemma(nominal)) && tree_.preposition(nominal) == "in") {
    for (TokenIndex c : tree_.children(nominal))
      if (c > nominal && tree_.preposition(c) == "with") return somebody(c);
    return std::nullopt;
  }
  const auto preposition = tree_.child(nominal, Deprel::case_);
  if (!preposition) return std::nullopt;
  if (tree_.is_word(*preposition, "alongside")) return somebody(nominal);
  const auto beside = [&](TokenIndex i) { return tree_.is_word(i, "along") || tree_.is_word(i, "together") || tree_.is_word(i, "jointly"); };
  const bool with = tree_.is_word(*preposition, "with") ? *preposition > 0 && beside(*preposition - 1) : beside(*preposition) && tree_.is_word(*preposition + 1, "with");
  return with ? somebody(nominal) : std::nullopt;
}

bool Company::behind_semicolon(TokenIndex word) const {
  const TokenIndex first = tree_.subtree(word).first;
  return tree_.is_word(first, ";") || (first > 0 && tree_.is_word(first - 1, ";")) || (first > 1 && a_.tokens[first - 1].upos == Upos::CCONJ && tree_.is_word(first - 2, ";"));
}

bool Company::listed(TokenIndex first, TokenIndex second) const {
  if (second < first || a_.tokens[second].deprel != Deprel::appos) return false;
  if (behind_semicolon(second) && who_.known_as(second, tree_.noun_phrase(second))) return true;
  const auto& words = tree_.children(first);
  const bool goes_on = std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c > second && a_.tokens[c].deprel == Deprel::conj; });
  const Index one = who_.known_as(first, tree_.noun_phrase(first)), other = who_.known_as(second, tree_.noun_phrase(second));
  return goes_on && one && other && one != other && a_.entities[*one].id.starts_with("actor/") && a_.entities[*other].id.starts_with("actor/");
}

bool Company::suffers_too(TokenIndex companion, TokenIndex preposition, TokenIndex act, const Kind& kind, const std::vector<Roles::Part>& parts) const {
  const auto has = [&](Role role) { return std::any_of(parts.begin(), parts.end(), [&](const auto& p) { return p.role == role; }); };
  if (!has(Role::recipient)) return false;
  const bool joint = tree_.is_word(preposition, "in") || tree_.is_word(preposition, "alongside");
  if (!has(Role::actor)) return !joint || tree_.child(act, Deprel::aux_pass) || tree_.child(act, Deprel::nsubj_pass);
  if (kind.plover_event == "ASSAULT" && !facts_.is(companion, TokenFacts::kArmed) && a_.tokens[companion].upos != Upos::PROPN) return true;
  if (!one_of(tree_.lemma(preposition), {"along", "together", "with"})) return false;
  return std::any_of(parts.begin(), parts.end(), [&](const auto& p) {
    return p.role == Role::recipient && p.head > act && p.head < preposition && facts_.is(p.head, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed);
  });
}

std::vector<TokenIndex> Company::named_behind(TokenIndex several) const {
  std::vector<TokenIndex> out;
  const bool many = tree_.surface(several) != tree_.lemma(several) || one_of(lower_ascii(tree_.lemma(several)), {"couple", "pair", "trio", "people"});
  if (a_.tokens[several].upos != Upos::NOUN || !many || !facts_.is(several, TokenFacts::kArmed | TokenFacts::kPerson)) return out;
  const auto name = [&](TokenIndex i) {
    bool person = false;
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { person = person || (m.type == MentionType::PER && m.entity); });
    return person && a_.tokens[i].upos == Upos::PROPN;
  };
  for (TokenIndex c : tree_.children(several)) {
    if (a_.tokens[c].deprel != Deprel::appos || c < several || !name(c)) continue;
    for (TokenIndex one : tree_.conjuncts(c))
      if (name(one)) out.push_back(one);
  }
  return out.size() > 1 ? out : std::vector<TokenIndex>{};
}

std::vector<TokenIndex> Company::listed_behind(TokenIndex first) const {
  std::vector<TokenIndex> out;
  const auto building = [&](TokenIndex i) { return kinds_.in("building", lower_ascii(tree_.lemma(i))); };
  for (TokenIndex c : tree_.children(first)) {
    if (c < first || a_.tokens[c].deprel != Deprel::nmod || tree_.preposition(c) != "of") continue;
    std::vector<TokenIndex> list;
    for (TokenIndex next : tree_.conjuncts(c))
      if (next > c) list.push_back(next);
    for (TokenIndex next : tree_.children(c))
      if (next > c && a_.tokens[next].deprel == Deprel::appos)
        for (TokenIndex one : tree_.conjuncts(next)) list.push_back(one);
    if (list.size() < 2 || !building(list.back())) continue;
    for (TokenIndex next : list)
      if (building(next)) out.push_back(next);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::uint32_t Company::end_before_list(TokenIndex first, std::uint32_t end) const {
  const auto list = listed_behind(first);
  if (list.empty()) return end;
  TokenIndex at = tree_.subtree(list.front()).first;
  while (at > first + 1 && (a_.tokens[at - 1].upos == Upos::PUNCT || a_.tokens[at - 1].upos == Upos::CCONJ)) --at;
  return at > first ? a_.tokens[at - 1].span.end : end;
}

bool Company::included(TokenIndex nominal) const {
  if (!is_oblique(a_.tokens[nominal].deprel) && a_.tokens[nominal].deprel != Deprel::nmod && a_.tokens[nominal].deprel != Deprel::obj) return false;
  return (tree_.preposition(nominal) == "include" || tree_.preposition(nominal) == "including") && facts_.is(nominal, TokenFacts::kPerson | TokenFacts::kArmed | TokenFacts::kNamed);
}

bool Company::excluded(TokenIndex conjunct) const {
  const auto& words = tree_.children(conjunct);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c < conjunct && tree_.is_word(c, "not"); });
}

}  // namespace deconflict::claim
