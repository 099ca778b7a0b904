#include "name/tagged.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/utf8.h"

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

/// The words of a name, without its article; empty for "It", "two residents", "A post from Marlow".
Span name_in(const Annotation& a, Span words) {
  const auto at = [&](std::uint32_t byte) { return std::lower_bound(a.tokens.begin(), a.tokens.end(), byte, [](const Token& t, std::uint32_t b) { return t.span.begin < b; }); };
  auto first = at(words.begin), end = at(words.end);
  if (first == end || first->span.begin != words.begin || (end - 1)->span.end != words.end) return {};
  const auto high = [&](const Token& t) { return utf8::is_upper(utf8::decode(a.surface(t.span), 0).code_point); };
  const bool article = first->upos == Upos::DET && (a.surface(first->span) == "The" || a.surface(first->span) == "the");
  if (article && ++first == end) return {};
  // A word with a capital that only opens its sentence is no name.
  const bool opens = !article && std::binary_search(a.sentences.begin(), a.sentences.end(), Sentence{words, 0, 0, false, false}, [](const Sentence& x, const Sentence& y) { return x.span.begin < y.span.begin; });
  if (!high(*first) || !high(*(end - 1)) || first->upos == Upos::PRON || first->upos == Upos::DET || first->upos == Upos::NUM) return {};
  if (opens && (first->upos != Upos::PROPN || (end - 1)->upos != Upos::PROPN)) return {};
  return {first->span.begin, words.end};
}

/// Entities by name, of which those that are missing are made for this document only.
class Named {
 public:
  explicit Named(Annotation& a) : a_(a) {
    for (std::uint32_t i = 0; i < a.entities.size(); ++i) {
      by_name_.emplace(a.entities[i].name, i);
      if (a.entities[i].id.starts_with("doc:")) ++own_;
    }
  }

  std::uint32_t entity(std::string_view name, MentionType type) {
    const auto [at, fresh] = by_name_.emplace(name, static_cast<std::uint32_t>(a_.entities.size()));
    if (!fresh) return at->second;
    Entity e;
    e.id = "doc:" + std::to_string(++own_);
    e.name = name;
    e.type = type;
    a_.entities.push_back(std::move(e));
    return at->second;
  }

 private:
  Annotation& a_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::size_t own_ = 0;
};

}  // namespace

void name_speakers(Annotation& a) {
  Named named(a);
  for (Claim& c : a.claims)
    for (Voice& v : c.attribution) {
      const Span name = v.entity ? Span{} : name_in(a, v.span);
      if (name.empty()) continue;
      const auto near = std::lower_bound(a.mentions.begin(), a.mentions.end(), v.span.begin, [](const Mention& m, std::uint32_t byte) { return m.span.begin < byte; });
      const auto behind = std::find_if(near, a.mentions.end(), [&](const Mention& m) { return m.span.begin > name.begin; });
      const auto found = std::find_if(near, behind, [&](const Mention& m) { return m.span == v.span || m.span == name; });
      const auto same = found == behind ? a.mentions.end() : found;
      v.entity = named.entity(a.surface(name), same == a.mentions.end() ? MentionType::ORG : same->type);
      if (same != a.mentions.end() && !same->entity) same->entity = v.entity;
    }
}

void add_tagged_mentions(Annotation& a) {
  drop_namesakes_of_places(a);
  add(a, &Token::mention);
  add(a, &Token::name, MentionType::PER);  // what else has a name is looked up in the gazetteer and the knowledge of actors
}

}  // namespace deconflict::name
