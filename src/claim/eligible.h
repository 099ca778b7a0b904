#pragma once
#include "claim/trigger.h"

namespace deconflict::claim {

/// Whether a word may stand for somebody or something that has a part in an act. Views what it is given, which must outlive it.
class Eligible {
 public:
  Eligible(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) : a_(a), tree_(tree), kinds_(kinds), facts_(facts) {}

  /// People, other than by what they fly or fire.
  bool somebody(TokenIndex head) const;
  /// Somebody or some body, or what they fly and drive: an hour, a mistake or a decision does nobody any harm.
  bool may_act(TokenIndex head, Span phrase) const;
  /// A day, an hour, an age or a length, and nobody.
  bool measures(TokenIndex head) const;
  bool is_time(TokenIndex head) const;
  /// "No group".
  bool nobody(TokenIndex head) const;
  /// "Each other", "one another": nobody beside those who are named.
  bool reciprocal(TokenIndex i) const;
  /// "Nineteen people killed": those who are counted as dead or hurt.
  bool harmed(TokenIndex head) const;
  /// "Oil fields", "vast areas": ground that no place stands for.
  bool nameless_ground(TokenIndex i) const;
  /// "Oil tanks": no weapon.
  bool stores(TokenIndex tank) const;
  /// "Turkish", an adjective with a capital letter that is not the sentence's own.
  bool of_people(TokenIndex i) const;
  /// The same, or a country whose name has no adjective: "US", "U.K.".
  bool of_nation(TokenIndex i) const;

 private:
  bool counted(TokenIndex head) const;
  /// "Was killed 50 metres from the gate", "30 percent".
  bool is_measure(TokenIndex head) const;
  /// "Between 0200 and 0300": a number of four digits that counts nothing.
  bool is_hour(TokenIndex head) const;
  /// "Salim Haddad, 31": behind a name, and no number of people.
  bool is_age(TokenIndex head) const;
  /// "The force of the explosion".
  bool is_strength(TokenIndex head) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
};

}  // namespace deconflict::claim
