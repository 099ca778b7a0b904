#pragma once
#include "deconflict/annotation.h"

namespace deconflict::lang {

/// Mends what a parser that decides word by word gets wrong against rules that trees have without exception; tokens[first, last) are one sentence's tree.
///   subjects     of two subjects before a verb the first is that of the clause between ("Troops crossed the river, the army said")
///   passives     a passive subject whose verb has no auxiliary is an active one, outside headlines
///   that-clauses "said that … and that …": the second is coordinated with the first, not with the verb
///                and "told the paper that …" is told, it does not describe the paper
///   speakers     of two clauses before who says them the second is part of the first; a participle between a speaker and his verb describes him
///   names        the words of one name hang together
///   punctuation  commas, dashes and colons hang on the highest word beside them that leaves the tree projective, of two such words on the lower one
///                (guidelines of Universal Dependencies)
void mend(Annotation& a, std::uint32_t first, std::uint32_t last);

}  // namespace deconflict::lang
