#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "deconflict/annotation.h"
#include "deconflict/result.h"

namespace deconflict::lang {

/// What a Penn tag says about the ending of a word.
enum class Inflection : std::uint8_t { none, plural, past, participle, gerund, third, comparative, superlative };
Inflection inflection_of(std::string_view penn);

/// Lemmas by rules over endings, with the exceptions and the known lemmas that the treebank shows.
class Lemmas {
 public:
  Lemmas() = default;
  /// exceptions  lines "form TAB UPOS TAB lemma"; known  lines "lemma TAB UPOS". Both must outlive the object.
  /// errors: lang.model with the line
  static Result<Lemmas> read(std::string_view exceptions, std::string_view known);

  /// `form` in lower case with straight apostrophes.
  void lemma(std::string_view form, Upos upos, Inflection inflection, std::string& out) const;
  /// By rule alone, for learning the exceptions.
  void by_rule(std::string_view form, Upos upos, Inflection inflection, std::string& out) const;
  static std::uint64_t key(std::string_view form, Upos upos);
  void add_known(std::string_view lemma, Upos upos) { known_.insert(key(lemma, upos)); }

 private:
  bool known(std::string_view lemma, Upos upos) const { return known_.contains(key(lemma, upos)); }
  bool irregular_past(std::string_view form, std::string& out) const;
  void strip(std::string_view stem, Upos upos, bool doubled, std::string& out) const;
  std::unordered_map<std::uint64_t, std::string_view> exceptions_;
  std::unordered_set<std::uint64_t> known_;
};

}  // namespace deconflict::lang
