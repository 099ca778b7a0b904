#include "time/matcher.h"

namespace deconflict::time {

std::size_t Matcher::modified(std::size_t i, Phrase& p) const {
  std::size_t j = i;
  if (is(j, Lex::the)) {
    if (std::size_t e = date_core(j, p)) return e;
    ++j;
  }
  if (j > i && is(j, Lex::unit) && at(j).value == static_cast<std::uint32_t>(Unit::year) && is_year_value(at(j + 1))) {
    p.year = static_cast<int>(at(j + 1).value);
    return j + 2;
  }
  if (j > i && is(j, Lex::units) && at(j).value == static_cast<std::uint32_t>(Unit::year) && is_year_value(at(j + 1))) {
    p.year = static_cast<int>(at(j + 1).value);
    return j + 2;
  }
  switch (at(j).lex) {
    case Lex::early: case Lex::late: case Lex::mid: case Lex::later: case Lex::earlier: {
      std::size_t k = skip_hyphen(j + 1);
      const bool bare = is(j, Lex::later) || is(j, Lex::earlier);
      std::size_t plain = k;
      if (is(k, Lex::in) || is(k, Lex::on) || is(k, Lex::of)) ++k;
      if (bare && k == plain && !is(k, Lex::this_) && !is(k, Lex::that) && !is(k, Lex::last)) return 0;
      if (is(k, Lex::the) && k > plain) ++k;
      else if (is(k, Lex::the) && k == plain && (is(k + 1, Lex::next) || is(k + 1, Lex::following) || is(k + 1, Lex::same))) ++k;
      return inner(k, p, j);
    }
    case Lex::end: case Lex::start: case Lex::middle: case Lex::rest: case Lex::half: case Lex::first_part: {
      if (is(j, Lex::half) || is(j, Lex::first_part)) return 0;
      if (!is(j + 1, Lex::of)) return 0;
      std::size_t k = j + 2;
      if (is(k, Lex::the)) ++k;
      return inner_or_same(k, p);
    }
    case Lex::ordinal: case Lex::hours_of: case Lex::last: {  // "the second half of 2008", "the latter part of the year"
      const bool quarter = is(j + 1, Lex::none) && is_word(j + 1, "quarter");
      if (!is(j + 1, Lex::half) && !is(j + 1, Lex::first_part) && !quarter) break;
      if (!is(j + 2, Lex::of)) break;
      std::size_t k = j + 3;
      if (is(k, Lex::the)) ++k;
      const std::size_t e = inner_or_same(k, p);
      const bool of_year = (p.shape == Shape::calendar && p.year > 0 && p.month == 0 && p.season == 0) || (p.shape == Shape::unit && p.unit == Unit::year);
      if (e > 0 && of_year) {
        if (is(j + 1, Lex::half)) p.half = is(j, Lex::ordinal) ? static_cast<int>(at(j).value) : 2;
        if (quarter && is(j, Lex::ordinal)) p.quarter = static_cast<int>(at(j).value);
        if (p.half > 2) p.half = 0;
        if (p.quarter > 4) p.quarter = 0;
      }
      if (e > 0) return e;
      break;
    }
    default: break;
  }
  if (j > i) {
    // "the summer of 1955", "the 1930s", "the 19th century", "the winter".
    Phrase q;
    const std::size_t e = date_core(j, q);
    if (e > 0 && (q.season > 0 || q.shape == Shape::decade || q.shape == Shape::century)) return p = q, e;
    return 0;
  }
  Phrase q;
  const std::size_t e = date_core(i, q);
  if (e > 0) return p = q, e;
  return 0;
}

std::size_t Matcher::inner(std::size_t k, Phrase& p, std::size_t j) const {
  Phrase q;
  if (std::size_t e = date_core(k, q)) {
    if (is(j, Lex::mid) && q.shape == Shape::weekday) return 0;
    return p = q, e;
  }
  if (is(k, Lex::number) && is_year_value(at(k)) && bare_year(k, true)) {
    p.year = static_cast<int>(at(k).value);
    return k + 1;
  }
  if (std::size_t e = unit_form(k, q)) return p = q, e;
  if (std::size_t e = day_part(k, q)) return p = q, e;
  if (is(k, Lex::unit) && k > j + 1 && at(k - 1).lex == Lex::the) {
    p.shape = Shape::unit;
    p.unit = static_cast<Unit>(at(k).value);
    p.rel = Rel::same;
    return k + 1;
  }
  if (is(j, Lex::mid) && (is(k, Lex::part))) {
    p.shape = Shape::part;
    p.part = static_cast<Part>(at(k).value);
    return k + 1;
  }
  return 0;
}

std::size_t Matcher::inner_or_same(std::size_t k, Phrase& p) const {
  Phrase q;
  std::size_t m = k;
  if (is(m, Lex::early) || is(m, Lex::late) || is(m, Lex::mid)) m = skip_hyphen(m + 1);
  if (std::size_t e = date_core(m, q)) return p = q, e;
  if (std::size_t e = unit_form(k, q)) return p = q, e;
  if (is(k, Lex::unit) && at(k - 1).lex == Lex::the) {
    const auto unit = static_cast<Unit>(at(k).value);
    if (unit == Unit::hour || unit == Unit::minute) return 0;
    p.shape = Shape::unit;
    p.unit = unit;
    p.rel = Rel::same;
    return k + 1;
  }
  return 0;
}

std::size_t Matcher::unit_form(std::size_t i, Phrase& p) const {
  std::size_t j = i;
  bool the = false;
  if (is(j, Lex::the)) {
    the = true;
    ++j;
  }
  if (the && is(j, Lex::unit) && at(j).value == static_cast<std::uint32_t>(Unit::weekend)) {  // "over the weekend"
    const Lex b = before().lex;
    p.shape = Shape::unit;
    p.unit = Unit::weekend;
    return b == Lex::about || b == Lex::at || b == Lex::on || b == Lex::during || b == Lex::by ? j + 1 : 0;
  }
  Rel rel = Rel::none;
  switch (at(j).lex) {
    case Lex::this_: case Lex::these: rel = Rel::this_; break;
    case Lex::that: rel = Rel::same; break;
    case Lex::same: rel = Rel::same; break;
    case Lex::last: rel = the ? Rel::previous : Rel::last; break;
    case Lex::past: rel = Rel::last; break;
    case Lex::next: rel = the ? Rel::following : Rel::next; break;
    case Lex::coming: rel = Rel::next; break;
    case Lex::previous: rel = Rel::previous; break;
    case Lex::following: rel = Rel::following; break;
    default: return 0;
  }
  if (the && (is(j, Lex::this_) || is(j, Lex::that) || is(j, Lex::these))) return 0;
  ++j;
  if (is(j - 1, Lex::that) && is(j, Lex::same)) ++j;
  if (is(j - 1, Lex::this_) && (is(j, Lex::past) || is(j, Lex::coming))) {
    rel = is(j, Lex::past) ? Rel::last : Rel::next;
    ++j;
  }
  const Word& w = at(j);
  if (w.lex == Lex::unit) {
    p.shape = Shape::unit;
    p.unit = static_cast<Unit>(w.value);
    p.rel = rel;
    if (the && rel == Rel::previous && is(j - 1, Lex::last)) return 0;  // "the last day of the battle"
    if (the && is(j - 1, Lex::past)) {
      p.shape = Shape::duration;
      p.number = 1;
      p.rel = Rel::none;
      return j + 1;
    }
    if (p.unit == Unit::minute || p.unit == Unit::hour) return 0;
    if (!the && i > 0 && w_[i - 1].lex == Lex::the && is(i, Lex::last)) return 0;
    if (p.unit == Unit::day && is(j + 1, Lex::part)) {
      p.part = static_cast<Part>(at(j + 1).value);
      return j + 2;
    }
    return j + 1;
  }
  if (w.lex == Lex::weekday && !w.shortened) {
    Phrase q;
    std::size_t e = weekday_date(j, q);
    if (q.shape == Shape::weekday && q.rel == Rel::none) q.rel = rel;
    return p = q, e;
  }
  if (w.lex == Lex::month && !w.shortened && (w.capital || (w.value != 5 && w.value != 3))) {
    if (is(j + 1, Lex::number) && at(j + 1).digits <= 2) return 0;
    p.month = static_cast<int>(w.value);
    p.year_rel = rel;
    return j + 1;
  }
  if (w.lex == Lex::season) {
    p.season = static_cast<int>(w.value);
    p.year_rel = rel;
    const std::size_t y = year_after(j + 1, p, false);
    if (y != j + 1) p.year_rel = p.year > 0 ? Rel::none : p.year_rel;
    return y;
  }
  if (w.lex == Lex::part) {
    p.shape = Shape::part;
    p.part = static_cast<Part>(w.value);
    p.rel = rel;
    if (the && is(j - 1, Lex::last)) return 0;
    return j + 1;
  }
  if (w.lex == Lex::date && (rel == Rel::this_ || rel == Rel::same)) {
    p.shape = Shape::unit;
    p.unit = Unit::day;
    p.rel = Rel::same;
    return j + 1;
  }
  if (w.lex == Lex::time && (rel == Rel::this_ || rel == Rel::same) && !is(j + 1, Lex::the)) {
    p.shape = Shape::reference;
    p.number = 0;
    return j + 1;
  }
  // "the 25th of this month" is left to the calendar; "the next few days" to durations.
  return 0;
}

std::size_t Matcher::day_part(std::size_t i, Phrase& p) const {
  std::size_t j = i;
  const bool the = is(j, Lex::the);
  if (the) ++j;
  const bool small = the && (is_word(j, "small") || is_word(j, "wee"));  // hours
  if (is(j, Lex::early) || is(j, Lex::late) || is(j, Lex::first_part) || small) ++j;
  bool hours = false;
  if (is(j, Lex::units) && at(j).value == static_cast<std::uint32_t>(Unit::hour) && j > i && (is(j - 1, Lex::early) || small)) {
    p.part = Part::morning;
    hours = true;
    ++j;
  } else if (is(j, Lex::part) || is(j, Lex::dawn)) {
    p.part = static_cast<Part>(at(j).value);
    const bool dawn = is(j, Lex::dawn);
    ++j;
    if (!dawn && is(j, Lex::units) && at(j).value == static_cast<std::uint32_t>(Unit::hour)) ++j;
    if (dawn && !is(j, Lex::of) && !is(j, Lex::on) && !(before().lex == Lex::at && !the)) return 0;
  } else {
    return relative_day(i, p);
  }
  const Part part = p.part;
  if (is(j, Lex::of) || is(j, Lex::on)) {
    std::size_t k = j + 1;
    Phrase q;
    std::size_t e = day_list(is(k, Lex::the) ? k + 1 : k, q);
    if (e > 0 && is(e + 1, Lex::number)) {  // "the night of 3-4 October": that of the first day
      Phrase last;
      if (const std::size_t end = month_date(e + 1, last); end > 0 && last.day == q.day + 1) {
        q.part = part;
        return p = q, end;
      }
    }
    e = date_core(k, q);
    if (e > 0 && ((q.shape == Shape::calendar && q.day > 0) || q.shape == Shape::weekday)) {
      q.part = part;
      return p = q, e;
    }
    e = unit_form(k, q);
    if (e > 0 && q.shape == Shape::unit && q.unit == Unit::day) {
      q.part = part;
      return p = q, e;
    }
    if (is(k, Lex::the) && (e = date_core(k + 1, q)) > 0 && q.day > 0) {
      q.part = part;
      return p = q, e;
    }
  }
  // "Early Tuesday", "morning" alone.
  if (hours) return 0;
  p.shape = Shape::part;
  p.part = part;
  if (part == Part::night && j == i + 1 && !the) {
    const Lex b = before().lex;
    if (b == Lex::at || b == Lex::by || b == Lex::a || b == Lex::none) return b == Lex::at || b == Lex::by ? j : 0;
    return 0;
  }
  if (the) {
    p.rel = Rel::same;
    return before().lex == Lex::in || before().lex == Lex::during ? j : 0;
  }
  return part == Part::daytime ? j : 0;
}

std::size_t Matcher::relative_day(std::size_t i, Phrase& p) const {
  p.shape = Shape::day_name;
  const std::size_t day = is(i, Lex::the) ? i + 1 : i;
  if (is(day, Lex::unit) && at(day).value == static_cast<std::uint32_t>(Unit::day) && (is(day + 1, Lex::before) || is(day + 1, Lex::after))) {
    p.number = is(day + 1, Lex::before) ? -2 : 2;
    return is(day + 2, is(day + 1, Lex::before) ? Lex::yesterday : Lex::tomorrow) ? day + 3 : 0;
  }
  switch (at(i).lex) {
    case Lex::today: p.number = 0; break;
    case Lex::yesterday: p.number = -1; break;
    case Lex::tomorrow: p.number = 1; break;
    case Lex::tonight:
      p.number = 0;
      p.part = Part::night;
      return i + 1;
    case Lex::overnight:
      if (dash(i + 1) && glued(i + 1)) return 0;
      p.number = -1;
      p.part = Part::night;
      p.rel = Rel::same;  // of the date that stands with it, if there is one
      return i + 1;
    default: return 0;
  }
  if (is(i + 1, Lex::part)) {
    p.part = static_cast<Part>(at(i + 1).value);
    return i + 2;
  }
  return i + 1;
}

std::size_t Matcher::reference(std::size_t i, Phrase& p) const {
  p.shape = Shape::reference;
  const Lex b = before().lex;
  switch (at(i).lex) {
    case Lex::now: case Lex::current: p.number = 0; return i + 1;
    case Lex::recently: case Lex::former: {
      p.number = -1;
      if (is(i, Lex::recently) && is(i + 1, Lex::units)) return i + 2;
      if (is(i, Lex::former) && (is_word(i + 1, "yugoslav") || is_word(i + 1, "yugoslavia"))) return i + 1;
      return i + 1;
    }
    case Lex::future: p.number = 1; return i + 1;
    case Lex::present:
      p.number = 0;
      if (at(i).value == 1) return is(skip_hyphen(i + 1), Lex::unit) && is_word(skip_hyphen(i + 1), "day") ? skip_hyphen(i + 1) + 1 : 0;
      if (is(skip_hyphen(i + 1), Lex::unit) && is_word(skip_hyphen(i + 1), "day")) return skip_hyphen(i + 1) + 1;
      return b == Lex::at || b == Lex::to ? i + 1 : 0;
    case Lex::the:
      if (is(i + 1, Lex::future)) return p.number = 1, i + 2;
      if (is(i + 1, Lex::past) && (b == Lex::in || b == Lex::of || b == Lex::from) && (at(i + 2).mark != 0 || at(i + 2).lex != Lex::none)) return p.number = -1, i + 2;
      if (is(i + 1, Lex::present) && at(i + 1).value == 0 && at(i + 2).mark != 0) return p.number = 0, i + 2;
      if (is(i + 1, Lex::recently) && is(i + 2, Lex::units)) return p.number = -1, i + 3;
      return 0;
    case Lex::these:
      if (is(i + 1, Lex::units) && is_word(i + 1, "days")) return p.number = 0, i + 2;
      return 0;
    default: return 0;
  }
}

}  // namespace deconflict::time
