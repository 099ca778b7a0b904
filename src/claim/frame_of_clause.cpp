#include "base/words.h"
#include "claim/frame_reader.h"
#include "claim/nearby.h"
#include "claim/relative.h"

namespace deconflict::claim {

namespace {

/// Whose plan, battle or statement it is: its possessor, whom it comes from, or the subject of the verb that it is the object of.
std::optional<TokenIndex> holder_of(const Annotation& a, const Tree& tree, TokenIndex noun) {
  if (const auto possessor = tree.child(noun, Deprel::nmod_poss)) return possessor;
  for (TokenIndex c : tree.children(noun))
    if (a.tokens[c].deprel == Deprel::nmod && (tree.preposition(c) == "by" || tree.preposition(c) == "from")) return c;
  const auto verb = tree.head(noun);
  // "Availed themselves of the fog to plant bombs".
  const bool taken = verb && a.tokens[noun].deprel == Deprel::obl && one_of(tree.lemma(noun), {"opportunity", "chance", "occasion", "plan", "vow", "promise", "decision"});
  if (!verb || (a.tokens[noun].deprel != Deprel::obj && !taken)) return {};
  return tree.child(*verb, Deprel::nsubj);
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

/// Who does what a verb tells, and whom it befalls.
class ClauseReader : FrameReader {
 public:
  using FrameReader::FrameReader;

  Frame read() {
    take(at_, true);
    if (f_.agents.empty() && is_passive(a_, tree_, at_)) stray_agents(at_);
    if (f_.agents.empty() && is_passive(a_, tree_, at_)) shared_agent();
    if (f_.objects.empty() && f_.subjects.empty()) inverted();
    if (f_.objects.empty() && !is_passive(a_, tree_, at_)) shared_object();
    if (f_.objects.empty() && !f_.subjects.empty() && !is_passive(a_, tree_, at_)) object_behind_time();
    const Deprel d = a_.tokens[at_].deprel;
    if (d == Deprel::acl_relcl || d == Deprel::acl || d == Deprel::parataxis) resolve_relative();
    if (f_.subjects.empty() && f_.agents.empty() && !tree_.child(at_, Deprel::nsubj_pass)) inherit_subject();
    // "Were dragged from their home and killed by gunmen".
    if (d == Deprel::conj && f_.objects.empty() && f_.subjects.empty() && !f_.agents.empty() && is_participle(at_))
      if (const auto shared = tree_.child(*tree_.head(at_), Deprel::nsubj_pass)) f_.objects.push_back(*shared);
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
    return std::move(f_);
  }

 private:
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

  /// "Murdered in less than two days the judge Karim Odeh and a guard": whom the tree hung on the days, without a preposition.
  void object_behind_time() {
    for (TokenIndex c : tree_.children(at_)) {
      if (c < at_ || a_.tokens[c].deprel != Deprel::obl || !one_of(tree_.lemma(c), {"hour", "day", "week", "month", "minute"})) continue;
      for (TokenIndex g : tree_.children(c)) {
        const Deprel d = a_.tokens[g].deprel;
        if (g > c && (d == Deprel::nmod_desc || d == Deprel::appos || d == Deprel::nmod_unmarked) && tree_.preposition(g).empty() && may_do(g)) return f_.objects.push_back(g);
      }
    }
  }

  /// "On the night of 3 May gunmen placed …": the preposition is the day's.
  bool behind_day(TokenIndex from, TokenIndex noun) const {
    bool day = false;
    each_overlapping(a_.times, cover(a_.tokens[from].span, a_.tokens[noun].span), [&](const Timex& t) { day = day || (t.span.end < a_.tokens[noun].span.begin && t.span.end > a_.tokens[from].span.end); });
    return day;
  }

  /// "Was attacked and pursued by a patrol": two participles side by side have one doer.
  void shared_agent() {
    for (TokenIndex c : tree_.children(at_)) {
      if (a_.tokens[c].deprel != Deprel::conj || c != at_ + 2 || !tree_.is_word(at_ + 1, "and") || !is_participle(c)) continue;
      if (const auto doer = tree_.child(c, Deprel::obl_agent); doer && may_do(*doer)) return f_.agents.push_back(*doer);
    }
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

  /// A relative pronoun stands for the noun that the clause hangs on.
  void resolve_relative() {
    const auto antecedent = noun_of(a_, tree_, kinds_, at_);
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
    resolve(f_.receivers);
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

  std::optional<TokenIndex> called_on(TokenIndex verb, TokenIndex clause) const {
    const auto mark = tree_.child(clause, Deprel::mark);
    if (!mark || !tree_.is_word(*mark, "to") || !one_of(tree_.lemma(verb), {"call", "appeal", "prevail"})) return std::nullopt;
    for (TokenIndex c : tree_.children(verb))
      if (c > verb && c < clause && is_oblique(a_.tokens[c].deprel) && one_of(tree_.preposition(c), {"on", "upon", "to"})) return c;
    return std::nullopt;
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
      // "Began to support the rebels, bombing …"; not "accused the navy of shelling the town, displacing 7,000".
      const bool apart = !mark && up > 0 && tree_.is_word(up - 1, ",") && !kinds_.in("alleging_verb", tree_.lemma(*head));
      if (d == Deprel::xcomp || (d == Deprel::advcl && !apart && (charge || kinds_.in("object_control", tree_.lemma(*head)))))
        for (const Deprel d2 : {Deprel::obj, Deprel::iobj})
          if (const auto object = tree_.child(*head, d2)) {
            f_.subjects.push_back(*object);
            return;
          }
      // "Called on the guards to arrest him": those who are called on.
      if (d == Deprel::xcomp || d == Deprel::advcl)
        if (const auto whom = called_on(*head, up)) return f_.subjects.push_back(*whom);
      for (TokenIndex c : tree_.children(*head))
        if (a_.tokens[c].deprel == Deprel::nsubj || a_.tokens[c].deprel == Deprel::nsubj_outer || (a_.tokens[c].deprel == Deprel::nsubj_pass && d != Deprel::conj)) {
          // "Who gave out aid instead of fighting": whom "who" speaks of.
          f_.subjects.push_back(stands_for(a_, tree_, kinds_, c, *head));
        }
      if (d == Deprel::conj)
        if (const auto passive = tree_.child(*head, Deprel::nsubj_pass)) {
          // "Were ambushed and killed two attackers", "were said to have won, but suffered losses": with an object of its own the verb has them for its doer.
          if (f_.objects.empty()) f_.objects.push_back(*passive);
          else if (up == at_ && tree_.child(at_, Deprel::obj) && !is_passive(a_, tree_, at_)) f_.subjects.push_back(*passive);
        }
      up = *head;
    }
  }

  /// "Rose from the airfield carrying tents": no place does what stands behind it; the subject of its verb does.
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
};

}  // namespace

Frame frame_of_clause(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at) { return ClauseReader(a, tree, kinds, at).read(); }

}  // namespace deconflict::claim
