#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include <httplib.h>

#include "base/json.h"
#include "serve/api.h"
#include "serve/columns.h"
#include "serve/in_order.h"
#include "serve/ledger_source.h"
#include "serve/server.h"
#include "served.h"

namespace deconflict::serve {
namespace {

/// A ledger of three happenings in an invented war.
class SmallSource : public Source {
 public:
  Result<std::string> revision() override { return std::string("1"); }

  Result<void> each_batch(const std::function<Then(std::vector<EventRow>&&)>& prepare) override {
    prepare(rows())();
    return {};
  }

  Result<bool> changes(std::vector<std::string>&, const std::function<void(EventRow&&)>&) override { return false; }

  Result<std::unique_ptr<EventRow>> event(const std::string& id) override {
    for (auto& row : rows())
      if (row.event.id == id) return std::make_unique<EventRow>(std::move(row));
    return std::unique_ptr<EventRow>();
  }

  static std::vector<EventRow> rows() {
    EventRow clash;
    clash.event.id = "E1";
    clash.event.kind = "armed_clash";
    clash.event.claims = {{"a.txt", "c1"}};
    clash.event.actors = {{Role::actor, "actor/northern-column", "Northern Column", {{"a.txt", "c1"}}}};
    clash.event.place = place("Qaryat Nahr", 35.5, 40.1);
    clash.event.time = {"2031-05-02", "2031-05-02", TimePrecision::day, {}};
    clash.event.counts = {{"killed", 4, 4, 9, {{4, 4, {{"a.txt", "c1"}}}, {9, 9, {}}}}};
    clash.event.voices = {{"voice/levant-courier", "Levant Courier", {{"a.txt", "c1"}}}, {"", "Hill Radio", {}}};
    clash.event.contradictions = {{"killed", {{"4", {"Levant Courier"}, {}}, {"9", {"Hill Radio"}, {}}}}};
    clash.realis = {Realis::asserted};
    clash.words = kText;
    EventRow strike;
    strike.event.id = "E2";
    strike.event.kind = "airstrike";
    strike.event.place = place("Fijian island", -17.0, 179.5);
    strike.event.time = {"2031-06-01", "2031-06-30", TimePrecision::month, {}};
    strike.event.voices = {{"voice/levant-courier", "Levant Courier", {}}};
    strike.realis = {Realis::planned};
    EventRow talks;
    talks.event.id = "E3";
    talks.event.kind = "talks";
    return std::vector<EventRow>{clash, strike, talks};
  }

  Result<std::uint64_t> document_count() override { return std::uint64_t{1}; }

  Result<std::vector<DocumentRow>> documents(std::size_t offset, std::size_t) override {
    if (offset > 0) return std::vector<DocumentRow>{};
    DocumentRow row;
    row.id = "a.txt";
    row.title = "<script>alert(1)</script>";
    row.claims = 1;
    return std::vector<DocumentRow>{row};
  }

  Result<std::unique_ptr<StoredDocument>> document(const std::string& id) override {
    if (id != "a.txt") return std::unique_ptr<StoredDocument>();
    auto stored = std::make_unique<StoredDocument>();
    stored->document = std::make_unique<Document>();
    stored->document->id = id;
    stored->document->text = kText;
    stored->annotation.id = id;
    stored->annotation.text = stored->document->text;
    Claim claim;
    claim.id = "c1";
    claim.kind = "armed_clash";
    claim.span = {0, static_cast<std::uint32_t>(stored->document->text.size())};
    claim.trigger = {4, 11};
    stored->annotation.claims.push_back(claim);
    return stored;
  }

  Result<std::string> event_of(const ClaimRef& claim) override { return std::string(claim.claim == "c1" ? "E1" : ""); }
  Result<std::vector<review::Kept>> reviews(const std::string&) override { return std::vector<review::Kept>{}; }
  Result<std::vector<std::string>> events_of(const review::Review&) override { return std::vector<std::string>{}; }
  Result<std::string> ended(const std::string& event) override { return std::string(event == "E8" ? "joined into E1" : ""); }

