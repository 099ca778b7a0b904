#include "claim/claim.h"

#include <algorithm>
#include <cmath>

#include "claim/attribution.h"
#include "claim/continuation.h"
#include "claim/intent.h"
#include "claim/kinds.h"
#include "claim/nearby.h"
#include "claim/realis.h"
#include "claim/roles.h"
#include "claim/when.h"
#include "claim/speech.h"
#include "claim/tally.h"
#include "claim/tree.h"
#include "claim/trigger.h"

namespace deconflict::claim {

struct Reader::State {
  Kinds kinds;
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::load(const Pack& knowledge) {
  auto kinds = knowledge.section("text/kinds");
  if (!kinds) return kinds.error();
  auto words = knowledge.section("text/words");
  if (!words) return words.error();
  auto loaded = load_kinds(*kinds, *words);
  if (!loaded) return loaded.error();
  return Reader(std::make_unique<State>(State{std::move(*loaded)}));
}

const std::vector<Kind>& Reader::kinds() const { return state_->kinds.all; }

void Reader::find_attributions(Annotation& a) const { read_attributions(a, Tree(a), state_->kinds); }

namespace {

/// Puts the parts of claims together.
class Assembler {
 public:
  Assembler(Annotation& a, const Kinds& kinds, bool trace)
      : a_(a), kinds_(kinds), trace_(trace), tree_(a), facts_(token_facts(a, tree_, kinds)), hits_(find_triggers(a, tree_, kinds, facts_)) {}

  void run() {
    for (const Hit& hit : hits_) {
      roles_.push_back(roles_of(a_, tree_, kinds_, facts_, hit));
      kind_of_.push_back(kinds_.triggers[hit.trigger].kind);
    }
    for (std::size_t h = hits_.size(); h-- > 0;) concern(h);
    for (std::size_t h = 0; h < hits_.size(); ++h) take_doers(h);
    slots_ = share_out(a_, tree_, kinds_, hits_, acting_places());
    numbers_ = static_cast<std::uint32_t>(a_.counts.size());
    for (std::size_t h = 0; h < hits_.size(); ++h)
      for (const std::uint32_t one : count_persons(a_, tree_, kinds_, hits_[h], roles_[h], slots_.counts[h])) slots_.counts[h].push_back(one);
    absorbed_.assign(hits_.size(), false);
    into_.assign(hits_.size(), hits_.size());
    for (std::size_t h = 0; h < hits_.size(); ++h) told_twice(h);
    for (std::size_t h = 0; h < hits_.size(); ++h) absorb(h);
    const auto intents = find_intents(a_, tree_, kinds_, facts_, hits_);
    auto intent = intents.begin();
    for (std::size_t h = 0; h < hits_.size(); ++h) {
      for (; intent != intents.end() && intent->hit.first < hits_[h].first; ++intent) intend(*intent);
      if (absorbed_[h] || only_refers(h)) continue;
      call_by_its_kind(h);
      a_.claims.push_back(make(h));
      open_.push_back({is_physical(kind(h)), time_of(a_, slots_.said_times[h], slots_), refers(h), doerless(h), slots_.times[h].empty() ? days_apart(h) : std::nullopt});
    }
    for (; intent != intents.end(); ++intent) intend(*intent);
    for (std::size_t c = 0; c < a_.claims.size(); ++c) a_.claims[c].id = "c" + std::to_string(c + 1);
    continue_happenings(a_, open_, {time_of(a_, slots_.lead, slots_), slots_.origin, slots_.scenes}, trace_);
    sum_up(a_);
  }

 private:
  const Kind& kind(std::size_t h) const { return kinds_.all[kind_of_[h]]; }

  /// Places that stand for those who act ("negotiated by Russia") are no places of what happened.
  std::vector<bool> acting_places() const {
    std::vector<bool> acting(a_.places.size(), false);
    for (const Roles& r : roles_)
      for (const auto& part : r.parts)
        each_overlapping(a_.places, part.span, [&](const Place& p) {
          if (part.role == Role::actor || (p.precision == Precision::country && !is_physical(kinds_.all[kinds_.triggers[hits_[static_cast<std::size_t>(&r - roles_.data())].trigger].kind]))) acting[static_cast<std::size_t>(&p - a_.places.data())] = true;
        });
    return acting;
  }

  /// Hits [first, last) in the sentence of one.
  std::pair<std::size_t, std::size_t> same_sentence(std::size_t h) const {
    const auto sentence = [&](std::size_t k) { return a_.tokens[hits_[k].head].sentence; };
    std::size_t from = h, to = h + 1;
    while (from > 0 && sentence(from - 1) == sentence(h)) --from;
    while (to < hits_.size() && sentence(to) == sentence(h)) ++to;
    return {from, to};
  }

