#include "lang/tokenizer.h"

#include <algorithm>
#include <array>

#include "base/censored.h"
#include "base/utf8.h"

namespace deconflict::lang {

namespace {

constexpr bool is_ascii_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char ascii_lower(char c) { return is_ascii_upper(c) ? static_cast<char>(c + 32) : c; }

bool equals_lower(std::string_view word, std::string_view lower) {
  return word.size() == lower.size() && std::equal(word.begin(), word.end(), lower.begin(), [](char a, char b) { return ascii_lower(a) == b; });
}

/// A short ASCII word in lower case; empty where it is longer than the buffer. REQUIRES the buffer to outlive it.
template <std::size_t N>
std::string_view lower_into(std::string_view word, std::array<char, N>& buffer) {
  if (word.size() > N) return {};
  std::transform(word.begin(), word.end(), buffer.begin(), ascii_lower);
  return {buffer.data(), word.size()};
}

template <std::size_t N>
bool listed(const std::array<std::string_view, N>& sorted, std::string_view word) {
  std::array<char, 16> buffer;
  const auto lower = lower_into(word, buffer);
  return !lower.empty() && std::binary_search(sorted.begin(), sorted.end(), lower);
}

// All lists sorted, lower case, without the last full stop.
constexpr std::array<std::string_view, 51> kTitles = {
    "adm", "amb",  "art",  "attn", "bp",  "brig", "capt", "cf",     "cllr", "cmdr", "col", "cpl", "cpt", "dr",   "e.g",  "fig", "fr",
    "ft",  "gen",  "gov",  "hon",  "i.e", "lt",   "maj",  "messrs", "mlle", "mme",  "mr",  "mrs", "ms",  "mt",   "msgr", "nos", "op",
    "pfc", "pres", "prof", "pvt",  "rep", "reps", "rev",  "sen",    "sens", "sgt",  "spc", "sr",  "st",  "supt", "vol",  "vs",  "pp"};
constexpr std::array<std::string_view, 43> kOthers = {"a.k.a", "al",   "approx", "assn", "ave", "blvd", "bros", "co",  "comdr", "corp", "dept",
                                                      "dist",  "div",  "ed",     "eds",  "esp", "est",  "etc",  "ext", "ft",    "gmbh", "hwy",
                                                      "inc",   "intl", "jr",     "km",   "lb",  "lbs",  "ltd",  "min", "mt",    "oz",   "ph",
                                                      "plc",   "pop",  "rd",     "sq",   "sr",  "tel",  "univ", "viz", "yr",    "yrs"};
// Words of their own: an abbreviation only before a number, or (days) a comma.
constexpr std::array<std::string_view, 24> kBeforeNumber = {"apr", "art", "aug", "dec", "feb", "fig", "fri", "jan", "jul", "jun", "mar",  "may",
                                                            "mon", "no",  "nov", "oct", "op",  "p",   "pp",  "sat", "sec", "sep", "sept", "sun"};
constexpr std::array<std::string_view, 6> kAlwaysMonth = {"aug", "feb", "jan", "nov", "oct", "sept"};

constexpr std::array<std::string_view, 34> kPrefixes = {
    "anti", "arch", "bi",   "co",  "counter", "e",   "ex",  "extra", "inter",  "intra", "macro", "mega",  "meta", "micro", "mid",   "mini",  "multi",
    "neo",  "non",  "over", "pan", "post",    "pre", "pro", "proto", "pseudo", "re",    "semi",  "socio", "sub",  "super", "trans", "ultra", "un"};

constexpr std::array<std::string_view, 34> kUnits = {"am", "b",  "bn",  "c",   "cm", "f",   "ft",  "g",   "gb", "hh", "hz", "in",
                                                     "k",  "kb", "kg",  "khz", "km", "kph", "lb",  "lbs", "m",  "mb", "mg", "mhz",
                                                     "ml", "mm", "mph", "mw",  "nm", "oz",  "p.m", "pm",  "sq", "x"};

bool is_title(std::string_view word) {
  std::array<char, 16> buffer;
  const auto lower = lower_into(word, buffer);
  return !lower.empty() && std::find(kTitles.begin(), kTitles.end(), lower) != kTitles.end();
}

bool is_other(std::string_view word) {
  std::array<char, 16> buffer;
  const auto lower = lower_into(word, buffer);
  return !lower.empty() && std::find(kOthers.begin(), kOthers.end(), lower) != kOthers.end();
}

/// "U.S", "p.m", "Ph.D", "J": letters one by one (or two before the last) with full stops between.
bool is_initialism(std::string_view word) {
  if (word.empty() || word.size() > 12 || !is_ascii_alpha(word[0])) return false;
  if (equals_lower(word, "ph.d") || equals_lower(word, "b.sc") || equals_lower(word, "m.sc")) return true;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i % 2 == 0 ? !is_ascii_alpha(word[i]) : word[i] != '.') return false;
  return word.size() % 2 == 1;
}

/// Where the word characters are, and how long: letters, marks and digits of any script.
std::uint32_t word_char(std::string_view text, std::size_t at, std::size_t end) {
  const char c = text[at];
  if (is_ascii_alpha(c) || is_ascii_digit(c) || c == '_') return 1;
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const auto [code, length] = utf8::decode(text, at);
  if (at + length > end) return 0;
  return utf8::is_letter(code) || utf8::is_mark(code) ? length : 0;
}

/// Length of an apostrophe at `at`: ' ’ ` or ʼ.
std::uint32_t apostrophe(std::string_view text, std::size_t at, std::size_t end) {
  if (at >= end) return 0;
  if (text[at] == '\'' || text[at] == '`') return 1;
  const auto rest = text.substr(at, std::min<std::size_t>(3, end - at));
  if (rest.starts_with("\u2019")) return 3;
  return rest.starts_with("\u02BC") ? 2 : 0;
}

class Chunk {
 public:
  Chunk(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<Span>& out) : text_(text), at_(begin), end_(end), out_(out) {}

