#include "serve/api_json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "record/record.h"

namespace deconflict::serve {

namespace {

using json::Writer;

/// How many values of a facet are listed; the rest are few and found by text.
constexpr std::size_t kLongestFacet = 200;
/// How many events of a cell are named; a reader asks for the rest by a closer view.
constexpr std::size_t kLongestCell = 24;
/// Of how many places, spread over all, the extent is taken.
constexpr std::size_t kExtentOf = 20000;

void write_span(Writer& out, Span span, std::string_view text) {
  out.key("begin").value(span.begin).key("end").value(span.end);
  out.key("words").value(span.end <= text.size() && span.begin <= span.end ? span.of(text) : std::string_view{});
}

/// The most frequent of `names`, ties by name.
void write_tallies(Writer& out, std::string_view key, const std::vector<Names::Name>& names, const std::vector<std::uint32_t>& counts) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) order.push_back(i);
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), kLongestFacet));
  std::partial_sort(order.begin(), last, order.end(), [&](auto a, auto b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    return names[a].name != names[b].name ? names[a].name < names[b].name : a < b;
  });
  out.key(key).begin_array();
  for (auto i = order.begin(); i != last; ++i) {
    const auto& n = names[*i];
    out.begin_object().key("id").value(n.id.empty() ? n.name : n.id).key("name").value(n.name).key("count").value(counts[*i]).end_object();
  }
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
  if (!c.said.empty()) out.key("said").value(c.said);
  out.key("cumulative").value(c.cumulative);
  write_span(out, c.span, a.text);
  out.end_object();
}

}  // namespace

std::vector<review::Doubtful> doubts_of(const EventRow& row) { return review::doubts_of(row.event, row.accepted); }

double worth_of(const EventRow& row, const std::vector<review::Doubtful>& doubts) { return review::worth_of(row.event, doubts, row.realis); }

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
  out.end_array().key("background").value(row.background).key("words").value(row.words);
  std::set<std::string_view> reviewed;
  for (const auto& r : e.reviews) reviewed.insert(r.action);
  out.key("reviewed").begin_array();
  for (const auto action : reviewed) out.value(action);
  out.end_array().end_object();
}

void write_facets(Writer& out, const Columns& all, const std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& for_days) {
  struct Bar {
    std::uint32_t count = 0, contested = 0;
  };
  std::vector<std::uint32_t> kinds(all.kinds().size()), voices(all.voices().size()), actors(all.actors().size());
  std::vector<Bar> days(all.days().size());
  std::uint64_t contested = 0, undated = 0, unplaced = 0;
  for (const auto i : rows) {
    const auto& r = all.row(i);
    ++kinds[r.kind];
    for (unsigned n = 0; n < r.voices; ++n) ++voices[all.voices_of(r)[n]];
    for (unsigned n = 0; n < r.actors; ++n) ++actors[all.actors_of(r)[n]];
    contested += r.contested ? 1 : 0;
    undated += r.dated ? 0 : 1;
    unplaced += r.placed ? 0 : 1;
  }
  for (const auto i : for_days) {
    const auto& r = all.row(i);
    if (!r.dated) continue;
    ++days[r.day].count;
    days[r.day].contested += r.contested ? 1 : 0;
  }
  out.key("contested").value(contested).key("undated").value(undated).key("unplaced").value(unplaced).key("facets").begin_object();
  write_tallies(out, "kinds", all.kinds(), kinds);
  write_tallies(out, "voices", all.voices(), voices);
  write_tallies(out, "actors", all.actors(), actors);
  out.key("days").begin_array();
  for (std::size_t d = 0; d < days.size(); ++d) {
    if (days[d].count == 0) continue;
    out.begin_object().key("day").value(format_iso_day(Day(std::chrono::days(all.days()[d])))).key("count").value(days[d].count);
    out.key("contested").value(days[d].contested).end_object();
  }
  out.end_array().end_object();
}

