#include <algorithm>

#include "base/words.h"
#include "place/keys.h"
#include "place/relation.h"
#include "place/shapes.h"

namespace deconflict::place {

namespace {

constexpr double kSideKm = 20, kBandKm = 15;  ///< what "on the X side of the border" and "on the border" reach

bool links(std::string_view word) {
  return one_of(word, {"linking", "links", "linked", "connecting", "connects", "connected", "joining", "joins"});
}

}  // namespace

bool Relations::is_border(std::uint32_t i) const {
  return i < words_.size() && !words_[i].upper && (key(i) == "border" || key(i) == "borders" || key(i) == "frontier");
}

/// The country or strip that words [first, last) name, or whose people they name; kNone for anything else.
std::uint32_t Relations::land_at(std::uint32_t first, std::uint32_t last) const {
  std::string joined;
  for (std::uint32_t i = first; i < last; ++i) joined += (i > first ? " " : "") + std::string(key(i));
  std::uint32_t strip = kNone;
  for (Posting p : table_.find(joined)) {
    const Row& r = table_.row(p.row());
    if (r.kind == Kind::country) return p.row();
    if (strip == kNone && p.sort() == NameSort::primary && (r.kind == Kind::admin1 || r.kind == Kind::region)) strip = p.row();
  }
  return strip;
}

std::uint32_t Relations::land_before(std::uint32_t end) const {
  for (std::uint32_t n = std::min(end, 3U); n > 0; --n) {
    bool run = words_[end - n].upper;
    for (std::uint32_t i = end - n; i + 1 < end; ++i) run = run && follows(i);
    if (!run) continue;
    if (const std::uint32_t row = land_at(end - n, end); row != kNone) return row;
  }
  return kNone;
}

std::uint32_t Relations::land_after(std::uint32_t first) const {
  if (first < words_.size() && key(first) == "the") ++first;
  for (std::uint32_t n = 3; n > 0; --n) {
    if (first + n > words_.size() || !words_[first].upper) continue;
    bool run = true;
    for (std::uint32_t i = first; i + 1 < first + n; ++i) run = run && follows(i);
    if (!run) continue;
    if (const std::uint32_t row = land_at(first, first + n); row != kNone) return row;
  }
  return kNone;
}

/// The row of the border of two lands, kNone where its course is not known.
std::uint32_t Relations::border_of(std::uint32_t row, std::uint32_t other) const {
  const Row &r = table_.row(row), &o = table_.row(other);
  const auto found = table_.find(border_key(border_side(r, table_.name(r)), border_side(o, table_.name(o))));
  return found.empty() ? kNone : found.front().row();
}

/// The one other country of the sentence that has a known border with a place's; kNone where there are several.
std::uint32_t Relations::neighbour_told(std::uint32_t place) const {
  constexpr std::uint32_t kFar = 12;  // places
  const std::uint32_t sentence = words_[first_words_[place]].sentence;
  std::uint32_t found = kNone;
  for (std::uint32_t p = place > kFar ? place - kFar : 0; p < a_.places.size() && p < place + kFar; ++p) {
    if (p == place || first_words_[p] == kNone || words_[first_words_[p]].sentence != sentence || a_.places[p].country.empty() || a_.places[p].country == a_.places[place].country) continue;
    for (Posting posting : table_.find(border_key(a_.places[place].country, a_.places[p].country))) {
      if (found != kNone && found != posting.row()) return kNone;
      found = posting.row();
    }
  }
  return found;
}

/// "The X border", "the X-Y border", "X's border with Y", "the border with Y", "the X side of the border with Y", "20 km from the X border"
bool Relations::read_border(std::uint32_t place, const Name& name, std::uint32_t h) {
  const std::uint32_t own = rows_[place];
  if (own == kNone) return false;
  const Kind kind = table_.row(own).kind;
  const bool after_name = name.last < words_.size() && goes_on(name.last - 1);
  std::uint32_t border = kNone, other = kNone, side = kNone, first = name.first;
  if (after_name && is_border(name.last)) {
    border = name.last;
  } else if (after_name && key(name.last) == "side" && name.last + 1 < words_.size() && key(name.last + 1) == "of") {
    for (std::uint32_t i = name.last + 2; i < words_.size() && i < name.last + 6 && border == kNone; ++i)
      if (is_border(i)) border = i, side = own;
  } else if (h != kNone && h > 0 && key(h) == "with" && is_border(h - 1)) {
    border = h - 1;
    first = border;
  }
  if (border == kNone) return false;
  if (border == name.last && name.first > 0) {
    // "The Syrian-Turkish border", "the border of X and Y"
    std::uint32_t end = name.first;
    const bool joined = words_[end - 1].gap == Gap::hyphen || a_.text.substr(words_[end - 1].span.end, words_[end].span.begin - words_[end - 1].span.end) == "\u2013";
    if (key(end - 1) == "and") --end;
    if (joined || end < name.first) other = land_before(end);
    if (other != kNone) first = end - 1;
  }
  if (other == kNone && border + 2 < words_.size() && key(border + 1) == "with" && border + 1 != name.first) other = land_after(border + 2);
  if (other == own) other = kNone;
  if (other == kNone && border != name.last) other = land_before(border);
  if (border == name.last && h != kNone && h >= 2 && key(h) == "of" && key(h - 1) == "side" && follows(h - 2)) {
    side = land_before(h - 1);  // "the Turkish side of the Syrian border"
    if (side == own) side = kNone;
    if (side != kNone) other = side, first = h - 2;
  }
  std::uint32_t line = other != kNone && other != own ? border_of(own, other) : kind == Kind::country ? neighbour_told(place) : kNone;
  if (kind != Kind::country && line == kNone) return false;
  std::optional<double> km;
  std::uint32_t start = first;
  if (border == name.last && h != kNone && h > 0 && key(h) == "from" && follows(h - 1)) km = distance_at(h - 1, start);
  PlaceRelation& r = add(place, side != kNone ? "inside" : km ? "distance" : "near", km ? start : first);
  r.km = km;
  r.span.end = std::max(r.span.end, words_[border].span.end);
  for (std::uint32_t p = place > 0 ? place - 1 : 0; p < a_.places.size() && p <= place + 1; ++p)
    if (p != place && other != kNone && rows_[p] == other) r.of.push_back(p);
  if (line == kNone) return true;
  std::vector<Point> part = course(line);
  keep_beside_town(place, r, part, kBandKm);
  const Row& land = table_.row(side);
  r.geometry = side != kNone ? flank(part, Point{land.latitude(), land.longitude()}, kSideKm) : band(part, km ? *km + std::max(1.5, *km * 0.15) : kBandKm);
  return true;
}

/// "The road from X to Y", "the X-Y highway", "the road linking X with Y"
bool Relations::read_road(std::uint32_t place, const Name& name, std::uint32_t h) {
  const std::uint32_t next = place + 1;
  if (next >= a_.places.size() || first_words_[next] == kNone || first_words_[next] < name.last) return false;
  const Precision p = a_.places[place].precision, q = a_.places[next].precision;
  if (p == Precision::country || q == Precision::country) return false;
  const std::uint32_t second = first_words_[next], behind = last_words_[next];
  if (words_[second].sentence != words_[name.first].sentence) return false;
  if (second == name.last) {
    const std::string_view between = std::string_view(a_.text).substr(a_.places[place].span.end, a_.places[next].span.begin - a_.places[place].span.end);
    if (between != "-" && between != "\u2013" && between != "\u2010") return false;
    for (std::uint32_t i = behind; i < words_.size() && i < behind + 2 && goes_on(i - 1); ++i) {
      if ((words_[i].bits & kRoad) == 0) continue;
      join(place, name.first);
      a_.places[place].relation->span.end = words_[i].span.end;
      return true;
    }
    return false;
  }
  if (h == kNone || h == 0 || second > name.last + 4) return false;
  bool to = false;
  for (std::uint32_t i = name.last; i < second; ++i) to = to || key(i) == "to" || key(i) == "and" || key(i) == "with" || key(i) == "towards";
  if (!to || (key(h) != "from" && !links(key(h)))) return false;
  for (std::uint32_t i = h; i-- > 0 && i + 4 > h && follows(i);)
    if ((words_[i].bits & kRoad) != 0) return join(place, i);
  return false;
}

}  // namespace deconflict::place
