#include "claim/times_of.h"

#include <algorithm>

#include "base/words.h"
#include "claim/day_of.h"
#include "claim/measure.h"
#include "claim/mention.h"
#include "claim/when.h"

namespace deconflict::claim {

namespace {

/// Gives each time to the hit that it belongs to.
class Timer : OverHits {
 public:
  Timer(const HitMap& map, const Dateline& dateline, Slots& out)
      : OverHits(map), dateline_(dateline), opening_(hits_.size()), out_(out) {}

  void share() {
    for (std::uint32_t t = 0; t < a_.times.size(); ++t) time(t);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) out_.times[h].insert(out_.times[h].end(), opening_[h].begin(), opening_[h].end());
    find_lead();
  }

 private:
  void time(std::uint32_t t) {
    if ((a_.times[t].type == TimexType::DURATION && !ends_today(a_, a_.times[t])) || a_.times[t].type == TimexType::SET) return;
    const auto i = tree_.head_of(a_.times[t].span);
    if (!i || told_whole(t) || dates_paper(a_.times[t].span)) return;
    if (const auto then = tree_.preposition(*i) == "since" ? told_of_then(t) : UINT32_MAX; then != UINT32_MAX) return out_.times[then].push_back(t);
    if (counts_from(a_, tree_, *i)) return;
    auto [h, loose, said, elsewhere] = owner_.of(*i);
    if (const auto then = measure_before(*i); then != UINT32_MAX) h = then, loose = said = false;
    if (const auto next = goes_on(*i)) h = *next, loose = said = false;
    if (h == UINT32_MAX) h = map_.nearest(*i);
    if (h != UINT32_MAX && is_of_some(*i, hits_[h].head)) return;
    if (h != UINT32_MAX) h = told_of(*i, h);
    if (h != UINT32_MAX && looks_back(*i, h)) return;
    if (h != UINT32_MAX && measured_since(a_, tree_, *i) && !measured_since(a_, tree_, hits_[h].head)) return;
    // "Today confirmed the arrest of …": the day of the word, not of the act that is its object.
    if (const auto verb = tree_.head(*i); h != UINT32_MAX && verb && *i < hits_[h].head && tree_.head(hits_[h].head) == verb && a_.tokens[hits_[h].head].deprel == Deprel::obj)
      said = said || (at_token_[*verb] == UINT32_MAX && kinds_.in("plain_say", tree_.lemma(*verb)));
    // "On Friday the army said that …": what opens the sentence sets the scene of it all, where nothing else does ("today
    // confirmed the capture of … on Monday").
    const auto first = tree_.token_at(a_.times[t].span.begin);
    const bool opens = first && *first < a_.sentences[a_.tokens[*i].sentence].first_token + 5 && (a_.times[t].type == TimexType::DATE || a_.times[t].value.find('T') == 10);
    if (constexpr std::size_t kDay = 10; h != UINT32_MAX && a_.times[t].value.size() >= kDay && day_of_counting(a_, tree_, kinds_, *i, hits_[h].head)) return out_.said_times[h].push_back(t);
    // Where one day opens the sentence, another behind the act is the act's.
    if (said && h != UINT32_MAX && !(opening_[h].empty() && out_.said_times[h].empty()) && *i > hits_[h].head) said = false;
    if (h != UINT32_MAX) ((said && !opens) || date_line(t, *i) ? out_.said_times : said ? opening_ : out_.times)[h].push_back(t);
  }

  /// "Entered the clinic on 8 October and abducted two": when they entered, they abducted.
  std::optional<std::uint32_t> goes_on(TokenIndex time) const {
    const auto verb = tree_.head(time);
    if (!verb || a_.tokens[*verb].upos != Upos::VERB || at_token_[*verb] != UINT32_MAX || kinds_.in("say", tree_.lemma(*verb))) return std::nullopt;
    std::optional<std::uint32_t> next;
    for (TokenIndex c : tree_.children(*verb)) {
      if (at_token_[c] == UINT32_MAX) continue;
      if (a_.tokens[c].deprel != Deprel::conj) return std::nullopt;
      const bool same_doer = !tree_.child(c, Deprel::nsubj) && !tree_.child(c, Deprel::nsubj_pass);
      if (!next && c > time && a_.tokens[c].upos == Upos::VERB && hits_[at_token_[c]].head == c && same_doer) next = at_token_[c];
    }
    return next;
  }

  /// "In a letter dated 20 May": the day of the letter.
  bool dates_paper(Span time) const {
    const auto first = tree_.token_at(time.begin);
    return first && *first > 0 && tree_.is_word(*first - 1, "dated");
  }

