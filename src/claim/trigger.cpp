#include "claim/trigger.h"

#include <algorithm>

#include "base/censored.h"
#include "base/words.h"
#include "claim/forms.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

/// Runs over the tokens that a span covers.
template <class F>
void each_token(const Annotation& a, const Tree& tree, Span span, F&& f) {
  const auto first = tree.token_at(span.begin);
  if (!first) return;
  for (TokenIndex i = *first; i < a.tokens.size() && a.tokens[i].span.begin < span.end; ++i) f(i);
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
        const auto* found = triggers_of(i);
        if (found == nullptr || inside_time(i)) continue;
        std::optional<Frame> frame;
        for (std::uint32_t t : *found) {
          auto hit = match(t, i, s);
          if (!hit) continue;
          if (!kinds_.triggers[t].conditions.empty()) {
            if (!frame || frame_at_ != hit->head) {
              frame = frame_of(a_, tree_, kinds_, hit->head);
              frame_at_ = hit->head;
            }
            Frame own = *frame;
            adopt_particle(a_, tree_, own, hit->first, hit->last);
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
  /// The triggers that begin with the word: with its lemma, else with another form, else with the word as it stands. nullptr without one.
  const std::vector<std::uint32_t>* triggers_of(TokenIndex i) const {
    const auto& all = kinds_.by_first_word;
    const std::string word = lowered(i);
    const auto* found = all.find(a_.tokens[i].upos == Upos::PROPN ? word : a_.tokens[i].lemma);
    if (found == nullptr && !forms_[i].empty()) found = all.find(forms_[i]);
    return found != nullptr ? found : all.find(word);
  }

  /// Beside the lemma, a form that the word may come from and that some list has; empty without one.
  std::string other_form(TokenIndex i) const {
    const Token& t = a_.tokens[i];
    if (t.upos != Upos::VERB && t.upos != Upos::NOUN && t.upos != Upos::PROPN) return {};
    for (auto& form : base_forms(tree_.surface(i)))
      if (form != t.lemma && kinds_.vocabulary.contains(form)) return std::move(form);
    // "Unexploded" comes from no verb.
    if (t.deprel == Deprel::amod && !kinds_.vocabulary.contains(t.lemma) && kinds_.vocabulary.contains(lowered(i))) return lowered(i);
    return {};
  }

  std::string lowered(TokenIndex i) const {
    const std::string meant = uncensored(tree_.surface(i));
    return lower_ascii(meant.empty() ? tree_.surface(i) : std::string_view(meant));
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
        if (i > s.first_token && inside_body(i)) return std::nullopt;
        // "The brigade (banned in Ruritania)".
        if (i > s.first_token && tree_.is_word(i - 1, "(") && tree_.surface(i).ends_with("ed") && kinds_.all[trigger.kind].plover_event != "ASSAULT") return std::nullopt;
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
    if (trigger.pos == Pos::noun && (names_statistic(hit.head) || says_of_what(hit.head))) return std::nullopt;
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

  /// "25 March" tells of no march either.
  bool is_month(TokenIndex i) const { return tree_.is_word(i, "march") && inside_time(i); }

  /// "According to Press TV", where the name was taken for a verb.
  bool inside_body(TokenIndex i) const {
    const char first = tree_.surface(i).front();
    bool inside = false;
    if (first >= 'A' && first <= 'Z')
      each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { inside = inside || (one_of(m.type, {MentionType::ORG, MentionType::PER}) && m.span.begin == a_.tokens[i].span.begin && m.span.end > a_.tokens[i].span.end); });
    return inside;
  }

  /// An event noun inside a longer name ("War Office", "special operations units") is no event.
  bool inside_name(TokenIndex i) const {
    bool inside = false;
    const bool capital = tree_.surface(i).front() >= 'A' && tree_.surface(i).front() <= 'Z';
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) {
      if (m.type == MentionType::NORP || m.type == MentionType::WEAPON) return;
      // "The Ruritanian occupation shelled the town": who, not what.
      const bool party = m.type == MentionType::MIL && m.span.end == a_.tokens[i].span.end && m.span.begin < a_.tokens[i].span.begin && tree_.lemma(i) == "occupation";
      // "The Army of National Liberation" in a text in capitals.
      const bool known = capital && m.entity && !a_.entities[*m.entity].id.starts_with("doc:") && m.span.end == a_.tokens[i].span.end && m.span.begin < a_.tokens[i].span.begin && one_of(m.type, {MentionType::MIL, MentionType::ORG});
      inside = inside || party || known || m.span.end > a_.tokens[i].span.end || (capital && a_.tokens[i].upos == Upos::PROPN && m.span.begin < a_.tokens[i].span.begin);
    });
    return inside;
  }

  /// "Liberation front", "combat troops", "attack helicopter": the noun only says what sort its head is.
  bool only_qualifies(TokenIndex i) const {
    const auto head = tree_.head(i);
    // "Drug trafficking gangs", with the gerund taken for a verb.
    if (a_.tokens[i].upos == Upos::VERB && i + 1 < a_.tokens.size() && a_.tokens[i + 1].sentence == a_.tokens[i].sentence && is_noun(a_.tokens[i + 1].upos) && tree_.surface(i).ends_with("ing") &&
        (facts_.bits[i + 1] & (TokenFacts::kArmed | TokenFacts::kPerson)) != 0)
      return true;
    if (a_.tokens[i].deprel != Deprel::compound || !head || *head < i || !is_noun(a_.tokens[*head].upos)) return false;
    return says_of_what(i) || !kinds_.event_nouns.contains(tree_.lemma(*head));
  }

  /// "The evacuation deal", "the murder investigation", "an air raid siren": what the deal is about.
  bool says_of_what(TokenIndex i) const {
    const auto head = tree_.head(i);
    return head && *head > i && a_.tokens[i].deprel == Deprel::compound && is_noun(a_.tokens[*head].upos) && kinds_.in("about", tree_.lemma(*head)) && !kinds_.in("peace_word", tree_.lemma(i));
  }

  /// "The death toll figures": what is published, and no death.
  bool names_statistic(TokenIndex i) const {
    const auto head = tree_.head(i);
    return head && *head > i && a_.tokens[i].deprel == Deprel::compound && kinds_.in("statistic", tree_.lemma(*head));
  }

  /// The lemmatizer keeps some plurals ("troops", "supplies"); the knowledge names the singular.
  static std::string singular(std::string_view lemma) {
    if (lemma.size() > 4 && lemma.ends_with("ies")) return std::string(lemma.substr(0, lemma.size() - 3)) + "y";
    return std::string(lemma.substr(0, lemma.size() - 1));
  }

  bool test(const WordTest& t, TokenIndex i) const {
    const auto& lemma = a_.tokens[i].lemma;
    if (lemma.size() > 3 && lemma.ends_with("s") && a_.tokens[i].upos == Upos::NOUN && t.words.contains(singular(lemma))) return true;
    if (t.any || t.words.contains(lemma) || (!forms_[i].empty() && t.words.contains(forms_[i])) || (a_.tokens[i].upos == Upos::PROPN && t.words.contains(lowered(i)))) return true;
    if (t.number && a_.tokens[i].upos == Upos::NUM) return true;
    return (t.place && facts_.is(i, TokenFacts::kPlace)) || (t.armed && facts_.is(i, TokenFacts::kArmed)) || (t.person && facts_.is(i, TokenFacts::kPerson)) ||
           (t.named && facts_.is(i, TokenFacts::kNamed)) || (t.state && facts_.is(i, TokenFacts::kState)) || (t.proper && a_.tokens[i].upos == Upos::PROPN && !facts_.is(i, TokenFacts::kPerson));
  }

  /// A nominal passes by its head, its compounds or what it is a part or number of ("one of the soldiers").
  bool test_nominal(const WordTest& t, TokenIndex i) const {
    for (TokenIndex h : tree_.conjuncts(i)) {
      if (!counts_events(a_, tree_, kinds_, h) && test(t, h)) return true;
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

  /// "Gained control of the blaze", hung on the control.
  bool of_object(const WordTest& t, const Frame& f) const {
    for (TokenIndex i : f.objects)
      for (TokenIndex c : tree_.children(i))
        if (a_.tokens[c].deprel == Deprel::nmod && test_nominal(t, c)) return true;
    return false;
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
      case W::blamed:
        return any(c.test, f.blamed);
      case W::modifier:
        return std::any_of(f.modifiers.begin(), f.modifiers.end(), [&](TokenIndex i) { return test(c.test, i); }) ||
               (hit.head > s.first_token && test(c.test, hit.head - 1));
      case W::complement:
        return std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return test_nominal(c.test, o.second); }) || (c.negative && of_object(c.test, f));
      case W::prep:
        return std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return o.first != o.second && c.test.words.contains(a_.tokens[o.first].lemma); }) ||
               (hit.last + 1 < s.last_token && c.test.words.contains(a_.tokens[hit.last + 1].lemma));
      case W::preposed:
        return c.test.words.contains(tree_.preposition(hit.head));
      case W::aux: {
        const auto all = tree_.children(hit.head);
        return std::any_of(all.begin(), all.end(), [&](TokenIndex i) {
          const Deprel d = a_.tokens[i].deprel;
          return (d == Deprel::aux || d == Deprel::advmod) && i < hit.head && c.test.words.contains(a_.tokens[i].lemma);
        });
      }
      case W::next:
        return hit.last + 1 < s.last_token && test(c.test, tree_.is_word(hit.last + 1, "-") && hit.last + 2 < s.last_token ? hit.last + 2 : hit.last + 1);
      case W::before:
        return hit.first > s.first_token && test(c.test, hit.first - 1);
      case W::under: {
        const auto head = tree_.head(hit.head);
        return head && test(c.test, *head);
      }
      case W::near: {
        constexpr TokenIndex kReach = 25;
        const TokenIndex from = hit.first > s.first_token + kReach ? hit.first - kReach : s.first_token;
        const TokenIndex to = std::min(s.last_token, hit.last + kReach);
        for (TokenIndex i = from; i < to; ++i)
          if ((i < hit.first || i > hit.last) && !on_ground(i) && !is_month(i) && test(c.test, i)) return true;
        return false;
      }
    }
    return false;
  }

  /// "An air base": nothing flies there for that.
  bool on_ground(TokenIndex i) const { return tree_.lemma(i) == "air" && i + 1 < a_.tokens.size() && kinds_.in("air_ground", tree_.lemma(i + 1)); }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  TokenIndex frame_at_ = 0;
  std::vector<std::string> forms_;
};

}  // namespace