void write_cells(Writer& out, const Columns& all, const std::vector<std::uint32_t>& rows, const Filter& filter) {
  struct Cell {
    double lat = 0, lon = 0;
    std::uint32_t count = 0, contested = 0, exact = 0, open = 0, first = 0;
    bool one_point = true;
    std::vector<std::uint32_t> ids, kinds;
  };
  // By row and column of the grid; sorted when all are there.
  std::vector<std::pair<std::uint64_t, Cell>> cells;
  std::unordered_map<std::uint64_t, std::size_t> places;
  const double turns = 1 / filter.cell_deg;
  std::vector<float> lats, lons;
  const auto stride = 1 + rows.size() / kExtentOf;
  std::size_t placed = 0;
  for (const auto i : rows) {
    const auto& r = all.row(i);
    if (!r.placed) continue;
    if (placed++ % stride == 0) {
      lats.push_back(r.lat);
      lons.push_back(r.lon);
    }
    const auto lat = static_cast<double>(r.lat);
    const auto lon = static_cast<double>(r.lon);
    if (filter.view && !inside(*filter.view, lat, lon)) continue;
    // Both are within 180 degrees, and a cell is no smaller than 0.00001: 32 bits hold either, in order once they are positive.
    const auto grid = [&](double degrees) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(degrees * turns)) + (std::int64_t{1} << 31)); };
    const std::uint64_t key = grid(static_cast<double>(r.up)) << 32 | grid(lon);
    const auto [at, fresh] = places.try_emplace(key, cells.size());
    if (fresh) cells.emplace_back(key, Cell());
    Cell& c = cells[at->second].second;
    if (c.count == 0) c.first = i;
    c.one_point = c.one_point && r.lat == all.row(c.first).lat && r.lon == all.row(c.first).lon;
    ++c.count;
    c.lat += lat;
    c.lon += lon;
    c.contested += r.contested ? 1 : 0;
    c.exact += r.precision == Precision::site || r.precision == Precision::settlement ? 1 : 0;
    c.open += (r.realis & 1U) != 0 ? 0 : 1;
    if (c.ids.size() < kLongestCell) c.ids.push_back(i);
    c.kinds.resize(all.kinds().size());
    ++c.kinds[r.kind];
  }
  std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  auto middle = [&out](std::vector<float>& values) {
    if (values.empty()) {
      out.null().null();
      return;
    }
    // One stray point must not shrink a theatre of war to a dot.
    const auto cut = values.size() * 8 / 100;
    for (const auto at : {cut, values.size() - 1 - cut}) {
      std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
      out.value(static_cast<double>(values[at]));
    }
  };
  out.key("extent").begin_object().key("lat").begin_array();
  middle(lats);
  out.end_array().key("lon").begin_array();
  middle(lons);
  out.end_array().end_object().key("cells").begin_array();
  for (const auto& cell : cells) {
    const Cell& c = cell.second;
    out.begin_object().key("lat").value(c.lat / c.count).key("lon").value(c.lon / c.count).key("count").value(c.count);
    out.key("contested").value(c.contested).key("exact").value(c.exact).key("open").value(c.open).key("kinds").begin_array();
    std::vector<std::uint32_t> order;
    for (std::uint32_t k = 0; k < c.kinds.size(); ++k)
      if (c.kinds[k] > 0) order.push_back(k);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return c.kinds[a] > c.kinds[b]; });
    for (const auto k : order) out.begin_array().value(all.kinds()[k].id).value(c.kinds[k]).end_array();
    out.end_array().key("one_point").value(c.one_point).key("ids").begin_array();
    for (const auto i : c.ids) out.value(all.id(i));
    out.end_array().end_object();
  }
  out.end_array();
}

void write_moves(Writer& out, std::string_view event, std::string_view kind, const Annotation& a, std::string_view claim_id) {
  const auto claim = std::find_if(a.claims.begin(), a.claims.end(), [&](const Claim& c) { return c.id == claim_id; });
  if (claim == a.claims.end()) return;
  auto places = [&](std::initializer_list<PlaceRole> roles) {
    std::vector<const Place*> found;
    for (const PlaceRole role : roles) {
      for (const auto& at : claim->places)
        if (at.role == role && at.place < a.places.size() && a.places[at.place].lat && a.places[at.place].lon) found.push_back(&a.places[at.place]);
      if (!found.empty()) break;
    }
    return found;
  };
  auto write_end = [&out](std::string_view key, const Place& p) {
    out.key(key).begin_object().key("name").value(p.name).key("lat").value(p.lat).key("lon").value(p.lon).end_object();
  };
  for (const Place* from : places({PlaceRole::from}))
    for (const Place* to : places({PlaceRole::to, PlaceRole::at})) {
      if (from->lat == to->lat && from->lon == to->lon) continue;
      out.begin_object().key("event").value(event).key("kind").value(kind);
      write_end("from", *from);
      write_end("to", *to);
      out.end_object();
    }
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
