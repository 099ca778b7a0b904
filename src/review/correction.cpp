#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/date.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "review/review.h"

namespace deconflict::review {

namespace {

/// The kinds of the output contract.
constexpr auto kKinds = std::to_array<std::string_view>({
    "armed_clash", "territory_captured", "advance", "siege", "siege_broken", "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "grenade", "chemical_attack", "attack",
    "killing", "sexual_violence", "torture", "abduction", "arrest", "destruction", "weapons_disrupted", "base_established", "deployment", "withdrawal", "surrender", "release", "ceasefire",
    "agreement", "talks", "military_support", "aid_delivery", "evacuation", "displacement", "harm", "peaceful_protest", "protest_intervention", "force_against_protesters", "riot",
    "mob_violence", "strike_boycott", "organised_crime", "natural_disaster", "industrial_accident", "accusation", "denial", "threat", "demand", "support", "concession", "cooperation",
    "sanction", "restriction", "investigation"});
constexpr auto kCounts = std::to_array<std::string_view>({"killed", "injured", "captured", "abducted", "arrested", "missing", "displaced", "surrendered", "destroyed", "present"});
constexpr std::string_view kNone = "none";

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<double> degrees(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

struct Range {
  std::int64_t low = 0, best = 0;
  std::optional<std::int64_t> high;
};

/// "12", "12+" (at least), "10-14", "10/12/14" (low, best, high)
std::optional<Range> parse_range(std::string_view text) {
  if (text.ends_with('+')) {
    const auto low = number(text.substr(0, text.size() - 1));
    return low ? std::optional(Range{*low, *low, std::nullopt}) : std::nullopt;
  }
  const char mark = text.find('/') != std::string_view::npos ? '/' : '-';
  std::vector<std::int64_t> values;
  const auto parts = split_list(std::string(text), mark);
  // A sign before a number is no range without its lower end.
  if (parts.size() != 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), mark))) return std::nullopt;
  for (const auto& part : parts) {
    const auto value = number(part);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  if (!std::is_sorted(values.begin(), values.end())) return std::nullopt;
  if (values.size() == 1) return Range{values[0], values[0], values[0]};
  if (values.size() == 2 && mark == '-') return Range{values[0], values[0], values[1]};
  if (values.size() == 3 && mark == '/') return Range{values[0], values[1], values[2]};
  return std::nullopt;
}

struct Days {
  std::string begin, end;
  TimePrecision precision = TimePrecision::day;
};

/// "2031-05-06" or "2031-05-06..2031-05-09"
std::optional<Days> parse_days(std::string_view text) {
  const auto dots = text.find("..");
  const auto begin = text.substr(0, dots), end = dots == std::string_view::npos ? begin : text.substr(dots + 2);
  const auto from = parse_iso_day(begin), to = parse_iso_day(end);
  if (!from || !to || *to < *from) return std::nullopt;
  constexpr int kWeek = 7, kMonth = 31;
  const auto days = (*to - *from).count();
  return Days{std::string(begin), std::string(end), days == 0 ? TimePrecision::day : days < kWeek ? TimePrecision::week : days <= kMonth ? TimePrecision::month : TimePrecision::year};
}

struct Spot {
  std::string name;
  std::optional<double> lat, lon;
  Precision precision = Precision::settlement;
};

/// "Tarvan", "Tarvan @ 12.5,41.25", "Tarvan @ 12.5,41.25 district"
std::optional<Spot> parse_spot(std::string_view text) {
  const auto at = text.find(" @ ");
  Spot spot{std::string(text.substr(0, at)), {}, {}, Precision::settlement};
  if (spot.name.empty()) return std::nullopt;
  if (at == std::string_view::npos) return spot;
  auto rest = text.substr(at + 3);
  if (const auto blank = rest.find(' '); blank != std::string_view::npos) {
    const auto precision = parse_name<Precision>(rest.substr(blank + 1));
    if (!precision) return std::nullopt;
    spot.precision = *precision;
    rest = rest.substr(0, blank);
  }
  const auto comma = rest.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  spot.lat = degrees(rest.substr(0, comma));
  spot.lon = degrees(rest.substr(comma + 1));
  constexpr double kPole = 90, kDateLine = 180;
  if (!spot.lat || !spot.lon || std::abs(*spot.lat) > kPole || std::abs(*spot.lon) > kDateLine) return std::nullopt;
  return spot;
}

std::string shortest(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), error == std::errc() ? end : text.data()};
}

