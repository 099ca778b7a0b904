#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <filesystem>
#include <map>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "cli/histories.h"
#include "cli/ingest.h"
#include "cli/ledgers.h"
#include "cli/sources.h"
#include "cli/verbs.h"
#include "read/source.h"
#include "record/record.h"
#include "store/ledger.h"
#include "store/relink.h"

namespace deconflict::cli {

namespace {

using Options = IngestOptions;

volatile std::sig_atomic_t interrupted = 0;  ///< the signal that asked for an end

/// While it lives, Ctrl-C (or a plain kill) asks for an end where nothing is lost; who asks twice need not wait.
class Interrupts {
 public:
  /// `always`: even where whoever started the program has these signals passed over, as a shell does for a job in the background
  explicit Interrupts(bool always) {
    for (auto& [signal, before] : before_) {
      struct sigaction stop{};
      stop.sa_handler = [](int caught) { interrupted = caught; };
      stop.sa_flags = SA_RESETHAND;
      ::sigaction(signal, nullptr, &before);
      if (always || before.sa_handler != SIG_IGN) ::sigaction(signal, &stop, nullptr);
    }
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts() {
    for (const auto& [signal, before] : before_) ::sigaction(signal, &before, nullptr);
  }

 private:
  std::pair<int, struct sigaction> before_[2] = {{SIGINT, {}}, {SIGTERM, {}}};
};

struct Tally {
  std::uint64_t fresh = 0, unchanged = 0, again = 0;
};

class Ingest {
 public:
  Ingest(store::Ledger& ledger, const Pipeline& pipeline, link::Wholes wholes, const Options& options, std::string now)
      : ledger_(ledger), pipeline_(pipeline), wholes_(std::move(wholes)), options_(options), by_(provenance_of(pipeline)), now_(std::move(now)),
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())) {}

  /// Reads, joins, and leaves the ledger whole. errors: those of the ledger; whatever is wrong with the input becomes a problem
  Result<void> run(const Sources& sources) {
    for (const auto& p : sources.missing) add_problem(named(p.source), p.error);
    const bool count_files = sources.files.size() > 1;
    Progress progress(count_files ? "reading" : "reading documents", count_files ? sources.files.size() : 0);
    progress_ = &progress;
    // A pipe that nobody writes to would keep us from hearing of it, and a watch reads to the end what has come.
    std::optional<Interrupts> interrupts;
    if (!options_.watch && std::find(sources.files.begin(), sources.files.end(), "-") == sources.files.end()) interrupts.emplace(false);
    for (std::size_t i = 0; i < sources.files.size() && going_on(); ++i) {
      if (count_files) progress.advance(i, sources.files[i]);
      read(sources.files[i]);
    }
    flush();
    progress.finish();
    progress_ = nullptr;
    interrupts.reset();
    if (failed_) return *failed_;
    if (stopped()) return ledger_.seal();
    std::vector<std::string> read_from;
    for (const auto& file : sources.files) read_from.push_back(named(file));
    for (const auto& p : sources.missing) read_from.push_back(named(p.source));
    if (auto r = ledger_.put_problems(read_from, problems, now_); !r) return r;
    auto linked = ledger_.linked(by_.program);
    if (!linked) return linked.error();
    if (!*linked) {
      Progress joining("joining claims", 0);
      joining.advance(tally.fresh);
      if (auto r = store::relink(ledger_, threads_, by_, now_, wholes_); !r) return r;
      linked = ledger_.linked(by_.program);
      if (!linked) return linked.error();
      if (!*linked) complain(options_.into + ": another run brings documents or joins claims at this time; it joins those of this run with its own");
    }
    return ledger_.seal();
  }

  /// Was it asked to end before it had read all? What it put into the ledger by then stays there.
  bool stopped() const { return interrupted != 0 && !options_.watch; }

  Tally tally;
  std::vector<store::Problem> problems;  ///< the first of them
  std::uint64_t problems_met = 0;
  std::map<std::string, std::uint64_t> by_code;

 private:
  struct Item {
    Document document;
    store::Origin origin;
    Annotation annotation;
    std::string record;
    std::string broken;  ///< why it could not be annotated
  };

