#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "deconflict/annotation.h"
#include "deconflict/document.h"

/// Reports of an invented war, read already, for ledgers of a test.
namespace deconflict::store {

/// What one claim of a report says. Its words are found in the text.
struct ReportedClaim {
  std::string words, trigger, kind, actor, place;
  double lat, lon;
  std::string day;
  int killed;
};

inline const ReportedClaim kTarvan{"Hill rebels shelled Tarvan on Monday, killing some.", "shelled", "shelling", "hill-rebels", "Tarvan", 12.5, 41.25, "2031-05-05", 4};
inline const ReportedClaim kOrsk{"River guards raided Orsk Ford on Friday.", "raided", "attack", "river-guards", "Orsk Ford", 14.5, 43.25, "2031-05-02", 0};

struct Report {
  Document document;
  Annotation annotation;
};

/// What every annotation of a document begins with. It must not outlive the document.
inline Annotation head_of(const Document& d) {
  Annotation a;
  a.id = d.id;
  a.sha256 = sha256_hex(d.text);
  a.published = d.published;
  a.language = d.language;
  a.title = d.title;
  a.url = d.url;
  a.outlet = d.outlet;
  a.text = d.text;
  return a;
}

inline std::unique_ptr<Report> report(const std::string& id, const std::string& text, const std::vector<ReportedClaim>& told) {
  auto r = std::make_unique<Report>();
  r->document = {id, text, "News of " + id, "", "Outlet of " + id, "2031-05-06", "en"};
  Annotation& a = r->annotation = head_of(r->document);
  for (const ReportedClaim& t : told) {
    const auto at = static_cast<std::uint32_t>(text.find(t.words));
    auto span = [&](const std::string& words) {
      const auto begin = at + static_cast<std::uint32_t>(t.words.find(words));
      return Span{begin, begin + static_cast<std::uint32_t>(words.size())};
    };
    Claim c;
    c.id = "c" + std::to_string(a.claims.size() + 1);
    c.kind = t.kind;
    c.span = {at, at + static_cast<std::uint32_t>(t.words.size())};
    c.trigger = span(t.trigger);
    const auto n = static_cast<std::uint32_t>(a.entities.size());
    a.entities.push_back({"actor/" + t.actor, t.actor, MentionType::MIL, "", "REB", {}, "", ""});
    c.actors.push_back({Role::actor, span(t.words.substr(0, t.words.find(' ', t.words.find(' ') + 1))), n});
    Place p;
    p.span = span(t.place);
    p.name = t.place;
    p.lat = t.lat;
    p.lon = t.lon;
    p.country = "VA";
    a.places.push_back(p);
    c.places.push_back({static_cast<std::uint32_t>(a.places.size() - 1), PlaceRole::at});
    c.time = {t.day, TimePrecision::day, TimeBasis::text, c.trigger};
    if (t.killed > 0) {
      a.counts.push_back({span("killing some"), "killed", "", {}, t.killed, t.killed, false, {}});
      c.counts = {static_cast<std::uint32_t>(a.counts.size() - 1)};
    }
    c.confidence = 0.75;
    a.claims.push_back(c);
  }
  return r;
}

inline const std::string kText = "Hill rebels shelled Tarvan on Monday, killing some. River guards raided Orsk Ford on Friday. Nothing else was told.";

}  // namespace deconflict::store
