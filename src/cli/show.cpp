#include <map>

#include <CLI/CLI.hpp>

#include "cli/article_view.h"
#include "cli/event_view.h"
#include "cli/ledgers.h"
#include "record/record.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string target, in;
  bool json = false;
};

void show_one_event(Session& session, store::Ledger& ledger, const std::string& id, bool json) {
  auto row = ledger.event(id);
  if (!row) return fail_ledger(session, row.error());
  if (!*row) return fail_ledger(session, {"usage.target", "", "there is no event '" + id + "' in " + ledger.path()});
  if (json) {
    emit(record::event_json((*row)->event) + "\n");
    return;
  }
  std::map<std::string, std::unique_ptr<store::StoredDocument>> documents;
  std::optional<Error> failed;
  auto document = [&](const std::string& doc) -> const store::StoredDocument* {
    const auto [at, fresh] = documents.try_emplace(doc);
    if (fresh) {
      auto stored = ledger.document(doc);
      if (stored) at->second = std::move(*stored);
      else failed = stored.error();
    }
    return at->second.get();
  };
  Screen screen = Screen::of_stdout();
  show_event(**row, document, screen);
  if (failed) return fail_ledger(session, *failed);
  emit(screen.take());
}

void show_one_claim(Session& session, store::Ledger& ledger, const ClaimRef& ref, bool json) {
  auto stored = ledger.document(ref.doc);
  if (!stored) return fail_ledger(session, stored.error());
  const auto& claims = (*stored)->annotation.claims;
  const auto found = std::find_if(claims.begin(), claims.end(), [&](const Claim& c) { return c.id == ref.claim; });
  if (found == claims.end())
    return fail_ledger(session, {"usage.target", "", "document '" + ref.doc + "' has no claim '" + ref.claim + "'" +
                                                         (claims.empty() ? "; it has none" : "; it has " + claims.front().id + " to " + claims.back().id)});
  auto event = ledger.event_of(ref);
  if (!event) return fail_ledger(session, event.error());
  if (json) {
    json::Writer out;
    record::write_claim(out, *found);
    emit(std::string(out.text()) + "\n");
    return;
  }
  Screen screen = Screen::of_stdout();
  const Document& d = *(*stored)->document;
  screen.wrap({}, {{kind_in_words(found->kind), tone_of(found->kind)}}, {{ref.doc + "#" + ref.claim, Tone::faint}});
  screen.wrap({}, {{d.title.empty() ? d.id : d.title, Tone::bold}, {d.outlet.empty() ? "" : " · " + d.outlet, Tone::voice}, {d.published.empty() ? "" : " · " + day_in_words(d.published), Tone::faint}});
  auto copies = ledger.copies(ref.doc);
  if (!copies) return fail_ledger(session, copies.error());
  for (const auto& row : *copies) screen.wrap({{"  ", Tone::plain}}, {{record::copy_in_words(row.who, row.whom, row.copy.share, row.copy.basis), Tone::faint}}, {{(row.copy.document == ref.doc ? row.copy.of : row.copy.document), Tone::faint}});
  auto credits = ledger.credits(ref.doc);
  if (!credits) return fail_ledger(session, credits.error());
  for (const auto& c : *credits)
    if (c.whole) screen.wrap({{"  ", Tone::plain}}, {{"credited to " + c.name, Tone::faint}});
  show_claim((*stored)->annotation, *found, found->kind, screen);
  screen.wrap({{"     ", Tone::plain}}, {{event->empty() ? "joined with no event" : "tells of event " + *event, Tone::faint}});
  emit(screen.take());
}

void run(Session& session, const Options& options) {
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  auto target = find_target(*ledger, options.target);
  if (!target) return fail_ledger(session, target.error());
  if (target->event.empty()) show_one_claim(session, *ledger, target->claim, options.json);
  else show_one_event(session, *ledger, target->event, options.json);
}

}  // namespace

void add_show(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("show", "Show one event with its rival values, voices and words, or one claim");
  auto options = std::make_shared<Options>();
  verb->add_option("target", options->target, "An event's id or its beginning, or DOCUMENT#claim")->required();
  verb->add_option("--in", options->in, "The ledger")->required();
  verb->add_flag("--json", options->json, "The record as JSON");
  verb->footer("Example:\n  deconflict show e3f9 --in war.gpkg\n  deconflict show 'reports/qamishli.txt#c2' --in war.gpkg");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
