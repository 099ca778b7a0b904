#pragma once
#include "deconflict/annotation.h"

namespace deconflict::name {

/// Mentions that the trained tagger is sure of and that nothing else found ("two bridges", "translators and linguists"), without an
/// entity. Persons whose names are but part of a place's are none.
/// in      tokens with their name tags; a.mentions and a.places, sorted
/// out     a.mentions, sorted; none of the new ones overlaps another mention or a place
void add_tagged_mentions(Annotation& a);

}  // namespace deconflict::name
