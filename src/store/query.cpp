#include <algorithm>
#include <set>

#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "record/record.h"
#include "store/conditions.h"
#include "store/event_search.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

Result<void> add_named(Database& db, Where& where, const std::string& column, const std::string& wanted) {
  const std::string folded = utf8::fold(wanted);
  std::string any = "instr(" + column + ", ?) > 0";
  std::vector<std::string> values = {folded};
  auto members = ids_named(db, folded);
  if (!members) return members.error();
  for (const auto& id : *members) {
    any += " OR instr(" + column + ", ?) > 0";
    values.push_back("|" + id + "|");
  }
  where.add("(" + any + ")");
  for (auto& v : values) where.value(std::move(v));
  return {};
}

void add_containing(Where& where, const std::string& columns, const std::string& wanted) {
  where.add("instr(fold(" + columns + "), ?) > 0");
  where.value(utf8::fold(wanted));
}

std::string page_of(const Filter& f, bool in_sql) {
  if (!in_sql || (f.limit == SIZE_MAX && f.offset == 0)) return {};
  const std::string limit = f.limit > static_cast<std::size_t>(INT64_MAX) ? "-1" : std::to_string(f.limit);
  return " LIMIT " + limit + " OFFSET " + std::to_string(std::min(f.offset, static_cast<std::size_t>(INT64_MAX)));
}

/// Limit and offset where more is asked after the query, as a shape does; else SQL has done it.
class Page {
 public:
  Page(const Filter& f, bool counts) : skip_(counts ? f.offset : 0), left_(counts ? f.limit : SIZE_MAX), counts_(counts) {}
  /// Another row came: does it lie behind the offset?
  bool takes() {
    if (skip_ == 0) return true;
    --skip_;
    return false;
  }
  bool full() {
    if (!counts_) return false;
    if (left_ == 0) return true;
    --left_;
    return false;
  }

 private:
  std::size_t skip_, left_;
  bool counts_;
};

std::vector<Realis> parse_realis(std::string_view list) {
  std::vector<Realis> out;
  for (const auto& word : split_list(list, ';'))
    if (const auto realis = parse_name<Realis>(word)) out.push_back(*realis);
  return out;
}

constexpr const char* kEventSelect = "record, realis, background, evidence, content, valid_from, valid_to";

Error unreadable(const std::string& path, const Error& why) { return {"ledger.corrupt", path, "an event in the ledger cannot be read: " + why.message}; }

/// The event that the statement comes to next; nothing behind the last.
Result<std::optional<EventRow>> next_event(Statement& s, const std::string& path) {
  auto more = s.step();
  if (!more) return more.error();
  if (!*more) return std::optional<EventRow>();
  auto event = record::parse_event(s.text(0));
  if (!event) return unreadable(path, event.error());
  return std::optional<EventRow>({std::move(*event), parse_realis(s.text(1)), s.integer(2) != 0, s.string(3), s.string(4), s.string(5), s.string(6)});
}

const char* order_of(Filter::Order order) {
  switch (order) {
    case Filter::Order::id: return " ORDER BY id";
    case Filter::Order::newest: return " ORDER BY when_begin IS NULL, when_begin DESC, id";
    case Filter::Order::oldest: return " ORDER BY when_begin IS NULL, when_begin, id";
    case Filter::Order::voices: return " ORDER BY n_voices DESC, n_claims DESC, id";
    case Filter::Order::stored: return "";
  }
  return " ORDER BY id";
}

bool asks_nothing(const Filter& f) {
  return f.text.empty() && f.kinds.empty() && f.actor.empty() && f.voice.empty() && f.place.empty() && f.document.empty() && !f.box && !shaped(f) && f.from.empty() && f.to.empty() &&
         f.place_precisions.empty() && f.time_precisions.empty() && !f.contested;
}

