#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "deconflict/annotation.h"
#include "link/corpus.h"
#include "link/link.h"
#include "link/party.h"
#include "link/pool.h"

/// A claim made ready for comparing: its days, places, people and tolls in a common form.
namespace deconflict::link {

/// Kinds that can be different words for one happening share a family; only claims of one family are compared.
enum class Family : std::uint8_t { violence, movement, detention, release, deal, protest, relief, accusation, denial, other };
Family family_of(std::string_view kind);
/// How well two kinds of one family go together: 1 the same, 0 never one happening.
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

/// With what an act of violence was done. What falls from the air or goes off is nothing that men do with what they hold in their hands.
enum class Means : std::uint8_t { untold, air, shells, bomb, arms, blade, hand };
Means means_of(std::string_view kind, std::string_view told);
/// Can one happening not have been done with both? A blast and shots may be one attack, and a shell is called a bomb.
bool rule_each_other_out(Means a, Means b);

/// The days on which it can have happened, as days since 1970.
struct Days {
  enum class Basis : std::uint8_t { none, published, weekday, yearless, text };
  Basis basis = Basis::none;
  int begin = 0, end = 0;  ///< inclusive; only with basis published or text
  int weekday = 0;         ///< ISO 1…7, with basis weekday
  int month = 0, day = 0;  ///< with basis yearless ("in July", "on 3 May" of a report without a date); day 0: not told
  bool open() const { return basis == Basis::none || basis == Basis::yearless; }
  bool dated() const { return basis == Basis::published || basis == Basis::text; }
};

/// Can a report be set there: a place that is told as such, resolved, and smaller than a country?
bool sets_the_scene(const Place& place);

/// Dead or hurt by one claim, its parts added up or taken as parts of the whole.
struct Toll {
  std::string_view what;
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
  std::string_view who;  ///< folded words of the largest part
  std::string_view said = {};  ///< the words of a number that is no plain one
  std::string_view whom = {};  ///< who they are, as told: "fighters", of a sum "soldiers and fighters"; empty of people in general
  bool part = false;  ///< some of those whom its report counts: "among the dead were two nurses"

