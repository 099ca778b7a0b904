#pragma once
#include "deconflict/annotation.h"

namespace deconflict::name {

/// Mentions that the trained tagger is sure of and that nothing else found ("two bridges", "translators and linguists"), without an
/// entity.
/// in      tokens with their name tags; a.mentions and a.places, sorted
/// out     a.mentions, sorted; none of the new ones overlaps another mention or a place
void add_tagged_mentions(Annotation& a);

/// Persons whom only the tagger knows by name get an entity: one that the text has by a fuller name, or their own.
/// in      a.mentions and a.entities   out  the entities of a.mentions; a.entities, new ones at the end
void identify_tagged_persons(Annotation& a);

}  // namespace deconflict::name
