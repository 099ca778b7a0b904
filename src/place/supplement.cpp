#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

#include "place/compile.h"
#include "place/geodesy.h"
#include "place/keys.h"
#include "place/shapes.h"

namespace deconflict::place {

namespace {

Error wrong(const KnowledgeRecord& record, std::uint32_t line, std::string message) { return {"knowledge.place", record.where(line), std::move(message)}; }

struct Sort {
  std::string_view word;
  Kind kind;
  Precision precision;
  const char* feature;
};

constexpr Sort kSorts[] = {{"continent", Kind::continent, Precision::region, "CONT"}, {"region", Kind::region, Precision::region, "RGN"},
                           {"sea", Kind::water, Precision::feature, "SEA"},           {"river", Kind::water, Precision::feature, "STM"},
                           {"lake", Kind::water, Precision::feature, "LK"},           {"island", Kind::land, Precision::feature, "ISL"},
                           {"mountain", Kind::land, Precision::feature, "MT"},        {"place", Kind::city, Precision::settlement, "PPL"},
                           {"site", Kind::site, Precision::site, "INSM"},              {"border", Kind::line, Precision::feature, "BDRY"}};

void set_point(Row& row, LatLon at) {
  row.lat = static_cast<std::int32_t>(std::lround(at.lat * 1e6));
  row.lon = static_cast<std::int32_t>(std::lround(at.lon * 1e6));
}

bool is_country_code(std::string_view code) { return code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'; }

}  // namespace

std::optional<LatLon> parse_point(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  LatLon out;
  const auto read = [](std::string_view part, double& into) {
    part = trim(part);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), into);
    return error == std::errc() && end == part.data() + part.size();
  };
  if (!read(text.substr(0, comma), out.lat) || !read(text.substr(comma + 1), out.lon) || std::abs(out.lat) > 90 || std::abs(out.lon) > 180) return std::nullopt;
  return out;
}

Result<void> Supplement::add_countries() {
  for (const KnowledgeRecord& record : records_) {
    if (record.sort() != "country") continue;
    const std::string code = record.lines.front().value;
    const auto at = parse_point(record.get("at"));
    if (!is_country_code(code)) return wrong(record, record.lines.front().line, "a country needs its ISO 3166 code of two letters");
    if (!at || record.get("name").empty()) return wrong(record, record.lines.front().line, "a country needs `name` and `at LAT, LON`");
    Row row;
    set_point(row, *at);
    std::memcpy(row.country, code.data(), 2);
    std::strcpy(row.feature, "PCLI");
    row.kind = Kind::country;
    row.precision = static_cast<std::uint8_t>(Precision::country);
    row.origin = Origin::knowledge;
    const std::uint32_t n = table_.add(row, record.get("name"));
    if (!countries_.emplace(code, n).second) return wrong(record, record.lines.front().line, "there is a country " + code + " already");
    add_names(record, n);
    for (const auto& line : record.lines)
      if (line.key == "demonym")
        for (const std::string& word : split_list(line.value)) {
          table_.add_name(name_key(word), n, NameSort::demonym);
          table_.add_name(name_key(word + "s"), n, NameSort::demonym);
        }
  }
  return {};
}

Result<void> Supplement::add_rest() {
  for (const KnowledgeRecord& record : records_) {
    if (record.sort() == "country" || record.sort() == "words" || record.sort() == "features" || record.sort() == "table") continue;
    if (auto r = record.sort() == "alias" ? add_aliases(record) : add_place(record); !r) return r;
  }
  settle();
  // A check may name a place that stands in a later file.
  for (const auto& [record, row] : placed_) check(*record, row);
  if (failed_checks_.empty()) return {};
  std::string all;
  for (const std::string& failed : failed_checks_) all += (all.empty() ? "" : "\n") + failed;
  return Error{"knowledge.place", "", all};
}