  void cut() {
    if (!address()) cut_plain();
  }

 private:
  char peek(std::uint32_t at) const { return at < end_ ? text_[at] : '\0'; }
  void emit(std::uint32_t begin, std::uint32_t end) {
    if (begin < end) out_.push_back({begin, end});
  }

  /// A web or mail address: one token without the punctuation around it.
  bool address() {
    constexpr std::uint32_t kLongest = 2048;
    const auto size = end_ - at_;
    if (size < 5 || size > kLongest) return false;
    const auto whole = text_.substr(at_, size);
    const auto scheme = whole.find("://");
    const auto www = whole.find("www.");
    const auto mail = whole.find('@');
    std::size_t start = std::string_view::npos;
    if (scheme != std::string_view::npos) {
      start = scheme;
      while (start > 0 && is_ascii_alpha(whole[start - 1])) --start;
      if (start == scheme) return false;
    } else if (www != std::string_view::npos && (www == 0 || !is_ascii_alpha(whole[www - 1]))) {
      start = www;
    } else if (mail != std::string_view::npos && mail > 0 && whole.find('.', mail) != std::string_view::npos &&
               whole.find('@', mail + 1) == std::string_view::npos) {
      start = mail;
      while (start > 0 && (is_ascii_alpha(whole[start - 1]) || is_ascii_digit(whole[start - 1]) || whole[start - 1] == '.' ||
                           whole[start - 1] == '_' || whole[start - 1] == '-'))
        --start;
      if (start == mail) return false;
    } else {
      return false;
    }
    std::size_t stop = whole.size();
    for (std::size_t i = start; i < whole.size(); ++i)
      if (whole[i] == '"' || whole[i] == '<' || whole[i] == '>' || whole[i] == ']' || whole.substr(i).starts_with("\u201D") ||
          whole.substr(i).starts_with("\u2019")) {
        stop = i;
        break;
      }
    const bool open = whole.substr(start, stop - start).find('(') != std::string_view::npos;
    while (stop > start + 1 && (std::string_view(".,;:!?'*|").find(whole[stop - 1]) != std::string_view::npos || (!open && whole[stop - 1] == ')')))
      --stop;
    const std::uint32_t begin = at_, last = end_;
    end_ = begin + static_cast<std::uint32_t>(start);
    cut_plain();
    emit(begin + static_cast<std::uint32_t>(start), begin + static_cast<std::uint32_t>(stop));
    at_ = begin + static_cast<std::uint32_t>(stop);
    end_ = last;
    cut_plain();
    return true;
  }

