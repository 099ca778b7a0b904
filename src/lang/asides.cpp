#include "lang/asides.h"

#include <algorithm>
#include <array>

#include "base/words.h"

namespace deconflict::lang {

namespace {

constexpr std::uint32_t kLongest = 40;

bool is_name_or_noun(Upos upos) { return one_of(upos, {Upos::NOUN, Upos::PROPN, Upos::PRON, Upos::NUM}); }

class Finder {
 public:
  Finder(const Annotation& a, std::uint32_t first, std::uint32_t last) : a_(a), first_(first), last_(last) {}

  std::vector<Aside> run() const {
    std::vector<Aside> out;
    for (auto i = first_; i < last_; ++i) {
      if (form(i) != "[") {
        if (form(i) == "]") return {};
        continue;
      }
      auto close = i + 1;
      while (close < last_ && close - i <= kLongest && form(close) != "]" && form(close) != "[") ++close;
      if (close >= last_ || form(close) != "]" || close == i + 1 || in_word(i, close)) return {};
      out.push_back({i, close, is_needed(i, close)});
      i = close;
    }
    // A sentence that is nothing else is read as it stands.
    std::uint32_t words = last_ - first_;
    for (const Aside& aside : out) words -= aside.needed ? 2 : aside.close - aside.open + 1;
    return words > 1 ? out : std::vector<Aside>{};
  }

 private:
  std::string_view form(std::uint32_t i) const { return a_.surface(a_.tokens[i].span); }
  Upos upos(std::uint32_t i) const { return a_.tokens[i].upos; }

  /// "[t]he", "attack[ed]"
  bool in_word(std::uint32_t open, std::uint32_t close) const {
    const auto letter = [&](std::size_t at) { return at < a_.text.size() && is_letter(a_.text[at]); };
    const auto begin = a_.tokens[open].span.begin;
    return (begin > 0 && letter(begin - 1)) || letter(a_.tokens[close].span.end);
  }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  /// What the editor says of the text, which is no part of it.
  bool is_note(std::uint32_t open, std::uint32_t close) const {
    constexpr std::array kNotes = {"indistinct", "omitted", "received", "heard", "published", "printed", "recording", "passage", "sic", "text", "excerpt", "excerpts", "inaudible",
                                   "unintelligible", "applause", "laughter", "spelling", "continued", "video", "unknown"};
    for (auto i = open + 1; i < close; ++i) {
      const auto word = lower_ascii(form(i));
      if (std::find(kNotes.begin(), kNotes.end(), word) != kNotes.end()) return true;
    }
    return false;
  }

  bool is_needed(std::uint32_t open, std::uint32_t close) const {
    if (is_note(open, close) || !one_of(upos(open + 1), {Upos::DET, Upos::NOUN, Upos::PROPN, Upos::PRON, Upos::NUM, Upos::ADJ})) return false;
    const bool opens = open == first_ || form(open - 1) == "\"" || form(open - 1) == "\u201C" || form(open - 1) == "]";
    // "[The army] attacked", but "[Haddad] The army attacked" is who speaks.
    if (opens) return close + 1 < last_ && one_of(upos(close + 1), {Upos::VERB, Upos::AUX, Upos::ADP});
    if (one_of(upos(open - 1), {Upos::ADP, Upos::DET, Upos::ADJ, Upos::CCONJ, Upos::SCONJ, Upos::PART, Upos::AUX})) return true;
    // "Accused [former minister Omar] Haddad", "told [them] to go"; but "was killed [his wife says]"
    return upos(open - 1) == Upos::VERB;
  }

  const Annotation& a_;
  std::uint32_t first_, last_;
};

}  // namespace

std::vector<Aside> find_asides(const Annotation& a, std::uint32_t first, std::uint32_t last) { return Finder(a, first, last).run(); }

void hang_asides(Annotation& a, std::uint32_t first, std::uint32_t last, const std::vector<Aside>& asides) {
  const auto token = [&](std::int32_t i) -> Token& { return a.tokens[static_cast<std::size_t>(i)]; };
  std::vector<bool> aside_word(last - first, false);
  for (const Aside& aside : asides)
    for (auto i = aside.open; i <= aside.close; ++i) aside_word[i - first] = !aside.needed || i == aside.open || i == aside.close;
  auto main_root = static_cast<std::int32_t>(first);
  for (auto i = first; i < last; ++i)
    if (!aside_word[i - first] && a.tokens[i].head < 0) main_root = static_cast<std::int32_t>(i);
  for (const Aside& aside : asides) {
    auto before = static_cast<std::int32_t>(aside.open) - 1;
    while (before >= static_cast<std::int32_t>(first) && (aside_word[static_cast<std::uint32_t>(before) - first] || token(before).upos == Upos::PUNCT)) --before;
    auto root = static_cast<std::int32_t>(aside.open) + 1;
    if (!aside.needed) {
      while (root + 1 < static_cast<std::int32_t>(aside.close) && token(root).head >= 0) ++root;
      const bool opens = before < static_cast<std::int32_t>(first);
      while (!opens && token(before).deprel == Deprel::flat && token(before).head >= static_cast<std::int32_t>(first) && token(before).head < before) before = token(before).head;
      token(root).head = opens ? main_root : before;
      token(root).deprel = !opens && is_name_or_noun(token(root).upos) && is_name_or_noun(token(before).upos) ? Deprel::appos : Deprel::dep;
    }
    for (const auto bracket : {aside.open, aside.close}) {
      a.tokens[bracket].head = root;
      a.tokens[bracket].deprel = Deprel::punct;
    }
  }
}

}  // namespace deconflict::lang
