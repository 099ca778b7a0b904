#include "cli/ledgers.h"

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"

namespace deconflict::cli {

store::Provenance provenance_of(const Pipeline& pipeline) {
  std::string program = DECONFLICT_VERSION;
  if (const auto self = MappedFile::open("/proc/self/exe")) program += " (build " + hex(hash64(self->bytes())) + ")";
  const place::Gazetteer& gazetteer = pipeline.gazetteer();
  return {program, pipeline.knowledge_version(), pipeline.model_version(), gazetteer.version(), std::string(gazetteer.sources())};
}

void fail_ledger(Session& session, const Error& error) {
  complain(error);
  session.status = error.code.starts_with("usage.") ? kUsage : kLedger;
}

bool is_moment(const std::string& text) {
  if (!parse_iso_day(text.substr(0, 10))) return false;
  if (text.size() == 10) return true;
  // Times are compared as text: 12:00:00Z, 12:00:00.000Z
  static constexpr std::string_view kForm = "T00:00:00.000Z";
  std::string digits_made_zero = text.substr(10);
  for (char& c : digits_made_zero)
    if (c >= '0' && c <= '9') c = '0';
  return digits_made_zero == kForm || digits_made_zero == "T00:00:00Z";
}

std::string last_moment(const std::string& day_or_time) { return day_or_time.size() == 10 ? day_or_time + "T23:59:59.999Z" : day_or_time; }

void mind_the_day(const char* option, const std::string& day) {
  if (day.empty() || last_moment(day) <= utc_now()) return;
  complain(std::string(option) + " " + day + ": that day is not over, and the ledger stands then as it does now; a ledger is asked for the days on which it was written, not for those it tells of");
}

void mind_the_joining(store::Ledger& ledger) {
  const auto linked = ledger.linked();
  if (linked && !*linked) complain(ledger.path() + ": the claims of some of its documents are not joined into events yet: a run was stopped, or is still at work; `" + command() + " ingest` with the same paths goes on where it was");
}

std::optional<store::Ledger> open_ledger(Session& session, const std::string& path) {
  auto ledger = store::Ledger::open(path, store::Ledger::Access::read);
  if (ledger) return std::move(*ledger);
  fail_ledger(session, ledger.error());
  return std::nullopt;
}

Result<Target> find_target(store::Ledger& ledger, const std::string& name) {
  constexpr std::size_t kShown = 5;
  auto one_of = [&](Result<std::vector<std::string>> ids, const std::string& prefix, const char* what) -> Result<std::string> {
    if (!ids) return ids.error();
    if (ids->empty()) return Error{"usage.target", "", std::string("there is no ") + what + " '" + prefix + "' in " + ledger.path()};
    if (ids->size() == 1 || ids->front() == prefix) return ids->front();
    std::string list;
    for (std::size_t i = 0; i < ids->size() && i < kShown; ++i) list += (i == 0 ? "" : ", ") + (*ids)[i];
    return Error{"usage.target", "", "several begin with '" + prefix + "': " + list + (ids->size() > kShown ? " …" : "") + "; give more of it"};
  };
  const auto hash = name.rfind('#');
  if (hash == std::string::npos) {
    auto id = one_of(ledger.event_ids(name, kShown + 1), name, "event");
    if (!id) return id.error();
    return Target{*id, {}};
  }
  auto document = one_of(ledger.document_ids(name.substr(0, hash), kShown + 1), name.substr(0, hash), "document");
  if (!document) return document.error();
  return Target{{}, {*document, name.substr(hash + 1)}};
}

}  // namespace deconflict::cli