  static constexpr const char* kText = "Die Kämpfe at Qaryat Nahr killed four.";

 private:
  static EventPlace place(const char* name, double lat, double lon) {
    EventPlace p;
    p.name = name;
    p.lat = lat;
    p.lon = lon;
    return p;
  }
};

class Serve : public Served {
 protected:
  void SetUp() override { start({}); }

  void start(const Options& options) { run(std::make_unique<SmallSource>(), no_reviewer("Nothing is reviewed here."), options); }

  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) {
    httplib::Client client("127.0.0.1", server_->port());
    return client.Get(path, headers);
  }

  json::Tree tree(const std::string& path) {
    auto reply = get(path);
    EXPECT_TRUE(reply) << path;
    if (!reply) return {};
    EXPECT_EQ(reply->status, 200) << path << " " << reply->body;
    auto parsed = json::parse(reply->body);
    EXPECT_TRUE(parsed) << path;
    return parsed ? std::move(*parsed) : json::Tree();
  }

  std::string ids(const std::string& query) {
    const auto page = tree("/api/v1/events?" + query);
    std::string all;
    for (const auto& e : page["events"].GetArray()) all += e["id"].GetString();
    return all;
  }

  /// Raw bytes to the server; what came back before it closed.
  std::string raw(const std::string& bytes) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return "no connection";
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto n = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    std::string back;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) back.append(buffer, static_cast<std::size_t>(n));
    ::close(fd);
    return back;
  }
};

TEST_F(Serve, FiltersNarrow) {
  EXPECT_EQ(ids(""), "E2E1E3");  // newest first, undated last
  EXPECT_EQ(ids("order=oldest"), "E1E2E3");
  EXPECT_EQ(ids("order=voices"), "E1E2E3");
  EXPECT_EQ(ids("kind=airstrike,talks"), "E2E3");
  EXPECT_EQ(ids("text=KAMPFE%20nahr"), "E1");
  EXPECT_EQ(ids("text=kampfe%20moon"), "");
  EXPECT_EQ(ids("actor=northern"), "E1");
  EXPECT_EQ(ids("actor=actor/northern-column"), "E1");
  EXPECT_EQ(ids("voice=Hill%20Radio"), "E1");
  EXPECT_EQ(ids("voice=voice/levant-courier"), "E2E1");
  EXPECT_EQ(ids("contested=1"), "E1");
  EXPECT_EQ(ids("realis=planned,denied"), "E2");
  EXPECT_EQ(ids("precision=settlement"), "E2E1");
  EXPECT_EQ(ids("precision=site,district"), "");
  EXPECT_EQ(ids("text=ahr"), "E1");  // any part of a word
  EXPECT_EQ(ids("bbox=40,35,41,36"), "E1");
  EXPECT_EQ(ids("bbox=179,-20,-179,-10"), "E2");  // across the date line
  EXPECT_EQ(ids("from=2031-06-15"), "E2");        // a month that reaches into the range belongs to it
  EXPECT_EQ(ids("from=2031-05-02&to=2031-05-02"), "E1");
  EXPECT_EQ(ids("limit=1&offset=1"), "E1");
  EXPECT_EQ(ids("offset=99"), "");
}

TEST_F(Serve, CountsAreOfAllThatMatch) {
  const auto page = tree("/api/v1/events?limit=1&from=2031-05-01&to=2031-05-31");
  EXPECT_EQ(page["total"].GetInt(), 3);
  EXPECT_EQ(page["matched"].GetInt(), 1);
  EXPECT_EQ(page["contested"].GetInt(), 1);
  EXPECT_EQ(page["facets"]["kinds"].Size(), 1U);
  EXPECT_EQ(page["facets"]["days"].Size(), 2U);  // the timeline keeps its bars while a range is chosen
  const auto stats = tree("/api/v1/stats");
  EXPECT_EQ(stats["undated"].GetInt(), 1);
  EXPECT_EQ(stats["unplaced"].GetInt(), 1);
  EXPECT_EQ(tree("/api/v1/kinds")["kinds"].Size(), 3U);
}

