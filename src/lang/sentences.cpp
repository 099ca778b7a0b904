#include "lang/sentences.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "lang/tokenizer.h"

namespace deconflict::lang {

namespace {

struct Line {
  std::uint32_t begin, end;  ///< without the newline and the white space around
  bool indented;
  bool blank() const { return begin >= end; }
  std::uint32_t size() const { return end - begin; }
};

/// The line that begins at `at`; `next` is where the one behind it begins.
Line line_at(std::string_view text, std::size_t at, std::size_t limit, std::size_t& next) {
  auto end = text.substr(0, limit).find_first_of("\n\r", at);
  if (end == std::string_view::npos) end = limit;
  next = end < limit ? end + 1 : limit;
  if (end + 1 < limit && text[end] == '\r' && text[end + 1] == '\n') ++next;
  Line line{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), false};
  while (line.begin < line.end) {
    const auto space = space_at(text, line.begin);
    if (space == 0) break;
    line.begin += space;
  }
  line.indented = line.begin >= at + 2;
  while (line.end > line.begin && (text[line.end - 1] == ' ' || text[line.end - 1] == '\t')) --line.end;
  return line;
}

bool is_upper_at(std::string_view text, std::size_t at) { return utf8::is_upper(utf8::decode(text, at).code_point); }
bool is_lower_at(std::string_view text, std::size_t at) { return utf8::is_lower(utf8::decode(text, at).code_point); }

bool ends_like_sentence(std::string_view line) {
  while (!line.empty() && (line.back() == '"' || line.back() == ')' || line.back() == '\'')) line.remove_suffix(1);
  if (line.ends_with("\u201D") || line.ends_with("\u2019") || line.ends_with("\u2026")) return true;
  return !line.empty() && (line.back() == '.' || line.back() == '!' || line.back() == '?');
}

struct Layout {
  bool wrapped = false;
  std::uint32_t width = 0;  ///< of the widest usual line
};

Layout layout_of(std::string_view text) {
  std::vector<std::uint32_t> sizes;
  std::uint32_t ended = 0, lower = 0, capital = 0;
  Line before{0, 0, false};
  for (std::size_t at = 0, next = 0; at < text.size(); at = next) {
    const Line line = line_at(text, at, text.size(), next);
    if (!before.blank() && !line.blank()) {
      sizes.push_back(before.size());
      ended += ends_like_sentence(text.substr(before.begin, before.size()));
      lower += is_lower_at(text, line.begin);
      capital += is_upper_at(text, line.begin);
    }
    before = line;
  }
  if (sizes.size() < 2) return {};
  std::sort(sizes.begin(), sizes.end());
  const auto count = static_cast<std::uint32_t>(sizes.size());
  const auto wide = sizes[count - 1 - count / 20], middle = sizes[count / 2];
  if (wide < 30 || wide > 120 || middle * 10 < wide * 6 || ended * 10 > count * 6) return {};
  // Text in capitals or of names alone has no small letters to go by: there, lines of nearly one length decide.
  const bool goes_on = lower * 5 >= count || (lower == 0 && count >= 3 && middle * 10 >= wide * 8 && ended * 3 <= count);
  return goes_on ? Layout{true, wide} : Layout{};
}

/// Closing marks that belong to the sentence before them.
bool is_closing(std::string_view token) {
  return token == ")" || token == "]" || token == "\u201D" || token == "\u2019" || token == "''" || token == "\u00BB";
}
bool is_straight_quote(std::string_view token) { return token == "\"" || token == "'"; }
bool is_opening(std::string_view token) {
  return token == "(" || token == "[" || token == "\u201C" || token == "\u2018" || token == "``" || token == "\u00AB" || token == "\"" || token == "'";
}

bool is_stop(std::string_view token) {
  if (token == "\u2026") return true;
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c == '.' || c == '!' || c == '?'; });
}

/// Words that begin sentences and seldom go on after an abbreviation.
bool is_starter(std::string_view word) {
  static constexpr std::array<std::string_view, 56> kStarters = {
      "A",     "After", "All",   "Also", "Although", "An",   "And",  "As",   "At",    "Both",  "But",   "By",    "During", "Each",
      "For",   "From",  "He",    "Her",  "His",      "How",  "However", "I", "If",    "In",    "It",    "Its",   "Many",   "Meanwhile",
      "More",  "Most",  "My",    "No",   "On",       "One",  "Or",   "Our",  "She",   "Since", "So",    "Some",  "That",   "The",
      "Their", "Then",  "There", "These", "They",    "This", "Those", "To",  "We",    "What",  "When",  "While", "Yet",    "You"};
  return std::binary_search(kStarters.begin(), kStarters.end(), word);
}

