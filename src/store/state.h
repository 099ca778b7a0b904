#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "review/review.h"
#include "store/ledger.h"
#include "store/sqlite.h"

namespace deconflict::store {

/// A result's error leaves the calling function.
#define STORE_TRY(expression) \
  if (auto tried = (expression); !tried) return tried.error()

struct Ledger::State {
  Database db;
  bool writing = false;
  bool grown = false;  ///< documents came or were joined since it was opened: how its tables are filled may have changed
  std::string joining = {};  ///< what `meta` holds for `linked` while this connection joins claims; empty: it does not

  /// Readers go on while documents are written, and a killed run loses nothing that was committed. Not done before there
  /// is something to write, so that a run that changes nothing leaves the file alone.
  Result<void> prepare_to_write();
  Result<void> close_document(const std::string& id, bool keep_text, const std::string& now);
  /// Time never runs backwards in a ledger: of two programs that write it the one that began first may come last, and clocks are set back.
  /// → `now`, or the time that was written last where that is later. REQUIRES a transaction that writes
  Result<std::string> time_of_writing(const std::string& now);
  /// Is what this connection joins still to be written: no other has begun to join since? REQUIRES a transaction that writes
  Result<bool> still_joining();
  /// The row of a build; made where there is none. → its id
  Result<std::string> put_build(const Provenance& by, const std::string& now);
  Result<void> put_one(const Entry& entry, const std::string& input, const std::string& build, const std::string& now);
  Result<void> put_claims(const Entry& entry, const std::string& build, const std::string& now);
  /// Reviews that stand, with their claims as they are now; of those ids alone, where given.
  Result<std::vector<review::Resolved>> standing_reviews(const std::set<std::string>* ids = nullptr);
  Result<std::optional<ClaimRef>> find_claim(const review::ClaimKey& key);
  /// Events of those rows, in that order; what is no longer there is left out.
  Result<void> each_row(const std::vector<std::int64_t>& rows, const std::function<bool(EventRow&&)>& one);
  Result<void> each_as_of(const Filter& filter, const std::function<bool(EventRow&&)>& one);
  /// Rows of a table and, at a time, of its history, as they stood then; now where `as_of` is empty. By id.
  Result<void> each_state(const std::string& columns, const std::string& table, const std::string& as_of, const std::function<void(const Statement&)>& one);
  /// As put_copies left it; empty where nothing was joined yet. With documents: what is known of them.
  Result<CopyGraph> copy_graph(const std::set<std::string>* documents = nullptr);
  /// Lays reviews over linked events: what stands instead of them. Keeps those linked ones that it changes, and what became of each review.
  /// only: the claims of all that may change; nullptr: anything may
  Result<review::Outcome> overlay(const std::vector<Event>& linked, const std::vector<review::Resolved>& reviews, const link::Wholes& wholes, const std::set<ClaimRef>* only = nullptr);
};

/// Runs `body` in a transaction; rolls back where it fails.
template <class F>
Result<void> transaction(Database& db, F&& body) {
  if (auto r = db.run("BEGIN IMMEDIATE"); !r) return r;
  Result<void> done = body();
  if (done) done = db.run("COMMIT");
  if (!done && db.in_transaction()) (void)db.run("ROLLBACK").has_value();
  return done;
}

std::string build_of(const Provenance& by);
/// "a; b; c", each once, in order.
std::string join_names(const std::vector<std::string>& names);
/// "|id|folded name|": what the filters for actors and voices look into.
void add_key(std::string& keys, std::string_view id, std::string_view name);

}  // namespace deconflict::store
