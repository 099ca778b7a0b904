#include "place/shapes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace deconflict::place {

namespace {

constexpr int kSteps = 36;

/// Four decimals (11 m) without needless zeros, as a JSON writer gives the number back: 35.9530 is 35.953, 36.0000 is 36.0.
void append_number(std::string& out, double degrees) {
  char buffer[24];
  // -0.0000 and 0.0000 are one number.
  const int length = std::snprintf(buffer, sizeof buffer, "%.4f", degrees + 0.0);
  std::string_view digits(buffer, static_cast<std::size_t>(length));
  while (digits.ends_with('0') && digits[digits.size() - 2] != '.') digits.remove_suffix(1);
  out += digits;
}

void append_point(std::string& out, Point p) {
  out += '[';
  append_number(out, p.lon);
  out += ',';
  append_number(out, p.lat);
  out += ']';
}

/// Longitudes of a shape run on past 180 rather than jump to the other side of the map.
Point beside(Point p, Point middle) {
  while (p.lon - middle.lon > 180) p.lon -= 360;
  while (p.lon - middle.lon < -180) p.lon += 360;
  return p;
}

std::string ring_json(std::vector<Point> points) {
  points.push_back(points.front());
  std::string out = "[";
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0) out += ',';
    append_point(out, points[i]);
  }
  return out + "]";
}

std::string polygon(const std::vector<std::vector<Point>>& rings) {
  std::string out = R"({"type":"Polygon","coordinates":[)";
  for (std::size_t i = 0; i < rings.size(); ++i) out += (i > 0 ? "," : "") + ring_json(rings[i]);
  return out + "]}";
}

std::vector<Point> around(Point middle, double km, bool counter_clockwise) {
  std::vector<Point> out;
  for (int i = 0; i < kSteps; ++i) out.push_back(beside(destination(middle, (counter_clockwise ? -i : i) * 360.0 / kSteps, km), middle));
  return out;
}

/// Where a line runs to at its point `i`.
double course_at(const std::vector<Point>& line, std::size_t i) { return bearing(line[i == 0 ? 0 : i - 1], line[std::min(i + 1, line.size() - 1)]); }

/// The strip beside a line; `looks` says for each point to which bearing its side looks.
template <class Looks>
std::string strip(const std::vector<Point>& line, double km, Looks&& looks) {
  if (line.size() < 2) return {};
  std::vector<Point> edge;
  double turn = 90;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const double along = course_at(line, i);
    // Which side of this stretch looks to the bearing; where it runs that way itself, the side of the stretch before.
    const double right = std::cos((along + 90 - looks(line[i])) * M_PI / 180);
    if (std::abs(right) > 0.2) turn = right > 0 ? 90 : -90;
    edge.push_back(beside(destination(line[i], along + turn, km), line[0]));
  }
  std::vector<Point> points(line.begin(), line.end());
  points.insert(points.end(), edge.rbegin(), edge.rend());
  double area = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point &p = points[i], &q = points[(i + 1) % points.size()];
    area += p.lon * q.lat - q.lon * p.lat;
  }
  if (area < 0) std::reverse(points.begin(), points.end());
  return polygon({points});
}

}  // namespace

double side_bearing(std::string_view side) {
  constexpr std::string_view kSides[] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
  for (int i = 0; i < 8; ++i)
    if (kSides[i] == side) return 45.0 * i;
  return -1;
}

std::string point_json(Point p) {
  std::string out = R"({"type":"Point","coordinates":)";
  append_point(out, p);
  return out + "}";
}

std::string circle(Point middle, double km) { return polygon({around(middle, km, true)}); }

std::string ring(Point middle, double inner_km, double outer_km) { return polygon({around(middle, outer_km, true), around(middle, inner_km, false)}); }

std::string wedge(Point middle, double bearing_degrees, double km) {
  std::vector<Point> points{middle};
  for (int i = 0; i <= 9; ++i) points.push_back(beside(destination(middle, bearing_degrees + 45 - 10 * i, km), middle));
  return polygon({points});
}

std::string corridor(Point a, Point b, double half_width_km) {
  const double there = bearing(a, b), back = bearing(b, a);
  return polygon({{beside(destination(a, there + 90, half_width_km), a), beside(destination(b, back - 90, half_width_km), a), beside(destination(b, back + 90, half_width_km), a),
                   beside(destination(a, there - 90, half_width_km), a)}});
}

std::string flank(const std::vector<Point>& line, double bearing_degrees, double km) {
  return strip(line, km, [&](Point) { return bearing_degrees; });
}

std::string flank(const std::vector<Point>& line, Point towards, double km) {
  return strip(line, km, [&](Point from) { return bearing(from, towards); });
}

std::string band(const std::vector<Point>& line, double km) {
  if (line.size() < 2) return {};
  std::vector<Point> points;
  for (const bool there : {true, false})
    for (std::size_t n = 0; n < line.size(); ++n) {
      const std::size_t i = there ? n : line.size() - 1 - n;
      // The right side on the way there, and on the way back.
      points.push_back(beside(destination(line[i], course_at(line, i) + (there ? 90 : -90), km), line[0]));
    }
  return polygon({points});
}

std::string box(double south, double west, double north, double east) { return polygon({{{south, west}, {south, east}, {north, east}, {north, west}}}); }

std::vector<Point> stretch(const std::vector<Point>& line, Point to, double km) {
  std::vector<Point> best;
  double nearest = 1e9;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const double length = distance_km(line[i], line[i + 1]);
    if (length <= 0) continue;
    const double course = bearing(line[i], line[i + 1]);
    const double off = (bearing(line[i], to) - course) * M_PI / 180;
    const double along = std::clamp(distance_km(line[i], to) * std::cos(off), 0.0, length);
    const double away = distance_km(destination(line[i], course, along), to);
    if (away >= nearest) continue;
    nearest = away;
    // A town at a corner of the coarse line gets a stretch that runs on over the corner.
    best = {destination(line[i], course, std::max(0.0, along - km)), destination(line[i], course, along), destination(line[i], course, std::min(length, along + km))};
    if (along + km > length && i + 2 < line.size()) best.back() = destination(line[i + 1], bearing(line[i + 1], line[i + 2]), along + km - length);
    if (along < km && i > 0) best.front() = destination(line[i], bearing(line[i], line[i - 1]), km - along);
    if (distance_km(best[0], best[1]) < 0.01) best.erase(best.begin());
  }
  return best;
}

}  // namespace deconflict::place
