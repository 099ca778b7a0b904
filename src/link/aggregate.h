#pragma once
#include <string>
#include <vector>

#include "deconflict/event.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

/// A claim as it counts for its event: its origins with copies put under one.
struct Told {
  const Item* item = nullptr;
  std::vector<Origin> origins;
};

/// The members of a cluster; a claim that repeats another document's words has that one's origins.
std::vector<Told> tell(const std::vector<Item>& items, const Cluster& cluster);

/// Everything of the event but its contradictions.
Event aggregate(const std::vector<Item>& items, const Cluster& cluster, const std::vector<Told>& told);

/// Values of different voices that can't both be true.
std::vector<Contradiction> contradictions(const std::vector<Told>& told);

/// Does a smaller number of one report count a part of its larger one ("a child was among them")?
/// `part` is an element of `told`.
bool part_of_total(const Told& part, const Toll& toll, const std::vector<Told>& told);

/// Different values of one field that an event keeps at most: more is no report of one happening.
inline constexpr std::size_t kMostValues = 64;

inline bool says_it_happened(const Item& item) { return item.modality == Modality::actual; }

}  // namespace deconflict::link
