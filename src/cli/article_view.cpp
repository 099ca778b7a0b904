#include "cli/article_view.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "base/date.h"
#include "base/utf8.h"
#include "base/words.h"
#include "link/link.h"

namespace deconflict::cli {

namespace {

constexpr std::size_t kLabel = 8;  ///< columns of "where", "when" …

std::string label(std::string_view indent, std::string_view word) {
  std::string text(indent);
  text += word;
  text.append(kLabel > columns(word) ? kLabel - columns(word) : 1, ' ');
  return text;
}

std::string fixed(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.2f", value);
  return buffer;
}

std::string span_words(Span s) { return "[" + std::to_string(s.begin) + "," + std::to_string(s.end) + ")"; }

void add_distinct(std::vector<std::string>& list, std::string value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

std::string joined(const std::vector<std::string>& list, std::string_view with, std::size_t most = SIZE_MAX) {
  std::string text;
  for (std::size_t i = 0; i < list.size() && i < most; ++i) {
    if (i > 0) text += with;
    text += list[i];
  }
  if (list.size() > most) text += " and " + std::to_string(list.size() - most) + " more";
  return text;
}

using ClaimIndex = std::map<std::string_view, const Claim*>;

std::string party_words(const Annotation& a, Index entity, Span span) {
  if (entity && *entity < a.entities.size()) return a.entities[*entity].name;
  return std::string(a.surface(span));
}

/// "Reuters ← state media + the Observatory": outermost voice first, those under one word side by side.
std::string chain_words(const Annotation& a, const Claim& c) {
  if (c.attribution.empty()) return a.outlet.empty() ? "the text itself" : a.outlet;
  std::string text;
  for (std::size_t i = 0; i < c.attribution.size(); ++i) {
    const Voice& v = c.attribution[i];
    if (i > 0) text += link::side_by_side(c.attribution[i - 1], v) ? " + " : " ← ";
    text += party_words(a, v.entity, v.span);
  }
  return text;
}

std::vector<std::string> status_of(const Event& event, const std::vector<const Claim*>& claims) {
  std::vector<std::string> status;
  const bool asserted = std::any_of(claims.begin(), claims.end(), [](const Claim* c) { return c->realis == Realis::asserted; });
  if (!asserted)
    for (const Claim* c : claims) add_distinct(status, std::string(name_of(c->realis)));
  else if (is_disputed(event))
    status.emplace_back("disputed");
  if (std::all_of(claims.begin(), claims.end(), [](const Claim* c) { return c->background; })) status.emplace_back("background");
  return status;
}

std::string side_words(std::string_view side) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSides = {
      {{"N", "north"}, {"NE", "north-east"}, {"E", "east"}, {"SE", "south-east"}, {"S", "south"}, {"SW", "south-west"}, {"W", "west"}, {"NW", "north-west"}}};
  for (const auto& [code, word] : kSides)
    if (code == side) return std::string(word);
  return std::string(side);
}

std::string km_words(double km) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%g km", km);
  return buffer;
}

Pieces place_pieces(const Annotation& a, const Place& p) {
  Pieces pieces = {{place_in_words(a, p), Tone::plain}};
  std::string more;
  if (!p.admin1.empty() && p.admin1 != p.name) more += p.admin1;
  if (!p.country.empty()) more += (more.empty() ? "" : ", ") + p.country;
  if (!more.empty()) pieces.push_back({" · " + more, Tone::faint});
  if (p.lat && p.lon) pieces.push_back({" · " + coordinates(*p.lat, *p.lon) + " · " + std::string(name_of(p.precision)), Tone::faint});
  else pieces.push_back({" · unresolved", Tone::warn});
  return pieces;
}

void show_where(const Annotation& a, const std::vector<const Claim*>& claims, Screen& screen) {
  struct Spot {
    PlaceRole role;
    const Place* place;
    std::string words;
  };
  std::vector<Spot> spots;
  for (PlaceRole role : {PlaceRole::at, PlaceRole::near, PlaceRole::from, PlaceRole::to})
    for (const Claim* c : claims)
      for (const ClaimPlace& cp : c->places) {
        if (cp.role != role || cp.place >= a.places.size()) continue;
        std::string words = place_in_words(a, a.places[cp.place]);
        if (std::none_of(spots.begin(), spots.end(), [&](const Spot& s) { return s.words == words && (s.role == role || s.role == PlaceRole::at); }))
          spots.push_back({role, &a.places[cp.place], std::move(words)});
      }
  std::string name = "where";
  for (const Spot& s : spots) {
    Pieces body = place_pieces(a, *s.place);
    const std::string_view told = s.place->relation ? std::string_view(s.place->relation->kind) : std::string_view();
    if (s.role != PlaceRole::at && told != name_of(s.role) && !(s.role == PlaceRole::to && told == "towards") && !(s.role == PlaceRole::near && told == "outside")) body.insert(body.begin(), {std::string(name_of(s.role)) + " ", Tone::faint});
    screen.wrap({{label("     ", name), Tone::faint}}, body);
    name.clear();
  }
  if (spots.empty()) screen.wrap({{label("     ", name), Tone::faint}}, {{"not told", Tone::faint}});
}

void show_when(const Annotation& a, const Event& e, const std::vector<const Claim*>& claims, Screen& screen) {
  Pieces body;
  if (!e.time.begin.empty()) {
    std::string words = e.time.begin == e.time.end ? day_in_words(e.time.begin) : e.time.begin + " to " + e.time.end;
    body.push_back({std::move(words), Tone::plain});
    const bool text = std::any_of(claims.begin(), claims.end(), [](const Claim* c) { return c->time.basis == TimeBasis::text && !c->time.value.empty(); });
    if (!text) body.push_back({" · by the publication day", Tone::faint});
  } else {
    std::vector<std::string> words;
    for (const Claim* c : claims)
      if (!c->time.value.empty()) {
        const std::string said = c->time.span.empty() ? "" : std::string(a.surface(c->time.span));
        const bool reference = c->time.value.ends_with("_REF");  // "now", "recently": no day to resolve
        add_distinct(words, reference && !said.empty() ? "“" + said + "”" : "unresolved: " + (said.empty() ? c->time.value : said + " (" + c->time.value + ")"));
      }
    if (words.empty()) body.push_back({"not told", Tone::faint});
    else body.push_back({joined(words, "; ", 3), Tone::warn});
  }
  screen.wrap({{label("     ", "when"), Tone::faint}}, body);
}

void show_harm(const Event& e, Screen& screen) {
  std::string name = "harm";
  for (const EventCount& c : e.counts) {
    screen.wrap({{label("     ", name), Tone::faint}}, {{c.what + " " + values_in_words(c), Tone::plain}});
    name.clear();
  }
}

}  // namespace

