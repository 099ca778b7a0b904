#include "store/event_search.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "base/date.h"
#include "reports.h"
#include "store/ledger.h"

namespace deconflict::store {
namespace {

using Ids = std::vector<std::string>;

const Provenance kBuild{"0.1 (build a)", "k1", "m1"};
const std::string kFirst = "2026-01-01T10:00:00.000Z", kLater = "2026-02-01T10:00:00.000Z", kEver = "9000-01-01";
const std::vector<std::string> kKinds = {"shelling", "attack", "killing", "talks"};
const std::vector<std::string> kTowns = {"Tarvan", "Orsk Ford", "Upper Orsk", "Velna", "Šumarje"};

/// The same questions are put to the index and, as of a later day, to the events one by one.
class SearchTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    auto ledger = Ledger::open(path_, Ledger::Access::create);
    ASSERT_TRUE(ledger) << ledger.error().text();
    ledger_.emplace(std::move(*ledger));
    ASSERT_TRUE(ledger_->replace_events(events(0, 700), kBuild, kFirst));
    // Some go, some come, some are told anew.
    auto later = events(200, 1000);
    for (std::size_t i = 0; i < later.size(); i += 7) later[i].kind = kKinds[at(kKinds.size())];
    const auto r = ledger_->replace_events(later, kBuild, kLater);
    ASSERT_TRUE(r) << r.error().text();
    ASSERT_TRUE(ledger_->put_entities({{{"actor/hill", "Hill Rebels", MentionType::MIL, "", "REB", {}, "", ""}, 1}, {{"actor/column", "Third Column", MentionType::MIL, "", "REB", {}, "", "actor/hill"}, 1}}));
    auto db = Database::open(path_, Database::Mode::read);
    ASSERT_TRUE(db);
    db_.emplace(std::move(*db));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::size_t at(std::size_t size) { return dice_() % size; }
  std::string day() { return format_iso_day(*parse_iso_day("2031-01-01") + std::chrono::days(static_cast<int>(at(60)))); }

  std::vector<Event> events(std::size_t from, std::size_t to) {
    std::vector<Event> all;
    for (std::size_t i = 0; i < to; ++i) {
      Event e;
      e.id = "e" + std::to_string(i * 7919 % 10007);
      e.kind = kKinds[at(kKinds.size())];
      e.claims = {{"d" + std::to_string(i / 3), "c1"}};
      if (at(3) != 0) e.actors.push_back({Role::actor, at(2) != 0 ? "actor/hill" : "actor/column", at(2) != 0 ? "Hill Rebels" : "Third Column", e.claims});
      if (at(2) != 0) e.actors.push_back({Role::recipient, "", "people of quarter " + std::to_string(at(40)), e.claims});
      for (std::size_t v = 0; v < 1 + at(3); ++v) e.voices.push_back({"", "Radio " + std::to_string(v) + std::to_string(at(9)), e.claims});
      if (at(5) != 0) {
        EventPlace p;
        p.name = kTowns[at(kTowns.size())];
        p.country = "VA";
        if (at(4) != 0) {
          p.lat = 10 + static_cast<double>(at(500)) / 100;
          p.lon = 40 + static_cast<double>(at(500)) / 100;
        }
        p.precision = at(3) == 0 ? Precision::admin1 : Precision::settlement;
        e.place = p;
      }
      if (at(8) != 0) {
        e.time.begin = e.time.end = day();
        e.time.precision = TimePrecision::day;
        if (at(4) == 0) {
          e.time.end = format_iso_day(*parse_iso_day(e.time.begin) + std::chrono::days(static_cast<int>(at(50))));
          e.time.precision = TimePrecision::month;
        }
      }
      if (at(10) == 0) e.contradictions.push_back({"killed", {{"3", {}, e.claims}, {"5", {}, e.claims}}});
      if (i >= from) all.push_back(std::move(e));
    }
    return all;
  }

