#include "cli/knowledge_actor.h"

#include <CLI/CLI.hpp>

#include "base/json.h"
#include "base/utf8.h"
#include "cli/histories.h"
#include "cli/screen.h"

namespace deconflict::cli {

namespace {

using name::DatedName;
using name::Histories;
using name::History;
using name::Names;
using name::Relation;
using name::Tie;

struct Options {
  std::string name, at;
  bool json = false;
};

/// A tie seen from either end.
struct Link {
  const Tie* tie;
  std::string other;  ///< id
  bool inward;        ///< the other entry has it
};

bool holds(const name::Period& period, const std::string& at) { return period.meets(at, at); }

std::vector<Link> links_of(const Histories& histories, const History& h, const std::string& at) {
  std::vector<Link> links;
  for (const Tie& t : h.ties)
    if (holds(t.period, at)) links.push_back({&t, t.to, false});
  for (const History& other : histories.all())
    for (const Tie& t : other.ties)
      if (t.to == h.id && holds(t.period, at)) links.push_back({&t, other.id, true});
  return links;
}

std::string name_and_id(const Names& names, const std::string& id) {
  const auto* k = names.known(id);
  return (k == nullptr ? "" : k->name + " ") + "(" + id + ")";
}

std::string_view words_of(const Link& link) {
  switch (link.tie->relation) {
    case Relation::part_of: return link.inward ? "has as part" : "part of";
    case Relation::merged_into: return link.inward ? "took in" : "merged into";
    case Relation::split_from: return link.inward ? "split off it" : "split from";
    case Relation::allied_with: return "allied with";
    case Relation::backed_by: return link.inward ? "backs" : "backed by";
  }
  return {};
}

std::string period_of(const Tie& t) {
  const bool moment = t.relation == Relation::merged_into || t.relation == Relation::split_from;
  return moment && t.period.until.empty() ? "in " + t.period.from : t.period.text();
}

class View {
 public:
  View(Screen& screen, const Names& names, const Histories& histories, std::string at) : screen_(screen), names_(names), histories_(histories), at_(std::move(at)) {}

  void show(const Names::Known& k, const History& h) {
    screen_.wrap({{"  ", Tone::plain}}, {{k.name, Tone::bold}, {"  " + k.id, Tone::faint}}, {{k.where, Tone::faint}});
    std::string kind(name_of(k.type));
    for (const auto* part : {&k.sector, &k.voice, &k.country})
      if (!part->empty()) kind += " · " + *part;
    row("what", kind);
    std::string others;
    for (const auto& alias : k.aliases) others += (others.empty() ? "" : " | ") + alias;
    if (!others.empty()) row("names", others);
    for (const DatedName& n : h.names)
      if (holds(n.period, at_)) row("named", n.name + " " + n.period.text(), n.source, n.where);
    if (h.active.period.dated()) row("active", h.active.period.text(), h.active.source, h.active.where);
    if (!k.parent.empty()) row("belongs to", name_and_id(names_, k.parent));
    for (const Link& link : links_of(histories_, h, at_)) {
      const std::string period = period_of(*link.tie);
      row(words_of(link), name_and_id(names_, link.other) + (period.empty() ? "" : " " + period), link.tie->source, link.tie->where);
    }
    if (!h.ucdp.empty()) row("UCDP actor", h.ucdp);
    if (!h.source.empty()) row("source", h.source);
  }

 private:
  void row(std::string_view key, const std::string& value, const std::string& source = {}, const std::string& where = {}) {
    constexpr std::size_t kKeyWidth = 14;
    std::string head = "    " + std::string(key);
    head.resize(std::max(head.size() + 1, kKeyWidth + 4), ' ');
    screen_.wrap({{head, Tone::faint}}, {{value, Tone::plain}, {source.empty() ? "" : "  [" + source + "]", Tone::faint}}, {{where, Tone::faint}});
  }

  Screen& screen_;
  const Names& names_;
  const Histories& histories_;
  const std::string at_;
};

void write_period(json::Writer& w, const name::Period& period) { w.key("from").text_or_null(period.from).key("until").text_or_null(period.until); }

void write(json::Writer& w, const Histories& histories, const Names::Known& k, const History& h, const std::string& at) {
  w.begin_object().key("id").value(k.id).key("name").value(k.name).key("type").value(name_of(k.type)).key("sector").text_or_null(k.sector);
  w.key("voice").text_or_null(k.voice).key("country").text_or_null(k.country).key("parent").text_or_null(k.parent).key("aliases").begin_array();
  for (const auto& alias : k.aliases) w.value(alias);
  w.end_array().key("active").begin_object();
  write_period(w, h.active.period);
  w.end_object().key("names").begin_array();
  for (const DatedName& n : h.names) {
    if (!holds(n.period, at)) continue;
    w.begin_object().key("name").value(n.name);
    write_period(w, n.period);
    w.key("source").text_or_null(n.source).key("where").value(n.where).end_object();
  }
  w.end_array().key("allegiances").begin_array();
  for (const Link& link : links_of(histories, h, at)) {
    w.begin_object().key("relation").value(name_of(link.tie->relation)).key("of").value(link.inward ? link.other : h.id).key("to").value(link.tie->to);
    write_period(w, link.tie->period);
    w.key("source").text_or_null(link.tie->source).key("where").value(link.tie->where).end_object();
  }
  w.end_array().key("ucdp").text_or_null(h.ucdp).key("source").text_or_null(h.source).key("where").value(k.where).end_object();
}

void run(Session& session, const Options& options) {
  if (!options.at.empty() && !name::is_date(options.at)) {
    complain("--at takes a year, a month or a day (2016, 2016-09 or 2016-09-30), not '" + options.at + "'");
    session.status = kUsage;
    return;
  }
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  const auto histories = read_histories(session.data_dir);
  if (!histories) {
    complain(histories.error());
    session.status = kData;
    return;
  }
  const Names& names = pipeline->names();
  const auto found = histories->bearers(utf8::repaired(options.name));
  if (found.empty()) {
    complain("the knowledge has no actor or voice '" + options.name + "'");
    session.status = kFailed;
  }
  if (options.json) {
    json::Writer w;
    w.begin_array();
    for (const History* h : found) write(w, *histories, *names.known(h->id), *h, options.at);
    w.end_array();
    emit(w.take() + "\n");
    return;
  }
  Screen screen = Screen::of_stdout();
  View view(screen, names, *histories, options.at);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) screen.blank();
    view.show(*names.known(found[i]->id), *found[i]);
  }
  emit(screen.take());
}

}  // namespace

void add_knowledge_actor(CLI::App& verb, Session& session) {
  auto options = std::make_shared<Options>();
  auto* actor = verb.add_subcommand("actor", "Names, periods, allegiances and sources of an actor or voice");
  actor->add_option("name", options->name, "Any of its names, or its id")->required();
  actor->add_option("--at", options->at, "Only what held then: a year, a month or a day");
  actor->add_flag("--json", options->json, "A JSON array");
  actor->footer("Example:\n  deconflict knowledge actor \"Nusra Front\" --at 2016-09");
  actor->callback([options, &session] { run(session, *options); });
}

}  // namespace deconflict::cli
