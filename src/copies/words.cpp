#include "copies/words.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/words.h"

namespace deconflict::copies {

namespace {

/// Han, kana, hangul: no blanks between words, or endings that vary.
bool stands_alone(char32_t c) { return (c >= 0x2E80 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7B0) || (c >= 0x20000 && c < 0x30000); }

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return utf8::is_letter(c) || utf8::is_mark(c);
}

std::uint32_t hash_of(std::string_view word, bool ascii) {
  return static_cast<std::uint32_t>(hash64(ascii ? lower_ascii(word) : utf8::fold(word)));
}

/// Marks the words between quotation marks. One that is not closed soon, or in its paragraph, was none.
class Quotes {
 public:
  explicit Quotes(std::vector<Word>& words) : words_(words) {}
  void mark(char32_t c) {
    if (c == U'“' || c == U'«' || c == U'„' || (c == U'"' && !open_)) {
      open_ = true;
      from_ = words_.size();
    } else if (open_ && (c == U'”' || c == U'»' || c == U'"')) {
      constexpr std::size_t kLongest = 120;
      if (words_.size() - from_ <= kLongest)
        for (std::size_t i = from_; i < words_.size(); ++i) words_[i].quoted = true;
      open_ = false;
    } else if (c == U'\n') {
      open_ = false;
    }
  }

 private:
  std::vector<Word>& words_;
  bool open_ = false;
  std::size_t from_ = 0;
};

}  // namespace

std::vector<Word> words_of(std::string_view text, const std::vector<Boilerplate>& skip) {
  std::vector<Word> words;
  words.reserve(text.size() / 6);
  Quotes quotes(words);
  auto next = skip.begin();
  for (std::size_t at = 0; at < text.size();) {
    while (next != skip.end() && next->span.end <= at) ++next;
    if (next != skip.end() && next->span.contains(static_cast<std::uint32_t>(at))) {
      at = next->span.end;
      continue;
    }
    const auto first = utf8::decode(text, at);
    if (!is_word(first.code_point)) {
      quotes.mark(first.code_point);
      at += first.length;
      continue;
    }
    std::size_t end = at + first.length;
    bool ascii = first.code_point < 0x80;
    while (end < text.size() && !stands_alone(first.code_point)) {
      const auto more = utf8::decode(text, end);
      if (!is_word(more.code_point) || stands_alone(more.code_point)) break;
      ascii = ascii && more.code_point < 0x80;
      end += more.length;
    }
    words.push_back({hash_of(text.substr(at, end - at), ascii), {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}, false});
    at = end;
  }
  return words;
}

}  // namespace deconflict::copies
