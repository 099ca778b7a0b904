#include "cli/filter_options.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "base/date.h"
#include "base/file.h"
#include "base/knowledge_text.h"
#include "cli/choices.h"
#include "cli/ledgers.h"
#include "review/review.h"

namespace deconflict::cli {

namespace {

constexpr double kPole = 90, kDateLine = 180;

Result<std::vector<double>> numbers(const std::string& option, const std::string& text, std::size_t count, const std::string& what) {
  const Error wrong{"usage.number", "", option + " '" + text + "' takes " + what};
  std::vector<double> out;
  for (const auto& part : split_list(text, ',')) {
    char* end = nullptr;
    const double value = std::strtod(part.c_str(), &end);
    if (end != part.c_str() + part.size() || !std::isfinite(value)) return wrong;
    out.push_back(value);
  }
  if (out.size() != count) return wrong;
  return out;
}

/// What narrows only rows of another sort? Empty: nothing.
std::string beside(const FilterOptions& o, const std::string& what) {
  const bool of_claims = !o.kinds.empty() || !o.actor.empty() || !o.place.empty() || !o.box.empty() || !o.near.empty() || !o.polygon.empty() || !o.precisions.empty() || o.contested;
  const bool narrowed = of_claims || !o.text.empty() || !o.voice.empty() || !o.from.empty() || !o.to.empty();
  if (what == "problems" && (narrowed || !o.document.empty())) return "problems are listed as they are: leave the options that choose among them out";
  if (what == "copies" && narrowed) return "copies are chosen by --document alone: leave the other options that choose among them out";
  if (what != "events" && what != "mentions" && !o.as_of.empty()) return "--as-of asks for events as the ledger had them; " + (what == "all" ? std::string("claims and documents") : what) + " are told as they stand: say --what events";
  return {};
}

}  // namespace

void FilterOptions::add_to(CLI::App& verb) {
  verb.add_option("--text", text, "Words that must all occur (\"shelled\" finds \"shelling\")");
  verb.add_option("--kind", kinds, "Kind of event, for example airstrike; several by commas; the kinds are listed below")->delimiter(',');
  verb.add_option("--actor", actor, "Who did it or suffered it: a name, an alias, or part of one; of a group its members too");
  verb.add_option("--voice", voice, "Who says so");
  verb.add_option("--place", place, "Part of a place's, province's or country's name");
  verb.add_option("--document", document, "Told by the document of this id");
  verb.add_option("--bbox", box, "west,south,east,north in degrees");
  verb.add_option("--near", near, "lat,lon,km");
  verb.add_option("--polygon", polygon, "Inside it: a GeoJSON or WKT file, or WKT itself (\"POLYGON((38 34,42 34,42 37,38 34))\"; longitude first)");
  verb.add_option("--from", from, "First day, YYYY-MM-DD");
  verb.add_option("--to", to, "Last day, YYYY-MM-DD");
  verb.add_option("--precision", precisions, "How exactly it is told: site, settlement, district, admin1, country, region, feature; day, week, month, year; several by commas")->delimiter(',');
  verb.add_flag("--contested", contested, "Only what the voices disagree on");
  verb.add_option("--as-of", as_of, "Events as the ledger had them at the end of that day (or at a time, 2026-01-31T12:00:00Z)");
}

Result<store::Filter> FilterOptions::parse(const std::string& what) const {
  if (const std::string wrong = beside(*this, what); !wrong.empty()) return Error{"usage.options", "", wrong};
  store::Filter f;
  f.text = text;
  f.kinds = kinds;
  f.actor = actor;
  f.voice = voice;
  f.place = place;
  f.document = document;
  f.contested = contested;
  f.as_of = as_of;
  if (!box.empty()) {
    auto sides = numbers("--bbox", box, 4, "west,south,east,north in degrees, for example 38,34,42,37");
    if (!sides) return sides.error();
    f.box = store::Box{(*sides)[0], (*sides)[1], (*sides)[2], (*sides)[3]};
    if (f.box->south < -kPole || f.box->north > kPole || std::max(std::abs(f.box->west), std::abs(f.box->east)) > kDateLine)
      return Error{"usage.number", "", "--bbox '" + box + "' goes beyond the Earth; the order is west,south,east,north in degrees"};
    if (f.box->south > f.box->north) return Error{"usage.number", "", "--bbox '" + box + "': its south lies north of its north; the order is west,south,east,north"};
  }
  if (!near.empty()) {
    auto point = numbers("--near", near, 3, "lat,lon,km, for example 35.34,40.14,25");
    if (!point) return point.error();
    f.near = store::Near{(*point)[0], (*point)[1], (*point)[2]};
    if (std::abs(f.near->lat) > kPole || std::abs(f.near->lon) > kDateLine || f.near->km < 0) return Error{"usage.number", "", "--near '" + near + "' is no place on Earth; the order is lat,lon,km"};
  }
  if (!polygon.empty()) {
    std::string shape = polygon;
    if (polygon.find('(') == std::string::npos) {
      auto file = read_file(polygon);
      if (!file) return Error{"usage.area", polygon, "--polygon takes a file of GeoJSON or WKT, or WKT itself: " + file.error().message};
      shape = std::move(*file);
    }
    auto area = store::parse_area(shape);
    if (!area) return Error{"usage.area", "", "--polygon: " + area.error().message};
    f.area = std::move(*area);
  }
  for (const auto& word : precisions) {
    if (parse_name<Precision>(word)) f.place_precisions.push_back(word);
    else if (parse_name<TimePrecision>(word)) f.time_precisions.push_back(word);
    else return Error{"usage.precision", "", "--precision '" + word + "' is neither a place's (site, settlement, district, admin1, country, region, feature) nor a time's (day, week, month, year, none)"};
  }
  for (const auto& [option, day] : {std::pair{"--from", &from}, std::pair{"--to", &to}})
    if (!day->empty() && !parse_iso_day(*day)) return Error{"usage.day", "", std::string(option) + " '" + *day + "' is no day; write it as 2017-09-19"};
  if (!as_of.empty() && !is_moment(as_of))
    return Error{"usage.day", "", "--as-of '" + as_of + "' is neither a day (2017-09-19) nor a time in UTC (2017-09-19T12:00:00Z)"};
  if (!from.empty() && !to.empty() && to < from) return Error{"usage.day", "", "--from " + from + " lies after --to " + to + ": nothing can be between them"};
  f.from = from;
  f.to = to;
  return f;
}

std::string list_of_kinds() {
  constexpr std::size_t kWidth = 110;
  std::string text = "Kinds:";
  std::size_t column = text.size();
  for (const auto kind : review::correctable_kinds()) {
    const std::string word = " " + std::string(kind) + (kind == review::correctable_kinds().back() ? "" : ",");
    if (column + word.size() > kWidth) {
      text += "\n ";
      column = 1;
    }
    text += word;
    column += word.size();
  }
  return text + "\n";
}

Result<void> check_names(store::Ledger& ledger, const store::Filter& filter) {
  const auto contract = review::correctable_kinds();
  std::vector<std::string> known(contract.begin(), contract.end());
  const auto unknown = [&](const std::string& kind) { return std::find(known.begin(), known.end(), kind) == known.end(); };
  auto strange = std::find_if(filter.kinds.begin(), filter.kinds.end(), unknown);
  if (strange != filter.kinds.end()) {
    // Knowledge of one's own may have kinds of its own.
    auto own = ledger.kinds();
    if (!own) return own.error();
    std::copy_if(own->begin(), own->end(), std::back_inserter(known), unknown);
    strange = std::find_if(filter.kinds.begin(), filter.kinds.end(), unknown);
  }
  if (strange != filter.kinds.end()) {
    const std::string near = nearest(*strange, known);
    return Error{"usage.kind", "", "--kind: there is no kind '" + *strange + "'" + (near.empty() ? "; `" + command() + " query --help` lists them" : "; the nearest is " + near)};
  }
  if (filter.document.empty() || !filter.as_of.empty()) return {};
  auto documents = ledger.document_ids(filter.document, 1);
  if (!documents) return documents.error();
  if (!documents->empty() && documents->front() == filter.document) return {};
  return Error{"usage.target", "", "--document: there is no document '" + filter.document + "' in " + ledger.path() +
                                       (documents->empty() ? "; `" + command() + " query --what documents` lists them" : "; the nearest is " + documents->front())};
}

}  // namespace deconflict::cli
