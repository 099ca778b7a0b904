#pragma once
#include <cstdint>
#include <optional>

#include "count/words.h"

namespace deconflict::count {

/// A number, whom it counts and what befell them, while its sentence is read.
struct Quantity {
  std::uint32_t first = 0, last = 0;          ///< tokens of the number
  std::uint32_t who_first = 0, who_last = 0;  ///< of the words that say whom
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
  Act act = Act::none, second = Act::none;
  bool part = false;    ///< "three of them", "including two": counts among what was counted before
  bool among = false;   ///< "of them", "including", "among them": stands for nobody beside them
  bool joined = false;  ///< "… and five civilians"
  bool thing = false;
  bool single = false;  ///< "a child"
  bool person = false;
  bool others = false;  ///< "three others", "dozens more"
  bool both = false;    ///< "killed and wounded": of the one and of the other
};

/// The quantity that begins at a token, up to which `words` was read.
/// out     the token behind its number, 0 where there is none; of a number that counts nobody and nothing ("30 km") the least is 0
std::uint32_t quantity_at(const Words& words, std::uint32_t i, Quantity& q);

/// What the words before and behind it say that befell those whom it counts: sets the acts, and whether it is part of another or joined to one.
void find_act(const Words& words, Quantity& q);

}  // namespace deconflict::count
