#include "base/date.h"

#include <array>
#include <cstdio>

namespace deconflict {

std::optional<Day> parse_iso_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::array<int, 3> part{};
  std::size_t at = 0;
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::size_t n = p == 0 ? 4 : 2; n > 0; --n, ++at) {
      if (text[at] < '0' || text[at] > '9') return std::nullopt;
      part[p] = part[p] * 10 + (text[at] - '0');
    }
    ++at;
  }
  const std::chrono::year_month_day ymd{std::chrono::year{part[0]}, std::chrono::month{static_cast<unsigned>(part[1])},
                                        std::chrono::day{static_cast<unsigned>(part[2])}};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

std::string format_iso_day(Day day) {
  const std::chrono::year_month_day ymd{day};
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
  return buffer;
}

}  // namespace deconflict
