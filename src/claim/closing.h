#pragma once
#include <optional>

#include "claim/speech.h"

namespace deconflict::claim {

/// Cues whose speaker the tree missed, most often because the text lost its commas: "the town fell on Tuesday the monitor
/// said", "the town fell said the mayor". Read off the words beside the cue.
class Closing {
 public:
  Closing(const Annotation& a, const Tree& tree, const Kinds& kinds, const Quotes& quotes, const Speech& speech)
      : a_(a), tree_(tree), kinds_(kinds), quotes_(quotes), speech_(speech) {}

  /// Has the tree a speaker of its own for this verb?
  bool has_speaker(TokenIndex verb) const;
  std::optional<Attribution> read(TokenIndex verb, const Sentence& s) const;

 private:
  bool in_time(TokenIndex i) const;
  bool speaks_on(TokenIndex i) const;
  bool may_speak(Tree::Range phrase) const;
  TokenIndex with_office(TokenIndex first, const Sentence& s) const;
  std::optional<Tree::Range> phrase_before(TokenIndex verb, const Sentence& s) const;
  std::optional<Tree::Range> phrase_after(TokenIndex verb, const Sentence& s) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const Quotes& quotes_;
  const Speech& speech_;
};

}  // namespace deconflict::claim
