#include "claim/sum_of_acts.h"

#include <algorithm>

#include "base/words.h"
#include "claim/frame_reader.h"
#include "claim/items.h"

namespace deconflict::claim {

namespace {

constexpr std::uint32_t kNext = 700;  ///< bytes from one act to the next: two sentences or three

bool has_role(const Claim& c, Role role) {
  return std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& p) { return p.role == role; });
}

bool plural(const Tree& tree, TokenIndex noun) { return lower_ascii(tree.surface(noun)) != tree.lemma(noun) && tree.surface(noun).size() > tree.lemma(noun).size(); }

/// "Three attacks", "several bombings".
bool counted(const Annotation& a, const Tree& tree, TokenIndex noun) {
  const auto& words = tree.children(noun);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) {
    return c < noun && (a.tokens[c].deprel == Deprel::nummod || one_of(tree.lemma(c), {"several", "various", "numerous", "multiple", "simultaneous", "separate"}));
  });
}

class Giver {
 public:
  Giver(Annotation& a, const std::vector<Open>& open, bool trace) : a_(a), open_(open), trace_(trace), items_(a) {}

  void run() {
    const Claim* sum = nullptr;
    std::uint32_t reached = 0;
    for (std::size_t i = 0; i < a_.claims.size(); ++i) {
      Claim& now = a_.claims[i];
      if (!open_[i].physical || now.plover_event != "ASSAULT") continue;
      if (sum != nullptr && (now.span.begin > reached + kNext || turns_elsewhere(now) || items_.of(now.span.begin) != items_.of(sum->span.begin))) sum = nullptr;
      if (sum != nullptr && has_role(now, Role::actor) && now.span != sum->span && !same_doer(now, *sum)) sum = nullptr;
      if (open_[i].sum && names_one(now) && is_actual(now.realis) && !now.background) {
        sum = &now, reached = now.span.end;
      } else if (sum != nullptr && open_[i].open_doer && is_part(now, *sum)) {
        give(now, *sum);
        reached = now.span.end;
      }
    }
  }

 private:
  static bool names_one(const Claim& c) {
    return std::count_if(c.actors.begin(), c.actors.end(), [](const ClaimActor& p) { return p.role == Role::actor && p.entity; }) == 1;
  }

  static const ClaimActor& doer(const Claim& sum) {
    return *std::find_if(sum.actors.begin(), sum.actors.end(), [](const ClaimActor& p) { return p.role == Role::actor && p.entity; });
  }

  static bool same_doer(const Claim& now, const Claim& sum) {
    return std::all_of(now.actors.begin(), now.actors.end(), [&](const ClaimActor& p) { return p.role != Role::actor || p.entity == doer(sum).entity; });
  }

  /// "Elsewhere", "meanwhile", "in another development": the report goes on to something else.
  bool turns_elsewhere(const Claim& c) const {
    const std::string words = lower_ascii(a_.surface(c.span).substr(0, 40));
    for (const std::string_view turn : {"elsewhere", "meanwhile", "separately", "in another ", "in a separate ", "in other ", "earlier", "last week", "last month"})
      if (words.starts_with(turn)) return true;
    return false;
  }

  bool is_part(const Claim& now, const Claim& sum) const {
    if (has_role(now, Role::actor) || now.span == sum.span || now.background || !is_actual(now.realis) || !same_happening(now.kind, now.plover_event, sum) || !same_voice(now, sum)) return false;
    const bool days = now.time.basis == TimeBasis::text && sum.time.basis == TimeBasis::text && now.time.value != sum.time.value;
    return !days && !is_abroad(now, sum) && !suffer_themselves(now, sum);
  }

  bool is_abroad(const Claim& now, const Claim& sum) const {
    return std::any_of(now.places.begin(), now.places.end(), [&](const ClaimPlace& p) {
      return std::any_of(sum.places.begin(), sum.places.end(), [&](const ClaimPlace& q) { return !a_.places[p.place].country.empty() && !a_.places[q.place].country.empty() && a_.places[p.place].country != a_.places[q.place].country; });
    });
  }

  /// "Rebels attacked four posts. Nine rebels were killed": of those who fight, only those of the other side.
  bool suffer_themselves(const Claim& now, const Claim& sum) const {
    const Entity& who = a_.entities[*doer(sum).entity];
    return std::any_of(now.actors.begin(), now.actors.end(), [&](const ClaimActor& p) {
      if (p.role != Role::recipient) return false;
      if (p.entity == doer(sum).entity) return true;
      const bool keeps_order = one_of(p.head, {"soldier", "policeman", "police", "officer", "guard", "trooper", "troop", "serviceman"});
      const bool fights = keeps_order || one_of(p.head, {"rebel", "guerrilla", "militant", "fighter", "insurgent", "terrorist", "gunman", "militiaman", "attacker", "subversive", "member", "other"}) ||
                          (p.entity && a_.entities[*p.entity].type == MentionType::MIL);
      return fights && !(keeps_order && who.sector == "REB");
    });
  }

  void give(Claim& now, const Claim& sum) {
    ClaimActor who = doer(sum);
    if (trace_) now.why.push_back({"actor", "one of the acts summed up in " + sum.id, who.span, a_.entities[*who.entity].id});
    now.actors.insert(now.actors.begin(), std::move(who));
  }

  Annotation& a_;
  const std::vector<Open>& open_;
  const bool trace_;
  const Items items_;
};

}  // namespace

bool tells_several_acts(const Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit, const Roles& roles) {
  const TokenIndex head = hit.head;
  if (is_noun(a.tokens[head].upos)) {
    const auto over = tree.head(head);
    const bool series = over && a.tokens[head].deprel == Deprel::nmod && tree.preposition(head) == "of" && one_of(tree.lemma(*over), {"series", "string", "wave", "spate", "number", "couple"});
    if (plural(tree, head) && (series || counted(a, tree, head))) return true;
  }
  return std::any_of(roles.parts.begin(), roles.parts.end(), [&](const auto& p) {
    const auto lemma = tree.lemma(p.head);
    const bool site = kinds.in("town_noun", lemma) || kinds.in("settled", lemma) || kinds.in("building", lemma);
    return p.role == Role::recipient && site && plural(tree, p.head) && (counted(a, tree, p.head) || kinds.in("town_noun", lemma));
  });
}

bool leaves_doer_open(const Annotation& a, const Tree& tree, const Hit& hit, const Roles& roles) {
  if (std::any_of(roles.parts.begin(), roles.parts.end(), [](const auto& p) { return p.role == Role::actor; })) return false;
  return is_noun(a.tokens[hit.head].upos) || is_passive(a, tree, hit.head) || !roles.weapons.empty();
}

void give_doers_of_sums(Annotation& a, const std::vector<Open>& open, bool trace) { Giver(a, open, trace).run(); }

}  // namespace deconflict::claim
