#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/ledger.h"
#include "store/sqlite.h"

/// Parts of the questions that events and claims, as they stand and as they stood, are asked with.
namespace deconflict::store {

/// A WHERE clause that grows, with the values that it binds.
class Where {
 public:
  using Value = std::variant<std::string, double, std::int64_t>;
  void add(const std::string& condition) { text_ += (text_.empty() ? "" : " AND ") + condition; }
  /// For the next "?" of the conditions, in order.
  template <class T>
  void value(T&& v) {
    values_.emplace_back(std::forward<T>(v));
  }
  bool empty() const { return text_.empty(); }
  int count() const { return static_cast<int>(values_.size()); }
  /// " WHERE …", or nothing.
  std::string text() const { return text_.empty() ? "" : " WHERE " + text_; }
  /// " AND …", or nothing.
  std::string more() const { return text_.empty() ? "" : " AND " + text_; }
  /// Binds from the value behind the `at`-th on.
  void bind(Statement& s, int at = 0) const;

 private:
  std::string text_;
  std::vector<Value> values_;
};

void add_any_of(Where& where, const std::string& column, const std::vector<std::string>& words);
/// The columns `lat` and `lon` of the table ("", or "l.") lie in the box.
void add_box(Where& where, const Box& b, const std::string& table = {});
/// All boxes of the filter: its own, and those around its shapes.
std::vector<Box> boxes_of(const Filter& f);

/// Each word in quotes, so that no character of a query is syntax to FTS5.
std::string match_words(std::string_view text);
/// The end of a day, or the time as it is.
std::string moment(const std::string& as_of);
/// Ids of whoever bears the folded name, and of all who belong to them.
Result<std::vector<std::string>> ids_named(Database& db, const std::string& folded);

/// Does a shape on the map decide after the query, where SQL knows its box alone?
bool shaped(const Filter& f);
bool lies_in_shape(const Filter& f, std::optional<double> lat, std::optional<double> lon);

}  // namespace deconflict::store
