#include "copies/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace deconflict::copies {
namespace {

/// Sentences of made-up words; the same number gives the same.
std::string prose(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    std::string word;
    for (unsigned n = 3 + random() % 6; n > 0; --n) word += static_cast<char>('a' + random() % 26);
    text += word + (i % 12 == 11 ? ".\n" : " ");
  }
  return text;
}

struct Given {
  std::string id, text, published, outlet;
  std::vector<std::string> credits = {};
};

std::vector<Copy> find(const std::vector<Given>& documents, Stats* stats = nullptr) {
  Finder finder;
  for (const auto& d : documents) finder.add({d.id, "sha of " + d.id, d.outlet, d.published, d.credits}, words_of(d.text, {}));
  return finder.find([&](std::size_t i) { return words_of(documents[i].text, {}); }, stats);
}

std::string words_in(const std::string& text, Span span) { return std::string(span.of(text)); }

TEST(Words, CaseAccentsAndPunctuationMakeNoDifference) {
  const auto a = words_of("“Fighters” stormed Saïd's post.", {}), b = words_of("fighters STORMED Said’s post", {});
  ASSERT_EQ(a.size(), 5U);
  ASSERT_EQ(b.size(), 5U);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].hash, b[i].hash) << i;
  EXPECT_TRUE(a[0].quoted);
  EXPECT_FALSE(a[1].quoted);
}

TEST(Words, BoilerplateIsPassedOverAndAQuoteThatIsNeverClosedIsNone) {
  const std::string text = "one two \"three four\nfive";
  const auto words = words_of(text, {{{4, 7}, "share"}});
  ASSERT_EQ(words.size(), 4U);
  EXPECT_TRUE(std::none_of(words.begin(), words.end(), [](const Word& w) { return w.quoted; }));
}

TEST(Copies, AWireStoryWithAnotherHeadAndALineCut) {
  const std::string story = prose(1, 200);
  const std::string carried = "Our own correspondent adds " + prose(2, 10) + story.substr(0, 500) + story.substr(580);
  const auto copies = find({{"agency", story, "2031-05-06", "Agency"}, {"daily", carried, "2031-05-07", "Daily"}, {"other", prose(3, 200), "2031-05-06", "Other"}});
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].document, "daily");
  EXPECT_EQ(copies[0].of, "agency");
  EXPECT_EQ(copies[0].basis, CopyBasis::published);
  EXPECT_GT(copies[0].share, 0.85);
  EXPECT_LT(copies[0].share, 1.0);
}

TEST(Copies, WordsChangedHereAndThere) {
  const std::string story = prose(4, 240);
  std::string changed;
  std::size_t word = 0;
  for (const char c : story) {
    changed += c;
    if (c == ' ' && ++word % 14 == 0) changed += "quite ";
  }
  const auto copies = find({{"a", story, "2031-05-06", ""}, {"b", changed, "2031-05-08", ""}});
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].passages.size(), 1U) << "a word put in does not break a passage";
}

TEST(Copies, APageSplicedFromTwoHasAPassageOfEach) {
  const std::string one = prose(5, 200), two = prose(6, 200);
  const std::string page = prose(7, 30) + one.substr(300, 400) + "\n" + prose(8, 30) + two.substr(100, 500);
  const auto copies = find({{"one", one, "2031-05-06", ""}, {"two", two, "2031-05-06", ""}, {"page", page, "2031-05-09", ""}});
  ASSERT_EQ(copies.size(), 2U);
  for (const Copy& c : copies) {
    EXPECT_EQ(c.document, "page");
    ASSERT_EQ(c.passages.size(), 1U);
    const std::string& source = c.of == "one" ? one : two;
    EXPECT_EQ(words_in(page, c.passages[0].here), words_in(source, c.passages[0].there));
  }
}

TEST(Copies, WhatBothQuoteAndAnOpeningInCommonAreNoCopy) {
  const std::string said = "\"" + prose(9, 40) + "\"";
  std::replace(const_cast<std::string&>(said).begin(), const_cast<std::string&>(said).end(), '\n', ' ');
  EXPECT_TRUE(find({{"a", prose(10, 100) + said + prose(11, 50), "", ""}, {"b", prose(12, 80) + said + prose(13, 90), "", ""}}).empty());
  const std::string opening = prose(14, 14);
  EXPECT_TRUE(find({{"a", opening + prose(15, 100), "", ""}, {"b", opening + prose(16, 100), "", ""}}).empty());
}

