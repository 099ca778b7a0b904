#include "time/zone.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/date.h"

namespace deconflict::time {

namespace {

/// What a country's clocks were ahead of UTC, in minutes, at least and at most, summer time and changes since 2003 counted in (IANA time zone database).
/// Countries of several zones are not here, but for those whose span matters little.
struct Zone {
  std::string_view country;
  int least, most;
};
constexpr Zone kZones[] = {{"AF", 270, 270}, {"BD", 360, 420}, {"BF", 0, 0},     {"BI", 120, 120}, {"CD", 60, 120},  {"CF", 60, 60},   {"CM", 60, 60},   {"CO", -300, -300}, {"CY", 120, 180},
                           {"DJ", 180, 180}, {"EG", 120, 180}, {"ER", 180, 180}, {"ET", 180, 180}, {"IL", 120, 180}, {"IN", 330, 330}, {"IQ", 180, 240}, {"IR", 210, 270},   {"JO", 120, 180},
                           {"KE", 180, 180}, {"KW", 180, 180}, {"LB", 120, 180}, {"LY", 60, 120},  {"ML", 0, 0},     {"MM", 390, 390}, {"MZ", 120, 120}, {"NE", 60, 60},     {"NG", 60, 60},
                           {"PH", 480, 480}, {"PK", 300, 360}, {"PS", 120, 180}, {"RW", 120, 120}, {"SA", 180, 180}, {"SD", 120, 180}, {"SO", 180, 180}, {"SS", 120, 180},   {"SY", 120, 180},
                           {"TD", 60, 60},   {"TH", 420, 420}, {"TR", 120, 180}, {"UA", 120, 180}, {"UG", 180, 180}, {"YE", 180, 180}};

}  // namespace

std::string local_day(std::string_view value, std::string_view country) {
  constexpr std::size_t kSize = std::string_view("2016-10-03T23:30Z").size();
  if (value.size() != kSize || value[10] != 'T' || value.back() != 'Z') return {};
  const auto day = parse_iso_day(value.substr(0, 10));
  const auto zone = std::find_if(std::begin(kZones), std::end(kZones), [&](const Zone& z) { return z.country == country; });
  int hour = 0, minute = 0;
  const char* const at = value.data();
  if (!day || zone == std::end(kZones) || std::from_chars(at + 11, at + 13, hour).ptr != at + 13 || std::from_chars(at + 14, at + 16, minute).ptr != at + 16) return {};
  const auto days_on = [clock = hour * 60 + minute](int ahead) { return std::chrono::floor<std::chrono::days>(std::chrono::minutes(clock + ahead)); };
  const auto first = days_on(zone->least);
  return first == days_on(zone->most) ? format_iso_day(*day + first) : std::string();
}

}  // namespace deconflict::time
