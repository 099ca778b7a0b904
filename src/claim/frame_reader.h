#pragma once
#include "claim/frame.h"

namespace deconflict::claim {

/// A participle with a form of "be": passive, whatever the relation of its subject was taken for.
bool is_passive(const Annotation& a, const Tree& tree, TokenIndex verb);

/// What the frames of verbs and of nouns are read with.
class FrameReader {
 public:
  FrameReader(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at) : a_(a), tree_(tree), kinds_(kinds), at_(at) {}

 protected:
  /// What hangs on a verb; `own`: on the word itself, rather than on what a noun is a predicate of.
  void take(TokenIndex verb, bool own);
  /// "Killed on 3 March by rebels", "an attack on the post by rebels": a by-phrase that the tree hung on a day, a place or what was hit.
  void stray_agents(TokenIndex i, int depth = 0);
  /// Somebody or some body, not a day, a street or a sum.
  bool may_do(TokenIndex i) const;
  bool is_participle(TokenIndex i) const { return tree_.surface(i).ends_with("ed") || tree_.surface(i).ends_with("en"); }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenIndex at_;
  Frame f_;

 private:
  /// "Spoke by phone", "arrived by sea": no determiner and no number, so by what way rather than by whom.
  bool is_means(TokenIndex noun) const;
  /// "Spoke by phone with the envoy", hung on the phone.
  void behind_means(TokenIndex noun);
  void oblique(TokenIndex verb, TokenIndex c, bool own, bool passive);
  /// "As well as two guards", hung on the verb.
  bool as_well(TokenIndex noun) const;
};

/// The frame of a verb or of another word that heads a clause.
Frame frame_of_clause(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at);

/// The frame of a noun.
/// gerund   it is an "-ing" word behind a bare noun: see gerund_of_compound
/// subject  it is an "-ing" word that is the subject of a verb
Frame frame_of_noun(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex at, bool gerund, bool subject);

}  // namespace deconflict::claim
