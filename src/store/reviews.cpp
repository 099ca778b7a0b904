#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "record/record.h"
#include "store/exchange.h"
#include "store/reach.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

using review::Action;
using review::ClaimKey;
using review::Resolved;
using review::Review;

std::string shown(const ClaimRef& ref) { return ref.doc + "#" + ref.claim; }

constexpr const char* kReviewColumns = "id, action, on_claim, target, field, value, author, made, reason, undoes, state, note";

/// `which`: a condition, of which ?1 is `value`.
Result<std::vector<ReviewRow>> load(Database& db, const std::string& which, const std::string& value = {}) {
  auto rows = db.prepare(std::string("SELECT ") + kReviewColumns + " FROM reviews " + which + " ORDER BY fid");
  if (!rows) return rows.error();
  if (!value.empty()) rows->bind(value);
  auto claims = db.prepare(
      "SELECT part, document, sha256, claim, kind, evidence_begin, evidence_end, evidence, trigger_begin, trigger_end, trigger_words FROM review_claims WHERE review = ? ORDER BY part, fid");
  if (!claims) return claims.error();
  std::vector<ReviewRow> out;
  for (;;) {
    auto more = rows->step();
    if (!more) return more.error();
    if (!*more) return out;
    ReviewRow row;
    Review& r = row.review;
    r.id = rows->string(0);
    const auto action = review::parse_action(rows->text(1));
    if (!action) return Error{"ledger.corrupt", db.path(), "review " + r.id + " has the action '" + rows->string(1) + "', which there is not"};
    r.action = *action;
    r.on_claim = rows->integer(2) != 0;
    int at = 3;
    for (std::string* field : {&r.target, &r.field, &r.value, &r.author, &r.time, &r.reason, &r.undoes, &row.state, &row.note}) *field = rows->string(at++);
    claims->bind(r.id);
    for (;;) {
      auto claim = claims->step();
      if (!claim) return claim.error();
      if (!*claim) break;
      const auto part = static_cast<std::size_t>(claims->integer(0));
      if (r.parts.size() <= part) r.parts.resize(part + 1);
      auto span = [&](int column) { return Span{static_cast<std::uint32_t>(claims->integer(column)), static_cast<std::uint32_t>(claims->integer(column + 1))}; };
      r.parts[part].push_back({claims->string(1), claims->string(2), claims->string(3), claims->string(4), span(5), span(8), claims->string(7), claims->string(10)});
    }
    out.push_back(std::move(row));
  }
}

/// How well a claim fits what a review speaks of; 0 not at all. The same words of the same text count most; another build may
/// number claims, name kinds and cut sentences otherwise.
int fit(const ClaimKey& key, bool same_text, const ClaimKey& claim) {
  int score = 0;
  if (same_text) {
    if (claim.trigger == key.trigger) score = 8;
    else if (claim.trigger.overlaps(key.trigger)) score = 4;
    else return 0;
    if (claim.evidence == key.evidence) score += 1;
  } else {
    if (claim.evidence_words != key.evidence_words) return 0;
    if (claim.trigger_words == key.trigger_words) score = 8;
    else if (claim.kind == key.kind) score = 4;
    else return 0;
  }
  if (claim.kind == key.kind) score += 3;
  if (claim.claim == key.claim) score += 1;
  return score;
}

std::string id_of_key(const std::string& key) { return "r" + hex(hash64("key" + std::string(1, '\0') + key)); }

std::string new_id(const Review& r, std::int64_t n) {
  return "r" + hex(hash64(std::to_string(n) + '\0' + std::string(review::name_of(r.action)) + '\0' + r.target + '\0' + r.field + '\0' + r.value + '\0' + r.author + '\0' + r.time));
}

Error usage(std::string message) { return {"usage.review", "", std::move(message)}; }

class Writing {
 public:
  Writing(Database& db, const ReviewRequest& request, const std::string& now) : db_(db), request_(request), now_(now) {}

  Result<Review> write() {
    review_.action = request_.action;
    review_.on_claim = !request_.claims.empty() && request_.action != Action::split;
    review_.field = request_.field;
    review_.value = request_.value;
    review_.author = request_.author;
    review_.time = now_;
    review_.reason = request_.reason;
    review_.undoes = request_.undoes;
    if (review_.author.empty()) return usage("a review needs its author; give --by NAME");
    if (auto r = as_seen(); !r) return r.error();
    if (auto r = targets(); !r) return r.error();
    auto n = db_.integer("SELECT count(*) FROM reviews");
    if (!n) return n.error();
    review_.id = request_.key.empty() ? new_id(review_, *n) : id_of_key(request_.key);
    if (auto r = insert(); !r) return r.error();
    return review_;
  }

