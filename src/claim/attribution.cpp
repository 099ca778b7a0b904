#include "claim/attribution.h"

#include <algorithm>

#include "claim/nearby.h"
#include "claim/quotes.h"

namespace deconflict::claim {

namespace {

bool is_punct(const Annotation& a, TokenIndex i) { return a.tokens[i].upos == Upos::PUNCT; }

/// The span without blanks, commas and dashes at its ends (quotation marks and full stops stay).
Span trimmed(const Annotation& a, Span s) {
  const auto loose = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == ',' || c == ';' || c == ':' || c == '-'; };
  while (s.begin < s.end && loose(a.text[s.begin])) ++s.begin;
  while (s.end > s.begin && loose(a.text[s.end - 1])) --s.end;
  return s;
}

Span without_stop(const Annotation& a, Span s) {
  if (s.end > s.begin + 1 && a.text[s.end - 1] == '.') --s.end;
  return s;
}

class Finder {
 public:
  Finder(Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds), quotes_(find_quotes(a.text)) {}

  void run() {
    for (std::size_t s = 0; s < a_.sentences.size(); ++s) {
      const Sentence& sentence = a_.sentences[s];
      if (sentence.boilerplate || sentence.first_token == sentence.last_token) continue;
      const std::size_t before = a_.attributions.size();
      for (TokenIndex i = sentence.first_token; i < sentence.last_token; ++i) {
        if (is_according(i, sentence)) according(i, sentence);
        else if (kinds_.in("quoting", tree_.lemma(i)) && a_.tokens[i].upos == Upos::VERB) citing(i, sentence, before);
        else if (a_.tokens[i].upos == Upos::VERB) verb(i, sentence);
      }
      if (a_.attributions.size() == before) {
        if (sentence.headline || s < 2) colon(sentence);
        carry_on(sentence);
      }
    }
    nest();
  }

 private:
  using Spans = std::vector<Span>;

  void add(Spans source, Spans cue, Spans content, Index within = {}) {
    content.erase(std::remove_if(content.begin(), content.end(), [](Span s) { return s.empty(); }), content.end());
    if (content.empty()) return;
    a_.attributions.push_back({std::move(source), std::move(cue), std::move(content), within});
  }

  bool is_according(TokenIndex i, const Sentence& s) const { return tree_.is_word(i, "according") && i + 2 < s.last_token && tree_.is_word(i + 1, "to"); }

  /// Tokens from `first` up to the end of the noun phrase that begins there.
  TokenIndex phrase_end(TokenIndex first, const Sentence& s) const {
    TokenIndex end = first;
    for (TokenIndex i = first; i < s.last_token; ++i) {
      if (is_punct(a_, i) && !tree_.is_word(i, "-") && !tree_.is_word(i, "'") && !tree_.is_word(i, ".")) break;
      if (a_.tokens[i].upos == Upos::VERB || a_.tokens[i].upos == Upos::AUX) break;
      if (a_.tokens[i].upos == Upos::SCONJ || a_.tokens[i].upos == Upos::PRON) {
        if (i > first) break;
      }
      end = i;
    }
    return end;
  }

  void according(TokenIndex i, const Sentence& s) {
    const TokenIndex first = i + 2;
    // The tree's noun phrase where it begins here, else up to the next comma or verb.
    TokenIndex last = phrase_end(first, s);
    for (TokenIndex h = first; h <= last; ++h) {
      const auto up = tree_.head(h);
      if (up && *up >= first && *up <= last) continue;
      if (a_.tokens[h].upos == Upos::PUNCT) continue;
      last = std::max(h, std::min(last, tree_.token_at(source_span(h).end - 1).value_or(h)));
      break;
    }
    while (last > first && is_punct(a_, last)) --last;
    const Span source = tree_.span({first, last});
    const Span cue = tree_.span({i, i + 1});
    Spans content;
    const Span before = without_stop(a_, trimmed(a_, {s.span.begin, a_.tokens[i].span.begin}));
    const Span after = without_stop(a_, trimmed(a_, {source.end, s.span.end}));
    const bool opens = i == s.first_token || before.size() < 3;
    if (opens) content = {after};
    else if (after.size() > 20) content = {before, after};
    else content = {before};
    add({source}, {cue}, content);
  }

