#include "place/relation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "place/shapes.h"

namespace deconflict::place {

namespace {

constexpr std::pair<std::string_view, std::string_view> kSides[] = {
    {"north", "N"},      {"northern", "N"},      {"south", "S"},      {"southern", "S"},      {"east", "E"},       {"eastern", "E"},
    {"west", "W"},       {"western", "W"},       {"northeast", "NE"}, {"northeastern", "NE"}, {"northwest", "NW"}, {"northwestern", "NW"},
    {"southeast", "SE"}, {"southeastern", "SE"}, {"southwest", "SW"}, {"southwestern", "SW"},  {"central", "C"}};

std::string_view simple_side(std::string_view word) {
  for (const auto& [name, side] : kSides)
    if (name == word) return side;
  return {};
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> kKilometres{"km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"};
constexpr std::array<std::string_view, 3> kMiles{"mile", "miles", "mi"};
constexpr std::array<std::string_view, 2> kNauticalMiles{"nm", "nmi"};
constexpr std::array<std::string_view, 4> kBanks{"bank", "banks", "shore", "side"};
constexpr std::array<std::string_view, 8> kSurroundingNouns{"countryside", "outskirts", "edge", "suburbs", "entrance", "vicinity", "environs", "edges"};
constexpr std::array<std::string_view, 7> kZones{"zone", "zones", "radius", "perimeter", "belt", "exclusion", "area"};

/// How far "north of X" reaches where the text gives no distance.
double reach(Precision precision) {
  switch (precision) {
    case Precision::site: return 15;
    case Precision::settlement: return 30;
    case Precision::district: return 50;
    case Precision::admin1: return 120;
    case Precision::country:
    case Precision::region:
    case Precision::feature: return 200;
  }
  return 30;
}

}  // namespace

bool Relations::follows(std::uint32_t i) const {
  return i + 1 < words_.size() && words_[i].sentence == words_[i + 1].sentence && words_[i].gap != Gap::comma && words_[i].gap != Gap::line && !words_[i].possessive &&
         words_[i + 1].span.begin - words_[i].span.end <= 6;
}

/// The same past a possessive: "Turkey's border".
bool Relations::goes_on(std::uint32_t i) const {
  return i + 1 < words_.size() && words_[i].sentence == words_[i + 1].sentence && words_[i].gap == Gap::space;
}

/// The side whose last word is `last`: "north", "northwest", "north-west", "north west".
std::optional<Relations::Side> Relations::side_at(std::uint32_t last) const {
  const std::string_view side = simple_side(key(last));
  if (side.empty()) return std::nullopt;
  Side out{std::string(side), last};
  if (last > 0 && follows(last - 1) && side.size() == 1 && (side == "E" || side == "W")) {
    const std::string_view before = key(last - 1);
    if (before == "north" || before == "south") out = {(before == "north" ? "N" : "S") + out.name, last - 1};
  }
  return out;
}

/// "20 km", "12.5 kilometres", "55 kilometer", "10 miles" whose unit is word `last`.
std::optional<double> Relations::distance_at(std::uint32_t last, std::uint32_t& first) const {
  if (last >= words_.size()) return std::nullopt;
  std::string_view unit = key(last);
  std::string_view digits;
  std::uint32_t at = last;
  if (unit.size() > 2 && unit.ends_with("km") && unit[0] >= '0' && unit[0] <= '9') {
    digits = unit.substr(0, unit.size() - 2);  // "55km"
    unit = "km";
  } else {
    if (last == 0 || !follows(last - 1)) return std::nullopt;
    at = last - 1;
    if (is_one_of(unit, kMiles) && (key(at) == "nautical" || key(at) == "sea") && at > 0 && follows(at - 1)) {  // "60 nautical miles"
      --at;
      unit = kNauticalMiles.front();
    }
    digits = key(at);
  }
  const bool km = is_one_of(unit, kKilometres), miles = is_one_of(unit, kMiles), nautical = is_one_of(unit, kNauticalMiles);
  if (!km && !miles && !nautical) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (at > 0 && words_[at].span.begin == words_[at - 1].span.end + 1 && a_.text[words_[at - 1].span.end] == '.') {  // 12.5
    const std::string_view whole = key(at - 1);
    const std::string decimal = std::string(whole) + "." + std::string(digits);
    double exact = 0;
    if (!whole.empty() && std::from_chars(decimal.data(), decimal.data() + decimal.size(), exact).ptr == decimal.data() + decimal.size()) value = exact, --at;
  }
  first = at;
  constexpr double kMileKm = 1.609344, kNauticalMileKm = 1.852;
  if (!km) value = std::round(value * (miles ? kMileKm : kNauticalMileKm) * 10) / 10;
  if (value <= 0 || value > 2000) return std::nullopt;
  return value;
}

/// The word before the noun phrase of a name: past "the", "city of", "town of", "village of", "its base at".
std::uint32_t Relations::head(std::uint32_t first) const {
  std::uint32_t i = first;
  bool site = false;
  for (int steps = 0; steps < 4 && i > 0 && follows(i - 1); ++steps) {
    const std::string_view before = key(i - 1);
    if (before == "the" || (site && (before == "a" || before == "its" || before == "their")) || (words_[i - 1].bits & kUnitCity) != 0) {
      --i;
    } else if ((before == "at" || before == "in") && i > 1 && follows(i - 2) && (words_[i - 2].bits & kUnitSite) != 0) {
      site = true;
      i -= 2;
    } else if (before == "of" && i > 1 && follows(i - 2) && (words_[i - 2].bits & kUnit) != 0 && (words_[i - 2].bits & kSurroundings) == 0) {
      i -= 2;
    } else {
      break;
    }
  }
  return i == 0 || !follows(i - 1) ? kNone : i - 1;
}

std::optional<Point> Relations::point(std::uint32_t place) const {
  const Place& p = a_.places[place];
  if (!p.lat || !p.lon) return std::nullopt;
  return Point{*p.lat, *p.lon};
}

PlaceRelation& Relations::add(std::uint32_t place, const char* kind, std::uint32_t first_word) {
  PlaceRelation r;
  r.kind = kind;
  r.of = {place};
  r.span = {std::min(words_[first_word].span.begin, a_.places[place].span.begin), a_.places[place].span.end};
  a_.places[place].relation = std::move(r);
  return *a_.places[place].relation;
}

void Relations::run() {
  first_words_.assign(a_.places.size(), kNone);
  last_words_.assign(a_.places.size(), kNone);
  std::vector<const Name*> names(a_.places.size(), nullptr);
  std::size_t n = 0;
  for (std::uint32_t p = 0; p < a_.places.size(); ++p) {
    while (n < scan_.names.size() && scan_.names[n].whole < a_.places[p].span) ++n;
    if (n == scan_.names.size()) break;
    if (scan_.names[n].whole != a_.places[p].span) continue;
    names[p] = &scan_.names[n];
    first_words_[p] = scan_.names[n].first;
    last_words_[p] = scan_.names[n].last;
  }
  for (std::uint32_t p = 0; p < a_.places.size(); ++p)
    if (names[p] != nullptr && !a_.places[p].relation) read(p, *names[p]);
}

bool Relations::read(std::uint32_t place, const Name& name) {
  const std::uint32_t h = head(name.first);
  if (read_border(place, name, h) || read_road(place, name, h)) return true;
  if (h == kNone) return read_surroundings(place, name, h) || read_part(place, name);
  if (read_zone(place, name, h) || read_side(place, name, h) || read_between(place, name, h) || read_surroundings(place, name, h)) return true;
  const std::string_view word = key(h);
  const auto at = point(place);
  auto near = [&](std::uint32_t first, double km) {
    PlaceRelation& r = add(place, "near", first);
    if (at) r.geometry = circle(*at, km);
    return true;
  };
  const bool is_point = a_.places[place].precision == Precision::settlement || a_.places[place].precision == Precision::site;
  const double wide = is_point ? 10 : reach(a_.places[place].precision) / 4;
  if (word == "near") return near(h, wide);
  const std::string_view before = h >= 1 && follows(h - 1) ? key(h - 1) : std::string_view();
  if (word == "to" && (before == "close" || before == "near" || before == "next")) return near(h - 1, wide);
  const bool of = word == "of" && before == "outside";
  if (is_point && (word == "outside" || of)) {
    const std::uint32_t first = of ? h - 1 : h;
    PlaceRelation& r = add(place, "outside", first > 0 && follows(first - 1) && key(first - 1) == "just" ? first - 1 : first);
    if (at) r.geometry = ring(*at, 2, wide);
    return true;
  }
  if (word == "of" && before == "direction" && h >= 2) {
    const std::uint32_t the = key(h - 2) == "the" && h >= 3 ? h - 3 : h - 2;
    const bool from = key(the) == "from";
    if (from || key(the) == "in") {
      PlaceRelation& r = add(place, from ? "from" : "towards", the);
      if (at) r.geometry = point_json(*at);
      return true;
    }
  }
  if (word == "towards" || word == "toward") {
    PlaceRelation& r = add(place, "towards", h);
    if (at) r.geometry = point_json(*at);
    return true;
  }
  return read_part(place, name);
}

/// "(just) outside the 55 km zone around X", "within 20 km of X"
bool Relations::read_zone(std::uint32_t place, const Name&, std::uint32_t h) {
  const std::string_view link = key(h);
  if (link != "around" && link != "surrounding" && link != "of" && link != "from") return false;
  std::optional<double> km;
  std::uint32_t first = h;
  bool zone = false;
  for (std::uint32_t i = h; i-- > 0 && h - i <= 6;) {
    if (words_[i].sentence != words_[h].sentence) break;
    if (is_one_of(key(i), kZones)) zone = true;
    if (!km) {
      km = distance_at(i, first);
      if (km) break;
    }
  }
  if (!km) return false;
  std::uint32_t i = first;
  while (i > 0 && words_[i - 1].sentence == words_[h].sentence && (key(i - 1) == "the" || key(i - 1) == "a" || key(i - 1) == "about" || key(i - 1) == "some" || key(i - 1) == "around" || key(i - 1) == "us" || key(i - 1) == "so called" || key(i - 1) == "declared")) --i;
  const std::string_view where = i > 0 && words_[i - 1].sentence == words_[h].sentence ? key(i - 1) : std::string_view();
  const bool outside = where == "outside" || where == "beyond";
  const bool inside = where == "inside" || where == "within" || where == "in" || where == "into" || where == "throughout" || where == "entered" || where == "entering";
  if (!zone && !(where == "within" && link == "of")) return false;
  if (zone && link != "around" && link != "surrounding" && link != "of") return false;
  const bool just = outside && i > 1 && key(i - 2) == "just";
  PlaceRelation& r = add(place, outside ? "outside" : "inside", outside || inside ? i - 1 - (just ? 1 : 0) : first);
  r.km = km;
  if (const auto at = point(place)) r.geometry = outside ? ring(*at, *km, *km + std::max(5.0, *km * (just ? 0.2 : 0.5))) : circle(*at, *km);
  return true;
}

/// "20 km north-west of X", "20 km from X", "north of X", "the eastern bank of X", "the west side of X"
bool Relations::read_side(std::uint32_t place, const Name& name, std::uint32_t h) {
  if (h == 0 || !follows(h - 1)) return false;
  std::string_view link = key(h);
  if (link == "of" && h >= 2 && key(h - 1) == "outside" && follows(h - 2)) --h, link = "outside";  // "20 km outside of X"
  if (link == "outside") link = "from";
  if (link != "of" && link != "from") return false;
  const auto at = point(place);
  const std::uint32_t row = rows_[place];
  std::vector<Point> line = row != kNone ? course(row) : std::vector<Point>();
  if (link == "of" && is_one_of(key(h - 1), kBanks)) {
    const auto side = h >= 2 && follows(h - 2) ? side_at(h - 2) : std::nullopt;
    const bool water = row != kNone && table_.row(row).kind == Kind::water;
    if (!side && key(h - 1) == "side") return false;
    if (!water && key(h - 1) != "side") return false;
    PlaceRelation& r = add(place, water ? "bank" : "direction", side ? side->first : h - 1);
    if (side) r.side = side->name;
    if (!line.empty()) {
      keep_beside_town(place, r, line, 15);
      r.geometry = side ? flank(line, side_bearing(side->name), 10) : band(line, 10);
    } else if (at && side) {
      r.geometry = wedge(*at, side_bearing(side->name), reach(a_.places[place].precision));
    }
    return true;
  }
  const auto side = side_at(h - 1);
  std::uint32_t before = side ? side->first : h;
  if (before > 0 && side && key(before - 1) == "the" && before > 1 && (key(before - 2) == "to" || key(before - 2) == "in")) before -= 2;
  std::uint32_t first = before;
  const auto km = before > 0 && follows(before - 1) ? distance_at(before - 1, first) : std::nullopt;
  if (!side && !(km && link == "from") && !(km && link == "of")) return false;
  if (km) {
    PlaceRelation& r = add(place, "distance", first);
    r.km = km;
    if (side) r.side = side->name;
    if (at) {
      const double slack = std::max(1.5, *km * 0.15);
      if (side && line.empty()) {
        r.geometry = circle(destination(*at, side_bearing(side->name), *km), std::max(slack, *km * 0.3));
      } else if (side) {
        r.geometry = flank(line, side_bearing(side->name), *km + slack);
      } else {
        r.geometry = ring(*at, std::max(0.1, *km - slack), *km + slack);
      }
    }
    return true;
  }
  if (link == "from") return false;
  // "In the north of Ruritania", where the land is wide; "north of Ruritania" and "to the north of" are beyond it.
  const Precision precision = a_.places[place].precision;
  const bool wide = precision == Precision::country || precision == Precision::admin1 || precision == Precision::region;
  const bool part = side->first > 0 && follows(side->first - 1) && key(side->first - 1) == "the" && (side->first < 2 || key(side->first - 2) != "to");
  if (wide && (part || side->name == "C")) {
    PlaceRelation& r = add(place, "inside", side->first);
    r.side = side->name;
    lie_inside(place, r);
    return true;
  }
  if (side->name == "C") return false;
  PlaceRelation& r = add(place, "direction", side->first);
  r.side = side->name;
  if (!line.empty()) {
    keep_beside_town(place, r, line, 20);
    r.geometry = flank(line, side_bearing(side->name), 20);
  } else if (at) {
    r.geometry = wedge(*at, side_bearing(side->name), reach(a_.places[place].precision));
  }
  static_cast<void>(name);
  return true;
}

std::vector<Point> Relations::course(std::uint32_t row) const {
  std::vector<Point> line;
  for (const LinePoint& p : table_.line(table_.row(row))) line.push_back({p.lat / 1e6, p.lon / 1e6});
  return line;
}

/// Of a river or border of which a town named with it bounds a part: that part.
void Relations::keep_beside_town(std::uint32_t place, PlaceRelation& r, std::vector<Point>& line, double km) {
  const auto town = town_near(place);
  if (!town) return;
  if (std::find(r.of.begin(), r.of.end(), *town) == r.of.end()) r.of.push_back(*town);
  const auto where = point(*town);
  if (!where) return;
  line = stretch(line, *where, km);
  // The point of a river is then that of this part.
  if (a_.places[place].precision != Precision::feature) return;
  const auto closest = std::min_element(line.begin(), line.end(), [&](const Point& x, const Point& y) { return distance_km(x, *where) < distance_km(y, *where); });
  if (closest == line.end()) return;
  a_.places[place].lat = closest->lat;
  a_.places[place].lon = closest->lon;
}

/// A settlement named right after with "near", "in", "at" or "close to": "the eastern bank of the Euphrates near X".
std::optional<std::uint32_t> Relations::town_near(std::uint32_t place) const {
  const std::uint32_t next = place + 1;
  if (next >= a_.places.size() || first_words_[next] == kNone || first_words_[next] < last_words_[place]) return std::nullopt;
  const Precision precision = a_.places[next].precision;
  if ((precision != Precision::settlement && precision != Precision::site) || !a_.places[next].lat) return std::nullopt;
  const std::uint32_t h = head(first_words_[next]);
  if (h == kNone || h < last_words_[place] || h > last_words_[place] + 2) return std::nullopt;
  const std::string_view word = key(h);
  if (word != "near" && word != "in" && word != "at" && word != "to" && word != "opposite" && word != "around") return std::nullopt;
  return next;
}

/// "between A and B"
bool Relations::read_between(std::uint32_t place, const Name& name, std::uint32_t h) {
  if (key(h) != "between" || place + 1 >= a_.places.size() || first_words_[place + 1] == kNone) return false;
  const std::uint32_t second = first_words_[place + 1];
  if (second < name.last || second - name.last > 4) return false;
  bool joined = false;
  for (std::uint32_t i = name.last; i < second; ++i) joined = joined || key(i) == "and";
  if (!joined || words_[second].sentence != words_[h].sentence) return false;
  return join(place, h);
}

/// From a place to the next: "between A and B", "the road from A to B".
bool Relations::join(std::uint32_t place, std::uint32_t first) {
  PlaceRelation& r = add(place, "between", first);
  r.of.push_back(place + 1);
  r.span.end = a_.places[place + 1].span.end;
  if (rows_[place] != kNone && rows_[place + 1] != kNone)
    if (const std::uint32_t line = border_of(rows_[place], rows_[place + 1]); line != kNone) {
      r.geometry = band(course(line), 15);
      return true;
    }
  const auto a = point(place), b = point(place + 1);
  const bool lands = a_.places[place].precision == Precision::country && a_.places[place + 1].precision == Precision::country;
  if (a && b && !lands && distance_km(*a, *b) > 0.1) r.geometry = corridor(*a, *b, std::max(1.0, distance_km(*a, *b) * 0.1));
  return true;
}

/// "northern Hama", "eastern Syria", "central Syria", "the northern part of Syria"
bool Relations::read_part(std::uint32_t place, const Name& name) {
  if (name.first == 0 || !follows(name.first - 1)) return false;
  std::uint32_t last = name.first - 1;
  const bool parts = last >= 1 && key(last) == "of" && (key(last - 1) == "part" || key(last - 1) == "parts" || key(last - 1) == "areas" || key(last - 1) == "half") && follows(last - 1);
  if (parts && last >= 2 && follows(last - 2)) last -= 2;
  const auto side = side_at(last);
  const std::uint32_t row = rows_[place];
  if (!side || (row != kNone && (table_.row(row).kind == Kind::water || table_.row(row).kind == Kind::line))) return false;
  PlaceRelation& r = add(place, "inside", side->first);
  r.side = side->name;
  lie_inside(place, r);
  return true;
}

/// The half of what the towns of a land span, or the slice of a town.
void Relations::lie_inside(std::uint32_t place, PlaceRelation& r) const {
  const auto at = point(place);
  const std::uint32_t row = rows_[place];
  if (!at || row == kNone) return;
  const auto towns = table_.box(row);
  const Precision precision = a_.places[place].precision;
  if (towns && towns->south < towns->north) {
    UnitBox b = *towns;
    const std::int32_t middle_lat = (b.south + b.north) / 2, middle_lon = (b.west + b.east) / 2;
    if (r.side == "C") {
      const std::int32_t tall = (b.north - b.south) / 4, wide = (b.east - b.west) / 4;
      b.south = middle_lat - tall, b.north = middle_lat + tall, b.west = middle_lon - wide, b.east = middle_lon + wide;
    }
    for (char c : r.side) {
      if (c == 'N') b.south = middle_lat;
      if (c == 'S') b.north = middle_lat;
      if (c == 'E') b.west = middle_lon;
      if (c == 'W') b.east = middle_lon;
    }
    r.geometry = box(b.south / 1e6, b.west / 1e6, b.north / 1e6, b.east / 1e6);
    return;
  }
  const bool is_point = precision == Precision::settlement || precision == Precision::site;
  const double km = is_point ? 10 : reach(precision);
  r.geometry = r.side == "C" ? circle(*at, is_point ? 3 : km / 2) : wedge(*at, side_bearing(r.side), km);
}

/// "The northern countryside of X", "the western X countryside", "X's southern outskirts", "rural X"
bool Relations::read_surroundings(std::uint32_t place, const Name& name, std::uint32_t h) {
  if (h != kNone && h >= 1 && key(h) == "of" && follows(h - 1) && is_one_of(key(h - 1), kSurroundingNouns)) {
    auto side = h >= 2 && follows(h - 2) ? side_at(h - 2) : std::nullopt;
    return surround(place, key(h - 1), side, side ? side->first : h - 1, name.last);
  }
  std::uint32_t i = name.last;
  if (i < words_.size() && goes_on(i - 1)) {
    // "X's southern outskirts"
    std::optional<Side> behind;
    for (std::uint32_t n = i; words_[i - 1].possessive && n < i + 2 && n < words_.size() && goes_on(n) && !simple_side(key(n)).empty(); ++n) behind = side_at(n), behind->first = n;
    if (behind) i = behind->first + 1;
    if (i < words_.size() && is_one_of(key(i), kSurroundingNouns) && (words_[i - 1].possessive || behind || !words_[i].upper || key(i) == "countryside")) {
      auto side = behind ? behind : name.first > 0 && follows(name.first - 1) ? side_at(name.first - 1) : std::nullopt;
      return surround(place, key(i), side, !behind && side ? side->first : name.first, i + 1);
    }
  }
  if (name.first > 0 && follows(name.first - 1) && key(name.first - 1) == "rural" && a_.places[place].precision == Precision::settlement)
    return surround(place, "countryside", std::nullopt, name.first - 1, name.last);
  return false;
}

bool Relations::surround(std::uint32_t place, std::string_view noun, const std::optional<Side>& side, std::uint32_t first, std::uint32_t end) {
  const bool wide = noun == "countryside" || noun == "vicinity" || noun == "environs";
  const Precision precision = a_.places[place].precision;
  const bool is_point = precision == Precision::settlement || precision == Precision::site;
  // The countryside of a province is the province.
  const double km = !is_point ? reach(precision) : wide ? 20 : 6;
  PlaceRelation& r = add(place, side && side->name != "C" && is_point && wide ? "direction" : side && !is_point ? "inside" : "near", first);
  r.span.end = std::max(r.span.end, words_[end - 1].span.end);
  if (side) r.side = side->name;
  if (r.kind == "inside") {
    lie_inside(place, r);
  } else if (const auto at = point(place)) {
    const double bearing = side_bearing(r.side);
    r.geometry = bearing >= 0 ? wedge(*at, bearing, wide ? 1.5 * km : km) : circle(*at, km);
  }
  return true;
}

}  // namespace deconflict::place
