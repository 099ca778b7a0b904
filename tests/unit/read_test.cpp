#include "read/read.h"

#include <gtest/gtest.h>

#include <string>

#include "read/date_text.h"
#include "read/dom.h"
#include "read/encoding.h"

namespace deconflict::read {
namespace {

struct Read {
  std::vector<Document> documents;
  std::vector<Error> problems;
};

Read read(const std::string& path, std::string_view bytes) {
  Read r;
  read_file_as_documents(path, bytes, [&](Document&& d) { r.documents.push_back(std::move(d)); }, [&](const Error& e) { r.problems.push_back(e); });
  return r;
}

const std::string kParagraph =
    "Fighters of the northern alliance shelled the market of Tel Amun on Monday, killing six people and wounding a dozen more, doctors in the town said.";

std::string page(const std::string& head, const std::string& body) {
  return "<!DOCTYPE html><html lang=\"en\"><head>" + head + "</head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>" + body +
         "<footer>© Example Times, all rights reserved, in all the places of the world.</footer></body></html>";
}

TEST(Html, KeepsTheStoryAndDropsWhatIsAroundIt) {
  const auto result = read_html(page("<title>Market shelled in Tel Amun | Example Times</title><meta property=og:site_name content='Example Times'>",
                                     "<article><h1>Market shelled in Tel Amun</h1><p>" + kParagraph + "</p><div class=share-bar>Share on Facebook, or tell a friend.</div><p>The army denied it, "
                                     "saying that none of its guns had fired, and that the town was quiet.</p><div class=related><h3><a href=/x>Bridge opened, at last</a></h3></div></article>"
                                     "<div id=comments><p>I do not believe a word of this, to be honest with you all.</p></div>"),
                                "a.html");
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->document.text, kParagraph + "\nThe army denied it, saying that none of its guns had fired, and that the town was quiet.");
  EXPECT_EQ(result->document.title, "Market shelled in Tel Amun");
  EXPECT_EQ(result->document.outlet, "Example Times");
  EXPECT_EQ(result->document.language, "en");
  EXPECT_EQ(result->document.published, "");
}

TEST(Html, TakesTheDayFromWhereThePageSaysIt) {
  const std::string body = "<article><h1>Market shelled in Tel Amun</h1><p>" + kParagraph + "</p></article>";
  const auto day = [&](const std::string& head, const std::string& before = {}) { return read_html(page(head, before + body), "a.html")->document.published; };
  EXPECT_EQ(day("<meta property='article:published_time' content='2017-09-19T08:00:00+03:00'>"), "2017-09-19");
  EXPECT_EQ(day("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2017-09-18\",\"dateModified\":\"2017-10-01\"}</script>"), "2017-09-18");
  EXPECT_EQ(day("<link rel=canonical href='https://example.org/2017/09/17/market'>"), "2017-09-17");
  EXPECT_EQ(day("", "<time datetime='2017-09-16' class=published>yesterday</time>"), "2017-09-16");
  EXPECT_EQ(day("", "<p>Published: 15 September 2017</p>"), "2017-09-15");
  EXPECT_EQ(day(""), "");
}

TEST(Html, NestingBeyondReasonLosesNoWords) {
  std::string html = "<html><body>";
  for (int i = 0; i < 100'000; ++i) html += "<div>";
  html += kParagraph;
  const auto result = read_html(html, "deep.html");
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->document.text, kParagraph);
}

TEST(Html, RefusesTagsThatTheParserCouldOnlyReadInQuadraticTime) {
  std::string attributes = "<p ", formatting;
  for (int i = 0; i < 50'000; ++i) attributes += "a" + std::to_string(i) + " ";
  for (int i = 0; i < 20'000; ++i) formatting += "<b class=c" + std::to_string(i) + "><p>";
  EXPECT_FALSE(Dom::parse(attributes + ">"));
  EXPECT_FALSE(Dom::parse(formatting));
  EXPECT_TRUE(Dom::parse("<p>short</p>"));
}

TEST(Html, EmptyAndBinaryPagesAreErrors) {
  EXPECT_EQ(read_html("", "e.html").error().code, "file.empty");
  EXPECT_EQ(read_html(std::string_view("<p>\0</p>", 8), "b.html").error().code, "file.binary");
  EXPECT_EQ(read_html("<html><body></body></html>", "n.html").error().code, "html.empty");
}

TEST(Encoding, FollowsMarkMetaAndBytes) {
  EXPECT_EQ(page_to_utf8("\xEF\xBB\xBFK\xC3\xB6ln"), "Köln");
  EXPECT_EQ(page_to_utf8(std::string_view("\xFF\xFEK\0\xF6\0", 6)), "Kö");
  EXPECT_EQ(page_to_utf8("<meta charset=windows-1251>\xCA"), "<meta charset=windows-1251>К");
  EXPECT_EQ(page_to_utf8("<meta charset=iso-8859-1>\x93K\xF6ln\x94"), "<meta charset=iso-8859-1>“Köln”");
  EXPECT_EQ(page_to_utf8("<meta charset=iso-8859-1>K\xC3\xB6ln"), "<meta charset=iso-8859-1>Köln");
}

TEST(Dates, ReadsThePressOfManyCountries) {
  const auto day = [](std::string_view text, bool month_first = true) {
    const auto d = first_day(text, month_first);
    return d ? format_iso_day(*d) : std::string();
  };
  for (const char* text : {"2017-09-19", "2017/09/19 14:00", "20170919", "19.09.2017", "19. September 2017", "Sept. 19th, 2017", "SEPTEMBER 19 2017", "Tue, 19 Sep 2017 10:00:00 GMT",
                           "19 de septiembre de 2017", "19 septembre 2017", "9/19/2017", "19/9/2017", "19 сентября 2017", "19 Eylül 2017"})
    EXPECT_EQ(day(text), "2017-09-19") << text;
  EXPECT_EQ(day("9/8/2017", true), "2017-09-08");
  EXPECT_EQ(day("9/8/2017", false), "2017-08-09");
  for (const char* text : {"September 2017", "31 February 2017", "10.11.12.13", "in 2017, 40 people", "1817-09-19", "Room 12, 2017", ""}) EXPECT_EQ(day(text), "") << text;
}

TEST(Files, PlainTextIsKeptByteForByte) {
  const auto r = read("a.txt", "  First line\r\n\r\nSource said no more.\n");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text, "  First line\r\n\r\nSource said no more.\n");
  EXPECT_EQ(r.documents[0].id, "a.txt");
  EXPECT_TRUE(r.problems.empty());
}

TEST(Files, ALineWithNothingButADateIsTheDay) {
  EXPECT_EQ(read("a.txt", "Wednesday, January 30, 2019 \xC2\xA0\n\nShells fell.\n").documents[0].published, "2019-01-30");
  EXPECT_EQ(read("a.txt", "Shells fall\n\n30 January 2019\n\nShells fell.\n").documents[0].published, "2019-01-30");
  EXPECT_EQ(read("a.txt", "On January 30, 2019\n\nShells fell.\n").documents[0].published, "");
  EXPECT_EQ(read("a.txt", "Shells fell on 30 January 2019.\n").documents[0].published, "");
}

TEST(Files, AHeadOfFieldsIsTakenOff) {
  const auto r = read("a.txt", "Title: Market shelled\nPublished: 19 September 2017\nSource: Example Times\nURL: https://example.org/1\n\nShells fell.\n");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text, "Shells fell.\n");
  EXPECT_EQ(r.documents[0].title, "Market shelled");
  EXPECT_EQ(r.documents[0].published, "2017-09-19");
  EXPECT_EQ(r.documents[0].outlet, "Example Times");
  EXPECT_EQ(r.documents[0].url, "https://example.org/1");
}

TEST(Files, NdjsonGoesOnBehindABadLine) {
  const auto r = read("a.ndjson", "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"te\n{\"id\":\"3\",\"text\":\"three\"}\n");
  ASSERT_EQ(r.documents.size(), 2U);
  EXPECT_EQ(r.documents[1].id, "3");
  ASSERT_EQ(r.problems.size(), 1U);
  EXPECT_EQ(r.problems[0].code, "json.invalid");
  EXPECT_EQ(r.problems[0].where, "a.ndjson:2");
}

TEST(Files, AnArrayOfDocumentsIsReadToo) {
  const auto r = read("a.json", "[\n {\"id\":\"1\",\"text\":\"one\"},\n {\"id\":\"2\",\"text\":\"two\"}\n]\n");
  ASSERT_EQ(r.documents.size(), 2U);
  EXPECT_EQ(r.documents[1].text, "two");
}

TEST(Files, FeedItemsAreDocuments) {
  const auto r = read("f.xml",
                      "<?xml version='1.0'?><rss><channel><title>Example Times</title><item><title>One &amp; two</title><link>https://example.org/1</link><pubDate>Tue, 19 Sep 2017 10:00:00 "
                      "GMT</pubDate><description>&lt;p&gt;Shells fell.&lt;/p&gt;&lt;p&gt;Six died.&lt;/p&gt;</description></item><item><title>Three</title><description>More.</description>"
                      "</item><item><title>Empty</title></item></channel></rss>");
  ASSERT_EQ(r.documents.size(), 2U);
  EXPECT_EQ(r.documents[0].text, "Shells fell.\nSix died.");
  EXPECT_EQ(r.documents[0].title, "One & two");
  EXPECT_EQ(r.documents[0].published, "2017-09-19");
  EXPECT_EQ(r.documents[0].outlet, "Example Times");
  EXPECT_EQ(r.documents[1].id, "f.xml#2");
  ASSERT_EQ(r.problems.size(), 1U);
  EXPECT_EQ(r.problems[0].where, "f.xml#3");
}

TEST(Files, ABrokenFeedGivesWhatStandsBeforeTheBreak) {
  const auto r = read("f.xml", "<feed><title>T</title><entry><title>A</title><link href='https://example.org/a'/><summary>Shells fell.</summary></entry><entry><title>B");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].url, "https://example.org/a");
  ASSERT_FALSE(r.problems.empty());
  EXPECT_EQ(r.problems[0].code, "feed.invalid");
}

