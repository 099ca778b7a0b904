#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/histories.h"
#include "cli/ingest.h"
#include "cli/ledgers.h"
#include "cli/lines.h"
#include "cli/verbs.h"
#include "store/relink.h"
#include "read/read.h"
#include "record/record.h"
#include "store/ledger.h"

namespace deconflict::cli {

namespace {

namespace fs = std::filesystem;

using Options = IngestOptions;

std::string extension_of(const fs::path& path) {
  std::string text = path.extension().string();
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

/// The files behind the paths, in name order. A folder gives the files of the kinds that are read; others are counted.
class Sources {
 public:
  Sources(const std::vector<std::string>& paths, const std::string& ledger) : ledger_(fs::weakly_canonical(ledger, ignored_)) {
    for (const auto& path : paths) {
      if (path == "-") files.push_back(path);
      else if (fs::is_directory(path, ignored_)) add_folder(path);
      else if (fs::exists(path, ignored_)) files.push_back(fs::path(path).lexically_normal().string());
      else missing.push_back({path, {"file.missing", path, "there is no such file or folder"}});
    }
  }

  std::vector<std::string> files;
  std::vector<store::Problem> missing;
  std::map<std::string, std::size_t> passed_over;  ///< by extension

 private:
  void add_folder(const std::string& folder) {
    static const std::set<std::string> kRead = {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".json", ".ndjson", ".jsonl", ""};
    std::vector<std::string> found;
    std::error_code failed;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, failed), end;
    for (; !failed && at != end; at.increment(failed)) {
      const auto& path = at->path();
      if (path.filename().string().starts_with(".")) {
        if (at->is_directory(ignored_)) at.disable_recursion_pending();
        continue;
      }
      if (!at->is_regular_file(ignored_) || fs::weakly_canonical(path, ignored_) == ledger_) continue;
      if (kRead.contains(extension_of(path))) found.push_back(path.lexically_normal().string());
      else ++passed_over[extension_of(path)];
    }
    if (failed) missing.push_back({folder, {"file.unreadable", folder, "this folder cannot be read: " + failed.message()}});
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }

  std::error_code ignored_;
  fs::path ledger_;
};

struct Tally {
  std::uint64_t fresh = 0, unchanged = 0, again = 0;
};

class Ingest {
 public:
  Ingest(store::Ledger& ledger, const Pipeline& pipeline, link::Wholes wholes, const Options& options, std::string now)
      : ledger_(ledger), pipeline_(pipeline), wholes_(std::move(wholes)), options_(options), by_(provenance_of(pipeline)), now_(std::move(now)),
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())) {}

  /// errors: those of the ledger; whatever is wrong with the input becomes a problem
  Result<void> run(const Sources& sources) {
    for (const auto& p : sources.missing) add_problem(p.source, p.error);
    const bool count_files = sources.files.size() > 1;
    Progress progress(count_files ? "reading" : "reading documents", count_files ? sources.files.size() : 0);
    progress_ = &progress;
    for (std::size_t i = 0; i < sources.files.size() && !failed_; ++i) {
      if (count_files) progress.advance(i, sources.files[i]);
      read(sources.files[i]);
    }
    flush();
    progress.finish();
    progress_ = nullptr;
    if (failed_) return *failed_;
    std::vector<std::string> read_from = sources.files;
    for (const auto& p : sources.missing) read_from.push_back(p.source);
    if (auto r = ledger_.put_problems(read_from, problems, now_); !r) return r;
    auto linked = ledger_.linked(by_.program);
    if (!linked) return linked.error();
    if (!*linked) {
      Progress joining("joining claims", 0);
      joining.advance(tally.fresh);
      if (auto r = store::relink(ledger_, threads_, by_, now_, wholes_); !r) return r;
    }
    return ledger_.seal();
  }

  Tally tally;
  std::vector<store::Problem> problems;

 private:
  struct Item {
    Document document;
    store::Origin origin;
    Annotation annotation;
    std::string record;
    std::string broken;  ///< why it could not be annotated
  };

  void add_problem(const std::string& source, const Error& error) {
    constexpr std::size_t kMostShown = 20;
    if (problems.size() < kMostShown) {
      if (progress_ != nullptr) progress_->finish();
      complain(error);
    } else if (problems.size() == kMostShown) {
      complain("further problems are not shown here; they are kept in the ledger (deconflict query --what problems --in " + options_.into + ")");
    }
    problems.push_back({source, error});
  }

  void read(const std::string& file) {
    const std::string extension = extension_of(file);
    if (file == "-" || extension == ".ndjson" || extension == ".jsonl") return read_lines(file);
    auto bytes = read_file(file);
    if (!bytes) return add_problem(file, bytes.error());
    std::vector<Document> documents;
    read::read_file_as_documents(file, *bytes, [&](Document&& d) { documents.push_back(std::move(d)); }, [&](const Error& e) { add_problem(file, e); });
    const std::string hash = sha256_hex(*bytes);
    for (auto& d : documents) add(std::move(d), {file, hash});
  }

