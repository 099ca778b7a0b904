#include "store/ledger.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "record/record.h"
#include "store/schema.h"
#include "store/state.h"
#include "store/tolls.h"

namespace deconflict::store {

namespace {

/// All that was given with a document, as one hash: if it is the same, reading it again gives the same.
std::string input_hash(const Document& d) {
  json::Writer out;
  out.begin_array().value(sha256_hex(d.text)).value(d.title).value(d.url).value(d.outlet).value(d.published).value(d.language).end_array();
  return sha256_hex(out.text());
}

std::string counts_in_words(const Annotation& a, const Claim& c) {
  std::string out;
  for (const auto i : c.counts) {
    const Count& count = a.counts[i];
    if (!out.empty()) out += "; ";
    out += count.what + " " + std::to_string(count.min);
    if (!count.max) out += "+";
    else if (*count.max != count.min) out += "-" + std::to_string(*count.max);
  }
  return out;
}

}  // namespace

std::string build_of(const Provenance& by) { return build_id(by.program, by.model, by.knowledge, by.gazetteer); }

std::string join_names(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    if (!out.empty()) out += "; ";
    out += names[i];
  }
  return out;
}

void add_key(std::string& keys, std::string_view id, std::string_view name) {
  if (keys.empty()) keys = "|";
  if (!id.empty()) keys.append(id) += '|';
  keys.append(utf8::fold(name)) += '|';
}

std::string name_of_actor(const Annotation& a, const ClaimActor& actor) {
  // Private persons who suffered stand in the article's own words alone; the ledger keeps no list of victims.
  if (actor.role == Role::recipient && actor.entity && *actor.entity < a.entities.size()) {
    const Entity& e = a.entities[*actor.entity];
    if (e.type == MentionType::PER && e.id.starts_with("doc:")) return "a person whom the text names";
  }
  if (actor.entity && *actor.entity < a.entities.size()) return a.entities[*actor.entity].name;
  return actor.span.end <= a.text.size() ? std::string(a.surface(actor.span)) : std::string();
}

std::string name_of_voice(const Annotation& a, const Voice& voice) {
  if (voice.entity && *voice.entity < a.entities.size()) return a.entities[*voice.entity].name;
  return voice.span.end <= a.text.size() ? std::string(a.surface(voice.span)) : std::string();
}

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

const std::string& Ledger::path() const { return state_->db.path(); }

Result<Ledger> Ledger::open(const std::string& path, Access access) {
  struct stat info{};
  const bool there = ::stat(path.c_str(), &info) == 0;
  if (there && S_ISDIR(info.st_mode)) return Error{"file.directory", path, "this is a folder, not a ledger"};
  if (there && !S_ISREG(info.st_mode)) return Error{"ledger.not_one", path, "this is a device or a pipe, and no ledger can be in it; name a file"};
  if (!there && access != Access::create) return Error{"file.missing", path, "there is no such ledger; `deconflict ingest PATH --into " + path + "` makes one"};
  auto db = Database::open(path, access == Access::read ? Database::Mode::read : access == Access::write ? Database::Mode::write : Database::Mode::create);
  if (!db) return db.error();
  auto state = std::make_unique<State>(State{std::move(*db), false});
  if (access == Access::read) {
    auto sound = check_schema(state->db);
    if (!sound && sound.error().code == "ledger.readonly") {
      // A run that was killed may have left a journal, which only a connection that may write takes back.
      auto mended = Database::open(path, Database::Mode::write);
      if (!mended) return mended.error();
      STORE_TRY(check_schema(*mended));
      sound = check_schema(state->db);
    }
    if (!sound) return sound.error();
    auto older = is_older(state->db);
    if (!older) return older.error();
    if (!*older) return Ledger(std::move(state));
    state.reset();
    if (auto renewed = open(path, Access::write); !renewed)
      return Error{"ledger.older", path, "an older deconflict wrote this ledger, and its tables cannot be brought up to date: " + renewed.error().message};
    return open(path, access);
  }
  if (sqlite3_db_readonly(state->db.handle(), "main") == 1) return Error{"ledger.readonly", path, "the ledger cannot be written: the file is read-only"};
  STORE_TRY(access == Access::create ? create_schema(state->db) : check_schema(state->db));
  auto older = is_older(state->db);
  if (!older) return older.error();
  if (*older) STORE_TRY(migrate(state->db));
  STORE_TRY(put_toll_views(state->db));
  return Ledger(std::move(state));
}

