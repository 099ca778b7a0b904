#include "link/link.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "link/aggregate.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

namespace {

/// Clusters in the order in which the reports tell of them, each with the number of its first told claim.
std::vector<std::pair<std::uint32_t, Cluster>> in_order(const std::vector<Item>& items, std::vector<Cluster> clusters) {
  std::vector<std::pair<std::uint32_t, Cluster>> out;
  out.reserve(clusters.size());
  for (Cluster& c : clusters) {
    const auto first = first_told(items, c);
    out.emplace_back(first, std::move(c));
  }
  std::sort(out.begin(), out.end(), [&](const auto& x, const auto& y) {
    return told_before(items[x.first], items[y.first]) || (!told_before(items[y.first], items[x.first]) && x.first < y.first);
  });
  return out;
}

/// Two records of one text have claims of the same names.
class Names {
 public:
  void tell_apart(Event& e) {
    while (!taken_.insert(e.id).second) e.id = hashed_id(e.id + "|" + e.claims.front().doc);
  }

 private:
  std::unordered_set<std::string> taken_;
};

}  // namespace

Linker::Linker(Wholes wholes) : lineup_(std::make_unique<Lineup>(std::move(wholes))) {}
Linker::~Linker() = default;

void Linker::learn(const Annotation& record) { lineup_->learn(record); }
void Linker::set_copies(const CopyGraph* copies) { lineup_->set_copies(copies); }
void Linker::add(const Annotation& record) { lineup_->add(record); }

Result<void> Linker::join(const Reader& record, const std::function<Result<void>(Event&&)>& one, Stats* stats) {
  lineup_->finish();
  const auto& items = lineup_->items();
  Stats own;
  const auto clusters = in_order(items, cluster(items, stats != nullptr ? *stats : own));
  Names names;
  for (const auto& [first, c] : clusters) {
    std::map<std::uint32_t, std::shared_ptr<const Annotation>> records;
    for (const auto m : c.members) {
      auto& slot = records[items[m].doc_rank];
      if (slot != nullptr) continue;
      auto read = record(items[m].doc_rank);
      if (!read) return read.error();
      slot = std::move(*read);
    }
    const auto told = tell(*lineup_, c, [&](std::uint32_t rank) -> const Annotation& { return *records.at(rank); });
    Event event = aggregate(items, c, told, items[first]);
    names.tell_apart(event);
    if (auto r = one(std::move(event)); !r) return r;
  }
  return {};
}

std::vector<Event> link(const std::vector<const Annotation*>& records, const Wholes& wholes, Stats* stats, const CopyGraph* copies) {
  const auto docs = sorted(records);
  Linker linker(wholes);
  for (const Annotation* a : docs) linker.learn(*a);
  linker.set_copies(copies);
  for (const Annotation* a : docs) linker.add(*a);
  std::vector<Event> events;
  // Nothing of it can fail: the records are there.
  (void)linker
      .join([&](std::uint32_t number) -> Result<std::shared_ptr<const Annotation>> { return std::shared_ptr<const Annotation>(docs[number], [](const Annotation*) {}); },
            [&](Event&& event) -> Result<void> {
              events.push_back(std::move(event));
              return {};
            },
            stats)
      .has_value();
  return events;
}

}  // namespace deconflict::link