constexpr const char* kDocumentSelect =
    "SELECT d.id, sha256, title, outlet, url, published, language, n_claims, source, source_sha256, program, knowledge, model, gazetteer FROM documents d LEFT JOIN builds b ON b.id = d.build";

std::vector<std::string> ids_of(Statement& s, std::string_view prefix, std::size_t limit, Error& failed) {
  std::vector<std::string> ids;
  s.bind(prefix);
  while (ids.size() < limit) {
    auto row = s.step();
    if (!row) failed = row.error();
    if (!row || !*row || !s.text(0).starts_with(prefix)) break;
    ids.push_back(s.string(0));
  }
  s.reset();
  return ids;
}

}  // namespace

Result<void> Ledger::State::each_row(const std::vector<std::int64_t>& rows, const std::function<bool(EventRow&&)>& one) {
  auto s = db.prepare(std::string("SELECT ") + kEventSelect + " FROM events WHERE fid = ?");
  if (!s) return s.error();
  for (const auto fid : rows) {
    s->bind(fid);
    auto row = next_event(*s, db.path());
    if (!row) return row.error();
    if (*row && !one(std::move(**row))) return {};
  }
  return {};
}

Result<void> Ledger::State::each_as_of(const Filter& f, const std::function<bool(EventRow&&)>& one) {
  Where where;
  // Rows opened by then, and not closed by then.
  const std::string columns = "id, kind, when_begin, when_end, time_precision, place, admin1, country, lat, lon, place_precision, contested, actor_keys, voice_keys, n_voices, n_claims, record, realis, background, evidence, content, valid_from, ";
  const std::string from = "(SELECT " + columns + "NULL AS valid_to FROM events WHERE valid_from <= ? UNION ALL SELECT " + columns + "valid_to FROM events_history WHERE valid_from <= ? AND valid_to > ?)";
  for (int i = 0; i < 3; ++i) where.value(moment(f.as_of));
  for (const auto& word : split_list(utf8::fold(f.text), ' ')) {
    where.add("(instr(fold(record), ?) > 0 OR instr(fold(evidence), ?) > 0)");
    where.value(word);
    where.value(word);
  }
  add_any_of(where, "kind", f.kinds);
  add_any_of(where, "place_precision", f.place_precisions);
  add_any_of(where, "time_precision", f.time_precisions);
  if (!f.actor.empty()) STORE_TRY(add_named(db, where, "actor_keys", f.actor));
  if (!f.voice.empty()) STORE_TRY(add_named(db, where, "voice_keys", f.voice));
  if (!f.place.empty()) add_containing(where, "coalesce(place, '') || '|' || coalesce(admin1, '') || '|' || coalesce(country, '')", f.place);
  if (!f.document.empty()) {
    where.add("id IN (SELECT event FROM event_claims WHERE document = ?)");
    where.value(f.document);
  }
  for (const auto& box : boxes_of(f)) add_box(where, box);
  if (!f.from.empty()) {
    where.add("coalesce(when_end, when_begin) >= ?");
    where.value(f.from);
  }
  if (!f.to.empty()) {
    where.add("when_begin <= ?");
    where.value(f.to);
  }
  if (f.contested) where.add("contested");
  auto s = db.prepare(std::string("SELECT ") + kEventSelect + " FROM " + from + where.text() + order_of(f.order) + page_of(f, !shaped(f)));
  if (!s) return s.error();
  where.bind(*s);
  Page page(f, shaped(f));
  for (;;) {
    auto row = next_event(*s, db.path());
    if (!row) return row.error();
    if (!*row) return {};
    const auto& place = (*row)->event.place;
    if (shaped(f) && (!place || !lies_in_shape(f, place->lat, place->lon) || !page.takes())) continue;
    if (page.full() || !one(std::move(**row))) return {};
  }
}

