#pragma once
#include <string>
#include <string_view>

namespace deconflict::time {

/// The day on which it was so late in a country, of a TIMEX3 clock time in UTC ("2016-10-03T23:30Z" in Syria → "2016-10-04").
/// in      a time value and the ISO 3166 code of the country
/// out     "YYYY-MM-DD"; empty where the value is no clock time in UTC, the country's clocks are not known, or the day hangs on
///         whether they stood on summer time
std::string local_day(std::string_view timex_value, std::string_view country);

}  // namespace deconflict::time
