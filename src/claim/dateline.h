#pragma once
#include <optional>

#include "base/date.h"
#include "deconflict/annotation.h"

namespace deconflict::claim {

/// Where and when a report says that it was written: "LIMA, 9 Jan 90 (EFE) --", "KABUL, Afghanistan (Feb. 8, 2011)".
struct Dateline {
  Span place;                  ///< the words before the date or the dash; empty without one
  std::optional<Day> numbered; ///< some day of the month in the number of a release ("2010-05-CA-039"), which tells the year
};

Dateline find_dateline(const Annotation& a);

}  // namespace deconflict::claim
