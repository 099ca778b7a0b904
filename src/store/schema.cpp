#include "store/schema.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "base/hash.h"
#include "store/event_index.h"

namespace deconflict::store {

namespace {

constexpr const char* kGeoPackage = R"sql(
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
)sql";

// `events` and `documents` hold what stands now; a row that is replaced moves to its history with the time at which it ceased.
constexpr const char* kEventColumns = R"sql(
  id TEXT NOT NULL, kind TEXT NOT NULL, when_begin DATE, when_end DATE, time_precision TEXT NOT NULL,
  place TEXT, admin1 TEXT, country TEXT, lat REAL, lon REAL, place_precision TEXT, geonameid INTEGER,
  actors TEXT, recipients TEXT, killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
  injured_low INTEGER, injured_best INTEGER, injured_high INTEGER,
  voices TEXT, n_voices INTEGER NOT NULL, n_claims INTEGER NOT NULL, n_documents INTEGER NOT NULL,
  contested BOOLEAN NOT NULL, contradictions TEXT, realis TEXT, background BOOLEAN NOT NULL, evidence TEXT,
  actor_keys TEXT, voice_keys TEXT, content TEXT NOT NULL, record TEXT NOT NULL, valid_from DATETIME NOT NULL, valid_to DATETIME,
  build TEXT, review TEXT
)sql";

constexpr const char* kDocumentColumns = R"sql(
  id TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT, outlet TEXT, url TEXT, published DATE, language TEXT, text TEXT,
  source TEXT, source_sha256 TEXT, input TEXT NOT NULL, n_claims INTEGER NOT NULL, valid_from DATETIME NOT NULL, valid_to DATETIME, build TEXT
)sql";

constexpr const char* kGazetteersTable =
    "CREATE TABLE gazetteers (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, version TEXT NOT NULL UNIQUE, sources TEXT NOT NULL);\n";

constexpr const char* kBuildsTable =
    "CREATE TABLE builds (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT NOT NULL UNIQUE, program TEXT NOT NULL, model TEXT NOT NULL, knowledge TEXT NOT NULL,\n"
    "  gazetteer TEXT NOT NULL, first_used DATETIME NOT NULL);\n";

constexpr const char* kCopyTables = R"sql(
CREATE TABLE copies (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, document TEXT NOT NULL, of_document TEXT NOT NULL, basis TEXT NOT NULL,
  share REAL NOT NULL, share_of REAL NOT NULL, words INTEGER NOT NULL, passages TEXT NOT NULL, UNIQUE (document, of_document));
CREATE INDEX copies_of ON copies (of_document);
CREATE TABLE credits (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, document TEXT NOT NULL, voice TEXT NOT NULL, name TEXT NOT NULL,
  words_begin INTEGER NOT NULL, words_end INTEGER NOT NULL, whole BOOLEAN NOT NULL);
CREATE INDEX credits_document ON credits (document);
)sql";

constexpr const char* kReviewTables = R"sql(
CREATE TABLE reviews (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL, on_claim BOOLEAN NOT NULL, target TEXT NOT NULL,
  field TEXT, value TEXT, author TEXT NOT NULL, made DATETIME NOT NULL, reason TEXT, undoes TEXT, state TEXT NOT NULL, note TEXT);
CREATE TABLE review_claims (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, review TEXT NOT NULL, part INTEGER NOT NULL, document TEXT NOT NULL, sha256 TEXT NOT NULL,
  claim TEXT NOT NULL, kind TEXT NOT NULL, evidence_begin INTEGER NOT NULL, evidence_end INTEGER NOT NULL, evidence TEXT NOT NULL,
  trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger_words TEXT);
CREATE INDEX review_claims_review ON review_claims (review);
CREATE TABLE event_bases (id TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
)sql";

/// What a review touches is found without reading what it does not.
constexpr const char* kReviewIndexes = R"sql(
CREATE TABLE event_base_claims (document TEXT NOT NULL, claim TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (document, claim, event)) WITHOUT ROWID;
CREATE INDEX event_base_claims_event ON event_base_claims (event);
CREATE INDEX review_claims_document ON review_claims (document);
CREATE INDEX review_claims_sha256 ON review_claims (sha256);
)sql";

