#include <charconv>

#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "place/import/reader.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kColumns = 19;
constexpr std::uint64_t kTellEvery = 1U << 14U;

template <class T>
bool number(std::string_view text, T& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size();
}

bool geonameid(std::string_view text, std::int64_t& id) { return number(text, id) && id > 0 && id <= IdSet::kLargest; }

/// One row of a GeoNames dump (the columns of its readme.txt).
class DumpRow {
 public:
  explicit DumpRow(Reading& reading) : reading_(reading) {}

  /// False where the row is wrong, which is told, or left out.
  bool read(std::string_view line, std::uint64_t number_of_line, bool units) {
    split_tabs(line, f_);
    auto wrong = [&](std::string message) {
      reading_.problem(number_of_line, std::move(message));
      return false;
    };
    if (f_.size() != kColumns) return units ? false : wrong("a row of a GeoNames dump has 19 columns, this one has " + std::to_string(f_.size()));
    const Kind* kind = reading_.knowledge.kind_of(f_[6], f_[7]);
    draft.kind = kind != nullptr ? *kind : other_kind(f_[6]);
    const bool is_unit = draft.kind == Kind::admin1 || (draft.kind == Kind::admin2 && f_[7] == "ADM2") || draft.kind == Kind::country;
    if (is_unit != units) return false;
    if (kind == nullptr && !reading_.options.all_features) {
      ++reading_.report.left_out;
      return false;
    }
    if (!geonameid(f_[0], draft.id)) return wrong("'" + std::string(f_[0].substr(0, 40)) + "' is no geonameid");
    if (const auto bad = utf8::first_invalid(line)) return wrong("byte " + std::to_string(*bad) + " is no UTF-8; save the file as UTF-8");
    if (f_[1].empty()) return wrong("it has no name");
    const Degrees lat = parse_degrees(f_[4], 90, "latitude"), lon = parse_degrees(f_[5], 180, "longitude");
    if (!lat.wrong.empty()) return wrong(lat.wrong);
    if (!lon.wrong.empty()) return wrong(lon.wrong);
    draft.at = Point{lat.value, lon.value};
    fill();
    return true;
  }

  Draft draft;

 private:
  static Kind other_kind(std::string_view feature_class) {
    if (feature_class == "H") return Kind::water;
    if (feature_class == "A") return Kind::admin2;
    if (feature_class == "L") return Kind::region;
    return feature_class == "S" || feature_class == "R" ? Kind::site : Kind::land;
  }

  void fill() {
    draft.name = f_[1];
    draft.names.clear();
    if (f_[2] != f_[1] && !f_[2].empty()) draft.names.emplace_back(f_[2]);
    for (std::size_t at = 0; at < f_[3].size();) {
      const auto comma = std::min(f_[3].find(',', at), f_[3].size());
      if (comma > at) draft.names.emplace_back(f_[3].substr(at, comma - at));
      at = comma + 1;
    }
    draft.country = f_[8].size() == 2 ? f_[8] : std::string_view();
    draft.feature = f_[7];
    draft.population = 0;
    std::uint64_t people = 0;
    if (number(f_[14], people)) draft.population = static_cast<std::uint32_t>(std::min<std::uint64_t>(people, 0xFFFFFFFFU));
    draft.precision = precision_of(draft.kind);
    const std::string code1 = draft.country + "." + std::string(f_[10]), code2 = code1 + "." + std::string(f_[11]);
    draft.admin1 = draft.kind == Kind::admin1 ? kNone : reading_.merger.by_code(code1);
    draft.admin2 = draft.kind == Kind::admin1 || draft.kind == Kind::admin2 ? kNone : reading_.merger.by_code(code2);
    draft.code = draft.kind == Kind::admin1 ? code1 : f_[7] == "ADM2" ? code2 : std::string();
    draft.origin = Origin::packages;
  }

  Reading& reading_;
  std::vector<std::string_view> f_;
};

/// Calls `row(line, number)` for every line that is not empty, and tells how far it is.
template <class Row>
Result<void> each_line(LineReader& lines, Reading& reading, std::string_view doing, Row&& row) {
  std::string_view line;
  for (;;) {
    auto there = lines.next(line);
    if (!there) return there.error();
    if (!*there) return {};
    if (lines.number() % kTellEvery == 0 && reading.watch.progress) reading.watch.progress(doing, lines.bytes_read(), lines.size());
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    row(line, lines.number());
  }
}

