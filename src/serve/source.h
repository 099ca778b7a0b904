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
#include "review/review.h"

/// What the desk needs of a ledger, and no more, so that it can stand before any store.
namespace deconflict::serve {

/// An event with what its claims say beside it, enough for a list, a map and a filter.
struct EventRow {
  Event event;
  std::vector<Realis> realis;  ///< of its claims, in order of the enumeration, no duplicates
  bool background = false;     ///< told only as background
  std::string words;           ///< the evidence of its first claim, as it stands in the text
  std::string content = {};    ///< changes with anything that the event says
  std::size_t accepted = 0;    ///< how many claims it had when a person accepted it; 0: nobody has
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
  /// What is to be done with a batch of events, after what is to be done with the batch before it.
  using Then = std::function<void()>;
  /// All events, a batch after another, in any order that is always the same; they need not fit in memory. `prepare` is called on several
  /// threads at once, and what it returns one after another. The events are as lists need them: record::EventDetail::brief may be all that is there.
  virtual Result<void> each_batch(const std::function<Then(std::vector<EventRow>&&)>& prepare) = 0;
  /// What has changed since the last call of this or of each_batch: the ids of events that went or changed, and events that came or
  /// changed. false: that is not known, or much; then all are to be read.
  virtual Result<bool> changes(std::vector<std::string>& gone, const std::function<void(EventRow&&)>& one) = 0;
  /// nullptr where there is none of that id
  virtual Result<std::unique_ptr<EventRow>> event(const std::string& id) = 0;
  virtual Result<std::uint64_t> document_count() = 0;
  /// By id, from `offset` on, at most `limit`.
  virtual Result<std::vector<DocumentRow>> documents(std::size_t offset, std::size_t limit) = 0;
  /// nullptr where there is none of that id
  virtual Result<std::unique_ptr<StoredDocument>> document(const std::string& id) = 0;
  /// The event that a claim tells of; empty where it tells of none.
  virtual Result<std::string> event_of(const ClaimRef& claim) = 0;
  /// All reviews in the order in which they were made; those that ever spoke of an event where one is named.
  virtual Result<std::vector<review::Kept>> reviews(const std::string& event) = 0;
  /// The events that the claims of a review tell of now.
  virtual Result<std::vector<std::string>> events_of(const review::Review& review) = 0;
  /// Why an event stands no more, in words; empty where it never stood.
  virtual Result<std::string> ended(const std::string& event) = 0;
};

/// Who writes down what a person at the desk decides.
/// life    safe to call from several threads
class Reviewer {
 public:
  virtual ~Reviewer() = default;
  /// Why nothing can be reviewed here, in words; empty where it can.
  virtual std::string off() const = 0;
  /// Returns when the review is on disk. errors: usage.*, ledger.*
  virtual Result<review::Kept> write(const review::Request& request) = 0;
};

}  // namespace deconflict::serve