  /// "Accused the army on Wednesday of shelling a market a day earlier": what came earlier is what it was accused of.
  std::uint32_t told_of(TokenIndex time, std::uint32_t h) const {
    const auto word = tree_.head(time);
    const bool earlier = tree_.is_word(time, "earlier") || tree_.is_word(time, "before") || (word && *word > time && (tree_.is_word(*word, "earlier") || tree_.is_word(*word, "before")));
    if (!earlier || map_.physical(h) || time < hits_[h].head) return h;
    std::uint32_t last = h;
    for (std::uint32_t k = h + 1; k < hits_.size() && hits_[k].head < time && a_.tokens[hits_[k].head].sentence == a_.tokens[time].sentence; ++k)
      if (map_.physical(k)) last = k;
    return last;
  }

  /// "Had died, two of them on Wednesday": the day of some of them.
  bool is_of_some(TokenIndex time, TokenIndex act) const {
    for (TokenIndex i = time; i > act + 2; --i)
      if (tree_.is_word(i, "of") && a_.tokens[i + 1].upos == Upos::PRON && one_of(lower_ascii(tree_.surface(i + 1)), {"them", "whom", "those"}) && tree_.is_word(i - 2, ",")) return true;
    return false;
  }

  /// "Interviewed witnesses to the killings in March": the day of the interviews.
  bool looks_back(TokenIndex time, std::uint32_t h) const {
    while (tree_.head(time) && (a_.tokens[time].deprel == Deprel::conj || a_.tokens[*tree_.head(time)].upos == Upos::NUM)) time = *tree_.head(time);
    const auto verb = tree_.head(time);
    if (!verb || a_.tokens[*verb].upos != Upos::VERB || at_token_[*verb] != UINT32_MAX || !kinds_.in("looking_back", tree_.lemma(*verb))) return false;
    return a_.tokens[hits_[h].head].upos == Upos::NOUN && tree_.dominates(*verb, hits_[h].head) && definite(a_, tree_, hits_[h].head);
  }

  /// "The deadliest blast since May 2019, when ten died in a raid": the act of that clause is of that day. UINT32_MAX without one.
  std::uint32_t told_of_then(std::uint32_t t) const {
    auto i = tree_.token_at(a_.times[t].span.end);
    if (i && tree_.is_word(*i, ",")) ++*i;
    if (!i || *i >= a_.tokens.size() || !tree_.is_word(*i, "when") || a_.tokens[*i].span.begin > a_.times[t].span.end + 2) return UINT32_MAX;
    const auto verb = tree_.head(*i);
    if (!verb || *verb < *i) return UINT32_MAX;
    if (at_token_[*verb] != UINT32_MAX) return at_token_[*verb];
    for (TokenIndex c : tree_.children(*verb))
      if (c > *i && at_token_[c] != UINT32_MAX) return at_token_[c];
    return UINT32_MAX;
  }

  /// "The deadliest since a raid on Oldtown in August": the month is the raid's, whatever the tree hung it on. UINT32_MAX without one.
  std::uint32_t measure_before(TokenIndex time) const {
    for (TokenIndex i = time; i-- > a_.sentences[a_.tokens[time].sentence].first_token && a_.tokens[i].upos != Upos::PUNCT && a_.tokens[i].upos != Upos::VERB;)
      if (at_token_[i] != UINT32_MAX) return tree_.preposition(i) == "since" ? at_token_[i] : UINT32_MAX;
    return UINT32_MAX;
  }

