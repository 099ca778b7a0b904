#include "export/table.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace deconflict::exports {

namespace {

using store::ClaimRow;
using store::DocumentRow;
using store::EventRow;

/// Nothing (an empty cell, null), words, a number or yes and no.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

Cell words(std::string text) { return text.empty() ? Cell() : Cell(std::move(text)); }
template <class T>
Cell maybe(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with(' ') && !text.ends_with(' ')) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string number(double value) {
  json::Writer out;
  out.value(value);
  return out.take();
}

std::string in_csv(const Cell& cell) {
  switch (cell.index()) {
    case 1: return quoted(std::get<std::string>(cell));
    case 2: return std::to_string(std::get<std::int64_t>(cell));
    case 3: return number(std::get<double>(cell));
    case 4: return std::get<bool>(cell) ? "true" : "false";
    default: return {};
  }
}

void in_json(json::Writer& out, const Cell& cell) {
  switch (cell.index()) {
    case 1: out.value(std::get<std::string>(cell)); break;
    case 2: out.value(std::get<std::int64_t>(cell)); break;
    case 3: out.value(std::get<double>(cell)); break;
    case 4: out.value(std::get<bool>(cell)); break;
    default: out.null();
  }
}

void add(std::string& list, const std::string& item) {
  if (item.empty()) return;
  if (!list.empty()) list += "; ";
  list += item;
}

template <class T, class F>
std::string listed(const std::vector<T>& items, F&& word) {
  std::string list;
  std::set<std::string> seen;
  for (const auto& item : items)
    if (std::string text = word(item); seen.insert(text).second) add(list, text);
  return list;
}

const EventCount* count_of(const EventRow& r, std::string_view what) {
  const auto& counts = r.event.counts;
  const auto found = std::find_if(counts.begin(), counts.end(), [&](const EventCount& c) { return c.what == what; });
  return found == counts.end() ? nullptr : &*found;
}

Cell low(const EventCount* c) { return c != nullptr ? Cell(c->low) : Cell(); }
Cell best(const EventCount* c) { return c != nullptr ? Cell(c->best) : Cell(); }
Cell high(const EventCount* c) { return c != nullptr ? maybe(c->high) : Cell(); }

std::string people(const EventRow& r, Role role) {
  return listed(r.event.actors, [&](const EventActor& a) { return a.role == role ? a.name : std::string(); });
}

std::string other_counts(const EventRow& r) {
  std::string list;
  for (const auto& c : r.event.counts)
    if (c.what != "killed" && c.what != "injured")
      add(list, c.what + " " + std::to_string(c.low) + (!c.high ? "+" : *c.high != c.low ? "-" + std::to_string(*c.high) : ""));
  return list;
}

/// "killed: 4 (SANA) | 7 (the Observatory)"
std::string rivals(const EventRow& r) {
  std::string list;
  for (const auto& c : r.event.contradictions) {
    std::string values;
    for (const auto& v : c.values) {
      std::string voices;
      for (const auto& name : v.voices) voices += (voices.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : " | ") + v.value + (voices.empty() ? "" : " (" + voices + ")");
    }
    add(list, c.field + ": " + values);
  }
  return list;
}

template <class Row>
struct Column {
  const char* name;
  std::function<Cell(const Row&)> cell;
};

const std::vector<Column<EventRow>>& event_columns() {
  static const std::vector<Column<EventRow>> kColumns = {
      {"id", [](const EventRow& r) { return Cell(r.event.id); }},
      {"kind", [](const EventRow& r) { return Cell(r.event.kind); }},
      {"when_begin", [](const EventRow& r) { return words(r.event.time.begin); }},
      {"when_end", [](const EventRow& r) { return words(r.event.time.end); }},
      {"time_precision", [](const EventRow& r) { return Cell(std::string(name_of(r.event.time.precision))); }},
      {"place", [](const EventRow& r) { return r.event.place ? words(r.event.place->name) : Cell(); }},
      {"admin1", [](const EventRow& r) { return r.event.place ? words(r.event.place->admin1) : Cell(); }},
      {"country", [](const EventRow& r) { return r.event.place ? words(r.event.place->country) : Cell(); }},
      {"lat", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->lat) : Cell(); }},
      {"lon", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->lon) : Cell(); }},
      {"place_precision", [](const EventRow& r) { return r.event.place ? Cell(std::string(name_of(r.event.place->precision))) : Cell(); }},
      {"geonameid", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->geonameid) : Cell(); }},
      {"actors", [](const EventRow& r) { return words(people(r, Role::actor)); }},
      {"recipients", [](const EventRow& r) { return words(people(r, Role::recipient)); }},
      {"killed_low", [](const EventRow& r) { return low(count_of(r, "killed")); }},
      {"killed_best", [](const EventRow& r) { return best(count_of(r, "killed")); }},
      {"killed_high", [](const EventRow& r) { return high(count_of(r, "killed")); }},
      {"injured_low", [](const EventRow& r) { return low(count_of(r, "injured")); }},
      {"injured_best", [](const EventRow& r) { return best(count_of(r, "injured")); }},
      {"injured_high", [](const EventRow& r) { return high(count_of(r, "injured")); }},
      {"other_counts", [](const EventRow& r) { return words(other_counts(r)); }},
      {"voices", [](const EventRow& r) { return words(listed(r.event.voices, [](const EventVoice& v) { return v.name; })); }},
      {"n_voices", [](const EventRow& r) { return Cell(static_cast<std::int64_t>(r.event.voices.size())); }},
      {"n_claims", [](const EventRow& r) { return Cell(static_cast<std::int64_t>(r.event.claims.size())); }},
      {"contested", [](const EventRow& r) { return Cell(!r.event.contradictions.empty()); }},
      {"contradictions", [](const EventRow& r) { return words(rivals(r)); }},
      {"realis", [](const EventRow& r) { return words(listed(r.realis, [](Realis x) { return std::string(name_of(x)); })); }},
      {"background", [](const EventRow& r) { return Cell(r.background); }},
      {"evidence", [](const EventRow& r) { return words(r.evidence); }},
      {"documents", [](const EventRow& r) { return words(listed(r.event.claims, [](const ClaimRef& c) { return c.doc; })); }},
      {"claims", [](const EventRow& r) { return words(listed(r.event.claims, [](const ClaimRef& c) { return c.doc + "#" + c.claim; })); }},
  };
  return kColumns;
}