Tone tone_of(std::string_view kind) {
  static constexpr std::array kViolent = {std::string_view("armed_clash"), std::string_view("airstrike"), std::string_view("drone_strike"), std::string_view("shelling"),
                                          std::string_view("bombing"), std::string_view("suicide_bombing"), std::string_view("grenade"), std::string_view("chemical_attack"),
                                          std::string_view("attack"), std::string_view("killing"), std::string_view("sexual_violence"), std::string_view("torture"),
                                          std::string_view("abduction"), std::string_view("destruction"), std::string_view("harm"), std::string_view("mob_violence"),
                                          std::string_view("force_against_protesters"), std::string_view("riot")};
  static constexpr std::array kMoving = {std::string_view("territory_captured"), std::string_view("advance"), std::string_view("siege"), std::string_view("siege_broken"),
                                         std::string_view("base_established"), std::string_view("deployment"), std::string_view("withdrawal"), std::string_view("surrender"),
                                         std::string_view("displacement"), std::string_view("evacuation"), std::string_view("arrest"), std::string_view("restriction")};
  if (std::find(kViolent.begin(), kViolent.end(), kind) != kViolent.end()) return Tone::violent;
  if (std::find(kMoving.begin(), kMoving.end(), kind) != kMoving.end()) return Tone::moving;
  return Tone::calm;
}

void show_claim(const Annotation& a, const Claim& c, std::string_view event_kind, Screen& screen) {
  Pieces head = {{"     ▪ ", Tone::faint}};
  Pieces line = {{chain_words(a, c), Tone::voice}};
  std::string aside;
  if (c.kind != event_kind) aside += kind_in_words(c.kind);
  if (c.realis != Realis::asserted) aside += (aside.empty() ? "" : ", ") + std::string(name_of(c.realis));
  if (c.background) aside += std::string(aside.empty() ? "" : ", ") + "background";
  if (!aside.empty()) line.push_back({" · " + aside, Tone::warn});
  screen.wrap(head, line, {{span_words(c.span) + "  " + fixed(c.confidence), Tone::faint}});
  Pieces quote = {{"“", Tone::faint}};
  const Span t = c.trigger;
  Span evidence = c.span;
  while (!evidence.empty() && (a.text[evidence.end - 1] == ' ' || a.text[evidence.end - 1] == '\n')) --evidence.end;
  if (evidence.contains(t) && !t.empty()) {
    quote.push_back({std::string(a.surface({evidence.begin, t.begin})), Tone::plain});
    quote.push_back({std::string(a.surface(t)), Tone::hit});
    quote.push_back({std::string(a.surface({t.end, evidence.end})), Tone::plain});
  } else {
    quote.push_back({std::string(a.surface(evidence)), Tone::plain});
  }
  quote.push_back({"”", Tone::faint});
  screen.wrap({{"       ", Tone::plain}}, quote);
}

