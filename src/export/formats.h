#pragma once
#include "export/export.h"
#include "export/plain.h"
#include "export/story.h"

/// One function a format; each lies in the file of its name.
namespace deconflict::exports {

/// A claim of a story as GDELT's table of mentions has it.
struct Mention {
  const Story* story = nullptr;
  const Telling* telling = nullptr;
};

const Columns<Story>& plover_columns();
const Columns<Story>& acled_columns();
const Columns<Story>& ucdp_columns();
const Columns<Story>& gdelt_columns();
const Columns<Mention>& gdelt_mention_columns();

Result<Report> write_ndjson(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out);
Result<Report> write_csv(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out);
Result<Report> write_geojson(store::Ledger& ledger, const store::Filter& filter, const Out& out);
Result<Report> write_kml(store::Ledger& ledger, const store::Filter& filter, const Out& out);
Result<Report> write_plover(store::Ledger& ledger, const store::Filter& filter, const Out& out);
Result<Report> write_acled(store::Ledger& ledger, const store::Filter& filter, const Out& out);
Result<Report> write_ucdp(store::Ledger& ledger, const store::Filter& filter, const Out& out);
Result<Report> write_gdelt(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out);

/// errors: usage.format where a file of the format cannot hold that
Result<void> check(Format format, What what);

/// The stories of the events that `leave_out` has nothing against, with their tolls by `rule`, where one is wanted; it says why another is left out, in words that follow a number ("without a day").
template <class LeaveOut, class Line>
Result<Report> each_story(store::Ledger& ledger, const store::Filter& filter, std::optional<store::TollRule> rule, LeaveOut&& leave_out, Line&& line) {
  Report report;
  Stories stories(ledger, rule);
  Result<void> failed;
  auto done = ledger.each_event(filter, [&](store::EventRow&& row) {
    auto story = stories.of(std::move(row));
    if (!story) {
      failed = story.error();
      return false;
    }
    if (const char* why = leave_out(*story); why != nullptr) {
      ++report.left_out[why];
      return true;
    }
    ++report.rows;
    return line(*story);
  });
  if (!failed) return failed.error();
  if (!done) return done.error();
  return report;
}

}  // namespace deconflict::exports
