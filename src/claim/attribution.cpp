#include "claim/attribution.h"

#include <algorithm>

#include "claim/closing.h"
#include "claim/nearby.h"
#include "claim/quotes.h"
#include "claim/speech.h"

namespace deconflict::claim {

namespace {

class Finder {
 public:
  Finder(Annotation& a, const Tree& tree, const Kinds& kinds)
      : a_(a), tree_(tree), kinds_(kinds), quotes_(a.text), speech_(a, tree, kinds, quotes_), closing_(a, tree, kinds, quotes_, speech_) {}

  void run() {
    for (std::size_t s = 0; s < a_.sentences.size(); ++s) {
      const Sentence& sentence = a_.sentences[s];
      if (sentence.boilerplate || sentence.first_token == sentence.last_token) continue;
      const std::size_t before = a_.attributions.size();
      for (TokenIndex i = sentence.first_token; i < sentence.last_token; ++i) {
        if (is_according(i, sentence)) according(i, sentence);
        else if (kinds_.in("quoting", tree_.lemma(i)) && a_.tokens[i].upos == Upos::VERB) citing(i, sentence, before);
        else if (!is_taken(i, before))
          if (auto found = reported(i, sentence)) add(std::move(*found));
        if (waiting_ && waiting_->verb == i && a_.attributions.size() > before) {
          add_cited(a_.attributions.size() - 1, std::move(waiting_->sources), waiting_->cue);
          waiting_.reset();
        }
      }
      if (waiting_ && a_.attributions.size() == before) put(sentence);
      waiting_.reset();
      if (a_.attributions.size() > before) {
        go_on(before, sentence);
      } else {
        if (sentence.headline || s < 2) colon(sentence);
        else if (begins_line(sentence)) speaker_first(sentence, true);
        carry_on(sentence);
      }
    }
    nest();
    drop_own_opinions();
  }

 private:
  using Spans = std::vector<Span>;
  static constexpr TokenIndex kShortSpeaker = 6, kLongestSpeaker = 24;  // tokens before the colon

  /// Does somebody say something in [first, last)?
  bool says_within(TokenIndex first, TokenIndex last) const {
    for (TokenIndex v = first; v < last; ++v) {
      if (a_.tokens[v].upos != Upos::VERB || !kinds_.in("plain_say", tree_.lemma(v))) continue;
      for (const TokenIndex c : tree_.children(v))
        if (a_.tokens[c].deprel == Deprel::nsubj && c >= first && c < last) return true;
    }
    return false;
  }

  /// "The ministry said A; the opposition said B": each speaks for his own half.
  Sentence half_of(TokenIndex i, Sentence s) const {
    for (TokenIndex k = s.last_token; k-- > i;)
      if (tree_.is_word(k, ";") && !quotes_.around(a_.tokens[k].span.begin) && says_within(k + 1, s.last_token)) {
        s.last_token = k;
        s.span.end = a_.tokens[k].span.begin;
      }
    for (TokenIndex k = s.first_token; k < i; ++k)
      if (tree_.is_word(k, ";") && !quotes_.around(a_.tokens[k].span.begin) && says_within(s.first_token, k)) {
        s.first_token = k + 1;
        s.span.begin = a_.tokens[k + 1].span.begin;
      }
    return s;
  }

  /// What of it lies in that half; where the tree looked only beyond it, what stands before the speaker.
  std::optional<Attribution> within(Attribution found, const Sentence& half) const {
    Spans content;
    for (Span piece : found.content) {
      if (piece.end <= half.span.begin || piece.begin >= half.span.end) continue;
      piece = trimmed(a_, {std::max(piece.begin, half.span.begin), std::min(piece.end, half.span.end)});
      if (!piece.empty() && !piece.overlaps(found.cue.front())) content.push_back(piece);
    }
    const auto speaker = std::min(found.source.front().begin, found.cue.front().begin);
    if (content.empty() && speaker > half.span.begin) content.push_back(without_stop(a_, trimmed(a_, {half.span.begin, speaker})));
    if (content.empty()) return std::nullopt;
    found.content = std::move(content);
    return found;
  }

