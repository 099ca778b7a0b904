#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "deconflict/result.h"
#include "place/table.h"

namespace deconflict::place {

/// What the columns of a table hold.
enum class Role : std::uint8_t { name, aka, lat, lon, id, country, admin1, admin2, code, feature, population, precision };
constexpr std::size_t kRoles = 12;
constexpr std::string_view kRoleNames[kRoles] = {"name", "aka", "lat", "lon", "id", "country", "admin1", "admin2", "code", "feature", "population", "precision"};

/// One sort of table, as knowledge/places/imports.txt describes it.
struct Scheme {
  std::string name, about;
  std::vector<std::string> needs;
  std::vector<std::string> headings[kRoles];
  std::map<std::string, Precision> classes;
  bool events = false;  ///< rows are events: many for a place, and names with "village" and the like behind them
};

/// knowledge/places/imports.txt as the knowledge pack holds it.
struct ImportKnowledge {
  std::vector<Scheme> schemes;
  std::map<std::string, Kind, std::less<>> features;  ///< by feature code or class
  /// What a feature is here; nothing where it is left out.
  const Kind* kind_of(std::string_view feature_class, std::string_view code) const;
  const Scheme* scheme(std::string_view name) const;

  /// errors: knowledge.place with file:line
  static Result<ImportKnowledge> load(const Pack& knowledge);
};

Precision precision_of(Kind kind);

}  // namespace deconflict::place