  void cut_plain() {
    while (at_ < end_) {
      if (word_char(text_, at_, end_) != 0) word();
      else symbol();
    }
  }

  void symbol() {
    const char c = text_[at_];
    const std::uint32_t begin = at_;
    if (static_cast<unsigned char>(c) >= 0x80) {
      const auto [code, length] = utf8::decode(text_, at_);
      at_ += length;
      if (const auto clitic = clitic_at(begin); clitic > length && begin_glue_free(begin)) {
        at_ = begin + clitic;
      } else if (code == U'\u2026' || code == U'\u2014' || code == U'\u2013') {
        const auto same = text_.substr(begin, length);
        while (at_ + length <= end_ && text_.substr(at_, length) == same) at_ += length;
      } else if (code == U'\uFE0F' || code == U'\u200D') {
        if (!out_.empty() && out_.back().end == begin) {
          out_.back().end = at_;
          return;
        }
      }
      return emit(begin, at_);
    }
    if (c == '.' && begin_glue_free(begin) && is_ascii_digit(peek(at_ + 1))) {  // "a .303 rifle"
      ++at_;
      while (at_ < end_ && is_ascii_digit(text_[at_])) ++at_;
      return emit(begin, at_);
    }
    if (c == '.' || c == '!' || c == '?') {
      while (at_ < end_ && (text_[at_] == '.' || text_[at_] == '!' || text_[at_] == '?')) ++at_;
      return emit(begin, at_);
    }
    if (const auto face = emoticon(); face != 0) {
      at_ += face;
      return emit(begin, at_);
    }
    if (c == '\'' || c == '`') {
      if (text_[at_] == peek(at_ + 1)) {
        at_ += 2;
        return emit(begin, at_);
      }
      if (const auto length = clitic_at(at_); length > 1 && (begin_glue_free(at_) || glued_to_word())) {
        at_ += length;
        return emit(begin, at_);
      }
      if (is_ascii_digit(peek(at_ + 1)) && is_ascii_digit(peek(at_ + 2)) && (at_ + 3 == end_ || peek(at_ + 3) == 's')) {
        at_ += at_ + 3 == end_ ? 3 : 4;  // '90s
        return emit(begin, at_);
      }
    }
    if (c == '$' || c == '#' || c == '@' || c == '"' || c == '(' || c == ')' || c == '[' || c == ']' || c == ',' || c == '%' || c == '&') {
      ++at_;
      if ((c == '#' || c == '@') && at_ < end_ && (is_ascii_alpha(text_[at_]) || text_[at_] == '_') && begin_glue_free(begin)) {
        while (at_ < end_ && word_char(text_, at_, end_) != 0) at_ += word_char(text_, at_, end_);
        if (c == '#') return emit(begin + 1, at_);  // "#Kobani" is the name of a place as without the sign
      }
      return emit(begin, at_);
    }
    while (at_ < end_ && text_[at_] == c) ++at_;
    emit(begin, at_);
  }

  bool begin_glue_free(std::uint32_t begin) const { return out_.empty() || out_.back().end != begin; }
  bool glued_to_word() const { return !out_.empty() && out_.back().end == at_ && word_char(text_, out_.back().begin, out_.back().end) != 0; }

