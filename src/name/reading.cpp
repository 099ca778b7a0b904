#include <algorithm>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

/// May a name go on over this gap?
bool joins(Gap gap, const Word& before) {
  switch (gap) {
    case Gap::space: case Gap::hyphen: case Gap::dash: case Gap::slash: case Gap::apostrophe: case Gap::paren: return true;
    case Gap::dot: return before.span.size() <= 4;
    default: return false;
  }
}

bool fits(const Sense& s, const std::vector<Word>& words, std::size_t first, const std::vector<Sense>& all, const Lexicon& lex) {
  const Word& w = words[first];
  if (w.shouted) {
    // In capitals "US" may be the pronoun and "IS" the verb: there is no telling.
    if (!s.caps) return true;
    for (const Sense& other : all)
      if (other.kind == Sense::noun && lex.nouns()[other.index].noun == Noun::notname) return false;
    return true;
  }
  if (s.caps) return w.caps;
  for (std::uint32_t bits = s.uppers, i = 0; bits != 0; bits >>= 1, ++i)
    if ((bits & 1u) != 0 && !words[first + i].upper && !words[first + i].number) return false;
  return true;
}

}  // namespace

Reading::Reading(const Lexicon& lexicon, const Annotation& annotation) : lex(lexicon), a(annotation), words(scan(annotation)) {
  lex.look_up(a.text, words);
  item_of.resize(words.size());
  items.reserve(words.size());
  const auto count = static_cast<std::uint32_t>(words.size());
  for (std::uint32_t i = 0; i < count;) {
    Item item{i, i + 1, static_cast<std::uint32_t>(senses.size()), static_cast<std::uint32_t>(senses.size())};
    std::uint32_t node = lex.first(words[i].id);
    for (std::uint32_t j = i; node != 0;) {
      const auto& all = lex.senses(node);
      bool any = false;
      for (const Sense& s : all) {
        if (!fits(s, words, i, all, lex)) continue;
        if (!any) senses.resize(item.senses_begin);
        any = true;
        senses.push_back(&s);
      }
      if (any) item.last = j + 1;
      if (++j >= count || words[j].id == 0 || !lex.has_next(node) || !joins(words[j].gap, words[j - 1])) break;
      node = lex.next(node, words[j].id);
    }
    item.senses_end = static_cast<std::uint32_t>(senses.size());
    for (std::uint32_t j = i; j < item.last; ++j) item_of[j] = static_cast<std::uint32_t>(items.size());
    i = item.last;
    items.push_back(item);
  }
  taken.assign(items.size(), false);
}

const Sense* Reading::sense(const Item& item, Sense::Kind kind) const {
  for (auto i = item.senses_begin; i < item.senses_end; ++i)
    if (senses[i]->kind == kind) return senses[i];
  return nullptr;
}

const Sense* Reading::noun(const Item& item, Noun wanted) const {
  for (auto i = item.senses_begin; i < item.senses_end; ++i)
    if (senses[i]->kind == Sense::noun && lex.nouns()[senses[i]->index].noun == wanted) return senses[i];
  return nullptr;
}

bool Reading::named(const Item& item) const {
  for (auto i = item.senses_begin; i < item.senses_end; ++i)
    if (senses[i]->kind == Sense::known && !senses[i]->loose) return true;
  return false;
}

const Sense* Reading::head(const Item& item) const {
  for (auto i = item.senses_begin; i < item.senses_end; ++i)
    if (senses[i]->kind == Sense::noun && lex.nouns()[senses[i]->index].noun <= Noun::apart) return senses[i];
  return nullptr;
}

bool is_direction(std::string_view word) {
  const std::string lower = lower_ascii(word);
  return one_of(lower, {"northern", "southern", "eastern", "western", "north-eastern", "northeastern", "northwestern", "southeastern", "southwestern", "central"});
}

std::string Reading::key(std::uint32_t first_word, std::uint32_t last_word) const {
  std::string out, one;
  for (std::uint32_t i = first_word; i < last_word; ++i) {
    if (words[i].possessive) continue;
    word_key(words[i].span.of(a.text), one);
    if (!out.empty()) out += ' ';
    out += one;
  }
  return out;
}

std::uint32_t Reading::word_at(std::uint32_t byte) const {
  const auto it = std::upper_bound(words.begin(), words.end(), byte, [](std::uint32_t b, const Word& w) { return b < w.span.begin; });
  return it == words.begin() ? 0 : static_cast<std::uint32_t>(it - words.begin()) - 1;
}

}  // namespace deconflict::name