 private:
  /// Nobody decides about an event that has become another one under his eyes.
  Result<void> as_seen() {
    if (request_.seen.empty() || request_.events.empty()) return {};
    auto s = db_.prepare("SELECT content FROM events WHERE id = ?");
    if (!s) return s.error();
    auto there = s->bind(request_.events.front()).step();
    if (!there) return there.error();
    if (*there && s->text(0) == request_.seen) return {};
    return Error{"ledger.changed", "", *there ? "event " + request_.events.front() + " has changed since it was looked at: look at it again, then review it"
                                              : "event " + request_.events.front() + " stands no more: it was joined with another, taken apart or rejected since it was looked at"};
  }

  Result<void> targets() {
    switch (request_.action) {
      case Action::undo: return undo();
      case Action::merge: {
        // The first that is named is the one that the others join.
        std::vector<std::string> distinct;
        for (const auto& id : request_.events)
          if (std::find(distinct.begin(), distinct.end(), id) == distinct.end()) distinct.push_back(id);
        if (distinct.size() < 2) return usage("merge joins two events or more; name them all");
        for (const auto& id : distinct) {
          auto claims = claims_of(id);
          if (!claims) return claims.error();
          review_.parts.push_back(std::move(*claims));
          review_.target += (review_.target.empty() ? "" : " ") + id;
        }
        return {};
      }
      case Action::split: return split();
      case Action::correct:
        if (auto r = review::check_correction(review_.on_claim, review_.field, review_.value); !r) return r;
        break;
      case Action::accept:
      case Action::reject: break;
    }
    if (request_.events.size() + request_.claims.size() != 1) return usage(std::string(review::name_of(request_.action)) + " takes one event or one claim");
    if (review_.on_claim) {
      auto key = key_of(request_.claims.front());
      if (!key) return key.error();
      review_.parts = {{std::move(*key)}};
      review_.target = shown(request_.claims.front());
      return {};
    }
    auto claims = claims_of(request_.events.front());
    if (!claims) return claims.error();
    review_.parts = {std::move(*claims)};
    review_.target = request_.events.front();
    return {};
  }

  Result<void> undo() {
    auto found = db_.prepare("SELECT action, state FROM reviews WHERE id = ?");
    if (!found) return found.error();
    auto there = found->bind(request_.undoes).step();
    if (!there) return there.error();
    if (!*there) return usage("there is no review '" + request_.undoes + "'; `deconflict review list` shows them");
    if (found->text(0) == "undo") return usage("an undo cannot be undone; make the review again");
    if (found->text(1) == "undone") return usage("review " + request_.undoes + " is undone already");
    found->reset();
    review_.target = request_.undoes;
    auto mark = db_.prepare("UPDATE reviews SET state = 'undone', note = NULL WHERE id = ?");
    if (!mark) return mark.error();
    return mark->bind(request_.undoes).run();
  }

  Result<void> split() {
    if (request_.events.size() != 1 || request_.claims.empty()) return usage("split takes one event, and the claims of it that tell of another happening");
    auto claims = claims_of(request_.events.front());
    if (!claims) return claims.error();
    review_.target = request_.events.front();
    review_.parts.resize(2);
    std::set<ClaimRef> out(request_.claims.begin(), request_.claims.end());
    for (auto& key : *claims) {
      const bool goes = out.erase({key.document, key.claim}) > 0;
      review_.parts[goes ? 0 : 1].push_back(std::move(key));
    }
    if (!out.empty()) return usage("claim '" + shown(*out.begin()) + "' does not tell of event " + review_.target);
    if (review_.parts[1].empty()) return usage("these are all claims of event " + review_.target + "; leave at least one with it");
    return {};
  }

  Result<ClaimKey> key_of(const ClaimRef& ref) {
    auto s = db_.prepare(
        "SELECT d.sha256, c.kind, c.evidence_begin, c.evidence_end, c.trigger_begin, c.trigger_end, c.evidence, c.trigger_words FROM claims c JOIN documents d ON d.id = c.document "
        "WHERE c.document = ? AND c.claim = ?");
    if (!s) return s.error();
    auto there = s->bind(ref.doc, ref.claim).step();
    if (!there) return there.error();
    if (!*there) return usage("there is no claim '" + shown(ref) + "' in " + db_.path());
    auto span = [&](int column) { return Span{static_cast<std::uint32_t>(s->integer(column)), static_cast<std::uint32_t>(s->integer(column + 1))}; };
    return ClaimKey{ref.doc, s->string(0), ref.claim, s->string(1), span(2), span(4), s->string(6), s->string(7)};
  }

