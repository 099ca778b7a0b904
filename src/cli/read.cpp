#include "read/read.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/file.h"
#include "cli/article_view.h"
#include "cli/choices.h"
#include "cli/histories.h"
#include "cli/sources.h"
#include "cli/verbs.h"
#include "link/link.h"
#include "read/source.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string file;
  std::string published, outlet, title;
  std::string format = "text";
  bool json = false;
  bool trace = false;
};

bool is_url(const std::string& name) { return name.starts_with("http://") || name.starts_with("https://"); }

void run(Session& session, const Options& options) {
  auto refuse = [&](int status, std::string_view message) {
    complain(message);
    session.status = status;
  };
  if (options.trace && !options.json && options.format != "ndjson") return refuse(kUsage, "--why belongs to --json; `" + command() + " explain` shows the reasons of a claim in a ledger");
  if (is_url(options.file)) return refuse(kUsage, "fetching pages is not built in: save the page and give the file (deconflict read page.html)");
  if (!options.published.empty() && !parse_iso_day(options.published)) return refuse(kUsage, "--published '" + options.published + "' is no day; write it as 2017-09-19");
  auto bytes = read_file(options.file == "-" ? "/dev/stdin" : options.file);
  if (!bytes) return refuse(kFailed, bytes.error().text());
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  const auto wholes = read_wholes(session.data_dir);
  if (!wholes) return refuse(kData, wholes.error().text());
  const bool ndjson = options.json || options.format == "ndjson";
  Screen screen = Screen::of_stdout();
  std::size_t documents = 0;
  bool open = true;
  const auto show = [&](Document&& doc) {
    if (!open) return;
    ++documents;
    if (!options.published.empty()) doc.published = options.published;
    if (!options.outlet.empty()) doc.outlet = options.outlet;
    if (!options.title.empty()) doc.title = options.title;
    const Annotation a = pipeline->annotate(doc, record::Layers::standard(), options.trace);
    const auto events = link::link({&a}, *wholes);
    std::string out;
    if (ndjson) {
      out = record::annotation_json(a, record::Layers::standard()) + "\n";
      for (const Event& e : events) out += record::event_json(e) + "\n";
    } else {
      show_article(a, events, screen);
      out = screen.take();
    }
    open = emit(out);
  };
  const auto tell = [&](const Error& problem) { refuse(kFailed, problem.text()); };
  const std::string name = options.file == "-" ? "stdin" : named(options.file);
  if (read::holds_many(std::string_view(*bytes).substr(0, 512), name)) {
    read::read_source(name, std::make_unique<read::MemoryStream>(*bytes), [&](Document&& doc, const read::Piece&) { show(std::move(doc)); }, tell);
  } else {
    read::read_file_as_documents(name, *bytes, show, tell);
  }
  if (documents == 0 && session.status == kOk) refuse(kFailed, options.file + ": no text was found in it");
}

}  // namespace

void add_read(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("read", "Show what an article says happened, and according to whom");
  auto options = std::make_shared<Options>();
  verb->add_option("file", options->file, "Plain text, HTML, a feed, NDJSON or a web archive, packed or not; - for stdin")->required();
  verb->add_option("--published", options->published, "Publication day, YYYY-MM-DD, where the file does not tell it");
  verb->add_option("--outlet", options->outlet, "Who published it")->check(no_utf8);
  verb->add_option("--title", options->title, "Its title")->check(no_utf8);
  verb->add_option("--format", options->format, "text, or ndjson: the annotation record, then its event records")->check(choice_of({"text", "ndjson"}));
  verb->add_flag("--json", options->json, "The same as --format ndjson");
  verb->add_flag("--why", options->trace, "With ndjson: add to each claim the rules and words that made it");
  verb->footer("Example:\n  deconflict read report.txt --published 2017-09-19 --outlet \"Daily News\"");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
