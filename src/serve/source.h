#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/document.h"
#include "deconflict/event.h"
#include "deconflict/result.h"

/// What the desk needs of a ledger, and no more, so that it can stand before any store.
namespace deconflict::serve {

/// An event with what its claims say beside it, enough for a list, a map and a filter.
struct EventRow {
  Event event;
  std::vector<Realis> realis;  ///< of its claims, in order of the enumeration, no duplicates
  bool background = false;     ///< told only as background
  std::string words;           ///< the evidence of its first claim, as it stands in the text
};

struct DocumentRow {
  std::string id, title, outlet, url, published, language, sha256;
  std::uint64_t claims = 0;
};

/// `annotation.text` views `document->text`: the pointer keeps it where it is when this moves.
struct StoredDocument {
  std::unique_ptr<Document> document;
  Annotation annotation;
};

/// life    calls come one at a time; the server sees to that
class Source {
 public:
  virtual ~Source() = default;
  /// Another string whenever anything that is served may have changed. Called at every request, so it must be cheap.
  virtual Result<std::string> revision() = 0;
  /// One event after another, by id; they need not fit in memory.
  virtual Result<void> each_event(const std::function<void(EventRow&&)>& one) = 0;
  /// nullptr where there is none of that id
  virtual Result<std::unique_ptr<EventRow>> event(const std::string& id) = 0;
  virtual Result<std::uint64_t> document_count() = 0;
  /// By id, from `offset` on, at most `limit`.
  virtual Result<std::vector<DocumentRow>> documents(std::size_t offset, std::size_t limit) = 0;
  /// nullptr where there is none of that id
  virtual Result<std::unique_ptr<StoredDocument>> document(const std::string& id) = 0;
  /// The event that a claim tells of; empty where it tells of none.
  virtual Result<std::string> event_of(const ClaimRef& claim) = 0;
};

}  // namespace deconflict::serve