  bool going_on() const { return !failed_ && !stopped(); }

  void add_problem(const std::string& source, const Error& error) {
    constexpr std::size_t kMostShown = 20;
    if (problems.size() < kMostShown) {
      if (progress_ != nullptr) progress_->finish();
      complain(error);
    } else if (problems.size() == kMostShown) {
      complain("further problems are not shown here; they are kept in the ledger (" + command() + " query --what problems --in " + options_.into + ")");
    }
    ++problems_met;
    ++by_code[error.code];
    constexpr std::size_t kMostKept = 100'000;
    if (problems.size() < kMostKept) problems.push_back({source, {error.code, utf8::escaped(error.where), utf8::escaped(error.message)}});
  }

  void read(const std::string& file) {
    if (file == "-") return read_piecewise(file, "stdin", std::make_unique<read::StdinStream>());
    const std::string name = named(file);
    std::error_code ignored;
    const bool regular = std::filesystem::is_regular_file(file, ignored);
    auto stream = FileReader::open(file);
    if (!stream) return add_problem(name, stream.error());
    if (regular) {
      std::string head(512, '\0');
      auto got = stream->read(head.data(), head.size());
      if (!got) return add_problem(name, got.error());
      head.resize(*got);
      if (!read::holds_many(head, file)) return read_whole(file, name);
      stream = FileReader::open(file);
      if (!stream) return add_problem(name, stream.error());
    }
    read_piecewise(name, name, std::make_unique<read::FileStream>(std::move(*stream)));
  }

  void read_whole(const std::string& file, const std::string& name) {
    auto bytes = read_file(file);
    if (!bytes) return add_problem(name, bytes.error());
    std::vector<Document> documents;
    read::read_file_as_documents(name, *bytes, [&](Document&& d) { documents.push_back(std::move(d)); }, [&](const Error& e) { add_problem(name, e); });
    const std::string hash = sha256_hex(*bytes);
    for (auto& d : documents) add(std::move(d), {name, hash});
  }

  /// A stream that ends once the ledger cannot be written, or nothing more is wanted: what is left of it would be read for nothing.
  class WhileGoingOn : public read::Stream {
   public:
    WhileGoingOn(std::unique_ptr<read::Stream> stream, const Ingest& run) : stream_(std::move(stream)), run_(run) {}
    Result<std::size_t> read(char* into, std::size_t count) override {
      if (!run_.going_on()) return std::size_t{0};
      return stream_->read(into, count);
    }

   private:
    std::unique_ptr<read::Stream> stream_;
    const Ingest& run_;
  };

  /// Without holding it in memory: a corpus may be larger than that.
  void read_piecewise(const std::string& source, const std::string& name, std::unique_ptr<read::Stream> stream) {
    read::read_source(name, std::make_unique<WhileGoingOn>(std::move(stream), *this), [&](Document&& d, const read::Piece& piece) { add(std::move(d), {source, piece.sha256}, piece.where); }, [&](const Error& e) {
      if (going_on()) add_problem(source, e);
    });
  }

  void add(Document&& d, store::Origin origin, const std::string& where = {}) {
    if (!going_on()) return;
    if (d.published.empty()) d.published = options_.published;
    if (d.outlet.empty()) d.outlet = options_.outlet;
    const auto content = hash64(d.text + '\0' + d.published + '\0' + d.title + '\0' + d.url + '\0' + d.outlet);
    const auto [seen, first] = seen_.emplace(d.id, content);
    if (!first) {
      if (seen->second != content)
        add_problem(origin.source, {"document.duplicate", where.empty() ? origin.source : where, "the id '" + d.id + "' belongs to another document of this run already; this one was left out"});
      else ++tally.again;
      return;
    }
    auto there = ledger_.has(d, by_);
    if (!there) {
      failed_ = there.error();
      return;
    }
    if (*there) {
      ++tally.unchanged;
      return;
    }
    waiting_bytes_ += d.text.size();
    waiting_.push_back({std::move(d), std::move(origin), {}, {}, {}});
    constexpr std::size_t kBatchBytes = 16U << 20;
    if (waiting_.size() >= 64UL * threads_ || waiting_bytes_ >= kBatchBytes) flush();
  }

