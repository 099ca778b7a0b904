#include "store/exchange.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"
#include "record/record.h"
#include "store/geometry.h"
#include "store/ledger.h"
#include "store/schema.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

/// "doc.txt#c1; other.txt#c3"
std::string refs_in_words(const std::vector<ClaimRef>& refs) {
  std::string out;
  for (const auto& r : refs) {
    if (!out.empty()) out += "; ";
    out += r.doc + "#" + r.claim;
  }
  return out;
}

const EventCount* count_of(const Event& e, std::string_view what) {
  const auto found = std::find_if(e.counts.begin(), e.counts.end(), [&](const EventCount& c) { return c.what == what; });
  return found == e.counts.end() ? nullptr : &*found;
}

std::string in_words(std::string label) {
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

std::string realis_in_words(const std::set<Realis>& realis) {
  std::string out;
  for (const Realis r : realis) {
    if (!out.empty()) out += "; ";
    out += name_of(r);
  }
  return out;
}

Result<Told> told_by(Statement& claim, const Event& e) {
  Told told;
  told.words = in_words(e.kind);
  for (const auto& a : e.actors) told.words += "\n" + a.name;
  for (const auto& v : e.voices) told.words += "\n" + v.name;
  if (e.place) told.words += "\n" + e.place->name + "\n" + e.place->admin1;
  for (std::size_t i = 0; i < e.claims.size(); ++i) {
    auto row = claim.bind(e.claims[i].doc, e.claims[i].claim).step();
    if (!row) return row.error();
    if (!*row) continue;
    if (const auto realis = parse_name<Realis>(claim.text(0))) told.realis.insert(*realis);
    told.background = told.background && claim.integer(1) != 0;
    if (told.evidence.empty()) told.evidence = claim.text(2);
    told.words.append("\n").append(claim.text(2));
  }
  claim.reset();
  return told;
}

std::string content_hash(const std::string& record, const Told& told) {
  return hex(hash64(record + '\0' + realis_in_words(told.realis) + (told.background ? "1" : "0") + '\0' + told.words));
}

/// "corrected; accepted": what was decided about an event, each once.
std::string reviewed_in_words(const Event& e) {
  std::vector<std::string> words;
  for (const auto& r : e.reviews) {
    const bool whole = r.action.find(' ') == std::string::npos;
    const std::string verb = r.action.substr(0, r.action.find(' '));
    const std::string done = verb == "merge" ? "merged" : verb == "split" ? "split" : verb + "ed";
    words.push_back(whole ? done : "claim " + done);
  }
  return join_names(words);
}

constexpr std::string_view kColumns =
    "id, kind, when_begin, when_end, time_precision, place, admin1, country, lat, lon, place_precision, geonameid, actors, recipients, killed_low, killed_best, killed_high, injured_low, "
    "injured_best, injured_high, voices, n_voices, n_claims, n_documents, contested, contradictions, realis, background, evidence, actor_keys, voice_keys, content, record, valid_from, build, review";

/// Why an event that was offered anew gives way to itself.
std::string why_again(const Event& e) {
  return e.reviews.empty() ? "told anew" : "reviewed: " + e.reviews.back().review + " by " + e.reviews.back().author;
}

}  // namespace

