#include "export/codes.h"
#include "export/countries.h"
#include "export/formats.h"

namespace deconflict::exports {

namespace {

/// Who stands on which side, as the codebook puts them: of a state-based conflict the government is side A, of one-sided violence civilians are side B.
struct Sides {
  const Party* a = nullptr;
  const Party* b = nullptr;
  std::optional<int> type;  ///< 1 state-based, 2 non-state, 3 one-sided
  bool swapped = false;     ///< side A is the one acted upon
};

Sides sides_of(const Story& s) {
  Sides sides;
  if (!s.actors.empty()) sides.a = &s.actors[0];
  if (!s.recipients.empty()) sides.b = &s.recipients[0];
  if (sides.a == nullptr || sides.b == nullptr) return sides;
  const Sort a = sort_of(*sides.a), b = sort_of(*sides.b);
  const bool armed_a = a == Sort::state || a == Sort::nonstate_armed, armed_b = b == Sort::state || b == Sort::nonstate_armed;
  if (armed_a && b == Sort::civilian) sides.type = 3;
  else if (armed_a && armed_b) sides.type = a == Sort::state || b == Sort::state ? 1 : 2;
  if (sides.type == 1 && a != Sort::state) {
    std::swap(sides.a, sides.b);
    sides.swapped = true;
  }
  return sides;
}

std::string side_a(const Story& s) {
  const Sides sides = sides_of(s);
  return sides.a != nullptr ? sides.a->name : std::string();
}

std::string side_b(const Story& s) {
  const Sides sides = sides_of(s);
  return sides.type == 3 ? "Civilians" : sides.b != nullptr ? sides.b->name : std::string();
}

Cell gw_of(const Party* party) {
  if (party == nullptr || sort_of(*party) != Sort::state) return {};
  const Country* c = find_country(party->country);
  return c != nullptr && c->gw != 0 ? Cell(std::int64_t{c->gw}) : Cell();
}

const Country* country_of(const Story& s) { return s.event().place ? find_country(s.event().place->country) : nullptr; }

std::int64_t dead(const Story& s, std::string_view side) {
  const store::TollRow* row = find_toll(s.tolls, "killed", side);
  return row != nullptr ? row->best : 0;
}

Cell total(const Story& s, std::int64_t store::TollRow::*which) {
  const store::TollRow* row = find_toll(s.tolls, "killed", "all");
  return row != nullptr ? Cell(row->*which) : Cell();
}

Cell date_precision(const Story& s) {
  constexpr int kWeek = 7, kMonth = 31;
  const int days = days_of(s.event());
  return Cell(std::int64_t{days == 1 ? 1 : days < kWeek ? 2 : days == kWeek ? 3 : days <= kMonth ? 4 : 5});
}

Cell clarity(const Story& s) {
  for (const Telling& t : s.tellings)
    for (const auto i : t.claim->counts)
      if (i < t.document->annotation.counts.size() && t.document->annotation.counts[i].cumulative) return Cell(std::int64_t{2});
  return Cell(std::int64_t{1});
}

std::string article(const DocumentPtr& d) {
  std::string out = "\"";
  for (const char c : d->document->outlet + "," + d->document->published + "," + d->document->title) out += c == '"' ? '\'' : c;
  return out + "\"";
}

template <class F>
Cell of_documents(const Story& s, F&& word) {
  // One item a document, empty ones too: the lists of sources run side by side.
  std::string list;
  for (std::size_t i = 0; i < s.documents.size(); ++i) list += (i > 0 ? ";" : "") + word(s.documents[i]);
  return words(list);
}

const char* leave_out(const Story& s) {
  if (!happened(s.row)) return "not told as having happened";
  const store::TollRow* row = find_toll(s.tolls, "killed", "all");
  if (row == nullptr || std::max(row->best, row->high.value_or(0)) < 1) return "without a death";
  if (s.event().time.begin.empty()) return "without a day";
  if (!s.event().place) return "without a place";
  return nullptr;
}

}  // namespace

const Columns<Story>& ucdp_columns() {
  static const Columns<Story> kColumns = {
      {"id", Type::integer, "The hexadecimal digits of the event's id as a number, without the topmost bit; the same in every export", "id", [](const Story& s) { return Cell(number_of(s.event().id)); }},
      {"relid", Type::text, "Id of the event", "id", [](const Story& s) { return Cell(s.event().id); }},
      {"year", Type::integer, "Year of date_start", "time.begin", [](const Story& s) { return Cell(std::int64_t{std::atoi(s.event().time.begin.substr(0, 4).c_str())}); }},
      {"active_year", Type::integer, "Stays empty: whether a dyad reached 25 deaths is not judged here", "", nothing<Story>},
      {"code_status", Type::text, "Stays empty: UCDP's own checking", "", nothing<Story>},
      {"type_of_violence", Type::integer, "1 state-based, 2 non-state, 3 one-sided, by the sectors that our knowledge has of both sides; empty where it does not tell", "entities.sector",
       [](const Story& s) {
         const auto type = sides_of(s).type;
         return type ? Cell(std::int64_t{*type}) : Cell();
       }},
      {"conflict_dset_id", Type::text, "Stays empty: UCDP's id", "", nothing<Story>},
      {"conflict_new_id", Type::integer, "Stays empty: UCDP's id", "", nothing<Story>},
      {"conflict_name", Type::text, "Stays empty: UCDP's name", "", nothing<Story>},
      {"dyad_dset_id", Type::text, "Stays empty: UCDP's id", "", nothing<Story>},
      {"dyad_new_id", Type::integer, "Stays empty: UCDP's id", "", nothing<Story>},
      {"dyad_name", Type::text, "side_a - side_b, under our names", "actors",
       [](const Story& s) {
         const std::string a = side_a(s), b = side_b(s);
         return a.empty() || b.empty() ? Cell() : Cell(a + " - " + b);
       }},
      {"side_a_dset_id", Type::text, "Stays empty: UCDP's id", "", nothing<Story>},
      {"side_a_new_id", Type::integer, "Stays empty: UCDP's id", "", nothing<Story>},
      {"side_a", Type::text, "Who did it; of a state-based conflict the government", "actors", [](const Story& s) { return words(side_a(s)); }},
      {"side_b_dset_id", Type::text, "Stays empty: UCDP's id", "", nothing<Story>},
      {"side_b_new_id", Type::integer, "Stays empty: UCDP's id", "", nothing<Story>},
      {"side_b", Type::text, "Who was acted upon; of one-sided violence \"Civilians\"", "actors", [](const Story& s) { return words(side_b(s)); }},
      {"number_of_sources", Type::integer, "How many documents tell it", "claims.doc", [](const Story& s) { return whole(s.documents.size()); }},
      {"source_article", Type::text, "\"outlet,day,headline\" of each document, joined by ;", "documents", [](const Story& s) { return of_documents(s, article); }},
      {"source_office", Type::text, "Their outlets", "outlet", [](const Story& s) { return of_documents(s, [](const DocumentPtr& d) { return d->document->outlet; }); }},
      {"source_date", Type::text, "Their days of publication", "published", [](const Story& s) { return of_documents(s, [](const DocumentPtr& d) { return d->document->published; }); }},
      {"source_headline", Type::text, "Their headlines", "title", [](const Story& s) { return of_documents(s, [](const DocumentPtr& d) { return d->document->title; }); }},
      {"source_original", Type::text, "Who says so: the origins of the claims, each once", "voices", [](const Story& s) { return words(listed(s.event().voices, [](const EventVoice& v) { return v.name; }, ";")); }},
      {"where_prec", Type::integer, "1 exact, 2 within some 25 km of a point, 3 second-order division, 4 first-order division, 5 a line or a fuzzy area, 6 country, 7 international waters",
       "place.precision", [](const Story& s) { return s.precision.ucdp ? Cell(std::int64_t{*s.precision.ucdp}) : Cell(); }},
      {"where_coordinates", Type::text, "The place that the coordinates are of", "place.name", [](const Story& s) { return words(s.event().place->name); }},
      {"where_description", Type::text, "That place with its division and country", "place", [](const Story& s) { return words(full_name(*s.event().place)); }},
      {"adm_1", Type::text, "First-order division", "place.admin1", [](const Story& s) { return words(s.event().place->admin1); }},
      {"adm_2", Type::text, "Second-order division that the gazetteer files the place under; empty where it is told relative to a place", "place.admin2", [](const Story& s) { return second_order_division(s.event().place); }},
      {"latitude", Type::real, "Degrees north", "place.lat", [](const Story& s) { return maybe(s.event().place->lat); }},
      {"longitude", Type::real, "Degrees east", "place.lon", [](const Story& s) { return maybe(s.event().place->lon); }},
      {"geom_wkt", Type::text, "The point as WKT", "place",
       [](const Story& s) {
         const EventPlace& p = *s.event().place;
         return p.lat && p.lon ? Cell("POINT (" + in_csv(Cell(*p.lon)) + " " + in_csv(Cell(*p.lat)) + ")") : Cell();
       }},
      {"priogrid_gid", Type::integer, "PRIO-GRID cell: half a degree, counted from the south-west", "place",
       [](const Story& s) {
         const EventPlace& p = *s.event().place;
         return p.lat && p.lon ? Cell(priogrid_cell(*p.lat, *p.lon)) : Cell();
       }},
      {"country", Type::text, "Country", "place.country", [](const Story& s) { return country_of(s) != nullptr ? Cell(std::string(country_of(s)->name)) : Cell(); }},
      {"country_id", Type::integer, "Its number in the list of Gleditsch and Ward; empty where lists differ", "place.country",
       [](const Story& s) { return country_of(s) != nullptr && country_of(s)->gw != 0 ? Cell(std::int64_t{country_of(s)->gw}) : Cell(); }},
      {"region", Type::text, "Africa, Americas, Asia, Europe or Middle East, by that number", "place.country",
       [](const Story& s) { return country_of(s) != nullptr ? words(std::string(ucdp_region(country_of(s)->gw))) : Cell(); }},
      {"event_clarity", Type::integer, "1 a happening told by itself; 2 where a document sums up several", "counts.cumulative", clarity},
      {"date_prec", Type::integer, "1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 longer", "time", date_precision},
      {"date_start", Type::date, "First day on which it can have happened", "time.begin", [](const Story& s) { return words(s.event().time.begin); }},
      {"date_end", Type::date, "Last such day", "time.end", [](const Story& s) { return words(s.event().time.end.empty() ? s.event().time.begin : s.event().time.end); }},
      {"deaths_a", Type::integer, "Dead of side_a, best", "tolls_ucdp", [](const Story& s) { return Cell(dead(s, sides_of(s).swapped ? "b" : "a")); }},
      {"deaths_b", Type::integer, "Dead of side_b, best", "tolls_ucdp", [](const Story& s) { return Cell(dead(s, sides_of(s).swapped ? "a" : "b")); }},
      {"deaths_civilians", Type::integer, "Dead civilians, best", "tolls_ucdp", [](const Story& s) { return Cell(dead(s, "civilians")); }},
      {"deaths_unknown", Type::integer, "Dead of whom the words do not say who they were, best", "tolls_ucdp", [](const Story& s) { return Cell(dead(s, "unknown")); }},
      {"best", Type::integer, "All dead, best: the sum of the four", "tolls_ucdp", [](const Story& s) { return total(s, &store::TollRow::best); }},
      {"high", Type::integer, "The highest number of the voices' latest reports", "tolls_ucdp",
       [](const Story& s) {
         const store::TollRow* row = find_toll(s.tolls, "killed", "all");
         return row != nullptr ? maybe(row->high) : Cell();
       }},
      {"low", Type::integer, "The lowest", "tolls_ucdp", [](const Story& s) { return total(s, &store::TollRow::low); }},
      {"gwnoa", Type::integer, "Gleditsch and Ward number of side_a where it is a state", "entities.country", [](const Story& s) { return gw_of(sides_of(s).a); }},
      {"gwnob", Type::integer, "The same of side_b", "entities.country", [](const Story& s) { return sides_of(s).type == 3 ? Cell() : gw_of(sides_of(s).b); }},
  };
  return kColumns;
}

Result<Report> write_ucdp(store::Ledger& ledger, const store::Filter& filter, const Out& out) {
  if (!out(csv_header(ucdp_columns()))) return Report{};
  return each_story(ledger, filter, store::TollRule::ucdp, leave_out, [&](const Story& s) { return out(csv_line(ucdp_columns(), s)); });
}

}  // namespace deconflict::exports
