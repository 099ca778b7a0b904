#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/knowledge_text.h"
#include "base/pack.h"
#include "deconflict/result.h"

namespace deconflict::place {

using WordBits = std::uint64_t;

/// What a word tells about a name beside it; bits, for a word may tell several things.
enum WordBit : WordBits {
  kUnitAdmin1 = 1U << 0U,
  kUnitAdmin2 = 1U << 1U,
  kUnitCity = 1U << 2U,
  kUnitWater = 1U << 3U,
  kUnitLand = 1U << 4U,
  kUnitSite = 1U << 5U,
  kOrganisation = 1U << 6U,
  kStreet = 1U << 7U,
  kDirection = 1U << 8U,
  kTitle = 1U << 9U,
  kGiven = 1U << 10U,
  kCommon = 1U << 11U,
  kBefore = 1U << 12U,
  kArticle = 1U << 13U,
  kAbbreviation = 1U << 14U,
  kQuarter = 1U << 15U,   ///< a part of a town
  kFacility = 1U << 16U,  ///< a building that is called after its place
  kTerritory = 1U << 17U,  ///< what is a country's: "territory", "airspace"
  kUnitDepartment = 1U << 18U,  ///< a first-level unit where the name may be one's; mostly a body
  kNameLink = 1U << 19U,  ///< inside Spanish and Portuguese names
  kKin = 1U << 20U,  ///< "the Omar family": people who bear a name
  kDay = 1U << 21U,  ///< "in Oldtown Saturday": days and months, which make no part of a name
  kSurroundings = 1U << 22U,  ///< "the outskirts of X": what only a place has
  kMeasure = 1U << 23U,  ///< "20 km from X": what is measured from places
  kRoad = 1U << 24U,  ///< "the X-Y road": what leads from place to place
  kStrike = 1U << 26U,  ///< "captured X", "X was hit": what is done to places and to people
  kSiege = 1U << 27U,  ///< "shelled X": what is done to places and not to people
  kBank = 1U << 25U,  ///< "the bank of the X": what only waters have
  kNameHead = 1U << 28U,  ///< "Tal al-Marj": begins Arabic names of places
  kBuilding = 1U << 29U,  ///< "X airport": what stands in the place that it is called after, if that is known
  kNamesake = 1U << 30U,  ///< "X school": what bears the names of far places and of people
  kPremises = 1U << 31U,  ///< "X University": a body that has walls as well
  kHome = 1ULL << 32U,  ///< "his X residence": what people have in a town
  kHappening = 1ULL << 33U,  ///< "demonstrated", "exploded": what is told with where it was
  kShare = 1ULL << 34U,  ///< "captured most of X": how much of a place
};
constexpr WordBits kUnit = kUnitAdmin1 | kUnitAdmin2 | kUnitCity | kUnitWater | kUnitLand | kUnitSite;

/// The `words` records of knowledge/places, compiled to a table in section `gazetteer/words`.
class WordTable {
 public:
  static Result<WordTable> open(const Pack& pack);
  /// Bits of a name_key() of one word; 0 for a word that is not listed.
  WordBits find(std::string_view key) const;

  struct Slot {
    std::uint64_t hash = 0;
    WordBits bits = 0;
  };

 private:
  std::span<const Slot> slots_;  ///< open addressing, a power of two
};

/// errors: knowledge.place with file:line
Result<void> compile_words(const std::vector<KnowledgeRecord>& records, PackWriter& into);

}  // namespace deconflict::place
