#include "claim/acts.h"

#include <algorithm>
#include <iterator>

#include "base/words.h"
#include "claim/identity.h"
#include "claim/measure.h"
#include "claim/mention.h"
#include "claim/realis.h"
#include "claim/where.h"

namespace deconflict::claim {

bool Acts::has(std::size_t h, Role role) const {
  return std::any_of(roles[h].parts.begin(), roles[h].parts.end(), [&](const auto& p) { return p.role == role; });
}

std::pair<std::size_t, std::size_t> Acts::same_sentence(std::size_t h) const {
  const auto sentence = [&](std::size_t k) { return a.tokens[hits[k].head].sentence; };
  std::size_t from = h, to = h + 1;
  while (from > 0 && sentence(from - 1) == sentence(h)) --from;
  while (to < hits.size() && sentence(to) == sentence(h)) ++to;
  return {from, to};
}

bool Acts::inside_content(std::size_t k, std::size_t h) const {
  TokenIndex at = hits[k].head;
  for (int steps = 0; steps < 4; ++steps) {
    const auto head = tree.head(at);
    if (!head || at < hits[h].head) return false;
    const Deprel d = a.tokens[at].deprel;
    const bool infinitive = d == Deprel::xcomp || ((d == Deprel::ccomp || d == Deprel::acl || d == Deprel::advcl) && tree.child(at, Deprel::mark) && tree.is_word(*tree.child(at, Deprel::mark), "to"));
    const bool demanded = d == Deprel::ccomp && kinds.in("wish", tree.lemma(*head));
    if (!infinitive && !demanded && d != Deprel::obj && d != Deprel::nmod && d != Deprel::obl) return false;
    if (*head == hits[h].head) return true;
    at = *head;
  }
  return false;
}

bool Acts::told_since(std::size_t h) const {
  const TokenIndex noun = hits[h].head;
  if (!is_event_noun(h)) return false;
  if (tree.preposition(noun) == "since") return true;
  const auto verb = tree.head(noun);
  const auto mark = verb ? tree.child(*verb, Deprel::mark) : std::nullopt;
  return mark && is_subject(a.tokens[noun].deprel) && tree.is_word(*mark, "since");
}

bool Acts::done_before(std::size_t h) const {
  constexpr int kSteps = 4;  // up from the noun
  const TokenIndex at = hits[h].head;
  if (a.tokens[at].deprel != Deprel::amod || kinds.triggers[hits[h].trigger].pos != Pos::verb || !tree.head(at)) return false;
  TokenIndex noun = *tree.head(at);
  for (int step = 0; step < kSteps; ++step) {
    const auto over = tree.head(noun);
    if (!over) return false;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (hits[k].head == *over && k != h) return one_of(kind(k).plover_event, {"AID", "CONSULT", "CONCEDE", "COOPERATE"}) || one_of(kind(k).name, {"release", "withdrawal", "surrender"});
    if (!one_of(a.tokens[noun].deprel, {Deprel::conj, Deprel::nmod, Deprel::compound})) return false;
    noun = *over;
  }
  return false;
}

namespace {

class Joiner {
 public:
  explicit Joiner(Acts& acts)
      : acts_(acts), a_(acts.a), tree_(acts.tree), kinds_(acts.kinds), facts_(acts.facts), hits_(acts.hits), roles_(acts.roles), kind_of_(acts.kind_of), slots_(acts.slots), into_(acts.into) {}

  void lend_people() {
    for (std::size_t h = hits_.size(); h-- > 0;) concern(h);
    for (std::size_t h = 0; h < hits_.size(); ++h) take_doers(h), done_by_held(h);
  }

  void join() {
    for (std::size_t h = 0; h < hits_.size(); ++h) told_twice(h);
    for (std::size_t h = 0; h < hits_.size(); ++h) absorb(h);
  }

 private:
  const Kind& kind(std::size_t h) const { return acts_.kind(h); }
  bool has(std::size_t h, Role role) const { return acts_.has(h, role); }
  bool is_event_noun(std::size_t h) const { return acts_.is_event_noun(h); }
  std::pair<std::size_t, std::size_t> same_sentence(std::size_t h) const { return acts_.same_sentence(h); }

  /// "Agreed to lift sanctions on the north", "rejected a request from the court": what is said concerns those whom its content concerns.
  void concern(std::size_t h) {
    if (is_physical(kind(h)) || a_.tokens[hits_[h].head].upos != Upos::VERB || has(h, Role::recipient)) return;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (!acts_.inside_content(k, h)) continue;
      for (const auto& part : roles_[k].parts)
        if (part.role == Role::recipient && part.head > hits_[h].head && facts_.is(part.head, TokenFacts::kNamed | TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kPlace))
          roles_[h].parts.push_back(part);
      if (has(h, Role::recipient)) return;
    }
  }