constexpr const char* kTables = R"sql(
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event_areas (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, event TEXT NOT NULL, kind TEXT NOT NULL, place TEXT, place_precision TEXT, when_begin DATE);
CREATE TABLE annotations (document TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE annotations_history (document TEXT NOT NULL, record TEXT NOT NULL, valid_from DATETIME NOT NULL, valid_to DATETIME NOT NULL);
CREATE TABLE claims (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, document TEXT NOT NULL, claim TEXT NOT NULL, kind TEXT NOT NULL,
  evidence_begin INTEGER NOT NULL, evidence_end INTEGER NOT NULL, evidence TEXT NOT NULL, trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger_words TEXT,
  actors TEXT, recipients TEXT, actor_keys TEXT, place TEXT, lat REAL, lon REAL, place_precision TEXT,
  time_value TEXT, time_precision TEXT NOT NULL, time_basis TEXT NOT NULL, counts TEXT, voices TEXT, voice_keys TEXT,
  realis TEXT NOT NULL, background BOOLEAN NOT NULL, responsibility BOOLEAN NOT NULL, confidence REAL NOT NULL,
  plover_event TEXT, plover_mode TEXT, cameo TEXT, acled_event TEXT, acled_sub_event TEXT, record TEXT NOT NULL, valid_from DATETIME NOT NULL,
  build TEXT, review TEXT, UNIQUE (document, claim));
CREATE INDEX claims_kind ON claims (kind);
CREATE INDEX claims_reviewed ON claims (fid) WHERE review IS NOT NULL;
CREATE TABLE event_claims (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, event TEXT NOT NULL, document TEXT NOT NULL, claim TEXT NOT NULL, UNIQUE (document, claim, event));
CREATE INDEX event_claims_event ON event_claims (event);
CREATE TABLE event_links (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, event TEXT NOT NULL, document_a TEXT NOT NULL, claim_a TEXT NOT NULL,
  document_b TEXT NOT NULL, claim_b TEXT NOT NULL, score REAL NOT NULL, reasons TEXT);
CREATE INDEX event_links_event ON event_links (event);
CREATE TABLE contradictions (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, event TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, voices TEXT, claims TEXT NOT NULL);
CREATE INDEX contradictions_event ON contradictions (event);
CREATE TABLE entities (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL, country TEXT,
  sector TEXT, voice TEXT, parent TEXT, aliases TEXT, n_documents INTEGER NOT NULL);
CREATE TABLE entity_names (name TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (name, entity)) WITHOUT ROWID;
CREATE TABLE problems (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, source TEXT NOT NULL, place TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
  found DATETIME NOT NULL, UNIQUE (source, place, code, message));

CREATE VIRTUAL TABLE document_text USING fts5(title, text, content='documents', content_rowid='fid', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER document_text_insert AFTER INSERT ON documents BEGIN
  INSERT INTO document_text(rowid, title, text) VALUES (new.fid, new.title, new.text); END;
CREATE TRIGGER document_text_delete AFTER DELETE ON documents BEGIN
  INSERT INTO document_text(document_text, rowid, title, text) VALUES ('delete', old.fid, old.title, old.text); END;
CREATE TRIGGER document_text_update AFTER UPDATE OF title, text ON documents BEGIN
  INSERT INTO document_text(document_text, rowid, title, text) VALUES ('delete', old.fid, old.title, old.text);
  INSERT INTO document_text(rowid, title, text) VALUES (new.fid, new.title, new.text); END;
CREATE VIRTUAL TABLE claim_text USING fts5(evidence, actors, recipients, place, voices, content='claims', content_rowid='fid', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER claim_text_insert AFTER INSERT ON claims BEGIN
  INSERT INTO claim_text(rowid, evidence, actors, recipients, place, voices) VALUES (new.fid, new.evidence, new.actors, new.recipients, new.place, new.voices); END;
CREATE TRIGGER claim_text_delete AFTER DELETE ON claims BEGIN
  INSERT INTO claim_text(claim_text, rowid, evidence, actors, recipients, place, voices) VALUES ('delete', old.fid, old.evidence, old.actors, old.recipients, old.place, old.voices); END;
CREATE TRIGGER claim_text_update AFTER UPDATE OF evidence, actors, recipients, place, voices ON claims BEGIN
  INSERT INTO claim_text(claim_text, rowid, evidence, actors, recipients, place, voices) VALUES ('delete', old.fid, old.evidence, old.actors, old.recipients, old.place, old.voices);
  INSERT INTO claim_text(rowid, evidence, actors, recipients, place, voices) VALUES (new.fid, new.evidence, new.actors, new.recipients, new.place, new.voices); END;
)sql";

/// The six triggers of the R*Tree extension (OGC 12-128r18, F.3), as GDAL writes them.
std::string spatial_index(const std::string& table) {
  const std::string tree = "rtree_" + table + "_geom";
  const std::string bounds = "(NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom))";
  const std::string full = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
  const std::string empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
  const std::string put = "INSERT OR REPLACE INTO " + tree + " VALUES " + bounds + ";";
  const std::string drop_old = "DELETE FROM " + tree + " WHERE id = OLD.fid;";
  auto trigger = [&](const char* name, const std::string& event, const std::string& when, const std::string& body) {
    return "CREATE TRIGGER " + tree + "_" + name + " AFTER " + event + " ON " + table + " WHEN " + when + " BEGIN " + body + " END;\n";
  };
  return "CREATE VIRTUAL TABLE " + tree + " USING rtree(id, minx, maxx, miny, maxy);\n" + trigger("insert", "INSERT", full, put) +
         trigger("update1", "UPDATE OF geom", "OLD.fid = NEW.fid AND " + full, put) +
         trigger("update2", "UPDATE OF geom", "OLD.fid = NEW.fid AND " + empty, drop_old) +
         trigger("update3", "UPDATE", "OLD.fid != NEW.fid AND " + full, drop_old + put) +
         trigger("update4", "UPDATE", "OLD.fid != NEW.fid AND " + empty, "DELETE FROM " + tree + " WHERE id IN (OLD.fid, NEW.fid);") +
         trigger("delete", "DELETE", "OLD.geom NOTNULL", drop_old) + "INSERT INTO gpkg_extensions VALUES ('" + table +
         "', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');\n";
}

std::string layer(const std::string& table, const std::string& type, const std::string& description) {
  return "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('" + table + "', '" + type + "', '" + table + "', '" + description +
         "', " + (type == "features" ? "4326" : "NULL") + ");\n";
}

std::string gazetteers() { return kGazetteersTable + layer("gazetteers", "attributes", "What the places of documents were looked up in"); }

std::string builds() { return kBuildsTable + layer("builds", "attributes", "What read documents and joined claims: program, models, knowledge, gazetteer"); }

std::string copies() {
  return kCopyTables + layer("copies", "attributes", "Which document repeats the words of which; passages: [begin, end, begin there, end there, words]") +
         layer("credits", "attributes", "Publishers that documents name as their source");
}

std::string reviews() {
  return kReviewTables + layer("reviews", "attributes", "What people decided about events and claims") + layer("review_claims", "attributes", "The claims that a review speaks of, by their words");
}

/// All tables; what is not registered here (indexes, annotations) is the program's own and no layer.
std::string schema() {
  std::string sql = kGeoPackage;
  const std::string key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ";
  sql += "CREATE TABLE events (" + key + "geom POINT, " + kEventColumns + ", UNIQUE (id));\n";
  sql += "CREATE INDEX events_when ON events (when_begin);\nCREATE INDEX events_kind ON events (kind);\n" + event_index_tables();
  sql += "CREATE TABLE events_history (" + key + kEventColumns + ", ended TEXT);\nCREATE INDEX events_history_id ON events_history (id);\n";
  sql += "CREATE TABLE documents (" + key + kDocumentColumns + ", UNIQUE (id));\n";
  sql += "CREATE TABLE documents_history (" + key + kDocumentColumns + ");\n";
  sql += "CREATE INDEX documents_sha256 ON documents (sha256);\n";
  sql += kTables;
  sql += layer("events", "features", "Happenings: what claims of one happening say together");
  sql += layer("event_areas", "features", "Areas of happenings that are told relative to places");
  sql += layer("claims", "attributes", "One source''s word that one thing happened");
  sql += layer("documents", "attributes", "What was read");
  sql += layer("event_claims", "attributes", "Which claims tell of which happening");
  sql += layer("event_links", "attributes", "Why two claims were joined");
  sql += layer("contradictions", "attributes", "Values that claims of one happening disagree on");
  sql += layer("entities", "attributes", "Actors and voices of the knowledge base that were named");
  sql += layer("events_history", "attributes", "Events as they stood before they changed");
  sql += layer("documents_history", "attributes", "Documents as they stood before they were read anew");
  sql += layer("problems", "attributes", "Input that could not be read");
  sql += "INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0), ('event_areas', 'geom', 'MULTIPOLYGON', 4326, 0, 0);\n";
  sql += spatial_index("events") + spatial_index("event_areas") + gazetteers() + builds() + reviews() + copies() + kReviewIndexes;
  sql += "INSERT INTO meta VALUES ('schema', '" + std::to_string(kSchemaVersion) + "'), ('revision', '0'), ('linked', '1');\n";
  return sql;
}

constexpr const char* kVersion = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'schema'";

/// Version 2 says which gazetteer the places were looked up in.
Result<void> to_version_2(Database& db) {
  return db.run(gazetteers() + "ALTER TABLE documents ADD COLUMN gazetteer TEXT NOT NULL DEFAULT '';\nALTER TABLE documents_history ADD COLUMN gazetteer TEXT NOT NULL DEFAULT '';\n");
}

/// Version 3 keeps builds in a table of their own, reviews, who repeats whom, and why an event ceased.
Result<void> to_version_3(Database& db) {
  auto made = db.run(builds() + reviews() + copies() +
                     "ALTER TABLE documents ADD COLUMN build TEXT;\nALTER TABLE documents_history ADD COLUMN build TEXT;\n"
                     "ALTER TABLE claims ADD COLUMN build TEXT;\nALTER TABLE claims ADD COLUMN review TEXT;\nCREATE INDEX claims_reviewed ON claims (fid) WHERE review IS NOT NULL;\n"
                     "ALTER TABLE events ADD COLUMN build TEXT;\nALTER TABLE events ADD COLUMN review TEXT;\n"
                     "ALTER TABLE events_history ADD COLUMN build TEXT;\nALTER TABLE events_history ADD COLUMN review TEXT;\nALTER TABLE events_history ADD COLUMN ended TEXT;\n"
                     "CREATE INDEX documents_sha256 ON documents (sha256);\n");
  if (!made) return made;
  const std::string all = "(SELECT program, model, knowledge, gazetteer, valid_from FROM documents UNION ALL SELECT program, model, knowledge, gazetteer, valid_from FROM documents_history)";
  auto found = db.prepare("SELECT program, model, knowledge, gazetteer, min(valid_from) FROM " + all + " GROUP BY 1, 2, 3, 4 ORDER BY 5, 1, 2, 3, 4");
  if (!found) return found.error();
  auto add = db.prepare("INSERT INTO builds (id, program, model, knowledge, gazetteer, first_used) VALUES (?, ?, ?, ?, ?, ?)");
  if (!add) return add.error();
  for (;;) {
    auto row = found->step();
    if (!row) return row.error();
    if (!*row) break;
    const auto id = build_id(found->text(0), found->text(1), found->text(2), found->text(3));
    if (auto r = add->bind(id, found->text(0), found->text(1), found->text(2), found->text(3), found->text(4)).run(); !r) return r;
  }
  found->reset();
  std::string sql;
  for (const std::string table : {"documents", "documents_history"}) {
    sql += "UPDATE " + table + " SET build = (SELECT id FROM builds b WHERE b.program = " + table + ".program AND b.model = " + table + ".model AND b.knowledge = " + table +
           ".knowledge AND b.gazetteer = " + table + ".gazetteer);\n";
    for (const std::string column : {"program", "model", "knowledge", "gazetteer"}) sql += "ALTER TABLE " + table + " DROP COLUMN " + column + ";\n";
  }
  sql += "UPDATE claims SET build = (SELECT build FROM documents d WHERE d.id = claims.document);\n";
  return db.run(sql);
}

/// Version 4 answers questions from tables in the order of the days.
Result<void> to_version_4(Database& db) {
  // The words of an event stood by its row.
  if (auto r = db.run("DROP INDEX IF EXISTS events_list;\nDROP TRIGGER IF EXISTS event_text_delete;\nALTER TABLE event_text RENAME TO event_text_by_row;\n" + event_index_tables()); !r) return r;
  if (auto r = index_all_events(db, "SELECT words FROM event_text_by_row t WHERE t.rowid = e.fid"); !r) return r;
  return db.run("DROP TABLE event_text_by_row");
}

/// Version 5 finds what a review touches without reading what it does not.
Result<void> to_version_5(Database& db) {
  return db.run(std::string(kReviewIndexes) +
                "INSERT INTO event_base_claims SELECT json_extract(c.value, '$.doc'), json_extract(c.value, '$.claim'), b.id FROM event_bases b, json_each(b.record, '$.claims') c");
}

}  // namespace

std::string build_id(std::string_view program, std::string_view model, std::string_view knowledge, std::string_view gazetteer) {
  std::string all;
  for (const auto part : {program, model, knowledge, gazetteer}) all.append(part) += '\0';
  return "b" + hex(hash64(all));
}

Result<void> create_schema(Database& db) {
  auto tables = db.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*tables != 0) return check_schema(db);
  // Two programs may find the file empty at once: the second waits here, and then finds the tables made.
  if (auto r = db.run("BEGIN IMMEDIATE"); !r) return r;
  tables = db.integer("SELECT count(*) FROM sqlite_schema");
  if (tables && *tables != 0) {
    if (auto r = db.run("ROLLBACK"); !r) return r;
    return check_schema(db);
  }
  auto made = db.run(schema());
  if (!made) {
    if (db.in_transaction()) (void)db.run("ROLLBACK").has_value();
    return made;
  }
  return db.run("COMMIT");
}