  Result<std::vector<ClaimKey>> claims_of(const std::string& event) {
    auto s = db_.prepare("SELECT document, claim FROM event_claims WHERE event = ? ORDER BY fid");
    if (!s) return s.error();
    s->bind(event);
    std::vector<ClaimKey> keys;
    for (;;) {
      auto row = s->step();
      if (!row) return row.error();
      if (!*row) break;
      auto key = key_of({s->string(0), s->string(1)});
      if (!key) return key.error();
      keys.push_back(std::move(*key));
    }
    if (keys.empty()) return usage("there is no event '" + event + "' in " + db_.path());
    return keys;
  }

  Result<void> insert() {
    const Review& r = review_;
    auto row = db_.prepare("INSERT INTO reviews (id, action, on_claim, target, field, value, author, made, reason, undoes, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'stands')");
    if (!row) return row.error();
    STORE_TRY(row->bind(r.id, review::name_of(r.action), r.on_claim ? 1 : 0, r.target, known(r.field), known(r.value), r.author, r.time, known(r.reason), known(r.undoes)).run());
    auto claim = db_.prepare(
        "INSERT INTO review_claims (review, part, document, sha256, claim, kind, evidence_begin, evidence_end, evidence, trigger_begin, trigger_end, trigger_words) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!claim) return claim.error();
    for (std::size_t part = 0; part < r.parts.size(); ++part)
      for (const auto& k : r.parts[part])
        STORE_TRY(claim
                      ->bind(r.id, static_cast<std::int64_t>(part), k.document, k.sha256, k.claim, k.kind, std::int64_t{k.evidence.begin}, std::int64_t{k.evidence.end}, k.evidence_words,
                             std::int64_t{k.trigger.begin}, std::int64_t{k.trigger.end}, known(k.trigger_words))
                      .run());
    return {};
  }

  Database& db_;
  const ReviewRequest& request_;
  const std::string& now_;
  Review review_;
};

}  // namespace

Result<std::optional<ClaimRef>> Ledger::State::find_claim(const ClaimKey& key) {
  auto s = db.prepare(
      "SELECT c.document, c.claim, c.kind, c.evidence_begin, c.evidence_end, c.trigger_begin, c.trigger_end, c.evidence, c.trigger_words, d.sha256 = ?1 "
      "FROM documents d JOIN claims c ON c.document = d.id WHERE d.sha256 = ?1 OR d.id = ?2 ORDER BY d.id != ?2, d.id, c.fid");
  if (!s) return s.error();
  s->bind(key.sha256, key.document);
  std::optional<ClaimRef> best;
  int most = 0;
  for (;;) {
    auto row = s->step();
    if (!row) return row.error();
    if (!*row) return best;
    auto span = [&](int column) { return Span{static_cast<std::uint32_t>(s->integer(column)), static_cast<std::uint32_t>(s->integer(column + 1))}; };
    const ClaimKey claim{s->string(0), {}, s->string(1), s->string(2), span(3), span(5), s->string(7), s->string(8)};
    if (const int score = fit(key, s->integer(9) != 0, claim); score > most) {
      most = score;
      best = ClaimRef{claim.document, claim.claim};
    }
  }
}

Result<std::vector<Resolved>> Ledger::State::standing_reviews(const std::set<std::string>* ids) {
  json::Writer list;
  list.begin_array();
  if (ids != nullptr)
    for (const auto& id : *ids) list.value(id);
  list.end_array();
  const std::string standing = "WHERE action != 'undo' AND state != 'undone'";
  auto rows = ids == nullptr ? load(db, standing) : load(db, standing + " AND id IN (SELECT value FROM json_each(?1))", std::string(list.text()));
  if (!rows) return rows.error();
  std::vector<Resolved> out;
  for (auto& row : *rows) {
    Resolved r;
    for (const auto& part : row.review.parts) {
      std::vector<ClaimRef> refs;
      for (const auto& key : part) {
        auto found = find_claim(key);
        if (!found) return found.error();
        if (!*found) r.complete = false;
        else if (std::find(refs.begin(), refs.end(), **found) == refs.end()) refs.push_back(std::move(**found));
      }
      r.parts.push_back(std::move(refs));
    }
    r.review = std::move(row.review);
    out.push_back(std::move(r));
  }
  return out;
}