  /// "The raid claimed the lives of nine", "the siege maintained by the rebels".
  bool tells_nothing(TokenIndex i) const {
    if (tree_.lemma(i) == "maintain" && a_.tokens[i].deprel == Deprel::acl) return true;
    const auto what = tree_.lemma(i) == "claim" ? tree_.child(i, Deprel::obj) : std::nullopt;
    return what && one_of(tree_.lemma(*what), {"life", "victim", "soul"});
  }

  std::optional<Attribution> reported(TokenIndex i, const Sentence& s) const {
    if (tells_nothing(i)) return std::nullopt;
    const Sentence half = half_of(i, s);
    auto found = read(i, half);
    if (!found && !(waiting_ && waiting_->verb == i) && sets_figure(i)) found = figure_of(i, half);
    if (found && is_mute(*found, i)) return std::nullopt;
    if (found) take_what_went_before(*found, half);
    if (half.span == s.span || !found || found->source.empty() || found->cue.empty()) return found;
    return within(std::move(*found), half);
  }

  /// "Explosions heard in the city, air raid alert announced": an alert announces nothing.
  bool is_mute(const Attribution& found, TokenIndex cue) const {
    const auto who = tree_.child(cue, Deprel::nsubj);
    return who && found.source.size() == 1 && found.source.front().contains(a_.tokens[*who].span) && kinds_.in("mute", tree_.lemma(*who));
  }

  /// The subject, "… confirmed the raid but put the toll at nine" that of the verb before.
  std::optional<TokenIndex> teller_of(TokenIndex verb) const {
    const auto own = tree_.child(verb, Deprel::nsubj);
    return own || a_.tokens[verb].deprel != Deprel::conj || !tree_.head(verb) ? own : tree_.child(*tree_.head(verb), Deprel::nsubj);
  }

  /// "The mayor put the death toll at nine", "put the dead at ten", "the ministry raised the toll from four", "gave a toll of six dead".
  bool sets_figure(TokenIndex i) const {
    const bool puts = tree_.lemma(i) == "put", changes = one_of(tree_.lemma(i), {"raise", "revise", "lower", "update", "give"});
    // "A resident counted 15 bodies".
    if (tree_.lemma(i) == "count" && a_.tokens[i].upos == Upos::VERB)
      if (const auto what = tree_.child(i, Deprel::obj), who = teller_of(i); what && who && *who < i) return one_of(tree_.lemma(*what), {"body", "corpse"});
    if ((!puts && !changes) || a_.tokens[i].upos != Upos::VERB) return false;
    const auto what = tree_.child(i, Deprel::obj), who = teller_of(i);
    if (!what || !who || *who >= i || kinds_.event_nouns.contains(tree_.lemma(*who))) return false;
    if (puts && one_of(tree_.lemma(*what), {"dead", "casualty", "wounded", "injured", "loss"})) return true;
    return one_of(tree_.lemma(*what), {"toll", "number", "figure", "count", "total"}) && (puts || (tree_.lemma(*what) == "toll" && speaks(*who) && !one_of(tree_.lemma(*who), {"this", "that", "it", "which", "these"})));
  }
  Attribution figure_of(TokenIndex i, const Sentence& s) const {
    std::uint32_t end = s.span.end;
    for (const TokenIndex c : tree_.children(i))  // "… and said that many were missing"
      if (a_.tokens[c].deprel == Deprel::conj && a_.tokens[c].upos == Upos::VERB)
        if (const auto link = tree_.child(c, Deprel::cc)) end = std::min(end, a_.tokens[*link].span.begin);
    return {{speech_.source_of(*teller_of(i), i)}, {a_.tokens[i].span}, {without_stop(a_, trimmed(a_, {a_.tokens[i].span.end, end}))}, {}};
  }

  /// "Gunmen took ten girls, the police said, the second such raid this week": what stands behind the speaker without a verb only adds to what he said.
  void take_what_went_before(Attribution& found, const Sentence& s) const {
    if (found.content.size() != 1 || found.source.size() != 1 || found.cue.size() != 1) return;
    const Span source = found.source.front(), cue = found.cue.front(), told = found.content.front();
    const auto who = tree_.token_at(source.begin), first = tree_.token_at(told.begin), last = tree_.token_at(told.end - 1), says = tree_.token_at(cue.end - 1);
    if (!who || !first || !last || !says || source.end > cue.begin || told.begin < cue.end || *who <= s.first_token + 3) return;
    if (!tree_.is_word(*who - 1, ",") || !tree_.is_word(*says + 1, ",") || *first != *says + 2 || !speech_.says_something(s.first_token, *who - 1)) return;
    if (speech_.says_something(*first, *last + 1)) return;
    found.content.insert(found.content.begin(), speech_.with_quotes(trimmed(a_, {s.span.begin, source.begin}), cue));
  }

