#include "time/phrase.h"

#include "base/words.h"
#include "time/matcher.h"

namespace deconflict::time {

bool Matcher::best(Phrase& out) const {
  std::size_t end = 0;
  using Form = std::size_t (Matcher::*)(std::size_t, Phrase&) const;
  static constexpr Form kForms[] = {&Matcher::clock,      &Matcher::modified, &Matcher::offset_or_duration, &Matcher::set_form,
                                    &Matcher::unit_form,  &Matcher::day_part, &Matcher::reference,
                                    &Matcher::day_list,   &Matcher::almanac};
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

bool Matcher::rest_of_list(const Phrase& month_first, Phrase& out) const {
  Phrase p = month_first;
  p.part = Part::none;
  p.weekday = 0;
  p.day = static_cast<int>(at(start_).value);
  const std::size_t next = at(start_ + 1).lex == Lex::none && at(start_ + 1).mark == 0 ? 0 : start_ + 1;
  // "On May 4 and 5 near the dam", but no "on May 4 and 5 soldiers fell".
  const bool goes_on = one_of(surface(start_ + 1), {"near", "against", "around", "along", "over", "but", "when", "while", "with", "inside", "outside", "across", "amid", "as", "under"});
  if (month_word(start_ + 1) || (!goes_on && start_ + 1 < w_.size() && next == 0 && w_[start_ + 1].begin < w_[start_ + 1].end && w_[start_ + 1].lex == Lex::none &&
      !dash(start_ - 1)))
    return false;
  p.last = year_after(start_ + 1, p, false);
  p.first = start_;
  out = p;
  return true;
}

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
  // "May 4 and 5": only where the month stood first, or where this goes on such a list.
  if ((words[before.first].lex == Lex::number && before.last != before.first + 1) || words[before.last - 1].lex == Lex::month) return false;
  // "May 4, 5 and 6"
  const bool listed = j.mark == ',' && join + 3 < words.size() && (words[join + 2].lex == Lex::and_ || words[join + 2].mark == ',') && words[join + 3].lex == Lex::number &&
                      words[join + 3].digits <= 2 && n.value > static_cast<std::uint32_t>(before.day);
  if (!(dash || listed || j.lex == Lex::and_ || j.lex == Lex::or_ || j.lex == Lex::to) || !closed) return false;
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