namespace {

void show_contradictions(const Event& e, Screen& screen) {
  for (const Contradiction& c : e.contradictions) {
    bool first = true;
    for (const RivalValue& v : c.values) {
      const std::string field = first ? "they differ on " + c.field + ":" : "";
      std::string head = "     " + field;
      const std::string full = "     they differ on " + c.field + ": ";
      head.append(columns(full) - columns(head), ' ');
      screen.wrap({{head, Tone::warn}}, {{v.value, Tone::bold}, {" — ", Tone::faint}, {joined(v.voices, ", "), Tone::voice}});
      first = false;
    }
  }
}

void show_event(const Annotation& a, const ClaimIndex& index, const Event& e, std::size_t number, Screen& screen) {
  std::vector<const Claim*> claims;
  for (const auto& ref : e.claims)
    if (const auto found = index.find(ref.claim); found != index.end()) claims.push_back(found->second);
  std::sort(claims.begin(), claims.end(), [](const Claim* x, const Claim* y) { return x->trigger < y->trigger; });
  if (claims.empty()) return;
  std::string count = std::to_string(number);
  count.insert(0, count.size() < 3 ? 3 - count.size() : 0, ' ');
  Pieces title = {{kind_in_words(e.kind), tone_of(e.kind)}};
  if (const auto status = status_of(e, claims); !status.empty()) title.push_back({" · " + joined(status, ", "), Tone::warn});
  screen.wrap({{count + "  ", Tone::faint}}, title, {{e.id, Tone::faint}});
  std::vector<std::string> who, whom;
  for (const Claim* c : claims)
    for (const ClaimActor& p : c->actors)
      // A drone that nobody is said to own is no party.
      if (p.entity || p.role == Role::recipient || !one_of(p.head, {"drone", "missile", "rocket", "shell", "bomb", "mine", "projectile"})) add_distinct(p.role == Role::actor ? who : whom, party_words(a, p.entity, p.span));
  if (!who.empty() || !whom.empty()) {
    Pieces body = {who.empty() ? Piece{"not told", Tone::faint} : Piece{joined(who, " + ", 5), Tone::bold}};
    if (!whom.empty()) {
      body.push_back({" → ", Tone::faint});
      body.push_back({joined(whom, " + ", 5), Tone::bold});
    }
    screen.wrap({{label("     ", "who"), Tone::faint}}, body);
  }
  show_where(a, claims, screen);
  show_when(a, e, claims, screen);
  show_harm(e, screen);
  std::vector<std::string> weapons;
  for (const Claim* c : claims)
    for (Span w : c->weapons) add_distinct(weapons, std::string(a.surface(w)));
  if (!weapons.empty()) screen.wrap({{label("     ", "with"), Tone::faint}}, {{joined(weapons, ", "), Tone::plain}});
  show_contradictions(e, screen);
  for (const Claim* c : claims) show_claim(a, *c, e.kind, screen);
  screen.blank();
}

void heading(std::string_view words, Screen& screen) { screen.wrap({}, {{std::string(words), Tone::title}}); }

/// The title, or the first line that is more than a date, or the id.
std::string title_of(const Annotation& a) {
  constexpr std::size_t kLongest = 160;
  if (!a.title.empty()) return a.title;
  const std::string_view text = a.text;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const bool date = std::any_of(a.times.begin(), a.times.end(), [&](const Timex& t) { return t.span.begin >= at && t.span.end <= end && t.span.size() + 4 > line.size(); });
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos || date) continue;
    return line.size() <= kLongest ? std::string(line) : a.id;
  }
  return a.id;
}