  void citing(TokenIndex i, const Sentence& s, std::size_t first_of_sentence) {
    if (const auto passive = tree_.child(i, Deprel::nsubj_pass)) {  // "he was quoted as saying"
      TokenIndex end = i;
      for (TokenIndex k = i + 1; k < std::min(i + 3, s.last_token); ++k)
        if (tree_.is_word(k, "as") || tree_.is_word(k, "saying")) end = k;
      speech(i, tree_.noun_phrase(*passive), tree_.span({cue_start(i), end}), s, end);
      return;
    }
    const auto object = tree_.child(i, Deprel::obj);
    if (!object) return;
    Spans sources;
    for (TokenIndex c : tree_.conjuncts(*object)) sources.push_back(tree_.noun_phrase(c));
    std::sort(sources.begin(), sources.end());
    // The one who cites is the last voice of the sentence; what is cited is what that voice says.
    if (a_.attributions.size() > first_of_sentence) {
      const auto outer = a_.attributions.size() - 1;
      add(std::move(sources), {a_.tokens[i].span}, Spans(a_.attributions[outer].content), static_cast<std::uint32_t>(outer));
    } else {
      const Span clause = trimmed(a_, {s.span.begin, a_.tokens[i].span.begin});
      add(std::move(sources), {a_.tokens[i].span}, {clause});
    }
  }

  /// Where a verb's group begins: its auxiliaries and the adverb right before it.
  TokenIndex cue_start(TokenIndex verb) const {
    TokenIndex first = verb;
    while (first > 0 && a_.tokens[first - 1].head == static_cast<std::int32_t>(verb) && a_.tokens[first - 1].sentence == a_.tokens[verb].sentence &&
           (a_.tokens[first - 1].deprel == Deprel::aux || a_.tokens[first - 1].deprel == Deprel::aux_pass ||
            (a_.tokens[first - 1].deprel == Deprel::advmod && a_.tokens[first - 1].upos != Upos::PUNCT)))
      --first;
    return first;
  }

  std::optional<TokenIndex> subject_of(TokenIndex verb) const {
    TokenIndex at = verb;
    for (int steps = 0; steps < 4; ++steps) {
      for (TokenIndex c : tree_.children(at))
        if (a_.tokens[c].deprel == Deprel::nsubj || a_.tokens[c].deprel == Deprel::nsubj_outer) return c;
      if (tree_.child(at, Deprel::nsubj_pass)) return std::nullopt;
      const Deprel d = a_.tokens[at].deprel;
      if (d != Deprel::conj && d != Deprel::xcomp && d != Deprel::advcl) return std::nullopt;
      const auto up = tree_.head(at);
      if (!up || (a_.tokens[*up].upos != Upos::VERB && a_.tokens[*up].upos != Upos::ADJ && a_.tokens[*up].upos != Upos::NOUN)) return std::nullopt;
      at = *up;
    }
    return std::nullopt;
  }

  /// A source as the corpus conventions have it: the noun phrase with its appositions, without relative clauses.
  Span source_span(TokenIndex head) const {
    Span np = tree_.noun_phrase(head);
    for (TokenIndex c : tree_.children(head)) {
      const Deprel d = a_.tokens[c].deprel;
      if ((d == Deprel::nmod || d == Deprel::flat) && c > head) np = cover(np, tree_.span({head, tree_.subtree(c).last}));
      if (d == Deprel::conj && c > head && tree_.subtree(c).last < head + 12) np = cover(np, tree_.span({head, tree_.subtree(c).last}));
    }
    return trimmed(a_, np);
  }

  void verb(TokenIndex i, const Sentence& s) {
    const auto lemma = tree_.lemma(i);
    const bool says = kinds_.in("say", lemma);
    if (!says && !kinds_.in("attitude", lemma)) return;
    if (closing(i, s)) return;
    const auto subject = subject_of(i);
    const auto complement = tree_.child(i, Deprel::ccomp);
    if (!subject) {
      if (says && tree_.child(i, Deprel::obl_agent)) speech(i, source_span(*tree_.child(i, Deprel::obl_agent)), tree_.span({cue_start(i), i}), s, i);
      return;
    }
    if (a_.tokens[*subject].upos == Upos::PRON && (tree_.is_word(*subject, "it") || tree_.is_word(*subject, "that") || tree_.is_word(*subject, "which")) && !complement) return;
    const bool relative = a_.tokens[i].deprel == Deprel::acl_relcl || a_.tokens[i].deprel == Deprel::acl;
    Span source = source_span(*subject);
    if (source.contains(a_.tokens[i].span)) source = a_.tokens[*subject].span;
    const Span cue = tree_.span({cue_start(i), i});
    if (!says || relative) {
      bound_content(i, source, cue, complement);
      return;
    }
    // Words that often mean something else speak only with a clause, a quotation, or between commas.
    if (!complement && !kinds_.in("plain_say", lemma) && a_.tokens[i].deprel != Deprel::parataxis && !beside_quote(cover(source, cue), s)) return;
    speech(i, source, cue, s, i);
  }

