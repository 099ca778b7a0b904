#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "time/calendar.h"

/// Calendars beside the Gregorian one, and the feasts that move through it.
///
/// The rules are those of E. M. Reingold and N. Dershowitz, "Calendrical Calculations": the civil Islamic calendar (leap years
/// 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30), the Persian one by its cycle of 33 years (true for 1178–1633 AP),
/// Easter by the computus of each church. Where the moon is sighted a month of the Islamic calendar may begin a day sooner or later.
namespace deconflict::time {

enum class Almanac : std::uint8_t { islamic, persian, easter, orthodox_easter };

/// First and last day of what recurs once in a year of an almanac.
struct Season {
  Day first, last;
};

/// Month (1–12), first day and days of it; of Easter: `day` is the distance from Easter Sunday.
struct Recurrence {
  Almanac almanac = Almanac::islamic;
  int month = 0;
  int day = 0;     ///< 0: the whole month
  int length = 1;  ///< in days, where `day` is given
};

/// in      a year of the almanac itself (1437 AH, 1395 AP, 2016 for Easter); nullopt beyond the years that the rules hold for
/// out     of an Islamic date a day more on each side
std::optional<Season> season_of(const Recurrence& r, int year);

/// The year of the almanac that begins in, or just before, this Gregorian year.
int almanac_year(Almanac almanac, int gregorian_year);

/// Can this number be a year of the almanac, and none of ours?
bool is_almanac_year(Almanac almanac, int year);

}  // namespace deconflict::time
