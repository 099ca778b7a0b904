#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "deconflict/result.h"

namespace deconflict::claim {

/// What SCHEMA.md's table says of one kind.
struct Kind {
  std::string name;
  std::string plover_event, plover_mode, cameo, acled_event, acled_sub_event;
  std::string where;     ///< file:line
  bool everyday = false;  ///< its words are those of peaceful life too
};

/// Reads attributions and claims off the tree by the rules of `knowledge/kinds` and `knowledge/words`.
/// in      all layers before it
/// out     a.attributions and a.claims, in text order
/// life    const and safe to share between threads
class Reader {
 public:
  /// errors: pack.section, knowledge.* with file:line
  static Result<Reader> load(const Pack& knowledge);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  void find_attributions(Annotation& a) const;
  /// `trace`: fill Claim::why.
  void find_claims(Annotation& a, bool trace) const;

  const std::vector<Kind>& kinds() const;

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace deconflict::claim
