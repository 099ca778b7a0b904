#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"
#include "deconflict/document.h"
#include "deconflict/event.h"
#include "deconflict/result.h"
#include "link/link.h"
#include "review/review.h"
#include "store/area.h"

/// The ledger: one SQLite file that is also a GeoPackage (layers in schema.cpp), read by QGIS, GDAL, R and Python as it is.
namespace deconflict::store {

/// What made an annotation. A document is read again when one of these changes.
struct Provenance {
  std::string program, knowledge, model;
  std::string gazetteer = {};
  std::string gazetteer_sources = {};  ///< JSON: what that gazetteer was made from; its version stands for it

  friend bool operator==(const Provenance& a, const Provenance& b) {
    return a.program == b.program && a.knowledge == b.knowledge && a.model == b.model && a.gazetteer == b.gazetteer;
  }
};

/// Where a document was read from.
struct Origin {
  std::string source;  ///< path, or "-"
  std::string sha256;  ///< of the raw bytes that it was read from: the line of an NDJSON file, the entry of an archive, the unpacked page of a web archive, else the whole file
};

/// A document on its way into the ledger; what is pointed to must outlive the call.
struct Entry {
  const Document* document = nullptr;
  const Annotation* annotation = nullptr;
  std::string record;  ///< record::annotation_json of the annotation, standard layers
  Origin origin;
};

struct Problem {
  std::string source;  ///< the path that was given
  Error error;
};

/// `annotation.text` views `document->text`.
struct StoredDocument {
  std::unique_ptr<Document> document;
  Annotation annotation;
  std::string sha256;
  Origin origin;
  Provenance provenance;
};

/// An actor or voice of the knowledge base, with every name that it was met under.
struct EntityRow {
  Entity entity;
  std::uint64_t documents = 0;
};

/// A pair of documents that share words, and who published them (their ids where that is not known).
struct CopyRow {
  Copy copy;
  std::string who, whom;
};

struct DocumentRow {
  std::string id, sha256, title, outlet, url, published, language;
  std::uint64_t claims = 0;
  Origin origin;
  Provenance provenance;
};

struct EventRow {
  Event event;
  std::vector<Realis> realis;  ///< of its claims, in order of the enumeration, no duplicates
  bool background = false;     ///< told only as background
  std::string evidence;        ///< the words of its first claim
  std::string content;         ///< a hash of all that it says
  std::string valid_from, valid_to;  ///< when this record came to stand, and ceased (empty: it stands)
};

/// An event as it lies in the ledger, to be read on another thread.
struct StoredEvent {
  std::string record, realis, evidence, content;
  bool background = false;
  /// With as much as lists and filters need, see record::EventDetail. errors: ledger.corrupt
  Result<EventRow> brief(const std::string& path) const;
};

/// One claim with its names resolved, as tables show it.
struct ClaimRow {
  std::string document, outlet, published, url;
  std::string claim, kind, evidence, trigger;
  Span span;
  std::string actors, recipients, place, place_precision;
  std::optional<double> lat, lon;
  std::string time_value, time_precision, time_basis;
  std::string counts, voices, realis;
  bool background = false, responsibility = false;
  double confidence = 0;
  std::string plover_event, plover_mode, cameo, acled_event, acled_sub_event;
  std::string event;   ///< id of the event that it tells of; empty where none
  std::string record;  ///< JSON
  std::string review;  ///< accepted, rejected, corrected, or empty; the row itself is as it was read
};

/// How far the rows of events went at one moment.
struct EventMarks {
  std::int64_t opened = 0, closed = 0;
};

struct Near {
  double lat = 0, lon = 0, km = 0;
};

/// Every field narrows; an empty one asks nothing.
struct Filter {
  std::string text;                ///< words, each of which must occur (stems: "shelled" finds "shelling")
  std::vector<std::string> kinds;  ///< any of them
  std::string actor;               ///< id, name, alias, or part of a name; whoever belongs to one of that name too
  std::string voice;
  std::string place;               ///< part of a place's, province's or country's name
  std::string document;            ///< id
  std::optional<Box> box;
  std::optional<Near> near;
  std::optional<Area> area;
  std::string from, to;            ///< "YYYY-MM-DD", both belong to it
  std::vector<std::string> place_precisions, time_precisions;  ///< any of them, by name
  bool contested = false;
  std::string as_of;               ///< "YYYY-MM-DD" (its end) or a time in UTC: events as the ledger had them; empty: now
  enum class Order { id, newest, oldest, voices, stored } order = Order::id;  ///< stored: as the file has them, the quickest
  std::size_t limit = SIZE_MAX, offset = 0;
};

using ReviewRequest = review::Request;
using ReviewRow = review::Kept;

/// By which rule the dead and hurt of a happening are counted (the views of tolls.cpp say each in words).
enum class TollRule { lowest, ucdp, voice, latest };
std::optional<TollRule> parse_toll_rule(std::string_view name);

struct TollRow {
  std::string what;  ///< killed injured captured …
  std::string who;   ///< lowest: the voices; ucdp: the side (a b civilians unknown all); voice, latest: the voice
  std::int64_t low = 0, best = 0;
  std::optional<std::int64_t> high;  ///< empty: open, or not a matter of this rule
  std::string published;             ///< of the report, where one report tells it
  bool rising = false;               ///< the voice's earlier number was lower
};

struct Totals {
  std::uint64_t documents = 0, claims = 0, events = 0, contested = 0, problems = 0;
};

/// life    one thread at a time; movable
/// errors  file.missing, ledger.* (sqlite.h, schema.h) from every call
class Ledger {
 public:
  enum class Access { read, write, create };
  static Result<Ledger> open(const std::string& path, Access access);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  const std::string& path() const;

