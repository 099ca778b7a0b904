#include "store/reach.h"

#include "record/record.h"
#include "store/state.h"

namespace deconflict::store {

using review::Resolved;
using review::Review;

Result<void> Reach::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&beside_,
       "SELECT o.document, o.claim FROM event_claims c JOIN event_claims o ON o.event = c.event WHERE c.document = ?1 AND c.claim = ?2 UNION "
       "SELECT o.document, o.claim FROM event_base_claims c JOIN event_base_claims o ON o.event = c.event WHERE c.document = ?1 AND c.claim = ?2"},
      {&speaking_, "SELECT review FROM review_claims WHERE document = ?1 UNION SELECT review FROM review_claims WHERE sha256 = (SELECT sha256 FROM documents WHERE id = ?1)"},
  };
  for (const auto& [statement, sql] : all) {
    auto made = db_.prepare(sql);
    if (!made) return made.error();
    *statement = std::move(*made);
  }
  return {};
}

Result<void> Reach::add(const Review& review) {
  if (!reviews.insert(review.id).second) return {};
  for (const auto& part : review.parts)
    for (const auto& key : part) {
      documents_.push_back(key.document);
      auto claim = find_(key);
      if (!claim) return claim.error();
      if (*claim) claims_.push_back(std::move(**claim));
    }
  return {};
}

Result<void> Reach::spread() {
  while (!claims_.empty() || !documents_.empty()) {
    if (!claims_.empty()) {
      const ClaimRef claim = std::move(claims_.back());
      claims_.pop_back();
      if (claims.insert(claim).second) STORE_TRY(spread_from(claim));
    } else {
      const std::string document = std::move(documents_.back());
      documents_.pop_back();
      if (seen_.insert(document).second) STORE_TRY(spread_over(document));
    }
  }
  return {};
}

Result<void> Reach::spread_from(const ClaimRef& claim) {
  documents_.push_back(claim.doc);
  beside_.bind(claim.doc, claim.claim);
  for (;;) {
    auto row = beside_.step();
    if (!row) return row.error();
    if (!*row) return {};
    claims_.push_back({beside_.string(0), beside_.string(1)});
  }
}

Result<void> Reach::spread_over(const std::string& document) {
  std::vector<std::string> found;
  speaking_.bind(document);
  for (;;) {
    auto row = speaking_.step();
    if (!row) return row.error();
    if (!*row) break;
    found.push_back(speaking_.string(0));
  }
  for (const auto& id : found) {
    if (reviews.contains(id)) continue;
    auto row = load_(id);
    if (!row) return row.error();
    for (const auto& kept : *row) STORE_TRY(add(kept.review));
  }
  return {};
}

Result<Affected> affected_by(Database& db, const std::vector<Resolved>& reviews, const std::set<ClaimRef>& all) {
  Affected out;
  std::set<ClaimRef> claims;
  auto read = [&](std::string_view record) -> Result<void> {
    auto event = record::parse_event(record);
    if (!event) return Error{"ledger.corrupt", db.path(), "an event in the ledger cannot be read: " + event.error().message};
    claims.insert(event->claims.begin(), event->claims.end());
    out.linked.push_back(std::move(*event));
    return {};
  };
  auto bases = db.prepare("SELECT b.id, b.record FROM event_base_claims c JOIN event_bases b ON b.id = c.event WHERE c.document = ? AND c.claim = ? ORDER BY b.id");
  if (!bases) return bases.error();
  std::set<std::string> seen;
  for (const auto& ref : all) {
    bases->bind(ref.doc, ref.claim);
    for (;;) {
      auto row = bases->step();
      if (!row) return row.error();
      if (!*row) break;
      if (seen.insert(bases->string(0)).second) STORE_TRY(read(bases->text(1)));
    }
  }
  auto homes = db.prepare("SELECT e.id, e.record FROM event_claims c JOIN events e ON e.id = c.event WHERE c.document = ? AND c.claim = ?");
  if (!homes) return homes.error();
  const std::set<ClaimRef> of_bases = claims;
  for (const auto& ref : of_bases) {
    auto row = homes->bind(ref.doc, ref.claim).step();
    if (!row) return row.error();
    if (*row) out.standing.insert(homes->string(0));
  }
  for (const auto& r : reviews)
    for (const auto& part : r.parts)
      for (const auto& ref : part) {
        if (claims.contains(ref)) continue;
        auto row = homes->bind(ref.doc, ref.claim).step();
        if (!row) return row.error();
        if (!*row || !out.standing.insert(homes->string(0)).second) continue;
        STORE_TRY(read(homes->text(1)));
      }
  return out;
}

Result<void> forget(Database& db, const std::vector<Event>& linked, const std::set<ClaimRef>* only) {
  if (only == nullptr) return db.run("DELETE FROM event_bases; DELETE FROM event_base_claims; UPDATE claims SET review = NULL WHERE review IS NOT NULL");
  auto base = db.prepare("DELETE FROM event_bases WHERE id = ?");
  auto base_claims = db.prepare("DELETE FROM event_base_claims WHERE event = ?");
  auto claim = db.prepare("UPDATE claims SET review = NULL WHERE document = ? AND claim = ? AND review IS NOT NULL");
  if (!base) return base.error();
  if (!base_claims) return base_claims.error();
  if (!claim) return claim.error();
  for (const Event& e : linked) {
    STORE_TRY(base->bind(e.id).run());
    STORE_TRY(base_claims->bind(e.id).run());
  }
  for (const auto& ref : *only) STORE_TRY(claim->bind(ref.doc, ref.claim).run());
  return {};
}

std::unique_ptr<std::set<std::string>> documents_of(const std::vector<Event>& linked, const std::vector<Resolved>& reviews) {
  auto documents = std::make_unique<std::set<std::string>>();
  for (const Event& e : linked)
    for (const auto& ref : e.claims) documents->insert(ref.doc);
  for (const auto& r : reviews)
    for (const auto& part : r.parts)
      for (const auto& ref : part) documents->insert(ref.doc);
  constexpr std::size_t kFew = 2'000;
  if (documents->size() > kFew) documents.reset();
  return documents;
}

}  // namespace deconflict::store
