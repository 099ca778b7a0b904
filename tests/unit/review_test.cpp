#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "export/export.h"
#include "record/record.h"
#include "review/review.h"
#include "review/worth.h"
#include "store/compare.h"
#include "store/ledger.h"
#include "store/relink.h"
#include "store/sqlite.h"
#include "reports.h"

namespace deconflict::store {
namespace {

using review::Action;

const Provenance kBuild{"0.1 (build a)", "k1", "m1"};
const Provenance kNewModel{"0.1 (build a)", "k1", "m2"};
const std::string kFirst = "2026-01-01T10:00:00.000Z";
const std::string kReviewed = "2026-01-15T10:00:00.000Z";
const std::string kLater = "2026-02-01T10:00:00.000Z";

class ReviewTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    auto ledger = Ledger::open(path_, Ledger::Access::create);
    ASSERT_TRUE(ledger);
    ledger_ = std::make_unique<Ledger>(std::move(*ledger));
    put(*report("a", kText, {kTarvan, kOrsk}));
    ReportedClaim other = kTarvan;
    other.killed = 6;
    put(*report("b", "Late news. " + other.words, {other}));
    link();
  }
  void TearDown() override {
    ledger_.reset();
    std::filesystem::remove_all(folder_);
  }

  void put(const Report& r, const Provenance& by = kBuild, const std::string& now = kFirst) {
    const auto done = ledger_->put({{&r.document, &r.annotation, record::annotation_json(r.annotation, record::Layers::standard()), {}}}, by, now);
    ASSERT_TRUE(done) << done.error().text();
  }
  void link(const Provenance& by = kBuild, const std::string& now = kFirst) {
    const auto done = relink(*ledger_, 1, by, now, {});
    ASSERT_TRUE(done) << done.error().text();
  }
  std::string exported() {
    std::string out;
    EXPECT_TRUE(exports::write(*ledger_, {}, exports::Format::ndjson, exports::What::all, [&](std::string_view bytes) { return out += bytes, true; }));
    return out;
  }
  std::vector<EventRow> events() {
    auto rows = ledger_->events({});
    EXPECT_TRUE(rows);
    return rows ? *rows : std::vector<EventRow>{};
  }
  EventRow event_of(const ClaimRef& ref) {
    auto id = ledger_->event_of(ref);
    EXPECT_TRUE(id);
    if (!id || id->empty()) return {};
    return **ledger_->event(*id);
  }
  ReviewRow add(ReviewRequest request, const std::string& now = kReviewed) {
    request.author = "A. Reader";
    auto row = ledger_->add_review(request, now, {});
    EXPECT_TRUE(row) << row.error().text();
    return row ? *row : ReviewRow{};
  }
  ReviewRow correct(const std::string& event, const std::string& field, const std::string& value) { return add({Action::correct, {event}, {}, field, value, {}, {}, "seen"}); }
  ReviewRow undo(const std::string& id) { return add({Action::undo, {}, {}, {}, {}, id, {}, {}}, kLater); }

