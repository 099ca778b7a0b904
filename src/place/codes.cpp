#include "place/codes.h"

#include "place/geodesy.h"

namespace deconflict::place {

namespace {

constexpr double kAroundPoint = 25;  ///< km that UCDP's code 2 reaches

PrecisionCodes of_place(const Place& place) {
  if (place.feature == "SEA" || place.feature == "OCN") return {3, 7};
  switch (place.precision) {
    case Precision::site:
    case Precision::settlement: return {1, 1};
    case Precision::district: return {2, 3};
    case Precision::admin1: return {3, 4};
    case Precision::country: return {std::nullopt, 6};  // ACLED codes nothing wider than a region
    case Precision::region:
    case Precision::feature: return {3, 5};
  }
  return {};
}

/// How far the two ends of "between A and B" lie apart.
std::optional<double> length_km(const Annotation& a, const PlaceRelation& r) {
  if (r.of.size() < 2) return std::nullopt;
  const Place& from = a.places[r.of[0]];
  const Place& to = a.places[r.of[1]];
  if (!from.lat || !from.lon || !to.lat || !to.lon) return std::nullopt;
  return distance_km({*from.lat, *from.lon}, {*to.lat, *to.lon});
}

}  // namespace

PrecisionCodes precision_codes(const Annotation& a, const Place& place) {
  if (!place.lat || !place.lon) return {};
  const PrecisionCodes whole = of_place(place);
  if (!place.relation) return whole;
  const PlaceRelation& r = *place.relation;
  const bool is_point = place.precision == Precision::site || place.precision == Precision::settlement;
  const PrecisionCodes around = is_point ? PrecisionCodes{2, 2} : PrecisionCodes{3, 5};
  if (r.kind == "between") {
    const auto km = length_km(a, r);
    return {km && *km <= 2 * kAroundPoint ? 2 : 3, 5};
  }
  if (r.kind == "outside" && (r.km || !is_point)) return {3, 5};
  if (r.km) return is_point && *r.km <= kAroundPoint ? around : PrecisionCodes{3, 5};
  if (r.kind == "inside") return place.precision == Precision::country ? PrecisionCodes{3, 5} : whole;  // "eastern Ruritania" is no division of it
  return around;
}

}  // namespace deconflict::place
