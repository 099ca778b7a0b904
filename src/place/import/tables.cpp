#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "base/hash.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "place/import/reader.h"
#include "place/keys.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kLevels = 6;
constexpr std::uint64_t kTellEvery = 1U << 12U;

std::string lower_trimmed(std::string_view text) {
  std::string out = utf8::lower(trim(text));
  if (out.starts_with('"') && out.ends_with('"') && out.size() > 1) out = out.substr(1, out.size() - 2);
  return out;
}

/// "ADM2_EN", "admin2Name_en", "adm2_pcode": the level, and whether it is a code or a name.
struct LevelHeading {
  std::size_t level = 0;
  enum class What : std::uint8_t { other, name, other_name, code } what = What::other;
};

LevelHeading level_heading(std::string_view heading) {
  LevelHeading out;
  std::string_view rest = heading;
  if (!rest.starts_with("adm")) return out;
  rest.remove_prefix(3);
  if (rest.starts_with("in")) rest.remove_prefix(2);
  if (rest.empty() || rest[0] < '0' || rest[0] >= static_cast<char>('0' + kLevels)) return out;
  out.level = static_cast<std::size_t>(rest[0] - '0');
  rest.remove_prefix(1);
  while (rest.starts_with('_')) rest.remove_prefix(1);
  using What = LevelHeading::What;
  if (rest == "pcode" || rest == "code") out.what = What::code;
  else if (rest == "en" || rest == "name" || rest == "name_en" || rest == "nameen") out.what = What::name;
  else if (rest.size() == 2 || rest.starts_with("name") || rest.starts_with("alt")) out.what = What::other_name;
  return out;
}

class TableReader {
 public:
  TableReader(LineReader& lines, Reading& reading, const Scheme& scheme) : lines_(lines), reading_(reading), scheme_(scheme) {}

  Result<void> run() {
    std::string_view first;
    auto there = lines_.next(first);
    if (!there) return there.error();
    if (!*there) return Error{"import.format", reading_.file, "the file is empty"};
    const char separator = reading_.options.separator.empty() ? separator_of(first) : reading_.options.separator[0];
    headings_ = heading_of(first, separator);
    if (auto r = assign(); !r) return r;
    CsvReader csv(lines_, separator);
    bool broken = false;
    for (;;) {
      there = csv.next(cells_, broken);
      if (!there) return there.error();
      if (!*there) return {};
      line_ = csv.number();
      if (line_ % kTellEvery == 0 && reading_.watch.progress) reading_.watch.progress("Reading", lines_.bytes_read(), lines_.size());
      if (broken) {
        problem("a quotation mark that opens here does not close; the line is left out");
      } else if (cells_.size() > 1 || !trim(cells_[0]).empty()) {
        row();
      }
    }
  }

 private:
  void problem(std::string message) { reading_.problem(line_, std::move(message)); }

  std::vector<std::size_t>& columns(Role role) { return columns_[static_cast<std::size_t>(role)]; }

