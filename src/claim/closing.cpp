#include "claim/closing.h"

#include <algorithm>

#include "claim/nearby.h"

namespace deconflict::claim {

bool Closing::in_time(TokenIndex i) const {
  bool inside = false;
  each_overlapping(a_.times, a_.tokens[i].span, [&](const Timex&) { inside = true; });
  return inside;
}

/// "… the group said adding that …": a participle goes on with the same speaker.
bool Closing::speaks_on(TokenIndex i) const {
  return a_.tokens[i].upos == Upos::VERB && ends_with(tree_.surface(i), "ing") &&
         (kinds_.in("say", tree_.lemma(i)) || kinds_.in("quoting", tree_.lemma(i)));
}

bool Closing::has_speaker(TokenIndex verb) const {
  for (TokenIndex c : tree_.children(verb)) {
    const Deprel d = a_.tokens[c].deprel;
    if ((d == Deprel::nsubj || d == Deprel::nsubj_outer || d == Deprel::nsubj_pass) && !in_time(c)) return true;
  }
  // "A source confirmed the toll to a reporter and said …"
  const auto first = tree_.head(verb);
  return a_.tokens[verb].deprel == Deprel::conj && first && *first < verb && a_.tokens[*first].upos == Upos::VERB && verb > 0 && a_.tokens[verb - 1].deprel == Deprel::cc && has_speaker(*first);
}

/// Somebody, some body, or a statement.
bool Closing::may_speak(Tree::Range phrase) const {
  bool found = false;
  for (TokenIndex i = phrase.first; i <= phrase.last; ++i)
    found = found || kinds_.in("spokesman", tree_.lemma(i)) || kinds_.in("saying_noun", tree_.lemma(i));
  each_overlapping(a_.mentions, tree_.span(phrase),
                   [&](const Mention& m) { found = found || (m.type != MentionType::LOC && m.type != MentionType::WEAPON); });
  return found;
}

/// "an official of the forces": the office before the body.
TokenIndex Closing::with_office(TokenIndex first, const Sentence& s) const {
  if (first < s.first_token + 3 || a_.tokens[first - 1].upos != Upos::ADP || !kinds_.in("spokesman", tree_.lemma(first - 2))) return first;
  TokenIndex begin = first - 2;
  while (begin > s.first_token && (a_.tokens[begin - 1].upos == Upos::ADJ || a_.tokens[begin - 1].deprel == Deprel::compound)) --begin;
  if (begin > s.first_token && a_.tokens[begin - 1].upos == Upos::DET) --begin;
  return begin;
}

std::optional<Tree::Range> Closing::phrase_before(TokenIndex verb, const Sentence& s) const {
  constexpr TokenIndex kLongest = 12;
  // Between a comma and the verb: all of it.
  for (TokenIndex i = verb; i > s.first_token + 3 && verb - i < kLongest;) {
    --i;
    const Upos u = a_.tokens[i].upos;
    if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ || (u == Upos::PRON && a_.tokens[i].deprel != Deprel::nmod_poss) || in_time(i)) break;
    if (tree_.surface(i) == "," && i + 1 < verb) {
      if (may_speak({i + 1, verb - 1}) && a_.tokens[i + 1].upos != Upos::CCONJ && a_.tokens[i + 1].upos != Upos::ADP)
        return Tree::Range{i + 1, verb - 1};
      break;
    }
  }
  TokenIndex first = verb;
  for (TokenIndex i = verb; i > s.first_token && verb - i < kLongest;) {
    --i;
    const Upos u = a_.tokens[i].upos;
    if ((u == Upos::DET && !tree_.is_word(i, "no")) || (u == Upos::PRON && a_.tokens[i].deprel == Deprel::nmod_poss)) {
      if (first == verb) return std::nullopt;
      return Tree::Range{with_office(i, s), verb - 1};
    }
    const bool joins =
        tree_.is_word(i, "of") || tree_.is_word(i, "for") || tree_.is_word(i, "'s") || tree_.is_word(i, "and") || tree_.is_word(i, "-");
    const bool modifies = u == Upos::ADJ || u == Upos::NUM || a_.tokens[i].deprel == Deprel::amod;
    if (u == Upos::NOUN || u == Upos::PROPN) {
      if (first == verb || i + 1 == first || tree_.is_word(i + 1, "'s")) first = i;
    } else if (!modifies && !joins) {
      break;
    }
    if (in_time(i)) break;
  }
  if (first == verb) {
    if (a_.tokens[verb - 1].upos == Upos::PRON && kinds_.in("pronoun", tree_.lemma(verb - 1)) && a_.tokens[verb - 1].deprel == Deprel::nsubj)
      return Tree::Range{verb - 1, verb - 1};
    return std::nullopt;
  }
  // Without an article only a known name or the last word is sure.
  std::optional<Tree::Range> named;
  each_overlapping(a_.mentions, a_.tokens[verb - 1].span, [&](const Mention& m) {
    if (m.type != MentionType::LOC && m.span.end <= a_.tokens[verb].span.begin) named = Tree::Range{*tree_.token_at(m.span.begin), verb - 1};
  });
  return named ? named : Tree::Range{verb - 1, verb - 1};
}

