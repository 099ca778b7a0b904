#include <algorithm>

#include "base/words.h"
#include "claim/attribution.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

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

/// Who speaks at a word, by the mention that it heads.
const Mention* speaker_at(const Annotation& a, const Tree& tree, TokenIndex i) {
  const Mention* best = nullptr;
  each_overlapping(a.mentions, a.tokens[i].span, [&](const Mention& m) {
    if (m.entity && m.type != MentionType::LOC && m.type != MentionType::WEAPON && tree.head_of(m.span) == i) best = &m;
  });
  return best;
}

/// "The ministry released a statement", "said in a statement", "a statement by the ministry": whose word a document is.
const Mention* issuer_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex document) {
  for (TokenIndex c : tree.children(document)) {
    const bool owner = a.tokens[c].deprel == Deprel::nmod_poss || (c > document && one_of(tree.preposition(c), {"by", "from", "of"}));
    if (owner)
      if (const Mention* m = speaker_at(a, tree, c)) return m;
    // "A statement issued by the ministry".
    if (a.tokens[c].deprel == Deprel::acl)
      for (TokenIndex g : tree.children(c))
        if (a.tokens[g].deprel == Deprel::obl_agent)
          if (const Mention* m = speaker_at(a, tree, g)) return m;
  }
  const auto verb = tree.head(document);
  if (!verb || a.tokens[*verb].upos != Upos::VERB) return nullptr;
  const Deprel d = a.tokens[document].deprel;
  const bool told_in = d == Deprel::obl && tree.preposition(document) == "in" && (kinds.in("say", tree.lemma(*verb)) || kinds.in("attitude", tree.lemma(*verb)));
  const bool put_out = d == Deprel::obj && one_of(tree.lemma(*verb), {"provide", "release", "issue", "publish", "post", "make", "put", "send", "write", "circulate", "distribute"});
  const auto subject = tree.child(*verb, Deprel::nsubj);
  return (told_in || put_out) && subject ? speaker_at(a, tree, *subject) : nullptr;
}

/// "The statement": that of which the text spoke before.
const Mention* issuer_before(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex document) {
  constexpr std::uint32_t kSentences = 3;
  const auto article = tree.child(document, Deprel::det);
  if (!article || !one_of(tree.lemma(*article), {"the", "this", "that"})) return nullptr;
  const auto here = a.tokens[document].sentence;
  for (TokenIndex i = document; i-- > 0 && a.tokens[i].sentence + kSentences >= here;)
    if (tree.lemma(i) == tree.lemma(document) && a.tokens[i].upos == Upos::NOUN)
      if (const Mention* m = issuer_of(a, tree, kinds, i)) return m;
  return nullptr;
}

/// Has the mention a name, or is it but a description ("officials")?
bool is_named(const Annotation& a, const Mention& m) {
  if (!m.entity) return false;
  const Entity& e = a.entities[*m.entity];
  return !e.id.starts_with("doc:") || (!e.name.empty() && e.name.front() >= 'A' && e.name.front() <= 'Z');
}

Voice voice_of(const Annotation& a, const Tree& tree, const Kinds& kinds, Span source, Span cue) {
  // "An official who says that …": the pronoun stands for the noun before.
  if (const auto head = tree.head_of(source);
      head && a.tokens[*head].upos == Upos::PRON && (tree.is_word(*head, "who") || tree.is_word(*head, "which"))) {
    const auto verb = tree.head(*head);
    if (verb && a.tokens[*verb].deprel == Deprel::acl_relcl)
      if (const auto noun = tree.head(*verb); noun && *noun < *head) source = tree.noun_phrase(*noun);
  }
  Voice voice{{}, source, cue};
  if (const Mention* m = mention_of(a, tree, kinds, source)) {
    voice.entity = m->entity;
    if (source.size() > m->span.size()) voice.span = is_named(a, *m) ? m->span : described(a, tree, source);
  } else if (const auto document = tree.head_of(source); document && kinds.in("saying_noun", tree.lemma(*document))) {
    if (const Mention* issuer = issuer_of(a, tree, kinds, *document)) voice.entity = issuer->entity, voice.span = issuer->span;
    else if (const Mention* before = issuer_before(a, tree, kinds, *document)) voice.entity = before->entity;
  } else {
    voice.span = described(a, tree, source);
  }
  return voice;
}

/// Is there but a comma, an "and" or an article in [from, to)?
bool only_joins(const Annotation& a, std::uint32_t from, std::uint32_t to) {
  const auto between = std::string_view(a.text).substr(from, to - from);
  return between == " and " || between == " and the " || between == ", " || between == ", the " || between == ", and " || between == ", and the ";
}

/// "Residents and the army said": each of them says so, as of one cue.
void add_speakers(const Annotation& a, const Tree& tree, const Kinds& kinds, Span source, Span cue, std::vector<Voice>& voices) {
  const Mention* last = nullptr;
  bool several = false;
  each_overlapping(a.mentions, source, [&](const Mention& m) {
    if (!m.entity || !source.contains(m.span)) return;
    // "Karim Odeh, the rebel spokesman": the rebels are no second speaker.
    const auto word = tree.head_of(m.span);
    const bool qualifies = word && one_of(a.tokens[*word].deprel, {Deprel::compound, Deprel::amod, Deprel::nmod_poss, Deprel::appos});
    const bool joined = last != nullptr && !qualifies && only_joins(a, last->span.end, m.span.begin);
    if (last == nullptr ? m.span.begin > source.begin + 4 : !joined) return;
    if (last != nullptr) {
      if (!several) voices.push_back({last->entity, last->span, cue});
      several = true;
      voices.push_back({m.entity, m.span, cue});
    }
    last = &m;
  });
  if (!several) voices.push_back(voice_of(a, tree, kinds, source, cue));
}

