#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/json.h"
#include "cli/article_view.h"
#include "cli/ledgers.h"
#include "record/record.h"
#include "store/compare.h"

namespace deconflict::cli {

namespace {

using store::EventChange;

struct Options {
  std::string a, b, from, to;
  bool json = false;
};

const char* name_of(EventChange::What what) { return what == EventChange::What::added ? "added" : what == EventChange::What::gone ? "gone" : "changed"; }

void write_strings(json::Writer& out, std::string_view key, const std::vector<std::string>& list) {
  out.key(key).begin_array();
  for (const auto& item : list) out.value(item);
  out.end_array();
}

bool write_json(const EventChange& c) {
  json::Writer out;
  out.begin_object().key("change").value(name_of(c.what)).key("event").value(c.event.id).key("event_before").text_or_null(c.id_before).key("kind").value(c.event.kind);
  out.key("fields").begin_array();
  for (const auto& f : c.fields) out.begin_object().key("field").value(f.field).key("before").value(f.before).key("after").value(f.after).end_object();
  out.end_array();
  write_strings(out, "reasons", c.reasons);
  out.key("record");
  record::write_event(out, c.event);
  out.end_object();
  return emit(std::string(out.text()) + "\n");
}

bool show(const EventChange& c, Screen& screen) {
  const Event& e = c.event;
  const char* mark = c.what == EventChange::What::added ? "+ " : c.what == EventChange::What::gone ? "- " : "~ ";
  const Tone tone = c.what == EventChange::What::added ? Tone::good : c.what == EventChange::What::gone ? Tone::warn : Tone::title;
  Pieces body = {{kind_in_words(e.kind), tone_of(e.kind)}};
  if (e.place) body.push_back({" · " + e.place->name, Tone::bold});
  screen.wrap({{mark, tone}, {(e.time.begin.empty() ? std::string("    –     ") : e.time.begin) + "  ", Tone::faint}}, body, {{e.id, Tone::faint}});
  for (const auto& f : c.fields) {
    std::string head = "    " + f.field;
    head.append(columns(head) < 20 ? 20 - columns(head) : 1, ' ');
    screen.wrap({{head, Tone::bold}}, {{f.before.empty() ? "none" : f.before, Tone::plain}, {" → ", Tone::faint}, {f.after.empty() ? "none" : f.after, Tone::plain}});
  }
  for (const auto& reason : c.reasons) screen.wrap({{"    · ", Tone::faint}}, {{reason, Tone::faint}});
  return emit(screen.take());
}

void summary(const Options& options, const store::Difference& d, std::uint64_t added, std::uint64_t gone, std::uint64_t changed) {
  if (options.json) {
    json::Writer out;
    out.begin_object().key("change").value("summary").key("events").begin_object().key("added").value(added).key("gone").value(gone).key("changed").value(changed).key("same").value(d.events_same).end_object();
    write_strings(out, "documents_added", d.documents_added);
    write_strings(out, "documents_gone", d.documents_gone);
    write_strings(out, "documents_changed", d.documents_changed);
    write_strings(out, "builds", d.builds);
    out.end_object();
    emit(std::string(out.text()) + "\n");
    return;
  }
  std::string text = "events: " + std::to_string(added) + " added, " + std::to_string(gone) + " gone, " + std::to_string(changed) + " changed, " + std::to_string(d.events_same) + " the same\n";
  text += "documents: " + std::to_string(d.documents_added.size()) + " added, " + std::to_string(d.documents_gone.size()) + " gone, " + std::to_string(d.documents_changed.size()) + " changed\n";
  for (const auto& build : d.builds) text += "new build " + build + "\n";
  emit(text);
}

void run(Session& session, const Options& options) {
  const bool times = !options.from.empty() || !options.to.empty();
  if (options.b.empty() && !times) return fail_ledger(session, {"usage.target", "", "give two ledgers, or one with --from and --to, the days to compare"});
  if (!options.b.empty() && times) return fail_ledger(session, {"usage.target", "", "--from and --to compare two days of one ledger; of two ledgers both are taken as they stand"});
  for (const auto& [option, moment] : {std::pair{"--from", &options.from}, std::pair{"--to", &options.to}})
    if (!moment->empty() && !is_moment(*moment))
      return fail_ledger(session, {"usage.day", "", std::string(option) + " '" + *moment + "' is neither a day (2017-09-19) nor a time in UTC (2017-09-19T12:00:00Z)"});
  if (!options.from.empty() && !options.to.empty() && last_moment(options.to) < last_moment(options.from))
    return fail_ledger(session, {"usage.day", "", "--from " + options.from + " lies after --to " + options.to + ": say the earlier one first"});
  mind_the_day("--from", options.from);
  mind_the_day("--to", options.to);
  auto a = open_ledger(session, options.a);
  if (!a) return;
  auto b = options.b.empty() ? std::nullopt : open_ledger(session, options.b);
  if (!options.b.empty() && !b) return;
  // Without --from it is compared with an empty ledger: before the first document.
  const store::Moment before{&*a, !times ? "" : options.from.empty() ? "0001-01-01" : options.from};
  const store::Moment after{b ? &*b : &*a, options.to};
  Screen screen = Screen::of_stdout();
  std::uint64_t added = 0, gone = 0, changed = 0;
  auto found = store::compare(before, after, [&](EventChange&& c) {
    ++(c.what == EventChange::What::added ? added : c.what == EventChange::What::gone ? gone : changed);
    return options.json ? write_json(c) : show(c, screen);
  });
  if (!found) return fail_ledger(session, found.error());
  summary(options, *found, added, gone, changed);
}

}  // namespace

void add_diff(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("diff", "Say what differs between two ledgers, or between two days of one, and why");
  auto options = std::make_shared<Options>();
  verb->add_option("ledger", options->a, "The ledger before")->required();
  verb->add_option("other", options->b, "The ledger after");
  verb->add_option("--from", options->from, "The ledger as it stood at the end of that day (or at a time, 2026-01-31T12:00:00Z)");
  verb->add_option("--to", options->to, "… and as it stood then; default: now");
  verb->add_flag("--json", options->json, "One JSON record a line, the summary last");
  verb->footer("+ came, - went, ~ changed; below it each field that differs, and the reasons.\nExample:\n  deconflict diff may.gpkg june.gpkg\n  deconflict diff war.gpkg --from 2026-01-31 --to 2026-02-28 --json");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
