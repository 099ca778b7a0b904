#include "claim/referral.h"

#include <algorithm>

#include "base/words.h"
#include "claim/realis.h"

namespace deconflict::claim {

namespace {

class Finder {
 public:
  Finder(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) : a_(a), tree_(tree), kinds_(kinds), facts_(facts) {}

  std::vector<Referral> run() {
    for (TokenIndex i = 0; i < a_.tokens.size(); ++i) {
      if (a_.sentences[a_.tokens[i].sentence].boilerplate) continue;
      if (a_.tokens[i].upos == Upos::VERB) {
        owned_up(i);
        laid_to(i);
        only_blamed(i);
      } else if (tree_.lemma(i) == "responsible") {
        responsible(i);
      } else if (stands_for_act(i)) {
        behind(i);
      }
    }
    std::stable_sort(out_.begin(), out_.end(), [](const Referral& x, const Referral& y) { return x.word < y.word; });
    return std::move(out_);
  }

 private:
  /// "It", "these two actions": words that only point at what was told.
  bool stands_for_act(TokenIndex i) const {
    if (a_.tokens[i].upos == Upos::PRON || a_.tokens[i].upos == Upos::DET) return one_of(lower_ascii(tree_.surface(i)), {"it", "this", "that", "them", "these", "those", "both"});
    const auto& words = tree_.children(i);
    const bool pointed = std::any_of(words.begin(), words.end(), [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::det && one_of(tree_.lemma(c), {"the", "this", "that", "these", "those", "both"}); });
    // One of them is a deed that the lexicon of kinds knows.
    return pointed && kinds_.in("deed", tree_.lemma(i)) && lower_ascii(tree_.surface(i)) != tree_.lemma(i);
  }

  static bool none(std::string_view lemma) { return one_of(lemma, {"no", "not", "never", "n't", "neither", "nobody", "none", "nor", "without"}); }

  /// Is it said as a fact or an allegation, of somebody who is named?
  bool holds(TokenIndex verb, TokenIndex doer) const {
    if (!facts_.is(doer, TokenFacts::kNamed | TokenFacts::kArmed) || a_.tokens[doer].upos == Upos::PRON) return false;
    for (const TokenIndex i : {verb, doer})
      for (TokenIndex c : tree_.children(i))
        if (c < i && none(tree_.lemma(c))) return false;
    const Sentence& s = a_.sentences[a_.tokens[verb].sentence];
    if (tree_.is_word(s.last_token - 1, "?")) return false;
    return is_actual(modality_of(a_, tree_, kinds_, verb).realis);
  }

  void add(TokenIndex word, TokenIndex verb, TokenIndex doer) {
    if (holds(verb, doer)) out_.push_back({word, doer});
  }

  /// Does a clause or a phrase of the verb say what for?
  bool says_what(TokenIndex verb, TokenIndex object) const {
    for (const TokenIndex i : {verb, object})
      for (TokenIndex c : tree_.children(i)) {
        const Deprel d = a_.tokens[c].deprel;
        if (c > verb && is_oblique(d) && one_of(tree_.preposition(c), {"for", "of", "in", "on", "with", "over", "as", "behind", "from"}) && !stands_for_act(c)) return true;
        if (c > verb && is_clause(d) && d != Deprel::parataxis) return true;
      }
    return false;
  }

  /// "The rebels claimed responsibility", "took credit for both".
  void owned_up(TokenIndex verb) {
    const auto object = tree_.child(verb, Deprel::obj);
    if (!object || !one_of(tree_.lemma(*object), {"responsibility", "credit"}) || !one_of(tree_.lemma(verb), {"claim", "take", "accept", "assume", "admit", "acknowledge"})) return;
    if (says_what(verb, *object)) return;
    if (const auto who = tree_.child(verb, Deprel::nsubj)) add(*object, verb, *who);
  }

  /// "Blamed it on the rebels", "it was attributed to the rebels".
  void laid_to(TokenIndex verb) {
    const auto lemma = tree_.lemma(verb);
    if (!one_of(lemma, {"blame", "attribute", "pin"})) return;
    for (TokenIndex act : tree_.children(verb)) {
      const Deprel d = a_.tokens[act].deprel;
      if ((d != Deprel::obj && d != Deprel::nsubj_pass) || !stands_for_act(act)) continue;
      for (TokenIndex c : tree_.children(verb))
        if (is_oblique(a_.tokens[c].deprel) && tree_.preposition(c) == (lemma == "attribute" ? "to" : "on")) add(act, verb, c);
    }
  }

  /// "The rebels have been blamed", "the police blame the rebels", "suspect the rebels".
  void only_blamed(TokenIndex verb) {
    if (tree_.lemma(verb) != "blame" && tree_.lemma(verb) != "suspect") return;
    if (const auto mark = tree_.child(verb, Deprel::mark); mark && tree_.is_word(*mark, "to")) return;  // "shelled it to blame the rebels"
    auto who = tree_.child(verb, Deprel::nsubj_pass);
    if (!who) who = tree_.child(verb, Deprel::obj);
    if (!who || says_what(verb, *who)) return;
    // "Blamed the rebels and their friends for the raid", hung on the friends.
    for (TokenIndex i = verb + 1; i <= tree_.subtree(verb).last; ++i)
      if (one_of(lower_ascii(tree_.surface(i)), {"for", "on"})) return;
    add(verb, verb, *who);
  }

  /// "Accused the rebels of being responsible for these acts".
  void responsible(TokenIndex word) {
    const auto verb = tree_.head(word);
    if (!verb || says_what(word, word) || !one_of(a_.tokens[word].deprel, {Deprel::advcl, Deprel::xcomp, Deprel::obl}) || !kinds_.in("alleging_verb", tree_.lemma(*verb))) return;
    auto who = tree_.child(*verb, Deprel::obj);
    if (!who) who = tree_.child(*verb, Deprel::nsubj_pass);
    if (who) add(word, *verb, *who);
  }

  /// "The rebels were behind it".
  void behind(TokenIndex act) {
    const auto who = tree_.child(act, Deprel::nsubj);
    if (who && tree_.preposition(act) == "behind" && tree_.child(act, Deprel::cop)) add(act, act, *who);
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  std::vector<Referral> out_;
};

}  // namespace

std::vector<Referral> find_referrals(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) { return Finder(a, tree, kinds, facts).run(); }

}  // namespace deconflict::claim
