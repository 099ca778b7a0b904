#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "deconflict/copy.h"
#include "deconflict/span.h"

namespace deconflict::link {

/// What a document says of itself.
struct Imprint {
  std::string id, sha256, outlet, published;
  std::uint32_t rank = 0;  ///< position of its document among the sorted ones
};

/// Where the words of a claim come from in the end.
struct Home {
  const Imprint* document = nullptr;  ///< the first of those that carry them; the claim's own where nobody had them before
  const Copy* copy = nullptr;         ///< by which its own document has them; nullptr where it has them from nobody
  const Imprint* from = nullptr;      ///< the document of that copy
  const Credit* credit = nullptr;     ///< the publisher that the text is credited to, where it is not the document's own
};

/// Follows copies and credits from document to document. Views the graph and the imprints, which must outlive it.
class Homes {
 public:
  Homes() = default;
  Homes(const CopyGraph& graph, const std::deque<Imprint>& documents);
  Home of(const Imprint& document, Span words) const;

 private:
  const Credit* credit_of(std::string_view document) const;

  std::unordered_map<std::string_view, const Imprint*> documents_;  ///< of those of a copy
  std::unordered_map<std::string_view, std::vector<const Copy*>> copies_;
  std::unordered_map<std::string_view, const Credit*> credits_;
};

}  // namespace deconflict::link
