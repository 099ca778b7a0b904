#include "claim/roles.h"

#include <algorithm>

#include "base/words.h"
#include "claim/antecedent.h"
#include "claim/company.h"
#include "claim/eligible.h"
#include "claim/identity.h"
#include "claim/nearby.h"
#include "count/terms.h"

namespace deconflict::claim {

namespace {

class Caster {
 public:
  Caster(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const Hit& hit)
      : a_(a), tree_(tree), kinds_(kinds), facts_(facts), hit_(hit), trigger_(kinds.triggers[hit.trigger]), eligible_(a, tree, kinds, facts), who_(a, tree, kinds, facts), company_(a, tree, kinds, facts, who_) {}

  Roles cast() {
    Frame f = frame_of(a_, tree_, kinds_, hit_.head);
    adopt_particle(a_, tree_, f, hit_.first, hit_.last);
    const bool noun = trigger_.pos != Pos::verb;
    const bool quiet = !is_physical(kinds_.all[trigger_.kind]);
    if (quiet && !noun) content();
    for (TokenIndex i : f.subjects) put(driven(i) ? Slot::recipient : trigger_.subject.value_or(Slot::actor), i, "subject");
    for (TokenIndex i : f.agents) put(Slot::actor, i, "by-phrase");
    for (TokenIndex i : f.objects)
      if (!quiet || noun || !has(Role::recipient) || !kinds_.event_nouns.contains(tree_.lemma(i))) put(trigger_.object.value_or(Slot::recipient), i, "object");
    // "Took the mayor hostage", where the tree took them for one name.
    for (TokenIndex c : tree_.children(hit_.last))
      if (hit_.last != hit_.head && enclosed(c) && a_.tokens[c].deprel == Deprel::compound) put(Slot::recipient, c, "object");
    for (TokenIndex i : f.receivers) put(trigger_.to.value_or(Slot::recipient), i, "receiver");
    for (const auto& [preposition, nominal] : f.obliques) oblique(preposition, nominal, noun);
    // "Signed a deal with …", "claimed responsibility for …": what hangs on the object of an empty verb hangs on the verb.
    if (!noun && trigger_.object == Slot::none)
      for (TokenIndex i : f.objects)
        for (TokenIndex c : tree_.children(i))
          if (const auto p = tree_.child(c, Deprel::case_); p && a_.tokens[c].deprel == Deprel::nmod && (trigger_.of || !tree_.is_word(*p, "of"))) oblique(*p, c, noun);
    // "Came under attack from the rebels", "a claim of responsibility for the attack", hung on the noun.
    if (!noun || hit_.head != hit_.last)
      for (TokenIndex t = hit_.first; t <= hit_.last; ++t)
        for (TokenIndex c : tree_.children(t))
          if (const auto p = tree_.child(c, Deprel::case_); t != hit_.head && p && c > hit_.last && a_.tokens[c].deprel == Deprel::nmod) oblique(*p, c, noun);
    if (kinds_.all[trigger_.kind].name == "territory_captured" && !has(Role::recipient))
      for (TokenIndex i : f.objects)
        if (eligible_.nameless_ground(i)) put(Slot::recipient, i, "what was taken");
    // "Forces are stationed at the base".
    if (trigger_.object == Slot::none && kinds_.all[trigger_.kind].name == "deployment" && !has(Role::actor))
      for (TokenIndex i : f.objects)
        if (facts_.is(i, TokenFacts::kArmed)) put(Slot::actor, i, "who is sent");
    for (TokenIndex i : f.modifiers) modifier(i);
    trailing(f);
    told_behind();
    // "Syrian bombing raid": what the tree hung on another word of the trigger.
    if (noun)
      for (TokenIndex t = hit_.first; t <= hit_.last; ++t)
        for (TokenIndex c : tree_.children(t))
          if (t != hit_.head && c < hit_.first && (a_.tokens[c].deprel == Deprel::amod || a_.tokens[c].deprel == Deprel::compound || a_.tokens[c].deprel == Deprel::nmod_poss)) modifier(c);
    std::stable_sort(out_.parts.begin(), out_.parts.end(), [](const auto& x, const auto& y) { return x.role != y.role ? x.role < y.role : x.span < y.span; });
    out_.parts.erase(std::unique(out_.parts.begin(), out_.parts.end(), [](const auto& x, const auto& y) { return x.role == y.role && x.span == y.span; }), out_.parts.end());
    std::erase_if(out_.parts, [&](const auto& p) { return eligible_.reciprocal(p.head); });
    // "Saudi-led coalition strikes": who leads is the coalition.
    std::erase_if(out_.parts, [&](const auto& p) {
      return std::any_of(out_.parts.begin(), out_.parts.end(), [&](const auto& q) { return q.role == p.role && q.entity && q.entity == p.entity && q.span != p.span && q.span.contains(p.span); });
    });
    join_names();
    drop_names_told();
    // Of "a roadside bomb" and the "roadside" in it, the whole stays.
    auto& weapons = out_.weapons;
    std::sort(weapons.begin(), weapons.end(), [](Span x, Span y) { return x.begin != y.begin ? x.begin < y.begin : x.end > y.end; });
    weapons.erase(std::unique(weapons.begin(), weapons.end(), [](Span kept, Span next) { return kept.contains(next); }), weapons.end());
    return std::move(out_);
  }

