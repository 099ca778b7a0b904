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
  const auto somebody = [&](TokenIndex i) { return facts_.is(i, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed) || is_country(a_, i) ? std::optional(i) : std::nullopt; };
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

bool Company::listed(TokenIndex first, TokenIndex second) const {
  if (second < first || a_.tokens[second].deprel != Deprel::appos) return false;
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

bool Company::excluded(TokenIndex conjunct) const {
  const auto& words = tree_.children(conjunct);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c < conjunct && tree_.is_word(c, "not"); });
}

}  // namespace deconflict::claim