Result<void> check_schema(Database& db) {
  const Error not_one{"ledger.not_one", db.path(), "this is no ledger of deconflict; `deconflict ingest PATH --into FILE` makes one"};
  auto found = db.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'claims', 'events', 'annotations')");
  if (!found) return found.error();
  if (*found != 4) return not_one;
  auto version = db.integer(kVersion);
  if (!version) return version.error();
  if (*version < 1) return not_one;
  if (*version > kSchemaVersion)
    return Error{"ledger.newer", db.path(), "this ledger was written by a newer deconflict (tables of version " + std::to_string(*version) + ", this program knows " +
                                                std::to_string(kSchemaVersion) + "); use that one"};
  return {};
}

Result<bool> is_older(Database& db) {
  auto version = db.integer(kVersion);
  if (!version) return version.error();
  return *version < kSchemaVersion;
}

Result<void> migrate(Database& db) {
  if (auto r = db.run("BEGIN IMMEDIATE"); !r) return r;
  // Another program may have done it while this one waited.
  auto version = db.integer(kVersion);
  Result<void> done = version ? Result<void>() : version.error();
  if (done && *version < 2) done = to_version_2(db);
  if (done && *version < 3) done = to_version_3(db);
  if (done && *version < 4) done = to_version_4(db);
  if (done && *version < 5) done = to_version_5(db);
  if (done) done = db.run("UPDATE meta SET value = '" + std::to_string(kSchemaVersion) + "' WHERE key = 'schema'");
  if (done) done = db.run("COMMIT");
  if (!done && db.in_transaction()) (void)db.run("ROLLBACK").has_value();
  return done;
}