  /// "The army took the town in fierce fighting": who acts on the verb fights.
  void take_doers(std::size_t h) {
    const TokenIndex noun = hits_[h].head;
    if (!is_event_noun(h) || kind(h).plover_event != "ASSAULT" || has(h, Role::actor) || a_.tokens[noun].deprel != Deprel::obl || definite(a_, tree_, noun)) return;
    const auto verb = tree_.head(noun);
    if (!verb || !one_of(tree_.preposition(noun), {"in", "with", "amid", "after"}) || (tree_.preposition(noun) == "after" && kind(h).name != "armed_clash")) return;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (hits_[k].head != *verb || !is_physical(kind(k)) || tree_.child(*verb, Deprel::nsubj_pass)) continue;
      for (const auto& part : roles_[k].parts)
        if (part.role == Role::actor && facts_.is(part.head, TokenFacts::kArmed)) roles_[h].parts.push_back(part);
    }
  }

  /// "Announced the arrest of two guards for beating a prisoner": the guards did it, not who announced it.
  void done_by_held(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    const auto noun = kind(h).plover_event == "ASSAULT" ? held_for(a_, tree_, kinds_, verb) : std::nullopt;
    if (!noun) return;
    std::vector<Roles::Part> held;
    for (TokenIndex c : tree_.children(*noun)) {
      if (a_.tokens[c].deprel != Deprel::nmod || tree_.preposition(c) != "of") continue;
      for (TokenIndex one : tree_.conjuncts(c)) {
        const Span who = tree_.noun_phrase(one);
        held.push_back({Role::actor, one, who, entity_of(a_, tree_, kinds_, one, who), "held for it"});
      }
    }
    if (held.empty()) return;
    auto& parts = roles_[h].parts;
    std::erase_if(parts, [](const auto& p) { return p.role == Role::actor; });
    parts.insert(parts.begin(), held.begin(), held.end());
  }

  /// "…, killing four and wounding nine": a bare participle of harm goes with the act before it.
  bool trails(std::size_t h) const {
    const TokenIndex i = hits_[h].head;
    const auto lemma = tree_.lemma(i);
    const bool damage = one_of(lemma, {"cause", "inflict"}) && kind(h).name == "destruction";  // "…, causing damage to houses"
    return (damage || kinds_.in("harming", lemma) || kinds_.in("hitting", lemma)) && tree_.surface(i).ends_with("ing") && a_.tokens[i].upos == Upos::VERB && !tree_.child(i, Deprel::aux);
  }

  /// The act in which what k tells ended up.
  std::size_t owner(std::size_t k) const {
    while (into_[k] != hits_.size()) k = into_[k];
    return k;
  }

