#include <array>

#include "time/matcher.h"

namespace deconflict::time {

std::size_t Matcher::ordinal(std::size_t i, std::uint32_t& value) const {
  if (is(i, Lex::ordinal)) return value = at(i).value, i + 1;
  if (is(i, Lex::number) && at(i).digits <= 2 && glued(i + 1) && (is_word(i + 1, "th") || is_word(i + 1, "st") || is_word(i + 1, "nd") || is_word(i + 1, "rd")))
    return value = at(i).value, i + 2;
  if (is(i, Lex::cardinal) && at(i).value >= 20) {
    const std::size_t j = skip_hyphen(i + 1);
    if (is(j, Lex::ordinal) && at(j).value < 10) return value = at(i).value + at(j).value, j + 1;
  }
  return 0;
}

std::size_t Matcher::cardinal(std::size_t i, std::int64_t& value) const {
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

std::size_t Matcher::quantity(std::size_t i, Phrase& p) const {
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

bool Matcher::bare_year(std::size_t i, bool cued) const {
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
  // A number that does something is told of many: "1720 had already been discharged".
  if (is_word(next, "had") || is_word(next, "have") || is_word(next, "were") || is_word(next, "are")) return false;
  // A number before a plural word counts it: "killed 2000 rebels".
  if (n.lex == Lex::none && n.begin < n.end) {
    const auto s = surface(next);
    const bool named = i > 0 && w.value >= 1500 && w.value % 100 != 0 && (w_[i - 1].lex == Lex::the || is_word(i - 1, "its") || is_word(i - 1, "their"));
    if (!named && s.size() > 3 && (s.back() | 0x20) == 's' && !(glued(next + 1) && mark(next + 1, '\''))) return false;
  }
  return w.value >= 1700 && w.value % 100 != 0;
}

bool Matcher::counted(std::size_t i) const {
  static constexpr std::array<std::string_view, 40> kThings = {
      "people", "men", "women", "children", "civilians", "soldiers", "troops", "fighters", "militants", "rebels", "km", "kilometers",
      "kilometres", "miles", "meters", "metres", "feet", "tons", "tonnes", "dollars", "euros", "pounds", "rounds", "prisoners", "homes",
      "houses", "victims", "refugees", "police", "deaths", "casualties", "square", "persons", "patients",
      "cases", "villagers", "migrants", "students", "families", "villages"};
  const auto s = surface(i);
  for (std::string_view t : kThings)
    if (same(s, t)) return true;
  return false;
}

std::size_t Matcher::era(std::size_t i, Phrase& p) const {
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

bool Matcher::short_year(std::size_t i) const {
  if (mark(i + 1, ':') || (mark(i + 1, ',') && glued(i + 2)) || mark(i + 1, '%')) return false;
  const std::size_t after = dash(i + 1) ? i + 2 : i + 1;
  if (is(after, Lex::month) || is(after, Lex::units)) return false;
  if (dash(i - 1)) return !glued(i + 1) || at(i + 1).mark != 0;
  if (i < 1 || !w_[i - 1].upper || dash(i + 1)) {
    const bool short_month = at(i - 1).shortened || (at(i - 1).mark == '.' && i >= 2 && at(i - 2).shortened);
    // May has no shorter form: "3 May 89 --", but "on 3 May 50 people".
    const bool may = is(i - 1, Lex::month) && at(i - 1).value == 5 && at(i + 1).mark != 0;
    if (!short_month && !may) return false;
  }
  const Word& n = at(i + 1);
  return at(i).value > 31 || n.mark != 0 || i + 1 >= w_.size() || n.paragraph || n.line || n.begin == n.end;
}

std::size_t Matcher::year_after(std::size_t i, Phrase& p, bool two_digits) const {
  std::size_t j = i;
  if (mark(j, ',')) ++j;
  if (is(j, Lex::of) || is(j, Lex::in)) ++j;
  if (is_year_value(at(j)) && !(mark(j + 1, ':') && glued(j + 1) && glued(j + 2)) && !(at(j + 1).lex == Lex::hrs) && !(at(j + 1).lex == Lex::zone)) {
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

}  // namespace deconflict::time
