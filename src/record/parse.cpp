#include "base/hash.h"
#include "record/fields.h"
#include "record/record.h"

namespace deconflict::record {

namespace {

using json::Value;

std::uint32_t number(const Value& o, const char* key) {
  const Value* v = json::member(o, key);
  return v != nullptr && v->IsUint() ? v->GetUint() : 0;
}

Index index(const Value& o, const char* key, std::size_t size) {
  const Value* v = json::member(o, key);
  return v != nullptr && v->IsUint() && v->GetUint() < size ? Index(v->GetUint()) : std::nullopt;
}

Span span(const Value& o) { return {number(o, "begin"), number(o, "end")}; }

template <class E>
E named(const Value& o, const char* key, E otherwise) {
  return parse_name<E>(json::string_at(o, key)).value_or(otherwise);
}

std::string raw_json(const Value& v) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  v.Accept(writer);
  return buffer.GetString();
}

/// Calls `one` for each object of the array member `key`.
template <class F>
void each(const Value& o, const char* key, F&& one) {
  const Value* list = json::member(o, key);
  if (list == nullptr || !list->IsArray()) return;
  for (const auto& item : list->GetArray())
    if (item.IsObject()) one(item);
}

template <class F>
void each_index(const Value& o, const char* key, std::size_t size, F&& one) {
  const Value* list = json::member(o, key);
  if (list == nullptr || !list->IsArray()) return;
  for (const auto& item : list->GetArray())
    if (item.IsUint() && item.GetUint() < size) one(item.GetUint());
}

Place parse_place(const Value& o) {
  Place p;
  p.span = span(o);
  p.name = text(o, "name");
  p.geonameid = integer(o, "geonameid");
  p.lat = real(o, "lat");
  p.lon = real(o, "lon");
  p.country = text(o, "country");
  p.admin1 = text(o, "admin1");
  p.admin2 = text(o, "admin2");
  p.feature = text(o, "feature");
  p.score = real(o, "score").value_or(0);
  p.use = named(o, "use", PlaceUse::literal);
  p.precision = named(o, "precision", Precision::settlement);
  if (const Value* r = json::member(o, "relation"); r != nullptr && r->IsObject()) {
    p.relation.emplace();
    p.relation->kind = text(*r, "kind");
    p.relation->side = text(*r, "side");
    p.relation->km = real(*r, "km");
    p.relation->span = span(*r);
    each_index(*r, "of", UINT32_MAX, [&](std::uint32_t i) { p.relation->of.push_back(i); });
    if (const Value* g = json::member(*r, "geometry"); g != nullptr && g->IsObject()) p.relation->geometry = raw_json(*g);
  }
  return p;
}

Claim parse_claim(const Value& o, const Annotation& a) {
  Claim c;
  c.id = text(o, "id");
  c.kind = text(o, "kind");
  c.span = span(o);
  if (const Value* t = json::member(o, "trigger")) c.trigger = span(*t);
  each(o, "actors", [&](const Value& x) { c.actors.push_back({named(x, "role", Role::actor), span(x), index(x, "entity", a.entities.size()), text(x, "head")}); });
  each(o, "places", [&](const Value& x) {
    if (auto i = index(x, "place", a.places.size())) c.places.push_back({*i, named(x, "role", PlaceRole::at)});
  });
  if (const Value* t = json::member(o, "time"))
    c.time = {text(*t, "value"), named(*t, "precision", TimePrecision::none), named(*t, "basis", TimeBasis::none), span(*t)};
  each_index(o, "counts", a.counts.size(), [&](std::uint32_t i) { c.counts.push_back(i); });
  each(o, "weapons", [&](const Value& x) { c.weapons.push_back(span(x)); });
  each(o, "attribution", [&](const Value& x) {
    const Value* cue = json::member(x, "cue");
    c.attribution.push_back({index(x, "entity", a.entities.size()), span(x), cue != nullptr ? span(*cue) : Span{}});
  });
  c.realis = named(o, "realis", Realis::asserted);
  c.background = flag(o, "background");
  if (const Value* m = json::member(o, "mention")) c.mention = {named(*m, "form", Mentioned::plain), span(*m), text(*m, "lemma"), flag(*m, "noun"), flag(*m, "campaign"), flag(*m, "many"), text(*m, "site"), text(*m, "means"), number(*m, "item")};
  c.responsibility = flag(o, "responsibility");
  c.confidence = real(o, "confidence").value_or(0);
  if (const Value* p = json::member(o, "plover")) {
    c.plover_event = text(*p, "event");
    c.plover_mode = text(*p, "mode");
  }
  c.cameo = text(o, "cameo");
  if (const Value* p = json::member(o, "acled")) {
    c.acled_event = text(*p, "event_type");
    c.acled_sub_event = text(*p, "sub_event_type");
  }
  each(o, "why", [&](const Value& x) { c.why.push_back({text(x, "field"), text(x, "rule"), span(x), text(x, "outcome")}); });
  return c;
}

}  // namespace

