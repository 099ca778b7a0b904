#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"

namespace deconflict::link {

/// Where the words of a claim come from in the end.
struct Home {
  const Annotation* document = nullptr;  ///< the first of those that carry them; the claim's own where nobody had them before
  const Copy* copy = nullptr;            ///< by which its own document has them; nullptr where it has them from nobody
  const Annotation* from = nullptr;      ///< the document of that copy
  const Credit* credit = nullptr;        ///< the publisher that the text is credited to, where it is not the document's own
};

/// Follows copies and credits from document to document. Views the graph and the records, which must outlive it.
class Homes {
 public:
  Homes(const CopyGraph* graph, const std::vector<const Annotation*>& docs);
  Home of(const Annotation& document, Span words) const;
  /// nullptr where there is none of that id
  const Annotation* document(std::string_view id) const;

 private:
  const Credit* credit_of(std::string_view document) const;

  std::unordered_map<std::string_view, const Annotation*> documents_;
  std::unordered_map<std::string_view, std::vector<const Copy*>> copies_;
  std::unordered_map<std::string_view, const Credit*> credits_;
};

}  // namespace deconflict::link