void show_boilerplate(const Annotation& a, Screen& screen) {
  if (a.boilerplate.empty()) return;
  heading("Not part of the story", screen);
  for (const Boilerplate& b : a.boilerplate)
    screen.wrap({{"  " + b.why + std::string(b.why.size() < 14 ? 14 - b.why.size() : 1, ' '), Tone::faint}}, {{std::string(a.surface(b.span)), Tone::plain}},
                {{span_words(b.span), Tone::faint}});
  screen.blank();
}

/// Surfaces with how often each stands: "ISIL ×3, Daesh".
std::string spellings(const std::vector<std::pair<std::string, int>>& forms) {
  std::vector<std::string> words;
  for (const auto& [form, n] : forms) words.push_back(n > 1 ? form + " ×" + std::to_string(n) : form);
  return joined(words, ", ", 12);
}

void count_form(std::vector<std::pair<std::string, int>>& forms, std::string_view surface) {
  for (auto& [form, n] : forms)
    if (form == surface) {
      ++n;
      return;
    }
  if (forms.size() < 64) forms.emplace_back(std::string(surface), 1);
}

void show_who(const Annotation& a, Screen& screen) {
  if (a.entities.empty()) return;
  std::vector<std::vector<std::pair<std::string, int>>> forms(a.entities.size());
  for (const Mention& m : a.mentions)
    if (m.entity && *m.entity < forms.size()) count_form(forms[*m.entity], a.surface(m.span));
  heading("Who", screen);
  for (std::size_t i = 0; i < a.entities.size(); ++i) {
    const Entity& e = a.entities[i];
    std::vector<std::string> facts;
    add_distinct(facts, std::string(name_of(e.type)));
    add_distinct(facts, e.country);
    add_distinct(facts, e.sector);
    add_distinct(facts, e.voice);
    Pieces body = {{e.name, Tone::bold}, {" · " + joined(facts, " · "), Tone::faint}};
    const std::string known = spellings(forms[i]);
    if (!known.empty() && known != e.name) body.push_back({" — " + known, Tone::plain});
    screen.wrap({{"  ", Tone::plain}}, body, {{e.id.starts_with("doc:") ? "" : e.id, Tone::faint}});
  }
  screen.blank();
}

void show_places(const Annotation& a, Screen& screen) {
  if (a.places.empty()) return;
  struct Spot {
    const Place* place;
    std::vector<std::pair<std::string, int>> forms;
  };
  std::vector<Spot> spots;
  std::map<std::string, std::size_t> index;
  for (const Place& p : a.places) {
    std::string key = p.relation ? place_in_words(a, p) : p.geonameid ? "#" + std::to_string(*p.geonameid) : p.lat && p.lon ? "@" + coordinates(*p.lat, *p.lon) : "=" + utf8::fold(p.name);
    const auto [at, fresh] = index.emplace(std::move(key), spots.size());
    if (fresh) spots.push_back({&p, {}});
    count_form(spots[at->second].forms, a.surface(p.relation && !p.relation->span.empty() ? p.relation->span : p.span));
  }
  heading("Where", screen);
  for (const Spot& s : spots) {
    Pieces body = place_pieces(a, *s.place);
    body.front().tone = Tone::bold;
    const std::string known = spellings(s.forms);
    if (known != place_in_words(a, *s.place)) body.push_back({" — " + known, Tone::plain});
    screen.wrap({{"  ", Tone::plain}}, body);
  }
  screen.blank();
}

void show_times(const Annotation& a, Screen& screen) {
  if (a.times.empty()) return;
  heading("When", screen);
  for (const Timex& t : a.times) {
    const bool open = t.value.empty() || t.value.find('X') != std::string::npos;
    Pieces body = {{std::string(a.surface(t.span)), Tone::bold}, {" · " + (t.value.empty() ? std::string(name_of(t.type)) : t.value), open ? Tone::warn : Tone::good}};
    if (open && t.type != TimexType::SET && t.type != TimexType::DURATION) body.push_back({" · unresolved", Tone::warn});
    screen.wrap({{"  ", Tone::plain}}, body, {{span_words(t.span), Tone::faint}});
  }
  screen.blank();
}

}  // namespace

bool is_disputed(const Event& event) {
  return std::any_of(event.contradictions.begin(), event.contradictions.end(), [](const Contradiction& c) { return c.field == "occurred"; });
}