Result<void> Ledger::State::prepare_to_write() {
  if (writing) return {};
  // SQLite does not wait by itself while another run ends and folds its log in.
  constexpr int kTries = 50, kPauseMs = 100;
  for (int tries = 1;; ++tries) {
    auto r = db.run("PRAGMA journal_mode = WAL");
    if (r) break;
    if (r.error().code != "ledger.locked" || tries == kTries) return r;
    sqlite3_sleep(kPauseMs);
  }
  STORE_TRY(db.run("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE"));
  writing = true;
  return {};
}

Result<void> Ledger::prepare_to_write() { return state_->prepare_to_write(); }

Result<bool> Ledger::has(const Document& document, const Provenance& by) {
  auto find = state_->db.prepare("SELECT 1 FROM documents WHERE id = ? AND input = ? AND build = ?");
  if (!find) return find.error();
  return find->bind(document.id, input_hash(document), build_of(by)).step();
}

Result<std::string> Ledger::State::time_of_writing(const std::string& now) {
  auto last = db.text("SELECT value FROM meta WHERE key = 'written'");
  if (!last) return last.error();
  if (*last >= now) return last;
  auto put = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('written', ?)");
  if (!put) return put.error();
  STORE_TRY(put->bind(now).run());
  return now;
}

Result<void> Ledger::put(const std::vector<Entry>& batch, const Provenance& by, const std::string& began) {
  STORE_TRY(state_->prepare_to_write());
  state_->grown = true;
  return transaction(state_->db, [&]() -> Result<void> {
    auto written = state_->time_of_writing(began);
    if (!written) return written.error();
    const std::string& now = *written;
    if (!by.gazetteer_sources.empty()) {
      auto gazetteer = state_->db.prepare("INSERT OR IGNORE INTO gazetteers (version, sources) VALUES (?, ?)");
      if (!gazetteer) return gazetteer.error();
      STORE_TRY(gazetteer->bind(by.gazetteer, by.gazetteer_sources).run());
    }
    auto build = state_->put_build(by, now);
    if (!build) return build.error();
    for (const auto& entry : batch) STORE_TRY(state_->put_one(entry, input_hash(*entry.document), *build, now));
    return {};
  });
}

Result<std::string> Ledger::State::put_build(const Provenance& by, const std::string& now) {
  std::string id = build_of(by);
  auto add = db.prepare("INSERT OR IGNORE INTO builds (id, program, model, knowledge, gazetteer, first_used) VALUES (?, ?, ?, ?, ?, ?)");
  if (!add) return add.error();
  STORE_TRY(add->bind(id, by.program, by.model, by.knowledge, by.gazetteer, now).run());
  return id;
}

Result<void> Ledger::State::close_document(const std::string& id, bool keep_text, const std::string& now) {
  const std::string columns = "id, sha256, title, outlet, url, published, language, source, source_sha256, input, n_claims, build, valid_from";
  auto document = db.prepare("INSERT INTO documents_history (" + columns + ", text, valid_to) SELECT " + columns + ", " + (keep_text ? "text" : "NULL") +
                             ", ?2 FROM documents WHERE id = ?1");
  if (!document) return document.error();
  STORE_TRY(document->bind(id, now).run());
  auto record = db.prepare("INSERT INTO annotations_history SELECT a.document, a.record, d.valid_from, ?2 FROM annotations a JOIN documents d ON d.id = a.document WHERE a.document = ?1");
  if (!record) return record.error();
  STORE_TRY(record->bind(id, now).run());
  for (const char* sql : {"DELETE FROM annotations WHERE document = ?", "DELETE FROM claims WHERE document = ?", "DELETE FROM documents WHERE id = ?"}) {
    auto s = db.prepare(sql);
    if (!s) return s.error();
    STORE_TRY(s->bind(id).run());
  }
  return {};
}