Result<void> Ledger::each_event(const Filter& f, const std::function<bool(EventRow&&)>& one) {
  auto& db = state_->db;
  if (!f.as_of.empty()) return state_->each_as_of(f, one);
  if (asks_nothing(f) && (f.order == Filter::Order::id || f.order == Filter::Order::stored)) {
    auto s = db.prepare(std::string("SELECT ") + kEventSelect + " FROM events" + order_of(f.order) + page_of(f, true));
    if (!s) return s.error();
    for (;;) {
      auto row = next_event(*s, path());
      if (!row) return row.error();
      if (!*row || !one(std::move(**row))) return {};
    }
  }
  // Found and read in one snapshot, whoever writes meanwhile.
  const bool own = !db.in_transaction();
  if (own) STORE_TRY(db.run("BEGIN"));
  auto found = search_events(db, f);
  Result<void> done = found ? state_->each_row(*found, one) : found.error();
  if (own && db.in_transaction()) {
    auto ended = db.run("COMMIT");
    if (done) done = std::move(ended);
  }
  return done;
}

Result<EventRow> StoredEvent::brief(const std::string& path) const {
  auto event = record::parse_event(record, record::EventDetail::brief);
  if (!event) return unreadable(path, event.error());
  return EventRow{std::move(*event), parse_realis(realis), background, evidence, content, {}, {}};
}

Result<void> Ledger::each_stored_event(const std::function<bool(StoredEvent&&)>& one) {
  auto s = state_->db.prepare("SELECT record, realis, evidence, content, background FROM events");
  if (!s) return s.error();
  for (;;) {
    auto row = s->step();
    if (!row) return row.error();
    if (!*row || !one({s->string(0), s->string(1), s->string(2), s->string(3), s->integer(4) != 0})) return {};
  }
}

Result<EventMarks> Ledger::event_marks() {
  auto opened = state_->db.integer("SELECT max(fid) FROM events");
  if (!opened) return opened.error();
  auto closed = state_->db.integer("SELECT max(fid) FROM events_history");
  if (!closed) return closed.error();
  return EventMarks{*opened, *closed};
}

Result<std::vector<std::string>> Ledger::closed_since(const EventMarks& marks) {
  auto s = state_->db.prepare("SELECT id FROM events_history WHERE fid > ?");
  if (!s) return s.error();
  s->bind(marks.closed);
  return s->strings();
}

Result<void> Ledger::each_event_since(const EventMarks& marks, const std::function<void(EventRow&&)>& one) {
  auto s = state_->db.prepare(std::string("SELECT ") + kEventSelect + " FROM events WHERE fid > ? ORDER BY id");
  if (!s) return s.error();
  s->bind(marks.opened);
  for (;;) {
    auto row = next_event(*s, path());
    if (!row) return row.error();
    if (!*row) return {};
    one(std::move(**row));
  }
}

Result<std::vector<EventRow>> Ledger::events(const Filter& f) {
  std::vector<EventRow> rows;
  auto done = each_event(f, [&](EventRow&& row) {
    rows.push_back(std::move(row));
    return true;
  });
  if (!done) return done.error();
  return rows;
}

