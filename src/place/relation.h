#pragma once
#include <optional>
#include <string>
#include <vector>

#include "deconflict/annotation.h"
#include "place/geodesy.h"
#include "place/scan.h"
#include "place/table.h"

namespace deconflict::place {

/// Reads "20 km north-west of X", "the eastern bank of X near Y", "outside the 55 km zone around X", "the road from X to Y",
/// "the X side of the border with Y" and the like around the places of `a` and adds relations with their geometry. A side is
/// "N", "NE" … or "C" for the middle. `rows[i]` is the row of a.places[i], kNone where unresolved.
class Relations {
 public:
  Relations(Annotation& a, const Table& table, const Scan& scan, const std::vector<std::uint32_t>& rows)
      : a_(a), table_(table), scan_(scan), words_(scan.words), rows_(rows) {}
  void run();

 private:
  struct Side {
    std::string name;         ///< "NW"
    std::uint32_t first = 0;  ///< word that it begins with
  };
  std::string_view key(std::uint32_t i) const { return scan_.key(words_[i]); }
  bool follows(std::uint32_t i) const;
  std::optional<Side> side_at(std::uint32_t last) const;
  std::optional<double> distance_at(std::uint32_t last, std::uint32_t& first) const;
  std::uint32_t head(std::uint32_t first) const;
  bool read(std::uint32_t place, const Name& name);
  bool read_zone(std::uint32_t place, const Name& name, std::uint32_t h);
  bool read_side(std::uint32_t place, const Name& name, std::uint32_t h);
  bool read_between(std::uint32_t place, const Name& name, std::uint32_t h);
  bool read_part(std::uint32_t place, const Name& name);
  bool read_surroundings(std::uint32_t place, const Name& name, std::uint32_t h);
  bool read_border(std::uint32_t place, const Name& name, std::uint32_t h);
  bool read_road(std::uint32_t place, const Name& name, std::uint32_t h);
  bool surround(std::uint32_t place, std::string_view noun, const std::optional<Side>& side, std::uint32_t first, std::uint32_t end);
  void lie_inside(std::uint32_t place, PlaceRelation& r) const;
  bool join(std::uint32_t place, std::uint32_t first);
  bool goes_on(std::uint32_t i) const;
  bool is_border(std::uint32_t i) const;
  std::uint32_t land_at(std::uint32_t first, std::uint32_t last) const;
  std::uint32_t land_before(std::uint32_t end) const;
  std::uint32_t land_after(std::uint32_t first) const;
  std::uint32_t border_of(std::uint32_t row, std::uint32_t other) const;
  std::uint32_t neighbour_told(std::uint32_t place) const;
  PlaceRelation& add(std::uint32_t place, const char* kind, std::uint32_t first_word);
  std::optional<Point> point(std::uint32_t place) const;
  std::optional<std::uint32_t> town_near(std::uint32_t place) const;
  std::vector<Point> course(std::uint32_t row) const;
  void keep_beside_town(std::uint32_t place, PlaceRelation& r, std::vector<Point>& line, double km);

  Annotation& a_;
  const Table& table_;
  const Scan& scan_;
  const std::vector<Word>& words_;
  const std::vector<std::uint32_t>& rows_;
  std::vector<std::uint32_t> first_words_, last_words_;  ///< of each place
};

}  // namespace deconflict::place