TEST_F(Serve, MapHoldsAllThatMatch) {
  const auto all = tree("/api/v1/map?cell=90");
  EXPECT_EQ(all["matched"].GetInt(), 3);
  EXPECT_EQ(all["cells"].Size(), 2U);  // north and south of the equator; what has no place is not drawn
  const auto part = tree("/api/v1/map?cell=0.1&view=40,35,41,36");
  ASSERT_EQ(part["cells"].Size(), 1U);
  EXPECT_STREQ(part["cells"][0]["ids"][0].GetString(), "E1");
  EXPECT_EQ(part["cells"][0]["contested"].GetInt(), 1);
  EXPECT_NEAR(part["cells"][0]["lat"].GetDouble(), 35.5, 1e-5);
  EXPECT_EQ(get("/api/v1/map?cell=0")->status, 400);
  EXPECT_EQ(tree("/api/v1/moves")["moves"].Size(), 0U);
}

TEST(Columns, AnUpdateIsTheSameAsReadingAllAnew) {
  auto row = [](int i, const std::string& word) {
    EventRow r;
    r.event.id = "e" + std::to_string(i);
    r.event.kind = i % 2 == 0 ? "shelling" : "talks";
    if (i % 5 != 0) r.event.time = {"2031-05-0" + std::to_string(1 + i % 9), "", TimePrecision::day, {}};
    r.event.claims = {{"a.txt", "c1"}};
    r.event.actors = {{Role::actor, "", "Band " + word, {}}};
    r.words = word;
    return Columns::Entry(std::move(r));
  };
  Columns updated, anew;
  for (int i = 0; i < 60; ++i) updated.add(row(i, i % 3 == 0 ? "river" : "hill"));
  updated.seal();
  std::vector<Columns::Entry> came;
  for (int i = 10; i < 20; ++i) came.push_back(row(i, "sea"));  // these are told anew
  for (int i = 60; i < 70; ++i) came.push_back(row(i, "sea"));
  updated.update({"e3", "e4", "e10"}, came);
  for (int i = 0; i < 70; ++i)
    if (i != 3 && i != 4) anew.add(row(i, (i >= 10 && i < 20) || i >= 60 ? "sea" : i % 3 == 0 ? "river" : "hill"));
  anew.seal();
  EXPECT_EQ(updated.size(), anew.size());
  EXPECT_EQ(updated.claims(), anew.claims());
  EXPECT_EQ(updated.days(), anew.days());
  for (const char* word : {"sea", "river", "hill", "band", "shell"}) {
    Filter filter;
    filter.words = {word};
    std::vector<std::uint32_t> a, b;
    updated.match(filter, a, nullptr);
    anew.match(filter, b, nullptr);
    EXPECT_EQ(a, b) << word;
  }
  for (std::size_t i = 0; i < anew.size(); ++i) {
    EXPECT_EQ(updated.id(i), anew.id(i));
    EXPECT_EQ(updated.row(i).day, anew.row(i).day);
  }
}