Result<void> Ledger::each_claim(const Filter& f, const std::function<bool(ClaimRow&&)>& one) {
  auto& db = state_->db;
  Where where;
  where.add("1");
  if (!f.text.empty()) {
    where.add("c.fid IN (SELECT rowid FROM claim_text WHERE claim_text MATCH ?)");
    where.value(match_words(f.text));
  }
  add_any_of(where, "kind", f.kinds);
  add_any_of(where, "place_precision", f.place_precisions);
  add_any_of(where, "time_precision", f.time_precisions);
  if (!f.actor.empty())
    if (auto r = add_named(db, where, "c.actor_keys", f.actor); !r) return r.error();
  if (!f.voice.empty())
    if (auto r = add_named(db, where, "c.voice_keys", f.voice); !r) return r.error();
  if (!f.place.empty()) add_containing(where, "coalesce(c.place, '')", f.place);
  if (!f.document.empty()) {
    where.add("c.document = ?");
    where.value(f.document);
  }
  for (const auto& box : boxes_of(f)) add_box(where, box);
  // A value such as "2017-09" or "2017-W38" is compared as text: the days of 2017-09 lie between 2017-09 and 2017-10.
  if (!f.from.empty()) {
    where.add("c.time_value >= ?");
    where.value(f.from);
  }
  if (!f.to.empty()) {
    where.add("substr(c.time_value, 1, 10) <= ?");
    where.value(f.to);
  }
  if (f.contested) where.add("e.event IN (SELECT event FROM contradictions)");
  auto s = db.prepare(
      "SELECT c.document, d.outlet, d.published, d.url, c.claim, c.kind, c.evidence, c.trigger_words, c.evidence_begin, c.evidence_end, c.actors, c.recipients, c.place, c.place_precision, "
      "c.lat, c.lon, c.time_value, c.time_precision, c.time_basis, c.counts, c.voices, c.realis, c.background, c.responsibility, c.confidence, c.plover_event, c.plover_mode, c.cameo, "
      "c.acled_event, c.acled_sub_event, e.event, c.record, c.review FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN event_claims e ON e.document = c.document AND e.claim = c.claim" +
      where.text() + " ORDER BY c.document, CAST(substr(c.claim, 2) AS INTEGER), c.claim, e.event" + page_of(f, !shaped(f)));
  if (!s) return s.error();
  where.bind(*s);
  Page page(f, shaped(f));
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return {};
    ClaimRow r;
    int at = 0;
    for (std::string* field : {&r.document, &r.outlet, &r.published, &r.url, &r.claim, &r.kind, &r.evidence, &r.trigger}) *field = s->string(at++);
    r.span = {static_cast<std::uint32_t>(s->integer(8)), static_cast<std::uint32_t>(s->integer(9))};
    at = 10;
    for (std::string* field : {&r.actors, &r.recipients, &r.place, &r.place_precision}) *field = s->string(at++);
    if (!s->null(14)) r.lat = s->real(14);
    if (!s->null(15)) r.lon = s->real(15);
    at = 16;
    for (std::string* field : {&r.time_value, &r.time_precision, &r.time_basis, &r.counts, &r.voices, &r.realis}) *field = s->string(at++);
    r.background = s->integer(22) != 0;
    r.responsibility = s->integer(23) != 0;
    r.confidence = s->real(24);
    at = 25;
    for (std::string* field : {&r.plover_event, &r.plover_mode, &r.cameo, &r.acled_event, &r.acled_sub_event, &r.event, &r.record, &r.review}) *field = s->string(at++);
    if (shaped(f) && (!lies_in_shape(f, r.lat, r.lon) || !page.takes())) continue;
    if (page.full() || !one(std::move(r))) return {};
  }
}

Result<std::vector<std::string>> Ledger::kinds() {
  auto s = state_->db.prepare("SELECT kind FROM claims UNION SELECT kind FROM events UNION SELECT kind FROM events_history");
  if (!s) return s.error();
  return s->strings();
}

Result<std::vector<ClaimRow>> Ledger::claims(const Filter& f) {
  std::vector<ClaimRow> rows;
  auto done = each_claim(f, [&](ClaimRow&& row) {
    rows.push_back(std::move(row));
    return true;
  });
  if (!done) return done.error();
  return rows;
}

namespace {

/// What a filter asks of the claims of a document, where it asks for documents; nothing where it asks for none of it.
std::optional<Filter> asked_of_claims(const Filter& f) {
  if (f.kinds.empty() && f.actor.empty() && f.place.empty() && !f.box && !shaped(f) && f.place_precisions.empty() && f.time_precisions.empty() && !f.contested) return std::nullopt;
  Filter claims = f;
  claims.text = claims.voice = claims.from = claims.to = claims.as_of = {};
  claims.limit = SIZE_MAX;
  claims.offset = 0;
  return claims;
}

}  // namespace

