#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/event.h"
#include "deconflict/result.h"
#include "link/link.h"

/// What people decide about events and claims, laid over what linking made of the claims. Linked events are never changed in
/// place: the overlay is worked out anew from them and from the reviews that stand, so that taking one back leaves no trace.
namespace deconflict::review {

/// accept   it is so
/// reject   an event: none of it is to be counted; a claim: misread, and out of its event
/// correct  one field has another value
/// split    the claims of part 0 tell of another happening than those of part 1
/// merge    the claims of all parts tell of one happening
/// undo     an earlier review no longer holds
enum class Action { accept, reject, correct, split, merge, undo };
std::string_view name_of(Action action);
std::optional<Action> parse_action(std::string_view name);

/// What a review speaks of: a claim by the words it was read from. It outlives the claim's number, its reading and its event.
struct ClaimKey {
  std::string document;  ///< id
  std::string sha256;    ///< of the document's text
  std::string claim;     ///< id at the time of the review
  std::string kind;
  Span evidence, trigger;
  std::string evidence_words, trigger_words;
};

/// What a person wants to decide.
struct Request {
  Action action = Action::accept;
  std::vector<std::string> events;  ///< ids: one, or of a merge two and more
  std::vector<ClaimRef> claims;     ///< the one that is reviewed; of a split those to be taken out of the event
  std::string field, value;
  std::string undoes;  ///< id of a review
  std::string author, reason;
  std::string key = {};   ///< what the sender calls this request: one that is sent again is written once; empty: it is new
  std::string seen = {};  ///< `content` of the first event as the person saw it; empty: however it stands now
};

struct Review {
  std::string id;
  Action action = Action::accept;
  bool on_claim = false;
  std::string target;  ///< event id, "DOC#claim", or several by blanks, as they were called then; of an undo, the review's
  std::string field, value;  ///< of a correction
  std::string author, time, reason;
  std::string undoes;
  std::vector<std::vector<ClaimKey>> parts;
};

/// A review as a ledger keeps it.
struct Kept {
  Review review;
  std::string state;  ///< stands, undone, or orphaned: what it speaks of is no longer there
  std::string note;
};

/// A review with its claims as they are now; one that is no longer there is left out.
struct Resolved {
  Review review;
  std::vector<std::vector<ClaimRef>> parts;
  bool complete = true;  ///< every claim was found
};

struct Context {
  /// The annotation of a document, all layers that linking reads; nullptr where there is none. Must live as long as the call.
  std::function<const Annotation*(const std::string& id)> document;
  /// Id of an actor of the knowledge base by one of its names; empty where nobody is called so.
  std::function<std::string(const std::string& name)> actor;
  link::Wholes wholes;
  const CopyGraph* copies = nullptr;  ///< as for linking
};

struct State {
  bool holds = true;  ///< false: an orphan, see note
  std::string note;   ///< for a person: what it no longer finds
};

struct Outcome {
  std::vector<Event> events;                    ///< sorted by id
  std::map<std::string, std::string> removed;   ///< rejected events by id, why
  std::map<std::string, State> states;          ///< by review
  std::map<ClaimRef, std::string> claims;       ///< reviewed claims: accepted rejected corrected
  std::vector<std::string> touched;             ///< ids of the linked events that a review changes or speaks of, sorted
};

/// in      linked events; reviews that stand, in the order in which they were made
/// out     the same whatever the order of `events`
Outcome apply(std::vector<Event> events, const std::vector<Resolved>& reviews, const Context& context);

/// Fields that a correction may have: of events kind, time, place, actor, recipient and every count ("killed", "injured" …);
/// of claims kind, time, realis, background.
/// errors: usage.field, usage.value saying how it is written
Result<void> check_correction(bool on_claim, std::string_view field, std::string_view value);

/// The kinds of event that a correction may name, and the fields that it may have.
std::span<const std::string_view> correctable_kinds();
std::vector<std::string_view> correctable_fields(bool on_claim);

/// A field of an event as a correction would write it; "none" where it is not told.
std::string value_in_words(const Event& event, std::string_view field);

/// REQUIRES check_correction(false, field, value)
void correct(Event& event, std::string_view field, std::string_view value, const Context& context);
/// REQUIRES check_correction(true, field, value)
void correct(Claim& claim, std::string_view field, std::string_view value);

}  // namespace deconflict::review
