#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/utf8.h"
#include "store/exchange.h"
#include "store/ledger.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

/// Tells events into an exchange; those that a review may change are told last, as it leaves them.
Result<void> offer_all(Exchange& exchange, const Ledger::Telling& tell, const std::set<ClaimRef>& reviewed, std::vector<Event>& held) {
  return tell([&](Event&& e) -> Result<void> {
    if (std::none_of(e.claims.begin(), e.claims.end(), [&](const ClaimRef& ref) { return reviewed.contains(ref); })) return exchange.offer(e);
    held.push_back(std::move(e));
    return {};
  });
}

}  // namespace

Result<void> Ledger::replace_events(const std::vector<Event>& events, const Provenance& by, const std::string& now, const link::Wholes& wholes) {
  return replace_events_by(
      [&](const std::function<Result<void>(Event&&)>& one) -> Result<void> {
        for (Event e : events) STORE_TRY(one(std::move(e)));
        return {};
      },
      by, now, wholes);
}

Result<void> Ledger::begin_joining(const std::string& now) {
  STORE_TRY(state_->prepare_to_write());
  state_->joining = "joining since " + now + ", process " + std::to_string(::getpid());
  return transaction(state_->db, [&]() -> Result<void> {
    auto mark = state_->db.prepare("UPDATE meta SET value = ? WHERE key = 'linked'");
    if (!mark) return mark.error();
    return mark->bind(state_->joining).run();
  });
}

Result<bool> Ledger::State::still_joining() {
  if (joining.empty()) return true;
  auto mark = db.text("SELECT value FROM meta WHERE key = 'linked'");
  if (!mark) return mark.error();
  return *mark == joining || *mark == "0";
}

Result<void> Ledger::replace_events_by(const Telling& tell, const Provenance& by, const std::string& began, const link::Wholes& wholes) {
  auto& db = state_->db;
  STORE_TRY(state_->prepare_to_write());
  state_->grown = true;
  auto exchange = Exchange::begin(db);
  if (!exchange) return exchange.error();
  std::vector<review::Resolved> reviews;
  std::vector<Event> held;
  const auto offer = [&]() -> Result<void> {
    auto standing = state_->standing_reviews();
    if (!standing) return standing.error();
    reviews = std::move(*standing);
    std::set<ClaimRef> reviewed;
    for (const auto& r : reviews)
      for (const auto& part : r.parts) reviewed.insert(part.begin(), part.end());
    held.clear();
    STORE_TRY(exchange->forget());
    return offer_all(*exchange, tell, reviewed, held);
  };
  // Telling takes long, and nobody need wait for it; where somebody changed the ledger meanwhile it is done again while he waits.
  if (auto r = db.run("BEGIN"); !r) return r;
  auto seen = revision();
  auto told = seen ? offer() : Result<void>(seen.error());
  if (auto r = db.run(told ? "COMMIT" : "ROLLBACK"); told && !r) return r;
  if (!told) return told;
  return transaction(db, [&]() -> Result<void> {
    auto ours = state_->still_joining();
    if (!ours) return ours.error();
    if (!*ours) return {};
    auto written = state_->time_of_writing(began);
    if (!written) return written.error();
    const std::string& now = *written;
    auto now_there = revision();
    if (!now_there) return now_there.error();
    if (*now_there != *seen) STORE_TRY(offer());
    auto build = state_->put_build(by, now);
    if (!build) return build.error();
    std::map<std::string, std::string> removed;
    if (reviews.empty()) {
      STORE_TRY(db.run("DELETE FROM event_bases; DELETE FROM event_base_claims"));
    } else {
      auto standing = state_->overlay(held, reviews, wholes);
      if (!standing) return standing.error();
      for (const Event& e : standing->events) STORE_TRY(exchange->offer(e));
      removed = std::move(standing->removed);
    }
    STORE_TRY(exchange->finish(nullptr, removed, *build, now));
    auto meta = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    if (!meta) return meta.error();
    // Documents that came meanwhile are joined by whoever brought them.
    STORE_TRY(db.run(std::string("UPDATE meta SET value = '1' WHERE key = 'linked'") + (state_->joining.empty() ? "" : " AND value <> '0'")));
    STORE_TRY(meta->bind("linked_by", by.program).run());
    return meta->bind("linked_build", *build).run();
  });
}

Result<bool> Ledger::linked() {
  auto mark = state_->db.text("SELECT value FROM meta WHERE key = 'linked'");
  return mark ? Result<bool>(*mark == "1") : Result<bool>(mark.error());
}

Result<bool> Ledger::linked(const std::string& program) {
  auto s = state_->db.prepare("SELECT count(*) = 2 FROM meta WHERE (key = 'linked' AND value = '1') OR (key = 'linked_by' AND value = ?)");
  if (!s) return s.error();
  auto row = s->bind(program).step();
  if (!row) return row.error();
  return s->integer(0) == 1;
}

Result<void> Ledger::put_entities(const std::vector<EntityRow>& entities) {
  auto& db = state_->db;
  STORE_TRY(state_->prepare_to_write());
  return transaction(db, [&]() -> Result<void> {
    auto ours = state_->still_joining();
    if (!ours) return ours.error();
    if (!*ours) return {};
    STORE_TRY(db.run("DELETE FROM entities; DELETE FROM entity_names"));
    auto insert = db.prepare("INSERT INTO entities (id, name, type, country, sector, voice, parent, aliases, n_documents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto name = db.prepare("INSERT OR IGNORE INTO entity_names (name, entity) VALUES (?, ?)");
    if (!insert) return insert.error();
    if (!name) return name.error();
    for (const auto& [e, documents] : entities) {
      STORE_TRY(insert
                    ->bind(e.id, e.name, name_of(e.type), known(e.country), known(e.sector), known(e.voice), known(e.parent), known(join_names(e.aliases)),
                           static_cast<std::int64_t>(documents))
                    .run());
      STORE_TRY(name->bind(utf8::fold(e.name), e.id).run());
      for (const auto& alias : e.aliases) STORE_TRY(name->bind(utf8::fold(alias), e.id).run());
    }
    return {};
  });
}

}  // namespace deconflict::store