  std::string folder_ = (std::filesystem::temp_directory_path() / ("deconflict-review-" + std::to_string(::getpid()))).string();
  std::string path_ = folder_ + "/war.gpkg";
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(ReviewTest, TwoEventsAreToldByThreeClaims) {
  ASSERT_EQ(events().size(), 2U);
  EXPECT_EQ(event_of({"a", "c1"}).event.id, event_of({"b", "c1"}).event.id);
}

TEST_F(ReviewTest, ACorrectionHoldsAndUndoRestoresTheBytes) {
  const std::string before = exported();
  const auto id = event_of({"a", "c1"}).event.id;
  const auto made = correct(id, "killed", "12");
  EXPECT_EQ(made.state, "stands");
  EXPECT_EQ(made.review.parts.at(0).size(), 2U);
  auto row = event_of({"a", "c1"});
  EXPECT_EQ(row.event.counts.at(0).best, 12);
  EXPECT_EQ(row.event.counts.at(0).high, 12);
  ASSERT_EQ(row.event.reviews.size(), 1U);
  EXPECT_EQ(row.event.reviews[0].author, "A. Reader");
  EXPECT_EQ(row.event.id, id);
  EXPECT_NE(exported(), before);
  undo(made.review.id);
  EXPECT_EQ(exported(), before);
  // What stood in between is not forgotten.
  Filter then;
  then.as_of = "2026-01-20";
  auto old = ledger_->events(then);
  ASSERT_TRUE(old);
  EXPECT_TRUE(std::any_of(old->begin(), old->end(), [](const EventRow& e) { return !e.event.counts.empty() && e.event.counts[0].best == 12; }));
  EXPECT_EQ(ledger_->add_review({Action::undo, {}, {}, {}, {}, made.review.id, "A. Reader", {}}, kLater, {}).error().code, "usage.review");
}

TEST_F(ReviewTest, AReviewDoesNotReadThroughTheTablesForHowTheyAreFilled) {
  ASSERT_TRUE(ledger_->seal());
  const auto known = [&] { return *Database::open(path_, Database::Mode::write)->text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'claims'"); };
  ASSERT_TRUE(Database::open(path_, Database::Mode::write)->run("DELETE FROM sqlite_stat1"));
  ledger_ = std::make_unique<Ledger>(std::move(*Ledger::open(path_, Ledger::Access::write)));
  correct(event_of({"a", "c1"}).event.id, "killed", "12");
  ASSERT_TRUE(ledger_->seal());
  EXPECT_EQ(known(), "0");
  link(kNewModel, kLater);
  ASSERT_TRUE(ledger_->seal());
  EXPECT_NE(known(), "0");
}

// A review of a large ledger looks only at what it may change; joining anew looks at everything.
TEST_F(ReviewTest, OneByOneTheyLeaveWhatAllAtOnceWould) {
  std::mt19937 dice(5);
  const auto at = [&](std::size_t size) { return dice() % size; };
  for (int i = 0; i < 40; ++i) {
    std::vector<ReportedClaim> told;
    std::string text = "Report " + std::to_string(i) + ". ";
    for (std::size_t n = 0; n < 1 + at(3); ++n) {
      ReportedClaim one = at(2) != 0 ? kTarvan : kOrsk;
      one.day = "2031-05-" + std::to_string(10 + 3 * at(6));
      one.killed = static_cast<int>(one.killed == 0 ? 0 : 1 + at(9));
      // Other words for each, so that no claim is taken for another.
      one.words.insert(one.words.size() - 1, " in quarter " + std::to_string(i) + " of " + std::to_string(n));
      text += one.words + " ";
      told.push_back(one);
    }
    put(*report("r" + std::to_string(i), text, told));
  }
  link();
  auto db = Database::open(path_, Database::Mode::read);
  ASSERT_TRUE(db);
  const auto kept = [&] {
    std::string all = exported();
    for (const char* sql : {"SELECT group_concat(id || record, '\n') FROM (SELECT * FROM event_bases ORDER BY id)", "SELECT group_concat(document || claim || event) FROM (SELECT * FROM event_base_claims ORDER BY 1, 2, 3)",
                            "SELECT group_concat(document || claim || review) FROM (SELECT * FROM claims WHERE review IS NOT NULL ORDER BY document, claim)",
                            "SELECT group_concat(id || state || coalesce(note, '')) FROM (SELECT * FROM reviews ORDER BY id)"})
      all += *db->text(sql) + "\n";
    return all;
  };
  std::vector<std::string> made;
  int refused = 0;
  for (int i = 0; i < 90; ++i) {
    const auto all = events();
    const Event& e = all[at(all.size())].event;
    const ClaimRef& claim = e.claims[at(e.claims.size())];
    ReviewRequest request;
    request.author = "A. Reader";
    switch (all.size() < 6 ? 6 : at(7)) {
      case 0: request.action = Action::correct, request.events = {e.id}, request.field = "killed", request.value = std::to_string(at(40)); break;
      case 1: request.action = Action::reject, request.events = {e.id}; break;
      case 2: request.action = Action::merge, request.events = {e.id, all[at(all.size())].event.id}; break;
      case 3: request.action = Action::split, request.events = {e.id}, request.claims = {claim}; break;
      case 4: request.action = Action::reject, request.claims = {claim}; break;
      case 5: request.action = Action::correct, request.claims = {claim}, request.field = "kind", request.value = "airstrike"; break;
      default:
        if (made.empty()) continue;
        request.action = Action::undo, request.undoes = made[at(made.size())];
    }
    const auto row = ledger_->add_review(request, "2026-01-15T10:" + std::to_string(10 + i / 10) + ":0" + std::to_string(i % 10) + ".000Z", {});
    if (!row) {
      ++refused;
      ASSERT_TRUE(row.error().code.starts_with("usage.")) << row.error().text();
      continue;
    }
    if (request.action != Action::undo) made.push_back(row->review.id);
    const std::string one_by_one = kept();
    link(kBuild, kLater);
    const std::string at_once = kept();
    const auto differ = std::mismatch(one_by_one.begin(), one_by_one.end(), at_once.begin(), at_once.end()).first - one_by_one.begin();
    const auto near = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, differ - 200));
    ASSERT_TRUE(at_once == one_by_one) << "review " << i << ", " << review::name_of(request.action) << "\none by one: " << one_by_one.substr(near, 400) << "\nat once:    " << at_once.substr(near, 400);
  }
  EXPECT_LT(refused, 50);
}