  /// The tree first; the words beside the cue where it shows no speaker.
  std::optional<Attribution> read(TokenIndex i, const Sentence& s) const {
    if (!closing_.has_speaker(i))
      if (auto found = closing_.read(i, s)) return found;
    auto found = speech_.read(i, s);
    return found ? found : closing_.read(i, s);
  }

  void add(Attribution found) {
    auto& content = found.content;
    content.erase(std::remove_if(content.begin(), content.end(), [](Span piece) { return piece.empty(); }), content.end());
    // "self-reported": the word before is no speaker.
    const bool speechless = std::any_of(found.source.begin(), found.source.end(), [](Span source) { return source.empty(); });
    if (content.empty() || speechless) return;
    std::sort(content.begin(), content.end());
    content.erase(std::unique(content.begin(), content.end()), content.end());
    a_.attributions.push_back(std::move(found));
  }

  bool is_according(TokenIndex i, const Sentence& s) const {
    if (!tree_.is_word(i, "according") || i + 2 >= s.last_token || !tree_.is_word(i + 1, "to")) return false;
    // "Sorted according to their size": nobody's word.
    const auto head = tree_.head(i);
    const TokenIndex named = head && *head > i ? *head : i + 2;
    return a_.tokens[i + 2].deprel != Deprel::nmod_poss || a_.tokens[i + 2].upos != Upos::PRON || !kinds_.in("criterion", tree_.lemma(named));
  }

  void according(TokenIndex i, const Sentence& s) {
    const TokenIndex first = i + 2;
    const auto head = tree_.head(i);
    TokenIndex last = first;
    if (head && *head >= first && *head < s.last_token) last = std::min(tree_.subtree(*head).last, s.last_token - 1);
    else  // where the tree has no phrase: up to the next comma or verb
      while (last + 1 < s.last_token && !is_punct(a_, last + 1) && a_.tokens[last + 1].upos != Upos::VERB && a_.tokens[last + 1].upos != Upos::AUX)
        ++last;
    while (last > first && is_punct(a_, last)) --last;
    const Span source = tree_.span({first, last});
    const Span cue = tree_.span({i, i + 1});
    // ", which, according to …, holds": of that clause alone.
    Span whole = s.span;
    if (const auto verb = head && *head >= first ? tree_.head(*head) : std::nullopt;
        verb && (a_.tokens[*verb].deprel == Deprel::acl_relcl || a_.tokens[*verb].deprel == Deprel::parataxis) && i > s.first_token &&
        is_punct(a_, i - 1) && *verb > i)
      whole = tree_.subtree_span(*verb);
    const auto piece = [&](Span part) { return speech_.with_quotes(without_stop(a_, trimmed(a_, part)), cue); };
    const Span before = piece({whole.begin, a_.tokens[i].span.begin}), after = piece({source.end, std::max(source.end, whole.end)});
    Spans content;
    if (before.size() >= 3) content.push_back(before);
    if (before.size() < 3 || (after.size() > 12 && a_.text[source.end] == ',')) content.push_back(after);
    add({{source}, {cue}, content, {}});
  }

  void citing(TokenIndex i, const Sentence& s, std::size_t first_of_sentence) {
    if (const auto passive = tree_.child(i, Deprel::nsubj_pass)) return was_quoted(i, *passive, s);
    const auto object = tree_.child(i, Deprel::obj);
    if (!object || *object < i) return;
    Spans sources;
    for (TokenIndex c : tree_.conjuncts(*object)) sources.push_back(tree_.noun_phrase(c));
    std::sort(sources.begin(), sources.end());
    const auto subject = tree_.child(i, Deprel::nsubj);
    const bool finite = subject && *subject < i;
    if (finite && quotes_saying(i, *subject, sources, s)) return;
    if (finite || !speaks(*object)) {  // "citing the rain": no voice
      if (auto found = speech_.read(i, s)) add(std::move(*found));
      return;
    }
    // The one who cites is the last voice of the sentence; what is cited is what that voice says.
    if (a_.attributions.size() > first_of_sentence) add_cited(a_.attributions.size() - 1, std::move(sources), a_.tokens[i].span);
    else cites_ahead(i, std::move(sources), s);
  }

