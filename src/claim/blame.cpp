#include "claim/blame.h"

#include <algorithm>

#include "base/words.h"
#include "claim/relative.h"

namespace deconflict::claim {

namespace {

class Blame {
 public:
  Blame(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun, Frame& f) : a_(a), tree_(tree), kinds_(kinds), noun_(noun), f_(f) {}

  void read() {
    const auto preposition = tree_.preposition(noun_);
    const Deprel d = a_.tokens[noun_].deprel;
    if (preposition == "behind") return behind(d);
    clauses();
    if (f_.agents.empty()) for_which();
    if (f_.agents.empty() && d == Deprel::obj) behind_name();
    if (f_.agents.empty()) supposedly_by();
    const auto above = tree_.head(noun_);
    if (!above) return;
    TokenIndex up = *above;
    // "Blamed the rebels and their friends for the raid", where the tree hung the raid on the friends.
    if (preposition == "for" && d == Deprel::nmod && a_.tokens[up].deprel == Deprel::conj)
      if (const auto first = tree_.head(up); first && a_.tokens[*first].deprel == Deprel::obj) up = *first;
    const auto lemma = tree_.lemma(up);
    const auto over = tree_.head(up);
    const bool verb = a_.tokens[up].upos == Upos::VERB;
    const bool hangs = is_oblique(d);
    const bool accusing = preposition == "for" || preposition == "of" || preposition == "with";
    const bool alleged = kinds_.in("alleging_verb", lemma) && (accusing || (preposition == "in" && has_part(up)));
    const bool charged = preposition == "in" && one_of(lemma, {"implicate", "charge", "indict"});
    const bool linked = (preposition == "to" || preposition == "with") && kinds_.in("linking", lemma);
    if (accusing && d == Deprel::nmod && a_.tokens[up].deprel == Deprel::obj && over && a_.tokens[*over].upos == Upos::VERB && kinds_.in("alleging_verb", tree_.lemma(*over))) {
      f_.agents.push_back(up);  // "blamed separatists for an ambush", where the tree hung the ambush on them
    } else if (verb && hangs && (alleged || charged || linked)) {
      accused(up);
    } else if (verb && hangs && preposition == "for" && kinds_.in("held_for", lemma)) {
      taken(up);
    } else if (lemma == "connection" && preposition == "with" && over && kinds_.in("held_for", tree_.lemma(*over))) {
      taken(*over);
    } else if (kinds_.in("culprit", lemma) && d == Deprel::nmod && one_of(preposition, {"of", "in", "to", "behind"}) && tree_.child(up, Deprel::cop)) {
      const auto known = f_.agents.size();
      subject_of(up);
      if (known == f_.agents.size() && over && a_.tokens[up].deprel == Deprel::advcl && kinds_.in("alleging_verb", tree_.lemma(*over))) accused(*over);  // "charged with being accomplices to it"
      if (known == f_.agents.size() && a_.tokens[up].deprel == Deprel::xcomp && over) subject_of(*over);  // "is said to be the mastermind of it"
    } else if (kinds_.in("culprit", lemma) && d == Deprel::nmod && preposition == "of" && over && a_.tokens[up].deprel == Deprel::nsubj && tree_.child(*over, Deprel::cop) &&
               (a_.tokens[*over].upos == Upos::NOUN || a_.tokens[*over].upos == Upos::PROPN)) {
      f_.agents.push_back(*over);  // "the authors of the murder are gunmen from abroad"
    } else if (kinds_.in("handiwork", lemma) && d == Deprel::nsubj && tree_.child(up, Deprel::cop)) {
      for (TokenIndex c : tree_.children(up))
        if (a_.tokens[c].deprel == Deprel::nmod_poss || (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of")) f_.agents.push_back(c);
    } else if (lemma == "involve" && d == Deprel::nsubj) {
      objects_of(up);
    } else if ((kinds_.in("answering", lemma) && a_.tokens[up].upos != Upos::NOUN && (hangs || d == Deprel::nmod) && (accusing || preposition == "in" || (lemma == "guilty" && preposition == "to"))) ||
               (verb && hangs && ((preposition == "in" && takes_part(up)) || (lemma == "confess" && preposition == "to")))) {
      answering(up);
    } else if (verb && (d == Deprel::obj || d == Deprel::nsubj_pass) && (lemma == "attribute" || lemma == "blame" || lemma == "pin")) {
      for (TokenIndex c : tree_.children(up))
        if (is_oblique(a_.tokens[c].deprel) && (tree_.preposition(c) == "to" || tree_.preposition(c) == "on")) f_.agents.push_back(c);
      named_by(noun_, lemma == "attribute" ? "to" : "on");
    } else if ((lemma == "responsibility" || lemma == "blame") && d == Deprel::nmod && preposition == "for" && over && one_of(tree_.lemma(*over), {"place", "put", "lay", "pin"})) {
      obliques_of(*over, {"on", "upon", "with"});
      named_by(noun_, "on");
    } else if ((lemma == "responsibility" || lemma == "credit") && d == Deprel::nmod && preposition == "for") {
      if (over && a_.tokens[up].deprel == Deprel::obj && !disclaimed(up, *over)) claimants(*over);
    } else if (hangs && preposition == "for" && owns_up(up)) {
      claimants(up);
    }
  }

 private:
  void subject_of(TokenIndex i) {
    for (TokenIndex c : tree_.children(i))
      if (a_.tokens[c].deprel == Deprel::nsubj || a_.tokens[c].deprel == Deprel::nsubj_pass) f_.agents.push_back(meant(c));
  }

  void objects_of(TokenIndex verb) {
    const auto known = f_.agents.size();
    for (TokenIndex c : tree_.children(verb))
      if (a_.tokens[c].deprel == Deprel::obj || a_.tokens[c].deprel == Deprel::nsubj_pass) f_.agents.push_back(meant(c));
    // "Two men were arrested and charged with it".
    const auto first = tree_.head(verb);
    if (known == f_.agents.size() && a_.tokens[verb].deprel == Deprel::conj && first && !tree_.child(verb, Deprel::nsubj))
      if (const auto shared = tree_.child(*first, Deprel::nsubj_pass)) f_.agents.push_back(meant(*shared));
  }

  void obliques_of(TokenIndex verb, std::initializer_list<std::string_view> prepositions) {
    for (TokenIndex c : tree_.children(verb))
      if (is_oblique(a_.tokens[c].deprel) && one_of(tree_.preposition(c), prepositions)) f_.agents.push_back(c);
  }

  /// "Suspects who are believed to have taken part": for "who" the noun of its clause.
  TokenIndex meant(TokenIndex i) const {
    auto clause = tree_.head(i);
    for (int steps = 0; clause && steps < 3 && (a_.tokens[*clause].deprel == Deprel::xcomp || a_.tokens[*clause].deprel == Deprel::conj); ++steps) clause = tree_.head(*clause);
    return clause ? stands_for(a_, tree_, kinds_, i, *clause) : i;
  }

  /// "An attack attributed to the rebels", "which the army blamed on them", "for which they are held responsible".
  void clauses() {
    for (TokenIndex c : tree_.children(noun_)) {
      const Deprel d = a_.tokens[c].deprel;
      const auto lemma = tree_.lemma(c);
      if (c < noun_ || (d != Deprel::acl && d != Deprel::acl_relcl)) continue;
      if (one_of(lemma, {"attribute", "blame", "pin"})) obliques_of(c, {"to", "on"});
      if (d != Deprel::acl_relcl || denied(c)) continue;
      if (owns_up(c)) claimants(c);
      if (lemma == "responsible") subject_of(c);
      const auto state = tree_.child(c, Deprel::xcomp);
      if (lemma == "hold" && state && one_of(tree_.lemma(*state), {"responsible", "accountable"})) objects_of(c);
    }
  }

  /// "The incident, for which the rebels are held responsible", hung on the verb above.
  void for_which() {
    TokenIndex i = noun_ + 1;
    if (i < a_.tokens.size() && a_.tokens[i].upos == Upos::PUNCT) ++i;
    if (i + 1 >= a_.tokens.size() || a_.tokens[i + 1].sentence != a_.tokens[noun_].sentence || !tree_.is_word(i, "for") || !tree_.is_word(i + 1, "which")) return;
    const auto verb = tree_.head(i + 1);
    if (!verb || *verb < i || denied(*verb)) return;
    const auto state = tree_.child(*verb, Deprel::xcomp);
    if (tree_.lemma(*verb) == "responsible") subject_of(*verb);
    if (tree_.lemma(*verb) == "hold" && state && one_of(tree_.lemma(*state), {"responsible", "accountable"})) objects_of(*verb);
    if (one_of(tree_.lemma(*verb), {"blame", "accuse"})) objects_of(*verb);
    if (owns_up(*verb)) claimants(*verb);
  }

  /// "Claimed credit", "accepted responsibility this morning".
  bool owns_up(TokenIndex verb) const {
    const auto object = tree_.child(verb, Deprel::obj);
    return object && one_of(tree_.lemma(*object), {"responsibility", "credit"}) && one_of(tree_.lemma(verb), {"claim", "take", "accept", "assume", "admit", "acknowledge"});
  }

  /// "The rebels were behind the attack", "those behind it".
  void behind(Deprel d) {
    if (tree_.child(noun_, Deprel::nsubj)) return subject_of(noun_);
    const auto up = tree_.head(noun_);
    if (up && d == Deprel::nmod) f_.agents.push_back(*up);
  }

  /// Of a verb of blame: whom it blames; "is to blame for it": its subject; "ten people suspected of it": what it hangs on.
  void accused(TokenIndex verb) {
    const auto known = f_.agents.size();
    objects_of(verb);
    const auto up = tree_.head(verb);
    if (up && a_.tokens[verb].deprel == Deprel::acl) charged(*up);
    if (known == f_.agents.size() && tree_.lemma(verb) == "blame" && verb > 0 && tree_.is_word(verb - 1, "to")) subject_of(verb);
  }

  /// Of "charges of …" those who are held on them; of another noun itself.
  void charged(TokenIndex noun) {
    if (!kinds_.in("charge_noun", tree_.lemma(noun))) return f_.agents.push_back(noun);
    const auto over = tree_.head(noun);
    if (!over) return;
    // "Linked it to the arrest of five men, on charges of it", hung on the verb.
    if (a_.tokens[*over].upos != Upos::NOUN && !kinds_.in("held_for", tree_.lemma(*over)))
      for (TokenIndex c : tree_.children(*over))
        if (c < noun && a_.tokens[c].upos == Upos::NOUN && kinds_.in("held_for", tree_.lemma(c))) return obliques_of(c, {"of"});
    // "Ordered the arrest of five men on charges of it".
    if (const auto object = tree_.child(*over, Deprel::obj); object && a_.tokens[*over].upos == Upos::VERB && kinds_.in("held_for", tree_.lemma(*object))) return obliques_of(*object, {"of"});
    if (!kinds_.in("held_for", tree_.lemma(*over))) return;
    if (a_.tokens[*over].upos == Upos::NOUN) obliques_of(*over, {"of"});
    else taken(*over);
  }

  /// "Arrested two men for the murder", "two men arrested in connection with the murder".
  void taken(TokenIndex verb) {
    objects_of(verb);
    if (const auto up = tree_.head(verb); up && a_.tokens[verb].deprel == Deprel::acl) f_.agents.push_back(*up);
  }

  /// "Suspected of involvement in it", hung on the verb.
  bool has_part(TokenIndex verb) const {
    const auto& words = tree_.children(verb);
    return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c > verb && c < noun_ && one_of(tree_.lemma(c), {"involvement", "participation", "complicity", "part", "role", "hand"}); });
  }