 private:
  /// "Attorney" and "General Karim Odeh", side by side and one person.
  void join_names() {
    auto& parts = out_.parts;
    for (std::size_t k = 1; k < parts.size();) {
      auto &p = parts[k - 1], &q = parts[k];
      const bool one = p.role == q.role && p.entity && p.entity == q.entity && p.span.end + 1 == q.span.begin && a_.entities[*p.entity].type == MentionType::PER;
      if (!one) {
        ++k;
        continue;
      }
      p.span.end = q.span.end;
      p.head = q.head;
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }

  /// "The deputy Karim Odeh", and "Karim Odeh" once more.
  void drop_names_told() {
    std::erase_if(out_.parts, [&](const auto& p) {
      return std::any_of(out_.parts.begin(), out_.parts.end(), [&](const auto& q) {
        const bool beside = a_.tokens[q.head].span.end + 1 == p.span.begin && q.span.end == p.span.end && q.head < p.head;
        return beside && q.role == p.role && (!p.entity || !q.entity || p.entity == q.entity);
      });
    });
  }

  bool has(Role role) const {
    return std::any_of(out_.parts.begin(), out_.parts.end(), [&](const auto& p) { return p.role == role; });
  }

  /// "Forced thousands to flee": who is made to go suffers it; who goes by himself acts. "Four were killed and several others injured".
  bool driven(TokenIndex subject) const {
    const Deprel d = a_.tokens[subject].deprel;
    const TokenIndex verb = hit_.head;
    if (trigger_.pos == Pos::verb && d == Deprel::nsubj && tree_.head(subject) == verb && a_.tokens[verb].deprel == Deprel::conj && kinds_.in("harming", tree_.lemma(verb)))
      return !tree_.child(verb, Deprel::obj) && !tree_.child(verb, Deprel::aux) && tree_.head(verb) && tree_.child(*tree_.head(verb), Deprel::aux_pass);
    return kinds_.all[trigger_.kind].name == "displacement" && (d == Deprel::obj || d == Deprel::iobj || d == Deprel::nsubj_pass);
  }

  /// Those to whom something goes, hung on the verb or on what they get.
  void getters(const Frame& f) {
    const auto get = [&](TokenIndex i) {
      if (i > f.objects.back() && tree_.preposition(i) == "to" && (facts_.is(i, TokenFacts::kArmed | TokenFacts::kNamed) || is_country(a_, i))) put(Slot::recipient, i, "whom the content concerns");
    };
    for (const auto& [preposition, nominal] : f.obliques) get(nominal);
    for (TokenIndex c : tree_.children(f.objects.back()))
      if (a_.tokens[c].deprel == Deprel::nmod) get(c);
  }

  /// "Refused to meet the envoy", "rejected talks with the rebels", "agreed to let the convoy pass": what is said concerns those
  /// whom its content concerns.
  void content() {
    for (TokenIndex c : tree_.children(hit_.head)) {
      const Deprel d = a_.tokens[c].deprel;
      const bool clause = d == Deprel::xcomp;
      const bool noun = d == Deprel::obj && kinds_.event_nouns.contains(tree_.lemma(c));
      if (!clause && !noun) continue;
      const Frame f = frame_of(a_, tree_, kinds_, c);
      // "Agreed to hand over two suspects to Ruritania": it is agreed with those who get them.
      if (clause && !f.objects.empty()) getters(f);
      if (has(Role::recipient)) return;
      if (clause)
        for (TokenIndex i : f.objects)
          if ((a_.tokens[i].upos != Upos::PRON || i > hit_.head) && !kinds_.event_nouns.contains(tree_.lemma(i))) put(Slot::recipient, i, "whom the content concerns");
      if (has(Role::recipient)) return;
      for (const auto& [preposition, nominal] : f.obliques)
        if (preposition != nominal && nominal > hit_.head && one_of(tree_.lemma(preposition), {"with", "to", "against", "on", "from"}) &&
            facts_.is(nominal, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed | TokenFacts::kPlace))
          put(Slot::recipient, nominal, "whom the content concerns");
      for (TokenIndex i : f.agents)
        if (noun && i > hit_.head) put(Slot::recipient, i, "whom the content concerns");
      if (has(Role::recipient)) return;
    }
  }

  void put(Slot slot, TokenIndex head, const char* rule) {
    if (slot == Slot::none || slot == Slot::place || slot == Slot::from) return;
    const Upos u = a_.tokens[head].upos;
    if (u == Upos::ADP || u == Upos::PUNCT || u == Upos::ADV) return;
    if (slot == Slot::weapon && u == Upos::PRON) return;
    if (tree_.is_word(head, "many") && head + 1 < a_.tokens.size() && tree_.is_word(head + 1, "as")) return;  // "as many as nine farmers"
    // "Two men detonated a bomb": people are no weapon.
    if (slot == Slot::weapon && trigger_.pos == Pos::verb && rule == std::string_view("subject") && eligible_.somebody(head)) slot = Slot::actor;
    if (slot == Slot::weapon) {
      out_.weapons.push_back(tree_.noun_phrase(head));
      return;
    }
    if (slot == Slot::recipient && one_of(tree_.lemma(head), {"body", "corpse", "remains"}))
      if (const auto dead = whose_body(head)) return put(slot, *dead, rule);
    for (TokenIndex h : tree_.conjuncts(head)) {
      if (h != head && (company_.excluded(h) || who_.describes(head, h))) continue;
      one(slot, h, rule);
      // "Leader Karim Odeh and minister Anna Rahim": what the tree coordinates with the name of the first.
      if (const auto name = who_.name_beside(h))
        for (TokenIndex c : tree_.children(*name))
          if (a_.tokens[c].deprel == Deprel::conj && (a_.tokens[c].upos == Upos::NOUN || a_.tokens[c].upos == Upos::PROPN) && who_.name_beside(c - 1) != c) one(slot, c, rule);
      for (TokenIndex named : company_.named_behind(h)) one(slot, named, "named behind");
      if (slot == Slot::recipient && kinds_.all[trigger_.kind].plover_event == "ASSAULT")
        for (TokenIndex next : company_.listed_behind(h)) one(slot, next, "listed behind");
      for (TokenIndex c : tree_.children(h))
        if (company_.listed(h, c)) one(slot, c, rule);
        else if (slot == Slot::recipient && company_.included(c)) one(slot, c, "included");
        else if (const auto companion = company_.companion_in(c)) one(slot, *companion, "companion");
    }
  }

  /// "The bodies of nine farmers": those who died.
  std::optional<TokenIndex> whose_body(TokenIndex body) const {
    for (TokenIndex c : tree_.children(body))
      if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of") return c;
    return std::nullopt;
  }

  /// "The clinic closed after it was shelled", "stopped the bus and set it on fire": the thing that the clause above tells of.
  std::optional<TokenIndex> thing_meant(TokenIndex it) const {
    const auto verb = tree_.head(it);
    if (verb && a_.tokens[it].deprel == Deprel::obj && a_.tokens[*verb].deprel == Deprel::conj && !meant(it)) {
      const auto object = tree_.child(*tree_.head(*verb), Deprel::obj);
      return object && *object < it && kinds_.in("building", tree_.lemma(*object)) ? object : std::nullopt;
    }
    if (!verb || a_.tokens[it].deprel != Deprel::nsubj_pass || a_.tokens[*verb].deprel != Deprel::advcl || meant(it)) return std::nullopt;
    const auto above = tree_.head(*verb);
    for (const Deprel d : {Deprel::nsubj, Deprel::nsubj_pass})
      if (const auto subject = above ? tree_.child(*above, d) : std::nullopt; subject && *subject < it)
        return kinds_.in("building", tree_.lemma(*subject)) || kinds_.in("place_noun", tree_.lemma(*subject)) ? subject : std::nullopt;
    return std::nullopt;
  }

  void one(Slot slot, TokenIndex head, const char* rule) {
    // In "police firing" the doer is a word of the trigger.
    if (head >= hit_.first && head <= hit_.last && !(slot == Slot::actor && head != hit_.head && facts_.is(head, TokenFacts::kArmed)) && !(slot == Slot::recipient && enclosed(head))) return;
    const auto lemma = tree_.lemma(head);
    if (const auto thing = slot == Slot::recipient && lemma == "it" ? thing_meant(head) : std::nullopt) return one(slot, *thing, rule);
    if (lemma == "it" && (slot != Slot::actor || a_.tokens[head].deprel != Deprel::nsubj) && !(a_.tokens[head].deprel == Deprel::nsubj_pass && meant(head))) return;
    if (tree_.is_word(head, "one") && head + 2 < a_.tokens.size() && tree_.is_word(head + 1, "by") && tree_.is_word(head + 2, "one")) return;
    if (one_of(lemma, {"there", "nobody", "none", "nothing", "that", "this", "which", "what", "who", "itself", "himself", "themselves"})) return;
    // "Destroyed a booth": a thing that nothing names is no doer; "[Reporter]" says who speaks.
    if (lemma == "it" && one_of(kinds_.all[trigger_.kind].name, {"destruction", "bombing", "harm"}) && !meant(head)) return;
    if (head > 0 && head + 1 < a_.tokens.size() && tree_.is_word(head - 1, "[") && tree_.is_word(head + 1, "]")) return;
    if (slot == Slot::actor && (kinds_.in("impersonal", lemma) || one_of(lemma, {"half", "third", "quarter", "percent"}))) return;  // "shrank by half"
    if (kinds_.in("no_party", lemma) && !facts_.is(head, TokenFacts::kNamed | TokenFacts::kPerson)) return;
    if (eligible_.measures(head) || ((slot == Slot::actor || lemma == "one") && eligible_.nobody(head))) return;
    const bool event_noun = kinds_.event_nouns.contains(lemma);
    // "The oil tanks were blown up".
    const bool store = (lemma == "tank" && eligible_.stores(head)) || (lemma == "charge" && !is_physical(kinds_.all[trigger_.kind]));
    const bool weapon = !store && !counts_events(a_, tree_, kinds_, head) && !(event_noun && !is_physical(kinds_.all[trigger_.kind])) && (kinds_.in("explosive", lemma) || (kinds_.in("artillery", lemma) && lemma != "gun"));
    if (weapon && !facts_.is(head, TokenFacts::kNamed)) {
      out_.weapons.push_back(tree_.noun_phrase(head));
      if (slot == Slot::actor) doers_of(head);
      return;
    }
    // An event as the subject of another ("the attack killed …") is no actor.
    // What is condemned, denied or looked into may well be one.
    const bool spoken_of = slot == Slot::recipient && one_of(kinds_.all[trigger_.kind].name, {"accusation", "denial", "investigation", "support"});
    const bool event = !spoken_of && kinds_.event_nouns.contains(lemma) && a_.tokens[head].upos == Upos::NOUN && !facts_.is(head, TokenFacts::kArmed | TokenFacts::kPerson);
    if (event) {
      if (slot == Slot::actor && kinds_.all[trigger_.kind].plover_event != "ASSAULT") doers_of(head);
      return;
    }
    // "The number of people killed in the bombing": those who can only suffer are no doers, however the tree hangs them.
    const bool sufferer = one_of(lemma, {"people", "civilian", "child", "victim", "casualty", "passenger", "worshipper", "shopper", "patient"});
    const bool does = trigger_.pos == Pos::verb && ((a_.tokens[head].deprel == Deprel::nsubj && tree_.head(head) == hit_.head) || who_do(head) || goes_on_doing()) && tree_.child(hit_.head, Deprel::obj) && !eligible_.harmed(head);
    if (slot == Slot::actor && sufferer && !does && !answers(head) && kinds_.all[trigger_.kind].plover_event == "ASSAULT") slot = Slot::recipient;
    // "Claimed the lives of two farmers".
    if (slot == Slot::recipient && lemma == "life")
      for (TokenIndex c : tree_.children(head))
        if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of") return put(slot, c, rule);
    // "The windows of the bank": the bank suffers.
    if (slot == Slot::recipient && is_physical(kinds_.all[trigger_.kind]) && kinds_.in("building_part", lemma))
      for (TokenIndex c : tree_.children(head))
        if (a_.tokens[c].deprel == Deprel::nmod && one_of(tree_.preposition(c), {"of", "in", "at"}) && kinds_.in("building", tree_.lemma(c))) return one(slot, c, rule);
    // "Shattered windows in a hotel", hung on the verb.
    if (slot == Slot::recipient && is_physical(kinds_.all[trigger_.kind]) && kinds_.in("building_part", lemma) && tree_.head(head) == hit_.head) {
      const auto known = out_.parts.size();
      for (TokenIndex c : tree_.children(hit_.head))
        if (c > head && is_oblique(a_.tokens[c].deprel) && one_of(tree_.preposition(c), {"in", "at", "of"}) && kinds_.in("building", tree_.lemma(c))) one(slot, c, rule);
      if (out_.parts.size() > known) return;
    }
    Span phrase = who_.phrase_of(head);
    if (slot == Slot::recipient) phrase.end = std::min(phrase.end, company_.end_before_list(head, phrase.end));
    // "Handed over 50 prisoners": the particle is the verb's.
    if (const auto first = tree_.token_at(phrase.begin); first && hit_.last > hit_.head && first == hit_.last && head > hit_.last) phrase.begin = a_.tokens[*first + 1].span.begin;
    if (a_.tokens[head].upos == Upos::PRON)
      if (const Index who = meant(head)) {
        // "The army killed the rebels, calling them traitors": nobody does it to himself without saying so.
        const bool self = slot == Slot::recipient && a_.tokens[head].deprel == Deprel::obj && std::any_of(out_.parts.begin(), out_.parts.end(), [&](const auto& p) { return p.role == Role::actor && p.entity == who; });
        out_.parts.push_back({slot == Slot::actor ? Role::actor : Role::recipient, head, phrase, self ? Index{} : who, rule});
        return;
      }
    if (slot == Slot::actor && kinds_.all[trigger_.kind].plover_event == "ASSAULT" && !eligible_.may_act(head, phrase)) return;
    const bool place_only = facts_.is(head, TokenFacts::kPlace) && !who_.titled(head) && !facts_.is(head, TokenFacts::kNamed | TokenFacts::kArmed | TokenFacts::kPerson);
    const Index entity = who_.known_as(head, phrase);
    const bool besieged = slot == Slot::recipient && one_of(kinds_.all[trigger_.kind].name, {"siege", "destruction"});
    const bool facility = slot == Slot::recipient && kinds_.all[trigger_.kind].plover_event == "ASSAULT" && kinds_.in("building", lower_ascii(lemma));
    const bool aimed_at = slot == Slot::recipient && rule == std::string_view("against") && kinds_.all[trigger_.kind].plover_event == "ASSAULT";
    if (place_only && !entity && !is_country(a_, head) && !besieged && !facility && !aimed_at) return;
    out_.parts.push_back({slot == Slot::actor ? Role::actor : Role::recipient, head, phrase, entity, rule});
  }

  /// "Shot the judge dead", "took the mayor hostage", "pulled the troops out".
  bool enclosed(TokenIndex head) const {
    const bool object = a_.tokens[head].deprel == Deprel::obj && tree_.head(head) == hit_.head && trigger_.words.size() > 1;
    if (object && trigger_.pos == Pos::verb && head > hit_.first && head < hit_.last) return true;
    return trigger_.pos == Pos::verb && head > hit_.head && head < hit_.last && one_of(tree_.lemma(hit_.last), {"dead", "hostage", "captive", "prisoner"});
  }

  /// The entity that a pronoun stands for.
  Index meant(TokenIndex pronoun) const {
    const auto who = antecedent(a_, tree_, kinds_, facts_, pronoun);
    return who ? entity_of(a_, tree_, kinds_, *who, tree_.noun_phrase(*who)) : Index{};
  }

  /// "Backed by Russian airstrikes", "hit by a Syrian missile": whose act or weapon it is acts.
  void doers_of(TokenIndex event) {
    const Frame f = frame_of(a_, tree_, kinds_, event);
    // "A bomb set off by rebels".
    for (TokenIndex c : tree_.children(event)) {
      if (c < event || a_.tokens[c].deprel != Deprel::acl || !kinds_.in("setting_off", tree_.lemma(c))) continue;
      for (TokenIndex i : frame_of(a_, tree_, kinds_, c).agents)
        if (facts_.is(i, TokenFacts::kPerson | TokenFacts::kArmed | TokenFacts::kNamed)) put(Slot::actor, i, "whose act it is");
    }
    for (const auto* list : {&f.agents, &f.modifiers})
      for (TokenIndex i : *list) {
        const auto lemma = tree_.lemma(i);
        if (kinds_.in("no_doer", lemma) || kinds_.in("drone", lemma) || kinds_.in("artillery", lemma) || kinds_.in("aircraft", lemma)) continue;
        if (!facts_.is(i, TokenFacts::kArmed | TokenFacts::kNamed) && !is_country(a_, i) && !eligible_.of_people(i)) continue;
        const Span phrase = list == &f.agents ? tree_.noun_phrase(i) : a_.tokens[i].span;
        out_.parts.push_back({Role::actor, i, phrase, entity_of(a_, tree_, kinds_, i, phrase), "whose act it is"});
      }
  }

  /// "The people who kidnapped the consul".
  bool who_do(TokenIndex head) const {
    const auto who = tree_.child(hit_.head, Deprel::nsubj);
    return who && a_.tokens[hit_.head].deprel == Deprel::acl_relcl && tree_.head(hit_.head) == head && tree_.is_word(*who, "who");
  }

  /// "Four people were seen there, placing a package".
  bool goes_on_doing() const {
    const Deprel d = a_.tokens[hit_.head].deprel;
    return (d == Deprel::advcl || d == Deprel::xcomp || d == Deprel::acl) && lowered(hit_.head).ends_with("ing");
  }

  /// "Ten people were involved in the murder", "people suspected of having killed him".
  bool answers(TokenIndex head) const {
    const auto blames = [&](TokenIndex i) {
      for (const auto words : {"answering", "alleging_verb", "held_for"})
        if (kinds_.in(words, tree_.lemma(i))) return true;
      return false;
    };
    if (const auto above = tree_.head(head); above && *above != hit_.head && blames(*above)) return true;
    const auto& below = tree_.children(head);
    return std::any_of(below.begin(), below.end(), [&](TokenIndex c) { return (a_.tokens[c].deprel == Deprel::acl || a_.tokens[c].deprel == Deprel::amod) && c != hit_.head && blames(c); });
  }

  void oblique(TokenIndex preposition, TokenIndex nominal, bool noun) {
    if (preposition == nominal) return;
    const auto word = tree_.lemma(preposition);
    bool somebody = facts_.is(nominal, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed) || is_country(a_, nominal);
    if (word == "to")  // "sells weapons to the Ruritanians"
      each_overlapping(a_.mentions, a_.tokens[nominal].span, [&](const Mention& m) { somebody = somebody || m.type == MentionType::NORP; });
    // "Backed the president against the rebels": those who are backed are told by the verb.
    if (word == "against" && one_of(kinds_.all[trigger_.kind].name, {"support", "military_support", "cooperation"})) return;
    if (word == "against") return kinds_.in("phenomenon", tree_.lemma(nominal)) ? void() : put(Slot::recipient, nominal, "against");
    if (word == "on" && tree_.lemma(nominal) == "life") return life(nominal);
    if (word == "at" && tree_.lemma(nominal) == "hand" && kinds_.all[trigger_.kind].plover_event == "ASSAULT") return at_hands(nominal);
    if (word == "under" && kinds_.all[trigger_.kind].name == "territory_captured") return controllers(nominal);
    if (word == "in" && !noun && kinds_.in("deed", tree_.lemma(nominal)) && kinds_.all[trigger_.kind].plover_event == "ASSAULT") return attributed(nominal);
    if (word == "between") {
      // "Cut the road between two towns".
      if (!noun && is_physical(kinds_.all[trigger_.kind]) && tree_.child(hit_.head, Deprel::obj)) return;
      // "The blast took place between the shop and the bank".
      if (is_bomb()) {
        for (TokenIndex i : tree_.conjuncts(nominal))
          if (kinds_.in("building", lower_ascii(tree_.lemma(i)))) one(Slot::recipient, i, "what was hit");
        return;
      }
      const auto all = tree_.conjuncts(nominal);
      for (std::size_t k = 0; k < all.size(); ++k) one(k == 0 ? Slot::actor : Slot::recipient, all[k], "between");
      return;
    }
    if (word == "among") return a_.tokens[nominal].upos == Upos::PRON || tree_.is_word(nominal, "others") ? void() : put(kinds_.all[trigger_.kind].name == "harm" || is_explosion() ? Slot::recipient : Slot::actor, nominal, "among");
    if (company_.included(nominal)) return has(Role::recipient) && is_physical(kinds_.all[trigger_.kind]) ? put(Slot::recipient, nominal, "included") : void();
    if (const auto companion = company_.companion_in(nominal)) return put(company_.suffers_too(*companion, preposition, hit_.head, kinds_.all[trigger_.kind], out_.parts) ? Slot::recipient : Slot::actor, *companion, "companion");
    if (word == "with") {
      if (trigger_.with && !kinds_.in("arms_in_hand", tree_.lemma(nominal))) return put(*trigger_.with, nominal, "with");
      if (kinds_.in("arms_in_hand", tree_.lemma(nominal)) || kinds_.in("arms", tree_.lemma(nominal)) || kinds_.in("artillery", tree_.lemma(nominal)) || kinds_.in("explosive", tree_.lemma(nominal)))
        out_.weapons.push_back(tree_.noun_phrase(nominal));
      return;
    }
    if (word == "of") {
      if (trigger_.of) return somebody || *trigger_.of != Slot::actor ? put(*trigger_.of, nominal, "of") : void();
      return noun && somebody ? put(Slot::recipient, nominal, "of") : void();
    }
    // "Did damage to shops", but "damage to the economy": of what has no body the lines of knowledge know.
    if (word == "to" && trigger_.to) return somebody || kinds_.all[trigger_.kind].name == "destruction" || kinds_.in("building", tree_.lemma(nominal)) ? put(*trigger_.to, nominal, "to") : void();
    if (word == "from" && trigger_.from) return somebody ? put(*trigger_.from, nominal, "from") : void();
    if (word == "for" && trigger_.for_) return put(*trigger_.for_, nominal, "for");
    if (word == "over" && trigger_.over) return somebody ? put(*trigger_.over, nominal, "over") : void();
    // "A bomb went off in a market", "in front of the ministry", "planes fired at the compound".
    if (is_explosion() && kinds_.in("building_part", tree_.lemma(nominal)))
      for (TokenIndex c : tree_.children(nominal))
        if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of" && kinds_.in("building", lower_ascii(tree_.lemma(c)))) return put(Slot::recipient, c, "what was hit");
    if ((is_explosion() && one_of(word, {"on", "in", "at", "inside", "within", "into", "outside"})) || (is_bomb() && one_of(word, {"near", "opposite", "beside", "behind"})))
      if (const TokenIndex thing = one_of_them(nominal); kinds_.in("building", lower_ascii(tree_.lemma(thing)))) return put(Slot::recipient, thing, "what was hit");
    if (trigger_.in && one_of(word, {"in", "inside", "at", "on", "under", "underneath", "beneath", "aboard"})) {
      if (!facts_.is(nominal, TokenFacts::kPlace) && kinds_.in("building", tree_.lemma(nominal))) put(*trigger_.in, nominal, "in");
      return;
    }
    if ((word == "on" || word == "upon" || word == "at" || word == "into")) {
      if (trigger_.subject == Slot::recipient || in_town(nominal)) return;
      if (trigger_.on && (somebody || !facts_.is(nominal, TokenFacts::kPlace) || kinds_.all[trigger_.kind].name == "siege")) return put(*trigger_.on, nominal, "on");
      if (somebody && (!facts_.is(nominal, TokenFacts::kPlace) || is_country(a_, nominal))) put(Slot::recipient, nominal, "on");
    }
  }

  /// "At one of the bank's offices": the offices.
  TokenIndex one_of_them(TokenIndex nominal) const {
    if (a_.tokens[nominal].upos != Upos::NUM && !one_of(tree_.lemma(nominal), {"one", "each", "several", "both"})) return nominal;
    for (TokenIndex c : tree_.children(nominal))
      if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of") return c;
    return nominal;
  }

  /// "Carried out two strikes, hitting a bridge": what the participle behind it says was hit.
  void trailing(const Frame& f) {
    if (!is_explosion() || has(Role::recipient)) return;
    for (const auto verb : {std::optional(hit_.head), f.governor}) {
      if (!verb) continue;
      for (TokenIndex c : tree_.children(*verb)) {
        const bool hits = c > *verb && (a_.tokens[c].deprel == Deprel::advcl || a_.tokens[c].deprel == Deprel::acl) && kinds_.in("hitting", tree_.lemma(c)) && tree_.surface(c).ends_with("ing");
        if (const auto object = tree_.child(c, Deprel::obj); hits && object) put(Slot::recipient, *object, "what was hit");
      }
    }
  }

  /// "The dead were two farmers and a driver", "those killed were farmers", "one of the wounded was identified as …": who stands behind suffered it.
  void told_behind() {
    if (kinds_.all[trigger_.kind].plover_event != "ASSAULT") return;
    TokenIndex at = hit_.head;
    auto above = tree_.head(at);
    // "Those killed", "one of the wounded".
    const bool those = above && one_of(a_.tokens[at].deprel, {Deprel::acl, Deprel::acl_relcl}) && tree_.is_word(*above, "those");
    const bool one = above && a_.tokens[at].deprel == Deprel::nmod && tree_.preposition(at) == "of" && one_of(tree_.lemma(*above), {"one", "two", "some", "most", "several", "many"});
    if (those) std::erase_if(out_.parts, [&](const auto& p) { return p.head == *above; });
    if (those || one) at = *above, above = tree_.head(at);
    // "Those who were kidnapped are Karim Odeh, Omar Rahim and …", hung on "those".
    if (those)
      for (TokenIndex c : tree_.children(at))
        if (c > hit_.last && tree_.child(c, Deprel::cop) && is_noun(a_.tokens[c].upos) && is_clause(a_.tokens[c].deprel)) return put(Slot::recipient, c, "who is told behind");
    // "Among the injured are Karim Odeh, Omar Rahim and …".
    if (above && *above > at && a_.tokens[at].deprel == Deprel::nmod && tree_.preposition(at) == "among" && tree_.child(*above, Deprel::cop)) return put(Slot::recipient, *above, "who is told behind");
    const Deprel d = a_.tokens[at].deprel;
    if (!above || (kinds_.all[trigger_.kind].name != "harm" && !those) || has(Role::recipient)) return;
    const Upos u = a_.tokens[*above].upos;
    if (*above > at && d == Deprel::nsubj && tree_.child(*above, Deprel::cop) && (u == Upos::NOUN || u == Upos::PROPN) && facts_.is(*above, TokenFacts::kPerson | TokenFacts::kArmed | TokenFacts::kNamed))
      return put(Slot::recipient, *above, "who is told behind");
    if (!(is_subject(d) || d == Deprel::obj) || tree_.lemma(*above) != "identify") return;
    for (TokenIndex c : tree_.children(*above))
      if (c > *above && is_oblique(a_.tokens[c].deprel) && tree_.preposition(c) == "as") put(Slot::recipient, c, "who is told behind");
  }

  /// "Fell under rebel control", "under the control of the rebels".
  void controllers(TokenIndex control) {
    if (!one_of(tree_.lemma(control), {"control", "rule"})) return;
    for (TokenIndex c : tree_.children(control)) {
      const bool owner = a_.tokens[c].deprel == Deprel::nmod_poss || (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of");
      const bool before = c < control && (eligible_.of_people(c) || (a_.tokens[c].upos != Upos::ADJ && (facts_.is(c, TokenFacts::kArmed | TokenFacts::kNamed) || is_country(a_, c))));
      if (owner || before) put(Slot::actor, c, "who controls");
    }
  }

  /// "An attempt on the life of the general", "on his life".
  void life(TokenIndex nominal) {
    for (TokenIndex c : tree_.children(nominal))
      if (a_.tokens[c].deprel == Deprel::nmod_poss || (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of")) return put(Slot::recipient, c, "whose life");
  }

  /// "Died at the hands of the guards".
  void at_hands(TokenIndex hands) {
    for (TokenIndex c : tree_.children(hands))
      if (a_.tokens[c].deprel == Deprel::nmod_poss || (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of")) put(Slot::actor, c, "at whose hands");
  }

  /// "In an action attributed to the rebels, a bomb destroyed a school".
  void attributed(TokenIndex act) {
    const TokenIndex verb = act + 1;
    if (verb >= a_.tokens.size() || tree_.lemma(verb) != "attribute") return;
    for (TokenIndex c : tree_.children(verb))
      if (c > verb && tree_.preposition(c) == "to") put(Slot::actor, c, "whose act it is");
  }

  /// "Was killed on the city's west side": no side of a war.
  bool in_town(TokenIndex nominal) const {
    if (tree_.lemma(nominal) != "side") return false;
    const auto& words = tree_.children(nominal);
    return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return one_of(tree_.lemma(c), {"west", "east", "north", "south", "western", "eastern", "northern", "southern", "other", "far"}); });
  }

  /// "Russian airstrike", "rebel attack": the doer; "civilian deaths": those who suffer.
  void modifier(TokenIndex i) {
    if (trigger_.modifier) return put(*trigger_.modifier, i, "modifier");
    if (eligible_.is_time(i)) return;
    // "Terrorist attack" blames nobody by name.
    if (kinds_.in("no_doer", lowered(i))) return;
    const bool suffered = kinds_.all[trigger_.kind].name == "harm" || kinds_.all[trigger_.kind].name == "displacement" || victim(i);
    if (a_.tokens[i].deprel == Deprel::nmod_poss && a_.tokens[i].upos == Upos::PRON) {
      // "The town fell. Its capture …": whose it is was taken, unless the words say what they took.
      if (kinds_.all[trigger_.kind].name == "territory_captured" && !tree_.child(hit_.head, Deprel::nmod)) return;
      const Index who = meant(i);
      if (who && std::any_of(out_.parts.begin(), out_.parts.end(), [&](const auto& p) { return p.entity == who; })) return;
      out_.parts.push_back({suffered ? Role::recipient : Role::actor, i, a_.tokens[i].span, who, "possessor"});
      return;
    }
    if (led_by(i) || tree_.lemma(i) == "other") return;
    const Mention* mention = nullptr;
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) {
      if (m.span.contains(a_.tokens[i].span) && m.type != MentionType::LOC && m.type != MentionType::FAC && m.type != MentionType::WEAPON) mention = &m;
    });
    const bool harm = suffered;
    if (mention != nullptr && mention->span.end <= a_.tokens[hit_.head].span.end + 1) {
      // In "police firing" the doer is a word of the trigger.
      const Span span{mention->span.begin, i >= hit_.first ? a_.tokens[i].span.end : std::min(mention->span.end, a_.tokens[hit_.first].span.begin)};
      out_.parts.push_back({harm ? Role::recipient : Role::actor, i, trimmed(span), mention->entity, "modifier"});
      return;
    }
    // "Turkish shelling": a people's adjective that is no name of its own says whose.
    if (eligible_.of_nation(i) && !harm) {
      out_.parts.push_back({Role::actor, i, a_.tokens[i].span, {}, "modifier"});
      return;
    }
    if (kinds_.in("drone", tree_.lemma(i)) || kinds_.in("artillery", tree_.lemma(i)) || kinds_.in("explosive", tree_.lemma(i))) {
      out_.weapons.push_back(a_.tokens[i].span);
      return;
    }
    if (facts_.is(i, TokenFacts::kPerson) || (a_.tokens[i].deprel == Deprel::nmod_poss && a_.tokens[i].upos == Upos::NOUN && victim(i))) {
      out_.parts.push_back({Role::recipient, i, a_.tokens[i].span, {}, "modifier"});
    } else if (facts_.is(i, TokenFacts::kArmed) && !kinds_.in("aircraft", tree_.lemma(i))) {
      out_.parts.push_back({harm ? Role::recipient : Role::actor, i, a_.tokens[i].span, entity_of(a_, tree_, kinds_, i, a_.tokens[i].span), "modifier"});
    }
  }

  /// "The minister's murder", "the Jesuits' slaying", but "the army's killing of …", "police killings".
  bool victim(TokenIndex i) const {
    if (trigger_.pos != Pos::noun || trigger_.of != Slot::recipient || !befalls_one(kinds_.all[trigger_.kind].name)) return false;
    // "Bishop Karim Odeh's murder": title and name are both before it.
    if (std::any_of(out_.parts.begin(), out_.parts.end(), [](const auto& p) { return p.role == Role::recipient && p.rule != std::string_view("modifier"); })) return false;
    if (a_.tokens[i].upos == Upos::PRON) return true;
    if (a_.tokens[i].deprel == Deprel::nmod_poss && tree_.lemma(hit_.head) != "killing" && !by_body(i)) return true;
    if (facts_.is(i, TokenFacts::kArmed)) return false;
    bool person = facts_.is(i, TokenFacts::kPerson);
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) {
      if (m.span.contains(a_.tokens[i].span)) person = person || m.type == MentionType::PER || m.type == MentionType::NORP;
    });
    return person;
  }

