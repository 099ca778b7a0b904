#include "time/phrase.h"

#include <array>

namespace deconflict::time {
namespace {

const Word kNoWord;

bool is_year_value(const Word& w) { return w.lex == Lex::number && w.digits == 4 && !w.grouped && !w.fraction && w.value >= 1000 && w.value <= 2100; }

/// The word `s` is `lower` in any case.
bool same(std::string_view s, std::string_view lower) {
  if (s.size() != lower.size()) return false;
  for (std::size_t i = 0; i < s.size(); ++i)
    if ((s[i] | 0x20) != lower[i]) return false;
  return true;
}

int full_year(std::uint32_t two_digits) { return static_cast<int>(two_digits < 50 ? 2000 + two_digits : 1900 + two_digits); }

class Matcher {
 public:
  Matcher(const std::vector<Word>& words, std::string_view text, std::size_t start) : w_(words), text_(text), start_(start) {}

  /// Every form that may begin here; the longest wins, an earlier one on a tie.
  bool best(Phrase& out) const {
    std::size_t end = 0;
    using Form = std::size_t (Matcher::*)(std::size_t, Phrase&) const;
    static constexpr Form kForms[] = {&Matcher::clock,      &Matcher::modified, &Matcher::offset_or_duration, &Matcher::set_form,
                                      &Matcher::unit_form,  &Matcher::day_part, &Matcher::reference,
                                      &Matcher::day_list};
    for (Form form : kForms) {
      Phrase p;
      const std::size_t e = (this->*form)(start_, p);
      if (e > end) {
        end = e;
        out = p;
      }
    }
    out.first = start_;
    out.last = end;
    return end > 0;
  }

  /// The day here with the month of `month_first`, and a year if one follows.
  bool rest_of_list(const Phrase& month_first, Phrase& out) const {
    Phrase p = month_first;
    p.part = Part::none;
    p.weekday = 0;
    p.day = static_cast<int>(at(start_).value);
    const std::size_t next = at(start_ + 1).lex == Lex::none && at(start_ + 1).mark == 0 ? 0 : start_ + 1;
    if (month_word(start_ + 1) || (start_ + 1 < w_.size() && next == 0 && w_[start_ + 1].begin < w_[start_ + 1].end && w_[start_ + 1].lex == Lex::none &&
        !dash(start_ - 1)))
      return false;
    p.last = year_after(start_ + 1, p, false);
    p.first = start_;
    out = p;
    return true;
  }

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

  // ------------------------------------------------------------------ numbers

  /// "20th", "the 3rd", "twenty-first".
  std::size_t ordinal(std::size_t i, std::uint32_t& value) const {
    if (is(i, Lex::ordinal)) return value = at(i).value, i + 1;
    if (is(i, Lex::number) && at(i).digits <= 2 && glued(i + 1) && (is_word(i + 1, "th") || is_word(i + 1, "st") || is_word(i + 1, "nd") || is_word(i + 1, "rd")))
      return value = at(i).value, i + 2;
    if (is(i, Lex::cardinal) && at(i).value >= 20) {
      const std::size_t j = skip_hyphen(i + 1);
      if (is(j, Lex::ordinal) && at(j).value < 10) return value = at(i).value + at(j).value, j + 1;
    }
    return 0;
  }

  std::size_t cardinal(std::size_t i, std::int64_t& value) const {
    if (is(i, Lex::number)) return at(i).fraction || at(i).digits > 6 ? 0 : (value = at(i).value, i + 1);
    std::size_t j = i;
    if (is(i, Lex::cardinal)) {
      value = at(i).value;
      j = i + 1;
      if (value >= 20) {
        const std::size_t k = skip_hyphen(j);
        if (is(k, Lex::cardinal) && at(k).value < 10) {
          value += at(k).value;
          j = k + 1;
        }
      }
    } else if (is(i, Lex::a) && is(i + 1, Lex::magnitude)) {
      value = 1;
      j = i + 1;
    } else if (is(i, Lex::magnitude)) {
      value = 1;
    } else {
      return 0;
    }
    if (is(j, Lex::magnitude)) value *= at(j++).value;
    return j > i ? j : 0;
  }

