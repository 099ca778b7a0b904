#include "claim/realis.h"

#include <algorithm>

#include "base/date.h"
#include "base/words.h"
#include "claim/nearby.h"
#include "time/time.h"

namespace deconflict::claim {

bool is_negated(const Annotation& a, const Tree& tree, TokenIndex at) {
  const auto& words = tree.children(at);
  return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a.tokens[c].deprel == Deprel::advmod && one_of(tree.lemma(c), {"not", "never", "n't"}); });
}

namespace {

class Judge {
 public:
  Judge(const Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds) {}

  Modality judge(TokenIndex at) {
    if (supposed(at)) return out_;
    if (const auto verb = made_harmless(at)) return decide(Realis::negated, "made harmless", *verb), out_;
    bool climbing = true, one_subject = true;
    for (int steps = 0; climbing && steps < 6; ++steps) {
      if (own_words(at, steps == 0)) return out_;
      // "No soldiers were hurt or captured".
      if (one_subject)
        if (const auto none = no_subject(at)) return decide(Realis::negated, "nobody", *none), out_;
      const auto head = tree_.head(at);
      if (!head) break;
      if (link(at, *head, climbing)) return out_;
      one_subject = one_subject && a_.tokens[at].deprel == Deprel::conj && !tree_.child(at, Deprel::nsubj) && !tree_.child(at, Deprel::nsubj_pass);
      at = *head;
    }
    return out_;
  }

 private:
  bool decide(Realis realis, const char* rule, TokenIndex word, bool announced = false) {
    out_ = {realis, rule, a_.tokens[word].span, announced, false};
    return true;
  }

  /// "Defused a mine planted on the road": the verb that says so.
  std::optional<TokenIndex> made_harmless(TokenIndex at) const {
    const auto mine = tree_.head(at);
    if (a_.tokens[at].deprel != Deprel::acl || !mine || !one_of(a_.tokens[*mine].deprel, {Deprel::obj, Deprel::nsubj_pass})) return std::nullopt;
    const auto verb = tree_.head(*mine);
    return verb && one_of(tree_.lemma(*verb), {"defuse", "deactivate", "dismantle", "disarm"}) ? verb : std::nullopt;
  }

  /// "Should the rebels attack again, …", "unless the army released captured fighters": the words before it say so, whatever the tree made of them.
  bool supposed(TokenIndex at) {
    constexpr TokenIndex kReach = 10;
    const TokenIndex first = a_.sentences[a_.tokens[at].sentence].first_token, last = a_.sentences[a_.tokens[at].sentence].last_token;
    for (TokenIndex i = at; i > first && at - i < kReach; --i) {
      const Token& before = a_.tokens[i - 1];
      if (before.upos == Upos::PUNCT && !tree_.is_word(i - 1, "-")) return false;
      if (before.upos == Upos::SCONJ && one_of(tree_.lemma(i - 1), {"if", "unless"})) return decide(Realis::hypothetical, "condition", i - 1);
      if (i - 1 == first && at - i > 0 && tree_.is_word(i - 1, "should") && !tree_.is_word(last - 1, "?")) return decide(Realis::hypothetical, "condition", i - 1);
    }
    return false;
  }