const std::vector<Column<ClaimRow>>& claim_columns() {
  static const std::vector<Column<ClaimRow>> kColumns = {
      {"document", [](const ClaimRow& r) { return Cell(r.document); }},
      {"claim", [](const ClaimRow& r) { return Cell(r.claim); }},
      {"event", [](const ClaimRow& r) { return words(r.event); }},
      {"kind", [](const ClaimRow& r) { return Cell(r.kind); }},
      {"realis", [](const ClaimRow& r) { return Cell(r.realis); }},
      {"background", [](const ClaimRow& r) { return Cell(r.background); }},
      {"voices", [](const ClaimRow& r) { return words(r.voices); }},
      {"actors", [](const ClaimRow& r) { return words(r.actors); }},
      {"recipients", [](const ClaimRow& r) { return words(r.recipients); }},
      {"time_value", [](const ClaimRow& r) { return words(r.time_value); }},
      {"time_precision", [](const ClaimRow& r) { return Cell(r.time_precision); }},
      {"time_basis", [](const ClaimRow& r) { return Cell(r.time_basis); }},
      {"place", [](const ClaimRow& r) { return words(r.place); }},
      {"lat", [](const ClaimRow& r) { return maybe(r.lat); }},
      {"lon", [](const ClaimRow& r) { return maybe(r.lon); }},
      {"place_precision", [](const ClaimRow& r) { return words(r.place_precision); }},
      {"counts", [](const ClaimRow& r) { return words(r.counts); }},
      {"confidence", [](const ClaimRow& r) { return Cell(r.confidence); }},
      {"plover_event", [](const ClaimRow& r) { return words(r.plover_event); }},
      {"plover_mode", [](const ClaimRow& r) { return words(r.plover_mode); }},
      {"cameo", [](const ClaimRow& r) { return words(r.cameo); }},
      {"acled_event", [](const ClaimRow& r) { return words(r.acled_event); }},
      {"acled_sub_event", [](const ClaimRow& r) { return words(r.acled_sub_event); }},
      {"trigger", [](const ClaimRow& r) { return words(r.trigger); }},
      {"begin_byte", [](const ClaimRow& r) { return Cell(std::int64_t{r.span.begin}); }},
      {"end_byte", [](const ClaimRow& r) { return Cell(std::int64_t{r.span.end}); }},
      {"evidence", [](const ClaimRow& r) { return words(r.evidence); }},
      {"outlet", [](const ClaimRow& r) { return words(r.outlet); }},
      {"published", [](const ClaimRow& r) { return words(r.published); }},
      {"url", [](const ClaimRow& r) { return words(r.url); }},
  };
  return kColumns;
}

const std::vector<Column<DocumentRow>>& document_columns() {
  static const std::vector<Column<DocumentRow>> kColumns = {
      {"id", [](const DocumentRow& r) { return Cell(r.id); }},
      {"title", [](const DocumentRow& r) { return words(r.title); }},
      {"outlet", [](const DocumentRow& r) { return words(r.outlet); }},
      {"published", [](const DocumentRow& r) { return words(r.published); }},
      {"url", [](const DocumentRow& r) { return words(r.url); }},
      {"language", [](const DocumentRow& r) { return words(r.language); }},
      {"claims", [](const DocumentRow& r) { return Cell(static_cast<std::int64_t>(r.claims)); }},
      {"sha256", [](const DocumentRow& r) { return Cell(r.sha256); }},
      {"source", [](const DocumentRow& r) { return words(r.origin.source); }},
      {"source_sha256", [](const DocumentRow& r) { return words(r.origin.sha256); }},
      {"program", [](const DocumentRow& r) { return Cell(r.provenance.program); }},
      {"knowledge", [](const DocumentRow& r) { return Cell(r.provenance.knowledge); }},
      {"model", [](const DocumentRow& r) { return Cell(r.provenance.model); }},
      {"gazetteer", [](const DocumentRow& r) { return words(r.provenance.gazetteer); }},
  };
  return kColumns;
}

template <class Row>
std::string header(const std::vector<Column<Row>>& columns) {
  std::string line;
  for (const auto& c : columns) line += (line.empty() ? "" : ",") + std::string(c.name);
  return line + "\r\n";
}

template <class Row>
std::string cells(const std::vector<Column<Row>>& columns, const Row& row) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) line += ',';
    line += in_csv(columns[i].cell(row));
  }
  return line + "\r\n";
}

}  // namespace

std::string event_header() { return header(event_columns()); }
std::string event_cells(const EventRow& row) { return cells(event_columns(), row); }
void write_properties(json::Writer& out, const EventRow& row) {
  for (const auto& c : event_columns()) in_json(out.key(c.name), c.cell(row));
}
std::string claim_header() { return header(claim_columns()); }
std::string claim_cells(const ClaimRow& row) { return cells(claim_columns(), row); }
std::string document_header() { return header(document_columns()); }
std::string document_cells(const DocumentRow& row) { return cells(document_columns(), row); }

}  // namespace deconflict::exports
