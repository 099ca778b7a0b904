#include <algorithm>
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "base/words.h"
#include "cli/article_view.h"
#include "cli/choices.h"
#include "cli/histories.h"
#include "cli/ledgers.h"
#include "cli/screen.h"
#include "review/review_json.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string ledger, action, set, by, reason;
  std::vector<std::string> targets;
  std::size_t limit = 20;
  bool json = false;
};

void write_json(const store::ReviewRow& row) {
  json::Writer out;
  out.begin_object();
  review::write_review(out, row);
  out.end_object();
  emit(std::string(out.text()) + "\n");
}

void show(const store::ReviewRow& row, Screen& screen) {
  const auto& r = row.review;
  Pieces body = {{std::string(review::name_of(r.action)), Tone::bold}, {" " + r.target, Tone::plain}};
  if (!r.field.empty()) body.push_back({" · " + r.field + " is " + r.value, Tone::plain});
  body.push_back({" · " + r.author, Tone::voice});
  if (!r.reason.empty()) body.push_back({" · " + r.reason, Tone::plain});
  if (row.state != "stands") body.push_back({" · " + row.state, Tone::warn});
  if (!row.note.empty()) body.push_back({" · " + row.note, Tone::warn});
  screen.wrap({{r.time.substr(0, 10) + "  ", Tone::faint}}, body, {{r.id, Tone::faint}});
}

void list(Session& session, const Options& options) {
  auto ledger = open_ledger(session, options.ledger);
  if (!ledger) return;
  auto rows = ledger->reviews();
  if (!rows) return fail_ledger(session, rows.error());
  Screen screen = Screen::of_stdout();
  for (const auto& row : *rows) {
    if (options.json) write_json(row);
    else show(row, screen);
  }
  if (rows->empty() && !options.json) screen.wrap({}, {{"nobody has reviewed anything yet", Tone::faint}});
  emit(screen.take());
}

/// "killed: 5 | 7", "joined on weak grounds"
std::string in_words(const review::Doubtful& d) {
  if (d.doubt == review::Doubt::join) return "joined on weak grounds: " + d.a.doc + "#" + d.a.claim + " = " + d.b.doc + "#" + d.b.claim;
  if (d.doubt == review::Doubt::news) return std::to_string(d.claims) + " more since it was accepted";
  std::string values;
  for (const auto& v : d.values) values += (values.empty() ? "" : " | ") + v;
  return d.field + ": " + values;
}

/// What is worth a person's look, as the desk orders it.
void queue(Session& session, const Options& options) {
  auto ledger = open_ledger(session, options.ledger);
  if (!ledger) return;
  auto accepted = ledger->accepted_claims();
  if (!accepted) return fail_ledger(session, accepted.error());
  struct Item {
    double worth;
    std::string id, kind, day, place;
    std::vector<review::Doubtful> doubts;
  };
  std::vector<Item> items;
  auto read = ledger->each_event({}, [&](store::EventRow&& row) {
    const Event& e = row.event;
    auto doubts = review::doubts_of(e, review::accepted_of(e, *accepted));
    const double worth = review::worth_of(e, doubts, row.realis);
    if (!doubts.empty()) items.push_back({worth, e.id, e.kind, e.time.begin, e.place ? e.place->name : std::string(), std::move(doubts)});
    return true;
  });
  if (!read) return fail_ledger(session, read.error());
  std::stable_sort(items.begin(), items.end(), [](const Item& x, const Item& y) { return x.worth > y.worth; });
  const auto shown = std::min(options.limit, items.size());
  Screen screen = Screen::of_stdout();
  for (std::size_t i = 0; i < shown; ++i) {
    const Item& item = items[i];
    if (options.json) {
      json::Writer out;
      out.begin_object().key("event").value(item.id).key("kind").value(item.kind).key("worth").value(item.worth);
      review::write_doubts(out, item.doubts);
      out.end_object();
      emit(std::string(out.text()) + "\n");
      continue;
    }
    Pieces body = {{kind_in_words(item.kind), Tone::bold}};
    if (!item.place.empty()) body.push_back({" · " + item.place, Tone::plain});
    for (const auto& d : item.doubts) body.push_back({" · " + in_words(d), Tone::warn});
    screen.wrap({{(item.day.empty() ? "undated   " : item.day) + "  ", Tone::faint}}, body, {{item.id, Tone::faint}});
  }
  if (!options.json && items.empty()) screen.wrap({}, {{"nothing is doubtful, or all of it was looked at", Tone::faint}});
  if (!options.json && items.size() > shown) screen.wrap({}, {{"and " + std::to_string(items.size() - shown) + " more: --limit, or the desk", Tone::faint}});
  emit(screen.take());
}

/// The review whose id begins so.
Result<std::string> find_review(store::Ledger& ledger, const std::string& prefix) {
  auto rows = ledger.reviews();
  if (!rows) return rows.error();
  std::vector<std::string> found;
  for (const auto& row : *rows)
    if (row.review.id.starts_with(prefix)) found.push_back(row.review.id);
  if (found.size() == 1) return found.front();
  return Error{"usage.target", "", found.empty() ? "there is no review '" + prefix + "' in " + ledger.path() + "; `deconflict review " + ledger.path() + " list` shows them"
                                                 : "several reviews begin with '" + prefix + "'; give more of it"};
}

