#include <sqlite3.h>

#include "verify.h"

namespace deconflict::verify {

void Rows::Close::operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
void Ledger::Close::operator()(sqlite3* db) const { sqlite3_close(db); }

Rows::Rows(sqlite3* db, const std::string& sql, const std::vector<std::string>& values) : db_(db) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) throw Unreadable(sqlite3_errmsg(db));
  handle_.reset(raw);
  int at = 0;
  for (const auto& value : values) sqlite3_bind_text64(raw, ++at, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

bool Rows::next() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw Unreadable(sqlite3_errmsg(db_));
}

bool Rows::null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
std::string_view Rows::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
  return bytes == nullptr ? std::string_view{} : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
}
std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
double Rows::real(int column) const { return sqlite3_column_double(handle_.get(), column); }

Ledger::Ledger(const std::string& path) {
  auto open = [&](int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    db_.reset(raw);
    if (code != SQLITE_OK) throw Unreadable(raw == nullptr ? "out of memory" : sqlite3_errmsg(raw));
    sqlite3_busy_timeout(raw, 5000);
    return sqlite3_exec(raw, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) & 0xff;
  };
  // A run that was killed may have left a journal, which only a connection that may write takes back.
  if (open(SQLITE_OPEN_READONLY) != SQLITE_READONLY) return;
  open(SQLITE_OPEN_READWRITE);
  open(SQLITE_OPEN_READONLY);
}

std::int64_t Ledger::integer(const std::string& sql) const {
  auto r = rows(sql);
  return r.next() ? r.integer(0) : 0;
}

std::string Ledger::string(const std::string& sql) const {
  auto r = rows(sql);
  return r.next() ? r.string(0) : std::string();
}

}  // namespace deconflict::verify
