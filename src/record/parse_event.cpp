#include <array>

#include "record/fields.h"
#include "record/record.h"

namespace deconflict::record {

namespace {

using json::Value;

template <class F>
void each(const Value& o, const char* key, F&& one) {
  const Value* list = json::member(o, key);
  if (list == nullptr || !list->IsArray()) return;
  for (const auto& item : list->GetArray()) one(item);
}

ClaimRef ref(const Value* o) { return o == nullptr ? ClaimRef{} : ClaimRef{text(*o, "doc"), text(*o, "claim")}; }

std::vector<ClaimRef> refs(const Value& o, EventDetail detail) {
  std::vector<ClaimRef> out;
  if (detail == EventDetail::brief) return out;
  each(o, "claims", [&](const Value& x) { out.push_back(ref(&x)); });
  return out;
}

std::vector<std::string> strings(const Value& o, const char* key) {
  std::vector<std::string> out;
  each(o, key, [&](const Value& x) {
    if (x.IsString()) out.emplace_back(x.GetString(), x.GetStringLength());
  });
  return out;
}

EventPlace parse_place(const Value& o, EventDetail detail) {
  EventPlace p;
  p.name = text(o, "name");
  p.geonameid = integer(o, "geonameid");
  p.lat = real(o, "lat");
  p.lon = real(o, "lon");
  p.precision = parse_name<Precision>(json::string_at(o, "precision")).value_or(Precision::settlement);
  p.country = text(o, "country");
  p.admin1 = text(o, "admin1");
  p.admin2 = text(o, "admin2");
  if (const Value* g = json::member(o, "geometry"); g != nullptr && g->IsObject()) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    g->Accept(writer);
    p.geometry = buffer.GetString();
  }
  p.claims = refs(o, detail);
  return p;
}

}  // namespace

Result<Event> parse_event(std::string_view line, EventDetail detail) {
  std::array<char, 32 * 1024> first;  // what most records need; asking for memory takes as long as reading
  rapidjson::MemoryPoolAllocator<> memory(first.data(), first.size());
  auto tree = json::parse(line, memory);
  if (!tree) return tree.error();
  const Value& o = *tree;
  if (json::string_at(o, "schema") != "deconflict/1") return Error{"record.schema", "", "this is no event record of schema deconflict/1; make one with `deconflict link`"};
  Event e;
  e.id = text(o, "id");
  e.kind = text(o, "kind");
  if (e.id.empty() || e.kind.empty()) return Error{"record.field", "", "the event record has no \"id\" or no \"kind\""};
  e.claims = refs(o, detail);
  if (const Value* claims = json::member(o, "claims"); detail == EventDetail::brief && claims != nullptr && claims->IsArray()) e.claims.resize(claims->Size());
  each(o, "actors", [&](const Value& x) {
    e.actors.push_back({parse_name<Role>(json::string_at(x, "role")).value_or(Role::actor), text(x, "id"), text(x, "name"), refs(x, detail)});
  });
  if (const Value* p = json::member(o, "place"); p != nullptr && p->IsObject()) e.place = parse_place(*p, detail);
  if (const Value* t = json::member(o, "time"))
    e.time = {text(*t, "begin"), text(*t, "end"), parse_name<TimePrecision>(json::string_at(*t, "precision")).value_or(TimePrecision::none), refs(*t, detail)};
  if (const Value* counts = json::member(o, "counts"); counts != nullptr && counts->IsObject())
    for (const auto& m : counts->GetObject()) {
      EventCount c;
      c.what.assign(m.name.GetString(), m.name.GetStringLength());
      c.low = integer(m.value, "low").value_or(0);
      c.best = integer(m.value, "best").value_or(0);
      c.high = integer(m.value, "high");
      c.rising = flag(m.value, "rising");
      each(m.value, "values", [&](const Value& x) { c.values.push_back({integer(x, "min").value_or(0), integer(x, "max"), refs(x, detail), text(x, "said"), flag(x, "loose"), text(x, "whom")}); });
      e.counts.push_back(std::move(c));
    }
  each(o, "voices", [&](const Value& x) { e.voices.push_back({text(x, "id"), text(x, "name"), refs(x, detail), text(x, "sort"), text(x, "sector"), text(x, "country"), text(x, "parent")}); });
  e.tellers = static_cast<std::uint32_t>(integer(o, "tellers").value_or(0));
  e.independent = static_cast<std::uint32_t>(integer(o, "independent").value_or(0));
  each(o, "copies", [&](const Value& x) {
    e.copies.push_back({text(x, "document"), text(x, "of"), text(x, "who"), text(x, "whom"), real(x, "share").value_or(0),
                        parse_name<CopyBasis>(json::string_at(x, "basis")).value_or(CopyBasis::none)});
  });
  each(o, "contradictions", [&](const Value& x) {
    Contradiction c{text(x, "field"), {}};
    each(x, "values", [&](const Value& v) { c.values.push_back({text(v, "value"), strings(v, "voices"), refs(v, detail)}); });
    e.contradictions.push_back(std::move(c));
  });
  each(o, "why", [&](const Value& x) {
    e.why.push_back({ref(json::member(x, "claim")), ref(json::member(x, "with")), real(x, "score").value_or(0), strings(x, "reasons")});
  });
  each(o, "reviews", [&](const Value& x) {
    e.reviews.push_back({text(x, "review"), text(x, "action"), text(x, "field"), text(x, "was"), text(x, "value"), text(x, "author"), text(x, "time"), text(x, "reason")});
  });
  return e;
}

}  // namespace deconflict::record
