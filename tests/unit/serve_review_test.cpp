#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include <httplib.h>

#include "base/json.h"
#include "record/record.h"
#include "serve/ledger_source.h"
#include "serve/server.h"
#include "store/ledger.h"
#include "store/relink.h"
#include "store/sqlite.h"
#include "reports.h"
#include "served.h"

namespace deconflict::serve {
namespace {

const store::Provenance kBuild{"0.1 (build a)", "k1", "m1"};

/// The desk on a real ledger of two happenings, one of them contested.
class ServeReview : public Served {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    auto ledger = store::Ledger::open(path_, store::Ledger::Access::create);
    ASSERT_TRUE(ledger);
    put(*ledger, *store::report("a", store::kText, {store::kTarvan, store::kOrsk}));
    store::ReportedClaim other = store::kTarvan;
    other.killed = 6;
    put(*ledger, *store::report("b", "Late news. " + other.words, {other}));
    ASSERT_TRUE(store::relink(*ledger, 1, kBuild, "2026-01-01T10:00:00.000Z", {}));
    ASSERT_TRUE(ledger->seal());
    start({}, open_ledger_reviewer(path_, [] { return Result<link::Wholes>(link::Wholes()); }));
    shelling_ = event_of("a", "c1");
    raid_ = event_of("a", "c2");
  }

  void TearDown() override {
    Served::TearDown();
    std::filesystem::remove_all(folder_);
  }

  static void put(store::Ledger& ledger, const store::Report& r) {
    const auto done = ledger.put({{&r.document, &r.annotation, record::annotation_json(r.annotation, record::Layers::standard()), {}}}, kBuild, "2026-01-01T10:00:00.000Z");
    ASSERT_TRUE(done) << done.error().text();
  }

  void start(Options options, std::unique_ptr<Reviewer> reviewer) {
    auto source = open_ledger_source(path_);
    ASSERT_TRUE(source) << source.error().text();
    run(std::move(*source), std::move(reviewer), std::move(options));
  }

  json::Tree get(const std::string& path, int status = 200) {
    httplib::Client client("127.0.0.1", server_->port());
    const auto reply = client.Get("/api/v1/" + path);
    EXPECT_TRUE(reply) << path;
    if (!reply) return {};
    EXPECT_EQ(reply->status, status) << path << " " << reply->body;
    auto tree = json::parse(reply->body);
    EXPECT_TRUE(tree) << reply->body;
    return tree ? std::move(*tree) : json::Tree();
  }

  /// The status, and what came back.
  std::pair<int, json::Tree> post(const std::string& body, httplib::Headers headers = {{"X-Deconflict", "review"}}, const std::string& type = "application/json") {
    httplib::Client client("127.0.0.1", server_->port());
    client.set_read_timeout(20);
    const auto reply = client.Post("/api/v1/reviews", headers, body, type);
    EXPECT_TRUE(reply) << body;
    if (!reply) return {0, json::Tree()};
    auto tree = json::parse(reply->body);
    return {reply->status, tree ? std::move(*tree) : json::Tree()};
  }

  /// A review that is written; its id.
  std::string review(const std::string& members) {
    const auto [status, tree] = post("{" + members + ",\"author\":\"A. Reader\"}");
    EXPECT_EQ(status, 201) << members << " " << (tree.IsObject() && tree.HasMember("error") ? tree["error"]["message"].GetString() : "");
    return status == 201 ? tree["review"]["id"].GetString() : "";
  }

  std::string event_of(const std::string& doc, const std::string& claim) {
    const auto tree = get("documents/" + doc);
    return tree["events"].HasMember(claim.c_str()) ? tree["events"][claim.c_str()].GetString() : "";
  }
  std::string on(const std::string& event) { return "\"event\":\"" + event + "\""; }
  std::size_t events() { return get("events")["matched"].GetUint(); }
  std::string field(const std::string& event, const char* name) { return get("events/" + event)["fields"][name].GetString(); }