Result<std::vector<DocumentRow>> Ledger::documents(const Filter& f) {
  std::set<std::string> tell_of_it;
  const auto asked = asked_of_claims(f);
  if (asked)
    STORE_TRY(each_claim(*asked, [&](ClaimRow&& claim) {
      tell_of_it.insert(std::move(claim.document));
      return true;
    }));
  Where where;
  if (!f.text.empty()) {
    where.add("d.fid IN (SELECT rowid FROM document_text WHERE document_text MATCH ?)");
    where.value(match_words(f.text));
  }
  if (!f.voice.empty()) add_containing(where, "coalesce(outlet, '')", f.voice);
  if (!f.document.empty()) {
    where.add("d.id = ?");
    where.value(f.document);
  }
  if (!f.from.empty()) {
    where.add("published >= ?");
    where.value(f.from);
  }
  if (!f.to.empty()) {
    where.add("published <= ?");
    where.value(f.to);
  }
  auto s = state_->db.prepare(kDocumentSelect + where.text() + " ORDER BY d.id" + page_of(f, !asked));
  if (!s) return s.error();
  where.bind(*s);
  std::vector<DocumentRow> rows;
  Page page(f, asked.has_value());
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) break;
    if (asked && (!tell_of_it.contains(s->string(0)) || !page.takes())) continue;
    if (page.full()) break;
    DocumentRow r;
    int at = 0;
    for (std::string* field : {&r.id, &r.sha256, &r.title, &r.outlet, &r.url, &r.published, &r.language}) *field = s->string(at++);
    r.claims = static_cast<std::uint64_t>(s->integer(7));
    at = 8;
    for (std::string* field : {&r.origin.source, &r.origin.sha256, &r.provenance.program, &r.provenance.knowledge, &r.provenance.model, &r.provenance.gazetteer}) *field = s->string(at++);
    rows.push_back(std::move(r));
  }
  return rows;
}

Result<std::vector<Problem>> Ledger::problems(std::size_t limit, std::size_t offset) {
  Filter page;
  page.limit = limit;
  page.offset = offset;
  auto s = state_->db.prepare("SELECT source, code, place, message FROM problems ORDER BY source, place, code, message" + page_of(page, true));
  if (!s) return s.error();
  std::vector<Problem> rows;
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return rows;
    rows.push_back({s->string(0), {s->string(1), s->string(2), s->string(3)}});
  }
}

Result<std::unique_ptr<EventRow>> Ledger::event(const std::string& id, const std::string& as_of) {
  std::string sql = std::string("SELECT ") + kEventSelect + " FROM events WHERE id = ?1";
  if (!as_of.empty()) sql += " AND valid_from <= ?2 UNION ALL SELECT " + std::string(kEventSelect) + " FROM events_history WHERE id = ?1 AND valid_from <= ?2 AND valid_to > ?2";
  auto s = state_->db.prepare(sql);
  if (!s) return s.error();
  s->bind(id);
  if (!as_of.empty()) s->put(2, moment(as_of));
  auto row = next_event(*s, path());
  if (!row) return row.error();
  return *row ? std::make_unique<EventRow>(std::move(**row)) : nullptr;
}

Result<void> Ledger::State::each_state(const std::string& columns, const std::string& table, const std::string& as_of, const std::function<void(const Statement&)>& one) {
  const std::string select = "SELECT " + columns + " FROM " + table;
  auto s = db.prepare(as_of.empty() ? select + " ORDER BY id" : select + " WHERE valid_from <= ?1 UNION ALL " + select + "_history WHERE valid_from <= ?1 AND valid_to > ?1 ORDER BY id");
  if (!s) return s.error();
  if (!as_of.empty()) s->bind(moment(as_of));
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return {};
    one(*s);
  }
}

Result<void> Ledger::each_event_content(const std::string& as_of, const std::function<void(const std::string&, const std::string&)>& one) {
  return state_->each_state("id, content", "events", as_of, [&](const Statement& s) { one(s.string(0), s.string(1)); });
}