  /// "He was quoted as saying …"
  void was_quoted(TokenIndex i, TokenIndex subject, const Sentence& s) {
    TokenIndex first = i, last = i;
    while (first > s.first_token && tree_.head(first - 1) == i && a_.tokens[first - 1].deprel != Deprel::nsubj_pass && !is_punct(a_, first - 1))
      --first;
    for (TokenIndex k = i + 1; k < s.last_token && k < i + 8; ++k)
      if (kinds_.in("say", tree_.lemma(k)) || tree_.is_word(k, "as")) last = k;
    const Span source = speech_.source_of(subject, i), cue = tree_.span({first, last});
    Spans content;
    if (last + 1 < s.last_token && !is_punct(a_, last + 1))
      content.push_back(speech_.with_quotes(without_stop(a_, trimmed(a_, {cue.end, s.span.end})), cue));
    else if (const auto quote = quotes_.first_in(cue.end, s.span.end)) content.push_back(speech_.with_quotes(*quote, cue));
    else content.push_back(speech_.with_quotes(trimmed(a_, {s.span.begin, source.begin}), cue));
    add({{source}, {cue}, content, {}});
  }

  /// "The agency quoted an official as saying …": who quotes stands outside.
  bool quotes_saying(TokenIndex i, TokenIndex subject, const Spans& sources, const Sentence& s) {
    TokenIndex saying = i + 1;
    while (saying < s.last_token && !tree_.is_word(saying, "saying")) ++saying;
    if (saying + 1 >= s.last_token) return false;
    add({{speech_.source_of(subject, i)}, {a_.tokens[i].span}, {without_stop(a_, trimmed(a_, {a_.tokens[saying + 1].span.begin, s.span.end}))}, {}});
    add_cited(a_.attributions.size() - 1, sources, a_.tokens[saying].span);
    return true;
  }

  /// Who is cited before what they are cited for.
  void cites_ahead(TokenIndex i, Spans sources, const Sentence& s) {
    const Span verb = a_.tokens[i].span;
    // "Reuters, citing an official, reported …": what is cited is what the verb behind will tell.
    const auto told = tree_.head(i);
    auto later = told;
    if (later && *later < i && a_.tokens[*later].deprel == Deprel::nsubj) later = tree_.head(*later);
    if (later && *later > i && kinds_.in("say", tree_.lemma(*later))) {
      waiting_ = Waiting{*later, verb, std::move(sources)};
      return;
    }
    // "CNN reported, citing a source, that …": what is cited stands behind; else it went before.
    TokenIndex next = *tree_.token_at(sources.back().end - 1) + 1;
    while (next < s.last_token && is_punct(a_, next)) ++next;
    const bool says = told && *told < i && a_.tokens[*told].upos == Upos::VERB && kinds_.in("say", tree_.lemma(*told));
    if (next + 2 >= s.last_token || speech_.says_something(s.first_token, says ? *told : i)) return add({std::move(sources), {verb}, {trimmed(a_, {s.span.begin, verb.begin})}, {}});
    const Span rest = without_stop(a_, trimmed(a_, {a_.tokens[next].span.begin, s.span.end}));
    if (says)
      if (const auto subject = tree_.child(*told, Deprel::nsubj)) add({{speech_.source_of(*subject, *told)}, {a_.tokens[*told].span}, {rest}, {}});
    add({std::move(sources), {verb}, {rest}, {}});
  }

  /// "The Observatory, citing residents, put the toll at nine": a verb that says something only so.
  void put(const Sentence& s) {
    const TokenIndex verb = waiting_->verb;
    const Span told = without_stop(a_, trimmed(a_, {a_.tokens[verb].span.begin, s.span.end}));
    const auto subject = tree_.child(verb, Deprel::nsubj);
    if (!subject) return add({std::move(waiting_->sources), {waiting_->cue}, {told}, {}});
    add({{tree_.noun_phrase(*subject)}, {a_.tokens[verb].span}, {told}, {}});
    add_cited(a_.attributions.size() - 1, std::move(waiting_->sources), waiting_->cue);
  }

