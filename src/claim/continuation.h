#pragma once
#include <optional>
#include <vector>

#include "base/date.h"
#include "deconflict/annotation.h"

namespace deconflict::claim {

/// What a claim's own sentence leaves open.
struct Open {
  bool physical = false;  ///< done somewhere on some day, rather than said or agreed
  ClaimTime said;         ///< the day on which somebody said so, or of the report's own date line
  bool refers = false;    ///< named as known already ("the attack", "those strikes")
  bool doerless = false;  ///< told by a noun or in the passive, so that its own words need no doer
  bool general = false;   ///< says what somebody is known for ("a militia fighting the army")
  bool war = false;       ///< a war as a whole, whose place is no scene of an act
  std::optional<int> apart = {};  ///< days from what is told before it: -1 for the fall in "came a day after the fall"
  bool several = false;   ///< sums up several happenings ("killed in three separate raids")
  bool named_day = false; ///< another happening, known by its day ("the 31 December attack"), which lends that day to nothing else
  bool standing = false;  ///< the state of things in which the news happens: a war, daily shelling, a siege
  std::uint32_t clause = 0;  ///< what heads the clause that tells it, with a subject of its own
  bool compared = false;  ///< what the news is measured by ("the deadliest since the raid on Oldtown"), elsewhere and then
  bool matter = false;    ///< what a protest of its sentence is about, elsewhere than the crowd
  bool describes = false; ///< says of what sort a town is that it does not name ("two besieged towns")
  bool perfect = false;   ///< told as done by now ("the group has been defeated"), at no place in particular
  bool wards_off = false; ///< tells of an act that it was driven back, which is not that of who did so
  bool sum = false;       ///< tells of several acts at once ("three attacks", "attacked four villages")
  bool open_doer = false; ///< told without its doer, in words that have room for one
};

/// May a word of this kind take up what was told before: the same kind, or an attack, its harm and the killing in it?
bool same_happening(const std::string& kind, const std::string& event, const Claim& before);

/// What the outlet tells, or the same speaker: nobody is blamed under a voice that did not blame him.
bool same_voice(const Claim& now, const Claim& before);

/// The claim that tells in what way an attack was made of which claim i only says that it was one ("the attack" beside "a car bomb went
/// off"): near it, on either side, of no other place, day, doer or victim; nothing where two ways are told.
std::optional<std::size_t> told_more_exactly(const Annotation& a, std::size_t i, const std::vector<Open>& open);

/// What the report says of itself.
struct Report {
  ClaimTime lead;  ///< the first day that the text names, or its date line
  Index origin;    ///< the place of its dateline
  std::vector<std::uint32_t> scenes;  ///< places where something is that no claim tells, in text order
  std::optional<Day> written = {};    ///< no happening is later
  bool dates_the_story = false;       ///< the first day is told as the day of what the report is about
};

/// A claim takes the day, the place and the people of the happening that it goes on with, where its own sentence gives none:
/// of the nearest one told that may be the same, else (but for people) the story's own, which the first happenings tell; the
/// day on which it was said is the last resort. Not for old, planned or denied happenings, and not where actors or places
/// differ; nobody is named as a doer under a voice that did not name him.
/// in      a.claims in text order, what each leaves open, what the report says of itself   out  their times and places; Claim::time keeps the span that it rests on
void continue_happenings(Annotation& a, const std::vector<Open>& open, const Report& report, bool trace);

}  // namespace deconflict::claim
