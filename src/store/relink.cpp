#include "store/relink.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "record/record.h"
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

/// What linking does not read is not kept: a corpus of records is large.
void keep_what_links(Annotation& a) {
  a.mentions = {};
  a.times = {};
  a.attributions = {};
  a.boilerplate = {};
}

}  // namespace

Result<void> relink(Ledger& ledger, unsigned threads, const Provenance& by, const std::string& now, const link::Wholes& wholes) {
  constexpr std::size_t kBatch = 512;
  std::vector<Annotation> all;
  std::vector<std::string> batch;
  Entities entities;
  Error failed;
  auto parse = [&] {
    const auto first = all.size();
    all.resize(first + batch.size());
    std::vector<Error> errors(batch.size());
    std::atomic<std::size_t> next{0};
    auto work = [&] {
      for (std::size_t i = next++; i < batch.size(); i = next++) {
        auto a = record::parse_annotation(batch[i]);
        if (!a) {
          errors[i] = a.error();
          continue;
        }
        keep_what_links(*a);
        all[first + i] = std::move(*a);
      }
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < batch.size(); ++t) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
    for (const auto& e : errors)
      if (!e.code.empty()) failed = {"ledger.corrupt", ledger.path(), "an annotation in the ledger cannot be read: " + e.message};
    for (std::size_t i = first; i < all.size(); ++i) entities.add(all[i]);
    batch.clear();
  };
  STORE_TRY(ledger.each_annotation([&](const std::string&, std::string_view record) {
    batch.emplace_back(record);
    if (batch.size() == kBatch) parse();
    return failed.code.empty();
  }));
  parse();
  if (!failed.code.empty()) return failed;
  std::vector<const Annotation*> views;
  views.reserve(all.size());
  for (const auto& a : all) views.push_back(&a);
  const auto events = link::link(views, wholes);
  STORE_TRY(ledger.put_entities(entities.rows()));
  return ledger.replace_events(events, by, now, wholes);
}

}  // namespace deconflict::store