TEST_F(ReviewTest, EveryFieldCanBeCorrected) {
  const auto id = event_of({"a", "c1"}).event.id;
  for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{
           {"kind", "airstrike"}, {"time", "2031-05-04..2031-05-05"}, {"place", "Orsk Ford"}, {"actor", "Marsh League"}, {"recipient", "a school; a market"}, {"killed", "10/12/14"}, {"injured", "3+"}}) {
    correct(id, field, value);
    EXPECT_EQ(review::value_in_words(event_of({"a", "c1"}).event, field), field == "place" ? "Orsk Ford @ 14.5,43.25" : value) << field;
  }
  correct(id, "place", "a field by the road @ 12.75,41.5 site");
  EXPECT_EQ(event_of({"a", "c1"}).event.place->precision, Precision::site);
  correct(id, "killed", "none");
  EXPECT_EQ(review::value_in_words(event_of({"a", "c1"}).event, "killed"), "none");
  for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{
           {"kind", "sorcery"}, {"time", "Monday"}, {"place", "Tarvan @ 95,10"}, {"killed", "many"}, {"killed", "14-10"}, {"colour", "red"}, {"killed", ""}})
    EXPECT_FALSE(review::check_correction(false, field, value)) << field << " " << value;
}

TEST_F(ReviewTest, ACorrectionOutlivesReadingAgainAndANewModel) {
  correct(event_of({"a", "c1"}).event.id, "killed", "12");
  // The new model finds a claim more before it, names the kind otherwise and cuts the evidence otherwise.
  ReportedClaim first{"Nothing else was told.", "told", "denial", "hill-rebels", "else", 1.0, 1.0, "2031-05-01", 0};
  ReportedClaim shelled = kTarvan;
  shelled.kind = "attack";
  put(*report("a", kText, {first, shelled, kOrsk}), kNewModel, kLater);
  link(kNewModel, kLater);
  const auto row = event_of({"a", "c2"});
  ASSERT_FALSE(row.event.counts.empty());
  EXPECT_EQ(row.event.counts[0].best, 12);
  ASSERT_EQ(row.event.reviews.size(), 1U);
  EXPECT_EQ(ledger_->reviews()->front().state, "stands");
}

TEST_F(ReviewTest, ACorrectionOutlivesAnotherTextOfTheDocument) {
  correct(event_of({"b", "c1"}).event.id, "killed", "12");
  ReportedClaim other = kTarvan;
  other.killed = 6;
  put(*report("b", "Corrected on Tuesday. Late news. " + other.words, {other}), kBuild, kLater);
  link(kBuild, kLater);
  EXPECT_EQ(event_of({"b", "c1"}).event.counts.at(0).best, 12);
}

