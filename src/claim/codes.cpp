#include "claim/codes.h"

#include <algorithm>

#include "base/words.h"

namespace deconflict::claim {

namespace {

bool armed(const Annotation& a, const Tree& tree, const Kinds& kinds, const ClaimActor& x) {
  if (x.entity) {
    const Entity& e = a.entities[*x.entity];
    if (e.type == MentionType::MIL || e.sector == "MIL" || e.sector == "REB") return true;
  }
  const auto head = tree.head_of(x.span);
  if (!head) return false;
  if (kinds.in("armed", tree.lemma(*head)) || kinds.in("works_of_war", tree.lemma(*head))) return true;
  // "A police post", "a base of the gendarmes": who holds it is attacked.
  if (!kinds.in("held_ground", tree.lemma(*head))) return false;
  const auto& words = tree.children(*head);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex i) {
    return one_of(a.tokens[i].deprel, {Deprel::compound, Deprel::amod, Deprel::nmod_poss}) && (kinds.in("armed", tree.lemma(i)) || kinds.in("police", tree.lemma(i)));
  });
}

bool has_actor(const Claim& c) {
  return std::any_of(c.actors.begin(), c.actors.end(), [](const ClaimActor& x) { return x.role == Role::actor; });
}

}  // namespace

void give_codes(const Annotation& a, const Tree& tree, const Kinds& kinds, const Kind& kind, Claim& c) {
  c.plover_event = kind.plover_event;
  c.plover_mode = kind.plover_mode;
  c.cameo = kind.cameo;
  c.acled_event = kind.acled_event;
  c.acled_sub_event = kind.acled_sub_event;
  const auto recipient = std::find_if(c.actors.begin(), c.actors.end(), [](const auto& x) { return x.role == Role::recipient; });
  if (c.kind == "attack" && recipient != c.actors.end() && armed(a, tree, kinds, *recipient)) {
    c.acled_event = "Battles";
    c.acled_sub_event = "Armed clash";
  }
  if (c.kind == "territory_captured") {
    // The army and a militia beside it: the state's.
    const auto of_state = [&](const ClaimActor& x) { return x.role == Role::actor && x.entity && one_of(a.entities[*x.entity].sector, {"MIL", "GOV"}); };
    if (has_actor(c) && std::none_of(c.actors.begin(), c.actors.end(), of_state)) c.acled_sub_event = "Non-state actor overtakes territory";
  }
}

}  // namespace deconflict::claim
