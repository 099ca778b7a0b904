#include "cli/gazetteer_import.h"

#include <CLI/CLI.hpp>

#include <filesystem>

#include "base/file.h"
#include "place/import/import.h"

namespace deconflict::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kShownProblems = 10;

struct Options {
  std::vector<std::string> files;
  std::string into, problems;
  place::ImportOptions how;
  bool strict = false;
};

std::string data_dir_of(const Session& session) { return session.data_dir.empty() ? default_data_dir() : session.data_dir; }

int status_of(const Error& error) { return error.code.starts_with("pack.") || error.code == "gazetteer.corrupt" ? kData : error.code.starts_with("usage.") ? kUsage : kFailed; }

std::string counted(std::uint64_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

std::string told(const place::ImportReport& r) {
  std::string out = counted(r.rows, "row") + " (" + r.format + "): ";
  if (r.format == "alternates") {
    out += counted(r.names, "name") + " added";
  } else if (r.format == "hierarchy") {
    out += counted(r.parents, "place") + " put under what " + (r.parents == 1 ? "it lies in" : "they lie in");
  } else {
    out += counted(r.added, "new place") + ", " + std::to_string(r.merged) + " merged with known ones";
  }
  if (r.left_out > 0) out += ", " + std::to_string(r.left_out) + " left out";
  if (r.problems > 0) out += ", " + std::to_string(r.problems) + " that could not be used";
  return out + "; the gazetteer holds " + std::to_string(r.places) + " places now";
}

/// One file over `ground`. → false where it failed, which is told.
bool import_one(Session& session, const std::string& file, const std::string& into, const Pack& knowledge, const Pack& ground, const place::ImportOptions& how, const Options& options,
                FileWriter* problems) {
  std::optional<Progress> bar;
  std::string doing;
  std::uint64_t shown = 0;
  place::ImportWatch watch;
  watch.progress = [&](std::string_view what, std::uint64_t done, std::uint64_t total) {
    if (doing != what) {
      bar.reset();
      bar.emplace(std::string(what), total);
      doing = what;
    }
    bar->advance(done);
  };
  watch.problem = [&](std::uint64_t line, const std::string& message) {
    const std::string text = file + ":" + std::to_string(line) + ": " + message;
    if (problems != nullptr) {
      if (auto r = problems->write(text + "\n"); !r) problems = nullptr;
    } else if (++shown <= kShownProblems) {
      if (bar) bar->finish();
      complain(text);
    }
  };
  auto report = place::import_places(file, knowledge, ground, into, how, watch);
  bar.reset();
  if (!report) {
    complain(report.error());
    session.status = status_of(report.error());
    return false;
  }
  if (problems == nullptr && report->problems > kShownProblems)
    complain(file + ": and " + std::to_string(report->problems - kShownProblems) + " lines more; --problems FILE lists them all");
  emit(file + ": " + (report->there_already ? "was imported before; nothing was done" : told(*report)) + "\n");
  if (report->problems > 0 && options.strict) session.status = kProblems;
  return true;
}

void run_import(Session& session, const Options& options) {
  const std::string data = data_dir_of(session), into = options.into.empty() ? imported_gazetteer(data) : options.into;
  auto knowledge = Pack::open(data + "/knowledge.pack");
  if (!knowledge) {
    complain(knowledge.error());
    session.status = kData;
    return;
  }
  std::optional<FileWriter> problems;
  if (!options.problems.empty()) {
    auto file = FileWriter::create(options.problems);
    if (!file) {
      complain(file.error());
      session.status = kFailed;
      return;
    }
    problems.emplace(std::move(*file));
  }
  for (const std::string& file : options.files) {
    std::error_code ignored;
    std::optional<Pack> before;
    if (fs::exists(into, ignored)) {
      auto pack = Pack::open(into, Pack::Check::table);
      if (!pack) {
        complain(pack.error());
        session.status = kData;
        return;
      }
      before.emplace(std::move(*pack));
    }
    if (!import_one(session, file, into, *knowledge, before ? *before : *knowledge, options.how, options, problems ? &*problems : nullptr)) break;
  }
  if (problems)
    if (auto r = problems->commit(); !r) complain(r.error());
}

}  // namespace

