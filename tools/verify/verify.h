#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

struct sqlite3;
struct sqlite3_stmt;

/// Checks a ledger from the outside: only its tables as docs/ledger.md describes them, and the texts in it.
namespace deconflict::verify {

inline constexpr std::int64_t kSchemaVersion = 5;

/// The file cannot be read on; ends the run.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One query, read row by row.
class Rows {
 public:
  Rows(sqlite3* db, const std::string& sql, const std::vector<std::string>& values = {});
  bool next();
  bool null(int column) const;
  std::string_view text(int column) const;  ///< valid until the next row
  std::string string(int column) const { return std::string(text(column)); }
  std::int64_t integer(int column) const;
  double real(int column) const;

 private:
  struct Close {
    void operator()(sqlite3_stmt* s) const;
  };
  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Close> handle_;
};

class Ledger {
 public:
  explicit Ledger(const std::string& path);
  Rows rows(const std::string& sql, const std::vector<std::string>& values = {}) const { return {db_.get(), sql, values}; }
  std::int64_t integer(const std::string& sql) const;
  std::string string(const std::string& sql) const;

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  std::unique_ptr<sqlite3, Close> db_;
};

/// Where problems go: one line each.
class Report {
 public:
  explicit Report(std::function<void(const std::string&)> out) : out_(std::move(out)) {}
  void problem(std::string_view table, std::string_view row, const std::string& what) {
    ++count_;
    out_(std::string(table) + " " + std::string(row) + ": " + what);
  }
  std::uint64_t count() const { return count_; }

 private:
  std::function<void(const std::string&)> out_;
  std::uint64_t count_ = 0;
};

/// The file as a database and as a GeoPackage; false where the rest cannot be checked.
bool check_file(const Ledger& ledger, Report& report);
/// Geometries and the spatial index.
void check_geometries(const Ledger& ledger, Report& report);
/// Builds, documents, annotations and claims: hashes, spans and words.
void check_documents(const Ledger& ledger, Report& report);
/// Events, their parts, their history, entities and reviews: that each rests on what is there.
void check_events(const Ledger& ledger, Report& report);
void check_reviews(const Ledger& ledger, Report& report);
/// Who repeats whom: that the words stand in both texts, and are as many as told.
void check_copies(const Ledger& ledger, Report& report);
/// What questions are answered from: that it has every event as it is.
void check_index(const Ledger& ledger, Report& report);

/// "[3,8) does not lie in the text, which has 5 bytes", or empty where the span is sound.
std::string fault_of_span(std::string_view text, std::int64_t begin, std::int64_t end);

std::int64_t integer_at(const json::Value& object, const char* key, std::int64_t otherwise = -1);
const json::Value* list_at(const json::Value& object, const char* key);

}  // namespace deconflict::verify
