#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "export/codes.h"
#include "export/countries.h"
#include "export/formats.h"

namespace deconflict::exports {

namespace {

const Party* at(const std::vector<Party>& parties, std::size_t i) { return i < parties.size() ? &parties[i] : nullptr; }
const Party* one(const Story& s) { return at(s.actors, 0); }
const Party* two(const Story& s) { return at(s.recipients, 0); }

std::string country_code(const Party* p) {
  const Country* c = p != nullptr ? find_country(p->country) : nullptr;
  return c != nullptr ? std::string(c->iso3) : std::string();
}

Cell actor_code(const Party* p) { return p != nullptr ? words(country_code(p) + p->sector) : Cell(); }
Cell actor_name(const Party* p) { return p != nullptr ? words(p->name) : Cell(); }
Cell actor_type(const Party* p) { return p != nullptr ? words(p->sector) : Cell(); }

Cell number(const std::string& digits) { return digits.empty() ? Cell() : Cell(std::int64_t{std::atoll(digits.c_str())}); }

/// The first `count` digits of the day.
Cell day(const Story& s, std::size_t count) { return number(digits_of_time(s.event().time.begin).substr(0, count)); }

Cell fraction(const Story& s) {
  const std::string& d = s.event().time.begin;
  const int month = std::atoi(d.substr(5, 2).c_str()), day_of_month = std::atoi(d.substr(8, 2).c_str());
  char text[16];
  std::snprintf(text, sizeof text, "%s.%04d", d.substr(0, 4).c_str(), std::min(9999, (month * 30 + day_of_month) * 10000 / 365));
  return Cell(std::strtod(text, nullptr));
}

Cell geo_type(const Story& s) {
  if (!s.event().place) return {};
  const bool us = s.event().place->country == "US";
  switch (s.event().place->precision) {
    case Precision::country: return Cell(std::int64_t{1});
    case Precision::admin1: return Cell(std::int64_t{us ? 2 : 5});
    case Precision::site:
    case Precision::settlement: return Cell(std::int64_t{us ? 3 : 4});
    default: return {};
  }
}

Cell fips(const Story& s) {
  const Country* c = s.event().place ? find_country(s.event().place->country) : nullptr;
  return c != nullptr ? words(std::string(c->fips)) : Cell();
}

std::string added(const Story& s) { return digits_of_time(s.row.valid_from); }

std::string address(const DocumentPtr& d) { return d->document->url.empty() ? d->document->id : d->document->url; }

std::int64_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

/// A byte's place in characters.
std::int64_t characters_before(const Mention& m, std::uint32_t byte) { return characters(m.telling->document->annotation.text.substr(0, byte)); }

Cell offset_of(const Mention& m, Role role) {
  for (const ClaimActor& a : m.telling->claim->actors)
    if (a.role == role) return Cell(characters_before(m, a.span.begin));
  return Cell(std::int64_t{-1});
}

Cell sentence_number(const Mention& m) {
  const Annotation& a = m.telling->document->annotation;
  for (std::size_t i = 0; i < a.sentences.size(); ++i)
    if (a.sentences[i].span.contains(m.telling->claim->trigger)) return whole(i + 1);
  return {};
}

Cell confidence(const Mention& m) {
  constexpr double kStep = 10;  // GDELT gives tens of percent
  return Cell(static_cast<std::int64_t>(std::lround(m.telling->claim->confidence * 100 / kStep) * 10));
}

const char* leave_out(const Story& s) {
  if (!happened(s.row)) return "not told as having happened";
  if (s.main == nullptr || s.main->cameo.empty()) return "of kinds that CAMEO does not code";
  if (s.event().time.begin.empty()) return "without a day";
  return nullptr;
}

}  // namespace

const Columns<Story>& gdelt_columns() {
  static const Columns<Story> kColumns = {
      {"GlobalEventID", Type::integer, "The hexadecimal digits of the event's id as a number, without the topmost bit; the same in every export", "id", [](const Story& s) { return Cell(number_of(s.event().id)); }},
      {"Day", Type::integer, "First day on which it can have happened, YYYYMMDD", "time.begin", [](const Story& s) { return day(s, 8); }},
      {"MonthYear", Type::integer, "YYYYMM", "time.begin", [](const Story& s) { return day(s, 6); }},
      {"Year", Type::integer, "YYYY", "time.begin", [](const Story& s) { return day(s, 4); }},
      {"FractionDate", Type::real, "YYYY.FFFF with FFFF = (month * 30 + day) / 365", "time.begin", fraction},
      {"Actor1Code", Type::text, "Country and sector of who did it (SYRREB)", "entities", [](const Story& s) { return actor_code(one(s)); }},
      {"Actor1Name", Type::text, "Who did it, under our name", "actors[role=actor].name", [](const Story& s) { return actor_name(one(s)); }},
      {"Actor1CountryCode", Type::text, "ISO 3166-1 alpha-3, which CAMEO uses for countries", "entities.country", [](const Story& s) { return words(country_code(one(s))); }},
      {"Actor1KnownGroupCode", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor1EthnicCode", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor1Religion1Code", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor1Religion2Code", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor1Type1Code", Type::text, "PLOVER sector; CAMEO has the same letters for most (GOV MIL COP REB OPP CVL …)", "entities.sector", [](const Story& s) { return actor_type(one(s)); }},
      {"Actor1Type2Code", Type::text, "Stays empty: one sector is known", "", nothing<Story>},
      {"Actor1Type3Code", Type::text, "Stays empty: one sector is known", "", nothing<Story>},
      {"Actor2Code", Type::text, "Country and sector of who was acted upon", "entities", [](const Story& s) { return actor_code(two(s)); }},
      {"Actor2Name", Type::text, "Who was acted upon; private persons are not named", "actors[role=recipient].name", [](const Story& s) { return actor_name(two(s)); }},
      {"Actor2CountryCode", Type::text, "ISO 3166-1 alpha-3", "entities.country", [](const Story& s) { return words(country_code(two(s))); }},
      {"Actor2KnownGroupCode", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor2EthnicCode", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor2Religion1Code", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor2Religion2Code", Type::text, "Stays empty: not coded here", "", nothing<Story>},
      {"Actor2Type1Code", Type::text, "PLOVER sector", "entities.sector", [](const Story& s) { return actor_type(two(s)); }},
      {"Actor2Type2Code", Type::text, "Stays empty: one sector is known", "", nothing<Story>},
      {"Actor2Type3Code", Type::text, "Stays empty: one sector is known", "", nothing<Story>},
      {"IsRootEvent", Type::integer, "Stays empty: lead paragraphs are not told apart", "", nothing<Story>},
      {"EventCode", Type::text, "CAMEO code; read it as text, for its leading zero counts", "claims.cameo", [](const Story& s) { return words(s.main->cameo); }},
      {"EventBaseCode", Type::text, "Its first three digits", "claims.cameo", [](const Story& s) { return words(s.main->cameo.substr(0, 3)); }},
      {"EventRootCode", Type::text, "Its first two digits", "claims.cameo", [](const Story& s) { return words(s.main->cameo.substr(0, 2)); }},
      {"QuadClass", Type::integer, "1 verbal cooperation (roots 01 to 05), 2 material cooperation (06 to 08), 3 verbal conflict (09 to 13), 4 material conflict (14 to 20)", "claims.cameo",
       [](const Story& s) {
         const auto quad = quad_class(s.main->cameo);
         return quad ? Cell(std::int64_t{*quad}) : Cell();
       }},
      {"GoldsteinScale", Type::real, "Goldstein's scale of conflict and cooperation, -10 to 10, by EventCode as GDELT's lookup table has it", "claims.cameo",
       [](const Story& s) {
         const auto value = goldstein(s.main->cameo);
         return value ? Cell(*value) : Cell();
       }},
      {"NumMentions", Type::integer, "How many claims", "claims", [](const Story& s) { return whole(s.tellings.size()); }},
      {"NumSources", Type::integer, "How many outlets", "outlet",
       [](const Story& s) {
         std::set<std::string> outlets;
         for (const auto& d : s.documents) outlets.insert(d->document->outlet);
         return whole(outlets.size());
       }},
      {"NumArticles", Type::integer, "How many documents", "claims.doc", [](const Story& s) { return whole(s.documents.size()); }},
      {"AvgTone", Type::real, "Stays empty: GDELT counts the words of lists that it does not publish, and another list's number would not compare", "", nothing<Story>},
      {"Actor1Geo_Type", Type::integer, "Stays empty: places belong to the happening, see ActionGeo", "", nothing<Story>},
      {"Actor1Geo_FullName", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_CountryCode", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_ADM1Code", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_ADM2Code", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_Lat", Type::real, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_Long", Type::real, "Stays empty", "", nothing<Story>},
      {"Actor1Geo_FeatureID", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_Type", Type::integer, "Stays empty: places belong to the happening, see ActionGeo", "", nothing<Story>},
      {"Actor2Geo_FullName", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_CountryCode", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_ADM1Code", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_ADM2Code", Type::text, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_Lat", Type::real, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_Long", Type::real, "Stays empty", "", nothing<Story>},
      {"Actor2Geo_FeatureID", Type::text, "Stays empty", "", nothing<Story>},
      {"ActionGeo_Type", Type::integer, "1 country, 2 state of the US, 3 town in the US, 4 town elsewhere, 5 division elsewhere; empty for others", "place.precision", geo_type},
      {"ActionGeo_FullName", Type::text, "The place with its division and country", "place", [](const Story& s) { return s.event().place ? words(full_name(*s.event().place)) : Cell(); }},
      {"ActionGeo_CountryCode", Type::text, "FIPS 10-4; empty where it has none or more than one", "place.country", fips},
      {"ActionGeo_ADM1Code", Type::text, "Stays empty: FIPS divisions are not known here", "", nothing<Story>},
      {"ActionGeo_ADM2Code", Type::text, "Stays empty: the gazetteer has none", "", nothing<Story>},
      {"ActionGeo_Lat", Type::real, "Degrees north", "place.lat", [](const Story& s) { return s.event().place ? maybe(s.event().place->lat) : Cell(); }},
      {"ActionGeo_Long", Type::real, "Degrees east", "place.lon", [](const Story& s) { return s.event().place ? maybe(s.event().place->lon) : Cell(); }},
      {"ActionGeo_FeatureID", Type::text, "Stays empty: GDELT's are of GNS and GNIS, ours of GeoNames", "", nothing<Story>},
      {"DATEADDED", Type::integer, "When this record of the event came to stand in the ledger, YYYYMMDDHHMMSS (UTC)", "events.valid_from", [](const Story& s) { return number(added(s)); }},
      {"SOURCEURL", Type::text, "Address of the first document, or its id", "url", [](const Story& s) { return s.documents.empty() ? Cell() : words(address(s.documents[0])); }},
  };
  return kColumns;
}

const Columns<Mention>& gdelt_mention_columns() {
  static const Columns<Mention> kColumns = {
      {"GlobalEventID", Type::integer, "The event's, as in the table of events", "id", [](const Mention& m) { return Cell(number_of(m.story->event().id)); }},
      {"EventTimeDate", Type::integer, "DATEADDED of the event", "events.valid_from", [](const Mention& m) { return number(added(*m.story)); }},
      {"MentionTimeDate", Type::integer, "Day of publication, YYYYMMDD000000; empty where not known", "published", [](const Mention& m) { return number(digits_of_time(m.telling->document->document->published)); }},
      {"MentionType", Type::integer, "1 a page of the web, 2 known by its citation alone", "url", [](const Mention& m) { return Cell(std::int64_t{m.telling->document->document->url.empty() ? 2 : 1}); }},
      {"MentionSourceName", Type::text, "Outlet", "outlet", [](const Mention& m) { return words(m.telling->document->document->outlet); }},
      {"MentionIdentifier", Type::text, "Address of the document, or its id", "url", [](const Mention& m) { return words(address(m.telling->document)); }},
      {"SentenceID", Type::integer, "Which sentence of the document, from 1", "sentences", sentence_number},
      {"Actor1CharOffset", Type::integer, "First character of who did it; -1 where not told", "claims.actors", [](const Mention& m) { return offset_of(m, Role::actor); }},
      {"Actor2CharOffset", Type::integer, "First character of who was acted upon; -1 where not told", "claims.actors", [](const Mention& m) { return offset_of(m, Role::recipient); }},
      {"ActionCharOffset", Type::integer, "First character of the words that tell the kind", "claims.trigger", [](const Mention& m) { return Cell(characters_before(m, m.telling->claim->trigger.begin)); }},
      {"InRawText", Type::integer, "1: the words stand in the text as it was given", "text", [](const Mention&) { return Cell(std::int64_t{1}); }},
      {"Confidence", Type::integer, "How sure the reading is, in tens of percent", "claims.confidence", confidence},
      {"MentionDocLen", Type::integer, "Length of the document in characters", "text", [](const Mention& m) { return Cell(characters(m.telling->document->document->text)); }},
      {"MentionDocTone", Type::real, "Stays empty: GDELT counts the words of lists that it does not publish, and another list's number would not compare", "", nothing<Mention>},
      {"MentionDocTranslationInfo", Type::text, "Stays empty: nothing is translated", "", nothing<Mention>},
      {"Extras", Type::text, "Stays empty, as in GDELT", "", nothing<Mention>},
  };
  return kColumns;
}

Result<Report> write_gdelt(store::Ledger& ledger, const store::Filter& filter, What what, const Out& out) {
  if (what != What::mentions) return each_story(ledger, filter, std::nullopt, leave_out, [&](const Story& s) { return out(tsv_line(gdelt_columns(), s)); });
  std::uint64_t mentions = 0;
  auto report = each_story(ledger, filter, std::nullopt, leave_out, [&](const Story& s) {
    for (const Telling& t : s.tellings) {
      if (!out(tsv_line(gdelt_mention_columns(), Mention{&s, &t}))) return false;
      ++mentions;
    }
    return true;
  });
  if (report) report->rows = mentions;
  return report;
}

}  // namespace deconflict::exports
