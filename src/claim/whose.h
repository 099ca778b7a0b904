#pragma once
#include <string>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// Names of places that tell of people: where they come from, whose they are, or how they are called. Views the annotation, which must outlive it.
class Whose {
 public:
  Whose(const Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds) {}

  bool in_name(TokenIndex i) const;
  bool home_of_people(TokenIndex i) const;
  /// Is the word that it hangs on one of a class: "residents of Oldtown", "the mayor of Oldtown"?
  bool head_is(TokenIndex i, std::string_view words) const;
  bool of_those_struck(TokenIndex i) const;
  bool of_doers(TokenIndex i, TokenIndex act) const;
  bool says_whose(TokenIndex i) const;
  /// "According to a doctor at a clinic in Oldtown, …": `i` is where the speaker is.
  bool names_side(const Place& place) const;
  bool stands_with_source(TokenIndex i, TokenIndex act) const;
  /// `i` heads the name, `act` the words of an act of this kind.
  bool is_somebody(const Place& place, TokenIndex i, TokenIndex act, const std::string& kind) const;

 private:
  bool acts_as_person(TokenIndex act) const;
  bool stands_by(TokenIndex office) const;
  bool is_person(TokenIndex i) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
};

}  // namespace deconflict::claim
