#include "claim/frame.h"

#include <algorithm>

#include "base/words.h"
#include "claim/blame.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

bool is_noun(Upos u) { return u == Upos::NOUN || u == Upos::PROPN; }

bool is_relative(const Annotation& a, const Tree& tree, TokenIndex i) {
  return a.tokens[i].upos == Upos::PRON && (tree.is_word(i, "who") || tree.is_word(i, "whom") || tree.is_word(i, "which") || tree.is_word(i, "that"));
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
  // "Availed themselves of the fog to plant bombs".
  const bool taken = verb && a.tokens[noun].deprel == Deprel::obl && one_of(tree.lemma(noun), {"opportunity", "chance", "occasion"});
  if (!verb || (a.tokens[noun].deprel != Deprel::obj && !taken)) return {};
  return tree.child(*verb, Deprel::nsubj);
}

/// Nouns whose preposition follows at once ("attacks by …", "clashes between …"), whatever the tree hung it on; "between" may
/// stand a little further on, but not behind another act ("the advance raised fears of clashes between …").
void adjacent(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun, Frame& f) {
  constexpr TokenIndex kFar = 12;
  for (TokenIndex i = noun + 1; i < a.tokens.size() && i < noun + kFar && a.tokens[i].sentence == a.tokens[noun].sentence; ++i) {
    if (tree.head(noun) == i) continue;  // "fighting raged between …"
    if (a.tokens[i].upos == Upos::VERB || a.tokens[i].upos == Upos::PUNCT) return;
    if (a.tokens[i].deprel != Deprel::case_) continue;
    const bool between = tree.is_word(i, "between");
    if (i > noun + 1 && !between) continue;
    if (i > noun + 1 && is_noun(a.tokens[i - 1].upos) && kinds.event_nouns.contains(tree.lemma(i - 1))) return;
    const auto nominal = tree.head(i);
    if (!nominal || *nominal <= i) continue;
    const bool known = std::any_of(f.obliques.begin(), f.obliques.end(), [&](const auto& o) { return o.first == i; }) || std::find(f.agents.begin(), f.agents.end(), *nominal) != f.agents.end();
    if (known) continue;
    if (tree.is_word(i, "by")) f.agents.push_back(*nominal);
    else if (between || tree.is_word(i, "against") || tree.is_word(i, "on") || tree.is_word(i, "from") || tree.is_word(i, "with")) f.obliques.emplace_back(i, *nominal);
  }
}

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

/// Reads the frame of one word.
class FrameReader {
 public:
  FrameReader(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at) : a_(a), tree_(tree), kinds_(kinds), at_(at) {}

  Frame read() {
    const bool gerund = gerund_of_compound(a_, tree_, at_);
    // "Fighting raged": a bare gerund as a subject is a noun too.
    const bool subject = a_.tokens[at_].upos == Upos::VERB && tree_.surface(at_).ends_with("ing") && !tree_.child(at_, Deprel::obj) &&
                         (a_.tokens[at_].deprel == Deprel::nsubj || a_.tokens[at_].deprel == Deprel::nsubj_pass);
    const bool nominal = is_noun(a_.tokens[at_].upos) || a_.tokens[at_].upos == Upos::ADJ || gerund || subject;
    if (nominal) noun(gerund, subject);
    else clause();
    return std::move(f_);
  }

 private:
  bool is_verb(TokenIndex i) const { return a_.tokens[i].upos == Upos::VERB; }
  bool is_participle(TokenIndex i) const { return tree_.surface(i).ends_with("ed") || tree_.surface(i).ends_with("en"); }

  /// What hangs on a verb; `own`: on the word itself, rather than on what a noun is a predicate of.
  void take(TokenIndex verb, bool own) {
    const bool passive = is_passive(a_, tree_, verb);
    for (TokenIndex c : tree_.children(verb)) {
      switch (a_.tokens[c].deprel) {
        case Deprel::nsubj: case Deprel::nsubj_outer: (own && passive ? f_.objects : f_.subjects).push_back(c); break;
        // "Were granted safe passage": what is given stands beside those who get it.
        case Deprel::nsubj_pass: (!own ? f_.subjects : tree_.child(verb, Deprel::obj) ? f_.receivers : f_.objects).push_back(c); break;
        case Deprel::obj:
          if (own) f_.objects.push_back(c);
          break;
        case Deprel::iobj:
          if (own) (tree_.child(verb, Deprel::obj) ? f_.receivers : f_.objects).push_back(c);
          break;
        case Deprel::obl_agent: {
          const auto preposition = tree_.child(c, Deprel::case_);  // without "by" it was the object
          if (preposition && is_means(c)) {
            behind_means(c);
            break;
          }
          (preposition || !own ? f_.agents : f_.objects).push_back(c);
          break;
        }
        case Deprel::conj:
          // Hung on the verb: "at the house and at the offices", "detained a leader and another associate".
          if (const auto p = tree_.child(c, Deprel::case_); p && is_noun(a_.tokens[c].upos) && !f_.obliques.empty() && tree_.lemma(f_.obliques.back().first) == tree_.lemma(*p)) f_.obliques.emplace_back(*p, c);
          else if (own && is_noun(a_.tokens[c].upos) && !tree_.child(c, Deprel::cop) && !tree_.child(c, Deprel::nsubj) && !f_.objects.empty() && f_.objects.back() > verb && f_.objects.back() < c) f_.objects.push_back(c);
          break;
        case Deprel::obl: case Deprel::nmod: case Deprel::obl_unmarked: oblique(verb, c, own, passive); break;
        default: break;
      }
    }
  }

