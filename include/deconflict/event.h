#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"

/// One happening, told by one claim or many (SCHEMA `deconflict/1`, event record). Contradicting values stand side by side.
namespace deconflict {

struct ClaimRef {
  std::string doc;    ///< input id
  std::string claim;  ///< "c1"
  friend bool operator==(const ClaimRef&, const ClaimRef&) = default;
  friend auto operator<=>(const ClaimRef&, const ClaimRef&) = default;
};

struct EventActor {
  Role role = Role::actor;
  std::string id, name;
  std::vector<ClaimRef> claims;
};

struct EventPlace {
  std::string name;
  std::optional<std::int64_t> geonameid;
  std::optional<double> lat, lon;
  Precision precision = Precision::settlement;
  std::string country, admin1, admin2;
  std::string geometry;  ///< GeoJSON of the relation, if any
  std::vector<ClaimRef> claims;
};

struct EventTime {
  std::string begin, end;  ///< "YYYY-MM-DD", both empty where unresolved
  TimePrecision precision = TimePrecision::none;
  std::vector<ClaimRef> claims;
};

struct CountValue {
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
  std::vector<ClaimRef> claims;
  std::string said = {};  ///< as the first of its claims words it, where it is no plain number: "more than 60", "dozens"
  bool loose = false;     ///< a bound that another of the values keeps to: "dozens" beside 41 is no rival of it
  std::string whom = {};  ///< who they are, as the first of its claims tells it: "fighters"; empty of people in general
};

struct EventCount {
  std::string what;
  std::int64_t low = 0;
  std::int64_t best = 0;
  std::optional<std::int64_t> high;
  std::vector<CountValue> values;
  bool rising = false;  ///< the numbers grew from one day's reports to the next: none of them is a rival of another
};

/// An origin of the report; once however many outlets carry it.
/// What the knowledge says of whom it belongs to is shown beside it, and is no measure of truth.
struct EventVoice {
  std::string id, name;
  std::vector<ClaimRef> claims;
  std::string sort = {};     ///< agency outlet state_media monitor ministry …; empty where not known
  std::string sector = {};   ///< PLOVER sector, or empty
  std::string country = {};  ///< ISO 3166 alpha-2, or empty
  std::string parent = {};   ///< id of what it belongs to or speaks for, or empty
};

/// A document of the event whose words are another's.
struct EventCopy {
  std::string document, of;  ///< ids; `of` empty where only the publisher that it credits is known
  std::string who, whom;     ///< their publishers, else their ids
  double share = 0;          ///< of the document's words, [0,1]; 0 where only the credit is known
  CopyBasis basis = CopyBasis::none;
};

struct RivalValue {
  std::string value;
  std::vector<std::string> voices;  ///< names
  std::vector<ClaimRef> claims;
};

struct Contradiction {
  std::string field;  ///< killed injured actor place time occurred kind
  std::vector<RivalValue> values;
};

struct MergeReason {
  ClaimRef a, b;
  double score = 0;
  std::vector<std::string> reasons;
};

/// What a person decided about an event. The event's own fields hold the values as corrected.
struct EventReview {
  std::string review;  ///< id of the review
  std::string action;  ///< accept correct split merge; for claims of it: "reject claim", "correct claim"
  std::string field;   ///< of a correction
  std::string was, value;
  std::string author, time, reason;
};

struct Event {
  std::string id;
  std::string kind;
  std::vector<ClaimRef> claims;
  std::vector<EventActor> actors;
  std::optional<EventPlace> place;
  EventTime time;
  std::vector<EventCount> counts;
  std::vector<EventVoice> voices;
  std::uint32_t tellers = 0;      ///< voices as they are heard: each publisher with each of its origins
  std::uint32_t independent = 0;  ///< of the origins, those that do not belong to another or to one body
  std::vector<EventCopy> copies;
  std::vector<Contradiction> contradictions;
  std::vector<MergeReason> why;
  std::vector<EventReview> reviews;  ///< in the order in which they were made; empty as linked
};

}  // namespace deconflict
