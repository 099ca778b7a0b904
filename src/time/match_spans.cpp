#include "time/matcher.h"

namespace deconflict::time {

std::size_t Matcher::qualifier(std::size_t i) const {
  for (int n = 0; n < 2 && (is(i, Lex::about) || is(i, Lex::just)); ++n) ++i;
  switch (at(i).lex) {
    case Lex::more: case Lex::less: return is(i + 1, Lex::than) ? i + 2 : i;
    case Lex::at: return is(i + 1, Lex::least) || is(i + 1, Lex::most) ? i + 2 : i;
    case Lex::some: return is(i + 1, Lex::number) || is(i + 1, Lex::cardinal) ? i + 1 : i;
    default: return i;
  }
}

std::size_t Matcher::offset_or_duration(std::size_t i, Phrase& p) const {
  std::size_t j = i;
  bool the = false, span_of = false;
  if (is(j, Lex::the)) {
    the = true;
    ++j;
  }
  // "the next two weeks", "the past 24 hours", "the first three years".
  switch (at(j).lex) {
    case Lex::next: case Lex::last: case Lex::past: case Lex::following: case Lex::previous: case Lex::coming: case Lex::ordinal: case Lex::same:
      if (is(j, Lex::ordinal) && !(the && at(j).value == 1)) return 0;
      span_of = true;
      ++j;
      break;
    default: break;
  }
  if (!span_of) {
    const std::size_t after = qualifier(j);
    if (is(j, Lex::at) && after == j) return 0;
    if (the && is(j, Lex::same)) return 0;
    if (is(after, Lex::a) && (is(after + 1, Lex::just) || is(after + 1, Lex::about))) j = after + 2;
    else j = after;
  }
  std::size_t k = quantity(j, p);
  if (k == 0 && span_of && the && is(j, Lex::unit) && is(j + 1, Lex::of) && (is(j - 1, Lex::last) || is(j - 1, Lex::ordinal))) {
    // "the last week of August"
    p.number = 1;
    k = j;
  }
  bool bare = false;
  if (k == 0) {
    if (the && !span_of) return 0;
    if (!is(j, Lex::units)) return 0;
    bare = true;
    k = j;
  }
  const std::size_t hyphen = skip_hyphen(k);
  const bool hyphened = hyphen > k;
  if (the && !span_of && hyphened) return 0;
  k = hyphen;
  if (is(k, Lex::straight) || is(k, Lex::recently) || (is(k, Lex::more) && !is(k + 1, Lex::than)) || (is(k, Lex::previous) && p.number > 1) ||
      (is(k, Lex::long_) && is(k + 1, Lex::units)))
    ++k;
  const Word& w = at(k);
  if (w.lex != Lex::unit && w.lex != Lex::units) {
    // "month-long" without a number.
    return 0;
  }
  if (w.lex == Lex::unit && !hyphened && p.number != 1 && !p.half_only && !(is(k + 1, Lex::long_) || (dash(k + 1) && is(k + 2, Lex::long_))) && !(p.number > 1 && w.capital)) {
    if (p.number < 1) return 0;
  }
  p.shape = Shape::duration;
  p.unit = static_cast<Unit>(w.value);
  if (p.unit == Unit::weekend && !hyphened && p.number < 0) return 0;
  std::size_t e = k + 1;
  if (span_of) {
    Phrase q;
    if (!is(e, Lex::of)) return e;
    const std::size_t d = date_core(is(e + 1, Lex::the) ? e + 2 : e + 1, q);
    return d > 0 && q.shape == Shape::calendar ? d : e;
  }
  // "two days later", "three weeks ago", "a year after", "two days before".
  switch (at(e).lex) {
    case Lex::later: p.shape = Shape::offset; p.rel = Rel::later; return e + 1;
    case Lex::earlier: p.shape = Shape::offset; p.rel = Rel::earlier; return e + 1;
    case Lex::ago: p.shape = Shape::offset; p.rel = Rel::ago; return e + 1;
    case Lex::before: case Lex::after: {
      const bool closed = at(e + 1).mark == ',' || at(e + 1).mark == '.' || is(e + 1, Lex::that);
      if (closed && !bare) {
        p.shape = Shape::offset;
        p.rel = is(e, Lex::before) ? Rel::earlier : Rel::later;
        return is(e + 1, Lex::that) && mark(e + 2, ',') ? e + 2 : e + 1;
      }
      break;
    }
    case Lex::from:
      if (is(e + 1, Lex::now)) {
        p.shape = Shape::offset;
        p.rel = Rel::ahead;
        return e + 2;
      }
      break;
    case Lex::old: return e + 1;
    case Lex::long_: return e + 1;
    case Lex::of:
      if (is(e + 1, Lex::age)) return e + 2;
      break;
    default: break;
  }
  if (dash(e) && glued(e) && (is(e + 1, Lex::long_) || is(e + 1, Lex::old))) return e + 2;
  if (bare) {
    const Lex b = before().lex;
    const bool asked = b == Lex::during || b == Lex::in || b == Lex::after || is(e, Lex::of);
    if (!asked || p.unit == Unit::second || p.unit == Unit::minute || p.unit == Unit::weekend) return 0;
  }
  if (p.number == 1 && is(j, Lex::a) && !hyphened && is(e, Lex::part)) return 0;
  return e;
}

std::size_t Matcher::set_form(std::size_t i, Phrase& p) const {
  p.shape = Shape::set;
  if (is(i, Lex::frequency)) {
    p.unit = static_cast<Unit>(at(i).value);
    if (same(surface(i), "nightly")) {
      p.unit = Unit::day;
      p.part = Part::night;
    }
    return i + 1;
  }
  if (is(i, Lex::unit) && mark(i + 1, '\'') && is_word(i + 2, "s") && is(i + 3, Lex::end) && (is_word(i, "month") || is_word(i, "year"))) {
    p.shape = Shape::unit;
    p.unit = static_cast<Unit>(at(i).value);
    p.rel = Rel::same;
    return i + 4;
  }
  if (is(i, Lex::unit)) {  // "month-long"
    if (dash(i + 1) && glued(i + 1) && glued(i + 2) && is(i + 2, Lex::long_) && !(i > 0 && glued(i) && w_[i - 1].mark == '-')) {
      p.shape = Shape::duration;
      p.unit = static_cast<Unit>(at(i).value);
      p.number = 1;
      return i + 3;
    }
    return 0;
  }
  if ((is(i, Lex::once) || is(i, Lex::twice)) && is(i + 1, Lex::a) && is(i + 2, Lex::unit)) {  // "twice a week"
    p.unit = static_cast<Unit>(at(i + 2).value);
    p.number = 1;
    return i + 3;
  }
  if (is(i, Lex::per)) {
    if (!is(i + 1, Lex::unit)) return 0;
    p.unit = static_cast<Unit>(at(i + 1).value);
    p.number = 1;
    return i + 2;
  }
  if (!is(i, Lex::every) && !is(i, Lex::each)) return 0;
  std::size_t j = i + 1;
  if (is(j, Lex::other) || is(j, Lex::straight)) ++j;
  const Word& w = at(j);
  if (w.lex == Lex::unit) {
    p.unit = static_cast<Unit>(w.value);
    return j + 1;
  }
  if (w.lex == Lex::weekday && !w.shortened) {
    p.weekday = static_cast<int>(w.value);
    if (is(j + 1, Lex::part)) {
      p.part = static_cast<Part>(at(j + 1).value);
      return j + 2;
    }
    return j + 1;
  }
  if (w.lex == Lex::part) {
    p.part = static_cast<Part>(w.value);
    return j + 1;
  }
  if (w.lex == Lex::month && !w.shortened) {
    p.month = static_cast<int>(w.value);
    return j + 1;
  }
  if (w.lex == Lex::season) {
    p.season = static_cast<int>(w.value);
    return j + 1;
  }
  Phrase q;
  if (std::size_t k = quantity(j, q); k > 0 && is(k, Lex::units)) {
    p.unit = static_cast<Unit>(at(k).value);
    p.number = q.number;
    return k + 1;
  }
  return 0;
}

}  // namespace deconflict::time