  // Writing. `now` is a time in UTC ("2026-01-31T12:00:00Z") from which on the new rows stand. Every call is one
  // transaction: after a crash it is there whole, or not at all.

  /// From then on other connections read what stands while this one writes. Every call that writes does it first.
  Result<void> prepare_to_write();
  /// Is this very document there, read by that very build?
  Result<bool> has(const Document& document, const Provenance& by);
  Result<void> put(const std::vector<Entry>& batch, const Provenance& by, const std::string& now);
  /// Problems of the sources named, in place of those that they had before.
  Result<void> put_problems(const std::vector<std::string>& sources, const std::vector<Problem>& problems, const std::string& now);
  /// Do the events rest on all documents?
  Result<bool> linked();
  /// And were they joined by that program?
  Result<bool> linked(const std::string& program);
  /// From now on the claims of the documents that are there are being joined. Copies, entities and events that this connection puts are left out once
  /// another has begun to join after it, for that one knows all that this one knows; documents that come meanwhile are left to whoever brings them.
  Result<void> begin_joining(const std::string& now);
  /// The events that stand from now on. One that has not changed is not touched; one that has is closed and opened anew.
  /// Reviews that stand are laid over them; `wholes` as for linking, for what a review joins or takes apart.
  /// `tell` gives them one by one, in any order; it may be asked to do so twice.
  using Telling = std::function<Result<void>(const std::function<Result<void>(Event&&)>& one)>;
  Result<void> replace_events_by(const Telling& tell, const Provenance& by, const std::string& now, const link::Wholes& wholes = {});
  Result<void> replace_events(const std::vector<Event>& events, const Provenance& by, const std::string& now, const link::Wholes& wholes = {});
  Result<void> put_entities(const std::vector<EntityRow>& entities);
  /// Writes a review down and lays it over the events at once, all or nothing.
  /// errors: usage.* saying what is wrong with it; ledger.changed where the event is no longer as the person saw it;
  ///         ledger.unlinked while documents came whose claims are not joined yet
  Result<ReviewRow> add_review(const ReviewRequest& request, const std::string& now, const link::Wholes& wholes);
  /// Who repeats whom, in place of what was known of it before.
  Result<void> put_copies(const CopyGraph& graph);
  /// Gives back what was kept of the file in memory; it is read again where it is needed.
  Result<void> let_go();
  /// Puts the file into the form in which it is handed out: no write-ahead log beside it.
  Result<void> seal();
  /// Gives back the room of what was deleted, and puts the indexes in order. Needs as much free room as the ledger takes.
  Result<void> vacuum();

  // Reading.