Result<review::Outcome> Ledger::State::overlay(const std::vector<Event>& linked, const std::vector<Resolved>& reviews, const link::Wholes& wholes, const std::set<ClaimRef>* only) {
  std::map<std::string, std::unique_ptr<Annotation>> documents;
  std::optional<Error> failed;
  review::Context context;
  context.wholes = wholes;
  CopyGraph copies;
  if (!reviews.empty()) {
    auto known_copies = copy_graph(documents_of(linked, reviews).get());
    if (!known_copies) return known_copies.error();
    copies = std::move(*known_copies);
    context.copies = &copies;
  }
  auto record = db.prepare("SELECT record FROM annotations WHERE document = ?");
  if (!record) return record.error();
  context.document = [&](const std::string& id) -> const Annotation* {
    const auto [at, fresh] = documents.try_emplace(id);
    if (!fresh) return at->second.get();
    auto row = record->bind(id).step();
    if (!row) failed = row.error();
    if (!row || !*row) return nullptr;
    auto annotation = record::parse_annotation(record->text(0));
    if (annotation) at->second = std::make_unique<Annotation>(std::move(*annotation));
    else failed = Error{"ledger.corrupt", db.path(), "the annotation of document '" + id + "' cannot be read: " + annotation.error().message};
    return at->second.get();
  };
  auto entity = db.prepare("SELECT entity FROM entity_names WHERE name = ? ORDER BY entity");
  if (!entity) return entity.error();
  context.actor = [&](const std::string& name) {
    auto row = entity->bind(utf8::fold(name)).step();
    if (!row) failed = row.error();
    return row && *row ? entity->string(0) : std::string();
  };
  auto outcome = review::apply(linked, reviews, context);
  if (failed) return *failed;

  STORE_TRY(forget(db, linked, only));
  auto base = db.prepare("INSERT INTO event_bases (id, record) VALUES (?, ?)");
  if (!base) return base.error();
  auto base_claim = db.prepare("INSERT OR IGNORE INTO event_base_claims (document, claim, event) VALUES (?, ?, ?)");
  if (!base_claim) return base_claim.error();
  for (const Event& e : linked) {
    if (!std::binary_search(outcome.touched.begin(), outcome.touched.end(), e.id)) continue;
    STORE_TRY(base->bind(e.id, record::event_json(e)).run());
    for (const auto& ref : e.claims) STORE_TRY(base_claim->bind(ref.doc, ref.claim, e.id).run());
  }
  auto state = db.prepare("UPDATE reviews SET state = ?, note = ? WHERE id = ?");
  if (!state) return state.error();
  for (const auto& [id, now] : outcome.states) STORE_TRY(state->bind(now.holds ? "stands" : "orphaned", known(now.note), id).run());
  auto claim = db.prepare("UPDATE claims SET review = ? WHERE document = ? AND claim = ?");
  if (!claim) return claim.error();
  for (const auto& [ref, what] : outcome.claims) STORE_TRY(claim->bind(what, ref.doc, ref.claim).run());
  return outcome;
}