  /// "Reported the murder of Karim Odeh, a judge, by the rebels": behind a comma, and hung on a verb that has its subject.
  void behind_name() {
    const auto verb = tree_.head(noun_);
    if (!verb || *verb > noun_ || !tree_.child(*verb, Deprel::nsubj)) return;
    for (TokenIndex c : tree_.children(*verb)) {
      const auto by = tree_.child(c, Deprel::case_);
      if (by && c > noun_ && is_oblique(a_.tokens[c].deprel) && tree_.is_word(*by, "by") && tree_.is_word(*by - 1, ",")) f_.agents.push_back(c);
    }
  }

  /// "The murder of Karim Odeh, allegedly by rebels, has shaken the town", whatever the tree hung the rebels on.
  void supposedly_by() {
    TokenIndex i = tree_.subtree(noun_).last + 1;
    for (TokenIndex c : tree_.children(noun_))
      if (a_.tokens[c].deprel == Deprel::punct && c > noun_) i = std::min(i, c);
    const auto inside = [&] { return i + 1 < a_.tokens.size() && a_.tokens[i + 1].sentence == a_.tokens[noun_].sentence; };
    if (inside() && tree_.is_word(i, ",")) ++i;
    if (!inside() || a_.tokens[i].upos != Upos::ADV || !tree_.is_word(i + 1, "by")) return;
    const auto doer = tree_.head(i + 1);
    if (doer && *doer > i && a_.tokens[i + 1].deprel == Deprel::case_) f_.agents.push_back(*doer);
  }

