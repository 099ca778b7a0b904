#include "claim/trigger.h"

#include <algorithm>

#include "claim/forms.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

bool is_noun(Upos u) { return u == Upos::NOUN || u == Upos::PROPN; }

/// Runs over the tokens that a span covers.
template <class F>
void each_token(const Annotation& a, const Tree& tree, Span span, F&& f) {
  const auto first = tree.token_at(span.begin);
  if (!first) return;
  for (TokenIndex i = *first; i < a.tokens.size() && a.tokens[i].span.begin < span.end; ++i) f(i);
}

/// "Killed in police firing": an "-ing" word behind a bare noun and a preposition is a noun, whatever it was taken for.
bool gerund_of_compound(const Annotation& a, const Tree& tree, TokenIndex i) {
  if (a.tokens[i].upos != Upos::VERB || !tree.surface(i).ends_with("ing") || i < 2) return false;
  const auto s = a.tokens[i].sentence;
  if (a.tokens[i - 2].sentence != s || !is_noun(a.tokens[i - 1].upos) || tree.surface(i - 1).ends_with("s")) return false;
  const Upos before = a.tokens[i - 2].upos;
  if (before != Upos::ADP && before != Upos::DET && a.tokens[i - 2].deprel != Deprel::mark) return false;
  return !tree.child(i, Deprel::obj) && !tree.child(i, Deprel::aux);
}

class Matcher {
 public:
  Matcher(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) : a_(a), tree_(tree), kinds_(kinds), facts_(facts) {
    forms_.reserve(a.tokens.size());
    for (TokenIndex i = 0; i < a.tokens.size(); ++i) forms_.push_back(other_form(i));
  }

  std::vector<Hit> run() {
    std::vector<Hit> hits;
    for (const Sentence& s : a_.sentences) {
      if (s.boilerplate) continue;
      for (TokenIndex i = s.first_token; i < s.last_token; ++i) {
        std::optional<Hit> best;
        auto found = kinds_.by_first_word.find(a_.tokens[i].upos == Upos::PROPN ? lowered(i) : a_.tokens[i].lemma);
        if (found == kinds_.by_first_word.end() && !forms_[i].empty()) found = kinds_.by_first_word.find(forms_[i]);
        if (found == kinds_.by_first_word.end()) found = kinds_.by_first_word.find(lowered(i));
        if (found == kinds_.by_first_word.end() || inside_time(i)) continue;
        std::optional<Frame> frame;
        for (std::uint32_t t : found->second) {
          auto hit = match(t, i, s);
          if (!hit) continue;
          if (!kinds_.triggers[t].conditions.empty()) {
            if (!frame || frame_at_ != hit->head) {
              frame = frame_of(a_, tree_, kinds_, hit->head);
              frame_at_ = hit->head;
            }
            Frame own = *frame;
            adopt_particle(a_, tree_, own, *hit);
            if (!holds(kinds_.triggers[t], *hit, own, s)) continue;
          }
          if (!best || better(*hit, *best)) best = hit;
        }
        if (!best) continue;
        if (!hits.empty() && hits.back().last >= best->first) {
          if (better(*best, hits.back())) hits.back() = *best;
          continue;
        }
        hits.push_back(*best);
      }
    }
    return hits;
  }

 private:
  /// Beside the lemma, a form that the word may come from and that some list has; empty without one.
  std::string other_form(TokenIndex i) const {
    const Token& t = a_.tokens[i];
    if (t.upos != Upos::VERB && t.upos != Upos::NOUN && t.upos != Upos::PROPN) return {};
    for (auto& form : base_forms(tree_.surface(i)))
      if (form != t.lemma && kinds_.vocabulary.count(form) != 0) return std::move(form);
    return {};
  }

  std::string lowered(TokenIndex i) const {
    std::string out(tree_.surface(i));
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
  }

  static bool better(const Hit& x, const Hit& y) {
    const auto length = [](const Hit& h) { return h.last - h.first; };
    if (x.score != y.score) return x.score + 0.05 * length(x) > y.score + 0.05 * length(y);
    return length(x) > length(y);
  }

