#pragma once
#include <string_view>
#include <vector>

#include "deconflict/result.h"

namespace deconflict::store {

struct Box {
  double west = 0, south = 0, east = 0, north = 0;  ///< degrees; west > east crosses the date line
};

/// Polygons on the map, their sides straight in degrees. None crosses the date line.
struct Area {
  struct Corner {
    double lon = 0, lat = 0;
  };
  using Ring = std::vector<Corner>;
  using Polygon = std::vector<Ring>;  ///< the outer ring, then holes
  std::vector<Polygon> polygons;

  bool contains(double lat, double lon) const;
  Box box() const;
};

/// Reads GeoJSON (a Polygon or MultiPolygon, or features of them) or WKT (POLYGON, MULTIPOLYGON).
/// errors   usage.area saying what is wrong
Result<Area> parse_area(std::string_view text);

}  // namespace deconflict::store
