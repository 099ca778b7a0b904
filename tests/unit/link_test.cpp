#include "link/link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "base/date.h"
#include "link/item.h"
#include "link/score.h"
#include "record/record.h"

namespace deconflict::link {
namespace {

/// A record with claims, made by hand. Offsets stand for nothing but order.
class Report {
 public:
  Report(std::string id, std::string published = {}) {
    a_.id = std::move(id);
    a_.sha256 = "sha-" + a_.id;
    a_.published = std::move(published);
  }

  Report& claim(std::string kind) {
    Claim c;
    c.id = "c" + std::to_string(a_.claims.size() + 1);
    c.kind = std::move(kind);
    const auto at = static_cast<std::uint32_t>(a_.claims.size() * 400);
    c.span = {at, at + 100};
    c.trigger = {at + 20, at + 28};
    a_.claims.push_back(std::move(c));
    return *this;
  }
  Report& by(const std::string& id) { return party(Role::actor, id); }
  /// "A Ruritanian strike": the people's name is all that is told of who.
  Report& by_people(const std::string& name) {
    last().actors.push_back({Role::actor, {}, {}, name});
    return *this;
  }
  Report& on(const std::string& id) { return party(Role::recipient, id); }
  /// What was struck, by a word of its own.
  Report& struck(const std::string& head) {
    last().actors.push_back({Role::recipient, {last().span.begin, last().span.begin + 5}, {}, head});
    return *this;
  }
  Report& at(const std::string& name, double lat, double lon, Precision precision = Precision::settlement) {
    Place p;
    p.name = name;
    if (precision != Precision::country) {
      p.lat = lat;
      p.lon = lon;
    }
    p.country = "SY";
    p.precision = precision;
    a_.places.push_back(p);
    last().places.push_back({static_cast<std::uint32_t>(a_.places.size() - 1), PlaceRole::at});
    return *this;
  }
  Report& day(const std::string& value) {
    last().time = {value, TimePrecision::day, TimeBasis::text, {}};
    return *this;
  }
  /// The last claim's place and day stand in its own words.
  Report& in_own_words() { return in_words_of(a_.claims.size()); }
  /// … were taken over from the `n`th claim.
  Report& in_words_of(std::size_t n) {
    const auto at = a_.claims[n - 1].span.begin;
    for (const ClaimPlace& p : last().places) a_.places[p.place].span = {at + 40, at + 50};
    last().time.span = {at + 60, at + 70};
    return *this;
  }
  Report& count(const std::string& what, std::int64_t min, std::optional<std::int64_t> max, const std::string& who = {}) {
    Count n;
    n.what = what;
    n.who = who;
    n.min = min;
    n.max = max;
    n.span = {static_cast<std::uint32_t>(a_.counts.size() * 10), static_cast<std::uint32_t>(a_.counts.size() * 10 + 5)};
    a_.counts.push_back(n);
    last().counts.push_back(static_cast<std::uint32_t>(a_.counts.size() - 1));
    return *this;
  }
  /// One more link of the chain, outermost first.
  Report& says(const std::string& id, Span cue = {}, Span span = {}) {
    last().attribution.push_back({entity(id), span, cue});
    return *this;
  }
  Report& realis(Realis r) {
    last().realis = r;
    return *this;
  }
  Report& told_as(Mentioned how, Span word = {}) {
    last().mention = {how, word.empty() ? Span{last().trigger.begin - 4, last().trigger.begin - 1} : word};
    return *this;
  }
  /// It is told by that verb.
  Report& verb(const std::string& lemma) {
    last().mention.lemma = lemma;
    return *this;
  }
  Report& word(const std::string& lemma, bool campaign = false) {
    last().mention.lemma = lemma;
    last().mention.noun = true;
    last().mention.campaign = campaign;
    return *this;
  }
  Report& background() {
    last().background = true;
    return *this;
  }
  /// The last claim stands in the sentence of the one before.
  Report& beside() {
    last().trigger = {a_.claims[a_.claims.size() - 2].trigger.begin + 40, a_.claims[a_.claims.size() - 2].trigger.begin + 48};
    return *this;
  }
  /// … in the sentence behind it.
  Report& behind() {
    const auto at = a_.claims[a_.claims.size() - 2].trigger.begin;
    last().trigger = {at + 160, at + 168};
    return *this;
  }
  /// The last place is meant as that side of it.
  Report& towards(const std::string& side) {
    PlaceRelation relation;
    relation.kind = "direction";
    relation.side = side;
    a_.places.back().relation = relation;
    return *this;
  }
  /// The last place lies in that province.
  Report& in_province(const std::string& name) {
    a_.places.back().admin1 = name;
    return *this;
  }
  /// "14 in Northtown and eight in Millford": each number of the last claim stands before its place.
  Report& told_by_place() {
    std::uint32_t at = last().span.begin + 30;
    for (std::size_t k = 0; k < last().counts.size(); ++k, at += 20) {
      a_.counts[last().counts[k]].span = {at, at + 8};
      a_.places[last().places[k].place].span = {at + 10, at + 18};
    }
    return *this;
  }
  Report& site(const std::string& sort) {
    last().mention.site = sort;
    return *this;
  }
  /// With what it was done.
  Report& with(const std::string& means) {
    last().mention.means = means;
    return *this;
  }
  /// The words of the last count.
  Report& saying(const std::string& number) {
    a_.counts.back().said = number;
    return *this;
  }
  Report& length(std::uint32_t bytes) {
    last().span.end = last().span.begin + bytes;
    return *this;
  }
  Report& in_plural() {
    last().mention.many = true;
    return *this;
  }
  /// That it names, and at which nothing is told.
  Report& place(const std::string& name, double lat, double lon) {
    Place p;
    p.name = name;
    p.lat = lat;
    p.lon = lon;
    a_.places.push_back(p);
    return *this;
  }
  Report& outlet(const std::string& name) {
    a_.outlet = name;
    return *this;
  }
  Report& text(const std::string& sha) {
    a_.sha256 = sha;
    return *this;
  }
  Report& belongs(const std::string& id, const std::string& parent) {
    a_.entities[*entity(id)].parent = parent;
    return *this;
  }
  const Annotation& record() const { return a_; }

 private:
  Claim& last() { return a_.claims.back(); }
  Index entity(const std::string& id) {
    for (std::uint32_t i = 0; i < a_.entities.size(); ++i)
      if (a_.entities[i].id == id) return i;
    Entity e;
    e.id = id;
    e.name = id.substr(id.find_first_of("/:") + 1);
    e.voice = id.starts_with("voice/") ? "agency" : "";
    a_.entities.push_back(e);
    return static_cast<std::uint32_t>(a_.entities.size() - 1);
  }
  Report& party(Role role, const std::string& id) {
    last().actors.push_back({role, {}, entity(id)});
    return *this;
  }
  Annotation a_;
};

std::vector<Event> events_of(const std::vector<Report>& reports, Stats* stats = nullptr) {
  std::vector<const Annotation*> records;
  for (const auto& r : reports) records.push_back(&r.record());
  return link(records, {}, stats);
}

std::string json(const std::vector<Event>& events) {
  std::string all;
  for (const auto& e : events) all += record::event_json(e) + "\n";
  return all;
}

const Contradiction* contradiction(const Event& e, std::string_view field) {
  for (const auto& c : e.contradictions)
    if (c.field == field) return &c;
  return nullptr;
}

std::vector<std::string> voices(const Event& e) {
  std::vector<std::string> names;
  for (const auto& v : e.voices) names.push_back(v.name);
  std::sort(names.begin(), names.end());
  return names;
}

Report blast(const std::string& id, const std::string& published = "2020-05-04") {
  return Report(id, published).claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03");
}

TEST(Link, NothingInNothingOut) {
  EXPECT_TRUE(events_of({}).empty());
  EXPECT_TRUE(events_of({Report("a")}).empty());
}

TEST(Link, FourVoicesOnOneCrossingAreOneEvent) {
  const auto crossing = [](const std::string& id, const std::string& voice) {
    return Report(id, "2020-05-05").claim("advance").by("actor/army").at("the Wide River", 35.0, 40.0, Precision::feature).day("2020-05-04").says(voice);
  };
  const auto events = events_of({crossing("a", "voice/agency-a"), crossing("b", "voice/ministry"), crossing("c", "voice/monitor"), crossing("d", "voice/unit")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].claims.size(), 4U);
  EXPECT_EQ(voices(events[0]), (std::vector<std::string>{"agency-a", "ministry", "monitor", "unit"}));
  ASSERT_EQ(events[0].actors.size(), 1U);
  EXPECT_EQ(events[0].actors[0].name, "army");
  EXPECT_EQ(events[0].why.size(), 3U);
  for (const auto& w : events[0].why) {
    EXPECT_GT(w.score, 0);
    EXPECT_FALSE(w.reasons.empty());
  }
  EXPECT_TRUE(events[0].contradictions.empty());
}

TEST(Link, FourVoicesWithinOneArticleAreOneEvent) {
  Report r("a");
  for (const char* voice : {"voice/agency-a", "voice/ministry", "voice/unit"}) r.claim("advance").by("actor/army").at("the Wide River", 35.0, 40.0, Precision::feature).says(voice);
  r.claim("advance").by("actor/army").at("the Wide River", 35.0, 40.0, Precision::feature);
  const auto events = events_of({r});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].voices.size(), 4U);
}

