#pragma once
#include "store/ledger.h"
#include "store/sqlite.h"

namespace deconflict::store {

/// A result's error leaves the calling function.
#define STORE_TRY(expression) \
  if (auto tried = (expression); !tried) return tried.error()

struct Ledger::State {
  Database db;
  bool writing = false;

  /// Readers go on while documents are written, and a killed run loses nothing that was committed. Not done before there
  /// is something to write, so that a run that changes nothing leaves the file alone.
  Result<void> prepare_to_write();
  Result<void> close_document(const std::string& id, bool keep_text, const std::string& now);
  Result<void> put_one(const Entry& entry, const std::string& input, const Provenance& by, const std::string& now);
  Result<void> put_claims(const Entry& entry, const std::string& now);
  Result<void> close_event(const std::string& id, const std::string& now);
  Result<void> put_event_parts(const Event& event);
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

/// "a; b; c", each once, in order.
std::string join_names(const std::vector<std::string>& names);
/// "|id|folded name|": what the filters for actors and voices look into.
void add_key(std::string& keys, std::string_view id, std::string_view name);

}  // namespace deconflict::store
