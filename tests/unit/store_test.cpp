#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/hash.h"
#include "export/export.h"
#include "record/record.h"
#include "store/geometry.h"
#include "store/ledger.h"
#include "reports.h"
#include "store/relink.h"

namespace deconflict::store {
namespace {

const Provenance kBuild{"0.1 (build a)", "k1", "m1"};
const std::string kFirst = "2026-01-01T10:00:00.000Z";
const std::string kLater = "2026-02-01T10:00:00.000Z";

/// A document with one claim: WHO shelled PLACE, N killed, according to VOICE.
struct Sample {
  Document document;
  Annotation annotation;
};

std::unique_ptr<Sample> sample(const std::string& id, int killed, const std::string& text = "Hill rebels shelled Tarvan on Monday, killing some, Radio Vale said.") {
  auto s = std::make_unique<Sample>();
  s->document = {id, text, "Shells on Tarvan", "https://vale.example/" + id, "Vale Daily", "2031-05-06", "en"};
  Annotation& a = s->annotation = head_of(s->document);
  const auto end = static_cast<std::uint32_t>(text.size());
  a.entities.push_back({"actor/hill-rebels", "Hill Rebels", MentionType::MIL, "", "REB", {"Hill rebels", "HR", "Front of the Hills"}, "", ""});
  a.entities.push_back({"voice/radio-vale", "Radio Vale", MentionType::ORG, "", "", {"Radio Vale"}, "outlet", ""});
  Place p;
  p.span = {20, 26};
  p.name = "Tarvan";
  p.geonameid = 77;
  p.lat = 12.5;
  p.lon = 41.25;
  p.country = "VA";
  p.admin1 = "Upper Vale";
  a.places.push_back(p);
  a.counts.push_back({{38, 45}, "killed", "", {}, killed, killed, false, {}});
  Claim c;
  c.id = "c1";
  c.kind = "shelling";
  c.span = {0, end};
  c.trigger = {12, 19};
  c.actors.push_back({Role::actor, {0, 11}, 0});
  c.places.push_back({0, PlaceRole::at});
  c.time = {"2031-05-05", TimePrecision::day, TimeBasis::text, {27, 36}};
  c.counts = {0};
  c.attribution.push_back({1, {52, 62}, {63, 67}});
  c.confidence = 0.75;
  c.plover_event = "ASSAULT";
  a.claims.push_back(c);
  return s;
}

Event event_of(const std::string& id, const std::vector<std::string>& documents, std::int64_t killed) {
  Event e;
  e.id = id;
  e.kind = "shelling";
  for (const auto& d : documents) e.claims.push_back({d, "c1"});
  e.actors.push_back({Role::actor, "actor/hill-rebels", "Hill Rebels", e.claims});
  EventPlace p;
  p.name = "Tarvan";
  p.geonameid = 77;
  p.lat = 12.5;
  p.lon = 41.25;
  p.country = "VA";
  p.admin1 = "Upper Vale";
  p.geometry = R"({"type":"Polygon","coordinates":[[[41.0,12.0],[42.0,12.0],[42.0,13.0],[41.0,12.0]]]})";
  p.claims = e.claims;
  e.place = p;
  e.time = {"2031-05-05", "2031-05-05", TimePrecision::day, e.claims};
  e.counts.push_back({"killed", killed, killed, std::nullopt, {{killed, std::nullopt, e.claims}}});
  e.voices.push_back({"voice/radio-vale", "Radio Vale", e.claims});
  return e;
}

class StoreTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Ledger open(Ledger::Access access = Ledger::Access::create) {
    auto ledger = Ledger::open(path_, access);
    EXPECT_TRUE(ledger) << ledger.error().text();
    return std::move(*ledger);
  }
  static void put(Ledger& ledger, const Sample& s, const std::string& now = kFirst, const Provenance& by = kBuild) {
    const auto r = ledger.put({{&s.document, &s.annotation, record::annotation_json(s.annotation, record::Layers::standard()), {"in/" + s.document.id, "ab"}}}, by, now);
    ASSERT_TRUE(r) << r.error().text();
  }
  /// Two documents, told as one event, and one event of a third.
  void fill(Ledger& ledger) {
    for (const char* id : {"a", "b", "c"}) put(ledger, *sample(id, 3));
    const auto r = ledger.replace_events({event_of("e1", {"a", "b"}, 3), event_of("e2", {"c"}, 3)}, kBuild, kFirst);
    ASSERT_TRUE(r) << r.error().text();
    const auto a = sample("a", 3);
    ASSERT_TRUE(ledger.put_entities({{a->annotation.entities[0], 3}, {a->annotation.entities[1], 3}}));
  }
  static std::vector<std::string> ids(Ledger& ledger, const Filter& filter) {
    auto rows = ledger.events(filter);
    EXPECT_TRUE(rows) << rows.error().text();
    std::vector<std::string> out;
    if (rows)
      for (const auto& row : *rows) out.push_back(row.event.id);
    return out;
  }
  static std::string exported(Ledger& ledger, exports::Format format = exports::Format::ndjson, exports::What what = exports::What::all) {
    std::string out;
    const auto r = exports::write(ledger, {}, format, what, [&](std::string_view bytes) { return out += bytes, true; });
    EXPECT_TRUE(r) << r.error().text();
    return out;
  }
  std::int64_t number(const std::string& sql) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    sqlite3_stmt* s = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &s, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    EXPECT_EQ(sqlite3_step(s), SQLITE_ROW);
    const auto value = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return value;
  }