/// Reports of everything that a record can hold, by chance: towns, days, doers, tolls, voices, copies, modalities and mentions.
std::vector<Report> random_reports(std::mt19937& random, int documents) {
  auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  const char* kinds[] = {"attack", "harm", "bombing", "airstrike", "armed_clash", "advance", "talks", "denial"};
  std::vector<Report> reports;
  for (int i = 0; i < documents; ++i) {
    Report r("d" + std::to_string(i), below(8) == 0 ? "" : "2020-05-0" + std::to_string(1 + below(7)));
    if (below(6) == 0) r.text("sha-copy-" + std::to_string(below(4)));
    if (below(2) == 0) r.outlet("Outlet " + std::to_string(below(5)));
    for (int claims = 1 + below(6); claims-- > 0;) {
      r.claim(kinds[below(8)]);
      const int town = below(5);
      if (below(4) != 0) r.at("Town" + std::to_string(town), 35.0 + 0.3 * town, 40.0, below(6) == 0 ? Precision::country : Precision::settlement);
      if (below(3) != 0) r.day(below(9) == 0 ? "XXXX-WXX-2" : "2020-05-0" + std::to_string(1 + below(5)));
      if (below(2) == 0) r.by("actor/side-" + std::to_string(below(4)));
      if (below(2) == 0) r.on("actor/side-" + std::to_string(below(4)));
      if (below(2) == 0) r.count("killed", below(9), below(3) == 0 ? std::nullopt : std::optional<std::int64_t>(9));
      if (below(3) == 0) r.says("voice/agency-" + std::to_string(below(4)));
      if (below(7) == 0) r.realis(Realis::denied);
      if (below(9) == 0) r.background();
      if (below(4) == 0) r.told_as(static_cast<Mentioned>(below(4)));
    }
    reports.push_back(r);
  }
  return reports;
}

TEST(Link, NoOrderOfAnyReportsChangesAnything) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    auto reports = random_reports(random, 10 + static_cast<int>(seed) * 8);
    const auto expected = json(events_of(reports));
    for (int round = 0; round < 4; ++round) {
      std::shuffle(reports.begin(), reports.end(), random);
      ASSERT_EQ(json(events_of(reports)), expected) << "seed " << seed;
    }
    // A record that is there twice says nothing new.
    reports.push_back(reports.front());
    ASSERT_EQ(json(events_of(reports)), expected) << "seed " << seed;
  }
}

TEST(Link, IdsAreUniqueThoughTextsAreCopied) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    std::set<std::string> ids;
    const auto events = events_of(random_reports(random, 60));
    for (const auto& e : events) ids.insert(e.id);
    EXPECT_EQ(ids.size(), events.size()) << "seed " << seed;
  }
}

TEST(Link, IdsStayWhenLaterReportsComeIn) {
  std::vector<Report> reports{blast("z"), Report("y", "2020-05-04").claim("talks").by("actor/x").at("Southtown", 30.0, 40.0).day("2020-05-04")};
  const auto id_of = [&](const std::string& doc) {
    for (const auto& e : events_of(reports))
      for (const auto& c : e.claims)
        if (c.doc == doc) return e.id;
    return std::string();
  };
  const auto before = id_of("z"), talks = id_of("y");
  // Whatever the hash of a later text, and though it knows the kind better.
  for (const char* later : {"a", "b", "c", "zz"}) {
    reports.push_back(Report(later, "2020-05-06").claim("suicide_bombing").at("Northtown", 35.0, 40.0).day("2020-05-03"));
    EXPECT_EQ(id_of(later), before) << later;
    EXPECT_EQ(id_of("z"), before) << later;
    EXPECT_EQ(id_of("y"), talks) << later;
  }
}

TEST(Link, RecordsThatAreNotHeldGiveTheSameEvents) {
  std::vector<Report> reports;
  for (int i = 0; i < 6; ++i) {
    Report r("r" + std::to_string(i), "2020-05-0" + std::to_string(4 + i % 3));
    r.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 3 + i, 3 + i).by("actor/hill-column");
    r.claim("arrest").at("Hillside", 35.5, 40.5).day("2020-05-0" + std::to_string(1 + i));
    reports.push_back(r);
  }
  std::vector<const Annotation*> records;
  for (const auto& r : reports) records.push_back(&r.record());
  const auto docs = sorted(records);
  Linker linker;
  for (const Annotation* a : docs) linker.learn(Annotation(*a));
  for (const Annotation* a : docs) linker.add(Annotation(*a));
  std::vector<Event> told;
  const auto done = linker.join([&](std::uint32_t number) -> Result<std::shared_ptr<const Annotation>> { return std::make_shared<const Annotation>(*docs[number]); },
                                [&](Event&& e) -> Result<void> {
                                  told.push_back(std::move(e));
                                  return {};
                                });
  ASSERT_TRUE(done);
  EXPECT_GT(told.size(), 1U);
  EXPECT_EQ(json(told), json(events_of(reports)));
}

TEST(Link, ARecordThatCannotBeReadEndsIt) {
  const Report r = Report("a").claim("bombing").at("Northtown", 35.0, 40.0);
  Linker linker;
  linker.learn(r.record());
  linker.add(r.record());
  const auto done = linker.join([](std::uint32_t) -> Result<std::shared_ptr<const Annotation>> { return Error{"ledger.corrupt", "", "it is gone"}; }, [](Event&&) { return Result<void>(); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "ledger.corrupt");
}

TEST(Link, NoDayIsTheEndOfAMonth) {
  // Days are looked through in stretches; two reports on either side of where one ends must still meet.
  for (int n = 0; n < 40; ++n) {
    const auto day = [&](int after) { return format_iso_day(*parse_iso_day("2020-05-03") + std::chrono::days{n + after}); };
    const auto blast = [&](const std::string& id, int after) {
      return Report(id).claim("bombing").at("Northtown", 35.0, 40.0).day(day(after)).count("killed", 7, 7).by("actor/hill-column");
    };
    EXPECT_EQ(events_of({blast("a", 0), blast("b", 0)}).size(), 1U) << day(0);
    EXPECT_EQ(events_of({blast("a", 0), blast("b", 1)}).size(), 1U) << day(0);
  }
}

/// What speaks for two claims of one report being one, by their numbers from 0.
double within(const Report& r, std::size_t a, std::size_t b) {
  const Lineup lineup({&r.record()});
  return score(lineup.items()[a], lineup.items()[b]);
}

Report two_attacks(Mentioned second) {
  Report r("a", "2020-05-04");
  r.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 3, 3);
  r.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").told_as(second);
  return r;
}

TEST(Link, AnotherAttackIsNotTheOneBefore) {
  EXPECT_EQ(events_of({two_attacks(Mentioned::definite)}).size(), 1U);
  EXPECT_EQ(events_of({two_attacks(Mentioned::plain)}).size(), 1U);
  EXPECT_EQ(events_of({two_attacks(Mentioned::fresh)}).size(), 2U);
}

TEST(Link, StrikesInThePluralAreLessSurelyTheOneTold) {
  const auto strikes = [](int plural) {
    Report r("a", "2020-05-04");
    for (int i = 0; i < 2; ++i) {
      r.claim("airstrike").at("Northtown", 35.0, 40.0).day("2020-05-03").word("strike");
      if (i >= 2 - plural) r.in_plural();
    }
    return within(r, 0, 1);
  };
  EXPECT_LT(strikes(1), strikes(0));
  EXPECT_LT(strikes(2), strikes(1));
}

TEST(Link, ADatelineIsNoSetting) {
  // Each tells of a raid somewhere in the country; the one was written in the capital of another.
  const auto raid = [](const std::string& id) { return Report(id, "2020-05-04").claim("attack").at("Ruritania", 35.0, 40.0, Precision::country).day("2020-05-03").by("actor/air-force").count("killed", 2, 2); };
  const auto beside = [](Report r, const std::string& town, double lat, bool told) {
    r.place(town, lat, 40.0);
    if (told) r.claim("peaceful_protest").at(town, lat, 40.0);
    return r;
  };
  const auto apart = [&](bool told) {
    const auto a = beside(raid("a"), "Northtown", 35.0, told), b = beside(raid("b"), "Farport", 50.0, told);
    const Lineup lineup({&a.record(), &b.record()});
    return score(lineup.items().front(), lineup.items()[told ? 2 : 1]);
  };
  EXPECT_GT(apart(false), apart(true));
}

