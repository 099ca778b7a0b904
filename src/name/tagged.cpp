#include "name/tagged.h"

#include <algorithm>

namespace deconflict::name {

namespace {

/// Does one of the sorted spans overlap this one? `at` moves on with the spans asked, which are sorted too.
template <class T>
bool overlaps(const std::vector<T>& sorted, std::size_t& at, std::uint32_t& reach, Span span) {
  for (; at < sorted.size() && sorted[at].span.begin < span.end; ++at) reach = std::max(reach, sorted[at].span.end);
  return reach > span.begin;
}

/// Does the run begin or end inside a word with a hyphen ("al" of "Jisr al-Shughur")?
bool splits_word(const Annotation& a, std::uint32_t first, std::uint32_t end) {
  const auto hyphen = [&](std::uint32_t i) { return a.surface(a.tokens[i].span) == "-"; };
  const auto glued = [&](std::uint32_t i) { return a.tokens[i].span.end == a.tokens[i + 1].span.begin; };
  if (hyphen(first) || hyphen(end - 1)) return true;
  return (first > 0 && hyphen(first - 1) && glued(first - 1)) || (end < a.tokens.size() && hyphen(end) && glued(end - 1));
}

/// Adds what one of the tagger's two heads is sure of and nothing found before overlaps, of `only` one type if given.
void add(Annotation& a, NameTag Token::*head, std::optional<MentionType> only = {}) {
  std::vector<Mention> fresh;
  std::size_t mention = 0, place = 0;
  std::uint32_t mentioned = 0, placed = 0;
  for (const Sentence& s : a.sentences) {
    if (s.boilerplate) continue;
    for (auto i = s.first_token; i < s.last_token;) {
      const NameTag tag = a.tokens[i].*head;
      auto end = i + 1;
      if (tag.part == NameTag::none) {
        i = end;
        continue;
      }
      bool sure = tag.sure;
      for (; end < s.last_token && (a.tokens[end].*head).part == NameTag::later && (a.tokens[end].*head).type == tag.type; ++end)
        sure = sure && (a.tokens[end].*head).sure;
      const bool part = splits_word(a, i, end) || (end == i + 1 && a.tokens[i].upos == Upos::ADJ);  // "northern"
      const Span span = {a.tokens[i].span.begin, a.tokens[end - 1].span.end};
      i = end;
      if (!sure || part || (only && tag.type != *only) || overlaps(a.mentions, mention, mentioned, span) || overlaps(a.places, place, placed, span)) continue;
      fresh.push_back({span, tag.type, std::nullopt});
    }
  }
  a.mentions.insert(a.mentions.end(), fresh.begin(), fresh.end());
  std::stable_sort(a.mentions.begin(), a.mentions.end(), [](const Mention& x, const Mention& y) { return x.span < y.span; });
}

/// "Asad air base": no person is meant where a place is named after one.
void drop_namesakes_of_places(Annotation& a) {
  auto place = a.places.begin();
  Span widest;  // of the places so far the one that reaches furthest
  std::erase_if(a.mentions, [&](const Mention& m) {
    for (; place != a.places.end() && place->span.begin <= m.span.begin; ++place)
      if (place->span.end > widest.end) widest = place->span;
    return m.type == MentionType::PER && widest.contains(m.span) && widest.size() > m.span.size();
  });
}

}  // namespace

void add_tagged_mentions(Annotation& a) {
  drop_namesakes_of_places(a);
  add(a, &Token::mention);
  add(a, &Token::name, MentionType::PER);  // what else has a name is looked up in the gazetteer and the knowledge of actors
}

}  // namespace deconflict::name
