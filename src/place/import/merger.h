#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/pack.h"
#include "place/geodesy.h"
#include "place/import/sorter.h"
#include "place/table.h"

namespace deconflict::place {

/// One place as an imported file tells it.
struct Draft {
  std::int64_t id = 0;  ///< geonameid; 0: not known
  std::string name;
  std::vector<std::string> names;  ///< other spellings, and codes such as P-codes
  std::optional<Point> at;
  std::string country;  ///< ISO 3166 code of two letters, or empty
  std::uint32_t admin1 = kNone, admin2 = kNone;  ///< rows
  std::string code;     ///< "SY.01": of an administrative unit, as GeoNames writes it
  std::string feature;
  std::uint32_t population = 0;
  Kind kind = Kind::city;
  Precision precision = Precision::settlement;
  Origin origin = Origin::user;
  bool renames = true;  ///< its name is the one to show
};

/// Geonameids that were met, a bit each.
class IdSet {
 public:
  static constexpr std::int64_t kLargest = 0x7FFFFFFF;
  /// False where it was there before. REQUIRES 0 < id <= kLargest
  bool insert(std::int64_t id);

 private:
  std::map<std::int64_t, std::vector<std::uint64_t>> pages_;
};

/// Rows in a file, read and written in any order; one block is held. A failure to write is told at `finish`.
class RowFile {
 public:
  static Result<RowFile> create(const std::string& path);
  std::uint32_t add(const Row& row);
  Row read(std::uint32_t n);
  void write(std::uint32_t n, const Row& row);
  std::uint32_t size() const { return size_; }
  Result<void> finish();
  const std::string& path() const { return file_.temporary(); }

 private:
  static constexpr std::uint32_t kBlock = 4096;
  explicit RowFile(FileWriter file) : file_(std::move(file)) {}
  void load(std::uint32_t block);
  void flush();
  FileWriter file_;
  std::vector<Row> rows_;  ///< the block that is held
  std::uint32_t block_ = 0, size_ = 0;
  bool dirty_ = false;
  std::optional<Error> failure_;
};

/// Writes a gazetteer anew with the places of a file laid over those that are there.
/// A place of the file is one that is there already where the geonameid is the same, or where it bears the same name in the
/// same country within a few kilometres. What a user's table says wins over everything, what knowledge/places says over GeoNames.
class Merger {
 public:
  /// `work`: a folder for its files; `ground` views the tables that are there, and must outlive it
  static Result<Merger> create(const Table& ground, const Pack& pack, const std::string& work);

  enum class Outcome { added, merged, repeated, nowhere };
  /// repeated: a geonameid that the file had before; nowhere: no coordinates, and no unit of that name is known
  Outcome put(const Draft& draft);
  /// One more spelling for a row that is there.
  void add_name(std::uint32_t row, std::string_view name, NameSort sort);
  /// What lies in what, where that is not known yet.
  bool set_parent(std::uint32_t child, std::uint32_t parent);

  /// Row of a GeoNames code of a unit, or kNone.
  std::uint32_t by_code(const std::string& code) const;
  /// Code of a country by its code or any name; empty where there is none of that name.
  std::string country_of(std::string_view text) const;
  /// Unit of that name in that country (and first-level unit), or kNone.
  std::uint32_t unit_of(std::string_view country, std::string_view name, Kind kind, std::uint32_t within = kNone) const;
  /// The country whose town is nearest, if one lies within 60 km.
  std::string country_near(Point at);

  std::uint64_t rows() const { return rows_.size(); }
  /// Writes the sections `gazetteer/*` but `sources`. errors: file.*, gazetteer.full
  Result<void> finish(PackWriter& into, const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

 private:
  Merger(const Table& ground, const Pack& pack, std::string work, RowFile rows, FileWriter strings);
  bool same_sort(Kind a, Kind b) const;
  std::uint32_t find_same(const Draft& draft);
  std::uint32_t nearest(std::span<const Posting> postings, const Draft& draft, double km, bool anonymous, double& best_km);
  std::uint32_t seen_before(const Draft& draft);
  void remember(const Draft& draft, std::uint32_t row);
  std::uint32_t add_string(std::string_view text);
  void update(std::uint32_t n, const Draft& draft);
  std::uint32_t append(const Draft& draft);
  void add_names(std::uint32_t n, const Draft& draft, const Row& row);
  Result<void> write_names(const std::function<void(std::uint64_t)>& progress);
  Result<void> write_ids();
  Result<std::string> boxes();
  void keep(Result<void> result);
  void rest();

  const Table& ground_;
  const Pack& pack_;
  std::string work_;
  RowFile rows_;
  FileWriter strings_;
  std::string string_buffer_;
  std::uint64_t string_size_ = 0;
  KeySorter names_, ids_;
  std::vector<std::uint32_t> population_;  ///< by row; kNoPoint where it has no coordinates
  std::map<std::string, std::uint32_t> codes_;
  IdSet ids_seen_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen_;  ///< (hash, row + 1) of rows that this file added, open addressing
  std::size_t seen_count_ = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> grid_;  ///< (cell, row) of towns, sorted
  std::vector<FileWriter> sections_;
  std::optional<Error> failure_;
  std::uint64_t steps_ = 0;
};

}  // namespace deconflict::place