  void annotate(Item& item) const {
    try {
      item.annotation = pipeline_.annotate(item.document, record::Layers::standard());
      item.record = record::annotation_json(item.annotation, record::Layers::standard());
    } catch (const std::exception& e) {
      item.broken = e.what();
    }
  }

  void flush() {
    if (!going_on() || waiting_.empty()) return;
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < waiting_.size() && !stopped(); i = next++) annotate(waiting_[i]);
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads_ && t < waiting_.size(); ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
    if (stopped()) return waiting_.clear();
    std::vector<store::Entry> batch;
    for (auto& item : waiting_) {
      if (!item.broken.empty()) {
        add_problem(item.origin.source, {"document.failed", item.document.id, "this document could not be annotated: " + item.broken});
        continue;
      }
      batch.push_back({&item.document, &item.annotation, std::move(item.record), std::move(item.origin)});
    }
    if (auto r = ledger_.put(batch, by_, now_); !r) failed_ = r.error();
    else tally.fresh += batch.size();
    waiting_.clear();
    waiting_bytes_ = 0;
    if (progress_ != nullptr) progress_->advance(tally.fresh + tally.unchanged);
  }

  store::Ledger& ledger_;
  const Pipeline& pipeline_;
  const link::Wholes wholes_;
  const Options& options_;
  store::Provenance by_;
  std::string now_;
  unsigned threads_;
  Progress* progress_ = nullptr;
  std::map<std::string, std::uint64_t> seen_;  ///< id → hash of the content
  std::vector<Item> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::optional<Error> failed_;
};

std::string counted(std::uint64_t n, const char* one, const char* many) { return std::to_string(n) + " " + (n == 1 ? one : many); }

void report(const Options& options, const Ingest& ingest, const Sources& sources, const store::Totals& totals, double seconds) {
  std::size_t passed_over = 0;
  for (const auto& [extension, n] : sources.passed_over) passed_over += n;
  if (options.json) {
    json::Writer out;
    out.begin_object().key("ledger").value(options.into).key("new").value(ingest.tally.fresh).key("unchanged").value(ingest.tally.unchanged + ingest.tally.again);
    out.key("problems").value(ingest.problems_met).key("passed_over").value(std::uint64_t{passed_over});
    out.key("documents").value(totals.documents).key("claims").value(totals.claims).key("events").value(totals.events).key("contested").value(totals.contested);
    out.key("seconds").value(seconds).end_object();
    emit(std::string(out.text()) + "\n");
    return;
  }
  std::string text = counted(ingest.tally.fresh, "document", "documents") + " read, " + std::to_string(ingest.tally.unchanged + ingest.tally.again) + " unchanged, " +
                     counted(ingest.problems_met, "problem", "problems");
  char rate[64];
  std::snprintf(rate, sizeof rate, "; %.1f s, %.0f a second\n", seconds, static_cast<double>(ingest.tally.fresh) / std::max(seconds, 1e-3));
  text += ingest.tally.fresh > 0 ? rate : "\n";
  if (ingest.problems_met > 0) {
    text += "problems:";
    for (const auto& [code, n] : ingest.by_code) text += " " + code + " " + std::to_string(n);
    text += " (" + command() + " query --what problems --in " + options.into + ")\n";
  }
  if (passed_over > 0) {
    text += "passed over " + counted(passed_over, "file", "files") + " of kinds that are not read:";
    for (const auto& [extension, n] : sources.passed_over) text += " " + extension + " " + std::to_string(n);
    text += "\n";
  }
  text += options.into + " now holds " + counted(totals.documents, "document", "documents") + ", " + counted(totals.claims, "claim", "claims") + " and " +
          counted(totals.events, "event", "events") + ", " + std::to_string(totals.contested) + " of them contested\n";
  emit(text);
}

/// What every round of reading needs.
struct Tools {
  const Pipeline& pipeline;
  const link::Wholes& wholes;
  store::Ledger& ledger;
};