class Splitter {
 public:
  explicit Splitter(Annotation& a) : a_(a), text_(a.text), layout_(layout_of(a.text)) {}

  void run() {
    std::uint32_t at = 0;
    const auto size = static_cast<std::uint32_t>(text_.size());
    spans_.reserve(text_.size() / 5 + 8);
    for (const auto& b : a_.boilerplate) {
      const auto begin = std::clamp(b.span.begin, at, size), end = std::clamp(b.span.end, begin, size);
      region({at, begin}, false);
      region({begin, end}, true);
      at = end;
    }
    region({at, size}, false);
  }

 private:
  /// A stretch between borders of boilerplate: cut into paragraphs.
  void region(Span range, bool boilerplate) {
    if (range.empty()) return;
    boilerplate_ = boilerplate;
    std::uint32_t begin = range.begin;
    Line before{0, 0, false};
    for (std::size_t at = range.begin, next = 0; at < range.end; at = next) {
      const Line line = line_at(text_, at, range.end, next);
      if (at != range.begin && (line.blank() || !goes_on(before, line))) {
        paragraph({begin, static_cast<std::uint32_t>(at)});
        begin = static_cast<std::uint32_t>(at);
      }
      before = line;
    }
    paragraph({begin, range.end});
  }

  bool goes_on(const Line& before, const Line& line) const {
    if (!layout_.wrapped || before.blank()) return false;
    if (line.indented && !before.indented) return false;
    // A title or the end of a paragraph leaves its line half empty.
    return !(before.size() * 2 < layout_.width && !is_lower_at(text_, line.begin));
  }

  void paragraph(Span range) {
    spans_.clear();
    tokenize(text_, range, spans_);
    if (spans_.empty()) return;
    const std::size_t first_sentence = a_.sentences.size();
    std::size_t from = dateline();
    if (from > 0) sentence(0, from);
    open_quote_ = false;
    for (std::size_t i = from; i + 1 < spans_.size(); ++i) {
      if (token(i) == "\"") open_quote_ = !open_quote_;
      const std::size_t last = end_of_sentence(i);
      if (last == kNone || last + 1 >= spans_.size()) continue;
      for (std::size_t k = i + 1; k <= last; ++k)
        if (token(k) == "\"") open_quote_ = false;
      sentence(from, last + 1);
      from = last + 1;
      i = last;
    }
    sentence(from, spans_.size());
    if (a_.sentences.size() == first_sentence + 1 && from == 0) mark_headline(a_.sentences.back());
  }

  /// Tokens of a dateline in front ("KABUL, Afghanistan (Nov. 20, 2011) –", "SAN MARTIN, 3 JAN 90 -- [TEXT]"), which is a
  /// sentence of its own; 0 without one.
  std::size_t dateline() const {
    constexpr std::size_t kLongest = 16;
    if (spans_.size() < 6 || !is_capitals(token(0))) return 0;
    std::size_t open = kNone;
    bool digits = false;
    for (std::size_t i = 1; i < spans_.size() && i < kLongest; ++i) {
      const auto word = token(i);
      if (word == "(") {
        open = i;
        continue;
      }
      const bool number = word.front() >= '0' && word.front() <= '9';
      digits = digits || number;
      const bool dash = word == "--" || word == "-" || word == "\u2014" || word == "\u2013";
      if (dash && !glued(i) && i + 1 < spans_.size()) return past_brackets(i + 1);
      if (word == ")" && open != kNone) {
        const auto next = i + 1 < spans_.size() ? token(i + 1) : std::string_view();
        const bool goes_on = next == "--" || next == "-" || next == "\u2014" || next == "\u2013";
        if (digits && !goes_on && i + 2 < spans_.size()) return past_brackets(i + 1);
        open = kNone;
        continue;
      }
      if (!number && word != "," && word != "." && word != "/" && !is_upper_at(word, 0)) return 0;
    }
    return 0;
  }

  /// Behind "[REPORT] [TEXT]" as wire services of old wrote it.
  std::size_t past_brackets(std::size_t at) const {
    constexpr std::size_t kLongest = 24;
    while (at + 1 < spans_.size() && token(at) == "[") {
      std::size_t close = at + 1;
      while (close < spans_.size() && close < at + kLongest && token(close) != "]") ++close;
      if (close + 1 >= spans_.size() || token(close) != "]") break;
      at = close + 1;
    }
    return at;
  }