  /// Words that hang on the word itself.
  bool own_words(TokenIndex at, bool first) {
    if (first && ahead_of(at)) return decide(Realis::planned, "ahead of", at);
    if (is_imperative(at)) return decide(Realis::hypothetical, "imperative", at);
    // What "if" or "not" says outweighs a modal: "could not flee", "if they do not go".
    for (TokenIndex c : tree_.children(at))
      if (a_.tokens[c].deprel == Deprel::mark && one_of(tree_.lemma(c), {"if", "unless", "whether", "lest"})) return decide(Realis::hypothetical, "condition", c);
    for (TokenIndex c : tree_.children(at)) {
      const Deprel d = a_.tokens[c].deprel;
      if ((d == Deprel::advmod || d == Deprel::det) && one_of(tree_.lemma(c), {"not", "never", "n't", "no", "neither", "nor"}) && !tree_.is_word(c + 1, "only")) return decide(Realis::negated, "negation", c);
    }
    for (TokenIndex c : tree_.children(at)) {
      const auto lemma = tree_.lemma(c);
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::case_ && one_of(lemma, {"without", "instead"})) return decide(Realis::negated, "without, instead of", c);
      if (d == Deprel::case_ && lemma == "like" && first && indefinite(at)) return decide(Realis::hypothetical, "like any other", c);
      if (d == Deprel::mark && one_of(lemma, {"without", "instead", "rather"})) return decide(Realis::negated, "without, instead of", c);
      // "Talks are to be held".
      if (d == Deprel::mark && lemma == "to" && c > 0 && tree_.lemma(c - 1) == "be" && tree_.head(c - 1) == at && a_.tokens[at].upos == Upos::VERB && tree_.child(at, Deprel::aux_pass))
        return decide(Realis::planned, "is to be", c - 1);
      if (d == Deprel::mark && lemma == "until" && first && held_back(at)) return decide(Realis::hypothetical, "waited for", c);
      if ((d == Deprel::advmod || d == Deprel::amod) && first) {
        if (kinds_.in("alleging", lemma) || kinds_.in("alleging", lower_ascii(tree_.surface(c)))) return decide(Realis::alleged, "alleging adverb or adjective", c);
        if (d == Deprel::amod && one_of(lemma, {"planned", "upcoming", "looming", "imminent", "future", "expected", "proposed", "intended", "forthcoming"}))
          return decide(Realis::planned, "adjective of the future", c);
        if (d == Deprel::amod && one_of(lemma, {"possible", "potential", "hypothetical", "would-be", "feared"})) return decide(Realis::hypothetical, "adjective of possibility", c);
        if (d == Deprel::amod && one_of(lemma, {"failed", "foiled", "thwarted", "abortive", "attempted"})) return decide(Realis::negated, "adjective of failure", c);
      }
      if (d == Deprel::advmod && one_of(lemma, {"allegedly", "reportedly", "purportedly", "supposedly"})) return decide(Realis::alleged, "alleging adverb", c);
      if (d == Deprel::aux && one_of(lemma, {"will", "shall", "'ll", "wo"})) return decide(Realis::planned, "future", c, first);
      if (d == Deprel::aux && one_of(lemma, {"may", "might", "could", "can"})) return decide(Realis::hypothetical, "modal of possibility", c);
      if (d == Deprel::aux && one_of(lemma, {"would", "should", "must"}))
        return decide(under_speech(at) ? Realis::planned : Realis::hypothetical, "conditional", c, first && lemma == "would");
    }
    // "Conceded nothing".
    if (first && a_.tokens[at].upos == Upos::VERB)
      if (const auto object = tree_.child(at, Deprel::obj); object && one_of(tree_.lemma(*object), {"nothing", "nobody", "none"})) return decide(Realis::negated, "nothing", *object);
    // "A response to any attack": none is told.
    if (first && a_.tokens[at].upos == Upos::NOUN)
      if (const auto det = tree_.child(at, Deprel::det); det && tree_.is_word(*det, "any")) return decide(Realis::hypothetical, "any", *det);
    // "No casualties", where the tree hangs the word elsewhere.
    if (first && at > 0 && tree_.is_word(at - 1, "no") && a_.tokens[at - 1].sentence == a_.tokens[at].sentence) return decide(Realis::negated, "no", at - 1);
    return false;
  }

  /// "Stop the attacks!", "release them at once, end the raids": the bare verb, before which nothing in its clause stands but a word like "please".
  bool is_imperative(TokenIndex at) const {
    const Token& t = a_.tokens[at];
    const Sentence& s = a_.sentences[t.sentence];
    if (t.upos != Upos::VERB || s.headline || lower_ascii(tree_.surface(at)) != lower_ascii(tree_.lemma(at))) return false;
    if (t.deprel == Deprel::conj || t.deprel == Deprel::parataxis) return tree_.head(at) && *tree_.head(at) < at && bare(at) && is_imperative(*tree_.head(at));
    if ((t.deprel != Deprel::root && t.deprel != Deprel::ccomp && t.deprel != Deprel::parataxis) || !bare(at)) return false;
    for (TokenIndex i = at; i > s.first_token; --i) {
      if (a_.surface(a_.tokens[i - 1].span).find_first_of("\"'") != std::string_view::npos || tree_.is_word(i - 1, ":")) break;
      if (a_.tokens[i - 1].upos != Upos::PUNCT && !one_of(tree_.lemma(i - 1), {"please", "immediately", "now", "do", "not", "never"})) return false;
    }
    return true;
  }

  bool bare(TokenIndex verb) const {
    const auto& words = tree_.children(verb);
    return std::none_of(words.begin(), words.end(), [&](TokenIndex c) {
      return is_subject(a_.tokens[c].deprel) || a_.tokens[c].deprel == Deprel::mark || (a_.tokens[c].deprel == Deprel::aux && tree_.lemma(c) != "do") || a_.tokens[c].deprel == Deprel::aux_pass;
    });
  }