Result<bool> lay_over_again(Session& session, const std::string& data, const std::string& into) {
  std::error_code ignored;
  if (!fs::exists(into, ignored)) return false;
  auto knowledge = Pack::open(data + "/knowledge.pack");
  if (!knowledge) return knowledge.error();
  std::vector<place::ImportedFile> files;
  {
    auto old = Pack::open(into, Pack::Check::table);
    if (!old) return old.error();
    auto list = place::imported_files(*old);
    if (!list) return list.error();
    files = std::move(*list);
  }
  for (const auto& file : files)
    if (!fs::exists(file.path, ignored)) return Error{"file.missing", file.path, "this file was imported, and is no longer there; put it back, or start anew with `deconflict gazetteer reset`"};
  const std::string fresh = into + ".new";
  fs::remove(fresh, ignored);
  const Options quiet;
  for (const auto& file : files) {
    std::optional<Pack> before;
    if (fs::exists(fresh, ignored)) {
      auto pack = Pack::open(fresh, Pack::Check::table);
      if (!pack) return pack.error();
      before.emplace(std::move(*pack));
    }
    if (!import_one(session, file.path, fresh, *knowledge, before ? *before : *knowledge, file.options, quiet, nullptr)) {
      fs::remove(fresh, ignored);
      return Error{"import.again", into, "it stays as it was"};
    }
  }
  std::error_code failed;
  fs::rename(fresh, into, failed);
  if (failed) return Error{"file.unwritable", into, "cannot be replaced: " + failed.message()};
  return true;
}

namespace {

void run_rebuild(Session& session) {
  const std::string data = data_dir_of(session);
  auto done = lay_over_again(session, data, imported_gazetteer(data));
  if (!done) {
    complain(done.error());
    session.status = status_of(done.error());
  } else if (!*done) {
    emit("nothing was imported; the gazetteer is that of knowledge.pack\n");
  }
}

void run_reset(Session& session) {
  const std::string path = imported_gazetteer(data_dir_of(session));
  std::error_code failed;
  if (fs::remove(path, failed)) {
    emit(path + " is removed; the gazetteer is that of knowledge.pack again\n");
  } else if (failed) {
    complain(path + ": cannot be removed: " + failed.message());
    session.status = kFailed;
  } else {
    emit("nothing was imported; the gazetteer is that of knowledge.pack\n");
  }
}

}  // namespace

void add_gazetteer_import(CLI::App& verb, Session& session) {
  auto options = std::make_shared<Options>();
  auto* import = verb.add_subcommand("import", "Lay the places of files over the gazetteer: GeoNames dumps, P-code tables, UCDP GED, ACLED, any CSV");
  import->add_option("files", options->files, "GeoNames country files or allCountries, alternateNamesV2, hierarchy; CSV or TSV with headings; plain, .gz or .zip")->required();
  import->add_option("--into", options->into, "The gazetteer to write (else $DECONFLICT_GAZETTEER, else gazetteer.pack beside knowledge.pack)");
  import->add_option("--format", options->how.format, "geonames, alternates, hierarchy, table, pcodes, ucdp or acled (else the file tells)");
  constexpr std::string_view kHelp[place::kRoles] = {"Heading (or #N) of the column of names", "of other spellings; several with | between", "of latitudes in degrees", "of longitudes in degrees",
                                                     "of geonameids",     "of countries: codes or names",                "of first-level units",   "of second-level units",
                                                     "of P-codes or the like, under which the place is found too", "of GeoNames feature codes", "of inhabitants", "of classes: site settlement district admin1 …"};
  for (std::size_t role = 0; role < place::kRoles; ++role)
    import->add_option("--" + std::string(place::kRoleNames[role]), options->how.columns[role], std::string(kHelp[role]))->group("Columns of a table");
  import->add_option("--all-country", options->how.country, "The country of all rows")->group("Columns of a table");
  import->add_option("--separator", options->how.separator, "What stands between cells (else the headings tell)")->group("Columns of a table");
  import->add_option("--release", options->how.release, "Which release it is, in your words; ledgers record them (else the file's hash)");
  import->add_flag("--all-features", options->how.all_features, "Take every GeoNames feature: farms, wells, hotels, roads …");
  import->add_option("--problems", options->problems, "Write all lines that could not be used into this file");
  import->add_flag("--strict", options->strict, "Exit status 3 where a line could not be used");
  import->footer("Example:\n  deconflict gazetteer import SY.zip --release \"GeoNames of 2026-01-02\"\n  deconflict gazetteer import villages.csv --name Village --lat Y --lon X --admin1 Governorate --all-country SY");
  import->callback([options, &session] { run_import(session, *options); });
  auto* rebuild = verb.add_subcommand("rebuild", "Import the same files again, over a newer knowledge.pack");
  rebuild->footer("The files must lie where they lay when they were imported.\nExample:\n  deconflict gazetteer rebuild");
  rebuild->callback([&session] { run_rebuild(session); });
  auto* reset = verb.add_subcommand("reset", "Take all that was imported away again");
  reset->footer("Example:\n  deconflict gazetteer reset");
  reset->callback([&session] { run_reset(session); });
}

}  // namespace deconflict::cli
