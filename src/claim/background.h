#pragma once
#include <optional>

#include "base/date.h"
#include "claim/kinds.h"
#include "claim/tree.h"
#include "claim/trigger.h"

/// What a report tells beside its news: old events, and what goes on for long.
namespace deconflict::claim {

/// An old event told as background: "had … earlier", "last year", a date long before publication; or what went on for long ("since
/// 1980"). `written`: the day of the date line, where the day of publication is not known; `news`: the old day that
/// the report is about, if it is about one ("the militia executed 31 men in March, a monitor said today").
bool is_background(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex head, TokenIndex act, const ClaimTime& time, std::optional<Day> written, std::optional<Day> news);

/// The last day of what is told, if the report is written long after it.
std::optional<Day> old_day(const Annotation& a, const ClaimTime& time, std::optional<Day> written);

/// What the words around an act tell of it.
struct Circumstances {
  Hit hit;
  const ClaimMention& mention;
  bool known_for;  ///< it only says what somebody is known for ("a militia fighting the army")
  bool happened, dated, placed, counted;
  bool peopled;  ///< somebody does or suffers it
  bool struck;   ///< it is told whom or what it struck
};

/// A war as a whole, what happens again and again, attacks of which no time, place or number is told, a siege that a town is
/// described by: the state of things, in which the news happens.
bool is_state_of_things(const Annotation& a, const Tree& tree, const Kinds& kinds, const Circumstances& told);

}  // namespace deconflict::claim
