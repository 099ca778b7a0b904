#include "place/keys.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"

namespace deconflict::place {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Apostrophes, ʿayn and hamza signs as transliterations write them, and signs that join letters.
bool is_silent(char32_t c) {
  return c == '\'' || c == '.' || c == '`' || (c >= 0x2018 && c <= 0x201B) || (c >= 0x02B9 && c <= 0x02C1) || c == 0x02C8 || c == 0x2032 || c == 0x02EE ||
         c == 0x00B4 || c == 0x0640;
}

/// Latin letters that compatibility decomposition leaves as they are.
std::string_view plain_latin(char32_t c) {
  switch (c) {
    case 0xF8: return "o";
    case 0x142: return "l";
    case 0x131: return "i";
    case 0x111:
    case 0xF0: return "d";
    case 0xFE: return "th";
    case 0xE6: return "ae";
    case 0x153: return "oe";
    case 0xDF: return "ss";
    case 0x259: return "a";
    default: return {};
  }
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

std::vector<std::string_view> split_words(std::string_view key) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < key.size()) {
    auto end = key.find(' ', at);
    if (end == std::string_view::npos) end = key.size();
    if (end > at) words.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool is_article(std::string_view word) {
  constexpr std::array kArticles{"al", "el", "ul", "il", "ad", "ed", "at", "et", "as", "es", "ash", "esh", "ar", "er", "an", "en", "az", "ez", "adh", "edh", "ath", "eth", "ouz", "uz"};
  return std::find(kArticles.begin(), kArticles.end(), word) != kArticles.end();
}

/// Appends the consonants of one word; digraphs and letters that transliterations exchange become one letter.
void append_consonants(std::string& out, std::string_view word) {
  if (is_vowel(word.front())) out += 'a';
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    const char before = i > 0 ? word[i - 1] : '\0';
    char letter = c;
    if (is_vowel(c)) continue;
    if (c == 'w' && before != '\0' && (is_vowel(before) || !is_vowel(next))) continue;  // Zawr, Zour
    if (c == 'y' && (!is_vowel(next) || before == 'i' || before == 'e')) continue;      // Dayr, Qamishly
    if (c == 'h' && next == '\0' && is_vowel(before)) continue;                          // Raqqah
    if (next == 'h' && (c == 's' || c == 'c' || c == 'k' || c == 'g' || c == 'd' || c == 't')) {
      letter = c == 's' || c == 'c' ? 'x' : c == 'k' ? 'h' : c == 'g' ? 'k' : c;
      ++i;
    } else if (c == 'd' && next == 'j') {
      letter = 'j';
      ++i;
    } else if (c == 'q' || c == 'g' || c == 'c') {
      letter = 'k';
    }
    if (out.empty() || out.back() != letter) out += letter;
  }
}

}  // namespace

void append_name_key(std::string& out, std::string_view name) {
  const std::size_t start = out.size();
  bool gap = false;
  auto put = [&](char32_t c) {
    if (is_silent(c)) return;
    if (c < 0x80 ? !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) : !(utf8::is_letter(c) || utf8::is_mark(c))) {
      gap = true;
      return;
    }
    if (gap && out.size() > start) out += ' ';
    gap = false;
    if (c >= 0x80) {
      if (const auto plain = plain_latin(c); !plain.empty()) {
        out += plain;
        return;
      }
    }
    utf8::append(out, c);
  };
  if (is_ascii(name)) {
    for (char c : name) put(static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c + 32 : c));
    return;
  }
  const std::string folded = utf8::fold(name);
  for (std::size_t at = 0; at < folded.size();) {
    const auto [c, length] = utf8::decode(folded, at);
    put(c);
    at += length;
  }
}

std::string name_key(std::string_view name) {
  std::string out;
  append_name_key(out, name);
  return out;
}

std::string transliteration_key(std::string_view name) {
  const std::string key = name_key(name);
  if (key.size() < 4 || key.size() > 60 || !is_ascii(key)) return {};
  std::string out;
  const auto words = split_words(key);
  for (std::size_t n = 0; n < words.size(); ++n) {
    std::string_view word = words[n];
    if (words.size() > 1 && is_article(word)) continue;
    if (word.size() > 4) {
      // Ezzor, Azzawr; a first word, Arraqqa, not Aamir.
      const bool joined = is_vowel(word[0]) && word[1] == word[2] && (n > 0 || !is_vowel(word[1]));
      if (joined || (n > 0 && (word.starts_with("al") || word.starts_with("el")))) word.remove_prefix(2);
    }
    append_consonants(out, word);
  }
  return out.size() < 3 ? std::string() : out;
}

bool spelled_alike(std::string_view x, std::string_view y) {
  const auto bare = [](std::string_view name) {
    std::string key = name_key(name.substr(0, 60));
    if (const auto gap = key.find(' '); gap == 2 && key.size() > 5) key.erase(0, 3);
    return key;
  };
  const std::string a = bare(x);
  std::string b = bare(y);
  // "Kafranbel" is "Kafr Nabl", and "Mouadamiya" "Mu‘addamiyat ash Shām".
  if (a.find(' ') == std::string::npos) {
    const auto gap = b.find(' ');
    if (gap != std::string::npos && gap * 3 >= a.size() * 2) b.resize(gap);
    else std::erase(b, ' ');
  }
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return 2 * row[b.size()] <= std::max(a.size(), b.size());
}

std::string_view bare_name(std::string_view folded) {
  constexpr std::array kAfter{" governorate", " province", " district", " region", " oblast", " state", " county", " department", " municipality", " prefecture", " parish", " krai", " division", " canton", " provinsi", " ili", " voivodeship"};
  constexpr std::array kBefore{"governorate of ", "province of ", "provincia de ", "provincia del ", "departamento de ", "departamento del ", "departement de ", "departement du ", "region de ", "region du ", "estado de ", "state of ", "wilaya de ", "muhafazat ", "provinsi ", "oblast ", "wilayat ", "mohafazat ", "ostan e "};
  for (std::string_view tail : kAfter)
    if (folded.size() > tail.size() + 1 && folded.ends_with(tail)) return folded.substr(0, folded.size() - tail.size());
  for (std::string_view head : kBefore)
    if (folded.size() > head.size() + 1 && folded.starts_with(head)) return folded.substr(head.size());
  return folded;
}

}  // namespace deconflict::place
