#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"
#include "deconflict/event.h"
#include "deconflict/result.h"

namespace deconflict::link {

/// What a run cost; for tests of its growth.
struct Stats {
  std::uint64_t comparisons = 0;  ///< pairs of claims that were scored
};

/// Ids of the bodies by whose names a report might call the people of an entity on any of the days from first to last
/// ("YYYY-MM-DD", empty where not known); see name::Histories::wholes.
using Wholes = std::function<std::vector<std::string>(std::string_view id, std::string_view first_day, std::string_view last_day)>;

/// Joins claims of one happening, within and across documents, counts each origin once, and sets rival values side by side.
/// in      annotation records (text is not needed); their order does not matter. wholes: may be empty, then only the parents
///         that the records name tell who belongs to whom
/// copies  who repeats whose words: claims in repeated words have the origin of those who had them first; nullptr: not known
/// out     events in the order in which the reports tell them, the first published first; the same, ids included, whatever the order of the records. Work grows linearly with the claims
std::vector<Event> link(const std::vector<const Annotation*>& records, const Wholes& wholes = {}, Stats* stats = nullptr, const CopyGraph* copies = nullptr);

class Lineup;

/// The same for more records than memory holds: it keeps of each claim what comparing reads, and asks for a record again to tell an event.
class Linker {
 public:
  explicit Linker(Wholes wholes = {});
  ~Linker();
  Linker(const Linker&) = delete;
  Linker& operator=(const Linker&) = delete;

  /// First every record, by the hash of its text and then its id; then who repeats whom; then every record again, in the same order.
  void learn(const Annotation& record);
  void set_copies(const CopyGraph* copies);
  void add(const Annotation& record);

  /// Gives the record that came as the n-th, from 0, once more.
  using Reader = std::function<Result<std::shared_ptr<const Annotation>>(std::uint32_t number)>;
  /// out     one event after another, in the order of link(). errors: those of `record` and of `one`, which end it
  Result<void> join(const Reader& record, const std::function<Result<void>(Event&&)>& one, Stats* stats = nullptr);

 private:
  std::unique_ptr<Lineup> lineup_;
};

/// The event of just those claims, whatever linking would make of them: for what a person joined or took apart.
/// in      the records of their documents; wholes and copies as for link
/// out     no id and no claims where the records hold none of them
Event as_one(const std::vector<const Annotation*>& records, const std::vector<ClaimRef>& claims, const Wholes& wholes = {}, const CopyGraph* copies = nullptr);

/// By how much a join of two claims exceeds what was asked of it; small: it was joined on weak grounds.
double margin(const MergeReason& join);

/// Drops from a record what linking does not read, so that the records of a large corpus fit in memory.
void keep_what_links(Annotation& record);

/// Are two links of a chain side by side, not one behind the other? "Citing state media and the Observatory" names two under
/// one word; "the ministry told the agency" does not.
bool side_by_side(const Voice& a, const Voice& b);

}  // namespace deconflict::link
