#pragma once
#include <memory>
#include <string>

#include "deconflict/annotation.h"
#include "deconflict/result.h"

namespace deconflict::lang {

/// Sentences, tokens, tags, lemmas and dependency trees.
/// in      a.text, a.boilerplate
/// out     a.sentences and a.tokens, sorted; every token lies in one sentence
/// life    const and safe to share between threads once loaded
class Model {
 public:
  /// errors: pack.* for a missing, cut or damaged file; lang.model where its shape is not what this build reads
  static Result<Model> load(const std::string& path);
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  void analyse(Annotation& a) const;
  /// Sentences and tokens alone, without tags, lemmas, names or trees; in a tenth of the time.
  void split(Annotation& a) const;
  /// Short hash of the weights, for provenance.
  const std::string& version() const;

 private:
  struct State;
  explicit Model(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace deconflict::lang
