#include "time/almanac.h"

namespace deconflict::time {

namespace chr = std::chrono;

namespace {

/// The day before the first one of the year 1; the Persian one as the cycle of 33 years counts back from today.
const Day kIslamicEpoch = Day(chr::year(622) / chr::July / chr::day(18));  // 19 July 622 in the Gregorian calendar begins 1 AH
const Day kPersianEpoch = Day(chr::year(622) / chr::March / chr::day(20));

Day islamic_day(int year, int month, int day) {
  const int before = 354 * (year - 1) + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2;
  return kIslamicEpoch + chr::days(before + day);
}

bool is_persian_leap(int year) {
  const int n = year % 33;
  return n == 1 || n == 5 || n == 9 || n == 13 || n == 17 || n == 22 || n == 26 || n == 30;
}

Day persian_day(int year, int month, int day) {
  int leaps = (year - 1) / 33 * 8;
  for (int y = (year - 1) / 33 * 33 + 1; y < year; ++y) leaps += is_persian_leap(y) ? 1 : 0;
  const int before = 365 * (year - 1) + leaps + (month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7));
  return kPersianEpoch + chr::days(before + day);
}

int persian_length(int year, int month) { return month <= 6 ? 31 : month <= 11 || is_persian_leap(year) ? 30 : 29; }

/// The full moon of the computus, as the Sunday after it. Julian reckoning, put into the Gregorian calendar, for the eastern churches.
Day easter_sunday(int year, bool orthodox) {
  const int golden = year % 19;
  const int century = year / 100 + 1;
  const int shifted = orthodox ? (14 + 11 * golden) % 30 : (14 + 11 * golden - 3 * century / 4 + (5 + 8 * century) / 25 + 30 * century) % 30;
  const int epact = !orthodox && (shifted == 0 || (shifted == 1 && golden > 10)) ? shifted + 1 : shifted;
  const int behind = orthodox ? year / 100 - year / 400 - 2 : 0;  // days that the Julian calendar lags
  const Day moon = make_day(year, 4, 19) + chr::days(behind - epact);
  return moon + chr::days(7 - weekday_of(moon) % 7);
}

}  // namespace

std::optional<Season> season_of(const Recurrence& r, int year) {
  switch (r.almanac) {
    case Almanac::islamic: {
      if (year < 1 || year > 3000) return std::nullopt;
      if (r.day == 0) {
        const int next_year = r.month == 12 ? year + 1 : year, next_month = r.month % 12 + 1;
        return Season{islamic_day(year, r.month, 1) - chr::days(1), islamic_day(next_year, next_month, 1)};
      }
      const Day day = islamic_day(year, r.month, r.day);
      return Season{day - chr::days(1), day + chr::days(r.length)};
    }
    case Almanac::persian: {
      if (year < 1178 || year > 1633) return std::nullopt;
      if (r.day > persian_length(year, r.month)) return std::nullopt;
      const Day day = persian_day(year, r.month, r.day == 0 ? 1 : r.day);
      return Season{day, day + chr::days((r.day == 0 ? persian_length(year, r.month) : r.length) - 1)};
    }
    default: {
      if (year < 1583 || year > 4099) return std::nullopt;
      const Day day = easter_sunday(year, r.almanac == Almanac::orthodox_easter) + chr::days(r.day);
      return Season{day, day + chr::days(r.length - 1)};
    }
  }
}

int almanac_year(Almanac almanac, int gregorian_year) {
  if (almanac == Almanac::islamic) return (gregorian_year - 622) * 33 / 32;
  return almanac == Almanac::persian ? gregorian_year - 622 : gregorian_year;
}

bool is_almanac_year(Almanac almanac, int year) { return (almanac == Almanac::islamic || almanac == Almanac::persian) && year >= 1200 && year < 1600; }

}  // namespace deconflict::time