TEST(InOrder, FinishesInTheOrderInWhichPiecesCame) {
  std::vector<int> finished;
  InOrder work(4);
  for (int i = 0; i < 200; ++i)
    work.put([&finished, i]() -> InOrder::Then {
      if (i % 7 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      if (i == 100) return {};
      return [&finished, i] { finished.push_back(i); };
    });
  work.end();
  ASSERT_EQ(finished.size(), 199U);
  EXPECT_TRUE(std::is_sorted(finished.begin(), finished.end()));
}

TEST_F(Serve, TellsOfChanges) {
  httplib::Client client("127.0.0.1", server_->port());
  std::string heard;
  client.Get("/api/v1/live", [&](const char* bytes, std::size_t size) {
    heard.append(bytes, size);
    return heard.find("\n\n") == std::string::npos;  // enough: hang up
  });
  EXPECT_NE(heard.find("event: revision\ndata: 1\n\n"), std::string::npos) << heard;
}

TEST_F(Serve, EventHoldsItsWords) {
  const auto detail = tree("/api/v1/events/E1");
  ASSERT_EQ(detail["claims"].Size(), 1U);
  EXPECT_STREQ(detail["claims"][0]["words"].GetString(), SmallSource::kText);
  EXPECT_STREQ(detail["claims"][0]["trigger"]["words"].GetString(), "Kämpfe");
  EXPECT_NE(get("/api/v1/events/E8")->body.find("joined into E1"), std::string::npos);
  const auto article = tree("/api/v1/documents/a.txt");
  EXPECT_STREQ(article["document"]["text"].GetString(), SmallSource::kText);
  EXPECT_STREQ(article["events"]["c1"].GetString(), "E1");
}

TEST_F(Serve, BadQuestionsGetWords) {
  for (const char* query : {"from=yesterday", "bbox=1,2,3", "bbox=1,9,3,4", "limit=5001", "limit=-1", "realis=maybe", "contested=yes", "colour=red", "order=up", "precision=roughly", "view=1", "cell=wide", "why=because", "kind=nosuch", "kind=airstrike,Airstrike"}) {
    const auto reply = get(std::string("/api/v1/events?") + query);
    ASSERT_TRUE(reply) << query;
    EXPECT_EQ(reply->status, 400) << query;
    const auto body = json::parse(reply->body);
    ASSERT_TRUE(body) << query;
    EXPECT_GT((*body)["error"]["message"].GetStringLength(), 10U) << query;
  }
  for (const char* path : {"/api/v1/events/E9", "/api/v1/documents/none", "/api/v1/../../etc/passwd", "/api/v2/events", "/etc/passwd", "/../etc/passwd",
                           "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../secret"}) {
    const auto reply = get(path);
    ASSERT_TRUE(reply) << path;
    EXPECT_EQ(reply->status, 404) << path;
    EXPECT_EQ(reply->body.find("root:"), std::string::npos);
  }
}

TEST_F(Serve, UnchangedIsNotSentAgain) {
  const auto first = get("/api/v1/events");
  ASSERT_TRUE(first);
  const auto tag = first->get_header_value("ETag");
  ASSERT_FALSE(tag.empty());
  const auto again = get("/api/v1/events", {{"If-None-Match", tag}});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 304);
  EXPECT_TRUE(again->body.empty());
  EXPECT_NE(get("/api/v1/stats")->get_header_value("ETag"), tag);
}

TEST_F(Serve, CompressesForThoseWhoCan) {
  httplib::Client client("127.0.0.1", server_->port());
  client.set_decompress(false);
  const auto reply = client.Get("/api/v1/events", {{"Accept-Encoding", "gzip, br"}});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->get_header_value("Content-Encoding"), "gzip");
  EXPECT_EQ(reply->body.substr(0, 2), "\x1f\x8b");
  EXPECT_TRUE(client.Get("/api/v1/events")->get_header_value("Content-Encoding").empty());
}