  std::optional<Hit> match(std::uint32_t t, TokenIndex i, const Sentence& s) const {
    const Trigger& trigger = kinds_.triggers[t];
    if (!trigger.acts.empty()) return std::nullopt;  // seen once the acts are known
    const Upos u = a_.tokens[i].upos;
    Hit hit{i, i, i, t, trigger.score};
    switch (trigger.pos) {
      case Pos::verb: {
        const bool participle = u == Upos::ADJ && (tree_.surface(i).ends_with("ed") || tree_.surface(i).ends_with("en"));
        if (u != Upos::VERB && !(participle && trigger.words.size() == 1)) return std::nullopt;
        // "Iran-backed", "outlawed", "captured" before a noun say what it is like; only violence and captivity are worth a claim there.
        const bool before_noun = a_.tokens[i].deprel == Deprel::amod;
        const bool glued = i > s.first_token && tree_.is_word(i - 1, "-") && a_.tokens[i - 1].span.end == a_.tokens[i].span.begin;
        const Kind& kind = kinds_.all[trigger.kind];
        if (before_noun && (glued || (kind.plover_event != "ASSAULT" && kind.name != "siege" && kind.name != "arrest"))) return std::nullopt;
        if (participle) hit.score -= 0.1;
        break;
      }
      case Pos::noun:
        // A phrase may begin with an adjective or a tagged-wrong verb ("suicide attack", "rocket fire").
        if (trigger.words.size() == 1 && !is_noun(u) && !gerund_of_compound(a_, tree_, i) && !stands_as_noun(i)) return std::nullopt;
        if (trigger.words.size() == 1 && (inside_name(i) || only_qualifies(i))) return std::nullopt;
        break;
      case Pos::adjective:
        if (u != Upos::ADJ && u != Upos::NOUN) return std::nullopt;
        break;
      case Pos::auxiliary:
        return std::nullopt;
    }
    const TokenIndex reach = trigger.pos == Pos::verb ? 3 : 1;
    TokenIndex at = i;
    for (std::size_t w = 1; w < trigger.words.size(); ++w) {
      bool found = false;
      for (TokenIndex k = at + 1, seen = 0; k < s.last_token && seen < reach; ++k) {
        if (tree_.is_word(k, "-")) continue;
        ++seen;
        if (a_.tokens[k].lemma == trigger.words[w] || forms_[k] == trigger.words[w] || tree_.is_word(k, trigger.words[w])) {
          at = k;
          found = true;
          break;
        }
        if (a_.tokens[k].upos == Upos::PUNCT) break;
      }
      if (!found) return std::nullopt;
    }
    hit.last = at;
    // "Car bomb", but "claim of responsibility".
    if (trigger.pos != Pos::verb) hit.head = trigger.words.size() > 2 && trigger.words[1] == "of" ? i : at;
    // Particles that stand apart are no part of the words shown.
    if (trigger.pos == Pos::verb && hit.last > hit.first + trigger.words.size() + 1) hit.last = hit.first;
    return hit;
  }

  /// "Injured in the blast", taken for an adjective.
  bool stands_as_noun(TokenIndex i) const {
    const Deprel d = a_.tokens[i].deprel;
    return a_.tokens[i].upos == Upos::ADJ && (d == Deprel::obl || d == Deprel::obj || d == Deprel::nsubj || d == Deprel::nsubj_pass || d == Deprel::nmod) && (tree_.child(i, Deprel::det) || tree_.child(i, Deprel::case_));
  }

  /// "March" of "in March" is no march.
  bool inside_time(TokenIndex i) const {
    const auto at = a_.tokens[i].span;
    const auto it = std::upper_bound(a_.times.begin(), a_.times.end(), at.begin, [](std::uint32_t b, const Timex& t) { return b < t.span.end; });
    return it != a_.times.end() && it->span.contains(at);
  }

