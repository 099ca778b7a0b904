#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "lang/features.h"
#include "lang/matrix.h"
#include "lang/vocabulary.h"
#include "lang/word_cache.h"

namespace deconflict::lang {

/// The trained network: word features and a word vector → a row per word; a window of rows → where sentences end; recurrent
/// layers in both directions over a sentence → tags, arcs, relations, names. tools/train/network.py is its twin in training.
class Network {
 public:
  /// Memory that one thread uses again.
  struct Scratch {
    WordCache<std::uint8_t> words{1U << 14};
    WordCache<float> gates{1U << 12};  ///< of the first recurrent layer, which sees a word by itself
    WordCache<std::int32_t> for_ends{1U << 12}, for_clitics{1U << 9};  ///< what words bring to the questions asked around them
    std::vector<std::uint64_t> hashes;                                 ///< of the embedded words
    WordKeys keys;
    Lines<std::uint8_t> rows;                 ///< bytes of the embedded words
    Lines<std::uint8_t> fresh_rows;           ///< of those that are new to a cache
    Lines<std::uint8_t> layer_in, layer_out;  ///< of the recurrent layers
    Lines<float> hidden;                      ///< of the layer before, updated in place
    Lines<float> state, numbers;
    Lines<std::int32_t> sums, vector_sums;
    Lines<std::uint8_t> vector_bytes;
    Lines<float> outputs;  ///< of the heads, padded_outputs a word
    Lines<float> dependents, heads, scores;
    std::vector<std::uint8_t> asked;  ///< by embedded word
    std::vector<float> answers;
    std::vector<std::uint32_t> tree;
  };

  /// What is read of one word of a sentence.
  struct Word {
    std::uint32_t head;  ///< word of the sentence from 1, 0 for the root
    std::uint8_t tag, label, mention, name;
    bool sure_mention, sure_name;  ///< far ahead of the second best
  };

  /// errors: pack.section, lang.model
  static Result<Network> load(const Pack& pack);

  /// Embeds tokens[first, last) into s.rows, in that order; all later calls speak of these by their number from 0.
  void embed(std::string_view text, const Span* first, const Span* last, Scratch& s) const;
  /// A question put to each word, which the words around it answer.
  enum class Question : std::uint8_t {
    ends_sentence,  ///< does a sentence end behind it?
    holds_clitic    ///< is its end a clitic that lost its apostrophe?
  };
  /// Answers in s.answers for the embedded words [begin, end), a paragraph: above 0 is yes. Nothing is seen beyond its borders.
  /// Only the words that `s.asked` marks are asked; of the others the answer is no.
  void ask(Question question, const Span* words, std::uint32_t begin, std::uint32_t end, Scratch& s) const;

  /// Runs the layers over sentences that together are the embedded words [first, last). `ends` are the sentences' last words + 1.
  /// Leaves their outputs in s.outputs, from 0.
  void run(std::uint32_t first, const std::vector<std::uint32_t>& ends, Scratch& s) const;
  /// Reads the words [begin, end) of the last `run`, one sentence. All but the head are numbers of the model's lists.
  void read(std::uint32_t begin, std::uint32_t end, Scratch& s, std::vector<Word>& out) const;

  std::size_t tags() const { return tags_; }
  std::size_t labels() const { return labels_; }
  std::size_t mentions() const { return mentions_; }
  std::size_t names() const { return names_; }

 private:
  static constexpr std::size_t kBlock = 192;  ///< words worked on at once, so that their sums stay in the cache
  static constexpr std::size_t kUnits = 64;   ///< of a recurrent layer worked on at once, for the same reason

  /// One hidden layer over the words around one, with what stands between them. What a word brings to it depends on how far off it stands
  /// and on nothing else: that is kept, for each distance.
  struct Window {
    static constexpr std::size_t kBefore = 3, kBehind = 5;  ///< words looked at before and behind the word asked
    static constexpr std::size_t kSeen = Kernels::Surroundings::kWords;
    static_assert(kSeen == kBefore + 1 + kBehind);
    enum Gap : std::uint8_t { kGlued, kSpace, kBorder };  ///< what stands behind a word: nothing, white space, a border of the paragraph
    static constexpr std::size_t kGaps = 3;
    Weights words;  ///< for each distance the outputs of the hidden layer
    Scales scales;
    Lines<float> gaps, weights;
    Lines<std::int32_t> nothing;  ///< what stands for a word beyond the paragraph
  };
  static Result<Window> read_window(const Pack& pack, const std::string& name, std::size_t hidden, std::size_t width);

  void embed_block(std::string_view text, const Span* words, std::size_t from, std::size_t to, Scratch& s) const;
  template <class Number>
  std::size_t gather_fresh(const WordCache<Number>& cache, std::size_t first, Scratch& s) const;
  void ask_run(const Window& window, WordCache<std::int32_t>& cache, const Span* words, std::size_t from, std::size_t to, std::size_t begin,
               std::size_t end, Scratch& s) const;
  float answer(const Window& window, const WordCache<std::int32_t>& cache, const Span* words, std::size_t word, std::size_t first, std::size_t begin,
               std::size_t end) const;
  void open_gates(std::size_t first, std::size_t count, Scratch& s) const;
  void encode_words(const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const;
  void encode_layer(const Matrix& m, const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const;

  std::uint64_t id_ = 0;  ///< another for each network loaded; 0 is none
  std::size_t width_ = 0, hidden_ = 0, arc_ = 0, relation_ = 0, tags_ = 0, labels_ = 0, mentions_ = 0, names_ = 0, cut_ = 0, vector_ = 0;
  Vocabulary features_, words_;
  const std::int16_t* rows_ = nullptr;
  const std::int8_t* vectors_ = nullptr;
  float row_scale_ = 0;
  Matrix vector_matrix_;
  Matrix first_layer_;
  std::vector<Matrix> later_layers_;
  Matrix heads_;
  Lines<float> arc_matrix_, arc_bias_, arc_root_, relation_root_, relation_matrix_, relation_bias_, nothing_;
  std::size_t padded_labels_ = 0;
  Window ends_, clitics_;
};

}  // namespace deconflict::lang
