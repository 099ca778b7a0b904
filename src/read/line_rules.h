#pragma once
#include <string_view>

namespace deconflict::read {

/// Why a whole line is no part of a story (teaser, share, caption, newsletter, copyright, advertisement, navigation), by
/// its wording alone; empty where it may be. Looks at no more than the first 400 bytes and the last 60.
std::string_view line_rule(std::string_view line);

}  // namespace deconflict::read
