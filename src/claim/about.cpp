#include "claim/about.h"

#include <algorithm>

#include "base/words.h"

namespace deconflict::claim {

/// What hangs on a noun and tells the act.
std::optional<TokenIndex> About::clause_of(TokenIndex act) const {
  constexpr int kSteps = 6;
  for (int steps = 0; steps < kSteps; ++steps) {
    const auto head = tree_.head(act);
    const Deprel d = a_.tokens[act].deprel;
    if (!head) return std::nullopt;
    if (d == Deprel::acl || d == Deprel::acl_relcl) return *head < act ? std::optional(act) : std::nullopt;
    if (one_of(d, {Deprel::advcl, Deprel::ccomp, Deprel::parataxis})) return std::nullopt;
    act = *head;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> About::places_of(TokenIndex act) const {
  std::vector<std::uint32_t> found;
  const auto clause = clause_of(act);
  if (!clause) return found;
  if (a_.tokens[*clause].deprel != Deprel::acl_relcl) return found;
  std::optional<TokenIndex> where;
  for (TokenIndex c : tree_.children(*clause))
    if (tree_.is_word(c, "where")) where = c;
  if (!where) return found;
  auto p = named(*tree_.head(*clause), *where);
  for (; p; --*p) {
    found.push_back(*p);
    const std::uint32_t begin = a_.places[*p].span.begin;
    if (*p == 0 || a_.places[*p - 1].span.end > begin || !one_of(a_.surface({a_.places[*p - 1].span.end, begin}), {" and ", ", "})) break;
  }
  return found;
}

/// The place that the noun names that "where" points to, else the one named last, else the one that it is of.
std::optional<std::uint32_t> About::named(TokenIndex noun, TokenIndex where) const {
  constexpr std::uint32_t kNext = 3;  // bytes: ", "
  const TokenIndex top = a_.tokens[noun].deprel == Deprel::appos && tree_.head(noun) ? *tree_.head(noun) : noun;
  const Span sentence = a_.sentences[a_.tokens[noun].sentence].span;
  std::optional<std::uint32_t> own, last, of;
  const auto first = std::lower_bound(a_.places.begin(), a_.places.end(), sentence.begin, [](const Place& p, std::uint32_t at) { return p.span.begin < at; });
  for (auto place = first; place != a_.places.end() && place->span.begin < sentence.end; ++place) {
    const auto p = static_cast<std::uint32_t>(place - a_.places.begin());
    const auto head = tree_.head_of(place->span);
    if (place->use != PlaceUse::literal || !head) continue;
    if (*head == noun || *head == top) own = p;
    const auto above = tree_.head(*head);
    const bool beside = above && (*above == noun || *above == top) && *head > *above && (one_of(a_.tokens[*head].deprel, {Deprel::appos, Deprel::flat}) || tree_.preposition(*head) == "of");
    if (beside || (above == noun && *head < noun && a_.tokens[*head].deprel == Deprel::compound)) of = p;
    if (place->span.end <= a_.tokens[where].span.begin && a_.tokens[where].span.begin - place->span.end <= kNext && !is_bound(*head)) last = p;
  }
  return own ? own : last ? last : of;
}

/// "Between Oldtown and Newtown", "the border with Ruritania": says where another thing lies.
bool About::is_bound(TokenIndex i) const {
  while (a_.tokens[i].deprel == Deprel::conj && tree_.head(i)) i = *tree_.head(i);
  return one_of(tree_.preposition(i), {"between", "with", "near", "from"});
}

}  // namespace deconflict::claim
