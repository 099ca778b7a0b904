#pragma once
#include <optional>

#include "claim/kinds.h"
#include "claim/tree.h"
#include "claim/trigger.h"

namespace deconflict::claim {

/// The entity of the mention at the head of a nominal, or of the name that the head only says to be armed ("SDF forces").
Index entity_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head, Span phrase);

/// Who a nominal speaks of, where its head alone does not tell.
/// life    views the annotation, its tree and the knowledge
class Identity {
 public:
  Identity(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) : a_(a), tree_(tree), kinds_(kinds), facts_(facts) {}

  /// "Minister Karim Odeh": the first word of the name right behind a word for a person.
  std::optional<TokenIndex> name_beside(TokenIndex head) const;
  /// "Leader Abdul Homsi": nobody's place, whatever town has the name.
  bool titled(TokenIndex head) const;
  /// The words that say who it is: a title with the name behind it, but not the day before them or what they are accused of.
  Span phrase_of(TokenIndex head) const;
  /// Does a word that the tree coordinates with a name only say what its bearer is ("Karim Odeh, senator and …")?
  bool describes(TokenIndex name, TokenIndex conjunct) const;
  /// The entity of a nominal, or of the name that says who it is: "Smith, a senator who …", "the front is a group that …".
  Index known_as(TokenIndex head, Span phrase) const;

 private:
  Span with_name(TokenIndex head, Span phrase) const;
  Span behind_day(Span phrase) const;
  Span without_charge(TokenIndex head, Span phrase) const;
  Index body_of(TokenIndex head) const;
  Index own_people(TokenIndex head) const;
  Index people_of_owner(TokenIndex head, TokenIndex whose) const;
  Index counted(TokenIndex head) const;
  Index owner_of(TokenIndex head) const;
  Index called_so(TokenIndex head) const;
  Index named_inside(TokenIndex head, Span phrase) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
};

}  // namespace deconflict::claim
