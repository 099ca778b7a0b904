#pragma once
#include <optional>
#include <vector>

#include "claim/trigger.h"

namespace deconflict::claim {

/// What an auxiliary or a verb of plans makes of an act that is yet to come: a promise ("will release the hostages", "plans to send
/// aid"), a demand ("must leave").
struct Intent {
  Hit hit;                         ///< the auxiliary or the verb of plans; `head` is the verb of its clause
  std::optional<std::size_t> act;  ///< index into the hits: what is promised
};

/// Intents of the active main clauses and reported clauses of a text, in text order; none where the clause is negated or conditional.
std::vector<Intent> find_intents(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const std::vector<Hit>& hits);

}  // namespace deconflict::claim
