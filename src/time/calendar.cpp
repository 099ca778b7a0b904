#include "time/calendar.h"

#include <charconv>
#include <optional>

#include "time/time.h"

namespace deconflict::time {

namespace chr = std::chrono;

namespace {
chr::year_month_day ymd(Day day) { return chr::year_month_day(day); }
}  // namespace

int year_of(Day day) { return static_cast<int>(ymd(day).year()); }
int month_of(Day day) { return static_cast<int>(static_cast<unsigned>(ymd(day).month())); }
int day_of(Day day) { return static_cast<int>(static_cast<unsigned>(ymd(day).day())); }
int weekday_of(Day day) { return static_cast<int>(chr::weekday(day).iso_encoding()); }

Day make_day(int year, int month, int day) {
  return Day(chr::year(year) / chr::month(static_cast<unsigned>(month)) / chr::day(static_cast<unsigned>(day)));
}

bool is_day(int year, int month, int day) {
  return month >= 1 && day >= 1 && (chr::year(year) / chr::month(static_cast<unsigned>(month)) / chr::day(static_cast<unsigned>(day))).ok();
}

Day add_months(Day day, std::int64_t months) {
  const std::int64_t all = std::int64_t{year_of(day)} * 12 + month_of(day) - 1 + months;
  const std::int64_t year = all >= 0 ? all / 12 : (all - 11) / 12;
  const int month = static_cast<int>(all - year * 12) + 1;
  if (year < 1 || year > 9999) return day;
  const auto last = static_cast<int>(static_cast<unsigned>(
      chr::year_month_day_last(chr::year(static_cast<int>(year)), chr::month_day_last(chr::month(static_cast<unsigned>(month)))).day()));
  return make_day(static_cast<int>(year), month, day_of(day) < last ? day_of(day) : last);
}

IsoWeek week_of(Day day) {
  const Day thursday = day + chr::days(4 - weekday_of(day));
  const int year = year_of(thursday);
  return {year, static_cast<int>((thursday - make_day(year, 1, 1)).count() / 7) + 1};
}

Day monday_of(IsoWeek week) {
  const Day fourth = make_day(week.year, 1, 4);
  return fourth - chr::days(weekday_of(fourth) - 1) + chr::days(7 * (week.week - 1));
}

std::string padded(std::int64_t n, int width) {
  std::string s = std::to_string(n);
  if (static_cast<int>(s.size()) < width) s.insert(0, static_cast<std::size_t>(width) - s.size(), '0');
  return s;
}

std::string year_value(int year, bool bc) { return (bc ? "BC" : "") + padded(year, 4); }
std::string week_value(IsoWeek week) { return padded(week.year, 4) + "-W" + padded(week.week, 2); }

const char* season_code(int season) {
  static constexpr const char* kCodes[] = {"SP", "SU", "FA", "WI"};
  return kCodes[season - 1];
}

const char* part_code(Part part) {
  static constexpr const char* kCodes[] = {"", "MO", "MI", "AF", "EV", "NI", "DT"};
  return kCodes[static_cast<int>(part)];
}

namespace {

std::optional<int> digits(std::string_view s) {
  int n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  if (error != std::errc() || end != s.data() + s.size() || s.empty() || s[0] == '-') return std::nullopt;
  return n;
}

DayRange range(Day begin, Day end, TimePrecision precision) { return {format_iso_day(begin), format_iso_day(end), precision}; }

/// "2016-06-06/2016-07-06": the days of what another calendar names.
std::optional<DayRange> days_between(std::string_view first, std::string_view last) {
  const auto begin = parse_iso_day(first), end = parse_iso_day(last);
  if (!begin || !end || *end < *begin) return std::nullopt;
  const auto days = (*end - *begin).count() + 1;
  return range(*begin, *end, days == 1 ? TimePrecision::day : days <= 7 ? TimePrecision::week : days <= 32 ? TimePrecision::month : TimePrecision::year);
}

}  // namespace

std::optional<DayRange> days_of(std::string_view value) {
  if (const auto slash = value.find('/'); slash != std::string_view::npos) return days_between(value.substr(0, slash), value.substr(slash + 1));
  if (const auto t = value.find('T'); t != std::string_view::npos) value = value.substr(0, t);
  const auto dash = value.find('-');
  const std::string_view head = value.substr(0, dash);
  const auto year = digits(head);
  if (!year || *year < 1) return std::nullopt;
  if (dash == std::string_view::npos) {
    if (head.size() == 4) return range(make_day(*year, 1, 1), make_day(*year, 12, 31), TimePrecision::year);
    if (head.size() == 3) return range(make_day(*year * 10, 1, 1), make_day(*year * 10 + 9, 12, 31), TimePrecision::year);
    if (head.size() == 2) return range(make_day(*year * 100, 1, 1), make_day(*year * 100 + 99, 12, 31), TimePrecision::year);
    return std::nullopt;
  }
  if (head.size() != 4) return std::nullopt;
  std::string_view rest = value.substr(dash + 1);
  if (rest.starts_with('W')) {
    const auto week = digits(rest.substr(1, 2));
    if (!week || rest.size() < 3 || *week < 1 || *week > 53) return std::nullopt;
    const Day monday = monday_of({*year, *week});
    rest.remove_prefix(3);
    if (rest.empty()) return range(monday, monday + chr::days(6), TimePrecision::week);
    if (rest == "-WE") return range(monday + chr::days(5), monday + chr::days(6), TimePrecision::day);
    const auto weekday = digits(rest.substr(1));
    if (rest.size() != 2 || rest[0] != '-' || !weekday || *weekday < 1 || *weekday > 7) return std::nullopt;
    return range(monday + chr::days(*weekday - 1), monday + chr::days(*weekday - 1), TimePrecision::day);
  }
  // The seasons are those of no hemisphere in particular: the widest reading of each.
  if (rest == "SP") return range(make_day(*year, 3, 1), make_day(*year, 6, 20), TimePrecision::year);
  if (rest == "SU") return range(make_day(*year, 6, 1), make_day(*year, 9, 22), TimePrecision::year);
  if (rest == "FA") return range(make_day(*year, 9, 1), make_day(*year, 12, 21), TimePrecision::year);
  if (rest == "WI" && *year > 1) return range(make_day(*year - 1, 12, 1), make_day(*year + 1, 3, 20), TimePrecision::year);
  if (rest == "XX" || rest == "XX-XX") return range(make_day(*year, 1, 1), make_day(*year, 12, 31), TimePrecision::year);
  if (rest.size() == 2 && (rest[0] == 'Q' || rest[0] == 'H')) {
    const int n = rest[1] - '0', length = rest[0] == 'Q' ? 3 : 6;
    if (n < 1 || n * length > 12) return std::nullopt;
    const Day first = make_day(*year, (n - 1) * length + 1, 1);
    return range(first, add_months(first, length) - chr::days(1), TimePrecision::year);
  }
  const auto month = digits(rest.substr(0, 2));
  if (!month || rest.size() < 2 || *month < 1 || *month > 12) return std::nullopt;
  const Day first = make_day(*year, *month, 1);
  rest.remove_prefix(2);
  if (rest.empty() || rest == "-XX") return range(first, add_months(first, 1) - chr::days(1), TimePrecision::month);
  const auto day = digits(rest.substr(1));
  if (rest[0] != '-' || rest.size() != 3 || !day || !is_day(*year, *month, *day)) return std::nullopt;
  const Day only = make_day(*year, *month, *day);
  return range(only, only, TimePrecision::day);
}

}  // namespace deconflict::time
