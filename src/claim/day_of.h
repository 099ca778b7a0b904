#pragma once
#include <optional>

#include "claim/kinds.h"
#include "claim/tree.h"

/// Of what a day is, by the verb that it hangs on.
namespace deconflict::claim {

/// "On Friday the agency said that the number of the dead had risen to nine", "the toll rose on Friday": the day on which more were counted, not that of the act whose word is `act`.
bool day_of_counting(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex time, TokenIndex act);

/// "The bombing was the third since January", "the deadliest since 2019": from where is counted, no day of the act.
bool counts_from(const Annotation& a, const Tree& tree, TokenIndex time);

/// "The strike took place on 4 May", "the incident occurred on Sunday": the day of what the report has told.
bool day_of_the_known(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex time);

/// Days from the other act to this one: "(came) a day after the fall of the town"; and from what is told already to what came about
/// "two days before this attack".
std::optional<int> days_apart(const Annotation& a, const Tree& tree, TokenIndex act);

}  // namespace deconflict::claim