TEST(Link, OneOfManyIsNotTheOneBefore) {
  const auto of = [](Mentioned first, Mentioned second) {
    return within(Report("a", "2020-05-04").claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").told_as(first).claim("bombing").by("actor/rebels").told_as(second), 0, 1);
  };
  EXPECT_GE(of(Mentioned::plain, Mentioned::plain), kThresholdWithin);
  EXPECT_LT(of(Mentioned::plain, Mentioned::recurring), of(Mentioned::plain, Mentioned::plain) - 1);
  EXPECT_LT(of(Mentioned::recurring, Mentioned::recurring), kThresholdWithin);
}

TEST(Link, WhatIsKnownRefersBack) {
  const auto of = [](Mentioned second) {
    return within(Report("a", "2020-05-04").claim("suicide_bombing").at("Southtown", 33.0, 40.0).day("2020-05-03").claim("talks").claim("talks").claim("attack").told_as(second), 0, 3);
  };
  EXPECT_GT(of(Mentioned::definite), of(Mentioned::plain) + 1);
}

TEST(Link, WhatTheBlastBrokeIsTheBlast) {
  const auto of = [](const std::string& first, const std::string& second) { return within(Report("a").claim(first).by("actor/rebels").claim(second), 0, 1); };
  EXPECT_GT(of("bombing", "destruction"), of("destruction", "bombing") + 1) << "damage is told behind its cause";
  EXPECT_LT(of("killing", "destruction"), of("bombing", "destruction") - 1) << "a murder breaks nothing";
}

TEST(Link, WhoTellsOfNobodyTellsOfWhatStandsBeside) {
  const auto beside = [](bool bare, Mentioned mentioned) {
    Report r("a");
    r.claim("bombing").by("actor/rebels").at("Northtown", 35.0, 40.0).claim("talks").claim("talks").claim("talks").claim("killing").told_as(mentioned);
    if (!bare) r.on("actor/envoys");
    std::size_t violent = 0;
    for (const Event& e : events_of({r})) violent += e.kind == "talks" ? 0 : 1;
    return violent;
  };
  EXPECT_EQ(beside(true, Mentioned::definite), 1U);
  EXPECT_EQ(beside(false, Mentioned::definite), 2U);
  EXPECT_EQ(beside(true, Mentioned::fresh), 2U) << "another one";
}

TEST(Link, WhomAnActHarmedIsToldBehindIt) {
  const auto happenings = [](std::string_view between, bool own_place) {
    Report r("a");
    r.claim("bombing").by("actor/rebels").on("actor/clerks").at("Northtown", 35.0, 40.0);
    for (int i = 0; i < 5 && between == "far"; ++i) r.claim("talks");
    r.claim("harm").by("actor/smugglers").on("actor/envoys").told_as(between == "another" ? Mentioned::fresh : Mentioned::plain);
    if (own_place) r.at("Northtown", 35.0, 40.0).in_own_words();
    std::size_t violent = 0;
    for (const Event& e : events_of({r})) violent += e.kind == "talks" ? 0 : 1;
    return violent;
  };
  EXPECT_EQ(happenings("next", false), 1U);
  EXPECT_EQ(happenings("far", false), 2U);
  EXPECT_EQ(happenings("another", false), 2U);
  EXPECT_EQ(happenings("next", true), 2U) << "a harm that says where it was stands for itself";
}

TEST(Link, OneWordTellsOneThingACampaignIsNoAct) {
  const auto of = [](const std::string& first, const std::string& second, bool campaign) {
    return within(Report("a").claim("attack").word(first).claim("attack").word(second, campaign), 0, 1);
  };
  EXPECT_GT(of("raid", "raid", false), of("raid", "assault", false));
  EXPECT_LT(of("raid", "offensive", true), of("raid", "assault", false) - 1);
}

TEST(Link, TwoNumbersThatAReportAddsUpAreOfTwoHappenings) {
  const auto of = [](std::int64_t all) {
    Report r("a", "2020-05-04");
    r.claim("bombing").day("2020-05-03").count("killed", all, all).claim("bombing").day("2020-05-03").count("killed", 26, 26).claim("bombing").day("2020-05-03").count("killed", 11, 11);
    return within(r, 1, 2);
  };
  EXPECT_LT(of(37), of(40) - 1);
}

TEST(Link, PlacesThatEachNamesItselfTellApart) {
  const auto of = [](const std::string& second, bool own) {
    Report r("a", "2020-05-04");
    r.claim("shelling").at("Northtown", 35.0, 40.0).in_own_words().claim("shelling").at(second, 35.02, 40.0);
    return within(own ? r.in_own_words() : r.in_words_of(1), 0, 1);
  };
  EXPECT_LT(of("Hillside", true), of("Hillside", false));
}

TEST(Link, OnlyWhatStandsBeforeTheWordIsAnother) {
  Report r("a");
  r.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").told_as(Mentioned::fresh, {4, 9});
  EXPECT_EQ(events_of({r}).size(), 1U);
}

TEST(Link, ABattleGoesOnForDays) {
  const auto fight = [](const std::string& id, const std::string& day, const std::string& kind = "armed_clash") {
    return Report(id, "2020-05-09").claim(kind).by("actor/rebels").on("actor/army").at("Northtown", 35.0, 40.0).day(day);
  };
  std::vector<Report> battle;
  for (int day = 1; day <= 7; day += 2)
    for (int n = 0; n < 2; ++n) battle.push_back(fight("d" + std::to_string(day) + std::to_string(n), "2020-05-0" + std::to_string(day)));
  for (int day = 2; day <= 6; day += 2) battle.push_back(fight("d" + std::to_string(day), "2020-05-0" + std::to_string(day)));
  EXPECT_EQ(events_of(battle).size(), 1U);
  EXPECT_EQ(events_of({fight("a", "2020-05-01", "airstrike"), fight("b", "2020-05-03", "airstrike"), fight("c", "2020-05-05", "airstrike")}).size(), 3U);
}

TEST(Link, ATollThatRisesIsNoRivalToll) {
  const auto told = [](const std::string& id, const std::string& published, const std::string& voice, std::int64_t killed) {
    return blast(id, published).count("killed", killed, killed).says("voice/" + voice);
  };
  const auto rising = events_of({told("a", "2020-05-03", "ministry", 4), told("b", "2020-05-04", "monitor", 7)});
  ASSERT_EQ(rising.size(), 1U);
  EXPECT_EQ(contradiction(rising[0], "killed"), nullptr);
  ASSERT_EQ(rising[0].counts.size(), 1U);
  EXPECT_TRUE(rising[0].counts[0].rising);
  // Who still counts as few on the day of the larger number, or fewer later on, is a rival.
  for (const auto& reports : {std::vector{told("a", "2020-05-04", "ministry", 4), told("b", "2020-05-04", "monitor", 7)}, std::vector{told("a", "2020-05-04", "ministry", 4), told("b", "2020-05-03", "monitor", 7)}}) {
    const auto rival = events_of(reports);
    ASSERT_EQ(rival.size(), 1U);
    EXPECT_NE(contradiction(rival[0], "killed"), nullptr);
    EXPECT_FALSE(rival[0].counts[0].rising);
  }
}

TEST(Link, WhatKindItWasIsARivalValue) {
  const auto strike = [](const std::string& id, const std::string& kind, const std::string& voice) {
    return Report(id, "2020-05-04").claim(kind).on("actor/town-guard").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 6, 6).says("voice/" + voice);
  };
  const auto rival = events_of({strike("a", "airstrike", "ministry"), strike("b", "shelling", "monitor")});
  ASSERT_EQ(rival.size(), 1U);
  const Contradiction* c = contradiction(rival[0], "kind");
  ASSERT_NE(c, nullptr);
  EXPECT_EQ(c->values.size(), 2U);
  const auto agreed = events_of({strike("a", "airstrike", "ministry"), strike("b", "attack", "monitor")});
  ASSERT_EQ(agreed.size(), 1U);
  EXPECT_EQ(contradiction(agreed[0], "kind"), nullptr);
}