std::optional<Tree::Range> Closing::phrase_after(TokenIndex verb, const Sentence& s) const {
  const Upos next = a_.tokens[verb + 1].upos;
  if (next != Upos::NOUN && next != Upos::PROPN && next != Upos::DET && next != Upos::ADJ) return std::nullopt;
  TokenIndex last = verb;
  for (TokenIndex k = verb + 1; k < s.last_token && k < verb + kFar; ++k) {
    const Upos u = a_.tokens[k].upos;
    if (tree_.surface(k) == "," || in_time(k) || speaks_on(k)) break;
    if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ || (u == Upos::PRON && a_.tokens[k].deprel != Deprel::nmod_poss)) return std::nullopt;
    if (u != Upos::PUNCT || k + 1 < s.last_token) last = k;
  }
  while (last > verb + 1 && (is_punct(a_, last) || a_.tokens[last].upos == Upos::ADP)) --last;
  if (last == verb || last > verb + 14 || !may_speak({verb + 1, last})) return std::nullopt;
  return Tree::Range{verb + 1, last};
}

std::optional<Attribution> Closing::read(TokenIndex i, const Sentence& s) const {
  if (a_.tokens[i].upos != Upos::VERB || !kinds_.in("plain_say", tree_.lemma(i)) || i < s.first_token + 4 || tree_.surface(i).ends_with("ing")) return std::nullopt;
  const bool at_end = i + 1 >= s.last_token;
  std::optional<Tree::Range> source;
  for (TokenIndex c : tree_.children(i)) {
    const bool clause = a_.tokens[c].deprel == Deprel::ccomp && c > i &&
                        (a_.tokens[c].upos == Upos::VERB || tree_.child(c, Deprel::cop) || tree_.child(c, Deprel::aux));
    if (!clause || speaks_on(i + 1)) continue;
    // "…, though its director Ann Lee said nobody was hurt", where the tree has no subject.
    if (!has_speaker(i)) source = phrase_before(i, s);
    if (!source || !may_speak(*source)) return std::nullopt;
    const Span cue = a_.tokens[i].span;
    return Attribution{
        {trimmed(a_, tree_.span(*source))}, {cue}, {speech_.with_quotes(without_stop(a_, trimmed(a_, tree_.subtree_span(c))), cue)}, {}};
  }
  const Upos next = at_end ? Upos::PUNCT : a_.tokens[i + 1].upos;
  if (at_end || next == Upos::PUNCT || (next == Upos::ADP && !tree_.is_word(i + 1, "to")) || in_time(i + 1) || speaks_on(i + 1))
    source = phrase_before(i, s);
  else source = phrase_after(i, s);
  if (!source) return std::nullopt;
  const TokenIndex from = std::min(source->first, i);
  if (from < s.first_token + 3 || !speech_.says_something(s.first_token, from)) return std::nullopt;
  const Span cue = a_.tokens[i].span, before = trimmed(a_, {s.span.begin, a_.tokens[from].span.begin});
  if (const auto quote = quotes_.around(cue.begin); quote && quote->begin <= before.begin) return std::nullopt;
  return Attribution{{trimmed(a_, tree_.span(*source))}, {cue}, {speech_.with_quotes(before, cue)}, {}};
}

}  // namespace deconflict::claim