  std::string folder_ = (std::filesystem::temp_directory_path() / ("deconflict-serve-review-" + std::to_string(::getpid()))).string();
  std::string path_ = folder_ + "/war.gpkg";
  std::string shelling_, raid_;
};

TEST_F(ServeReview, TheQueueHoldsWhatIsDoubtful) {
  auto queue = get("queue");
  ASSERT_EQ(queue["matched"].GetInt(), 1);
  EXPECT_EQ(queue["why"]["toll"].GetInt(), 1);
  EXPECT_EQ(queue["queue"][0]["row"]["id"].GetString(), shelling_);
  EXPECT_GT(queue["queue"][0]["worth"].GetDouble(), 0);
  EXPECT_STREQ(queue["queue"][0]["doubts"][0]["field"].GetString(), "killed");
  EXPECT_EQ(queue["queue"][0]["doubts"][0]["values"].Size(), 2U);
  EXPECT_EQ(get("queue?why=news")["matched"].GetInt(), 0);
  EXPECT_EQ(get("queue?why=news")["total"].GetInt(), 1);
  EXPECT_EQ(get("queue?offset=1")["queue"].Size(), 0U);
  EXPECT_EQ(get("queue?kind=attack")["matched"].GetInt(), 0);
  get("queue?why=nothing", 400);
  httplib::Client client("127.0.0.1", server_->port());
  const auto tag = client.Get("/api/v1/queue")->get_header_value("ETag");
  EXPECT_EQ(client.Get("/api/v1/queue", {{"If-None-Match", tag}})->status, 304);
  review("\"action\":\"accept\"," + on(shelling_));
  EXPECT_EQ(client.Get("/api/v1/queue", {{"If-None-Match", tag}})->status, 200);
  EXPECT_EQ(get("queue")["matched"].GetInt(), 0);
}

TEST_F(ServeReview, EveryActionIsWrittenAndTakenBack) {
  EXPECT_EQ(field(shelling_, "killed"), "4/6/6");
  const auto killed = review("\"action\":\"correct\"," + on(shelling_) + ",\"field\":\"killed\",\"value\":\"6\",\"reason\":\"hospital list\"");
  EXPECT_EQ(field(shelling_, "killed"), "6");
  auto detail = get("events/" + shelling_);
  ASSERT_EQ(detail["reviews"].Size(), 1U);
  EXPECT_STREQ(detail["reviews"][0]["reason"].GetString(), "hospital list");
  EXPECT_STREQ(detail["reviews"][0]["author"].GetString(), "A. Reader");
  EXPECT_STREQ(detail["row"]["reviewed"][0].GetString(), "correct");

  const auto split = review("\"action\":\"split\"," + on(shelling_) + ",\"claims\":[{\"doc\":\"b\",\"claim\":\"c1\"}]");
  EXPECT_EQ(events(), 3U);
  const auto apart = event_of("b", "c1");
  EXPECT_NE(apart, shelling_);
  review("\"action\":\"undo\",\"review\":\"" + split + "\"");
  EXPECT_EQ(events(), 2U);

  const auto merged = review("\"action\":\"merge\",\"events\":[\"" + shelling_ + "\",\"" + raid_ + "\"]");
  EXPECT_EQ(events(), 1U);
  EXPECT_NE(std::string(get("events/" + raid_, 404)["error"]["message"].GetString()).find("joined into " + shelling_), std::string::npos);
  EXPECT_EQ(get("reviews?event=" + raid_)["total"].GetInt(), 1);
  review("\"action\":\"undo\",\"review\":\"" + merged + "\"");

  const auto rejected = review("\"action\":\"reject\"," + on(raid_));
  EXPECT_EQ(events(), 1U);
  review("\"action\":\"undo\",\"review\":\"" + rejected + "\"");
  const auto misread = review("\"action\":\"reject\",\"claim\":{\"doc\":\"b\",\"claim\":\"c1\"}");
  EXPECT_EQ(get("events/" + shelling_)["claims"].Size(), 1U);
  review("\"action\":\"undo\",\"review\":\"" + misread + "\"");
  review("\"action\":\"undo\",\"review\":\"" + killed + "\"");
  EXPECT_EQ(field(shelling_, "killed"), "4/6/6");
  EXPECT_EQ(events(), 2U);
  const auto log = get("reviews");
  EXPECT_EQ(log["total"].GetInt(), 10);
  EXPECT_TRUE(log["writable"].GetBool());
  EXPECT_STREQ(log["reviews"][0]["action"].GetString(), "undo");  // the newest first
  EXPECT_EQ(get("reviews?state=undone")["total"].GetInt(), 5);
  EXPECT_EQ(get("reviews?limit=3&offset=9")["reviews"].Size(), 1U);
}

TEST_F(ServeReview, WhatIsAnsweredIsInTheFile) {
  const auto id = review("\"action\":\"accept\"," + on(shelling_) + ",\"key\":\"k1\"");
  EXPECT_EQ(review("\"action\":\"accept\"," + on(shelling_) + ",\"key\":\"k1\""), id);
  auto ledger = store::Ledger::open(path_, store::Ledger::Access::read);
  ASSERT_TRUE(ledger);
  ASSERT_EQ(ledger->reviews()->size(), 1U);
  EXPECT_EQ(ledger->reviews()->front().review.id, id);
  ledger = Error{};
  stop();
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));  // it is handed out as one file
}