  bool indefinite(TokenIndex noun) const {
    const auto det = tree_.child(noun, Deprel::det);
    return det && one_of(tree_.lemma(*det), {"a", "an", "any"});
  }

  /// "Massed troops ahead of an offensive".
  bool ahead_of(TokenIndex noun) const {
    for (TokenIndex c : tree_.children(noun))
      if (a_.tokens[c].deprel == Deprel::case_ && (tree_.is_word(c, "ahead") || (tree_.is_word(c, "of") && c > 0 && tree_.is_word(c - 1, "ahead")))) return true;
    return false;
  }

  std::optional<TokenIndex> no_subject(TokenIndex at) const {
    for (TokenIndex c : tree_.children(at))
      if (is_subject(a_.tokens[c].deprel) && nobody(c)) return c;
    return std::nullopt;
  }

  /// "Nobody was arrested", "not a single fighter", "no soldier was killed".
  bool nobody(TokenIndex subject) const {
    const auto lemma = tree_.lemma(subject);
    if (one_of(lemma, {"nobody", "none"})) return true;
    const bool one = lemma == "one";
    for (TokenIndex c : tree_.children(subject)) {
      if (tree_.lemma(c) == "no" && (one || a_.tokens[c].deprel == Deprel::det)) return true;
      if (tree_.lemma(c) == "single" && c > 1 && (tree_.is_word(c - 2, "not") || tree_.is_word(c - 1, "not"))) return true;
    }
    return false;
  }

  /// "Will not talk until …": what has not come yet.
  bool held_back(TokenIndex at) const {
    const auto head = tree_.head(at);
    if (!head) return false;
    for (TokenIndex c : tree_.children(*head))
      if (one_of(tree_.lemma(c), {"not", "never", "will", "would"})) return true;
    return tree_.lemma(*head) == "wait";
  }

  /// "Is said to have", "has been reported": somebody says so, and nobody is named.
  bool hearsay(TokenIndex head) const {
    return a_.tokens[head].upos == Upos::VERB && tree_.child(head, Deprel::aux_pass) && one_of(tree_.lemma(head), {"say", "report", "believe", "think", "rumour", "rumor", "claim", "understand"});
  }

