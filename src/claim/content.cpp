// What is said: the content of a cue.
#include <algorithm>

#include "claim/nearby.h"
#include "claim/speech.h"

namespace deconflict::claim {

bool is_punct(const Annotation& a, TokenIndex i) { return a.tokens[i].upos == Upos::PUNCT; }

Span trimmed(const Annotation& a, Span s) {
  const auto loose = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == ',' || c == ';' || c == ':' || c == '-'; };
  constexpr std::string_view kDash = "\xE2\x80\x94", kShortDash = "\xE2\x80\x93", kHardBlank = "\xC2\xA0";
  for (bool again = true; again && s.begin < s.end;) {
    again = false;
    const auto text = s.of(a.text);
    for (const auto mark : {kDash, kShortDash, kHardBlank}) {
      if (text.substr(0, mark.size()) == mark) s.begin += static_cast<std::uint32_t>(mark.size()), again = true;
      else if (ends_with(text, mark)) s.end -= static_cast<std::uint32_t>(mark.size()), again = true;
      if (again) break;
    }
    if (again) continue;
    if (loose(text.front())) ++s.begin, again = true;
    else if (loose(text.back())) --s.end, again = true;
  }
  return s;
}

Span without_stop(const Annotation& a, Span s) {
  if (s.end > s.begin + 1 && a.text[s.end - 1] == '.') --s.end;
  return s;
}

bool Speech::in_time(TokenIndex i) const {
  bool inside = false;
  each_overlapping(a_.times, a_.tokens[i].span, [&](const Timex&) { inside = true; });
  return inside;
}

bool Speech::says_something(TokenIndex first, TokenIndex last) const {
  for (TokenIndex i = first; i < std::min(last, first + kFar); ++i)
    if (a_.tokens[i].upos == Upos::VERB || a_.tokens[i].upos == Upos::AUX || tree_.surface(i).find_first_of("\"\xE2") == 0) return true;
  return false;
}

TokenIndex Speech::comment_end(Cue cue, const Sentence& s) const {
  TokenIndex last = cue.last;
  for (TokenIndex c : tree_.children(cue.head)) {
    const Deprel d = a_.tokens[c].deprel;
    const bool comment = is_oblique(d) || is_subject(d) || d == Deprel::iobj || d == Deprel::obj || d == Deprel::advmod || d == Deprel::advcl ||
                         d == Deprel::conj || d == Deprel::compound_prt;
    if (!comment || c < cue.head) continue;
    last = std::max(last, std::min(tree_.subtree(c).last, s.last_token - 1));
  }
  return last;
}

bool Speech::takes_oblique(TokenIndex verb, TokenIndex nominal, bool alone) const {
  if (in_time(nominal) || in("saying_noun", nominal)) return false;
  const auto p = tree_.preposition(nominal);
  if (one_of(p, {"for", "about", "against", "of", "over", "as"})) return true;
  if (p == "by") return in("attitude_adj", verb);
  if (one_of(p, {"to", "with"})) return !in("talking", verb);
  if (p == "on") return (alone || !in("say", verb)) && !in("talking", verb);
  if (p == "at" || p == "in") return !alone && !in("say", verb);
  return false;
}

/// Where a coordinated verb of another form than `verb` begins, which the tree hung too low: "proposed building a dam, and called for …".
std::optional<TokenIndex> Speech::other_form(TokenIndex verb) const {
  const auto mark = tree_.child(verb, Deprel::mark);
  const bool gerund = ends_with(tree_.surface(verb), "ing"), infinitive = mark && tree_.is_word(*mark, "to");
  if (a_.tokens[verb].deprel != Deprel::xcomp || (!gerund && !infinitive)) return std::nullopt;
  for (TokenIndex c : tree_.children(verb)) {
    if (a_.tokens[c].deprel != Deprel::conj || a_.tokens[c].upos != Upos::VERB || c < verb) continue;
    if (gerund ? !ends_with(tree_.surface(c), "ing") : !tree_.is_word(c, tree_.lemma(c))) return std::max(verb + 1, tree_.subtree(c).first);
  }
  return std::nullopt;
}

