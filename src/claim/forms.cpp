#include "claim/forms.h"

#include "base/words.h"

namespace deconflict::claim {

namespace {

/// "stopp", "plann": the consonant doubled before an ending.
bool doubled(std::string_view stem) { return stem.size() > 3 && stem[stem.size() - 1] == stem[stem.size() - 2]; }

}  // namespace

std::vector<std::string> base_forms(std::string_view form) {
  const std::string word = lower_ascii(form);
  std::vector<std::string> out;
  const auto without = [&](std::size_t ending) { return word.substr(0, word.size() - ending); };
  const auto stripped = [&](std::size_t ending) {
    const std::string stem = without(ending);
    if (stem.size() < 3) return;
    out.push_back(stem);
    out.push_back(stem + "e");
    if (doubled(stem)) out.push_back(stem.substr(0, stem.size() - 1));
  };
  if (word.ends_with("ied")) out.push_back(without(3) + "y");
  else if (word.ends_with("ed")) stripped(2);
  else if (word.ends_with("ing")) stripped(3);
  else if (word.ends_with("ies")) out.push_back(without(3) + "y");
  else if (word.ends_with("s") && !word.ends_with("ss")) {
    out.push_back(without(1));
    // "Watches", "goes", but "sites".
    const std::string stem = word.ends_with("es") ? without(2) : std::string();
    for (const std::string_view sound : {"s", "x", "z", "ch", "sh", "o"})
      if (stem.ends_with(sound)) {
        out.push_back(stem);
        break;
      }
  }
  return out;
}

}  // namespace deconflict::claim
