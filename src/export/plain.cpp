#include "export/plain.h"

#include <algorithm>

#include "record/record.h"

namespace deconflict::exports {

namespace {

using store::ClaimRow;
using store::DocumentRow;
using store::EventRow;

const EventCount* count_of(const EventRow& r, std::string_view what) {
  const auto& counts = r.event.counts;
  const auto found = std::find_if(counts.begin(), counts.end(), [&](const EventCount& c) { return c.what == what; });
  return found == counts.end() ? nullptr : &*found;
}

Cell low(const EventCount* c) { return c != nullptr ? Cell(c->low) : Cell(); }
Cell best(const EventCount* c) { return c != nullptr ? Cell(c->best) : Cell(); }
Cell high(const EventCount* c) { return c != nullptr ? maybe(c->high) : Cell(); }

Cell people(const EventRow& r, Role role) {
  return words(listed(r.event.actors, [&](const EventActor& a) { return a.role == role ? a.name : std::string(); }));
}

Cell other_counts(const EventRow& r) {
  std::string list;
  for (const auto& c : r.event.counts)
    if (c.what != "killed" && c.what != "injured")
      add(list, c.what + " " + std::to_string(c.low) + (!c.high ? "+" : *c.high != c.low ? "-" + std::to_string(*c.high) : ""));
  return words(list);
}

/// "BBC repeats AFP, 93 % of words"
Cell copies(const EventRow& r) {
  return words(listed(r.event.copies, [](const EventCopy& c) { return record::copy_in_words(c.who, c.whom, c.share, c.basis); }));
}

/// "killed: 4 (SANA) | 7 (the Observatory)"
Cell rivals(const EventRow& r) {
  std::string list;
  for (const auto& c : r.event.contradictions) {
    std::string values;
    for (const auto& v : c.values) {
      std::string voices;
      for (const auto& name : v.voices) add(voices, name, ", ");
      add(values, v.value + (voices.empty() ? "" : " (" + voices + ")"), " | ");
    }
    add(list, c.field + ": " + values);
  }
  return words(list);
}

}  // namespace

const Columns<EventRow>& event_columns() {
  static const Columns<EventRow> kColumns = {
      {"id", Type::text, "Id of the event; stays the same when documents are added or read in another order", "id", [](const EventRow& r) { return Cell(r.event.id); }},
      {"kind", Type::text, "Kind of happening, a word of SCHEMA's list", "kind", [](const EventRow& r) { return Cell(r.event.kind); }},
      {"when_begin", Type::date, "First day on which it can have happened; empty where not told", "time.begin", [](const EventRow& r) { return words(r.event.time.begin); }},
      {"when_end", Type::date, "Last such day", "time.end", [](const EventRow& r) { return words(r.event.time.end); }},
      {"time_precision", Type::text, "day, week, month, year or none", "time.precision", [](const EventRow& r) { return Cell(std::string(name_of(r.event.time.precision))); }},
      {"place", Type::text, "Name of the place", "place.name", [](const EventRow& r) { return r.event.place ? words(r.event.place->name) : Cell(); }},
      {"admin1", Type::text, "First-order division (province, governorate)", "place.admin1", [](const EventRow& r) { return r.event.place ? words(r.event.place->admin1) : Cell(); }},
      {"country", Type::text, "ISO 3166-1 alpha-2", "place.country", [](const EventRow& r) { return r.event.place ? words(r.event.place->country) : Cell(); }},
      {"lat", Type::real, "Latitude of the place's point, degrees north (WGS 84)", "place.lat", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->lat) : Cell(); }},
      {"lon", Type::real, "Longitude, degrees east", "place.lon", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->lon) : Cell(); }},
      {"place_precision", Type::text, "What the point stands for: site, settlement, district, admin1, country, region or feature (river, mountain)", "place.precision",
       [](const EventRow& r) { return r.event.place ? Cell(std::string(name_of(r.event.place->precision))) : Cell(); }},
      {"geonameid", Type::integer, "GeoNames id of the place", "place.geonameid", [](const EventRow& r) { return r.event.place ? maybe(r.event.place->geonameid) : Cell(); }},
      {"actors", Type::text, "Who did it", "actors[role=actor].name", [](const EventRow& r) { return people(r, Role::actor); }},
      {"recipients", Type::text, "Who was acted upon; private persons are not named", "actors[role=recipient].name", [](const EventRow& r) { return people(r, Role::recipient); }},
      {"killed_low", Type::integer, "Lowest number of dead told", "counts.killed.low", [](const EventRow& r) { return low(count_of(r, "killed")); }},
      {"killed_best", Type::integer, "Number of dead that most voices tell", "counts.killed.best", [](const EventRow& r) { return best(count_of(r, "killed")); }},
      {"killed_high", Type::integer, "Highest number of dead told; empty where \"at least\" leaves it open", "counts.killed.high", [](const EventRow& r) { return high(count_of(r, "killed")); }},
      {"injured_low", Type::integer, "Lowest number of injured told", "counts.injured.low", [](const EventRow& r) { return low(count_of(r, "injured")); }},
      {"injured_best", Type::integer, "Number of injured that most voices tell", "counts.injured.best", [](const EventRow& r) { return best(count_of(r, "injured")); }},
      {"injured_high", Type::integer, "Highest number of injured told; empty where open", "counts.injured.high", [](const EventRow& r) { return high(count_of(r, "injured")); }},
      {"other_counts", Type::text, "Captured, displaced and others, each with its lowest and highest number", "counts", other_counts},
      {"voices", Type::text, "Who says so: the origins of the claims, each once however many outlets carry it", "voices.name",
       [](const EventRow& r) { return words(listed(r.event.voices, [](const EventVoice& v) { return v.name; })); }},
      {"n_voices", Type::integer, "How many voices", "voices", [](const EventRow& r) { return whole(r.event.voices.size()); }},
      {"n_claims", Type::integer, "How many claims", "claims", [](const EventRow& r) { return whole(r.event.claims.size()); }},
      {"copies", Type::text, "Which of its documents repeat whose words, and how much of theirs is repeated; publishers, or the document's id", "copies", copies},
      {"contested", Type::boolean, "Do voices give rival values?", "contradictions", [](const EventRow& r) { return Cell(!r.event.contradictions.empty()); }},
      {"contradictions", Type::text, "The rival values, each with who gives it: field: value (voices) | value (voices)", "contradictions", rivals},
      {"realis", Type::text, "Is it told as having happened? asserted, alleged, denied, negated, planned, threatened, hypothetical; all that its claims say", "claims.realis",
       [](const EventRow& r) { return words(listed(r.realis, [](Realis x) { return std::string(deconflict::name_of(x)); })); }},
      {"background", Type::boolean, "Told only as background to something else", "claims.background", [](const EventRow& r) { return Cell(r.background); }},
      {"evidence", Type::text, "The words of its first claim, as they stand in the document", "claims[0]", [](const EventRow& r) { return words(r.evidence); }},
      {"documents", Type::text, "Ids of the documents that tell it", "claims.doc", [](const EventRow& r) { return words(listed(r.event.claims, [](const ClaimRef& c) { return c.doc; })); }},
      {"claims", Type::text, "Its claims, as document#claim", "claims", [](const EventRow& r) { return words(listed(r.event.claims, [](const ClaimRef& c) { return c.doc + "#" + c.claim; })); }},
  };
  return kColumns;
}