/// "…, the agency said, citing officials": where it comes from, not what is said.
bool Speech::names_source(TokenIndex verb) const {
  return verb > 0 && is_punct(a_, verb - 1) && tree_.subtree(verb).first + 1 >= verb && ends_with(tree_.surface(verb), "ing") && in("quoting", verb);
}

/// "Says five stations in the centre and west came under fire", "said four were killed and the rest fled": a clause with a subject
/// of its own that the tree took for a second predicate of the word.
bool Speech::said_too(Cue cue, TokenIndex verb, bool clause) const {
  if (a_.tokens[verb].deprel != Deprel::conj || !in("plain_say", cue.head) || in("say", verb) || in("denying", verb)) return false;
  if (!tree_.child(verb, Deprel::nsubj) && !tree_.child(verb, Deprel::nsubj_pass)) return false;
  const auto first = tree_.subtree(verb).first;
  if (first == cue.last + 1) return true;
  return clause && a_.tokens[first].upos == Upos::CCONJ && !is_punct(a_, first - 1) && tree_.is_word(first, "and");
}

/// Content that hangs on the word itself: a clause, an infinitive, an object, "as …", "for …".
Speech::Content Speech::bound(Cue cue, bool quoted) const {
  const TokenIndex i = cue.head;
  Content out;
  bool clause = false, infinitive = false;
  // "the group said adding that …": what follows is the next cue's.
  const TokenIndex next = cue.last + 1;
  if (next < a_.tokens.size() && tree_.head(next) == i && ends_with(tree_.surface(next), "ing") && in("say", next)) return out;
  // "said, citing …" tells who is cited, not what was said.
  const auto cites = [&](TokenIndex c) { return in("quoting", c) && ends_with(tree_.surface(c), "ing"); };
  for (TokenIndex c : tree_.children(i)) {
    if (c < i || cites(c)) continue;
    const Deprel d = a_.tokens[c].deprel;
    clause = clause || (d == Deprel::ccomp && !names_source(c));
    infinitive = infinitive || d == Deprel::xcomp || d == Deprel::advcl;
  }
  const auto take = [&](TokenIndex c, TokenIndex from) {
    Tree::Range r{std::max(from, cue.last + 1), tree_.subtree(c).last};
    if (const auto other = other_form(c)) r.last = *other - 1;
    if (r.first > r.last) return;
    out.range = out.range ? Tree::Range{std::min(out.range->first, r.first), std::max(out.range->last, r.last)} : r;
  };
  for (TokenIndex c : tree_.children(i)) {
    if (c < i || cites(c)) continue;
    const Deprel d = a_.tokens[c].deprel;
    const TokenIndex from = tree_.subtree(c).first;
    if ((d == Deprel::ccomp || d == Deprel::xcomp) && names_source(c)) continue;
    const bool called_on = d == Deprel::obl && !in_time(c) && infinitive && !clause && from == cue.last + 1 && one_of(tree_.lemma(from), {"on", "upon", "for"});  // "called on him to go"
    const bool named = (d == Deprel::obj && !(in("addressing", i) && (clause || quoted))) || (d == Deprel::iobj && infinitive && !in("telling", i));
    const bool about = d == Deprel::obl && !quoted && !in_time(c) && (out.range || clause || infinitive) && takes_oblique(i, c, false);
    if (d == Deprel::ccomp || d == Deprel::xcomp || named || called_on || about) {
      take(c, from);
    } else if (d == Deprel::advcl) {
      const auto mark = tree_.child(c, Deprel::mark);
      // "Denied on Monday carrying out the raid".
      if (!mark && in("denying", i) && tree_.surface(c).ends_with("ing") && c > cue.last && !is_punct(a_, tree_.subtree(c).first - 1)) take(c, from), clause = true;
      if (mark && one_of(tree_.lemma(*mark), {"for", "about", "against", "of", "whether", "if", "as", "to", "on"}) &&
          !(tree_.is_word(*mark, "to") && in("say", i)))
        take(c, from);
    } else if ((d == Deprel::parataxis && in("say", i) && !out.range && c > i && tree_.subtree(c).first > cue.last) || said_too(cue, c, clause)) {
      take(c, from);
      clause = true;
    }
  }
  out.clause = clause || tree_.child(i, Deprel::xcomp).value_or(0) > i;
  if (out.range) {
    // "warned against going": the preposition is the cue's.
    if (out.range->first == cue.last + 1 && one_of(tree_.lemma(out.range->first), {"for", "about", "against", "of", "on"}) &&
        out.range->first < out.range->last)
      out.preposition = out.range->first++;
    return out;
  }
  for (TokenIndex c : tree_.children(i)) {
    if (c < i || a_.tokens[c].deprel != Deprel::obl || in_time(c) || !takes_oblique(i, c, true)) continue;
    const auto range = tree_.subtree(c);
    const auto preposition = tree_.child(c, Deprel::case_);
    // Branches that cross give a phrase behind the cue a preposition before it.
    if (!preposition || range.first != *preposition || *preposition <= cue.last || *preposition > cue.last + 2) continue;
    if (*preposition == cue.last + 2 && a_.tokens[cue.last + 1].upos != Upos::ADV) continue;
    out.preposition = *preposition;
    take(c, *preposition + 1);
    break;
  }
  return out;
}

