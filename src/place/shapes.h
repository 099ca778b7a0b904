#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "place/geodesy.h"

/// GeoJSON geometries of what relations mean. Rings are closed and run counter-clockwise; four decimals (11 m).
namespace deconflict::place {

/// Degrees clockwise from north of "N", "NE" …; -1 for another word.
double side_bearing(std::string_view side);

std::string point_json(Point p);
std::string circle(Point middle, double km);
std::string ring(Point middle, double inner_km, double outer_km);
/// The slice of a circle that lies within 45 degrees of the bearing.
std::string wedge(Point middle, double bearing_degrees, double km);
/// The strip between two points.
std::string corridor(Point a, Point b, double half_width_km);
/// The strip beside a line, on the side that looks to the bearing.
std::string flank(const std::vector<Point>& line, double bearing_degrees, double km);
/// The strip beside a line, on the side of a point that lies away from it: a country's side of its border.
std::string flank(const std::vector<Point>& line, Point towards, double km);
/// The strip on both sides of a line.
std::string band(const std::vector<Point>& line, double km);
std::string box(double south, double west, double north, double east);

/// The stretch of the line within about `km` of the point of it that is nearest to `to`.
std::vector<Point> stretch(const std::vector<Point>& line, Point to, double km);

}  // namespace deconflict::place
