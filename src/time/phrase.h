#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "time/almanac.h"
#include "time/words.h"

/// A time expression as it is written, before it is placed in the calendar.
namespace deconflict::time {

enum class Shape : std::uint8_t {
  calendar,   ///< year, month, day, season …, any of them missing
  weekday,    ///< a weekday without a date
  decade,     ///< `year` without its last digit
  century,    ///< `year` without its last two digits
  reference,  ///< past, present or future (`number` -1, 0, 1)
  unit,       ///< "that month", "next year", "last week", "end of the month", "next summer"
  offset,     ///< "two days later", "three years ago"
  day_name,   ///< today, yesterday, tomorrow (`number`: days from today)
  duration,
  set,
  part,       ///< "that morning", "night"
  clock,
  almanac     ///< a month, day or feast of another calendar (`recurrence`); `year` of it or of ours
};

/// What a relative expression is relative to, and how.
enum class Rel : std::uint8_t {
  none,
  this_,      ///< the unit that holds the day of writing
  last, next, ///< the ones beside it
  same,       ///< the one last mentioned
  previous, following,  ///< the ones beside that
  ago, ahead,           ///< counted from the day of writing
  earlier, later        ///< counted from the date last mentioned
};

struct Phrase {
  std::size_t first = 0, last = 0;  ///< words [first, last)
  Shape shape = Shape::calendar;
  int year = 0;                     ///< 0: not said
  bool bc = false;
  bool short_year = false;          ///< two digits only
  int month = 0, day = 0, weekday = 0, season = 0, half = 0, quarter = 0;
  Part part = Part::none;
  Unit unit = Unit::day;
  Rel rel = Rel::none;
  Rel year_rel = Rel::none;         ///< "August of that year"
  std::int64_t number = -1;         ///< of units; -1: not said how many
  bool and_half = false;
  bool half_only = false;
  int hour = -1, minute = -1;
  bool utc = false;
  Recurrence recurrence;
  bool of_month = false;            ///< "the 20th": a day whose month is not said
};

/// The expression that begins with word `i`, as long as it can be; false where there is none.
bool match(const std::vector<Word>& words, std::size_t i, std::string_view text, Phrase& out);

/// What a date goes on with: the "5" of "May 4 and 5", the "18" of "1914-18".
bool match_rest(const std::vector<Word>& words, std::string_view text, const Phrase& before, Phrase& out);

}  // namespace deconflict::time
