#include "export/export.h"

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
};

struct Close {
  void operator()(std::FILE* f) const { std::fclose(f); }
};

void run(Session& session, const Options& options) {
  auto filter = options.filter.parse();
  if (!filter) return fail_ledger(session, filter.error());
  const auto format = exports::parse_format(options.format);
  const std::string what = !options.what.empty() ? options.what : options.format == "ndjson" ? "all" : "events";
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  auto unwritable = [&] {
    complain(options.out + ": cannot be written: " + std::strerror(errno));
    session.status = kFailed;
  };
  if (options.out.empty()) {
    if (auto r = exports::write(*ledger, *filter, *format, *exports::parse_what(what), [](std::string_view bytes) { return emit(bytes); }); !r) fail_ledger(session, r.error());
    return;
  }
  // Beside the file and renamed over it: a reader never sees half an export.
  const std::string fresh = options.out + ".new";
  std::unique_ptr<std::FILE, Close> file(std::fopen(fresh.c_str(), "wb"));
  if (!file) return unwritable();
  bool good = true;
  auto done = exports::write(*ledger, *filter, *format, *exports::parse_what(what), [&](std::string_view bytes) {
    return good = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
  });
  good = good && std::fflush(file.get()) == 0;
  if (!done || !good) {
    if (!good) unwritable();
    std::remove(fresh.c_str());
    if (!done) fail_ledger(session, done.error());
    return;
  }
  file.reset();
  if (std::rename(fresh.c_str(), options.out.c_str()) != 0) unwritable();
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("export", "Write a ledger's events, claims and documents for other programs");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "The ledger")->required();
  verb->add_option("--format", options->format, "ndjson, csv or geojson")->required()->check(CLI::IsMember({"ndjson", "csv", "geojson"}));
  verb->add_option("--what", options->what, "events, claims, documents, or all (NDJSON only, and its default)")->check(CLI::IsMember({"all", "events", "claims", "documents"}));
  verb->add_option("--out", options->out, "The file to write; default: stdout");
  options->filter.add_to(*verb);
  verb->footer(
      "NDJSON: event records sorted by id, then lines of \"type\":\"document\" and \"type\":\"claim\". CSV: UTF-8 with a header;\n"
      "several values in a cell are joined by \"; \". The ledger itself opens in QGIS, GDAL, R (sf) and geopandas as it is.\n"
      "Example:\n  deconflict export --in war.gpkg --format csv --what claims --out claims.csv\n  deconflict export --in war.gpkg --format geojson --from 2017-09-01 > september.geojson");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