  /// "Spoke by phone", "arrived by sea": no determiner and no number, so by what way rather than by whom.
  bool is_means(TokenIndex noun) const {
    return kinds_.in("means", lower_ascii(tree_.surface(noun))) && !tree_.child(noun, Deprel::det) && !tree_.child(noun, Deprel::amod) && !tree_.child(noun, Deprel::nmod_poss);
  }

  /// "Spoke by phone with the envoy", hung on the phone.
  void behind_means(TokenIndex noun) {
    for (TokenIndex c : tree_.children(noun))
      if (const auto preposition = tree_.child(c, Deprel::case_); preposition && a_.tokens[c].deprel == Deprel::nmod && !tree_.is_word(*preposition, "of")) f_.obliques.emplace_back(*preposition, c);
  }

  void oblique(TokenIndex verb, TokenIndex c, bool own, bool passive) {
    const auto preposition = tree_.child(c, Deprel::case_);
    // "At least four people were killed" is no place.
    const TokenIndex first = tree_.subtree(c).first;
    const bool number = tree_.is_word(first, "at") && first + 1 < c && (tree_.is_word(first + 1, "least") || tree_.is_word(first + 1, "most"));
    // "Broke off negotiations": a bare nominal behind a verb with a particle is its object, whatever it was taken for.
    const bool bare = own && !preposition && c > verb && a_.tokens[c].deprel == Deprel::obl && tree_.child(verb, Deprel::compound_prt) && !tree_.child(verb, Deprel::obj);
    if (bare) f_.objects.push_back(c);
    else if (number && own) ((passive || c > verb) ? f_.objects : f_.subjects).push_back(c);
    else if (preposition && tree_.is_word(*preposition, "by") && !is_means(c)) f_.agents.push_back(c);
    else if (own && !preposition && c > verb && as_well(c) && !f_.objects.empty() && f_.objects.back() > verb) f_.objects.push_back(c);
    else f_.obliques.emplace_back(preposition ? *preposition : c, c);
  }

  /// "As well as two guards", hung on the verb.
  bool as_well(TokenIndex noun) const {
    const auto cc = tree_.child(noun, Deprel::cc);
    return cc && tree_.is_word(*cc, "as") && tree_.is_word(*cc + 1, "well");
  }

  void clause() {
    take(at_, true);
    if (f_.agents.empty() && is_passive(a_, tree_, at_)) stray_agents(at_);
    if (f_.objects.empty() && f_.subjects.empty()) inverted();
    if (f_.objects.empty() && !is_passive(a_, tree_, at_)) shared_object();
    const Deprel d = a_.tokens[at_].deprel;
    if (d == Deprel::acl_relcl || d == Deprel::acl || d == Deprel::parataxis) resolve_relative();
    if (f_.subjects.empty() && f_.agents.empty() && !tree_.child(at_, Deprel::nsubj_pass)) inherit_subject();
    if (f_.subjects.empty() && f_.agents.empty() && f_.objects.size() == 1 && !is_passive(a_, tree_, at_)) stray_subject();
    // "Wells captured by the rebels", "the convoy they struck": what the clause hangs on suffers it.
    if (f_.objects.empty() && d == Deprel::acl && !f_.agents.empty() && f_.subjects.empty() && tree_.surface(at_) != tree_.lemma(at_) && !tree_.surface(at_).ends_with("ing"))
      f_.objects.push_back(*tree_.head(at_));
    if (f_.objects.empty() && lacks_object(a_, tree_, at_, f_)) f_.objects.push_back(*tree_.head(at_));
    // "The besieged town".
    if (f_.objects.empty() && d == Deprel::amod && is_participle(at_)) {
      f_.subjects.clear();
      f_.objects.push_back(*tree_.head(at_));
    }
    // "Backed by jets, the army advanced", "besieged for years, residents starve".
    const bool opens = is_participle(at_) && tree_.head(at_) && at_ < *tree_.head(at_) && !tree_.child(at_, Deprel::mark);
    if (f_.objects.empty() && d == Deprel::advcl && (f_.agents.empty() ? opens : f_.subjects.empty()))
      if (const auto subject_above = tree_.child(*tree_.head(at_), Deprel::nsubj)) {
        f_.subjects.clear();
        f_.objects.push_back(*subject_above);
      }
  }

