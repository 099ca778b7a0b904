#include "store/relink.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <tuple>
#include <unordered_map>

#include "copies/copies.h"
#include "record/record.h"
#include "store/sqlite.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

/// All names under which the knowledge base's actors and voices were met; one document's own people stay in its record.
class Entities {
 public:
  void add(const Annotation& a) {
    for (const Entity& e : a.entities) {
      if (e.id.starts_with("doc:")) continue;
      auto& met = all_[e.id];
      if (met.documents++ == 0) met.entity = e;
      met.aliases.insert(e.aliases.begin(), e.aliases.end());
    }
  }
  std::vector<EntityRow> rows() const {
    std::vector<EntityRow> rows;
    for (const auto& [id, met] : all_) {
      rows.push_back({met.entity, met.documents});
      rows.back().entity.aliases.assign(met.aliases.begin(), met.aliases.end());
    }
    return rows;
  }

 private:
  struct Met {
    Entity entity;
    std::set<std::string> aliases;
    std::uint64_t documents = 0;
  };
  std::map<std::string, Met> all_;
};

/// The documents of a ledger at one moment, by the hash of the text and then the id: the order in which linking wants them.
class Documents {
 public:
  static Result<Documents> open(const std::string& path) {
    auto db = Database::open(path, Database::Mode::read);
    if (!db) return db.error();
    STORE_TRY(db->run("BEGIN"));
    auto text = db->prepare("SELECT text FROM documents WHERE id = ?");
    auto record = db->prepare("SELECT record FROM annotations WHERE document = ?");
    if (!text) return text.error();
    if (!record) return record.error();
    return Documents(std::move(*db), std::move(*text), std::move(*record));
  }

  /// What is read of one document.
  struct Read {
    std::string id, text, record;  ///< text: empty unless asked for
    Annotation annotation;
    std::vector<copies::Word> words;
    std::vector<Credit> credits;
  };

  /// `prepare` on any of the threads, then `take` one after another.
  Result<void> each(bool with_text, unsigned threads, const std::function<void(Read&)>& prepare, const std::function<void(Read&)>& take) {
    auto rows = db_.prepare(std::string("SELECT d.id, a.record") + (with_text ? ", d.text" : "") + " FROM documents d JOIN annotations a ON a.document = d.id ORDER BY d.sha256, d.id");
    if (!rows) return rows.error();
    constexpr std::size_t kBatch = 512;
    std::vector<Read> batch;
    for (bool more = true; more;) {
      auto row = rows->step();
      if (!row) return row.error();
      more = *row;
      if (more) batch.push_back({rows->string(0), with_text ? rows->string(2) : std::string(), rows->string(1), {}, {}, {}});
      if (batch.size() < kBatch && more) continue;
      STORE_TRY(parse(batch, threads, prepare));
      for (Read& read : batch) take(read);
      batch.clear();
    }
    return {};
  }

  void add(std::string id, const std::vector<Boilerplate>& skip) {
    ids_.push_back(std::move(id));
    auto& spans = skips_.emplace_back();
    spans.reserve(skip.size());
    for (const auto& b : skip) spans.push_back(b.span);
  }

  /// Texts are read again, and not kept; their records are not read for them.
  Result<std::vector<copies::Word>> words_of(std::size_t number) {
    auto there = text_.bind(ids_[number]).step();
    if (!there) return there.error();
    if (!*there) return Error{"ledger.corrupt", db_.path(), "the document '" + ids_[number] + "' has no text"};
    std::vector<Boilerplate> skip;
    for (const Span span : skips_[number]) skip.push_back({span, {}});
    auto words = copies::words_of(text_.text(0), skip);
    text_.reset();
    return words;
  }

