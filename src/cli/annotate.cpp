#include <atomic>
#include <thread>

#include <CLI/CLI.hpp>

#include "cli/lines.h"
#include "cli/verbs.h"
#include "read/read.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string layers;
  unsigned threads = 0;
  bool strict = false;
  bool trace = false;
};

void run(Session& session, const Options& options) {
  auto layers = record::Layers::piped();
  if (!options.layers.empty()) {
    auto parsed = record::Layers::parse(options.layers);
    if (!parsed) {
      complain("--layers: " + parsed.error().message);
      session.status = kUsage;
      return;
    }
    layers = *parsed;
  }
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  std::atomic<bool> problems{false};
  auto work = [&](const Line& line) {
    auto fail = [&](const Error& error) {
      problems = true;
      return record::error_json({}, error, line.number) + "\n";
    };
    if (line.too_long) return fail({"line.too_long", "", "this line is longer than " + std::to_string(kLongestLine >> 20) + " MiB; it was skipped"});
    auto doc = read::read_json_document(line.text);
    if (!doc) return fail(doc.error());
    return record::annotation_json(pipeline->annotate(*doc, layers, options.trace), layers) + "\n";
  };
  const auto done = for_each_line(0, options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency()), work, [](const std::string& text) { return emit(text); });
  if (problems && options.strict) session.status = kProblems;
  if (done) return;
  complain(done.error());
  session.status = kFailed;
}

}  // namespace

void add_annotate(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("annotate", "Read input documents (NDJSON on stdin) and write one annotation record a line");
  auto options = std::make_shared<Options>();
  verb->add_option("--layers", options->layers, "Comma-separated: boilerplate sentences tokens mentions entities places times counts attributions claims text; default: all but tokens. places, times and sentences alone are read without the tagger, seven times as fast");
  verb->add_option("-j,--threads", options->threads, "Threads; default: as many as the machine has")->check(no_number_of_threads);
  verb->add_flag("--strict", options->strict, "Exit with status 3 if a line could not be read");
  verb->add_flag("--why", options->trace, "Add to each claim the rules and words that made it");
  verb->footer("Example:\n  echo '{\"id\":\"1\",\"text\":\"Rebels shelled the town on Monday.\"}' | deconflict annotate --layers claims");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
