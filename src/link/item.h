#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/event.h"
#include "link/home.h"
#include "link/link.h"

/// A claim made ready for comparing: its days, places, people and tolls in a common form.
namespace deconflict::link {

/// Kinds that can be different words for one happening share a family; only claims of one family are compared.
enum class Family : std::uint8_t { violence, movement, detention, release, deal, protest, relief, accusation, denial, other };
Family family_of(std::string_view kind);
/// How well two kinds go together: 1 the same, 0 never one happening.
double kinship(std::string_view a, std::string_view b);
/// Can one happening not have been both? A strike from the air is no shelling, but may be called an attack, a bombing or a killing.
bool rival_kinds(std::string_view a, std::string_view b);
/// The more special kind is the better name for a happening ("suicide_bombing" over "bombing" over "attack" over "harm").
int speciality(std::string_view kind);
/// Said, not done: accusations, demands, support. A report is full of them.
bool verbal(std::string_view kind);
/// Neither side is the doer alone: clashes, talks, agreements.
bool symmetric(std::string_view kind);

enum class Modality : std::uint8_t { actual, denied, future };
Modality modality_of(Realis realis);

/// The days on which it can have happened, as days since 1970.
struct Days {
  enum class Basis : std::uint8_t { none, published, weekday, text };
  Basis basis = Basis::none;
  int begin = 0, end = 0;  ///< inclusive; meaningless with basis none or weekday
  int weekday = 0;         ///< ISO 1…7, with basis weekday
  bool dated() const { return basis == Basis::published || basis == Basis::text; }
};

struct Party {
  std::string_view id;      ///< empty for an entity that only its document knows
  std::string_view shown;   ///< the name as it is written
  std::string_view name;    ///< folded
  std::string_view parent;
  std::vector<std::string> wholes;  ///< what its people might have been called by on the days of the claim, sorted
  std::string_view country;
  bool state = false;       ///< a government, its forces or the country itself
  bool vague = false;       ///< "militants", "residents": says little about who
};

/// Can a report be set there: a place that is told as such, resolved, and smaller than a country?
bool sets_the_scene(const Place& place);

/// Is it a name, not a description?
bool has_upper(std::string_view name);

/// How two parties compare: 1 the same, 0.5 the one may stand for the other, 0 can't tell, -1 different.
double likeness(const Party& a, const Party& b);

/// Dead or hurt by one claim, its parts added up or taken as parts of the whole.
struct Toll {
  std::string_view what;
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
  std::string_view who;  ///< folded words of the largest part

  /// One, of whom no words tell as of a number: a person named, who may be one of the many that others count.
  bool names_one() const { return who.empty() && min == 1 && max == 1; }
};

enum class Side : std::uint8_t { unknown, civilian, armed };
Side side_of(std::string_view who);

/// An origin of a claim: who, in the end, says so.
struct Origin {
  std::string key;  ///< the same for the same origin in any document
  std::string id, name;
  const Entity* entity = nullptr;  ///< what the knowledge says of it; nullptr for one that only its document knows
};

struct Spot {
  const Place* place = nullptr;
  std::string_view key;  ///< of its name, see place_key
  double share = 0;      ///< of its document's claims that are told to be there: a place that all share tells nothing apart
  double busy = 0;       ///< of the days around, how many have something told of this place: there a day has many happenings
};

/// Is it no smaller than a country?
inline bool is_wide(const Spot& s) { return s.place->precision == Precision::country || s.place->precision == Precision::region; }

/// Last names of the people whom a report names, sorted.
using People = std::vector<std::string_view>;

/// The numbers that a report gives, sorted.
using Numbers = std::vector<std::pair<std::string_view, std::int64_t>>;

struct Item {
  const Annotation* doc = nullptr;
  std::shared_ptr<const People> people;  ///< of its document
  std::shared_ptr<const Numbers> numbers;  ///< of its document
  const Claim* claim = nullptr;
  std::uint32_t doc_rank = 0;  ///< position of its document among the sorted ones
  std::uint32_t sentence = 0;
  std::optional<int> published;  ///< days since 1970
  bool roams = false;          ///< its report tells of happenings far from each other: where one claim leaves its place out, it may be either
  double busy = 0;             ///< the most of its places and its setting, see Spot
  bool lead = false;           ///< of the first sentences that claim anything: what the report is about
  Family family = Family::other;
  Modality modality = Modality::actual;
  Days days;
  std::vector<Spot> places;  ///< where it happened first; at most kMaxParts
  /// Where the claim names no place smaller than a country: the place last named before it, or else the report's first. Only for finding the same
  /// happening in other reports; it is never told as the place of the claim.
  std::optional<Spot> setting;
  std::vector<Party> actors, recipients;
  /// The recipients by their head words: names of people, and nouns that say what they are ("pipeline").
  std::vector<std::string_view> names_struck, things_struck;
  std::vector<Toll> tolls;
  std::vector<Origin> origins;
  Home home;  ///< where its words come from

  ClaimRef ref() const { return {doc->id, claim->id}; }
  /// Does its report tell just this number?
  bool told_of(std::string_view what, std::int64_t number) const { return numbers && std::binary_search(numbers->begin(), numbers->end(), std::make_pair(what, number)); }
};

inline constexpr std::size_t kMaxParts = 6;

/// Folded forms of names, made once; the views live as long as this.
class Folded {
 public:
  std::string_view of(std::string_view text);
  std::string_view place(std::string_view name);

 private:
  std::unordered_map<std::string, std::string> known_, places_;
};

/// Documents in the order that everything else rests on: by hash of the text, then id; a record that is there twice, once.
std::vector<const Annotation*> sorted(const std::vector<const Annotation*>& records);

/// The claims of sorted documents, in order.
std::vector<Item> make_items(const std::vector<const Annotation*>& docs, Folded& folded, const Wholes& wholes = {}, const CopyGraph* copies = nullptr);

/// Kilometres within which a place of this precision can be told.
double tolerance_km(Precision precision);
double distance_km(double lat1, double lon1, double lat2, double lon2);
/// For places: "Deir ez-Zor" and "deir ez zor" are one name.
std::string place_key(std::string_view name);

}  // namespace deconflict::link
