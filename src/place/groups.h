#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "deconflict/annotation.h"
#include "place/geodesy.h"
#include "place/scan.h"
#include "place/table.h"

namespace deconflict::place {

/// A row that a name may mean.
struct Candidate {
  std::uint32_t row = 0;
  NameSort sort = NameSort::primary;
  double base = 0;     ///< without the other names
  double support = 0;
  double weight = 0;   ///< share among its rivals
  Unit at;
};

/// "The X quarter in Y", "X, north of Y": the text puts one name in or near a town that it names.
struct Tie {
  std::uint32_t group = 0;
  bool inside = false;
  bool quarter = false;  ///< no town of its own: a neighbourhood, a school
  bool beside = false;   ///< "X near Y": not far off
  double reach_km() const { return quarter ? 12 : inside ? 40 : 100; }
  /// Further off, it is another place of the name.
  double most_km() const { return quarter ? 15 : 3 * reach_km(); }
};

/// All mentions of one name in a document mean one place, unless the text asks for another kind.
struct Group {
  std::vector<std::uint32_t> names;
  std::vector<Candidate> candidates;
  std::uint32_t asked = 0;
  bool certain = false, told = false, loose = false, located = false, person = false, tagged = false;
  bool governs = false;  ///< "Islamabad denies it": does what only a government does
  bool weak = true;  ///< all its mentions
  bool building = true, called = true;  ///< all its mentions stand before a building's word
  std::uint32_t times_located = 0;
  std::uint32_t first_word = 0;
  std::vector<std::uint32_t> enclosing;  ///< rows that the text puts it in: "Paris, Texas"
  std::optional<std::uint32_t> within;   ///< the name that says so
  std::vector<Tie> ties;
};

struct Groups {
  std::vector<Group> all;
  std::vector<std::uint32_t> of_name;  ///< by name of the scan
};

/// The groups of a scan's names, without candidates.
Groups group(const Annotation& a, const Table& table, const Scan& scan);

}  // namespace deconflict::place