  /// "Agreed to lift sanctions on the north", "rejected a request from the court": what is said concerns those whom its content concerns.
  void concern(std::size_t h) {
    if (is_physical(kind(h)) || a_.tokens[hits_[h].head].upos != Upos::VERB || has(h, Role::recipient)) return;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (!inside_content(k, h)) continue;
      for (const auto& part : roles_[k].parts)
        if (part.role == Role::recipient && part.head > hits_[h].head && facts_.is(part.head, TokenFacts::kNamed | TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kPlace))
          roles_[h].parts.push_back(part);
      if (has(h, Role::recipient)) return;
    }
  }

  /// "The army took the town in fierce fighting": who acts on the verb fights.
  void take_doers(std::size_t h) {
    const TokenIndex noun = hits_[h].head;
    if (!is_event_noun(h) || kind(h).plover_event != "ASSAULT" || has(h, Role::actor) || a_.tokens[noun].deprel != Deprel::obl || definite(noun)) return;
    const auto verb = tree_.head(noun);
    if (!verb || !one_of(tree_.preposition(noun), {"in", "with", "amid", "after"})) return;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (hits_[k].head != *verb || !is_physical(kind(k)) || tree_.child(*verb, Deprel::nsubj_pass)) continue;
      for (const auto& part : roles_[k].parts)
        if (part.role == Role::actor && facts_.is(part.head, TokenFacts::kArmed)) roles_[h].parts.push_back(part);
    }
  }

  bool has(std::size_t h, Role role) const {
    return std::any_of(roles_[h].parts.begin(), roles_[h].parts.end(), [&](const auto& p) { return p.role == role; });
  }

  /// Does the act k stand in the object or the infinitive of the verb of h, with no finite clause between, but for what is demanded?
  bool inside_content(std::size_t k, std::size_t h) const {
    TokenIndex at = hits_[k].head;
    for (int steps = 0; steps < 4; ++steps) {
      const auto head = tree_.head(at);
      if (!head || at < hits_[h].head) return false;
      const Deprel d = a_.tokens[at].deprel;
      const bool infinitive = d == Deprel::xcomp || ((d == Deprel::ccomp || d == Deprel::acl || d == Deprel::advcl) && tree_.child(at, Deprel::mark) && tree_.is_word(*tree_.child(at, Deprel::mark), "to"));
      const bool demanded = d == Deprel::ccomp && kinds_.in("wish", tree_.lemma(*head));
      if (!infinitive && !demanded && d != Deprel::obj && d != Deprel::nmod && d != Deprel::obl) return false;
      if (*head == hits_[h].head) return true;
      at = *head;
    }
    return false;
  }

  /// "Condemned the attack", "the bombing came a day after …": an act known already, of which nothing more is told.
  bool only_refers(std::size_t h) const {
    const TokenIndex noun = hits_[h].head;
    if (a_.tokens[noun].upos != Upos::NOUN || a_.sentences[a_.tokens[noun].sentence].first_token == 0 || !slots_.counts[h].empty() || !roles_[h].weapons.empty()) return false;
    if (phenomenon(h)) return true;
    const Deprel d = a_.tokens[noun].deprel;
    const bool under = d == Deprel::obj || d == Deprel::nmod || d == Deprel::obl;
    const bool bare = slots_.places[h].empty() && slots_.times[h].empty();
    // "A statement about the deaths", "a higher toll", with nobody and no number.
    if (kind(h).name == "harm" && under && bare && !has(h, Role::recipient)) return true;
    if (!definite(noun)) return false;
    // "Condemned the attack", but "claimed responsibility for the attack", "blamed the attack on the militia".
    const bool blamed = std::any_of(roles_[h].parts.begin(), roles_[h].parts.end(), [](const auto& p) { return p.role == Role::actor && p.rule == std::string_view("by-phrase"); });
    if (under && bare && kind(h).plover_event == "ASSAULT" && told_before(h) && !has(h, Role::recipient) && !blamed) return true;
    if (d == Deprel::nsubj || d == Deprel::nsubj_pass) return kind(h).plover_event == "ASSAULT" && told_before(h) && frames(*tree_.head(noun));
    return d != Deprel::root && roles_[h].parts.empty() && bare;
  }

  bool is_event_noun(std::size_t h) const { return kinds_.triggers[hits_[h].trigger].pos == Pos::noun; }