TEST(Link, OrderOfDocumentsChangesNothing) {
  std::vector<Report> reports;
  for (int i = 0; i < 40; ++i) {
    auto r = Report("d" + std::to_string(i), "2020-05-0" + std::to_string(1 + i % 6));
    r.claim(i % 3 == 0 ? "bombing" : "attack").at("Town" + std::to_string(i % 4), 35.0 + i % 4, 40.0).day("2020-05-0" + std::to_string(1 + i % 5)).count("killed", 1 + i % 7, 1 + i % 7);
    if (i % 2 == 0) r.says("voice/agency-" + std::to_string(i % 5));
    r.claim("harm").count("injured", i % 9, std::nullopt);
    reports.push_back(r);
  }
  const auto expected = json(events_of(reports));
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(reports.begin(), reports.end(), random);
    EXPECT_EQ(json(events_of(reports)), expected);
  }
}

TEST(Link, EveryClaimIsInExactlyOneEvent) {
  std::vector<Report> reports;
  for (int i = 0; i < 30; ++i) reports.push_back(blast("d" + std::to_string(i)).claim("withdrawal").by("actor/x").claim("talks"));
  std::map<ClaimRef, int> seen;
  for (const auto& e : events_of(reports))
    for (const auto& c : e.claims) ++seen[c];
  EXPECT_EQ(seen.size(), 90U);
  for (const auto& [ref, n] : seen) EXPECT_EQ(n, 1) << ref.doc << ref.claim;
}

TEST(Link, RivalTollsOfTwoVoicesStandSideBySide) {
  const auto events = events_of({blast("a").count("killed", 4, 4, "people").says("voice/ministry"), blast("b").count("killed", 9, std::nullopt, "people").says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  const Event& e = events[0];
  ASSERT_EQ(e.counts.size(), 1U);
  EXPECT_EQ(e.counts[0].low, 4);
  EXPECT_EQ(e.counts[0].high, std::nullopt);
  ASSERT_EQ(e.counts[0].values.size(), 2U);
  const Contradiction* c = contradiction(e, "killed");
  ASSERT_NE(c, nullptr);
  ASSERT_EQ(c->values.size(), 2U);
  EXPECT_EQ(c->values[0].value, "4");
  EXPECT_EQ(c->values[0].voices, std::vector<std::string>{"ministry"});
  EXPECT_EQ(c->values[1].value, "at least 9");
  EXPECT_EQ(c->values[1].voices, std::vector<std::string>{"monitor"});
}

TEST(Link, AtLeastFourAndFiveDoNotConflict) {
  const auto events = events_of({blast("a").count("killed", 4, std::nullopt).says("voice/ministry"), blast("b").count("killed", 5, 5).says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(contradiction(events[0], "killed"), nullptr);
}

TEST(Link, RisingTollOfOneVoiceIsNoContradiction) {
  const auto events = events_of({blast("a", "2020-05-03").count("killed", 4, 4).says("voice/ministry"), blast("b", "2020-05-04").count("killed", 7, 7).says("voice/ministry")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(contradiction(events[0], "killed"), nullptr);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].low, 4);
  EXPECT_EQ(events[0].counts[0].best, 7);
  EXPECT_EQ(events[0].counts[0].high, 7);
  EXPECT_EQ(events[0].counts[0].values.size(), 2U);
}

TEST(Link, ValuesOfTheSameWordsAreListedOnce) {
  const auto events = events_of({blast("a").count("killed", 24, std::nullopt).says("voice/radio"), blast("b").count("killed", 24, std::nullopt, "civilians").says("voice/monitor"), blast("c").count("killed", 13, 13, "people").says("voice/ministry")});
  ASSERT_EQ(events.size(), 1U);
  const auto* killed = contradiction(events[0], "killed");
  ASSERT_NE(killed, nullptr);
  ASSERT_EQ(killed->values.size(), 2U);
  EXPECT_EQ(killed->values[0].value, "at least 24");
  EXPECT_EQ(killed->values[0].voices.size(), 2U);
  EXPECT_EQ(killed->values[1].value, "13");
}

TEST(Link, SoldiersAndFightersAreNoRivals) {
  const auto events = events_of({blast("a").count("killed", 20, 20, "fighters").says("voice/radio"), blast("b").count("killed", 15, 15, "soldiers").says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(contradiction(events[0], "killed"), nullptr);
  ASSERT_EQ(events[0].counts.size(), 1U);
  ASSERT_EQ(events[0].counts[0].values.size(), 2U);
  EXPECT_EQ(events[0].counts[0].values[0].whom, "soldiers");
  EXPECT_EQ(events[0].counts[0].values[1].whom, "fighters");
}

TEST(Link, PartsOfATollAreNoRivals) {
  const auto events = events_of({blast("a").count("killed", 6, 6, "people").count("killed", 1, 1, "a child")});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].low, 6);
  EXPECT_EQ(events[0].counts[0].high, 6);
}

TEST(Link, SortsOfPeopleAddUp) {
  const auto events = events_of({blast("a").count("killed", 4, 4, "soldiers").count("killed", 2, 2, "civilians")});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].best, 6);
  EXPECT_EQ(events[0].counts[0].high, 6);
}

TEST(Link, DenialJoinsWhatItDenies) {
  Report r("a", "2020-05-04");
  r.claim("airstrike").by("actor/air-force").at("Northtown", 35.0, 40.0).day("2020-05-03").says("voice/monitor");
  r.claim("airstrike").by("actor/air-force").at("Northtown", 35.0, 40.0).says("voice/ministry").realis(Realis::denied);
  const auto events = events_of({r});
  ASSERT_EQ(events.size(), 1U);
  const Contradiction* c = contradiction(events[0], "occurred");
  ASSERT_NE(c, nullptr);
  ASSERT_EQ(c->values.size(), 2U);
  EXPECT_EQ(c->values[0].value, "asserted");
  EXPECT_EQ(c->values[0].voices, std::vector<std::string>{"monitor"});
  EXPECT_EQ(c->values[1].value, "denied");
  EXPECT_EQ(c->values[1].voices, std::vector<std::string>{"ministry"});
}

TEST(Link, TownsFarFromEachOtherAreTwoHappeningsOfOneReport) {
  Report r("a", "2020-05-04");
  r.claim("killing").on("doc/farmers").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 9, 9, "farmers").word("killing");
  r.claim("killing").on("doc/farmers").at("Southport", 31.0, 40.0).day("2020-05-03").count("killed", 9, 9, "farmers").word("killing");
  EXPECT_EQ(events_of({r}).size(), 2U);
}

TEST(Link, ADayTakenOverContradictsNoneOfItsReport) {
  Report r("a", "2020-05-04");
  r.claim("airstrike").on("doc/mill").at("Northtown", 35.0, 40.0).day("2020-05-02").in_own_words();
  r.claim("harm").on("doc/mill").at("Northtown", 35.0, 40.0).day("2020-05-03").in_words_of(1).told_as(Mentioned::definite);
  for (const Event& e : events_of({r})) EXPECT_EQ(contradiction(e, "time"), nullptr);
}

TEST(Link, AnAircraftThatWasDownedIsNoRaid) {
  Report r("a", "2020-05-04");
  r.claim("airstrike").at("Northtown", 35.0, 40.0).day("2020-05-03").word("raid");
  r.claim("attack").struck("aircraft").at("Northtown", 35.0, 40.0).day("2020-05-03").told_as(Mentioned::definite);
  EXPECT_EQ(events_of({r}).size(), 2U);
}

TEST(Link, ThatNobodyWasHurtDoesNotDenyTheStrike) {
  const auto unhurt = [] { return Report("b", "2020-05-04").claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-03").realis(Realis::negated); };
  const auto strike = events_of({blast("a"), unhurt()});
  ASSERT_EQ(strike.size(), 1U);
  EXPECT_TRUE(strike[0].contradictions.empty());
  const auto toll = events_of({blast("a").count("killed", 4, 4), unhurt()});
  ASSERT_EQ(toll.size(), 1U);
  ASSERT_EQ(toll[0].contradictions.size(), 1U);
  EXPECT_EQ(toll[0].contradictions[0].field, "occurred");
}

TEST(Link, WhoDidItIsARivalValue) {
  const auto shells = [](const std::string& id, const std::string& actor, const std::string& voice) {
    return Report(id, "2020-05-04").claim("shelling").by(actor).at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 11, 11).says(voice);
  };
  const auto rivals = events_of({shells("a", "actor/army", "voice/rebels-media"), shells("b", "actor/rebels-of-the-north", "voice/state-media")});
  ASSERT_EQ(rivals.size(), 1U);
  ASSERT_NE(contradiction(rivals[0], "actor"), nullptr);
  const auto kin = events_of({shells("a", "actor/army", "voice/rebels-media"), shells("b", "actor/brigade", "voice/state-media").belongs("actor/brigade", "actor/army")});
  ASSERT_EQ(kin.size(), 1U);
  EXPECT_EQ(contradiction(kin[0], "actor"), nullptr) << "a brigade is a part of its army";
}

TEST(Link, WhatAReportCountsItselfOutweighsTheSmallerNumbersThatItCites) {
  auto report = blast("a").count("killed", 6, 6, "people");
  report.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 4, 4, "people").says("voice/agency-a");
  report.claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 7, 7, "people").says("voice/agency-b");
  const auto events = events_of({report});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].low, 6);
  EXPECT_EQ(events[0].counts[0].high, 7);
  EXPECT_EQ(events[0].counts[0].values.size(), 3U);
}

