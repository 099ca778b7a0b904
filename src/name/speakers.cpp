#include <unordered_map>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

/// Tells the unnamed who speak apart by the words behind them.
class Speakers {
 public:
  explicit Speakers(Reading& r) : r_(r) {}

  void run() {
    for (Found& f : r_.found) {
      if (f.kind != Found::phrase && f.kind != Found::office) continue;
      const std::uint32_t last = r_.word_at(f.span.end - 1);
      const Token* head = r_.token(last);
      if (head == nullptr || head->upos != Upos::NOUN || (r_.words[last].upper && r_.words[last].gap != Gap::start)) continue;
      const std::uint32_t first = r_.word_at(f.span.begin);
      const std::string_view article = first > 0 ? text(first - 1) : std::string_view();
      if (const std::uint32_t end = speaks(*head, first) ? complement_end(last) : last; end != last && (f.kind == Found::phrase || one_of(article, {"A", "a", "an", "An"}))) {
        std::string whose = f.key;
        for (std::uint32_t w = last + 1; w <= end; ++w)
          if (!one_of(text(w), {"the", "a", "an", "its", "their"})) whose.append(" ").append(lower_ascii(text(w)));
        told_[f.key] = whose;
        f.kind = Found::phrase;
        f.key = std::move(whose);
        f.name = {f.span.begin, r_.words[end].span.end};
      } else if (one_of(article, {"the", "The"}) && end == last) {
        // "The spokesman": he who spoke before.
        if (const auto before = told_.find(f.key); before != told_.end()) f.kind = Found::phrase, f.key = before->second;
      }
    }
  }

 private:
  std::string_view text(std::uint32_t word) const { return r_.words[word].span.of(r_.a.text); }

  /// The subject of a verb of saying, or whom something is told according to.
  bool speaks(const Token& head, std::uint32_t first) const {
    if (head.deprel == Deprel::obl || head.deprel == Deprel::nmod)
      for (std::uint32_t w = first; w-- > 0 && w + 4 > first;)
        if (one_of(text(w), {"according", "According"})) return true;
    if (head.deprel != Deprel::nsubj || head.head < 0) return false;
    const std::uint32_t verb = r_.word_at(r_.a.tokens[static_cast<std::size_t>(head.head)].span.begin);
    return r_.noun(r_.items[r_.item_of[verb]], Noun::says) != nullptr;
  }

  /// The last word of "for the rebels" behind a noun, of "at the ministry of health", or the noun itself.
  std::uint32_t complement_end(std::uint32_t noun) const {
    constexpr std::uint32_t kLongest = 8;
    std::uint32_t end = noun;
    while (end + 2 < r_.words.size() && r_.words[end + 1].gap == Gap::space && one_of(text(end + 1), {"for", "of", "from", "at", "in", "with"})) {
      const Token* preposition = r_.token(end + 1);
      if (preposition == nullptr || preposition->deprel != Deprel::case_ || preposition->head < 0) break;
      const auto governed = static_cast<std::size_t>(preposition->head);
      if (r_.a.tokens[governed].head < 0 || r_.token(end) != &r_.a.tokens[static_cast<std::size_t>(r_.a.tokens[governed].head)]) break;
      std::uint32_t last = r_.word_at(r_.a.tokens[governed].span.begin);
      while (last + 1 < r_.words.size() && r_.words[last + 1].gap == Gap::space && goes_on(last + 1, governed)) ++last;
      if (last <= end || last - noun > kLongest) break;
      end = last;
    }
    return end;
  }

  /// "Kafr" of "Kafr Nabl" goes on.
  bool goes_on(std::uint32_t word, std::size_t governed) const {
    const Token* t = r_.token(word);
    return t != nullptr && t->head == static_cast<std::int32_t>(governed) && (t->deprel == Deprel::flat || t->deprel == Deprel::compound || t->deprel == Deprel::fixed);
  }

  Reading& r_;
  std::unordered_map<std::string, std::string> told_;  ///< description → the last that had more words
};

}  // namespace

void tell_speakers_apart(Reading& r) { Speakers(r).run(); }

}  // namespace deconflict::name
