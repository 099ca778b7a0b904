#pragma once
#include <string>
#include <string_view>

#include "store/sqlite.h"

namespace deconflict::store {

/// Version of the tables; a ledger of a newer one is not touched.
inline constexpr std::int64_t kSchemaVersion = 5;

/// "b" and 16 hexadecimal digits: the same parts have the same id in every ledger.
std::string build_id(std::string_view program, std::string_view model, std::string_view knowledge, std::string_view gazetteer);

/// Makes the tables of a ledger in an empty file, which is a GeoPackage 1.3 from then on.
/// errors: as Database; ledger.not_one where the file holds something else
Result<void> create_schema(Database& db);

/// errors: ledger.not_one, ledger.newer
Result<void> check_schema(Database& db);

/// Was the ledger written by a version of the tables before this one?
Result<bool> is_older(Database& db);
/// Brings the tables of an older version up to this one, in one transaction.
Result<void> migrate(Database& db);

/// Writes the extent and the day of change of the layers where GIS programs look for them.
Result<void> update_contents(Database& db, const std::string& now);

}  // namespace deconflict::store