TEST(Link, APlaceThatNothingElseBearsOutIsNotTheEvents) {
  // A town is more exact than a district; but one claim of four tells it.
  auto report = Report("a", "2020-05-04").claim("airstrike").at("North district", 35.0, 40.0, Precision::district).day("2020-05-03");
  report.claim("airstrike").at("North district", 35.0, 40.0, Precision::district).at("Fartown", 15.0, 20.0).day("2020-05-03");
  report.claim("airstrike").at("North district", 35.0, 40.0, Precision::district).day("2020-05-03");
  report.claim("airstrike").at("North district", 35.0, 40.0, Precision::district).day("2020-05-03");
  const auto events = events_of({report});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].place);
  EXPECT_EQ(events[0].place->name, "North district");
}

TEST(Link, ATownThatGoesWithItsDistrictIsThePlace) {
  auto report = Report("a", "2020-05-04").claim("airstrike").at("North district", 35.0, 40.0, Precision::district).day("2020-05-03");
  report.claim("airstrike").at("North district", 35.0, 40.0, Precision::district).at("Northtown", 35.02, 40.02).day("2020-05-03");
  report.claim("airstrike").at("North district", 35.0, 40.0, Precision::district).day("2020-05-03");
  const auto events = events_of({report});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].place);
  EXPECT_EQ(events[0].place->name, "Northtown");
}

TEST(Link, ATownCalledLikeItsProvinceYieldsToTheVillageInIt) {
  auto report = Report("a", "2020-05-04").claim("bombing").at("Northtown", 35.0, 40.0).in_province("Northtown").day("2020-05-03").count("killed", 2, 2);
  report.claim("bombing").at("Northtown", 35.0, 40.0).in_province("Northtown").day("2020-05-03").count("killed", 2, 2);
  report.claim("bombing").at("Millford", 35.05, 40.05).in_province("Northtown").day("2020-05-03").count("killed", 2, 2);
  const auto events = events_of({report});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].place);
  EXPECT_EQ(events[0].place->name, "Millford");
}

TEST(Link, TheDeadOfTwoPlacesAddUp) {
  auto report = Report("a", "2020-05-04").claim("shelling").at("Northtown", 35.0, 40.0).at("Millford", 35.05, 40.05).day("2020-05-03").count("killed", 14, 14, "people").count("killed", 8, 8, "people");
  report.told_by_place();
  const auto events = events_of({report});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].best, 22);
}

TEST(Link, OneBodyAtTheDateIsNoRival) {
  const Wholes merged_in_2020 = [](std::string_view id, std::string_view, std::string_view last_day) {
    return id == "actor/red" && last_day >= "2020" ? std::vector<std::string>{"actor/green"} : std::vector<std::string>{};
  };
  const auto told = [&](const std::string& year) {
    std::vector<Report> reports = {Report("a", year + "-05-04").claim("bombing").by("actor/red").at("Northtown", 35.0, 40.0).day(year + "-05-03").says("voice/a"),
                                   Report("b", year + "-05-04").claim("bombing").by("actor/green").at("Northtown", 35.0, 40.0).day(year + "-05-03").says("voice/b")};
    std::vector<const Annotation*> records = {&reports[0].record(), &reports[1].record()};
    const auto events = link(records, merged_in_2020);
    EXPECT_EQ(events.size(), 1U) << year;
    return contradiction(events[0], "actor") != nullptr;
  };
  EXPECT_TRUE(told("2019"));
  EXPECT_FALSE(told("2021"));
}

TEST(Link, OtherDayOrOtherTownIsAnotherHappening) {
  EXPECT_EQ(events_of({blast("a"), Report("b", "2020-05-10").claim("bombing").at("Northtown", 35.0, 40.0).day("2020-05-09")}).size(), 2U);
  EXPECT_EQ(events_of({blast("a"), Report("b", "2020-05-04").claim("bombing").at("Southtown", 33.0, 40.0).day("2020-05-03")}).size(), 2U);
  EXPECT_EQ(events_of({blast("a"), Report("b", "2020-05-04").claim("talks").at("Northtown", 35.0, 40.0).day("2020-05-03")}).size(), 2U);
}

TEST(Link, NamesOfPrivateVictimsAreNotListed) {
  Annotation a;
  a.id = "d";
  a.sha256 = "sha-d";
  a.entities.push_back({"doc:1", "Amal Haddad", MentionType::PER, {}, {}, {"Amal Haddad"}, {}, {}});
  Claim c;
  c.id = "c1";
  c.kind = "killing";
  c.span = {0, 100};
  c.trigger = {20, 26};
  c.actors.push_back({Role::recipient, {0, 11}, 0U});
  a.claims.push_back(c);
  const auto events = link({&a});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].actors.size(), 1U);
  EXPECT_EQ(events[0].actors[0].name, "a person whom the text names");
  EXPECT_EQ(record::event_json(events[0]).find("Haddad"), std::string::npos);
}

TEST(Link, WhatIsSaidOfAPeopleIsToldAsItStands) {
  const auto events = events_of({Report("a").claim("airstrike").by_people("Ruritanian").at("Northtown", 35.0, 40.0).day("2020-05-03")});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].actors.size(), 1U);
  EXPECT_EQ(events[0].actors[0].name, "Ruritanian");
  EXPECT_EQ(events[0].actors[0].id, "");
}

TEST(Link, WhatIsSaidWithoutADayIsNotWhatAnotherReportSays) {
  const auto blame = [](const std::string& id) { return Report(id).claim("accusation").by("actor/ministry").on("actor/rebels"); };
  EXPECT_EQ(events_of({blame("a"), blame("b")}).size(), 2U);
  EXPECT_EQ(events_of({blame("a").day("2020-05-03"), blame("b").day("2020-05-03")}).size(), 1U);
}

TEST(Link, ACountryAloneLeavesOpenWhereInItItWas) {
  const auto strike = [](const std::string& id) { return Report(id, "2020-05-04").claim("drone_strike").by("actor/air-force").day("2020-05-03"); };
  EXPECT_EQ(events_of({strike("a").at("Northtown", 35.0, 40.0), strike("b").at("Farland", 0, 0, Precision::country)}).size(), 1U);
}

std::vector<std::string> parties(const Event& e, Role role) {
  std::vector<std::string> names;
  for (const auto& a : e.actors)
    if (a.role == role) names.push_back(a.name);
  return names;
}

TEST(Link, NamedPartiesStandForThoseThatAreOnlyDescribed) {
  const auto of = [](bool named) {
    Report r("a");
    r.claim("attack").by("doc:gunmen").on("doc:soldiers").on("doc:residents").on("doc:37").at("Northtown", 35.0, 40.0).day("2020-05-03");
    if (named) r.by("actor/green-front").on("actor/army");
    return events_of({r})[0];
  };
  EXPECT_EQ(parties(of(false), Role::actor), std::vector<std::string>{"gunmen"});
  EXPECT_EQ(parties(of(false), Role::recipient), (std::vector<std::string>{"soldiers", "residents"}));
  EXPECT_EQ(parties(of(true), Role::actor), std::vector<std::string>{"green-front"});
  EXPECT_EQ(parties(of(true), Role::recipient), (std::vector<std::string>{"army", "residents"})) << "civilians are a party beside those who are named";
}

TEST(Link, WhoPublishesIsNoParty) {
  const auto events = events_of({Report("a").claim("attack").by("voice/courier").on("voice/courier").by("actor/army").at("Northtown", 35.0, 40.0).day("2020-05-03")});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].actors.size(), 1U);
  EXPECT_EQ(events[0].actors[0].name, "army");
}

TEST(Link, WhereSomethingIsToldEveryDayTheTownTellsLittle) {
  const auto strike = [](const std::string& id, int day) {
    return Report(id).claim("airstrike").at("Northtown", 35.0, 40.0).day("2020-05-" + std::string(day < 10 ? "0" : "") + std::to_string(day));
  };
  std::vector<Report> quiet = {strike("x", 10), strike("y", 10)};
  EXPECT_EQ(events_of(quiet).size(), 1U);
  std::vector<Report> busy = quiet;
  for (int day = 1; day <= 24; ++day)
    if (day < 9 || day > 11) busy.push_back(strike("d" + std::to_string(day), day));
  EXPECT_EQ(events_of(busy).size(), busy.size());
}

