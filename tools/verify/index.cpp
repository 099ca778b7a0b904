#include "verify.h"

namespace deconflict::verify {

namespace {

void check_list(const Ledger& ledger, Report& report) {
  auto rows = ledger.rows(
      "SELECT e.id, l.rank, e.when_begin, l.id IS e.id AND l.kind IS e.kind AND l.last_day IS coalesce(e.when_end, e.when_begin) AND l.time_precision IS e.time_precision AND "
      "l.place_precision IS e.place_precision AND l.lat IS e.lat AND l.lon IS e.lon AND l.contested IS e.contested AND l.n_voices IS e.n_voices AND l.n_claims IS e.n_claims "
      "FROM events e LEFT JOIN event_list l ON l.fid = e.fid ORDER BY l.rank");
  std::string day;
  while (rows.next()) {
    const auto wrong = [&](const char* what) { report.problem("event_list", rows.text(0), what); };
    if (rows.null(1)) {
      wrong("the event is not in it");
      continue;
    }
    if (rows.integer(3) == 0) wrong("its row is not as the event is");
    if (rows.null(2) != (rows.integer(1) < 0) || rows.text(2) < day) wrong("its rank is not in the order of the days");
    day = rows.string(2);
  }
}

void check_words(const Ledger& ledger, Report& report) {
  const auto unless_none = [&](const char* table, const std::string& sql, const std::string& what) {
    const auto n = ledger.integer(sql);
    if (n != 0) report.problem(table, "rows", std::to_string(n) + what);
  };
  unless_none("event_list", "SELECT count(*) FROM event_list WHERE fid NOT IN (SELECT fid FROM events)", " rows have no event");
  unless_none("event_text", "SELECT count(*) FROM event_list WHERE rank NOT IN (SELECT id FROM event_text_content)", " events are not in it");
  unless_none("event_text", "SELECT count(*) FROM event_text_content WHERE id NOT IN (SELECT rank FROM event_list)", " rows have no event");
  unless_none("event_named", "SELECT count(*) FROM event_named WHERE rank NOT IN (SELECT rank FROM event_list) OR name NOT IN (SELECT name FROM event_names)", " rows lead nowhere");
  unless_none("event_names", "SELECT count(*) FROM event_names n WHERE NOT EXISTS (SELECT 1 FROM event_named d WHERE d.name = n.name)", " names have no event");
  for (const std::string role : {"kind", "actor", "voice", "place", "contested"}) {
    const std::string has = role == "contested" ? "e.contested" : "e." + role + (role == "actor" || role == "voice" ? "_keys" : "") + " IS NOT NULL";
    unless_none("event_named",
                "SELECT count(*) FROM events e JOIN event_list l ON l.fid = e.fid WHERE " + has + " AND l.rank NOT IN (SELECT d.rank FROM event_names n JOIN event_named d ON d.name = n.name WHERE n.role = '" + role + "')",
                " events are not found by their " + role);
  }
  unless_none("event_named", "SELECT count(*) FROM event_names n JOIN event_named d ON d.name = n.name JOIN event_list l ON l.rank = d.rank WHERE n.role = 'kind' AND n.words <> l.kind",
              " events are found by another kind than theirs");
}

}  // namespace

void check_index(const Ledger& ledger, Report& report) {
  check_list(ledger, report);
  check_words(ledger, report);
}

}  // namespace deconflict::verify
