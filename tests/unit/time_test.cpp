#include <gtest/gtest.h>

#include <string>

#include "count/count.h"
#include <tuple>

#include "time/almanac.h"
#include "time/time.h"
#include "time/zone.h"

namespace deconflict {
namespace {

using time::Almanac, time::Recurrence, time::days_of, time::season_of;

std::string days(std::string_view value) {
  const auto d = time::days_of(value);
  return d ? d->begin + ".." + d->end + " " + std::string(name_of(d->precision)) : "none";
}

std::vector<Timex> times_of(const std::string& text, const std::string& published = {}) {
  Annotation a;
  a.text = text;
  a.published = published;
  time::find_times(a);
  std::uint32_t end = 0;
  for (const Timex& t : a.times) {
    EXPECT_LE(end, t.span.begin) << text;
    EXPECT_LT(t.span.begin, t.span.end) << text;
    EXPECT_LE(t.span.end, text.size()) << text;
    EXPECT_FALSE(t.value.empty()) << text;
    end = t.span.end;
  }
  return a.times;
}

TEST(DaysOf, CoversEachPrecision) {
  EXPECT_EQ(days("2017-09-18"), "2017-09-18..2017-09-18 day");
  EXPECT_EQ(days("2017-09-18TNI"), "2017-09-18..2017-09-18 day");
  EXPECT_EQ(days("2017-09-18T10:30"), "2017-09-18..2017-09-18 day");
  EXPECT_EQ(days("2017-09"), "2017-09-01..2017-09-30 month");
  EXPECT_EQ(days("2016-02"), "2016-02-01..2016-02-29 month");
  EXPECT_EQ(days("2017-12"), "2017-12-01..2017-12-31 month");
  EXPECT_EQ(days("2017"), "2017-01-01..2017-12-31 year");
  EXPECT_EQ(days("193"), "1930-01-01..1939-12-31 year");
  EXPECT_EQ(days("2017-Q3"), "2017-07-01..2017-09-30 year");
  EXPECT_EQ(days("2017-H2"), "2017-07-01..2017-12-31 year");
  EXPECT_EQ(days("2017-XX-XX"), "2017-01-01..2017-12-31 year");
  EXPECT_EQ(days("2017-04-XX"), "2017-04-01..2017-04-30 month");
}

TEST(DaysOf, WeeksAreIsoWeeks) {
  EXPECT_EQ(days("2017-W38"), "2017-09-18..2017-09-24 week");
  EXPECT_EQ(days("2016-W53"), "2017-01-02..2017-01-08 week");
  EXPECT_EQ(days("2015-W01"), "2014-12-29..2015-01-04 week");
  EXPECT_EQ(days("2017-W38-1"), "2017-09-18..2017-09-18 day");
  EXPECT_EQ(days("2017-W38-WE"), "2017-09-23..2017-09-24 day");
}

TEST(DaysOf, NothingWhereNoDayIsKnown) {
  for (const char* value : {"", "XXXX-WXX-1", "XXXX-09-19", "P3Y", "PT24H", "PAST_REF", "PRESENT_REF", "FUTURE_REF", "XXXX-XX-XX", "BC0490", "2017-13", "2017-02-30",
                            "2017-W54", "2017-W3", "2017-W38-8", "2017-", "0000", "2017-9", "-017", "2017-Q5", "20170919", "T10:00", "2017-09-18-1"})
    EXPECT_EQ(days(value), "none") << value;
}

TEST(DaysOf, Intervals) {
  const auto week = days_of("2016-07-06/2016-07-09");
  ASSERT_TRUE(week);
  EXPECT_EQ(week->begin, "2016-07-06");
  EXPECT_EQ(week->end, "2016-07-09");
  EXPECT_EQ(week->precision, TimePrecision::week);
  EXPECT_EQ(days_of("2016-06-06/2016-07-06")->precision, TimePrecision::month);
  EXPECT_FALSE(days_of("2016-07-09/2016-07-06"));
  EXPECT_FALSE(days_of("2016-07-09/"));
}

// Published tables of the churches, of the Iranian calendar centre and of Umm al-Qura.
TEST(Almanac, DaysThatAreKnown) {
  const auto day = [](const Recurrence& r, int year) { return format_iso_day(season_of(r, year)->first); };
  const Recurrence easter{Almanac::easter, 0, 0, 1}, orthodox{Almanac::orthodox_easter, 0, 0, 1}, nowruz{Almanac::persian, 1, 1, 1};
  for (const auto& [year, west, east] : {std::tuple{1999, "1999-04-04", "1999-04-11"}, {2014, "2014-04-20", "2014-04-20"}, {2016, "2016-03-27", "2016-05-01"},
                                         {2019, "2019-04-21", "2019-04-28"}, {2022, "2022-04-17", "2022-04-24"}, {2024, "2024-03-31", "2024-05-05"}}) {
    EXPECT_EQ(day(easter, year), west);
    EXPECT_EQ(day(orthodox, year), east);
  }
  for (const auto& [year, first] : {std::pair{1357, "1978-03-21"}, {1395, "2016-03-20"}, {1396, "2017-03-21"}, {1399, "2020-03-20"}, {1400, "2021-03-21"}, {1403, "2024-03-20"}})
    EXPECT_EQ(day(nowruz, year), first);
  // 1 Ramadan of Umm al-Qura lies within the days that are given.
  for (const auto& [year, first] : {std::pair{1430, "2009-08-22"}, {1437, "2016-06-06"}, {1441, "2020-04-24"}, {1443, "2022-04-02"}, {1445, "2024-03-11"}}) {
    const auto season = season_of({Almanac::islamic, 9, 1, 1}, year);
    const auto known = *parse_iso_day(first);
    EXPECT_TRUE(season->first <= known && known <= season->last) << first;
  }
}

TEST(Almanac, MonthsFollowOneAnother) {
  for (int year = 1300; year < 1500; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int next_year = month == 12 ? year + 1 : year;
      for (const auto almanac : {Almanac::persian, Almanac::islamic}) {
        const auto whole = season_of({almanac, month, 0, 1}, year), next = season_of({almanac, month % 12 + 1, 0, 1}, next_year);
        const int apart = almanac == Almanac::persian ? 1 : -1;  // Islamic months lie over each other by a day on each side
        EXPECT_EQ((next->first - whole->last).count(), apart) << year << ' ' << month;
      }
    }
  }
  EXPECT_FALSE(season_of({Almanac::persian, 12, 30, 1}, 1400));
  EXPECT_TRUE(season_of({Almanac::persian, 12, 30, 1}, 1399));
}

TEST(FindTimes, SpansAreInsideSortedAndApart) {
  for (const char* text : {"", " ", "Monday", "May", "May 5", "on the", "the 5th of", "1 2 3 4 5 6", "19 September 2017.", "5/6/7/8/9", "2017-09-19-20-21", "Sept. Sept. Sept.",
                           "10:", "10:30:", "a.m.", "'90s", "'", "the end of the", "two and", "the last week of", "May \xE2\x80\x93 June 1990", "early early early",
                           "\xE2\x80\x98" "89", "12 May\n\n1990", "half", "half a", "every", "each other", "1990s'"})
    times_of(text, "2017-09-19");
}

TEST(FindTimes, SameWithAndWithoutCapitals) {
  const auto lower = times_of("the attack of 5 october 2016 came after last monday and three days later", "2017-09-19");
  const auto upper = times_of("THE ATTACK OF 5 OCTOBER 2016 CAME AFTER LAST MONDAY AND THREE DAYS LATER", "2017-09-19");
  ASSERT_EQ(lower.size(), 3u);
  ASSERT_EQ(upper.size(), lower.size());
  for (std::size_t i = 0; i < lower.size(); ++i) {
    EXPECT_EQ(lower[i].span, upper[i].span);
    EXPECT_EQ(lower[i].value, upper[i].value);
  }
}

TEST(FindTimes, HostileTextStaysLinear) {
  for (const char* piece : {"1 and ", "the end of ", "May ", "early ", "2-", "1/1/", "two ", "about ", "more than ", "Monday ", "'", "10:10 ", "hundred and ", "the ", "\xC3\xA9"}) {
    std::string text;
    while (text.size() < 500000) text += piece;
    times_of(text, "2017-09-19");
  }
}

/// Tokens cut at blanks, one sentence: enough for the reader of numbers.
Annotation tokens_of(const std::string& text) {
  Annotation a;
  a.text = text;
  std::uint32_t at = 0;
  while (at < text.size()) {
    std::uint32_t end = at;
    while (end < text.size() && text[end] != ' ') ++end;
    if (end > at) {
      Token t;
      t.span = {at, end};
      a.tokens.push_back(t);
    }
    at = end + 1;
  }
  Sentence s;
  s.span = {0, static_cast<std::uint32_t>(text.size())};
  s.last_token = static_cast<std::uint32_t>(a.tokens.size());
  a.sentences.push_back(s);
  return a;
}

std::string number(const std::string& text) {
  const Annotation a = tokens_of(text);
  const auto n = count::number_at(a, 0, static_cast<std::uint32_t>(a.tokens.size()));
  return n ? std::to_string(n->min) + ".." + (n->max ? std::to_string(*n->max) : "") : "none";
}

TEST(NumberAt, ReadsWordsDigitsAndBounds) {
  EXPECT_EQ(number("4 people"), "4..4");
  EXPECT_EQ(number("1,500 people"), "1500..1500");
  EXPECT_EQ(number("1.5 million people"), "1500000..1500000");
  EXPECT_EQ(number("3 lakh people"), "300000..300000");
  EXPECT_EQ(number("twenty - six people"), "26..26");
  EXPECT_EQ(number("twenty-six people"), "26..26");
  EXPECT_EQ(number("two hundred and fifty people"), "250..250");
  EXPECT_EQ(number("a dozen people"), "12..12");
  EXPECT_EQ(number("two dozen people"), "24..24");
  EXPECT_EQ(number("a couple of people"), "2..2");
  EXPECT_EQ(number("at least four people"), "4..");
  EXPECT_EQ(number("more than 20 people"), "21..");
  EXPECT_EQ(number("no fewer than 6 people"), "6..");
  EXPECT_EQ(number("up to 10 people"), "1..10");
  EXPECT_EQ(number("fewer than 8 people"), "1..7");
  EXPECT_EQ(number("between 10 and 15 people"), "10..15");
  EXPECT_EQ(number("10 to 15 people"), "10..15");
  EXPECT_EQ(number("two or three people"), "2..3");
  EXPECT_EQ(number("dozens of people"), "24..");
  EXPECT_EQ(number("scores of people"), "40..");
  EXPECT_EQ(number("hundreds of people"), "200..");
  EXPECT_EQ(number("tens of thousands of people"), "20000..");
  EXPECT_EQ(number("hundreds of thousands of people"), "200000..");
  EXPECT_EQ(number("both men"), "2..2");
  EXPECT_EQ(number("five or more men"), "5..");
}

TEST(NumberAt, NoneElsewhere) {
  for (const char* text : {"", "people", "a child", "no one", "the number of men", "few men", "12:30", "1,50,", "12345678901234567890 men", "and five", "1.2.3 men"})
    EXPECT_EQ(number(text), "none") << text;
}

TEST(FindCounts, HostileTextStaysLinear) {
  for (const char* piece : {"killed five ", "five ", "five and ", "five killed ", "at least ", "a ", "were killed ", "hundreds of ", "death toll to ", "a child of a ", "more than "}) {
    std::string text;
    while (text.size() < 400000) text += piece;
    Annotation a = tokens_of(text);
    count::find_counts(a);
    for (const Count& c : a.counts) {
      ASSERT_LE(c.span.end, text.size());
      ASSERT_FALSE(c.what.empty());
      ASSERT_TRUE(!c.max || *c.max >= c.min);
    }
  }
}

TEST(LocalDay, OnlyWhereNoSummerTimeDecidesIt) {
  EXPECT_EQ(time::local_day("2016-10-03T23:30Z", "SY"), "2016-10-04");
  EXPECT_EQ(time::local_day("2016-12-31T22:00Z", "SY"), "2017-01-01");
  EXPECT_EQ(time::local_day("2016-10-03T21:30Z", "SY"), "");  // midnight in summer
  EXPECT_EQ(time::local_day("2016-10-03T10:00Z", "SY"), "2016-10-03");
  EXPECT_EQ(time::local_day("2016-10-03T03:00Z", "CO"), "2016-10-02");
  for (const char* value : {"", "2016-10-03", "2016-10-03T23:30", "XXXX-XX-XXT23:30Z", "2016-10-03TNIZ"}) EXPECT_EQ(time::local_day(value, "SY"), "") << value;
  EXPECT_EQ(time::local_day("2016-10-03T23:30Z", ""), "");
}

}  // namespace
}  // namespace deconflict