TEST(Copies, ACreditSaysMoreThanTheDayAndWithoutEitherNothingIsSaid) {
  const std::string story = prose(17, 100);
  auto copies = find({{"early", story, "2031-05-05", "Daily", {"agency"}}, {"late", story, "2031-05-06", "www.agency.example"}});
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].document, "early");
  EXPECT_EQ(copies[0].basis, CopyBasis::credit);
  copies = find({{"a", story, "2031-05-05", "Daily"}, {"b", story, "2031-05-05", "Weekly"}});
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].basis, CopyBasis::none);
}

TEST(Copies, AnyOrderOfTheDocumentsGivesTheSame) {
  std::vector<Given> documents;
  for (unsigned i = 0; i < 30; ++i) documents.push_back({"d" + std::to_string(i), prose(i % 7, 120) + prose(100 + i, 40), i % 3 == 0 ? "" : "2031-05-0" + std::to_string(1 + i % 9), ""});
  const auto first = find(documents);
  EXPECT_FALSE(first.empty());
  std::mt19937 random(1);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(documents.begin(), documents.end(), random);
    const auto again = find(documents);
    ASSERT_EQ(again.size(), first.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(again[i].document, first[i].document);
      EXPECT_EQ(again[i].of, first[i].of);
      EXPECT_EQ(again[i].words, first[i].words);
    }
  }
}

TEST(Copies, AStoryThatHundredsCarryIsComparedWithItsFirstCarriersAlone) {
  std::vector<Given> documents;
  const std::string story = prose(18, 80);
  for (int i = 0; i < 300; ++i) documents.push_back({"d" + std::to_string(1000 + i), story, "", ""});
  Stats stats;
  const auto copies = find(documents, &stats);
  EXPECT_LE(stats.compared, 300 * kHolders);
  EXPECT_GE(copies.size(), 299U);
}

Annotation report(const std::string& text, const std::string& name, const std::string& sort = "agency") {
  static std::vector<std::string> kept;
  kept.reserve(64);
  kept.push_back(text);
  Annotation a;
  a.id = "d";
  a.text = kept.back();
  Entity e;
  e.id = "voice/" + name;
  e.name = name;
  e.voice = sort;
  a.entities.push_back(e);
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
    a.mentions.push_back({{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())}, MentionType::ORG, 0});
  return a;
}

TEST(Credits, LinesThatGiveTheWholeTextToAnAgency) {
  for (const char* text : {"TARVAN (Valepress) – Shells fell on the town on Monday.", "TARVAN, Valepress - Shells fell.", "Shells fell on the town.\nSource: Valepress", "Shells fell on the town. (Valepress)",
                           "By Valepress\nShells fell."}) {
    const auto credits = credits_of(report(text, "Valepress"));
    ASSERT_EQ(credits.size(), 1U) << text;
    EXPECT_TRUE(credits[0].whole) << text;
  }
}

TEST(Credits, ASentenceThatNamesItAloneGivesItNothing) {
  EXPECT_TRUE(credits_of(report("Shells fell beside the office of Valepress on Monday, and nobody was hurt in the street where its people live and work.", "Valepress")).empty());
  EXPECT_TRUE(credits_of(report("TARVAN (Valepress) – Shells fell.", "Valepress", "ministry")).empty());
  auto own = report("TARVAN (Valepress) – Shells fell.", "Valepress");
  own.outlet = "Valepress";
  EXPECT_TRUE(credits_of(own).empty());
  auto said = report("Shells fell on the town on Monday and two people were hurt in the market, where they were buying bread for the feast, as they do each year in spring. Valepress reported that no "
                     "soldiers were there. The town has been shelled since the winter, and most of its people have left for the hills or the coast, where they live with families of their own, or in tents.",
                     "Valepress");
  EXPECT_TRUE(credits_of(said).empty());
  said.attributions.push_back({{said.mentions[0].span}, {{said.mentions[0].span.end + 1, said.mentions[0].span.end + 9}}, {}, {}});
  ASSERT_EQ(credits_of(said).size(), 1U);
  EXPECT_FALSE(credits_of(said)[0].whole);
}

}  // namespace
}  // namespace deconflict::copies