  bool definite(TokenIndex noun) const {
    for (TokenIndex c : tree_.children(noun)) {
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::nmod_poss || (d == Deprel::det && one_of(tree_.lemma(c), {"the", "this", "that", "these", "those"}))) return true;
    }
    return false;
  }

  /// What is only reckoned ("assessed that it would …") is announced by nobody.
  bool under_speech(TokenIndex at) const {
    const auto head = tree_.head(at);
    return head && a_.tokens[at].deprel == Deprel::ccomp && kinds_.in("say", tree_.lemma(*head)) && !kinds_.in("reckoning", tree_.lemma(*head));
  }

  /// A plan, or a purpose, of what is itself only possible: "may try to seize the town", "if it intends to withdraw".
  bool plan_under(TokenIndex head, const char* rule, TokenIndex word) {
    const Modality above = Judge(a_, tree_, kinds_).judge(head);
    if (above.realis == Realis::hypothetical) return out_ = above, true;
    return decide(Realis::planned, rule, word);
  }

  bool negated(TokenIndex at) const { return is_negated(a_, tree_, at); }

  bool conditional(TokenIndex at) const {
    const auto mark = tree_.child(at, Deprel::mark);
    return mark && one_of(tree_.lemma(*mark), {"if", "unless"});
  }

  /// "Wants to withdraw the troops", "is expected to meet": its own intent, or what is on the calendar; "wants the army to withdraw" is a wish.
  bool own_wish(TokenIndex at, TokenIndex head) const {
    if (a_.tokens[at].deprel != Deprel::xcomp || !kinds_.in("intending", tree_.lemma(head))) return false;
    const auto object = tree_.child(head, Deprel::obj);
    return !object || *object > at;
  }

  /// "Blamed the attack on them", not "blamed the attackers".
  bool blamed_on(TokenIndex verb, TokenIndex act) const {
    for (TokenIndex above : {verb, act})
      for (TokenIndex c : tree_.children(above))
        if (is_oblique(a_.tokens[c].deprel) && c > act && tree_.preposition(c) == "on") return true;
    return false;
  }

  /// "Which was false", "that he made".
  bool relative(TokenIndex clause) const {
    const auto& words = tree_.children(clause);
    return std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a_.tokens[c].upos == Upos::PRON && one_of(tree_.lemma(c), {"which", "that", "who", "whom"}); });
  }

  /// Does a verb say that an opportunity was taken, and is it told as done?
  bool seized(TokenIndex verb) const {
    const auto lemma = tree_.lemma(verb);
    const bool taken = one_of(lemma, {"avail", "seize", "exploit", "use"}) || (lemma == "take" && tree_.child(verb, Deprel::obj) && one_of(tree_.lemma(*tree_.child(verb, Deprel::obj)), {"advantage", "opportunity"}));
    return taken && !negated(verb) && !tree_.child(verb, Deprel::aux) && lower_ascii(tree_.surface(verb)) != lower_ascii(lemma);
  }

  /// "Blocked from entering".
  bool is_kept_from(TokenIndex at, TokenIndex head) const {
    const auto mark = tree_.child(at, Deprel::mark);
    return mark && tree_.is_word(*mark, "from") && a_.tokens[head].upos == Upos::VERB && !negated(head) &&
           one_of(tree_.lemma(head), {"block", "bar", "ban", "stop", "keep", "prevent", "prohibit", "deter", "hinder", "restrain", "forbid", "preclude", "hold"});
  }

  /// "They have yet to be released", "aid is yet to arrive".
  std::optional<TokenIndex> not_yet(TokenIndex at, TokenIndex head) const {
    if (!infinitive(at) || !one_of(tree_.lemma(head), {"have", "be", "remain"})) return std::nullopt;
    for (TokenIndex c : tree_.children(head))
      if (c > head && c < at && tree_.is_word(c, "yet")) return c;
    return std::nullopt;
  }

  bool confirmed(TokenIndex report) const {
    const auto verb = tree_.head(report);
    return verb && one_of(tree_.lemma(*verb), {"confirm", "verify", "corroborate"});
  }

  bool that_clause(TokenIndex at) const {
    const auto mark = tree_.child(at, Deprel::mark);
    return mark && tree_.is_word(*mark, "that");
  }

  bool one_of_a_row(TokenIndex noun) const {
    const auto in_row = [&](TokenIndex i) {
      const auto lemma = tree_.lemma(i);
      return one_of(lemma, {"first", "second", "third", "fourth", "fifth", "sixth", "last", "latest", "only"}) || (lemma.ends_with("th") && a_.tokens[i].upos == Upos::ADJ && (lemma.ends_with("nth") || lemma.front() <= '9'));
    };
    const auto& words = tree_.children(noun);
    return in_row(noun) || std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return c < noun && in_row(c); });
  }

  /// "To enter", "for the army to enter"
  bool infinitive(TokenIndex at) const {
    const auto& children = tree_.children(at);
    const bool to = std::any_of(children.begin(), children.end(), [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::mark && tree_.is_word(c, "to"); });
    return to && !tree_.surface(at).ends_with("ing") && !perfect(at);
  }

  /// "Claims to have captured": what is said to be over is no plan.
  bool perfect(TokenIndex at) const {
    const auto& children = tree_.children(at);
    return std::any_of(children.begin(), children.end(), [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::aux && tree_.is_word(c, "have") && c > 0 && tree_.is_word(c - 1, "to"); });
  }

  /// "Has not conceded, has claimed victory and filed a suit": a verb of its own between them takes no negation along.
  bool starts_anew(TokenIndex at, TokenIndex head) const {
    const auto& conjuncts = tree_.children(head);
    return std::any_of(conjuncts.begin(), conjuncts.end(), [&](TokenIndex c) {
      return c > head && c <= at && a_.tokens[c].deprel == Deprel::conj && tree_.child(c, Deprel::aux) && !tree_.child(c, Deprel::aux_pass);
    });
  }

  /// What the word above makes of it; `climbing` false where the clause above says nothing about this one.
  bool link(TokenIndex at, TokenIndex head, bool& climbing) {
    const Deprel d = a_.tokens[at].deprel;
    const auto lemma = tree_.lemma(head);
    const bool verbal = a_.tokens[at].upos == Upos::VERB || a_.tokens[at].upos == Upos::AUX;
    if (kinds_.in("denying", lemma) && (d == Deprel::ccomp || d == Deprel::xcomp || d == Deprel::obj || d == Deprel::advcl)) return decide(Realis::denied, "denied", head);
    if (kinds_.in("threatening", lemma) && (d == Deprel::xcomp || d == Deprel::ccomp || d == Deprel::obj)) return decide(Realis::threatened, "threatened", head);
    if (const auto mark = tree_.child(at, Deprel::mark); d == Deprel::advcl && mark && *mark > 0 && tree_.is_word(*mark, "of") && kinds_.in("alleging_verb", tree_.lemma(*mark - 1)))
      return decide(Realis::alleged, "alleging verb", *mark - 1);
    // "Accused the navy of shelling the town", hung on the navy.
    if (const auto mark = tree_.child(at, Deprel::mark); d == Deprel::acl && mark && tree_.is_word(*mark, "of") && a_.tokens[head].deprel == Deprel::obj && tree_.head(head) && kinds_.in("alleging_verb", tree_.lemma(*tree_.head(head))))
      return decide(Realis::alleged, "accusing verb", *tree_.head(head));
    if (kinds_.in("alleging_verb", lemma) && a_.tokens[head].upos == Upos::VERB && (d == Deprel::advcl || d == Deprel::xcomp || d == Deprel::obl || d == Deprel::ccomp || d == Deprel::acl))
      return decide(Realis::alleged, "alleging verb", head);
    // "A notebook with plans for killing him", however the tree hangs the killing.
    if (const auto mark = tree_.child(at, Deprel::mark); verbal && mark && *mark > 0 && tree_.is_word(*mark, "for") && a_.tokens[*mark - 1].upos == Upos::NOUN && kinds_.in("plan", tree_.lemma(*mark - 1)))
      return decide(Realis::planned, "plan", *mark - 1);
    // "Arrested for the murder".
    const bool for_it = (d == Deprel::obl && tree_.preposition(at) == "for") || (d == Deprel::advcl && tree_.child(at, Deprel::mark) && tree_.is_word(*tree_.child(at, Deprel::mark), "for"));
    if (for_it && a_.tokens[head].upos == Upos::VERB && kinds_.in("held_for", lemma) && !one_of(lemma, {"convict", "sentence", "execute", "punish"})) return decide(Realis::alleged, "held for it", head);
    if (const auto noun = verbal ? held_for(a_, tree_, kinds_, at) : std::nullopt) {
      if (one_of(tree_.lemma(*noun), {"conviction", "punishment"})) return climbing = false;
      return decide(Realis::alleged, "held for it", *noun);
    }
    if (lemma == "connection" && d == Deprel::nmod && tree_.preposition(at) == "with") return decide(Realis::alleged, "in connection with it", head);
    // "Blamed the militia for the ambush", where the tree hung the ambush on the militia.
    const auto first = a_.tokens[head].deprel == Deprel::conj ? tree_.head(head) : std::optional(head);  // or on their friends, named after them
    if (d == Deprel::nmod && one_of(tree_.preposition(at), {"for", "of"}) && first && a_.tokens[*first].deprel == Deprel::obj)
      if (const auto verb = tree_.head(*first); verb && kinds_.in("alleging_verb", tree_.lemma(*verb)) && a_.tokens[*verb].upos == Upos::VERB && !kinds_.in("measure", lemma) && a_.tokens[head].upos != Upos::NUM && lemma != "responsibility")
        return decide(Realis::alleged, "alleging verb", *verb);
    if ((d == Deprel::xcomp || d == Deprel::ccomp || d == Deprel::nsubj_pass || (!verbal && d == Deprel::obl && tree_.preposition(at) == "in")) && hearsay(head))
      return negated(head) ? decide(Realis::negated, "negation", head) : decide(Realis::alleged, "hearsay", head);
    if (lemma == "claim" && a_.tokens[head].upos == Upos::VERB && verbal && (d == Deprel::xcomp || d == Deprel::ccomp)) return decide(Realis::alleged, "claimed", head);
    if (verbal && a_.tokens[head].upos == Upos::NOUN && (d == Deprel::ccomp || d == Deprel::acl || (d == Deprel::acl_relcl && kinds_.in("sign", lemma))))
      if (const auto none = tree_.child(head, Deprel::det); none && tree_.lemma(*none) == "no") return decide(Realis::negated, "no sign of it", *none);
    // "No sign of an attack".
    if (!verbal && d == Deprel::nmod && tree_.preposition(at) == "of" && kinds_.in("sign", lemma))
      if (const auto none = tree_.child(head, Deprel::det); none && tree_.lemma(*none) == "no") return decide(Realis::negated, "no sign of it", *none);
    // "A reward for information leading to his arrest".
    if (!verbal && lemma == "lead" && d == Deprel::obl && tree_.preposition(at) == "to" && a_.tokens[head].deprel == Deprel::acl && tree_.head(head) && one_of(tree_.lemma(*tree_.head(head)), {"information", "tip", "clue", "evidence"}))
      return decide(Realis::hypothetical, "what would lead to it", head);
    if (!verbal && (lemma == "attribute" || (lemma == "blame" && blamed_on(head, at))) && (d == Deprel::obj || d == Deprel::nsubj_pass)) return decide(Realis::alleged, "attributed", head);
    // "Is being described as an attack", "is treated as a murder".
    if (!verbal && d == Deprel::obl && tree_.preposition(at) == "as" && one_of(lemma, {"describe", "treat", "regard", "investigate", "characterise", "characterize", "view"}) && tree_.child(head, Deprel::aux_pass))
      return decide(Realis::alleged, "called so", head);
    if (lemma == "wait" && d == Deprel::obl && tree_.preposition(at) == "for") return decide(Realis::hypothetical, "waited for", head);
    if (is_kept_from(at, head)) return decide(Realis::negated, "kept from it", head);
    if (const auto yet = not_yet(at, head)) return decide(Realis::negated, "not yet", *yet);
    if (kinds_.in("fail", lemma) && (d == Deprel::xcomp || d == Deprel::advcl || d == Deprel::ccomp || d == Deprel::obj)) {
      if (d == Deprel::obj && !one_of(lemma, {"prevent", "foil", "thwart", "avoid", "abort", "cancel"})) return climbing = false;
      return decide(Realis::negated, "failure or prevention", head);
    }
    // "In a possible case of friendly fire": what is said of the case holds of the act.
    if (!verbal && d == Deprel::nmod && tree_.preposition(at) == "of" && kinds_.in("measure", lemma)) return own_words(head, true);
    // "Reports that the town had been shelled", "the likelihood it was an ambush".
    const bool own_subject = tree_.child(at, Deprel::nsubj) || tree_.child(at, Deprel::nsubj_pass);
    const bool finite = !infinitive(at) && own_subject && (d != Deprel::acl_relcl || (kinds_.in("hearsay", lemma) && !relative(at)));
    const bool clause = d == Deprel::acl || d == Deprel::ccomp || d == Deprel::acl_relcl;
    // "A claim that the group denied" is not what it claims.
    const bool content = clause && (that_clause(at) || finite || perfect(at)) && !(d == Deprel::acl_relcl && kinds_.in("denying", tree_.lemma(at)));
    if (kinds_.in("hearsay", lemma) && a_.tokens[head].upos == Upos::NOUN && (clause || (d == Deprel::nmod && one_of(tree_.preposition(at), {"of", "on", "about"}))))
      {
        if (const auto word = unfounded_report(a_, tree_, kinds_, head)) return decide(Realis::denied, "unfounded", *word);
        // "Dismissed reports about a raid as fake".
        if (const auto verb = tree_.head(head); verb && a_.tokens[head].deprel == Deprel::obj && kinds_.in("denying", tree_.lemma(*verb))) return decide(Realis::denied, "denied", *verb);
      }
    if (content && a_.tokens[head].upos == Upos::NOUN) {
      if (const auto verb = tree_.head(head); kinds_.in("hearsay", lemma) && a_.tokens[head].deprel == Deprel::obj && verb && kinds_.in("denying", tree_.lemma(*verb)))
        return decide(Realis::denied, "denied", *verb);
      if (kinds_.in("hearsay", lemma) && !confirmed(head)) return decide(Realis::alleged, "hearsay", head);
      if (kinds_.in("fear", lemma)) return decide(Realis::hypothetical, "fear or possibility", head);
    }
    // "Rebels overrun camp, scores feared dead": the fear has its own words behind it.
    if (kinds_.in("fear", lemma) && d == Deprel::ccomp && at < head && tree_.child(head, Deprel::xcomp)) return climbing = false;
    if (kinds_.in("fear", lemma) && (d == Deprel::nmod || d == Deprel::ccomp || d == Deprel::acl || d == Deprel::obl || d == Deprel::obj || d == Deprel::xcomp) &&
        !(lemma == "warn" && d == Deprel::obj))
      return negated(head) ? decide(Realis::negated, "negation", head) : decide(Realis::hypothetical, "fear or possibility", head);
    // "Ordered the murder of the judge": known already, with who ordered it.
    if (lemma == "order" && d == Deprel::obj && definite(at) && !negated(head) && one_of(tree_.lemma(at), {"assassination", "murder", "killing", "massacre", "execution", "bombing", "kidnapping", "abduction", "slaying"}))
      return climbing = false;
    // What is asked for or weighed is nobody's plan yet.
    const Realis wished = kinds_.in("wish", lemma) && !own_wish(at, head) ? Realis::hypothetical : Realis::planned;
    const auto decide_wish = [&] { return wished == Realis::planned ? plan_under(head, "plan, wish or order", head) : decide(wished, "plan, wish or order", head); };
    const bool wish = kinds_.in("plan", lemma);
    // "Could not agree on a truce", "do not plan to attack"
    if (wish && (d == Deprel::xcomp || d == Deprel::obj || d == Deprel::obl || (d == Deprel::advcl && infinitive(at))))
      if (negated(head)) return decide(Realis::negated, "negation", head);
    if (d == Deprel::xcomp && one_of(lemma, {"plan", "intend", "vow", "pledge", "promise", "swear", "aim"}) && !tree_.child(head, Deprel::obj)) {
      plan_under(head, "intent", head);
      out_.intended = out_.realis == Realis::planned;
      return true;
    }
    // "Demanded that the army withdraw"
    if (d == Deprel::ccomp && verbal && kinds_.in("wish", lemma) && a_.tokens[head].upos == Upos::VERB && tree_.surface(at) == tree_.lemma(at))
      return decide(Realis::hypothetical, "wish or demand", head);
    if (wish && (d == Deprel::xcomp || (d == Deprel::acl && infinitive(at)) || (d == Deprel::ccomp && infinitive(at)) || (d == Deprel::advcl && infinitive(at))))
      return decide_wish();
    if (wish && !verbal && (d == Deprel::obj || (d == Deprel::obl && one_of(tree_.preposition(at), {"for", "on", "to"})) || (d == Deprel::nmod && tree_.preposition(at) == "for")))
      return decide_wish();
    if (wish && verbal && (d == Deprel::advcl || d == Deprel::obl || d == Deprel::acl) && !tree_.child(at, Deprel::nsubj)) {
      const auto mark = tree_.child(at, Deprel::mark);
      if (mark ? one_of(tree_.lemma(*mark), {"on", "for", "of", "at"}) : at == head + 1 && tree_.surface(at).ends_with("ing")) return decide_wish();
    }
    if (d == Deprel::ccomp && verbal && conditional(head)) return decide(Realis::hypothetical, "condition", head);
    // "Took advantage of the match to place bombs", "used the opportunity to attack": they did.
    if (verbal && infinitive(at) && ((d == Deprel::advcl && seized(head)) || (d == Deprel::acl && one_of(lemma, {"opportunity", "chance", "occasion"}) && tree_.head(head) && seized(*tree_.head(head))))) return climbing = false;
    // "Forcing thousands to flee", "used mortars to shell the town": as sure as the forcing and the use.
    if (verbal && d == Deprel::advcl && infinitive(at) && (kinds_.in("causing", lemma) || lemma == "use")) return false;
    if (verbal && d == Deprel::advcl && infinitive(at)) return plan_under(head, "purpose", at);
    // "Escaped the fighting": it was there.
    if (kinds_.in("escaping", lemma) && (d == Deprel::xcomp || d == Deprel::obj || d == Deprel::obl)) return climbing = false;
    // "Forced thousands to flee": they did.
    if (verbal && d == Deprel::acl && infinitive(at))
      if (const auto above = tree_.head(head); above && a_.tokens[head].deprel == Deprel::obj && kinds_.in("causing", tree_.lemma(*above)))
        return climbing = false;
    // "The second clinic to be hit", "the last to leave": it was.
    if (verbal && d == Deprel::acl && infinitive(at) && one_of_a_row(head)) return climbing = false;
    if (verbal && d == Deprel::acl && infinitive(at)) return plan_under(head, "purpose", at);
    // "Has not admitted it and dismisses the report": the second verb stands on its own feet.
    if (d == Deprel::conj && verbal && (tree_.child(head, Deprel::aux) || tree_.child(head, Deprel::aux_pass)) && tree_.surface(at).ends_with("s") && tree_.surface(at) != tree_.lemma(at)) return climbing = false;
    if (d == Deprel::conj && verbal && negated(head) && starts_anew(at, head)) return climbing = false;
    // A coordinated or light-verb clause shares the modality of what it hangs on; other clauses stand for themselves.
    const bool shares = d == Deprel::xcomp || d == Deprel::obj || d == Deprel::nsubj_pass ||
                        (d == Deprel::conj && a_.tokens[at].upos == a_.tokens[head].upos && !tree_.child(at, Deprel::nsubj)) ||
                        (d == Deprel::compound && !verbal) || (!verbal && (d == Deprel::obl_agent || (d == Deprel::obl && one_of(tree_.preposition(at), {"by", "with"})))) || (d == Deprel::obl && !verbal && kinds_.in("light", lemma));
    // "A new offensive would …", "hit the town with missiles": an act that is not known already goes with its clause.
    const bool goes_with = !verbal && ((is_subject(d) && !definite(at)) || (d == Deprel::obl && tree_.preposition(at) == "with"));
    climbing = shares || goes_with || d == Deprel::csubj;
    return false;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  Modality out_;
};

}  // namespace

