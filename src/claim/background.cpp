#include "claim/background.h"

#include <algorithm>

#include "base/words.h"
#include "claim/mention.h"
#include "claim/nearby.h"
#include "claim/realis.h"
#include "claim/when.h"
#include "time/time.h"

namespace deconflict::claim {

namespace {

/// "Said that a man had been arrested": the tense of what is told, not of what lies far back.
bool reported(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex verb) {
  while (a.tokens[verb].deprel == Deprel::conj && tree.head(verb)) verb = *tree.head(verb);
  const auto above = tree.head(verb);
  return above && a.tokens[verb].deprel == Deprel::ccomp && (kinds.in("say", tree.lemma(*above)) || one_of(tree.lemma(*above), {"deny", "dispute"}));
}

/// A news report's own events are days, not months, old.
constexpr auto kOld = std::chrono::days(45);

/// "Two years", "recent months": longer than a report's news.
bool is_long(std::string_view words, std::string_view value) {
  const bool counted = value.size() > 2 && (value.back() == 'Y' || (value.back() == 'M' && value[1] != 'T' && value != "P1M"));
  return counted || (words.starts_with("recent ") && !words.ends_with("days") && !words.ends_with("hours"));
}

/// "Since 1980", "in the last three years", "in recent weeks": whatever took so long is no happening of its own.
/// `lasting`: of what "for two years" tells how long it has gone on, not how long it shall ("jailed for two years").
bool runs_long(const Annotation& a, const Tree& tree, TokenIndex head, std::optional<Day> told, bool lasting) {
  for (TokenIndex c : tree.children(head)) {
    if (!is_oblique(a.tokens[c].deprel)) continue;
    bool since = false, past = false, during = false;
    for (TokenIndex g : tree.children(c)) {
      since = since || tree.is_word(g, "since");
      past = past || tree.is_word(g, "last") || tree.is_word(g, "past") || tree.is_word(g, "recent");
      during = during || (lasting && tree.is_word(g, "for"));
    }
    bool found = false;
    each_overlapping(a.times, tree.subtree_span(c), [&](const Timex& t) {
      const auto days = time::days_of(t.value);
      const auto begin = days ? parse_iso_day(days->begin) : std::nullopt;
      found = found || (since && begin && told && *told - *begin > kOld);
      found = found || ((past || during) && t.type == TimexType::DURATION && is_long(lower_ascii(a.surface(t.span)), t.value));
    });
    if (found) return true;
  }
  return false;
}

constexpr auto kMonthOver = std::chrono::days(15);

/// "Last month", "this year", "in recent weeks", "earlier this month": no day near that of writing.
bool long_before(const Annotation& a, const ClaimTime& time, Day told) {
  const auto days = time::days_of(time.value);
  const auto begin = days ? parse_iso_day(days->begin) : std::nullopt, end = days ? parse_iso_day(days->end) : std::nullopt;
  if (!begin || !end || *begin > told) return false;
  if (told - *end > kOld || (time.precision == TimePrecision::year && told > *end)) return true;
  const auto words = lower_ascii(a.surface(time.span));
  return (words.starts_with("earlier this ") && !words.ends_with("week")) || (time.precision == TimePrecision::month && time.value.find('/') == std::string::npos && told - *end > kMonthOver);
}

/// "Nine hundred have fallen since the war broke out": a sum of the whole of it.
bool since_war(const Annotation& a, const Tree& tree, TokenIndex head) {
  for (TokenIndex c : tree.children(head)) {
    if (a.tokens[c].deprel != Deprel::advcl || !one_of(tree.lemma(c), {"begin", "start", "erupt", "break", "flare"})) continue;
    const auto mark = tree.child(c, Deprel::mark), what = tree.child(c, Deprel::nsubj);
    if (mark && what && tree.is_word(*mark, "since") && one_of(tree.lemma(*what), {"war", "conflict", "fighting", "uprising", "insurgency", "invasion", "hostility", "unrest", "crisis", "rebellion", "genocide"})) return true;
  }
  return false;
}

/// What the first sentence of a report says that somebody now tells, "the militia executed 30 people on 25 May 2024, a rights group said
/// today": the news itself, however long ago.
bool leads(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head) {
  const auto first = std::find_if(a.sentences.begin(), a.sentences.end(), [](const Sentence& s) { return !s.headline && !s.boilerplate; });
  if (first == a.sentences.end() || head < first->first_token || head >= first->last_token) return false;
  // "A rights group said it had documented the killing of 45 people on 25 May".
  if (is_noun(a.tokens[head].upos) && a.tokens[head].deprel == Deprel::obj && tree.head(head) && one_of(tree.lemma(*tree.head(head)), {"document", "record", "verify", "corroborate", "establish", "confirm"})) head = *tree.head(head);
  if (a.tokens[head].upos != Upos::VERB) return false;
  const auto over = tree.head(head);
  return over && a.tokens[head].deprel == Deprel::ccomp && a.tokens[*over].deprel == Deprel::root && kinds.in("say", tree.lemma(*over));
}

}  // namespace

std::optional<Day> old_day(const Annotation& a, const ClaimTime& time, std::optional<Day> written) {
  const auto published = parse_iso_day(a.published);
  const auto told = published ? published : written;
  const auto days = time.basis == TimeBasis::text ? time::days_of(time.value) : std::nullopt;
  const auto end = days ? parse_iso_day(days->end) : std::nullopt;
  return told && end && *told - *end > kOld ? end : std::nullopt;
}

bool is_background(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head, TokenIndex act, const ClaimTime& time, std::optional<Day> written, std::optional<Day> news) {
  const auto published = parse_iso_day(a.published);
  const auto told = published ? published : written;
  bool recent = false;  // "three days ago"
  if (time.basis == TimeBasis::text && told) {
    const auto days = news ? time::days_of(time.value) : std::nullopt;
    const auto end = days ? parse_iso_day(days->end) : std::nullopt;
    const bool of_the_news = end && std::chrono::abs(*news - *end) <= kOld;
    const bool exact = time.precision == TimePrecision::day || time.value.find('/') != std::string::npos;
    if (!of_the_news && long_before(a, time, *told)) return !exact || !leads(a, tree, kinds, head);
    recent = time.precision == TimePrecision::day;
  }
  if (runs_long(a, tree, head, told, false)) return true;
  // "The raids and the shelling of the last five years".
  for (TokenIndex other : tree.conjuncts(head))
    if (other != head && a.tokens[other].upos == Upos::NOUN && runs_long(a, tree, other, told, true)) return true;
  if (since_war(a, tree, head)) return true;
  if (is_noun(a.tokens[act].upos)) {
    // "Killed several tourists in previous attacks", "has made 25 attacks this year".
    for (TokenIndex c : tree.children(act))
      if (c < act && one_of(tree.lemma(c), {"previous", "prior", "past"})) return true;
    const bool many = lower_ascii(tree.surface(act)) != lower_ascii(tree.lemma(act));
    if (many && time.basis == TimeBasis::text && time.precision == TimePrecision::year) return true;
  }
  bool had = false;
  for (TokenIndex c : tree.children(head)) {
    if (a.tokens[c].deprel == Deprel::aux && tree.is_word(c, "had")) had = true;
    if (a.tokens[c].deprel == Deprel::advmod && kinds.in("background_cue", tree.lemma(c)) && tree.lemma(c) != "already" && !(recent && tree.lemma(c) == "ago")) return true;
  }
  // "In November, five soldiers had been killed there", in a report of which no year is known.
  const bool month = time.basis == TimeBasis::text && time.value.starts_with("XXXX-") && time.value.size() == 7;
  return had && (time.basis != TimeBasis::text || month) && !reported(a, tree, kinds, head);
}

/// A siege that says which town is meant: "a town besieged by rebels", "two besieged towns".
static bool describes_place(const Annotation& a, const Tree& tree, TokenIndex verb) {
  const Deprel d = a.tokens[verb].deprel;
  return a.tokens[verb].upos == Upos::VERB && (d == Deprel::acl || d == Deprel::acl_relcl || d == Deprel::amod) && tree.head(verb) && !tree.surface(verb).ends_with("ing");
}

/// "Under siege for two years", "besieged for months".
static bool lasts(const Annotation& a, const Tree& tree, TokenIndex siege) {
  if (runs_long(a, tree, siege, std::nullopt, true)) return true;
  const auto verb = tree.head(siege);
  return verb && a.tokens[siege].upos != Upos::VERB && runs_long(a, tree, *verb, std::nullopt, true);
}

/// "Stop assassinations", "decreed a suspension of its attacks", "an end to the killings": many, or nobody knows how many.
static bool is_to_end(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun) {
  const auto form = lower_ascii(tree.surface(noun));
  if (a.tokens[noun].upos != Upos::NOUN) return false;
  const bool many = form != lower_ascii(tree.lemma(noun)) || kinds.in("phenomenon", form) || (!tree.child(noun, Deprel::det) && !tree.child(noun, Deprel::nmod_poss));
  while (a.tokens[noun].deprel == Deprel::conj && tree.head(noun)) noun = *tree.head(noun);
  const auto over = tree.head(noun);
  const Deprel d = a.tokens[noun].deprel;
  const bool under = d == Deprel::obj || (d == Deprel::nmod && (tree.preposition(noun) == "of" || tree.preposition(noun) == "to"));
  return many && over && under && kinds.in("ending", tree.lemma(*over));
}

/// "The militias who attack posts are based there", "said that armed men come and rob the farms": what they do, and not once.
static bool is_habit(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex verb) {
  const auto form = lower_ascii(tree.surface(verb)), lemma = lower_ascii(tree.lemma(verb));
  if (a.tokens[verb].upos != Upos::VERB || (form != lemma && form != lemma + "s" && form != lemma + "es")) return false;
  if (form == lemma && one_of(lemma, {"hit", "hurt", "beat", "cut", "set", "put", "burst", "rid", "shut", "split"})) return false;  // the past too
  for (TokenIndex c : tree.children(verb))
    if (a.tokens[c].deprel == Deprel::aux || a.tokens[c].deprel == Deprel::aux_pass || (a.tokens[c].deprel == Deprel::mark && tree.is_word(c, "to"))) return false;
  while (a.tokens[verb].deprel == Deprel::conj && tree.head(verb)) verb = *tree.head(verb);
  const auto over = tree.head(verb);
  if (!over || one_of(tree.lemma(*over), {"see", "watch", "hear", "notice", "let", "make", "help"})) return false;
  if (a.tokens[verb].deprel == Deprel::acl_relcl) return true;
  const auto said = tree.surface(*over);
  return a.tokens[verb].deprel == Deprel::ccomp && kinds.in("say", tree.lemma(*over)) && tree.child(verb, Deprel::nsubj) && lower_ascii(said) != lower_ascii(tree.lemma(*over)) && !said.ends_with("s");
}

/// "We do not strike towns": what is never done, as they say, and not one case of it.
static bool is_never_done(const Annotation& a, const Tree& tree, TokenIndex verb) {
  const auto& words = tree.children(verb);
  const bool general = std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a.tokens[c].deprel == Deprel::aux && (tree.is_word(c, "do") || tree.is_word(c, "does")); });
  return general && a.tokens[verb].upos == Upos::VERB && tree.child(verb, Deprel::nsubj) && is_negated(a, tree, verb);
}