std::string kind_in_words(std::string_view kind) {
  if (kind == "airstrike") return "Air strike";
  if (kind == "harm") return "People killed or hurt";
  std::string words(kind);
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string place_in_words(const Annotation& a, const Place& place) {
  if (!place.relation) return place.name;
  const PlaceRelation& r = *place.relation;
  std::vector<std::string> names;
  for (auto i : r.of)
    if (i < a.places.size()) add_distinct(names, a.places[i].name);
  if (names.empty()) names.push_back(place.name);
  const std::string of = joined(names, " and ");
  const std::string side = side_words(r.side), km = r.km ? km_words(*r.km) : "";
  // The river, then the town by it.
  if (r.kind == "bank") return (side.empty() ? "" : side + " ") + std::string("bank of ") + joined(names, " at ");
  if (r.kind == "direction") return side.empty() ? "off " + of : side + " of " + of;
  if (r.kind == "distance") return (km.empty() ? "some way" : km) + (side.empty() ? " from " : " " + side + " of ") + of;
  if (r.kind == "near") return "near " + of;
  if (r.kind == "between") return "between " + of;
  if (r.kind == "inside" && km.empty() && r.side == "C") return "central " + of;
  if (r.kind == "inside" && km.empty() && !side.empty()) return side + "ern " + of;
  if (r.kind == "inside" || r.kind == "outside") return r.kind + (km.empty() ? " " + of : " the " + km + " zone around " + of);
  return (r.kind.empty() ? "" : r.kind + " ") + of;
}

std::string day_in_words(std::string_view iso) {
  static constexpr const char* kMonths[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  static constexpr const char* kDays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  const auto day = parse_iso_day(iso);
  if (!day) return std::string(iso);
  const std::chrono::year_month_day date{*day};
  return std::string(kDays[std::chrono::weekday{*day}.c_encoding()]) + " " + std::to_string(static_cast<unsigned>(date.day())) + " " +
         kMonths[static_cast<unsigned>(date.month()) - 1] + " " + std::to_string(static_cast<int>(date.year()));
}

void show_article(const Annotation& a, const std::vector<Event>& events, Screen& screen) {
  screen.rule();
  screen.wrap({{" ", Tone::plain}}, {{title_of(a), Tone::bold}});
  const auto facts = std::vector<std::string>{a.id, a.outlet.empty() ? "outlet not known" : a.outlet, a.published.empty() ? "publication day not known" : day_in_words(a.published),
                                              std::to_string(a.claims.size()) + (a.claims.size() == 1 ? " claim" : " claims"),
                                              std::to_string(events.size()) + (events.size() == 1 ? " event" : " events")};
  screen.wrap({{" ", Tone::plain}}, {{joined(facts, " · "), Tone::faint}});
  screen.rule();
  screen.blank();
  struct Placed {
    std::uint32_t at;
    const Event* event;
  };
  std::vector<Placed> order;
  ClaimIndex index;
  for (const Claim& c : a.claims) index.emplace(c.id, &c);
  for (const Event& e : events) {
    std::uint32_t at = UINT32_MAX;
    for (const auto& ref : e.claims)
      if (const auto found = index.find(ref.claim); found != index.end()) at = std::min(at, found->second->trigger.begin);
    order.push_back({at, &e});
  }
  std::stable_sort(order.begin(), order.end(), [](const Placed& x, const Placed& y) { return x.at < y.at; });
  std::size_t number = 0;
  for (const Placed& p : order) show_event(a, index, *p.event, ++number, screen);
  if (events.empty()) {
    screen.wrap({{" ", Tone::plain}}, {{"No claim of conflict was found in this text.", Tone::faint}});
    screen.blank();
  }
  show_boilerplate(a, screen);
  show_who(a, screen);
  show_places(a, screen);
  show_times(a, screen);
}

std::string number_in_words(std::int64_t min, std::optional<std::int64_t> max) {
  const auto grouped = [](std::int64_t n) {
    std::string digits = std::to_string(n);
    for (std::size_t at = digits.size(); n >= 10'000 && at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
  };
  // "More than 200" is kept as 201 or more.
  if (!max) return min > 100 && min % 100 == 1 ? "more than " + grouped(min - 1) : "at least " + grouped(min);
  return *max == min ? grouped(min) : grouped(min) + " to " + grouped(*max);
}

std::string values_in_words(const EventCount& count) {
  std::string rivals, bounds;
  for (const CountValue& v : count.values) {
    const std::string said = (v.said.empty() ? number_in_words(v.min, v.max) : v.said) + (v.whom.empty() ? "" : " " + v.whom);
    if (v.loose) bounds += ", also “" + said + "”";
    else rivals += (rivals.empty() ? "" : " | ") + said;
  }
  return rivals + bounds;
}

}  // namespace deconflict::cli