const Columns<ClaimRow>& claim_columns() {
  static const Columns<ClaimRow> kColumns = {
      {"document", Type::text, "Id of the document that makes the claim", "id", [](const ClaimRow& r) { return Cell(r.document); }},
      {"claim", Type::text, "Id of the claim within it", "claims.id", [](const ClaimRow& r) { return Cell(r.claim); }},
      {"event", Type::text, "Id of the event that it tells of", "event", [](const ClaimRow& r) { return words(r.event); }},
      {"kind", Type::text, "Kind of happening, a word of SCHEMA's list", "claims.kind", [](const ClaimRow& r) { return Cell(r.kind); }},
      {"realis", Type::text, "asserted, alleged, denied, negated, planned, threatened or hypothetical", "claims.realis", [](const ClaimRow& r) { return Cell(r.realis); }},
      {"background", Type::boolean, "An old happening told as background", "claims.background", [](const ClaimRow& r) { return Cell(r.background); }},
      {"voices", Type::text, "The chain of who says so, outermost first; empty: the outlet itself", "claims.attribution", [](const ClaimRow& r) { return words(r.voices); }},
      {"actors", Type::text, "Who did it", "claims.actors[role=actor]", [](const ClaimRow& r) { return words(r.actors); }},
      {"recipients", Type::text, "Who was acted upon; private persons are not named", "claims.actors[role=recipient]", [](const ClaimRow& r) { return words(r.recipients); }},
      {"time_value", Type::text, "TIMEX3 value of the time (2017-09-18, 2017-W38, 2017-09); unresolved as XXXX-WXX-1", "claims.time.value", [](const ClaimRow& r) { return words(r.time_value); }},
      {"time_precision", Type::text, "day, week, month, year or none", "claims.time.precision", [](const ClaimRow& r) { return Cell(r.time_precision); }},
      {"time_basis", Type::text, "text, published (reckoned from the day of publication) or none", "claims.time.basis", [](const ClaimRow& r) { return Cell(r.time_basis); }},
      {"place", Type::text, "Name of the place", "claims.places", [](const ClaimRow& r) { return words(r.place); }},
      {"lat", Type::real, "Latitude, degrees north (WGS 84)", "places.lat", [](const ClaimRow& r) { return maybe(r.lat); }},
      {"lon", Type::real, "Longitude, degrees east", "places.lon", [](const ClaimRow& r) { return maybe(r.lon); }},
      {"place_precision", Type::text, "site, settlement, district, admin1, country, region or feature", "places.precision", [](const ClaimRow& r) { return words(r.place_precision); }},
      {"counts", Type::text, "Numbers of people: what min, min-max, or min+ where open", "claims.counts", [](const ClaimRow& r) { return words(r.counts); }},
      {"confidence", Type::real, "How sure the reading is, 0 to 1", "claims.confidence", [](const ClaimRow& r) { return Cell(r.confidence); }},
      {"plover_event", Type::text, "PLOVER event type", "claims.plover.event", [](const ClaimRow& r) { return words(r.plover_event); }},
      {"plover_mode", Type::text, "PLOVER mode", "claims.plover.mode", [](const ClaimRow& r) { return words(r.plover_mode); }},
      {"cameo", Type::text, "CAMEO code; text, for its leading zero counts", "claims.cameo", [](const ClaimRow& r) { return words(r.cameo); }},
      {"acled_event", Type::text, "ACLED event type", "claims.acled.event_type", [](const ClaimRow& r) { return words(r.acled_event); }},
      {"acled_sub_event", Type::text, "ACLED sub-event type", "claims.acled.sub_event_type", [](const ClaimRow& r) { return words(r.acled_sub_event); }},
      {"trigger", Type::text, "The words that tell the kind", "claims.trigger", [](const ClaimRow& r) { return words(r.trigger); }},
      {"begin_byte", Type::integer, "First byte of the evidence in the document's text (UTF-8)", "claims.begin", [](const ClaimRow& r) { return Cell(std::int64_t{r.span.begin}); }},
      {"end_byte", Type::integer, "Byte behind the evidence", "claims.end", [](const ClaimRow& r) { return Cell(std::int64_t{r.span.end}); }},
      {"evidence", Type::text, "The words of the claim, as they stand in the document", "text[begin:end]", [](const ClaimRow& r) { return words(r.evidence); }},
      {"outlet", Type::text, "Who published the document", "outlet", [](const ClaimRow& r) { return words(r.outlet); }},
      {"published", Type::text, "Day of publication", "published", [](const ClaimRow& r) { return words(r.published); }},
      {"url", Type::text, "Address of the document", "url", [](const ClaimRow& r) { return words(r.url); }},
  };
  return kColumns;
}