  /// An event noun inside a longer name ("War Office", "special operations units") is no event.
  bool inside_name(TokenIndex i) const {
    bool inside = false;
    const bool capital = tree_.surface(i).front() >= 'A' && tree_.surface(i).front() <= 'Z';
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) {
      if (m.type == MentionType::NORP || m.type == MentionType::WEAPON) return;
      inside = inside || m.span.end > a_.tokens[i].span.end || (capital && a_.tokens[i].upos == Upos::PROPN && m.span.begin < a_.tokens[i].span.begin);
    });
    return inside;
  }

  /// "Liberation front", "combat troops", "attack helicopter": the noun only says what sort its head is.
  bool only_qualifies(TokenIndex i) const {
    const auto head = tree_.head(i);
    if (a_.tokens[i].deprel != Deprel::compound || !head || *head < i || !is_noun(a_.tokens[*head].upos)) return false;
    return kinds_.event_nouns.find(tree_.lemma(*head)) == kinds_.event_nouns.end();
  }

  /// The lemmatizer keeps some plurals ("troops", "supplies"); the knowledge names the singular.
  static std::string singular(std::string_view lemma) {
    if (lemma.size() > 4 && lemma.ends_with("ies")) return std::string(lemma.substr(0, lemma.size() - 3)) + "y";
    return std::string(lemma.substr(0, lemma.size() - 1));
  }

  bool test(const WordTest& t, TokenIndex i) const {
    const auto& lemma = a_.tokens[i].lemma;
    if (lemma.size() > 3 && lemma.ends_with("s") && a_.tokens[i].upos == Upos::NOUN && t.words.count(singular(lemma)) != 0) return true;
    if (t.any || t.words.count(lemma) != 0 || (!forms_[i].empty() && t.words.count(forms_[i]) != 0) || (a_.tokens[i].upos == Upos::PROPN && t.words.count(lowered(i)) != 0)) return true;
    if (t.number && a_.tokens[i].upos == Upos::NUM) return true;
    return (t.place && facts_.is(i, TokenFacts::kPlace)) || (t.armed && facts_.is(i, TokenFacts::kArmed)) || (t.person && facts_.is(i, TokenFacts::kPerson)) ||
           (t.named && facts_.is(i, TokenFacts::kNamed)) || (t.proper && a_.tokens[i].upos == Upos::PROPN && !facts_.is(i, TokenFacts::kPerson));
  }

  /// A nominal passes by its head, its compounds or what it is a part or number of ("one of the soldiers").
  bool test_nominal(const WordTest& t, TokenIndex i) const {
    for (TokenIndex h : tree_.conjuncts(i)) {
      if (test(t, h)) return true;
      for (TokenIndex c : tree_.children(h)) {
        const Deprel d = a_.tokens[c].deprel;
        if ((d == Deprel::compound || d == Deprel::amod || d == Deprel::flat) && test(t, c)) return true;
        if (d == Deprel::nmod && tree_.preposition(c) == "of" && test(t, c)) return true;
      }
    }
    return false;
  }

  bool any(const WordTest& t, const std::vector<TokenIndex>& list) const {
    return std::any_of(list.begin(), list.end(), [&](TokenIndex i) { return test_nominal(t, i); });
  }

  bool holds(const Trigger& trigger, const Hit& hit, const Frame& f, const Sentence& s) const {
    return std::all_of(trigger.conditions.begin(), trigger.conditions.end(), [&](const Condition& c) { return holds(c, hit, f, s) != c.negative; });
  }

  bool holds(const Condition& c, const Hit& hit, const Frame& f, const Sentence& s) const {
    using W = Condition::Where;
    switch (c.where) {
      case W::subject:
        return any(c.test, f.subjects) || any(c.test, f.agents);
      case W::object:
        return any(c.test, f.objects);
      case W::modifier:
        return std::any_of(f.modifiers.begin(), f.modifiers.end(), [&](TokenIndex i) { return test(c.test, i); }) ||
               (hit.head > s.first_token && test(c.test, hit.head - 1));
      case W::complement:
        return std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return test_nominal(c.test, o.second); });
      case W::prep:
        return std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return o.first != o.second && c.test.words.count(a_.tokens[o.first].lemma) != 0; }) ||
               (hit.last + 1 < s.last_token && c.test.words.count(a_.tokens[hit.last + 1].lemma) != 0);
      case W::preposed:
        return c.test.words.count(std::string(tree_.preposition(hit.head))) != 0;
      case W::aux: {
        const auto all = tree_.children(hit.head);
        return std::any_of(all.begin(), all.end(), [&](TokenIndex i) {
          const Deprel d = a_.tokens[i].deprel;
          return (d == Deprel::aux || d == Deprel::advmod) && i < hit.head && c.test.words.count(a_.tokens[i].lemma) != 0;
        });
      }
      case W::next:
        return hit.last + 1 < s.last_token && test(c.test, tree_.is_word(hit.last + 1, "-") && hit.last + 2 < s.last_token ? hit.last + 2 : hit.last + 1);
      case W::before:
        return hit.first > s.first_token && test(c.test, hit.first - 1);
      case W::near: {
        constexpr TokenIndex kReach = 25;
        const TokenIndex from = hit.first > s.first_token + kReach ? hit.first - kReach : s.first_token;
        const TokenIndex to = std::min(s.last_token, hit.last + kReach);
        for (TokenIndex i = from; i < to; ++i)
          if ((i < hit.first || i > hit.last) && test(c.test, i)) return true;
        return false;
      }
    }
    return false;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  TokenIndex frame_at_ = 0;
  std::vector<std::string> forms_;
};

bool is_relative(const Annotation& a, const Tree& tree, TokenIndex i) {
  return a.tokens[i].upos == Upos::PRON && (tree.is_word(i, "who") || tree.is_word(i, "which") || tree.is_word(i, "that"));
}

/// A participle with a form of "be": passive, whatever the relation of its subject was taken for.
bool is_passive(const Annotation& a, const Tree& tree, TokenIndex verb) {
  if (tree.child(verb, Deprel::nsubj_pass) || tree.child(verb, Deprel::aux_pass)) return true;
  const auto form = tree.surface(verb);
  const bool participle = a.tokens[verb].upos == Upos::VERB && form != tree.lemma(verb) && !form.ends_with("ing") && !form.ends_with("s");
  if (!participle) return false;
  for (TokenIndex c : tree.children(verb))
    if ((a.tokens[c].deprel == Deprel::aux || a.tokens[c].deprel == Deprel::cop) && tree.lemma(c) == "be") return true;
  return false;
}

