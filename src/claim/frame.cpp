#include "claim/frame.h"

#include <algorithm>

#include "base/words.h"
#include "claim/frame_reader.h"
#include "claim/nearby.h"

namespace deconflict::claim {

bool is_passive(const Annotation& a, const Tree& tree, TokenIndex verb) {
  if (tree.child(verb, Deprel::nsubj_pass) || tree.child(verb, Deprel::aux_pass)) return true;
  const auto form = tree.surface(verb);
  const bool participle = a.tokens[verb].upos == Upos::VERB && form != tree.lemma(verb) && !form.ends_with("ing") && !form.ends_with("s");
  if (!participle) return false;
  for (TokenIndex c : tree.children(verb))
    if ((a.tokens[c].deprel == Deprel::aux || a.tokens[c].deprel == Deprel::cop) && tree.lemma(c) == "be") return true;
  return false;
}

void FrameReader::take(TokenIndex verb, bool own) {
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

void FrameReader::stray_agents(TokenIndex i, int depth) {
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

bool FrameReader::may_do(TokenIndex i) const {
  const auto lemma = tree_.lemma(i);
  bool found = kinds_.in("armed", lemma) || kinds_.in("person", lemma);
  each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { found = found || (m.type != MentionType::LOC && m.type != MentionType::FAC && m.type != MentionType::WEAPON); });
  return found;
}

bool FrameReader::is_means(TokenIndex noun) const {
  return kinds_.in("means", lower_ascii(tree_.surface(noun))) && !tree_.child(noun, Deprel::det) && !tree_.child(noun, Deprel::amod) && !tree_.child(noun, Deprel::nmod_poss);
}

void FrameReader::behind_means(TokenIndex noun) {
  for (TokenIndex c : tree_.children(noun))
    if (const auto preposition = tree_.child(c, Deprel::case_); preposition && a_.tokens[c].deprel == Deprel::nmod && !tree_.is_word(*preposition, "of")) f_.obliques.emplace_back(*preposition, c);
}

void FrameReader::oblique(TokenIndex verb, TokenIndex c, bool own, bool passive) {
  const auto preposition = tree_.child(c, Deprel::case_);
  // "At least four people were killed" is no place.
  const TokenIndex first = tree_.subtree(c).first;
  const bool number = tree_.is_word(first, "at") && first + 1 < c && (tree_.is_word(first + 1, "least") || tree_.is_word(first + 1, "most"));
  // "Broke off negotiations": a bare nominal behind a verb with a particle is its object, whatever it was taken for.
  const bool bare = own && !preposition && c > verb && a_.tokens[c].deprel == Deprel::obl && tree_.child(verb, Deprel::compound_prt) && !tree_.child(verb, Deprel::obj);
  const bool added = own && !preposition && c > verb && as_well(c) && !f_.objects.empty() && f_.objects.back() > verb;
  if (bare || added) f_.objects.push_back(c);
  else if (number && own) ((passive || c > verb) ? f_.objects : f_.subjects).push_back(c);
  else if (preposition && tree_.is_word(*preposition, "by") && !is_means(c)) f_.agents.push_back(c);
  else f_.obliques.emplace_back(preposition ? *preposition : c, c);
}

bool FrameReader::as_well(TokenIndex noun) const {
  const auto cc = tree_.child(noun, Deprel::cc);
  return cc && tree_.is_word(*cc, "as") && tree_.is_word(*cc + 1, "well");
}

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

Frame frame_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex trigger) {
  const Token& t = a.tokens[trigger];
  const bool gerund = gerund_of_compound(a, tree, trigger);
  // "Fighting raged": a bare gerund as a subject is a noun too.
  const bool subject = t.upos == Upos::VERB && tree.surface(trigger).ends_with("ing") && !tree.child(trigger, Deprel::obj) && (t.deprel == Deprel::nsubj || t.deprel == Deprel::nsubj_pass);
  if (is_noun(t.upos) || t.upos == Upos::ADJ || gerund || subject) return frame_of_noun(a, tree, kinds, trigger, gerund, subject);
  return frame_of_clause(a, tree, kinds, trigger);
}

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
