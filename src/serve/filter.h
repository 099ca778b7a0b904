#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "review/worth.h"
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
  std::vector<review::Doubt> doubts;  ///< any of them; asked of `/api/v1/queue` alone
  std::vector<Realis> realis;       ///< any of them
  std::vector<Precision> precision; ///< any of them, of a place with a point
  enum class Order { newest, oldest, voices } order = Order::newest;
  std::size_t limit = 100;
  std::size_t offset = 0;
  std::optional<Box> view;          ///< what a map shows; asked of `/api/v1/map` alone
  double cell_deg = 0.5;            ///< width of its cells, at the equator

  static constexpr std::size_t kLargestLimit = 5000;

  /// errors: request.parameter naming the parameter and what it takes
  static Result<Filter> parse(const Params& params);
};

/// Does a point lie in the box, its sides among it?
bool inside(const Filter::Box& box, double lat, double lon);

/// "territory_captured" → "territory captured"
std::string kind_label(std::string_view kind);

}  // namespace deconflict::serve
