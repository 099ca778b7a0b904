#pragma once
#include <string>

#include "base/date.h"
#include "time/words.h"

/// Days, weeks and the spelling of TIMEX3 values.
namespace deconflict::time {

int year_of(Day day);
int month_of(Day day);
int day_of(Day day);
int weekday_of(Day day);  ///< Monday 1 … Sunday 7
Day make_day(int year, int month, int day);
bool is_day(int year, int month, int day);  ///< does that day exist?
Day add_months(Day day, std::int64_t months);  ///< the last day of a shorter month

struct IsoWeek {
  int year, week;
};
IsoWeek week_of(Day day);
Day monday_of(IsoWeek week);

std::string year_value(int year, bool bc);   ///< "1942", "BC0490"
std::string padded(std::int64_t n, int width);
std::string week_value(IsoWeek week);        ///< "2017-W38"
const char* season_code(int season);         ///< SP SU FA WI
const char* part_code(Part part);            ///< MO MI AF EV NI DT

}  // namespace deconflict::time