  /// Content that hangs on the verb itself: a clause, an infinitive, an object.
  void bound_content(TokenIndex i, Span source, Span cue, std::optional<TokenIndex> complement) {
    auto content = complement ? complement : tree_.child(i, Deprel::xcomp);
    if (!content) content = tree_.child(i, Deprel::obj);
    if (!content) return;
    if (*content < i) return;
    auto range = tree_.subtree(*content);
    for (TokenIndex c : tree_.children(i)) {  // "accused the army of shelling the town"
      const Deprel d = a_.tokens[c].deprel;
      const bool part = d == Deprel::obj || d == Deprel::xcomp || d == Deprel::ccomp || d == Deprel::obl || (d == Deprel::advcl && range.last + 2 >= tree_.subtree(c).first);
      if (part && c > i) range = {std::min(range.first, tree_.subtree(c).first), std::max(range.last, tree_.subtree(c).last)};
    }
    const Span span = without_stop(a_, trimmed(a_, tree_.span(range)));
    if (span.contains(cue) || span.contains(source)) return;
    add({source}, {cue}, {span});
  }

  /// The noun phrase that ends right before a token, for texts that lost their commas ("… on Tuesday the monitor said").
  std::optional<Span> phrase_before(TokenIndex verb, const Sentence& s) const {
    constexpr TokenIndex kLongest = 9;
    TokenIndex first = verb;
    for (TokenIndex i = verb; i > s.first_token && verb - i < kLongest;) {
      --i;
      const Upos u = a_.tokens[i].upos;
      if (u == Upos::DET && !tree_.is_word(i, "no")) return tree_.span({i, verb - 1});
      const bool joins = tree_.is_word(i, "of") || tree_.is_word(i, "for") || tree_.is_word(i, "'s") || tree_.is_word(i, "and");
      if (u == Upos::NOUN || u == Upos::PROPN) {
        if (first == verb || i + 1 == first || tree_.is_word(i + 1, "'s")) first = i;
      } else if (u != Upos::ADJ && u != Upos::NUM && !joins) {
        break;
      }
      if (in_time(i)) break;
    }
    if (first == verb) return std::nullopt;
    // Without an article only a known name or the last word is sure.
    std::optional<Span> named;
    each_overlapping(a_.mentions, a_.tokens[verb - 1].span, [&](const Mention& m) {
      if (m.type != MentionType::LOC && m.span.end <= a_.tokens[verb].span.begin) named = m.span;
    });
    return named ? named : a_.tokens[verb - 1].span;
  }

  bool in_time(TokenIndex i) const {
    bool inside = false;
    each_overlapping(a_.times, a_.tokens[i].span, [&](const Timex&) { inside = true; });
    return inside;
  }

  /// A cue that closes its sentence: "[content] the monitor said on Sunday", "[content] said the minister".
  bool closing(TokenIndex i, const Sentence& s) {
    if (!kinds_.in("plain_say", tree_.lemma(i)) || i < s.first_token + 4 || tree_.child(i, Deprel::ccomp)) return false;
    TokenIndex words = 0;
    bool name_follows = false, other = false;
    for (TokenIndex k = i + 1; k < s.last_token; ++k) {
      const Upos u = a_.tokens[k].upos;
      if (u == Upos::PUNCT && !tree_.is_word(k, ",")) continue;
      if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ) return false;
      if (in_time(k) || u == Upos::ADP) {
        if (name_follows && u != Upos::ADP) continue;
        if (!name_follows) continue;
      }
      ++words;
      if (u == Upos::NOUN || u == Upos::PROPN || u == Upos::DET) name_follows = name_follows || !other;
      else other = true;
    }
    if (words > 12) return false;
    std::optional<Span> source;
    if (name_follows && words > 0 && !tree_.is_word(i + 1, "in") && !tree_.is_word(i + 1, "on") && !tree_.is_word(i + 1, "to")) {
      TokenIndex last = s.last_token - 1;
      while (last > i + 1 && (is_punct(a_, last) || in_time(last) || tree_.is_word(last, "on"))) --last;
      source = tree_.span({i + 1, last});
    } else if (words == 0 || tree_.is_word(i + 1, "in") || tree_.is_word(i + 1, "on") || in_time(i + 1)) {
      source = phrase_before(i, s);
    }
    if (!source) return false;
    const TokenIndex from = *tree_.token_at(std::min(source->begin, a_.tokens[i].span.begin));
    if (from < s.first_token + 3 || !says_something(s.first_token, from)) return false;
    add({*source}, {tree_.span({std::max(cue_start(i), source->begin < a_.tokens[i].span.begin ? *tree_.token_at(source->end) : cue_start(i)), i})},
        {trimmed(a_, {s.span.begin, a_.tokens[from].span.begin})});
    return true;
  }