  /// Has the word served as a cue of the sentence already?
  /// Has it its part in an attribution already: in the cue, or as the first word of who says so ("according to state media")?
  bool is_taken(TokenIndex i, std::size_t first_of_sentence) const {
    const Span word = a_.tokens[i].span;
    return std::any_of(a_.attributions.begin() + static_cast<std::ptrdiff_t>(first_of_sentence), a_.attributions.end(), [&](const Attribution& t) {
      return std::any_of(t.cue.begin(), t.cue.end(), [&](Span cue) { return cue.contains(word); }) ||
             std::any_of(t.source.begin(), t.source.end(), [&](Span source) { return source.begin == word.begin; });
    });
  }

  void add_cited(std::size_t outer, Spans sources, Span cue) {
    a_.attributions.push_back({std::move(sources), {cue}, Spans(a_.attributions[outer].content), static_cast<std::uint32_t>(outer)});
  }

  /// "Army: rebels driven out of town" in a headline.
  void colon(const Sentence& s) {
    for (TokenIndex i = s.last_token; i-- > s.first_token + 3 && i + 6 > s.last_token;) {
      if (!tree_.is_word(i, ":")) continue;
      if (i + 1 >= s.last_token || (speech_.says_something(i + 1, s.last_token) && !kinds_.in("spokesman", tree_.lemma(i + 1)))) break;
      const Span source = without_stop(a_, trimmed(a_, {a_.tokens[i].span.end, s.span.end}));
      if (!source.empty()) add({{source}, {a_.tokens[i].span}, {trimmed(a_, {s.span.begin, a_.tokens[i].span.begin})}, {}});
      return;
    }
    speaker_first(s, false);
  }

  bool begins_line(const Sentence& s) const { return s.span.begin > 0 && a_.text[s.span.begin - 1] == '\n'; }

  /// "Governor Ruhl: two drones were shot down", "The ministry: "They were driven back.""; in a text's midst no "Ruritania: troops advance", which
  /// is a heading.
  void speaker_first(const Sentence& s, bool in_text) {
    for (TokenIndex i = s.first_token + 1; i + 2 < s.last_token && i < s.first_token + kLongestSpeaker; ++i) {
      if (!tree_.is_word(i, ":")) continue;
      // With more words before it only a quotation behind the colon makes them a speaker: "Ana Ruhl, who heads the council, on Telegram: "…"".
      const auto opens = quotes_.first_in(a_.tokens[i].span.end, a_.tokens[i].span.end + 3);
      if (i >= s.first_token + kShortSpeaker && (!opens || !quotes_.is_complete(*opens))) return;
      const Span source = tree_.span({s.first_token, before_channel(s.first_token, i - 1)});
      bool named = false, place = false;
      each_overlapping(a_.mentions, source, [&](const Mention& m) { named = named || m.entity; });
      each_overlapping(a_.places, source, [&](const Place& p) { place = place || p.span == source; });
      const std::uint32_t behind = a_.tokens[i].span.end;
      const auto quote = quotes_.first_in(behind, behind + 3);
      const Span content = quote && quotes_.is_complete(*quote) ? *quote : trimmed(a_, {behind, s.span.end});
      if (named && !(in_text && place)) add({{source}, {a_.tokens[i].span}, {content}, {}});
      return;
    }
  }

  /// The last word of the speaker, without where he said it: "…, on Telegram", "in a statement".
  TokenIndex before_channel(TokenIndex first, TokenIndex last) const {
    constexpr TokenIndex kLongest = 5;
    for (TokenIndex i = last; i > first + 1 && i + kLongest > last; --i) {
      if (!one_of(lower_ascii(tree_.surface(i)), {"on", "in", "via"})) continue;
      const bool channel = one_of(tree_.lemma(i + 1), {"Telegram", "Twitter", "X", "Facebook", "Instagram", "television", "TV", "radio"}) || kinds_.in("saying_noun", tree_.lemma(last));
      return i < last && channel ? (is_punct(a_, i - 1) ? i - 2 : i - 1) : last;
    }
    return last;
  }