  std::uint32_t emoticon() const {
    static constexpr std::array<std::string_view, 18> kFaces = {":-)", ":-(", ";-)", ":-D", ":-P", ":'(", "^_^", "-_-", ":)",
                                                                ":(",  ";)",  ":D",  ":P",  ":/",  "=)",  "<3",  "(:",  ":|"};
    const auto rest = text_.substr(at_, std::min<std::uint32_t>(4, end_ - at_));
    for (const auto face : kFaces)
      if (rest.starts_with(face)) {
        const auto after = peek(at_ + static_cast<std::uint32_t>(face.size()));
        if (!is_ascii_alpha(after) && !is_ascii_digit(after) && after != '/') return static_cast<std::uint32_t>(face.size());
      }
    return 0;
  }

  /// Length of 's 'm 'd 're 've 'll at an apostrophe, when no letter follows; 0 otherwise.
  std::uint32_t clitic_at(std::uint32_t at) const {
    const auto mark = apostrophe(text_, at, end_);
    if (mark == 0) return 0;
    for (const std::string_view tail : {"s", "m", "d", "re", "ve", "ll"}) {
      const auto stop = at + mark + static_cast<std::uint32_t>(tail.size());
      if (stop <= end_ && equals_lower(text_.substr(at + mark, tail.size()), tail) && (stop == end_ || word_char(text_, stop, end_) == 0))
        return stop - at;
    }
    return 0;
  }

  /// A word from at_: letters and digits with what may stand inside a word.
  void word() {
    const std::uint32_t begin = at_;
    while (at_ < end_) {
      if (const auto length = word_char(text_, at_, end_); length != 0) {
        at_ += length;
        continue;
      }
      const char c = text_[at_], before = text_[at_ - 1], after = peek(at_ + 1);
      const bool digits = is_ascii_digit(before) && is_ascii_digit(after);
      if (const auto mark = apostrophe(text_, at_, end_); mark != 0) {
        if (negation(begin, mark)) return;
        if (clitic_at(at_) != 0) {
          const auto from = at_, length = clitic_at(at_);
          finish(begin, from);
          emit(from, from + length);
          at_ = from + length;
          return;
        }
        if (at_ + mark < end_ && word_char(text_, at_ + mark, end_) != 0 && c != '`') {
          at_ += mark;
          continue;
        }
        break;
      }
      if (c == '.') {
        if (digits) {
          ++at_;
          continue;
        }
        const auto length = at_ + 1 < end_ ? word_char(text_, at_ + 1, end_) : 0;
        const bool single = at_ - begin == 1 || text_[at_ - 2] == '.';
        if (length != 0 && !(single ? false : stop_without_space(begin))) {
          ++at_;
          continue;
        }
        if (length == 0 && peek(at_ + 1) != '.' &&
            abbreviation(text_.substr(begin, at_ + 1 - begin), text_.substr(at_ + 1, 24)) != Abbreviation::none) {
          ++at_;
        }
        break;
      }
      if ((c == ',' || c == ':') && digits) {
        ++at_;
        continue;
      }
      if (c == '/' && slash_inside(begin)) {
        ++at_;
        continue;
      }
      if (c == '-' && hyphen_inside(begin)) {
        ++at_;
        continue;
      }
      if (c == '&' && is_ascii_alpha(before) && is_ascii_alpha(after) && at_ - begin <= 3) {
        ++at_;
        continue;
      }
      if ((c == '@' || c == '*') && is_ascii_alpha(before) && is_ascii_alpha(after)) {
        ++at_;
        continue;
      }
      if (c == '$' && at_ - begin <= 3 && is_ascii_digit(after) && is_ascii_upper(text_[begin])) {
        ++at_;
        finish(begin, at_);
        return;
      }
      break;
    }
    finish(begin, at_);
  }

