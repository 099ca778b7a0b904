#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace deconflict::read {

/// A full date (day, month, year) as it stands in running text or metadata.
struct FoundDay {
  Day day;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Full dates in the order of the text, in the notations of the languages of the world's press: "2017-09-19",
/// "20170919", "19.9.2017", "Sept. 19th, 2017", "19 de septiembre de 2017", "Tue, 19 Sep 2017". "9/8/2017" is read
/// month first where `month_first`, and the other way only where the first number is above 12. Linear.
/// Years before 1990 and after 2099 are no publication years.
std::vector<FoundDay> find_days(std::string_view text, bool month_first);

/// The first of them within the first 100 bytes of a metadata value.
std::optional<Day> first_day(std::string_view text, bool month_first);

}  // namespace deconflict::read
