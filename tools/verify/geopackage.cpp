#include <cstring>

#include "verify.h"

namespace deconflict::verify {

namespace {

constexpr std::int64_t kApplicationId = 1196444487;  // "GPKG"
constexpr std::int64_t kWgs84 = 4326;

bool has_table(const Ledger& ledger, const std::string& name) {
  return ledger.rows("SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?", {name}).next();
}

/// The parts of a blob's header that all geometries here share (OGC 12-128r18, 2.1.3): little-endian, not empty.
std::string fault_of_header(std::string_view blob) {
  constexpr std::size_t kHeader = 8;
  if (blob.size() < kHeader || blob.substr(0, 2) != "GP" || blob[2] != 0) return "this is no GeoPackage geometry";
  if ((blob[3] & 1) == 0) return "its bytes are big-endian";
  std::int32_t srs = 0;
  std::memcpy(&srs, blob.data() + 4, sizeof srs);
  if (srs != kWgs84) return "its reference system is " + std::to_string(srs) + ", not 4326";
  return {};
}

/// Bytes of the envelope behind the header, by the flags.
std::size_t envelope(std::string_view blob) {
  constexpr std::size_t kSizes[] = {0, 32, 48, 48, 64, 0, 0, 0};
  return kSizes[(static_cast<unsigned char>(blob[3]) >> 1U) & 7U];
}

void check_points(const Ledger& ledger, Report& report) {
  auto rows = ledger.rows("SELECT id, geom, lat, lon FROM events");
  while (rows.next()) {
    const bool placed = !rows.null(2) && !rows.null(3);
    if (placed != !rows.null(1)) {
      report.problem("events", rows.text(0), placed ? "it has coordinates and no geometry" : "it has a geometry and no coordinates");
      continue;
    }
    if (!placed) continue;
    const auto blob = rows.text(1);
    if (const auto fault = fault_of_header(blob); !fault.empty()) {
      report.problem("events", rows.text(0), "geom: " + fault);
      continue;
    }
    const auto body = 8 + envelope(blob);
    std::uint32_t type = 0;
    double at[2] = {};
    if (blob.size() == body + 1 + sizeof type + sizeof at && blob[body] == 1) {
      std::memcpy(&type, blob.data() + body + 1, sizeof type);
      std::memcpy(at, blob.data() + body + 1 + sizeof type, sizeof at);
    }
    if (type != 1) report.problem("events", rows.text(0), "geom: it is no point");
    else if (at[0] != rows.real(3) || at[1] != rows.real(2)) report.problem("events", rows.text(0), "geom: the point is not at its lat and lon");
  }
}

}  // namespace

bool check_file(const Ledger& ledger, Report& report) {
  const auto before = report.count();
  auto damage = ledger.rows("PRAGMA integrity_check");
  while (damage.next())
    if (damage.text(0) != "ok") report.problem("file", "pages", damage.string(0));
  if (report.count() > before) return false;
  if (ledger.integer("PRAGMA application_id") != kApplicationId) report.problem("file", "header", "the application id is not that of a GeoPackage");
  if (!has_table(ledger, "meta")) throw Unreadable("it is no ledger of deconflict");
  const auto version = ledger.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'schema'");
  if (version != kSchemaVersion) throw Unreadable("its tables are of version " + std::to_string(version) + ", and this program knows version " + std::to_string(kSchemaVersion) +
                                                  (version < kSchemaVersion ? "; any other verb of deconflict brings it up to date" : "; use a newer one"));
  for (const char* table : {"documents", "documents_history", "annotations", "annotations_history", "claims", "events", "events_history", "event_areas", "event_claims", "event_links", "event_base_claims", "event_list", "event_names", "event_named", "event_text",
                            "contradictions", "entities", "entity_names", "builds", "copies", "credits", "gazetteers", "reviews", "review_claims", "event_bases", "problems", "gpkg_spatial_ref_sys", "gpkg_contents",
                            "gpkg_geometry_columns", "gpkg_extensions", "rtree_events_geom", "rtree_event_areas_geom"})
    if (!has_table(ledger, table)) report.problem("file", "tables", std::string("there is no table ") + table);
  if (report.count() > before) return false;
  auto layers = ledger.rows("SELECT table_name, data_type, srs_id FROM gpkg_contents");
  while (layers.next()) {
    const auto table = layers.string(0);
    if (!has_table(ledger, table)) report.problem("gpkg_contents", table, "there is no such table");
    if (layers.text(1) == "features" && !ledger.rows("SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ? AND srs_id = 4326", {table}).next())
      report.problem("gpkg_contents", table, "gpkg_geometry_columns does not tell its geometry");
  }
  for (const char* srs : {"-1", "0", "4326"})
    if (!ledger.rows("SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = CAST(? AS INTEGER)", {srs}).next()) report.problem("gpkg_spatial_ref_sys", srs, "it is missing");
  return true;
}

void check_geometries(const Ledger& ledger, Report& report) {
  check_points(ledger, report);
  auto areas = ledger.rows("SELECT event, geom FROM event_areas");
  while (areas.next())
    if (const auto fault = fault_of_header(areas.text(1)); !fault.empty()) report.problem("event_areas", areas.text(0), "geom: " + fault);
  for (const std::string table : {"events", "event_areas"}) {
    const std::string tree = "rtree_" + table + "_geom";
    const auto missing = ledger.integer("SELECT count(*) FROM " + table + " WHERE geom IS NOT NULL AND fid NOT IN (SELECT id FROM " + tree + ")");
    const auto stale = ledger.integer("SELECT count(*) FROM " + tree + " WHERE id NOT IN (SELECT fid FROM " + table + " WHERE geom IS NOT NULL)");
    if (missing != 0) report.problem(tree, table, std::to_string(missing) + " geometries are not in the spatial index");
    if (stale != 0) report.problem(tree, table, std::to_string(stale) + " entries of the spatial index have no geometry");
  }
}

}  // namespace deconflict::verify
