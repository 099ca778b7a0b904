#pragma once
#include <string>
#include <string_view>

struct sqlite3;

namespace deconflict::store {

/// GeoPackage geometry blobs (OGC 12-128r18, 2.1.3) in EPSG:4326.
std::string point_blob(double lat, double lon);

/// A GeoJSON Polygon or MultiPolygon as a multipolygon with its envelope; empty for anything else or a malformed one.
std::string multipolygon_blob(std::string_view geojson);

/// What the triggers of the R*Tree extension call (ST_IsEmpty, ST_MinX, ST_MaxX, ST_MinY, ST_MaxY), and
/// `fold(text)`, utf8::fold, by which names are compared.
void register_functions(sqlite3* db);

}  // namespace deconflict::store