  static bool is_capitals(std::string_view word) {
    return word.size() >= 3 && std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '\''; });
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::string_view token(std::size_t i) const { return spans_[i].of(text_); }
  bool glued(std::size_t i) const { return i > 0 && spans_[i].begin == spans_[i - 1].end; }

  /// Index of the last token of a sentence that token i ends (a closing quote may follow it); kNone where it ends none.
  std::size_t end_of_sentence(std::size_t i) const {
    const auto stop = token(i);
    const bool plain = is_stop(stop);
    if (!plain && !(stop.size() > 1 && stop.back() == '.')) return kNone;
    constexpr std::size_t kMostMarks = 8;
    std::size_t last = i;
    while (plain && last < i + kMostMarks && last + 1 < spans_.size() && glued(last + 1)) {
      const auto next = token(last + 1);
      const bool quote = is_straight_quote(next) && (last + 2 == spans_.size() || !glued(last + 2) || is_closing(token(last + 2)) || is_straight_quote(token(last + 2)));
      if (!is_closing(next) && !quote && !is_stop(next)) break;
      ++last;
    }
    // A closing straight quote may stand apart: `end . " Next`.
    if (plain && last == i && last + 2 < spans_.size() && token(last + 1) == "\"" && open_quote_ && !glued(last + 2)) ++last;
    if (last + 1 >= spans_.size()) return last;
    std::size_t next = last + 1;
    while (next <= last + kMostMarks && next + 1 < spans_.size() && is_opening(token(next))) ++next;
    const auto follower = token(next);
    const bool upper = is_upper_at(follower, 0), lower = is_lower_at(follower, 0);
    const bool spaced = !glued(last + 1);
    if (!plain) {
      if (abbreviation(stop, text_.substr(spans_[i].end, 24)) != Abbreviation::other || !spaced) return kNone;
      return next != last + 1 || is_starter(follower) ? last : kNone;
    }
    if (!spaced && !upper) return kNone;
    if (!spaced && stop != "." && stop != "!" && stop != "?") return kNone;
    if (last > i && lower) return kNone;
    if (stop.size() > 1 && stop.front() == '.' && stop.back() == '.') return upper ? last : kNone;
    if (stop == "\u2026") return upper ? last : kNone;
    if (lower && stop == ".") return looks_like_word(i) ? last : kNone;
    if (follower == "," || follower == ";" || follower == ":" || follower == "-" || follower == "--" || follower == "\u2014" || is_closing(follower)) return kNone;
    return last;
  }

  /// Is the token before a full stop a whole word, not a part cut short ("govt")?
  bool looks_like_word(std::size_t i) const {
    if (i == 0 || !glued(i)) return true;
    const auto word = token(i - 1);
    if (word.size() < 3) return static_cast<unsigned char>(word.back()) < 0x80 && !((word.back() | 0x20) >= 'a' && (word.back() | 0x20) <= 'z');
    return word.find_first_of("aeiouyAEIOUY0123456789)]\"") != std::string_view::npos;
  }

  void sentence(std::size_t from, std::size_t to) {
    const auto number = static_cast<std::uint32_t>(a_.sentences.size());
    Sentence s;
    s.span = {spans_[from].begin, spans_[to - 1].end};
    s.first_token = static_cast<std::uint32_t>(a_.tokens.size());
    for (std::size_t i = from; i < to; ++i) {
      Token& t = a_.tokens.emplace_back();
      t.span = spans_[i];
      t.sentence = number;
    }
    s.last_token = static_cast<std::uint32_t>(a_.tokens.size());
    s.boilerplate = boilerplate_;
    a_.sentences.push_back(s);
  }

  void mark_headline(Sentence& s) const {
    constexpr std::uint32_t kMostWords = 30;
    if (s.last_token - s.first_token > kMostWords) return;
    const auto words = s.span.of(text_);
    if (ends_like_sentence(words) || words.ends_with(':') || words.ends_with(',') || words.ends_with(';')) return;
    const bool has_word = std::any_of(words.begin(), words.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
    s.headline = has_word && s.last_token - s.first_token >= 2;
  }

  Annotation& a_;
  std::string_view text_;
  Layout layout_;
  std::vector<Span> spans_;
  bool boilerplate_ = false;
  bool open_quote_ = false;
};

}  // namespace

bool is_hard_wrapped(std::string_view text) { return layout_of(text).wrapped; }

void split_sentences(Annotation& a) {
  a.sentences.clear();
  a.tokens.clear();
  Splitter(a).run();
}

}  // namespace deconflict::lang