TEST(Files, WhatCannotBeReadIsOneProblem) {
  const auto code = [](const std::string& path, std::string_view bytes) {
    const auto r = read(path, bytes);
    EXPECT_TRUE(r.documents.empty());
    return r.problems.size() == 1 ? r.problems[0].code : std::to_string(r.problems.size()) + " problems";
  };
  EXPECT_EQ(code("a.txt", ""), "file.empty");
  EXPECT_EQ(code("a.txt", " \n\n"), "file.empty");
  EXPECT_EQ(code("a.bin", std::string_view("ab\0cd", 5)), "file.binary");
  EXPECT_EQ(code("a.pdf", "%PDF-1.4 …"), "file.binary");
  EXPECT_EQ(code("a.txt", std::string(kLargestDocument + 1, 'x')), "file.too_large");
  EXPECT_EQ(code("a.ndjson", "{\"id\":\"1\",\"text\":\"" + std::string(kLargestDocument, 'x') + "\"}\n"), "line.too_long");
}

TEST(Files, BrokenUtf8IsRepairedAndTold) {
  const auto r = read("a.txt", "Shells \xFF fell.");
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text, "Shells \xEF\xBF\xBD fell.");
  ASSERT_EQ(r.problems.size(), 1U);
  EXPECT_EQ(r.problems[0].code, "file.utf8");
  EXPECT_EQ(r.problems[0].where, "a.txt, byte 7");
}

