#include "store/sqlite.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "store/features.h"
#include "store/geometry.h"

namespace deconflict::store {

namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

/// SQLite tries more than one way, and keeps what the last of them met.
std::string why_not_opened(const std::string& path, int system) {
  struct stat info {};
  const std::string folder = folder_of(path);
  if (::stat(path.c_str(), &info) == 0) {
    if (::access(path.c_str(), R_OK) != 0) system = errno;
  } else if (::stat(folder.c_str(), &info) != 0) {
    return errno == ENOENT ? "there is no folder " + folder : folder + ": " + std::strerror(errno);
  } else if (::access(folder.c_str(), W_OK) != 0) {
    return "its folder cannot be written: " + std::string(std::strerror(errno));
  }
  return system != 0 ? std::strerror(system) : "its folder is missing or may not be written";
}

/// Is there room beside the ledger? Then it was the temporary files that found none.
bool has_room(const std::string& path) {
  constexpr std::uint64_t kRoom = 32U << 20;
  struct statvfs info {};
  return ::statvfs(folder_of(path).c_str(), &info) == 0 && std::uint64_t{info.f_bavail} * info.f_frsize > kRoom;
}

Error error_of(sqlite3* db, const std::string& path) {
  const int code = sqlite3_extended_errcode(db);
  switch (code & 0xff) {
    case SQLITE_FULL:
      if (has_room(path)) return {"ledger.full", path, "the disk of temporary files is full; all that was read is kept. Make room in /var/tmp, or name a folder with room in SQLITE_TMPDIR, and run the same command again"};
      return {"ledger.full", path, "the disk is full; what was being written is undone, all before it is kept. Make room and run the same command again"};
    case SQLITE_READONLY: return {"ledger.readonly", path, "the ledger cannot be written: the file or its folder is read-only"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {"ledger.locked", path, "another program holds the ledger; wait until it is done, or close it, and run the same command again"};
    case SQLITE_CORRUPT: return {"ledger.corrupt", path, std::string("the ledger is damaged (") + sqlite3_errmsg(db) + "); restore it from a copy, or make it anew with `deconflict ingest`"};
    case SQLITE_NOTADB: return {"ledger.not_one", path, "this is no ledger (no SQLite file)"};
    case SQLITE_CANTOPEN: return {"ledger.unopenable", path, "the ledger cannot be opened: " + why_not_opened(path, sqlite3_system_errno(db))};
    case SQLITE_IOERR: {
      const int system = sqlite3_system_errno(db);
      return {"ledger.io", path, std::string("the disk failed: ") + (system != 0 ? std::strerror(system) : sqlite3_errmsg(db))};
    }
    default: return {"ledger.sqlite", path, std::string("SQLite says: ") + sqlite3_errmsg(db)};
  }
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }

void Statement::reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
}

// Values are copied (SQLITE_TRANSIENT): what a caller binds may be a temporary.
void Statement::put(int at, std::string_view text) {
  sqlite3_bind_text64(handle_.get(), at, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
void Statement::put(int at, std::int64_t number) { sqlite3_bind_int64(handle_.get(), at, number); }
void Statement::put(int at, double number) { sqlite3_bind_double(handle_.get(), at, number); }
void Statement::put(int at, std::nullptr_t) { sqlite3_bind_null(handle_.get(), at); }
void Statement::put_blob(int at, std::string_view bytes) {
  if (bytes.empty()) return put(at, nullptr);
  sqlite3_bind_blob64(handle_.get(), at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = error_of(database_, path_);
  sqlite3_reset(handle_.get());
  return error;
}

Result<std::vector<std::string>> Statement::strings() {
  std::vector<std::string> all;
  for (;;) {
    auto row = step();
    if (!row) return row.error();
    if (!*row) return all;
    all.push_back(string(0));
  }
}

Result<void> Statement::run() {
  for (;;) {
    auto row = step();
    if (!row) return row.error();
    if (!*row) break;
  }
  sqlite3_reset(handle_.get());
  return {};
}

bool Statement::null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
}
std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
}
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_.get(), column); }

std::optional<std::string_view> known(std::string_view text) { return text.empty() ? std::nullopt : std::optional(text); }

void Database::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

Result<Database> Database::open(const std::string& path, Mode mode) {
  // SQLite would make a ledger that is gone when it is closed.
  if (path.empty()) return Error{"ledger.unopenable", "", "the ledger has no name; give the path of a file (war.gpkg)"};
  sqlite3* raw = nullptr;
  const int flags = mode == Mode::read ? SQLITE_OPEN_READONLY : mode == Mode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database db;
  db.handle_.reset(raw);
  db.path_ = path;
  if (raw == nullptr) return Error{"ledger.unopenable", path, "the ledger cannot be opened: out of memory"};
  sqlite3_extended_result_codes(raw, 1);
  if (code != SQLITE_OK) return error_of(raw, path);
  sqlite3_busy_timeout(raw, 5000);
  register_functions(raw);
  return db;
}

Result<void> Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error_of(handle_.get(), path_);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) return error_of(handle_.get(), path_);
  Statement s;
  s.handle_.reset(raw);
  s.database_ = handle_.get();
  s.path_ = path_;
  return s;
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto s = prepare(sql);
  if (!s) return s.error();
  auto row = s->step();
  if (!row) return row.error();
  return *row ? s->integer(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
  auto s = prepare(sql);
  if (!s) return s.error();
  auto row = s->step();
  if (!row) return row.error();
  return *row ? s->string(0) : std::string();
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

Features features() {
  return {sqlite3_libversion(), sqlite3_compileoption_used("ENABLE_FTS5") != 0, sqlite3_compileoption_used("ENABLE_RTREE") != 0};
}

}  // namespace deconflict::store