  /// "On Monday, on 16 October": the whole date behind a weekday says which.
  bool told_whole(std::uint32_t t) const {
    constexpr std::size_t kFar = 9;  // bytes: ", on the "
    if (t + 1 >= a_.times.size() || a_.times[t + 1].type != TimexType::DATE || a_.times[t + 1].value.size() < 10) return false;
    const auto words = a_.surface(a_.times[t].span), next = a_.surface(a_.times[t + 1].span);
    const bool digit = std::any_of(next.begin(), next.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t from = a_.times[t].span.end, to = a_.times[t + 1].span.begin;
    return words.ends_with("day") && digit && to > from && to - from <= kFar && a_.text[from] == ',';
  }

  void find_lead() {
    std::optional<std::uint32_t> line, first;
    std::vector<std::uint32_t> told;
    for (std::uint32_t t = 0; t < a_.times.size(); ++t) {
      const Timex& time = a_.times[t];
      const auto i = tree_.head_of(time.span);
      if (!i || time.type == TimexType::DURATION || time.type == TimexType::SET) continue;
      if (time.value.size() < 10 || !date_line(t, *i)) {
        if (tree_.preposition(*i) != "since" && measure_before(*i) == UINT32_MAX && !measured_since(a_, tree_, *i)) told.push_back(t);
      } else if (!line) {
        line = t;
      }
    }
    if (a_.published.empty()) out_.year = dateline_.numbered;
    if (line && a_.published.empty()) {
      out_.written = parse_iso_day(a_.times[*line].value.substr(0, 10));
      if (!out_.written && out_.year) out_.written = parse_iso_day(reckoned(a_.times[*line].value, {}, out_));
    }
    // A day of the month goes with the year that the text gives elsewhere.
    if (!out_.written && a_.published.empty())
      for (const Timex& time : a_.times)
        if (time.type == TimexType::DATE && time.value.size() == 10)
          if (const auto day = parse_iso_day(time.value); day && !out_.year) out_.year = *day;
    for (const std::uint32_t t : told) {
      const Timex& time = a_.times[t];
      // "Today", with no date line to say which: no day behind it is the report's own.
      if (!line && !first && time.value == "PRESENT_REF") break;
      const bool day = time.value.size() >= 10 && !time.value.ends_with("_REF") && (time.type == TimexType::DATE || time.value.find('T') == 10);
      if (is_to_come(time)) continue;
      // "Yesterday", reckoned from the date line.
      if (!first && (day || (line && !reckoned(time.value, a_.surface(time.span), out_).empty()))) first = t;
    }
    if (first && !line && a_.times[*first].value.front() == 'X') first.reset();
    if (first) out_.dates_the_story = day_of_the_known(a_, tree_, kinds_, *tree_.head_of(a_.times[*first].span));
    if (first) out_.lead.push_back(*first);
    else if (line) out_.lead.push_back(*line);
  }

  /// "The government will take office on 1 June": no news is of a day that has not come.
  bool is_to_come(const Timex& time) const {
    const auto today = a_.published.empty() ? out_.written : parse_iso_day(a_.published);
    const std::string known = reckoned(time.value, a_.surface(time.span), out_);
    const auto day = parse_iso_day((known.empty() ? time.value : known).substr(0, 10));
    return today && day && *day > *today;
  }

  /// "KABUL (Feb. 8, 2011)", "AFP Monday 17 Mar 2014": a whole date that no preposition ties to anything, before the story.
  bool date_line(std::uint32_t t, TokenIndex i) const {
    const Timex& time = a_.times[t];
    constexpr std::uint32_t kLead = 400;
    const bool numbered = dateline_.numbered && time.value.starts_with("XXXX-") && time.value.size() == 10 && time.value[5] != 'W';
    if (time.span.begin > kLead || time.type != TimexType::DATE || time.value.size() < 10 || (time.value.front() == 'X' && !numbered)) return false;
    const auto words = a_.surface(time.span);
    const bool whole = words.find(std::string_view(time.value).substr(0, 4)) != std::string_view::npos || words.ends_with(" " + time.value.substr(2, 2));
    const bool bracketed = time.span.begin > 0 && a_.text[time.span.begin - 1] == '(';
    // "May 11: forces conduct …"
    const bool heads = time.span.begin == 0 && time.span.end < a_.text.size() && a_.text[time.span.end] == ':';
    // "Operational Update, July 16": the last words of the first line.
    const bool titled = numbered && a_.text.substr(0, time.span.begin).find('\n') == std::string_view::npos && time.span.end < a_.text.size() && a_.text[time.span.end] == '\n';
    if (bracketed || heads || titled) return true;
    if (!whole) return false;
    const auto first = tree_.token_at(time.span.begin);
    if (!first || *first == 0 || a_.tokens[*first - 1].sentence != a_.tokens[*first].sentence) return true;
    // "Updated at 3 May 2019": no act is told at a day.
    if (tree_.is_word(*first - 1, "at")) return true;
    return tree_.preposition(i).empty() && a_.tokens[*first - 1].upos != Upos::ADP && a_.tokens[*first - 1].upos != Upos::SCONJ;
  }

  const Dateline& dateline_;
  std::vector<std::vector<std::uint32_t>> opening_;  ///< times that open the sentence before who says so
  Slots& out_;
};

}  // namespace

void share_times(const HitMap& map, const Dateline& dateline, Slots& out) { Timer(map, dateline, out).share(); }

}  // namespace deconflict::claim
