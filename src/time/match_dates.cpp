#include <utility>

#include "time/matcher.h"

namespace deconflict::time {

/// "Apr 032019": the day and the year of a date that lost its comma and blank.
bool Matcher::lost_comma(std::size_t i) const {
  if (!is(i, Lex::number) || (at(i).digits != 5 && at(i).digits != 6) || at(i).grouped || at(i).fraction) return false;
  const auto day = at(i).value / 10000, year = at(i).value % 10000;
  return day >= 1 && day <= 31 && year >= 1900 && year < 2100;
}

bool Matcher::month_word(std::size_t i) const {
  const Word& w = at(i);
  if (w.lex != Lex::month) return false;
  if (w.value != 3 && w.value != 5 && w.value != 8 && !w.shortened) return true;
  // "may", "march", "august" and the short forms: beside a number, or with a capital after a word that asks for a date.
  const std::size_t next = w.shortened && mark(i + 1, '.') ? i + 2 : i + 1;
  const bool number_after = is(next, Lex::number) && (at(next).digits <= 4 || lost_comma(next)) && !at(next).grouped;
  const bool number_before = i > 0 && !w_[i].paragraph &&
      ((w_[i - 1].lex == Lex::number && w_[i - 1].digits <= 2) || (!w_[i].line && w_[i - 1].lex == Lex::none && w_[i - 1].end - w_[i - 1].begin == 2 && i > 1 &&
       w_[i - 2].lex == Lex::number && !w_[i - 1].space) || (w_[i - 1].mark == '-' && !w_[i].space && i > 1 && w_[i - 2].lex == Lex::number));
  if (number_before) return true;
  if (number_after && (w.capital || at(next).value > 31 || at(next).digits == 4 || w.shortened)) return true;
  if (mark(i + 1, ',') && is_year_value(at(i + 2))) return true;
  if (w.capital && dash(next) && is(next + 1, Lex::month) && at(next + 1).capital) return true;
  if (is(i + 1, Lex::of) && (is_year_value(at(i + 2)) || is(i + 2, Lex::that) || is(i + 2, Lex::last))) return true;
  if (!w.capital) return false;
  if (w.value == 8 && !w.upper && !w.shortened) return !(at(i + 1).capital && !glued(i + 1)) && !(i > 0 && w_[i - 1].capital && w_[i - 1].lex == Lex::none);
  // "• March: two raids": a list by months.
  if (!w.shortened && mark(i + 1, ':') && (i == 0 || w_[i].line || (w_[i - 1].line && w_[i - 1].lex == Lex::none && w_[i - 1].end - w_[i - 1].begin <= 3))) return true;
  if (i == 0 || w_[i].paragraph) return false;
  const Lex b = w_[i - 1].lex;
  const bool cue = b == Lex::in || b == Lex::since || b == Lex::until || b == Lex::early || b == Lex::late || b == Lex::mid || b == Lex::last ||
                   b == Lex::next || b == Lex::this_ || b == Lex::of || b == Lex::by || b == Lex::from || b == Lex::during || b == Lex::between ||
                   b == Lex::before || b == Lex::after || b == Lex::to || b == Lex::previous || b == Lex::following || b == Lex::ordinal ||
                   (b == Lex::and_ && i > 1 && w_[i - 2].lex == Lex::month) || (w_[i - 1].mark == '-' && i > 1 && (w_[i - 2].lex == Lex::mid || w_[i - 2].lex == Lex::month));
  if (w.shortened) return cue && (w.value == 9 || w.value == 10 || w.value == 11 || w.value == 1 || w.value == 2 || w.value == 4) && w_[i].end - w_[i].begin > 2 && b == Lex::in;
  if (w.upper && w.value == 5 && (b == Lex::that || b == Lex::this_)) return false;
  return cue;
}

std::size_t Matcher::after_month(std::size_t i) const {
  if (!at(i).shortened || !mark(i + 1, '.') || !glued(i + 1)) return i + 1;
  return i + 2;
}

bool Matcher::day_number(std::size_t i, int& day, std::size_t& end) const {
  std::uint32_t value = 0;
  std::size_t e = 0;
  if (is(i, Lex::number)) {
    if (at(i).digits > 2 || at(i).fraction) return false;
    e = ordinal(i, value);
    if (e == 0) {
      value = at(i).value;
      e = i + 1;
    }
  } else {
    e = ordinal(i, value);
  }
  if (e == 0 || value < 1 || value > 31) return false;
  day = static_cast<int>(value);
  end = e;
  return true;
}

bool Matcher::weekday_word(std::size_t i) const {
  const Word& w = at(i);
  if (w.lex != Lex::weekday) return false;
  if (!w.shortened) return true;
  std::size_t next = mark(i + 1, '.') ? i + 2 : i + 1;
  if (mark(next, ',')) ++next;
  return w.capital && (is(next, Lex::number) || is(next, Lex::month)) && at(next).digits <= 2;
}

std::size_t Matcher::month_date(std::size_t i, Phrase& p) const {
  int day = 0;
  std::size_t j = i;
  std::size_t start = i;
  if (is(i, Lex::the)) start = i + 1;
  if (day_number(start, day, j)) {
    std::size_t k = j;
    if (is(k, Lex::of)) ++k;
    if (mark(k, '.') && glued(k)) ++k;  // "3. May"
    k = skip_hyphen(k);
    if (!month_word(k) || at(k).line) {
      if (!(month_word(k) && at(k).line && is(start, Lex::number))) return start == i ? 0 : day_of_month(start, day, j, p);
    }
    p.day = day;
    p.month = static_cast<int>(at(k).value);
    std::size_t e = after_month(k);
    const std::size_t h = skip_hyphen(e);
    const std::size_t with_year = year_after(h, p, true);
    return with_year != h ? with_year : e;
  }
  if (start != i) return 0;
  if (!month_word(i)) return 0;
  p.month = static_cast<int>(at(i).value);
  std::size_t e = after_month(i);
  const std::size_t day_at = is(e, Lex::the) ? e + 1 : e;
  if (day_number(skip_hyphen(day_at), day, j) && (is(skip_hyphen(day_at), Lex::number) || day_at > e || j == day_at + 1) &&
      !(mark(j, ':') && glued(j) && glued(j + 1)) && !(is(day_at, Lex::ordinal) && at(day_at).value < 4 && day_at == e) &&
      !(mark(e - 1, '.') && at(day_at).line)) {
    p.day = day;
    const std::size_t with_year = year_after(j, p, false);
    return with_year;
  }
  if (lost_comma(e)) {
    p.day = static_cast<int>(at(e).value / 10000);
    p.year = static_cast<int>(at(e).value % 10000);
    return e + 1;
  }
  const std::size_t h = skip_hyphen(e);
  const std::size_t with_year = year_after(h, p, false);
  if (with_year != h) return with_year;
  // "Jan 90": only for short forms.
  if (at(i).shortened && is(e, Lex::number) && at(e).digits == 2 && at(e).value > 31) {
    p.year = full_year(at(e).value);
    p.short_year = true;
    return e + 1;
  }
  return e > i + 1 && !at(e).line && e < w_.size() && !w_[e].capital ? e : i + 1;
}

std::size_t Matcher::day_of_month(std::size_t i, int day, std::size_t end, Phrase& p) const {
  if (!is(i, Lex::number) || end != i + 2) return 0;
  const Word& n = at(end);
  const bool closed = n.mark != 0 || end >= w_.size() || n.paragraph || n.lex == Lex::and_ || n.lex == Lex::of || n.lex == Lex::to || n.lex == Lex::in || n.lex == Lex::at ||
                      n.lex == Lex::after || n.lex == Lex::before || n.lex == Lex::by || n.lex == Lex::on;
  const Lex b = before().lex;
  if (!closed || dash(end) || n.lex == Lex::of || !(b == Lex::on || b == Lex::by || b == Lex::until || b == Lex::since || b == Lex::from || b == Lex::to || b == Lex::between))
    return 0;
  p.day = day;
  p.of_month = true;
  return end;
}

std::size_t Matcher::numeric_date(std::size_t i, Phrase& p) const {
  if (!is(i, Lex::number) || at(i).grouped || at(i).fraction) return 0;
  const char m = at(i + 1).mark;
  const bool alone = !mark(i + 3, '/') && !(i > 0 && glued(i));
  if (m == '/' && alone && at(i).digits <= 2 && at(i).value >= 1 && at(i).value <= 12 && glued(i + 1) && glued(i + 2) && is_year_value(at(i + 2))) {  // "10/2016"
    p.month = static_cast<int>(at(i).value);
    p.year = static_cast<int>(at(i + 2).value);
    return i + 3;
  }
  if (i + 4 >= w_.size()) return 0;
  if ((m != '-' && m != '/' && m != '.') || at(i + 3).mark != m || !is(i + 2, Lex::number) || !is(i + 4, Lex::number)) return 0;
  for (std::size_t k = i + 1; k <= i + 4; ++k)
    if (!glued(k)) return 0;
  const Word &a = at(i), &b = at(i + 2), &c = at(i + 4);
  if (b.digits > 2 || b.value == 0 || c.fraction) return 0;
  if (is_year_value(a) && c.digits <= 2 && b.value <= 12 && c.value >= 1 && c.value <= 31) {
    p.year = static_cast<int>(a.value);
    p.month = static_cast<int>(b.value);
    p.day = static_cast<int>(c.value);
    return i + 5;
  }
  if (a.digits > 2 || a.value == 0 || !(is_year_value(c) || (c.digits == 2 && m != '.' ))) return 0;
  std::uint32_t day = a.value, month = b.value;
  if (month > 12) std::swap(day, month);
  if (month > 12 || day > 31) return 0;
  if (c.digits == 2 && m == '-' && !(a.digits == 2 && b.digits == 2)) return 0;
  p.year = c.digits == 2 ? full_year(c.value) : static_cast<int>(c.value);
  p.month = static_cast<int>(month);
  p.day = static_cast<int>(day);
  return i + 5;
}

std::size_t Matcher::weekday_date(std::size_t i, Phrase& p) const {
  if (!weekday_word(i)) return 0;
  p.weekday = static_cast<int>(at(i).value);
  p.shape = Shape::weekday;
  std::size_t e = i + 1;
  std::size_t j = at(i).shortened && mark(e, '.') ? e + 1 : e;
  // "Sunday dawn of 25 June", "Tuesday night", "Monday, 19 September".
  Phrase date;
  std::size_t k = j;
  if (mark(k, ',') || mark(k, '(')) ++k;
  if (is(k, Lex::the)) ++k;
  std::size_t d = is(k, Lex::weekday) ? 0 : date_core(k, date);
  if (d > 0 && date.day > 0 && date.month > 0 && !at(k).paragraph) {
    date.weekday = p.weekday;
    p = date;
    if (mark(j, '(') && mark(d, ')')) ++d;
    return d;
  }
  if (is(e, Lex::part)) {
    p.part = static_cast<Part>(at(e).value);
    return e + 1;
  }
  if (is(e, Lex::at) && (is(e + 1, Lex::dawn) || (is(e + 1, Lex::part) && at(e + 1).value == static_cast<std::uint32_t>(Part::night)))) {
    p.part = static_cast<Part>(at(e + 1).value);
    return e + 2;
  }
  if (is(e, Lex::last) && !is(e + 1, Lex::unit) && !is(e + 1, Lex::season) && !is(e + 1, Lex::month)) {
    p.rel = Rel::last;
    return e + 1;
  }
  if (is(e, Lex::next) && !is(e + 1, Lex::unit)) {
    p.rel = Rel::next;
    return e + 1;
  }
  return e;
}

std::size_t Matcher::season_date(std::size_t i, Phrase& p) const {
  const Word& w = at(i);
  if (w.lex != Lex::season) return 0;
  p.season = static_cast<int>(w.value);
  const std::size_t y = year_after(i + 1, p, false);
  if (y != i + 1) return y;
  const std::size_t s = same(surface(i), "fall") ? 1 : same(surface(i), "spring") ? 2 : 0;
  const Lex b = i > start_ ? at(i - 1).lex : before().lex;
  const Lex bb = i >= 2 ? w_[i - 2].lex : Lex::none;
  const bool article_cue = b == Lex::the && (bb == Lex::in || bb == Lex::during || bb == Lex::by || bb == Lex::until || bb == Lex::since || bb == Lex::of);
  const bool cue = b == Lex::early || b == Lex::late || b == Lex::mid || b == Lex::last || b == Lex::next || b == Lex::this_ || b == Lex::that ||
                   b == Lex::following || b == Lex::previous || b == Lex::same;
  if (s == 1) return (article_cue && !is(i + 1, Lex::of)) || cue ? i + 1 : 0;
  if (s == 2 && !(article_cue || (b == Lex::the && (at(i + 1).lex == Lex::and_ || (at(i + 1).mark != 0 && !dash(i + 1)))) || cue || b == Lex::in || b == Lex::during || b == Lex::by || b == Lex::until || b == Lex::since || (w.capital && b == Lex::the) || (w.capital && !w.upper && !w.line && i > 0 && !(w_[i - 1].capital && w_[i - 1].lex == Lex::none))))
    return 0;
  if (i > 0 && glued(i) && w_[i - 1].mark == '-') return 0;
  return i + 1;
}

std::size_t Matcher::quarter_date(std::size_t i, Phrase& p) const {
  const std::size_t y = year_after(i + 1, p, false);
  if (y == i + 1 || p.year == 0) return 0;
  p.quarter = static_cast<int>(at(i).value);
  return y;
}

std::size_t Matcher::year_date(std::size_t i, Phrase& p, bool cued) const {
  if (!is(i, Lex::number) || at(i).grouped || at(i).fraction) return 0;
  Phrase probe;
  const std::size_t e = era(i + 1, probe);
  if (probe.bc && at(i).value > 0 && at(i).digits <= 4 && at(i).value < 4000) {
    p.year = static_cast<int>(at(i).value);
    p.bc = true;
    return e;
  }
  if (dash(i + 1) && glued(i + 1) && is(i + 2, Lex::number) && glued(i + 2) && at(i).digits <= 4 && at(i).value > at(i + 2).value && at(i + 2).value > 0) {
    era(i + 3, probe);
    if (probe.bc) {
      p.year = static_cast<int>(at(i).value);
      p.bc = true;
      return i + 1;
    }
  }
  // "1930s", "the 1870s BC".
  if (at(i).value >= 100 && at(i).value % 10 == 0 && at(i).digits <= 4 && at(i).digits >= 3) {
    std::size_t s = i + 1;
    if (mark(s, '\'') && glued(s)) ++s;
    if (glued(s) && is_word(s, "s")) {
      const std::size_t after = era(s + 1, probe);
      if (at(i).digits == 4 || probe.bc) {
        p.bc = probe.bc;
        p.shape = Shape::decade;
        p.year = static_cast<int>(at(i).value / 10);
        return after;
      }
    }
  }
  if (!bare_year(i, cued)) return 0;
  p.year = static_cast<int>(at(i).value);
  return i + 1;
}

std::size_t Matcher::apostrophe_year(std::size_t i, Phrase& p) const {
  if (!mark(i, '\'') || (i > 0 && glued(i) && w_[i - 1].mark != '(') || !glued(i + 1) || !is(i + 1, Lex::number) || at(i + 1).digits != 2) return 0;
  if (glued(i + 2) && is_word(i + 2, "s") && at(i + 1).value % 10 == 0) {
    p.shape = Shape::decade;
    p.year = full_year(at(i + 1).value) / 10;
    return i + 3;
  }
  if (glued(i + 2) && at(i + 2).mark == 0 && i + 2 < w_.size()) return 0;
  p.year = full_year(at(i + 1).value);
  p.short_year = true;
  return i + 2;
}

std::size_t Matcher::century_date(std::size_t i, Phrase& p) const {
  std::uint32_t n = 0;
  const std::size_t j = ordinal(i, n);
  if (j == 0 || n == 0 || n > 30) return 0;
  const std::size_t k = skip_hyphen(j);
  if (!is(k, Lex::unit) || at(k).value != static_cast<std::uint32_t>(Unit::century)) return 0;
  p.shape = Shape::century;
  p.year = static_cast<int>(n) - 1;
  return era(k + 1, p);
}

std::size_t Matcher::holiday_date(std::size_t i, Phrase& p) const {
  if (!is(i, Lex::holiday)) return 0;
  p.month = static_cast<int>(at(i).value / 100);
  p.day = static_cast<int>(at(i).value % 100);
  std::size_t e = i + 1;
  if (is(e, Lex::eve)) {
    --p.day;
    ++e;
  } else if (is(e, Lex::unit) && at(e).value == static_cast<std::uint32_t>(Unit::day)) {
    ++e;
  } else if (is(e, Lex::part)) {
    p.part = static_cast<Part>(at(e).value);
    return e + 1;
  }
  return year_after(e, p, false);
}

std::size_t Matcher::day_list(std::size_t i, Phrase& p) const {
  int day = 0, next_day = 0;
  std::size_t e = 0, n = 0;
  if (!is(i, Lex::number) || !day_number(i, day, e)) return 0;
  if (i > 0 && glued(i) && w_[i - 1].mark != '(' && w_[i - 1].mark != '"') return 0;
  std::size_t k = e;
  for (int listed = 0; listed < 4; ++listed) {
    const bool joins = dash(k) || mark(k, ',') || mark(k, '/') || is(k, Lex::and_) || is(k, Lex::or_) || is(k, Lex::to);
    if (!joins || !is(k + 1, Lex::number) || !day_number(k + 1, next_day, n)) return 0;
    if ((dash(k) || is(k, Lex::to)) && next_day <= day) return 0;  // "incident 14 – 3 May"
    const std::size_t m = is(n, Lex::of) ? n + 1 : n;
    if (month_word(m)) {
      Phrase q;
      if (month_date(k + 1, q) == 0 || q.day == 0) return 0;
      p = q;
      p.day = day;
      return e;
    }
    k = n;
  }
  return 0;
}

std::size_t Matcher::date_core(std::size_t i, Phrase& p) const {
  const Word& w = at(i);
  switch (w.lex) {
    case Lex::number: {
      if (std::size_t e = numeric_date(i, p)) return e;
      Phrase q;
      if (std::size_t e = month_date(i, q)) return p = q, e;
      if (std::size_t e = century_date(i, q)) return p = q, e;
      const Word& b = i > start_ ? at(i - 1) : before();
      return year_date(i, p, year_cue(b));
    }
    case Lex::month: return month_date(i, p);
    case Lex::ordinal: case Lex::cardinal: {
      if (std::size_t e = century_date(i, p)) return e;
      Phrase q;
      std::size_t e = month_date(i, q);
      if (e > 0) p = q;
      return e;
    }
    case Lex::weekday: return weekday_date(i, p);
    case Lex::season: return season_date(i, p);
    case Lex::quarter: return quarter_date(i, p);
    case Lex::holiday: return holiday_date(i, p);
    case Lex::the: {
      Phrase q;
      if (std::size_t e = month_date(i, q)) return p = q, e;
      return 0;
    }
    case Lex::none: return apostrophe_year(i, p);
    default: return 0;
  }
}

bool Matcher::year_cue(const Word& b) {
  switch (b.lex) {
    case Lex::in: case Lex::since: case Lex::until: case Lex::during: case Lex::early: case Lex::late: case Lex::mid: case Lex::of: case Lex::from:
    case Lex::before: case Lex::by: case Lex::season: case Lex::weekday: case Lex::end: case Lex::start: case Lex::holiday: case Lex::after: return true;
    default: return b.mark == '(';
  }
}

}  // namespace deconflict::time
