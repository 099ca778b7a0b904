#include "claim/intent.h"

#include "claim/speech.h"

namespace deconflict::claim {

namespace {

/// Does the clause tell what is to come, without "not", "if" or a question?
bool stands_alone(const Annotation& a, const Tree& tree, TokenIndex verb) {
  const Deprel d = a.tokens[verb].deprel;
  if (d != Deprel::root && d != Deprel::ccomp && d != Deprel::conj && d != Deprel::parataxis) return false;
  for (TokenIndex c : tree.children(verb)) {
    const Deprel role = a.tokens[c].deprel;
    if ((role == Deprel::advmod || role == Deprel::det) && one_of(tree.lemma(c), {"not", "never", "n't", "no", "neither", "nor", "when", "how", "why"})) return false;
    if (role == Deprel::mark && one_of(tree.lemma(c), {"if", "unless", "whether", "lest", "until", "when"})) return false;
  }
  const Sentence& s = a.sentences[a.tokens[verb].sentence];
  return s.last_token > s.first_token && !tree.is_word(s.last_token - 1, "?");
}

/// The act that the verb tells by itself or by the noun that it carries ("will hold talks").
std::optional<std::size_t> act_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const Trigger& trigger, const std::vector<Hit>& hits, TokenIndex verb) {
  for (std::size_t k = 0; k < hits.size(); ++k) {
    const TokenIndex head = hits[k].head;
    const bool carried = tree.head(head) == verb && a.tokens[head].deprel == Deprel::obj && (kinds.in("light", tree.lemma(verb)) || trigger.pos == Pos::verb);
    if ((head == verb || carried) && trigger.acts.contains(kinds.all[kinds.triggers[hits[k].trigger].kind].plover_event)) return k;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Intent> find_intents(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const std::vector<Hit>& hits) {
  std::vector<Intent> out;
  for (const Sentence& s : a.sentences) {
    if (s.boilerplate) continue;
    for (TokenIndex i = s.first_token; i < s.last_token; ++i) {
      const bool auxiliary = a.tokens[i].deprel == Deprel::aux;
      if (!auxiliary && a.tokens[i].upos != Upos::VERB) continue;
      const auto* found = kinds.by_first_word.find(a.tokens[i].lemma);
      if (found == nullptr) continue;
      const auto clause = auxiliary ? tree.head(i) : std::optional(i);
      if (!clause || !stands_alone(a, tree, *clause)) continue;
      const auto subject = tree.child(*clause, Deprel::nsubj);
      if (!subject) continue;
      for (std::uint32_t t : *found) {
        const Trigger& trigger = kinds.triggers[t];
        if (trigger.pos != (auxiliary ? Pos::auxiliary : Pos::verb) || (!auxiliary && trigger.acts.empty())) continue;
        const Hit hit{i, i, *clause, t, trigger.score};
        if (trigger.acts.empty()) {
          if (facts.is(*subject, TokenFacts::kNamed | TokenFacts::kPlace | TokenFacts::kArmed) && a.tokens[*clause].deprel == Deprel::ccomp) out.push_back({hit, std::nullopt});
          continue;
        }
        // "Plans to send aid", "plans a visit"
        const auto told = auxiliary ? clause : tree.child(i, Deprel::xcomp);
        auto act = told ? act_of(a, tree, kinds, trigger, hits, *told) : std::nullopt;
        if (!act && !auxiliary) act = act_of(a, tree, kinds, trigger, hits, i);
        if (act) out.push_back({hit, act});
      }
    }
  }
  return out;
}

}  // namespace deconflict::claim
