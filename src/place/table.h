#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "deconflict/result.h"

/// The gazetteer as it lies in the mapped file: fixed-size rows, one pool of strings, and a table from the hash of a name's
/// key to the places that bear it.
namespace deconflict::place {

constexpr std::uint32_t kNone = 0xFFFFFFFFU;

enum class Kind : std::uint8_t { continent, country, region, admin1, admin2, city, water, land, site, line };

/// Whose word a place is.
enum class Origin : std::uint8_t { packages, knowledge, user };

struct Row {
  std::int64_t id = 0;  ///< geonameid; 0 where we have none
  std::int32_t lat = 0, lon = 0;  ///< millionths of a degree
  std::uint32_t name = 0;         ///< offset into the strings
  std::uint32_t population = 0;
  std::uint32_t admin1 = kNone, admin2 = kNone;  ///< rows
  std::uint32_t line_begin = 0, line_end = 0;    ///< points of a river's course, or none
  char country[2] = {0, 0};
  char feature[8] = {0};  ///< GeoNames feature code, padded with zeros
  Kind kind = Kind::city;
  std::uint8_t precision = 0;  ///< Precision
  std::uint8_t capital = 0;    ///< capital of a country
  Origin origin = Origin::packages;

  double latitude() const { return lat / 1e6; }
  double longitude() const { return lon / 1e6; }
  std::string_view country_code() const { return country[0] == 0 ? std::string_view() : std::string_view(country, 2); }
  std::string_view feature_code() const { return {feature, feature[7] != 0 ? 8 : std::char_traits<char>::length(feature)}; }
};
static_assert(sizeof(Row) == 56);

struct LinePoint {
  std::int32_t lat = 0, lon = 0;
};

/// How a name belongs to its place. The order is that of trust.
enum class NameSort : std::uint8_t { primary, alternate, bare, short_form, transliterated, demonym };

/// One place under a key: row in the low 24 bits, NameSort above.
struct Posting {
  std::uint32_t packed = 0;
  std::uint32_t row() const { return packed & 0xFFFFFFU; }
  NameSort sort() const { return static_cast<NameSort>(packed >> 24U); }
};

struct NameSlot {
  std::uint64_t hash = 0;
  std::uint32_t first = 0, count = 0;  ///< postings
};

/// A geonameid and its row.
struct IdSlot {
  std::int64_t id = 0;
  std::uint32_t row = 0, unused = 0;
};

/// What the towns of a country or first-level unit span, in millionths of a degree.
struct UnitBox {
  std::uint32_t row = 0;
  std::int32_t south = 90'000'000, north = -90'000'000, west = 180'000'000, east = -180'000'000;
  void grow(const Row& town);
};

/// The top bits of a name's hash that say which bucket it is in.
struct Buckets {
  static std::uint32_t bits_for(std::size_t names);
  static std::uint64_t of(std::uint64_t hash, std::uint32_t bits) { return hash >> (64U - bits); }
};

std::uint64_t name_hash(std::string_view key, NameSort sort);

/// The key of the border between two sides, in either order, each told by border_side(); no text has such a key.
std::string border_key(std::string_view side, std::string_view other);
/// A country's code, the name_key() of a strip of land.
std::string border_side(const Row& row, std::string_view name);

/// A form that newspapers write is known to be one, whatever else the packages call it: lower is surer.
int trust(NameSort sort);

/// Views the sections `gazetteer/*`. No number in them leads outside: a reference that does is none.
/// life    the pack must outlive it
class Table {
 public:
  /// errors: pack.section; gazetteer.corrupt where sizes do not fit one another
  static Result<Table> open(const Pack& pack);
  /// Goes through all of it. errors: gazetteer.corrupt where a reference leads outside its table
  Result<void> check() const;

  std::span<const Row> rows() const { return rows_; }
  const Row& row(std::uint32_t n) const { return n < rows_.size() ? rows_[n] : kNowhere; }
  std::string_view name(const Row& row) const;
  std::span<const LinePoint> line(const Row& row) const;
  std::optional<UnitBox> box(std::uint32_t unit) const;
  /// The row of a geonameid, or kNone.
  std::uint32_t by_id(std::int64_t id) const;
  /// Places of a name_key(); empty for an unknown one.
  std::span<const Posting> find(std::string_view key) const;
  /// Places of a transliteration_key().
  std::span<const Posting> find_transliterated(std::string_view key) const;

  // As they lie there, for whoever writes a larger table from this one.
  std::span<const NameSlot> slots() const { return slots_; }
  std::span<const Posting> postings(const NameSlot& slot) const;
  std::span<const LinePoint> points() const { return points_; }
  std::span<const IdSlot> ids() const { return ids_; }
  std::string_view strings() const { return strings_; }
  std::string_view codes() const { return codes_; }

 private:
  static const Row kNowhere;
  std::span<const Posting> find_hash(std::uint64_t hash) const;
  std::string path_;
  std::span<const Row> rows_;
  std::span<const LinePoint> points_;
  std::span<const NameSlot> slots_;
  std::span<const Posting> postings_;
  std::span<const std::uint32_t> buckets_;
  std::span<const IdSlot> ids_;
  std::span<const UnitBox> boxes_;
  std::string_view strings_;
  std::string_view codes_;  ///< lines "SY.01 row", sorted
};

/// Short hexadecimal hash of all `gazetteer/*` sections.
std::string table_version(const Pack& pack);

/// Gathers rows and names and writes them as sections.
class TableBuilder {
 public:
  std::uint32_t add(Row row, std::string_view name);
  Row& row(std::uint32_t n) { return rows_[n]; }
  const std::vector<Row>& rows() const { return rows_; }
  void rename(std::uint32_t n, std::string_view name);
  std::string_view name(std::uint32_t n) const { return std::string_view(strings_).substr(rows_[n].name); }
  /// `key` is a name_key(); for NameSort::transliterated a transliteration_key().
  void add_name(std::string_view key, std::uint32_t row, NameSort sort);
  void set_line(std::uint32_t row, const std::vector<LinePoint>& line);
  /// What a country or first-level unit spans, where its towns do not say, as some are filed under the wrong one.
  void set_bounds(const UnitBox& bounds) { bounds_.push_back(bounds); }
  /// Places that bear a key so far.
  std::vector<std::uint32_t> find(std::string_view key) const;
  /// Codes of administrative units, as GeoNames writes them.
  void add_code(std::string_view code, std::uint32_t row) { codes_.emplace(code, row); }
  void write(PackWriter& into) const;

 private:
  std::vector<Row> rows_;
  std::vector<LinePoint> points_;
  std::string strings_ = std::string(1, '\0');
  std::unordered_map<std::uint64_t, std::vector<Posting>> names_;
  std::map<std::string, std::uint32_t> codes_;
  std::vector<UnitBox> bounds_;
};

/// Boxes of countries and first-level units, fed with every row in any order after those units.
class UnitBoxes {
 public:
  /// Countries and first-level units.
  void add_unit(std::uint32_t n, const Row& row);
  void grow(const Row& town);
  void set(const UnitBox& bounds) { boxes_[bounds.row] = bounds; }
  std::string bytes() const;

 private:
  std::map<std::uint32_t, UnitBox> boxes_;
  std::map<std::string, std::uint32_t, std::less<>> countries_;
};

}  // namespace deconflict::place
