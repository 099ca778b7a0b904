#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "serve/source.h"

namespace deconflict::serve {

/// The parameters of a request, decoded; a name may come more than once.
using Params = std::multimap<std::string, std::string>;

/// What `/api/v1/events` can be asked for. Every field narrows; an empty one asks nothing.
struct Filter {
  std::vector<std::string> words;   ///< folded; each must occur somewhere in the event
  std::vector<std::string> kinds;
  std::string actor;                ///< id, or folded part of a name
  std::string voice;                ///< id, or folded part of a name
  struct Box { double west, south, east, north; };
  std::optional<Box> box;           ///< west > east crosses the date line
  std::optional<Day> from, to;      ///< both days belong to it
  bool contested = false;
  std::vector<Realis> realis;       ///< any of them
  enum class Order { newest, oldest, voices } order = Order::newest;
  std::size_t limit = 100;
  std::size_t offset = 0;

  static constexpr std::size_t kLargestLimit = 5000;

  /// errors: request.parameter naming the parameter and what it takes
  static Result<Filter> parse(const Params& params);
};

/// A row and what is compared again and again, made once.
struct IndexedRow {
  EventRow row;
  std::string search;  ///< folded: kind, names, place, voices, words
  std::vector<std::string> actors, voices;  ///< folded names, beside row.event's
  std::optional<Day> begin, end;
};

IndexedRow indexed(EventRow row);
bool matches(const Filter& filter, const IndexedRow& row);
/// Does `a` come before `b` in that order? Ties go by id.
bool before(Filter::Order order, const IndexedRow& a, const IndexedRow& b);

/// "territory_captured" → "territory captured"
std::string kind_label(std::string_view kind);

}  // namespace deconflict::serve