Result<void> read_dump(LineReader& lines, Reading& reading, bool units) {
  DumpRow row(reading);
  return each_line(lines, reading, units ? "Reading units" : "Reading", [&](std::string_view line, std::uint64_t number_of_line) {
    if (row.read(line, number_of_line, units)) reading.put(row.draft, number_of_line);
  });
}

/// Columns of alternateNamesV2 whose "language" is no language.
bool is_no_language(std::string_view code) {
  constexpr std::string_view kCodes[] = {"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny", "fr_1793"};
  for (std::string_view c : kCodes)
    if (c == code) return true;
  return false;
}

}  // namespace

Degrees parse_degrees(std::string_view text, double limit, const char* what) {
  text = trim(text);
  Degrees out;
  if (text.empty()) {
    out.wrong = std::string("it has no ") + what;
  } else if (!number(text, out.value)) {
    out.wrong = "the " + std::string(what) + " '" + std::string(text.substr(0, 40)) + "' is no number" + (text.find(',') != std::string_view::npos ? "; write decimals with a full stop" : "");
  } else if (!(out.value >= -limit && out.value <= limit)) {
    out.wrong = "the " + std::string(what) + " " + std::string(text.substr(0, 40)) + " is out of range";
  }
  return out;
}

void Reading::put(const Draft& draft, std::uint64_t line) const {
  switch (merger.put(draft)) {
    case Merger::Outcome::added: ++report.added, ++report.rows; break;
    case Merger::Outcome::merged: ++report.merged, ++report.rows; break;
    case Merger::Outcome::repeated: problem(line, "the geonameid " + std::to_string(draft.id) + " stood on an earlier line; this line is left out"); break;
    case Merger::Outcome::nowhere: problem(line, "'" + draft.name.substr(0, 80) + "' has no coordinates, and the gazetteer has no unit of that name"); break;
  }
}

Result<void> read_geonames(LineReader& lines, Reading& reading) { return read_dump(lines, reading, false); }
Result<void> read_geonames_units(LineReader& lines, Reading& reading) { return read_dump(lines, reading, true); }

Result<void> read_alternates(LineReader& lines, Reading& reading) {
  std::vector<std::string_view> f;
  return each_line(lines, reading, "Reading names", [&](std::string_view line, std::uint64_t number_of_line) {
    split_tabs(line, f);
    std::int64_t name_id = 0, id = 0;
    if (f.size() < 8 || f.size() > 10) return reading.problem(number_of_line, "a row of alternateNamesV2 has 8 to 10 columns, this one has " + std::to_string(f.size()));
    if (!number(f[0], name_id) || !geonameid(f[1], id)) return reading.problem(number_of_line, "its first two columns are no ids");
    if (const auto bad = utf8::first_invalid(line)) return reading.problem(number_of_line, "byte " + std::to_string(*bad) + " is no UTF-8; save the file as UTF-8");
    if (f[3].empty()) return reading.problem(number_of_line, "it has no name");
    const bool historic = f[7] == "1";
    const std::uint32_t row = is_no_language(f[2]) || historic ? kNone : reading.ground.by_id(id);
    if (row == kNone) {
      ++reading.report.left_out;
      return;
    }
    reading.merger.add_name(row, f[3], NameSort::alternate);
    ++reading.report.names;
    ++reading.report.rows;
  });
}

Result<void> read_hierarchy(LineReader& lines, Reading& reading) {
  std::vector<std::string_view> f;
  return each_line(lines, reading, "Reading the hierarchy", [&](std::string_view line, std::uint64_t number_of_line) {
    split_tabs(line, f);
    std::int64_t parent = 0, child = 0;
    if (f.size() < 2 || f.size() > 3) return reading.problem(number_of_line, "a row of hierarchy has 2 or 3 columns, this one has " + std::to_string(f.size()));
    if (!geonameid(f[0], parent) || !geonameid(f[1], child)) return reading.problem(number_of_line, "its columns are no geonameids");
    const std::uint32_t p = reading.ground.by_id(parent), c = reading.ground.by_id(child);
    if (p == kNone || c == kNone) {
      ++reading.report.left_out;
      return;
    }
    ++reading.report.rows;
    if (reading.merger.set_parent(c, p)) ++reading.report.parents;
  });
}

}  // namespace deconflict::place