  /// "a", "two and a half", "several", "a couple of", "2 or 3": how many units. -1: not said.
  std::size_t quantity(std::size_t i, Phrase& p) const {
    std::int64_t value = 0;
    if (is(i, Lex::half) && (is(i + 1, Lex::a) || (dash(i + 1) && is(i + 2, Lex::a)))) {
      p.half_only = true;
      p.number = 0;
      return is(i + 1, Lex::a) ? i + 2 : i + 3;
    }
    if (is(i, Lex::a) && is(i + 1, Lex::half)) {
      p.half_only = true;
      p.number = 0;
      return skip_hyphen(i + 2);
    }
    if (std::size_t j = cardinal(i, value)) {
      p.number = value;
      if ((is(j, Lex::to) || is(j, Lex::or_) || dash(j)) && cardinal(j + 1, value) && value > p.number) {
        p.number = -1;
        return cardinal(j + 1, value);
      }
      std::size_t k = skip_hyphen(j);
      if (is(k, Lex::and_)) {
        k = skip_hyphen(k + 1);
        if (is(k, Lex::a)) k = skip_hyphen(k + 1);
        if (is(k, Lex::half)) {
          p.and_half = true;
          return k + 1;
        }
      }
      return j;
    }
    if (is(i, Lex::a) || is(i, Lex::other)) {
      if (is(i + 1, Lex::couple)) {
        p.number = 2;
        return is(i + 2, Lex::of) ? i + 3 : i + 2;
      }
      if (is(i + 1, Lex::few)) return i + 2;
      p.number = 1;
      if (is(i, Lex::other) && cardinal(i + 1, value)) {
        p.number = value;
        return cardinal(i + 1, value);
      }
      return i + 1;
    }
    if (is(i, Lex::few) || is(i, Lex::several) || is(i, Lex::some) || is(i, Lex::many)) return is(i + 1, Lex::more) ? i + 2 : i + 1;
    if (is(i, Lex::dozens)) return is(i + 1, Lex::of) ? i + 2 : i + 1;
    return 0;
  }

  // ------------------------------------------------------------------ years

  /// Is the number here a year and not a count? `cued`: a word before it asks for one.
  bool bare_year(std::size_t i, bool cued) const {
    const Word& w = at(i);
    if (!is_year_value(w)) return false;
    const std::size_t next = i + 1;
    if (glued(next) && at(next).mark == 0 && next < w_.size()) return false;  // "1500m"
    if (mark(next, '%') || (mark(next, '/') && glued(next)) || (mark(next, ':') && glued(next) && glued(next + 1))) return false;
    if (i > 0 && glued(i)) {
      const char m = w_[i - 1].mark;
      if (m != 0 && m != '(' && m != '-' && m != '[' && m != '"' && m != '\'' && m != '/' && m != ',' && m != '.' && m != ';') return false;
      if (m == '-' && i > 1 && glued(i - 1) && w_[i - 2].mark == 0 && !is_year_value(w_[i - 2]) && w_[i - 2].lex == Lex::none) return false;  // "SA-2000"
    }
    if (i > 0 && w_[i - 1].lex == Lex::at) return false;
    const Word& n = at(next);
    if (n.lex == Lex::units || n.lex == Lex::hrs || n.lex == Lex::zone || n.lex == Lex::more) return false;
    if (n.mark == 0 && next < w_.size() && counted(next)) return false;
    if (cued) return true;
    if (n.mark != 0 && n.mark != '-' && n.mark != '\'') return w.value >= 1400;
    // A number before a plural word counts it: "killed 2000 rebels".
    if (n.lex == Lex::none && n.begin < n.end) {
      const auto s = surface(next);
      const bool named = i > 0 && w.value >= 1500 && w.value % 100 != 0 && (w_[i - 1].lex == Lex::the || is_word(i - 1, "its") || is_word(i - 1, "their"));
      if (!named && s.size() > 3 && (s.back() | 0x20) == 's' && !(glued(next + 1) && mark(next + 1, '\''))) return false;
    }
    return w.value >= 1700 && w.value % 100 != 0;
  }

  bool counted(std::size_t i) const {
    static constexpr std::array<std::string_view, 32> kThings = {
        "people", "men", "women", "children", "civilians", "soldiers", "troops", "fighters", "militants", "rebels", "km", "kilometers",
        "kilometres", "miles", "meters", "metres", "feet", "tons", "tonnes", "dollars", "euros", "pounds", "rounds", "prisoners", "homes",
        "houses", "victims", "refugees", "police", "deaths", "casualties", "square"};
    const auto s = surface(i);
    for (std::string_view t : kThings)
      if (same(s, t)) return true;
    return false;
  }

