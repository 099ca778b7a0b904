#include "place/geodesy.h"

#include <algorithm>
#include <cmath>

namespace deconflict::place {

namespace {

constexpr double kRadian = M_PI / 180;

double wrapped(double lon) {
  lon = std::fmod(lon + 180, 360);
  return lon < 0 ? lon + 180 : lon - 180;
}

}  // namespace

Unit unit_of(Point p) {
  const double phi = p.lat * kRadian, lambda = p.lon * kRadian;
  return {static_cast<float>(std::cos(phi) * std::cos(lambda)), static_cast<float>(std::cos(phi) * std::sin(lambda)), static_cast<float>(std::sin(phi))};
}

double distance_km(Point a, Point b) {
  const double dphi = (b.lat - a.lat) * kRadian, dlambda = (b.lon - a.lon) * kRadian;
  const double s = std::sin(dphi / 2), t = std::sin(dlambda / 2);
  const double h = s * s + std::cos(a.lat * kRadian) * std::cos(b.lat * kRadian) * t * t;
  return 2 * kEarthKm * std::asin(std::min(1.0, std::sqrt(h)));
}

double bearing(Point from, Point to) {
  const double p1 = from.lat * kRadian, p2 = to.lat * kRadian, d = (to.lon - from.lon) * kRadian;
  const double degrees = std::atan2(std::sin(d) * std::cos(p2), std::cos(p1) * std::sin(p2) - std::sin(p1) * std::cos(p2) * std::cos(d)) / kRadian;
  return degrees < 0 ? degrees + 360 : degrees;
}

Point destination(Point from, double bearing_degrees, double km) {
  const double angle = km / kEarthKm, theta = bearing_degrees * kRadian, p1 = from.lat * kRadian;
  const double sin_p2 = std::clamp(std::sin(p1) * std::cos(angle) + std::cos(p1) * std::sin(angle) * std::cos(theta), -1.0, 1.0);
  const double lon = from.lon + std::atan2(std::sin(theta) * std::sin(angle) * std::cos(p1), std::cos(angle) - std::sin(p1) * sin_p2) / kRadian;
  return {std::asin(sin_p2) / kRadian, wrapped(lon)};
}

}  // namespace deconflict::place