/// "Since the army launched an offensive", "days after the offensive began", "in reprisal for the campaign", "amid the war on the cartels": when or why
/// something else happened.
static bool frames_the_news(const Annotation& a, const Tree& tree, TokenIndex campaign) {
  const Deprel d = a.tokens[campaign].deprel;
  if (!one_of(tree.lemma(campaign), {"offensive", "counteroffensive", "counter-offensive", "campaign", "crackdown", "invasion"})) return false;
  if (is_oblique(d)) return one_of(tree.preposition(campaign), {"after", "since", "during", "amid", "amidst", "following", "despite", "before", "for", "because"});
  const auto verb = tree.head(campaign);
  if (!verb || (!is_subject(d) && d != Deprel::obj) || a.tokens[*verb].deprel != Deprel::advcl) return false;
  const auto mark = tree.child(*verb, Deprel::mark);
  return mark && one_of(lower_ascii(tree.surface(*mark)), {"since", "after", "before", "because"});
}

bool is_state_of_things(const Annotation& a, const Tree& tree, const Kinds& kinds, const Circumstances& told) {
  const Trigger& trigger = kinds.triggers[told.hit.trigger];
  const std::string& kind = kinds.all[trigger.kind].name;
  if (trigger.modifier == Slot::place || (told.known_for && kind == "armed_clash")) return true;  // a war
  if (kind == "siege" && lasts(a, tree, told.hit.head)) return true;
  const bool assault = kinds.all[trigger.kind].plover_event == "ASSAULT";
  if (assault && told.happened && !told.counted && (is_to_end(a, tree, kinds, told.hit.head) || (!told.dated && is_habit(a, tree, kinds, told.hit.head)))) return true;
  if (assault && !told.happened && !told.dated && is_never_done(a, tree, told.hit.head)) return true;
  if (assault && told.happened && !told.counted && told.mention.campaign && told.mention.noun && frames_the_news(a, tree, told.hit.head)) return true;
  const bool phenomenon = told.happened && !told.counted && !trigger.asks_for_blame() && told.hit.first == told.hit.last && kinds.in("phenomenon", lower_ascii(tree.surface(told.hit.head)));
  // "Decrees of last week against drug trafficking": the day and the place are those of what is said of it.
  if (phenomenon && !told.peopled && kind == "organised_crime") return true;
  if (told.dated) return false;
  if (kind == "siege" && describes_place(a, tree, told.hit.head)) return true;
  // "Drug trafficking", "the policy of repression": no case of it.
  if (phenomenon && !told.placed) return true;
  // "Clashes raged", "explosions shook the terminal", "backed by airstrikes": part of what the sentence tells.
  const Deprel d = a.tokens[told.hit.head].deprel;
  // "The rebels' attacks", "a series of killings": several, and not told on whom, where or how many.
  const bool other = told.mention.as == Mentioned::fresh && !told.peopled && !tree.child(told.hit.head, Deprel::nummod);  // "a new wave of killings", "as in other attacks"
  if (assault && told.happened && (told.mention.as == Mentioned::plain || other) && told.mention.noun && told.mention.many && !told.placed && !told.counted && !told.struck) return true;
  // "The attacks have always taken place at night": again and again, by the verb.
  const auto often = told.mention.as == Mentioned::recurring ? tree.token_at(told.mention.span.begin) : std::nullopt;
  const bool by_verb = often && *often != told.hit.head && a.tokens[*often].deprel == Deprel::advmod && tree.head(*often) != told.hit.head;
  const bool acts = told.mention.noun && (is_subject(d) || is_oblique(d)) && !by_verb;
  if (told.mention.as != Mentioned::recurring || !told.happened || (acts && d != Deprel::nmod)) return false;
  // "Daily shelling"; "attacks on politicians", which a town or a number makes the news.
  const bool many = told.mention.span == a.tokens[told.hit.head].span;
  return !many || (assault && !told.placed && !told.counted);
}

}  // namespace deconflict::claim