Error bad_value(std::string_view field, std::string_view value, const std::string& form) {
  return {"usage.value", "", "'" + std::string(value) + "' is no value of " + std::string(field) + ": " + form};
}

/// A place of that name which one of the event's documents tells of, for its coordinates.
const Place* told_place(const Event& e, const std::string& name, const Context& context) {
  const std::string wanted = utf8::fold(name);
  for (const auto& ref : e.claims)
    if (const Annotation* a = context.document ? context.document(ref.doc) : nullptr)
      for (const auto& p : a->places)
        if (p.lat && p.lon && utf8::fold(p.name) == wanted) return &p;
  return nullptr;
}

void correct_actors(Event& e, Role role, std::string_view value, const Context& context) {
  std::vector<EventActor> before;
  std::copy_if(e.actors.begin(), e.actors.end(), std::back_inserter(before), [&](const EventActor& a) { return a.role == role; });
  e.actors.erase(std::remove_if(e.actors.begin(), e.actors.end(), [&](const EventActor& a) { return a.role == role; }), e.actors.end());
  if (value == kNone) return;
  std::vector<EventActor> now;
  for (const auto& name : split_list(std::string(value), ';')) {
    // Whom the claims name as well keeps them as its evidence.
    const auto known = std::find_if(before.begin(), before.end(), [&](const EventActor& a) { return utf8::fold(a.name) == utf8::fold(name); });
    if (known != before.end()) now.push_back(*known);
    else now.push_back({role, context.actor ? context.actor(name) : std::string(), name, {}});
  }
  e.actors.insert(role == Role::actor ? e.actors.begin() : e.actors.end(), now.begin(), now.end());
}

}  // namespace

Result<void> check_correction(bool on_claim, std::string_view field, std::string_view value) {
  if (value.empty()) return Error{"usage.value", "", "a correction needs a value; 'none' says that it is not told"};
  if (field == "kind") return one_of(kKinds, value) ? Result<void>() : bad_value(field, value, "a kind such as shelling, armed_clash or abduction");
  if (field == "time") {
    if (value == kNone || (parse_days(value) && (!on_claim || parse_iso_day(value)))) return {};
    return bad_value(field, value, on_claim ? "a day (2031-05-06) or none" : "a day (2031-05-06), two (2031-05-06..2031-05-09) or none");
  }
  if (on_claim) {
    if (field == "realis") return parse_name<Realis>(value) ? Result<void>() : bad_value(field, value, "asserted, alleged, denied, negated, planned, threatened or hypothetical");
    if (field == "background") return value == "true" || value == "false" ? Result<void>() : bad_value(field, value, "true or false");
    return Error{"usage.field", "", "a claim has no field '" + std::string(field) + "' that can be corrected; there are kind, time, realis and background"};
  }
  if (field == "place") return value == kNone || parse_spot(value) ? Result<void>() : bad_value(field, value, "NAME, or NAME @ LAT,LON, or NAME @ LAT,LON PRECISION");
  if (field == "actor" || field == "recipient") return {};
  if (one_of(kCounts, field)) return value == kNone || parse_range(value) ? Result<void>() : bad_value(field, value, "12, 12+ (at least), 10-14, or 10/12/14 (low, best, high), or none");
  return Error{"usage.field", "", "an event has no field '" + std::string(field) + "' that can be corrected; there are kind, time, place, actor, recipient, killed, injured and other counts"};
}

std::span<const std::string_view> correctable_kinds() { return kKinds; }

