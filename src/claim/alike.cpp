#include "claim/alike.h"

#include <algorithm>

#include "base/words.h"
#include "claim/continuation.h"
#include "count/terms.h"

namespace deconflict::claim {

namespace {

/// A state, its government and its forces act as one.
bool one_party(const Entity& x, const Entity& y) {
  if (!x.id.empty() && (x.id == y.parent || y.id == x.parent || x.id == y.id)) return true;
  const auto state = [](const Entity& e) { return !e.country.empty() && (e.type == MentionType::GOV || e.sector == "GOV" || e.sector == "MIL"); };
  return state(x) && state(y) && x.country == y.country;
}

bool campaign(const std::string& kind) { return kind == "airstrike" || kind == "shelling" || kind == "drone_strike"; }

}  // namespace

bool happened(const Claim& c) { return !c.background && is_actual(c.realis); }

bool general(const std::string& kind) { return kind == "attack" || kind == "harm" || kind == "killing" || kind == "armed_clash"; }

bool may_continue(const Claim& now, const Claim& before) { return same_happening(now.kind, now.plover_event, before); }

bool other_actor(const Annotation& a, const Claim& x, const Claim& y) {
  bool some_x = false, some_y = false, common = false;
  for (const auto& p : x.actors) {
    if (p.role != Role::actor || !p.entity) continue;
    some_x = true;
    for (const auto& q : y.actors)
      if (q.entity && (q.entity == p.entity || one_party(a.entities[*p.entity], a.entities[*q.entity]))) common = true;
  }
  for (const auto& q : y.actors) some_y = some_y || (q.role == Role::actor && q.entity);
  return some_x && some_y && !common;
}

bool other_place(const Annotation& a, const Claim& x, const Claim& y) {
  if (x.places.empty() || y.places.empty()) return false;
  for (const auto& p : x.places)
    for (const auto& q : y.places) {
      const Place& u = a.places[p.place];
      const Place& v = a.places[q.place];
      if (u.name == v.name || (!u.admin1.empty() && u.admin1 == v.admin1)) return false;
      // A country contains its towns.
      if (!u.country.empty() && u.country == v.country && (u.precision == Precision::country || v.precision == Precision::country)) return false;
    }
  return true;
}

bool other_victims(const Claim& x, const Claim& y) {
  const auto victim = [](const ClaimActor& p) { return p.role == Role::recipient && !p.head.empty() && count::term_of(p.head).role != count::Role::thing; };
  bool some_x = false, some_y = false;
  for (const auto& p : x.actors) {
    if (!victim(p)) continue;
    some_x = true;
    for (const auto& q : y.actors)
      if (victim(q) && (q.head == p.head || (p.entity && q.entity == p.entity))) return false;
  }
  for (const auto& q : y.actors) some_y = some_y || victim(q);
  return some_x && some_y;
}

bool names_day(const ClaimTime& t) {
  constexpr std::size_t kDay = 10;  // "XXXX-WXX-1", "XXXX-10-03", not "XXXX-10"
  return t.basis == TimeBasis::text && (t.precision == TimePrecision::day || (t.value.starts_with("XXXX-") && t.value.size() >= kDay));
}

bool has_in_common(const Annotation& a, const Claim& x, const Claim& y) {
  if (names_day(x.time) && names_day(y.time) && x.time.value == y.time.value) return true;
  for (const auto& p : x.places)
    for (const auto& q : y.places)
      if (a.places[p.place].name == a.places[q.place].name && a.places[p.place].precision != Precision::country) return true;
  for (const auto& p : x.actors)
    for (const auto& q : y.actors)
      if (p.role == q.role && ((p.entity && p.entity == q.entity) || (p.role == Role::recipient && !p.head.empty() && p.head == q.head))) return true;
  return false;
}

bool names_doer(const Claim& c) {
  return std::any_of(c.actors.begin(), c.actors.end(), [](const ClaimActor& p) { return p.role == Role::actor && p.entity; });
}

bool rebels_act(const Annotation& a, const Claim& c) {
  return std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& p) { return p.role == Role::actor && p.entity && a.entities[*p.entity].sector == "REB"; });
}

bool has_role(const Claim& c, Role role) {
  return std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& p) { return p.role == role; });
}

bool one_campaign(const std::string& x, const std::string& y) {
  const auto may = [](const std::string& kind) { return campaign(kind) || kind == "attack"; };
  return may(x) && may(y) && (campaign(x) || campaign(y));
}

}  // namespace deconflict::claim
