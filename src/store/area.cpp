#include "store/area.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/json.h"

namespace deconflict::store {

namespace {

constexpr std::size_t kFewestCorners = 4;  // three, and the first again

Error wrong(const std::string& what) { return {"usage.area", "", what}; }

bool on_earth(const Area::Corner& c) { return std::abs(c.lon) <= 180 && std::abs(c.lat) <= 90; }

Result<void> add_ring(Area::Polygon& polygon, Area::Ring ring) {
  if (ring.size() < kFewestCorners) return wrong("a ring of an area has three corners at least, and the first again at its end");
  if (!std::all_of(ring.begin(), ring.end(), on_earth)) return wrong("a corner of the area is no place on Earth; the order is longitude, latitude");
  polygon.push_back(std::move(ring));
  return {};
}

Result<void> read_polygon(const json::Value& rings, Area& area) {
  Area::Polygon polygon;
  if (!rings.IsArray() || rings.Empty()) return wrong("a polygon without coordinates");
  for (const auto& positions : rings.GetArray()) {
    Area::Ring ring;
    if (!positions.IsArray()) return wrong("a polygon's coordinates are lists of positions");
    for (const auto& p : positions.GetArray()) {
      if (!p.IsArray() || p.Size() < 2 || !p[0].IsNumber() || !p[1].IsNumber()) return wrong("a position is a list of longitude and latitude");
      ring.push_back({p[0].GetDouble(), p[1].GetDouble()});
    }
    if (auto r = add_ring(polygon, std::move(ring)); !r) return r;
  }
  area.polygons.push_back(std::move(polygon));
  return {};
}

Result<void> read_geojson(const json::Value& object, Area& area, int depth = 0) {
  constexpr int kDeepest = 8;
  if (depth > kDeepest) return wrong("GeoJSON nested too deep");
  const auto type = json::string_at(object, "type");
  auto each = [&](const char* list) -> Result<void> {
    const json::Value* items = json::member(object, list);
    if (items == nullptr || !items->IsArray()) return wrong(std::string("GeoJSON without ") + list);
    for (const auto& item : items->GetArray())
      if (auto r = read_geojson(item, area, depth + 1); !r) return r;
    return {};
  };
  if (type == "FeatureCollection") return each("features");
  if (type == "GeometryCollection") return each("geometries");
  if (type == "Feature") {
    const json::Value* geometry = json::member(object, "geometry");
    return geometry != nullptr ? read_geojson(*geometry, area, depth + 1) : wrong("a feature without a geometry");
  }
  const json::Value* coordinates = json::member(object, "coordinates");
  if (type == "Polygon" && coordinates != nullptr) return read_polygon(*coordinates, area);
  if (type == "MultiPolygon" && coordinates != nullptr && coordinates->IsArray()) {
    for (const auto& rings : coordinates->GetArray())
      if (auto r = read_polygon(rings, area); !r) return r;
    return {};
  }
  return wrong("only polygons bound an area, not '" + std::string(type) + "'");
}

/// Well-known text from its first bracket on.
class Wkt {
 public:
  explicit Wkt(std::string_view text) : text_(text) {}

  bool take(char c) {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool number(double& value) {
    char* end = nullptr;
    value = std::strtod(text_.c_str() + at_, &end);
    const auto next = static_cast<std::size_t>(end - text_.c_str());
    if (next == at_ || !std::isfinite(value)) return false;
    at_ = next;
    return true;
  }
  bool word(std::string_view wanted) {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (at_ + i >= text_.size() || std::toupper(static_cast<unsigned char>(text_[at_ + i])) != wanted[i]) return false;
    at_ += wanted.size();
    return true;
  }
  bool ended() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ == text_.size();
  }

  Result<void> polygon(Area& area) {
    Area::Polygon polygon;
    if (!take('(')) return wrong("WKT: '(' is wanted before a polygon's rings");
    do {
      Area::Ring ring;
      if (!take('(')) return wrong("WKT: '(' is wanted before a ring");
      do {
        Area::Corner c;
        if (!number(c.lon) || !number(c.lat)) return wrong("WKT: a corner is longitude and latitude with a space between");
        ring.push_back(c);
      } while (take(','));
      if (!take(')')) return wrong("WKT: ')' is wanted behind a ring");
      if (auto r = add_ring(polygon, std::move(ring)); !r) return r;
    } while (take(','));
    if (!take(')')) return wrong("WKT: ')' is wanted behind a polygon");
    area.polygons.push_back(std::move(polygon));
    return {};
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

Result<void> read_wkt(std::string_view text, Area& area) {
  Wkt wkt(text);
  if (wkt.word("MULTIPOLYGON")) {
    if (!wkt.take('(')) return wrong("WKT: '(' is wanted behind MULTIPOLYGON");
    do {
      if (auto r = wkt.polygon(area); !r) return r;
    } while (wkt.take(','));
    if (!wkt.take(')')) return wrong("WKT: ')' is wanted at the end");
  } else if (wkt.word("POLYGON")) {
    if (auto r = wkt.polygon(area); !r) return r;
  } else {
    return wrong("this is neither GeoJSON nor a POLYGON or MULTIPOLYGON of WKT");
  }
  return wkt.ended() ? Result<void>() : wrong("WKT: there is more behind the end");
}

/// Crossings of a line to the east with a ring, odd or even.
bool odd(const Area::Ring& ring, double lat, double lon) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const auto &a = ring[i], &b = ring[j];
    if ((a.lat > lat) != (b.lat > lat) && lon < (b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat) + a.lon) inside = !inside;
  }
  return inside;
}

}  // namespace

bool Area::contains(double lat, double lon) const {
  return std::any_of(polygons.begin(), polygons.end(), [&](const Polygon& rings) {
    bool inside = false;
    for (const Ring& ring : rings) inside = inside != odd(ring, lat, lon);
    return inside;
  });
}

Box Area::box() const {
  Box b{180, 90, -180, -90};
  for (const Polygon& rings : polygons)
    for (const Ring& ring : rings)
      for (const Corner& c : ring) b = {std::min(b.west, c.lon), std::min(b.south, c.lat), std::max(b.east, c.lon), std::max(b.north, c.lat)};
  return b;
}

Result<Area> parse_area(std::string_view text) {
  Area area;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    auto tree = json::parse(text);
    if (!tree) return wrong("GeoJSON that cannot be read: " + tree.error().message);
    if (auto r = read_geojson(*tree, area); !r) return r.error();
  } else if (auto r = read_wkt(text, area); !r) {
    return r.error();
  }
  if (area.polygons.empty()) return wrong("there is no polygon in it");
  return area;
}

}  // namespace deconflict::store
