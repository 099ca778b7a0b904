#pragma once
#include <optional>

#include "claim/tree.h"

/// What the news is measured by: "the deadliest raid since …". It was then, and elsewhere.
namespace deconflict::claim {

/// Is the noun what something outdoes: "the deadliest attack since the raid on Oldtown in August", "the first since the siege", "for the third
/// time since the flood"?
bool is_measure(const Annotation& a, const Tree& tree, TokenIndex noun);

/// "The deadliest assault since a 2018 spree of killing, in which 71 died": the "since" behind which word i tells of what the news is measured
/// by; nullopt where it does not. It asks of any word of a sentence, so only words count that surely outdo.
std::optional<TokenIndex> measured_since(const Annotation& a, const Tree& tree, TokenIndex i);

}  // namespace deconflict::claim