  Result<Totals> totals();
  Result<std::uint64_t> document_count();
  /// A copy of one moment, whoever writes meanwhile; it has its name only when it is whole and on disk. An earlier copy of
  /// that name is replaced. errors: file.*, usage.target where another file is there
  Result<void> backup(const std::string& to);
  /// Reads the whole file for damage. errors: ledger.corrupt saying where
  Result<void> check();
  /// One row after another, for more than fits in memory; false from `one` ends it.
  Result<void> each_event(const Filter& filter, const std::function<bool(EventRow&&)>& one);
  /// All that stand, in no order.
  Result<void> each_stored_event(const std::function<bool(StoredEvent&&)>& one);
  Result<void> each_claim(const Filter& filter, const std::function<bool(ClaimRow&&)>& one);
  Result<std::vector<EventRow>> events(const Filter& filter);
  /// What has changed since: the ids of events that were closed (some were opened anew), and those that were opened.
  Result<EventMarks> event_marks();
  Result<std::vector<std::string>> closed_since(const EventMarks& marks);
  Result<void> each_event_since(const EventMarks& marks, const std::function<void(EventRow&&)>& one);
  Result<std::vector<ClaimRow>> claims(const Filter& filter);
  /// Of kind, actor, place, area, precision and contest a document is asked by its claims; of voice and days by its outlet and its publication.
  Result<std::vector<DocumentRow>> documents(const Filter& filter);
  Result<std::vector<Problem>> problems(std::size_t limit = SIZE_MAX, std::size_t offset = 0);
  /// Every kind that a claim or an event has or had.
  Result<std::vector<std::string>> kinds();
  /// Pairs in which the document repeats or is repeated, the largest share first; all pairs where `document` is empty.
  Result<std::vector<CopyRow>> copies(const std::string& document, std::size_t limit = SIZE_MAX, std::size_t offset = 0);
  /// Publishers that the document credits; of all documents where `document` is empty.
  Result<std::vector<Credit>> credits(const std::string& document);
  /// The numbers of one event by a rule, sorted by `what`.
  Result<std::vector<TollRow>> tolls(const Event& event, TollRule rule);
  /// In the order in which they were made, undone ones and undos too.
  Result<std::vector<ReviewRow>> reviews();
  /// Those that ever spoke of an event, by its id or by any claim that it holds now.
  Result<std::vector<ReviewRow>> reviews_of(const std::string& event);
  /// The events that the claims of a review tell of now; none where they are gone.
  Result<std::vector<std::string>> events_of(const review::Review& review);
  /// How many claims each standing "accept" of an event spoke of, by review.
  Result<std::map<std::string, std::size_t>> accepted_claims();
  /// nullptr where there is none. `as_of` as in a Filter.
  Result<std::unique_ptr<EventRow>> event(const std::string& id, const std::string& as_of = {});
  /// Id and a hash of the content of every event that stood then; two of the same content are the same to the byte.
  Result<void> each_event_content(const std::string& as_of, const std::function<void(const std::string& id, const std::string& content)>& one);
  /// Id, a hash of what was given with it, and the build that read it, of every document that was there then.
  Result<void> each_document_state(const std::string& as_of, const std::function<void(const std::string& id, const std::string& input, const std::string& build)>& one);
  /// Why the event ceased, the last time that it did so until then; empty where it never did.
  Result<std::string> ended(const std::string& event, const std::string& as_of = {});
  /// "0.1 (build …), model …, knowledge …, gazetteer …"
  Result<std::string> build_in_words(const std::string& build);
  Result<std::unique_ptr<StoredDocument>> document(const std::string& id);
  /// Ids that begin with `prefix`, at most `limit`, sorted.
  Result<std::vector<std::string>> event_ids(std::string_view prefix, std::size_t limit);
  Result<std::vector<std::string>> document_ids(std::string_view prefix, std::size_t limit);
  /// The event that a claim tells of; empty where it tells of none.
  Result<std::string> event_of(const ClaimRef& claim);
  /// Another string whenever another connection has changed anything.
  Result<std::string> revision();

 private:
  struct State;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Names of a claim's actors (or recipients) and of its chain of voices, from the annotation.
std::string name_of_actor(const Annotation& a, const ClaimActor& actor);
std::string name_of_voice(const Annotation& a, const Voice& voice);

}  // namespace deconflict::store
