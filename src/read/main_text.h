#pragma once
#include <string>
#include <string_view>

#include "read/dom.h"

namespace deconflict::read {

/// The story of a page: its paragraphs, headings and list items with a newline between them.
/// in   `title`: the headline, not repeated in the text; `declared`: the text that the page's own metadata give as its
///      body (JSON-LD articleBody), or empty: it guides the choice of blocks, but the words are always those of the page
/// out  empty where the page has no text
std::string main_text(const Dom& dom, std::string_view title, std::string_view declared);

}  // namespace deconflict::read
