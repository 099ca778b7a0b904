#include <CLI/CLI.hpp>

#include "base/json.h"
#include "base/utf8.h"
#include "cli/gazetteer_import.h"
#include "place/codes.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string name;
  bool json = false;
};

std::string number(const char* format, double value) {
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

void look_up(Session& session, const Options& options) {
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  const auto entries = pipeline->gazetteer().lookup(utf8::repaired(options.name));
  if (options.json) {
    json::Writer w;
    w.begin_array();
    for (const auto& e : entries) {
      w.begin_object().key("geonameid");
      e.geonameid != 0 ? w.value(e.geonameid) : w.null();
      w.key("name").value(e.name).key("country").text_or_null(e.country).key("admin1").text_or_null(e.admin1).key("feature").value(e.feature);
      w.key("lat").value(e.lat).key("lon").value(e.lon).key("population").value(e.population).key("score").value(e.score).end_object();
    }
    w.end_array();
    emit(w.take() + "\n");
  } else {
    for (const auto& e : entries)
      emit(number("%.2f", e.score) + "  " + e.name + (e.admin1.empty() ? "" : ", " + e.admin1) + (e.country.empty() ? "" : ", " + e.country) + "  " + e.feature + "  " +
           number("%.4f", e.lat) + "," + number("%.4f", e.lon) + (e.population > 0 ? "  " + std::to_string(e.population) + " people" : "") +
           (e.geonameid != 0 ? "  geonames:" + std::to_string(e.geonameid) : "") + "\n");
  }
  if (entries.empty()) {
    complain("the gazetteer has no place '" + options.name + "'");
    session.status = kFailed;
  }
}

void info(Session& session) {
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  const auto& gazetteer = pipeline->gazetteer();
  emit("places   " + std::to_string(gazetteer.size()) + "\nversion  " + gazetteer.version() + "\n");
  const auto sources = json::parse(gazetteer.sources());
  if (!sources || !sources->IsArray()) return;
  for (const auto& source : sources->GetArray()) {
    emit("from     " + std::string(json::string_at(source, "name")) + "  " + std::string(json::string_at(source, "version")));
    const auto* rows = json::member(source, "rows");
    if (rows != nullptr && rows->IsUint64()) emit("  (" + std::string(json::string_at(source, "format")) + ", " + std::to_string(rows->GetUint64()) + " rows of " + std::string(json::string_at(source, "path")) + ")");
    const auto* own = json::member(source, "places");
    if (own != nullptr && own->IsUint64()) emit("  (" + std::to_string(own->GetUint64()) + " places that the packages lack)");
    emit("\n");
  }
  emit("         the packages hold GeoNames (CC BY 4.0) and Natural Earth (public domain)\n");
  if (pipeline->gazetteer_is_old()) emit("note     imported over an older knowledge.pack; `deconflict gazetteer rebuild` imports the same files again\n");
}

/// The places of a phrase, each with its relation, as GeoJSON features.
void resolve(Session& session, const Options& options) {
  const auto pipeline = open_pipeline(session);
  if (!pipeline) return;
  std::string text = utf8::repaired(options.name);
  Annotation a;
  a.text = text;
  pipeline->gazetteer().find(a);
  if (a.places.empty()) {
    // A name by itself is less sure to be a place than whoever asks takes it for.
    text = "in " + text;
    a.text = text;
    pipeline->gazetteer().find(a);
  }
  if (a.places.empty()) {
    complain("no name of a place was found in '" + options.name + "'");
    session.status = kFailed;
    return;
  }
  json::Writer w;
  w.begin_object().key("type").value("FeatureCollection").key("features").begin_array();
  bool resolved = false;
  for (const Place& p : a.places) {
    w.begin_object().key("type").value("Feature").key("geometry");
    if (p.relation && !p.relation->geometry.empty()) {
      w.raw(p.relation->geometry);
    } else if (p.lat && p.lon) {
      w.begin_object().key("type").value("Point").key("coordinates").begin_array().value(*p.lon).value(*p.lat).end_array().end_object();
    } else {
      w.null();
    }
    resolved = resolved || p.lat.has_value();
    w.key("properties").begin_object().key("text").value(a.surface(p.span)).key("name").value(p.name).key("geonameid").value(p.geonameid);
    w.key("lat").value(p.lat).key("lon").value(p.lon).key("country").text_or_null(p.country).key("admin1").text_or_null(p.admin1);
    w.key("feature").text_or_null(p.feature).key("precision").value(name_of(p.precision)).key("score").value(p.score);
    const auto codes = place::precision_codes(a, p);
    w.key("acled_geo_precision").value(codes.acled).key("ucdp_where_prec").value(codes.ucdp);
    w.key("relation");
    if (p.relation) {
      w.begin_object().key("kind").value(p.relation->kind).key("side").text_or_null(p.relation->side).key("km").value(p.relation->km);
      w.key("phrase").value(a.surface(p.relation->span)).end_object();
    } else {
      w.null();
    }
    w.end_object().end_object();
  }
  w.end_array().end_object();
  emit(w.take() + "\n");
  if (!resolved) session.status = kFailed;
}

}  // namespace

void add_gazetteer(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("gazetteer", "Look up places by name, and import more of them");
  verb->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* lookup = verb->add_subcommand("lookup", "Every place of that name in any spelling, the likeliest first");
  lookup->add_option("name", options->name, "The name")->required();
  lookup->add_flag("--json", options->json, "A JSON array");
  lookup->callback([options, &session] { look_up(session, *options); });
  lookup->footer("Example:\n  deconflict gazetteer lookup \"Deir Ezzor\"");
  auto* what = verb->add_subcommand("info", "How many places, and where they come from");
  what->footer("Example:\n  deconflict gazetteer info");
  what->callback([&session] { info(session); });
  add_gazetteer_import(*verb, session);
  verb->footer("Example:\n  deconflict gazetteer lookup \"Deir Ezzor\"");
}

void add_place(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("place", "Resolve a phrase about a place, with the shape that it means, as GeoJSON");
  auto options = std::make_shared<Options>();
  verb->add_option("phrase", options->name, "Words with a name of a place in them")->required();
  verb->footer("Example:\n  deconflict place \"outside the 55 km zone around At Tanf\"");
  verb->callback([options, &session] { resolve(session, *options); });
}

}  // namespace deconflict::cli