  /// Speech around a cue: the content stands before it, after it, or on both sides.
  void speech(TokenIndex i, Span source, Span cue, const Sentence& s, TokenIndex cue_last) {
    Span hull = cover(source, cue);
    TokenIndex last = cue_last;
    if (const auto mark = tree_.child(i, Deprel::mark); mark && tree_.is_word(*mark, "as")) hull = cover(hull, a_.tokens[*mark].span);
    for (TokenIndex c : tree_.children(i)) {
      const Deprel d = a_.tokens[c].deprel;
      const bool comment = d == Deprel::obl || d == Deprel::iobj || d == Deprel::obl_unmarked || (d == Deprel::obj && kinds_.in("say", tree_.lemma(i)) && tree_.lemma(i) == "tell") ||
                           (d == Deprel::advmod && c == last + 1);
      if (!comment || c < i) continue;
      const auto range = tree_.subtree(c);
      if (range.first > last + 1 || range.last > last + 14) continue;
      last = std::max(last, range.last);
    }
    hull = cover(hull, tree_.span({i, last}));
    Spans content;
    const auto complement = tree_.child(i, Deprel::ccomp);
    const auto first = tree_.token_at(hull.begin);
    const bool comma_before = first && *first > s.first_token && is_punct(a_, *first - 1);
    const Deprel d = a_.tokens[i].deprel;
    const bool inserted = says_something(s.first_token, first ? *first : s.first_token) &&
                          (d == Deprel::parataxis || (complement && *complement < i) || (comma_before && !complement && d != Deprel::conj && d != Deprel::advcl));
    if (hull.begin == s.span.begin && a_.tokens[i].deprel == Deprel::advcl && !complement) {  // "As the ministry said, …"
      content.push_back(without_stop(a_, trimmed(a_, {hull.end, s.span.end})));
    } else if (inserted && comma_before) {
      content.push_back(trimmed(a_, {s.span.begin, hull.begin}));
      Span after = without_stop(a_, trimmed(a_, {hull.end, s.span.end}));
      // After an inserted cue the sentence goes on only behind a comma.
      const bool goes_on = hull.end < s.span.end && a_.text[hull.end] == ',' && after.size() > 12 && !cites(after);
      if (goes_on) content.push_back(after);
      else if (last + 1 < s.last_token && d != Deprel::parataxis && !is_punct(a_, last + 1) && after.size() > 30) content.push_back(after);
    } else if (complement && *complement > i) {
      content.push_back(without_stop(a_, trimmed(a_, cover(tree_.subtree_span(*complement), tree_.subtree_span(*complement)))));
      if (content.back().begin < hull.end) content.back().begin = hull.end;
      content.back() = trimmed(a_, content.back());
    } else {
      Span after = without_stop(a_, trimmed(a_, {hull.end, s.span.end}));
      if (after.size() > 12 && d != Deprel::conj && d != Deprel::advcl) content.push_back(after);
      else if (after.size() > 12) content.push_back(without_stop(a_, trimmed(a_, {hull.end, std::max(hull.end, tree_.subtree_span(i).end)})));
      else if (comma_before) content.push_back(trimmed(a_, {s.span.begin, hull.begin}));
    }
    add({source}, {cue}, std::move(content));
  }

  /// A clause or a quotation, not "On Tuesday,".
  bool says_something(TokenIndex first, TokenIndex last) const {
    for (TokenIndex i = first; i < last; ++i)
      if (a_.tokens[i].upos == Upos::VERB || a_.tokens[i].upos == Upos::AUX || tree_.surface(i).find_first_of("\"\xE2") == 0) return true;
    return false;
  }