Result<void> Ledger::State::put_one(const Entry& entry, const std::string& input, const std::string& build, const std::string& now) {
  const Document& d = *entry.document;
  auto old = db.prepare("SELECT d.sha256, d.input, a.record FROM documents d JOIN annotations a ON a.document = d.id WHERE d.id = ?");
  if (!old) return old.error();
  auto there = old->bind(d.id).step();
  if (!there) return there.error();
  if (*there) {
    const bool same_input = old->text(1) == input;
    if (same_input && old->text(2) == entry.record) {
      // Another build that reads the same: only who read it last changes.
      auto renew = db.prepare("UPDATE documents SET build = ? WHERE id = ?");
      if (!renew) return renew.error();
      return renew->bind(build, d.id).run();
    }
    const bool same_text = old->text(0) == entry.annotation->sha256;
    old->reset();
    STORE_TRY(close_document(d.id, !same_text, now));
  }
  auto document = db.prepare(
      "INSERT INTO documents (id, sha256, title, outlet, url, published, language, text, source, source_sha256, input, n_claims, build, valid_from) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!document) return document.error();
  STORE_TRY(document
                ->bind(d.id, entry.annotation->sha256, known(d.title), known(d.outlet), known(d.url), known(d.published), known(entry.annotation->language), d.text, known(entry.origin.source),
                       known(entry.origin.sha256), input, static_cast<std::int64_t>(entry.annotation->claims.size()), build, now)
                .run());
  auto record = db.prepare("INSERT INTO annotations (document, record) VALUES (?, ?)");
  if (!record) return record.error();
  STORE_TRY(record->bind(d.id, entry.record).run());
  STORE_TRY(put_claims(entry, build, now));
  return db.run("UPDATE meta SET value = '0' WHERE key = 'linked'");
}

Result<void> Ledger::State::put_claims(const Entry& entry, const std::string& build, const std::string& now) {
  const Annotation& a = *entry.annotation;
  if (a.claims.empty()) return {};
  auto insert = db.prepare(
      "INSERT INTO claims (document, claim, kind, evidence_begin, evidence_end, evidence, trigger_begin, trigger_end, trigger_words, actors, recipients, actor_keys, place, lat, lon, "
      "place_precision, time_value, time_precision, time_basis, counts, voices, voice_keys, realis, background, responsibility, confidence, plover_event, plover_mode, cameo, acled_event, "
      "acled_sub_event, record, valid_from, build) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!insert) return insert.error();
  for (const Claim& c : a.claims) {
    std::vector<std::string> actors, recipients;
    std::string actor_keys, voice_keys, voices;
    for (const auto& actor : c.actors) {
      (actor.role == Role::actor ? actors : recipients).push_back(name_of_actor(a, actor));
      add_key(actor_keys, actor.entity ? std::string_view(a.entities[*actor.entity].id) : std::string_view{}, name_of_actor(a, actor));
    }
    for (const auto& voice : c.attribution) {
      if (!voices.empty()) voices += " > ";
      voices += name_of_voice(a, voice);
      add_key(voice_keys, voice.entity ? std::string_view(a.entities[*voice.entity].id) : std::string_view{}, name_of_voice(a, voice));
    }
    if (c.attribution.empty() && !a.outlet.empty()) {
      voices = a.outlet;
      add_key(voice_keys, {}, a.outlet);
    }
    const Place* place = nullptr;
    for (const auto& p : c.places)
      if (place == nullptr || p.role == PlaceRole::at) {
        place = &a.places[p.place];
        if (p.role == PlaceRole::at) break;
      }
    json::Writer record;
    record::write_claim(record, c);
    STORE_TRY(insert
                  ->bind(a.id, c.id, c.kind, std::int64_t{c.span.begin}, std::int64_t{c.span.end}, a.surface(c.span), std::int64_t{c.trigger.begin}, std::int64_t{c.trigger.end},
                         known(a.surface(c.trigger)), known(join_names(actors)), known(join_names(recipients)), known(actor_keys), known(place != nullptr ? place->name : std::string_view{}),
                         place != nullptr ? place->lat : std::nullopt, place != nullptr ? place->lon : std::nullopt, known(place != nullptr ? name_of(place->precision) : std::string_view{}),
                         known(c.time.value), name_of(c.time.precision), name_of(c.time.basis), known(counts_in_words(a, c)), known(voices), known(voice_keys), name_of(c.realis),
                         c.background ? 1 : 0, c.responsibility ? 1 : 0, c.confidence, known(c.plover_event), known(c.plover_mode), known(c.cameo), known(c.acled_event),
                         known(c.acled_sub_event), record.text(), now, build)
                  .run());
  }
  return {};
}

Result<void> Ledger::put_problems(const std::vector<std::string>& sources, const std::vector<Problem>& problems, const std::string& now) {
  auto now_there = this->problems();
  if (!now_there) return now_there.error();
  const std::set<std::string> read_from(sources.begin(), sources.end());
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  auto keys = [&](const std::vector<Problem>& list) {
    std::set<Key> out;
    for (const auto& p : list)
      if (read_from.contains(p.source)) out.emplace(p.source, p.error.where, p.error.code, p.error.message);
    return out;
  };
  const auto wanted = keys(problems);
  if (keys(*now_there) == wanted) return {};
  STORE_TRY(state_->prepare_to_write());
  return transaction(state_->db, [&]() -> Result<void> {
    // Those that are still there keep the time at which they were first found.
    auto old = state_->db.prepare("SELECT fid, place, code, message FROM problems WHERE source = ?");
    auto drop = state_->db.prepare("DELETE FROM problems WHERE fid = ?");
    auto add = state_->db.prepare("INSERT OR IGNORE INTO problems (source, place, code, message, found) VALUES (?, ?, ?, ?, ?)");
    if (!old) return old.error();
    if (!drop) return drop.error();
    if (!add) return add.error();
    for (const auto& source : sources) {
      std::vector<std::int64_t> gone;
      old->bind(source);
      for (;;) {
        auto row = old->step();
        if (!row) return row.error();
        if (!*row) break;
        if (!wanted.contains(Key(source, old->string(1), old->string(2), old->string(3)))) gone.push_back(old->integer(0));
      }
      for (const auto fid : gone) STORE_TRY(drop->bind(fid).run());
    }
    for (const auto& p : problems) STORE_TRY(add->bind(p.source, p.error.where, p.error.code, p.error.message, now).run());
    return {};
  });
}

Result<void> Ledger::let_go() { return state_->db.run("PRAGMA shrink_memory"); }

Result<void> Ledger::seal() {
  // Where someone reads or writes just now the log stays; it belongs to a valid ledger, and the next run folds it in.
  const auto unless_locked = [](const Error& error) { return error.code == "ledger.locked" ? Result<void>() : Result<void>(error); };
  // A run that was killed leaves the log behind, even where this one wrote nothing.
  const auto before = state_->db.text("PRAGMA journal_mode");
  if (!before) return unless_locked(before.error());
  if (*before != "wal") return {};
  // Reading through large tables for how they are filled would make a single review wait.
  if (state_->grown)
    if (const auto r = state_->db.run("PRAGMA optimize"); !r) return unless_locked(r.error());
  const auto mode = state_->db.text("PRAGMA journal_mode = DELETE");
  if (!mode) return unless_locked(mode.error());
  state_->writing = false;  // who writes again needs the log again
  return {};
}

Result<std::uint64_t> Ledger::document_count() {
  auto count = state_->db.integer("SELECT count(*) FROM documents");
  if (!count) return count.error();
  return static_cast<std::uint64_t>(*count);
}

Result<Totals> Ledger::totals() {
  auto s = state_->db.prepare(
      "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM claims), (SELECT count(*) FROM events), (SELECT count(*) FROM events WHERE contested), "
      "(SELECT count(*) FROM problems)");
  if (!s) return s.error();
  auto row = s->step();
  if (!row) return row.error();
  auto at = [&](int column) { return static_cast<std::uint64_t>(s->integer(column)); };
  return Totals{at(0), at(1), at(2), at(3), at(4)};
}

Result<void> Ledger::check() {
  auto found = state_->db.text("PRAGMA integrity_check(1)");
  if (!found) return found.error();
  if (*found != "ok") return Error{"ledger.corrupt", path(), "the ledger is damaged: " + *found};
  return {};
}

Result<std::string> Ledger::revision() {
  auto version = state_->db.integer("PRAGMA data_version");
  if (!version) return version.error();
  return std::to_string(*version);
}

}  // namespace deconflict::store