Result<store::ReviewRequest> request_of(store::Ledger& ledger, const Options& options) {
  store::ReviewRequest request;
  request.action = *review::parse_action(options.action);
  request.author = options.by;
  request.reason = options.reason;
  if (request.author.empty())
    if (const char* author = std::getenv("DECONFLICT_AUTHOR")) request.author = author;
  if (const std::string wrong = no_utf8(request.author); !wrong.empty()) return Error{"usage.author", "", "$DECONFLICT_AUTHOR: " + wrong};
  if (request.action == review::Action::correct) {
    const auto equals = options.set.find('=');
    if (equals == std::string::npos || equals == 0) return Error{"usage.field", "", "a correction needs --set FIELD=VALUE, for example --set killed=12"};
    request.field = options.set.substr(0, equals);
    request.value = options.set.substr(equals + 1);
  } else if (!options.set.empty()) {
    return Error{"usage.field", "", "--set belongs to `correct` alone"};
  }
  if (options.targets.empty()) return Error{"usage.target", "", "say what is reviewed: an event's id, or DOCUMENT#claim"};
  if (request.action == review::Action::undo) {
    if (options.targets.size() > 1) return Error{"usage.target", "", "undo takes back one review at a time: '" + options.targets[1] + "' is one word too many"};
    auto id = find_review(ledger, options.targets.front());
    if (!id) return id.error();
    request.undoes = *id;
    return request;
  }
  for (const auto& name : options.targets) {
    auto target = find_target(ledger, name);
    if (!target) return target.error();
    if (target->event.empty()) request.claims.push_back(target->claim);
    else request.events.push_back(target->event);
  }
  return request;
}

void run(Session& session, const Options& options) {
  if (one_of(std::string_view(options.action), {"list", "queue"}) && (!options.targets.empty() || !options.set.empty()))
    return fail_ledger(session, {"usage.target", "", options.action + " shows all of the ledger: leave '" + (options.targets.empty() ? "--set" : options.targets.front()) + "' out"});
  if (options.action == "list") return list(session, options);
  if (options.action == "queue") return queue(session, options);
  auto ledger = store::Ledger::open(options.ledger, store::Ledger::Access::write);
  if (!ledger) return fail_ledger(session, ledger.error());
  auto request = request_of(*ledger, options);
  if (!request) return fail_ledger(session, request.error());
  auto wholes = read_wholes(session.data_dir);
  if (!wholes) {
    complain(wholes.error());
    session.status = kData;
    return;
  }
  auto row = ledger->add_review(*request, utc_now(), *wholes);
  const auto sealed = ledger->seal();
  if (!row) return fail_ledger(session, row.error());
  if (!sealed) return fail_ledger(session, sealed.error());
  if (options.json) return write_json(*row);
  Screen screen = Screen::of_stdout();
  show(*row, screen);
  emit(screen.take());
}

}  // namespace

void add_review(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("review", "Accept, reject, correct, split or merge events of a ledger, take that back, list what was decided, or what should be looked at");
  auto options = std::make_shared<Options>();
  verb->add_option("ledger", options->ledger, "The ledger")->required();
  verb->add_option("action", options->action, "accept, reject, correct, split, merge, undo, list or queue")->required()->check(choice_of({"accept", "reject", "correct", "split", "merge", "undo", "list", "queue"}));
  verb->add_option("target", options->targets,
                   "accept, reject, correct: an event's id (its beginning is enough) or DOCUMENT#claim; merge: events; split: an event, then the claims to take out of it; undo: a review's id");
  verb->add_option("--set", options->set,
                   "FIELD=VALUE of a correction. Events: kind=shelling time=2031-05-06 place='Tarvan @ 12.5,41.25' actor='A; B' recipient=… killed=12 (12+, 10-14, 10/12/14); claims: kind, time, "
                   "realis, background. 'none' says that it is not told")->check(no_utf8);
  verb->add_option("--by", options->by, "Who decides; else $DECONFLICT_AUTHOR")->check(no_utf8);
  verb->add_option("--reason", options->reason, "Why")->check(no_utf8);
  verb->add_option("--limit", options->limit, "How many of the queue")->check(no_count)->capture_default_str();
  verb->add_flag("--json", options->json, "The review as JSON");
  verb->footer(
      "A review lies over what was read and joined; it stays when documents are read again or joined anew, and undo leaves no trace in the events.\n"
      "Example:\n  deconflict review war.gpkg correct e3f9 --set killed=12 --by 'A. Reader' --reason 'hospital list'\n  deconflict review war.gpkg merge e3f9 e71c --by 'A. Reader'\n"
      "  deconflict review war.gpkg split e3f9 'reports/qamishli.txt#c2' --by 'A. Reader'\n  deconflict review war.gpkg undo r02ab --by 'A. Reader'");
  verb->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
