#include <algorithm>
#include <map>
#include <set>
#include <tuple>

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

/// What an event's row shows of its claims beside the record.
struct Told {
  std::set<Realis> realis;
  bool background = true;
  std::string evidence;  ///< of the first claim
  std::string words;     ///< all that a search should find
};

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

/// Which events hold claims now.
class Homes {
 public:
  explicit Homes(const std::vector<Event>& events) : events_(events) {}
  const std::string* of(const ClaimRef& ref) {
    if (homes_.empty())
      for (const auto& e : events_)
        for (const auto& r : e.claims) homes_.emplace(r, &e.id);
    const auto found = homes_.find(ref);
    return found == homes_.end() ? nullptr : found->second;
  }

 private:
  const std::vector<Event>& events_;
  std::map<ClaimRef, const std::string*> homes_;
};

/// Why an event ceased, in words: its claims went elsewhere, or are read no more.
Result<std::string> where_it_went(Database& db, const std::string& id, Homes& homes) {
  auto claims = db.prepare("SELECT document, claim FROM event_claims WHERE event = ? ORDER BY fid");
  if (!claims) return claims.error();
  claims->bind(id);
  std::vector<std::string> into;
  std::set<std::string> lost;
  for (;;) {
    auto row = claims->step();
    if (!row) return row.error();
    if (!*row) break;
    if (const auto* home = homes.of({claims->string(0), claims->string(1)})) {
      if (std::find(into.begin(), into.end(), *home) == into.end()) into.push_back(*home);
    } else {
      lost.insert(claims->string(0));
    }
  }
  if (into.empty()) return "no claim tells of it any more" + std::string(lost.empty() ? "" : ": " + *lost.begin() + " was read anew" + (lost.size() > 1 ? ", with others" : ""));
  std::string list;
  for (const auto& home : into) list += (list.empty() ? "" : ", ") + home;
  return (into.size() == 1 ? "joined into " : "its claims went to ") + list;
}

constexpr std::string_view kColumns =
    "id, kind, when_begin, when_end, time_precision, place, admin1, country, lat, lon, place_precision, geonameid, actors, recipients, killed_low, killed_best, killed_high, injured_low, "
    "injured_best, injured_high, voices, n_voices, n_claims, n_documents, contested, contradictions, realis, background, evidence, actor_keys, voice_keys, content, record, valid_from, build, review";

}  // namespace

Result<void> Ledger::State::close_event(EventIndex& index, const std::string& id, const std::string& ended, const std::string& now) {
  const std::string columns(kColumns);
  auto keep = db.prepare("INSERT INTO events_history (" + columns + ", valid_to, ended) SELECT " + columns + ", ?2, ?3 FROM events WHERE id = ?1");
  if (!keep) return keep.error();
  STORE_TRY(keep->bind(id, now, ended).run());
  auto row = db.prepare("SELECT fid FROM events WHERE id = ?");
  if (!row) return row.error();
  auto there = row->bind(id).step();
  if (!there) return there.error();
  if (*there) STORE_TRY(index.drop(row->integer(0)));
  row->reset();
  for (const char* sql : {"DELETE FROM events WHERE id = ?", "DELETE FROM event_areas WHERE event = ?", "DELETE FROM event_claims WHERE event = ?",
                          "DELETE FROM event_links WHERE event = ?", "DELETE FROM contradictions WHERE event = ?"}) {
    auto s = db.prepare(sql);
    if (!s) return s.error();
    STORE_TRY(s->bind(id).run());
  }
  return {};
}

