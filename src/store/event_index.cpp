#include "store/event_index.h"

#include <algorithm>
#include <bit>

#include "base/date.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE event_list (rank INTEGER PRIMARY KEY NOT NULL, fid INTEGER NOT NULL UNIQUE, id TEXT NOT NULL, kind TEXT NOT NULL, last_day DATE, time_precision TEXT NOT NULL,
  place_precision TEXT, lat REAL, lon REAL, contested BOOLEAN NOT NULL, n_voices INTEGER NOT NULL, n_claims INTEGER NOT NULL);
CREATE INDEX event_list_voices ON event_list (n_voices DESC, n_claims DESC, id);
CREATE TABLE event_names (name INTEGER PRIMARY KEY NOT NULL, role TEXT NOT NULL, words TEXT NOT NULL, UNIQUE (role, words));
CREATE TABLE event_named (name INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (name, rank)) WITHOUT ROWID;
CREATE VIRTUAL TABLE event_text USING fts5(words, tokenize='porter unicode61 remove_diacritics 2');
)sql";

using Name = std::pair<std::string, std::string>;  // role, words

/// Each part of "|id|folded name|".
void add_keys(std::vector<Name>& names, const char* role, std::string_view keys) {
  for (auto& part : split_list(keys, '|'))
    if (!part.empty()) names.emplace_back(role, std::move(part));
}

}  // namespace

std::int64_t first_rank(std::string_view day) {
  const auto parsed = parse_iso_day(day);
  // From the year 1 on, so that no day is below zero.
  constexpr std::int64_t kBeforeEpoch = 719'162;
  return parsed ? (std::max<std::int64_t>(0, parsed->time_since_epoch().count() + kBeforeEpoch)) * kRanksADay : kFirstUndated;
}

int lasting_class(std::string_view begin, std::string_view end) {
  const auto first = parse_iso_day(begin), last = parse_iso_day(end);
  if (!first || !last || *last <= *first) return -1;
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>((*last - *first).count()))) - 1;
}

std::string event_index_tables() { return kTables; }

Result<EventIndex> EventIndex::open(Database& db) {
  EventIndex index(db);
  if (auto r = index.prepare(); !r) return r.error();
  return index;
}

Result<void> EventIndex::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&read_, "SELECT kind, when_begin, coalesce(when_end, when_begin), contested, actor_keys, voice_keys, place, admin1, country FROM events WHERE fid = ?"},
      {&last_of_, "SELECT rank FROM event_list WHERE rank >= ? AND rank < ? ORDER BY rank DESC LIMIT 1"},
      {&put_,
       "INSERT INTO event_list (rank, fid, id, kind, last_day, time_precision, place_precision, lat, lon, contested, n_voices, n_claims) SELECT ?2, fid, id, kind, "
       "coalesce(when_end, when_begin), time_precision, place_precision, lat, lon, contested, n_voices, n_claims FROM events WHERE fid = ?1"},
      {&rank_, "SELECT rank FROM event_list WHERE fid = ?"},
      {&unlist_, "DELETE FROM event_list WHERE rank = ?"},
      {&put_words_, "INSERT INTO event_text (rowid, words) VALUES (?, ?)"},
      {&drop_words_, "DELETE FROM event_text WHERE rowid = ?"},
      {&find_name_, "SELECT name FROM event_names WHERE role = ? AND words = ?"},
      {&put_name_, "INSERT INTO event_names (role, words) VALUES (?, ?)"},
      {&put_named_, "INSERT OR IGNORE INTO event_named (name, rank) VALUES (?, ?)"},
      {&drop_named_, "DELETE FROM event_named WHERE name = ? AND rank = ?"},
      {&unused_, "DELETE FROM event_names WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM event_named WHERE name = ?1)"},
  };
  for (const auto& [statement, sql] : all) {
    auto made = db_->prepare(sql);
    if (!made) return made.error();
    *statement = std::move(*made);
  }
  return {};
}

