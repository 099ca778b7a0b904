#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "export/story.h"

/// What the catalogues' codebooks derive from sectors, countries and codes.
namespace deconflict::exports {

/// What sort of people a PLOVER sector means, as far as it says.
enum class Sort { unknown, state, nonstate_armed, civilian, international };
Sort sort_of(const Party& party);

/// ACLED's inter1 and inter2: 1 state forces, 2 rebel groups, 7 civilians, 8 external or other forces; nullopt where the rule does not tell.
/// `country`: where it happened
std::optional<int> acled_inter(const Party& party, std::string_view country);

/// Quad class of a CAMEO code: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
std::optional<int> quad_class(std::string_view cameo);
/// Intensity of a CAMEO code on Goldstein's scale, from -10 to 10; nullopt for another code.
/// source  GDELT, lookup table CAMEO.goldsteinscale.txt; the scale: J. S. Goldstein, "A conflict-cooperation scale for WEIS events data",
///         Journal of Conflict Resolution 36 (1992)
std::optional<double> goldstein(std::string_view cameo);
/// Quad code of a PLOVER event type: V-COOP, M-COOP, V-CONF, M-CONF; empty for another word.
std::string_view quad_code(std::string_view plover_event);

/// The cell of PRIO-GRID (half a degree, counted from the south-west) that holds a point.
std::int64_t priogrid_cell(double lat, double lon);

/// "2026-01-31T12:00:00.123Z" → seconds since 1970; nullopt for another form.
std::optional<std::int64_t> unix_seconds(std::string_view utc);
/// The digits of a day or time, "20260131120000"; of a day alone with zeros behind it.
std::string digits_of_time(std::string_view utc);

}  // namespace deconflict::exports
