#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace deconflict::store {

/// A prepared statement. Bind all, then step; `run` steps to the end and makes it ready for the next binding.
/// life    must end before its Database
class Statement {
 public:
  template <class... Args>
  Statement& bind(const Args&... args) {
    reset();
    int at = 0;
    (put(++at, args), ...);
    return *this;
  }
  /// One more value behind those already bound.
  void put(int at, std::string_view text);
  void put(int at, const std::string& text) { put(at, std::string_view(text)); }
  void put(int at, const char* text) { put(at, std::string_view(text)); }
  void put(int at, std::int64_t number);
  void put(int at, int number) { put(at, std::int64_t{number}); }
  void put(int at, double number);
  void put(int at, std::nullptr_t);
  void put_blob(int at, std::string_view bytes);
  template <class T>
  void put(int at, const std::optional<T>& maybe) {
    if (maybe) put(at, *maybe);
    else put(at, nullptr);
  }
  void reset();

  /// true: there is a row
  Result<bool> step();
  Result<void> run();
  /// The first column of every row that is left.
  Result<std::vector<std::string>> strings();

  bool null(int column) const;
  /// Valid until the next step.
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  std::string string(int column) const { return std::string(text(column)); }
  std::int64_t integer(int column) const;
  double real(int column) const;

 private:
  friend class Database;
  struct Close {
    void operator()(sqlite3_stmt*) const;
  };
  std::unique_ptr<sqlite3_stmt, Close> handle_;
  sqlite3* database_ = nullptr;
  std::string path_;
};

/// "" is stored as NULL: a value that is not known.
std::optional<std::string_view> known(std::string_view text);

/// One connection. errors of every call: ledger.full, ledger.readonly, ledger.locked, ledger.corrupt, ledger.unopenable,
/// ledger.io, ledger.sqlite; `where` is the path
class Database {
 public:
  enum class Mode { read, write, create };
  static Result<Database> open(const std::string& path, Mode mode);

  /// One or more statements without results.
  Result<void> run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  /// The first column of the first row; 0 where there is none.
  Result<std::int64_t> integer(std::string_view sql);
  Result<std::string> text(std::string_view sql);
  std::int64_t last_row() const;
  bool in_transaction() const;
  const std::string& path() const { return path_; }
  sqlite3* handle() { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3*) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
};

}  // namespace deconflict::store
