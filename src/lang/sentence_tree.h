#pragma once
#include "deconflict/annotation.h"

namespace deconflict::lang {

/// The tree of one sentence, tokens [first_, last_) of a document, as those who mend it see it. Heads are indexes in the document.
class SentenceTree {
 public:
  SentenceTree(Annotation& a, std::int32_t first, std::int32_t last) : a_(a), first_(first), last_(last) {}

 protected:
  Token& at(std::int32_t i) { return a_.tokens[static_cast<std::size_t>(i)]; }
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

  bool has_that(std::int32_t clause, std::int32_t from) const {
    for (auto i = from; i < clause; ++i)
      if (token(i).head == clause && token(i).deprel == Deprel::mark && a_.surface(token(i).span) == "that") return true;
    return false;
  }

  bool hangs_on(std::int32_t word, std::int32_t above) const {
    while (word != above && word >= first_ && word < last_) word = token(word).head;
    return word == above;
  }

  Annotation& a_;
  std::int32_t first_, last_;
};

}  // namespace deconflict::lang