Result<void> Ledger::each_document_state(const std::string& as_of, const std::function<void(const std::string&, const std::string&, const std::string&)>& one) {
  return state_->each_state("id, input, build", "documents", as_of, [&](const Statement& s) { one(s.string(0), s.string(1), s.string(2)); });
}

Result<std::string> Ledger::ended(const std::string& event, const std::string& as_of) {
  auto s = state_->db.prepare("SELECT ended FROM events_history WHERE id = ? AND valid_to <= ? ORDER BY valid_to DESC, fid DESC LIMIT 1");
  if (!s) return s.error();
  auto there = s->bind(event, as_of.empty() ? std::string("9999-12-31") : moment(as_of)).step();
  if (!there) return there.error();
  return *there ? s->string(0) : std::string();
}

Result<std::string> Ledger::build_in_words(const std::string& build) {
  auto s = state_->db.prepare("SELECT program, model, knowledge, gazetteer FROM builds WHERE id = ?");
  if (!s) return s.error();
  auto there = s->bind(build).step();
  if (!there) return there.error();
  if (!*there) return std::string("not known");
  return s->string(0) + ", model " + s->string(1) + ", knowledge " + s->string(2) + (s->text(3).empty() ? "" : ", gazetteer " + s->string(3));
}

Result<std::unique_ptr<StoredDocument>> Ledger::document(const std::string& id) {
  auto s = state_->db.prepare(
      "SELECT d.text, d.title, d.url, d.outlet, d.published, d.language, d.sha256, d.source, d.source_sha256, b.program, b.knowledge, b.model, a.record, b.gazetteer "
      "FROM documents d JOIN annotations a ON a.document = d.id LEFT JOIN builds b ON b.id = d.build WHERE d.id = ?");
  if (!s) return s.error();
  auto there = s->bind(id).step();
  if (!there) return there.error();
  if (!*there) return std::unique_ptr<StoredDocument>();
  auto annotation = record::parse_annotation(s->text(12));
  if (!annotation) return Error{"ledger.corrupt", path(), "the annotation of document '" + id + "' cannot be read: " + annotation.error().message};
  auto stored = std::make_unique<StoredDocument>();
  stored->document = std::make_unique<Document>(Document{id, s->string(0), s->string(1), s->string(2), s->string(3), s->string(4), s->string(5)});
  stored->sha256 = s->string(6);
  stored->origin = {s->string(7), s->string(8)};
  stored->provenance = {s->string(9), s->string(10), s->string(11), s->string(13), {}};
  stored->annotation = std::move(*annotation);
  stored->annotation.text = stored->document->text;
  return stored;
}

Result<std::vector<std::string>> Ledger::event_ids(std::string_view prefix, std::size_t limit) {
  auto s = state_->db.prepare("SELECT id FROM events WHERE id >= ? ORDER BY id");
  if (!s) return s.error();
  Error failed;
  auto ids = ids_of(*s, prefix, limit, failed);
  if (!failed.code.empty()) return failed;
  return ids;
}

Result<std::vector<std::string>> Ledger::document_ids(std::string_view prefix, std::size_t limit) {
  auto s = state_->db.prepare("SELECT id FROM documents WHERE id >= ? ORDER BY id");
  if (!s) return s.error();
  Error failed;
  auto ids = ids_of(*s, prefix, limit, failed);
  if (!failed.code.empty()) return failed;
  return ids;
}

Result<std::string> Ledger::event_of(const ClaimRef& claim) {
  auto s = state_->db.prepare("SELECT event FROM event_claims WHERE document = ? AND claim = ? ORDER BY event");
  if (!s) return s.error();
  auto there = s->bind(claim.doc, claim.claim).step();
  if (!there) return there.error();
  return *there ? s->string(0) : std::string();
}

}  // namespace deconflict::store
