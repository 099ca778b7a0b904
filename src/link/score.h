#pragma once
#include <string>
#include <vector>

#include "link/item.h"

namespace deconflict::link {

/// A pair that can't be one happening, whatever else agrees.
inline constexpr double kNever = -100;
/// What a pair must reach to be joined: within a document (a report tells of few things, at length) and across.
inline constexpr double kThresholdWithin = 1.8;
inline constexpr double kThresholdAcross = 2.6;

inline double threshold(const Item& a, const Item& b) { return a.doc_rank == b.doc_rank ? kThresholdWithin : kThresholdAcross; }

/// How much speaks for two claims telling of one happening. `reasons`, where given, gets what was weighed, in words.
double score(const Item& a, const Item& b, std::vector<std::string>* reasons = nullptr);

}  // namespace deconflict::link