const Columns<DocumentRow>& document_columns() {
  static const Columns<DocumentRow> kColumns = {
      {"id", Type::text, "Id of the document", "id", [](const DocumentRow& r) { return Cell(r.id); }},
      {"title", Type::text, "Headline", "title", [](const DocumentRow& r) { return words(r.title); }},
      {"outlet", Type::text, "Who published it", "outlet", [](const DocumentRow& r) { return words(r.outlet); }},
      {"published", Type::text, "Day of publication", "published", [](const DocumentRow& r) { return words(r.published); }},
      {"url", Type::text, "Its address", "url", [](const DocumentRow& r) { return words(r.url); }},
      {"language", Type::text, "ISO 639-1", "language", [](const DocumentRow& r) { return words(r.language); }},
      {"claims", Type::integer, "How many claims it makes", "claims", [](const DocumentRow& r) { return whole(r.claims); }},
      {"sha256", Type::text, "Hash of its text", "sha256", [](const DocumentRow& r) { return Cell(r.sha256); }},
      {"source", Type::text, "The file that it was read from", "source", [](const DocumentRow& r) { return words(r.origin.source); }},
      {"source_sha256", Type::text, "Hash of the raw bytes: of the line, of the entry of an archive or of the unpacked page where the file holds many, else of the whole file", "source_sha256", [](const DocumentRow& r) { return words(r.origin.sha256); }},
      {"program", Type::text, "Version and build that read it", "provenance.program", [](const DocumentRow& r) { return Cell(r.provenance.program); }},
      {"knowledge", Type::text, "Version of the knowledge files", "provenance.knowledge", [](const DocumentRow& r) { return Cell(r.provenance.knowledge); }},
      {"model", Type::text, "Version of the trained model", "provenance.model", [](const DocumentRow& r) { return Cell(r.provenance.model); }},
      {"gazetteer", Type::text, "Version of the gazetteer", "provenance.gazetteer", [](const DocumentRow& r) { return words(r.provenance.gazetteer); }},
  };
  return kColumns;
}

std::vector<Entry> plain_entries(What what) {
  return what == What::claims ? entries(claim_columns()) : what == What::documents ? entries(document_columns()) : entries(event_columns());
}

}  // namespace deconflict::exports