Result<EventIndex::Indexed> EventIndex::read(std::int64_t fid) {
  auto there = read_.bind(fid).step();
  if (!there) return there.error();
  Indexed event;
  if (!*there) return event;
  event.day = read_.string(1);
  auto& names = event.names;
  names.emplace_back("kind", read_.string(0));
  if (const int lasts = lasting_class(read_.text(1), read_.text(2)); lasts >= 0) names.emplace_back("lasts", std::to_string(lasts));
  if (read_.integer(3) != 0) names.emplace_back("contested", "1");
  add_keys(names, "actor", read_.text(4));
  add_keys(names, "voice", read_.text(5));
  if (!read_.null(6) || !read_.null(7) || !read_.null(8)) names.emplace_back("place", utf8::fold(read_.string(6) + "|" + read_.string(7) + "|" + read_.string(8)));
  read_.reset();
  return event;
}

Result<std::int64_t> EventIndex::rank_for(std::string_view day) {
  const std::int64_t first = day.empty() ? kFirstUndated : first_rank(day);
  const std::int64_t end = first < 0 ? 0 : first + kRanksADay;
  auto there = last_of_.bind(first, end).step();
  if (!there) return there.error();
  const std::int64_t rank = *there ? last_of_.integer(0) + 1 : first;
  last_of_.reset();
  if (rank >= end) return Error{"ledger.day", db_->path(), "more events begin on " + std::string(day) + " than a ledger can list"};
  return rank;
}

Result<std::int64_t> EventIndex::name(const Name& wanted) {
  const auto known = known_.find(wanted);
  if (known != known_.end()) return known->second;
  auto there = find_name_.bind(wanted.first, wanted.second).step();
  if (!there) return there.error();
  std::int64_t number = *there ? find_name_.integer(0) : 0;
  find_name_.reset();
  if (number == 0) {
    STORE_TRY(put_name_.bind(wanted.first, wanted.second).run());
    number = db_->last_row();
  }
  constexpr std::size_t kMostKept = 500'000;
  if (known_.size() >= kMostKept) known_.clear();
  known_.emplace(wanted, number);
  return number;
}

Result<void> EventIndex::add(std::int64_t fid, std::string_view words) {
  auto event = read(fid);
  if (!event) return event.error();
  auto rank = rank_for(event->day);
  if (!rank) return rank.error();
  STORE_TRY(put_.bind(fid, *rank).run());
  STORE_TRY(put_words_.bind(*rank, words).run());
  for (const auto& one : event->names) {
    auto number = name(one);
    if (!number) return number.error();
    STORE_TRY(put_named_.bind(*number, *rank).run());
  }
  return {};
}

Result<void> EventIndex::drop(std::int64_t fid) {
  auto there = rank_.bind(fid).step();
  if (!there) return there.error();
  if (!*there) return {};
  const std::int64_t rank = rank_.integer(0);
  rank_.reset();
  auto event = read(fid);
  if (!event) return event.error();
  for (auto& one : event->names) {
    auto number = name(one);
    if (!number) return number.error();
    STORE_TRY(drop_named_.bind(*number, rank).run());
    left_.push_back(std::move(one));
  }
  STORE_TRY(unlist_.bind(rank).run());
  return drop_words_.bind(rank).run();
}

Result<void> EventIndex::finish() {
  std::sort(left_.begin(), left_.end());
  left_.erase(std::unique(left_.begin(), left_.end()), left_.end());
  for (const auto& one : left_) {
    auto number = name(one);
    if (!number) return number.error();
    STORE_TRY(unused_.bind(*number).run());
  }
  left_.clear();
  known_.clear();
  return {};
}

Result<void> index_all_events(Database& db, const std::string& words_of_row) {
  auto index = EventIndex::open(db);
  if (!index) return index.error();
  auto rows = db.prepare("SELECT fid, coalesce((" + words_of_row + "), '') FROM events e ORDER BY when_begin IS NOT NULL, when_begin, id");
  if (!rows) return rows.error();
  for (;;) {
    auto more = rows->step();
    if (!more) return more.error();
    if (!*more) return index->finish();
    STORE_TRY(index->add(rows->integer(0), rows->text(1)));
  }
}

}  // namespace deconflict::store