  /// Which column has which role.
  Result<void> assign() {
    for (std::size_t role = 0; role < kRoles; ++role) {
      const std::string& asked = reading_.options.columns[role];
      const bool several = role == static_cast<std::size_t>(Role::aka);
      if (!asked.empty()) {
        for (const std::string& heading : split_list(asked)) {
          auto column = find(heading);
          if (!column) return column.error();
          columns_[role].push_back(*column);
        }
        continue;
      }
      for (const std::string& heading : scheme_.headings[role]) {
        const auto it = std::find(headings_.begin(), headings_.end(), heading);
        if (it == headings_.end()) continue;
        columns_[role].push_back(static_cast<std::size_t>(it - headings_.begin()));
        if (!several) break;
      }
    }
    bool levels = false;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const LevelHeading h = level_heading(headings_[i]);
      using What = LevelHeading::What;
      if (h.what == What::other || scheme_.name != "pcodes") continue;
      auto& into = h.what == What::code ? level_codes_[h.level] : level_names_[h.level];
      into.insert(h.what == What::name ? into.begin() : into.end(), i);
      levels = levels || h.what == What::name || h.what == What::other_name;
    }
    const bool named = !columns(Role::name).empty();
    if (!named && !levels) return missing("name");
    if (!levels && columns(Role::lat).empty()) return missing("lat");
    if (!levels && columns(Role::lon).empty()) return missing("lon");
    if (!reading_.options.country.empty()) {
      country_ = reading_.merger.country_of(reading_.options.country);
      if (country_.empty()) return Error{"import.columns", reading_.file, "'" + reading_.options.country + "' is no country that the gazetteer has"};
    }
    return {};
  }

  Error missing(const char* role) const {
    std::string list;
    for (std::size_t i = 0; i < headings_.size() && list.size() < 200; ++i) list += (i == 0 ? "" : ", ") + headings_[i];
    return {"import.columns", reading_.file, std::string("no column is known to hold the ") + (std::string_view(role) == "name" ? "names" : std::string_view(role) == "lat" ? "latitudes" : "longitudes") +
                                                 "; name it with --" + role + " HEADING (the headings are: " + list + ")"};
  }

  Result<std::size_t> find(const std::string& heading) const {
    std::size_t n = 0;
    if (heading.starts_with('#') && std::from_chars(heading.data() + 1, heading.data() + heading.size(), n).ptr == heading.data() + heading.size() && n >= 1 && n <= headings_.size()) return n - 1;
    const auto it = std::find(headings_.begin(), headings_.end(), lower_trimmed(heading));
    if (it != headings_.end()) return static_cast<std::size_t>(it - headings_.begin());
    std::string list;
    for (std::size_t i = 0; i < headings_.size() && list.size() < 200; ++i) list += (i == 0 ? "" : ", ") + headings_[i];
    return Error{"import.columns", reading_.file, "there is no column '" + heading + "'; the headings are: " + list};
  }

  std::string_view cell(std::size_t column) const { return column < cells_.size() ? trim(cells_[column]) : std::string_view(); }
  std::string_view cell(Role role) {
    const auto& where = columns(role);
    return where.empty() ? std::string_view() : cell(where.front());
  }

  void row() {
    if (cells_.size() > headings_.size() || cells_.size() + 1 < headings_.size())
      return problem("it has " + std::to_string(cells_.size()) + " cells, and there are " + std::to_string(headings_.size()) + " headings");
    for (const std::string& c : cells_)
      if (utf8::first_invalid(c)) return problem("it is no UTF-8; save the file as UTF-8");
      else if (c.find('\0') != std::string::npos) return problem("it holds a zero byte, which is no text");
    Draft draft;
    if (!take_precision(draft)) return;
    take_country(draft);
    if (!take_place(draft)) return;
    if (!take_point(draft)) return;
    if (!take_numbers(draft)) return;
    // Events: one place on many lines.
    if (scheme_.events && !places_seen_.insert(hash64(draft.name + "|" + std::to_string(draft.at ? draft.at->lat : 0) + "|" + std::to_string(draft.at ? draft.at->lon : 0))).second) {
      ++reading_.report.rows;
      return;
    }
    if (draft.country.empty() && draft.at) draft.country = reading_.merger.country_near(*draft.at);
    take_units(draft);
    reading_.put(draft, line_);
  }

  bool take_precision(Draft& draft) {
    const std::string code(cell(Role::precision));
    if (columns(Role::precision).empty() || (code.empty() && scheme_.classes.empty())) return true;
    if (const auto it = scheme_.classes.find(code); it != scheme_.classes.end()) {
      draft.precision = it->second;
    } else if (!scheme_.classes.empty()) {
      ++reading_.report.left_out;
      return false;
    } else if (const auto named = parse_name<Precision>(code)) {
      draft.precision = *named;
    } else {
      problem("'" + code + "' is no class of precision (site settlement district admin1 country region feature)");
      return false;
    }
    if (draft.precision == Precision::district) draft.kind = Kind::admin2;
    if (draft.precision == Precision::admin1) draft.kind = Kind::admin1;
    if (draft.precision == Precision::site) draft.kind = Kind::site;
    if (draft.precision == Precision::region) draft.kind = Kind::region;
    if (draft.precision == Precision::feature) draft.kind = Kind::land;
    return true;
  }

  void take_country(Draft& draft) {
    draft.country = country_;
    std::string_view told = cell(Role::country);
    for (const auto& columns : {level_codes_[0], level_names_[0]})
      for (std::size_t column : columns)
        if (told.empty()) told = cell(column);
    if (!draft.country.empty() || told.empty()) return;
    auto [it, fresh] = countries_.emplace(told, std::string());
    if (fresh) it->second = reading_.merger.country_of(told);
    draft.country = it->second;
  }

  bool take_place(Draft& draft) {
    draft.name = cell(Role::name);
    std::size_t level = kLevels;
    if (draft.name.empty()) {
      for (std::size_t n = kLevels; n-- > 0 && draft.name.empty();)
        for (std::size_t column : level_names_[n])
          if (const auto text = cell(column); !text.empty()) {
            if (draft.name.empty()) draft.name = text, level = n;
            else draft.names.emplace_back(text);
          }
      if (draft.name.empty()) return problem("it has no name"), false;
      draft.kind = level == 0 ? Kind::country : level == 1 ? Kind::admin1 : Kind::admin2;
      draft.precision = precision_of(draft.kind);
      draft.feature = level == 0 ? "PCLI" : "ADM" + std::to_string(level);
      draft.renames = false;
      for (std::size_t column : level_codes_[level])
        if (const auto text = cell(column); !text.empty()) draft.names.emplace_back(text);
    }
    level_ = level;
    for (std::size_t column : columns(Role::aka))
      for (const std::string& name : split_list(cell(column), cell(column).find('|') != std::string_view::npos ? '|' : cell(column).find(';') != std::string_view::npos ? ';' : ','))
        if (name != draft.name) draft.names.push_back(name);
    if (const auto code = cell(Role::code); !code.empty()) draft.names.emplace_back(code);
    if (draft.name.size() > 200) return problem("its name is longer than 200 bytes: is it the right column?"), false;
    if (name_key(draft.name).empty()) return problem("'" + draft.name.substr(0, 40) + "' is no name"), false;
    if (scheme_.events) strip_sort(draft);
    return true;
  }

  /// "Teir Maaleh village" is called Teir Maaleh; "Kuweires airbase" is a site.
  void strip_sort(Draft& draft) {
    draft.renames = false;
    const auto blank = draft.name.rfind(' ');
    if (blank == std::string::npos) return;
    const std::uint32_t bits = reading_.words.find(name_key(std::string_view(draft.name).substr(blank + 1)));
    if ((bits & kUnitSite) != 0 && (bits & kUnitCity) == 0 && draft.kind == Kind::city) {
      draft.kind = Kind::site;
      draft.precision = Precision::site;
    } else if ((bits & (draft.kind == Kind::admin2 ? kUnitAdmin2 : kUnitCity)) != 0) {
      draft.names.push_back(draft.name);
      draft.name.resize(blank);
    }
  }

  bool take_point(Draft& draft) {
    const bool empty = cell(Role::lat).empty() && cell(Role::lon).empty();
    if (empty && level_ < kLevels) return true;  // a unit without a point may be known
    const Degrees lat = parse_degrees(cell(Role::lat), 90, "latitude"), lon = parse_degrees(cell(Role::lon), 180, "longitude");
    if (!lat.wrong.empty()) return problem(lat.wrong), false;
    if (!lon.wrong.empty()) return problem(lon.wrong), false;
    if (lat.value == 0 && lon.value == 0) return problem("latitude and longitude are 0, which is no place but an empty cell"), false;
    draft.at = Point{lat.value, lon.value};
    return true;
  }

  bool take_numbers(Draft& draft) {
    if (const auto text = cell(Role::id); !text.empty()) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), draft.id);
      if (error != std::errc() || end != text.data() + text.size() || draft.id <= 0 || draft.id > IdSet::kLargest) return problem("'" + std::string(text.substr(0, 40)) + "' is no geonameid"), false;
    }
    if (const auto text = cell(Role::population); !text.empty()) {
      double people = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), people);
      if (error != std::errc() || end != text.data() + text.size() || people < 0) return problem("'" + std::string(text.substr(0, 40)) + "' is no population"), false;
      draft.population = static_cast<std::uint32_t>(std::min(people, 4e9));
    }
    if (const auto text = cell(Role::feature); !text.empty()) {
      const auto dot = text.find('.');  // "P.PPL"
      const std::string_view code = dot == std::string_view::npos ? text : text.substr(dot + 1);
      if (const Kind* kind = reading_.knowledge.kind_of(text.substr(0, 1), code); kind != nullptr && columns(Role::precision).empty()) {
        draft.kind = *kind;
        draft.precision = precision_of(*kind);
      }
      if (code.size() < 8) draft.feature = code;
    }
    if (draft.feature.empty()) draft.feature = draft.kind == Kind::city ? "PPL" : draft.kind == Kind::site ? "INSM" : draft.kind == Kind::admin2 ? "ADM2" : "";
    return true;
  }

  void take_units(Draft& draft) {
    auto unit = [&](std::string_view told, std::size_t level, Kind kind, std::uint32_t within) {
      for (std::size_t column : level_names_[level])
        if (told.empty()) told = cell(column);
      if (told.empty()) return kNone;
      auto [it, fresh] = units_.emplace(draft.country + "|" + std::to_string(within) + "|" + std::string(told), kNone);
      if (fresh) it->second = reading_.merger.unit_of(draft.country, told, kind, within);
      return it->second;
    };
    if (level_ == kLevels || level_ > 1) draft.admin1 = unit(cell(Role::admin1), 1, Kind::admin1, kNone);
    if (level_ == kLevels || level_ > 2) draft.admin2 = unit(cell(Role::admin2), 2, Kind::admin2, draft.admin1);
  }

  LineReader& lines_;
  Reading& reading_;
  const Scheme& scheme_;
  std::vector<std::string> headings_, cells_;
  std::vector<std::size_t> columns_[kRoles], level_names_[kLevels], level_codes_[kLevels];
  std::string country_;
  std::map<std::string, std::string, std::less<>> countries_;
  std::map<std::string, std::uint32_t> units_;
  std::unordered_set<std::uint64_t> places_seen_;
  std::uint64_t line_ = 0;
  std::size_t level_ = kLevels;  ///< of the unit that the row tells of; kLevels: it tells of a place
};

}  // namespace

char separator_of(std::string_view heading) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (char c : {'\t', ',', ';', '|'}) {
    const auto count = std::count(heading.begin(), heading.end(), c);
    if (count > most) most = count, best = c;
  }
  return best;
}

std::vector<std::string> heading_of(std::string_view line, char separator) {
  std::vector<std::string> out;
  for (std::size_t at = 0;;) {
    const auto end = line.find(separator, at);
    out.push_back(lower_trimmed(utf8::repaired(line.substr(at, end == std::string_view::npos ? end : end - at))));
    if (end == std::string_view::npos) return out;
    at = end + 1;
  }
}

Result<void> read_table(LineReader& lines, Reading& reading, const Scheme& scheme) { return TableReader(lines, reading, scheme).run(); }

}  // namespace deconflict::place