  /// "said.According": a full stop between a word in lower case and one that begins with a capital.
  bool stop_without_space(std::uint32_t begin) const {
    const char before = text_[at_ - 1], after = peek(at_ + 1);
    if (is_ascii_digit(before) && is_ascii_alpha(after)) return true;
    const bool lower = !is_ascii_upper(before) && !is_ascii_digit(before);
    if (!is_ascii_upper(after)) return false;
    if (equals_lower(text_.substr(begin, at_ - begin), "ph")) return false;
    return lower || at_ - begin > 2;
  }

  bool slash_inside(std::uint32_t begin) const {
    const char before = text_[at_ - 1], after = peek(at_ + 1);
    if (is_ascii_digit(before) && is_ascii_digit(after)) return true;
    const bool single = at_ - begin == 1 && is_ascii_alpha(before) && is_ascii_alpha(after);
    return single && (at_ + 2 == end_ || word_char(text_, at_ + 2, end_) == 0);
  }

  bool hyphen_inside(std::uint32_t begin) const {
    if (at_ + 1 >= end_ || word_char(text_, at_ + 1, end_) == 0) return false;
    const auto so_far = text_.substr(begin, at_ - begin);
    if (is_ascii_alpha(text_[begin])) return listed(kPrefixes, so_far) || cuts_a_word(begin);
    // Telephone numbers and dates written with two hyphens: 713-853-3989, 8-7-01.
    if (!is_ascii_digit(text_[at_ - 1]) || !is_ascii_digit(text_[at_ + 1])) return false;
    if (so_far.find('-') != std::string_view::npos) return true;
    std::uint32_t i = at_ + 1;
    while (i < end_ && i - at_ < 8 && is_ascii_digit(text_[i])) ++i;
    return peek(i) == '-' && is_ascii_digit(peek(i + 1));
  }

  /// "Kil-led": the hyphen hides the word from filters.
  bool cuts_a_word(std::uint32_t begin) const {
    constexpr std::uint32_t kLongest = 12;
    std::uint32_t end = at_ + 1;
    while (end < end_ && end - begin <= kLongest && is_ascii_alpha(text_[end])) ++end;
    return !uncensored(text_.substr(begin, end - begin)).empty();
  }

  /// "do|n't", "ca|n't": at_ stands on the apostrophe behind n.
  bool negation(std::uint32_t begin, std::uint32_t mark) {
    const std::uint32_t t = at_ + mark;
    if (at_ - begin < 2 || ascii_lower(text_[at_ - 1]) != 'n' || ascii_lower(peek(t)) != 't') return false;
    if (t + 1 < end_ && word_char(text_, t + 1, end_) != 0) return false;
    emit(begin, at_ - 1);
    emit(at_ - 1, t + 1);
    at_ = t + 1;
    return true;
  }

  /// The last cuts within a word: cannot, dont, gonna, 5pm.
  void finish(std::uint32_t begin, std::uint32_t end) {
    const auto w = text_.substr(begin, end - begin);
    struct Fused {
      std::string_view word;
      std::uint32_t first;
    };
    static constexpr std::array<Fused, 27> kFused = {
        {{"arent", 3}, {"cannot", 3},   {"cant", 2},  {"couldnt", 5}, {"didnt", 3},  {"doesnt", 4}, {"dont", 2},  {"dunno", 2},   {"gimme", 3},
         {"gonna", 3}, {"gotta", 3},    {"hadnt", 3}, {"hasnt", 3},   {"havent", 4}, {"hes", 2},    {"im", 1},    {"isnt", 2},    {"ive", 1},
         {"lemme", 3}, {"shouldnt", 6}, {"thats", 4}, {"theyre", 4},  {"wanna", 3},  {"wasnt", 3},  {"whats", 4}, {"wouldnt", 5}, {"youre", 3}}};
    if (w.size() >= 2 && w.size() <= 8 && is_ascii_alpha(w[0]) && !(w.size() <= 3 && std::all_of(w.begin(), w.end(), is_ascii_upper))) {
      std::array<char, 16> buffer;
      const auto lower = lower_into(w, buffer);
      for (const auto& fused : kFused)
        if (lower == fused.word) {
          emit(begin, begin + fused.first);
          emit(begin + fused.first, end);
          return;
        }
    }
    if (is_ascii_digit(w[0])) {
      std::size_t i = 1;
      while (i < w.size() && (is_ascii_digit(w[i]) || w[i] == '.' || w[i] == ',' || w[i] == ':')) ++i;
      auto unit = w.substr(i);
      if (unit.ends_with('.')) unit.remove_suffix(1);
      if (i < w.size() && is_ascii_digit(w[i - 1]) && listed(kUnits, unit)) {
        emit(begin, begin + static_cast<std::uint32_t>(i));
        emit(begin + static_cast<std::uint32_t>(i), end);
        return;
      }
    }
    emit(begin, end);
  }