  bool refers(std::size_t h) const { return is_event_noun(h) && definite(hits_[h].head); }
  /// "The strikes", "was struck".
  bool doerless(std::size_t h) const {
    const TokenIndex i = hits_[h].head;
    return is_event_noun(h) || tree_.child(i, Deprel::nsubj_pass) || tree_.child(i, Deprel::aux_pass);
  }

  /// "(Came) a day after the fall of the town", "two weeks before the truce began": days from the other act to this one.
  std::optional<int> days_apart(std::size_t h) const {
    const TokenIndex i = hits_[h].head;
    for (TokenIndex c : tree_.children(i)) {
      const bool joins = a_.tokens[c].deprel == Deprel::case_ || a_.tokens[c].deprel == Deprel::mark;
      const bool after = tree_.is_word(c, "after");
      if (!joins || c == 0 || (!after && !tree_.is_word(c, "before"))) continue;
      std::optional<int> days;
      each_overlapping(a_.times, a_.tokens[c - 1].span, [&](const Timex& t) {
        if (t.type != TimexType::DURATION || t.value.size() < 3 || t.value.size() > 4) return;
        const bool digits = std::all_of(t.value.begin() + 1, t.value.end() - 1, [](char x) { return x >= '0' && x <= '9'; });
        if (digits && (t.value.back() == 'D' || t.value.back() == 'W')) days = std::stoi(t.value.substr(1)) * (t.value.back() == 'W' ? 7 : 1);
      });
      if (days) return after ? -*days : *days;
    }
    return std::nullopt;
  }

  /// "The attack" on what was told as a suicide bombing is one: the word that only refers takes the kind of what it refers to.
  void call_by_its_kind(std::size_t h) {
    const auto& name = kind(h).name;
    if (!refers(h) || (name != "attack" && name != "bombing") || !slots_.places[h].empty() || has(h, Role::recipient)) return;
    constexpr std::uint32_t kFar = 1200;  // bytes: four or five sentences
    for (std::size_t c = a_.claims.size(); c-- > 0 && a_.claims[c].span.end + kFar > a_.tokens[hits_[h].head].span.begin;) {
      const Claim& before = a_.claims[c];
      const bool told = before.realis == Realis::asserted || before.realis == Realis::alleged;
      if (!told || before.background || !open_[c].physical || before.plover_event != "ASSAULT" || !same_happening(name, "ASSAULT", before)) continue;
      if (one_of(before.kind, {"attack", "harm", "killing", "armed_clash", "destruction"})) continue;
      kind_of_[h] = kinds_.find(before.kind).value_or(kind_of_[h]);
      return;
    }
  }

  /// "Have detained 30 people since 1 May", "over the past month": a tally, told behind one of the happenings that it counts.
  bool runs_on(std::size_t h) const {
    for (TokenIndex verb : tree_.conjuncts(hits_[h].head))
      for (TokenIndex c : tree_.children(verb))
        if (is_oblique(a_.tokens[c].deprel) && tree_.preposition(c) == "since") return true;
    return std::any_of(slots_.times[h].begin(), slots_.times[h].end(), [&](std::uint32_t t) {
      const auto& value = a_.times[t].value;
      return ends_today(a_, a_.times[t]) && (value.ends_with('W') || value.ends_with('Y') || (value.ends_with('M') && value[1] != 'T'));
    });
  }

  /// "Talks on drug trafficking", "a policy of repression": of which no case is told.
  bool phenomenon(std::size_t h) const {
    const TokenIndex noun = hits_[h].head;
    if (!kinds_.in("phenomenon", tree_.lemma(noun)) || has(h, Role::recipient) || !slots_.times[h].empty()) return false;
    const Deprel d = a_.tokens[noun].deprel;
    const bool under = d == Deprel::nmod || d == Deprel::obl || d == Deprel::compound || d == Deprel::conj || d == Deprel::appos || d == Deprel::nsubj;
    return under && roles_[h].parts.empty();
  }

  /// "The attack", "those attacks", "Wednesday's attacks".
  bool definite(TokenIndex noun) const {
    for (TokenIndex c : tree_.children(noun)) {
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::det && one_of(tree_.lemma(c), {"the", "this", "that", "these", "those"})) return true;
      bool time = false;
      if (d == Deprel::nmod_poss) each_overlapping(a_.times, a_.tokens[c].span, [&](const Timex&) { time = true; });
      if (time) return true;
    }
    return false;
  }

  /// "Came after", "marked the first time", "is under investigation": says where something belongs, not what happened.
  bool frames(TokenIndex predicate) const {
    return kinds_.in("framing", tree_.lemma(predicate)) || (a_.tokens[predicate].upos != Upos::VERB && tree_.child(predicate, Deprel::cop));
  }

