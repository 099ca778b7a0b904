#pragma once
#include <optional>
#include <vector>

#include "base/date.h"
#include "claim/trigger.h"

namespace deconflict::claim {

/// Which grounded values of a sentence belong to which of its triggers. A value belongs to the trigger that it hangs on in
/// the tree, else to the nearest one; a trigger without any takes those of the trigger that it hangs on or that hangs on it.
struct Slots {
  std::vector<std::vector<ClaimPlace>> places;         ///< by hit
  std::vector<std::vector<std::uint32_t>> times;       ///< by hit, nearest first
  std::vector<std::vector<std::uint32_t>> said_times;  ///< by hit: when somebody said so, or the report's own date line
  std::vector<std::uint32_t> lead;                     ///< the first day named outside the date line, or else the date line
  bool dates_the_story = false;                        ///< that first day is told as the day of what the report is about
  std::optional<Day> written;                          ///< the day of the date line, where the day of publication is not known
  std::optional<Day> year;                             ///< without either: the first whole date of the text
  std::vector<std::vector<std::uint32_t>> counts;      ///< by hit
  Index origin;                                        ///< the place of the dateline, which is no scene
  std::vector<std::uint32_t> scenes;                   ///< where something is that no hit tells ("a patrol in the north"), in text order
};

/// "The 31 December attack": is one of these times part of the name of what happened?
bool names_its_day(const Annotation& a, const Tree& tree, TokenIndex noun, const std::vector<std::uint32_t>& times);

/// `acting`: by place, whether it stands for an actor and is no place of what happened.
Slots share_out(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<bool>& acting);

}  // namespace deconflict::claim
