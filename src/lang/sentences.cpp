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
  std::uint32_t ended = 0, lower = 0;
  Line before{0, 0, false};
  for (std::size_t at = 0, next = 0; at < text.size(); at = next) {
    const Line line = line_at(text, at, text.size(), next);
    if (!before.blank() && !line.blank()) {
      sizes.push_back(before.size());
      ended += ends_like_sentence(text.substr(before.begin, before.size()));
      lower += is_lower_at(text, line.begin);
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

class Splitter {
 public:
  Splitter(Annotation& a, std::vector<Paragraph>& out) : a_(a), text_(a.text), layout_(layout_of(a.text)), out_(out) {}

  void run() {
    std::uint32_t at = 0;
    const auto size = static_cast<std::uint32_t>(text_.size());
    a_.tokens.reserve(text_.size() / 5 + 8);
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
    const auto first = static_cast<std::uint32_t>(a_.tokens.size());
    for (const auto span : spans_) a_.tokens.emplace_back().span = span;
    out_.push_back({first, static_cast<std::uint32_t>(a_.tokens.size()), static_cast<std::uint32_t>(dateline()), boilerplate_});
  }

  /// Tokens of a dateline in front ("KABUL, Afghanistan (Nov. 20, 2011) –", "SAN MARTIN, 3 JAN 90 -- [TEXT]"), which is a
  /// sentence of its own; 0 without one.
  std::size_t dateline() const {
    constexpr std::size_t kLongest = 16;
    if (const auto size = named_unit(); size > 0) return size;
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
      if (!number && word != "," && word != "." && word != "/" && word != "of" && word != "the" && word != "and" && !is_upper_at(word, 0)) return 0;
    }
    return 0;
  }

  /// "North Province: Shells fell …", as digests begin what they tell of each; 0 without one.
  std::size_t named_unit() const {
    constexpr std::size_t kMostWords = 8;
    for (std::size_t i = 1; i + 2 < spans_.size() && i < kMostWords; ++i) {
      if (token(i) != ":") {
        if (!is_upper_at(token(i), 0) && token(i) != "-" && !is_unit(token(i))) return 0;
        continue;
      }
      return is_upper_at(token(0), 0) && is_unit(token(i - 1)) && is_upper_at(token(i + 1), 0) ? i + 1 : 0;
    }
    return 0;
  }
  static bool is_unit(std::string_view word) {
    constexpr std::array kUnits = {"province", "Province", "governorate", "Governorate", "region", "Region", "oblast", "Oblast", "district", "District", "state", "State", "county", "County"};
    return std::find(kUnits.begin(), kUnits.end(), word) != kUnits.end();
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
    if (word.size() < 3) return false;
    for (std::size_t at = 0; at < word.size();) {  // "CULIACÁN"
      const auto [code, length] = utf8::decode(word, at);
      if (!utf8::is_upper(code) && code != U'-' && code != U'\'') return false;
      at += length;
    }
    return true;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::string_view token(std::size_t i) const { return spans_[i].of(text_); }
  bool glued(std::size_t i) const { return i > 0 && spans_[i].begin == spans_[i - 1].end; }

  Annotation& a_;
  std::string_view text_;
  Layout layout_;
  std::vector<Span> spans_;
  std::vector<Paragraph>& out_;
  bool boilerplate_ = false;
};

/// "Talks fail | Shells hit two villages": a bar between two runs of words, each as good as a line.
bool is_bar_between(const Annotation& a, const Paragraph& p, std::uint32_t first, std::uint32_t i) {
  constexpr std::uint32_t kFewest = 2;
  return a.surface(a.tokens[i].span) == "|" && i >= first + kFewest && i + kFewest < p.last_token;
}

/// "… five civilians The strikes": a small word with a capital begins a sentence, where a name may stand in one.
bool begins_like_sentence(std::string_view word) {
  constexpr std::array kOpeners = {"A", "An", "The", "This", "These", "That", "Those", "It", "He", "She", "They", "We", "I", "There", "In", "On", "At", "But", "And", "If", "When", "What", "As", "You"};
  return std::find(kOpeners.begin(), kOpeners.end(), word) != kOpeners.end();
}

/// Neither a mark nor a new line stands between this word and the next, which begins no sentence by itself.
bool in_mid_line(const Annotation& a, std::uint32_t i) {
  const auto last = a.surface(a.tokens[i].span).back();
  const bool word = (last >= '0' && last <= '9') || ((last | 0x20) >= 'a' && (last | 0x20) <= 'z');
  const Span between{a.tokens[i].span.end, a.tokens[i + 1].span.begin};
  return word && !begins_like_sentence(a.surface(a.tokens[i + 1].span)) && a.surface(between).find_first_of("\n\r") == std::string_view::npos;
}

bool is_headline(std::string_view text, const Sentence& s) {
  constexpr std::uint32_t kMostWords = 30;
  if (s.last_token - s.first_token > kMostWords || s.last_token - s.first_token < 2) return false;
  const auto words = s.span.of(text);
  if (ends_like_sentence(words) || words.ends_with(':') || words.ends_with(',') || words.ends_with(';')) return false;
  return std::any_of(words.begin(), words.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
}

}  // namespace

bool is_hard_wrapped(std::string_view text) { return layout_of(text).wrapped; }

std::vector<Paragraph> cut_paragraphs(Annotation& a) {
  a.tokens.clear();
  std::vector<Paragraph> out;
  Splitter(a, out).run();
  return out;
}

void join_sentences(Annotation& a, const std::vector<Paragraph>& paragraphs, const std::vector<float>& ends) {
  constexpr float kBareEnd = 3.0F;  // logit: edited text seldom ends a sentence without a mark; of web posts (English-EWT) hardly an end is lost
  a.sentences.clear();
  for (const Paragraph& p : paragraphs) {
    auto first = p.first_token;
    bool one_line = true;
    for (auto i = first; i < p.last_token; ++i) {
      const auto size = i + 1 - p.first_token;
      a.tokens[i].sentence = static_cast<std::uint32_t>(a.sentences.size());
      const bool last = i + 1 == p.last_token, bar = is_bar_between(a, p, first, i);
      if (!last && !bar && size != p.dateline && (size < p.dateline || ends[i] <= (in_mid_line(a, i) ? kBareEnd : 0.0F))) continue;
      one_line = one_line && (bar || last);
      Sentence& s = a.sentences.emplace_back();
      s.span = {a.tokens[first].span.begin, a.tokens[i].span.end};
      s.first_token = first;
      s.last_token = i + 1;
      s.boilerplate = p.boilerplate;
      s.headline = one_line && is_headline(a.text, s);
      first = i + 1;
    }
  }
}

}  // namespace deconflict::lang
