#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/ledger.h"

namespace deconflict::store {

/// A ledger as it stands, or as it stood at the end of a day or at a time in UTC.
struct Moment {
  Ledger* ledger = nullptr;
  std::string as_of;  ///< empty: now
};

struct FieldChange {
  std::string field;
  std::string before, after;  ///< in words
};

struct EventChange {
  enum class What { added, gone, changed } what = What::added;
  Event event;            ///< as it is afterwards; of a gone one, as it was
  std::string id_before;  ///< where the id has changed as well
  std::vector<FieldChange> fields;
  std::vector<std::string> reasons;  ///< new document …, review …, read by another build …, joined into …
};

struct Difference {
  std::vector<std::string> documents_added, documents_gone, documents_changed;  ///< ids, sorted
  std::vector<std::string> builds;  ///< of those that read or joined `b` and not `a`: "b0123456789abcdef: program 0.1 …"
  std::uint64_t events_same = 0;
};

/// What is in `b` and not in `a`, the other way round, and what differs, each with its reasons.
/// out     events by id, one call each; false from `one` ends it
/// errors  those of the ledgers
Result<Difference> compare(const Moment& a, const Moment& b, const std::function<bool(EventChange&&)>& one);

}  // namespace deconflict::store
