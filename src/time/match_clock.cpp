#include "time/matcher.h"

namespace deconflict::time {

std::size_t Matcher::meridiem(std::size_t i, bool& pm) const {
  if (is(i, Lex::am) || is(i, Lex::pm)) return pm = is(i, Lex::pm), i + 1;
  const auto s = surface(i);
  if (s.size() == 1 && mark(i + 1, '.') && glued(i + 1) && is_word(i + 2, "m")) {
    if ((s[0] | 0x20) != 'a' && (s[0] | 0x20) != 'p') return 0;
    pm = (s[0] | 0x20) == 'p';
    return mark(i + 3, '.') && glued(i + 3) ? i + 4 : i + 3;
  }
  return 0;
}

/// "2016-10-03T14:20Z", "2016-10-03 14:20": the form that machines write. `i` is at the year.
std::size_t Matcher::stamp(std::size_t i, Phrase& p) const {
  if (!is_year_value(at(i))) return 0;
  const std::size_t e = numeric_date(i, p);
  if (e == 0) return 0;
  const auto head = surface(e);
  std::size_t k = e;
  if (glued(e) && head.size() == 3 && (head[0] | 0x20) == 't' && head[1] >= '0' && head[1] <= '2' && head[2] >= '0' && head[2] <= '9') {
    p.hour = (head[1] - '0') * 10 + (head[2] - '0');
  } else if (is(e, Lex::number) && at(e).digits == 2 && !at(e).line) {
    p.hour = static_cast<int>(at(e).value);
  } else {
    return 0;
  }
  if (!mark(k + 1, ':') || !glued(k + 1) || !glued(k + 2) || at(k + 2).digits != 2 || at(k + 2).value > 59 || p.hour > 24) return 0;
  p.minute = static_cast<int>(at(k + 2).value);
  k += 3;
  if (mark(k, ':') && glued(k) && glued(k + 1) && is(k + 1, Lex::number)) k += 2;
  if (glued(k) && is_word(k, "z")) return p.utc = true, k + 1;
  if (is(k, Lex::zone)) return p.utc = at(k).value == 1, k + 1;
  return k;
}

std::size_t Matcher::clock(std::size_t i, Phrase& p) const {
  p.shape = Shape::clock;
  if (const std::size_t e = stamp(i, p)) return e;
  if (is(i, Lex::noon) || is(i, Lex::midnight)) {
    p.hour = is(i, Lex::noon) ? 12 : 24;
    p.minute = 0;
    return clock_date(i + 1, p);
  }
  std::int64_t hour = 0;
  if (!is(i, Lex::number) && !is(i, Lex::cardinal)) return 0;
  const Word& h = at(i);
  hour = h.value;
  if (h.grouped || h.digits > 4) return 0;
  if (i > 0 && glued(i) && (w_[i - 1].mark == ':' || w_[i - 1].mark == '$' || w_[i - 1].mark == '.' || w_[i - 1].mark == '/')) return 0;
  bool pm = false;
  std::size_t e = 0;
  if (h.fraction) {  // "10.30 a.m."
    if (const std::size_t m = meridiem(i + 1, pm); m > 0 && text_.substr(h.begin, h.end - h.begin).size() >= 4) {
      const auto s = text_.substr(h.begin, h.end - h.begin);
      const std::size_t dot = s.find('.');
      if (s.size() - dot != 3 || hour > 12) return 0;
      p.minute = (s[dot + 1] - '0') * 10 + (s[dot + 2] - '0');
      p.hour = static_cast<int>(hour);
      e = m;
    } else {
      return 0;
    }
  } else if (h.digits == 4) {
    const std::size_t z = i + 1;
    if (before().lex == Lex::at && !h.grouped && hour / 100 < 24 && hour % 100 < 60 && (at(z).mark != 0 || at(z).lex != Lex::none) && !is(z, Lex::units) &&
        !is(z, Lex::hrs) && !is(z, Lex::zone)) {
      p.hour = static_cast<int>(hour / 100);
      p.minute = static_cast<int>(hour % 100);
      return i + 1;
    }
    if (!(is(z, Lex::hrs) || is(z, Lex::zone) || (is(z, Lex::units) && at(z).value == static_cast<std::uint32_t>(Unit::hour)) ||
          (is_word(z, "local") && is(z + 1, Lex::time)))) return 0;
    const Lex b = before().lex;
    if (is(z, Lex::units) && b != Lex::at && b != Lex::about && b != Lex::by && b != Lex::from && b != Lex::between && b != Lex::since && b != Lex::until) return 0;
    p.hour = static_cast<int>(hour / 100);
    p.minute = static_cast<int>(hour % 100);
    e = z + 1;
    p.utc = is(z, Lex::zone) && at(z).value == 1;
    if (is_word(z, "local")) e = z + 2;
    if (p.hour > 24 || p.minute > 59) return 0;
    return clock_date(e, p);
  } else if (mark(i + 1, ':') && glued(i + 1) && glued(i + 2) && is(i + 2, Lex::number) && at(i + 2).digits == 2 && at(i + 2).value < 60 && hour < 25) {
    p.hour = static_cast<int>(hour);
    p.minute = static_cast<int>(at(i + 2).value);
    e = i + 3;
    if (mark(e, ':') && glued(e) && glued(e + 1) && is(e + 1, Lex::number) && at(e + 1).digits == 2) e += 2;
    if (const std::size_t m = meridiem(e, pm)) e = m;
    else if (is(e, Lex::hrs) || (is(e, Lex::units) && at(e).value == static_cast<std::uint32_t>(Unit::hour))) ++e;
  } else if (hour >= 1 && hour <= 12) {
    const std::size_t m = meridiem(i + 1, pm);
    const bool oclock = m == 0 && is_word(i + 1, "o") && mark(i + 2, '\'') && is_word(i + 3, "clock");
    if (m == 0 && !oclock) return 0;
    if (m > 0 && is(i + 1, Lex::am) && at(i + 1).space && !at(i + 1).upper && is(i, Lex::cardinal)) return 0;
    p.hour = static_cast<int>(hour);
    p.minute = 0;
    e = m > 0 ? m : i + 4;
  } else {
    return 0;
  }
  if (pm && p.hour < 12) p.hour += 12;
  if (!pm && p.hour == 12 && e > i + 1 && (is(e - 1, Lex::am) || (is_word(e - 1, "m") || mark(e - 1, '.'))) && !is(i, Lex::noon)) p.hour = 0;
  if (is(e, Lex::zone)) {
    p.utc = at(e).value == 1;
    ++e;
  }
  return clock_date(e, p);
}

std::size_t Matcher::clock_date(std::size_t e, Phrase& p) const {
  std::size_t k = mark(e, ',') ? e + 1 : e;
  Phrase q;
  const std::size_t d = at(k).line ? 0 : date_core(k, q);
  if (d == 0 || !((q.shape == Shape::calendar && q.day > 0) || q.shape == Shape::weekday)) return e;
  if (q.part != Part::none) return e;
  p.year = q.year;
  p.bc = q.bc;
  p.month = q.month;
  p.day = q.day;
  p.weekday = q.weekday;
  p.year_rel = q.year_rel;
  return d;
}

}  // namespace deconflict::time
