#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/event_view.h"
#include "cli/ingest.h"
#include "cli/ledgers.h"
#include "cli/screen.h"
#include "cli/serving.h"
#include "cli/verbs.h"
#include "store/ledger.h"

namespace deconflict::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string into = "demo.gpkg";
  bool no_serve = false;
  serve::Options serve;
};

/// $DECONFLICT_EXAMPLES; else examples/ of the source tree that the program was built in; else where it was installed.
std::string examples_dir() {
  std::error_code ignored;
  if (const char* given = std::getenv("DECONFLICT_EXAMPLES"); given != nullptr && *given != '\0') return given;
  const fs::path beside = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (fs::path at = beside; at.has_relative_path(); at = at.parent_path())
    if (fs::is_regular_file(at / "examples" / "README.md", ignored) && fs::is_regular_file(at / "CMakeLists.txt", ignored)) return (at / "examples").string();
  const fs::path installed = beside.parent_path() / "share" / "deconflict" / "examples";
  return fs::is_directory(installed, ignored) ? installed.string() : std::string();
}

/// The reports of the folder, not its README; named from the current folder where they lie under it.
std::vector<std::string> reports_in(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code ignored;
  const fs::path here = fs::current_path(ignored);
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (!entry.is_regular_file(ignored) || entry.path().filename() == "README.md") continue;
    const auto path = fs::weakly_canonical(entry.path(), ignored);
    const auto near = path.lexically_relative(here);
    paths.push_back(near.empty() || *near.begin() == ".." ? path.string() : near.string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void show_next_steps(const std::string& ledger, const std::string& event, Screen& screen) {
  const std::vector<std::pair<std::string, const char*>> steps = {
      {" query --in " + ledger, "all events; --help has the filters"},
      {" show " + event + " --in " + ledger, "one event, with the words of every voice"},
      {" read ARTICLE", "an article of yours: text or a saved page"},
      {" serve " + ledger, "the desk in a browser: map, timeline, articles, review"},
  };
  std::size_t widest = 0;
  for (const auto& [rest, what] : steps) widest = std::max(widest, columns(command() + rest));
  screen.blank();
  screen.wrap({}, {{"Go on with", Tone::bold}});
  for (const auto& [rest, what] : steps) {
    const std::string line = "  " + command() + rest;
    screen.wrap({{line + std::string(widest + 4 - columns(line), ' '), Tone::plain}}, {{what, Tone::faint}});
  }
}

/// The ledger for eyes: what the voices quarrel over first, then the rest by the number of its voices.
Result<void> show_ledger(store::Ledger& ledger) {
  constexpr std::size_t kMostWhole = 6;
  constexpr std::size_t kMostListed = 20;
  store::Filter filter;
  filter.order = store::Filter::Order::voices;
  auto events = ledger.events(filter);
  if (!events) return events.error();
  std::stable_partition(events->begin(), events->end(), [](const auto& e) { return !e.event.contradictions.empty(); });
  std::map<std::string, std::unique_ptr<store::StoredDocument>> documents;
  for (std::size_t i = 0; i < events->size() && i < kMostWhole; ++i)
    for (const auto& claim : (*events)[i].event.claims) {
      auto& slot = documents[claim.doc];
      if (slot) continue;
      auto stored = ledger.document(claim.doc);
      if (!stored) return stored.error();
      slot = std::move(*stored);
    }
  const DocumentOf document_of = [&](const std::string& id) -> const store::StoredDocument* {
    const auto found = documents.find(id);
    return found == documents.end() ? nullptr : found->second.get();
  };
  auto screen = Screen::of_stdout();
  screen.blank();
  const auto whole = std::min(kMostWhole, events->size());
  for (std::size_t i = 0; i < whole; ++i) show_event((*events)[i], document_of, screen);
  const auto listed = std::min(whole + kMostListed, events->size());
  const auto at = [&](std::size_t n) { return events->begin() + static_cast<std::ptrdiff_t>(n); };
  show_events({std::make_move_iterator(at(whole)), std::make_move_iterator(at(listed))}, screen);
  if (events->size() > listed) screen.wrap({{"   and ", Tone::faint}}, {{std::to_string(events->size() - listed) + " more", Tone::faint}});
  show_next_steps(ledger.path(), events->empty() ? std::string() : events->front().event.id.substr(0, 7), screen);
  emit(screen.take());
  return {};
}

void run(Session& session, const Options& options) {
  const std::string folder = examples_dir();
  const auto reports = folder.empty() ? std::vector<std::string>() : reports_in(folder);
  if (reports.empty()) {
    complain(folder.empty() ? std::string("the examples were not found: name their folder in DECONFLICT_EXAMPLES") : folder + ": there is no report in this folder");
    session.status = kFailed;
    return;
  }
  IngestOptions reading;
  reading.paths = reports;
  reading.into = options.into;
  ingest(session, reading);
  if (session.status != kOk) return;
  {
    auto ledger = open_ledger(session, options.into);
    if (!ledger) return;
    if (auto r = show_ledger(*ledger); !r) return fail_ledger(session, r.error());
  }
  std::fflush(stdout);
  if (!options.no_serve) session.status = serve_ledger(session, options.into, options.serve);
}

}  // namespace

void add_demo(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("demo", "Read the invented reports of examples/, show the ledger, and open the desk on it");
  auto options = std::make_shared<Options>();
  verb->add_option("--into", options->into, "The ledger to write")->capture_default_str();
  verb->add_flag("--no-serve", options->no_serve, "Only read and show");
  verb->add_option("--port", options->serve.port, "Port of the desk; 0 takes any free one")->check(CLI::Range(0, 65535))->capture_default_str();
  verb->footer("Example:\n  deconflict demo --into demo.gpkg --port 8765");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