std::optional<TokenIndex> unfounded_report(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex report) {
  for (TokenIndex c : tree.children(report))
    if (a.tokens[c].deprel == Deprel::amod && kinds.in("unfounded", tree.lemma(c))) return c;
  const auto predicate = tree.head(report);
  // "Is not true".
  const bool not_so = predicate && one_of(tree.lemma(*predicate), {"true", "correct", "accurate"}) && is_negated(a, tree, *predicate);
  if (not_so && a.tokens[report].deprel == Deprel::nsubj) return predicate;
  if (predicate && (a.tokens[report].deprel == Deprel::nsubj || a.tokens[report].deprel == Deprel::nsubj_outer) && tree.child(*predicate, Deprel::cop) && kinds.in("unfounded", tree.lemma(*predicate)) && !is_negated(a, tree, *predicate)) return predicate;
  return std::nullopt;
}

std::optional<TokenIndex> held_for(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex act) {
  const auto mark = tree.child(act, Deprel::mark);
  auto noun = tree.head(act);
  const Deprel d = a.tokens[act].deprel;
  if (a.tokens[act].upos != Upos::VERB || !mark || !tree.is_word(*mark, "for") || !noun || *noun > act || (d != Deprel::acl && d != Deprel::advcl)) return std::nullopt;
  // Hung on the verb above, or on the last of those who are held.
  if (d == Deprel::advcl) noun = tree.child(*noun, Deprel::obj);
  for (int steps = 0; noun && steps < 3 && !kinds.in("held_for_noun", tree.lemma(*noun)); ++steps) {
    const bool one = a.tokens[*noun].deprel == Deprel::conj || (a.tokens[*noun].deprel == Deprel::nmod && tree.preposition(*noun) == "of");
    noun = one ? tree.head(*noun) : std::nullopt;
  }
  return noun && kinds.in("held_for_noun", tree.lemma(*noun)) ? noun : std::nullopt;
}

