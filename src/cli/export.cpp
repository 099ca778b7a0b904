#include "cli/export_to.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "cli/choices.h"
#include "cli/filter_options.h"
#include "cli/ledgers.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string in, format, what, out;
  FilterOptions filter;
  bool dictionary = false;
};

/// Gathers what comes piece by piece.
class Gathered {
 public:
  explicit Gathered(std::function<Result<void>(std::string_view)> put) : put_(std::move(put)) {}
  bool add(std::string_view bytes) {
    constexpr std::size_t kBlock = 1U << 18;
    held_ += bytes;
    return held_.size() < kBlock || give();
  }
  bool give() {
    if (failed_.code.empty())
      if (auto r = put_(held_); !r) failed_ = r.error();
    held_.clear();
    return failed_.code.empty();
  }
  const Error& failed() const { return failed_; }

 private:
  std::function<Result<void>(std::string_view)> put_;
  std::string held_;
  Error failed_;
};

using Write = std::function<Result<exports::Report>(const exports::Out&)>;

/// Devices and pipes have to be written as they are: whatever takes their name is another thing.
bool is_special(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) && !std::filesystem::is_directory(status);
}

/// What a mistyped name must not cost: a folder, a ledger. Empty: the file may be written.
Error not_to_be_written(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {"file.directory", path, "this is a folder; name a file in it"};
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty() && !std::filesystem::exists(folder, ignored))
    return {"file.unwritable", path, "there is no folder " + folder.string()};
  static constexpr std::string_view kSqlite = "SQLite format 3";
  if (!std::filesystem::is_regular_file(path, ignored)) return {};
  std::string head(kSqlite.size(), '\0');
  auto file = FileReader::open(path);
  if (file && file->read(head.data(), head.size()) && head == kSqlite) return {"usage.target", path, "this is a ledger (an SQLite file), and nothing was written over it; give another name with --out"};
  return {};
}

/// Beside the file and renamed over it: a reader never sees half an export. → whether all of it was written
std::optional<exports::Report> write_file(Session& session, const std::string& path, const Write& write) {
  auto refuse = [&](const Error& error) {
    complain(error);
    session.status = kFailed;
    return std::nullopt;
  };
  std::optional<FileWriter> file;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> device(nullptr, std::fclose);
  if (is_special(path)) {
    device.reset(std::fopen(path.c_str(), "wb"));
    if (!device) return refuse({"file.unwritable", path, std::string("cannot be written: ") + std::strerror(errno)});
  } else {
    auto made = FileWriter::create(path);
    if (!made) return refuse(made.error());
    file.emplace(std::move(*made));
  }
  Gathered gathered([&](std::string_view bytes) -> Result<void> {
    if (file) return file->write(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), device.get()) == bytes.size() && std::fflush(device.get()) == 0) return {};
    return Error{"file.unwritable", path, std::string("cannot be written: ") + std::strerror(errno)};
  });
  auto done = write([&](std::string_view bytes) { return gathered.add(bytes); });
  if (!done) {
    fail_ledger(session, done.error());
    return std::nullopt;
  }
  if (!gathered.give()) return refuse(gathered.failed());
  if (file)
    if (auto r = file->commit(); !r) return refuse(r.error());
  return *done;
}

/// "112 of 160 events; left out: 40 without a day, 8 without a place"
void report_left_out(const exports::Report& report) {
  std::string list;
  for (const auto& [why, n] : report.left_out) list += (list.empty() ? "" : ", ") + std::to_string(n) + " " + why;
  if (!list.empty()) complain("events left out: " + list);
}

}  // namespace

void export_to(Session& session, store::Ledger& ledger, const store::Filter& filter, exports::Format format, const std::string& what_word, const std::string& out) {
  using exports::Format;
  using exports::What;
  const What what = !what_word.empty() ? *exports::parse_what(what_word) : format == Format::ndjson ? What::all : What::events;
  if (out.empty()) {
    auto done = exports::write(ledger, filter, format, what, [](std::string_view bytes) { return emit(bytes); });
    if (!done) return fail_ledger(session, done.error());
    return report_left_out(*done);
  }
  // GDELT's two tables are two files.
  const bool both = format == Format::gdelt && what_word.empty();
  for (const std::string& path : both ? std::vector{out + ".export.CSV", out + ".mentions.CSV"} : std::vector{out})
    if (const Error wrong = not_to_be_written(path); !wrong.code.empty()) {
      complain(wrong);
      session.status = wrong.code.starts_with("usage.") ? kUsage : kFailed;
      return;
    }
  if (format == Format::parquet) {
    auto done = exports::write_parquet(ledger, filter, what, out);
    if (!done) {
      fail_ledger(session, done.error());
      if (!done.error().code.starts_with("ledger.") && !done.error().code.starts_with("usage.")) session.status = kFailed;
    }
    return;
  }
  auto put = [&](What table, const std::string& path) {
    return write_file(session, path, [&](const exports::Out& bytes) { return exports::write(ledger, filter, format, table, bytes); });
  };
  const auto report = put(what, both ? out + ".export.CSV" : out);
  if (!report) return;
  if (both && !put(What::mentions, out + ".mentions.CSV")) return;
  report_left_out(*report);
}

namespace {

void run(Session& session, const Options& options) {
  const auto format = *exports::parse_format(options.format);
  if (options.dictionary) {
    auto text = exports::dictionary(format, options.what.empty() ? exports::What::events : *exports::parse_what(options.what));
    if (!text) return fail_ledger(session, text.error());
    emit(*text);
    return;
  }
  if (options.in.empty()) return fail_ledger(session, {"usage.options", "", "--in is wanted: it names the ledger; only --dictionary goes without"});
  auto filter = options.filter.parse(!options.what.empty() ? options.what : format == exports::Format::ndjson ? "all" : "events");
  if (!filter) return fail_ledger(session, filter.error());
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  if (auto r = check_names(*ledger, *filter); !r) return fail_ledger(session, r.error());
  mind_the_day("--as-of", filter->as_of);
  mind_the_joining(*ledger);
  export_to(session, *ledger, *filter, format, options.what, options.out);
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("export", "Write a ledger's events, claims and documents for other programs");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "The ledger");
  verb->add_option("--format", options->format, in_words(exports::format_names()))->required()->check(choice_of(exports::format_names()));
  verb->add_option("--what", options->what, "events, claims, documents (NDJSON, CSV, Parquet), mentions (GDELT), or all (NDJSON, its default)")
      ->check(choice_of({"all", "events", "claims", "documents", "mentions"}));
  verb->add_option("--out", options->out, "The file to write; default: stdout. Of GDELT's two tables OUT.export.CSV and OUT.mentions.CSV");
  verb->add_flag("--dictionary", options->dictionary, "Print what the columns of the format mean, as CSV: name, type, meaning, source");
  options->filter.add_to(*verb);
  verb->footer(
      list_of_kinds() + "docs/exports.md has every column, what each catalogue's format leaves out, and how to open the files. The ledger itself\n"
      "opens in QGIS, GDAL, R (sf) and geopandas as it is.\n"
      "Example:\n  deconflict export --in war.gpkg --format csv --what claims --out claims.csv\n  deconflict export --in war.gpkg --format acled --from 2017-09-01 > september.csv\n"
      "  deconflict export --format ucdp --dictionary");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