  /// A quotation that opens right behind the sentence of a quotation, or of "He said:", has the same speaker.
  void go_on(std::size_t first, const Sentence& s) {
    constexpr std::size_t kMost = 32;
    first = std::max(first, a_.attributions.size() > kMost ? a_.attributions.size() - kMost : 0);
    std::size_t k = first;
    for (std::size_t i = first; i < a_.attributions.size(); ++i)
      if (a_.attributions[i].cue.back().end > a_.attributions[k].cue.back().end && !inside_another(i, first)) k = i;
    Attribution& found = a_.attributions[k];
    const Span tail = found.content.back();
    if (!quotes_.touches(tail)) return;
    std::uint32_t at = std::max(s.span.end, tail.end);
    while (const auto quote = quotes_.first_in(at, at + 8)) {
      if (a_.text.substr(at, quote->begin - at).find_first_not_of(' ') != std::string_view::npos || !quotes_.is_complete(*quote)) return;
      found.content.push_back(*quote);
      at = quote->end;
    }
  }

  /// Can this be a source: somebody, some body, or a statement?
  bool speaks(TokenIndex noun) const {
    bool found = kinds_.in("saying_noun", tree_.lemma(noun)) || kinds_.in("spokesman", tree_.lemma(noun)) || kinds_.in("pronoun", tree_.lemma(noun));
    each_overlapping(a_.mentions, a_.tokens[noun].span,
                     [&](const Mention& m) { found = found || (m.type != MentionType::LOC && m.type != MentionType::WEAPON); });
    return found;
  }

  /// "I think …" with nobody around it to have said so is the text's own opinion.
  bool is_own_opinion(const Attribution& t) const {
    if (t.within || t.source.size() != 1) return false;
    const auto word = tree_.token_at(t.source.front().begin);
    return word && a_.tokens[*word].span == t.source.front() &&
           (tree_.is_word(*word, "i") || tree_.is_word(*word, "we") || tree_.is_word(*word, "you"));
  }

  void drop_own_opinions() {
    auto& all = a_.attributions;
    std::vector<std::uint32_t> place(all.size());
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (is_own_opinion(all[i])) continue;
      place[i] = kept;
      if (kept != i) all[kept] = std::move(all[i]);
      ++kept;
    }
    all.resize(kept);
    for (Attribution& t : all)
      if (t.within) t.within = place[*t.within];
  }

  bool inside_another(std::size_t i, std::size_t first) const {
    for (std::size_t k = first; k < a_.attributions.size(); ++k)
      for (Span c : a_.attributions[k].content)
        if (k != i && c.contains(a_.attributions[i].cue.front())) return true;
    return false;
  }

  /// A quotation that fills the paragraph after a quotation goes on with the same speaker.
  void carry_on(const Sentence& s) {
    if (a_.attributions.empty()) return;
    Attribution& last = a_.attributions.back();
    if (last.content.empty() || last.within) return;
    const Span tail = *std::max_element(last.content.begin(), last.content.end());
    if (tail.end >= s.span.end) return;
    const auto at = std::max(tail.end, last.cue.empty() ? 0 : last.cue.back().end);
    if (s.span.begin < at || s.span.begin - at > 400) return;
    const auto gap = a_.text.substr(at, s.span.begin - at);
    if (gap.find('\n') != std::string_view::npos && gap.size() > 80) return;
    const auto quote = quotes_.around(s.span.begin);
    if (!quote || quote->end + 2 < s.span.end) return;
    if (std::any_of(last.content.begin(), last.content.end(), [&](Span c) { return quotes_.touches(c); })) last.content.push_back(*quote);
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

  /// Who is cited before the verb that tells it.
  struct Waiting {
    TokenIndex verb;
    Span cue;
    Spans sources;
  };
  std::optional<Waiting> waiting_;
  Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  Quotes quotes_;
  Speech speech_;
  Closing closing_;
};

}  // namespace

void read_attributions(Annotation& a, const Tree& tree, const Kinds& kinds) { Finder(a, tree, kinds).run(); }

}  // namespace deconflict::claim
