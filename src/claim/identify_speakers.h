#pragma once
#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// Gives those who speak, and whom the names do not tell, an entity: by a name that stands for none ("the Civil Defence"), by a
/// description ("a military source"), and whoever is told of before where they are spoken of again: "the defence ministry … the
/// ministry … it", "Northern Column … the group", "two residents … they". Who may be one of several stays open.
/// in      a.attributions, a.claims, a.mentions, a.entities
/// out     the entities of the voices and, where the same word acts, of the actors of a.claims; a.entities, new ones at the end;
///         the entity of mentions that are such a name
void identify_speakers(Annotation& a, const Tree& tree, const Kinds& kinds, bool trace);

}  // namespace deconflict::claim
