#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace deconflict::claim {

/// The dictionary forms that a regular English form may come from ("resumed": resume, resum; "supplies": supply), likeliest
/// first, in lower case. For words whose lemma no list knows.
std::vector<std::string> base_forms(std::string_view form);

}  // namespace deconflict::claim
