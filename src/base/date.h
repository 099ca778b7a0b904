#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace deconflict {

/// Days since 1970-01-01 in the proleptic Gregorian calendar; a day without a time zone.
using Day = std::chrono::sys_days;

/// "2017-09-19" (nothing before or after) → the day; nullopt for another form or a day that does not exist.
std::optional<Day> parse_iso_day(std::string_view text);

std::string format_iso_day(Day day);

}  // namespace deconflict
