#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "lang/clusters.h"
#include "lang/lemma.h"
#include "lang/parser.h"
#include "lang/tagger.h"
#include "lang/weights.h"

namespace deconflict::lang {

/// The shape of the model file that this build reads; it goes up whenever features or sections change.
constexpr std::string_view kModelFormat = "deconflict-lang 2\n";

/// Head (word number in the sentence from 1, 0 for the root) and label of one word.
struct Arc {
  std::uint32_t head;
  std::uint8_t label;
};

/// Memory that one thread uses again for each sentence.
struct Scratch {
  std::vector<Lexeme> lexemes;
  std::vector<Tag> tags;
  std::vector<Span> spans;
  std::vector<Arc> arcs;
  std::vector<Lexeme> part_lexemes;
  std::vector<Tag> part_tags;
  std::vector<std::uint32_t> inner, outer;
  Configuration configuration;
  std::string form;
};

/// The trained parts: tagger, parser, lemmas. Works on sentences that are already cut.
class Engine {
 public:
  /// errors: pack.*, lang.model
  static Result<Engine> load(const std::string& path);

  /// Tags, heads (as token numbers of the document, from `first`), relations and lemmas of tokens[first, last).
  void read_sentence(std::string_view text, std::vector<Token>& tokens, std::uint32_t first, std::uint32_t last, Scratch& scratch) const;
  const std::string& version() const { return pack_.version(); }

 private:
  explicit Engine(Pack pack) : pack_(std::move(pack)) {}
  void tag(Scratch& s, std::string_view text) const;
  /// Does "al - Sham" begin at word i: a particle, a hyphen and a capital, all glued?
  bool is_joined_name(const Scratch& s, std::size_t i, std::string_view text) const;
  /// Number of words up to and with the comma that ends a clause in front ("While the army advanced, …"); 0 without one.
  std::size_t fronted_clause(const Scratch& s, std::string_view text) const;
  /// The two dashes around an insertion ("The raid - led by the navy - failed"); {0, 0} without.
  std::pair<std::size_t, std::size_t> insertion(const Scratch& s, std::string_view text) const;
  /// Fills s.arcs for these words (from 0, in order), as a sentence of their own; returns its root, counted from 1.
  std::uint32_t parse(Scratch& s, const std::vector<std::uint32_t>& words) const;
  void parse_sentence(Scratch& s, std::string_view text) const;

  Pack pack_;
  Clusters clusters_;
  bool has_clusters_ = false;
  Weights tag_weights_, parse_weights_;
  std::vector<Upos> tag_upos_;             ///< by tag, the first is "no word"
  std::vector<Inflection> tag_inflection_;
  std::vector<Deprel> labels_;             ///< by label, the first is none
  std::uint8_t advcl_ = 0, acl_ = 0, punct_ = 0;  ///< labels that parts of a sentence are joined by
  Tag name_ = 0;                           ///< of a name in the singular; 0 where the model has none
  std::vector<std::uint32_t> particles_;   ///< sorted forms of "al", "ez" …
  std::uint32_t hyphen_ = 0;
  Lemmas lemmas_;
};

}  // namespace deconflict::lang