  std::size_t era(std::size_t i, Phrase& p) const {
    if (is(i, Lex::bc)) {
      p.bc = true;
      return i + 1;
    }
    if ((is_word(i, "b") && mark(i + 1, '.') && is_word(i + 2, "c"))) {
      p.bc = true;
      return mark(i + 3, '.') ? i + 4 : i + 3;
    }
    return i;
  }

  /// "03 JAN 90", "19-Sep-17": is the number of two digits here a year? "On 5 May 12 people were killed" has none.
  bool short_year(std::size_t i) const {
    if (mark(i + 1, ':') || (mark(i + 1, ',') && glued(i + 2)) || mark(i + 1, '%')) return false;
    const std::size_t after = dash(i + 1) ? i + 2 : i + 1;
    if (is(after, Lex::month) || is(after, Lex::units)) return false;
    if (dash(i - 1)) return !glued(i + 1) || at(i + 1).mark != 0;
    if (i < 1 || !w_[i - 1].upper || dash(i + 1)) {
      const bool short_month = at(i - 1).shortened || (at(i - 1).mark == '.' && i >= 2 && at(i - 2).shortened);
      if (!short_month) return false;
    }
    const Word& n = at(i + 1);
    return at(i).value > 31 || n.mark != 0 || i + 1 >= w_.size() || n.paragraph || n.line || n.begin == n.end;
  }

  /// A year after a month or season: "1942", ", 1942", "of 1942", "'42", "90" after "JAN".
  std::size_t year_after(std::size_t i, Phrase& p, bool two_digits) const {
    std::size_t j = i;
    if (mark(j, ',')) ++j;
    if (is(j, Lex::of) || is(j, Lex::in)) ++j;
    if (is_year_value(at(j)) && !(mark(j + 1, ':') && glued(j + 1)) && !(at(j + 1).lex == Lex::hrs) && !(at(j + 1).lex == Lex::zone)) {
      p.year = static_cast<int>(at(j).value);
      return era(j + 1, p);
    }
    if (is(j, Lex::number) && at(j).digits <= 3 && at(j).value > 0 && !at(j).fraction) {
      Phrase probe;
      const std::size_t e = era(j + 1, probe);
      if (probe.bc) {
        p.year = static_cast<int>(at(j).value);
        p.bc = true;
        return e;
      }
    }
    if (mark(j, '\'') && is(j + 1, Lex::number) && at(j + 1).digits == 2 && glued(j + 1)) {
      p.year = full_year(at(j + 1).value);
      p.short_year = true;
      return j + 2;
    }
    if (two_digits && j == i && is(j, Lex::number) && at(j).digits == 2 && short_year(j)) {
      p.year = full_year(at(j).value);
      p.short_year = true;
      return j + 1;
    }
    // "August of that year", "October of the same year", "May of last year", "spring of next year".
    if (is(j, Lex::of) || (j > i && is(j - 1, Lex::of))) {
      std::size_t k = is(j, Lex::of) ? j + 1 : j;
      Rel rel = Rel::none;
      if (is(k, Lex::the)) ++k;
      switch (at(k).lex) {
        case Lex::that: case Lex::same: rel = Rel::same; break;
        case Lex::this_: rel = Rel::this_; break;
        case Lex::last: rel = Rel::last; break;
        case Lex::next: rel = Rel::next; break;
        case Lex::previous: rel = Rel::previous; break;
        case Lex::following: rel = Rel::following; break;
        default: break;
      }
      if (rel != Rel::none) {
        if (is(k, Lex::that) && is(k + 1, Lex::same)) ++k;
        if (is(k + 1, Lex::unit) && at(k + 1).value == static_cast<std::uint32_t>(Unit::year)) {
          p.year_rel = rel;
          return k + 2;
        }
      }
    }
    return i;
  }

  // ------------------------------------------------------------------ calendar dates