  std::string folder_ = (std::filesystem::temp_directory_path() / ("deconflict-store-" + std::to_string(::getpid()))).string();
  std::string path_ = folder_ + "/war.gpkg";
};

using Ids = std::vector<std::string>;

TEST_F(StoreTest, GivesBackWhatWasPut) {
  Ledger ledger = open();
  const auto s = sample("a", 3);
  put(ledger, *s);
  auto stored = ledger.document("a");
  ASSERT_TRUE(stored);
  ASSERT_TRUE(*stored);
  EXPECT_EQ((*stored)->document->text, s->document.text);
  EXPECT_EQ((*stored)->document->outlet, "Vale Daily");
  EXPECT_EQ(record::annotation_json((*stored)->annotation, record::Layers::standard()), record::annotation_json(s->annotation, record::Layers::standard()));
  EXPECT_EQ((*stored)->annotation.surface((*stored)->annotation.claims[0].trigger), "shelled");
  EXPECT_EQ((*stored)->provenance, kBuild);
  const Event e = event_of("e1", {"a"}, 3);
  ASSERT_TRUE(ledger.replace_events({e}, kBuild, kFirst));
  auto row = ledger.event("e1");
  ASSERT_TRUE(row && *row);
  EXPECT_EQ(record::event_json((*row)->event), record::event_json(e));
  EXPECT_EQ((*row)->realis, std::vector{Realis::asserted});
  EXPECT_EQ((*row)->evidence, s->document.text);
  EXPECT_EQ(*ledger.event_of({"a", "c1"}), "e1");
  EXPECT_FALSE(*ledger.document("nowhere"));
  EXPECT_FALSE(*ledger.event("e9"));
}

TEST_F(StoreTest, KnowsWhatItHas) {
  Ledger ledger = open();
  const auto s = sample("a", 3);
  EXPECT_FALSE(*ledger.has(s->document, kBuild));
  put(ledger, *s);
  EXPECT_TRUE(*ledger.has(s->document, kBuild));
  EXPECT_FALSE(*ledger.has(s->document, {"0.2", "k1", "m1"}));
  EXPECT_FALSE(*ledger.has(s->document, {kBuild.program, "k1", "m1", "g2"}));
  Document changed = s->document;
  changed.published = "2031-05-07";
  EXPECT_FALSE(*ledger.has(changed, kBuild));
}

