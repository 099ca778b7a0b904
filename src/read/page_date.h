#pragma once
#include <string>

#include "read/page_facts.h"

namespace deconflict::read {

/// The day on which the page says it was published, "YYYY-MM-DD"; empty where it does not say. Asked in turn: metadata and
/// JSON-LD, the page's own address, marked-up dates, dates beside the headline or behind "Published".
std::string page_day(const Dom& dom, const PageFacts& facts);

}  // namespace deconflict::read