  /// One document a line, without holding the file in memory: a corpus may be larger than that.
  void read_lines(const std::string& file) {
    const int fd = file == "-" ? 0 : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return add_problem(file, {"file.unreadable", file, std::string("the file cannot be read: ") + std::strerror(errno)});
    const std::string name = file == "-" ? "stdin" : file;
    LineReader lines(fd);
    Line line;
    while (!failed_ && lines.next(line)) {
      const std::string where = name + ":" + std::to_string(line.number);
      if (line.too_long) {
        add_problem(file, {"line.too_long", where, "this line is longer than " + std::to_string(kLongestLine >> 20) + " MiB; it was skipped"});
        continue;
      }
      const std::string hash = sha256_hex(line.text);
      if (line.number == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.erase(0, 3);
      if (line.text.find_first_not_of(" \t") == std::string::npos) continue;
      auto document = read::read_json_document(line.text);
      if (!document) {
        Error error = document.error();
        error.where = where;
        add_problem(file, error);
        continue;
      }
      add(std::move(*document), {file, hash}, where);
    }
    if (fd != 0) ::close(fd);
  }

  void add(Document&& d, store::Origin origin, const std::string& where = {}) {
    if (failed_) return;
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
    if (failed_ || waiting_.empty()) return;
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < waiting_.size(); i = next++) annotate(waiting_[i]);
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads_ && t < waiting_.size(); ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
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

void report(const Options& options, const Ingest& ingest, const Sources& sources, const store::Totals& totals) {
  std::size_t passed_over = 0;
  for (const auto& [extension, n] : sources.passed_over) passed_over += n;
  if (options.json) {
    json::Writer out;
    out.begin_object().key("ledger").value(options.into).key("new").value(ingest.tally.fresh).key("unchanged").value(ingest.tally.unchanged + ingest.tally.again);
    out.key("problems").value(std::uint64_t{ingest.problems.size()}).key("passed_over").value(std::uint64_t{passed_over});
    out.key("documents").value(totals.documents).key("claims").value(totals.claims).key("events").value(totals.events).key("contested").value(totals.contested).end_object();
    emit(std::string(out.text()) + "\n");
    return;
  }
  std::string text = counted(ingest.tally.fresh, "document", "documents") + " read, " + std::to_string(ingest.tally.unchanged + ingest.tally.again) + " unchanged, " +
                     counted(ingest.problems.size(), "problem", "problems") + "\n";
  if (passed_over > 0) {
    text += "passed over " + counted(passed_over, "file", "files") + " of kinds that are not read:";
    for (const auto& [extension, n] : sources.passed_over) text += " " + extension + " " + std::to_string(n);
    text += "\n";
  }
  text += options.into + " now holds " + counted(totals.documents, "document", "documents") + ", " + counted(totals.claims, "claim", "claims") + " and " +
          counted(totals.events, "event", "events") + ", " + std::to_string(totals.contested) + " of them contested\n";
  emit(text);
}

}  // namespace

void ingest(Session& session, const IngestOptions& options) {
  if (!options.published.empty() && !parse_iso_day(options.published)) {
    complain("--published '" + options.published + "' is no day; write it as 2017-09-19");
    session.status = kUsage;
    return;
  }
  const Sources sources(options.paths, options.into);
  if (sources.files.empty()) {
    for (const auto& p : sources.missing) complain(p.error);
    if (sources.missing.empty()) complain("there is nothing to read here: no text, HTML, feed or JSON file was found");
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
  Ingest work(*ledger, *pipeline, std::move(*wholes), options, utc_now());
  if (auto r = work.run(sources); !r) return fail_ledger(session, r.error());
  auto totals = ledger->totals();
  if (!totals) return fail_ledger(session, totals.error());
  report(options, work, sources, *totals);
  if (options.strict && !work.problems.empty()) session.status = kProblems;
}

void add_ingest(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("ingest", "Read documents into a ledger, and join their claims into events");
  auto options = std::make_shared<Options>();
  verb->add_option("paths", options->paths, "Files and folders (text, HTML, RSS and Atom, NDJSON); - for NDJSON on stdin")->required();
  verb->add_option("--into", options->into, "The ledger, a GeoPackage; made where there is none")->required();
  verb->add_option("-j,--threads", options->threads, "Threads; default: as many as the machine has");
  verb->add_option("--published", options->published, "Publication day, YYYY-MM-DD, of documents that do not tell it");
  verb->add_option("--outlet", options->outlet, "Who published those documents that do not tell it");
  verb->add_flag("--json", options->json, "The summary as JSON");
  verb->add_flag("--strict", options->strict, "Exit with status 3 if something could not be read");
  verb->footer(
      "Documents that the ledger has, read by this very build, are left alone; a run that was stopped goes on where it was.\n"
      "Example:\n  deconflict ingest reports/ --into war.gpkg\n  zcat archive.ndjson.gz | deconflict ingest - --into war.gpkg");
  verb->callback([options, &session] { ingest(session, *options); });
}

}  // namespace deconflict::cli
