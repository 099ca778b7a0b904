#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "place/keys.h"
#include "place/table.h"

namespace deconflict::place {

/// Countries whose names come to English by way of Arabic script, each with many spellings.
inline bool has_loose_spelling(std::string_view country) {
  constexpr std::string_view kCodes = "AE AF BH DJ DZ EG EH ER IL IQ IR JO KW LB LY MA ML MR NE OM PK PS QA SA SD SO SY TD TN TR YE";
  return country.size() == 2 && kCodes.find(country) != std::string_view::npos;
}

/// Calls `add(key, sort)` for every key under which a name of a place is looked up.
template <class Add>
void each_spelling(std::string_view name, NameSort sort, Kind kind, std::string_view country, Add&& add) {
  const std::string key = name_key(name);
  if (key.size() < 2 || key.size() > 80) return;
  add(key, sort);
  const bool latin = std::all_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::string_view bare = bare_name(key);
  if (latin && has_loose_spelling(country) && sort <= NameSort::bare)
    if (const std::string loose = transliteration_key(bare); !loose.empty()) add(loose, NameSort::transliterated);
  const bool unit = kind == Kind::admin1 || kind == Kind::admin2;
  const bool counties = kind == Kind::admin2 && country == "US";
  if (unit && !counties && bare != key && bare.size() > 1) add(std::string(bare), NameSort::bare);
}

}  // namespace deconflict::place