TEST_F(StoreTest, RemembersTheGazetteer) {
  Ledger ledger = open();
  const Provenance by{"0.1", "k1", "m1", "g1", R"([{"name":"villages.csv"}])"};
  const auto s = sample("a", 3);
  const std::vector<Entry> batch{{&s->document, &s->annotation, record::annotation_json(s->annotation, record::Layers::standard()), {}}};
  ASSERT_TRUE(ledger.put(batch, by, kFirst));
  EXPECT_TRUE(*ledger.has(s->document, by));
  EXPECT_EQ((*ledger.document("a"))->provenance.gazetteer, "g1");
  EXPECT_EQ(number("SELECT count(*) FROM builds b JOIN documents d ON d.build = b.id JOIN claims c ON c.build = b.id WHERE b.gazetteer = 'g1' AND b.model = 'm1'"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM gazetteers WHERE version = 'g1' AND sources LIKE '%villages.csv%'"), 1);
}

TEST_F(StoreTest, PuttingTheSameAgainChangesNothing) {
  Ledger ledger = open();
  fill(ledger);
  const std::string before = exported(ledger);
  put(ledger, *sample("b", 3), kLater);
  ASSERT_TRUE(ledger.replace_events({event_of("e1", {"a", "b"}, 3), event_of("e2", {"c"}, 3)}, kBuild, kLater));
  EXPECT_EQ(exported(ledger), before);
  EXPECT_EQ((*ledger.event("e1"))->valid_from, kFirst);
  ASSERT_TRUE(ledger.seal());
  EXPECT_EQ(number("SELECT count(*) FROM events_history"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM documents_history"), 0);
}

TEST_F(StoreTest, EventsAreToldAgainWhereTheLedgerChangedMeanwhile) {
  Ledger ledger = open();
  fill(ledger);
  int told = 0;
  const auto tell = [&](const std::function<Result<void>(Event&&)>& one) -> Result<void> {
    if (++told == 1) {
      Ledger other = open(Ledger::Access::write);
      EXPECT_TRUE(other.replace_events({event_of("e1", {"a", "b"}, 4), event_of("e2", {"c"}, 3)}, kBuild, kLater));
    }
    if (auto r = one(event_of("e2", {"c"}, 3)); !r) return r;
    return one(event_of("e1", {"a", "b"}, 3));
  };
  const auto done = ledger.replace_events_by(tell, kBuild, "2026-03-01T10:00:00.000Z");
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(told, 2);
  EXPECT_EQ((*ledger.event("e1"))->event.counts[0].low, 3);
  EXPECT_EQ((*ledger.event("e2"))->valid_from, kFirst);
}

TEST_F(StoreTest, EventsThatCannotBeToldChangeNothing) {
  Ledger ledger = open();
  fill(ledger);
  const std::string before = exported(ledger);
  const auto tell = [&](const std::function<Result<void>(Event&&)>& one) -> Result<void> {
    if (auto r = one(event_of("e9", {"a"}, 3)); !r) return r;
    return Error{"ledger.corrupt", "", "a record is gone"};
  };
  EXPECT_EQ(ledger.replace_events_by(tell, kBuild, kLater).error().code, "ledger.corrupt");
  EXPECT_EQ(exported(ledger), before);
}

TEST_F(StoreTest, AnEventThatChangesIsClosedAndOpenedAnew) {
  Ledger ledger = open();
  fill(ledger);
  ASSERT_TRUE(ledger.replace_events({event_of("e1", {"a", "b", "c"}, 5)}, kBuild, kLater));
  EXPECT_EQ(ids(ledger, {}), Ids{"e1"});
  EXPECT_EQ((*ledger.event("e1"))->valid_from, kLater);
  Filter then;
  then.as_of = "2026-01-15";
  auto old = ledger.events(then);
  ASSERT_TRUE(old);
  ASSERT_EQ(old->size(), 2U);
  EXPECT_EQ((*old)[0].event.counts[0].low, 3);
  EXPECT_EQ((*old)[0].valid_from, kFirst);
  EXPECT_EQ((*old)[0].valid_to, kLater);
  then.as_of = "2025-12-31";
  EXPECT_EQ(ids(ledger, then), Ids{});
  EXPECT_EQ(*ledger.event_of({"c", "c1"}), "e1");
}

TEST_F(StoreTest, ADocumentReadAnewKeepsItsPast) {
  Ledger ledger = open();
  fill(ledger);
  EXPECT_TRUE(*ledger.linked(kBuild.program));
  put(ledger, *sample("a", 9), kLater, {"0.2", "k1", "m1"});
  EXPECT_FALSE(*ledger.linked(kBuild.program));
  EXPECT_EQ((*ledger.document("a"))->annotation.counts[0].min, 9);
  EXPECT_EQ(ledger.totals()->documents, 3U);
  ASSERT_TRUE(ledger.seal());
  EXPECT_EQ(number("SELECT count(*) FROM documents_history WHERE id = 'a' AND valid_to = '" + kLater + "'"), 1);
  EXPECT_EQ(number("SELECT json_extract(record, '$.counts[0].min') FROM annotations_history WHERE document = 'a'"), 3);
}

TEST_F(StoreTest, FiltersNarrow) {
  Ledger ledger = open();
  fill(ledger);
  Event far = event_of("e3", {"c"}, 1);
  far.kind = "airstrike";
  far.place->name = "Orro";
  far.place->admin1 = "Coast";
  far.place->lat = -3.0;
  far.place->lon = 179.9;
  far.place->geometry.clear();
  far.time.begin = "2031-07-01";
  far.time.end = "2031-07-03";
  far.actors[0] = {Role::recipient, "", "Coast Guard of Orro", far.claims};
  far.voices[0] = {"", "a fisherman", far.claims};
  far.contradictions.push_back({"killed", {{"1", {"a fisherman"}, far.claims}, {"6", {"Radio Vale"}, far.claims}}});
  ASSERT_TRUE(ledger.replace_events({event_of("e1", {"a", "b"}, 3), far}, kBuild, kFirst));
  auto with = [&](auto set) {
    Filter f;
    set(f);
    return ids(ledger, f);
  };
  EXPECT_EQ(with([](Filter&) {}), (Ids{"e1", "e3"}));
  EXPECT_EQ(with([](Filter& f) { f.kinds = {"airstrike", "siege"}; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.text = "shells upper"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.text = "\"orro* AND ("; }), Ids{});
  EXPECT_EQ(with([](Filter& f) { f.actor = "actor/hill-rebels"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.actor = "front of the hills"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.actor = "coast guard"; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.voice = "Radio Vale"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.place = "upper"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.document = "b"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.box = Box{41, 12, 42, 13}; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.box = Box{170, -10, -170, 10}; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.near = Near{12.6, 41.25, 12}; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.near = Near{12.6, 41.25, 11}; }), Ids{});
  EXPECT_EQ(with([](Filter& f) { f.near = Near{-3, -179.9, 30}; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.from = "2031-07-03"; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.to = "2031-06-30"; }), Ids{"e1"});
  EXPECT_EQ(with([](Filter& f) { f.contested = true; }), Ids{"e3"});
  EXPECT_EQ(with([](Filter& f) { f.order = Filter::Order::newest; }), (Ids{"e3", "e1"}));
  EXPECT_EQ(with([](Filter& f) { f.limit = 1; f.offset = 1; }), Ids{"e3"});
  Filter claims;
  claims.text = "shells";
  EXPECT_EQ(ledger.claims(claims)->size(), 3U);
  claims.document = "b";
  EXPECT_EQ(ledger.claims(claims)->at(0).voices, "Radio Vale");
  EXPECT_EQ(ledger.claims(claims)->at(0).event, "e1");
  EXPECT_EQ(*ledger.event_ids("e", 9), (Ids{"e1", "e3"}));
}

TEST_F(StoreTest, NeighboursFollowTheIndexAfterAChange) {
  Ledger ledger = open();
  fill(ledger);
  Event moved = event_of("e1", {"a", "b"}, 3);
  moved.place->lat = 50;
  ASSERT_TRUE(ledger.replace_events({moved}, kBuild, kLater));
  Filter f;
  f.box = Box{41, 12, 42, 13};
  EXPECT_EQ(ids(ledger, f), Ids{});
  f.box = Box{41, 49, 42, 51};
  EXPECT_EQ(ids(ledger, f), Ids{"e1"});
}

TEST_F(StoreTest, ProblemsOfASourceAreReplaced) {
  Ledger ledger = open();
  const Problem first{"in/x.ndjson", {"json.invalid", "in/x.ndjson:3", "this is not valid JSON"}};
  const Problem second{"in/y.html", {"html.empty", "in/y.html", "no text"}};
  ASSERT_TRUE(ledger.put_problems({"in/x.ndjson", "in/y.html"}, {first, second}, kFirst));
  ASSERT_TRUE(ledger.put_problems({"in/x.ndjson"}, {}, kLater));
  auto left = ledger.problems();
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->at(0).error.text(), "in/y.html: no text");
}

TEST_F(StoreTest, ExportsAreTablesThatOthersRead) {
  Ledger ledger = open();
  fill(ledger);
  const std::string csv = exported(ledger, exports::Format::csv, exports::What::events);
  EXPECT_TRUE(csv.starts_with("id,kind,when_begin,when_end,time_precision,place,")) << csv;
  EXPECT_NE(csv.find("\r\ne1,shelling,2031-05-05,2031-05-05,day,Tarvan,Upper Vale,VA,12.5,41.25,settlement,77,Hill Rebels,,3,3,,,,,,Radio Vale,1,2,,false,,asserted,false,\"Hill rebels"), std::string::npos)
      << csv;
  const std::string geojson = exported(ledger, exports::Format::geojson);
  auto tree = json::parse(geojson);
  ASSERT_TRUE(tree);
  ASSERT_EQ((*tree)["features"].Size(), 2U);
  EXPECT_STREQ((*tree)["features"][0]["geometry"]["type"].GetString(), "Polygon");
  EXPECT_EQ((*tree)["features"][0]["properties"]["lat"].GetDouble(), 12.5);
  const std::string ndjson = exported(ledger);
  EXPECT_TRUE(ndjson.starts_with(record::event_json(event_of("e1", {"a", "b"}, 3)) + "\n"));
  EXPECT_EQ(std::count(ndjson.begin(), ndjson.end(), '\n'), 2 + 3 + 3);
}

TEST_F(StoreTest, SaysWhatIsWrong) {
  EXPECT_EQ(Ledger::open(folder_ + "/none.gpkg", Ledger::Access::read).error().code, "file.missing");
  EXPECT_EQ(Ledger::open(folder_, Ledger::Access::create).error().code, "file.directory");
  ASSERT_TRUE(write_file(path_, "this is a text, and no ledger at all, as anyone can see who reads it\n"));
  EXPECT_EQ(Ledger::open(path_, Ledger::Access::read).error().code, "ledger.not_one");
  EXPECT_EQ(Ledger::open(path_, Ledger::Access::create).error().code, "ledger.not_one");
  ASSERT_TRUE(write_file(path_, ""));
  EXPECT_EQ(Ledger::open(path_, Ledger::Access::read).error().code, "ledger.not_one");
}

TEST_F(StoreTest, LeavesALedgerOfANewerProgramAlone) {
  {
    Ledger ledger = open();
    fill(ledger);
    ASSERT_TRUE(ledger.seal());
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "UPDATE meta SET value = '99' WHERE key = 'schema'", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  EXPECT_EQ(Ledger::open(path_, Ledger::Access::read).error().code, "ledger.newer");
  EXPECT_EQ(Ledger::open(path_, Ledger::Access::create).error().code, "ledger.newer");
}

TEST_F(StoreTest, ADamagedFileIsAnErrorAndNoCrash) {
  {
    Ledger ledger = open();
    fill(ledger);
    ASSERT_TRUE(ledger.seal());
  }
  const std::string good = *read_file(path_);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); at += 4096) {
    std::string bad = good;
    for (std::size_t i = at; i < std::min(at + 512, bad.size()); ++i) bad[i] = static_cast<char>(i * 31);
    ASSERT_TRUE(write_file(path_, bad));
    auto ledger = Ledger::open(path_, Ledger::Access::read);
    if (!ledger || !ledger->check() || !ledger->events({}) || !ledger->claims({})) ++refused;
    ASSERT_TRUE(write_file(path_, good.substr(0, at)));
    auto cut = Ledger::open(path_, Ledger::Access::read);
    EXPECT_TRUE(!cut || !cut->check()) << "cut at " << at;
  }
  EXPECT_GT(refused, 10U);
}

TEST_F(StoreTest, ASecondWriterIsToldToWait) {
  Ledger ledger = open();
  fill(ledger);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto s = sample("d", 1);
  const auto r = ledger.put({{&s->document, &s->annotation, record::annotation_json(s->annotation, record::Layers::standard()), {}}}, kBuild, kFirst);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, "ledger.locked");
  sqlite3_close(other);
  put(ledger, *s);
  EXPECT_EQ(ledger.totals()->documents, 4U);
}

TEST_F(StoreTest, TimeDoesNotRunBackwardsWhoeverWrites) {
  Ledger ledger = open();
  fill(ledger);
  ASSERT_TRUE(ledger.replace_events({event_of("e1", {"a", "b"}, 5)}, kBuild, kLater));
  // A run that began before that one, and comes to write after it.
  Ledger slow = open(Ledger::Access::write);
  ASSERT_TRUE(slow.replace_events({event_of("e1", {"a", "b"}, 7)}, kBuild, kFirst));
  EXPECT_EQ((*ledger.event("e1"))->valid_from, kLater);
  put(slow, *sample("a", 9), kFirst);
  EXPECT_EQ(number("SELECT count(*) FROM events_history WHERE valid_to < valid_from"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM documents_history WHERE valid_to < valid_from"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM documents WHERE id = 'a' AND valid_from = '" + kLater + "'"), 1);
}

TEST_F(StoreTest, OfTwoThatJoinTheLaterOneWrites) {
  Ledger first = open();
  for (const char* id : {"a", "b"}) put(first, *sample(id, 3));
  ASSERT_TRUE(first.begin_joining(kFirst));
  Ledger second = open(Ledger::Access::write);
  put(second, *sample("c", 3));
  ASSERT_TRUE(second.begin_joining(kLater));
  ASSERT_TRUE(first.replace_events({event_of("e1", {"a", "b"}, 3)}, kBuild, kFirst));
  EXPECT_EQ(first.totals()->events, 0U);
  EXPECT_FALSE(*first.linked());
  ASSERT_TRUE(second.replace_events({event_of("e1", {"a", "b", "c"}, 3)}, kBuild, kLater));
  EXPECT_TRUE(*first.linked());
  ASSERT_TRUE(first.replace_events({event_of("e1", {"a", "b"}, 3)}, kBuild, kFirst));
  EXPECT_EQ((*first.event("e1"))->event.claims.size(), 3U);
}

TEST_F(StoreTest, DocumentsThatComeWhileOthersAreJoinedWaitForTheirOwnRun) {
  Ledger first = open();
  put(first, *sample("a", 3));
  ASSERT_TRUE(first.begin_joining(kFirst));
  Ledger second = open(Ledger::Access::write);
  put(second, *sample("b", 3));
  ASSERT_TRUE(first.replace_events({event_of("e1", {"a"}, 3)}, kBuild, kFirst));
  EXPECT_EQ(first.totals()->events, 1U);
  EXPECT_FALSE(*second.linked()) << "nobody would join the claims of b";
}

TEST_F(StoreTest, AReadOnlyLedgerIsReadButNotWritten) {
  {
    Ledger ledger = open();
    fill(ledger);
    ASSERT_TRUE(ledger.seal());
  }
  std::filesystem::permissions(path_, std::filesystem::perms::others_read | std::filesystem::perms::owner_read);
  std::filesystem::permissions(folder_, std::filesystem::perms::others_read | std::filesystem::perms::others_exec | std::filesystem::perms::owner_all);
  // The superuser may write anything: a child that is nobody tries instead.
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(9);
    auto writer = Ledger::open(path_, Ledger::Access::create);
    if (writer || writer.error().code != "ledger.readonly") ::_exit(1);
    auto reader = Ledger::open(path_, Ledger::Access::read);
    ::_exit(reader && reader->events({})->size() == 2 ? 0 : 2);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(StoreTest, AKilledWriterLosesOnlyWhatWasNotCommitted) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto ledger = Ledger::open(path_, Ledger::Access::create);
    if (!ledger) ::_exit(1);
    const auto s = sample("a", 3);
    (void)ledger->put({{&s->document, &s->annotation, record::annotation_json(s->annotation, record::Layers::standard()), {}}}, kBuild, kFirst).has_value();
    ::_exit(0);  // neither sealed nor closed
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  Ledger ledger = open();
  EXPECT_EQ(ledger.totals()->documents, 1U);
  EXPECT_FALSE(*ledger.linked(kBuild.program));
  ASSERT_TRUE(relink(ledger, 2, kBuild, kLater, {}));
  EXPECT_EQ(ledger.totals()->events, 1U);
  ASSERT_TRUE(ledger.seal());
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
}

TEST(Geometry, RefusesWhatIsNoArea) {
  EXPECT_EQ(multipolygon_blob("{}"), "");
  EXPECT_EQ(multipolygon_blob("not json"), "");
  EXPECT_EQ(multipolygon_blob(R"({"type":"Point","coordinates":[1,2]})"), "");
  EXPECT_EQ(multipolygon_blob(R"({"type":"Polygon","coordinates":[[[1,2],[3,4]]]})"), "");
  EXPECT_EQ(multipolygon_blob(R"({"type":"Polygon","coordinates":[["a"]]})"), "");
  const std::string blob = multipolygon_blob(R"({"type":"Polygon","coordinates":[[[1,2],[3,2],[3,5],[1,2]]]})");
  EXPECT_EQ(blob.size(), 8U + 32 + 9 + 9 + 4 + 4 * 16);
  EXPECT_EQ(point_blob(1, 2).size(), 29U);
}

TEST(EventRecord, ReadsWhatIsWritten) {
  Event e = event_of("e1", {"a"}, 3);
  e.contradictions.push_back({"killed", {{"3", {"Radio Vale"}, e.claims}, {"5", {}, {}}}});
  e.why.push_back({{"a", "c1"}, {"b", "c1"}, 0.5, {"same place"}});
  const std::string json = record::event_json(e);
  auto back = record::parse_event(json);
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(record::event_json(*back), json);
  EXPECT_EQ(record::parse_event("{}").error().code, "record.schema");
  // In brief: what it says, and how many claims say so.
  back = record::parse_event(json, record::EventDetail::brief);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->claims.size(), e.claims.size());
  EXPECT_EQ(back->contradictions[0].values[1].value, "5");
  EXPECT_TRUE(back->contradictions[0].values[0].claims.empty());
  EXPECT_EQ(back->why[0].reasons, e.why[0].reasons);
}

