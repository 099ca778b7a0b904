#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"

/// Who and where, in the form in which claims are compared.
namespace deconflict::link {

struct Party {
  std::string_view id;      ///< empty for an entity that only its document knows
  std::string_view shown;   ///< the name as it is written
  std::string_view name;    ///< folded
  std::string_view parent;
  std::string_view country;
  std::vector<std::string> wholes;  ///< what its people might have been called by on the days of the claim, sorted
  bool state = false;       ///< a government, its forces or the country itself
  bool vague = false;       ///< "militants", "residents": says little about who
};

/// How two parties compare: 1 the same, 0.5 the one may stand for the other, 0 can't tell, -1 different.
double likeness(const Party& a, const Party& b);

/// Is it a name, not a description?
bool has_upper(std::string_view name);

/// Does only its document know it?
bool only_local(const Entity& e);
/// Does its name, folded, say little about who it is?
bool is_vague(const Entity& e, std::string_view folded);

/// A place, whoever mentions it.
struct Site {
  std::string_view name;
  std::string_view key;  ///< of its name, see place_key
  std::string_view country, admin1, feature;
  std::string_view side;  ///< "W" of "west of Idlib" and of "western Idlib"
  std::optional<std::int64_t> geonameid;
  std::optional<double> lat, lon;
  Precision precision = Precision::settlement;
};

/// For places: "Deir ez-Zor" and "deir ez zor" are one name, and "al-Zahra" and "Zahra".
std::string place_key(std::string_view name);

}  // namespace deconflict::link