TEST_F(ServeReview, BadReviewsGetWords) {
  const std::string by = ",\"author\":\"A\"}";
  for (const auto& [body, field] : std::vector<std::pair<std::string, std::string>>{
           {"{\"action\":\"accept\"" + by, "event"},
           {"{\"action\":\"praise\"," + on(shelling_) + by, "action"},
           {"{\"action\":\"accept\"," + on(shelling_) + "}", "author"},
           {"{\"action\":\"accept\"," + on(shelling_) + ",\"author\":7}", "author"},
           {"{\"action\":\"accept\"," + on(shelling_) + ",\"author\":\"A\\u0007\"}", "author"},
           {"{\"action\":\"correct\"," + on(shelling_) + ",\"field\":\"killed\",\"value\":\"lots\"" + by, "value"},
           {"{\"action\":\"correct\"," + on(shelling_) + ",\"field\":\"colour\",\"value\":\"red\"" + by, "field"},
           {"{\"action\":\"correct\"," + on(shelling_) + by, "field"},
           {"{\"action\":\"split\"," + on(shelling_) + ",\"claims\":[7]" + by, "claims"},
           {"{\"action\":\"undo\"" + by, "review"},
           {"{\"action\":\"accept\"," + on(shelling_) + ",\"colour\":\"red\"" + by, "colour"}}) {
    const auto [status, tree] = post(body);
    EXPECT_EQ(status, 400) << body;
    ASSERT_TRUE(tree.IsObject()) << body;
    ASSERT_TRUE(tree["error"]["field"].IsString()) << body;
    EXPECT_EQ(tree["error"]["field"].GetString(), field) << body;
    EXPECT_GT(tree["error"]["message"].GetStringLength(), 10U);
  }
  for (const auto* body : {"", "{", "[]", "null", "{\"action\":\"accept\",\"event\":\"e0\",\"author\":\"A\"}", "{\"action\":\"undo\",\"review\":\"r0\",\"author\":\"A\"}"}) EXPECT_EQ(post(body).first, 400) << body;
  EXPECT_EQ(post("{\"action\":\"accept\"," + on(shelling_) + ",\"seen\":\"of old\"" + by).first, 409);
  EXPECT_EQ(get("reviews")["total"].GetInt(), 0);
}

TEST_F(ServeReview, OnlyTheDeskItselfMayWrite) {
  const std::string body = "{\"action\":\"accept\"," + on(shelling_) + ",\"author\":\"A\"}";
  const std::string here = "http://127.0.0.1:" + std::to_string(server_->port());
  using H = httplib::Headers;
  EXPECT_EQ(post(body, H{}).first, 403);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Origin", "https://evil.example"}}).first, 403);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Origin", "null"}}).first, 403);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Origin", "http://127.0.0.1:1"}}).first, 403);  // another program of this machine
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Sec-Fetch-Site", "cross-site"}}).first, 403);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Host", "evil.example"}}).first, 421);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}}, "text/plain").first, 415);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}}, "application/x-www-form-urlencoded").first, 415);
  EXPECT_EQ(post(std::string(70000, ' ') + body).first, 413);
  httplib::Client client("127.0.0.1", server_->port());
  const auto preflight = client.Options("/api/v1/reviews", H{{"Origin", "https://evil.example"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight->status, 405);
  EXPECT_FALSE(preflight->has_header("Access-Control-Allow-Origin"));
  EXPECT_EQ(client.Post("/api/v1/events", H{{"X-Deconflict", "review"}}, body, "application/json")->status, 405);
  EXPECT_EQ(get("reviews")["total"].GetInt(), 0);
  EXPECT_EQ(post(body, H{{"X-Deconflict", "review"}, {"Origin", here}, {"Sec-Fetch-Site", "same-origin"}}).first, 201);
}

TEST_F(ServeReview, ATokenIsNeededHereToo) {
  Options options;
  options.token = "s3cret";
  start(options, open_ledger_reviewer(path_, [] { return Result<link::Wholes>(link::Wholes()); }));
  const std::string body = "{\"action\":\"accept\"," + on(shelling_) + ",\"author\":\"A\"}";
  EXPECT_EQ(post(body).first, 401);
  EXPECT_EQ(post(body, {{"X-Deconflict", "review"}, {"Authorization", "Bearer s3cret"}}).first, 201);
}

TEST_F(ServeReview, AReadOnlyDeskSaysSo) {
  start({}, no_reviewer("This desk only reads."));
  const auto [status, tree] = post("{\"action\":\"accept\"," + on(shelling_) + ",\"author\":\"A\"}");
  EXPECT_EQ(status, 403);
  EXPECT_STREQ(tree["error"]["message"].GetString(), "This desk only reads.");
  EXPECT_FALSE(get("reviews")["writable"].GetBool());
  EXPECT_STREQ(get("reviews")["why_not"].GetString(), "This desk only reads.");
}

TEST_F(ServeReview, ABusyLedgerLosesNothing) {
  const std::string body = "{\"action\":\"accept\"," + on(shelling_) + ",\"author\":\"A\",\"key\":\"k2\"}";
  {
    auto writer = store::Database::open(path_, store::Database::Mode::write);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->run("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE"));
    const auto [status, tree] = post(body);
    EXPECT_EQ(status, 503);
    EXPECT_NE(std::string(tree["error"]["message"].GetString()).find("sent again"), std::string::npos);
    EXPECT_EQ(events(), 2U);  // others go on reading
    ASSERT_TRUE(writer->run("ROLLBACK"));
  }
  EXPECT_EQ(post(body).first, 201);
  EXPECT_EQ(get("reviews")["total"].GetInt(), 1);
}

}  // namespace
}  // namespace deconflict::serve
