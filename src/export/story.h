#pragma once
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "export/table.h"
#include "place/codes.h"
#include "store/ledger.h"

/// An event with all that the formats of other catalogues ask about it.
namespace deconflict::exports {

using DocumentPtr = std::shared_ptr<const store::StoredDocument>;

/// One claim of the event, in the document that makes it.
struct Telling {
  DocumentPtr document;
  const Claim* claim = nullptr;
};

/// One actor or recipient with what its documents know of it.
struct Party {
  Role role = Role::actor;
  std::string id, name;
  std::string sector;   ///< PLOVER sector, or empty
  std::string country;  ///< ISO 3166 alpha-2, or empty
};

struct Story {
  store::EventRow row;
  std::vector<Telling> tellings;         ///< in the event's order; none for claims that the ledger no longer has
  std::vector<DocumentPtr> documents;    ///< that tell it, each once, in order of their ids
  std::vector<Party> actors, recipients;
  const Claim* main = nullptr;           ///< the first claim of the event's own kind: its codes are the event's
  place::PrecisionCodes precision;       ///< of the place
  std::vector<store::TollRow> tolls;     ///< by the rule that the format asks for

  const Event& event() const { return row.event; }
};

/// Reads the stories of events out of a ledger.
/// life    the ledger must outlive it; keeps the last documents that it read
class Stories {
 public:
  Stories(store::Ledger& ledger, std::optional<store::TollRule> rule) : ledger_(ledger), rule_(rule) {}
  /// errors: as Ledger
  Result<Story> of(store::EventRow&& row);

 private:
  Result<DocumentPtr> document(const std::string& id);

  store::Ledger& ledger_;
  std::optional<store::TollRule> rule_;
  std::list<std::pair<std::string, DocumentPtr>> recent_;
  std::map<std::string, decltype(recent_)::iterator> index_;
};

/// Does any claim say that it happened (asserted or alleged)?
bool happened(const store::EventRow& row);

/// The event's id as a positive number: its hexadecimal digits without the topmost bit.
std::int64_t number_of(const std::string& event_id);

/// The event in one sentence of our own, with who says so: "9 May 2031: Hill Rebels shelled …". Nothing is copied from a document.
std::string sentence(const Story& story);

/// "suicide bombing"
std::string kind_in_words(const Event& event);

/// "Tarvan, Upper Vale, Vale"
std::string full_name(const EventPlace& place);
/// Where the place is told by itself: what lies near it may lie beyond the border.
Cell second_order_division(const std::optional<EventPlace>& place);

/// The row of a kind ("killed") and, of UCDP's, a side; nullptr for none.
const store::TollRow* find_toll(const std::vector<store::TollRow>& rows, std::string_view what, std::string_view who = {});

/// The names of parties, joined by "; ".
std::string names(const std::vector<Party>& parties);

/// Days that the event may span, the first and the last among them; 0 where undated.
int days_of(const Event& event);

}  // namespace deconflict::exports
