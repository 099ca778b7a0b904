// Cues, and the constructions in which they stand.
#include <algorithm>

#include "claim/speech.h"

namespace deconflict::claim {

namespace {

bool is_auxiliary(Deprel d) { return d == Deprel::aux || d == Deprel::aux_pass || d == Deprel::cop; }

}  // namespace

Speech::Cue Speech::cue_at(TokenIndex i) const {
  Cue cue{i, i, i};
  const auto reach_back = [&](TokenIndex verb) {
    while (cue.first > 0 && tree_.head(cue.first - 1) == verb) {
      const Deprel d = a_.tokens[cue.first - 1].deprel;
      if (!is_auxiliary(d) && d != Deprel::advmod) break;
      if (d == Deprel::advmod && (is_punct(a_, cue.first - 1) || one_of(tree_.lemma(cue.first - 1), {"when", "how", "where", "why", "as"}))) break;
      --cue.first;
    }
  };
  reach_back(i);
  // "continues to insist": one cue.
  for (TokenIndex at = i; a_.tokens[at].deprel == Deprel::xcomp;) {
    const auto up = tree_.head(at);
    if (!up || *up + 2 != cue.first || !tree_.is_word(*up + 1, "to") || a_.tokens[*up].upos != Upos::VERB || in("attitude", *up)) break;
    cue.first = at = *up;
    reach_back(at);
  }
  for (TokenIndex c : tree_.children(i))
    if (a_.tokens[c].deprel == Deprel::compound_prt && c == cue.last + 1) cue.last = c;
  return cue;
}

bool Speech::leads_to_cue(TokenIndex i) const {
  const auto next = tree_.child(i, Deprel::xcomp);
  return next && *next > i && a_.tokens[*next].upos == Upos::VERB && (in("say", *next) || in("attitude", *next)) && cue_at(*next).first <= i;
}

std::optional<Attribution> Speech::read(TokenIndex i, const Sentence& s) const {
  if (in("attitude_adj", i) && (a_.tokens[i].upos == Upos::ADJ || tree_.child(i, Deprel::aux_pass))) return state_of_mind(i, s);
  if (a_.tokens[i].upos == Upos::NOUN && in("claim_noun", i)) return named_claim(i);
  if (a_.tokens[i].upos != Upos::VERB) return std::nullopt;
  const bool says = in("say", i);
  if (!says && !in("attitude", i) && !in("seeming", i)) return std::nullopt;
  if (leads_to_cue(i)) return std::nullopt;
  // "The army is to blame".
  if (tree_.lemma(i) == "blame" && i > 0 && tree_.is_word(i - 1, "to") && !tree_.child(i, Deprel::obj)) return std::nullopt;
  const Cue cue = cue_at(i);
  if (in("seeming", i)) return seems(cue);
  const bool participle = a_.tokens[i].deprel == Deprel::acl && !tree_.child(i, Deprel::ccomp) && !ends_with(tree_.surface(i), "ing");
  if (tree_.child(i, Deprel::nsubj_pass) || tree_.child(i, Deprel::aux_pass) || tree_.child(i, Deprel::obl_agent) || participle) return passive(cue);
  auto subject = inverted_subject(cue, s);
  if (!subject) subject = subject_of(i);
  if (!subject || in_time(*subject) || (*subject > i && a_.tokens[i].deprel == Deprel::acl_relcl)) return std::nullopt;
  Span source = source_of(*subject, i);
  for (TokenIndex c : tree_.children(i))
    if (c > *subject && c < i && is_subject(a_.tokens[c].deprel) && beside(*subject, c)) source = cover(source, source_of(c, i));
  source = with_speaker_before(source, s);
  if (source.empty() || source.overlaps(span(cue))) return std::nullopt;
  // What is no speaker holds no opinion: "that supported …", "it wants …".
  if (!says && (tree_.is_word(*subject, "that") || tree_.is_word(*subject, "this") || tree_.is_word(*subject, "what") ||
                (tree_.is_word(*subject, "it") && !tree_.child(i, Deprel::ccomp) && !(in("denying", i) && (tree_.child(i, Deprel::xcomp) || tree_.child(i, Deprel::advcl))) && !(in("alleging_verb", i) && tree_.child(i, Deprel::obj)))))
    return std::nullopt;
  if (says)
    if (auto found = around(cue, *subject, source, s)) return found;
  return after(cue, source, s);
}

/// "The army's claim that …", "allegations by residents that …".
std::optional<Attribution> Speech::named_claim(TokenIndex i) const {
  std::optional<TokenIndex> owner, clause;
  for (TokenIndex c : tree_.children(i)) {
    const Deprel d = a_.tokens[c].deprel;
    if (d == Deprel::nmod_poss && c < i) owner = c;
    if (d == Deprel::nmod && c > i && (tree_.preposition(c) == "by" || tree_.preposition(c) == "from")) owner = c;
    if ((d != Deprel::acl && d != Deprel::ccomp && d != Deprel::acl_relcl) || c < i) continue;
    const auto mark = tree_.child(c, Deprel::mark);
    if (mark && tree_.is_word(*mark, "that") && *mark > i) clause = c;
  }
  if (!clause) return std::nullopt;
  const Span cue = a_.tokens[i].span;
  Attribution out{{}, {cue}, {finished({a_.tokens[*tree_.child(*clause, Deprel::mark)].span.begin, tree_.subtree_span(*clause).end}, cue)}, {}};
  if (owner) {
    out.source = {source_of(*owner, i)};
    if (out.source.front().end > out.content.front().begin)
      out.source.front().end = std::max(out.source.front().begin, out.content.front().begin - 1);
  }
  return out;
}

/// "The minister is confident that …", "was worried about …".
std::optional<Attribution> Speech::state_of_mind(TokenIndex i, const Sentence& s) const {
  Cue cue = cue_at(i);
  const bool predicate = cue.first < i && (tree_.child(i, Deprel::cop) || tree_.child(i, Deprel::aux_pass));
  if (!predicate) return std::nullopt;
  const auto subject = tree_.child(i, tree_.child(i, Deprel::aux_pass) ? Deprel::nsubj_pass : Deprel::nsubj);
  if (!subject || *subject > i || tree_.is_word(*subject, "it")) return std::nullopt;
  return after(cue, source_of(*subject, cue.first), s);
}

/// "…, residents and the army said": the tree hangs the first of two speakers on what they said.
Span Speech::with_speaker_before(Span source, const Sentence& s) const {
  const auto first = tree_.token_at(source.begin);
  if (!first || *first < s.first_token + 3 || !tree_.is_word(*first - 1, "and") || a_.tokens[*first - 2].upos != Upos::NOUN) return source;
  constexpr TokenIndex kPhrase = 5;
  for (TokenIndex i = *first - 2; i > s.first_token && *first - i < kPhrase; --i) {
    if (tree_.is_word(i - 1, ",")) return cover({a_.tokens[i].span.begin, a_.tokens[i].span.end}, source);
    const Upos pos = a_.tokens[i - 1].upos;
    if (pos != Upos::NOUN && pos != Upos::PROPN && pos != Upos::ADJ && pos != Upos::DET && pos != Upos::NUM) break;
  }
  return source;
}

/// "The army appeared to withdraw": nobody's word by name; the subject belongs to what seems so.
std::optional<Attribution> Speech::seems(Cue cue) const {
  const auto content = bound(cue, false);
  if (!content.range || !content.clause) return std::nullopt;
  const auto subject = tree_.child(cue.head, Deprel::nsubj);
  Attribution out{{}, {span(cue)}, {}, {}};
  if (subject && *subject < cue.first && !tree_.is_word(*subject, "it")) out.content.push_back(source_of(*subject, cue.first));
  out.content.push_back(finished(tree_.span(*content.range), span(cue)));
  return out;
}

std::optional<Attribution> Speech::passive(Cue cue) const {
  const TokenIndex i = cue.head;
  std::optional<TokenIndex> agent = tree_.child(i, Deprel::obl_agent);
  for (TokenIndex c : tree_.children(i))
    if (!agent && c > i && a_.tokens[c].deprel == Deprel::obl && tree_.preposition(c) == "by") agent = c;
  const auto subject = tree_.child(i, Deprel::nsubj_pass);
  auto content = bound(cue, false);
  Attribution out{{}, {}, {}, {}};
  if (agent) {
    if (*agent < i || in_time(*agent)) return std::nullopt;
    out.source = {source_of(*agent, i)};
    for (TokenIndex c : tree_.children(*agent)) {  // "was accused by villagers of burning …": hung on the villagers
      const auto mark = tree_.child(c, Deprel::mark);
      if (a_.tokens[c].deprel != Deprel::acl || !mark || !tree_.is_word(*mark, "of")) continue;
      out.source.front().end = std::min(out.source.front().end, a_.tokens[*mark - 1].span.end);
      content.range = Tree::Range{*mark, tree_.subtree(c).last};
    }
    if (cue.last + 1 < a_.tokens.size() && tree_.is_word(cue.last + 1, "by")) ++cue.last;
  } else if (!in("expected", i) || (!content.clause && !content.range)) {
    return std::nullopt;
  }
  if (content.preposition) cue.last = *content.preposition;
  if (content.range && !agent && content.range->first == cue.last + 1 && tree_.is_word(cue.last + 1, "as") &&
      content.range->first < content.range->last) {
    ++cue.last;  // "is seen as"
    ++content.range->first;
  }
  out.cue = {span(cue)};
  if (subject && *subject < i && !tree_.is_word(*subject, "it") && !(in("addressing", i) && !agent))
    out.content.push_back(source_of(*subject, cue.first));
  const auto noun = tree_.head(i);
  if (!subject && agent && a_.tokens[i].deprel == Deprel::acl && noun && *noun < i) out.content.push_back(source_of(*noun, cue.first));
  if (content.range && (!agent || content.range->first > *agent)) out.content.push_back(finished(tree_.span(*content.range), span(cue)));
  if (out.content.empty()) return std::nullopt;
  return out;
}

/// Speech whose content stands before the cue, or on both sides of it.
std::optional<Attribution> Speech::around(Cue cue, TokenIndex subject, Span source, const Sentence& s) const {
  const TokenIndex i = cue.head;
  const Deprel d = a_.tokens[i].deprel;
  if (const auto mark = tree_.child(i, Deprel::mark);
      mark && tree_.is_word(*mark, "as") && d == Deprel::advcl && !bound(cue, false).range) {  // "As the ministry said, …"
    const auto clause = tree_.subtree(i);
    const bool opens = clause.first <= s.first_token + 1;
    const Span piece = opens ? Span{a_.tokens[clause.last].span.end, s.span.end} : Span{s.span.begin, a_.tokens[clause.first].span.begin};
    if (trimmed(a_, piece).size() < 12) return std::nullopt;
    return Attribution{{source}, {span(cue)}, {finished(piece, span(cue))}, {}};
  }
  // "They cheered; the army has not commented": who is silent says nothing of what went before.
  if (std::any_of(tree_.children(i).begin(), tree_.children(i).end(), [&](TokenIndex c) { return c < i && one_of(tree_.lemma(c), {"not", "never"}); })) return std::nullopt;
  const bool own_subject = tree_.head(subject) == i;
  const bool inverted = own_subject && subject > i;
  const TokenIndex first = own_subject && subject < i ? std::min(cue.first, *tree_.token_at(source.begin)) : cue.first;
  if (first <= s.first_token) return std::nullopt;
  std::optional<TokenIndex> earlier, later;
  for (TokenIndex c : tree_.children(i))
    if (a_.tokens[c].deprel == Deprel::ccomp && !names_source(c) && (c > first || !earlier)) (c < first ? earlier : later) = c;
  const std::uint32_t clause_begin = a_.tokens[first].span.begin;
  const auto quote_before = quotes_.last_in(s.span.begin, clause_begin);
  const bool beside_quote = quote_before && trimmed(a_, {quote_before->end, clause_begin}).empty();
  const bool inserted =
      d == Deprel::parataxis && own_subject && (!later || a_.text.compare(span(cue).end, 1, ",") == 0) && tree_.head(i) && *tree_.head(i) < first;
  bool told_before = tree_.head(i) && *tree_.head(i) < first;  // the words in front are no adverbial of the cue's own
  for (TokenIndex c : tree_.children(i)) {
    const Deprel r = a_.tokens[c].deprel;
    told_before = told_before || (c < first && (r == Deprel::ccomp || r == Deprel::parataxis || r == Deprel::csubj || r == Deprel::dep ||
                                                r == Deprel::dislocated || r == Deprel::nsubj));
  }
  const bool comma = told_before && is_punct(a_, first - 1) && own_subject && !later && d != Deprel::conj && d != Deprel::advcl &&
                     d != Deprel::acl_relcl && in("plain_say", i) && says_something(s.first_token, first - 1);
  const Span clause = tree_.span({first, comment_end(cue, s)});
  const TokenIndex next = *tree_.token_at(clause.end - 1) + 1;
  const bool closed = beside_quote || next >= s.last_token || is_punct(a_, next) || a_.tokens[next].upos == Upos::CCONJ;
  const bool head_inside = d == Deprel::parataxis && own_subject && tree_.head(i) && *tree_.head(i) > i && says_something(s.first_token, first - 1);
  if (in("quotation_only", i) && !beside_quote) return std::nullopt;
  if (!closed ||
      (!(inverted && is_punct(a_, first - 1) && told_before) && !earlier && !(beside_quote && own_subject) && !inserted && !head_inside && !comma))
    return std::nullopt;

  std::uint32_t begin = s.span.begin;
  if (earlier && !tree_.dominates(*earlier, i)) begin = tree_.subtree_span(*earlier).begin;
  if (d == Deprel::conj && beside_quote && !earlier) begin = quote_before->begin;
  // A clause that opens a quotation has nothing of it in front.
  if (const auto quote = quotes_.around(clause_begin); quote && clause_begin - quote->begin <= 3 && quote->begin > begin) return std::nullopt;
  if (begin >= clause_begin) return std::nullopt;
  Attribution out{{source}, {span(cue)}, {finished({begin, clause_begin}, span(cue))}, {}};

  const auto quote_after = quotes_.first_in(span(cue).end, s.span.end);
  if (quote_after && quote_after->begin >= std::max(source.end, span(cue).end)) {
    out.content.push_back(with_quotes(*quote_after, span(cue)));
  } else if (!beside_quote && clause.end < s.span.end && a_.text[clause.end] == ',' && (inserted || head_inside || earlier)) {
    const Span rest = without_tail(trimmed(a_, {clause.end, s.span.end}));
    const auto word = tree_.token_at(rest.begin);
    if (rest.size() > 12 && word && !ends_with(tree_.surface(*word), "ing") && a_.tokens[*word].deprel != Deprel::mark)
      out.content.push_back(finished(rest, span(cue)));
  }
  return out;
}

std::optional<Attribution> Speech::after(Cue cue, Span source, const Sentence& s) const {
  const TokenIndex i = cue.head;
  const bool says = in("say", i);
  const auto quote = quotes_.first_in(span(cue).end, s.span.end);
  const bool outside = !quotes_.around(a_.tokens[i].span.begin);
  auto content = bound(cue, says && quote.has_value());
  const bool introduces = says && quote && outside &&
                          (!content.clause || !content.range || a_.tokens[content.range->first].span.begin >= quote->begin) &&
                          (in("plain_say", i) || !content.range || tree_.span(*content.range).overlaps(*quote));
  if (introduces && (!content.range || in("plain_say", i) || a_.tokens[content.range->first].span.begin + 3 >= quote->begin)) {
    Span piece = *quote;
    for (TokenIndex k = cue.last + 1; k < std::min(s.last_token, cue.last + kFar) && a_.tokens[k].span.begin < quote->begin; ++k)
      if (tree_.is_word(k, "that") && a_.tokens[k].upos == Upos::SCONJ) {
        piece.begin = a_.tokens[k].span.begin;
        break;
      }
    return Attribution{{source}, {span(cue)}, {with_quotes(piece, span(cue))}, {}};
  }
  if (says && !content.clause)
    if (const auto clause = lost_clause(cue, s)) content = {clause, std::nullopt, true};
  if (!content.range || (in("quotation_only", i) && says)) return std::nullopt;
  // "Reports speak of 20 dead in clashes near the town": up to the end of the clause; of "the raid" somebody speaks who does not tell of it.
  const bool of = content.preposition && tree_.is_word(*content.preposition, "of") && one_of(tree_.lemma(i), {"speak", "talk"}) && !one_of(lower_ascii(tree_.surface(content.range->first)), {"the", "this", "that", "these", "those", "his", "her", "its", "their", "our"});
  while (of && content.range->last < tree_.subtree(i).last && !is_punct(a_, content.range->last + 1) && a_.tokens[content.range->last + 1].upos != Upos::CCONJ) ++content.range->last;
  if (!of && in("clausal", i) && !content.clause && !quotes_.touches(tree_.span(*content.range))) return std::nullopt;
  if (content.preposition) cue.last = *content.preposition;
  const Span piece = finished(tree_.span(*content.range), span(cue));
  if (piece.empty() || piece.overlaps(span(cue)) || piece.contains(source)) return std::nullopt;
  return Attribution{{source}, {span(cue)}, {piece}, {}};
}

}  // namespace deconflict::claim