/// Whose plan, battle or statement it is: its possessor, whom it comes from, or the subject of the verb that it is the object of.
std::optional<TokenIndex> holder_of(const Annotation& a, const Tree& tree, TokenIndex noun) {
  if (const auto possessor = tree.child(noun, Deprel::nmod_poss)) return possessor;
  for (TokenIndex c : tree.children(noun))
    if (a.tokens[c].deprel == Deprel::nmod && (tree.preposition(c) == "by" || tree.preposition(c) == "from")) return c;
  const auto verb = tree.head(noun);
  if (!verb || a.tokens[noun].deprel != Deprel::obj) return {};
  return tree.child(*verb, Deprel::nsubj);
}

/// Nouns whose preposition follows at once ("attacks by …", "clashes between …"), whatever the tree hung it on; "between" may
/// stand a little further on.
void adjacent(const Annotation& a, const Tree& tree, TokenIndex noun, Frame& f) {
  constexpr TokenIndex kFar = 12;
  for (TokenIndex i = noun + 1; i < a.tokens.size() && i < noun + kFar && a.tokens[i].sentence == a.tokens[noun].sentence; ++i) {
    if (tree.head(noun) == i) continue;  // "fighting raged between …"
    if (a.tokens[i].upos == Upos::VERB || a.tokens[i].upos == Upos::PUNCT) return;
    if (a.tokens[i].deprel != Deprel::case_) continue;
    const bool between = tree.is_word(i, "between");
    if (i > noun + 1 && !between) continue;
    const auto nominal = tree.head(i);
    if (!nominal || *nominal <= i) continue;
    const bool known = std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return o.first == i; }) || std::find(f.agents.begin(), f.agents.end(), *nominal) != f.agents.end();
    if (known) continue;
    if (tree.is_word(i, "by")) f.agents.push_back(*nominal);
    else if (between || tree.is_word(i, "against") || tree.is_word(i, "on") || tree.is_word(i, "from") || tree.is_word(i, "with")) f.obliques.emplace_back(i, *nominal);
  }
}

/// "Accused the rebels of the attack", "attributed it to them", "claimed responsibility for it": who is said to have done it.
void blamed(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun, Frame& f) {
  const auto up = tree.head(noun);
  if (!up) return;
  const Deprel d = a.tokens[noun].deprel;
  const auto preposition = tree.preposition(noun);
  const auto lemma = tree.lemma(*up);
  const bool accusing = preposition == "for" || preposition == "of" || preposition == "with";
  const auto over = tree.head(*up);
  if (accusing && d == Deprel::nmod && a.tokens[*up].deprel == Deprel::obj && over && a.tokens[*over].upos == Upos::VERB && kinds.in("alleging_verb", tree.lemma(*over))) {
    f.agents.push_back(*up);  // "blamed separatists for an ambush", where the tree hung the ambush on them
  } else if (a.tokens[*up].upos == Upos::VERB && kinds.in("alleging_verb", lemma) && d == Deprel::obl && accusing) {
    for (TokenIndex c : tree.children(*up))
      if (a.tokens[c].deprel == Deprel::obj || a.tokens[c].deprel == Deprel::nsubj_pass) f.agents.push_back(c);
  } else if (a.tokens[*up].upos == Upos::VERB && (lemma == "attribute" || lemma == "blame" || lemma == "pin") && (d == Deprel::obj || d == Deprel::nsubj_pass)) {
    for (TokenIndex c : tree.children(*up))
      if (a.tokens[c].deprel == Deprel::obl && (tree.preposition(c) == "to" || tree.preposition(c) == "on")) f.agents.push_back(c);
    // "Blamed the bombing on the rebels", hung on the bombing.
    if (lemma != "attribute")
      std::erase_if(f.obliques, [&](const auto& o) {
        const bool doer = tree.is_word(o.first, "on") && a.tokens[o.second].deprel == Deprel::nmod;
        if (doer) f.agents.push_back(o.second);
        return doer;
      });
  } else if ((lemma == "responsibility" || lemma == "credit") && d == Deprel::nmod && preposition == "for") {
    if (const auto verb = tree.head(*up); verb && a.tokens[*up].deprel == Deprel::obj)
      for (TokenIndex c : tree.children(*verb))
        if (a.tokens[c].deprel == Deprel::nsubj) f.agents.push_back(c);
  } else if ((lemma == "claim" || lemma == "take") && d == Deprel::obl && preposition == "for") {
    bool responsibility = false;
    for (TokenIndex c : tree.children(*up)) responsibility = responsibility || (a.tokens[c].deprel == Deprel::obj && (tree.lemma(c) == "responsibility" || tree.lemma(c) == "credit"));
    if (responsibility)
      for (TokenIndex c : tree.children(*up))
        if (a.tokens[c].deprel == Deprel::nsubj) f.agents.push_back(c);
  }
}

}  // namespace