TEST_F(ReviewTest, AReviewWhoseClaimsAreGoneIsKeptAsAnOrphan) {
  const auto made = correct(event_of({"a", "c2"}).event.id, "kind", "armed_clash");
  put(*report("a", kText, {kTarvan}), kNewModel, kLater);
  link(kNewModel, kLater);
  auto rows = ledger_->reviews();
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().state, "orphaned");
  EXPECT_FALSE(rows->front().note.empty());
  put(*report("a", kText, {kTarvan, kOrsk}), kBuild, kLater);
  link(kBuild, kLater);
  EXPECT_EQ(ledger_->reviews()->front().state, "stands");
  EXPECT_EQ(event_of({"a", "c2"}).event.kind, "armed_clash");
}

TEST_F(ReviewTest, MergeJoinsAndUndoTakesApart) {
  const std::string before = exported();
  const auto shelling = event_of({"a", "c1"}).event.id, raid = event_of({"a", "c2"}).event.id;
  const auto made = add({Action::merge, {shelling, raid}, {}, {}, {}, {}, {}, "one operation"});
  ASSERT_EQ(events().size(), 1U);
  EXPECT_EQ(events()[0].event.claims.size(), 3U);
  EXPECT_EQ(events()[0].event.actors.size(), 2U);
  EXPECT_EQ(events()[0].event.why.back().reasons.at(0), "joined by A. Reader: one operation");
  const std::string merged = exported();
  link(kBuild, kLater);
  EXPECT_EQ(exported(), merged);
  // A field of the joined event, and then the joining taken back under it.
  correct(events()[0].event.id, "injured", "5");
  undo(made.review.id);
  ASSERT_EQ(events().size(), 2U);
  EXPECT_EQ(review::value_in_words(event_of({"a", "c1"}).event, "injured"), "5");
  undo(ledger_->reviews()->at(1).review.id);
  EXPECT_EQ(exported(), before);
}

TEST_F(ReviewTest, SplitKeepsApart) {
  const std::string before = exported();
  const auto id = event_of({"a", "c1"}).event.id;
  const auto made = add({Action::split, {id}, {{"b", "c1"}}, {}, {}, {}, {}, {}});
  ASSERT_EQ(events().size(), 3U);
  EXPECT_NE(event_of({"a", "c1"}).event.id, event_of({"b", "c1"}).event.id);
  EXPECT_EQ(event_of({"b", "c1"}).event.counts.at(0).best, 6);
  EXPECT_EQ(event_of({"a", "c1"}).event.counts.at(0).best, 4);
  const std::string split = exported();
  link(kBuild, kLater);
  EXPECT_EQ(exported(), split);
  undo(made.review.id);
  EXPECT_EQ(exported(), before);
}

TEST_F(ReviewTest, ARejectedEventIsNotCountedAndSaysWhy) {
  const std::string before = exported();
  const auto id = event_of({"a", "c2"}).event.id;
  const auto made = add({Action::reject, {id}, {}, {}, {}, {}, {}, "an exercise"});
  EXPECT_EQ(events().size(), 1U);
  EXPECT_NE(ledger_->ended(id)->find("an exercise"), std::string::npos);
  link(kBuild, kLater);
  EXPECT_EQ(events().size(), 1U);
  undo(made.review.id);
  EXPECT_EQ(exported(), before);
}

TEST_F(ReviewTest, AClaimCanBeRejectedOrCorrected) {
  const std::string before = exported();
  const auto rejected = add({Action::reject, {}, {{"b", "c1"}}, {}, {}, {}, {}, {}});
  EXPECT_EQ(event_of({"a", "c1"}).event.claims.size(), 1U);
  EXPECT_EQ(event_of({"a", "c1"}).event.counts.at(0).best, 4);
  Filter of_b;
  of_b.document = "b";
  EXPECT_EQ(ledger_->claims(of_b)->at(0).review, "rejected");
  const auto denied = add({Action::correct, {}, {{"a", "c2"}}, "realis", "denied", {}, {}, {}});
  EXPECT_EQ(denied.state, "stands");
  undo(denied.review.id);
  undo(rejected.review.id);
  EXPECT_EQ(exported(), before);
  EXPECT_EQ(ledger_->claims(of_b)->at(0).review, "");
}

