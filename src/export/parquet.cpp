#include <dlfcn.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "export/formats.h"

namespace deconflict::exports {

namespace {

// The part of DuckDB's C interface that is used here (duckdb.h), so that nothing of it is needed to build.
struct DuckResult {
  std::uint64_t columns, rows, changed;
  void* column_data;
  char* error;
  void* internal;
};

struct Duck {
  int (*open)(const char* path, void** database);
  void (*close)(void** database);
  int (*connect)(void* database, void** connection);
  void (*disconnect)(void** connection);
  int (*query)(void* connection, const char* sql, DuckResult* result);
  const char* (*result_error)(DuckResult* result);
  void (*destroy_result)(DuckResult* result);
};

template <class F>
bool load(void* library, const char* name, F& function) {
  void* symbol = ::dlsym(library, name);
  std::memcpy(&function, &symbol, sizeof function);
  return symbol != nullptr;
}

Result<Duck> find_duckdb() {
  const char* named = std::getenv("DECONFLICT_DUCKDB");
  void* library = ::dlopen(named != nullptr && *named != '\0' ? named : "libduckdb.so", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return Error{"export.duckdb", named != nullptr ? named : "", "Parquet is written by DuckDB's library, which is not here; tools/fetch-duckdb fetches it, or DECONFLICT_DUCKDB names a libduckdb.so"};
  Duck d{};
  const bool whole = load(library, "duckdb_open", d.open) && load(library, "duckdb_close", d.close) && load(library, "duckdb_connect", d.connect) &&
                     load(library, "duckdb_disconnect", d.disconnect) && load(library, "duckdb_query", d.query) && load(library, "duckdb_result_error", d.result_error) &&
                     load(library, "duckdb_destroy_result", d.destroy_result);
  // The library stays loaded: it is asked for once in a run.
  if (!whole) return Error{"export.duckdb", named != nullptr ? named : "libduckdb.so", "this is no library of DuckDB; DECONFLICT_DUCKDB names another"};
  return d;
}

std::string in_sql(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

const char* sql_type(Type type) {
  switch (type) {
    case Type::text: return "VARCHAR";
    case Type::integer: return "BIGINT";
    case Type::real: return "DOUBLE";
    case Type::boolean: return "BOOLEAN";
    case Type::date: return "DATE";
  }
  return "VARCHAR";
}

std::string columns_of(What what) {
  std::string out;
  for (const Entry& e : plain_entries(what)) add(out, in_sql(e.name) + ": " + in_sql(sql_type(e.type)), ", ");
  return "{" + out + "}";
}

Result<void> run(const Duck& duck, const std::string& path, const std::string& sql) {
  void* database = nullptr;
  void* connection = nullptr;
  if (duck.open(nullptr, &database) != 0) return Error{"export.duckdb", path, "DuckDB does not start"};
  Result<void> done;
  if (duck.connect(database, &connection) != 0) {
    done = Error{"export.duckdb", path, "DuckDB does not start"};
  } else {
    DuckResult result{};
    if (duck.query(connection, sql.c_str(), &result) != 0) {
      const char* why = duck.result_error(&result);
      done = Error{"export.duckdb", path, std::string("DuckDB refuses: ") + (why != nullptr ? why : "no reason given")};
    }
    duck.destroy_result(&result);
    duck.disconnect(&connection);
  }
  duck.close(&database);
  return done;
}

struct Close {
  void operator()(std::FILE* f) const { std::fclose(f); }
};

}  // namespace

Result<Report> write_parquet(store::Ledger& ledger, const store::Filter& filter, What what, const std::string& path) {
  if (auto r = check(Format::parquet, what); !r) return r.error();
  auto duck = find_duckdb();
  if (!duck) return duck.error();
  // DuckDB reads the rows as CSV with the types of our columns, and never guesses one.
  const std::string rows = path + ".csv.new", fresh = path + ".new";
  auto unwritable = [](const std::string& file) { return Error{"file.unwritable", file, std::string("cannot be written: ") + std::strerror(errno)}; };
  std::unique_ptr<std::FILE, Close> file(std::fopen(rows.c_str(), "wb"));
  if (!file) return unwritable(rows);
  bool good = true;
  auto report = write_csv(ledger, filter, what, [&](std::string_view bytes) { return good = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size(); });
  good = good && std::fflush(file.get()) == 0;
  Result<void> done;
  if (!report) done = report.error();
  else if (!good) done = unwritable(rows);
  file.reset();
  if (done)
    done = run(*duck, path,
               "COPY (SELECT * FROM read_csv(" + in_sql(rows) + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = 67108864, columns = " +
                   columns_of(what) + ")) TO " + in_sql(fresh) + " (FORMAT parquet, COMPRESSION zstd)");
  std::remove(rows.c_str());
  if (done && std::rename(fresh.c_str(), path.c_str()) != 0) done = unwritable(path);
  if (!done) {
    std::remove(fresh.c_str());
    return done.error();
  }
  return report;
}

}  // namespace deconflict::exports