TokenFacts token_facts(const Annotation& a, const Tree& tree, const Kinds& kinds) {
  TokenFacts facts;
  facts.bits.assign(a.tokens.size(), 0);
  for (TokenIndex i = 0; i < a.tokens.size(); ++i) {
    if (!is_noun(a.tokens[i].upos) && a.tokens[i].upos != Upos::PRON && a.tokens[i].upos != Upos::ADJ) continue;
    if (kinds.in("armed", tree.lemma(i))) facts.bits[i] |= TokenFacts::kArmed;
    if (kinds.in("person", tree.lemma(i))) facts.bits[i] |= TokenFacts::kPerson;
    if (a.tokens[i].upos == Upos::PRON && (tree.is_word(i, "he") || tree.is_word(i, "she") || tree.is_word(i, "him") || tree.is_word(i, "her"))) facts.bits[i] |= TokenFacts::kPerson;
  }
  for (const Place& p : a.places) each_token(a, tree, p.span, [&](TokenIndex i) { facts.bits[i] |= TokenFacts::kPlace; });
  for (const Mention& m : a.mentions) {
    std::uint8_t bits = 0;
    switch (m.type) {
      case MentionType::MIL: bits = TokenFacts::kArmed | TokenFacts::kNamed; break;
      case MentionType::PER: bits = TokenFacts::kPerson | TokenFacts::kNamed; break;
      case MentionType::GOV: case MentionType::ORG: bits = TokenFacts::kNamed; break;
      case MentionType::NORP:
        if (m.entity && (a.entities[*m.entity].sector == "REB" || a.entities[*m.entity].sector == "MIL")) bits = TokenFacts::kArmed;
        break;
      case MentionType::LOC:
      case MentionType::FAC: {
        // "Sinjar", but not "a police station" or "the town", which may be what is attacked.
        bool named = false;
        each_token(a, tree, m.span, [&](TokenIndex i) { named = named || a.tokens[i].upos == Upos::PROPN; });
        if (named) bits = TokenFacts::kPlace;
        break;
      }
      case MentionType::WEAPON: break;
    }
    each_token(a, tree, m.span, [&](TokenIndex i) { facts.bits[i] |= bits; });
  }
  return facts;
}

namespace {

/// "The convoy they struck": a relative clause with a subject of its own, no object and no pronoun ("who", "where", "when") for the noun.
bool lacks_object(const Annotation& a, const Tree& tree, TokenIndex verb, const Frame& f) {
  const auto noun = tree.head(verb);
  if (!noun || a.tokens[verb].deprel != Deprel::acl_relcl || f.subjects.size() != 1 || f.subjects.front() <= *noun || is_passive(a, tree, verb)) return false;
  bool time = false;
  each_overlapping(a.times, a.tokens[*noun].span, [&](const Timex&) { time = true; });
  if (time) return false;
  for (TokenIndex c : tree.children(verb))
    if (is_clause(a.tokens[c].deprel) || tree.is_word(c, "where") || tree.is_word(c, "when") || tree.is_word(c, "why") || tree.is_word(c, "which") || tree.is_word(c, "whom") || tree.is_word(c, "that")) return false;
  return true;
}

}  // namespace

