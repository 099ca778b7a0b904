#pragma once
#include <optional>

#include "deconflict/annotation.h"

namespace deconflict::place {

/// How exactly a place is told, in the codes of the two catalogues of events; empty where the catalogue has no code for it.
struct PrecisionCodes {
  std::optional<int> acled;  ///< `geo_precision`, ACLED Codebook: 1 a town, 2 near a town or a small region, 3 a larger region
  std::optional<int> ucdp;   ///< `where_prec`, UCDP GED Codebook: 1 exact, 2 within some 25 km of a point, 3 second-order division, 4 first-order
                             ///< division, 5 a line or a fuzzy area, 6 country, 7 international waters or airspace
};

/// in   a place of `a`, with or without a relation
PrecisionCodes precision_codes(const Annotation& a, const Place& place);

}  // namespace deconflict::place