/// "Shot a 17-year-old": the age of somebody, as a noun.
static bool stands_for_person(const Annotation& a, const Tree& tree, TokenIndex i) {
  if (!tree.is_word(i, "old") || i < 2 || !tree.is_word(i - 1, "-") || a.tokens[i - 1].span.end != a.tokens[i].span.begin) return false;
  return one_of(a.tokens[i].deprel, {Deprel::obj, Deprel::nsubj, Deprel::nsubj_pass, Deprel::obl, Deprel::nmod, Deprel::conj, Deprel::appos, Deprel::obl_agent});
}

TokenFacts token_facts(const Annotation& a, const Tree& tree, const Kinds& kinds) {
  TokenFacts facts;
  facts.bits.assign(a.tokens.size(), 0);
  for (TokenIndex i = 0; i < a.tokens.size(); ++i) {
    if (!is_noun(a.tokens[i].upos) && a.tokens[i].upos != Upos::PRON && a.tokens[i].upos != Upos::ADJ) continue;
    if (kinds.in("armed", tree.lemma(i))) facts.bits[i] |= TokenFacts::kArmed;
    if (kinds.in("person", tree.lemma(i))) facts.bits[i] |= TokenFacts::kPerson;
    if (stands_for_person(a, tree, i)) facts.bits[i] |= TokenFacts::kPerson;
    if (a.tokens[i].upos == Upos::PRON && (tree.is_word(i, "he") || tree.is_word(i, "she") || tree.is_word(i, "him") || tree.is_word(i, "her"))) facts.bits[i] |= TokenFacts::kPerson;
  }
  for (const Place& p : a.places) each_token(a, tree, p.span, [&](TokenIndex i) { facts.bits[i] |= TokenFacts::kPlace; });
  for (const Mention& m : a.mentions) {
    std::uint8_t bits = 0;
    switch (m.type) {
      case MentionType::MIL: bits = TokenFacts::kArmed | TokenFacts::kNamed; break;
      case MentionType::PER: bits = TokenFacts::kPerson | TokenFacts::kNamed; break;
      case MentionType::GOV:
        bits = TokenFacts::kNamed;
        if (m.entity && a.entities[*m.entity].id.starts_with("actor/gov-")) bits |= TokenFacts::kState;
        break;
      case MentionType::ORG: bits = TokenFacts::kNamed; break;
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

std::vector<Hit> find_triggers(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) { return Matcher(a, tree, kinds, facts).run(); }

}  // namespace deconflict::claim