Result<Annotation> parse_annotation(std::string_view line, std::string* words) {
  auto tree = json::parse(line);
  if (!tree) return tree.error();
  const Value& o = *tree;
  if (json::string_at(o, "schema") != "deconflict/1")
    return Error{"record.schema", "", "this is no annotation record of schema deconflict/1; make one with `deconflict annotate`"};
  Annotation a;
  a.id = text(o, "id");
  if (a.id.empty()) return Error{"record.field", "", "the record has no \"id\""};
  a.sha256 = text(o, "sha256");
  a.published = text(o, "published");
  a.language = text(o, "language");
  a.title = text(o, "title");
  a.url = text(o, "url");
  a.outlet = text(o, "outlet");
  if (words != nullptr) {
    *words = text(o, "text");
    if (sha256_hex(*words) != a.sha256) words->clear();
  }
  each(o, "boilerplate", [&](const Value& x) { a.boilerplate.push_back({span(x), text(x, "why")}); });
  each(o, "sentences", [&](const Value& x) { a.sentences.push_back({span(x), 0, 0, false, false}); });
  each(o, "entities", [&](const Value& x) {
    Entity e{text(x, "id"), text(x, "name"), named(x, "type", MentionType::ORG), text(x, "country"), text(x, "sector"), {}, text(x, "voice"), text(x, "parent")};
    if (const Value* names = json::member(x, "aliases"); names != nullptr && names->IsArray())
      for (const auto& n : names->GetArray())
        if (n.IsString()) e.aliases.emplace_back(n.GetString(), n.GetStringLength());
    a.entities.push_back(std::move(e));
  });
  each(o, "mentions", [&](const Value& x) { a.mentions.push_back({span(x), named(x, "type", MentionType::ORG), index(x, "entity", a.entities.size())}); });
  each(o, "places", [&](const Value& x) { a.places.push_back(parse_place(x)); });
  each(o, "times", [&](const Value& x) { a.times.push_back({span(x), named(x, "type", TimexType::DATE), text(x, "value")}); });
  each(o, "counts", [&](const Value& x) {
    a.counts.push_back({span(x), text(x, "what"), text(x, "who"), {}, integer(x, "min").value_or(0), integer(x, "max"), flag(x, "cumulative"), {}, text(x, "said"), flag(x, "part")});
    each_index(x, "of", UINT32_MAX, [&](std::uint32_t i) { a.counts.back().of.push_back(i); });
  });
  for (auto& c : a.counts) std::erase_if(c.of, [&](std::uint32_t i) { return i >= a.counts.size(); });
  each(o, "attributions", [&](const Value& x) {
    Attribution t;
    each(x, "source", [&](const Value& s) { t.source.push_back(span(s)); });
    each(x, "cue", [&](const Value& s) { t.cue.push_back(span(s)); });
    each(x, "content", [&](const Value& s) { t.content.push_back(span(s)); });
    t.within = index(x, "within", UINT32_MAX);
    a.attributions.push_back(std::move(t));
  });
  each(o, "claims", [&](const Value& x) { a.claims.push_back(parse_claim(x, a)); });
  return a;
}

}  // namespace deconflict::record
