#include "place/import/import.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "base/knowledge_text.h"
#include "place/import/lines.h"
#include "place/import/merger.h"
#include "place/import/reader.h"

namespace deconflict::place {

namespace {

namespace fs = std::filesystem;

/// Keeps a second import of the same gazetteer out, and takes the folder of work away at the end.
class Workplace {
 public:
  static Result<Workplace> open(const std::string& into) {
    Workplace w;
    const fs::path folder = fs::absolute(into).parent_path();
    w.lock_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w.lock_ < 0) return Error{"file.missing", folder.string(), "there is no such folder for the gazetteer; name another file with --into"};
    if (::flock(w.lock_, LOCK_EX | LOCK_NB) != 0) return Error{"import.busy", into, "another import into this gazetteer is at work; wait for it to end"};
    w.path_ = into + ".work";
    std::error_code failed;
    fs::remove_all(w.path_, failed);  // of an import that was cut off
    fs::create_directory(w.path_, failed);
    if (failed) return Error{"file.unwritable", w.path_, "cannot be made: " + failed.message() + "; name another file with --into, and that file in DECONFLICT_GAZETTEER"};
    return w;
  }
  Workplace(Workplace&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
  Workplace& operator=(Workplace&&) = delete;
  ~Workplace() {
    if (lock_ < 0) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    ::close(lock_);
  }
  const std::string& path() const { return path_; }

 private:
  Workplace() = default;
  std::string path_;
  int lock_ = -1;
};

bool is_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// What sort of file the first line tells of.
Result<std::string> format_of(const std::string& file, std::string_view line, const ImportKnowledge& knowledge, const ImportOptions& options) {
  if (line.find('\0') != std::string_view::npos || line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF"))
    return Error{"import.format", file, "this is UTF-16 or a binary file (its first line holds zero bytes); save the table as UTF-8"};
  std::vector<std::string_view> cells;
  split_tabs(line, cells);
  if (cells.size() == 19 && is_number(cells[0])) return std::string("geonames");
  if (cells.size() >= 8 && cells.size() <= 10 && is_number(cells[0]) && is_number(cells[1])) return std::string("alternates");
  if (cells.size() >= 2 && cells.size() <= 3 && is_number(cells[0]) && is_number(cells[1])) return std::string("hierarchy");
  const auto headings = heading_of(line, options.separator.empty() ? separator_of(line) : options.separator[0]);
  const auto has = [&](const std::string& heading) { return std::find(headings.begin(), headings.end(), heading) != headings.end(); };
  for (const Scheme& scheme : knowledge.schemes)
    if (!scheme.needs.empty() && std::all_of(scheme.needs.begin(), scheme.needs.end(), has)) return scheme.name;
  if (std::any_of(headings.begin(), headings.end(), [](const std::string& h) { return h.starts_with("adm") && h.ends_with("pcode"); }) && knowledge.scheme("pcodes") != nullptr) return std::string("pcodes");
  if (headings.size() < 2)
    return Error{"import.format", file, "this is neither a GeoNames file nor a table with a line of headings (CSV, TSV); name the separator with --separator, or the columns with --name, --lat and --lon"};
  return std::string("table");
}

std::string with_entry(std::string_view sources, const std::string& file, const std::string& sha256, const ImportReport& report, const ImportOptions& options) {
  json::Writer w;
  w.begin_object().key("name").value(fs::path(file).filename().string()).key("version").value(options.release.empty() ? sha256.substr(0, 16) : options.release);
  w.key("path").value(fs::absolute(file).lexically_normal().string()).key("sha256").value(sha256).key("format").value(report.format).key("rows").value(report.rows);
  w.key("options").begin_object();
  for (std::size_t role = 0; role < kRoles; ++role)
    if (!options.columns[role].empty()) w.key(kRoleNames[role]).value(options.columns[role]);
  if (!options.country.empty()) w.key("all-country").value(options.country);
  if (!options.separator.empty()) w.key("separator").value(options.separator);
  if (!options.release.empty()) w.key("release").value(options.release);
  if (!options.format.empty()) w.key("format").value(options.format);
  if (options.all_features) w.key("all-features").value(true);
  w.end_object().end_object();
  std::string out(sources);
  out.pop_back();
  return out + (out.ends_with('[') ? "" : ",") + w.take() + "]";
}

}  // namespace

Result<std::vector<ImportedFile>> imported_files(const Pack& gazetteer) {
  auto text = gazetteer.section("gazetteer/sources");
  if (!text) return text.error();
  auto tree = json::parse(*text);
  if (!tree || !tree->IsArray()) return Error{"gazetteer.corrupt", gazetteer.path(), "its list of sources cannot be read; remove it with `deconflict gazetteer reset` and import again"};
  std::vector<ImportedFile> out;
  for (const auto& item : tree->GetArray()) {
    ImportedFile file;
    file.path = json::string_at(item, "path");
    file.sha256 = json::string_at(item, "sha256");
    if (file.path.empty()) continue;
    if (const json::Value* o = json::member(item, "options"); o != nullptr) {
      for (std::size_t role = 0; role < kRoles; ++role) file.options.columns[role] = json::string_at(*o, std::string(kRoleNames[role]).c_str());
      file.options.country = json::string_at(*o, "all-country");
      file.options.separator = json::string_at(*o, "separator");
      file.options.release = json::string_at(*o, "release");
      file.options.format = json::string_at(*o, "format");
      file.options.all_features = json::member(*o, "all-features") != nullptr;
    }
    out.push_back(std::move(file));
  }
  return out;
}

bool is_current(const Pack& gazetteer, const Pack& knowledge) {
  const auto ground = gazetteer.section("gazetteer/ground");
  return ground && *ground == table_version(knowledge);
}

Result<ImportReport> import_places(const std::string& file, const Pack& knowledge, const Pack& ground, const std::string& into, const ImportOptions& options, const ImportWatch& watch) {
  auto about = ImportKnowledge::load(knowledge);
  if (!about) return about.error();
  auto words = WordTable::open(knowledge);
  if (!words) return words.error();
  auto table = Table::open(ground);
  if (!table) return table.error();
  auto sources = ground.section("gazetteer/sources");
  if (!sources) return sources.error();
  auto before = imported_files(ground);
  if (!before) return before.error();

  ImportReport report;
  report.format = options.format;
  auto lines = LineReader::open(file);
  if (!lines) return lines.error();
  std::string_view first;
  auto there = lines->next(first);
  if (!there) return there.error();
  if (!*there) return Error{"import.format", file, "the file is empty"};
  if (report.format.empty()) {
    auto found = format_of(file, first, *about, options);
    if (!found) return found.error();
    report.format = *found;
  }
  const Scheme* scheme = about->scheme(report.format);
  if (scheme == nullptr && report.format != "geonames" && report.format != "alternates" && report.format != "hierarchy")
    return Error{"usage.format", "", "'" + report.format + "' is no format that is known here (geonames, alternates, hierarchy, table, pcodes, ucdp, acled)"};

  auto work = Workplace::open(into);
  if (!work) return work.error();
  auto merger = Merger::create(*table, ground, work->path());
  if (!merger) return merger.error();
  Reading reading{file, *about, *words, *table, options, watch, *merger, report};
  const auto read = [&](auto&& reader) -> Result<std::string> {
    auto opened = LineReader::open(file);
    if (!opened) return opened.error();
    if (auto r = reader(*opened); !r) return r.error();
    return opened->sha256();
  };
  if (report.format == "geonames")
    if (auto r = read([&](LineReader& l) { return read_geonames_units(l, reading); }); !r) return r.error();
  auto sha256 = read([&](LineReader& l) {
    if (report.format == "geonames") return read_geonames(l, reading);
    if (report.format == "alternates") return read_alternates(l, reading);
    if (report.format == "hierarchy") return read_hierarchy(l, reading);
    return read_table(l, reading, *scheme);
  });
  if (!sha256) return sha256.error();
  if (std::any_of(before->begin(), before->end(), [&](const ImportedFile& f) { return f.sha256 == *sha256; })) {
    report.there_already = true;
    report.places = table->rows().size();
    return report;
  }
  if (report.rows + report.problems + report.left_out == 0) return Error{"import.nothing", file, "no line of it but its headings could be found (lines end with a line feed); the gazetteer is as it was"};
  if (report.rows == 0)
    return Error{"import.nothing", file, "none of its " + std::to_string(report.problems + report.left_out) + " rows could be used (read as " + report.format + "); the gazetteer is as it was"};

  PackWriter writer;
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    if (watch.progress) watch.progress("Writing", done, total);
  };
  if (auto r = merger->finish(writer, progress); !r) return r.error();
  report.places = merger->rows();
  const auto old_ground = ground.section("gazetteer/ground");
  writer.add("gazetteer/ground", old_ground ? std::string(*old_ground) : table_version(ground));
  writer.add("gazetteer/sources", with_entry(*sources, file, *sha256, report, options));
  const std::string fresh = work->path() + "/gazetteer.pack";
  if (auto r = writer.write(fresh); !r) return r.error();
  // What cannot be opened must not replace what can.
  auto pack = Pack::open(fresh, Pack::Check::table);
  if (!pack) return pack.error();
  if (auto r = Table::open(*pack); !r) return r.error();
  std::error_code failed;
  fs::rename(fresh, into, failed);
  if (failed) return Error{"file.unwritable", into, "cannot be replaced: " + failed.message()};
  return report;
}

}  // namespace deconflict::place
