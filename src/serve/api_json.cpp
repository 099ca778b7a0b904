#include "serve/api_json.h"

#include <algorithm>
#include <map>
#include <set>

#include "record/record.h"

namespace deconflict::serve {

namespace {

using json::Writer;

/// How many values of a facet are listed; the rest are few and found by text.
constexpr std::size_t kLongestFacet = 200;

void write_span(Writer& out, Span span, std::string_view text) {
  out.key("begin").value(span.begin).key("end").value(span.end);
  out.key("words").value(span.end <= text.size() && span.begin <= span.end ? span.of(text) : std::string_view{});
}

struct Tally {
  std::string name;
  std::uint64_t count = 0;
};

void write_tallies(Writer& out, std::string_view key, const std::map<std::string, Tally>& tallies) {
  std::vector<std::pair<std::string, Tally>> sorted(tallies.begin(), tallies.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.count != b.second.count ? a.second.count > b.second.count : a.second.name < b.second.name;
  });
  if (sorted.size() > kLongestFacet) sorted.resize(kLongestFacet);
  out.key(key).begin_array();
  for (const auto& [id, tally] : sorted) out.begin_object().key("id").value(id).key("name").value(tally.name).key("count").value(tally.count).end_object();
  out.end_array();
}

const Entity* entity_at(const Annotation& a, Index index) { return index && *index < a.entities.size() ? &a.entities[*index] : nullptr; }

void write_voice(Writer& out, const Annotation& a, const Voice& v) {
  const Entity* entity = entity_at(a, v.entity);
  out.begin_object().key("id").text_or_null(entity != nullptr ? entity->id : std::string_view{});
  out.key("name").value(entity != nullptr ? std::string_view(entity->name) : v.span.of(a.text));
  out.key("sort").text_or_null(entity != nullptr ? entity->voice : std::string_view{});
  write_span(out, v.span, a.text);
  out.key("cue");
  if (v.cue.empty()) out.null();
  else write_span(out.begin_object(), v.cue, a.text), out.end_object();
  out.end_object();
}

void write_count(Writer& out, const Annotation& a, const Count& c) {
  out.begin_object().key("what").value(c.what).key("who").text_or_null(c.who).key("min").value(c.min).key("max").value(c.max);
  out.key("cumulative").value(c.cumulative);
  write_span(out, c.span, a.text);
  out.end_object();
}

}  // namespace

void write_event_row(Writer& out, const EventRow& row) {
  const Event& e = row.event;
  out.begin_object().key("id").value(e.id).key("kind").value(e.kind).key("actors").begin_array();
  for (const auto& a : e.actors) out.begin_object().key("role").value(name_of(a.role)).key("id").text_or_null(a.id).key("name").value(a.name).end_object();
  out.end_array().key("place");
  if (!e.place) {
    out.null();
  } else {
    const auto& p = *e.place;
    out.begin_object().key("name").value(p.name).key("lat").value(p.lat).key("lon").value(p.lon).key("precision").value(name_of(p.precision));
    out.key("country").text_or_null(p.country).key("admin1").text_or_null(p.admin1).key("geometry");
    if (p.geometry.empty()) out.null();
    else out.raw(p.geometry);
    out.end_object();
  }
  out.key("time").begin_object().key("begin").text_or_null(e.time.begin).key("end").text_or_null(e.time.end);
  out.key("precision").value(name_of(e.time.precision)).end_object().key("counts").begin_object();
  for (const auto& c : e.counts) {
    out.key(c.what).begin_object().key("low").value(c.low).key("best").value(c.best).key("high").value(c.high);
    out.key("values").value(std::uint64_t{c.values.size()}).end_object();
  }
  out.end_object().key("voices").begin_array();
  for (const auto& v : e.voices) out.value(v.name);
  std::set<std::string_view> documents;
  for (const auto& c : e.claims) documents.insert(c.doc);
  out.end_array().key("claims").value(std::uint64_t{e.claims.size()}).key("documents").value(std::uint64_t{documents.size()});
  out.key("contested").begin_array();
  for (const auto& c : e.contradictions) out.value(c.field);
  out.end_array().key("realis").begin_array();
  for (const Realis r : row.realis) out.value(name_of(r));
  out.end_array().key("background").value(row.background).key("words").value(row.words).end_object();
}