std::vector<std::string_view> correctable_fields(bool on_claim) {
  if (on_claim) return {"kind", "time", "realis", "background"};
  std::vector<std::string_view> fields = {"kind", "time", "place", "actor", "recipient"};
  fields.insert(fields.end(), kCounts.begin(), kCounts.end());
  return fields;
}

std::string value_in_words(const Event& e, std::string_view field) {
  if (field == "kind") return e.kind;
  if (field == "time") {
    if (e.time.begin.empty()) return std::string(kNone);
    return e.time.end.empty() || e.time.end == e.time.begin ? e.time.begin : e.time.begin + ".." + e.time.end;
  }
  if (field == "place") {
    if (!e.place) return std::string(kNone);
    if (!e.place->lat || !e.place->lon) return e.place->name;
    const std::string at = e.place->name + " @ " + shortest(*e.place->lat) + "," + shortest(*e.place->lon);
    return e.place->precision == Precision::settlement ? at : at + " " + std::string(name_of(e.place->precision));
  }
  if (field == "actor" || field == "recipient") {
    std::string names;
    for (const auto& a : e.actors)
      if (name_of(a.role) == field) names += (names.empty() ? "" : "; ") + a.name;
    return names.empty() ? std::string(kNone) : names;
  }
  const auto found = std::find_if(e.counts.begin(), e.counts.end(), [&](const EventCount& c) { return c.what == field; });
  if (found == e.counts.end()) return std::string(kNone);
  const EventCount& c = *found;
  if (!c.high) return c.best == c.low ? std::to_string(c.low) + "+" : std::to_string(c.low) + "/" + std::to_string(c.best) + "+";
  if (c.low == *c.high) return std::to_string(c.low);
  return c.best == c.low ? std::to_string(c.low) + "-" + std::to_string(*c.high) : std::to_string(c.low) + "/" + std::to_string(c.best) + "/" + std::to_string(*c.high);
}

void correct(Event& e, std::string_view field, std::string_view value, const Context& context) {
  if (field == "kind") {
    e.kind = value;
  } else if (field == "time") {
    const auto days = parse_days(value);
    e.time = days ? EventTime{days->begin, days->end, days->precision, e.time.claims} : EventTime{};
  } else if (field == "place") {
    const auto spot = value == kNone ? std::nullopt : parse_spot(value);
    if (!spot) {
      e.place.reset();
      return;
    }
    EventPlace place;
    place.name = spot->name;
    place.lat = spot->lat;
    place.lon = spot->lon;
    place.precision = spot->precision;
    if (const Place* told = spot->lat ? nullptr : told_place(e, spot->name, context)) {
      place.geonameid = told->geonameid;
      place.lat = told->lat;
      place.lon = told->lon;
      place.precision = told->precision;
      place.country = told->country;
      place.admin1 = told->admin1;
      place.admin2 = told->admin2;
    } else if (e.place) {
      place.country = e.place->country;
    }
    e.place = std::move(place);
  } else if (field == "actor" || field == "recipient") {
    correct_actors(e, field == "actor" ? Role::actor : Role::recipient, value, context);
  } else {
    const auto range = parse_range(value);
    auto found = std::find_if(e.counts.begin(), e.counts.end(), [&](const EventCount& c) { return c.what >= field; });
    const bool there = found != e.counts.end() && found->what == field;
    if (!range) {
      if (there) e.counts.erase(found);
      return;
    }
    if (!there) found = e.counts.insert(found, EventCount{std::string(field), 0, 0, std::nullopt, {}});
    found->low = range->low;
    found->best = range->best;
    found->high = range->high;
  }
}

void correct(Claim& claim, std::string_view field, std::string_view value) {
  if (field == "kind") claim.kind = value;
  else if (field == "realis") claim.realis = parse_name<Realis>(value).value_or(claim.realis);
  else if (field == "background") claim.background = value == "true";
  else if (value == kNone) claim.time = ClaimTime{};
  else claim.time = {std::string(value), TimePrecision::day, TimeBasis::text, claim.time.span};
}

}  // namespace deconflict::review
