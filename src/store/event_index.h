#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/sqlite.h"

/// What questions to a large ledger are answered from: every event by its rank, and the names that lead to it.
///   event_list   one narrow row an event, by rank (`fid`: its row in `events`); what filters look at beside names
///   event_names  each name once, with what it is the name of; a part of a name is looked for here
///   event_named  the ranks of each name
///   event_text   the words, by rank (FTS5)
/// Ranks ascend with the day, so that each of them gives the newest events first and the reading stops at a full page.
namespace deconflict::store {

/// The first rank of a day; those without one come before all days.
std::int64_t first_rank(std::string_view day);
inline constexpr std::int64_t kFirstUndated = -(std::int64_t{1} << 50);
inline constexpr std::int64_t kRanksADay = std::int64_t{1} << 22;

/// How long a happening goes on, as the power of two that its days reach; -1: it begins and ends on one day.
int lasting_class(std::string_view begin, std::string_view end);

class EventIndex {
 public:
  EventIndex() = default;  ///< of no ledger
  static Result<EventIndex> open(Database& db);
  /// The event of that row of `events`; `words` are those that a search should find. In order of the days it is quickest.
  Result<void> add(std::int64_t fid, std::string_view words);
  Result<void> drop(std::int64_t fid);
  /// Forgets names that lead nowhere any more.
  Result<void> finish();

 private:
  using Name = std::pair<std::string, std::string>;  ///< what it is the name of, and the words
  struct Indexed {
    std::string day;
    std::vector<Name> names;
  };
  explicit EventIndex(Database& db) : db_(&db) {}
  Result<void> prepare();
  Result<std::int64_t> rank_for(std::string_view day);
  Result<std::int64_t> name(const Name& wanted);
  Result<Indexed> read(std::int64_t fid);

  Database* db_ = nullptr;
  Statement read_, last_of_, put_, rank_, unlist_, put_words_, drop_words_, find_name_, put_name_, put_named_, drop_named_, unused_;
  std::map<Name, std::int64_t> known_;
  std::vector<Name> left_;  ///< names that events had which were dropped
};

/// The tables, empty.
std::string event_index_tables();
/// Fills them from the events; `words` gives those of a row.
Result<void> index_all_events(Database& db, const std::string& words_of_row);

}  // namespace deconflict::store
