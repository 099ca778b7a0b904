#include "record/record.h"

namespace deconflict::record {

namespace {

std::string quoted(const Annotation& a, Span span) {
  std::string out = "\"";
  for (char c : a.surface(span)) out += c == '\n' ? ' ' : c;
  return out + "\"";
}

std::string coordinates(const Place& p) {
  if (!p.lat || !p.lon) return "unresolved";
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.3f,%.3f", *p.lat, *p.lon);
  return buffer;
}

std::string_view or_dash(std::string_view text) { return text.empty() ? std::string_view("-") : text; }

std::string entity_id(const Annotation& a, Index entity) { return entity ? a.entities[*entity].id : "unresolved"; }

std::string dump_tokens(const Annotation& a) {
  std::string out;
  for (std::size_t n = 0; n < a.sentences.size(); ++n) {
    const Sentence& s = a.sentences[n];
    std::string text(a.surface(s.span));
    for (char& c : text)
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    out += "# sent_id = " + std::to_string(n + 1) + "\n# text = " + text + "\n";
    for (std::uint32_t i = s.first_token; i < s.last_token; ++i) {
      const Token& t = a.tokens[i];
      const auto head = t.head < 0 ? 0 : static_cast<std::uint32_t>(t.head) - s.first_token + 1;
      const bool glued = i + 1 < s.last_token && a.tokens[i + 1].span.begin == t.span.end;
      out += std::to_string(i - s.first_token + 1) + "\t" + std::string(a.surface(t.span)) + "\t" + t.lemma + "\t" + std::string(name_of(t.upos)) + "\t_\t_\t" +
             std::to_string(head) + "\t" + std::string(name_of(t.deprel)) + "\t_\t" + (glued ? "SpaceAfter=No" : "_") + "\n";
    }
    out += "\n";
  }
  return out;
}

std::string dump_claim(const Annotation& a, const Claim& c) {
  std::string out = c.id + " " + c.kind + " " + quoted(a, c.trigger) + " " + std::string(name_of(c.realis)) + (c.background ? " background" : "") +
                    (c.responsibility ? " responsibility" : "") + "\n";
  for (const auto& x : c.actors) out += "  " + std::string(name_of(x.role)) + " " + quoted(a, x.span) + " " + entity_id(a, x.entity) + "\n";
  for (const auto& x : c.places) {
    const Place& p = a.places[x.place];
    out += "  " + std::string(name_of(x.role)) + " " + quoted(a, p.span) + " " + p.name + "\n";
  }
  if (c.time.basis != TimeBasis::none) out += "  time " + std::string(or_dash(c.time.value)) + " " + std::string(name_of(c.time.basis)) + "\n";
  for (auto i : c.counts) {
    const Count& n = a.counts[i];
    out += "  " + n.what + " " + std::to_string(n.min) + (n.max ? (*n.max == n.min ? "" : "-" + std::to_string(*n.max)) : "+") + (n.of.empty() ? "" : " in all") + "\n";
  }
  for (auto w : c.weapons) out += "  weapon " + quoted(a, w) + "\n";
  for (const auto& v : c.attribution) out += "  voice " + quoted(a, v.span) + " " + entity_id(a, v.entity) + "\n";
  return out;
}

}  // namespace

std::string dump(const Annotation& a, std::string_view stage) {
  std::string out;
  auto line = [&](const std::string& text) { out += text + "\n"; };
  if (stage == "text") {
    line(std::string(a.text));
  } else if (stage == "boilerplate") {
    for (const auto& b : a.boilerplate) line(b.why + " " + quoted(a, b.span));
  } else if (stage == "sentences") {
    for (const auto& s : a.sentences) line((s.boilerplate ? "boilerplate " : s.headline ? "headline " : "sentence ") + quoted(a, s.span));
  } else if (stage == "tokens") {
    out = dump_tokens(a);
  } else if (stage == "mentions") {
    for (const auto& m : a.mentions) line(std::string(name_of(m.type)) + " " + quoted(a, m.span) + " " + entity_id(a, m.entity));
  } else if (stage == "entities") {
    for (const auto& e : a.entities) {
      std::string names;
      for (const auto& alias : e.aliases) names += (names.empty() ? "" : " | ") + alias;
      line(std::string(name_of(e.type)) + " " + e.id + " \"" + e.name + "\" " + std::string(or_dash(e.country)) + " " + std::string(or_dash(e.sector)) + " [" + names + "]");
    }
  } else if (stage == "places") {
    for (const auto& p : a.places) {
      std::string relation;
      if (p.relation) {
        const auto& r = *p.relation;
        relation = " " + r.kind + (r.side.empty() ? "" : " " + r.side) + (r.km ? " " + std::to_string(static_cast<int>(*r.km)) + " km" : "") + " " + quoted(a, r.span);
      }
      line(std::string(name_of(p.precision)) + " " + quoted(a, p.span) + " " + p.name + " " + std::string(or_dash(p.country)) + " " + coordinates(p) +
           (p.use == PlaceUse::associative ? " associative" : "") + relation);
    }
  } else if (stage == "times") {
    for (const auto& t : a.times) line(std::string(name_of(t.type)) + " " + quoted(a, t.span) + " " + t.value);
  } else if (stage == "counts") {
    for (const auto& c : a.counts)
      line(c.what + " " + quoted(a, c.span) + " " + std::to_string(c.min) + (c.max ? "-" + std::to_string(*c.max) : "+") + " " + std::string(or_dash(c.who)) +
           (c.cumulative ? " cumulative" : ""));
  } else if (stage == "attributions") {
    auto join = [&](const std::vector<Span>& spans) {
      std::string text;
      for (Span s : spans) text += (text.empty() ? "" : " … ") + quoted(a, s);
      return text.empty() ? std::string("-") : text;
    };
    for (const auto& t : a.attributions)
      line(join(t.source) + " : " + join(t.cue) + " : " + join(t.content) + (t.within ? " within " + std::to_string(*t.within) : ""));
  } else if (stage == "claims") {
    for (const auto& c : a.claims) out += dump_claim(a, c);
  }
  return out;
}

}  // namespace deconflict::record
