#include "store/relink.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

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

/// The words of documents, by their numbers. Texts are read again, and not kept; their records are not read at all.
class Texts {
 public:
  static Result<Texts> open(const Ledger& ledger) {
    auto db = Database::open(ledger.path(), Database::Mode::read);
    if (!db) return db.error();
    auto text = db->prepare("SELECT text FROM documents WHERE id = ?");
    if (!text) return text.error();
    return Texts(std::move(*db), std::move(*text));
  }
  void add(std::vector<Boilerplate> skip) { skips_.push_back(std::move(skip)); }
  Result<std::vector<copies::Word>> words_of(std::size_t number, const std::string& id) {
    auto there = text_.bind(id).step();
    if (!there) return there.error();
    if (!*there) return Error{"ledger.corrupt", db_.path(), "the document '" + id + "' has no text"};
    return copies::words_of(text_.text(0), skips_[number]);
  }

 private:
  Texts(Database db, Statement text) : db_(std::move(db)), text_(std::move(text)) {}
  Database db_;
  Statement text_;
  std::vector<std::vector<Boilerplate>> skips_;
};

}  // namespace

Result<void> relink(Ledger& ledger, unsigned threads, const Provenance& by, const std::string& now, const link::Wholes& wholes) {
  constexpr std::size_t kBatch = 512;
  auto documents = ledger.document_count();
  if (!documents) return documents.error();
  std::vector<Annotation> all;
  all.reserve(*documents);
  struct Row {
    std::string text, record;
  };
  std::vector<Row> batch;
  Entities entities;
  CopyGraph graph;
  copies::Finder finder;
  auto texts = Texts::open(ledger);
  if (!texts) return texts.error();
  Error failed;
  auto parse = [&] {
    const auto first = all.size();
    all.resize(first + batch.size());
    std::vector<Error> errors(batch.size());
    std::vector<std::vector<copies::Word>> words(batch.size());
    std::vector<std::vector<Credit>> credits(batch.size());
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < batch.size(); i = next++) {
        auto a = record::parse_annotation(batch[i].record);
        if (!a) {
          errors[i] = a.error();
          continue;
        }
        a->text = batch[i].text;
        words[i] = copies::words_of(a->text, a->boilerplate);
        credits[i] = copies::credits_of(*a);
        a->text = {};
        all[first + i] = std::move(*a);
      }
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < batch.size(); ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
    for (const auto& e : errors)
      if (!e.code.empty()) failed = {"ledger.corrupt", ledger.path(), "an annotation in the ledger cannot be read: " + e.message};
    for (std::size_t i = 0; i < batch.size(); ++i) {
      Annotation& a = all[first + i];
      entities.add(a);
      finder.add({a.id, a.sha256, a.outlet, a.published, copies::publishers_of(a, credits[i])}, words[i]);
      texts->add(std::move(a.boilerplate));
      link::keep_what_links(a);
      graph.credits.insert(graph.credits.end(), credits[i].begin(), credits[i].end());
    }
    batch.clear();
  };
  STORE_TRY(ledger.each_annotation([&](const std::string&, std::string_view text, std::string_view record) {
    batch.push_back({std::string(text), std::string(record)});
    if (batch.size() == kBatch) parse();
    return failed.code.empty();
  }));
  parse();
  if (!failed.code.empty()) return failed;
  std::vector<const Annotation*> views;
  views.reserve(all.size());
  for (const auto& a : all) views.push_back(&a);
  graph.copies = finder.find([&](std::size_t i) {
    auto words = texts->words_of(i, all[i].id);
    if (!words) failed = words.error();
    return words ? std::move(*words) : std::vector<copies::Word>();
  });
  if (!failed.code.empty()) return failed;
  STORE_TRY(ledger.put_copies(graph));
  // Joining takes the most memory of all; the pages that documents were written to are of no use to it.
  STORE_TRY(ledger.let_go());
  const auto events = link::link(views, wholes, nullptr, &graph);
  // The events hold all that is written from here on.
  all = {};
  graph = {};
  STORE_TRY(ledger.put_entities(entities.rows()));
  return ledger.replace_events(events, by, now, wholes);
}

}  // namespace deconflict::store