TEST(AreaTest, ReadsGeoJsonAndWkt) {
  const std::string ring = "[[40,10],[44,10],[44,14],[40,14],[40,10]]", hole = "[[41,11],[42,11],[42,12],[41,12],[41,11]]";
  for (const std::string& text : {"{\"type\":\"Polygon\",\"coordinates\":[" + ring + "," + hole + "]}",
                                  "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[" + ring + "," + hole + "]]}}",
                                  std::string(" polygon((40 10,44 10,44 14,40 14,40 10),(41 11,42 11,42 12,41 12,41 11)) "),
                                  std::string("MULTIPOLYGON (((40 10, 44 10, 44 14, 40 14, 40 10), (41 11, 42 11, 42 12, 41 12, 41 11)))")}) {
    auto area = parse_area(text);
    ASSERT_TRUE(area) << text << ": " << area.error().text();
    EXPECT_TRUE(area->contains(13, 43)) << text;
    EXPECT_FALSE(area->contains(11.5, 41.5)) << text << ": a hole";
    EXPECT_FALSE(area->contains(15, 43)) << text;
    EXPECT_EQ(area->box().west, 40);
    EXPECT_EQ(area->box().north, 14);
  }
  for (const char* text : {"", "{", "{}", "POINT(1 2)", "POLYGON((1 2,3 4,1 2))", "POLYGON((0 0,1 0,1 1,0 0)", "POLYGON((0 0,1 0,1 1,0 0)) more", "POLYGON((0 0,1 0,1 91,0 0))",
                           "{\"type\":\"Point\",\"coordinates\":[1,2]}", "{\"type\":\"FeatureCollection\",\"features\":[]}"})
    EXPECT_FALSE(parse_area(text)) << text;
}

