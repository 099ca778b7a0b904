#pragma once
#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "count/terms.h"
#include "deconflict/annotation.h"

namespace deconflict::count {

/// How far words are looked for: past these many tokens nothing belongs together, and a hostile sentence stays linear.
inline constexpr std::uint32_t kRight = 24;
inline constexpr std::uint32_t kLeft = 18;
inline constexpr std::uint32_t kPhrase = 10;

/// Is it the word `lower`, in capitals or not (ASCII)?
inline bool is_word(std::string_view word, std::string_view lower) {
  if (word.size() != lower.size()) return false;
  for (std::size_t k = 0; k < word.size(); ++k)
    if ((word[k] >= 'A' && word[k] <= 'Z' ? word[k] + 32 : word[k]) != lower[k]) return false;
  return true;
}

/// The words of one sentence and what each may mean around a number. A token outside the sentence is an empty word without
/// a meaning. Views the annotation and the terms, which must outlive it; whoever reads a sentence derives from it.
class Words {
 public:
  explicit Words(const Annotation& a) : a_(a) {}

  /// Goes on to a sentence behind the last one.
  void open(const Sentence& s, std::vector<Term>& terms) {
    first_ = s.first_token;
    last_ = s.last_token;
    terms.clear();
    for (std::uint32_t i = first_; i < last_; ++i) terms.push_back(term_of(word(i)));
    terms_ = terms;
  }
  /// Goes on to a token, and passes the times before it.
  void reach(std::uint32_t i) {
    while (time_ < a_.times.size() && a_.times[time_].span.end <= a_.tokens[i].span.begin) ++time_;
  }

  std::string_view word(std::uint32_t i) const { return i >= first_ && i < last_ ? a_.surface(a_.tokens[i].span) : std::string_view(); }
  const Term& term(std::uint32_t i) const {
    static const Term none;
    return i >= first_ && i < last_ ? terms_[i - first_] : none;
  }
  Role role(std::uint32_t i) const { return term(i).role; }
  bool is(std::uint32_t i, std::string_view lower) const { return is_word(word(i), lower); }
  bool any(std::uint32_t i, std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return is(i, w); });
  }
  bool tagged(std::uint32_t i, Upos upos) const { return i >= first_ && i < last_ && a_.tokens[i].upos == upos; }
  bool glued(std::uint32_t i) const { return i > first_ && i < last_ && a_.tokens[i].span.begin == a_.tokens[i - 1].span.end; }
  bool hyphen(std::uint32_t i) const { return is(i, "-") && glued(i) && glued(i + 1); }
  bool strong(std::uint32_t i) const { return any(i, {".", ";", ":", "!", "?"}); }
  bool be(std::uint32_t i) const { return any(i, {"was", "were", "been", "being", "be", "is", "are", "got", "gets", "get"}); }

  /// The time in which a token lies, from the last one reached on.
  const Timex* time_at(std::uint32_t i) const {
    const Span s = a_.tokens[i].span;
    for (std::size_t t = time_; t < a_.times.size() && a_.times[t].span.begin < s.end; ++t)
      if (a_.times[t].span.overlaps(s)) return &a_.times[t];
    return nullptr;
  }
  /// The token behind what ends at a byte.
  std::uint32_t behind(std::uint32_t i, Span span) const {
    while (i < last_ && a_.tokens[i].span.end <= span.end) ++i;
    return i;
  }

 protected:
  const Annotation& a_;
  std::uint32_t first_ = 0, last_ = 0;
  std::size_t time_ = 0;  ///< the first that does not end before the token reached
  std::span<const Term> terms_;
};

}  // namespace deconflict::count