  /// "In an attack near the capital a group of men wounded the judge": whom the tree hung on the place before him, without a preposition.
  void stray_subject() {
    constexpr TokenIndex kReach = 6;  // "a group of men this evening wounded"
    if (a_.tokens[at_].deprel != Deprel::root || (tree_.surface(at_) == tree_.lemma(at_)) || lower_ascii(tree_.surface(at_)).ends_with("ing")) return;
    for (TokenIndex c : tree_.children(at_)) {
      if (c > at_ || a_.tokens[c].deprel != Deprel::obl) continue;
      for (TokenIndex g : tree_.children(c)) {
        const Deprel d = a_.tokens[g].deprel;
        const bool bare = (d == Deprel::nmod || d == Deprel::appos || d == Deprel::nmod_unmarked) && (tree_.preposition(g).empty() || behind_day(c, g));
        if (bare && g > c && tree_.subtree(g).last + kReach >= at_ && may_do(g)) return f_.subjects.push_back(g);
      }
    }
  }

  /// "On the night of 3 May gunmen placed …": the preposition is the day's.
  bool behind_day(TokenIndex from, TokenIndex noun) const {
    bool day = false;
    each_overlapping(a_.times, cover(a_.tokens[from].span, a_.tokens[noun].span), [&](const Timex& t) { day = day || (t.span.end < a_.tokens[noun].span.begin && t.span.end > a_.tokens[from].span.end); });
    return day;
  }

  /// "Bombed and strafed the village": two verbs side by side have one object.
  void shared_object() {
    constexpr TokenIndex kBeside = 3;  // ", shelled and …"
    for (TokenIndex c : tree_.children(at_)) {
      if (a_.tokens[c].deprel != Deprel::conj || a_.tokens[c].upos != Upos::VERB || c > at_ + kBeside || tree_.child(c, Deprel::nsubj) || is_passive(a_, tree_, c)) continue;
      if (tree_.surface(c).ends_with("ing") != tree_.surface(at_).ends_with("ing")) continue;
      if (const auto object = tree_.child(c, Deprel::obj); object && *object > c) return f_.objects.push_back(*object);
    }
  }

  /// "Also killed in the raid were four farmers": who stands behind the verb suffers it.
  void inverted() {
    if (!is_participle(at_)) return;
    const auto be = [&](TokenIndex i) { return tree_.is_word(i, "was") || tree_.is_word(i, "were"); };
    const auto above = tree_.head(at_);
    if (above && a_.tokens[at_].deprel == Deprel::csubj && *above > at_) {
      const auto cop = tree_.child(*above, Deprel::cop);
      if (cop && *cop > at_ && be(*cop) && is_noun(a_.tokens[*above].upos)) f_.objects.push_back(*above);
      return;
    }
    for (TokenIndex c : tree_.children(at_)) {
      const Deprel d = a_.tokens[c].deprel;
      const bool told = d == Deprel::parataxis || d == Deprel::nsubj || d == Deprel::nsubj_pass || d == Deprel::obj || d == Deprel::ccomp || d == Deprel::conj;
      const TokenIndex first = tree_.subtree(c).first;
      if (told && c > at_ && is_noun(a_.tokens[c].upos) && (be(first) || be(first - 1))) return f_.objects.push_back(c);
    }
  }

  /// "The mayor of a town in the north, who was abducted": "who" is no place, however near one stands.
  std::optional<TokenIndex> antecedent_of(TokenIndex clause) const {
    const auto noun = tree_.head(clause);
    bool who = false;
    for (TokenIndex c : tree_.children(clause)) who = who || tree_.is_word(c, "who") || tree_.is_word(c, "whom");
    if (!noun || !who) return noun;
    constexpr int kNested = 4;
    TokenIndex at = *noun;
    for (int steps = 0; steps < kNested && is_place(at); ++steps) {
      const auto head = tree_.head(at);
      if (!head || *head > at || !is_noun(a_.tokens[*head].upos)) return noun;
      at = *head;
    }
    return is_place(at) ? noun : std::optional(at);
  }

