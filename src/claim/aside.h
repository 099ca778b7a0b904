#pragma once
#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// Places that the words around an act name, though it was not there. Views the annotation, which must outlive it.
class Aside {
 public:
  Aside(const Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds) {}

  /// "Protested against the arrests in Oldtown", "marched to demand a trial of those who shelled Oldtown": what a protest is about.
  bool is_matter(TokenIndex place, TokenIndex act) const;
  /// "Shot on the way to Oldtown".
  bool is_goal_of_way(TokenIndex place) const;
  /// "Was captured and held in Oldtown": where he was taken afterwards.
  bool is_afterwards(TokenIndex place, TokenIndex act) const;
  /// "Killed in the 1973 Middle East war": when it was.
  bool names_war(const Place& place, TokenIndex i) const;
  /// "Has patrolled the coast since troops left Oldtown": what was there before, or will be.
  bool is_since(TokenIndex place, TokenIndex act) const;
  /// "Along the border with Ruritania".
  bool is_beyond(TokenIndex place) const;
  /// "A Chinook helicopter".
  bool is_craft(TokenIndex i) const;

 private:
  /// Does `f` hold of a word from `word` up to the act, itself left out?
  template <class F>
  bool any_below(TokenIndex word, TokenIndex act, F&& f) const;
  bool is_cause(TokenIndex i) const;
  bool is_time(TokenIndex i) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
};

/// What heads the clause that a word stands in, with a subject of its own: "while the rebels held the dam, jets struck …", the jets' clause is not
/// the rebels'.
TokenIndex clause_head(const Annotation& a, const Tree& tree, TokenIndex at);

/// "…, a charge": what was said before is called one.
bool is_charge(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex noun);
/// "…, a charge the ministry denies"
bool denies_charge(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex verb);

/// "Two besieged towns", "a village that is besieged": of what sort a town is that goes unnamed; not "the besieged town".
bool describes_another(const Annotation& a, const Tree& tree, TokenIndex act);

/// "The group has been defeated".
bool is_done_by_now(const Annotation& a, const Tree& tree, TokenIndex act);

}  // namespace deconflict::claim
