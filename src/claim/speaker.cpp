// Who speaks: the source of a cue.
#include <algorithm>

#include "claim/nearby.h"
#include "claim/speech.h"

namespace deconflict::claim {

/// Does one phrase stand right behind the other, in apposition: set off by a comma, or a name that the tree broke apart?
bool Speech::beside(TokenIndex earlier, TokenIndex later) const {
  const TokenIndex end = tree_.subtree(earlier).last, begin = tree_.subtree(later).first;
  if (begin <= end || begin - end > 2 || a_.tokens[earlier].upos == Upos::PRON) return false;
  if (begin == end + 1)
    return a_.tokens[earlier].upos == Upos::PROPN && (a_.tokens[later].upos == Upos::PROPN || ends_with(tree_.surface(later), "self"));
  return tree_.surface(begin - 1) == "," && a_.tokens[later].upos != Upos::PRON;
}

/// The verb of speech in whose clause a word stands: "said" of "said the road was cut".
std::optional<TokenIndex> Speech::spoken_above(TokenIndex word) const {
  for (int steps = 0; steps < 8; ++steps) {
    const auto up = tree_.head(word);
    const Deprel d = a_.tokens[word].deprel;
    if (!up || (d != Deprel::ccomp && d != Deprel::advcl && d != Deprel::conj && d != Deprel::xcomp)) return std::nullopt;
    if (d == Deprel::ccomp && word > *up && in("say", *up)) return up;
    word = *up;
  }
  return std::nullopt;
}

std::optional<TokenIndex> Speech::subject_of(TokenIndex i) const {
  TokenIndex at = i;
  for (int steps = 0; steps < 5; ++steps) {
    std::optional<TokenIndex> nearest;  // "who he said were …": the one beside the word
    for (TokenIndex c : tree_.children(at)) {
      const Deprel d = a_.tokens[c].deprel;
      const bool subject = d == Deprel::nsubj || d == Deprel::nsubj_outer || (steps > 0 && d == Deprel::nsubj_pass);
      if (!subject || (nearest && (c > at || in_time(c)))) continue;
      // "The bureau, a police agency, said": two subjects, one in apposition.
      if (nearest && !in_time(*nearest) && beside(*nearest, c)) continue;
      nearest = c;
    }
    if (nearest && !(in_time(*nearest) && steps > 0)) return nearest;
    // "The agency, citing residents, said he was hurt": the tree gave both subjects to the clause below.
    if (const auto below = tree_.child(at, Deprel::ccomp); below && *below > at)
      for (TokenIndex c : tree_.children(*below))
        if (c < at && is_subject(a_.tokens[c].deprel)) return c;
    const Deprel d = a_.tokens[at].deprel;
    const auto up = tree_.head(at);
    if (!up) return std::nullopt;
    if (d == Deprel::acl) {  // "a letter saying …"
      const auto up_pos = a_.tokens[*up].upos;
      if (ends_with(tree_.surface(at), "ing") && *up < at && (up_pos == Upos::NOUN || up_pos == Upos::PROPN || up_pos == Upos::PRON)) return *up;
      return std::nullopt;
    }
    if (d == Deprel::xcomp) {  // "the judge ordered the army to say": the object speaks
      for (TokenIndex c : tree_.children(*up))
        if ((a_.tokens[c].deprel == Deprel::obj || a_.tokens[c].deprel == Deprel::iobj) && c < at) return c;
    } else if (d == Deprel::advcl && at == i && i > 0 && in("say", i) && ends_with(tree_.surface(i), "ing") && tree_.surface(i - 1) == ",") {
      // "said the road was cut, adding …": the same speaker goes on, wherever the tree hung it.
      at = spoken_above(*up).value_or(*up);
      continue;
    } else if (d != Deprel::conj && d != Deprel::advcl && d != Deprel::parataxis) {
      return std::nullopt;
    }
    at = *up;
  }
  return std::nullopt;
}

/// The speaker behind the verb, where the tree took it for an object: "'It is over,' said the mayor".
std::optional<TokenIndex> Speech::inverted_subject(Cue cue, const Sentence& s) const {
  const TokenIndex i = cue.head;
  if (cue.first != i || i <= s.first_token || i + 1 >= s.last_token || (!in("plain_say", i) && !in("quotation_only", i)) || in("telling", i)) return std::nullopt;
  const std::uint32_t begin = a_.tokens[i].span.begin;
  const auto quote = quotes_.last_in(s.span.begin, begin);
  const bool beside_quote = quote && trimmed(a_, {quote->end, begin}).empty() && !quotes_.around(begin);
  if (!beside_quote && (!tree_.is_word(i - 1, ",") || in("quotation_only", i))) return std::nullopt;
  const Upos next = a_.tokens[i + 1].upos;
  if (next != Upos::PROPN && next != Upos::NOUN && next != Upos::DET && next != Upos::ADJ && next != Upos::PRON) return std::nullopt;
  TokenIndex top = i + 1;
  for (int steps = 0; steps < 8; ++steps) {
    const auto up = tree_.head(top);
    if (!up || *up <= i || *up >= s.last_token) break;
    top = *up;
  }
  const Deprel d = a_.tokens[top].deprel;
  const Upos pos = a_.tokens[top].upos;
  if (in_time(top) || (pos != Upos::PROPN && pos != Upos::NOUN && pos != Upos::PRON) || tree_.head(top) != i) return std::nullopt;
  if (is_subject(d)) return top;
  if (d != Deprel::obj && d != Deprel::iobj) return std::nullopt;
  bool person = beside_quote;
  each_overlapping(a_.mentions, a_.tokens[top].span, [&](const Mention& m) { person = person || m.type == MentionType::PER; });
  return person ? std::optional(top) : std::nullopt;
}

/// "the group's spokeswoman Ann Lee": the title before a name, where the tree hung it elsewhere.
TokenIndex Speech::with_title(TokenIndex first, TokenIndex cue) const {
  const auto same = [&](TokenIndex i) { return a_.tokens[i].sentence == a_.tokens[first].sentence && i != cue; };
  if (first == 0 || !same(first - 1) || !in("title", first - 1) || a_.tokens[first - 1].upos == Upos::VERB) return first;
  TokenIndex begin = first - 1;
  for (TokenIndex i = begin; i-- > 0 && same(i) && begin + 8 > first;) {
    const Upos u = a_.tokens[i].upos;
    const bool genitive = u == Upos::PART && tree_.surface(i) != "to";
    const bool part =
        u == Upos::ADJ || u == Upos::NOUN || u == Upos::PROPN || genitive || a_.tokens[i].deprel == Deprel::nmod_poss || tree_.is_word(i, "-");
    if (!part && u != Upos::DET) break;
    begin = i;
    if (u == Upos::DET) break;
  }
  return begin;
}

Span Speech::source_of(TokenIndex head, TokenIndex cue) const {
  auto range = tree_.subtree(head);
  if (head < cue && range.last >= cue) {  // the cue hangs inside the phrase: "a letter saying …"
    const Span phrase = tree_.noun_phrase(head);
    range.last = std::max(head, std::min(*tree_.token_at(phrase.end - 1), cue - 1));
  } else if (head > cue) range.first = std::min(head, std::max(range.first, cue + 1));
  const auto loose = [&](TokenIndex i) {
    const Deprel d = a_.tokens[i].deprel;
    return is_punct(a_, i) || a_.tokens[i].upos == Upos::ADP || d == Deprel::mark || d == Deprel::cc || d == Deprel::discourse ||
           (d == Deprel::advmod && !one_of(tree_.lemma(i), {"nearly", "almost", "about", "roughly", "approximately", "around", "over", "more", "less",
                                                            "some", "not", "just"}));
  };
  // "Even the judge", "Earlier Tuesday, the judge".
  while (range.first < head && loose(range.first) && tree_.head(range.first) == head && !tree_.is_word(range.first, "(") &&
         !tree_.is_word(range.first, "["))
    ++range.first;
  for (TokenIndex c : tree_.children(head))
    if (c < head && a_.tokens[c].deprel == Deprel::obl_unmarked && range.first == tree_.subtree(c).first)
      range.first = std::min(head, tree_.subtree(c).last + 1);
  while (range.first < head && tree_.surface(range.first) == ",") ++range.first;
  // A name that the tree broke apart is whole in its mention.
  each_overlapping(a_.mentions, a_.tokens[range.last].span, [&](const Mention& m) {
    if (m.type == MentionType::LOC || m.span.overlaps(a_.tokens[cue].span)) return;
    if (const auto last = tree_.token_at(m.span.end - 1); last && *last > range.last && *last < range.last + 6) range.last = *last;
  });
  each_overlapping(a_.mentions, a_.tokens[range.first].span, [&](const Mention& m) {
    if (m.type == MentionType::LOC || m.span.overlaps(a_.tokens[cue].span)) return;
    if (const auto first = tree_.token_at(m.span.begin); first && *first<range.first&& * first + 6> range.first) range.first = *first;
  });
  if (head < cue)
    while (range.last + 1 < cue && a_.tokens[range.last + 1].upos == Upos::PROPN) ++range.last;
  if (a_.tokens[head].upos == Upos::PROPN) range.first = with_title(range.first, cue);
  Span source = tree_.span(range);
  if (head > cue) {
    const auto quote = quotes_.first_in(a_.tokens[head].span.end, source.end);
    if (quote) {
      const auto before = a_.text.substr(source.begin, quote->begin - source.begin).find_last_not_of(' ');
      if (before != std::string_view::npos && a_.text[source.begin + before] == ',') source.end = quote->begin;
    }
  }
  source = trimmed(a_, source);
  // The comma that closes what stands in apposition belongs to the phrase.
  if (head < cue && source.end < a_.text.size() && a_.text[source.end] == ',' &&
      source.of(a_.text).substr(0, kReachBack).find(", ") != std::string_view::npos)
    ++source.end;
  return source;
}

}  // namespace deconflict::claim