  bool is_place(TokenIndex i) const {
    bool place = kinds_.in("place_noun", tree_.lemma(i));
    each_overlapping(a_.places, a_.tokens[i].span, [&](const Place&) { place = true; });
    return place;
  }

  /// A relative pronoun stands for the noun that the clause hangs on.
  void resolve_relative() {
    const auto antecedent = antecedent_of(at_);
    auto resolve = [&](std::vector<TokenIndex>& list) {
      for (TokenIndex& i : list)
        if (antecedent && is_relative(a_, tree_, i)) i = *antecedent;
    };
    // "The town which rebels stormed": of two subjects the pronoun is the object.
    if (f_.subjects.size() > 1 && f_.objects.empty())
      for (std::size_t k = 0; k < f_.subjects.size(); ++k)
        if (const TokenIndex i = f_.subjects[k]; is_relative(a_, tree_, i)) {
          f_.subjects.erase(f_.subjects.begin() + static_cast<std::ptrdiff_t>(k));
          f_.objects.push_back(i);
          break;
        }
    resolve(f_.subjects);
    resolve(f_.objects);
  }

  /// "Arrested people suspected of having …": the accusing participle before it, where the tree passed it over.
  std::optional<TokenIndex> accusing(TokenIndex clause) const {
    const auto mark = tree_.child(clause, Deprel::mark);
    if (a_.tokens[clause].deprel != Deprel::advcl || !mark || *mark == 0 || !tree_.is_word(*mark, "of")) return std::nullopt;
    const TokenIndex before = *mark - 1;
    return a_.tokens[before].deprel == Deprel::acl && kinds_.in("alleging_verb", tree_.lemma(before)) ? std::optional(before) : std::nullopt;
  }

  /// "After being tortured", "having been shot", "was found riddled with bullets": who is told above suffered it.
  bool suffers_above() const {
    if (tree_.child(at_, Deprel::aux_pass)) return !one_of(tree_.lemma(at_), {"commit", "prepare", "determine", "oppose", "dedicate"});  // "are committed to it"
    const auto above = tree_.head(at_);
    const bool found = above && a_.tokens[at_].deprel == Deprel::xcomp && one_of(tree_.lemma(*above), {"find", "leave", "appear", "turn"});
    return found && is_participle(at_) && tree_.surface(at_) != tree_.lemma(at_) && !tree_.child(at_, Deprel::mark) && !tree_.child(at_, Deprel::obj);
  }

  void inherit_subject() {
    climb_to_subject();
    if (f_.objects.empty() && suffers_above()) std::swap(f_.objects, f_.subjects);
  }

  /// "Those responsible for killing him are gunmen of the mafia": who that is, where the sentence tells.
  TokenIndex who_is(TokenIndex i) const {
    const auto predicate = tree_.head(i);
    const bool told = predicate && *predicate > i && a_.tokens[i].deprel == Deprel::nsubj && is_noun(a_.tokens[*predicate].upos) && tree_.child(*predicate, Deprel::cop);
    return told ? *predicate : i;
  }

  /// "To attack", "after crossing", "and shelled": the subject of the clause above.
  void climb_to_subject() {
    TokenIndex up = at_;
    for (int steps = 0; steps < 4 && f_.subjects.empty() && f_.agents.empty(); ++steps) {
      const Deprel d = a_.tokens[up].deprel;
      const auto head = accusing(up) ? accusing(up) : tree_.head(up);
      if (!head) return;
      if (d == Deprel::acl_relcl || d == Deprel::acl) return of_noun(up, *head);
      if (d == Deprel::amod && *head < up && kinds_.in("answering", tree_.lemma(up))) return f_.subjects.push_back(who_is(*head));
      if (d != Deprel::conj && d != Deprel::xcomp && d != Deprel::advcl) return;
      if (d == Deprel::advcl && tree_.child(up, Deprel::nsubj)) return;
      // "urged the army to attack", "backed the army in breaking the siege", "accused the army of shelling"
      const auto mark = tree_.child(up, Deprel::mark);
      const bool charge = mark && tree_.is_word(*mark, "for") && kinds_.in("held_for", tree_.lemma(*head));
      const bool apart = !mark && up > 0 && tree_.is_word(up - 1, ",");  // "began to support the rebels, bombing …"
      if (d == Deprel::xcomp || (d == Deprel::advcl && !apart && (charge || kinds_.in("object_control", tree_.lemma(*head)))))
        for (const Deprel d2 : {Deprel::obj, Deprel::iobj})
          if (const auto object = tree_.child(*head, d2)) {
            f_.subjects.push_back(*object);
            return;
          }
      for (TokenIndex c : tree_.children(*head))
        if (a_.tokens[c].deprel == Deprel::nsubj || a_.tokens[c].deprel == Deprel::nsubj_outer || (a_.tokens[c].deprel == Deprel::nsubj_pass && d != Deprel::conj)) {
          // "Who gave out aid instead of fighting": whom "who" speaks of.
          const auto whom = is_relative(a_, tree_, c) && a_.tokens[*head].deprel == Deprel::acl_relcl ? antecedent_of(*head) : std::nullopt;
          f_.subjects.push_back(whom ? *whom : c);
        }
      if (d == Deprel::conj && f_.objects.empty())
        if (const auto passive = tree_.child(*head, Deprel::nsubj_pass)) f_.objects.push_back(*passive);
      up = *head;
    }
  }

