#pragma once
#include <optional>

#include "claim/trigger.h"

namespace deconflict::claim {

/// Whom a pronoun of the third person means: the subject of its own clause ("the army extended its raids") or of one above
/// it ("the army said that it …"), else that of the sentence before; nullopt where none of these may be meant, or where
/// the pronoun is no such one.
std::optional<TokenIndex> antecedent(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, TokenIndex pronoun);

}  // namespace deconflict::claim