Result<Exchange> Exchange::begin(Database& db) {
  // Temporary tables lie in a file of SQLite's own: the records of all events may be more than memory holds.
  STORE_TRY(db.run(
      "CREATE TEMP TABLE IF NOT EXISTS offered (id TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, content TEXT NOT NULL, again TEXT, record TEXT);\n"
      "CREATE TEMP TABLE IF NOT EXISTS ceased (event TEXT NOT NULL, document TEXT NOT NULL, claim TEXT NOT NULL);\n"
      "CREATE INDEX IF NOT EXISTS temp.ceased_event ON ceased (event)"));
  Exchange made(db);
  std::string marks;
  for (auto n = std::count(kColumns.begin(), kColumns.end(), ','); n >= 0; --n) marks += "?, ";
  const std::pair<Statement*, std::string> all[] = {
      {&made.claim_, "SELECT realis, background, evidence FROM claims WHERE document = ? AND claim = ?"},
      {&made.stands_, "SELECT content FROM events WHERE id = ?"},
      {&made.offer_, "INSERT INTO offered (id, day, content, again, record) VALUES (?, ?, ?, ?, ?)"},
      {&made.insert_, "INSERT INTO events (" + std::string(kColumns) + ", geom) VALUES (" + marks + "?)"},
  };
  for (const auto& [statement, sql] : all) {
    auto prepared = db.prepare(sql);
    if (!prepared) return prepared.error();
    *statement = std::move(*prepared);
  }
  STORE_TRY(made.forget());
  return made;
}

Result<void> Exchange::forget() { return db_->run("DELETE FROM offered; DELETE FROM ceased"); }

Result<void> Exchange::offer(const Event& e) {
  auto told = told_by(claim_, e);
  if (!told) return told.error();
  const std::string record = record::event_json(e);
  const std::string content = content_hash(record, *told);
  auto there = stands_.bind(e.id).step();
  if (!there) return there.error();
  const bool changed = !*there || stands_.text(0) != content;
  stands_.reset();
  return offer_.bind(e.id, e.time.begin, content, known(changed ? why_again(e) : std::string()), known(changed ? record : std::string())).run();
}

Result<void> Exchange::close(const std::string& id, const std::string& ended, const std::string& now) {
  Database& db = *db_;
  const std::string columns(kColumns);
  auto keep = db.prepare("INSERT INTO events_history (" + columns + ", valid_to, ended) SELECT " + columns + ", ?2, ?3 FROM events WHERE id = ?1");
  if (!keep) return keep.error();
  STORE_TRY(keep->bind(id, now, ended).run());
  auto row = db.prepare("SELECT fid FROM events WHERE id = ?");
  if (!row) return row.error();
  auto there = row->bind(id).step();
  if (!there) return there.error();
  if (*there) STORE_TRY(index_.drop(row->integer(0)));
  row->reset();
  for (const char* sql : {"DELETE FROM events WHERE id = ?", "DELETE FROM event_areas WHERE event = ?", "DELETE FROM event_claims WHERE event = ?",
                          "DELETE FROM event_links WHERE event = ?", "DELETE FROM contradictions WHERE event = ?"}) {
    auto s = db.prepare(sql);
    if (!s) return s.error();
    STORE_TRY(s->bind(id).run());
  }
  return {};
}

Result<void> Exchange::put_parts(const Event& e) {
  Database& db = *db_;
  auto claim = db.prepare("INSERT OR IGNORE INTO event_claims (event, document, claim) VALUES (?, ?, ?)");
  if (!claim) return claim.error();
  for (const auto& r : e.claims) STORE_TRY(claim->bind(e.id, r.doc, r.claim).run());
  auto why = db.prepare("INSERT INTO event_links (event, document_a, claim_a, document_b, claim_b, score, reasons) VALUES (?, ?, ?, ?, ?, ?, ?)");
  if (!why) return why.error();
  for (const auto& w : e.why) {
    std::string reasons;
    for (const auto& r : w.reasons) reasons += (reasons.empty() ? "" : "; ") + r;
    STORE_TRY(why->bind(e.id, w.a.doc, w.a.claim, w.b.doc, w.b.claim, w.score, reasons).run());
  }
  auto rival = db.prepare("INSERT INTO contradictions (event, field, value, voices, claims) VALUES (?, ?, ?, ?, ?)");
  if (!rival) return rival.error();
  for (const auto& c : e.contradictions)
    for (const auto& v : c.values) STORE_TRY(rival->bind(e.id, c.field, v.value, known(join_names(v.voices)), refs_in_words(v.claims)).run());
  if (!e.place || e.place->geometry.empty()) return {};
  const std::string blob = multipolygon_blob(e.place->geometry);
  if (blob.empty()) return {};
  auto area = db.prepare("INSERT INTO event_areas (event, kind, place, place_precision, when_begin, geom) VALUES (?, ?, ?, ?, ?, ?)");
  if (!area) return area.error();
  area->bind(e.id, e.kind, e.place->name, name_of(e.place->precision), known(e.time.begin)).put_blob(6, blob);
  return area->run();
}