  /// "Took off from the airport carrying aid": no place does what stands behind it; the subject of its verb does.
  std::optional<TokenIndex> beyond_place(TokenIndex up, TokenIndex noun) const {
    if (a_.tokens[up].deprel != Deprel::acl || a_.tokens[noun].deprel != Deprel::obl || !tree_.surface(up).ends_with("ing")) return std::nullopt;
    bool place = kinds_.in("place_noun", tree_.lemma(noun)) || kinds_.in("building", tree_.lemma(noun));
    each_overlapping(a_.places, a_.tokens[noun].span, [&](const Place&) { place = true; });
    const auto verb = tree_.head(noun);
    return place && verb ? tree_.child(*verb, Deprel::nsubj) : std::nullopt;
  }

  /// "Rebels holding the town", "the rebels, who hold…": the noun is the subject; of a passive participle it is the object.
  void of_noun(TokenIndex up, TokenIndex noun) {
    if (const auto subject = beyond_place(up, noun)) return f_.subjects.push_back(*subject);
    const bool participle = a_.tokens[up].deprel == Deprel::acl && (tree_.surface(up).ends_with("ed") || tree_.surface(up).ends_with("en"));
    const bool passive = tree_.child(up, Deprel::aux_pass).has_value() || (participle && (up != at_ || f_.objects.empty()));
    // "Its decision to withdraw", "pressed the battle to retake the town": whose it is, or who does it, acts.
    const bool said = kinds_.in("saying_noun", tree_.lemma(noun));
    if ((tree_.child(up, Deprel::mark) || said) && !passive) {
      // "Accused the rebels of killing …", hung on the rebels.
      const auto verb_above = tree_.head(noun);
      const bool controlled = !said && verb_above && a_.tokens[noun].deprel == Deprel::obj && kinds_.in("object_control", tree_.lemma(*verb_above));
      if (const auto holder = controlled ? std::optional(noun) : holder_of(a_, tree_, noun)) f_.subjects.push_back(*holder);
      return;
    }
    (passive && up == at_ ? f_.objects : f_.subjects).push_back(noun);
  }

