#include "base/knowledge_text.h"
#include "record/record.h"

namespace deconflict::record {

namespace {

using json::Writer;

void write_span(Writer& out, Span span) { out.key("begin").value(span.begin).key("end").value(span.end); }

void write_spans(Writer& out, std::string_view key, const std::vector<Span>& spans) {
  out.key(key).begin_array();
  for (Span s : spans) {
    out.begin_object();
    write_span(out, s);
    out.end_object();
  }
  out.end_array();
}

template <class T, class F>
void write_list(Writer& out, std::string_view key, const std::vector<T>& items, F&& one) {
  out.key(key).begin_array();
  for (const T& item : items) {
    out.begin_object();
    one(item);
    out.end_object();
  }
  out.end_array();
}

void write_indices(Writer& out, std::string_view key, const std::vector<std::uint32_t>& items) {
  out.key(key).begin_array();
  for (auto i : items) out.value(i);
  out.end_array();
}

}  // namespace

void write_entity(Writer& out, const Entity& e) {
  out.begin_object().key("id").value(e.id).key("name").value(e.name).key("type").value(name_of(e.type));
  out.key("country").text_or_null(e.country).key("sector").text_or_null(e.sector);
  out.key("voice").text_or_null(e.voice).key("parent").text_or_null(e.parent).key("aliases").begin_array();
  for (const auto& alias : e.aliases) out.value(alias);
  out.end_array().end_object();
}

void write_place(Writer& out, const Place& p) {
  out.begin_object();
  write_span(out, p.span);
  out.key("name").value(p.name).key("geonameid").value(p.geonameid).key("lat").value(p.lat).key("lon").value(p.lon);
  out.key("country").text_or_null(p.country).key("admin1").text_or_null(p.admin1);
  if (!p.admin2.empty()) out.key("admin2").value(p.admin2);
  out.key("feature").text_or_null(p.feature);
  out.key("score").value(p.score).key("use").value(name_of(p.use)).key("precision").value(name_of(p.precision)).key("relation");
  if (!p.relation) {
    out.null();
  } else {
    const PlaceRelation& r = *p.relation;
    out.begin_object().key("kind").value(r.kind).key("side").text_or_null(r.side).key("km").value(r.km);
    write_indices(out, "of", r.of);
    write_span(out, r.span);
    out.key("geometry");
    if (r.geometry.empty()) out.null();
    else out.raw(r.geometry);
    out.end_object();
  }
  out.end_object();
}

void write_claim(Writer& out, const Claim& c) {
  out.begin_object().key("id").value(c.id).key("kind").value(c.kind);
  write_span(out, c.span);
  out.key("trigger").begin_object();
  write_span(out, c.trigger);
  out.end_object();
  write_list(out, "actors", c.actors, [&](const ClaimActor& a) {
    out.key("role").value(name_of(a.role));
    write_span(out, a.span);
    out.key("entity").value(a.entity);
    out.key("head").text_or_null(a.head);
  });
  write_list(out, "places", c.places, [&](const ClaimPlace& p) { out.key("place").value(p.place).key("role").value(name_of(p.role)); });
  out.key("time").begin_object().key("value").text_or_null(c.time.value).key("precision").value(name_of(c.time.precision));
  out.key("basis").value(name_of(c.time.basis));
  if (!c.time.span.empty()) write_span(out, c.time.span);
  out.end_object();
  write_indices(out, "counts", c.counts);
  write_spans(out, "weapons", c.weapons);
  write_list(out, "attribution", c.attribution, [&](const Voice& v) {
    out.key("entity").value(v.entity);
    write_span(out, v.span);
    out.key("cue");
    if (v.cue.empty()) {
      out.null();
    } else {
      out.begin_object();
      write_span(out, v.cue);
      out.end_object();
    }
  });
  out.key("realis").value(name_of(c.realis)).key("background").value(c.background);
  out.key("mention").begin_object().key("form").value(name_of(c.mention.as));
  if (!c.mention.span.empty()) write_span(out, c.mention.span);
  if (!c.mention.lemma.empty()) out.key("lemma").value(c.mention.lemma);
  if (c.mention.noun) out.key("noun").value(true);
  if (c.mention.campaign) out.key("campaign").value(true);
  if (c.mention.many) out.key("many").value(true);
  if (!c.mention.site.empty()) out.key("site").value(c.mention.site);
  if (!c.mention.means.empty()) out.key("means").value(c.mention.means);
  if (c.mention.item != 0) out.key("item").value(c.mention.item);
  out.end_object();
  if (c.responsibility) out.key("responsibility").value(true);
  out.key("confidence").value(c.confidence);
  out.key("plover");
  if (c.plover_event.empty()) {
    out.null();
  } else {
    out.begin_object().key("event").value(c.plover_event).key("mode").text_or_null(c.plover_mode).end_object();
  }
  out.key("cameo").text_or_null(c.cameo).key("acled");
  if (c.acled_event.empty()) {
    out.null();
  } else {
    out.begin_object().key("event_type").value(c.acled_event).key("sub_event_type").value(c.acled_sub_event).end_object();
  }
  if (!c.why.empty())
    write_list(out, "why", c.why, [&](const Reason& r) {
      out.key("field").value(r.field).key("rule").value(r.rule);
      if (!r.span.empty()) write_span(out, r.span);
      out.key("outcome").value(r.outcome);
    });
  out.end_object();
}

std::string annotation_json(const Annotation& a, Layers layers) {
  Writer out;
  out.begin_object().key("schema").value("deconflict/1").key("id").value(a.id).key("sha256").value(a.sha256);
  out.key("published").text_or_null(a.published).key("language").text_or_null(a.language);
  out.key("title").text_or_null(a.title).key("url").text_or_null(a.url).key("outlet").text_or_null(a.outlet);
  if (layers.has(Layer::text)) out.key("text").value(a.text);
  if (layers.has(Layer::boilerplate))
    write_list(out, "boilerplate", a.boilerplate, [&](const Boilerplate& b) {
      write_span(out, b.span);
      out.key("why").value(b.why);
    });
  if (layers.has(Layer::sentences)) write_list(out, "sentences", a.sentences, [&](const Sentence& s) { write_span(out, s.span); });
  if (layers.has(Layer::tokens))
    write_list(out, "tokens", a.tokens, [&](const Token& t) {
      write_span(out, t.span);
      out.key("lemma").value(t.lemma).key("upos").value(name_of(t.upos)).key("head").value(t.head).key("deprel").value(name_of(t.deprel));
    });
  if (layers.has(Layer::mentions))
    write_list(out, "mentions", a.mentions, [&](const Mention& m) {
      write_span(out, m.span);
      out.key("type").value(name_of(m.type)).key("entity").value(m.entity);
    });
  if (layers.has(Layer::entities)) {
    out.key("entities").begin_array();
    for (const auto& e : a.entities) write_entity(out, e);
    out.end_array();
  }
  if (layers.has(Layer::places)) {
    out.key("places").begin_array();
    for (const auto& p : a.places) write_place(out, p);
    out.end_array();
  }
  if (layers.has(Layer::times))
    write_list(out, "times", a.times, [&](const Timex& t) {
      write_span(out, t.span);
      out.key("type").value(name_of(t.type)).key("value").value(t.value);
    });
  if (layers.has(Layer::counts))
    write_list(out, "counts", a.counts, [&](const Count& c) {
      write_span(out, c.span);
      out.key("what").value(c.what).key("who").text_or_null(c.who).key("min").value(c.min).key("max").value(c.max);
      if (!c.said.empty()) out.key("said").value(c.said);
      out.key("cumulative").value(c.cumulative);
      if (c.part) out.key("part").value(true);
      if (!c.of.empty()) {
        out.key("of").begin_array();
        for (const auto i : c.of) out.value(i);
        out.end_array();
      }
    });
  if (layers.has(Layer::attributions))
    write_list(out, "attributions", a.attributions, [&](const Attribution& t) {
      write_spans(out, "source", t.source);
      write_spans(out, "cue", t.cue);
      write_spans(out, "content", t.content);
      out.key("within").value(t.within);
    });
  if (layers.has(Layer::claims)) {
    out.key("claims").begin_array();
    for (const auto& c : a.claims) write_claim(out, c);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

std::string error_json(std::string_view id, const Error& error, std::uint64_t line) {
  Writer out;
  out.begin_object().key("id").text_or_null(id).key("error").begin_object();
  out.key("code").value(error.code).key("message").value(error.text()).key("line").value(line).end_object().end_object();
  return out.take();
}

Result<Layers> Layers::parse(std::string_view list) {
  static constexpr std::string_view kNames[] = {"boilerplate", "sentences", "tokens", "mentions", "entities", "places", "times", "counts", "attributions", "claims", "text"};
  Layers layers;
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto name = trim(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    std::uint16_t bit = 0;
    for (std::size_t i = 0; i < std::size(kNames); ++i)
      if (kNames[i] == name) bit = static_cast<std::uint16_t>(1U << i);
    if (bit == 0)
      return Error{"usage.layer", "",
                   "there is no layer '" + std::string(name) + "'; there are: boilerplate sentences tokens mentions entities places times counts attributions claims text"};
    layers.bits_ = static_cast<std::uint16_t>(layers.bits_ | bit);
  }
  return layers;
}

}  // namespace deconflict::record
