#include "name/letters.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

bool is_vowel(char32_t c) { return std::u32string_view(U"AEIOUYaeiouy").find(c) != std::u32string_view::npos || c >= 0x80; }

class Writer {
 public:
  Writer(const Annotation& a, const Lexicon& lexicon) : a_(a), reading_(lexicon, a) {}

  std::string write() {
    const auto& words = reading_.words;
    for (std::uint32_t i = 0; i < words.size(); ++i)
      if (words[i].shouted && initials_of_words_before(i)) acronyms_.emplace(surface(i));
    out_ = a_.text;
    for (std::uint32_t i = 0; i < words.size(); ++i)
      if (words[i].shouted) rewrite(i);
    return std::move(out_);
  }

 private:
  std::string_view surface(std::uint32_t i) const { return a_.surface(reading_.words[i].span); }

  bool is_name(std::uint32_t i) const {
    const Token* t = reading_.token(i);
    return t != nullptr && (t->upos == Upos::PROPN || t->name.part != NameTag::none);
  }

  bool is_noun(std::uint32_t i) const {
    const Token* t = reading_.token(i);
    return is_name(i) || (t != nullptr && t->upos == Upos::NOUN);
  }

  /// Part of a name that the knowledge has: "SHINING PATH" looks like two common words.
  bool in_known_name(std::uint32_t i) const {
    const Item& item = reading_.items[reading_.item_of[i]];
    if (item.last > item.first + 1) return reading_.sense(item, Sense::known) != nullptr;
    return is_noun(i) && reading_.named(item) && item.senses_end == item.senses_begin + 1;
  }

  /// "LIBERATION FRONT [FMLN]": stands alone behind the words whose initials it gives.
  bool initials_of_words_before(std::uint32_t i) const {
    const Word& w = reading_.words[i];
    const auto text = surface(i);
    if (text.size() < 2 || text.size() > 8 || !w.caps || i == 0 || w.span.begin == 0 || w.span.end >= a_.text.size()) return false;
    const char before = a_.text[w.span.begin - 1], after = a_.text[w.span.end];
    if (!(before == '(' && after == ')') && !(before == '[' && after == ']')) return false;
    std::size_t letter = text.size();
    for (std::uint32_t k = i; k-- > 0 && i - k <= 12 && letter > 0 && reading_.words[k].sentence == w.sentence;)
      if (a_.text[reading_.words[k].span.begin] == text[letter - 1]) --letter;
    return letter == 0;
  }

  bool is_acronym(std::uint32_t i) const {
    const auto text = surface(i);
    if (text.find('.') != std::string_view::npos || acronyms_.contains(std::string(text))) return true;
    if (!is_noun(i)) return false;
    const Item& item = reading_.items[reading_.item_of[i]];
    bool known = false;
    for (auto s = item.senses_begin; s < item.senses_end; ++s) {
      const Sense& sense = *reading_.senses[s];
      if (sense.kind == Sense::noun) {
        // "GEN", "DR" are short for words.
        const Noun noun = reading_.lex.nouns()[sense.index].noun;
        if (noun == Noun::title || noun == Noun::given || noun == Noun::notname) return false;
      }
      known = known || (sense.caps && item.last == item.first + 1);
    }
    if (known) return true;
    if (!is_name(i)) return false;
    bool vowel = false;
    for (std::size_t at = 0; at < text.size();) {
      const auto [c, length] = utf8::decode(text, at);
      vowel = vowel || is_vowel(c);
      at += length;
    }
    const bool numeral = text.find_first_not_of("IVX") == std::string_view::npos;
    const bool shortened = reading_.words[i].span.end < a_.text.size() && a_.text[reading_.words[i].span.end] == '.';
    return text.size() >= 2 && (numeral || (!vowel && !shortened));
  }

  /// Peoples and countries have capitals whatever the tagger takes them for.
  bool of_country(std::uint32_t i) const {
    const Item& item = reading_.items[reading_.item_of[i]];
    return reading_.sense(item, Sense::country) != nullptr || reading_.sense(item, Sense::demonym) != nullptr;
  }

  void rewrite(std::uint32_t i) {
    const Word& w = reading_.words[i];
    if (!w.possessive && is_acronym(i)) return;
    const bool capital = !w.possessive && (w.gap == Gap::start || is_name(i) || of_country(i) || in_known_name(i));
    for (std::size_t at = w.span.begin; at < w.span.end;) {
      const auto [c, length] = utf8::decode(a_.text, at);
      if (!capital || at > w.span.begin) {
        const std::string small = utf8::lower(a_.text.substr(at, length));
        if (small.size() == length) out_.replace(at, length, small);
      }
      at += length;
    }
  }

  const Annotation& a_;
  const Reading reading_;
  std::unordered_set<std::string> acronyms_;
  std::string out_;
};

}  // namespace

std::string in_small_letters(const Annotation& a, const Lexicon& lexicon) {
  const auto words = scan(a);
  if (std::none_of(words.begin(), words.end(), [](const Word& w) { return w.shouted; })) return {};
  return Writer(a, lexicon).write();
}

}  // namespace deconflict::name