/// "told reporters after the talks that …": a that-clause which the tree hung on a noun between.
std::optional<Tree::Range> Speech::lost_clause(Cue cue, const Sentence& s) const {
  for (TokenIndex k = cue.last + 1; k < std::min(s.last_token, cue.last + kFar) && !is_punct(a_, k); ++k) {
    if (ends_with(tree_.surface(k), "ing") && in("say", k)) return std::nullopt;  // "said adding that …": the next cue's
    if (k == cue.last + 1 || !tree_.is_word(k, "that") || a_.tokens[k].deprel != Deprel::mark) continue;
    const auto verb = tree_.head(k);
    if (!verb || *verb < k || !tree_.dominates(cue.head, *verb)) return std::nullopt;
    return Tree::Range{k, tree_.subtree(*verb).last};
  }
  return std::nullopt;
}

/// "…, while the rebels insisted that …": another's word beside it.
bool Speech::says_beside(TokenIndex mark) const {
  if (!tree_.is_word(mark, "while") && !tree_.is_word(mark, "whereas")) return false;
  const auto verb = tree_.head(mark);
  const auto who = verb && *verb > mark ? tree_.child(*verb, Deprel::nsubj) : std::nullopt;
  return who && *who > mark && *who < *verb && (in("plain_say", *verb) || one_of(tree_.lemma(*verb), {"put", "deny", "accuse", "blame"}));
}

/// "…, adding that …", "…, according to …" at the end belong to the next cue.
Span Speech::without_tail(Span piece) const {
  const auto first = tree_.token_at(piece.begin);
  if (!first) return piece;
  for (TokenIndex k = *first + 2; k + 1 < a_.tokens.size() && k < *first + kFar && a_.tokens[k].span.end <= piece.end; ++k) {
    if (!tree_.is_word(k, ",") || quotes_.around(a_.tokens[k].span.begin)) continue;
    TokenIndex word = k + 1;
    if (a_.tokens[word].upos == Upos::ADV && word + 1 < a_.tokens.size()) ++word;
    const bool speaks = a_.tokens[word].upos == Upos::VERB && ends_with(tree_.surface(word), "ing") && (in("say", word) || in("quoting", word));
    // "…, a charge the ministry denies" is not what was said.
    const bool charge = word + 1 < a_.tokens.size() && one_of(tree_.lemma(word), {"a", "an"}) && in("charge", word + 1);
    if (speaks || charge || says_beside(word) || (tree_.is_word(word, "according") && a_.tokens[word].upos != Upos::NOUN)) return {piece.begin, a_.tokens[k].span.begin};
  }
  return piece;
}

Span Speech::with_quotes(Span piece, Span cue) const {
  if (const auto q = quotes_.around(piece.begin); q && !q->overlaps(cue)) piece.begin = q->begin;
  if (piece.end > piece.begin)
    if (const auto q = quotes_.around(piece.end - 1); q && !q->overlaps(cue) && q->end > piece.end) piece.end = q->end;
  return piece;
}

Span Speech::finished(Span piece, Span cue) const {
  piece = with_quotes(trimmed(a_, piece), cue);
  // A full stop inside a quotation is the quotation's.
  if (!quotes_.around(piece.end > 0 ? piece.end - 1 : 0)) piece = without_stop(a_, without_tail(piece));
  return trimmed(a_, piece);
}

}  // namespace deconflict::claim
