#include "base/utf8.h"
#include "place/keys.h"
#include "place/scan.h"

namespace deconflict::place {

namespace {

struct Letter {
  char32_t c = 0;
  std::uint32_t length = 1;
};

Letter letter_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1};
  const auto d = utf8::decode(text, at);
  return {d.code_point, d.length};
}

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return utf8::is_letter(c) || utf8::is_mark(c);
}

bool is_upper(char32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8::is_upper(c); }

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x02BF || c == 0x02BE || c == '`'; }

/// Reads one word that begins at `at`; full stops belong to it in "U.S." and "N.C.".
Word read_word(std::string_view text, std::uint32_t at, std::uint32_t end) {
  Word w;
  w.span.begin = at;
  std::uint32_t letters = 0, capitals = 0;
  bool dotted = false;
  std::uint32_t run = 0;  // letters since the last full stop
  while (at < end) {
    const auto [c, length] = letter_at(text, at);
    if (is_word(c)) {
      if (letters == 0) w.upper = is_upper(c);
      ++letters, ++run;
      capitals += is_upper(c);
      at += length;
      continue;
    }
    if (is_apostrophe(c) && at + length < end && is_word(letter_at(text, at + length).c)) {
      const auto [next, next_length] = letter_at(text, at + length);
      const std::uint32_t behind = at + length + next_length;
      if ((next == 's' || next == 'S') && (behind >= end || !is_word(letter_at(text, behind).c))) {
        w.possessive = true;
        break;
      }
      at += length;
      continue;
    }
    if (c == '.' && run >= 1 && run <= 2 && w.upper && (dotted || (at + 1 < end && is_upper(letter_at(text, at + 1).c)))) {
      dotted = true;
      run = 0;
      ++at;
      continue;
    }
    break;
  }
  w.span.end = at;
  w.all_upper = letters > 1 && capitals == letters;
  return w;
}

}  // namespace

void scan_words(const Annotation& a, const WordTable& table, Scan& out) {
  const std::string_view text = a.text;
  auto read = [&](Span range, std::uint32_t sentence) {
    bool first = true;
    std::uint32_t at = range.begin;
    while (at < range.end) {
      const auto [c, length] = letter_at(text, at);
      if (!is_word(c)) {
        at += length;
        continue;
      }
      Word w = read_word(text, at, range.end);
      at = w.span.end;
      if (w.possessive) at += letter_at(text, at).length + 1;
      w.sentence = sentence;
      w.first = first;
      first = false;
      w.key = static_cast<std::uint32_t>(out.keys.size());
      // A run of a thousand letters is no word; its key is cut so that hostile text costs nothing.
      append_name_key(out.keys, w.span.of(text).substr(0, 64));
      w.key_end = static_cast<std::uint32_t>(out.keys.size());
      w.bits = w.span.size() <= 24 ? table.find(out.key(w)) : 0;
      w.gap = Gap::other;
      if (at < range.end) {
        std::uint32_t behind = at;
        const auto mark = letter_at(text, at).c;
        // A sentence goes on over the ends of lines that a wire breaks at a width.
        if (mark == ' ' || mark == 0xA0 || mark == '\n') {
          while (behind < range.end && (text[behind] == ' ' || text[behind] == '\n' || letter_at(text, behind).c == 0xA0)) behind += letter_at(text, behind).length;
          if (behind < range.end) {
            if (text[behind] == '#') ++behind;  // "in #Kobani"
            const char32_t next = letter_at(text, behind).c;
            w.gap = is_word(next) || is_apostrophe(next) ? Gap::space : next == '(' ? Gap::open : Gap::other;
          }
        } else if (mark == '-' || mark == 0x2010 || mark == 0x2011) {
          behind += letter_at(text, behind).length;
          if ((w.bits & kArticle) != 0 && behind + 1 < range.end && text[behind] == ' ' && is_upper(letter_at(text, behind + 1).c)) ++behind;  // "el- Arfi"
          if (behind < range.end && is_apostrophe(letter_at(text, behind).c)) behind += letter_at(text, behind).length;  // "Al-'Arfi"
          w.gap = behind < range.end && is_word(letter_at(text, behind).c) ? Gap::hyphen : Gap::other;
        } else if (mark == ',') {
          w.gap = Gap::comma;
        } else if (mark == '.' && (w.bits & kAbbreviation) != 0) {
          w.gap = Gap::space;
        }
      }
      out.words.push_back(w);
    }
  };
  if (a.sentences.empty()) {
    read({0, static_cast<std::uint32_t>(text.size())}, 0);
    return;
  }
  for (std::uint32_t n = 0; n < a.sentences.size(); ++n)
    if (!a.sentences[n].boilerplate) read(a.sentences[n].span, n);
}

}  // namespace deconflict::place
