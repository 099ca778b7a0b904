#pragma once
#include <string>

#include "deconflict/annotation.h"
#include "name/lexicon.h"

namespace deconflict::name {

/// The text as it would stand in print: sentences that are all capitals get small letters for all but names, acronyms and
/// their first word, by what the tagger and the lexicon say of each word. Every byte keeps its place, so that spans hold.
/// out     empty where no sentence is all capitals
std::string in_small_letters(const Annotation& a, const Lexicon& lexicon);

}  // namespace deconflict::name
