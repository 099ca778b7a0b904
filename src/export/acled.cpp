#include "export/codes.h"
#include "export/countries.h"
#include "export/formats.h"

namespace deconflict::exports {

namespace {

/// An actor's three columns.
struct Side {
  std::string name, associates;
  std::optional<int> inter;
};

std::string_view place_country(const Story& s) { return s.event().place ? std::string_view(s.event().place->country) : std::string_view(); }

std::string of_country(const char* people, const Story& s) {
  const Country* country = find_country(place_country(s));
  return country != nullptr ? std::string(people) + " (" + std::string(country->name) + ")" : people;
}

Side side_of(const Story& s, const std::vector<Party>& parties) {
  constexpr int kCivilian = 7;
  if (parties.empty()) return {};
  Side side{parties[0].name, names({parties.begin() + 1, parties.end()}), acled_inter(parties[0], place_country(s))};
  if (side.inter == kCivilian) side = {of_country("Civilians", s), names(parties), kCivilian};
  return side;
}

Side first(const Story& s) {
  constexpr int kRioters = 5, kProtesters = 6;
  if (s.event().kind == "peaceful_protest") return {of_country("Protesters", s), names(s.actors), kProtesters};
  if (s.event().kind == "riot") return {of_country("Rioters", s), names(s.actors), kRioters};
  return side_of(s, s.actors);
}

Side second(const Story& s) { return side_of(s, s.recipients); }

Cell code(std::optional<int> number) { return number ? Cell(std::int64_t{*number}) : Cell(); }

Cell time_precision(const Story& s) {
  const int days = days_of(s.event());
  constexpr int kWeek = 7, kMonth = 31;
  return days == 0 || days > kMonth ? Cell() : Cell(std::int64_t{days == 1 ? 1 : days <= kWeek ? 2 : 3});
}

Cell disorder(const Story& s) {
  const std::string& type = s.main->acled_event;
  const std::string& sub = s.main->acled_sub_event;
  if (sub == "Excessive force against protesters") return Cell(std::string("Political violence; Demonstrations"));
  if (type == "Strategic developments") return Cell(std::string("Strategic developments"));
  if (type == "Protests" || sub == "Violent demonstration") return Cell(std::string("Demonstrations"));
  return Cell(std::string("Political violence"));
}

Cell interaction(const Story& s) {
  const Side a = first(s), b = second(s);
  if (!a.inter || (!b.inter && !b.name.empty())) return {};
  if (!b.inter) return Cell(std::int64_t{*a.inter * 10});
  return Cell(std::int64_t{std::min(*a.inter, *b.inter) * 10 + std::max(*a.inter, *b.inter)});
}

Cell civilian_targeting(const Story& s) {
  constexpr int kCivilian = 7;
  const bool violence = s.main->acled_event == "Violence against civilians" || s.main->acled_event == "Explosions/Remote violence" || s.main->acled_event == "Riots" ||
                        s.main->acled_sub_event == "Excessive force against protesters";
  const bool targeted = s.main->acled_event == "Violence against civilians" || s.main->acled_sub_event == "Excessive force against protesters" || second(s).inter == kCivilian;
  return violence && targeted ? Cell(std::string("Civilian targeting")) : Cell();
}

Cell tags(const Story& s) {
  if (s.main->acled_event != "Protests" && s.main->acled_event != "Riots") return {};
  for (const EventCount& c : s.event().counts)
    if (c.what == "present") return Cell("crowd size=" + std::string(c.high ? "" : "at least ") + std::to_string(c.low));
  return Cell(std::string("crowd size=no report"));
}

const char* leave_out(const Story& s) {
  if (!happened(s.row)) return "not told as having happened";
  if (s.main == nullptr || s.main->acled_event.empty()) return "of kinds that ACLED does not code";
  if (s.event().time.begin.empty()) return "without a day";
  if (!s.event().place) return "without a place";
  return nullptr;
}

}  // namespace

const Columns<Story>& acled_columns() {
  static const Columns<Story> kColumns = {
      {"event_id_cnty", Type::text, "Id of the event; the same in every export", "id", [](const Story& s) { return Cell(s.event().id); }},
      {"event_date", Type::date, "First day on which it can have happened", "time.begin", [](const Story& s) { return words(s.event().time.begin); }},
      {"year", Type::integer, "Year of that day", "time.begin", [](const Story& s) { return Cell(std::int64_t{std::atoi(s.event().time.begin.substr(0, 4).c_str())}); }},
      {"time_precision", Type::integer, "1 the day, 2 within a week, 3 within a month; empty where less is known", "time", time_precision},
      {"disorder_type", Type::text, "Political violence, Demonstrations, both, or Strategic developments, as the codebook sorts sub-event types", "claims.acled", disorder},
      {"event_type", Type::text, "ACLED event type", "claims.acled.event_type", [](const Story& s) { return words(s.main->acled_event); }},
      {"sub_event_type", Type::text, "ACLED sub-event type", "claims.acled.sub_event_type", [](const Story& s) { return words(s.main->acled_sub_event); }},
      {"actor1", Type::text, "Who did it, under our name of it; of protests and riots \"Protesters (Country)\" and \"Rioters (Country)\"; empty where not told",
       "actors[role=actor]", [](const Story& s) { return words(first(s).name); }},
      {"assoc_actor_1", Type::text, "Others who did it", "actors[role=actor]", [](const Story& s) { return words(first(s).associates); }},
      {"inter1", Type::integer, "1 state forces, 2 rebel groups, 5 rioters, 6 protesters, 7 civilians, 8 external or other forces (states abroad, international bodies), by the sector and "
       "country that our knowledge has of actor1; empty where it says nothing, or whose state it is is not told", "entities.sector", [](const Story& s) { return code(first(s).inter); }},
      {"actor2", Type::text, "Who was acted upon; \"Civilians (Country)\" for civilians", "actors[role=recipient]", [](const Story& s) { return words(second(s).name); }},
      {"assoc_actor_2", Type::text, "Others who were acted upon, or which civilians; private persons are not named", "actors[role=recipient]", [](const Story& s) { return words(second(s).associates); }},
      {"inter2", Type::integer, "The same of actor2", "entities.sector", [](const Story& s) { return code(second(s).inter); }},
      {"interaction", Type::integer, "Both inter codes, the smaller first; with 0 behind it where there is one actor; empty where a code is", "entities.sector", interaction},
      {"civilian_targeting", Type::text, "\"Civilian targeting\" where civilians are the ones acted upon", "entities.sector", civilian_targeting},
      {"iso", Type::integer, "ISO 3166-1 numeric", "place.country",
       [](const Story& s) {
         const Country* c = find_country(place_country(s));
         return c != nullptr && c->numeric != 0 ? Cell(std::int64_t{c->numeric}) : Cell();
       }},
      {"region", Type::text, "Stays empty: ACLED's regions are its own", "", nothing<Story>},
      {"country", Type::text, "Country", "place.country",
       [](const Story& s) {
         const Country* c = find_country(place_country(s));
         return c != nullptr ? Cell(std::string(c->name)) : Cell();
       }},
      {"admin1", Type::text, "First-order division", "place.admin1", [](const Story& s) { return words(s.event().place->admin1); }},
      {"admin2", Type::text, "Second-order division that the gazetteer files the place under; empty where it is told relative to a place", "place.admin2", [](const Story& s) { return second_order_division(s.event().place); }},
      {"admin3", Type::text, "Stays empty: the gazetteer goes down to the second order", "", nothing<Story>},
      {"location", Type::text, "Name of the place", "place.name", [](const Story& s) { return words(s.event().place->name); }},
      {"latitude", Type::real, "Degrees north", "place.lat", [](const Story& s) { return maybe(s.event().place->lat); }},
      {"longitude", Type::real, "Degrees east", "place.lon", [](const Story& s) { return maybe(s.event().place->lon); }},
      {"geo_precision", Type::integer, "1 a town, 2 near a town or a small region, 3 a larger region; empty for a whole country, which ACLED does not code", "place.precision",
       [](const Story& s) { return code(s.precision.acled); }},
      {"source", Type::text, "Outlets that tell it", "outlet", [](const Story& s) { return words(listed(s.documents, [](const DocumentPtr& d) { return d->document->outlet; })); }},
      {"source_scale", Type::text, "Stays empty: not known", "", nothing<Story>},
      {"notes", Type::text, "A sentence made from the event's fields and voices; nothing is copied from a source", "event", [](const Story& s) { return Cell(sentence(s)); }},
      {"fatalities", Type::integer, "Lowest of the numbers that the voices give in their latest reports; 0 where nobody tells of dead", "tolls_lowest",
       [](const Story& s) {
         const store::TollRow* toll = find_toll(s.tolls, "killed");
         return Cell(toll != nullptr ? toll->low : std::int64_t{0});
       }},
      {"tags", Type::text, "Of protests and riots the crowd size", "counts.present", tags},
      {"timestamp", Type::integer, "When this record of the event came to stand in the ledger, seconds since 1970 (UTC)", "events.valid_from",
       [](const Story& s) { return maybe(unix_seconds(s.row.valid_from)); }},
  };
  return kColumns;
}

Result<Report> write_acled(store::Ledger& ledger, const store::Filter& filter, const Out& out) {
  if (!out(csv_header(acled_columns()))) return Report{};
  return each_story(ledger, filter, store::TollRule::lowest, leave_out, [&](const Story& s) { return out(csv_line(acled_columns(), s)); });
}

}  // namespace deconflict::exports
