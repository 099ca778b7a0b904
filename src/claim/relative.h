#pragma once
#include <optional>

#include "claim/kinds.h"
#include "claim/tree.h"

/// Relative clauses: of what they are told.
namespace deconflict::claim {

/// "Who", "whom", "which" or "that" in place of a noun.
bool is_relative(const Annotation& a, const Tree& tree, TokenIndex i);

/// The noun of a clause. "The mayor of a town in the north, who was abducted": "who" is no place, however near one stands.
std::optional<TokenIndex> noun_of(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex clause);

/// For a relative pronoun in a clause the noun of the clause; any other word as it is.
TokenIndex stands_for(const Annotation& a, const Tree& tree, const Kinds& kinds, TokenIndex word, TokenIndex clause);

}  // namespace deconflict::claim
