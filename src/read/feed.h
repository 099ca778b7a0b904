#pragma once
#include <string>
#include <string_view>

#include "read/read.h"

namespace deconflict::read {

/// Does the text begin like an RSS, RDF or Atom feed?
bool looks_like_feed(std::string_view text);

/// Items of a feed as documents: title, link, day, text; the feed's own title as outlet. A feed that breaks off gives the
/// items before the break and a problem. Ids: `path`, then path#2, path#3 …
void read_feed(const std::string& path, std::string_view text, const Sink& sink, const ProblemSink& problem);

}  // namespace deconflict::read
