#include "export/codes.h"
#include "export/countries.h"
#include "export/formats.h"

namespace deconflict::exports {

namespace {

std::string iso3(std::string_view iso2) {
  const Country* c = find_country(iso2);
  return c != nullptr ? std::string(c->iso3) : std::string();
}

Cell countries(const std::vector<Party>& parties) {
  return words(listed(parties, [](const Party& p) { return iso3(p.country); }));
}
Cell primary_sector(const std::vector<Party>& parties) { return parties.empty() ? Cell() : words(parties[0].sector); }
Cell sectors(const std::vector<Party>& parties) {
  return words(listed(parties, [](const Party& p) { return p.sector; }));
}

Cell place_of(const Story& s, Precision precision) { return s.event().place && s.event().place->precision == precision ? words(s.event().place->name) : Cell(); }

const char* leave_out(const Story& s) {
  if (!happened(s.row)) return "not told as having happened";
  if (s.main == nullptr || s.main->plover_event.empty()) return "of kinds that PLOVER does not code";
  return nullptr;
}

}  // namespace

const Columns<Story>& plover_columns() {
  static const Columns<Story> kColumns = {
      {"Event ID", Type::text, "Id of the event; the same in every export", "id", [](const Story& s) { return Cell(s.event().id); }},
      {"Event Date", Type::date, "First day on which it can have happened; null where not told", "time.begin", [](const Story& s) { return words(s.event().time.begin); }},
      {"Event Type", Type::text, "PLOVER event type", "claims.plover.event", [](const Story& s) { return words(s.main->plover_event); }},
      {"Event Mode", Type::text, "PLOVER mode", "claims.plover.mode", [](const Story& s) { return words(s.main->plover_mode); }},
      {"Intensity", Type::real, "Stays null: not scored here", "", nothing<Story>},
      {"Quad Code", Type::text, "V-COOP, M-COOP, V-CONF or M-CONF, as PLOVER sorts its event types", "claims.plover.event", [](const Story& s) { return words(std::string(quad_code(s.main->plover_event))); }},
      {"Contexts", Type::text, "Stays null: not coded here", "", nothing<Story>},
      {"Actor Name", Type::text, "Who did it; several joined by \"; \"", "actors[role=actor].name", [](const Story& s) { return words(names(s.actors)); }},
      {"Actor Country", Type::text, "Their countries, ISO 3166-1 alpha-3", "entities.country", [](const Story& s) { return countries(s.actors); }},
      {"Actor COW", Type::text, "Stays null: not coded here", "", nothing<Story>},
      {"Primary Actor Sector", Type::text, "PLOVER sector of the first", "entities.sector", [](const Story& s) { return primary_sector(s.actors); }},
      {"Actor Sectors", Type::text, "Sectors of all", "entities.sector", [](const Story& s) { return sectors(s.actors); }},
      {"Actor Title", Type::text, "Stays null: persons are not described", "", nothing<Story>},
      {"Actor Name Raw", Type::text, "The names as the event has them", "actors[role=actor].name", [](const Story& s) { return words(names(s.actors)); }},
      {"Wikipedia Actor ID", Type::text, "Stays null: no such ids are used", "", nothing<Story>},
      {"Recipient Name", Type::text, "Who was acted upon; private persons are not named", "actors[role=recipient].name", [](const Story& s) { return words(names(s.recipients)); }},
      {"Recipient Country", Type::text, "Their countries, ISO 3166-1 alpha-3", "entities.country", [](const Story& s) { return countries(s.recipients); }},
      {"Recipient COW", Type::text, "Stays null: not coded here", "", nothing<Story>},
      {"Primary Recipient Sector", Type::text, "PLOVER sector of the first", "entities.sector", [](const Story& s) { return primary_sector(s.recipients); }},
      {"Recipient Sectors", Type::text, "Sectors of all", "entities.sector", [](const Story& s) { return sectors(s.recipients); }},
      {"Recipient Title", Type::text, "Stays null: persons are not described", "", nothing<Story>},
      {"Recipient Name Raw", Type::text, "The names as the event has them", "actors[role=recipient].name", [](const Story& s) { return words(names(s.recipients)); }},
      {"Wikipedia Recipient ID", Type::text, "Stays null: no such ids are used", "", nothing<Story>},
      {"Placename", Type::text, "The place with its division and country", "place", [](const Story& s) { return s.event().place ? words(full_name(*s.event().place)) : Cell(); }},
      {"City", Type::text, "The place where it is a settlement", "place.name", [](const Story& s) { return place_of(s, Precision::settlement); }},
      {"District", Type::text, "The place where it is a district", "place.name", [](const Story& s) { return place_of(s, Precision::district); }},
      {"Province", Type::text, "First-order division", "place.admin1", [](const Story& s) { return s.event().place ? words(s.event().place->admin1) : Cell(); }},
      {"Country", Type::text, "ISO 3166-1 alpha-3", "place.country", [](const Story& s) { return s.event().place ? words(iso3(s.event().place->country)) : Cell(); }},
      {"Latitude", Type::real, "Degrees north", "place.lat", [](const Story& s) { return s.event().place ? maybe(s.event().place->lat) : Cell(); }},
      {"Longitude", Type::real, "Degrees east", "place.lon", [](const Story& s) { return s.event().place ? maybe(s.event().place->lon) : Cell(); }},
      {"GeoNames ID", Type::integer, "GeoNames id", "place.geonameid", [](const Story& s) { return s.event().place ? maybe(s.event().place->geonameid) : Cell(); }},
      {"Raw Placename", Type::text, "Name of the place", "place.name", [](const Story& s) { return s.event().place ? words(s.event().place->name) : Cell(); }},
      {"Feature Type", Type::text, "site, settlement, district, admin1, country, region or feature", "place.precision",
       [](const Story& s) { return s.event().place ? Cell(std::string(name_of(s.event().place->precision))) : Cell(); }},
      {"Source", Type::text, "Outlets that tell it", "outlet", [](const Story& s) { return words(listed(s.documents, [](const DocumentPtr& d) { return d->document->outlet; })); }},
      {"Publication Date", Type::text, "Their days of publication", "published", [](const Story& s) { return words(listed(s.documents, [](const DocumentPtr& d) { return d->document->published; })); }},
      {"Story People", Type::text, "Stays null: no lists of persons are made", "", nothing<Story>},
      {"Story Organizations", Type::text, "Stays null: see Actor Name and Recipient Name", "", nothing<Story>},
      {"Story Locations", Type::text, "Stays null: see Placename", "", nothing<Story>},
      {"Language", Type::text, "Languages of the documents, ISO 639-1", "language", [](const Story& s) { return words(listed(s.documents, [](const DocumentPtr& d) { return d->annotation.language; })); }},
      {"Version", Type::text, "Program that read them", "provenance.program", [](const Story& s) { return words(listed(s.documents, [](const DocumentPtr& d) { return d->provenance.program; })); }},
  };
  return kColumns;
}

Result<Report> write_plover(store::Ledger& ledger, const store::Filter& filter, const Out& out) {
  return each_story(ledger, filter, std::nullopt, leave_out, [&](const Story& s) {
    json::Writer line;
    line.begin_object();
    json_members(line, plover_columns(), s);
    line.end_object();
    return out(line.take() + "\n");
  });
}

}  // namespace deconflict::exports