TEST_F(StoreTest, AnAreaChoosesAndPages) {
  Ledger ledger = open();
  fill(ledger);
  Filter inside;
  inside.area = *parse_area("POLYGON((41 12,42 12,42 13,41 13,41 12))");
  EXPECT_EQ(ids(ledger, inside), (Ids{"e1", "e2"}));
  inside.offset = 1;
  EXPECT_EQ(ids(ledger, inside), Ids{"e2"});
  // Its box holds the place, the triangle does not.
  Filter outside;
  outside.area = *parse_area("POLYGON((41 12,42 12,42 13,41 12))");
  EXPECT_EQ(ids(ledger, outside), Ids{});
}

TEST_F(StoreTest, AGroupFindsItsMembers) {
  Ledger ledger = open();
  fill(ledger);
  auto member = sample("a", 3)->annotation.entities[0];
  member.parent = "actor/league";
  const Entity league{"actor/league", "League", MentionType::MIL, "", "REB", {"The League of Vales"}, "", "actor/union"};
  const Entity whole{"actor/union", "Union", MentionType::MIL, "", "REB", {}, "", ""};
  ASSERT_TRUE(ledger.put_entities({{member, 3}, {league, 0}, {whole, 0}}));
  for (const char* actor : {"League", "the league of vales", "Union", "actor/union", "HR"}) {
    Filter filter;
    filter.actor = actor;
    EXPECT_EQ(ids(ledger, filter), (Ids{"e1", "e2"})) << actor;
  }
}