TEST(Link, ReportsOfOneDayThatOpenWithItMeet) {
  const auto report = [](const std::string& id, const std::string& published, const std::string& day) {
    return Report(id, published).claim("drone_strike").at("Northtown", 35.0, 40.0, Precision::district).day(day);
  };
  EXPECT_EQ(events_of({report("a", "2020-05-03", "2020-05-03"), report("b", "2020-05-04", "2020-05-04")}).size(), 1U);
  EXPECT_EQ(events_of({report("a", "2020-05-03", "2020-05-03"), report("b", "2020-05-08", "2020-05-04")}).size(), 2U);
}

TEST(Link, WhoTookAPlaceOverIsNearItsSourceNotAllThatIsToldThere) {
  const auto report = [](bool roams) {
    Report r("a");
    r.claim("shelling").at("Northtown", 35.0, 40.0).day("2020-05-03").in_own_words();
    if (roams) {
      r.claim("shelling").at("Southtown", 33.0, 40.0).day("2020-05-03").in_own_words();
      r.claim("shelling").at("Westtown", 35.0, 37.0).day("2020-05-03").in_own_words();
    }
    r.claim("suicide_bombing").at("Northtown", 35.0, 40.0).day("2020-05-03").in_own_words();
    const std::size_t source = roams ? 4 : 2;
    r.claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-03").in_words_of(source);
    return r;
  };
  const auto nearer = [&](bool roams) {
    const Report r = report(roams);
    const std::size_t n = r.record().claims.size();
    return within(r, n - 2, n - 1) - within(r, 0, n - 1);
  };
  EXPECT_GT(nearer(true), nearer(false));
}

TEST(Link, WhatIsLeftUntoldSaysLessInAReportThatRoams) {
  const auto of_two = [](double lat) {
    Report r("a");
    for (const double y : {35.0, lat, lat}) r.claim("shelling").at("Town" + std::to_string(y), y, 40.0).day("2020-05-03").in_own_words();
    r.claim("bombing").claim("bombing");
    const Lineup lineup({&r.record()});
    return score(lineup.items()[3], lineup.items()[4]);
  };
  EXPECT_LT(of_two(33.0), of_two(35.1));
}

TEST(Link, TheNextVillageIsNotEnoughAcrossReports) {
  const auto strike = [](const std::string& id, const std::string& town, double lat) { return Report(id).claim("airstrike").at(town, lat, 40.0).day("2020-05-03"); };
  EXPECT_EQ(events_of({strike("a", "Northtown", 35.0), strike("b", "Northtown", 35.0)}).size(), 1U);
  EXPECT_EQ(events_of({strike("a", "Northtown", 35.0), strike("b", "Hillside", 35.1)}).size(), 2U);
  const auto flown = [&](const std::string& id, const std::string& town, double lat) { return strike(id, town, lat).by("actor/air-force"); };
  EXPECT_EQ(events_of({flown("a", "Northtown", 35.0), flown("b", "Hillside", 35.1)}).size(), 2U) << "one air force flies many strikes a day";
  EXPECT_EQ(events_of({flown("a", "Northtown", 35.0).count("killed", 7, 7), flown("b", "Hillside", 35.1).count("killed", 7, 7)}).size(), 1U) << "one actor and one toll make up for it";
}

TEST(Link, TwoTownsApartAreTwoHappeningsThoughDayAndTollAgree) {
  const auto strike = [](const std::string& id, const std::string& town, double lat) {
    return Report(id).claim("airstrike").at(town, lat, 40.0).day("2020-05-03").count("killed", 2, 2);
  };
  EXPECT_EQ(events_of({strike("a", "Northtown", 35.0), strike("b", "Northtown Market", 35.004)}).size(), 1U);
  EXPECT_EQ(events_of({strike("a", "Northtown", 35.0), strike("b", "Midtown", 35.1)}).size(), 2U);
  EXPECT_EQ(events_of({strike("a", "Northtown", 35.0), strike("b", "Southtown", 34.8)}).size(), 2U);
}

TEST(Link, OldNewsDoesNotJoinTheNews) {
  EXPECT_EQ(events_of({blast("a"), Report("b", "2020-05-04").claim("bombing").at("Northtown", 35.0, 40.0).background()}).size(), 2U);
}

TEST(Link, APlanWithoutADayIsNotWhatHappenedElsewhere) {
  const auto plan = [] { return Report("b", "2020-05-04").claim("bombing").at("Northtown", 35.0, 40.0).realis(Realis::planned); };
  EXPECT_EQ(events_of({blast("a"), plan()}).size(), 2U);
  EXPECT_EQ(events_of({blast("a"), plan().day("2020-05-03")}).size(), 1U);
}

TEST(Link, OneSortOfSiteTellsWhereACountryAloneDoesNot) {
  const auto clash = [](const std::string& id, const std::string& site) { return Report(id).claim("armed_clash").day("2020-05-03").site(site); };
  const auto abroad = [&](const std::string& site) { return clash("b", site).at("Farland", 0, 0, Precision::country); };
  const auto events = events_of({clash("a", "prison").at("Northtown", 35.0, 40.0), abroad("prison")});
  ASSERT_EQ(events.size(), 1U);
  const auto& reasons = events[0].why.at(0).reasons;
  EXPECT_NE(std::find(reasons.begin(), reasons.end(), "one sort of site in one country: prison"), reasons.end());
  EXPECT_EQ(events_of({clash("a", "prison").at("Northtown", 35.0, 40.0), abroad("school")}).size(), 2U);
  EXPECT_EQ(events_of({clash("a", "prison").at("Northtown", 35.0, 40.0), clash("b", "prison").at("Southtown", 33.0, 40.0)}).size(), 2U) << "two towns have two prisons";
}

TEST(Link, WhatIsToldBesideACommonHappeningIsJoinedSooner) {
  const auto report = [](const std::string& id, const std::string& kind, bool captured) {
    Report r(id);
    if (captured) r.claim("arrest").at("Northtown", 35.0, 40.0).day("2020-05-03").by("actor/army");
    r.claim(kind).at("Farland", 0, 0, Precision::country).day("2020-05-03");
    if (captured) r.beside();
    return r;
  };
  EXPECT_EQ(events_of({report("a", "destruction", false), report("b", "airstrike", false)}).size(), 2U);
  const auto events = events_of({report("a", "destruction", true), report("b", "airstrike", true)});
  ASSERT_EQ(events.size(), 2U) << "the arrest and the raid";
  const Event& raid = events[0].kind == "arrest" ? events[1] : events[0];
  EXPECT_EQ(raid.why.at(0).reasons.back(), "told beside what both reports tell");
}

TEST(Link, TwoSidesOfATownAreTwoPlaces) {
  const auto strike = [](const std::string& id, const std::string& side) {
    return Report(id).claim("shelling").at("Northtown", 35.0, 40.0).towards(side).day("2020-05-03");
  };
  EXPECT_EQ(events_of({strike("a", "W"), strike("b", "S")}).size(), 2U);
  EXPECT_EQ(events_of({strike("a", "N"), strike("b", "NE")}).size(), 1U);
}

TEST(Link, TwoProvincesAreTwoPlacesHoweverNearTheirMiddles) {
  const auto beside = [](const std::string& province) {
    Report r("a");
    r.claim("armed_clash").at("Upper Valley", 35.0, 40.0, Precision::admin1).in_province("Upper Valley").day("2020-05-03");
    r.claim("armed_clash").at("Lower Valley", 34.2, 40.0, Precision::admin1).in_province(province).day("2020-05-03");
    return within(r, 0, 1);
  };
  EXPECT_LT(beside("Lower Valley"), beside(""));  // of which it isn't known where it lies
}

TEST(Link, AnArticleBeforeANameMakesNoOtherPlace) {
  EXPECT_EQ(place_key("al-Hamra"), place_key("Hamra"));
  EXPECT_EQ(place_key("Ash Shadadi"), place_key("Shadadi"));
  EXPECT_NE(place_key("Alton"), place_key("Ton"));
}

TEST(Link, AChainOfLikenessesIsNoHappening) {
  // Town by town along a road: each is near the next, the ends are far apart.
  std::vector<Report> reports;
  for (int i = 0; i < 12; ++i) reports.push_back(Report("d" + std::to_string(i), "2020-05-04").claim("shelling").at("Town" + std::to_string(i), 35.0, 40.0 + 0.12 * i).day("2020-05-03"));
  for (const auto& e : events_of(reports)) EXPECT_LE(e.claims.size(), 4U);
}

TEST(Link, TenOutletsWithOneAgencysWordAreOneVoice) {
  std::vector<Report> reports;
  for (int i = 0; i < 10; ++i) reports.push_back(blast("d" + std::to_string(i)).outlet("Outlet " + std::to_string(i)).says("voice/agency"));
  const auto events = events_of(reports);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].claims.size(), 10U);
  EXPECT_EQ(voices(events[0]), std::vector<std::string>{"agency"});
}

