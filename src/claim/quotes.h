#pragma once
#include <string_view>
#include <vector>

#include "deconflict/span.h"

namespace deconflict::claim {

/// Quotations of a text, marks included, sorted. A straight mark opens or closes by turns within a paragraph; a quotation
/// that its paragraph does not close ends with the paragraph.
std::vector<Span> find_quotes(std::string_view text);

}  // namespace deconflict::claim
