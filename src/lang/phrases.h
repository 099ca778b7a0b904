#pragma once
#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Mends what belongs to one noun phrase where the parser hung it elsewhere; tokens [first, last) are one sentence's tree.
///   conjuncts     "in Oldtown, police and soldiers were shot": the soldiers go with the police, not with the town
///   lists         "a monk, five priests, and two women were shot", "damaged a church, two shops and several cars parked nearby": all of them
///   people        "took the wounded away": they are no verb
///   companions    "the mayor of Homs and two guards", "the president, who was away, and his guards were shot": they go with him
///   prepositions  "by Northern Front (NF) rebels": it is that of the rebels
///   participles   "said that the raid carried out on Monday was their work": the raid was
///   gerunds       "by drug trafficking gangs": of what sort the gangs are
void mend_phrases(Annotation& a, std::uint32_t first, std::uint32_t last);

}  // namespace deconflict::lang
