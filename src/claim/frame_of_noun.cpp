#include <algorithm>

#include "base/words.h"
#include "claim/blame.h"
#include "claim/frame_reader.h"
#include "claim/relative.h"

namespace deconflict::claim {

namespace {

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
    else if (between || tree.is_word(i, "against") || tree.is_word(i, "on") || tree.is_word(i, "from") || tree.is_word(i, "with") || tree.is_word(i, "over")) f.obliques.emplace_back(i, *nominal);
  }
}

/// Who does what a noun tells, and whom it befalls.
class NounReader : FrameReader {
 public:
  using FrameReader::FrameReader;

  Frame read(bool gerund, bool subject) {
    modifiers(gerund);
    take(at_, false);
    described();
    behind_time();
    if (!gerund) around(subject);
    return std::move(f_);
  }

 private:
  void modifiers(bool gerund) {
    for (TokenIndex c : tree_.children(at_)) {
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::compound || d == Deprel::amod || d == Deprel::nmod_poss || d == Deprel::nummod || d == Deprel::flat || d == Deprel::nmod_desc) f_.modifiers.push_back(c);
    }
    if (gerund) f_.modifiers.push_back(at_ - 1);
  }

  /// "The murders during the past 72 hours of a judge and two guards": of the murders, whatever the tree hung them on.
  void behind_time() {
    for (TokenIndex c : tree_.children(at_)) {
      if (c < at_ || a_.tokens[c].deprel != Deprel::nmod || !one_of(tree_.lemma(c), {"hour", "day", "week", "month", "year"})) continue;
      for (TokenIndex g : tree_.children(c))
        if (const auto of = tree_.child(g, Deprel::case_); of && g > c && a_.tokens[g].deprel == Deprel::nmod && tree_.is_word(*of, "of") && may_do(g)) f_.obliques.emplace_back(*of, g);
    }
  }

  /// "The last protest was in May": the subject of a predicate noun does nothing; that of an adjective is whom it describes.
  void described() {
    if (a_.tokens[at_].upos != Upos::ADJ) return f_.subjects.clear();
    if (a_.tokens[at_].deprel == Deprel::amod && is_participle(at_)) f_.objects.push_back(*tree_.head(at_));
    if (f_.subjects.empty() && a_.tokens[at_].deprel == Deprel::conj)
      if (const auto first = tree_.head(at_))
        if (const auto shared = tree_.child(*first, Deprel::nsubj)) f_.subjects.push_back(*shared);
  }

  void around(bool subject) {
    adjacent(a_, tree_, kinds_, at_, f_);
    carried_out_by();
    if (f_.agents.empty()) stray_agents(at_);
    state();
    const TokenIndex place = measured();
    const auto known = static_cast<std::ptrdiff_t>(f_.agents.size());
    blamed(a_, tree_, kinds_, place, f_);
    f_.blamed.insert(f_.blamed.end(), f_.agents.begin() + known, f_.agents.end());
    of_verb_above(place, subject);
  }

  /// "Launched an attack", "were killed in the raid": what hangs on the verb over the noun, or over the noun of number that stands for it.
  void of_verb_above(TokenIndex place, bool subject) {
    const auto up = tree_.head(place);
    if (!up || undergone(place, *up) || a_.tokens[*up].upos != Upos::VERB) return;
    const Deprel d = a_.tokens[place].deprel;
    const auto above = tree_.lemma(*up);
    if (kinds_.in("sufferer", lower_ascii(tree_.surface(at_))) && tree_.child(at_, Deprel::det)) return;  // "took the wounded to a clinic"
    if (d == Deprel::obl && kinds_.in("denying", above)) return;  // "denied any involvement in the murder"
    // "After the attack, the enemy began to shell the town".
    if (d == Deprel::obl && one_of(above, {"begin", "start", "continue", "resume", "stop"}) && one_of(tree_.preposition(place), {"after", "before", "since", "following", "until", "despite"})) return;
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
      if ((noun == at_ || tree_.lemma(c) == "perpetrate" || tree_.lemma(c) == "carry") && (a_.tokens[c].deprel == Deprel::acl || a_.tokens[c].deprel == Deprel::parataxis) && (kinds_.in("light", tree_.lemma(c)) || tree_.lemma(c) == "call"))
        for (TokenIndex g : tree_.children(c)) {
          // "The attack staged by rebels on the post".
          if (const auto p = tree_.child(g, Deprel::case_); p && is_oblique(a_.tokens[g].deprel) && (tree_.is_word(*p, "on") || tree_.is_word(*p, "against")) && g > c) f_.obliques.emplace_back(*p, g);
          if (is_by_phrase(g)) f_.agents.push_back(g), f_.blamed.push_back(g);
        }
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
    if (!up || a_.tokens[at_].deprel != Deprel::nmod || tree_.preposition(at_) != "of" || !(kinds_.in("measure", tree_.lemma(*up)) || one_of(tree_.lemma(*up), {"statement", "word", "message", "expression"}))) return at_;
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
    if (a_.tokens[up].upos != Upos::VERB || !(escaped || kinds_.in("undergoing", tree_.lemma(up))) || (a_.tokens[place].deprel != Deprel::obj && a_.tokens[place].deprel != Deprel::obl)) return false;
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
        f_.subjects.push_back(stands_for(a_, tree_, kinds_, c, up));
      if (role == Deprel::obl_agent) f_.agents.push_back(c);
      if (role == Deprel::obl)
        if (const auto p = tree_.child(c, Deprel::case_)) {
          if (tree_.is_word(*p, "by")) f_.agents.push_back(c);
          else f_.obliques.emplace_back(*p, c);
        }
    }
    if (f_.subjects.empty() && f_.agents.empty() && d == Deprel::obj) f_.subjects = frame_of(a_, tree_, kinds_, up).subjects;
    // "Charged with masterminding the crime".
    if (tree_.lemma(up) == "mastermind") f_.blamed.insert(f_.blamed.end(), f_.subjects.begin(), f_.subjects.end());
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
      // "The murder of Lina Odeh, carried out this morning by rebels, …", where the tree took the participle for the verb.
      if (is_by_phrase(c) && c > up && kinds_.in("light", tree_.lemma(up)) && !tree_.child(up, Deprel::obj) && may_do(c)) f_.agents.push_back(c), f_.blamed.push_back(c);
      // "The murder of the mayor shook the town" without a blow.
      const bool stirred = one_of(tree_.lemma(up), {"shake", "rock"}) && std::any_of(tree_.children(at_).begin(), tree_.children(at_).end(), [&](TokenIndex g) { return g > at_ && tree_.preposition(g) == "of"; });
      if (a_.tokens[c].deprel == Deprel::obj && kinds_.in("hitting", tree_.lemma(up)) && !stirred) f_.objects.push_back(c);
      // "The explosion took place outside the bank".
      if (kinds_.in("coming_about", tree_.lemma(up)) && a_.tokens[c].deprel == Deprel::obl)
        if (const auto in = tree_.child(c, Deprel::case_); in && one_of(tree_.lemma(*in), {"in", "at", "inside", "outside", "within"})) f_.obliques.emplace_back(*in, c);
      // "Fighting raged between …"
      if (a_.tokens[c].deprel != Deprel::obl) continue;
      const auto p = tree_.child(c, Deprel::case_);
      if (p && (tree_.is_word(*p, "between") || tree_.is_word(*p, "among") || tree_.is_word(*p, "with") || tree_.is_word(*p, "against"))) f_.obliques.emplace_back(*p, c);
    }
  }
};

}  // namespace

Frame frame_of_noun(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at, bool gerund, bool subject) { return NounReader(a, tree, kinds, at).read(gerund, subject); }

}  // namespace deconflict::claim
