#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/dom.h"

namespace deconflict::read {

/// What a page says of itself: its meta elements and the JSON-LD of its article. Empty strings where it says nothing.
struct PageFacts {
  std::vector<std::pair<std::string, std::string>> meta;  ///< (name, property or itemprop in lower case, content), in page order
  std::string canonical;                                  ///< address of the page
  std::string language;                                   ///< of the html element
  std::string title_element;
  // JSON-LD
  std::string headline, date_published, date_created, date_modified, author, publisher, body, in_language;

  /// Content of the first meta of that name; empty without one.
  std::string_view get(std::string_view name) const;
};

PageFacts read_facts(const Dom& dom);

/// The headline, without the outlet's name.
std::string page_title(const Dom& dom, const PageFacts& facts);
std::string page_outlet(const PageFacts& facts);
/// The author's name, without "By".
std::string page_byline(const Dom& dom, const PageFacts& facts);

}  // namespace deconflict::read
