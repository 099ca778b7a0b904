#pragma once
#include <string>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "lang/clitics.h"
#include "lang/lemma.h"
#include "lang/network.h"
#include "lang/sentences.h"

namespace deconflict::lang {

/// The shape of the model file that this build reads; it goes up whenever features or sections change.
constexpr std::string_view kModelFormat = "deconflict-lang 3\n";

/// The trained parts: the network with the meaning of its outputs, and lemmas.
class Engine {
 public:
  /// Memory that one thread uses again.
  struct Scratch {
    Network::Scratch network;
    std::vector<Span> spans;
    std::vector<std::uint32_t> ends, sure_ends, doubtful_ends;
    std::vector<CliticAt> clitics;
    std::vector<Network::Word> words;
    std::vector<std::uint32_t> piece;  ///< tokens read together, where others stand between them
    std::string form;
  };

  /// errors: pack.*, lang.model
  static Result<Engine> load(const std::string& path);

  /// Splits off clitics that lost their apostrophe, and says for each token how much speaks for a sentence ending behind it
  /// (above 0: it does). Has to come before `read`.
  const std::vector<float>& find_ends(Annotation& a, std::vector<Paragraph>& paragraphs, Scratch& s) const;
  /// Looks up the words of a.tokens; `find_ends` does it too.
  void embed(const Annotation& a, Scratch& s) const;
  /// Tags, heads (as token numbers of the document), relations and lemmas of all sentences. REQUIRES s as `find_ends` or `embed` left it
  void read(Annotation& a, Scratch& s) const;
  const std::string& version() const { return pack_.version(); }

 private:
  explicit Engine(Pack pack) : pack_(std::move(pack)) {}
  void split_lost_clitics(Annotation& a, std::vector<Paragraph>& paragraphs, Scratch& s) const;
  void set_word(Annotation& a, std::uint32_t first, std::uint32_t i, const Network::Word& word, Scratch& s) const;
  /// Reads s.piece as if nothing stood between its tokens.
  void read_apart(Annotation& a, std::uint32_t first, Scratch& s) const;
  void read_around(Annotation& a, const Sentence& sentence, Scratch& s) const;
  void read_piece(Annotation& a, std::uint32_t first, std::uint32_t last, std::uint32_t block, std::int32_t& root, Scratch& s) const;

  Pack pack_;
  Network network_;
  std::vector<Upos> tag_upos_;
  std::vector<Inflection> tag_inflection_;
  std::vector<Deprel> labels_;
  std::vector<NameTag> mentions_, names_;
  Lemmas lemmas_;
};

}  // namespace deconflict::lang