  /// One, of whom no words tell as of a number: a person named, who may be one of the many that others count.
  bool names_one() const { return who.empty() && min == 1 && max == 1; }
};

/// Of whom a number tells. Soldiers are a state's; fighters may be anybody's, but no soldiers where a report knows both words.
enum class Side : std::uint8_t { unknown, civilian, soldiers, fighters };
inline bool is_armed(Side s) { return s == Side::soldiers || s == Side::fighters; }
/// Do both say who, and not the same?
inline bool tell_apart(Side a, Side b) { return a != b && a != Side::unknown && b != Side::unknown; }
Side side_of(std::string_view who);

/// What a claim counts, added up by what befell them: "four soldiers and two civilians" are six dead, "six people, two of them children" too. Sums of a
/// longer time are left out.
std::vector<Toll> tolls_of(const Annotation& a, const Claim& c, Pool& pool);

struct Spot {
  const Site* place = nullptr;
  Span span;             ///< where its report names it
  double share = 0;      ///< of its document's claims that are told to be there: a place that all share tells nothing apart
  double busy = 0;       ///< of the days around, how many have something told of this place: there a day has many happenings
};

/// Is it no smaller than a country?
inline bool is_wide(const Spot& s) { return s.place->precision == Precision::country || s.place->precision == Precision::region; }

/// Somebody of a claim, by the number of its entity in the report.
struct Part {
  std::uint32_t entity = 0;
  Role role = Role::actor;
  bool own = false;  ///< told in the claim's own words
};

/// What all claims of a report share.
struct Report {
  std::string_view sha256, published;
  std::optional<int> day;  ///< of publication, since 1970
  std::span<const std::string_view> people;  ///< last names of those whom it names, sorted
  std::span<const std::pair<std::string_view, std::int64_t>> numbers;  ///< that it gives, sorted
  bool battle = false;  ///< it tells of fighting
  bool roams = false;  ///< it tells of happenings far from each other: where one claim leaves its place out, it may be either
};

/// A claim as far as comparing reads it. Its report's record is not held: a corpus has more of them than fit in memory.
struct Item {
  const Report* report = nullptr;
  std::uint32_t doc_rank = 0;  ///< position of its document among the sorted ones
  std::uint32_t claim = 0;     ///< its number in the record
  std::string_view kind;
  Span span, trigger;          ///< of the claim
  Span time_span;              ///< of the words that tell its day
  std::uint32_t sentence = 0;
  std::uint32_t entry = 0;     ///< of a live page or digest
  Realis realis = Realis::asserted;
  Family family = Family::other;  ///< of its kind; of who is hurt in a riot, that of the riot
  Means means = Means::untold;
  Modality modality = Modality::actual;
  Mentioned mentioned = Mentioned::plain;
  bool background = false;
  bool voiced = false;         ///< somebody says so
  bool noun = false;           ///< the word that names the happening is one
  bool campaign = false;       ///< it names what holds many acts
  bool many = false;           ///< it stands in the plural
  bool lead = false;           ///< of the first sentences that claim anything: what the report is about
  std::string_view lemma;      ///< of the word that names the happening
  std::string_view site;       ///< the sort of site that it tells of: "prison"
  std::uint32_t mention_begin = 0;
  std::uint64_t origin = 0;    ///< hash of who, first of all, says so
  double busy = 0;             ///< the most of its places and its setting, see Spot
  Days days;
  std::span<Spot> places;      ///< where it happened first; at most kMaxParts
  /// Where the claim names no place smaller than a country: the place last named before it, or else the report's first. Only for finding the same
  /// happening in other reports; it is never told as the place of the claim.
  std::optional<Spot> setting;
  std::span<const Party* const> actors, recipients;
  std::span<const Part> parts;
  /// The recipients by their head words: names of people, and nouns that say what they are ("pipeline").
  std::span<const std::string_view> names_struck, things_struck;
  std::span<const Toll> tolls;

  /// Does its report tell just this number?
  bool told_of(std::string_view what, std::int64_t number) const { return std::binary_search(report->numbers.begin(), report->numbers.end(), std::make_pair(what, number)); }
};

inline constexpr std::size_t kMaxParts = 6;

/// Documents in the order that everything else rests on: by hash of the text, then id; a record that is there twice, once.
std::vector<const Annotation*> sorted(const std::vector<const Annotation*>& records);

/// The claims of a corpus set side by side.
class Lineup {
 public:
  /// wholes: may be empty
  explicit Lineup(Wholes wholes = {}) : wholes_(std::move(wholes)) {}
  /// Of these alone.
  Lineup(const std::vector<const Annotation*>& records, Wholes wholes = {}, const CopyGraph* copies = nullptr);
  Lineup(const Lineup&) = delete;
  Lineup& operator=(const Lineup&) = delete;

  /// First every record, in the order of sorted(), then who repeats whom, then every record again, then `finish`.
  void learn(const Annotation& record) { corpus_.learn(record); }
  void set_copies(const CopyGraph* copies) { corpus_.set_copies(copies); }
  void add(const Annotation& record);
  void finish();

  const std::vector<Item>& items() const { return items_; }
  const Corpus& corpus() const { return corpus_; }

 private:
  Item item_of(const Annotation& a, const Claim& c, const std::vector<Party>& parties);

  Wholes wholes_;
  Corpus corpus_;
  Pool pool_;
  std::deque<Report> reports_;
  std::vector<Item> items_;
  std::uint32_t added_ = 0;
};

/// The country in which it happened, by its places or else by what its report speaks of; empty where neither tells.
std::string_view country_of(const Item& item);
/// Kilometres within which a place of this precision can be told.
double tolerance_km(Precision precision);
double distance_km(double lat1, double lon1, double lat2, double lon2);
}  // namespace deconflict::link
