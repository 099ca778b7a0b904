#pragma once
#include "time/phrase.h"

namespace deconflict::time {

inline const Word kNoWord;

inline bool is_year_value(const Word& w) { return w.lex == Lex::number && w.digits == 4 && !w.grouped && !w.fraction && w.value >= 1000 && w.value <= 2100; }

/// The word `s` is `lower` in any case.
inline bool same(std::string_view s, std::string_view lower) {
  if (s.size() != lower.size()) return false;
  for (std::size_t i = 0; i < s.size(); ++i)
    if ((s[i] | 0x20) != lower[i]) return false;
  return true;
}

/// 42 → 2042, 90 → 1990.
inline int full_year(std::uint32_t two_digits) { return static_cast<int>(two_digits < 50 ? 2000 + two_digits : 1900 + two_digits); }

/// The forms of time expressions over the words from `start` on. Each form takes the word where it would begin and returns
/// the word after its last, 0 where it does not stand there (a form that only may go on from `i` returns `i`).
/// Words, text and matcher live together: nothing is copied.
class Matcher {
 public:
  Matcher(const std::vector<Word>& words, std::string_view text, std::size_t start) : w_(words), text_(text), start_(start) {}

  /// Every form that may begin here; the longest wins, an earlier one on a tie.
  bool best(Phrase& out) const;

  /// The day here with the month of `month_first`, and a year if one follows.
  bool rest_of_list(const Phrase& month_first, Phrase& out) const;

 private:
  const Word& at(std::size_t i) const { return i < w_.size() && (i == start_ || !w_[i].paragraph) ? w_[i] : kNoWord; }
  const Word& before() const { return start_ > 0 && !w_[start_].paragraph ? w_[start_ - 1] : kNoWord; }
  std::string_view surface(std::size_t i) const { return i < w_.size() ? text_.substr(w_[i].begin, w_[i].end - w_[i].begin) : std::string_view(); }
  bool is(std::size_t i, Lex lex) const { return at(i).lex == lex; }
  bool mark(std::size_t i, char c) const { return at(i).mark == c; }
  bool dash(std::size_t i) const { return mark(i, '-'); }
  bool glued(std::size_t i) const { return i < w_.size() && !w_[i].space; }
  bool is_word(std::size_t i, std::string_view lower) const { return same(surface(i), lower) && at(i).begin < at(i).end; }

  /// "-" between two words, or nothing.
  std::size_t skip_hyphen(std::size_t i) const { return dash(i) && glued(i) && glued(i + 1) ? i + 1 : i; }

  // ----- numbers

  /// "20th", "the 3rd", "twenty-first".
  std::size_t ordinal(std::size_t i, std::uint32_t& value) const;
  std::size_t cardinal(std::size_t i, std::int64_t& value) const;
  /// "a", "two and a half", "several", "a couple of", "2 or 3": how many units. -1: not said.
  std::size_t quantity(std::size_t i, Phrase& p) const;

  // ----- years

  /// Is the number here a year and not a count? `cued`: a word before it asks for one.
  bool bare_year(std::size_t i, bool cued) const;
  bool counted(std::size_t i) const;
  std::size_t era(std::size_t i, Phrase& p) const;
  /// "03 JAN 90", "19-Sep-17": is the number of two digits here a year? "On 5 May 12 people were killed" has none.
  bool short_year(std::size_t i) const;
  /// A year after a month or season: "1942", ", 1942", "of 1942", "'42", "90" after "JAN".
  std::size_t year_after(std::size_t i, Phrase& p, bool two_digits) const;

  // ----- calendar dates

  /// The month name here; false for "may", "march", "sun" … where nothing shows that it is one.
  bool month_word(std::size_t i) const;
  bool lost_comma(std::size_t i) const;
  /// Past a month's full stop: "Sept." and "Jan. 3".
  std::size_t after_month(std::size_t i) const;
  bool day_number(std::size_t i, int& day, std::size_t& end) const;
  bool weekday_word(std::size_t i) const;
  /// "19 September 2017", "September 19, 2017", "19th of September", "Sept. 2017", "September".
  std::size_t month_date(std::size_t i, Phrase& p) const;
  /// "the 20th", where no noun follows that it would count.
  std::size_t day_of_month(std::size_t i, int day, std::size_t end, Phrase& p) const;
  std::size_t numeric_date(std::size_t i, Phrase& p) const;
  std::size_t weekday_date(std::size_t i, Phrase& p) const;
  std::size_t season_date(std::size_t i, Phrase& p) const;
  /// "Q3 2016", "Q3 of 2016"
  std::size_t quarter_date(std::size_t i, Phrase& p) const;
  std::size_t year_date(std::size_t i, Phrase& p, bool cued) const;
  /// "'89", "'90s".
  std::size_t apostrophe_year(std::size_t i, Phrase& p) const;
  std::size_t century_date(std::size_t i, Phrase& p) const;
  std::size_t holiday_date(std::size_t i, Phrase& p) const;
  /// A day that shares the month of a date after it: the "6" of "6 and 7 May".
  std::size_t day_list(std::size_t i, Phrase& p) const;
  /// A calendar date or a weekday without what may stand around it.
  std::size_t date_core(std::size_t i, Phrase& p) const;
  static bool year_cue(const Word& b);

  // ----- what may stand around a date

  /// "early 1942", "the end of March", "late on Monday", "the night of 3 May", and a bare date.
  std::size_t modified(std::size_t i, Phrase& p) const;
  /// What "early", "late" … may stand before; `j` is that word.
  std::size_t inner(std::size_t k, Phrase& p, std::size_t j) const;
  std::size_t inner_or_same(std::size_t k, Phrase& p) const;

  // ----- "that month", "last week", "the next spring"

  std::size_t unit_form(std::size_t i, Phrase& p) const;

  // ----- parts of days

  std::size_t day_part(std::size_t i, Phrase& p) const;
  /// "today", "yesterday morning", "last night", "tonight", "overnight".
  std::size_t relative_day(std::size_t i, Phrase& p) const;

  // ----- durations, and what is counted from a date

  std::size_t qualifier(std::size_t i) const;
  std::size_t offset_or_duration(std::size_t i, Phrase& p) const;

  // ----- sets

  std::size_t set_form(std::size_t i, Phrase& p) const;

  // ----- clock

  std::size_t meridiem(std::size_t i, bool& pm) const;
  std::size_t stamp(std::size_t i, Phrase& p) const;
  std::size_t clock(std::size_t i, Phrase& p) const;
  /// A date that follows the clock at once: "10 a.m. Monday", "9:34 p.m., March 19".
  std::size_t clock_date(std::size_t e, Phrase& p) const;

  // ----- other calendars and feasts that move

  /// "17 Shawwal 1437", "12 Mehr 1395", "Ramadan", "the first day of Eid al-Fitr", "Easter Sunday".
  std::size_t almanac(std::size_t i, Phrase& p) const;
  std::size_t almanac_month(std::size_t i, Recurrence& r) const;
  std::size_t feast(std::size_t i, Recurrence& r) const;
  std::size_t almanac_year_after(std::size_t i, Phrase& p) const;
  bool is_fasting_month(std::size_t i) const;

  // ----- past, present, future

  std::size_t reference(std::size_t i, Phrase& p) const;

  const std::vector<Word>& w_;
  std::string_view text_;
  std::size_t start_;
};

}  // namespace deconflict::time
