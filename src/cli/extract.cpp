#include <algorithm>
#include <atomic>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "base/json.h"
#include "cli/sources.h"
#include "cli/verbs.h"
#include "read/read.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  unsigned threads = 0;
  bool strict = false;
};

/// `failed` is set where the page could not be read.
std::string line_of(const std::string& path, bool& failed) {
  const std::string file = named(path);
  json::Writer out;
  auto refuse = [&](const Error& error) {
    failed = true;
    out.begin_object().key("file").value(file).key("error").begin_object();
    out.key("code").value(error.code).key("message").value(error.text()).end_object().end_object();
    return out.take() + "\n";
  };
  const auto bytes = read_file(path);
  if (!bytes) return refuse(bytes.error());
  const auto page = read::read_html(*bytes, file);
  if (!page) return refuse(page.error());
  const Document& doc = page->document;
  out.begin_object().key("file").value(file).key("title").text_or_null(doc.title).key("text").value(doc.text);
  out.key("published").text_or_null(doc.published).key("byline").text_or_null(page->byline);
  out.key("language").text_or_null(doc.language).key("outlet").text_or_null(doc.outlet);
  out.key("url").text_or_null(doc.url).end_object();
  return out.take() + "\n";
}

void run(Session& session, const Options& options) {
  const unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  const std::size_t batch = 16UL * threads;
  std::atomic<bool> problems{false};
  Progress progress("pages", options.files.size());
  std::vector<std::string> lines;
  for (std::size_t first = 0; first < options.files.size(); first += batch) {
    const std::size_t count = std::min(batch, options.files.size() - first);
    lines.assign(count, {});
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < count; i = next++) {
        bool failed = false;
        lines[i] = line_of(options.files[first + i], failed);
        if (failed) problems = true;
      }
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < count; ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
    for (const auto& line : lines)
      if (!emit(line)) return;
    progress.advance(first + count);
  }
  if (problems && options.strict) session.status = kProblems;
}

}  // namespace

void add_extract(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("extract", "Take title, text, publication day, byline and outlet out of web pages, one line a page");
  auto options = std::make_shared<Options>();
  verb->add_option("files", options->files, "HTML files")->required();
  verb->add_option("-j,--threads", options->threads, "Threads; default: as many as the machine has")->check(no_number_of_threads);
  verb->add_flag("--strict", options->strict, "Exit with status 3 if a page could not be read");
  verb->footer("Example:\n  deconflict extract saved/*.html | deconflict annotate");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