/// A village lies in the first-level unit of the towns around it, where the nearest of them are of one.
void Supplement::settle() {
  constexpr double kNearKm = 25;
  constexpr std::size_t kNearest = 3;
  std::unordered_map<std::string, std::vector<std::uint32_t>> towns;
  const auto& rows = table_.rows();
  for (std::uint32_t n = 0; n < rows.size(); ++n)
    if (rows[n].origin == Origin::packages && rows[n].kind == Kind::city && rows[n].admin1 != kNone) towns[std::string(rows[n].country_code())].push_back(n);
  for (const auto& [record, row] : placed_) {
    Row& place = table_.row(row);
    if (place.admin1 != kNone || (place.kind != Kind::city && place.kind != Kind::site) || place.country_code().empty()) continue;
    std::vector<std::pair<double, std::uint32_t>> near;
    for (const std::uint32_t n : towns[std::string(place.country_code())])
      if (const double km = distance_km({place.latitude(), place.longitude()}, {rows[n].latitude(), rows[n].longitude()}); km <= kNearKm) near.emplace_back(km, rows[n].admin1);
    std::sort(near.begin(), near.end());
    if (near.size() > kNearest) near.resize(kNearest);
    if (!near.empty() && std::all_of(near.begin(), near.end(), [&](const auto& town) { return town.second == near.front().second; })) place.admin1 = near.front().second;
  }
}

void Supplement::add_names(const KnowledgeRecord& record, std::uint32_t row) {
  for (const auto& line : record.lines) {
    if (line.key == "name") table_.add_name(name_key(line.value), row, NameSort::primary);
    if (line.key == "short")
      for (const std::string& name : split_list(line.value)) table_.add_name(name_key(name), row, NameSort::short_form);
    if (line.key != "aka") continue;
    for (const std::string& name : split_list(line.value)) table_.add_name(name_key(name), row, NameSort::alternate);
  }
  const Row& r = table_.row(row);
  if (r.kind == Kind::city || r.kind == Kind::site) {
    for (const auto& line : record.lines)
      if (line.key == "name" || line.key == "aka")
        for (const std::string& name : split_list(line.value)) table_.add_name(transliteration_key(name), row, NameSort::transliterated);
  }
}

Result<void> Supplement::add_place(const KnowledgeRecord& record) {
  const std::uint32_t first = record.lines.front().line;
  const Sort* sort = nullptr;
  for (const Sort& s : kSorts)
    if (s.word == record.sort()) sort = &s;
  if (sort == nullptr) return wrong(record, first, "'" + record.sort() + "' is no sort of place (country continent region sea river lake island mountain place site border alias words features table)");
  const auto at = parse_point(record.get("at"));
  const bool course = !record.get("course").empty();
  if ((!at && !course) || record.get("name").empty()) return wrong(record, first, "a place needs `name`, and `at LAT, LON` or a `course`");
  Row row;
  if (at) set_point(row, *at);
  row.kind = sort->kind;
  row.precision = static_cast<std::uint8_t>(sort->precision);
  row.origin = Origin::knowledge;
  std::strcpy(row.feature, sort->feature);
  for (const auto& line : record.lines) {
    if (line.key == "country") {
      if (!is_country_code(line.value)) return wrong(record, line.line, "a country is its ISO 3166 code of two letters");
      std::memcpy(row.country, line.value.data(), 2);
    } else if (line.key == "precision") {
      const auto precision = parse_name<Precision>(line.value);
      if (!precision) return wrong(record, line.line, "'" + line.value + "' is no precision");
      row.precision = static_cast<std::uint8_t>(*precision);
    } else if (line.key == "feature") {
      if (line.value.empty() || line.value.size() >= sizeof row.feature) return wrong(record, line.line, "a feature code has 1 to 7 letters");
      std::memset(row.feature, 0, sizeof row.feature);
      std::memcpy(row.feature, line.value.data(), line.value.size());
    } else if (line.key == "population") {
      std::from_chars(line.value.data(), line.value.data() + line.value.size(), row.population);
    } else if (line.key == "admin1") {
      const auto it = admin1_.find(line.value);
      if (it == admin1_.end()) return wrong(record, line.line, "the gazetteer has no first-level unit " + line.value);
      row.admin1 = it->second;
    } else if (line.key != record.sort() && line.key != "name" && line.key != "aka" && line.key != "short" && line.key != "at" && line.key != "course" && line.key != "between" && line.key != "bounds" && line.key != "check" && line.key != "source") {
      return wrong(record, line.line, "a place has no key '" + line.key + "'");
    }
  }
  if ((row.kind == Kind::city || row.kind == Kind::site) && record.get("check").empty()) return wrong(record, first, "a place needs a `check` against a town of the gazetteer");
  const std::uint32_t n = table_.add(row, record.get("name"));
  add_names(record, n);
  placed_.emplace_back(&record, n);
  if (auto r = add_border(record, n); !r) return r;
  if (auto r = add_bounds(record, row); !r) return r;
  return add_course(record, n, !at);
}

