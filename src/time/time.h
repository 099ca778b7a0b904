#pragma once
#include "deconflict/annotation.h"

namespace deconflict::time {

/// TIMEX3 expressions and their values.
/// in      a.text, a.published (may be empty), sentences and tokens
/// out     a.times, sorted, not overlapping; what another calendar names is an ISO 8601 interval ("Ramadan", "Eid al-Fitr"), for the
///         moon decides by a day. Anchored on a.published or on a dateline in the text; without either a
///         weekday stays "XXXX-WXX-1" and nothing is made up
void find_times(Annotation& a);

/// The days that a TIMEX3 date value covers ("2017-09" → its first and last day); nullopt where it names no known days.
struct DayRange {
  std::string begin, end;  ///< "YYYY-MM-DD"
  TimePrecision precision;
};
std::optional<DayRange> days_of(std::string_view timex_value);

}  // namespace deconflict::time
