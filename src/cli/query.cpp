#include <cmath>
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/file.h"
#include "base/knowledge_text.h"
#include "cli/article_view.h"
#include "cli/event_view.h"
#include "cli/export_to.h"
#include "cli/filter_options.h"
#include "cli/ledgers.h"
#include "record/record.h"

namespace deconflict::cli {

namespace {

constexpr std::size_t kShown = 50;  // of a list for eyes

struct Options {
  std::string in, what = "events", order = "newest", toll, format, out;
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

Result<void> print_tolls(store::Ledger& ledger, const store::Filter& filter, const std::string& name, store::TollRule rule) {
  Result<void> failed;
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
    return emit(out.take() + "\n");
  });
  return failed ? std::move(done) : std::move(failed);
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
    auto rows = ledger.problems();
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

Result<void> print_json(store::Ledger& ledger, const Options& options, const store::Filter& filter) {
  if (options.what == "copies") {
    auto rows = ledger.copies(filter.document, filter.limit, filter.offset);
    if (!rows) return rows.error();
    for (const auto& r : *rows)
      if (!emit(record::copy_json(r.copy) + "\n")) break;
    return {};
  }
  if (!options.toll.empty()) return print_tolls(ledger, filter, options.toll, *store::parse_toll_rule(options.toll));
  if (options.what != "problems") {
    auto done = exports::write(ledger, filter, exports::Format::ndjson, *exports::parse_what(options.what), [](std::string_view bytes) { return emit(bytes); });
    return done ? Result<void>() : Result<void>(done.error());
  }
  auto rows = ledger.problems();
  if (!rows) return rows.error();
  for (const auto& p : *rows) {
    json::Writer out;
    out.begin_object().key("source").value(p.source).key("where").text_or_null(p.error.where).key("code").value(p.error.code).key("message").value(p.error.message).end_object();
    if (!emit(std::string(out.text()) + "\n")) break;
  }
  return {};
}

/// What does not go together? Empty: all does.
std::string clash(const Options& o) {
  if (!o.toll.empty() && o.what != "events") return "--toll counts the people of events: leave --what out";
  if (!o.toll.empty() && !o.format.empty()) return "--toll is shown or written with --json; --format acled and ucdp count by their own rules";
  if (o.format.empty() && !o.out.empty()) return "--out takes the result in a format: say --format too";
  if (!o.format.empty() && (o.json || o.what == "problems" || o.what == "copies")) return "--format writes events, claims or documents and goes without --json";
  return {};
}

void run(Session& session, const Options& options) {
  if (const std::string wrong = clash(options); !wrong.empty()) return fail_ledger(session, Error{"usage.options", "", wrong});
  auto filter = options.filter.parse();
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
  if (options.what == "events") mind_the_joining(*ledger);
  if (!options.format.empty()) {
    return export_to(session, *ledger, *filter, *exports::parse_format(options.format), options.what == "events" ? std::string() : options.what, options.out);
  }
  if (options.json) {
    if (auto r = print_json(*ledger, options, *filter); !r) fail_ledger(session, r.error());
    return;
  }
  Screen screen = Screen::of_stdout();
  auto shown = print(*ledger, options, *filter, screen);
  if (!shown) return fail_ledger(session, shown.error());
  if (*shown == 0) screen.wrap({}, {{"nothing matches", Tone::faint}});
  if (!emit(screen.take())) return;
  if (*shown == filter->limit) complain("these are the first " + std::to_string(*shown) + "; --limit 0 shows all, --offset " + std::to_string(options.offset + *shown) + " goes on");
}

Result<std::vector<double>> numbers(const std::string& option, const std::string& text, std::size_t count, const std::string& what) {
  const Error wrong{"usage.number", "", option + " '" + text + "' takes " + what};
  std::vector<double> out;
  for (const auto& part : split_list(text, ',')) {
    char* end = nullptr;
    const double value = std::strtod(part.c_str(), &end);
    if (end != part.c_str() + part.size() || !std::isfinite(value)) return wrong;
    out.push_back(value);
  }
  if (out.size() != count) return wrong;
  return out;
}

}  // namespace

void FilterOptions::add_to(CLI::App& verb) {
  verb.add_option("--text", text, "Words that must all occur (\"shelled\" finds \"shelling\")");
  verb.add_option("--kind", kinds, "Kind of event, for example airstrike; several by commas")->delimiter(',');
  verb.add_option("--actor", actor, "Who did it or suffered it: a name, an alias, or part of one; of a group its members too");
  verb.add_option("--voice", voice, "Who says so");
  verb.add_option("--place", place, "Part of a place's, province's or country's name");
  verb.add_option("--document", document, "Told by the document of this id");
  verb.add_option("--bbox", box, "west,south,east,north in degrees");
  verb.add_option("--near", near, "lat,lon,km");
  verb.add_option("--polygon", polygon, "Inside it: a GeoJSON or WKT file, or WKT itself (\"POLYGON((38 34,42 34,42 37,38 34))\"; longitude first)");
  verb.add_option("--from", from, "First day, YYYY-MM-DD");
  verb.add_option("--to", to, "Last day, YYYY-MM-DD");
  verb.add_option("--precision", precisions, "How exactly it is told: site, settlement, district, admin1, country, region, feature; day, week, month, year; several by commas")->delimiter(',');
  verb.add_flag("--contested", contested, "Only what the voices disagree on");
  verb.add_option("--as-of", as_of, "Events as the ledger had them at the end of that day (or at a time, 2026-01-31T12:00:00Z)");
}

Result<store::Filter> FilterOptions::parse() const {
  store::Filter f;
  f.text = text;
  f.kinds = kinds;
  f.actor = actor;
  f.voice = voice;
  f.place = place;
  f.document = document;
  f.contested = contested;
  f.as_of = as_of;
  if (!box.empty()) {
    auto sides = numbers("--bbox", box, 4, "west,south,east,north in degrees, for example 38,34,42,37");
    if (!sides) return sides.error();
    f.box = store::Box{(*sides)[0], (*sides)[1], (*sides)[2], (*sides)[3]};
    if (f.box->south > f.box->north) return Error{"usage.number", "", "--bbox '" + box + "': its south lies north of its north; the order is west,south,east,north"};
  }
  if (!near.empty()) {
    auto point = numbers("--near", near, 3, "lat,lon,km, for example 35.34,40.14,25");
    if (!point) return point.error();
    f.near = store::Near{(*point)[0], (*point)[1], (*point)[2]};
    if (std::abs(f.near->lat) > 90 || std::abs(f.near->lon) > 180 || f.near->km < 0) return Error{"usage.number", "", "--near '" + near + "' is no place on Earth; the order is lat,lon,km"};
  }
  if (!polygon.empty()) {
    std::string shape = polygon;
    if (polygon.find('(') == std::string::npos) {
      auto file = read_file(polygon);
      if (!file) return Error{"usage.area", polygon, "--polygon takes a file of GeoJSON or WKT, or WKT itself: " + file.error().message};
      shape = std::move(*file);
    }
    auto area = store::parse_area(shape);
    if (!area) return Error{"usage.area", "", "--polygon: " + area.error().message};
    f.area = std::move(*area);
  }
  for (const auto& word : precisions) {
    if (parse_name<Precision>(word)) f.place_precisions.push_back(word);
    else if (parse_name<TimePrecision>(word)) f.time_precisions.push_back(word);
    else return Error{"usage.precision", "", "--precision '" + word + "' is neither a place's (site, settlement, district, admin1, country, region, feature) nor a time's (day, week, month, year, none)"};
  }
  for (const auto& [option, day] : {std::pair{"--from", &from}, std::pair{"--to", &to}})
    if (!day->empty() && !parse_iso_day(*day)) return Error{"usage.day", "", std::string(option) + " '" + *day + "' is no day; write it as 2017-09-19"};
  if (!as_of.empty() && !is_moment(as_of))
    return Error{"usage.day", "", "--as-of '" + as_of + "' is neither a day (2017-09-19) nor a time in UTC (2017-09-19T12:00:00Z)"};
  f.from = from;
  f.to = to;
  return f;
}

void add_query(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("query", "List events, claims, documents or problems of a ledger");
  auto options = std::make_shared<Options>();
  verb->add_option("--in", options->in, "The ledger")->required();
  verb->add_option("--what", options->what, "events, claims, documents, copies (who repeats whose words) or problems")->check(CLI::IsMember({"events", "claims", "documents", "copies", "problems"}));
  options->filter.add_to(*verb);
  verb->add_option("--order", options->order, "Of events: newest, oldest, voices (most first) or id")->check(CLI::IsMember({"newest", "oldest", "voices", "id"}));
  verb->add_option("--limit", options->limit, "At most so many; 0: all; default: 50, or all with --format")->check(no_count);
  verb->add_option("--offset", options->offset, "Leave out the first so many")->check(no_count);
  verb->add_flag("--json", options->json, "One JSON record a line, as `export --format ndjson` writes it");
  verb->add_option("--toll", options->toll, "Count the dead and hurt by a rule: lowest (ACLED), ucdp (low, best, high by side), voice (each), latest")
      ->check(CLI::IsMember({"lowest", "ucdp", "voice", "latest"}));
  verb->add_option("--format", options->format, "Write the result as `export` does: " + [] {
    std::string list;
    for (const auto& name : exports::format_names()) list += (list.empty() ? "" : ", ") + name;
    return list;
  }())->check(CLI::IsMember(exports::format_names()));
  verb->add_option("--out", options->out, "With --format: the file to write; default: stdout");
  verb->footer(
      "Example:\n  deconflict query --in war.gpkg --actor ISIL --near 35.34,40.14,25 --from 2017-09-01\n  deconflict query --in war.gpkg --what claims --text \"booby trapped\" --json\n"
      "  deconflict query --in war.gpkg --polygon area.geojson --toll ucdp\n  deconflict query --in war.gpkg --kind airstrike --precision site,settlement --format acled --out strikes.csv");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
