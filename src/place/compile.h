#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/knowledge_text.h"
#include "deconflict/result.h"
#include "place/table.h"

namespace deconflict::place {

using Codes = std::unordered_map<std::string, std::uint32_t>;

/// What knowledge/places adds to the packages: countries, seas, rivers, regions, sites, more names.
class Supplement {
 public:
  Supplement(const std::vector<KnowledgeRecord>& records, TableBuilder& table, Codes& countries, const Codes& admin1)
      : records_(records), table_(table), countries_(countries), admin1_(admin1) {}

  /// Before the packages, so that towns find their country. errors: knowledge.place with file:line
  Result<void> add_countries();
  /// After the packages, to which it refers.
  Result<void> add_rest();

 private:
  Result<void> add_place(const KnowledgeRecord& record);
  Result<void> add_aliases(const KnowledgeRecord& record);
  Result<void> add_bounds(const KnowledgeRecord& record, const Row& row);
  Result<void> add_border(const KnowledgeRecord& record, std::uint32_t row);
  std::string sides_of(const KnowledgeRecord& record) const;
  Result<void> add_course(const KnowledgeRecord& record, std::uint32_t row, bool place_it);
  void settle();
  void check(const KnowledgeRecord& record, std::uint32_t row);
  std::string wrong_check(const std::string& item, std::uint32_t row) const;
  void add_names(const KnowledgeRecord& record, std::uint32_t row);

  const std::vector<KnowledgeRecord>& records_;
  TableBuilder& table_;
  Codes& countries_;
  const Codes& admin1_;
  std::vector<std::pair<const KnowledgeRecord*, std::uint32_t>> placed_;  ///< whose checks are still to be made
  std::vector<std::string> failed_checks_;
};

/// "33.49, 38.66" as degrees; nullopt where it is no point of the globe.
struct LatLon {
  double lat = 0, lon = 0;
};
std::optional<LatLon> parse_point(std::string_view text);

}  // namespace deconflict::place
