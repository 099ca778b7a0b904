#pragma once
#include <optional>
#include <vector>

#include "claim/tree.h"

namespace deconflict::claim {

/// Clauses that tell what goes on in a place: "Oldtown, where they fight". Views the annotation, which must outlive it.
class About {
 public:
  About(const Annotation& a, const Tree& tree) : a_(a), tree_(tree) {}

  /// The places that the clause of an act is about, of a list all; none where it is about something else.
  std::vector<std::uint32_t> places_of(TokenIndex act) const;

 private:
  std::optional<TokenIndex> clause_of(TokenIndex act) const;
  std::optional<std::uint32_t> named(TokenIndex noun, TokenIndex where) const;
  bool is_bound(TokenIndex i) const;

  const Annotation& a_;
  const Tree& tree_;
};

}  // namespace deconflict::claim