/// Why an event ceased, in words: its claims went elsewhere, or are read no more.
Result<std::string> Exchange::where_it_went(const std::string& id) {
  auto claims = db_->prepare("SELECT document, claim FROM ceased WHERE event = ? ORDER BY rowid");
  auto home = db_->prepare("SELECT event FROM event_claims WHERE document = ? AND claim = ?");
  if (!claims) return claims.error();
  if (!home) return home.error();
  claims->bind(id);
  std::vector<std::string> into;
  std::set<std::string> lost;
  for (;;) {
    auto row = claims->step();
    if (!row) return row.error();
    if (!*row) break;
    auto found = home->bind(claims->text(0), claims->text(1)).step();
    if (!found) return found.error();
    if (!*found) lost.insert(claims->string(0));
    else if (auto event = home->string(0); std::find(into.begin(), into.end(), event) == into.end()) into.push_back(std::move(event));
  }
  if (into.empty()) return "no claim tells of it any more" + std::string(lost.empty() ? "" : ": " + *lost.begin() + " was read anew" + (lost.size() > 1 ? ", with others" : ""));
  std::string list;
  for (const auto& event : into) list += (list.empty() ? "" : ", ") + event;
  return (into.size() == 1 ? "joined into " : "its claims went to ") + list;
}

Result<std::vector<std::string>> Exchange::not_offered(const std::set<std::string>* scope) {
  const std::string changed = "SELECT id FROM events WHERE id NOT IN (SELECT id FROM offered WHERE record IS NULL)";
  if (scope == nullptr) {
    auto rows = db_->prepare(changed + " ORDER BY id");
    return rows ? rows->strings() : rows.error();
  }
  auto row = db_->prepare("SELECT 1 FROM events WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM offered WHERE id = ?1 AND record IS NULL)");
  if (!row) return row.error();
  std::vector<std::string> out;
  for (const auto& id : *scope) {
    auto there = row->bind(id).step();
    if (!there) return there.error();
    if (*there) out.push_back(id);
  }
  return out;
}

Result<void> Exchange::finish(const std::set<std::string>* scope, const std::map<std::string, std::string>& removed, const std::string& build, const std::string& now) {
  auto index = EventIndex::open(*db_);
  if (!index) return index.error();
  index_ = std::move(*index);
  auto old = not_offered(scope);
  if (!old) return old.error();
  auto again = db_->prepare("SELECT again FROM offered WHERE id = ?");
  auto keep = db_->prepare("INSERT INTO ceased SELECT event, document, claim FROM event_claims WHERE event = ? ORDER BY fid");
  if (!again) return again.error();
  if (!keep) return keep.error();
  // Claims move between events: all that changes is closed before anything is opened.
  std::vector<std::string> gone;
  for (const auto& id : *old) {
    std::string ended;
    if (const auto gone_by = removed.find(id); gone_by != removed.end()) {
      ended = gone_by->second;
    } else {
      auto found = again->bind(id).step();
      if (!found) return found.error();
      if (*found) ended = again->string(0);
      again->reset();
      if (ended.empty()) {
        STORE_TRY(keep->bind(id).run());
        gone.push_back(id);
      }
    }
    STORE_TRY(close(id, ended, now));
  }
  STORE_TRY(open_offered(build, now));
  auto why = db_->prepare("UPDATE events_history SET ended = ? WHERE id = ? AND valid_to = ? AND ended = ''");
  if (!why) return why.error();
  for (const auto& id : gone) {
    auto went = where_it_went(id);
    if (!went) return went.error();
    STORE_TRY(why->bind(*went, id, now).run());
  }
  STORE_TRY(index_.finish());
  STORE_TRY(forget());
  return update_contents(*db_, now);
}