  /// The month name here; false for "may", "march", "sun" … where nothing shows that it is one.
  bool month_word(std::size_t i) const {
    const Word& w = at(i);
    if (w.lex != Lex::month) return false;
    if (w.value != 3 && w.value != 5 && w.value != 8 && !w.shortened) return true;
    // "may", "march", "august" and the short forms: beside a number, or with a capital after a word that asks for a date.
    const std::size_t next = w.shortened && mark(i + 1, '.') ? i + 2 : i + 1;
    const bool number_after = is(next, Lex::number) && at(next).digits <= 4 && !at(next).grouped;
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

  /// Past a month's full stop: "Sept." and "Jan. 3".
  std::size_t after_month(std::size_t i) const {
    if (!at(i).shortened || !mark(i + 1, '.') || !glued(i + 1)) return i + 1;
    return i + 2;
  }

  bool day_number(std::size_t i, int& day, std::size_t& end) const {
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

  bool weekday_word(std::size_t i) const {
    const Word& w = at(i);
    if (w.lex != Lex::weekday) return false;
    if (!w.shortened) return true;
    std::size_t next = mark(i + 1, '.') ? i + 2 : i + 1;
    if (mark(next, ',')) ++next;
    return w.capital && (is(next, Lex::number) || is(next, Lex::month)) && at(next).digits <= 2;
  }

  /// "19 September 2017", "September 19, 2017", "19th of September", "Sept. 2017", "September".
  std::size_t month_date(std::size_t i, Phrase& p) const {
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

  /// "the 20th", where no noun follows that it would count.
  std::size_t day_of_month(std::size_t i, int day, std::size_t end, Phrase& p) const {
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

  std::size_t numeric_date(std::size_t i, Phrase& p) const {
    if (!is(i, Lex::number) || at(i).grouped || at(i).fraction || i + 4 >= w_.size() + 0) return 0;
    const char m = at(i + 1).mark;
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

  std::size_t weekday_date(std::size_t i, Phrase& p) const {
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

  std::size_t season_date(std::size_t i, Phrase& p) const {
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

  std::size_t year_date(std::size_t i, Phrase& p, bool cued) const {
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

  /// "'89", "'90s".
  std::size_t apostrophe_year(std::size_t i, Phrase& p) const {
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

  std::size_t century_date(std::size_t i, Phrase& p) const {
    std::uint32_t n = 0;
    const std::size_t j = ordinal(i, n);
    if (j == 0 || n == 0 || n > 30) return 0;
    const std::size_t k = skip_hyphen(j);
    if (!is(k, Lex::unit) || at(k).value != static_cast<std::uint32_t>(Unit::century)) return 0;
    p.shape = Shape::century;
    p.year = static_cast<int>(n) - 1;
    return era(k + 1, p);
  }

  std::size_t holiday_date(std::size_t i, Phrase& p) const {
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

  /// A day that shares the month of a date after it: the "6" of "6 and 7 May".
  std::size_t day_list(std::size_t i, Phrase& p) const {
    int day = 0, next_day = 0;
    std::size_t e = 0, n = 0;
    if (!is(i, Lex::number) || !day_number(i, day, e)) return 0;
    if (i > 0 && glued(i) && w_[i - 1].mark != '(' && w_[i - 1].mark != '"') return 0;
    std::size_t k = e;
    for (int listed = 0; listed < 4; ++listed) {
      const bool joins = dash(k) || mark(k, ',') || mark(k, '/') || is(k, Lex::and_) || is(k, Lex::or_) || is(k, Lex::to);
      if (!joins || !is(k + 1, Lex::number) || !day_number(k + 1, next_day, n)) return 0;
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

  /// A calendar date or a weekday without what may stand around it.
  std::size_t date_core(std::size_t i, Phrase& p) const {
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

  static bool year_cue(const Word& b) {
    switch (b.lex) {
      case Lex::in: case Lex::since: case Lex::until: case Lex::during: case Lex::early: case Lex::late: case Lex::mid: case Lex::of: case Lex::from:
      case Lex::before: case Lex::by: case Lex::season: case Lex::weekday: case Lex::end: case Lex::start: case Lex::holiday: case Lex::after: return true;
      default: return b.mark == '(';
    }
  }

  // ------------------------------------------------------------------ what may stand around a date

  /// "early 1942", "the end of March", "late on Monday", "the night of 3 May", and a bare date.
  std::size_t modified(std::size_t i, Phrase& p) const {
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
        if (e > 0 && p.shape == Shape::calendar && p.year > 0 && p.month == 0 && p.season == 0) {
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

  /// What "early", "late" … may stand before; `j` is that word.
  std::size_t inner(std::size_t k, Phrase& p, std::size_t j) const {
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

  std::size_t inner_or_same(std::size_t k, Phrase& p) const {
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

  // ------------------------------------------------------------------ "that month", "last week", "the next spring"

  std::size_t unit_form(std::size_t i, Phrase& p) const {
    std::size_t j = i;
    bool the = false;
    if (is(j, Lex::the)) {
      the = true;
      ++j;
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

  // ------------------------------------------------------------------ parts of days

  std::size_t day_part(std::size_t i, Phrase& p) const {
    std::size_t j = i;
    const bool the = is(j, Lex::the);
    if (the) ++j;
    if (is(j, Lex::early) || is(j, Lex::late) || (is(j, Lex::first_part))) ++j;
    bool hours = false;
    if (is(j, Lex::units) && at(j).value == static_cast<std::uint32_t>(Unit::hour) && j > i && is(j - 1, Lex::early)) {
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
      std::size_t e = date_core(k, q);
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

  /// "today", "yesterday morning", "last night", "tonight", "overnight".
  std::size_t relative_day(std::size_t i, Phrase& p) const {
    p.shape = Shape::day_name;
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

  // ------------------------------------------------------------------ durations, and what is counted from a date

  std::size_t qualifier(std::size_t i) const {
    for (int n = 0; n < 2 && (is(i, Lex::about) || is(i, Lex::just)); ++n) ++i;
    switch (at(i).lex) {
      case Lex::more: case Lex::less: return is(i + 1, Lex::than) ? i + 2 : i;
      case Lex::at: return is(i + 1, Lex::least) || is(i + 1, Lex::most) ? i + 2 : i;
      case Lex::some: return is(i + 1, Lex::number) || is(i + 1, Lex::cardinal) ? i + 1 : i;
      default: return i;
    }
  }

  std::size_t offset_or_duration(std::size_t i, Phrase& p) const {
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

  // ------------------------------------------------------------------ sets

  std::size_t set_form(std::size_t i, Phrase& p) const {
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

  // ------------------------------------------------------------------ clock

  std::size_t meridiem(std::size_t i, bool& pm) const {
    if (is(i, Lex::am) || is(i, Lex::pm)) return pm = is(i, Lex::pm), i + 1;
    const auto s = surface(i);
    if (s.size() == 1 && mark(i + 1, '.') && glued(i + 1) && is_word(i + 2, "m")) {
      if ((s[0] | 0x20) != 'a' && (s[0] | 0x20) != 'p') return 0;
      pm = (s[0] | 0x20) == 'p';
      return mark(i + 3, '.') && glued(i + 3) ? i + 4 : i + 3;
    }
    return 0;
  }

  std::size_t clock(std::size_t i, Phrase& p) const {
    p.shape = Shape::clock;
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

  /// A date that follows the clock at once: "10 a.m. Monday", "9:34 p.m., March 19".
  std::size_t clock_date(std::size_t e, Phrase& p) const {
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

  // ------------------------------------------------------------------ past, present, future

  std::size_t reference(std::size_t i, Phrase& p) const {
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

  const std::vector<Word>& w_;
  std::string_view text_;
  std::size_t start_;
};

}  // namespace

bool match_rest(const std::vector<Word>& words, std::string_view text, const Phrase& before, Phrase& out) {
  const std::size_t join = before.last;
  if (before.shape != Shape::calendar || join + 1 >= words.size() || words[join].paragraph || words[join + 1].paragraph) return false;
  const Word &j = words[join], &n = words[join + 1];
  if (n.lex != Lex::number || n.grouped || n.fraction || n.digits > 2) return false;
  const bool dash = j.mark == '-', tight = !j.space && !n.space;
  const bool closed = join + 2 >= words.size() || words[join + 2].space || words[join + 2].mark == ',' || words[join + 2].mark == '.' ||
                      words[join + 2].mark == ')' || words[join + 2].mark == ';';
  if (before.day == 0 && before.month == 0 && before.season == 0 && before.year >= 1000 && !before.bc) {
    const int year = before.year / 100 * 100 + static_cast<int>(n.value);
    if (!((dash || j.mark == '/') && tight && n.digits == 2 && closed && year > before.year)) return false;
    out = Phrase();
    out.year = year;
    out.first = join + 1;
    out.last = join + 2;
    return true;
  }
  if (before.day == 0 || before.month == 0 || n.value < 1 || n.value > 31 || static_cast<int>(n.value) == before.day) return false;
  // "May 4 and 5": only where the month stood first.
  if (words[before.first].lex == Lex::number || words[before.last - 1].lex == Lex::month) return false;
  if (!(dash || j.lex == Lex::and_ || j.lex == Lex::or_ || j.lex == Lex::to) || !closed) return false;
  if (static_cast<int>(n.value) < before.day && dash) return false;
  Matcher matcher(words, text, join + 1);
  return matcher.rest_of_list(before, out);
}

bool match(const std::vector<Word>& words, std::size_t i, std::string_view text, Phrase& out) {
  const Word& w = words[i];
  if (w.lex == Lex::none && w.mark != '\'') return false;
  return Matcher(words, text, i).best(out);
}

}  // namespace deconflict::time