Result<void> Ledger::State::put_event_parts(const Event& e) {
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

Result<void> Ledger::State::exchange_events(std::map<std::string, std::string> old, const std::vector<Event>& fresh, const std::map<std::string, std::string>& removed,
                                            const std::string& build, const std::string& now) {
  auto claim = db.prepare("SELECT realis, background, evidence FROM claims WHERE document = ? AND claim = ?");
  if (!claim) return claim.error();
  std::string marks;
  for (auto n = std::count(kColumns.begin(), kColumns.end(), ','); n >= 0; --n) marks += "?, ";
  auto insert = db.prepare("INSERT INTO events (" + std::string(kColumns) + ", geom) VALUES (" + marks + "?)");
  if (!insert) return insert.error();
  auto index = EventIndex::open(db);
  if (!index) return index.error();

  // Claims move between events: all that changes is closed before anything is opened. Records are written anew then, and not kept:
  // those of all events would be the larger part of what joining needs.
  std::vector<const Event*> changed;
  for (const Event& e : fresh) {
    const auto found = old.find(e.id);
    if (found != old.end()) {
      auto told = told_by(*claim, e);
      if (!told) return told.error();
      if (found->second == content_hash(record::event_json(e), *told)) {
        old.erase(found);
        continue;
      }
    }
    changed.push_back(&e);
  }
  Homes homes(fresh);
  std::map<std::string_view, const Event*> again;
  for (const Event* e : changed) again.emplace(e->id, e);
  for (const auto& [id, content] : old) {
    std::string ended;
    if (const auto gone = removed.find(id); gone != removed.end()) {
      ended = gone->second;
    } else if (const auto same = again.find(id); same != again.end()) {
      ended = same->second->reviews.empty() ? "told anew" : "reviewed: " + same->second->reviews.back().review + " by " + same->second->reviews.back().author;
    } else {
      auto went = where_it_went(db, id, homes);
      if (!went) return went.error();
      ended = std::move(*went);
    }
    STORE_TRY(close_event(*index, id, ended, now));
  }

  // In the order of the days, in which the index grows at its end.
  std::sort(changed.begin(), changed.end(), [](const Event* x, const Event* y) { return std::tie(x->time.begin, x->id) < std::tie(y->time.begin, y->id); });
  for (const Event* changed_event : changed) {
    const Event& e = *changed_event;
    auto told = told_by(*claim, e);
    if (!told) return told.error();
    const std::string record = record::event_json(e);
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
    insert->bind(e.id, e.kind, known(e.time.begin), known(e.time.end), name_of(e.time.precision), known(p.name), known(p.admin1), known(p.country), p.lat, p.lon,
                 known(e.place ? name_of(p.precision) : std::string_view{}), p.geonameid, known(join_names(actors)), known(join_names(recipients)), low(killed), best(killed), high(killed),
                 low(injured), best(injured), high(injured), known(join_names(voices)), static_cast<std::int64_t>(e.voices.size()), static_cast<std::int64_t>(e.claims.size()),
                 static_cast<std::int64_t>(documents.size()), e.contradictions.empty() ? 0 : 1, known(join_names(fields)), known(realis_in_words(told->realis)), told->background ? 1 : 0,
                 known(told->evidence), known(actor_keys), known(voice_keys), content_hash(record, *told), record, now, known(build), known(reviewed_in_words(e)));
    insert->put_blob(static_cast<int>(std::count(kColumns.begin(), kColumns.end(), ',')) + 2, p.lat && p.lon ? point_blob(*p.lat, *p.lon) : std::string());
    STORE_TRY(insert->run());
    STORE_TRY(index->add(db.last_row(), told->words));
    STORE_TRY(put_event_parts(e));
  }
  STORE_TRY(index->finish());
  return update_contents(db, now);
}

Result<void> Ledger::replace_events(const std::vector<Event>& events, const Provenance& by, const std::string& now, const link::Wholes& wholes) {
  auto& db = state_->db;
  STORE_TRY(state_->prepare_to_write());
  return transaction(db, [&]() -> Result<void> {
    std::map<std::string, std::string> old;
    auto list = db.prepare("SELECT id, content FROM events");
    if (!list) return list.error();
    for (;;) {
      auto row = list->step();
      if (!row) return row.error();
      if (!*row) break;
      old.emplace(list->string(0), list->string(1));
    }
    auto build = state_->put_build(by, now);
    if (!build) return build.error();
    auto reviews = state_->standing_reviews();
    if (!reviews) return reviews.error();
    if (reviews->empty()) {
      STORE_TRY(db.run("DELETE FROM event_bases; DELETE FROM event_base_claims"));
      STORE_TRY(state_->exchange_events(std::move(old), events, {}, *build, now));
    } else {
      auto standing = state_->overlay(events, *reviews, wholes);
      if (!standing) return standing.error();
      STORE_TRY(state_->exchange_events(std::move(old), standing->events, standing->removed, *build, now));
    }
    auto meta = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    if (!meta) return meta.error();
    STORE_TRY(meta->bind("linked", "1").run());
    STORE_TRY(meta->bind("linked_by", by.program).run());
    return meta->bind("linked_build", *build).run();
  });
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