  /// Does a quotation begin or end right beside the cue?
  bool beside_quote(Span hull, const Sentence& s) const {
    bool found = false;
    each_quote(s.span, [&](Span q) {
      found = found || (!q.overlaps(hull) && ((q.begin >= hull.end && q.begin < hull.end + 40) || (q.end <= hull.begin && q.end + 3 >= hull.begin)));
    });
    return found;
  }

  /// Quotations that overlap a span; one may have begun long before it.
  template <class F>
  void each_quote(Span span, F&& f) const {
    auto it = std::lower_bound(quotes_.begin(), quotes_.end(), span.begin, [](Span q, std::uint32_t at) { return q.end <= at; });
    for (; it != quotes_.end() && it->begin < span.end; ++it) f(*it);
  }

  /// "…, citing state media" after a cue is no content of its own.
  bool cites(Span after) const {
    const auto i = tree_.token_at(after.begin);
    return i && kinds_.in("quoting", tree_.lemma(*i));
  }

  /// "Army: rebels driven out of town" in a headline.
  void colon(const Sentence& s) {
    for (TokenIndex i = s.last_token; i-- > s.first_token + 3 && i + 6 > s.last_token;) {
      if (!tree_.is_word(i, ":")) continue;
      if (i + 1 >= s.last_token || says_something(i + 1, s.last_token)) break;
      const Span source = without_stop(a_, trimmed(a_, {a_.tokens[i].span.end, s.span.end}));
      if (!source.empty()) add({source}, {a_.tokens[i].span}, {trimmed(a_, {s.span.begin, a_.tokens[i].span.begin})});
      return;
    }
    for (TokenIndex i = s.first_token + 1; i + 2 < s.last_token && i < s.first_token + 6; ++i) {
      if (!tree_.is_word(i, ":")) continue;
      const Span source = tree_.span({s.first_token, i - 1});
      bool named = false;
      each_overlapping(a_.mentions, source, [&](const Mention& m) { named = named || m.entity; });
      if (named) add({source}, {a_.tokens[i].span}, {trimmed(a_, {a_.tokens[i].span.end, s.span.end})});
      return;
    }
  }

  /// A sentence inside a quotation, without a cue of its own, belongs to the voice that the quotation has.
  void carry_on(const Sentence& s) {
    if (a_.attributions.empty()) return;
    Attribution& last = a_.attributions.back();
    if (last.content.empty() || last.within) return;
    const Span tail = *std::max_element(last.content.begin(), last.content.end());
    const auto at = std::max(tail.end, last.cue.empty() ? 0 : last.cue.back().end);
    if (s.span.begin < at || s.span.begin - at > 400) return;
    const auto gap = a_.text.substr(at, s.span.begin - at);
    const bool next_paragraph = gap.find('\n') != std::string_view::npos;
    // A quotation that fills the paragraph after a quotation goes on with the same speaker.
    if (next_paragraph && gap.size() > 80) return;
    const auto after = std::upper_bound(quotes_.begin(), quotes_.end(), s.span.begin + 1, [](std::uint32_t b, Span q) { return b < q.begin; });
    if (after == quotes_.begin() || std::prev(after)->end + 2 < s.span.end) return;
    bool quoted_before = false;
    for (Span c : last.content) each_quote(c, [&](Span) { quoted_before = true; });
    if (quoted_before) last.content.push_back(s.span);
  }

  /// An attribution whose cue stands in another's content is reported by that one's source.
  void nest() {
    auto& all = a_.attributions;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].within || all[i].cue.empty()) continue;
      std::uint32_t best = UINT32_MAX, size = UINT32_MAX;
      const std::uint32_t from = i > 24 ? i - 24 : 0;
      const auto to = std::min<std::uint32_t>(static_cast<std::uint32_t>(all.size()), i + 24);
      for (std::uint32_t j = from; j < to; ++j) {
        if (j == i) continue;
        for (Span c : all[j].content)
          if (c.contains(all[i].cue.front()) && c.size() < size && !(all[i].content.front().contains(c) && j > i)) {
            best = j;
            size = c.size();
          }
      }
      if (best != UINT32_MAX) all[i].within = best;
    }
  }

  Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  std::vector<Span> quotes_;
};

