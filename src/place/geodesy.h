#pragma once

namespace deconflict::place {

constexpr double kEarthKm = 6371.0088;

struct Point {
  double lat = 0, lon = 0;  ///< degrees
};

/// A direction from the centre of the sphere.
struct Unit {
  float x = 0, y = 0, z = 0;
};

Unit unit_of(Point p);
/// Cosine of the angle between two directions.
inline float cosine(Unit a, Unit b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

double distance_km(Point a, Point b);
/// Degrees clockwise from north, [0, 360).
double bearing(Point from, Point to);
/// The point `km` away from `from` in that direction; longitude in [-180, 180].
Point destination(Point from, double bearing_degrees, double km);

}  // namespace deconflict::place