TEST(Link, TheInnermostSourcesAreTheOrigins) {
  const Span citing{50, 56};
  const auto events = events_of({blast("a").outlet("Daily").says("voice/agency", {30, 34}).says("voice/state-media", citing).says("voice/monitor", citing)});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(voices(events[0]), (std::vector<std::string>{"monitor", "state-media"}));
}

TEST(Link, WhoToldAnAgencyIsTheOriginNotTheAgency) {
  const Span told{50, 54};
  const auto events = events_of({blast("a").says("voice/agency", told, {55, 61}).says("voice/ministry", told, {40, 48})});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(voices(events[0]), std::vector<std::string>{"ministry"});
}

TEST(Link, OwnWordOfAnOutletAndOfATextWithout) {
  const auto events = events_of({blast("a").outlet("Daily"), blast("b").length(120)});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(voices(events[0]), (std::vector<std::string>{"(the text itself)", "Daily"}));
}

TEST(Link, CopiesOfOneTextAreOneVoice) {
  const auto events = events_of({blast("a").outlet("Daily").text("same"), blast("b").outlet("Weekly").text("same")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].claims.size(), 2U);
  EXPECT_EQ(events[0].voices.size(), 1U);
}

/// Every claim of the one stands in words of the other.
Copy copy_of(const Report& document, const Report& of, CopyBasis basis = CopyBasis::published, double share = 0.9) {
  return {document.record().id, of.record().id, basis, share, share, 60, {{{0, 4000}, {0, 4000}, 60}}};
}

std::vector<Event> events_with(const std::vector<Report>& reports, const CopyGraph& graph) {
  std::vector<const Annotation*> views;
  for (const Report& r : reports) views.push_back(&r.record());
  return link(views, {}, nullptr, &graph);
}

TEST(Link, AClaimInCopiedWordsHasTheOriginOfTheDocumentCopied) {
  const std::vector<Report> reports = {blast("a").outlet("Agency"), blast("b").outlet("Daily").length(90), blast("c").outlet("Weekly").length(110), blast("d").outlet("Own").length(120)};
  // c has it from b, and b from a: three carry one voice.
  const CopyGraph graph{{copy_of(reports[1], reports[0]), copy_of(reports[2], reports[1])}, {}};
  const auto events = events_with(reports, graph);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(voices(events[0]), (std::vector<std::string>{"Agency", "Own"}));
  EXPECT_EQ(events[0].tellers, 4U);
  EXPECT_EQ(events[0].independent, 2U);
  ASSERT_EQ(events[0].copies.size(), 2U);
  EXPECT_EQ(events[0].copies[0].who, "Daily");
  EXPECT_EQ(events[0].copies[0].whom, "Agency");
  EXPECT_EQ(events_with(reports, {})[0].independent, 4U);
}

TEST(Link, AClaimBesideTheCopiedWordsIsItsPublishersOwn) {
  const std::vector<Report> reports = {blast("a").outlet("Agency"), blast("b").outlet("Daily").length(90)};
  CopyGraph graph{{copy_of(reports[1], reports[0])}, {}};
  graph.copies[0].passages = {{{2000, 3000}, {0, 1000}, 60}};
  EXPECT_EQ(events_with(reports, graph)[0].voices.size(), 2U);
}

TEST(Link, CopiesThatPointInACircleComeToAnEnd) {
  const std::vector<Report> reports = {blast("a").outlet("Daily"), blast("b").outlet("Weekly").length(90)};
  const CopyGraph graph{{copy_of(reports[0], reports[1]), copy_of(reports[1], reports[0])}, {}};
  EXPECT_EQ(events_with(reports, graph).size(), 1U);
}

TEST(Link, ATextCreditedToAnAgencyIsItsWordInEveryCopy) {
  const std::vector<Report> reports = {blast("a").outlet("Daily"), blast("b").outlet("Weekly").length(90)};
  const CopyGraph graph{{copy_of(reports[1], reports[0])}, {{"b", "voice/agency", "Agency", {0, 6}, true}}};
  const auto events = events_with(reports, graph);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(voices(events[0]), std::vector<std::string>{"Agency"}) << "the one that leaves the credit out has the words too";
}

TEST(Link, VoicesOfOneBodyAreNotIndependent) {
  const auto events = events_of({blast("a").says("voice/state-tv").belongs("voice/state-tv", "actor/state"), blast("b").length(90).says("voice/state-news").belongs("voice/state-news", "actor/state"),
                                 blast("c").length(110).says("actor/state"), blast("d").length(120).says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].voices.size(), 4U);
  EXPECT_EQ(events[0].independent, 2U);
}

TEST(Link, AClaimCopiedWordForWordIsOneVoice) {
  const auto events = events_of({blast("a").outlet("Daily"), blast("b").outlet("Weekly"), blast("c").outlet("Monthly").length(90)});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].voices.size(), 2U);
}

TEST(Link, APlainWordAndABombAreABombing) {
  Report bombed("a", "2020-05-04"), burned("b", "2020-05-04");
  bombed.claim("destruction").at("Northtown", 35.0, 40.0).day("2020-05-03").with("bomb");
  burned.claim("destruction").at("Southtown", 30.0, 40.0).day("2020-05-03");
  const auto events = events_of({bombed, burned});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "bombing");
  EXPECT_EQ(events[1].kind, "destruction");
}

TEST(Link, SpecialKindAndExactPlaceNameTheEvent) {
  Report r("a", "2020-05-04");
  r.claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-03").count("injured", 4, std::nullopt);
  r.claim("suicide_bombing").at("Northtown", 35.0, 40.0).day("2020-05-03");
  r.claim("attack").at("Syria", 0, 0, Precision::country).day("2020-05-03").count("injured", 4, 4);
  const auto events = events_of({r});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, "suicide_bombing");
  ASSERT_TRUE(events[0].place.has_value());
  EXPECT_EQ(events[0].place->name, "Northtown");
  EXPECT_EQ(events[0].time.begin, "2020-05-03");
  EXPECT_EQ(events[0].time.end, "2020-05-03");
}

