#include "cli/export_to.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <CLI/CLI.hpp>

#include "cli/filter_options.h"
#include "cli/ledgers.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string in, format, what, out;
  FilterOptions filter;
  bool dictionary = false;
};

struct Close {
  void operator()(std::FILE* f) const { std::fclose(f); }
};

void unwritable(Session& session, const std::string& path) {
  complain(path + ": cannot be written: " + std::strerror(errno));
  session.status = kFailed;
}

/// Beside the file and renamed over it: a reader never sees half an export.
std::optional<exports::Report> write_file(Session& session, const std::string& path, const std::function<Result<exports::Report>(const exports::Out&)>& write) {
  const std::string fresh = path + ".new";
  std::unique_ptr<std::FILE, Close> file(std::fopen(fresh.c_str(), "wb"));
  if (!file) {
    unwritable(session, path);
    return std::nullopt;
  }
  bool good = true;
  auto done = write([&](std::string_view bytes) { return good = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size(); });
  good = good && std::fflush(file.get()) == 0;
  if (!done || !good) {
    if (!good) unwritable(session, path);
    std::remove(fresh.c_str());
    if (!done) fail_ledger(session, done.error());
    return std::nullopt;
  }
  file.reset();
  if (std::rename(fresh.c_str(), path.c_str()) != 0) {
    unwritable(session, path);
    return std::nullopt;
  }
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
  // GDELT's two tables are two files.
  const bool both = format == Format::gdelt && what_word.empty();
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
  if (options.in.empty()) {
    complain("--in names the ledger");
    session.status = kUsage;
    return;
  }
  auto filter = options.filter.parse();
  if (!filter) return fail_ledger(session, filter.error());
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  export_to(session, *ledger, *filter, format, options.what, options.out);
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("export", "Write a ledger's events, claims and documents for other programs");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "The ledger");
  verb->add_option("--format", options->format, "ndjson, csv, geojson, kml, plover, acled, ucdp, gdelt or parquet")->required()->check(CLI::IsMember(exports::format_names()));
  verb->add_option("--what", options->what, "events, claims, documents (NDJSON, CSV, Parquet), mentions (GDELT), or all (NDJSON, its default)")
      ->check(CLI::IsMember({"all", "events", "claims", "documents", "mentions"}));
  verb->add_option("--out", options->out, "The file to write; default: stdout. Of GDELT's two tables OUT.export.CSV and OUT.mentions.CSV");
  verb->add_flag("--dictionary", options->dictionary, "Print what the columns of the format mean, as CSV: name, type, meaning, source");
  options->filter.add_to(*verb);
  verb->footer(
      "docs/exports.md has every column, what each catalogue's format leaves out, and how to open the files. The ledger itself\n"
      "opens in QGIS, GDAL, R (sf) and geopandas as it is.\n"
      "Example:\n  deconflict export --in war.gpkg --format csv --what claims --out claims.csv\n  deconflict export --in war.gpkg --format acled --from 2017-09-01 > september.csv\n"
      "  deconflict export --format ucdp --dictionary");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