  bool takes_part(TokenIndex verb) const {
    const auto object = tree_.child(verb, Deprel::obj);
    return tree_.lemma(verb) == "take" && object && tree_.lemma(*object) == "part";
  }

  /// "The rebels were responsible for the attack", "those involved in it", "arrested on charges of taking part in it": whose hand was in it.
  void answering(TokenIndex word) {
    if (denied(word)) return;
    const auto known = f_.agents.size();
    subject_of(word);
    constexpr int kNested = 3;  // "were arrested on charges of being involved": one step each
    for (int steps = 0; steps < kNested && known == f_.agents.size(); ++steps) {
      const Deprel d = a_.tokens[word].deprel;
      const auto up = tree_.head(word);
      if (!up) return;
      if (a_.tokens[*up].upos == Upos::NOUN || a_.tokens[*up].upos == Upos::PROPN || a_.tokens[*up].upos == Upos::PRON) {
        if (*up < word && (d == Deprel::acl || d == Deprel::amod || d == Deprel::acl_relcl)) charged(*up);
        return;
      }
      // "Held the rebels responsible for it", "was found guilty of it", "accused them of being involved in it".
      if (d != Deprel::xcomp && d != Deprel::advcl) return;
      objects_of(*up);
      if (known == f_.agents.size() && d == Deprel::xcomp) subject_of(*up);
      word = *up;
    }
  }

