#pragma once
#include <optional>
#include <string>

#include "base/date.h"
#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

struct Modality {
  Realis realis = Realis::asserted;
  std::string rule = "nothing in the clause says otherwise";
  Span span;  ///< the word that decided
  bool announced = false;  ///< planned in the future tense ("will ban")
  bool intended = false;   ///< planned by who is to do it ("plans to ban")
};

/// Did it happen, by the words around `head` (the trigger, or the light verb over it)?
Modality modality_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head);

/// Does "not" or "never" stand with the word itself?
bool is_negated(const Annotation& a, const Tree& tree, TokenIndex at);

/// The noun for which somebody is held on account of an act: "arrest" for the beating of "the arrest of two guards for beating him".
std::optional<TokenIndex> held_for(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex act);

/// The word that says that nothing of a report is true: "the report that he was shot is unfounded", "an erroneous report of his death".
std::optional<TokenIndex> unfounded_report(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex report);

/// Is it told in a past tense, with who did or suffered it? Then a day ahead of the publication is a slip of clocks or calendars.
bool told_as_done(const Annotation& a, const Tree& tree, TokenIndex head);
/// Does a time lie wholly after the day of publication ("a summit next week")?
bool is_ahead(const Annotation& a, const ClaimTime& time);

}  // namespace deconflict::claim