/// One that the knowledge knows, or that its name tells: "the Harbour Courier".
bool is_outlet(const Kinds& kinds, const Entity& e) {
  if (!e.voice.empty()) return true;
  const std::size_t last = e.name.find_last_of(' ');
  return e.type == MentionType::ORG && last != std::string::npos && kinds.in("outlet_word", lower_ascii(e.name.substr(last + 1)));
}

/// "The source told SANA": the outlet that was told carries the word, so it stands outside.
std::optional<Voice> told(const Annotation& a, const Tree& tree, const Kinds& kinds, Span cue) {
  auto verb = tree.token_at(cue.begin);
  while (verb && *verb < a.tokens.size() && a.tokens[*verb].span.begin < cue.end && tree.lemma(*verb) != "tell") ++*verb;
  if (!verb || *verb >= a.tokens.size() || a.tokens[*verb].span.begin >= cue.end) return std::nullopt;
  for (TokenIndex c : tree.children(*verb)) {
    if (a.tokens[c].deprel != Deprel::obj && a.tokens[c].deprel != Deprel::iobj) continue;
    std::optional<Voice> outlet;
    each_overlapping(a.mentions, a.tokens[c].span, [&](const Mention& m) {
      if (m.entity && is_outlet(kinds, a.entities[*m.entity])) outlet = Voice{m.entity, m.span, cue};
    });
    if (outlet) return outlet;
  }
  return std::nullopt;
}

/// What somebody wants or fears is no word on what happened.
bool speaks(const Annotation& a, const Tree& tree, const Kinds& kinds, const Attribution& t) {
  for (std::size_t k = t.cue.size(); k-- > 0;) {
    const auto first = tree.token_at(t.cue[k].begin), last = tree.token_at(t.cue[k].end - 1);
    if (!first || !last) continue;
    for (TokenIndex i = *last + 1; i-- > *first;) {
      const auto lemma = tree.lemma(i);
      if (kinds.in("say", lemma) || kinds.in("quoting", lemma) || kinds.in("alleging_verb", lemma) || kinds.in("denying", lemma)) return true;
      const Upos pos = a.tokens[i].upos;
      if (kinds.in("attitude", lemma) || kinds.in("attitude_adj", lemma)) return false;
      if (pos == Upos::VERB || pos == Upos::NOUN) return true;
    }
  }
  return true;
}

/// "No group has claimed the attack": nobody says so.
bool nobody(const Tree& tree, Span source) {
  const auto first = tree.token_at(source.begin);
  return first && one_of(tree.lemma(*first), {"no", "nobody", "none"});
}

std::uint32_t cue_begin(const Attribution& t) { return t.cue.empty() ? 0U : t.cue.front().begin; }

/// The first attribution whose cue begins at or behind a byte: they are in the order of their cues.
auto first_cue_from(const Annotation& a, std::uint32_t byte) {
  return std::lower_bound(a.attributions.begin(), a.attributions.end(), byte, [](const Attribution& t, std::uint32_t b) { return cue_begin(t) < b; });
}

}  // namespace

Span described(const Annotation& a, const Tree& tree, Span source) {
  const auto head = tree.head_of(source);
  if (!head) return source;
  const auto parts = [&](TokenIndex i) { return one_of(a.surface(a.tokens[i].span), {",", ";", ":", "–", "—"}); };
  TokenIndex first = *head, last = *head;
  while (first > 0 && a.tokens[first - 1].span.begin >= source.begin && !parts(first - 1)) --first;
  while (last + 1 < a.tokens.size() && a.tokens[last + 1].span.end <= source.end && !parts(last + 1) && !one_of(tree.lemma(last + 1), {"who", "which", "that"})) ++last;
  const bool article = first < *head && (one_of(tree.lemma(first), {"a", "an"}) || (tree.lemma(first) == "the" && a.tokens[first + 1].upos != Upos::PROPN));
  return {a.tokens[article ? first + 1 : first].span.begin, a.tokens[last].span.end};
}

bool is_teller(const Annotation& a, Span words) {
  constexpr std::size_t kNear = 4;
  const auto behind = first_cue_from(a, words.end);
  for (auto t = behind; t != a.attributions.end() && t < behind + kNear; ++t)
    for (const Span source : t->source)
      if (source.contains(words) && source.end < cue_begin(*t) && std::any_of(t->content.begin(), t->content.end(), [&](Span c) { return c.end <= source.begin + 1; })) return true;
  return false;
}

std::vector<Voice> voices_at(const Annotation& a, const Tree& tree, const Kinds& kinds, std::uint32_t at) {
  // Innermost first by the size of the content, then turned round.
  std::vector<std::pair<std::uint32_t, std::size_t>> around;
  // Attributions are in the order of their cues; what speaks of `at` has its cue within some sentences of it.
  constexpr std::size_t kNear = 48;
  const auto here = static_cast<std::size_t>(first_cue_from(a, at) - a.attributions.begin());
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
    if (!speaks(a, tree, kinds, t)) continue;
    const Span cue = t.cue.empty() ? Span{} : t.cue.front();
    if (!cue.empty())
      if (auto outer = told(a, tree, kinds, cue)) voices.push_back(*outer);
    for (Span source : t.source)
      if (!nobody(tree, source)) add_speakers(a, tree, kinds, source, cue, voices);
  }
  // "The spokesman put the toll at nine, adding that two were missing": he cites nobody, and not himself.
  std::vector<Voice> once;
  for (const Voice& v : voices) {
    const auto again = std::find_if(once.begin(), once.end(), [&](const Voice& before) { return before.span == v.span; });
    if (again != once.end()) *again = v;
    else once.push_back(v);
  }
  return once;
}

}  // namespace deconflict::claim
