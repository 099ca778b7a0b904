#include "name/scan.h"

#include <utility>

#include "base/utf8.h"

namespace deconflict::name {

namespace {

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x02BB || c == 0x02BF || c == 0x02BE || c == '`'; }

bool in_word(char32_t c) { return utf8::is_letter(c) || utf8::is_digit(c) || utf8::is_mark(c); }

/// Reads the gap [from, to) between two words.
Gap gap_of(std::string_view text, std::size_t from, std::size_t to) {
  Gap gap = Gap::space;
  bool blank = false, mark = false;
  int newlines = 0;
  for (std::size_t i = from; i < to;) {
    const auto [c, length] = utf8::decode(text, i);
    i += length;
    // Marks of writing direction and the like, which nobody sees.
    if ((c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD) continue;
    if (utf8::is_space(c)) {
      blank = true;
      if (c == '\n' && ++newlines > 1) return Gap::other;
      continue;
    }
    if (mark) return Gap::other;
    mark = true;
    if (c == '-' || (c >= 0x2010 && c <= 0x2015)) gap = Gap::hyphen;
    else if (c == '/') gap = Gap::slash;
    else if (is_apostrophe(c)) gap = blank ? Gap::quote : Gap::apostrophe;
    else if (c == '.') gap = Gap::dot;
    else if (c == ',') gap = Gap::comma;
    else if (c == '(' || c == '[') gap = Gap::paren;
    else if (c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB) gap = Gap::quote;
    else return Gap::other;
  }
  if (gap == Gap::hyphen && blank) return Gap::dash;
  if (from == to) return Gap::apostrophe;
  return gap;
}

}  // namespace

void word_key(std::string_view surface, std::string& key) {
  key.clear();
  if (surface.size() >= 2 && surface.size() <= 4 && (surface.back() | 0x20) == 's' && !utf8::is_letter(utf8::decode(surface, 0).code_point)) {
    key = "'s";
    return;
  }
  bool ascii = true;
  for (char c : surface) ascii &= static_cast<unsigned char>(c) < 0x80;
  auto put = [&](std::string_view text) {
    for (char c : text)
      if (c != '\'' && c != '.' && c != '`') key += (c >= 'A' && c <= 'Z') ? static_cast<char>(c | 0x20) : c;
  };
  if (ascii) put(surface);
  else put(utf8::fold(surface));
}

void scan(std::string_view text, Span span, std::vector<Word>& into) {
  std::size_t i = span.begin, last_end = span.begin;
  bool first = true;
  while (i < span.end) {
    auto [c, length] = utf8::decode(text, i);
    if (!in_word(c)) {
      i += length;
      continue;
    }
    Word w;
    w.span.begin = static_cast<std::uint32_t>(i);
    w.upper = utf8::is_upper(c);
    w.number = utf8::is_digit(c);
    std::size_t letters = 0, uppers = 0, dots = 0, since_dot = 0;
    while (i < span.end) {
      const auto [d, step] = utf8::decode(text, i);
      if (in_word(d)) {
        if (utf8::is_letter(d)) ++letters;
        if (utf8::is_upper(d)) ++uppers;
        ++since_dot;
        i += step;
        continue;
      }
      const std::size_t after = i + step;
      if (after >= span.end) break;
      const auto [e, e_step] = utf8::decode(text, after);
      if (is_apostrophe(d) && utf8::is_letter(e)) {
        const bool s_only = (e == 's' || e == 'S') && (after + 1 >= span.end || !in_word(utf8::decode(text, after + 1).code_point));
        if (s_only) break;
        i = after;
        since_dot = 2;
        continue;
      }
      // "U.S.", "U.N", "D.R." but neither "end.Start" nor "Gen."
      if (d == '.' && since_dot == 1 && letters > 0 && utf8::is_upper(e)) {
        const std::size_t next = after + e_step;
        if (next < span.end && in_word(utf8::decode(text, next).code_point)) break;
        ++dots;
        since_dot = 0;
        i = after;
        continue;
      }
      break;
    }
    if (dots > 0 && i < span.end && text[i] == '.') ++i;
    w.span.end = static_cast<std::uint32_t>(i);
    w.caps = letters >= 2 && uppers == letters;
    w.gap = first ? Gap::start : gap_of(text, last_end, w.span.begin);
    first = false;
    into.push_back(w);
    last_end = i;
    // The possessive.
    if (i < span.end) {
      const auto [d, step] = utf8::decode(text, i);
      if (is_apostrophe(d) && i + step < span.end && (text[i + step] == 's' || text[i + step] == 'S')) {
        Word s;
        s.span = {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + step + 1)};
        s.gap = Gap::apostrophe;
        s.possessive = true;
        into.push_back(s);
        i += step + 1;
        last_end = i;
      }
    }
  }
}

std::vector<Word> scan(const Annotation& a) {
  std::vector<Word> words;
  std::vector<std::pair<std::size_t, std::size_t>> brief;  // sentences of few words, with no small letter
  words.reserve(a.tokens.size());
  for (std::size_t n = 0; n < a.sentences.size(); ++n) {
    const Sentence& s = a.sentences[n];
    if (s.boilerplate) continue;
    const std::size_t begin = words.size();
    scan(a.text, s.span, words);
    std::size_t lower = 0, caps = 0;
    std::uint32_t t = s.first_token;
    for (std::size_t i = begin; i < words.size(); ++i) {
      Word& w = words[i];
      w.sentence = static_cast<std::uint32_t>(n);
      if (w.caps) ++caps;
      else if (!w.number && !w.possessive && w.span.size() > 1) ++lower;
      while (t + 1 < s.last_token && a.tokens[t].span.end <= w.span.begin) ++t;
      if (t < s.last_token && a.tokens[t].span.begin < w.span.end && w.span.begin < a.tokens[t].span.end) w.token = t;
    }
    const bool shouted = caps >= 4 && lower * 6 <= caps;
    for (std::size_t i = begin; i < words.size(); ++i) words[i].shouted = shouted;
    if (!shouted && caps > 0 && lower == 0) brief.emplace_back(begin, words.size());
  }
  // "THIS IS TRUE.", among sentences in capitals, is as they are.
  for (const auto& [begin, end] : brief)
    if ((begin > 0 && words[begin - 1].shouted) || (end < words.size() && words[end].shouted))
      for (std::size_t i = begin; i < end; ++i) words[i].shouted = true;
  return words;
}

}  // namespace deconflict::name