  bool told_before(std::size_t h) const {
    return std::any_of(a_.claims.begin(), a_.claims.end(), [&](const Claim& c) { return same_happening(kind(h).name, kind(h).plover_event, c); });
  }

  /// "…, killing four and wounding nine": a bare participle of harm goes with the act before it.
  bool trails(std::size_t h) const {
    const TokenIndex i = hits_[h].head;
    const auto lemma = tree_.lemma(i);
    return (kinds_.in("harming", lemma) || kinds_.in("hitting", lemma)) && tree_.surface(i).ends_with("ing") && a_.tokens[i].upos == Upos::VERB && !tree_.child(i, Deprel::aux);
  }

  /// "Destroyed a convoy and killed four", "nine were killed and four wounded": one act, with all the harm that it did.
  bool goes_on(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    if (a_.tokens[verb].upos != Upos::VERB || a_.tokens[verb].deprel != Deprel::conj || !kinds_.in("harming", tree_.lemma(verb)) || kind(h).plover_event != "ASSAULT") return false;
    const auto before = tree_.head(verb);
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (hits_[k].head != before || kind(k).plover_event != "ASSAULT") continue;
      const bool harms = kinds_.in("harming", tree_.lemma(*before));
      if (!harms && (tree_.child(verb, Deprel::nsubj) || tree_.child(verb, Deprel::nsubj_pass))) continue;
      merge(h, absorbed_[k] ? into_[k] : k);
      return true;
    }
    return false;
  }

  /// "Four people were wounded when a bomb exploded" tells one thing: the harm goes with the act that did it.
  void absorb(std::size_t h) {
    if (absorbed_[h] || goes_on(h)) return;
    const auto& name = kind(h).name;
    const bool trailing = trails(h);
    if (name != "harm" && name != "killing" && !trailing) return;
    std::size_t best = hits_.size();
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (k == h || absorbed_[k]) continue;
      if (kind(k).plover_event != "ASSAULT" || kind(k).name == "harm" || kind(k).name == "weapons_disrupted" || kind(k).name == "killing" || kind(k).name == "destruction") continue;
      if (trailing ? (hits_[k].head > hits_[h].head || trails(k)) : (!linked(h, k) && !(alone_with(h, k, from, to) && gap(h, k) < 24))) continue;
      if (best == hits_.size() || gap(h, k) < gap(h, best)) best = k;
    }
    if (best == hits_.size() || by_police(h, best)) return;
    merge(h, best);
  }

  /// "Farmers died in police firing": whoever dies of force used on a crowd was killed by those who used it, which is more
  /// than force; a number of dead says so too.
  bool by_police(std::size_t h, std::size_t act) {
    const auto lemma = tree_.lemma(hits_[h].head);
    const auto killing = kinds_.find("killing");
    if (kind(act).name != "force_against_protesters" || !has(act, Role::actor) || !killing || !one_of(lemma, {"kill", "die", "perish", "succumb", "death"})) return false;
    for (const auto& list : {slots_.counts[h], slots_.counts[act]})
      for (std::uint32_t c : list)
        if (a_.counts[c].what == "killed") return false;
    kind_of_[h] = *killing;
    for (const auto& part : roles_[act].parts)
      if (part.role == Role::actor) roles_[h].parts.push_back(part);
    return true;
  }

  /// "The blast killed four": the verb adds the harm to what its subject tells.
  bool harm_of_subject(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    const auto lemma = tree_.lemma(verb);
    if (a_.tokens[verb].upos != Upos::VERB || kind(h).plover_event != "ASSAULT" || !(kinds_.in("harming", lemma) || kinds_.in("hitting", lemma) || kinds_.in("light", lemma))) return false;
    // "Was reported to have killed": the subject stands with the verb above.
    TokenIndex top = verb;
    if (a_.tokens[verb].deprel == Deprel::xcomp && tree_.head(verb)) top = *tree_.head(verb);
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      const TokenIndex noun = hits_[k].head;
      if (k == h || absorbed_[k] || kind(k).plover_event != "ASSAULT" || kind(k).name == "harm") continue;
      const Deprel d = a_.tokens[noun].deprel;
      const bool done_by = d == Deprel::obl_agent || (d == Deprel::obl && (tree_.preposition(noun) == "by" || tree_.preposition(noun) == "in"));
      const bool subject = d == Deprel::nsubj || (top != verb && d == Deprel::nsubj_pass);
      const bool does = (tree_.head(noun) == verb && done_by) || (a_.tokens[noun].upos != Upos::VERB && tree_.head(noun) == top && subject);
      if (!does && !tells_of(verb, noun)) continue;
      if (!by_police(h, k)) merge(h, k);
      return true;
    }
    return false;
  }

  /// "A bombing that killed four", "strikes targeting a depot", "raids conducted in the north".
  bool tells_of(TokenIndex verb, TokenIndex noun) const {
    if (tree_.head(verb) != noun || a_.tokens[noun].upos == Upos::VERB) return false;
    const Deprel d = a_.tokens[verb].deprel;
    return (d == Deprel::acl_relcl && !tree_.child(verb, Deprel::nsubj_pass)) || (d == Deprel::acl && !tree_.child(verb, Deprel::nsubj) && !tree_.child(verb, Deprel::mark));
  }

  /// "Lifted the blockade", "violated the truce", "refused talks", "failed to reach a deal": what is ended or refused is no claim of its own.
  bool ended_by(std::size_t verb, std::size_t act) const {
    Deprel d = a_.tokens[hits_[act].head].deprel;
    // "Called off the strike", where the particle was taken for a preposition.
    if (const auto particle = tree_.child(hits_[act].head, Deprel::case_); d == Deprel::obl && (!particle || (*particle > hits_[verb].first && *particle <= hits_[verb].last))) d = Deprel::obj;
    const auto& over = kind(verb).name;
    const auto& under = kind(act).name;
    if (d == Deprel::obj || d == Deprel::nsubj_pass) {
      if (over == "concession") return kind(act).plover_event == "ASSAULT" || under == "sanction" || under == "restriction" || under == "siege" || under == "strike_boycott";
      if (over == "ceasefire") return kind(act).plover_event == "ASSAULT";
      if (over == "sanction") return under == "support" || under == "cooperation" || kind(act).plover_event == "AID";
      return (over == "denial" && !is_physical(kind(act))) || (over == "armed_clash" && under == "ceasefire");
    }
    return over == "denial" && d == Deprel::xcomp && !is_physical(kind(act));
  }

  /// "The deal signed in …": the participle of the same kind tells what the noun names.
  bool signed_by(std::size_t h) {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (k == h || absorbed_[k] || kind(k).name != kind(h).name || a_.tokens[hits_[h].head].upos == Upos::VERB) continue;
      if (tree_.head(hits_[k].head) != hits_[h].head || a_.tokens[hits_[k].head].deprel != Deprel::acl || tree_.child(hits_[k].head, Deprel::mark)) continue;
      merge(h, k);
      return true;
    }
    return false;
  }

  /// "Fighting battles", "delivered aid": the noun and the verb over it tell one thing.
  void told_twice(std::size_t h) {
    if (harm_of_subject(h)) return;
    const TokenIndex noun = hits_[h].head;
    const Deprel d = a_.tokens[noun].deprel;
    const auto verb = tree_.head(noun);
    if (verb && kinds_.in("harming", tree_.lemma(*verb))) return;  // the verb adds its harm to the noun
    if (signed_by(h)) return;
    // "A car bomb attack".
    const bool compound = d == Deprel::compound && is_event_noun(h);
    if (!verb || (!compound && d != Deprel::obj && d != Deprel::obl && d != Deprel::nsubj && d != Deprel::nsubj_pass && d != Deprel::obl_agent && d != Deprel::xcomp)) return;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (k != h && !absorbed_[h] && hits_[k].head == *verb && ((kind(k).name == kind(h).name && d != Deprel::xcomp) || (!compound && ended_by(k, h))) && into_[k] != h)
        merge(h, absorbed_[k] ? into_[k] : k);
  }

  /// Takes into k what h has.
  void merge(std::size_t h, std::size_t k) {
    absorbed_[h] = true;
    into_[h] = k;
    auto& into = roles_[k].parts;
    const bool has_actor = std::any_of(into.begin(), into.end(), [](const auto& p) { return p.role == Role::actor; });
    for (const auto& p : roles_[h].parts) {
      const bool twice = std::any_of(into.begin(), into.end(), [&](const auto& q) { return q.span == p.span; });
      if (!twice && (p.role == Role::recipient || !has_actor)) into.push_back(p);
    }
    auto& counts = slots_.counts[k];
    counts.insert(counts.end(), slots_.counts[h].begin(), slots_.counts[h].end());
    std::sort(counts.begin(), counts.end());
    counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
    const bool placeless = slots_.places[k].empty();
    for (const ClaimPlace& p : slots_.places[h])
      if (placeless || (trails(h) && std::none_of(slots_.places[k].begin(), slots_.places[k].end(), [&](const ClaimPlace& q) { return q.place == p.place; })))
        slots_.places[k].push_back(p);
    if (slots_.times[k].empty()) slots_.times[k] = slots_.times[h];
    if (slots_.said_times[k].empty()) slots_.said_times[k] = slots_.said_times[h];
    roles_[k].weapons.insert(roles_[k].weapons.end(), roles_[h].weapons.begin(), roles_[h].weapons.end());
  }

  /// Is k the only act in the sentence that could have done the harm h, which names no doer of its own?
  bool alone_with(std::size_t h, std::size_t k, std::size_t from, std::size_t to) const {
    for (std::size_t x = from; x < to; ++x)
      if (x != h && x != k && kind(x).plover_event == "ASSAULT" && kind(x).name != "harm") return false;
    return std::none_of(roles_[h].parts.begin(), roles_[h].parts.end(), [](const auto& p) { return p.role == Role::actor; });
  }

  /// One hangs on the other, or both on one verb ("the blast … killing four").
  bool linked(std::size_t h, std::size_t k) const {
    const TokenIndex x = hits_[h].head, y = hits_[k].head;
    if (tree_.dominates(x, y) || tree_.dominates(y, x)) return true;
    const auto up_x = tree_.head(x), up_y = tree_.head(y);
    return (up_x && up_y && *up_x == *up_y) || (up_x && tree_.dominates(*up_x, y) && a_.tokens[x].deprel != Deprel::conj && gap(h, k) < 16);
  }

  TokenIndex gap(std::size_t x, std::size_t y) const { return hits_[x].head > hits_[y].head ? hits_[x].head - hits_[y].head : hits_[y].head - hits_[x].head; }

  Claim make(std::size_t h) {
    const Hit& hit = hits_[h];
    const Trigger& trigger = kinds_.triggers[hit.trigger];
    Claim c;
    const Kind& k = kind(h);
    c.kind = k.name;
    const Frame frame = frame_of(a_, tree_, kinds_, hit.head);
    c.trigger = trigger_words(h, frame);
    c.span = a_.sentences[a_.tokens[hit.head].sentence].span;
    for (const auto& p : roles_[h].parts) c.actors.push_back({p.role, p.span, p.entity, head_word(p.head)});
    // Acts that took in another's words may hold a weapon twice.
    for (Span w : roles_[h].weapons)
      if (std::none_of(c.weapons.begin(), c.weapons.end(), [&](Span kept) { return kept.contains(w); })) c.weapons.push_back(w);
    c.places = slots_.places[h];
    c.counts = slots_.counts[h];
    c.time = time_of(a_, slots_.times[h], slots_);
    c.attribution = voices_at(a_, tree_, kinds_, a_.tokens[hit.first].span.begin);
    Modality modality = modality_of(a_, tree_, kinds_, hit.head);
    if (modality.realis == Realis::asserted && frame.governor && governs_realis(*frame.governor, hit.head)) modality = modality_of(a_, tree_, kinds_, *frame.governor);
    if (modality.realis == Realis::asserted) modality = modality_of_harm(h);
    // "Will not lift the ban": the refusal is there already.
    const bool refusal = k.name == "denial" && trigger.pos == Pos::verb &&
                         std::any_of(trigger.conditions.begin(), trigger.conditions.end(), [](const Condition& x) { return !x.negative && x.test.words.count("not") != 0; });
    if (refusal) modality = {};
    if (trigger.realis && modality.realis == Realis::asserted) modality = {*trigger.realis, "the words say so", c.trigger};
    c.realis = modality.realis;
    if (c.realis == Realis::planned && (modality.announced || (modality.intended && !is_physical(k))) && is_hostile(k) && has(h, Role::actor)) c.realis = Realis::threatened;
    if (c.realis == Realis::asserted && c.time.basis == TimeBasis::text && is_ahead(a_, c.time)) c.realis = Realis::planned;
    // Of what did not happen nobody is counted without a number.
    if (c.realis != Realis::asserted && c.realis != Realis::alleged) c.counts.erase(std::remove_if(c.counts.begin(), c.counts.end(), [&](std::uint32_t i) { return i >= numbers_; }), c.counts.end());
    c.background = is_background(a_, tree_, kinds_, frame.governor ? *frame.governor : hit.head, c.time, slots_.written) || (!c.counts.empty() && runs_on(h) && told_before(h));
    c.responsibility = k.name == "accusation" && (a_.surface(c.span).find("responsib") != std::string_view::npos || tree_.lemma(hit.head) == "blame");
    c.confidence = confidence(h, trigger, c);
    codes(c, k);
    if (trace_) explain(c, h, trigger, modality);
    return c;
  }

  /// "The talks will begin", but "the attack will draw criticism": what is known already does not hang on what it leads to.
  /// "Failed to stop the shelling": it went on.
  bool governs_realis(TokenIndex governor, TokenIndex noun) const {
    const auto lemma = tree_.lemma(governor);
    // "No group has claimed the attack": it took place.
    return lemma != "claim" && !kinds_.in("fail", lemma) && (kinds_.in("light", lemma) || !is_subject(a_.tokens[noun].deprel) || !definite(noun) || !tree_.child(governor, Deprel::obj));
  }

  /// "Five were reportedly killed in the raid": how sure the harm is that went into the act.
  Modality modality_of_harm(std::size_t h) const {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (absorbed_[k] && into_[k] == h && kinds_.in("harming", tree_.lemma(hits_[k].head)))
        if (Modality m = modality_of(a_, tree_, kinds_, hits_[k].head); m.realis == Realis::alleged) return m;
    return {};
  }

  /// "Launched an offensive", "signed the deal", "the deal brokered": the empty verb and what it carries tell the act together.
  Span trigger_words(std::size_t h, const Frame& frame) const {
    const Hit& hit = hits_[h];
    constexpr TokenIndex kLongest = 4;
    const Trigger& trigger = kinds_.triggers[hit.trigger];
    TokenIndex first = hit.first, last = hit.last;
    const auto take = [&](TokenIndex i) {
      const TokenIndex from = std::min(first, i), to = std::max(last, i);
      if (a_.tokens[i].sentence == a_.tokens[hit.head].sentence && to - from <= kLongest) first = from, last = to;
    };
    if (trigger.pos != Pos::verb) {
      if (frame.governor && *frame.governor < hit.first && kinds_.in("light", tree_.lemma(*frame.governor))) take(*frame.governor);
    } else if (trigger.object == Slot::none) {
      for (const Condition& c : trigger.conditions)
        for (TokenIndex i : frame.objects)
          if (c.where == Condition::Where::object && !c.negative && (a_.tokens[i].upos == Upos::NOUN || a_.tokens[i].upos == Upos::PROPN) && c.test.words.count(a_.tokens[i].lemma) != 0) take(i);
    }
    // "Shot and killed", "the blast killed": what was taken in stands beside it.
    const auto [begin, end] = same_sentence(h);
    for (std::size_t k = begin; k < end; ++k)
      if (absorbed_[k] && into_[k] == h) take(hits_[k].first), take(hits_[k].last);
    return tree_.span({first, last});
  }

  /// "The army said it will withdraw": a promise, made by who speaks, beside the plan itself. "The envoy said the army must
  /// withdraw": a demand.
  void intend(const Intent& intent) {
    const Trigger& trigger = kinds_.triggers[intent.hit.trigger];
    const Kind& k = kinds_.all[trigger.kind];
    if (intent.act && absorbed_[*intent.act]) return;
    Claim c;
    c.kind = k.name;
    c.trigger = a_.tokens[intent.hit.first].span;
    c.span = a_.sentences[a_.tokens[intent.hit.first].sentence].span;
    c.attribution = voices_at(a_, tree_, kinds_, c.trigger.begin);
    const TokenIndex subject = *tree_.child(intent.hit.head, Deprel::nsubj);
    const Voice* speaker = c.attribution.empty() ? nullptr : &c.attribution.back();
    if (!intent.act) {
      const Span whom = tree_.noun_phrase(subject);
      if (speaker == nullptr || speaker->span.overlaps(whom)) return;
      c.actors.push_back({Role::actor, speaker->span, speaker->entity, {}});
      c.actors.push_back({Role::recipient, whom, entity_of(a_, tree_, kinds_, subject, whom), head_word(subject)});
      c.attribution.pop_back();
    } else {
      const bool own = speaker != nullptr && a_.tokens[subject].upos == Upos::PRON;
      if (own) {
        c.actors.push_back({Role::actor, speaker->span, speaker->entity, {}});
        c.attribution.pop_back();
      }
      for (const auto& p : roles_[*intent.act].parts)
        if (!own || p.role == Role::recipient) c.actors.push_back({p.role, p.span, p.entity, head_word(p.head)});
    }
    // A promise is as sure as what it promises, and said before it.
    c.confidence = intent.act ? std::max(intent.hit.score, std::min(0.99, confidence(*intent.act, kinds_.triggers[hits_[*intent.act].trigger], c) + 0.04)) : intent.hit.score;
    codes(c, k);
    if (trace_) c.why.push_back({"kind", trigger.where, c.trigger, c.kind});
    a_.claims.push_back(std::move(c));
    open_.push_back({});
  }

  std::string head_word(TokenIndex i) const {
    if (a_.tokens[i].upos == Upos::PRON) return {};
    // "An Israeli strike": the people's name is all that tells who, so it stays a name.
    if (const auto form = a_.surface(a_.tokens[i].span); a_.tokens[i].upos == Upos::ADJ && form[0] >= 'A' && form[0] <= 'Z') return std::string(form);
    return lower_ascii(tree_.lemma(i));
  }

  double confidence(std::size_t h, const Trigger& trigger, const Claim& c) const {
    double p = hits_[h].score;
    if (!c.actors.empty()) p += 0.05;
    if (!c.places.empty()) p += 0.03;
    if (trigger.pos == Pos::noun && c.actors.empty() && c.places.empty()) p -= 0.1;
    // "Urged the army to withdraw": that it was urged is surer than what was urged.
    if (trigger.pos == Pos::verb && !is_physical(kind(h))) {
      const auto [from, to] = same_sentence(h);
      for (std::size_t k = from; k < to; ++k)
        if (inside_content(k, h)) p = std::max(p, std::min(0.99, hits_[k].score + 0.08));
    }
    return std::round(std::clamp(p, 0.05, 0.99) * 100) / 100;
  }

  bool armed(const ClaimActor& x) const {
    if (x.entity) {
      const Entity& e = a_.entities[*x.entity];
      if (e.type == MentionType::MIL || e.sector == "MIL" || e.sector == "REB") return true;
    }
    const auto head = tree_.head_of(x.span);
    return head && kinds_.in("armed", tree_.lemma(*head));
  }

  void codes(Claim& c, const Kind& k) const {
    c.plover_event = k.plover_event;
    c.plover_mode = k.plover_mode;
    c.cameo = k.cameo;
    c.acled_event = k.acled_event;
    c.acled_sub_event = k.acled_sub_event;
    const auto recipient = std::find_if(c.actors.begin(), c.actors.end(), [](const auto& x) { return x.role == Role::recipient; });
    if (c.kind == "attack" && recipient != c.actors.end() && armed(*recipient)) {
      c.acled_event = "Battles";
      c.acled_sub_event = "Armed clash";
    }
    if (c.kind == "territory_captured") {
      const auto actor = std::find_if(c.actors.begin(), c.actors.end(), [](const auto& x) { return x.role == Role::actor; });
      const bool state = actor == c.actors.end() || (actor->entity && (a_.entities[*actor->entity].sector == "MIL" || a_.entities[*actor->entity].sector == "GOV"));
      if (!state) c.acled_sub_event = "Non-state actor overtakes territory";
    }
  }

  void explain(Claim& c, std::size_t h, const Trigger& trigger, const Modality& modality) const {
    c.why.push_back({"kind", trigger.where, c.trigger, c.kind});
    for (const auto& p : roles_[h].parts) c.why.push_back({std::string(name_of(p.role)), std::string("tree: ") + p.rule, p.span, p.entity ? a_.entities[*p.entity].id : "unresolved"});
    for (const auto& p : c.places) c.why.push_back({"place", "tree: " + std::string(name_of(p.role)), a_.places[p.place].span, a_.places[p.place].name});
    if (!c.time.span.empty()) c.why.push_back({"time", "nearest time expression on the tree", c.time.span, c.time.value});
    c.why.push_back({"realis", modality.rule, modality.span, std::string(name_of(c.realis))});
    for (const auto& v : c.attribution) c.why.push_back({"voice", "attribution around the trigger", v.span, v.entity ? a_.entities[*v.entity].id : "unresolved"});
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (absorbed_[k])
        c.why.push_back({"kind", kinds_.triggers[hits_[k].trigger].where, tree_.span({hits_[k].first, hits_[k].last}), "turned down: " + kind(k).name + ", told by the act in the same sentence"});
  }

  Annotation& a_;
  const Kinds& kinds_;
  bool trace_;
  Tree tree_;
  TokenFacts facts_;
  std::vector<Hit> hits_;
  Slots slots_;
  std::vector<Roles> roles_;
  std::vector<std::uint32_t> kind_of_;  ///< what each hit tells in the end
  std::vector<bool> absorbed_;
  std::vector<std::size_t> into_;  ///< of an absorbed hit: which one took it in
  std::vector<Open> open_;
  std::uint32_t numbers_ = 0;  ///< counts from here on are of persons whom no number counts
};

}  // namespace

void Reader::find_claims(Annotation& a, bool trace) const { Assembler(a, state_->kinds, trace).run(); }

}  // namespace deconflict::claim
