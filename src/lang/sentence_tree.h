#pragma once
#include <tuple>
#include <utility>
#include <vector>

#include "deconflict/annotation.h"

namespace deconflict::lang {

/// The tree of one sentence, tokens [first_, last_) of a document, as those who mend it see it. Heads are indexes in the document.
/// Whoever changes heads calls settle() after each word: what would be no tree any more is taken back.
class SentenceTree {
 public:
  SentenceTree(Annotation& a, std::int32_t first, std::int32_t last) : a_(a), first_(first), last_(last) {}

 protected:
  Token& at(std::int32_t i) {
    if (before_.empty())
      for (auto k = first_; k < last_; ++k) before_.emplace_back(token(k).head, token(k).deprel);
    return a_.tokens[static_cast<std::size_t>(i)];
  }

  void put_under(std::int32_t word, std::int32_t head, Deprel deprel) {
    Token& t = at(word);
    t.head = head;
    t.deprel = deprel;
  }

  /// Two mends that are each right may go round in a circle together.
  void settle() {
    if (before_.empty()) return;
    if (!is_tree())
      for (auto k = first_; k < last_; ++k) {
        Token& t = a_.tokens[static_cast<std::size_t>(k)];
        std::tie(t.head, t.deprel) = before_[static_cast<std::size_t>(k - first_)];
      }
    before_.clear();
  }

  const Token& token(std::int32_t i) const { return a_.tokens[static_cast<std::size_t>(i)]; }
  bool punctuation(std::int32_t i) const { return token(i).upos == Upos::PUNCT; }
  static bool is_subject(const Token& t) { return t.deprel == Deprel::nsubj || t.deprel == Deprel::nsubj_pass; }
  std::string_view word(std::int32_t i) const { return a_.surface(token(i).span); }

  bool has(std::int32_t head, Deprel deprel, std::int32_t from, std::int32_t to) const {
    for (auto i = from; i < to; ++i)
      if (token(i).head == head && token(i).deprel == deprel) return true;
    return false;
  }

  bool has_subject(std::int32_t verb) const { return has(verb, Deprel::nsubj, first_, last_) || has(verb, Deprel::nsubj_pass, first_, last_); }

  /// What a subject is to a verb whose auxiliaries stand behind word `from`.
  Deprel relation_of_subject(std::int32_t verb, std::int32_t from) const { return has(verb, Deprel::aux_pass, from, verb) ? Deprel::nsubj_pass : Deprel::nsubj; }

  bool has_that(std::int32_t clause, std::int32_t from) const {
    for (auto i = from; i < clause; ++i)
      if (token(i).head == clause && token(i).deprel == Deprel::mark && a_.surface(token(i).span) == "that") return true;
    return false;
  }

  /// Up from a word as long as `on` holds of the word reached, and never in a circle: changes that are not settled may make one.
  template <class On>
  std::int32_t climb(std::int32_t word, On&& on) const {
    for (auto steps = first_; steps < last_ && on(word); ++steps) word = token(word).head;
    return word;
  }

  bool hangs_on(std::int32_t word, std::int32_t above) const {
    return climb(word, [&](std::int32_t w) { return w != above && w >= first_ && w < last_; }) == above;
  }

  Annotation& a_;
  std::int32_t first_, last_;

 private:
  /// Does every word lead up to one root, without a circle?
  bool is_tree() const {
    auto roots = 0;
    for (auto k = first_; k < last_; ++k) roots += token(k).head < first_ || token(k).head >= last_;
    if (roots != 1) return false;
    std::vector<std::int32_t> seen(static_cast<std::size_t>(last_ - first_), -1);  // on the way up from which word
    for (auto k = first_; k < last_; ++k)
      for (auto word = k; word >= first_ && word < last_; word = token(word).head) {
        auto& from = seen[static_cast<std::size_t>(word - first_)];
        if (from == k) return false;
        if (from >= 0) break;
        from = k;
      }
    return true;
  }

  std::vector<std::pair<std::int32_t, Deprel>> before_;  ///< heads and relations before the changes that are not settled
};

}  // namespace deconflict::lang
