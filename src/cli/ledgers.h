#pragma once
#include <optional>
#include <string>

#include "base/clock.h"
#include "cli/verbs.h"
#include "store/ledger.h"

/// What the verbs that work on a ledger share.
namespace deconflict::cli {

/// This build with its data, as ledgers record it. The program's own bytes belong to it: a rebuilt program may read
/// otherwise under the same version.
store::Provenance provenance_of(const Pipeline& pipeline);

/// Complains and sets the exit status that the error calls for.
void fail_ledger(Session& session, const Error& error);

/// Opens a ledger for reading, or complains, sets the status and returns nothing.
std::optional<store::Ledger> open_ledger(Session& session, const std::string& path);

/// Does an option tell a day (2017-09-19) or a time in UTC (2017-09-19T12:00:00Z)?
bool is_moment(const std::string& text);

/// The end of a day, or the time as it is: as such they are compared.
std::string last_moment(const std::string& day_or_time);

/// Says so where the day (or time) of an option is not over: the ledger stands then as it does now.
void mind_the_day(const char* option, const std::string& day);

/// Says so where claims wait to be joined: a run was stopped, or is at work, and events do not rest on all documents.
void mind_the_joining(store::Ledger& ledger);

/// One event or one claim, as a person names it on the command line.
struct Target {
  std::string event;  ///< id; empty: a claim
  ClaimRef claim;
};

/// "EVENT" or "DOC#claim"; the beginning of an id is enough where only one begins so.
/// errors: usage.target saying what there is
Result<Target> find_target(store::Ledger& ledger, const std::string& name);

}  // namespace deconflict::cli