TEST_F(Serve, EveryReplyIsGuarded) {
  for (const char* path : {"/", "/api", "/api/v1/stats", "/nothing"}) {
    const auto reply = get(path);
    ASSERT_TRUE(reply) << path;
    EXPECT_NE(reply->get_header_value("Content-Security-Policy").find("default-src 'self'"), std::string::npos) << path;
    EXPECT_EQ(reply->get_header_value("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_FALSE(reply->has_header("Access-Control-Allow-Origin")) << path;
  }
  const auto api = tree("/api");
  EXPECT_STREQ(api["openapi"].GetString(), "3.0.3");
}

TEST_F(Serve, OnlyItsOwnNames) {
  EXPECT_EQ(get("/api/v1/stats", {{"Host", "evil.example"}})->status, 421);
  EXPECT_EQ(get("/api/v1/stats", {{"Host", "127.0.0.1.evil.example"}})->status, 421);
  EXPECT_EQ(get("/api/v1/stats", {{"Host", "localhost:1"}})->status, 200);
  EXPECT_EQ(get("/api/v1/stats", {{"Host", "[::1]:8765"}})->status, 200);
  EXPECT_NE(raw("GET /api/v1/stats HTTP/1.1\r\nConnection: close\r\n\r\n").find(" 421 "), std::string::npos);
}

TEST_F(Serve, OnlyReads) {
  httplib::Client client("127.0.0.1", server_->port());
  EXPECT_EQ(client.Post("/api/v1/events", "x", "text/plain")->status, 405);
  EXPECT_EQ(client.Delete("/api/v1/events/E1")->status, 405);
  // What follows a body must not be taken for a request of its own.
  const auto back = raw("POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nGET /api/v1/kinds HTTP/1.1\r\nHost: localhost\r\nX: 1234567\r\n\r\n");
  EXPECT_NE(back.find(" 405 "), std::string::npos);
  EXPECT_EQ(back.find("HTTP/1.1", 10), std::string::npos);
}

TEST_F(Serve, GreedyClientsAreCutOff) {
  std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 20000; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_EQ(raw(many + "\r\n").find(" 200 "), std::string::npos);
  EXPECT_EQ(raw("GET /" + std::string(200000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n").find(" 200 "), std::string::npos);
  EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n" + std::string(1 << 20, 'b')).find(" 200 "), std::string::npos);
  EXPECT_EQ(raw(std::string("\0\1\2\r\n\r\n", 7)).find(" 200 "), std::string::npos);
  EXPECT_EQ(get("/api/v1/stats")->status, 200);  // and others are still served
}

TEST_F(Serve, AskedByMany) {
  std::vector<std::thread> askers;
  std::atomic<int> fine{0};
  for (int t = 0; t < 40; ++t)
    askers.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto reply = get(i % 2 == 0 ? "/api/v1/events" : "/api/v1/events/E1");
        if (reply && reply->status == 200) ++fine;
      }
    });
  for (auto& a : askers) a.join();
  EXPECT_EQ(fine, 400);
}

TEST_F(Serve, TokenOpensTheDoor) {
  Options options;
  options.token = "s3cret-token";
  start(options);
  EXPECT_EQ(get("/api/v1/stats")->status, 401);
  EXPECT_EQ(get("/")->status, 401);
  EXPECT_EQ(get("/api/v1/stats", {{"Authorization", "Bearer s3cret-tokeN"}})->status, 401);
  EXPECT_EQ(get("/api/v1/stats", {{"Authorization", "Bearer s3cret-token"}})->status, 200);
  const auto door = get("/?token=s3cret-token");
  EXPECT_EQ(door->status, 303);
  const auto cookie = door->get_header_value("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(get("/api/v1/stats", {{"Cookie", "a=b; " + cookie.substr(0, cookie.find(';'))}})->status, 200);
}

TEST_F(Serve, SaysWhatIsWrongWithItsPort) {
  Options options;
  options.port = server_->port();
  const auto second = Server::start(std::make_unique<SmallSource>(), no_reviewer("Nothing is reviewed here."), options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "serve.port");
  EXPECT_NE(second.error().message.find(std::to_string(server_->port())), std::string::npos);
  options.port = 0;
  options.address = "0.0.0.0";
  const auto open = Server::start(std::make_unique<SmallSource>(), no_reviewer("Nothing is reviewed here."), options);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().code, "serve.token");
}

}  // namespace
}  // namespace deconflict::serve