TEST(Files, WideCharactersAreReadWithAndWithoutTheirMark) {
  const std::string story = "Shells fell on the mill of Tarvan.";
  const auto widened = [&](const std::string& text, std::size_t before, std::size_t behind) {
    std::string out;
    for (const char c : text) out += std::string(before, '\0') + c + std::string(behind, '\0');
    return out;
  };
  const std::string zeros(2, '\0');
  for (const auto& bytes : {widened(story, 0, 1), widened(story, 1, 0), "\xFF\xFE" + widened(story, 0, 1), "\xFE\xFF" + widened(story, 1, 0), "\xFF\xFE" + zeros + widened(story, 0, 3),
                            zeros + "\xFE\xFF" + widened(story, 3, 0)}) {
    const auto r = read("a.txt", bytes);
    ASSERT_EQ(r.documents.size(), 1U);
    EXPECT_EQ(r.documents[0].text, story);
    EXPECT_TRUE(r.problems.empty());
  }
  const auto lines = read("a.ndjson", "\xFF\xFE" + widened("{\"id\":\"1\",\"text\":\"one\"}\r\n{\"id\":\"2\",\"text\":\"two\"}\r\n", 0, 1));
  ASSERT_EQ(lines.documents.size(), 2U);
  EXPECT_EQ(lines.documents[1].text, "two");
  const auto feed = read("f.xml", "\xFF\xFE" + widened("<rss><channel><title>Vale</title><item><title>T</title><description>Shells fell.</description></item></channel></rss>", 0, 1));
  ASSERT_EQ(feed.documents.size(), 1U);
  EXPECT_EQ(feed.documents[0].outlet, "Vale");
  const auto cut = read("a.txt", "\xFF\xFE" + widened(story, 0, 1) + "x");
  ASSERT_EQ(cut.problems.size(), 1U);
  EXPECT_EQ(cut.problems[0].code, "file.utf16");
}

