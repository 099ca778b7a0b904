#include <CLI/CLI.hpp>

#include "cli/article_view.h"
#include "cli/choices.h"
#include "cli/event_view.h"
#include "cli/export_to.h"
#include "cli/filter_options.h"
#include "cli/ledgers.h"
#include "record/record.h"

namespace deconflict::cli {

namespace {

constexpr std::size_t kShown = 50;  // of a list for eyes

struct Options {
  std::string in, what = "events", order, toll, format, out;
  FilterOptions filter;
  std::optional<std::size_t> limit;
  std::size_t offset = 0;
  bool json = false;
};

void show_claims(const std::vector<store::ClaimRow>& rows, Screen& screen) {
  for (const auto& r : rows) {
    Pieces body = {{kind_in_words(r.kind), tone_of(r.kind)}};
    if (!r.actors.empty() || !r.recipients.empty())
      body.push_back({" · " + (r.actors.empty() ? "not told" : r.actors) + (r.recipients.empty() ? "" : " → " + r.recipients), Tone::plain});
    if (!r.place.empty()) body.push_back({" · " + r.place, Tone::bold});
    if (!r.counts.empty()) body.push_back({" · " + r.counts, Tone::plain});
    if (!r.voices.empty()) body.push_back({" · " + r.voices, Tone::voice});
    if (r.realis != "asserted") body.push_back({" · " + r.realis, Tone::warn});
    if (!r.review.empty()) body.push_back({" · " + r.review + " by review", Tone::warn});
    screen.wrap({{(r.time_value.empty() ? std::string("    –     ") : r.time_value) + "  ", Tone::faint}}, body, {{r.document + "#" + r.claim, Tone::faint}});
    screen.wrap({{"            ", Tone::plain}}, {{"“" + r.evidence + "”", Tone::faint}});
  }
}

void show_copies(const std::vector<store::CopyRow>& rows, Screen& screen) {
  for (const auto& r : rows) {
    screen.wrap({}, {{record::copy_in_words(r.who, r.whom, r.copy.share, r.copy.basis), Tone::plain}}, {{std::to_string(r.copy.words) + " words", Tone::faint}});
    screen.wrap({{"    ", Tone::plain}}, {{r.copy.document + " ← " + r.copy.of, Tone::faint}});
  }
}

void show_documents(const std::vector<store::DocumentRow>& rows, Screen& screen) {
  for (const auto& r : rows) {
    Pieces body = {{r.title.empty() ? r.id : r.title, Tone::bold}};
    if (!r.outlet.empty()) body.push_back({" · " + r.outlet, Tone::voice});
    body.push_back({" · " + std::to_string(r.claims) + (r.claims == 1 ? " claim" : " claims"), Tone::faint});
    screen.wrap({{(r.published.empty() ? std::string("    –     ") : r.published) + "  ", Tone::faint}}, body, {{r.title.empty() ? "" : r.id, Tone::faint}});
  }
}

/// "killed 4 to 7", "killed 4 · b 3, civilians 1", "killed 4 (army), 7 (residents, more than before)"
std::string toll_in_words(const std::vector<store::TollRow>& rows, std::size_t& at, store::TollRule rule) {
  std::string what = rows[at].what, all, parts;
  for (; at < rows.size() && rows[at].what == what; ++at) {
    const store::TollRow& r = rows[at];
    const std::string range = std::to_string(r.best) + (r.high && r.low != *r.high ? " (" + std::to_string(r.low) + " to " + std::to_string(*r.high) + ")" : "");
    const std::string said = (r.high ? "" : "at least ") + number_in_words(r.low, r.high ? r.high : std::optional(r.low));
    switch (rule) {
      case store::TollRule::lowest: all = std::to_string(r.low) + " (" + r.who + ")"; break;
      case store::TollRule::ucdp:
        if (r.who == "all") all = range;
        else parts += (parts.empty() ? " · " : ", ") + (r.who == "a" || r.who == "b" ? "side " + r.who : r.who) + " " + range;
        break;
      case store::TollRule::voice: all += (all.empty() ? "" : ", ") + said + " (" + r.who + (r.rising ? ", more than before)" : ")"); break;
      case store::TollRule::latest: all = said + " (" + r.who + (r.published.empty() ? ")" : ", " + r.published + ")"); break;
    }
  }
  return what + " " + all + parts;
}

Result<void> show_tolls(store::Ledger& ledger, const std::vector<store::EventRow>& events, store::TollRule rule, Screen& screen) {
  for (const auto& row : events) {
    auto tolls = ledger.tolls(row.event, rule);
    if (!tolls) return tolls.error();
    show_events({row}, screen);
    for (std::size_t at = 0; at < tolls->size();) screen.wrap({{"            ", Tone::plain}}, {{toll_in_words(*tolls, at, rule), Tone::bold}});
  }
  return {};
}

Result<std::size_t> print_tolls(store::Ledger& ledger, const store::Filter& filter, const std::string& name, store::TollRule rule) {
  Result<void> failed;
  std::size_t events = 0;
  auto done = ledger.each_event(filter, [&](store::EventRow&& row) {
    auto tolls = ledger.tolls(row.event, rule);
    if (!tolls) {
      failed = tolls.error();
      return false;
    }
    const char* who = rule == store::TollRule::ucdp ? "side" : rule == store::TollRule::lowest ? "voices" : "voice";
    json::Writer out;
    out.begin_object().key("event").value(row.event.id).key("kind").value(row.event.kind).key("date").text_or_null(row.event.time.begin).key("rule").value(name).key("tolls").begin_array();
    for (const auto& t : *tolls) {
      out.begin_object().key("what").value(t.what).key(who).value(t.who).key("low").value(t.low);
      if (rule == store::TollRule::ucdp) out.key("best").value(t.best);
      if (rule != store::TollRule::lowest) out.key("high").value(t.high);
      if (rule == store::TollRule::voice || rule == store::TollRule::latest) out.key("published").text_or_null(t.published);
      if (rule == store::TollRule::voice) out.key("rising").value(t.rising);
      out.end_object();
    }
    out.end_array().end_object();
    ++events;
    return emit(out.take() + "\n");
  });
  if (!failed) return failed.error();
  if (!done) return done.error();
  return events;
}

Result<std::size_t> print(store::Ledger& ledger, const Options& options, const store::Filter& filter, Screen& screen) {
  if (options.what == "claims") {
    auto rows = ledger.claims(filter);
    if (!rows) return rows.error();
    show_claims(*rows, screen);
    return rows->size();
  }
  if (options.what == "documents") {
    auto rows = ledger.documents(filter);
    if (!rows) return rows.error();
    show_documents(*rows, screen);
    return rows->size();
  }
  if (options.what == "copies") {
    auto rows = ledger.copies(filter.document, filter.limit, filter.offset);
    if (!rows) return rows.error();
    show_copies(*rows, screen);
    return rows->size();
  }
  if (options.what == "problems") {
    auto rows = ledger.problems(filter.limit, filter.offset);
    if (!rows) return rows.error();
    for (const auto& p : *rows) screen.wrap({{p.error.code + "  ", Tone::faint}}, {{p.error.text(), Tone::plain}});
    return rows->size();
  }
  auto rows = ledger.events(filter);
  if (!rows) return rows.error();
  if (options.toll.empty()) {
    show_events(*rows, screen);
  } else if (auto r = show_tolls(ledger, *rows, *store::parse_toll_rule(options.toll), screen); !r) {
    return r.error();
  }
  return rows->size();
}

Result<std::size_t> print_json(store::Ledger& ledger, const Options& options, const store::Filter& filter) {
  if (options.what == "copies") {
    auto rows = ledger.copies(filter.document, filter.limit, filter.offset);
    if (!rows) return rows.error();
    for (const auto& r : *rows)
      if (!emit(record::copy_json(r.copy) + "\n")) break;
    return rows->size();
  }
  if (!options.toll.empty()) return print_tolls(ledger, filter, options.toll, *store::parse_toll_rule(options.toll));
  if (options.what != "problems") {
    auto done = exports::write(ledger, filter, exports::Format::ndjson, *exports::parse_what(options.what), [](std::string_view bytes) { return emit(bytes); });
    if (!done) return done.error();
    return done->rows;
  }
  auto rows = ledger.problems(filter.limit, filter.offset);
  if (!rows) return rows.error();
  for (const auto& p : *rows) {
    json::Writer out;
    out.begin_object().key("source").value(p.source).key("where").text_or_null(p.error.where).key("code").value(p.error.code).key("message").value(p.error.message).end_object();
    if (!emit(std::string(out.text()) + "\n")) break;
  }
  return rows->size();
}

/// What does not go together? Empty: all does.
std::string clash(const Options& o) {
  if (!o.toll.empty() && o.what != "events") return "--toll counts the people of events: leave --what out";
  if (!o.toll.empty() && !o.format.empty()) return "--toll is shown or written with --json; --format acled and ucdp count by their own rules";
  if (o.format.empty() && !o.out.empty()) return "--out takes the result in a format: say --format too";
  if (!o.format.empty() && o.json) return "--json writes NDJSON already: leave it out with --format, or say --format ndjson";
  if (!o.format.empty() && (o.what == "problems" || o.what == "copies")) return "--format writes events, claims or documents; --json writes " + o.what;
  if (!o.order.empty() && o.what != "events") return "--order puts events in order; " + o.what + " have an order of their own";
  return {};
}

void run(Session& session, const Options& options) {
  if (const std::string wrong = clash(options); !wrong.empty()) return fail_ledger(session, Error{"usage.options", "", wrong});
  auto filter = options.filter.parse(options.what);
  if (!filter) return fail_ledger(session, filter.error());
  mind_the_day("--as-of", filter->as_of);
  const std::size_t all = options.format.empty() ? kShown : SIZE_MAX;
  filter->limit = options.limit == std::size_t{0} ? SIZE_MAX : options.limit.value_or(all);
  filter->offset = options.offset;
  filter->order = options.order == "oldest" ? store::Filter::Order::oldest
                  : options.order == "voices" ? store::Filter::Order::voices
                  : options.order == "id"     ? store::Filter::Order::id
                                              : store::Filter::Order::newest;
  auto ledger = open_ledger(session, options.in);
  if (!ledger) return;
  if (auto r = check_names(*ledger, *filter); !r) return fail_ledger(session, r.error());
  if (options.what == "events") mind_the_joining(*ledger);
  if (!options.format.empty()) {
    return export_to(session, *ledger, *filter, *exports::parse_format(options.format), options.what == "events" ? std::string() : options.what, options.out);
  }
  Screen screen = Screen::of_stdout();
  auto shown = options.json ? print_json(*ledger, options, *filter) : print(*ledger, options, *filter, screen);
  if (!shown) return fail_ledger(session, shown.error());
  if (*shown == 0 && !options.json) screen.wrap({}, {{"nothing matches", Tone::faint}});
  if (!emit(screen.take())) return;
  // A program that asked for so many knows.
  if (*shown == filter->limit && !(options.json && options.limit)) complain("these are the first " + std::to_string(*shown) + "; --limit 0 shows all, --offset " + std::to_string(options.offset + *shown) + " goes on");
}

}  // namespace

void add_query(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("query", "List events, claims, documents or problems of a ledger");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "The ledger")->required();
  verb->add_option("--what", options->what, "events, claims, documents, copies (who repeats whose words) or problems")->check(choice_of({"events", "claims", "documents", "copies", "problems"}));
  options->filter.add_to(*verb);
  verb->add_option("--order", options->order, "Of events: newest (the default), oldest, voices (most first) or id")->check(choice_of({"newest", "oldest", "voices", "id"}));
  verb->add_option("--limit", options->limit, "At most so many; 0: all; default: 50, or all with --format")->check(no_count);
  verb->add_option("--offset", options->offset, "Leave out the first so many")->check(no_count);
  verb->add_flag("--json", options->json, "One JSON record a line, as `export --format ndjson` writes it");
  verb->add_option("--toll", options->toll, "Count the dead and hurt by a rule: lowest (ACLED), ucdp (low, best, high by side), voice (each), latest")
      ->check(choice_of({"lowest", "ucdp", "voice", "latest"}));
  verb->add_option("--format", options->format, "Write the result as `export` does: " + in_words(exports::format_names()))->check(choice_of(exports::format_names()));
  verb->add_option("--out", options->out, "With --format: the file to write; default: stdout");
  verb->footer(
      list_of_kinds() + "Example:\n  deconflict query --in war.gpkg --actor ISIL --near 35.34,40.14,25 --from 2017-09-01\n  deconflict query --in war.gpkg --what claims --text \"booby trapped\" --json\n"
      "  deconflict query --in war.gpkg --polygon area.geojson --toll ucdp\n  deconflict query --in war.gpkg --kind airstrike --precision site,settlement --format acled --out strikes.csv");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
