#include "cli/article_view.h"

#include <gtest/gtest.h>

#include <string>

#include "link/link.h"

namespace deconflict::cli {
namespace {

/// A short report with everything that a ledger shows, spans found by their words.
struct Sample {
  std::string text =
      "At least four people, among them a child, were wounded on Monday when a bomb exploded in the city of Northtown, the Wire said, citing the ministry and the Watch. "
      "The army denied the blast.\nMore news: sport";
  Annotation a;

  Span find(std::string_view words) const {
    const auto at = static_cast<std::uint32_t>(text.find(words));
    return {at, at + static_cast<std::uint32_t>(words.size())};
  }
  Index entity(const std::string& name, MentionType type, std::string_view words) {
    a.entities.push_back({"actor/" + name, name, type, "SY", "GOV", {}, "", ""});
    const auto i = static_cast<std::uint32_t>(a.entities.size() - 1);
    a.mentions.push_back({find(words), type, i});
    return i;
  }

  Sample() {
    a.id = "sample.txt";
    a.text = text;
    const auto wire = entity("Wire", MentionType::ORG, "the Wire"), ministry = entity("Ministry", MentionType::GOV, "the ministry"),
               watch = entity("Watch", MentionType::ORG, "the Watch"), army = entity("Army", MentionType::MIL, "The army");
    Place p;
    p.span = find("Northtown");
    p.name = "Northtown";
    p.lat = 35.25;
    p.lon = 40.5;
    a.places.push_back(p);
    a.times.push_back({find("Monday"), TimexType::DATE, "XXXX-WXX-1"});
    a.counts.push_back({find("At least four people"), "injured", "people", {}, 4, std::nullopt, false, {}});
    a.boilerplate.push_back({find("More news: sport"), "teaser"});
    Claim c;
    c.id = "c1";
    c.kind = "bombing";
    c.span = {0, find(" The army").begin};
    c.trigger = find("exploded");
    c.places = {{0, PlaceRole::at}};
    c.time = {"XXXX-WXX-1", TimePrecision::none, TimeBasis::text, find("Monday")};
    c.counts = {0};
    c.attribution = {{wire, find("the Wire"), find("said")}, {ministry, find("the ministry"), find("citing")}, {watch, find("the Watch"), find("citing")}};
    c.confidence = 0.875;
    a.claims.push_back(c);
    Claim d;
    d.id = "c2";
    d.kind = "bombing";
    d.span = find("The army denied the blast.");
    d.trigger = find("blast");
    d.places = {{0, PlaceRole::at}};
    d.attribution = {{army, find("The army"), find("denied")}};
    d.realis = Realis::denied;
    d.confidence = 0.5;
    a.claims.push_back(d);
  }

  std::string shown(std::size_t width, bool colour) const {
    Screen screen(width, colour);
    show_article(a, link::link({&a}), screen);
    return screen.take();
  }
};

TEST(ArticleView, ShowsTheLedger) {
  const Sample sample;
  const std::string out = sample.shown(80, false);
  EXPECT_NE(out.find("Bombing · disputed"), std::string::npos) << out;
  EXPECT_NE(out.find("Wire ← Ministry + Watch"), std::string::npos) << out;
  EXPECT_NE(out.find("35.250, 40.500 · settlement"), std::string::npos) << out;
  EXPECT_NE(out.find("unresolved: Monday (XXXX-WXX-1)"), std::string::npos) << out;
  EXPECT_NE(out.find("injured at least 4"), std::string::npos) << out;
  EXPECT_NE(out.find("they differ on occurred: asserted — Ministry, Watch"), std::string::npos) << out;
  EXPECT_NE(out.find("[0,"), std::string::npos) << out;
  EXPECT_NE(out.find("Not part of the story\n  teaser        More news: sport"), std::string::npos) << out;
  EXPECT_EQ(out.find('\033'), std::string::npos) << "no colour where none was asked for";
}

TEST(ArticleView, KeepsToTheWidth) {
  const Sample sample;
  for (std::size_t width : {40UL, 60UL, 100UL}) {
    const std::string out = sample.shown(width, false);
    for (std::size_t at = 0; at < out.size();) {
      const auto end = out.find('\n', at);
      EXPECT_LE(columns(std::string_view(out).substr(at, end - at)), width) << out.substr(at, end - at);
      at = end + 1;
    }
  }
}

TEST(ArticleView, LightsUpTheTrigger) {
  const Sample sample;
  EXPECT_NE(sample.shown(200, true).find("\033[1;7mexploded\033[0m"), std::string::npos);
}

TEST(ArticleView, ControlCharactersDoNotReachTheTerminal) {
  Sample sample;
  sample.a.title = "A \033[2Jtitle\a";
  const std::string out = sample.shown(80, false);
  EXPECT_EQ(out.find('\033'), std::string::npos);
  EXPECT_EQ(out.find('\a'), std::string::npos);
}

TEST(ArticleView, RelationsInWords) {
  Annotation a;
  Place p;
  p.name = "At Tanf";
  a.places.push_back(p);
  p.relation = PlaceRelation{"outside", "", 55.0, {0}, {}, ""};
  EXPECT_EQ(place_in_words(a, p), "outside the 55 km zone around At Tanf");
  p.relation = PlaceRelation{"distance", "NW", 20.0, {0}, {}, ""};
  EXPECT_EQ(place_in_words(a, p), "20 km north-west of At Tanf");
  p.relation = PlaceRelation{"bank", "E", std::nullopt, {0}, {}, ""};
  EXPECT_EQ(place_in_words(a, p), "east bank of At Tanf");
  p.relation = PlaceRelation{"inside", "NE", std::nullopt, {0}, {}, ""};
  EXPECT_EQ(place_in_words(a, p), "north-eastern At Tanf");
}

TEST(ArticleView, DaysAndKindsInWords) {
  EXPECT_EQ(day_in_words("2017-09-18"), "Monday 18 September 2017");
  EXPECT_EQ(day_in_words("2017-W38"), "2017-W38");
  EXPECT_EQ(kind_in_words("armed_clash"), "Armed clash");
}

TEST(Screen, WrapsAtBlanksAndIndents) {
  Screen screen(40, false);
  screen.wrap({{"head ", Tone::plain}}, {{"one two three four five six seven eight nine ten", Tone::plain}}, {{"tail", Tone::plain}});
  EXPECT_EQ(screen.take(), "head one two three four five six    tail\n     seven eight nine ten\n");
}

TEST(Screen, CountsColumnsNotBytes) {
  EXPECT_EQ(columns("Dayr az-Zawr"), 12U);
  EXPECT_EQ(columns("الرقة"), 5U);
  EXPECT_EQ(columns("e\xCC\x81"), 1U);
}

TEST(Numbers, AsTheyWereTold) {
  EventCount count;
  count.values = {{24, std::nullopt, {}, "dozens", true}, {41, 41, {}}, {61, std::nullopt, {}, "more than 60"}};
  EXPECT_EQ(values_in_words(count), "41 | more than 60, also “dozens”");
}

}  // namespace
}  // namespace deconflict::cli
