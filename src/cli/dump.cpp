#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/file.h"
#include "cli/sources.h"
#include "cli/verbs.h"
#include "read/read.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string file = "-";
  std::string after = "claims";
  std::string published;
};

void run(Session& session, const Options& options) {
  auto refuse = [&](int status, std::string_view message) {
    complain(message);
    session.status = status;
  };
  if (!options.published.empty() && !parse_iso_day(options.published)) return refuse(kUsage, "--published '" + options.published + "' is no day; write it as 2017-09-19");
  const std::string layer = options.after == "lang" ? "tokens" : options.after;
  if (layer.find(',') != std::string::npos) return refuse(kUsage, "--after '" + layer + "' takes one layer; annotate writes several");
  // With the tagger, as in a whole run.
  auto layers = record::Layers::parse(layer + ",tokens");
  if (!layers) return refuse(kUsage, "--after: " + layers.error().message);
  auto bytes = read_file(options.file == "-" ? "/dev/stdin" : options.file);
  if (!bytes) return refuse(kFailed, bytes.error().text());
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  auto show = [&](Document&& doc) {
    if (!options.published.empty()) doc.published = options.published;
    emit(record::dump(pipeline->annotate(doc, *layers), layer));
  };
  auto problem = [&](const Error& error) { refuse(kFailed, error.text()); };
  read::read_file_as_documents(options.file == "-" ? "stdin" : named(options.file), *bytes, show, problem);
}

}  // namespace

void add_dump(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("dump", "Show what one stage made of a text, as lines for eyes and tests");
  auto options = std::make_shared<Options>();
  verb->add_option("file", options->file, "A text file; - for stdin");
  verb->add_option("--after", options->after, "A layer: boilerplate sentences tokens (or lang: CoNLL-U) mentions entities places times counts attributions claims text");
  verb->add_option("--published", options->published, "Publication day, YYYY-MM-DD");
  verb->footer("Example:\n  deconflict dump examples/river-crossing.txt --after=places");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