namespace {

/// The box of everything in an R*Tree, from its root alone: depth and number of cells, then of each cell an id and its bounds as
/// 32-bit numbers, all big-endian.
std::optional<std::array<double, 4>> extent(std::string_view root) {
  constexpr std::size_t kHead = 4, kCell = 24;
  const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(root[at])); };
  if (root.size() < kHead) return std::nullopt;
  const std::size_t cells = (byte(2) << 8U) | byte(3);
  if (cells == 0 || root.size() < kHead + cells * kCell) return std::nullopt;
  std::array<double, 4> box{};  // minx, maxx, miny, maxy
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (std::size_t side = 0; side < 4; ++side) {
      const std::size_t at = kHead + cell * kCell + 8 + side * 4;
      const double bound = std::bit_cast<float>((byte(at) << 24U) | (byte(at + 1) << 16U) | (byte(at + 2) << 8U) | byte(at + 3));
      box[side] = cell == 0 ? bound : side % 2 == 0 ? std::min(box[side], bound) : std::max(box[side], bound);
    }
  return box;
}

}  // namespace

Result<void> update_contents(Database& db, const std::string& now) {
  auto stamp = db.prepare("UPDATE gpkg_contents SET last_change = ?");
  if (!stamp) return stamp.error();
  if (auto r = stamp->bind(now).run(); !r) return r;
  for (const std::string table : {"events", "event_areas"}) {
    auto root = db.prepare("SELECT data FROM rtree_" + table + "_geom_node WHERE nodeno = 1");
    if (!root) return root.error();
    auto there = root->step();
    if (!there) return there.error();
    const auto box = *there ? extent(root->blob(0)) : std::nullopt;
    root->reset();
    auto put = db.prepare("UPDATE gpkg_contents SET (min_x, max_x, min_y, max_y) = (?, ?, ?, ?) WHERE table_name = '" + table + "'");
    if (!put) return put.error();
    for (int side = 0; side < 4; ++side) put->put(side + 1, box ? std::optional((*box)[static_cast<std::size_t>(side)]) : std::nullopt);
    if (auto r = put->run(); !r) return r;
  }
  return {};
}

}  // namespace deconflict::store