TEST_F(ReviewTest, WhatIsSentTwiceIsWrittenOnce) {
  ReviewRequest request{Action::correct, {event_of({"a", "c1"}).event.id}, {}, "killed", "12", {}, "A. Reader", {}};
  request.key = "a-key-of-the-desk";
  request.seen = event_of({"a", "c1"}).content;
  const auto first = ledger_->add_review(request, kReviewed, {});
  ASSERT_TRUE(first) << first.error().text();
  const auto again = ledger_->add_review(request, kLater, {});
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->review.id, first->review.id);
  EXPECT_EQ(again->review.time, kReviewed);
  EXPECT_EQ(ledger_->reviews()->size(), 1U);
}

TEST_F(ReviewTest, NobodyDecidesAboutWhatHasChangedUnderHisEyes) {
  const auto row = event_of({"a", "c1"});
  ReviewRequest request{Action::accept, {row.event.id}, {}, {}, {}, {}, "A. Reader", {}};
  request.seen = row.content;
  correct(row.event.id, "killed", "12");
  EXPECT_EQ(ledger_->add_review(request, kLater, {}).error().code, "ledger.changed");
  request.seen = event_of({"a", "c1"}).content;
  EXPECT_TRUE(ledger_->add_review(request, kLater, {}));
}

TEST_F(ReviewTest, AnEventKnowsItsReviews) {
  const auto id = event_of({"a", "c1"}).event.id;
  const auto other = event_of({"a", "c2"}).event.id;
  const auto killed = correct(id, "killed", "12");
  undo(killed.review.id);
  const auto split = add({Action::split, {id}, {{"b", "c1"}}, {}, {}, {}, {}, {}});
  const auto apart = event_of({"b", "c1"}).event.id;
  EXPECT_EQ(ledger_->reviews_of(id)->size(), 3U);     // the correction, its undo, the split
  EXPECT_EQ(ledger_->reviews_of(apart)->size(), 3U);  // its claim was there
  EXPECT_EQ(ledger_->reviews_of(other)->size(), 0U);
  EXPECT_EQ(ledger_->events_of(split.review)->size(), 2U);
  const auto gone = add({Action::reject, {other}, {}, {}, {}, {}, {}, {}});
  EXPECT_EQ(ledger_->reviews_of(other)->size(), 1U);  // by the name that it had
  EXPECT_TRUE(ledger_->events_of(gone.review)->empty());
}

TEST_F(ReviewTest, DoubtsGoWhenAPersonHasDecided) {
  using review::Doubt;
  auto doubts = [&] {
    const auto row = event_of({"a", "c1"});
    const auto accepted = ledger_->accepted_claims();
    std::string words;
    for (const auto& d : review::doubts_of(row.event, review::accepted_of(row.event, *accepted))) words += std::string(review::name_of(d.doubt)) + " ";
    return words;
  };
  const auto id = event_of({"a", "c1"}).event.id;
  ASSERT_NE(doubts().find("toll"), std::string::npos) << doubts();
  const auto killed = correct(id, "killed", "6");
  EXPECT_EQ(doubts().find("toll"), std::string::npos) << doubts();
  undo(killed.review.id);
  add({Action::accept, {id}, {}, {}, {}, {}, {}, {}});
  EXPECT_EQ(doubts(), "");
  ReportedClaim third = kTarvan;
  third.killed = 9;
  put(*report("c", "Now. " + third.words, {third}), kBuild, kLater);
  link(kBuild, kLater);
  EXPECT_EQ(doubts(), "news ");
}

TEST_F(ReviewTest, SaysWhatIsWrongWithAReview) {
  const auto id = event_of({"a", "c1"}).event.id;
  const std::string before = exported();
  auto code = [&](const ReviewRequest& request) {
    auto row = ledger_->add_review(request, kReviewed, {});
    return row ? std::string() : row.error().code;
  };
  EXPECT_EQ(code({Action::accept, {id}, {}, {}, {}, {}, "", {}}), "usage.review");
  EXPECT_EQ(code({Action::accept, {"e0"}, {}, {}, {}, {}, "A", {}}), "usage.review");
  EXPECT_EQ(code({Action::merge, {id, id}, {}, {}, {}, {}, "A", {}}), "usage.review");
  EXPECT_EQ(code({Action::split, {id}, {{"a", "c2"}}, {}, {}, {}, "A", {}}), "usage.review");
  EXPECT_EQ(code({Action::split, {id}, {{"a", "c1"}, {"b", "c1"}}, {}, {}, {}, "A", {}}), "usage.review");
  EXPECT_EQ(code({Action::undo, {}, {}, {}, {}, "r0", "A", {}}), "usage.review");
  EXPECT_EQ(code({Action::correct, {id}, {}, "killed", "lots", {}, "A", {}}), "usage.value");
  EXPECT_TRUE(ledger_->reviews()->empty());
  EXPECT_EQ(exported(), before);
}

