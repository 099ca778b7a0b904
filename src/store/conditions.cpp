#include "store/conditions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/date.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"

namespace deconflict::store {

namespace {

constexpr double kKmPerDegree = 111.195;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Great-circle distance in km on the mean sphere.
double distance_km(double lat1, double lon1, double lat2, double lon2) {
  const double a = std::pow(std::sin(radians(lat2 - lat1) / 2), 2) + std::cos(radians(lat1)) * std::cos(radians(lat2)) * std::pow(std::sin(radians(lon2 - lon1) / 2), 2);
  return 2 * 6371.0088 * std::asin(std::min(1.0, std::sqrt(a)));
}

Box box_around(const Near& n) {
  const double dlat = n.km / kKmPerDegree;
  const double shrink = std::cos(radians(std::min(89.9, std::abs(n.lat) + dlat)));
  const double dlon = std::min(180.0, dlat / std::max(0.001, shrink));
  auto wrapped = [](double lon) { return lon < -180 ? lon + 360 : lon > 180 ? lon - 360 : lon; };
  if (dlon >= 180) return {-180, n.lat - dlat, 180, n.lat + dlat};
  return {wrapped(n.lon - dlon), n.lat - dlat, wrapped(n.lon + dlon), n.lat + dlat};
}

}  // namespace

void Where::bind(Statement& s, int at) const {
  for (const auto& v : values_) std::visit([&](const auto& one) { s.put(++at, one); }, v);
}

void add_any_of(Where& where, const std::string& column, const std::vector<std::string>& words) {
  if (words.empty()) return;
  std::string list;
  for (const auto& word : words) {
    list += list.empty() ? "?" : ", ?";
    where.value(word);
  }
  where.add(column + " IN (" + list + ")");
}

void add_box(Where& where, const Box& b, const std::string& table) {
  where.add(table + "lat BETWEEN ? AND ?");
  where.value(b.south);
  where.value(b.north);
  where.add(b.west <= b.east ? table + "lon BETWEEN ? AND ?" : "(" + table + "lon >= ? OR " + table + "lon <= ?)");
  where.value(b.west);
  where.value(b.east);
}

std::vector<Box> boxes_of(const Filter& f) {
  std::vector<Box> boxes;
  if (f.box) boxes.push_back(*f.box);
  if (f.near) boxes.push_back(box_around(*f.near));
  if (f.area) boxes.push_back(f.area->box());
  return boxes;
}

std::string match_words(std::string_view text) {
  std::string out;
  const std::string folded = utf8::fold(text);
  for (const auto& word : split_list(folded, ' ')) {
    if (!out.empty()) out += ' ';
    out += '"';
    for (const char c : word) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  return out;
}

std::string moment(const std::string& as_of) { return parse_iso_day(as_of) ? as_of + "T23:59:59.999Z" : as_of; }

Result<std::vector<std::string>> ids_named(Database& db, const std::string& folded) {
  auto s = db.prepare(
      "WITH RECURSIVE named(id) AS (SELECT entity FROM entity_names WHERE name = ?1 UNION SELECT id FROM entities WHERE id = ?1 UNION SELECT e.id FROM entities e JOIN named n ON e.parent = n.id) "
      "SELECT id FROM named ORDER BY id");
  if (!s) return s.error();
  s->bind(folded);
  return s->strings();
}

bool shaped(const Filter& f) { return f.near || f.area; }

bool lies_in_shape(const Filter& f, std::optional<double> lat, std::optional<double> lon) {
  if (!lat || !lon) return false;
  if (f.near && distance_km(f.near->lat, f.near->lon, *lat, *lon) > f.near->km) return false;
  return !f.area || f.area->contains(*lat, *lon);
}

}  // namespace deconflict::store