  /// The record of the document that was added as the n-th; those that were asked for lately are at hand.
  Result<std::shared_ptr<const Annotation>> record_of(std::uint32_t number) {
    if (const auto found = kept_.find(number); found != kept_.end()) return found->second;
    auto there = record_.bind(ids_[number]).step();
    if (!there) return there.error();
    if (!*there) return Error{"ledger.corrupt", db_.path(), "the document '" + ids_[number] + "' has no annotation"};
    auto parsed = record::parse_annotation(record_.text(0));
    record_.reset();
    if (!parsed) return unreadable(ids_[number], parsed.error());
    link::keep_what_links(*parsed);
    constexpr std::size_t kMostKept = 512;
    if (order_.size() == kMostKept) {
      kept_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(number);
    return kept_.emplace(number, std::make_shared<const Annotation>(std::move(*parsed))).first->second;
  }

 private:
  Documents(Database db, Statement text, Statement record) : db_(std::move(db)), text_(std::move(text)), record_(std::move(record)) {}

  Error unreadable(const std::string& id, const Error& e) const { return {"ledger.corrupt", db_.path(), "what was read of document '" + id + "' cannot be read again: " + e.message}; }

  Result<void> parse(std::vector<Read>& batch, unsigned threads, const std::function<void(Read&)>& prepare) const {
    std::vector<Error> errors(batch.size());
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < batch.size(); i = next++) {
        auto a = record::parse_annotation(batch[i].record);
        if (!a) {
          errors[i] = unreadable(batch[i].id, a.error());
          continue;
        }
        batch[i].annotation = std::move(*a);
        if (prepare) prepare(batch[i]);
      }
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < batch.size(); ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
    for (const auto& e : errors)
      if (!e.code.empty()) return e;
    return {};
  }

  Database db_;
  Statement text_, record_;
  std::vector<std::string> ids_;
  std::vector<std::vector<Span>> skips_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const Annotation>> kept_;
  std::deque<std::uint32_t> order_;
};

/// Reads every document once: who is named, what is repeated, what linking must know of all before it sees any.
Result<CopyGraph> survey(Documents& documents, unsigned threads, Entities& entities, link::Linker& linker) {
  CopyGraph graph;
  copies::Finder finder;
  const auto prepare = [](Documents::Read& read) {
    read.annotation.text = read.text;
    read.words = copies::words_of(read.text, read.annotation.boilerplate);
    read.credits = copies::credits_of(read.annotation);
    read.annotation.text = {};
  };
  STORE_TRY(documents.each(true, threads, prepare, [&](Documents::Read& read) {
    const Annotation& a = read.annotation;
    entities.add(a);
    finder.add({a.id, a.sha256, a.outlet, a.published, copies::publishers_of(a, read.credits)}, read.words);
    documents.add(a.id, a.boilerplate);
    linker.learn(a);
    graph.credits.insert(graph.credits.end(), read.credits.begin(), read.credits.end());
  }));
  std::stable_sort(graph.credits.begin(), graph.credits.end(), [](const Credit& x, const Credit& y) { return std::tie(x.document, x.span.begin) < std::tie(y.document, y.span.begin); });
  std::optional<Error> failed;
  graph.copies = finder.find([&](std::size_t i) {
    auto words = documents.words_of(i);
    if (!words) failed = words.error();
    return words ? std::move(*words) : std::vector<copies::Word>();
  });
  if (failed) return *failed;
  return graph;
}

}  // namespace

Result<void> relink(Ledger& ledger, unsigned threads, const Provenance& by, const std::string& now, const link::Wholes& wholes) {
  STORE_TRY(ledger.begin_joining(now));
  auto documents = Documents::open(ledger.path());
  if (!documents) return documents.error();
  Entities entities;
  link::Linker linker(wholes);
  auto graph = survey(*documents, threads, entities, linker);
  if (!graph) return graph.error();
  STORE_TRY(ledger.put_copies(*graph));
  STORE_TRY(ledger.put_entities(entities.rows()));
  // The pages that documents were written to are of no use to what follows.
  STORE_TRY(ledger.let_go());
  linker.set_copies(&*graph);
  STORE_TRY(documents->each(false, threads, {}, [&](Documents::Read& read) { linker.add(read.annotation); }));
  const auto tell = [&](const std::function<Result<void>(Event&&)>& one) { return linker.join([&](std::uint32_t number) { return documents->record_of(number); }, one); };
  return ledger.replace_events_by(tell, by, now, wholes);
}

}  // namespace deconflict::store
