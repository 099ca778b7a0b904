#pragma once
#include <string>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/result.h"

namespace deconflict::train {

struct Word {
  Span span;  ///< in the sentence's own text
  std::string form, lemma, upos, penn, deprel;
  std::uint32_t head = 0;  ///< 1-based; 0: the root
};

struct GoldSentence {
  std::string text;
  std::vector<Word> words;
};

/// Sentences of a gzipped CoNLL-U file. Empty nodes are left out; a multiword token is its words.
/// errors: file.missing, train.conllu with the line
Result<std::vector<GoldSentence>> read_treebank(const std::string& path);

/// A copy in other capitals, or without its final full stop; the tree stays.
enum class Variant { capitals, small, headline };
GoldSentence vary(const GoldSentence& from, Variant variant);

}  // namespace deconflict::train