/// The mention that a source's words stand for: the one of its head, else that of the speaker behind "a statement by".
const Mention* mention_of(const Annotation& a, const Tree& tree, const Kinds& kinds, Span source) {
  const auto head = tree.head_of(source);
  const Mention* best = nullptr;
  const Mention* other = nullptr;
  each_overlapping(a.mentions, source, [&](const Mention& mention) {
    if (mention.type == MentionType::LOC || mention.type == MentionType::WEAPON) return;
    if (head && mention.span.contains(a.tokens[*head].span) && (best == nullptr || best->span.size() < mention.span.size())) best = &mention;
    if (other == nullptr || (mention.type == MentionType::PER && other->type != MentionType::PER)) other = &mention;
  });
  if (best != nullptr) return best;
  const bool speaker_behind = head && (kinds.in("saying_noun", tree.lemma(*head)) || kinds.in("spokesman", tree.lemma(*head)));
  return speaker_behind ? other : nullptr;
}

Voice voice_of(const Annotation& a, const Tree& tree, const Kinds& kinds, Span source, Span cue) {
  Voice voice{{}, source, cue};
  if (const Mention* m = mention_of(a, tree, kinds, source)) {
    voice.entity = m->entity;
    if (source.size() > m->span.size()) voice.span = m->span;
  }
  return voice;
}

/// "The source told SANA": the outlet that was told carries the word, so it stands outside.
std::optional<Voice> told(const Annotation& a, const Tree& tree, Span cue) {
  const auto verb = tree.token_at(cue.end - 1);
  if (!verb || tree.lemma(*verb) != "tell") return std::nullopt;
  for (TokenIndex c : tree.children(*verb)) {
    if (a.tokens[c].deprel != Deprel::obj && a.tokens[c].deprel != Deprel::iobj) continue;
    std::optional<Voice> outlet;
    each_overlapping(a.mentions, a.tokens[c].span, [&](const Mention& m) {
      if (m.entity && !a.entities[*m.entity].voice.empty()) outlet = Voice{m.entity, m.span, cue};
    });
    if (outlet) return outlet;
  }
  return std::nullopt;
}

}  // namespace

void read_attributions(Annotation& a, const Tree& tree, const Kinds& kinds) { Finder(a, tree, kinds).run(); }

std::vector<Voice> voices_at(const Annotation& a, const Tree& tree, const Kinds& kinds, std::uint32_t at) {
  // Innermost first by the size of the content, then turned round.
  std::vector<std::pair<std::uint32_t, std::size_t>> around;
  // Attributions are in the order of their cues; what speaks of `at` has its cue within some sentences of it.
  constexpr std::size_t kNear = 48;
  const auto cue_begin = [](const Attribution& t) { return t.cue.empty() ? 0U : t.cue.front().begin; };
  const auto here = static_cast<std::size_t>(
      std::lower_bound(a.attributions.begin(), a.attributions.end(), at, [&](const Attribution& t, std::uint32_t b) { return cue_begin(t) < b; }) - a.attributions.begin());
  for (std::size_t k = here > kNear ? here - kNear : 0; k < std::min(a.attributions.size(), here + kNear); ++k) {
    const Attribution& t = a.attributions[k];
    for (Span c : t.content)
      if (c.contains(at)) {
        around.emplace_back(c.size(), k);
        break;
      }
  }
  std::sort(around.begin(), around.end(), [](const auto& x, const auto& y) { return x.first != y.first ? x.first > y.first : x.second < y.second; });
  std::vector<Voice> voices;
  for (const auto& [size, k] : around) {
    const Attribution& t = a.attributions[k];
    const auto verb = t.cue.empty() ? std::nullopt : tree.token_at(t.cue.back().end - 1);
    // What somebody wants or fears is no word on what happened.
    const bool speaks = !verb || !kinds.in("attitude", tree.lemma(*verb)) || kinds.in("alleging_verb", tree.lemma(*verb)) || kinds.in("denying", tree.lemma(*verb)) ||
                        kinds.in("say", tree.lemma(*verb));
    if (!speaks) continue;
    const Span cue = t.cue.empty() ? Span{} : t.cue.front();
    if (!cue.empty())
      if (auto outer = told(a, tree, cue)) voices.push_back(*outer);
    for (Span source : t.source) voices.push_back(voice_of(a, tree, kinds, source, cue));
  }
  return voices;
}

}  // namespace deconflict::claim