  void noun(bool gerund, bool subject) {
    for (TokenIndex c : tree_.children(at_)) {
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::compound || d == Deprel::amod || d == Deprel::nmod_poss || d == Deprel::nummod || d == Deprel::flat || d == Deprel::nmod_desc) f_.modifiers.push_back(c);
    }
    if (gerund) f_.modifiers.push_back(at_ - 1);
    take(at_, false);
    // "The last protest was in May": the subject of a predicate noun does nothing.
    const bool adjective = a_.tokens[at_].upos == Upos::ADJ;
    if (adjective && a_.tokens[at_].deprel == Deprel::amod && is_participle(at_)) f_.objects.push_back(*tree_.head(at_));
    if (!adjective) f_.subjects.clear();
    if (adjective && f_.subjects.empty() && a_.tokens[at_].deprel == Deprel::conj)
      if (const auto first = tree_.head(at_))
        if (const auto shared = tree_.child(*first, Deprel::nsubj)) f_.subjects.push_back(*shared);
    if (gerund) return;
    adjacent(a_, tree_, kinds_, at_, f_);
    carried_out_by();
    if (f_.agents.empty()) stray_agents(at_);
    state();
    const TokenIndex place = measured();
    const auto known = static_cast<std::ptrdiff_t>(f_.agents.size());
    blamed(a_, tree_, kinds_, place, f_);
    f_.blamed.insert(f_.blamed.end(), f_.agents.begin() + known, f_.agents.end());
    const auto up = tree_.head(place);
    if (!up) return;
    if (undergone(place, *up)) return;
    if (!is_verb(*up)) return;
    const Deprel d = a_.tokens[place].deprel;
    const auto above = tree_.lemma(*up);
    const bool light = kinds_.in("light", above) || (d == Deprel::obj && (kinds_.in("plan", above) || kinds_.in("fail", above)));
    if (light && (d == Deprel::obj || d == Deprel::nsubj_pass || d == Deprel::obl)) {
      of_light_verb(place, *up);
    } else if (d == Deprel::obl && kinds_.in("hitting", above) && (tree_.preposition(place) == "in" || tree_.preposition(place) == "with")) {
      of_harm(*up);
    } else if (d == Deprel::obl && tree_.preposition(place) == "with" && kinds_.in("going_on", above)) {
      // "Went ahead with the offensive".
      f_.governor = up;
      f_.subjects = frame_of(a_, tree_, kinds_, *up).subjects;
    } else if (d == Deprel::nsubj || (subject && d == Deprel::nsubj_pass)) {
      of_predicate(*up);
    }
  }

  /// "The attack, carried out by …": the participle of a light verb names the doers.
  void carried_out_by() {
    carried_out_by(at_);
    carried_out_in_clauses(at_);
    // "The murder of the mayor and two of his guards perpetrated by …", hung on the guards.
    if (f_.agents.empty()) carried_out_within(at_, 0);
  }

  /// "The attack, which was planned abroad and carried out by …", "the murder of the mayor, which was perpetrated by …", hung on the mayor.
  void carried_out_in_clauses(TokenIndex noun) {
    for (TokenIndex c : tree_.children(noun)) {
      if (a_.tokens[c].deprel != Deprel::acl_relcl || (noun != at_ && !tree_.child(c, Deprel::nsubj_pass))) continue;
      for (TokenIndex v : tree_.conjuncts(c)) {
        const auto lemma = tree_.lemma(v);
        const bool does = noun == at_ ? kinds_.in("light", lemma) || lemma == "plan" || lemma == "order" : one_of(lemma, {"perpetrate", "carry", "commit"});
        if (does)
          for (TokenIndex g : tree_.children(v))
            if (is_by_phrase(g)) f_.agents.push_back(g), f_.blamed.push_back(g);
      }
    }
  }

  bool is_by_phrase(TokenIndex i) const { return a_.tokens[i].deprel == Deprel::obl_agent || (is_oblique(a_.tokens[i].deprel) && tree_.preposition(i) == "by"); }

  void carried_out_within(TokenIndex noun, int depth) {
    constexpr int kDeepest = 3;
    for (TokenIndex c : tree_.children(noun)) {
      const Deprel d = a_.tokens[c].deprel;
      if (c < noun || (d != Deprel::nmod && d != Deprel::conj && d != Deprel::appos) || kinds_.event_nouns.contains(tree_.lemma(c))) continue;
      carried_out_by(c);
      carried_out_in_clauses(c);
      if (depth < kDeepest) carried_out_within(c, depth + 1);
    }
  }

  void carried_out_by(TokenIndex noun) {
    if (tree_.lemma(noun) == "toll") return;  // "the death toll provided by officials"
    for (TokenIndex c : tree_.children(noun))
      if ((noun == at_ || tree_.lemma(c) == "perpetrate" || tree_.lemma(c) == "carry") && (a_.tokens[c].deprel == Deprel::acl || a_.tokens[c].deprel == Deprel::parataxis) && kinds_.in("light", tree_.lemma(c)))
        for (TokenIndex g : tree_.children(c)) {
          // "The attack staged by rebels on the post".
          if (const auto p = tree_.child(g, Deprel::case_); p && is_oblique(a_.tokens[g].deprel) && (tree_.is_word(*p, "on") || tree_.is_word(*p, "against")) && g > c) f_.obliques.emplace_back(*p, g);
          if (is_by_phrase(g)) f_.agents.push_back(g), f_.blamed.push_back(g);
        }
  }

  /// "Killed on 3 March by rebels", "an attack on the post by rebels": a by-phrase that the tree hung on a day, a place or what was hit.
  void stray_agents(TokenIndex i, int depth = 0) {
    constexpr int kDeepest = 3;
    for (TokenIndex c : tree_.children(i)) {
      const Deprel d = a_.tokens[c].deprel;
      const bool inside = is_oblique(d) || d == Deprel::appos || d == Deprel::conj || d == Deprel::nmod_desc || d == Deprel::flat;
      if (!inside || c < i) continue;
      if (depth > 0 && tree_.preposition(c) == "by") {
        if (may_do(c)) f_.agents.push_back(c);
      } else if (depth < kDeepest && !kinds_.event_nouns.contains(tree_.lemma(c)) && a_.tokens[c].upos != Upos::VERB) {
        stray_agents(c, depth + 1);
      }
    }
  }

  /// Somebody or some body, not a day, a street or a sum.
  bool may_do(TokenIndex i) const {
    const auto lemma = tree_.lemma(i);
    bool found = kinds_.in("armed", lemma) || kinds_.in("person", lemma);
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { found = found || (m.type != MentionType::LOC && m.type != MentionType::FAC && m.type != MentionType::WEAPON); });
    return found;
  }

  void subjects_of(TokenIndex i, std::vector<TokenIndex>& list) const {
    for (TokenIndex c : tree_.children(i))
      if (a_.tokens[c].deprel == Deprel::nsubj) list.push_back(c);
  }

  /// "The town is, has come, remains under attack", "are on strike", "remained on alert": whose state it is.
  void state() {
    const auto up = tree_.head(at_);
    const Deprel d = a_.tokens[at_].deprel;
    if (tree_.preposition(at_) == "under") {
      subjects_of(at_, f_.objects);
      if (up && f_.objects.empty() && d == Deprel::obl) subjects_of(*up, f_.objects);
      if (up && d == Deprel::acl_relcl) f_.objects.assign(1, *up);
    }
    if (tree_.preposition(at_) == "on" && kinds_.in("posture", tree_.lemma(at_))) {
      subjects_of(at_, f_.subjects);
      if (up && f_.subjects.empty() && d == Deprel::obl) subjects_of(*up, f_.subjects);
    }
  }

  /// "Unleashed a string of attacks": the noun of number stands where the event would.
  TokenIndex measured() {
    const auto up = tree_.head(at_);
    if (!up || a_.tokens[at_].deprel != Deprel::nmod || tree_.preposition(at_) != "of" || !kinds_.in("measure", tree_.lemma(*up))) return at_;
    for (TokenIndex c : tree_.children(*up)) {
      if (a_.tokens[c].deprel == Deprel::nmod_poss) f_.modifiers.push_back(c);
      if (c != at_ && a_.tokens[c].deprel == Deprel::nmod)
        if (const auto p = tree_.child(c, Deprel::case_)) tree_.is_word(*p, "by") ? f_.agents.push_back(c) : (void)f_.obliques.emplace_back(*p, c);
    }
    return *up;
  }

  /// "Escaped unharmed from an attack".
  bool unhurt(TokenIndex verb) const {
    const auto so = [&](TokenIndex c) { return one_of(lower_ascii(tree_.surface(c)), {"unharmed", "unhurt", "unscathed", "uninjured", "alive"}); };
    const auto& words = tree_.children(verb);
    return so(verb) || std::any_of(words.begin(), words.end(), so);
  }

  /// "Residents suffer daily shelling", "was subjected to heavy fire": the subject undergoes it.
  bool undergone(TokenIndex place, TokenIndex up) {
    // "The general was the target of an attack".
    if (one_of(tree_.lemma(up), {"target", "victim"}) && a_.tokens[place].deprel == Deprel::nmod && tree_.preposition(place) == "of" && tree_.child(up, Deprel::cop)) {
      subjects_of(up, f_.objects);
      return true;
    }
    // "The target of the attack was the bank".
    if (tree_.lemma(up) == "target" && a_.tokens[up].deprel == Deprel::nsubj && tree_.preposition(place) == "of" && tree_.head(up) && tree_.child(*tree_.head(up), Deprel::cop) && is_noun(a_.tokens[*tree_.head(up)].upos)) {
      f_.objects.push_back(*tree_.head(up));
      return true;
    }
    if (unhurt(up) && a_.tokens[up].deprel == Deprel::xcomp && tree_.head(up)) up = *tree_.head(up);
    const bool escaped = one_of(tree_.lemma(up), {"escape", "emerge"}) && tree_.preposition(place) == "from" && unhurt(up);
    if (!is_verb(up) || !(escaped || kinds_.in("undergoing", tree_.lemma(up))) || (a_.tokens[place].deprel != Deprel::obj && a_.tokens[place].deprel != Deprel::obl)) return false;
    const Frame verb = frame_of(a_, tree_, kinds_, up);
    for (TokenIndex i : verb.subjects.empty() ? verb.objects : verb.subjects)
      if (i != place && i != at_) f_.objects.push_back(i);
    return true;
  }

  void of_light_verb(TokenIndex place, TokenIndex up) {
    const Deprel d = a_.tokens[place].deprel;
    f_.governor = up;
    if (kinds_.in("warding_off", tree_.lemma(up))) return;
    for (TokenIndex c : tree_.children(up)) {
      if (c == at_ || c == place) continue;
      const Deprel role = a_.tokens[c].deprel;
      // "Insurgents who launched attacks".
      if (d != Deprel::nsubj_pass && (role == Deprel::nsubj || (d == Deprel::obl && role == Deprel::nsubj_pass)))
        f_.subjects.push_back(is_relative(a_, tree_, c) && a_.tokens[up].deprel == Deprel::acl_relcl && tree_.head(up) ? *tree_.head(up) : c);
      if (role == Deprel::obl_agent) f_.agents.push_back(c);
      if (role == Deprel::obl)
        if (const auto p = tree_.child(c, Deprel::case_)) {
          if (tree_.is_word(*p, "by")) f_.agents.push_back(c);
          else f_.obliques.emplace_back(*p, c);
        }
    }
    if (f_.subjects.empty() && f_.agents.empty() && d == Deprel::obj) f_.subjects = frame_of(a_, tree_, kinds_, up).subjects;
  }

  /// "Four were killed in the raid", "militants hit the town in two attacks".
  void of_harm(TokenIndex up) {
    const bool passive = is_passive(a_, tree_, up);
    for (TokenIndex c : tree_.children(up)) {
      const Deprel role = a_.tokens[c].deprel;
      if (role == Deprel::nsubj_pass || role == Deprel::obj || (passive && role == Deprel::nsubj)) f_.objects.push_back(c);
      else if (role == Deprel::nsubj) f_.subjects.push_back(c);
      else if (role == Deprel::obl_agent) f_.agents.push_back(c);
    }
  }

  void of_predicate(TokenIndex up) {
    f_.governor = up;
    for (TokenIndex c : tree_.children(up)) {
      // "Condemnation came from …".
      if (tree_.lemma(up) == "come" && a_.tokens[c].deprel == Deprel::obl && tree_.preposition(c) == "from") f_.agents.push_back(c);
      if (a_.tokens[c].deprel == Deprel::obj && kinds_.in("hitting", tree_.lemma(up))) f_.objects.push_back(c);
      // "The explosion took place outside the bank".
      if (kinds_.in("coming_about", tree_.lemma(up)) && a_.tokens[c].deprel == Deprel::obl)
        if (const auto in = tree_.child(c, Deprel::case_); in && one_of(tree_.lemma(*in), {"in", "at", "inside", "outside", "within"})) f_.obliques.emplace_back(*in, c);
      // "Fighting raged between …"
      if (a_.tokens[c].deprel != Deprel::obl) continue;
      const auto p = tree_.child(c, Deprel::case_);
      if (p && (tree_.is_word(*p, "between") || tree_.is_word(*p, "among") || tree_.is_word(*p, "with") || tree_.is_word(*p, "against"))) f_.obliques.emplace_back(*p, c);
    }
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenIndex at_;
  Frame f_;
};

}  // namespace

