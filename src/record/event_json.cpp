#include "record/record.h"

namespace deconflict::record {

namespace {

using json::Writer;

void write_refs(Writer& out, std::string_view key, const std::vector<ClaimRef>& refs) {
  out.key(key).begin_array();
  for (const auto& r : refs) out.begin_object().key("doc").value(r.doc).key("claim").value(r.claim).end_object();
  out.end_array();
}

void write_ref(Writer& out, std::string_view key, const ClaimRef& r) {
  out.key(key).begin_object().key("doc").value(r.doc).key("claim").value(r.claim).end_object();
}

}  // namespace

void write_event(Writer& out, const Event& e) {
  out.begin_object().key("schema").value("deconflict/1").key("id").value(e.id).key("kind").value(e.kind);
  write_refs(out, "claims", e.claims);
  out.key("actors").begin_array();
  for (const auto& a : e.actors) {
    out.begin_object().key("role").value(name_of(a.role)).key("id").text_or_null(a.id).key("name").value(a.name);
    write_refs(out, "claims", a.claims);
    out.end_object();
  }
  out.end_array().key("place");
  if (!e.place) {
    out.null();
  } else {
    const EventPlace& p = *e.place;
    out.begin_object().key("name").value(p.name).key("geonameid").value(p.geonameid).key("lat").value(p.lat).key("lon").value(p.lon);
    out.key("precision").value(name_of(p.precision)).key("country").text_or_null(p.country).key("admin1").text_or_null(p.admin1);
    if (!p.admin2.empty()) out.key("admin2").value(p.admin2);
    out.key("geometry");
    if (p.geometry.empty()) out.null();
    else out.raw(p.geometry);
    write_refs(out, "claims", p.claims);
    out.end_object();
  }
  out.key("time").begin_object().key("begin").text_or_null(e.time.begin).key("end").text_or_null(e.time.end);
  out.key("precision").value(name_of(e.time.precision));
  write_refs(out, "claims", e.time.claims);
  out.end_object().key("counts").begin_object();
  for (const auto& c : e.counts) {
    out.key(c.what).begin_object().key("low").value(c.low).key("best").value(c.best).key("high").value(c.high);
    if (c.rising) out.key("rising").value(true);
    out.key("values").begin_array();
    for (const auto& v : c.values) {
      out.begin_object().key("min").value(v.min).key("max").value(v.max);
      if (!v.said.empty()) out.key("said").value(v.said);
      if (v.loose) out.key("loose").value(true);
      if (!v.whom.empty()) out.key("whom").value(v.whom);
      write_refs(out, "claims", v.claims);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_object().key("voices").begin_array();
  for (const auto& v : e.voices) {
    out.begin_object().key("id").text_or_null(v.id).key("name").value(v.name);
    out.key("sort").text_or_null(v.sort).key("sector").text_or_null(v.sector).key("country").text_or_null(v.country).key("parent").text_or_null(v.parent);
    write_refs(out, "claims", v.claims);
    out.end_object();
  }
  out.end_array().key("tellers").value(e.tellers).key("independent").value(e.independent).key("copies").begin_array();
  for (const auto& c : e.copies) {
    out.begin_object().key("document").value(c.document).key("of").text_or_null(c.of).key("who").value(c.who).key("whom").value(c.whom);
    out.key("share").value(c.share).key("basis").value(name_of(c.basis)).end_object();
  }
  out.end_array().key("contradictions").begin_array();
  for (const auto& c : e.contradictions) {
    out.begin_object().key("field").value(c.field).key("values").begin_array();
    for (const auto& v : c.values) {
      out.begin_object().key("value").value(v.value).key("voices").begin_array();
      for (const auto& name : v.voices) out.value(name);
      out.end_array();
      write_refs(out, "claims", v.claims);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().key("why").begin_array();
  for (const auto& w : e.why) {
    out.begin_object();
    // SCHEMA: "claim" twice; a JSON object can hold a key once, so the pair is claim and with.
    write_ref(out, "claim", w.a);
    write_ref(out, "with", w.b);
    out.key("score").value(w.score).key("reasons").begin_array();
    for (const auto& r : w.reasons) out.value(r);
    out.end_array().end_object();
  }
  out.end_array();
  if (!e.reviews.empty()) {
    out.key("reviews").begin_array();
    for (const auto& r : e.reviews) {
      out.begin_object().key("review").value(r.review).key("action").value(r.action).key("field").text_or_null(r.field).key("was").text_or_null(r.was).key("value").text_or_null(r.value);
      out.key("author").value(r.author).key("time").value(r.time).key("reason").text_or_null(r.reason).end_object();
    }
    out.end_array();
  }
  out.end_object();
}

std::string event_json(const Event& event) {
  Writer out;
  write_event(out, event);
  return out.take();
}

}  // namespace deconflict::record
