#pragma once
#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Mends which word of a sentence is its verb, and what that verb is done to, where the tagger and the parser took another; tokens
/// [first, last) are one sentence's tree.
///   reports      "sources report that …" is a verb with a subject
///   auxiliaries  "had on Monday killed": what stands before a time is the auxiliary of the participle behind it
///   neighbours   "in neighbouring Oldtown": an adjective of the town
///   beliefs      "gunmen believed to be rebels attacked …": the belief describes the gunmen, who attacked
///   participles  "after a drone launched from the coast killed …": what was launched killed
///   rows         "the newest in a spate of raids" is one of them, and no act is in the string
///   objects      "gunmen kidnapped a young couple" has an object
///   denials      "denies reports that …", "denied on Tuesday reports that …": the reports are its object
///   bounds       "lost up to 480 men" has an object
///   ways         "shot a man who had joined them, by firing from a car": the firing tells how he was shot
///   agents       "fled following attacks by raiders": the agent of the attacks
///   relatives    "a charge Oldtown denies" has a subject
///   speakers     "raids that monitors say killed nine": the monitors say, the raids killed
///   bullets      "• Dozens were hurt": a sign before the words
///   passives     "two drones shot down", "soldier killed in ambush": what suffers is no doer
void mend_predicates(Annotation& a, std::uint32_t first, std::uint32_t last);

}  // namespace deconflict::lang