  std::string_view text_;
  std::uint32_t at_, end_;
  std::vector<Span>& out_;
};

}  // namespace

std::uint32_t space_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (static_cast<unsigned char>(c) < 0xC2) return 0;
  const auto [code, length] = utf8::decode(text, at);
  return utf8::is_space(code) ? length : 0;
}

Abbreviation abbreviation(std::string_view word, std::string_view next) {
  if (!word.ends_with('.')) return Abbreviation::none;
  word.remove_suffix(1);
  std::size_t i = 0;
  while (i < next.size() && (next[i] == ' ' || next[i] == '\n' || next[i] == '\t' || next[i] == '\r')) ++i;
  const bool spaced = i > 0;
  const char follower = i < next.size() ? next[i] : '\0';
  if (listed(kBeforeNumber, word)) {
    if (is_ascii_digit(follower)) return Abbreviation::title;
    if (listed(kAlwaysMonth, word)) return is_ascii_upper(word[0]) ? Abbreviation::other : Abbreviation::none;
    if (!is_title(word)) return Abbreviation::none;
  }
  if (is_initialism(word)) {
    if (word.size() > 1) return equals_lower(word, "i.e") || equals_lower(word, "e.g") ? Abbreviation::title : Abbreviation::other;
    // One letter: an initial before a capital; "I" and "a" are words.
    if (is_ascii_upper(word[0]) && follower != '\0' && spaced && (is_ascii_upper(follower) || word[0] != 'I'))
      return word[0] == 'I' ? Abbreviation::none : Abbreviation::title;
    return !spaced && is_ascii_upper(word[0]) && follower != '\0' ? Abbreviation::other : Abbreviation::none;
  }
  if (is_title(word))
    return is_ascii_upper(word[0]) || equals_lower(word, "vs") || equals_lower(word, "cf") ? Abbreviation::title : Abbreviation::none;
  if (is_other(word)) {
    // "km.", "min.", "rd." end a sentence more often than they are cut short.
    if (!is_ascii_upper(word[0]) && !equals_lower(word, "etc") && !equals_lower(word, "a.k.a") && !equals_lower(word, "al") &&
        !equals_lower(word, "approx"))
      return follower >= 'a' && follower <= 'z' ? Abbreviation::other : Abbreviation::none;
    return Abbreviation::other;
  }
  return Abbreviation::none;
}

void tokenize(std::string_view text, Span range, std::vector<Span>& out) {
  std::uint32_t at = range.begin;
  while (at < range.end) {
    if (const auto space = space_at(text, at); space != 0) {
      at += space;
      continue;
    }
    std::uint32_t end = at;
    while (end < range.end && space_at(text, end) == 0) end += utf8::decode(text, end).length;
    Chunk(text.substr(0, range.end), at, end, out).cut();
    at = end;
  }
}

}  // namespace deconflict::lang
