#include "name/tagged.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/words.h"
#include "name/persons.h"
#include "name/scan.h"

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

}  // namespace

void add_tagged_mentions(Annotation& a) {
  add(a, &Token::mention);
  add(a, &Token::name, MentionType::PER);  // what else has a name is looked up in the gazetteer and the knowledge of actors
}

namespace {

bool short_title(std::string_view word) {
  return one_of(lower_ascii(word.substr(0, word.find('.'))), {"mr", "mrs", "ms", "dr", "prof", "gen", "col", "maj", "capt", "lt", "sgt", "cpl", "adm", "sen", "rep", "gov", "fr", "rev", "msgr", "monsignor", "sr", "st"});
}

/// The names of a person in a mention, without what stands before them ("correspondent Karim Odeh", "Gen. Odeh").
Span name_in(const Annotation& a, Span mention) {
  Span name;
  auto i = std::lower_bound(a.tokens.begin(), a.tokens.end(), mention.begin, [](const Token& t, std::uint32_t b) { return t.span.begin < b; });
  for (; i != a.tokens.end() && i->span.end <= mention.end; ++i) {
    const bool named = i->upos == Upos::PROPN && i->name.part != NameTag::none && i->name.type == MentionType::PER;
    if (!named && !name.empty()) break;
    if (name.empty() && short_title(a.surface(i->span))) continue;
    if (named) name = name.empty() ? i->span : Span{name.begin, i->span.end};
  }
  return name;
}

std::string key_of(std::string_view name) {
  std::vector<Word> words;
  scan(name, {0, static_cast<std::uint32_t>(name.size())}, words);
  std::string key, one;
  for (const Word& w : words) {
    if (w.possessive) continue;
    word_key(w.span.of(name), one);
    if (!key.empty()) key += ' ';
    key += one;
  }
  return key;
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace

void identify_tagged_persons(Annotation& a) {
  Persons persons;
  for (std::uint32_t e = 0; e < a.entities.size(); ++e)
    if (a.entities[e].type == MentionType::PER && a.entities[e].name.find(' ') != std::string::npos) persons.add(key_of(a.entities[e].name), "e" + std::to_string(e));
  std::vector<std::pair<std::size_t, Span>> open;
  for (std::size_t m = 0; m < a.mentions.size(); ++m) {
    if (a.mentions[m].entity || a.mentions[m].type != MentionType::PER) continue;
    const Span name = name_in(a, a.mentions[m].span);
    if (name.empty()) continue;
    open.emplace_back(m, name);
    if (const auto key = key_of(a.surface(name)); bare(key, a.surface(name)).find(' ') != std::string_view::npos) persons.add(key, {});
  }
  persons.settle();
  std::unordered_map<std::string, std::uint32_t> known;
  auto documents = std::count_if(a.entities.begin(), a.entities.end(), [](const Entity& e) { return e.id.starts_with("doc:"); });
  for (const auto& [m, name] : open) {
    const auto words = a.surface(name);
    const auto who = persons.key_of(key_of(words), words);
    // One word alone may be anything's name; it is a person's where the text has that person in full.
    if (who.empty() || (who.front() != 'e' && !persons.in_full(who))) continue;
    std::uint32_t entity = 0;
    if (who.front() == 'e') {
      entity = static_cast<std::uint32_t>(std::stoul(who.substr(1)));
    } else {
      const auto [slot, fresh] = known.try_emplace(who, static_cast<std::uint32_t>(a.entities.size()));
      entity = slot->second;
      if (fresh) {
        Entity e;
        e.id = "doc:" + std::to_string(++documents);
        e.type = MentionType::PER;
        e.name = one_line(words);
        a.entities.push_back(std::move(e));
      }
    }
    a.mentions[m].entity = entity;
    Entity& e = a.entities[entity];
    std::string form = one_line(words);
    if (e.id.starts_with("doc:") && form.size() > e.name.size() && form.find(' ') != std::string::npos && e.name.find(' ') == std::string::npos) std::swap(form, e.name);
    if (form != e.name && std::find(e.aliases.begin(), e.aliases.end(), form) == e.aliases.end()) e.aliases.push_back(std::move(form));
  }
}

}  // namespace deconflict::name
