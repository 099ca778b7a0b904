#pragma once
#include <functional>
#include <string>
#include <vector>

#include "deconflict/event.h"
#include "link/cluster.h"
#include "link/item.h"

namespace deconflict::link {

/// A claim as it counts for its event: its origins with copies put under one.
struct Told {
  const Item* item = nullptr;
  const Annotation* doc = nullptr;
  const Claim* claim = nullptr;
  Home home;  ///< where its words come from
  std::vector<Origin> origins;

  ClaimRef ref() const { return {doc->id, claim->id}; }
};

/// The record of a document of the lineup, by its rank.
using RecordOf = std::function<const Annotation&(std::uint32_t rank)>;

/// The members of a cluster; a claim that repeats another document's words has that one's origins. Views the records.
std::vector<Told> tell(const Lineup& lineup, const Cluster& cluster, const RecordOf& record);

/// The earlier published report before the later, one without a day last; within a report as it tells them.
bool told_before(const Item& a, const Item& b);
/// The claim that names the event: its id stays while later reports come in. The number of its item.
std::uint32_t first_told(const std::vector<Item>& items, const Cluster& cluster);

/// The event, whole. `first`: see first_told
Event aggregate(const std::vector<Item>& items, const Cluster& cluster, const std::vector<Told>& told, const Item& first);

/// Who did it and who suffered it: the named parties, those told most first; what is only described ("gunmen") where no better is known.
std::vector<EventActor> parties_of(const std::vector<Told>& told);

/// "e" and sixteen hexadecimal digits.
std::string hashed_id(std::string_view key);

/// Values of different voices that can't both be true.
std::vector<Contradiction> contradictions(const std::vector<Told>& told);

/// Does a smaller number of one report count a part of its larger one ("a child was among them")?
/// `part` is an element of `told`.
bool part_of_total(const Told& part, const Toll& toll, const std::vector<Told>& told);

/// A smaller number, told last on one day, and a larger one, told first on another: did the toll rise from the one to the other?
inline bool grew(std::string_view last_told_less, std::string_view first_told_more) { return !last_told_less.empty() && last_told_less < first_told_more; }

/// Different values of one field that an event keeps at most: more is no report of one happening.
inline constexpr std::size_t kMostValues = 64;

inline bool says_it_happened(const Told& told) { return told.item->modality == Modality::actual; }

}  // namespace deconflict::link
