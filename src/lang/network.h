#pragma once
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "lang/features.h"
#include "lang/matrix.h"
#include "lang/vocabulary.h"

namespace deconflict::lang {

/// The trained network: word features and a word vector → a row per word; a window of rows → where sentences end; recurrent
/// layers in both directions over a sentence → tags, arcs, relations, names. tools/train/network.py is its twin in training.
class Network {
 public:
  /// What was worked out for words met before, by the hash of the word and what stands before it. Each hash has one place; the
  /// last word keeps it.
  template <class Number, std::size_t places>
  class WordCache {
   public:
    /// The numbers kept under the hash, or nullptr; those of another network are never given.
    const Number* find(const Network& owner, std::uint64_t hash) const {
      return owner.id_ == owner_ && hashes_[hash % places] == hash ? numbers_.data() + hash % places * width_ : nullptr;
    }
    /// All that one network keeps has the same width.
    void keep(const Network& owner, std::uint64_t hash, const Number* numbers, std::size_t width) {
      if (owner.id_ != owner_) {
        owner_ = owner.id_;
        width_ = width;
        hashes_.assign(places, 0);
        numbers_.resize(places * width_);
      }
      hashes_[hash % places] = hash;
      std::copy_n(numbers, width_, numbers_.data() + hash % places * width_);
    }

   private:
    std::uint64_t owner_ = 0;
    std::size_t width_ = 0;
    std::vector<std::uint64_t> hashes_;  ///< 0: a free place
    Lines<Number> numbers_;
  };

  /// Memory that one thread uses again.
  struct Scratch {
    WordCache<std::uint8_t, 1U << 13> cached_rows;
    WordCache<std::int32_t, 1U << 11> cached_sums;  ///< of the first recurrent layer, which sees a word by itself
    std::vector<std::uint32_t> fresh;               ///< words of a block that are not in the cache; words asked
    std::vector<std::uint64_t> hashes;              ///< of the embedded words
    WordKeys keys;
    Lines<std::uint8_t> rows;                 ///< bytes of the embedded words
    Lines<std::uint8_t> layer_in, layer_out;  ///< of the recurrent layers
    Lines<float> hidden;                      ///< of the layer before, updated in place
    Lines<float> state, numbers;
    Lines<std::int32_t> sums, word_sums, vector_sums;
    Lines<std::uint8_t> vector_bytes;
    Lines<float> outputs;  ///< of the heads, padded_outputs a word
    Lines<float> dependents, heads, scores;
    std::vector<std::uint8_t> asked;  ///< by embedded word
    Lines<std::uint8_t> windows;      ///< embedded words around each word asked
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

  /// One hidden layer over the words around one, with what stands between them.
  struct Window {
    static constexpr std::size_t kReach = 4;  ///< words looked at before the border behind the word asked, and one more behind it
    static constexpr std::size_t kSeen = 2 * kReach + 1;
    enum Gap : std::uint8_t { kGlued, kSpace, kBorder };  ///< what stands behind a word: nothing, white space, a border of the paragraph
    static constexpr std::size_t kGaps = 3;
    Matrix words;
    Lines<float> gaps, weights;
  };
  static Result<Window> read_window(const Pack& pack, const std::string& name, std::size_t hidden, std::size_t width);

  void embed_block(std::string_view text, const Span* words, std::size_t from, std::size_t to, Scratch& s) const;
  void ask_block(const Window& window, const Span* words, std::size_t from, std::size_t to, std::size_t begin, std::size_t end, Scratch& s) const;
  void multiply_words(std::size_t first, std::size_t count, Scratch& s) const;
  void encode_layer(std::size_t layer, const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const;

  std::uint64_t id_ = 0;  ///< another for each network loaded; 0 is none
  std::size_t width_ = 0, hidden_ = 0, arc_ = 0, relation_ = 0, tags_ = 0, labels_ = 0, mentions_ = 0, names_ = 0, cut_ = 0, vector_ = 0;
  Vocabulary features_, words_;
  const std::int16_t* rows_ = nullptr;
  const std::int8_t* vectors_ = nullptr;
  float row_scale_ = 0;
  Matrix vector_matrix_;
  std::vector<Matrix> layers_;
  Matrix heads_;
  Lines<float> arc_matrix_, arc_bias_, arc_root_, relation_root_, relation_matrix_, relation_bias_, nothing_;
  std::size_t padded_labels_ = 0;
  Window ends_, clitics_;
};

}  // namespace deconflict::lang
