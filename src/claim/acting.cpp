#include "claim/acting.h"

#include <algorithm>

#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

constexpr int kSteps = 12;

/// "A crowd of fans celebrating in Oldtown": told of those who act by a clause of its own.
bool in_clause(const Annotation& a, const Tree& tree, const Place& p, TokenIndex actor) {
  auto i = tree.head_of(p.span);
  for (int steps = 0; i && *i != actor && steps < kSteps; ++steps) {
    if (a.tokens[*i].deprel == Deprel::acl || a.tokens[*i].deprel == Deprel::acl_relcl) return true;
    i = tree.head(*i);
  }
  return false;
}

/// "A series of raids in Oldtown by the army killed nine": where what acts was.
bool in_act(const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const Place& p, TokenIndex actor) {
  const auto acts = [&](TokenIndex at) { return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.first <= at && at <= hit.last; }); };
  auto i = tree.head_of(p.span);
  for (int steps = 0; i && steps < kSteps; ++steps) {
    if (acts(*i)) return true;
    if (*i == actor) {
      const auto& words = tree.children(actor);
      return kinds.in("measure", tree.lemma(actor)) && std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return tree.preposition(c) == "of" && acts(c); });
    }
    i = tree.head(*i);
  }
  return false;
}

}  // namespace

std::vector<bool> acting_places(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<Roles>& roles) {
  std::vector<bool> acting(a.places.size(), false);
  for (std::size_t h = 0; h < roles.size(); ++h) {
    const bool quiet = !is_physical(kinds.all[kinds.triggers[hits[h].trigger].kind]);
    for (const auto& part : roles[h].parts)
      each_overlapping(a.places, part.span, [&](const Place& p) {
        const bool at_home = kinds.in("townspeople", tree.lemma(part.head)) && p.precision != Precision::country;  // "residents of Oldtown"
        const bool acts = part.role == Role::actor && !at_home && !in_clause(a, tree, p, part.head) && !in_act(tree, kinds, hits, p, part.head);
        if (acts || (quiet && p.precision == Precision::country)) acting[static_cast<std::size_t>(&p - a.places.data())] = true;
      });
  }
  return acting;
}

}  // namespace deconflict::claim