TEST(Files, ZeroBytesHereAndThereDoNotLoseAPage) {
  std::string page = "<html><head><title>Shells fell</title></head><body><article><p>" + std::string(kParagraph) + "</p></article></body></html>";
  page.insert(page.find("</p>"), 1, '\0');
  const auto r = read("a.html", page);
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].text.find('\0'), std::string::npos);
  ASSERT_EQ(r.problems.size(), 1U);
  EXPECT_EQ(r.problems[0].code, "file.zeros");
  EXPECT_TRUE(read_html(page, "a.html"));
}

TEST(Files, ADayThatIsToldAndCannotBeReadIsAProblem) {
  const auto item = [](const std::string& date) { return "<item><title>T</title><pubDate>" + date + "</pubDate><description>Shells fell.</description></item>"; };
  const auto r = read("f.xml", "<rss><channel>" + item("Wed, 07 May 2031 10:00:00 GMT") + item("Tue, 31 Feb 2031 10:00:00 GMT") + item("") + "</channel></rss>");
  ASSERT_EQ(r.documents.size(), 3U);
  EXPECT_EQ(r.documents[1].published, "");
  ASSERT_EQ(r.problems.size(), 1U);
  EXPECT_EQ(r.problems[0].code, "feed.date");
  EXPECT_EQ(r.problems[0].where, "f.xml#2");
  EXPECT_EQ(read_json_document("{\"id\":\"1\",\"text\":\"one\",\"published\":20310506}").error().code, "document.published");
  EXPECT_TRUE(read_json_document("{\"id\":\"1\",\"text\":\"one\",\"published\":null}"));
}

TEST(Language, IsToldOnlyWhereThereIsEnoughText) {
  EXPECT_EQ(detect_language(kParagraph), "en");
  EXPECT_EQ(detect_language("Die Kämpfer haben am Montag den Markt der Stadt beschossen und sechs Menschen getötet, sagten die Ärzte."), "de");
  EXPECT_EQ(detect_language("Hm."), "");
}

}  // namespace
}  // namespace deconflict::read
