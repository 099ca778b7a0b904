#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "base/date.h"
#include "link/aggregate.h"
#include "link/score.h"

namespace deconflict::link {

namespace {

/// One value that claims tell, and who tells it.
struct Value {
  std::string words;
  std::vector<const Told*> told;
};

using Keys = std::set<std::string_view>;

Keys voices_of(const Value& v) {
  Keys keys;
  for (const Told* t : v.told)
    for (const Origin& o : t->origins) keys.insert(o.key);
  return keys;
}

/// Keeps the values that conflict with one of other voices (one voice that changes its word is no conflict); none if nothing does.
/// `says_less`: does the first say no more than the second does? Beside it, it is left out.
template <class Conflict, class SaysLess>
void add(std::string field, const std::vector<Value>& values, std::vector<Contradiction>& out, Conflict&& conflict, SaysLess&& says_less) {
  Contradiction c{std::move(field), {}};
  std::vector<Keys> voices;
  voices.reserve(values.size());
  for (const Value& v : values) voices.push_back(voices_of(v));
  std::vector<std::size_t> rivals;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = 0; j < values.size() && (rivals.empty() || rivals.back() != i); ++j)
      if (i != j && voices[i] != voices[j] && conflict(i, j)) rivals.push_back(i);
  for (const std::size_t i : rivals) {
    if (std::any_of(rivals.begin(), rivals.end(), [&](std::size_t j) { return i != j && says_less(i, j); })) continue;
    // "Dozens dead" and "dozens of civilians" read alike.
    const auto alike = std::find_if(c.values.begin(), c.values.end(), [&](const RivalValue& v) { return v.value == values[i].words; });
    RivalValue& r = alike != c.values.end() ? *alike : c.values.emplace_back(RivalValue{values[i].words, {}, {}});
    for (const Told* t : values[i].told) {
      for (const Origin& o : t->origins)
        if (std::find(r.voices.begin(), r.voices.end(), o.name) == r.voices.end()) r.voices.push_back(o.name);
      if (r.claims.empty() || r.claims.back() != t->ref()) r.claims.push_back(t->ref());
    }
  }
  if (c.values.size() > 1) out.push_back(std::move(c));
}

template <class Conflict>
void add(std::string field, const std::vector<Value>& values, std::vector<Contradiction>& out, Conflict&& conflict) {
  add(std::move(field), values, out, std::forward<Conflict>(conflict), [](std::size_t, std::size_t) { return false; });
}

/// "as of" order: a voice's latest word is the one that stands.
bool later(const Told& a, const Told& b) { return a.doc->published > b.doc->published; }

/// As it was told.
std::string in_words(const Toll& t) {
  std::string words;
  if (!t.said.empty()) words = t.said;
  else if (!t.max) words = "at least " + std::to_string(t.min);
  else words = t.min == *t.max ? std::to_string(t.min) : std::to_string(t.min) + " to " + std::to_string(*t.max);
  return t.whom.empty() ? words : words + " " + std::string(t.whom);
}

void tolls(const std::vector<Told>& told, std::string_view what, std::vector<Contradiction>& out) {
  struct Said {
    const Told* told;
    const Toll* toll;
  };
  std::map<std::string_view, const Told*> last;  // voice → the latest report of its that has a number
  std::vector<Said> said;
  for (const Told& t : told) {
    if (!says_it_happened(t)) continue;
    for (const Toll& toll : t.item->tolls) {
      if (toll.what != what || toll.names_one() || part_of_total(t, toll, told)) continue;
      said.push_back({&t, &toll});
      for (const Origin& o : t.origins) {
        const auto [at, fresh] = last.emplace(o.key, &t);
        if (!fresh && later(t, *at->second)) at->second = &t;
      }
    }
  }
  std::vector<Value> values;
  std::vector<const Toll*> of;
  for (const Said& s : said) {
    const bool stands = std::any_of(s.told->origins.begin(), s.told->origins.end(), [&](const Origin& o) { return !later(*last[o.key], *s.told); });
    if (!stands) continue;
    std::size_t i = 0;
    while (i < of.size() && (of[i]->min != s.toll->min || of[i]->max != s.toll->max || tell_apart(side_of(of[i]->who), side_of(s.toll->who)))) ++i;
    if (i == of.size()) {
      if (values.size() == kMostValues) continue;
      values.push_back({in_words(*s.toll), {}});
      of.push_back(s.toll);
    }
    values[i].told.push_back(s.told);
  }
  std::vector<std::pair<std::string_view, std::string_view>> days;  // on which a value was told first and last
  for (const Value& v : values) {
    const auto [earliest, latest] = std::minmax_element(v.told.begin(), v.told.end(), [](const Told* a, const Told* b) { return a->doc->published < b->doc->published; });
    days.emplace_back((*earliest)->doc->published, (*latest)->doc->published);
  }
  add(std::string(what), values, out, [&](std::size_t i, std::size_t j) {
    const Toll &x = *of[i], &y = *of[j];
    const Side a = side_of(x.who), b = side_of(y.who);
    // Bodies are found for days: a later report that counts more is no rival of an earlier one.
    const std::size_t less = x.min <= y.min ? i : j;
    if (grew(days[less].second, days[less == i ? j : i].first)) return false;
    if (tell_apart(a, b)) return false;
    return (x.max && *x.max < y.min) || (y.max && *y.max < x.min);
  }, [&](std::size_t i, std::size_t j) {
    const Toll &x = *of[i], &y = *of[j];
    return (x.min != y.min || x.max != y.max) && side_of(x.who) == side_of(y.who) && y.min >= x.min && (!x.max || (y.max && *y.max <= *x.max));
  });
}

void actors(const std::vector<Told>& told, std::vector<Contradiction>& out) {
  std::vector<Value> values;
  std::vector<std::span<const Party* const>> of;
  for (const Told& t : told) {
    const auto parties = t.item->actors;
    if (!says_it_happened(t) || symmetric(t.claim->kind) || parties.empty() || std::any_of(parties.begin(), parties.end(), [](const Party* p) { return p->vague; })) continue;
    std::string words;
    for (const Party* p : parties) words += (words.empty() ? "" : ", ") + std::string(p->shown);
    std::size_t i = 0;
    while (i < values.size() && values[i].words != words) ++i;
    if (i == values.size()) {
      if (values.size() == kMostValues) continue;
      values.push_back({words, {}});
      of.push_back(parties);
    }
    values[i].told.push_back(&t);
  }
  add("actor", values, out, [&](std::size_t i, std::size_t j) {
    for (const Party* p : of[i])
      for (const Party* q : of[j])
        if (likeness(*p, *q) >= 0) return false;
    return true;
  });
}

bool apart(const Place& p, const Place& q) {
  if (p.precision > Precision::admin1 || q.precision > Precision::admin1) return false;
  if (p.geonameid && p.geonameid == q.geonameid) return false;
  if (!p.lat || !p.lon || !q.lat || !q.lon) return false;
  return distance_km(*p.lat, *p.lon, *q.lat, *q.lon) > tolerance_km(p.precision) + tolerance_km(q.precision) + 2;
}

bool names_day(const Told& t) { return !t.item->time_span.empty() && t.item->span.contains(t.item->time_span); }

bool names_place(const Told& t) {
  return std::any_of(t.claim->places.begin(), t.claim->places.end(), [&](const ClaimPlace& p) { return p.place < t.doc->places.size() && t.item->span.contains(t.doc->places[p.place].span); });
}

/// Has it from elsewhere in its report what others of its report say in their own words? It contradicts none of them.
template <class F>
bool takes_over(const Told& t, const std::vector<Told>& told, F&& own) {
  return !own(t) && std::any_of(told.begin(), told.end(), [&](const Told& other) { return other.doc == t.doc && own(other); });
}

void places(const std::vector<Told>& told, std::vector<Contradiction>& out) {
  std::vector<Value> values;
  std::vector<std::vector<const Place*>> of;
  for (const Told& t : told) {
    if (!says_it_happened(t) || takes_over(t, told, names_place)) continue;
    std::vector<const Place*> at;
    std::string words;
    for (const ClaimPlace& cp : t.claim->places)
      if (cp.role == PlaceRole::at && cp.place < t.doc->places.size()) {
        at.push_back(&t.doc->places[cp.place]);
        words += (words.empty() ? "" : ", ") + at.back()->name;
      }
    if (at.empty()) continue;
    std::size_t i = 0;
    while (i < values.size() && values[i].words != words) ++i;
    if (i == values.size()) {
      if (values.size() == kMostValues) continue;
      values.push_back({words, {}});
      of.push_back(std::move(at));
    }
    values[i].told.push_back(&t);
  }
  add("place", values, out, [&](std::size_t i, std::size_t j) {
    for (const Place* p : of[i])
      for (const Place* q : of[j])
        if (!apart(*p, *q)) return false;
    return true;
  });
}

void times(const std::vector<Told>& told, std::vector<Contradiction>& out) {
  std::vector<Value> values;
  std::vector<Days> of;
  for (const Told& t : told) {
    const Days& d = t.item->days;
    if (!says_it_happened(t) || d.basis != Days::Basis::text || died_later(*t.item) || takes_over(t, told, names_day)) continue;
    std::size_t i = 0;
    while (i < of.size() && (of[i].begin != d.begin || of[i].end != d.end)) ++i;
    if (i == of.size()) {
      if (values.size() == kMostValues) continue;
      auto words = [](int day) { return format_iso_day(Day{std::chrono::days{day}}); };
      values.push_back({d.begin == d.end ? words(d.begin) : words(d.begin) + " to " + words(d.end), {}});
      of.push_back(d);
    }
    values[i].told.push_back(&t);
  }
  add("time", values, out, [&](std::size_t i, std::size_t j) { return of[i].end < of[j].begin || of[j].end < of[i].begin; });
}

void occurred(const std::vector<Told>& told, std::vector<Contradiction>& out) {
  // "Nobody was hurt" denies the harm, not the strike.
  const bool harm_alone = std::all_of(told.begin(), told.end(), [](const Told& t) { return t.item->modality != Modality::denied || t.claim->kind == "harm"; });
  std::vector<Value> values{{"asserted", {}}, {"denied", {}}};
  for (const Told& t : told) {
    const bool harms = t.claim->kind == "harm" || !t.item->tolls.empty();
    if (t.item->modality == Modality::actual && (harms || !harm_alone)) values[0].told.push_back(&t);
    if (t.item->modality == Modality::denied) values[1].told.push_back(&t);
  }
  if (!values[0].told.empty() && !values[1].told.empty()) add("occurred", values, out, [](std::size_t, std::size_t) { return true; });
}

void kinds(const std::vector<Told>& told, std::vector<Contradiction>& out) {
  std::vector<Value> values;
  for (const Told& t : told) {
    const std::string& kind = t.claim->kind;
    if (!says_it_happened(t)) continue;
    auto found = std::find_if(values.begin(), values.end(), [&](const Value& v) { return v.words == kind; });
    if (found == values.end()) found = values.insert(values.end(), {kind, {}});
    found->told.push_back(&t);
  }
  add("kind", values, out, [&](std::size_t i, std::size_t j) { return rival_kinds(values[i].words, values[j].words); });
}

}  // namespace

std::vector<Contradiction> contradictions(const std::vector<Told>& told) {
  std::vector<Contradiction> out;
  if (told.size() < 2) return out;
  tolls(told, "killed", out);
  tolls(told, "injured", out);
  actors(told, out);
  places(told, out);
  times(told, out);
  occurred(told, out);
  kinds(told, out);
  return out;
}

}  // namespace deconflict::link