void write_facets(Writer& out, const std::vector<const IndexedRow*>& rows, const std::vector<const IndexedRow*>& for_days) {
  std::map<std::string, Tally> kinds, voices, actors;
  struct Bar {
    std::uint64_t count = 0, contested = 0;
  };
  std::map<std::string_view, Bar> days;
  std::uint64_t contested = 0, undated = 0, unplaced = 0;
  auto add = [](std::map<std::string, Tally>& into, const std::string& id, const std::string& name) {
    auto& tally = into[id.empty() ? name : id];
    if (tally.count++ == 0) tally.name = name;
  };
  for (const auto* x : rows) {
    const Event& e = x->row.event;
    add(kinds, e.kind, kind_label(e.kind));
    for (const auto& v : e.voices) add(voices, v.id, v.name);
    std::set<std::string_view> seen;
    for (const auto& a : e.actors)
      if (seen.insert(a.id.empty() ? a.name : a.id).second) add(actors, a.id, a.name);
    contested += e.contradictions.empty() ? 0 : 1;
    if (!e.place || !e.place->lat) ++unplaced;
    if (!x->begin) ++undated;
  }
  for (const auto* x : for_days) {
    if (!x->begin) continue;
    Bar& bar = days[x->row.event.time.begin];
    ++bar.count;
    bar.contested += x->row.event.contradictions.empty() ? 0 : 1;
  }
  out.key("contested").value(contested).key("undated").value(undated).key("unplaced").value(unplaced).key("facets").begin_object();
  write_tallies(out, "kinds", kinds);
  write_tallies(out, "voices", voices);
  write_tallies(out, "actors", actors);
  out.key("days").begin_array();
  for (const auto& [day, bar] : days)
    out.begin_object().key("day").value(day).key("count").value(bar.count).key("contested").value(bar.contested).end_object();
  out.end_array().end_object();
}

void write_telling(Writer& out, const StoredDocument& stored, std::string_view claim_id) {
  const Annotation& a = stored.annotation;
  const auto found = std::find_if(a.claims.begin(), a.claims.end(), [&](const Claim& c) { return c.id == claim_id; });
  if (found == a.claims.end()) return;
  const Claim& c = *found;
  const Document& doc = *stored.document;
  out.begin_object().key("doc").value(doc.id).key("document").begin_object().key("title").text_or_null(doc.title);
  out.key("outlet").text_or_null(doc.outlet).key("url").text_or_null(doc.url).key("published").text_or_null(doc.published).end_object();
  out.key("claim");
  record::write_claim(out, c);
  write_span(out, c.span, a.text);
  out.key("trigger").begin_object();
  write_span(out, c.trigger, a.text);
  out.end_object().key("voices").begin_array();
  for (const auto& v : c.attribution) write_voice(out, a, v);
  out.end_array().key("actors").begin_array();
  for (const auto& actor : c.actors) {
    const Entity* entity = entity_at(a, actor.entity);
    out.begin_object().key("role").value(name_of(actor.role)).key("id").text_or_null(entity != nullptr ? entity->id : std::string_view{});
    out.key("name").value(entity != nullptr ? std::string_view(entity->name) : actor.span.of(a.text));
    write_span(out, actor.span, a.text);
    out.end_object();
  }
  out.end_array().key("places").begin_array();
  for (const auto& at : c.places) {
    if (at.place >= a.places.size()) continue;
    const Place& p = a.places[at.place];
    out.begin_object().key("role").value(name_of(at.role)).key("name").value(p.name).key("lat").value(p.lat).key("lon").value(p.lon);
    out.key("precision").value(name_of(p.precision)).key("geometry");
    if (p.relation && !p.relation->geometry.empty()) out.raw(p.relation->geometry);
    else out.null();
    write_span(out, p.relation ? p.relation->span : p.span, a.text);
    out.end_object();
  }
  out.end_array().key("time").begin_object().key("value").text_or_null(c.time.value).key("precision").value(name_of(c.time.precision));
  out.key("basis").value(name_of(c.time.basis));
  write_span(out, c.time.span, a.text);
  out.end_object().key("counts").begin_array();
  for (const auto index : c.counts)
    if (index < a.counts.size()) write_count(out, a, a.counts[index]);
  out.end_array().key("weapons").begin_array();
  for (const Span w : c.weapons) {
    out.begin_object();
    write_span(out, w, a.text);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace deconflict::serve