/// "Killed in police firing": an "-ing" word behind a bare noun and a preposition is a noun, whatever it was taken for.
bool gerund_of_compound(const Annotation& a, const Tree& tree, TokenIndex i) {
  if (a.tokens[i].upos != Upos::VERB || !tree.surface(i).ends_with("ing") || i < 2) return false;
  const auto s = a.tokens[i].sentence;
  if (a.tokens[i - 2].sentence != s || !is_noun(a.tokens[i - 1].upos) || tree.surface(i - 1).ends_with("s")) return false;
  const Upos before = a.tokens[i - 2].upos;
  if (before != Upos::ADP && before != Upos::DET && a.tokens[i - 2].deprel != Deprel::mark) return false;
  if (tree.is_word(i, "according")) return false;
  return !tree.child(i, Deprel::obj) && !tree.child(i, Deprel::aux);
}

bool counts_events(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun) {
  if (!kinds.in("measure", tree.lemma(noun))) return false;
  const auto& words = tree.children(noun);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a.tokens[c].deprel == Deprel::nmod && tree.preposition(c) == "of" && kinds.event_nouns.contains(tree.lemma(c)); });
}

Frame frame_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex trigger) { return FrameReader(a, tree, kinds, trigger).read(); }

void adopt_particle(const Annotation& a, const Tree& tree, Frame& frame, TokenIndex first, TokenIndex last) {
  if (first == last) return;
  // "Pulled out of the town" is no object: another preposition follows the particle.
  const auto particle = [&](TokenIndex preposition, TokenIndex nominal) {
    if (preposition == nominal || preposition <= first || preposition > last) return false;
    for (TokenIndex c : tree.children(nominal))
      if (c > preposition && a.tokens[c].deprel == Deprel::case_ && c < nominal) return false;
    return true;
  };
  for (const auto& [preposition, nominal] : frame.obliques)
    if (particle(preposition, nominal)) frame.objects.push_back(nominal);
  std::erase_if(frame.obliques, [&](const auto& o) { return particle(o.first, o.second); });
}

}  // namespace deconflict::claim
