#include "time/matcher.h"

namespace deconflict::time {

namespace {

constexpr int kEidDays = 3;  // as most states keep it

bool one(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const auto w : words)
    if (same(s, w)) return true;
  return false;
}

}  // namespace

/// A month's name with its second word: "Rabi al-Awwal", "Dhu al-Hijja", "Jumada II".
std::size_t Matcher::almanac_month(std::size_t i, Recurrence& r) const {
  if (is(i, Lex::persian) && at(i).capital) {
    r = {Almanac::persian, static_cast<int>(at(i).value), 0, 1};
    return i + 1;
  }
  if (!is(i, Lex::islamic) || !at(i).capital) return 0;
  r = {Almanac::islamic, static_cast<int>(at(i).value), 0, 1};
  if (r.month != 3 && r.month != 5 && r.month != 11) return i + 1;
  std::size_t j = i + 1;
  if (mark(j, '\'') && glued(j)) ++j;
  if (dash(j)) ++j;
  if (one(surface(j), {"al", "ath", "ul", "el", "l"})) j = mark(j + 1, '-') || mark(j + 1, '\'') ? j + 2 : j + 1;
  const auto second = surface(j);
  if (r.month == 11) {
    if (one(second, {"hijja", "hijjah", "hija"})) return r.month = 12, j + 1;
    return one(second, {"qada", "qadah", "qaada", "qidah"}) ? j + 1 : 0;
  }
  if (one(second, {"awwal", "awal", "ula", "i"})) return j + 1;
  if (one(second, {"thani", "akhir", "akhira", "akhirah", "ii"})) return ++r.month, j + 1;
  return 0;
}

/// A feast by its name. "Eid" alone may be either.
std::size_t Matcher::feast(std::size_t i, Recurrence& r) const {
  if (!is(i, Lex::feast) || !at(i).capital) return 0;
  switch (static_cast<Feast>(at(i).value)) {
    case Feast::eid: {
      std::size_t j = i + 1;
      if (one(surface(j), {"al", "ul", "el", "ad", "us"})) ++j;
      if (dash(j)) ++j;
      if (one(surface(j), {"fitr", "fitir"})) r = {Almanac::islamic, 10, 1, kEidDays};
      else if (one(surface(j), {"adha", "azha"})) r = {Almanac::islamic, 12, 10, kEidDays + 1};
      else return 0;
      return j + 1;
    }
    case Feast::ashura: r = {Almanac::islamic, 1, 10, 1}; return i + 1;
    case Feast::arbaeen: r = {Almanac::islamic, 2, 20, 1}; return i + 1;
    case Feast::mawlid: r = {Almanac::islamic, 3, 12, 1}; return i + 1;
    case Feast::nowruz: r = {Almanac::persian, 1, 1, 1}; return i + 1;
    case Feast::good: r = {Almanac::easter, 0, -2, 1}; return is_word(i + 1, "friday") ? i + 2 : 0;
    case Feast::palm: r = {Almanac::easter, 0, -7, 1}; return is_word(i + 1, "sunday") ? i + 2 : 0;
    case Feast::easter: {
      const bool orthodox = i > 0 && same(surface(i - 1), "orthodox");
      r = {orthodox ? Almanac::orthodox_easter : Almanac::easter, 0, 0, 1};
      if (is(i + 1, Lex::eve)) return r.day = -1, i + 2;
      if (!is(i + 1, Lex::weekday)) return i + 1;
      r.day = at(i + 1).value == 7 ? 0 : at(i + 1).value == 1 ? 1 : static_cast<int>(at(i + 1).value) - 7;
      return i + 2;
    }
  }
  return 0;
}

/// "1437", "1437 AH", "2016", "of 2016", ", 1395" behind a month or feast.
std::size_t Matcher::almanac_year_after(std::size_t i, Phrase& p) const {
  std::size_t j = mark(i, ',') ? i + 1 : i;
  if (is(j, Lex::of) || is(j, Lex::in)) ++j;
  if (!is_year_value(at(j)) || (mark(j + 1, ':') && glued(j + 1))) return i;
  const int year = static_cast<int>(at(j).value);
  if (!is_almanac_year(p.recurrence.almanac, year) && year < 1583) return i;
  p.year = year;
  return one(surface(j + 1), {"ah", "ap", "hijri"}) ? j + 2 : j + 1;
}

/// "Ramadan" is a name of people too: "Mustafa Ramadan", "Ramadan Abdullah".
bool Matcher::is_fasting_month(std::size_t i) const {
  const Word& next = at(i + 1);
  if (next.mark == 0 && next.capital && next.lex == Lex::none && next.begin < next.end) return false;
  return i == 0 || w_[i].paragraph || !w_[i - 1].capital || w_[i - 1].lex != Lex::none;
}

std::size_t Matcher::almanac(std::size_t i, Phrase& p) const {
  p.shape = Shape::almanac;
  std::size_t j = i;
  int day = 0;
  // "The 27th of Ramadan", "17 Shawwal", "the first day of Eid al-Fitr".
  if (is(j, Lex::the)) ++j;
  if (is(j, Lex::last) || is(j, Lex::this_) || is(j, Lex::next)) {
    p.rel = is(j, Lex::last) ? Rel::last : is(j, Lex::next) ? Rel::next : Rel::this_;
    ++j;
  } else if (day_number(j, day, j)) {
    if (is(j, Lex::unit) || is(j, Lex::part)) j = is(j + 1, Lex::of) ? j + 2 : w_.size();
    else if (is(j, Lex::of)) ++j;
  }
  Phrase q = p;
  std::size_t e = almanac_month(j, q.recurrence);
  const bool fasting = e > 0 && q.recurrence.almanac == Almanac::islamic && q.recurrence.month == 9;
  if (e > 0) {
    if (day == 0 && j == i && is(e, Lex::number) && at(e).digits <= 2 && day_number(e, day, e) && mark(e, ',')) ++e;  // "Mehr 12, 1395"
    q.recurrence.day = day;
    e = almanac_year_after(e, q);
    const bool own_year = is_almanac_year(q.recurrence.almanac, q.year);
    // The other months are names of people and towns as well.
    if (fasting ? q.year == 0 && day == 0 && !is_fasting_month(j) : !own_year && (day == 0 || q.recurrence.almanac == Almanac::persian)) return 0;
  } else {
    e = feast(j, q.recurrence);
    if (e == 0) return 0;
    if (day > 0) {
      if (day > q.recurrence.length) return 0;
      q.recurrence.day += day - 1;
      q.recurrence.length = 1;
    } else if (j > i && p.rel == Rel::none) {
      return 0;
    }
    e = almanac_year_after(e, q);
  }
  return p = q, e;
}

}  // namespace deconflict::time