  /// "The army's murder of …", "the rebels' kidnappings": but "the commander's murder", "the announcer's".
  bool by_body(TokenIndex i) const {
    const auto& words = tree_.children(hit_.head);
    if (std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c > i && tree_.preposition(c) == "of"; })) return true;
    const bool one = lowered(i) == lower_ascii(tree_.lemma(i)) && count::term_of(tree_.surface(i)).role == count::Role::person;
    bool body = facts_.is(i, TokenFacts::kArmed) && !one;
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { body = body || (!one && (m.type == MentionType::MIL || m.type == MentionType::GOV || m.type == MentionType::LOC)); });
    return body || is_country(a_, i);
  }

  static bool befalls_one(std::string_view kind) { return kind == "killing" || kind == "abduction" || kind == "torture" || kind == "sexual_violence" || kind == "arrest"; }

  /// "US-led raids": who leads acts.
  bool led_by(TokenIndex i) {
    const auto form = tree_.surface(i);
    Span who;
    if (form.ends_with("-led") && form.size() > 4) who = {a_.tokens[i].span.begin, a_.tokens[i].span.end - 4};
    else if (tree_.is_word(i, "led") && i > 1 && tree_.is_word(i - 1, "-") && a_.tokens[i - 1].sentence == a_.tokens[i].sentence) who = a_.tokens[i - 2].span;
    else return false;
    Index entity;
    each_overlapping(a_.mentions, who, [&](const Mention& m) {
      if (m.entity && m.type != MentionType::FAC && m.type != MentionType::WEAPON) entity = m.entity;
    });
    out_.parts.push_back({Role::actor, i, who, entity, "leader"});
    return true;
  }

  bool is_explosion() const {
    return one_of(kinds_.all[trigger_.kind].name, {"airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "grenade", "chemical_attack"});
  }

  bool is_bomb() const { return one_of(kinds_.all[trigger_.kind].name, {"bombing", "suicide_bombing"}); }

  std::string lowered(TokenIndex i) const { return lower_ascii(tree_.surface(i)); }

  Span trimmed(Span s) const {
    while (s.end > s.begin + 1 && (a_.text[s.end - 1] == ' ' || a_.text[s.end - 1] == '-')) --s.end;
    return s;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  const Hit& hit_;
  const Trigger& trigger_;
  const Eligible eligible_;
  const Identity who_;
  const Company company_;
  Roles out_;
};

}  // namespace

Roles roles_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const Hit& hit) { return Caster(a, tree, kinds, facts, hit).cast(); }

}  // namespace deconflict::claim
