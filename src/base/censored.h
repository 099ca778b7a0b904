#pragma once
#include <string>
#include <string_view>

namespace deconflict {

/// A word that was written so that no filter of a platform finds it ("kil*led", "de-ad"), as it is meant; empty for every other word.
std::string uncensored(std::string_view word);

}  // namespace deconflict