Result<ReviewRow> Ledger::add_review(const ReviewRequest& request, const std::string& began, const link::Wholes& wholes) {
  auto& db = state_->db;
  STORE_TRY(state_->prepare_to_write());
  // What a person decided is on disk before he is told so.
  STORE_TRY(db.run("PRAGMA synchronous = FULL"));
  std::string id;
  auto done = transaction(db, [&]() -> Result<void> {
    if (!request.key.empty()) {
      auto known = load(db, "WHERE id = ?1", id_of_key(request.key));
      if (!known) return known.error();
      if (!known->empty()) {
        id = known->front().review.id;
        return {};
      }
    }
    auto linked = db.text("SELECT value FROM meta WHERE key = 'linked'");
    if (!linked) return linked.error();
    if (*linked != "1") return Error{"ledger.unlinked", "", "documents came to " + path() + " whose claims are not joined yet; let `deconflict ingest` finish (or run it again), then review"};
    auto written = state_->time_of_writing(began);
    if (!written) return written.error();
    const std::string& now = *written;
    auto review = Writing(db, request, now).write();
    if (!review) return review.error();
    id = review->id;
    Reach reach(
        db, [&](const ClaimKey& key) { return state_->find_claim(key); }, [&](const std::string& kept) { return load(db, "WHERE id = ?1", kept); });
    STORE_TRY(reach.prepare());
    STORE_TRY(reach.add(*review));
    if (review->action == Action::undo) {
      auto undone = load(db, "WHERE id = ?1", review->undoes);
      if (!undone) return undone.error();
      for (const auto& row : *undone) STORE_TRY(reach.add(row.review));
    }
    STORE_TRY(reach.spread());
    auto reviews = state_->standing_reviews(&reach.reviews);
    if (!reviews) return reviews.error();
    auto affected = affected_by(db, *reviews, reach.claims);
    if (!affected) return affected.error();
    auto standing = state_->overlay(affected->linked, *reviews, wholes, &reach.claims);
    if (!standing) return standing.error();
    auto build = db.text("SELECT value FROM meta WHERE key = 'linked_build'");
    if (!build) return build.error();
    auto exchange = Exchange::begin(db);
    if (!exchange) return exchange.error();
    for (const Event& e : standing->events) STORE_TRY(exchange->offer(e));
    return exchange->finish(&affected->standing, standing->removed, *build, now);
  });
  if (!done) return done.error();
  auto rows = load(db, "WHERE id = ?1", id);
  if (!rows) return rows.error();
  return rows->front();
}

Result<std::vector<ReviewRow>> Ledger::reviews() { return load(state_->db, ""); }

Result<std::vector<ReviewRow>> Ledger::reviews_of(const std::string& event) {
  auto& db = state_->db;
  std::set<ClaimRef> claims;
  std::set<std::string> texts;  // ids and hashes of its documents: no claim of another can be one of its own
  auto list = db.prepare("SELECT l.document, l.claim, d.sha256 FROM event_claims l JOIN documents d ON d.id = l.document WHERE l.event = ?");
  if (!list) return list.error();
  list->bind(event);
  for (;;) {
    auto row = list->step();
    if (!row) return row.error();
    if (!*row) break;
    claims.insert({list->string(0), list->string(1)});
    texts.insert({list->string(0), list->string(2)});
  }
  const std::string near =
      "(SELECT id FROM reviews WHERE instr(' ' || target || ' ', ' ' || ?1 || ' ') > 0 UNION SELECT review FROM review_claims WHERE document IN (SELECT document FROM event_claims WHERE event = ?1) "
      "OR sha256 IN (SELECT d.sha256 FROM event_claims l JOIN documents d ON d.id = l.document WHERE l.event = ?1))";
  auto rows = load(db, "WHERE id IN " + near + " OR undoes IN " + near, event);
  if (!rows) return rows.error();
  std::set<std::string> found;
  std::vector<ReviewRow> out;
  for (auto& row : *rows) {
    const Review& r = row.review;
    bool of_it = r.action == Action::undo ? found.contains(r.undoes) : (' ' + r.target + ' ').find(' ' + event + ' ') != std::string::npos;
    for (const auto& part : r.parts)
      for (const auto& key : part) {
        if (of_it) break;
        if (!texts.contains(key.document) && !texts.contains(key.sha256)) continue;
        auto now = state_->find_claim(key);
        if (!now) return now.error();
        of_it = *now && claims.contains(**now);
      }
    if (!of_it) continue;
    found.insert(r.id);
    out.push_back(std::move(row));
  }
  return out;
}

Result<std::vector<std::string>> Ledger::events_of(const review::Review& review) {
  std::vector<std::string> events;
  for (const auto& part : review.parts)
    for (const auto& key : part) {
      auto claim = state_->find_claim(key);
      if (!claim) return claim.error();
      if (!*claim) continue;
      auto event = event_of(**claim);
      if (!event) return event.error();
      if (!event->empty() && std::find(events.begin(), events.end(), *event) == events.end()) events.push_back(std::move(*event));
    }
  return events;
}

Result<std::map<std::string, std::size_t>> Ledger::accepted_claims() {
  auto s = state_->db.prepare("SELECT r.id, count(*) FROM reviews r JOIN review_claims c ON c.review = r.id WHERE r.action = 'accept' AND NOT r.on_claim AND r.state = 'stands' GROUP BY r.id");
  if (!s) return s.error();
  std::map<std::string, std::size_t> out;
  for (;;) {
    auto row = s->step();
    if (!row) return row.error();
    if (!*row) return out;
    out.emplace(s->string(0), static_cast<std::size_t>(s->integer(1)));
  }
}

}  // namespace deconflict::store
