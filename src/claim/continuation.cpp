#include "claim/continuation.h"

#include <algorithm>

namespace deconflict::claim {

namespace {

bool happened(const Claim& c) { return !c.background && (c.realis == Realis::asserted || c.realis == Realis::alleged); }

/// Kinds that another word may take up: an attack, its harm, and the killing in it.
bool general(const std::string& kind) { return kind == "attack" || kind == "harm" || kind == "killing" || kind == "armed_clash"; }

bool may_continue(const Claim& now, const Claim& before) {
  if (now.kind == before.kind) return true;
  if (now.plover_event != "ASSAULT" || before.plover_event != "ASSAULT") return false;
  if (general(now.kind) || general(before.kind)) return true;
  const auto bomb = [](const std::string& k) { return k == "bombing" || k == "suicide_bombing" || k == "grenade"; };
  const auto fire = [](const std::string& k) { return k == "airstrike" || k == "shelling" || k == "drone_strike"; };
  return (bomb(now.kind) && bomb(before.kind)) || (fire(now.kind) && fire(before.kind));
}

/// Do both name an actor, and none in common?
bool other_actor(const Claim& x, const Claim& y) {
  bool some_x = false, some_y = false, common = false;
  for (const auto& p : x.actors) {
    if (p.role != Role::actor || !p.entity) continue;
    some_x = true;
    for (const auto& q : y.actors)
      if (q.entity == p.entity) common = true;
  }
  for (const auto& q : y.actors) some_y = some_y || (q.role == Role::actor && q.entity);
  return some_x && some_y && !common;
}

bool same_actor(const Claim& x, const Claim& y) {
  for (const auto& p : x.actors)
    for (const auto& q : y.actors)
      if (p.entity && p.entity == q.entity && p.role == q.role) return true;
  return false;
}

/// "The attack", "this raid": the happening is known already.
bool definite(const Annotation& a, const Claim& c) {
  const auto before = a.text.substr(c.span.begin, c.trigger.begin - c.span.begin);
  for (const std::string_view article : {"the ", "The ", "this ", "This ", "that ", "These ", "these "})
    if (before.ends_with(article)) return true;
  return false;
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

}  // namespace

void continue_happenings(Annotation& a, bool trace) {
  constexpr std::size_t kBack = 6;         // claims
  constexpr std::uint32_t kFar = 900;      // bytes: three or four sentences
  for (std::size_t i = 0; i < a.claims.size(); ++i) {
    Claim& now = a.claims[i];
    if (!happened(now) || now.plover_event.empty()) continue;
    const bool wants_time = now.time.value.empty(), wants_place = now.places.empty();
    if (!wants_time && !wants_place) continue;
    if (now.plover_event != "ASSAULT" && now.kind != "advance" && now.kind != "territory_captured" && now.kind != "siege" && now.kind != "arrest") continue;
    for (std::size_t k = i; k-- > (i > kBack ? i - kBack : 0);) {
      const Claim& before = a.claims[k];
      if (now.span.begin > before.span.end + kFar) break;
      if (!happened(before) || !may_continue(now, before) || other_actor(now, before) || other_place(a, now, before)) continue;
      const bool same_paragraph = a.text.substr(before.span.end, now.span.begin > before.span.end ? now.span.begin - before.span.end : 0).find('\n') == std::string_view::npos;
      if (!same_paragraph && !definite(a, now) && !same_actor(now, before)) continue;
      if (wants_time && now.time.value.empty() && before.time.basis == TimeBasis::text) {
        now.time = before.time;
        if (trace) now.why.push_back({"time", "goes on with " + before.id, before.time.span, before.time.value});
      }
      if (wants_place && now.places.empty() && !before.places.empty() && before.span != now.span) {
        for (const auto& p : before.places)
          if ((p.role == PlaceRole::at || p.role == PlaceRole::near) && a.places[p.place].precision != Precision::country) now.places.push_back(p);
        if (trace && !now.places.empty()) now.why.push_back({"place", "goes on with " + before.id, a.places[now.places.front().place].span, a.places[now.places.front().place].name});
      }
      if ((!wants_time || !now.time.value.empty()) && (!wants_place || !now.places.empty())) break;
    }
  }
}

}  // namespace deconflict::claim