  /// "Was not involved in the attack", "denied that its members took part in it".
  bool denied(TokenIndex word) const {
    for (int steps = 0; steps < 3; ++steps) {
      for (TokenIndex c : tree_.children(word))
        if (a_.tokens[c].deprel == Deprel::advmod && one_of(tree_.lemma(c), {"not", "never", "n't"})) return true;
      const auto up = tree_.head(word);
      const Deprel d = a_.tokens[word].deprel;
      if (!up || (d != Deprel::ccomp && d != Deprel::xcomp && d != Deprel::advcl && d != Deprel::acl)) return false;
      if (kinds_.in("denying", tree_.lemma(*up))) return true;
      word = *up;
    }
    return false;
  }

  /// "Bears no responsibility", "rejected responsibility".
  bool disclaimed(TokenIndex responsibility, TokenIndex verb) const {
    const auto det = tree_.child(responsibility, Deprel::det);
    return (det && tree_.lemma(*det) == "no") || kinds_.in("denying", tree_.lemma(verb)) || tree_.lemma(verb) == "reject" || tree_.lemma(verb) == "disclaim";
  }

  /// Whoever claims an act; "no group", "nobody" and who "has not claimed" it did nothing.
  void claimants(TokenIndex verb) {
    const auto none = [&](TokenIndex word) { return one_of(tree_.lemma(word), {"no", "not", "never", "n't", "neither", "nobody", "none"}); };
    const auto& words = tree_.children(verb);
    if (std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::advmod && none(c); })) return;
    // "Sent a letter claiming responsibility for it".
    if (const auto letter = tree_.head(verb); letter && a_.tokens[verb].deprel == Deprel::acl && kinds_.in("saying_noun", tree_.lemma(*letter)))
      if (const auto sent = tree_.head(*letter); sent && a_.tokens[*letter].deprel == Deprel::obj) return claimants(*sent);
    for (TokenIndex c : words) {
      if (a_.tokens[c].deprel != Deprel::nsubj || none(c)) continue;
      const auto& before = tree_.children(c);
      if (std::none_of(before.begin(), before.end(), [&](TokenIndex d) { return d < c && none(d); })) f_.agents.push_back(c);
    }
  }

  /// "Blamed the bombing on the rebels", "the murder of two nuns on the rebels", hung on what was bombed.
  void named_by(TokenIndex noun, std::string_view preposition) {
    const auto on = [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == preposition; };
    std::erase_if(f_.obliques, [&](const auto& o) {
      const bool doer = tree_.is_word(o.first, preposition) && a_.tokens[o.second].deprel == Deprel::nmod;
      if (doer) f_.agents.push_back(o.second);
      return doer;
    });
    for (TokenIndex c : tree_.children(noun))
      if (a_.tokens[c].deprel == Deprel::nmod && !on(c))
        for (TokenIndex g : tree_.children(c))
          if (on(g)) f_.agents.push_back(g);
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenIndex noun_;
  Frame& f_;
};

}  // namespace

void blamed(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun, Frame& f) { Blame(a, tree, kinds, noun, f).read(); }

}  // namespace deconflict::claim