Frame frame_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at) {
  Frame f;
  const bool gerund = gerund_of_compound(a, tree, at);
  // "Fighting raged": a bare gerund as a subject is a noun too.
  const bool subject = a.tokens[at].upos == Upos::VERB && tree.surface(at).ends_with("ing") && !tree.child(at, Deprel::obj) &&
                       (a.tokens[at].deprel == Deprel::nsubj || a.tokens[at].deprel == Deprel::nsubj_pass);
  const bool nominal = is_noun(a.tokens[at].upos) || a.tokens[at].upos == Upos::ADJ || gerund || subject;
  auto take = [&](TokenIndex verb, bool own) {
    const bool passive = is_passive(a, tree, verb);
    for (TokenIndex c : tree.children(verb)) {
      switch (a.tokens[c].deprel) {
        case Deprel::nsubj: case Deprel::nsubj_outer: (own && passive ? f.objects : f.subjects).push_back(c); break;
        case Deprel::nsubj_pass: (own ? f.objects : f.subjects).push_back(c); break;
        case Deprel::obj:
          if (own) f.objects.push_back(c);
          break;
        case Deprel::iobj:
          if (own) (tree.child(verb, Deprel::obj) ? f.receivers : f.objects).push_back(c);
          break;
        case Deprel::obl_agent: {
          const auto preposition = tree.child(c, Deprel::case_);  // without "by" it was the object
          (preposition || !own ? f.agents : f.objects).push_back(c);
          break;
        }
        case Deprel::obl: case Deprel::nmod: case Deprel::obl_unmarked: {
          const auto preposition = tree.child(c, Deprel::case_);
          // "At least four people were killed" is no place.
          const TokenIndex first = tree.subtree(c).first;
          const bool number = tree.is_word(first, "at") && first + 1 < c && (tree.is_word(first + 1, "least") || tree.is_word(first + 1, "most"));
          // "Broke off negotiations": a bare nominal behind a verb with a particle is its object, whatever it was taken for.
          const bool bare = own && !preposition && c > verb && a.tokens[c].deprel == Deprel::obl && tree.child(verb, Deprel::compound_prt) && !tree.child(verb, Deprel::obj);
          if (bare) f.objects.push_back(c);
          else if (number && own) ((passive || c > verb) ? f.objects : f.subjects).push_back(c);
          else if (preposition && tree.is_word(*preposition, "by")) f.agents.push_back(c);
          else f.obliques.emplace_back(preposition ? *preposition : c, c);
          break;
        }
        default: break;
      }
    }
  };
  auto inherit_subject = [&](TokenIndex verb) {  // "to attack", "after crossing", "and shelled"
    TokenIndex up = verb;
    for (int steps = 0; steps < 4 && f.subjects.empty() && f.agents.empty(); ++steps) {
      const Deprel d = a.tokens[up].deprel;
      const auto head = tree.head(up);
      if (!head) return;
      if (d == Deprel::acl_relcl || d == Deprel::acl) {
        // "rebels holding the town", "the rebels, who hold…": the noun is the subject; of a passive participle it is the object
        const bool participle = d == Deprel::acl && (tree.surface(up).ends_with("ed") || tree.surface(up).ends_with("en"));
        const bool passive = tree.child(up, Deprel::aux_pass).has_value() || (participle && (up != verb || f.objects.empty()));
        // "Its decision to withdraw", "pressed the battle to retake the town": whose it is, or who does it, acts.
        const bool said = kinds.in("saying_noun", tree.lemma(*head));
        if ((tree.child(up, Deprel::mark) || said) && !passive) {
          // "Accused the rebels of killing …", hung on the rebels.
          const auto verb_above = tree.head(*head);
          const bool controlled = !said && verb_above && a.tokens[*head].deprel == Deprel::obj && kinds.in("object_control", tree.lemma(*verb_above));
          if (const auto holder = controlled ? head : holder_of(a, tree, *head)) f.subjects.push_back(*holder);
          return;
        }
        (passive && up == verb ? f.objects : f.subjects).push_back(*head);
        return;
      }
      if (d != Deprel::conj && d != Deprel::xcomp && d != Deprel::advcl && d != Deprel::ccomp) return;
      if (d == Deprel::ccomp && tree.child(up, Deprel::mark) == std::nullopt && a.tokens[*head].upos != Upos::VERB) return;
      if (d == Deprel::ccomp) return;
      if (d == Deprel::advcl && tree.child(up, Deprel::nsubj)) return;
      // "urged the army to attack", "backed the army in breaking the siege", "accused the army of shelling"
      if (d == Deprel::xcomp || (d == Deprel::advcl && kinds.in("object_control", tree.lemma(*head))))
        for (const Deprel d2 : {Deprel::obj, Deprel::iobj})
          if (const auto object = tree.child(*head, d2)) {
            f.subjects.push_back(*object);
            return;
          }
      for (TokenIndex c : tree.children(*head))
        if (a.tokens[c].deprel == Deprel::nsubj || a.tokens[c].deprel == Deprel::nsubj_outer ||
            (a.tokens[c].deprel == Deprel::nsubj_pass && d != Deprel::conj))
          f.subjects.push_back(c);
      if (d == Deprel::conj && f.objects.empty())
        if (const auto passive = tree.child(*head, Deprel::nsubj_pass)) f.objects.push_back(*passive);
      up = *head;
    }
  };
  if (!nominal) {
    take(at, true);
    // A relative pronoun stands for the noun that the clause hangs on.
    if (a.tokens[at].deprel == Deprel::acl_relcl || a.tokens[at].deprel == Deprel::acl || a.tokens[at].deprel == Deprel::parataxis) {
      const auto antecedent = tree.head(at);
      auto resolve = [&](std::vector<TokenIndex>& list) {
        for (TokenIndex& i : list)
          if (antecedent && is_relative(a, tree, i)) i = *antecedent;
      };
      // "The town which rebels stormed": of two subjects the pronoun is the object.
      if (f.subjects.size() > 1 && f.objects.empty())
        for (std::size_t k = 0; k < f.subjects.size(); ++k)
          if (const TokenIndex i = f.subjects[k]; is_relative(a, tree, i)) {
            f.subjects.erase(f.subjects.begin() + static_cast<std::ptrdiff_t>(k));
            f.objects.push_back(i);
            break;
          }
      resolve(f.subjects);
      resolve(f.objects);
    }
    if (f.subjects.empty() && f.agents.empty() && !tree.child(at, Deprel::nsubj_pass)) inherit_subject(at);
    // "Wells captured by the rebels", "the convoy they struck": what the clause hangs on suffers it.
    if (f.objects.empty() && a.tokens[at].deprel == Deprel::acl && !f.agents.empty() && f.subjects.empty() && tree.surface(at) != tree.lemma(at) && !tree.surface(at).ends_with("ing"))
      f.objects.push_back(*tree.head(at));
    if (f.objects.empty() && lacks_object(a, tree, at, f)) f.objects.push_back(*tree.head(at));
    // "Backed by jets, the army advanced".
    if (f.objects.empty() && a.tokens[at].deprel == Deprel::advcl && !f.agents.empty() && f.subjects.empty())
      if (const auto subject_above = tree.child(*tree.head(at), Deprel::nsubj)) f.objects.push_back(*subject_above);
    return f;
  }
  for (TokenIndex c : tree.children(at)) {
    const Deprel d = a.tokens[c].deprel;
    if (d == Deprel::compound || d == Deprel::amod || d == Deprel::nmod_poss || d == Deprel::nummod || d == Deprel::flat || d == Deprel::nmod_desc) f.modifiers.push_back(c);
  }
  if (gerund) f.modifiers.push_back(at - 1);
  take(at, false);
  // "The last protest was in May": the subject of a predicate noun does nothing.
  if (a.tokens[at].upos != Upos::ADJ) f.subjects.clear();
  if (a.tokens[at].upos == Upos::ADJ && f.subjects.empty() && a.tokens[at].deprel == Deprel::conj)
    if (const auto first = tree.head(at))
      if (const auto shared = tree.child(*first, Deprel::nsubj)) f.subjects.push_back(*shared);
  if (gerund) return f;
  adjacent(a, tree, at, f);
  // "The attack, carried out by …": the participle of a light verb names the doers.
  for (TokenIndex c : tree.children(at))
    if ((a.tokens[c].deprel == Deprel::acl || a.tokens[c].deprel == Deprel::parataxis) && kinds.in("light", tree.lemma(c)))
      for (TokenIndex g : tree.children(c))
        if (a.tokens[g].deprel == Deprel::obl_agent || (is_oblique(a.tokens[g].deprel) && tree.preposition(g) == "by")) f.agents.push_back(g);
  auto up = tree.head(at);
  // "The town is, has come, remains under attack".
  if (tree.preposition(at) == "under") {
    for (TokenIndex c : tree.children(at))
      if (a.tokens[c].deprel == Deprel::nsubj) f.objects.push_back(c);
    if (up && f.objects.empty() && a.tokens[at].deprel == Deprel::obl)
      for (TokenIndex c : tree.children(*up))
        if (a.tokens[c].deprel == Deprel::nsubj) f.objects.push_back(c);
    if (up && a.tokens[at].deprel == Deprel::acl_relcl) f.objects.assign(1, *up);
  }
  // "Are on strike", "remained on alert": whose state it is.
  if (tree.preposition(at) == "on" && kinds.in("posture", tree.lemma(at))) {
    const auto subject_of = [&](TokenIndex i) {
      for (TokenIndex c : tree.children(i))
        if (a.tokens[c].deprel == Deprel::nsubj) f.subjects.push_back(c);
    };
    subject_of(at);
    if (up && f.subjects.empty() && a.tokens[at].deprel == Deprel::obl) subject_of(*up);
  }
  // "Unleashed a string of attacks": the noun of number stands where the event would.
  TokenIndex place = at;
  if (up && a.tokens[at].deprel == Deprel::nmod && tree.preposition(at) == "of" && kinds.in("measure", tree.lemma(*up))) {
    place = *up;
    up = tree.head(place);
    for (TokenIndex c : tree.children(place)) {
      if (a.tokens[c].deprel == Deprel::nmod_poss) f.modifiers.push_back(c);
      if (c != at && a.tokens[c].deprel == Deprel::nmod)
        if (const auto p = tree.child(c, Deprel::case_)) tree.is_word(*p, "by") ? f.agents.push_back(c) : (void)f.obliques.emplace_back(*p, c);
    }
  }
  if (!up) return f;
  blamed(a, tree, kinds, place, f);
  // "Residents suffer daily shelling", "was subjected to heavy fire": the subject undergoes it.
  if (a.tokens[*up].upos == Upos::VERB && kinds.in("undergoing", tree.lemma(*up)) && (a.tokens[place].deprel == Deprel::obj || a.tokens[place].deprel == Deprel::obl)) {
    Frame verb = frame_of(a, tree, kinds, *up);
    auto& those = verb.subjects.empty() ? verb.objects : verb.subjects;
    for (TokenIndex i : those)
      if (i != place && i != at) f.objects.push_back(i);
    return f;
  }
  const Deprel d = a.tokens[place].deprel;
  const bool light = a.tokens[*up].upos == Upos::VERB && (kinds.in("light", tree.lemma(*up)) || (d == Deprel::obj && (kinds.in("plan", tree.lemma(*up)) || kinds.in("fail", tree.lemma(*up)))));
  if (light && (d == Deprel::obj || d == Deprel::nsubj_pass || d == Deprel::obl)) {
    f.governor = up;
    for (TokenIndex c : tree.children(*up)) {
      if (c == at || c == place) continue;
      if (d != Deprel::nsubj_pass && (a.tokens[c].deprel == Deprel::nsubj || (d == Deprel::obl && a.tokens[c].deprel == Deprel::nsubj_pass))) f.subjects.push_back(c);
      if (a.tokens[c].deprel == Deprel::obl_agent) f.agents.push_back(c);
      if (a.tokens[c].deprel == Deprel::obl)
        if (const auto p = tree.child(c, Deprel::case_)) {
          if (tree.is_word(*p, "by")) f.agents.push_back(c);
          else f.obliques.emplace_back(*p, c);
        }
    }
    if (f.subjects.empty() && f.agents.empty() && d == Deprel::obj) {
      Frame verb = frame_of(a, tree, kinds, *up);
      f.subjects = verb.subjects;
    }
  } else if (d == Deprel::obl && a.tokens[*up].upos == Upos::VERB && kinds.in("hitting", tree.lemma(*up)) && (tree.preposition(place) == "in" || tree.preposition(place) == "with")) {
    // "Four were killed in the raid", "militants hit the town in two attacks"
    const bool passive = is_passive(a, tree, *up);
    for (TokenIndex c : tree.children(*up)) {
      const Deprel role = a.tokens[c].deprel;
      if (role == Deprel::nsubj_pass || role == Deprel::obj || (passive && role == Deprel::nsubj)) f.objects.push_back(c);
      else if (role == Deprel::nsubj) f.subjects.push_back(c);
      else if (role == Deprel::obl_agent) f.agents.push_back(c);
    }
  } else if (a.tokens[*up].upos == Upos::VERB && d == Deprel::obl && tree.preposition(place) == "with" && kinds.in("going_on", tree.lemma(*up))) {
    // "Went ahead with the offensive".
    f.governor = up;
    f.subjects = frame_of(a, tree, kinds, *up).subjects;
  } else if ((d == Deprel::nsubj || (subject && d == Deprel::nsubj_pass)) && a.tokens[*up].upos == Upos::VERB) {
    f.governor = up;
    for (TokenIndex c : tree.children(*up)) {
      // "Condemnation came from …".
      if (tree.lemma(*up) == "come" && a.tokens[c].deprel == Deprel::obl && tree.preposition(c) == "from") f.agents.push_back(c);
      if (a.tokens[c].deprel == Deprel::obj && kinds.in("hitting", tree.lemma(*up))) f.objects.push_back(c);
      // "Fighting raged between …"
      if (a.tokens[c].deprel != Deprel::obl) continue;
      const auto p = tree.child(c, Deprel::case_);
      if (p && (tree.is_word(*p, "between") || tree.is_word(*p, "among") || tree.is_word(*p, "with") || tree.is_word(*p, "against"))) f.obliques.emplace_back(*p, c);
    }
  }
  return f;
}

void adopt_particle(const Annotation& a, const Tree& tree, Frame& frame, const Hit& hit) {
  if (hit.first == hit.last) return;
  // "Pulled out of the town" is no object: another preposition follows the particle.
  const auto particle = [&](TokenIndex preposition, TokenIndex nominal) {
    if (preposition == nominal || preposition <= hit.first || preposition > hit.last) return false;
    for (TokenIndex c : tree.children(nominal))
      if (c > preposition && a.tokens[c].deprel == Deprel::case_ && c < nominal) return false;
    return true;
  };
  for (const auto& [preposition, nominal] : frame.obliques)
    if (particle(preposition, nominal)) frame.objects.push_back(nominal);
  std::erase_if(frame.obliques, [&](const auto& o) { return particle(o.first, o.second); });
}

std::vector<Hit> find_triggers(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) { return Matcher(a, tree, kinds, facts).run(); }

}  // namespace deconflict::claim