  Filter question() {
    Filter f;
    if (at(3) == 0) f.kinds = {kKinds[at(kKinds.size())], kKinds[at(kKinds.size())]};
    if (at(3) == 0) f.actor = std::vector<std::string>{"Hill Rebels", "quarter 3", "people", "actor/column", "nobody"}[at(5)];
    if (at(4) == 0) f.voice = std::vector<std::string>{"radio 0", "radio 21", "RADIO", "other"}[at(4)];
    if (at(4) == 0) f.place = std::vector<std::string>{"orsk", "sumar", "va", "Tarvan", "none"}[at(5)];
    if (at(6) == 0) f.document = "d" + std::to_string(at(330));
    if (at(6) == 0) f.text = std::vector<std::string>{"velna", "tarvan shelling", "rebels", "moonlight"}[at(4)];
    if (at(4) == 0) f.box = Box{40 + static_cast<double>(at(3)), 10 + static_cast<double>(at(3)), 43, 13};
    if (at(6) == 0) f.near = Near{12, 42, 20.0 + static_cast<double>(at(100))};
    if (at(3) == 0) f.from = day();
    if (at(3) == 0) f.to = day();
    if (at(6) == 0) f.time_precisions = {"month"};
    if (at(6) == 0) f.place_precisions = {"admin1", "site"};
    f.contested = at(6) == 0;
    f.order = std::vector<Filter::Order>{Filter::Order::newest, Filter::Order::oldest, Filter::Order::voices, Filter::Order::id}[at(4)];
    f.offset = at(3) == 0 ? at(40) : 0;
    f.limit = at(3) == 0 ? SIZE_MAX : 1 + at(30);
    return f;
  }

  static Ids ids(Result<std::vector<EventRow>> rows) {
    EXPECT_TRUE(rows) << rows.error().text();
    Ids out;
    if (rows)
      for (const auto& row : *rows) out.push_back(row.event.id);
    return out;
  }
  Ids searched(const Filter& f, const SearchLimits& limits) {
    auto rows = search_events(*db_, f, limits);
    EXPECT_TRUE(rows) << rows.error().text();
    Ids out;
    for (const auto fid : *rows) out.push_back(*db_->text("SELECT id FROM events WHERE fid = " + std::to_string(fid)));
    return out;
  }

  std::mt19937 dice_{11};
  std::string folder_ = (std::filesystem::temp_directory_path() / ("deconflict-search-" + std::to_string(::getpid()))).string();
  std::string path_ = folder_ + "/war.gpkg";
  std::optional<Ledger> ledger_;
  std::optional<Database> db_;
};

TEST_F(SearchTest, AnswersAsTheEventsThemselvesDo) {
  std::size_t answers = 0;
  for (int i = 0; i < 600; ++i) {
    Filter f = question();
    Filter then = f;
    then.as_of = kEver;
    const Ids expected = ids(ledger_->events(then));
    answers += expected.size();
    ASSERT_EQ(ids(ledger_->events(f)), expected) << "question " << i;
    // By each of the ways that a larger ledger would take.
    for (const SearchLimits& limits : {SearchLimits{0, 100, 0, 0}, SearchLimits{0, 0, 0, 0}, SearchLimits{30, 2, 5, 10}})
      ASSERT_EQ(searched(f, limits), expected) << "question " << i << ", limits " << limits.known << " " << limits.cursors << " " << limits.in_box;
  }
  EXPECT_GT(answers, 4000U) << "the questions ask for something";
}

TEST_F(SearchTest, WhatGoesOnForDaysIsFoundOnEachOfThem) {
  Event e;
  e.id = "e-long";
  e.kind = "siege";
  e.claims = {{"d9", "c1"}};
  e.time = {"1998-03-01", "2031-06-30", TimePrecision::day, e.claims};
  ASSERT_TRUE(ledger_->replace_events({e}, kBuild, "2026-03-01T10:00:00.000Z"));
  Filter f;
  f.from = f.to = "2014-09-19";
  EXPECT_EQ(ids(ledger_->events(f)), Ids{"e-long"});
  f.from = f.to = "1998-02-28";
  EXPECT_EQ(ids(ledger_->events(f)), Ids{});
  f.from = f.to = "2031-07-01";
  EXPECT_EQ(ids(ledger_->events(f)), Ids{});
}

TEST_F(SearchTest, NamesThatLeadNowhereAreForgotten) {
  ASSERT_TRUE(ledger_->replace_events({}, kBuild, "2026-03-01T10:00:00.000Z"));
  for (const char* table : {"event_list", "event_names", "event_named", "event_text"}) EXPECT_EQ(*db_->integer(std::string("SELECT count(*) FROM ") + table), 0) << table;
}

}  // namespace
}  // namespace deconflict::store