/// "bounds 31.22, 34.21 | 31.60, 34.57": the south-western and north-eastern corner of the first-level unit that is called so.
Result<void> Supplement::add_bounds(const KnowledgeRecord& record, const Row& row) {
  for (const auto& line : record.lines) {
    if (line.key != "bounds") continue;
    const auto corners = split_list(line.value);
    const auto low = corners.size() == 2 ? parse_point(corners[0]) : std::nullopt, high = corners.size() == 2 ? parse_point(corners[1]) : std::nullopt;
    if (!low || !high || low->lat >= high->lat || low->lon >= high->lon) return wrong(record, line.line, "`bounds` are two points: the south-western corner | the north-eastern one");
    bool found = false;
    for (const std::uint32_t n : table_.find(name_key(record.get("name")))) {
      const Row& unit = table_.rows()[n];
      if (unit.kind != Kind::admin1 || unit.country_code() != row.country_code()) continue;
      Row corner;
      UnitBox box;
      box.row = n;
      for (const LatLon at : {*low, *high}) {
        set_point(corner, at);
        box.grow(corner);
      }
      table_.set_bounds(box);
      found = true;
    }
    if (!found) return wrong(record, line.line, "the gazetteer has no first-level unit '" + std::string(record.get("name")) + "'");
  }
  return {};
}

/// "between SY | TR": where the border of the two runs.
Result<void> Supplement::add_border(const KnowledgeRecord& record, std::uint32_t row) {
  for (const auto& line : record.lines) {
    if (line.key != "between") continue;
    const auto sides = split_list(line.value);
    if (sides.size() != 2 || record.sort() != "border") return wrong(record, line.line, "`between` stands in a `border` and names its two sides");
    std::vector<std::string> keys;
    for (const std::string& side : sides) {
      if (is_country_code(side) ? countries_.count(side) == 0 : table_.find(name_key(side)).empty()) return wrong(record, line.line, "the gazetteer has no '" + side + "'");
      keys.push_back(is_country_code(side) ? side : name_key(side));
    }
    table_.add_name(border_key(keys[0], keys[1]), row, NameSort::primary);
  }
  return {};
}

/// The countries that a border's towns may be of, "SY TR"; empty where any may.
std::string Supplement::sides_of(const KnowledgeRecord& record) const {
  std::string codes;
  for (const auto& line : record.lines)
    if (line.key == "between")
      for (const std::string& side : split_list(line.value)) {
        if (is_country_code(side)) codes += side + " ";
        else
          for (std::uint32_t n : table_.find(name_key(side))) codes += std::string(table_.rows()[n].country_code()) + " ";
      }
  return codes;
}

Result<void> Supplement::add_course(const KnowledgeRecord& record, std::uint32_t row, bool place_it) {
  std::vector<LinePoint> points;
  const std::string sides = sides_of(record);
  for (const auto& line : record.lines) {
    if (line.key != "course") continue;
    for (const std::string& item : split_list(line.value)) {
      if (const auto point = parse_point(item)) {
        Row r;
        set_point(r, *point);
        points.push_back({r.lat, r.lon});
        continue;
      }
      // "SY Ar Raqqah": the largest town of that name in that country
      const std::string_view country = std::string_view(item).substr(0, 2);
      const Row* best = nullptr;
      if (item.size() > 3 && item[2] == ' ')
        for (std::uint32_t n : table_.find(name_key(std::string_view(item).substr(3)))) {
          const Row& r = table_.row(n);
          if (r.kind == Kind::city && r.country_code() == country && (best == nullptr || r.population > best->population)) best = &r;
        }
      if (best == nullptr) return wrong(record, line.line, "'" + item + "' is neither LAT, LON nor a country code with a town of the gazetteer");
      if (!sides.empty() && sides.find(country) == std::string::npos) return wrong(record, line.line, "'" + item + "' lies on neither side of this border");
      points.push_back({best->lat, best->lon});
    }
  }
  if (points.size() == 1) return wrong(record, record.lines.front().line, "a course needs two points or more");
  if (points.empty()) return {};
  table_.set_line(row, points);
  if (place_it) {
    table_.row(row).lat = points[points.size() / 2].lat;
    table_.row(row).lon = points[points.size() / 2].lon;
  }
  return {};
}