  /// "Destroyed a convoy and killed four", "nine were killed and four wounded": one act, with all the harm that it did.
  bool goes_on(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    if (a_.tokens[verb].upos != Upos::VERB || a_.tokens[verb].deprel != Deprel::conj || !kinds_.in("harming", tree_.lemma(verb)) || kind(h).plover_event != "ASSAULT") return false;
    const auto before = tree_.head(verb);
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (hits_[k].head != before || kind(k).plover_event != "ASSAULT" || owner(k) == h) continue;
      const bool harms = kinds_.in("harming", tree_.lemma(*before));
      if (!harms && (tree_.child(verb, Deprel::nsubj) || tree_.child(verb, Deprel::nsubj_pass))) continue;
      merge(h, owner(k));
      return true;
    }
    return false;
  }

  /// "Four people were wounded when a bomb exploded" tells one thing: the harm goes with the act that did it.
  void absorb(std::size_t h) {
    if (acts_.absorbed(h) || strikes_back(hits_[h].head) || goes_on(h)) return;
    const auto& name = kind(h).name;
    const bool trailing = trails(h);
    if (name != "harm" && name != "killing" && !trailing) return;
    std::size_t best = hits_.size();
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (k == h || acts_.absorbed(k)) continue;
      // "Raided it again since the massacre in which nine died": they died in the massacre.
      if (acts_.told_since(k) && tree_.dominates(hits_[k].head, hits_[h].head)) return merge(h, k);
      if (kind(k).plover_event != "ASSAULT" || acts_.deed(k) || kind(k).name == "harm" || kind(k).name == "weapons_disrupted" || kind(k).name == "killing" || kind(k).name == "destruction") continue;
      // "Was kidnapped, and his body was found on Monday": two acts; so are "the abduction and murder of the mayor by rebels", by and of the same.
      if (!trailing && kind(k).name == "abduction") {
        if (a_.tokens[hits_[h].head].deprel == Deprel::conj && tree_.head(hits_[h].head) == hits_[k].head && is_event_noun(h)) share(h, k);
        continue;
      }
      if (acts_.told_since(k) || at_another_time(h, k) || told_apart(h, k) || (trailing && kinds_.triggers[hits_[k].trigger].modifier == Slot::place)) continue;
      if (trailing ? (hits_[k].head > hits_[h].head || trails(k)) : (!linked(h, k) && !(alone_with(h, k, from, to) && gap(h, k) < 24))) continue;
      // "Police shot a man dead after an attack": two acts, by two.
      if (!trailing && has(h, Role::actor) && one_of(tree_.preposition(hits_[k].head), {"after", "following", "before"})) continue;
      if (!trailing && a_.tokens[hits_[k].head].upos == Upos::VERB && came_true(h) && !came_true(k)) continue;
      if (best == hits_.size() || gap(h, k) < gap(h, best)) best = k;
    }
    if (best == hits_.size() || by_police(h, best)) return;
    // "Gunmen killed a judge while a bomb exploded, wounding two", where the tree hung the wounding on the gunmen.
    if (trailing && other_clause(hits_[h].head, hits_[best].head)) std::erase_if(roles_[h].parts, [](const auto& p) { return p.role == Role::actor; });
    merge(h, best);
  }

  /// Does the participle hang on another verb than the one of the act, with a clause of "while" between?
  bool other_clause(TokenIndex participle, TokenIndex act) const {
    for (TokenIndex i = act; i-- > a_.sentences[a_.tokens[act].sentence].first_token;)
      if (tree_.is_word(i, "while") && a_.tokens[i].deprel == Deprel::mark) return tree_.head(i) == act && !tree_.dominates(act, participle);
    return false;
  }

  void share(std::size_t h, std::size_t k) {
    auto &mine = roles_[h].parts, &others = roles_[k].parts;
    if (mine.empty()) mine = others;
    else if (others.empty()) others = mine;
  }

  /// "Gunmen killed a judge in Oldtown while a bomb went off in Newtown": a clause with "while" and its own subject tells another act.
  bool told_apart(std::size_t h, std::size_t k) const {
    const TokenIndex x = hits_[h].head, y = hits_[k].head;
    for (TokenIndex i = std::min(x, y) + 1; i < std::max(x, y); ++i) {
      if (!(tree_.is_word(i, "while") || tree_.is_word(i, "whereas")) || a_.tokens[i].deprel != Deprel::mark || !tree_.head(i)) continue;
      const TokenIndex clause = *tree_.head(i);
      const auto in_clause = [&](TokenIndex word) { return word == clause || tree_.dominates(clause, word); };
      if (kinds_.in("harming", tree_.lemma(clause)) && tree_.child(clause, Deprel::nsubj_pass)) continue;  // "was killed while others were hurt in shelling"
      if (clause > i && (tree_.child(clause, Deprel::nsubj) || tree_.child(clause, Deprel::nsubj_pass)) && in_clause(x) != in_clause(y)) return true;
    }
    return false;
  }

  /// "Bombed the port a day after a drone killed a guard": the harm is that of the clause, not of the act beside it.
  bool at_another_time(std::size_t h, std::size_t k) const {
    const TokenIndex verb = hits_[h].head;
    if (a_.tokens[verb].upos != Upos::VERB || trails(h)) return false;
    for (TokenIndex i = hits_[k].last + 1; i < verb; ++i) {
      if (a_.tokens[i].deprel != Deprel::mark || !(tree_.is_word(i, "after") || tree_.is_word(i, "before"))) continue;
      const auto clause = tree_.head(i);
      if (clause && (*clause == verb || (tree_.head(*clause) == verb && a_.tokens[*clause].deprel == Deprel::advcl && *clause < verb))) return true;
    }
    return false;
  }

  /// "Were killed when they tried to storm the post": the harm was done, the storming was not.
  bool came_true(std::size_t h) const {
    const Realis r = modality_of(a_, tree_, kinds_, hits_[h].head).realis;
    return r != Realis::planned && r != Realis::hypothetical && r != Realis::threatened;
  }

  /// "Farmers died in police firing": whoever dies of force used on a crowd was killed by those who used it, which is more
  /// than force; a number of dead says so too.
  bool by_police(std::size_t h, std::size_t act) {
    const auto lemma = tree_.lemma(hits_[h].head);
    if (kind(act).name != "force_against_protesters" || !has(act, Role::actor) || !one_of(lemma, {"kill", "die", "perish", "succumb", "death"})) return false;
    const auto killing = kinds_.find("killing");
    if (!killing) return false;
    for (const std::size_t x : {h, act})
      for (std::uint32_t c : slots_.counts[x])
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
      TokenIndex noun = hits_[k].head;
      if (k == h || acts_.absorbed(k) || kind(k).plover_event != "ASSAULT" || kind(k).name == "harm") continue;
      // "A round of raids killed four".
      if (const auto number = tree_.head(noun); number && a_.tokens[noun].deprel == Deprel::nmod && counts_events(a_, tree_, kinds_, *number)) noun = *number;
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

  /// "Placed a charge which destroyed the post", "a bomb planted by rebels went off": what the weapon did goes with who used it.
  bool by_weapon(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    const Deprel d = a_.tokens[verb].deprel;
    const auto noun = tree_.head(verb);
    if (a_.tokens[verb].upos != Upos::VERB || !noun || kind(h).plover_event != "ASSAULT" || (d != Deprel::acl_relcl && d != Deprel::acl)) return false;
    const Deprel there = a_.tokens[*noun].deprel;
    const bool thrown = d == Deprel::acl_relcl && there == Deprel::obj && !tree_.child(verb, Deprel::nsubj_pass);
    const bool planted = d == Deprel::acl && there == Deprel::nsubj && !tree_.surface(verb).ends_with("ing");
    const auto above = tree_.head(*noun);
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to && (thrown || planted); ++k) {
      if (k == h || hits_[k].head != above || kind(k).plover_event != "ASSAULT" || owner(k) == h) continue;
      const auto& weapons = thrown ? roles_[k].weapons : roles_[h].weapons;
      if (std::none_of(weapons.begin(), weapons.end(), [&](Span w) { return w.contains(a_.tokens[*noun].span); })) continue;
      merge(h, owner(k));
      return true;
    }
    return false;
  }

  /// "The deal signed in …": the participle of the same kind tells what the noun names.
  bool signed_by(std::size_t h) {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      if (k == h || acts_.absorbed(k) || kind(k).name != kind(h).name || a_.tokens[hits_[h].head].upos == Upos::VERB) continue;
      if (tree_.head(hits_[k].head) != hits_[h].head || a_.tokens[hits_[k].head].deprel != Deprel::acl || tree_.child(hits_[k].head, Deprel::mark)) continue;
      merge(h, k);
      return true;
    }
    return false;
  }

  /// "Condemned the raid, describing it as a crime": the participle says how, by the same mouth of the same thing.
  bool says_on(std::size_t h) {
    const TokenIndex verb = hits_[h].head;
    const auto above = tree_.head(verb);
    if (kind(h).name != "accusation" || !above || a_.tokens[verb].upos != Upos::VERB || !tree_.surface(verb).ends_with("ing") || tree_.child(verb, Deprel::nsubj)) return false;
    if (!one_of(a_.tokens[verb].deprel, {Deprel::advcl, Deprel::xcomp, Deprel::acl, Deprel::conj})) return false;
    const auto object = tree_.child(verb, Deprel::obj);
    if (object && !one_of(lower_ascii(tree_.surface(*object)), {"it", "them", "this", "that", "these", "those"})) return false;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      const bool same = hits_[k].head == *above || (a_.tokens[*above].upos != Upos::VERB && tree_.head(*above) == hits_[k].head && hits_[k].head < *above);
      if (k == h || kind(k).name != "accusation" || !same || owner(k) == h) continue;
      merge(h, owner(k));
      return true;
    }
    return false;
  }

  /// "Fighting battles", "delivered aid": the noun and the verb over it tell one thing.
  void told_twice(std::size_t h) {
    if (harm_of_subject(h) || by_weapon(h) || says_on(h)) return;
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
      if (k != h && !acts_.absorbed(h) && hits_[k].head == *verb && ((kind(k).name == kind(h).name && d != Deprel::xcomp) || (!compound && ended_by(k, h))) && owner(k) != h)
        merge(h, owner(k));
  }

  /// "Were ambushed and killed two attackers": what they suffered, and what they did.
  bool strikes_back(TokenIndex verb) const {
    const auto before = tree_.head(verb);
    return before && a_.tokens[verb].deprel == Deprel::conj && tree_.child(*before, Deprel::nsubj_pass) && tree_.child(verb, Deprel::obj) && !tree_.child(verb, Deprel::aux_pass) && !tree_.child(verb, Deprel::nsubj_pass);
  }

  /// Takes into k what h has.
  void merge(std::size_t h, std::size_t k) {
    if (measured_since(a_, tree_, hits_[h].head) != measured_since(a_, tree_, hits_[k].head)) return;
    into_[h] = k;
    auto& into = roles_[k].parts;
    const bool has_actor = has(k, Role::actor);
    for (const auto& p : roles_[h].parts) {
      const bool twice = std::any_of(into.begin(), into.end(), [&](const auto& q) { return q.span == p.span; });
      if (!twice && (p.role == Role::recipient || !has_actor)) into.push_back(p);
    }
    auto& counts = slots_.counts[k];
    counts.insert(counts.end(), slots_.counts[h].begin(), slots_.counts[h].end());
    std::sort(counts.begin(), counts.end());
    counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
    const bool placeless = slots_.places[k].empty(), object = is_object_of(h, k);
    // "In the province, they shot and killed a man in Newtown": where it was told more exactly.
    const auto lies_in = [&](const ClaimPlace& p) {
      return !placeless && std::all_of(slots_.places[k].begin(), slots_.places[k].end(), [&](const ClaimPlace& q) { return wider(a_.places[q.place], a_.places[p.place]); });
    };
    std::vector<ClaimPlace> within;
    std::copy_if(slots_.places[h].begin(), slots_.places[h].end(), std::back_inserter(within), lies_in);
    // "In Ruritania, jets carried out strikes, targeting camps near Oldtown and Newtown"; but an offensive in a town, aimed at one post, is in the town.
    const bool wide = !placeless && trails(h) && std::all_of(slots_.places[k].begin(), slots_.places[k].end(), [&](const ClaimPlace& q) { return a_.places[q.place].precision == Precision::country; });
    if (!within.empty()) slots_.places[k] = std::move(within);
    for (const ClaimPlace& p : slots_.places[h])
      if (placeless || ((object || wide) && std::none_of(slots_.places[k].begin(), slots_.places[k].end(), [&](const ClaimPlace& q) { return q.place == p.place; })))
        slots_.places[k].push_back(p);
    // "Launched strikes on Newtown in the north": the town hangs on the noun, the north on the verb.
    if (object) Where(a_, tree_, kinds_).keep_most_exact(slots_.places[k]);
    if (slots_.times[k].empty()) slots_.times[k] = slots_.times[h];
    if (slots_.said_times[k].empty()) slots_.said_times[k] = slots_.said_times[h];
    roles_[k].weapons.insert(roles_[k].weapons.end(), roles_[h].weapons.begin(), roles_[h].weapons.end());
  }

  bool is_object_of(std::size_t noun, std::size_t verb) const {
    const Deprel d = a_.tokens[hits_[noun].head].deprel;
    return tree_.head(hits_[noun].head) == hits_[verb].head && (d == Deprel::obj || d == Deprel::nsubj_pass);
  }

  /// Is k the only act in the sentence that could have done the harm h, which names no doer of its own?
  bool alone_with(std::size_t h, std::size_t k, std::size_t from, std::size_t to) const {
    for (std::size_t x = from; x < to; ++x)
      if (x != h && x != k && kind(x).plover_event == "ASSAULT" && kind(x).name != "harm") return false;
    return !has(h, Role::actor);
  }

  /// One hangs on the other, or both on one verb ("the blast … killing four").
  bool linked(std::size_t h, std::size_t k) const {
    const TokenIndex x = hits_[h].head, y = hits_[k].head;
    if (tree_.dominates(x, y) || tree_.dominates(y, x)) return true;
    const auto up_x = tree_.head(x), up_y = tree_.head(y);
    return (up_x && up_y && *up_x == *up_y) || (up_x && tree_.dominates(*up_x, y) && a_.tokens[x].deprel != Deprel::conj && gap(h, k) < 16);
  }

  TokenIndex gap(std::size_t x, std::size_t y) const { return hits_[x].head > hits_[y].head ? hits_[x].head - hits_[y].head : hits_[y].head - hits_[x].head; }

  Acts& acts_;
  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  std::vector<Hit>& hits_;
  std::vector<Roles>& roles_;
  std::vector<std::uint32_t>& kind_of_;
  Slots& slots_;
  std::vector<std::size_t>& into_;
};

}  // namespace

void lend_people(Acts& acts) { Joiner(acts).lend_people(); }
void join(Acts& acts) { Joiner(acts).join(); }

}  // namespace deconflict::claim