TEST_F(StoreTest, TollViewsAreMadeOnceAndMended) {
  {
    Ledger ledger = open();
    fill(ledger);
    ASSERT_TRUE(ledger.seal());
  }
  EXPECT_EQ(number("SELECT low FROM tolls_lowest WHERE event = 'e1' AND what = 'killed'"), 3);
  EXPECT_EQ(number("SELECT best FROM tolls_ucdp WHERE event = 'e1' AND side = 'all'"), 3);
  const auto before = sha256_hex(*read_file(path_));
  { Ledger ledger = open(Ledger::Access::write); }
  EXPECT_EQ(sha256_hex(*read_file(path_)), before) << "opening a whole ledger writes nothing";
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "DROP VIEW tolls_lowest; CREATE VIEW tolls_lowest AS SELECT 1", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  {
    // A reader does not need them.
    Ledger ledger = open(Ledger::Access::read);
    auto tolls = ledger.tolls((*ledger.event("e1"))->event, TollRule::lowest);
    ASSERT_TRUE(tolls) << tolls.error().text();
    ASSERT_EQ(tolls->size(), 1u);
    EXPECT_EQ(tolls->front().who, "Radio Vale");
  }
  { Ledger ledger = open(Ledger::Access::write); }
  EXPECT_EQ(number("SELECT count(*) FROM tolls_lowest WHERE what = 'killed'"), 2);
  EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'toll%' AND sql LIKE '%-- %'"), 6) << "each says its rule";
}

}  // namespace
}  // namespace deconflict::store
