#pragma once
#include "store/sqlite.h"

namespace deconflict::store {

/// Puts the views of tolls (`toll_reports`, `toll_parts`, `tolls_by_voice`, `tolls_latest`, `tolls_lowest`, `tolls_ucdp`) into a ledger, each with its
/// rule in words, where they are not there or say something else. Writes nothing where they are as they should be. They are no layers of the GeoPackage: SQLite
/// gives computed columns no type, and a layer's columns must have one.
Result<void> put_toll_views(Database& db);

}  // namespace deconflict::store