void read_round(Session& session, const Options& options, const Tools& tools, const Sources& sources) {
  const auto start = std::chrono::steady_clock::now();
  Ingest work(tools.ledger, tools.pipeline, tools.wholes, options, utc_now());
  if (auto r = work.run(sources); !r) return fail_ledger(session, r.error());
  if (work.stopped()) {
    constexpr int kBySignal = 128;  // as shells count it
    complain("stopped: " + counted(work.tally.fresh, "document", "documents") + " more " + (work.tally.fresh == 1 ? "is" : "are") + " in " + options.into + ", and claims are not joined yet; the same command goes on from there");
    session.status = kBySignal + interrupted;
    return;
  }
  auto totals = tools.ledger.totals();
  if (!totals) return fail_ledger(session, totals.error());
  report(options, work, sources, *totals, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  if (options.strict && work.problems_met > 0) session.status = kProblems;
}

/// Reads what comes into the folders until it is interrupted; then what has come is in the ledger.
void watch(Session& session, const Options& options, const Tools& tools) {
  const Interrupts interrupts(true);
  complain("watching for new files; Ctrl-C ends it");
  Watch folders(options.paths, options.into);
  while (interrupted == 0 && (session.status == kOk || session.status == kProblems)) {
    if (auto files = folders.settled(); !files.empty()) {
      Sources sources({}, options.into);
      sources.files = std::move(files);
      read_round(session, options, tools, sources);
      (void)finish_output();
    }
    constexpr timespec kPause{0, 500'000'000};
    if (interrupted == 0) ::nanosleep(&kPause, nullptr);
  }
}

}  // namespace

void ingest(Session& session, const IngestOptions& options) {
  auto refuse = [&](int status, const std::string& message) {
    complain(message);
    session.status = status;
  };
  if (!options.published.empty() && !parse_iso_day(options.published)) return refuse(kUsage, "--published '" + options.published + "' is no day; write it as 2017-09-19");
  const Sources sources(options.paths, options.into);
  if (options.watch && std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end()) return refuse(kUsage, "--watch looks at folders, not at stdin");
  if (sources.files.empty() && (!options.watch || !sources.missing.empty())) {
    for (const auto& p : sources.missing) complain(p.error);
    if (sources.missing.empty()) complain("there is nothing to read here: no text, HTML, feed, JSON, web archive or zip was found");
    session.status = kFailed;
    return;
  }
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  auto ledger = store::Ledger::open(options.into, store::Ledger::Access::create);
  if (!ledger) return fail_ledger(session, ledger.error());
  auto wholes = read_wholes(session.data_dir);
  if (!wholes) {
    complain(wholes.error());
    session.status = kData;
    return;
  }
  const Tools tools{*pipeline, *wholes, *ledger};
  if (options.watch) watch(session, options, tools);
  else read_round(session, options, tools, sources);
}

void add_ingest(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("ingest", "Read documents into a ledger, and join their claims into events");
  auto options = std::make_shared<Options>();
  verb->add_option("paths", options->paths, "Files, folders and patterns: text, HTML, RSS and Atom, JSON and NDJSON, WARC, each of them plain, packed by gzip, zstd or brotli, or in a zip or tar; - for stdin")->required();
  verb->add_option("--into", options->into, "The ledger, a GeoPackage; made where there is none")->required();
  verb->add_option("-j,--threads", options->threads, "Threads; default: as many as the machine has")->check(no_number_of_threads);
  verb->add_option("--published", options->published, "Publication day, YYYY-MM-DD, of documents that do not tell it");
  verb->add_option("--outlet", options->outlet, "Who published those documents that do not tell it")->check(no_utf8);
  verb->add_flag("--watch", options->watch, "Go on looking for new and changed files in these folders until interrupted");
  verb->add_flag("--json", options->json, "The summary as JSON");
  verb->add_flag("--strict", options->strict, "Exit with status 3 if something could not be read");
  verb->footer(
      "Documents that the ledger has, read by this very build, are left alone; a run that was stopped goes on where it was.\n"
      "Example:\n  deconflict ingest reports/ --into war.gpkg\n  deconflict ingest crawl.warc.gz 'feeds/*.xml' reports.zip --into war.gpkg\n  deconflict ingest inbox/ --watch --into war.gpkg");
  verb->callback([options, &session] { ingest(session, *options); });
}

}  // namespace deconflict::cli