/// "check 20-28 km S of SY Qamishli | 40 km of Hasakah": the place must lie there, seen from towns of the gazetteer. The
/// distances are those that maps and reports give, so a point that was read wrong does not stand.
void Supplement::check(const KnowledgeRecord& record, std::uint32_t row) {
  for (const auto& line : record.lines) {
    if (line.key != "check") continue;
    for (const std::string& item : split_list(line.value))
      if (const std::string what = wrong_check(item, row); !what.empty()) failed_checks_.push_back(record.where(line.line) + ": " + what);
  }
}

std::string Supplement::wrong_check(const std::string& item, std::uint32_t row) const {
  const Row& place = table_.rows()[row];
  const char* const end_of_item = item.data() + item.size();
  double least = 0, most = 0;
  auto [end, error] = std::from_chars(item.data(), end_of_item, most);
  if (error == std::errc() && end != end_of_item && *end == '-') {
    least = most;
    const auto second = std::from_chars(end + 1, end_of_item, most);
    end = second.ptr, error = second.ec;
  }
  const auto of = item.find(" of ");
  if (error != std::errc() || of == std::string::npos || most < least) return "a check is `[KM-]KM km [SIDE] of [COUNTRY] TOWN`";
  const auto after_number = static_cast<std::size_t>(end - item.data());
  const std::string_view middle = trim(std::string_view(item).substr(after_number, of - after_number));
  const std::string_view side = middle.starts_with("km") ? trim(middle.substr(2)) : std::string_view("?");
  std::string_view town = trim(std::string_view(item).substr(of + 4));
  std::string_view country = place.country_code();
  if (town.size() > 3 && town[2] == ' ' && is_country_code(town.substr(0, 2))) country = town.substr(0, 2), town = town.substr(3);
  if (!side.empty() && side_bearing(side) < 0) return "'" + std::string(side) + "' is no side (N NE E SE S SW W NW)";
  const Row* best = nullptr;
  for (std::uint32_t n : table_.find(name_key(town))) {
    const Row& r = table_.rows()[n];
    if ((r.kind != Kind::city && r.kind != Kind::site) || n == row || (!country.empty() && r.country_code() != country)) continue;
    if (best == nullptr || r.population > best->population) best = &r;
  }
  if (best == nullptr) return "the gazetteer has no town '" + std::string(town) + "' to check against";
  const Point here{place.latitude(), place.longitude()}, there{best->latitude(), best->longitude()};
  const double away = distance_km(there, here);
  if (away > most || away < least)
    return "it lies " + std::to_string(std::lround(away)) + " km from " + std::string(town) + ", not " + (least > 0 ? std::to_string(std::lround(least)) + " to " : "within ") + std::to_string(std::lround(most));
  const double turn = side.empty() ? 0 : std::abs(std::remainder(bearing(there, here) - side_bearing(side), 360.0));
  return turn > 67.5 ? "it does not lie " + std::string(side) + " of " + std::string(town) : std::string();
}

Result<void> Supplement::add_aliases(const KnowledgeRecord& record) {
  const auto& head = record.lines.front();
  // "alias US.TX": a first-level unit; "alias SY Deir ez-Zor": the largest town of that name
  std::optional<std::uint32_t> row;
  if (const auto it = admin1_.find(head.value); it != admin1_.end()) {
    row = it->second;
  } else if (head.value.size() > 3 && head.value[2] == ' ') {
    const std::string_view country = std::string_view(head.value).substr(0, 2);
    for (std::uint32_t n : table_.find(name_key(std::string_view(head.value).substr(3)))) {
      const Row& r = table_.row(n);
      if (r.kind == Kind::city && r.country_code() == country && (!row || r.population > table_.row(*row).population)) row = n;
    }
  }
  if (!row) return wrong(record, head.line, "'" + head.value + "' is neither a code of a first-level unit nor a country code with a town of the gazetteer");
  if (const auto called = record.get("called"); !called.empty()) {
    table_.rename(*row, called);
    table_.add_name(name_key(called), *row, NameSort::primary);
  }
  add_names(record, *row);
  return {};
}

}  // namespace deconflict::place
