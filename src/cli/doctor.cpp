#include <cstdlib>
#include <thread>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/json.h"
#include "cli/ledgers.h"
#include "cli/screen.h"
#include "store/features.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string in;
  bool json = false;
};

enum class State { good, missing, broken };  ///< missing: the program works without it

struct Check {
  std::string name;
  State state;
  std::string found, advice;
};

/// The first folder of PATH that holds the program; empty where none does.
std::string on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string folder;
  for (const char* c = path != nullptr ? path : ""; ; ++c) {
    if (*c != ':' && *c != '\0') {
      folder += *c;
      continue;
    }
    if (!folder.empty() && ::access((folder + "/" + program).c_str(), X_OK) == 0) return folder + "/" + program;
    folder.clear();
    if (*c == '\0') return {};
  }
}

std::vector<Check> checks(const Session& session, const Options& options) {
  std::vector<Check> list;
  list.push_back({"program", State::good, "deconflict " DECONFLICT_VERSION ", " + std::to_string(std::max(1U, std::thread::hardware_concurrency())) + " processors", ""});
  const std::string dir = session.data_dir.empty() ? default_data_dir() : session.data_dir;
  if (auto pipeline = Pipeline::open(dir)) {
    list.push_back({"knowledge", State::good, dir + "/knowledge.pack, version " + pipeline->knowledge_version(), ""});
    list.push_back({"gazetteer", State::good, std::to_string(pipeline->gazetteer().size()) + " places, version " + pipeline->gazetteer().version(),
                    pipeline->gazetteer_is_old() ? "places were imported over an older knowledge.pack: `deconflict gazetteer rebuild`" : ""});
    list.push_back({"model", State::good, dir + "/lang.model, version " + pipeline->model_version(), ""});
    const std::string text = "Rebels shelled the town on Monday.";
    Document doc;
    doc.id = "doctor";
    doc.text = text;
    const auto a = pipeline->annotate(doc, record::Layers::standard());
    list.push_back({"reading", a.claims.empty() ? State::broken : State::good, std::to_string(a.claims.size()) + " claim in \"" + text + "\"",
                    a.claims.empty() ? "the data files do not fit this program: build or install both anew" : ""});
  } else {
    list.push_back({"data", State::broken, pipeline.error().text(),
                    "the data files lie beside the program or in share/deconflict; name their folder with --data or DECONFLICT_DATA, or build them (cmake --build … --target data)"});
  }
  const auto features = store::features();
  list.push_back({"SQLite", features.fts5 && features.rtree ? State::good : State::broken,
                  features.version + (features.fts5 ? ", full text" : ", NO full text (FTS5)") + (features.rtree ? ", spatial index" : ", NO spatial index (R*Tree)"),
                  features.fts5 && features.rtree ? "" : "install a libsqlite3 that has FTS5 and R*Tree (Debian's has)"});
  const auto ogrinfo = on_path("ogrinfo");
  list.push_back({"GDAL", ogrinfo.empty() ? State::missing : State::good, ogrinfo.empty() ? "not installed; not needed" : ogrinfo,
                  ogrinfo.empty() ? "to turn ledgers into other GIS formats: apt install gdal-bin" : ""});
  if (!options.in.empty()) {
    auto ledger = store::Ledger::open(options.in, store::Ledger::Access::read);
    if (!ledger) {
      list.push_back({"ledger", State::broken, ledger.error().text(), ""});
    } else if (auto whole = ledger->check(); !whole) {
      list.push_back({"ledger", State::broken, whole.error().text(), "restore it from a copy, or ingest the documents into a new one"});
    } else if (auto totals = ledger->totals(); totals) {
      list.push_back({"ledger", State::good, options.in + ": " + std::to_string(totals->documents) + " documents, " + std::to_string(totals->claims) + " claims, " +
                                                 std::to_string(totals->events) + " events, " + std::to_string(totals->problems) + " problems; no damage found", ""});
    }
  }
  return list;
}

void run(Session& session, const Options& options) {
  const auto list = checks(session, options);
  for (const auto& c : list)
    if (c.state == State::broken) session.status = c.name == "ledger" ? kLedger : kData;
  if (options.json) {
    json::Writer out;
    out.begin_array();
    for (const auto& c : list) {
      out.begin_object().key("check").value(c.name).key("state").value(c.state == State::good ? "good" : c.state == State::missing ? "missing" : "broken");
      out.key("found").value(c.found).key("advice").text_or_null(c.advice).end_object();
    }
    out.end_array();
    emit(std::string(out.text()) + "\n");
    return;
  }
  Screen screen = Screen::of_stdout();
  for (const auto& c : list) {
    std::string head = std::string(c.state == State::good ? "✓ " : c.state == State::missing ? "– " : "✗ ") + c.name;
    head.append(columns(head) < 13 ? 13 - columns(head) : 1, ' ');
    screen.wrap({{head, c.state == State::good ? Tone::good : Tone::warn}}, {{c.found, Tone::plain}});
    if (!c.advice.empty()) screen.wrap({{"             ", Tone::plain}}, {{c.advice, Tone::faint}});
  }
  emit(screen.take());
}

}  // namespace

void add_doctor(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("doctor", "Check that the program has what it needs, and say what to do where it has not");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "Check this ledger as well");
  verb->add_flag("--json", options->json, "The checks as JSON");
  verb->footer("Example:\n  deconflict doctor --in war.gpkg");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