Modality modality_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head) { return Judge(a, tree, kinds).judge(head); }

bool told_as_done(const Annotation& a, const Tree& tree, TokenIndex head) {
  // "Captured two men during a raid": the raid is over too.
  const auto over = tree.head(head);
  const bool noun = a.tokens[head].upos == Upos::NOUN;
  if (noun && (!over || !one_of(tree.preposition(head), {"during", "in", "after", "amid", "by"}))) return false;
  const TokenIndex verb = noun ? *over : head;
  const auto form = lower_ascii(tree.surface(verb));
  if (a.tokens[verb].upos != Upos::VERB || form == lower_ascii(tree.lemma(verb)) || form.ends_with("ing") || form.ends_with("s")) return false;
  if (!tree.child(verb, Deprel::nsubj) && !tree.child(verb, Deprel::nsubj_pass)) return false;
  for (TokenIndex c : tree.children(verb))
    if (one_of(a.tokens[c].deprel, {Deprel::aux, Deprel::aux_pass}) && !one_of(lower_ascii(tree.surface(c)), {"have", "has", "had", "'ve", "'s", "was", "were", "been", "did"})) return false;
  return true;
}

bool is_ahead(const Annotation& a, const ClaimTime& time) {
  const auto days = time::days_of(time.value);
  const auto told = parse_iso_day(a.published);
  const auto begin = days ? parse_iso_day(days->begin) : std::nullopt;
  return told && begin && *begin > *told;
}

}  // namespace deconflict::claim