TEST_F(ReviewTest, ADifferenceComesWithItsReasons) {
  correct(event_of({"a", "c1"}).event.id, "killed", "12");
  ReportedClaim third = kOrsk;
  third.words = "Fishers fled Nale Bay on Sunday.";
  third.trigger = "fled";
  third.kind = "displacement";
  third.place = "Nale Bay";
  third.lat = 2;
  put(*report("c", third.words, {third}), kBuild, kLater);
  put(*report("a", kText, {kTarvan}), kNewModel, kLater);
  link(kNewModel, kLater);
  std::map<EventChange::What, std::vector<EventChange>> changes;
  auto d = compare({ledger_.get(), "2026-01-02"}, {ledger_.get(), ""}, [&](EventChange&& c) { return changes[c.what].push_back(std::move(c)), true; });
  ASSERT_TRUE(d) << d.error().text();
  EXPECT_EQ(d->documents_added, std::vector<std::string>{"c"});
  ASSERT_EQ(d->builds.size(), 1U);
  EXPECT_NE(d->builds[0].find("model m2"), std::string::npos);
  auto& added = changes[EventChange::What::added];
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].reasons.at(0), "new document: c");
  auto& gone = changes[EventChange::What::gone];
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].reasons.at(0), "no claim tells of it any more: a was read anew");
  auto& changed = changes[EventChange::What::changed];
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].fields.at(0).field, "killed");
  EXPECT_EQ(changed[0].fields[0].after, "12");
  EXPECT_NE(changed[0].reasons.at(0).find("by A. Reader: seen"), std::string::npos);
  auto none = compare({ledger_.get(), ""}, {ledger_.get(), ""}, [](EventChange&&) { return ADD_FAILURE(), true; });
  EXPECT_EQ(none->events_same, 2U);
}

TEST_F(ReviewTest, ABackupIsTheLedgerAtOneMoment) {
  correct(event_of({"a", "c1"}).event.id, "killed", "12");
  const std::string before = exported(), copy = folder_ + "/copy.gpkg";
  ASSERT_TRUE(ledger_->backup(copy));
  correct(event_of({"a", "c1"}).event.id, "killed", "13");
  {
    auto other = Ledger::open(copy, Ledger::Access::read);
    ASSERT_TRUE(other);
    std::string out;
    ASSERT_TRUE(exports::write(*other, {}, exports::Format::ndjson, exports::What::all, [&](std::string_view bytes) { return out += bytes, true; }));
    EXPECT_EQ(out, before);
  }
  ASSERT_TRUE(ledger_->backup(copy)) << "an earlier copy is replaced";
  EXPECT_EQ(ledger_->backup(path_).error().code, "usage.target");
  EXPECT_EQ(ledger_->backup(folder_).error().code, "file.directory");
  EXPECT_FALSE(ledger_->backup(folder_ + "/nowhere/copy.gpkg"));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(folder_)) ++files;
  EXPECT_LE(files, 4U) << "nothing half-made is left";
}

TEST_F(ReviewTest, VacuumChangesNothingButTheRoom) {
  const std::string before = exported();
  for (int i = 0; i < 5; ++i) undo(correct(event_of({"a", "c1"}).event.id, "killed", std::to_string(20 + i)).review.id);
  ASSERT_TRUE(ledger_->vacuum());
  EXPECT_EQ(exported(), before);
  EXPECT_EQ(ledger_->reviews()->size(), 10U);
}

}  // namespace
}  // namespace deconflict::store