TEST(Link, NoDayIsMadeUp) {
  const auto events = events_of({Report("a").claim("bombing").at("Northtown", 35.0, 40.0).day("XXXX-WXX-1")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(events[0].time.begin.empty());
  const auto published = events_of({Report("a", "2020-05-04").claim("bombing").at("Northtown", 35.0, 40.0)});
  EXPECT_TRUE(published[0].time.begin.empty()) << "a publication day that no claim took over is no day of the happening";
}

/// Comparisons grow with the claims, not with their square, even where all tell of one town, day and kind.
TEST(Link, WorkIsBoundedPerClaim) {
  const auto comparisons = [](int documents, bool one_place) {
    std::vector<Report> reports;
    for (int i = 0; i < documents; ++i) {
      Report r("d" + std::to_string(i), "2020-05-04");
      r.claim("airstrike").by("actor/air-force").at("Town" + std::to_string(one_place ? 0 : i), 35.0, one_place ? 40.0 : -170 + 0.3 * (i % 1000)).day("2020-05-03");
      reports.push_back(r);
    }
    Stats stats;
    events_of(reports, &stats);
    return static_cast<double>(stats.comparisons) / documents;
  };
  for (const bool one_place : {true, false}) EXPECT_LT(comparisons(2000, one_place), 1.5 * comparisons(500, one_place) + 10) << one_place;
}

TEST(Link, OneEndlessArticleIsNotQuadratic) {
  const auto comparisons = [](int claims) {
    Report r("a", "2020-05-04");
    for (int i = 0; i < claims; ++i) r.claim(i % 2 == 0 ? "attack" : "harm").at("Town" + std::to_string(i % 17), 35.0 + i % 17, 40.0).count("killed", i % 23, i % 23);
    Stats stats;
    events_of({r}, &stats);
    return static_cast<double>(stats.comparisons) / claims;
  };
  EXPECT_LT(comparisons(4000), 1.5 * comparisons(1000));
}

TEST(Link, ARiverJoinsNoTwoTowns) {
  const Report market = Report("a", "2020-05-05").claim("harm").at("Mayadin", 35.02, 40.45).day("2020-05-05").count("killed", 9, 9, "people");
  Report crossing = Report("b", "2020-05-05").claim("harm").at("Euphrates", 35.0, 40.4, Precision::feature).day("2020-05-05").count("killed", 15, 15, "soldiers");
  EXPECT_EQ(events_of({market, crossing}).size(), 1U) << "with the river alone";
  crossing.at("Deir ez-Zor", 35.34, 40.14);
  EXPECT_EQ(events_of({market, crossing}).size(), 2U) << "with a town of its own at the river";
}

TEST(Link, AnotherSpeakersTotalHoldsNobodyWhoIsOnlyPointedAt) {
  const auto counted = [](const std::string& voice) {
    const auto events = events_of({Report("a", "2020-05-05").claim("attack").at("Gao", 16.27, -0.04).day("2020-05-04").count("killed", 8, 8, "them").says("officer").claim("harm").at("Gao", 16.27, -0.04).day("2020-05-04").count("killed", 10, 10).says(voice)});
    return events.at(0).counts.at(0).values.size();
  };
  EXPECT_EQ(counted("officer"), 1U);
  EXPECT_EQ(counted("doctor"), 2U);
}

TEST(Link, WhatIsDoneFromTheAirIsNoAmbush) {
  const auto town = [](const std::string& id, const std::string& kind, const std::string& means) { return Report(id, "2020-05-04").claim(kind).at("Northtown", 35.0, 40.0).day("2020-05-03").with(means); };
  EXPECT_EQ(events_of({town("a", "airstrike", ""), town("b", "attack", "")}).size(), 1U) << "an attack may be anything";
  EXPECT_EQ(events_of({town("a", "airstrike", ""), town("b", "attack", "arms")}).size(), 2U);
  EXPECT_EQ(events_of({town("a", "bombing", ""), town("b", "attack", "arms")}).size(), 1U) << "a blast and shots may be one attack";
  EXPECT_EQ(events_of({town("a", "shelling", ""), town("b", "attack", "blade")}).size(), 2U);
  EXPECT_EQ(events_of({town("a", "airstrike", "").claim("armed_clash").day("2020-05-03"), town("b", "attack", "arms").claim("armed_clash").day("2020-05-03")}).size(), 2U)
      << "a battle is fought from the air and on the ground; its fights are an event of their own";
}

TEST(Link, TheDeadOfAnAmbushToldASentenceOnAreNotThoseOfAnAirStrike) {
  const auto ambush = Report("a", "2020-05-04").claim("attack").at("Northtown", 35.0, 40.0).day("2020-05-03").with("arms").count("killed", 8, 8).claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 10, 10).behind();
  const auto events = events_of({ambush, Report("b", "2020-05-04").claim("airstrike").at("Northtown", 35.0, 40.0).day("2020-05-03")});
  const auto strike = std::find_if(events.begin(), events.end(), [](const Event& e) { return e.kind == "airstrike"; });
  ASSERT_NE(strike, events.end());
  EXPECT_TRUE(strike->counts.empty());
}

TEST(Link, WhoIsHurtByStonesIsNoVictimOfTheRaid) {
  const auto raid = [] { return Report("a", "2020-05-04").claim("attack").at("Northtown", 35.0, 40.0).day("2020-05-03").count("killed", 2, 2, "guards"); };
  const auto hurt = [](Report r) { return r.claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-03").count("injured", 3, 3, "officers"); };
  EXPECT_EQ(events_of({hurt(raid())}).size(), 1U);
  const auto stones = events_of({hurt(raid().claim("riot").at("Northtown", 35.0, 40.0).day("2020-05-03")).beside()});
  ASSERT_EQ(stones.size(), 2U);
  for (const Event& e : stones) EXPECT_EQ(e.counts.at(0).what, e.kind == "riot" ? "injured" : "killed");
}

TEST(Link, AnotherThingStruckOnAnotherDayIsAnotherHappening) {
  const auto told = [](const std::string& id, const std::string& day, const std::string& thing) {
    return Report(id, "2020-05-05").claim("airstrike").at("Northtown", 35.0, 40.0).day(day).by("actor/x").struck(thing);
  };
  EXPECT_EQ(events_of({told("a", "2020-05-03", "depot"), told("b", "2020-05-04", "depot")}).size(), 1U) << "reports err by a day";
  EXPECT_EQ(events_of({told("a", "2020-05-03", "depot"), told("b", "2020-05-03", "warehouse")}).size(), 1U) << "and call one thing by two words";
  EXPECT_EQ(events_of({told("a", "2020-05-03", "depot"), told("b", "2020-05-04", "pier")}).size(), 2U);
  // Nor does a third report, which joins the one, join the other with it.
  EXPECT_EQ(events_of({told("a", "2020-05-03", "depot"), told("b", "2020-05-04", "pier"), Report("c", "2020-05-04").claim("airstrike").at("Northtown", 35.0, 40.0).struck("depot")}).size(), 2U);
}

TEST(Link, WhoDiesOfWoundsLaterBelongsToTheActThatGaveThem) {
  const auto raid = [](const std::string& id) { return Report(id, "2020-05-12").claim("shelling").at("Northtown", 35.0, 40.0).day("2020-05-04").count("killed", 6, 6, "pupils"); };
  const auto late = [](Report r, const std::string& word) { return r.claim("harm").at("Northtown", 35.0, 40.0).day("2020-05-09").count("killed", 2, 2, "pupils").verb(word).behind(); };
  const auto events = events_of({late(raid("a"), "succumb")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].time.begin, "2020-05-04") << "the day of the act";
  EXPECT_EQ(contradiction(events[0], "time"), nullptr);
  ASSERT_EQ(events[0].counts.size(), 1U);
  EXPECT_EQ(events[0].counts[0].best, 6);
  EXPECT_EQ(events_of({late(raid("a"), "kill")}).size(), 2U) << "who is killed on another day is not of it";
}

TEST(Link, WhatIsDatedByAYearIsNotTheNewsWithoutADay) {
  const auto told = [](const std::string& id, const std::string& year) {
    Report r = Report(id).claim("airstrike").at("Northtown", 35.0, 40.0);
    return year.empty() ? r : r.day(year);
  };
  EXPECT_EQ(events_of({told("a", ""), told("b", "")}).size(), 1U);
  EXPECT_EQ(events_of({told("a", ""), told("b", "2014")}).size(), 2U);
}

TEST(Link, ABoundThatANumberKeepsToIsNoRivalOfIt) {
  const auto events = events_of({blast("a").count("killed", 24, std::nullopt, "people").saying("dozens").says("voice/ministry"), blast("b").count("killed", 41, 41, "people").says("voice/monitor"),
                                 blast("c").count("injured", 61, std::nullopt, "people").saying("more than 60").says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  const EventCount &injured = events[0].counts.at(0), &killed = events[0].counts.at(1);
  EXPECT_EQ(injured.values.at(0).said, "more than 60");
  EXPECT_FALSE(injured.values[0].loose);
  ASSERT_EQ(killed.values.size(), 2U);
  EXPECT_EQ(killed.values[0].said, "dozens");
  EXPECT_TRUE(killed.values[0].loose);
  EXPECT_FALSE(killed.values[1].loose);
  EXPECT_EQ(killed.low, 41) << "nobody says that it was 24";
  EXPECT_EQ(contradiction(events[0], "killed"), nullptr);
  EXPECT_EQ(json(events).find("\"said\":\"dozens\",\"loose\":true") == std::string::npos, false);
}

TEST(Link, ARivalIsToldInItsOwnWords) {
  const auto events = events_of({blast("a").count("killed", 4, 4, "people").says("voice/ministry"), blast("b").count("killed", 24, std::nullopt, "people").saying("dozens").says("voice/monitor")});
  ASSERT_EQ(events.size(), 1U);
  ASSERT_NE(contradiction(events[0], "killed"), nullptr);
  EXPECT_EQ(contradiction(events[0], "killed")->values.at(1).value, "dozens");
}

TEST(Kinship, IsSymmetricAndOneOnlyForTheSame) {
  for (const char* a : {"attack", "harm", "bombing", "suicide_bombing", "advance", "talks", "denial", "unheard_of"})
    for (const char* b : {"attack", "harm", "bombing", "suicide_bombing", "advance", "talks", "denial", "unheard_of"}) {
      EXPECT_EQ(kinship(a, b), kinship(b, a)) << a << " " << b;
      EXPECT_EQ(kinship(a, b) == 1, std::string(a) == b) << a << " " << b;
    }
}

TEST(Kinship, AnAttackIsReadilyAnyOtherActOfViolence) {
  EXPECT_GT(kinship("attack", "bombing"), kinship("harm", "bombing"));
  EXPECT_EQ(kinship("attack", "talks"), 0);
}

TEST(Distance, KnownPairs) {
  EXPECT_NEAR(distance_km(35, 40, 35, 40), 0, 1e-9);
  EXPECT_NEAR(distance_km(0, 0, 1, 0), 111.19, 0.1);
  EXPECT_NEAR(distance_km(0, 0, 0, 180), 20015, 5);
}

}  // namespace
}  // namespace deconflict::link
