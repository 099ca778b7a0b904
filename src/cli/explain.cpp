#include <algorithm>
#include <cstdio>

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

Error no_claim(const ClaimRef& ref) { return {"usage.target", "", "document '" + ref.doc + "' has no claim '" + ref.claim + "'"}; }

/// Reads the document again with the trace on: the ledger keeps what was decided, this says why.
void explain_claim(Session& session, store::Ledger& ledger, const ClaimRef& ref, bool json) {
  auto stored = ledger.document(ref.doc);
  if (!stored) return fail_ledger(session, stored.error());
  const auto& kept = (*stored)->annotation.claims;
  const auto before = std::find_if(kept.begin(), kept.end(), [&](const Claim& c) { return c.id == ref.claim; });
  if (before == kept.end()) return fail_ledger(session, no_claim(ref));
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  const Annotation a = pipeline->annotate(*(*stored)->document, record::Layers::standard(), true);
  if (!((*stored)->provenance == provenance_of(*pipeline)))
    complain("this document was read by another build (" + (*stored)->provenance.program + "); what follows is what this build makes of it");
  // Another build may number claims otherwise: the trigger says which one is meant.
  auto found = std::find_if(a.claims.begin(), a.claims.end(), [&](const Claim& c) { return c.trigger == before->trigger && c.kind == before->kind; });
  if (found == a.claims.end()) found = std::find_if(a.claims.begin(), a.claims.end(), [&](const Claim& c) { return c.trigger == before->trigger; });
  if (found == a.claims.end()) {
    complain("this build finds no such claim in the document; `deconflict ingest` again brings the ledger up to it");
    session.status = kFailed;
    return;
  }
  if (json) {
    json::Writer out;
    record::write_claim(out, *found);
    emit(std::string(out.text()) + "\n");
    return;
  }
  Screen screen = Screen::of_stdout();
  screen.wrap({}, {{kind_in_words(found->kind), tone_of(found->kind)}}, {{ref.doc + "#" + ref.claim, Tone::faint}});
  show_claim(a, *found, found->kind, screen);
  screen.blank();
  for (const Reason& r : found->why) {
    std::string head = "  " + r.field;
    head.append(columns(head) < 14 ? 14 - columns(head) : 1, ' ');
    Pieces body = {{r.outcome, Tone::plain}};
    if (!r.span.empty() && r.span.end <= a.text.size())
      body.push_back({"  “" + std::string(a.surface(r.span)) + "” [" + std::to_string(r.span.begin) + "," + std::to_string(r.span.end) + ")", Tone::good});
    screen.wrap({{head, Tone::bold}}, body, {{r.rule, Tone::faint}});
  }
  if (found->why.empty()) screen.wrap({{"  ", Tone::plain}}, {{"no reason was recorded", Tone::warn}});
  emit(screen.take());
}

void explain_event(Session& session, store::Ledger& ledger, const std::string& id, bool json) {
  auto row = ledger.event(id);
  if (!row) return fail_ledger(session, row.error());
  if (!*row) return fail_ledger(session, {"usage.target", "", "there is no event '" + id + "' in " + ledger.path()});
  const Event& e = (*row)->event;
  if (json) {
    emit(record::event_json(e) + "\n");
    return;
  }
  Screen screen = Screen::of_stdout();
  screen.wrap({}, {{kind_in_words(e.kind), tone_of(e.kind)}}, {{e.id, Tone::faint}});
  screen.wrap({}, {{e.claims.size() == 1 ? "One claim tells of it; nothing was joined." : std::to_string(e.claims.size()) + " claims were joined, for these reasons:", Tone::plain}});
  screen.blank();
  for (const auto& w : e.why) {
    char score[32];
    std::snprintf(score, sizeof score, "%.2f", w.score);
    screen.wrap({{"  ", Tone::plain}}, {{w.a.doc + "#" + w.a.claim, Tone::bold}, {" = ", Tone::faint}, {w.b.doc + "#" + w.b.claim, Tone::bold}}, {{score, Tone::faint}});
    for (const auto& reason : w.reasons) screen.wrap({{"    · ", Tone::faint}}, {{reason, Tone::plain}});
  }
  if (!e.claims.empty()) {
    screen.blank();
    screen.wrap({}, {{"Why one of its claims was read as it was:", Tone::faint}});
    screen.wrap({}, {{command() + " explain '" + e.claims.front().doc + "#" + e.claims.front().claim + "' --in " + ledger.path(), Tone::faint}});
  }
  emit(screen.take());
}

void run(Session& session, const Options& options) {
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  auto target = find_target(*ledger, options.target);
  if (!target) return fail_ledger(session, target.error());
  if (target->event.empty()) explain_claim(session, *ledger, target->claim, options.json);
  else explain_event(session, *ledger, target->event, options.json);
}

}  // namespace

void add_explain(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("explain", "Say why a claim was read as it was, or why claims were joined");
  auto options = std::make_shared<Options>();
  verb->add_option("target", options->target, "DOCUMENT#claim, or an event's id or its beginning")->required();
  verb->add_option("--in", options->in, "The ledger")->required();
  verb->add_flag("--json", options->json, "The record with its \"why\" as JSON");
  verb->footer("Example:\n  deconflict explain 'reports/qamishli.txt#c2' --in war.gpkg\n  deconflict explain e3f9 --in war.gpkg");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
