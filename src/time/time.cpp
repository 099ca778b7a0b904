#include "time/time.h"

#include <algorithm>
#include <iterator>

#include "base/words.h"
#include "time/resolve.h"

namespace deconflict::time {
namespace {

/// A dateline stands within this many words of the top.
constexpr std::size_t kTopWords = 160;

bool full_date(const Phrase& p) { return (p.shape == Shape::calendar || p.shape == Shape::clock) && p.year > 0 && p.month > 0 && p.day > 0 && !p.bc; }

/// Is this date near the top the day of writing, not a day that is told about?
bool is_dateline(const std::vector<Word>& words, const Phrase& p) {
  if (p.first == 0) return p.last == words.size() || words[p.last].mark != ',' || words[p.last].line;
  const Word& b = words[p.first - 1];
  switch (b.lex) {
    case Lex::in: case Lex::on: case Lex::of: case Lex::since: case Lex::until: case Lex::by: case Lex::from: case Lex::to: case Lex::between:
    case Lex::before: case Lex::after: case Lex::the: case Lex::and_: case Lex::during: case Lex::about: case Lex::a: return false;
    default: break;
  }
  if (words[p.first].line || words[p.first].paragraph) return true;
  if (p.last < words.size() && (words[p.last].mark == '-' || words[p.last].mark == ')' || words[p.last].mark == '(')) return true;
  if (p.weekday > 0 || b.mark == ':' || b.mark == '|') return true;
  return p.last == words.size() || words[p.last].line || words[p.last].paragraph || words[p.last].capital || words[p.last].lex == Lex::number ||
         words[p.last].mark == '|';
}

std::optional<Day> dateline(const std::vector<Word>& words, const std::vector<Phrase>& phrases) {
  for (const Phrase& p : phrases) {
    if (p.first > kTopWords) break;
    if (full_date(p) && is_day(p.year, p.month, p.day) && is_dateline(words, p)) return make_day(p.year, p.month, p.day);
  }
  return std::nullopt;
}

/// "GENEVA, Jan 22 (Agency) -" of a report published on the 21st or the 23rd: whoever wrote it counts from the day in it. Nor was "(January 22, 2011 / Agency)"
/// written after it was published.
std::optional<Day> agency_line(const std::vector<Word>& words, const std::vector<Phrase>& phrases, Day published) {
  constexpr std::size_t kTop = 12;
  constexpr auto kNear = std::chrono::days(2), kFar = std::chrono::days(14);
  for (const Phrase& p : phrases) {
    if (p.first > kTop) break;
    const int year = p.year > 0 ? p.year : year_of(published);
    if (p.shape != Shape::calendar || p.bc || p.last >= words.size() || !is_day(year, p.month, p.day)) continue;
    const auto day = make_day(year, p.month, p.day);
    if (p.year > 0 && p.first > 0 && words[p.first - 1].mark == '(' && words[p.last].mark == '/' && day > published && day - published <= kFar) return day;
    if ((words[p.last].mark == '(' || words[p.last].mark == '-') && is_dateline(words, p) && day - published <= kNear && published - day <= kNear) return day;
  }
  return std::nullopt;
}

Frame frame_of(const Annotation& a, const std::vector<Word>& words, const std::vector<Phrase>& phrases) {
  Frame f;
  f.written = parse_iso_day(a.published);
  const auto line = f.written ? agency_line(words, phrases, *f.written) : dateline(words, phrases);
  if (line) f.written = line;
  std::size_t old_years = 0, near = 0;
  const int now = f.written ? year_of(*f.written) : 0;
  for (const Phrase& p : phrases) {
    if (p.shape == Shape::calendar && p.year > 0) {
      f.antique |= p.bc;
      if (now > 0 && (p.bc || p.year < now - 1)) ++old_years;
      else ++near;
    } else if (p.shape == Shape::weekday || p.shape == Shape::day_name || (p.shape == Shape::unit && (p.rel == Rel::this_ || p.rel == Rel::last || p.rel == Rel::next))) {
      near += 2;
    }
  }
  f.narrative = f.written && old_years >= 5 && old_years > near;
  return f;
}

bool ends_sentence(const Word& w) { return w.mark == '.' || w.mark == '!' || w.mark == '?'; }

/// Words in the same sentence that speak of what is to come. Of a plan ("was scheduled for", "expected") it may be past by now.
void look_ahead(const std::vector<Word>& words, std::size_t first, std::size_t last, Setting& setting) {
  constexpr std::size_t kReach = 14;
  bool certain = false;
  const auto hear = [&](const Word& w) {
    if (w.lex != Lex::will) return;
    setting.future = true;
    certain = certain || w.value == 0;
  };
  for (std::size_t i = first; i > 0 && first - i < kReach; --i) {
    const Word& w = words[i - 1];
    if (w.mark == '.' || w.mark == ';' || words[i].paragraph) break;
    hear(w);
  }
  for (std::size_t i = last; i < words.size() && i - last < kReach; ++i) {
    const Word& w = words[i];
    if (w.mark == '.' || w.mark == ';' || w.paragraph) break;
    hear(w);
  }
  setting.plan = setting.future && !certain;
}

/// "The parties meet in May", "agreed to meet on Sunday": a verb of what stands in calendars, in the present tense, or what was agreed or planned.
bool stands_ahead(const Annotation& a, std::uint32_t begin, const Phrase& p) {
  const bool month = p.shape == Shape::calendar && p.month > 0 && p.day == 0 && p.year == 0;
  if ((!month && p.shape != Shape::weekday) || p.rel != Rel::none || a.tokens.empty()) return false;
  constexpr std::string_view kCalendar[] = {"meet", "begin", "start", "open", "end", "expire", "resume", "vote", "visit", "convene", "host"};
  constexpr std::string_view kPlanning[] = {"agree", "plan", "intend", "hope", "schedule", "set", "vow", "pledge", "promise", "prepare", "decide", "expect"};
  const auto among = [](const auto& words, std::string_view lemma) { return std::find(std::begin(words), std::end(words), lemma) != std::end(words); };
  auto it = std::lower_bound(a.tokens.begin(), a.tokens.end(), begin, [](const Token& t, std::uint32_t at) { return t.span.begin < at; });
  if (it == a.tokens.end()) return false;
  auto i = static_cast<std::uint32_t>(it - a.tokens.begin());
  for (int steps = 0; steps < 3 && a.tokens[i].upos != Upos::VERB; ++steps) {
    if (a.tokens[i].head < 0) return false;
    i = static_cast<std::uint32_t>(a.tokens[i].head);
  }
  const Token& verb = a.tokens[i];
  if (verb.upos != Upos::VERB) return false;
  constexpr std::uint32_t kBefore = 6;
  bool helped = false, infinitive = false;
  for (std::uint32_t k = i > kBefore ? i - kBefore : 0; k < i; ++k) {
    if (a.tokens[k].head != static_cast<std::int32_t>(i)) continue;
    helped = helped || a.tokens[k].deprel == Deprel::aux || a.tokens[k].deprel == Deprel::aux_pass;
    infinitive = infinitive || (a.tokens[k].deprel == Deprel::mark && a.surface(a.tokens[k].span) == "to");
  }
  if (infinitive && verb.head >= 0 && verb.deprel == Deprel::xcomp) return among(kPlanning, a.tokens[static_cast<std::size_t>(verb.head)].lemma);
  const std::string form = lower_ascii(a.surface(verb.span));
  return month && !helped && !infinitive && among(kCalendar, verb.lemma) && (form == verb.lemma || form == verb.lemma + "s");
}

/// "At 5 a.m. local time on 3 May": the clock takes the date that follows it.
void date_clocks(const std::vector<Word>& words, std::vector<Phrase>& phrases) {
  constexpr std::size_t kBetween = 4;
  for (std::size_t i = 0; i + 1 < phrases.size(); ++i) {
    Phrase& clock = phrases[i];
    const Phrase& date = phrases[i + 1];
    if (clock.shape != Shape::clock || clock.day > 0 || clock.weekday > 0) continue;
    if (date.first - clock.last > kBetween || date.part != Part::none) continue;
    if (!((date.shape == Shape::calendar && date.day > 0 && date.month > 0) || date.shape == Shape::weekday)) continue;
    bool apart = false;
    for (std::size_t k = clock.last; k <= date.first; ++k) apart = apart || words[k].paragraph || (words[k].mark != 0 && words[k].mark != ',');
    const Lex before = words[date.first - 1].lex;
    if (apart || (before != Lex::on && before != Lex::the && words[date.first - 1].mark != ',')) continue;
    clock.year = date.year;
    clock.month = date.month;
    clock.day = date.day;
    clock.weekday = date.weekday;
  }
}

/// "Overnight on Monday": the night is that of the day behind it.
void date_nights(const std::vector<Word>& words, std::vector<Phrase>& phrases) {
  for (std::size_t i = 0; i + 1 < phrases.size(); ++i) {
    Phrase& night = phrases[i];
    const Phrase& day = phrases[i + 1];
    const bool dated = day.part == Part::none && (day.shape == Shape::weekday || (day.shape == Shape::calendar && day.day > 0));
    const bool bare = (night.shape == Shape::part && night.rel == Rel::none) || (night.shape == Shape::day_name && night.rel == Rel::same);
    if (!bare || !dated || day.first != night.last + 1 || words[night.last].lex != Lex::on) continue;
    const Part part = night.part;
    const auto first = night.first, last = night.last;
    night = day;
    night.part = part;
    night.first = first;
    night.last = last;
  }
}

/// "From Monday to Wednesday", "between Friday and Sunday": the weekday that the range ends with, 0 where this is none.
int range_end(const std::vector<Word>& words, const Phrase& p, const Phrase& next) {
  if (p.shape != Shape::weekday || next.shape != Shape::weekday || p.first == 0 || next.first != p.last + 1 || p.rel != Rel::none) return 0;
  const Lex before = words[p.first - 1].lex, join = words[p.last].lex;
  return (before == Lex::from && join == Lex::to) || (before == Lex::between && join == Lex::and_) ? next.weekday : 0;
}

}  // namespace

void find_times(Annotation& a) {
  a.times.clear();
  const std::vector<Word> words = words_of(a.text);
  std::vector<Phrase> phrases;
  for (std::size_t i = 0; i < words.size();) {
    Phrase p;
    if ((words[i].lex == Lex::none && words[i].mark != '\'') || !match(words, i, a.text, p)) {
      ++i;
      continue;
    }
    phrases.push_back(p);
    i = p.last;
    Phrase rest;
    while (match_rest(words, a.text, phrases.back(), rest)) {
      // "January 20-25, 2011": the year stands with the last day.
      if (phrases.back().year == 0 && rest.year > 0) phrases.back().year = rest.year;
      phrases.push_back(rest);
      i = rest.last;
    }
  }
  date_clocks(words, phrases);
  date_nights(words, phrases);
  Resolver resolver(frame_of(a, words, phrases));
  constexpr std::size_t kOpeningWords = 3;
  std::size_t scanned = 0, since_stop = 0;
  for (std::size_t n = 0; n < phrases.size(); ++n) {
    const Phrase& p = phrases[n];
    Setting setting;
    if (n + 1 < phrases.size()) setting.until = range_end(words, p, phrases[n + 1]);
    for (; scanned <= p.first; ++scanned) {
      setting.paragraph |= words[scanned].paragraph;
      const bool stop = words[scanned].paragraph || (scanned > 0 && words[scanned].space && words[scanned].capital && ends_sentence(words[scanned - 1]));
      setting.sentence |= stop;
      since_stop = stop ? 0 : since_stop + 1;
    }
    setting.since = p.first > 0 && (words[p.first].lex == Lex::since || words[p.first - 1].lex == Lex::since);
    setting.opening = since_stop <= kOpeningWords;
    look_ahead(words, p.first, p.last, setting);
    setting.future = setting.future || stands_ahead(a, words[p.first].begin, p);
    Timex t = resolver.resolve(p, setting);
    t.span = {words[p.first].begin, words[p.last - 1].end};
    a.times.push_back(std::move(t));
  }
}

}  // namespace deconflict::time
