#include "link/link.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <tuple>

#include <CLI/CLI.hpp>

#include "cli/lines.h"
#include "cli/histories.h"
#include "cli/verbs.h"
#include "copies/copies.h"
#include "record/record.h"

namespace deconflict::cli {

namespace {

struct Options {
  unsigned threads = 0;
  bool strict = false;
};

/// A record, and what finding copies needs of it.
struct Numbered {
  std::uint64_t line = 0;
  Annotation record;
  std::string text;
  std::vector<Boilerplate> boilerplate;
  std::vector<Credit> credits;
  std::vector<std::string> publishers;

  std::vector<copies::Word> words() const { return copies::words_of(text, boilerplate); }
};

Result<Numbered> read_record(const Line& line) {
  Numbered n;
  n.line = line.number;
  auto parsed = record::parse_annotation(line.text, &n.text);
  if (!parsed) return parsed.error();
  n.record = std::move(*parsed);
  if (!n.text.empty()) {
    n.record.text = n.text;
    n.credits = copies::credits_of(n.record);
    n.publishers = copies::publishers_of(n.record, n.credits);
    n.record.text = {};
    n.boilerplate = n.record.boilerplate;
  }
  link::keep_what_links(n.record);
  return n;
}

/// Of records that hold their texts; without them only texts of one hash are known to be copies.
CopyGraph copies_among(const std::vector<Numbered>& records) {
  CopyGraph graph;
  copies::Finder finder;
  for (const auto& r : records) {
    finder.add({r.record.id, r.record.sha256, r.record.outlet, r.record.published, r.publishers}, r.words());
    graph.credits.insert(graph.credits.end(), r.credits.begin(), r.credits.end());
  }
  graph.copies = finder.find([&](std::size_t i) { return records[i].words(); });
  std::sort(graph.credits.begin(), graph.credits.end(), [](const Credit& x, const Credit& y) { return std::tie(x.document, x.span.begin) < std::tie(y.document, y.span.begin); });
  return graph;
}

void run(Session& session, const Options& options) {
  const auto wholes = read_wholes(session.data_dir);
  if (!wholes) {
    complain(wholes.error());
    session.status = kData;
    return;
  }
  std::vector<Numbered> records;
  std::vector<std::pair<std::uint64_t, Error>> problems;
  std::mutex guard;
  auto work = [&](const Line& line) {
    auto read = line.too_long ? Result<Numbered>(Error{"line.too_long", "", "this line is longer than " + std::to_string(kLongestLine >> 20) + " MiB; it was skipped"}) : read_record(line);
    const std::lock_guard lock(guard);
    if (read) records.push_back(std::move(*read));
    else problems.emplace_back(line.number, std::move(read.error()));
    return std::string();
  };
  if (const auto done = for_each_line(0, options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency()), work, [](const std::string&) { return true; }); !done) {
    complain(done.error());
    session.status = kFailed;
    return;
  }
  std::sort(problems.begin(), problems.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  for (auto& [line, error] : problems) {
    error.where = "line " + std::to_string(line);
    complain(error);
  }
  if (!problems.empty() && options.strict) session.status = kProblems;
  std::sort(records.begin(), records.end(), [](const Numbered& x, const Numbered& y) { return x.line < y.line; });
  std::vector<const Annotation*> views;
  views.reserve(records.size());
  for (const auto& r : records) views.push_back(&r.record);
  const bool texts = std::any_of(records.begin(), records.end(), [](const Numbered& r) { return !r.text.empty(); });
  const CopyGraph graph = texts ? copies_among(records) : CopyGraph();
  for (const Event& event : link::link(views, *wholes, nullptr, texts ? &graph : nullptr))
    if (!emit(record::event_json(event) + "\n")) return;
}

}  // namespace

Result<name::Histories> read_histories(const std::string& data_dir) {
  auto knowledge = Pack::open((data_dir.empty() ? default_data_dir() : data_dir) + "/knowledge.pack", Pack::Check::table);
  if (!knowledge) return knowledge.error();
  return name::Histories::load(*knowledge);
}

Result<link::Wholes> read_wholes(const std::string& data_dir) {
  auto histories = read_histories(data_dir);
  if (!histories) return histories.error();
  const auto shared = std::make_shared<const name::Histories>(std::move(*histories));
  return link::Wholes([shared](std::string_view id, std::string_view first_day, std::string_view last_day) { return shared->wholes(id, first_day, last_day); });
}

void add_link(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("link", "Join the claims of annotation records (NDJSON on stdin) into one event record a line");
  auto options = std::make_shared<Options>();
  verb->add_option("-j,--threads", options->threads, "Threads that read records; default: as many as the machine has")->check(no_number_of_threads);
  verb->add_flag("--strict", options->strict, "Exit with status 3 if a line could not be read");
  verb->footer("Records that hold their texts, as annotate writes them, are searched for words that they repeat from each other.\nExample:\n  deconflict annotate < reports.ndjson | deconflict link > events.ndjson");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
