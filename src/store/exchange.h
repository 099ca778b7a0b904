#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "deconflict/event.h"
#include "store/event_index.h"
#include "store/sqlite.h"

namespace deconflict::store {

/// What an event's row shows of its claims beside the record.
struct Told {
  std::set<Realis> realis;
  bool background = true;
  std::string evidence;  ///< of the first claim
  std::string words;     ///< all that a search should find
};

/// Puts events in the place of those that stand, one by one, however many they are: those that are new or have changed wait in a
/// temporary table until all are known. One that has not changed is not touched.
class Exchange {
 public:
  /// Outside a transaction, or in one.
  static Result<Exchange> begin(Database& db);
  /// An event that is to stand; each id once.
  Result<void> offer(const Event& event);
  /// Takes back all that was offered.
  Result<void> forget();
  /// In a transaction: closes what stands and was not offered as it is, and opens the rest of what was.
  /// scope    ids of those that may be closed; nullptr: all. removed: id → why, for those that a person took away
  Result<void> finish(const std::set<std::string>* scope, const std::map<std::string, std::string>& removed, const std::string& build, const std::string& now);

 private:
  explicit Exchange(Database& db) : db_(&db) {}
  Result<std::vector<std::string>> not_offered(const std::set<std::string>* scope);
  Result<void> close(const std::string& id, const std::string& ended, const std::string& now);
  Result<void> open_offered(const std::string& build, const std::string& now);
  Result<void> open(const Event& event, const std::string& content, const std::string& record, const std::string& build, const std::string& now);
  Result<void> put_parts(const Event& event);
  Result<std::string> where_it_went(const std::string& id);

  Database* db_;
  Statement claim_, stands_, offer_, insert_;
  EventIndex index_;
};

}  // namespace deconflict::store
