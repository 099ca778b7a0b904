#include "claim/owner.h"

#include "base/words.h"

namespace deconflict::claim {

Owner Owners::of(const TokenIndex at) const {
  TokenIndex i = at;
  bool loose = false, said = false, elsewhere = false;
  for (int steps = 0; steps < 64; ++steps) {
    if (at_token_[i] != UINT32_MAX) return {at_token_[i], loose, said, elsewhere};
    const auto head = tree_.head(i);
    if (a_.tokens[i].upos == Upos::VERB && (tree_.is_word(i, "born") || kinds_.in("origin_verb", tree_.lemma(i)))) elsewhere = true;
    if (!head) return {UINT32_MAX, true, said, elsewhere};
    const Deprel d = a_.tokens[i].deprel;
    if (d == Deprel::ccomp && kinds_.in("plain_say", tree_.lemma(*head))) elsewhere = true;
    if (d == Deprel::acl_relcl || d == Deprel::ccomp || d == Deprel::advcl || d == Deprel::parataxis) loose = true;
    // "Was seized in Oldtown and whisked to Newtown", "an officer based in Oldtown"; not "a house located in Oldtown".
    if (d == Deprel::conj && a_.tokens[i].upos == Upos::VERB && a_.tokens[*head].upos == Upos::VERB) loose = true;
    if (d == Deprel::acl && !kinds_.in("lying", tree_.lemma(i))) loose = true;
    // "Was shot in Oldtown a year after the raid on Newtown".
    if (i != at && at_token_[*head] != UINT32_MAX && one_of(tree_.preposition(i), {"after", "before", "since", "following", "despite", "until", "like", "unlike"})) loose = true;
    if (!loose && a_.tokens[*head].upos == Upos::VERB && at_token_[*head] == UINT32_MAX && kinds_.in("plain_say", tree_.lemma(*head)) && !carries_act(*head)) said = true;
    // The complement of a light verb speaks for it.
    for (TokenIndex c : tree_.children(*head))
      if (c != i && at_token_[c] != UINT32_MAX && (a_.tokens[c].deprel == Deprel::obj || a_.tokens[c].deprel == Deprel::nsubj_pass || a_.tokens[c].deprel == Deprel::xcomp) &&
          hits_[at_token_[c]].head == c && at_token_[*head] == UINT32_MAX && a_.tokens[i].deprel != Deprel::nsubj)
        return {at_token_[c], loose, said, elsewhere};
    // "Oldtown was the target of an attack": where it was.
    if (a_.tokens[i].deprel == Deprel::nsubj && one_of(tree_.lemma(*head), {"target", "scene", "site", "focus"}) && tree_.child(*head, Deprel::cop))
      for (TokenIndex c : tree_.children(*head))
        if (a_.tokens[c].deprel == Deprel::nmod && tree_.preposition(c) == "of" && at_token_[c] != UINT32_MAX) return {at_token_[c], loose, said, elsewhere};
    i = *head;
  }
  return {};
}

/// "Continued their advance", though "continued" may be said of a speaker.
bool Owners::carries_act(TokenIndex verb) const {
  return tree_.lemma(verb) == "continue" && (tree_.child(verb, Deprel::obj) || tree_.child(verb, Deprel::xcomp)) && !tree_.child(verb, Deprel::ccomp);
}

}  // namespace deconflict::claim