Result<void> Exchange::open_offered(const std::string& build, const std::string& now) {
  // In the order of the days, in which the index grows at its end.
  auto order = db_->prepare("SELECT rowid FROM offered WHERE record IS NOT NULL ORDER BY day, id");
  auto offered = db_->prepare("SELECT content, record FROM offered WHERE rowid = ?");
  if (!order) return order.error();
  if (!offered) return offered.error();
  std::vector<std::int64_t> rows;
  for (;;) {
    auto row = order->step();
    if (!row) return row.error();
    if (!*row) break;
    rows.push_back(order->integer(0));
  }
  for (const auto row : rows) {
    auto there = offered->bind(row).step();
    if (!there) return there.error();
    const std::string content = offered->string(0), record = offered->string(1);
    offered->reset();
    auto event = record::parse_event(record);
    if (!event) return event.error();
    STORE_TRY(open(*event, content, record, build, now));
  }
  return {};
}

Result<void> Exchange::open(const Event& e, const std::string& content, const std::string& record, const std::string& build, const std::string& now) {
  auto read = told_by(claim_, e);
  if (!read) return read.error();
  const Told& told = *read;
  std::vector<std::string> actors, recipients, voices, fields;
  std::string actor_keys, voice_keys;
  for (const auto& a : e.actors) {
    (a.role == Role::actor ? actors : recipients).push_back(a.name);
    add_key(actor_keys, a.id, a.name);
  }
  for (const auto& v : e.voices) {
    voices.push_back(v.name);
    add_key(voice_keys, v.id, v.name);
  }
  for (const auto& c : e.contradictions) fields.push_back(c.field);
  std::set<std::string_view> documents;
  for (const auto& r : e.claims) documents.insert(r.doc);
  const EventCount* killed = count_of(e, "killed");
  const EventCount* injured = count_of(e, "injured");
  auto low = [](const EventCount* c) { return c != nullptr ? std::optional(c->low) : std::nullopt; };
  auto best = [](const EventCount* c) { return c != nullptr ? std::optional(c->best) : std::nullopt; };
  auto high = [](const EventCount* c) { return c != nullptr ? c->high : std::nullopt; };
  const EventPlace nowhere;
  const EventPlace& p = e.place ? *e.place : nowhere;
  insert_.bind(e.id, e.kind, known(e.time.begin), known(e.time.end), name_of(e.time.precision), known(p.name), known(p.admin1), known(p.country), p.lat, p.lon,
               known(e.place ? name_of(p.precision) : std::string_view{}), p.geonameid, known(join_names(actors)), known(join_names(recipients)), low(killed), best(killed), high(killed),
               low(injured), best(injured), high(injured), known(join_names(voices)), static_cast<std::int64_t>(e.voices.size()), static_cast<std::int64_t>(e.claims.size()),
               static_cast<std::int64_t>(documents.size()), e.contradictions.empty() ? 0 : 1, known(join_names(fields)), known(realis_in_words(told.realis)), told.background ? 1 : 0,
               known(told.evidence), known(actor_keys), known(voice_keys), content, record, now, known(build), known(reviewed_in_words(e)));
  insert_.put_blob(static_cast<int>(std::count(kColumns.begin(), kColumns.end(), ',')) + 2, p.lat && p.lon ? point_blob(*p.lat, *p.lon) : std::string());
  STORE_TRY(insert_.run());
  STORE_TRY(index_.add(db_->last_row(), told.words));
  return put_parts(e);
}

}  // namespace deconflict::store
