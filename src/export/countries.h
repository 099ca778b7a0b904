#pragma once
#include <string_view>

namespace deconflict::exports {

/// The codes of a country in the lists that the formats use.
struct Country {
  std::string_view iso2, iso3;
  int numeric;            ///< ISO 3166-1; 0: none
  std::string_view fips;  ///< FIPS 10-4; empty: none, or more than one
  int gw;                 ///< Gleditsch and Ward; 0: none
  std::string_view name;
};

/// nullptr where the code is not known
const Country* find_country(std::string_view iso2);

/// UCDP's region of a state by its number, as the codebook bounds them; empty for none.
std::string_view ucdp_region(int gw);

}  // namespace deconflict::exports
