#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"

/// Columns as data: a table's description makes its header, its cells and its dictionary, so that the three cannot differ.
namespace deconflict::exports {

/// Nothing (an empty cell, null), words, a number or yes and no.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

enum class Type { text, integer, real, boolean, date };
std::string_view name_of(Type type);

template <class Row>
struct Column {
  const char* name;
  Type type;
  const char* meaning;
  const char* source;  ///< the field of `deconflict/1` or the ledger that it is read from; "" where nothing is known
  Cell (*cell)(const Row&);
};

template <class Row>
using Columns = std::vector<Column<Row>>;

/// One column in words, for the dictionary.
struct Entry {
  std::string name;
  Type type = Type::text;
  std::string meaning, source;
};

template <class Row>
std::vector<Entry> entries(const Columns<Row>& columns) {
  std::vector<Entry> out;
  for (const auto& c : columns) out.push_back({c.name, c.type, c.meaning, c.source});
  return out;
}

/// A column that stays empty.
template <class Row>
Cell nothing(const Row&) {
  return {};
}

inline Cell words(std::string text) { return text.empty() ? Cell() : Cell(std::move(text)); }
inline Cell whole(std::size_t number) { return Cell(static_cast<std::int64_t>(number)); }
template <class T>
Cell maybe(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

/// RFC 4180. Digits that are words ("0841") are quoted, so that readers that heed quotes keep them as they are.
std::string in_csv(const Cell& cell);
/// Tab-separated without quotes: tabs and line ends in words become spaces.
std::string in_tsv(const Cell& cell);
void in_json(json::Writer& out, const Cell& cell);

/// Appends `item` to a list joined by `between`; nothing where it is empty.
void add(std::string& list, std::string_view item, std::string_view between = "; ");

/// "a; b", each once, in order.
template <class T, class F>
std::string listed(const std::vector<T>& items, F&& word, std::string_view between = "; ") {
  std::string list;
  std::set<std::string> seen;
  for (const auto& item : items)
    if (std::string text = word(item); seen.insert(text).second) add(list, text, between);
  return list;
}

template <class Row>
std::string csv_header(const Columns<Row>& columns) {
  std::string line;
  for (const auto& c : columns) line += (line.empty() ? "" : ",") + in_csv(Cell(std::string(c.name)));
  return line + "\r\n";
}

template <class Row>
std::string csv_line(const Columns<Row>& columns, const Row& row) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) line += ',';
    line += in_csv(columns[i].cell(row));
  }
  return line + "\r\n";
}

template <class Row>
std::string tsv_line(const Columns<Row>& columns, const Row& row) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) line += '\t';
    line += in_tsv(columns[i].cell(row));
  }
  return line + "\n";
}

/// The cells as members of the object that is open.
template <class Row>
void json_members(json::Writer& out, const Columns<Row>& columns, const Row& row) {
  for (const auto& c : columns) in_json(out.key(c.name), c.cell(row));
}

}  // namespace deconflict::exports
