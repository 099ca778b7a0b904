#include "link/score.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "link/weights.h"

namespace deconflict::link {

namespace {

constexpr int kBattleDays = 5;  ///< that may lie between two reports of one battle
/// Across reports, taken off what a common place is worth where something is told of it every day.
constexpr double kBusy = 4.5;

/// Of what agreeing days or places are worth in a report that roams, where a claim took its own over from one before.
constexpr double kTakenOver = 0.3;

/// What a day or place that both claims have is worth, told by the words `x` for the one and `y` for the other. Who took it over
/// is near the claim from which it was taken (the words are the same), not near all that the report tells of that day or place.
double worth(const Item& a, Span x, const Item& b, Span y) {
  if (a.doc_rank != b.doc_rank || !a.report->roams || x == y) return 1;
  auto own = [](const Item& item, Span words) { return words.empty() || item.span.contains(words); };
  return own(a, x) && own(b, y) ? 1 : kTakenOver;
}

class Sum {
 public:
  Sum(bool within, std::vector<std::string>* reasons, std::vector<Weighed>* signs) : within_(within), reasons_(reasons), signs_(signs) {}
  template <class Words>
  void add(Sign sign, double amount, Words&& words) {
    if (signs_ != nullptr) signs_->push_back({sign, amount});
    const Weight& weight = weight_of(sign);
    const double value = amount * (within_ ? weight.within : weight.across);
    if (value == 0) return;
    total_ += value;
    if (reasons_ != nullptr)
      if (std::string said = words(); !said.empty()) reasons_->push_back(std::move(said));
  }
  void add(Sign sign, double amount = 1) {
    add(sign, amount, [] { return std::string(); });
  }
  double total() const { return total_; }

 private:
  double total_ = 0;
  bool within_;
  std::vector<std::string>* reasons_;
  std::vector<Weighed>* signs_;
};

std::string quoted(std::string_view a) { return std::string(a); }

int weekday_of(int day) { return ((day % 7) + 7 + 3) % 7 + 1; }  // 1970-01-01 was a Thursday

bool published_together(const Item& a, const Item& b) { return a.report->day && b.report->day && std::abs(*a.report->day - *b.report->day) <= 1; }

/// Fights for a place, which go on for days.
bool battle(const Item& a, const Item& b) {
  const auto fought = [](std::string_view kind) { return kind == "armed_clash" || kind == "siege" || kind == "territory_captured"; };
  return a.doc_rank != b.doc_rank && fought(a.kind) && fought(b.kind);
}

/// A month or more: no day of a happening.
bool names_no_day(const Days& d) {
  constexpr int kMonth = 27;
  return d.dated() && d.end - d.begin >= kMonth;
}

/// A hospital, and a bridge the day after, be it in one town. Reports err by a day, and they call one thing by two words; what
/// differs in both is another happening.
bool struck_another_on_another_day(const Item& a, const Item& b) {
  using Basis = Days::Basis;
  if (a.doc_rank == b.doc_rank || battle(a, b) || a.days.basis != Basis::text || b.days.basis != Basis::text) return false;
  const auto x = a.things_struck, y = b.things_struck;
  if (x.empty() || y.empty() || std::max(a.days.begin, b.days.begin) <= std::min(a.days.end, b.days.end)) return false;
  return std::find_first_of(x.begin(), x.end(), y.begin(), y.end()) == x.end();
}

/// Can "in July" or "on 3 May", of whichever year, be the day of the other? A month told beside "on Wednesday" is one gone by.
bool fits_month(const Item& a, const Item& b) {
  using Basis = Days::Basis;
  const bool first = a.days.basis == Basis::yearless;
  const Days &x = first ? a.days : b.days, &y = first ? b.days : a.days;
  if (y.basis == Basis::yearless) return x.month == y.month && (x.day == 0 || y.day == 0 || std::abs(x.day - y.day) <= 1);
  if (y.basis == Basis::weekday) return x.day != 0 || a.doc_rank != b.doc_rank;
  if (y.basis != Basis::text || y.begin != y.end) return true;
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{y.begin}}};
  const int month = static_cast<int>(static_cast<unsigned>(day.month())), of_month = static_cast<int>(static_cast<unsigned>(day.day()));
  return x.month == month && (x.day == 0 || std::abs(x.day - of_month) <= 1);
}

/// false: the days rule it out
bool weigh_days(const Item& a, const Item& b, Sum& sum) {
  using Basis = Days::Basis;
  const Days &x = a.days, &y = b.days;
  const double value = worth(a, a.time_span, b, b.time_span);
  if (x.basis == Basis::none || y.basis == Basis::none) return true;
  if (x.basis == Basis::yearless || y.basis == Basis::yearless) return fits_month(a, b);
  if (x.basis == Basis::weekday || y.basis == Basis::weekday) {
    const Days &w = x.basis == Basis::weekday ? x : y, &other = x.basis == Basis::weekday ? y : x;
    if (other.basis == Basis::weekday) {
      if (w.weekday != other.weekday) return false;
      // One report's claims nearly all share it.
      if (a.doc_rank != b.doc_rank) sum.add(Sign::weekday, 1, [] { return quoted("same weekday"); });
    } else if (other.basis == Basis::text && other.begin == other.end) {
      if (weekday_of(other.begin) != w.weekday) return false;
      sum.add(Sign::weekday, 1, [] { return quoted("weekday fits the day"); });
    }
    return true;
  }
  const int gap = std::max(x.begin, y.begin) - std::min(x.end, y.end);  // > 0: days between them
  const bool told = x.basis == Basis::text && y.basis == Basis::text;
  if (told) {
    const int length = std::max(x.end - x.begin, y.end - y.begin);
    if ((gap > 1 && (gap > kBattleDays || !battle(a, b))) || struck_another_on_another_day(a, b)) return false;
    if (gap > 1) sum.add(Sign::battle_days, gap, [] { return quoted("days of one battle"); });
    else if (gap == 1) sum.add(Sign::next_day, 1, [] { return quoted("days next to each other"); });
    else if (length == 0) sum.add(Sign::same_day, a.doc_rank == b.doc_rank ? value : 1, [] { return quoted("same day"); });
    else if (length <= 7) sum.add(Sign::days_overlap, 1, [] { return quoted("same week"); });
    else sum.add(Sign::days_overlap, 0.2, [] { return quoted("days overlap"); });
    return true;
  }
  if (x.basis == Basis::text || y.basis == Basis::text) {
    const Days& t = x.basis == Basis::text ? x : y;
    if (gap > 2) return false;
    if (gap > 0) sum.add(Sign::published_apart, 1, [] { return quoted("published some days apart"); });
    else if (t.end - t.begin <= 7) sum.add(Sign::day_published, 1, [] { return quoted("day fits the publication day"); });
    return true;
  }
  if (a.doc_rank == b.doc_rank) return true;
  const int apart = std::abs(x.end - y.end);
  if (apart > 4) return false;
  if (apart <= 1) sum.add(Sign::published_near, 1.0 - 0.2 * apart, [] { return quoted("published on the same day or the next"); });
  else sum.add(Sign::published_near, 0.4 - 0.3 * (apart - 1), [] { return quoted("published within days"); });
  return true;
}

/// A town that its quarters lie in, by its point the middle of them.
bool holds_quarters(const Site& p) { return p.feature.starts_with("PPLA") || p.feature == "PPLC"; }

/// On the map by the point of the town in or near which it lies, or of no gazetteer's.
bool is_by_town(const Site& p) { return !p.geonameid && (p.precision == Precision::settlement || (p.precision == Precision::district && p.feature.empty())); }

/// West of a town, and south of it; north and north-east may be one.
bool other_side(const Site& p, const Site& q) { return !p.side.empty() && !q.side.empty() && p.side.find_first_of(q.side) == std::string_view::npos; }

/// > 0: how well two places agree; < 0: how far they differ; 0: can't tell.
double agree(const Spot& a, const Spot& b) {
  const Site &p = *a.place, &q = *b.place;
  constexpr double kNamesakesKm = 20;  // "Al-Nasr" of one town and of another
  const bool namesakes = p.lat && q.lat && p.lon && q.lon && p.precision <= Precision::settlement && q.precision <= Precision::settlement && distance_km(*p.lat, *p.lon, *q.lat, *q.lon) > kNamesakesKm;
  const bool same = p.geonameid && q.geonameid ? *p.geonameid == *q.geonameid : p.key == q.key && !namesakes;
  const Precision coarse = std::max(p.precision, q.precision);
  const bool wide = p.precision == Precision::country || q.precision == Precision::country || p.precision == Precision::region || q.precision == Precision::region;
  if (same) {
    if (wide) return 0.3;
    if (other_side(p, q)) return -0.3;
    switch (coarse) {
      case Precision::site:
      case Precision::settlement: return 1.8;
      case Precision::district: return 1.5;
      case Precision::admin1: return 0.8;
      default: return 1.2;
    }
  }
  if (wide) return !p.country.empty() && !q.country.empty() && p.country != q.country ? -1.5 : 0.1;
  if (!p.lat || !p.lon || !q.lat || !q.lon) return !p.lat && !q.lat ? -0.5 : -0.1;
  const double km = distance_km(*p.lat, *p.lon, *q.lat, *q.lon);
  const double reach = tolerance_km(p.precision) + tolerance_km(q.precision);
  // Two villages, or two quarters of a town, be they known by its point alone.
  if (km <= reach / 4 && is_by_town(p) && is_by_town(q)) return -0.3;
  const bool vague = coarse == Precision::admin1 || coarse == Precision::feature || coarse == Precision::district;
  // Two quarters of one town, or two villages, each by a point of its own: where a war is thick, each has its own strike of the day.
  constexpr double kOnePointKm = 0.5, kApart = -0.5, kFarApart = -1.5;
  const bool quarters = !vague && km > kOnePointKm && p.precision <= Precision::settlement && q.precision <= Precision::settlement && holds_quarters(p) == holds_quarters(q);
  // A hill in the country of a town, on the map by the town's point, and "near the town".
  constexpr double kOfTheTown = 1.7;
  if (km == 0 && !vague && is_by_town(p) != is_by_town(q)) return kOfTheTown;
  if (km <= reach / 4) return vague ? 0.8 : quarters ? kApart : 1.4;
  if (km <= reach) {
    if (coarse == Precision::admin1 && !p.admin1.empty() && p.admin1 == q.admin1) return 0.7;
    // Two provinces, however near their middles.
    if (p.precision == Precision::admin1 && q.precision == Precision::admin1 && p.country == q.country && !p.admin1.empty() && !q.admin1.empty()) return -0.5;
    return vague ? 0.3 : quarters ? kFarApart : 0.2;
  }
  if (km <= 2 * reach) return vague ? -0.5 : -1;
  return km <= 3 * reach && reach < 60 && vague ? -1.2 : -3;
}

/// Does it leave open where in a country it was?
bool tells_no_town(const Item& item) { return std::all_of(item.places.begin(), item.places.end(), is_wide); }

/// A town, or a site in one, of which the point is known.
bool is_exact(const Spot& s) { return s.place->precision <= Precision::settlement && s.place->lat && s.place->lon; }

/// "In Oldtown, Ruritania, …. In Northland, raiders struck Hilltown": are both told of towns, each far from any of the other?
bool towns_apart(const Item& a, const Item& b) {
  constexpr double kFar = 150;  // km: no countryside of one
  bool some = false;
  for (const Spot& p : a.places)
    for (const Spot& q : b.places) {
      if (!p.place->lat || !q.place->lat || p.place->precision > Precision::admin1 || q.place->precision > Precision::admin1) continue;
      // A village known by its province alone.
      const bool known = is_exact(p) && is_exact(q);
      if (!known && (p.place->admin1.empty() || q.place->admin1.empty() || p.place->admin1 == q.place->admin1)) return false;
      if (distance_km(*p.place->lat, *p.place->lon, *q.place->lat, *q.place->lon) < kFar) return false;
      some = true;
    }
  return some;
}

bool weigh_places(const Item& a, const Item& b, Sum& sum) {
  const bool within = a.doc_rank == b.doc_rank;
  const bool a_untold = within ? a.places.empty() : tells_no_town(a), b_untold = within ? b.places.empty() : tells_no_town(b);
  if (a_untold || b_untold) {
    const bool hint = !within && (!a_untold || a.setting) && (!b_untold || b.setting);
    if (!hint && (a.places.empty() || b.places.empty())) return true;
    if (hint) {
      // Where one says nothing of its own, the places that the reports speak of are a hint, and no more.
      double best = -10;
      auto weigh = [&](const Spot& p, const Spot& q) { best = std::max(best, agree(p, q)); };
      if (a_untold && b_untold) weigh(*a.setting, *b.setting);
      if (!a_untold)
        for (const Spot& p : a.places) weigh(p, *b.setting);
      if (!b_untold)
        for (const Spot& q : b.places) weigh(*a.setting, q);
      constexpr double kCannotTell = -0.2;
      if (best > 0) sum.add(Sign::same_setting, best, [] { return quoted("reports speak of the same place"); });
      else if (best < kCannotTell) sum.add(Sign::other_setting, 1, [] { return quoted("reports speak of different places"); });
      if (a.places.empty() || b.places.empty()) return true;
    }
  }
  double best = -10;
  const Spot *left = nullptr, *right = nullptr;
  // Where both name a town, the river that one of them stands at says nothing more.
  const bool exact = !within && std::any_of(a.places.begin(), a.places.end(), is_exact) && std::any_of(b.places.begin(), b.places.end(), is_exact);
  for (const Spot& p : a.places)
    for (const Spot& q : b.places)
      if (const double v = exact && !(is_exact(p) && is_exact(q)) ? -10 : agree(p, q); v > best) {
        best = v;
        left = &p;
        right = &q;
      }
  if (best <= -3 || (within && towns_apart(a, b))) return false;
  const bool one = left->place->key == right->place->key;
  if (within && best > 0) {
    // One report's two names for places near each other are two places, and its country holds all that it tells.
    if (!one) best = best > 0.2 ? 0.3 * best : -0.2;
    best *= 1 - 0.5 * std::max(left->share, right->share);
    best *= worth(a, left->span, b, right->span);
  }
  if (!within && best > 0 && !is_wide(*left) && !is_wide(*right)) best -= kBusy * std::max(left->busy, right->busy);
  sum.add(best > 0 ? (one ? Sign::same_place : Sign::place_near) : Sign::place_differs, best, [&] {
    if (one) return "same place: " + std::string(left->place->name);
    return (best > 0.2 ? "places agree: " : best > 0 ? "places may agree: " : "places differ: ") + std::string(left->place->name) + ", " + std::string(right->place->name);
  });
  return true;
}

using Parties = std::span<const Party* const>;

double compare(Parties a, Parties b, const Party*& left, const Party*& right) {
  double best = -2;
  for (const Party* p : a)
    for (const Party* q : b)
      if (const double v = likeness(*p, *q); v > best) {
        best = v;
        left = p;
        right = q;
      }
  return best;
}

/// Who or what was struck, by the words alone. One report calls one thing by one word more often than not; that another name
/// is another person is sure.
void weigh_struck(const Item& a, const Item& b, Sum& sum) {
  const bool within = a.doc_rank == b.doc_rank;
  auto common = [](std::span<const std::string_view> x, std::span<const std::string_view> y) -> std::string_view {
    for (auto w : x)
      if (std::find(y.begin(), y.end(), w) != y.end()) return w;
    return {};
  };
  const auto name = common(a.names_struck, b.names_struck), thing = common(a.things_struck, b.things_struck);
  if (!name.empty()) return;  // its entity has been weighed
  if (!a.names_struck.empty() && !b.names_struck.empty()) return sum.add(Sign::other_names, 1, [] { return quoted("other people were struck"); });
  if (!thing.empty()) return sum.add(Sign::same_thing, 1, [&] { return "struck alike: " + quoted(thing); });
  if (within && !a.things_struck.empty() && !b.things_struck.empty()) sum.add(Sign::other_things, 1, [] { return quoted("other things were struck"); });
}

/// Is there such a part of a claim?
template <class F>
bool any_part(const Item& item, Role role, F&& f) {
  return std::any_of(item.parts.begin(), item.parts.end(), [&](const Part& p) { return p.role == role && f(p); });
}

/// Does one strike whom the other tells as striking? By entity, where the names alone do not tell.
bool turned(const Item& a, const Item& b) {
  if (a.doc_rank != b.doc_rank) return false;
  return any_part(a, Role::actor, [&](const Part& p) { return p.own && any_part(b, Role::recipient, [&](const Part& q) { return q.own && p.entity == q.entity; }); });
}

bool one_sufferer(const Item& a, const Item& b) {
  return any_part(a, Role::recipient, [&](const Part& p) { return any_part(b, Role::recipient, [&](const Part& q) { return p.entity == q.entity; }); });
}

bool names(const Item& item, const Spot& spot) { return item.span.contains(spot.span); }

bool names_a_place(const Item& item) {
  return std::any_of(item.places.begin(), item.places.end(), [&](const Spot& s) { return names(item, s); });
}

bool share_a_place(const Item& a, const Item& b) {
  return std::any_of(a.places.begin(), a.places.end(), [&](const Spot& s) {
    return names(a, s) && std::any_of(b.places.begin(), b.places.end(), [&](const Spot& t) { return names(b, t) && s.place->key == t.place->key; });
  });
}

bool counts_people(const Item& item) {
  return std::any_of(item.tolls.begin(), item.tolls.end(), [](const Toll& t) { return t.what == "killed" || t.what == "injured"; });
}

void weigh_people(const Item& a, const Item& b, Sum& sum) {
  auto name = [](const Party* p) { return std::string(p->shown); };
  const Party *left = nullptr, *right = nullptr;
  if (symmetric(a.kind) && symmetric(b.kind)) {
    std::vector<const Party*> x(a.actors.begin(), a.actors.end()), y(b.actors.begin(), b.actors.end());
    x.insert(x.end(), a.recipients.begin(), a.recipients.end());
    y.insert(y.end(), b.recipients.begin(), b.recipients.end());
    if (x.empty() || y.empty()) return;
    const double v = compare(x, y, left, right);
    if (v > 0) sum.add(Sign::same_party, v, [&] { return "same party: " + name(left); });
    if (v < 0) sum.add(Sign::other_party, 1, [&] { return "parties differ: " + name(left) + ", " + name(right); });
    return;
  }
  if (!a.actors.empty() && !b.actors.empty()) {
    const double v = compare(a.actors, b.actors, left, right);
    if (v > 0) sum.add(v == 1 ? Sign::same_actor : Sign::kin_actor, v, [&] { return v == 1 ? "same actor: " + name(left) : "actors go together: " + name(left) + ", " + name(right); });
    if (v < 0) sum.add(Sign::other_actor, 1, [&] { return "actors differ: " + name(left) + ", " + name(right); });
  }
  if (compare(a.actors, b.recipients, left, right) == 1 || compare(a.recipients, b.actors, left, right) == 1 || turned(a, b) || turned(b, a))
    sum.add(Sign::turned, 1, [] { return quoted("the doer of one is the recipient of the other"); });
  weigh_struck(a, b, sum);
  if (!a.recipients.empty() && !b.recipients.empty()) {
    const double v = compare(a.recipients, b.recipients, left, right);
    if (v > 0) sum.add(v == 1 ? Sign::same_recipient : Sign::kin_recipient, v, [&] { return v == 1 ? "same recipient: " + name(left) : "recipients go together: " + name(left) + ", " + name(right); });
    if (v < 0) sum.add(Sign::other_recipient, 1, [&] { return "recipients differ: " + name(left) + ", " + name(right); });
  }
}

std::string interval(const Toll& t) { return std::to_string(t.min) + (!t.max ? "+" : *t.max != t.min ? "-" + std::to_string(*t.max) : ""); }

/// Reports of one happening name some of the same people; where each names several and none is in both, they tell of two.
void weigh_cast(const Item& a, const Item& b, Sum& sum) {
  constexpr std::size_t kSeveral = 3, kMany = 6;
  const auto x = a.report->people, y = b.report->people;
  if (x.size() < kSeveral || y.size() < kSeveral) return;
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) ++common, ++i, ++j;
    else if (x[i] < y[j]) ++i;
    else ++j;
  }
  if (common == 0) sum.add(Sign::other_cast, static_cast<double>(std::min({x.size(), y.size(), kMany})), [] { return quoted("the reports name other people"); });
}

void weigh_tolls(const Item& a, const Item& b, Sum& sum) {
  const bool within = a.doc_rank == b.doc_rank;
  const bool one_voice = a.origin == b.origin;
  for (const Toll& t : a.tolls)
    for (const Toll& u : b.tolls) {
      if (t.what != u.what || t.names_one() || u.names_one()) continue;
      const bool sides = tell_apart(side_of(t.who), side_of(u.who));
      auto words = [&](const char* relation) { return std::string(t.what) + " " + interval(t) + relation + interval(u); };
      const auto small = std::min(t.min, u.min), large = std::max(t.min, u.min);
      if (t.min == u.min) sum.add(Sign::same_toll, t.min >= 5 ? 1.3 : t.min >= 2 ? 1.0 : 0.5, [&] { return words(" = "); });
      else if (sides) continue;
      else if ((!t.max || *t.max >= u.min) && (!u.max || *u.max >= t.min)) sum.add(Sign::toll_fits, large > 2 * small ? 0 : 1, [&] { return words(" fits "); });
      else if (within && one_voice) sum.add(Sign::own_toll_differs, 1, [&] { return words(" against "); });
      else sum.add(Sign::toll_differs, large > 4 * small ? 3 : 1, [&] { return words(" against "); });
      if (within && t.min != u.min && a.told_of(t.what, t.min + u.min)) sum.add(Sign::parts_of_a_sum, 1, [&] { return words(" and a sum of it and "); });
    }
}

void weigh_modality(const Item& a, const Item& b, Sum& sum) {
  if (a.modality == b.modality) {
    if (a.modality != Modality::actual) sum.add(Sign::both_unreal, 1, [] { return quoted("neither told as having happened"); });
    return;
  }
  const bool planned = a.modality == Modality::future || b.modality == Modality::future;
  sum.add(planned ? Sign::plan_beside : Sign::denial_beside, 1, [&] { return std::string(name_of(a.realis)) + " beside " + std::string(name_of(b.realis)); });
}

/// "The bomb went off at noon. Shop windows were shattered."
bool is_consequence(const Item& act, const Item& damage) {
  constexpr std::uint32_t kSentencesOn = 3;
  static constexpr std::string_view kBreaking[] = {"bombing", "suicide_bombing", "grenade", "airstrike", "drone_strike", "shelling", "attack"};
  return damage.kind == "destruction" && damage.sentence >= act.sentence && damage.sentence - act.sentence <= kSentencesOn && std::find(std::begin(kBreaking), std::end(kBreaking), act.kind) != std::end(kBreaking);
}

/// true: the later claim's words set it apart from the earlier one
bool weigh_mention(const Item& a, const Item& b, Sum& sum) {
  const bool in_order = a.trigger.begin <= b.trigger.begin;
  const Item &before = in_order ? a : b, &now = in_order ? b : a;
  const auto was = before.kind, is = now.kind;
  if (now.mentioned == Mentioned::definite) sum.add(Sign::known, 1, [] { return quoted("told as known already"); });
  // Of what one sentence tells, only what stands before the word is another.
  const bool another = now.mentioned == Mentioned::fresh && now.mention_begin >= before.trigger.end;
  if (another) sum.add(Sign::another, 1, [] { return quoted("told as another"); });
  if (now.mentioned == Mentioned::recurring) sum.add(Sign::one_of_many, 1, [] { return quoted("told as one of many"); });
  if (before.mentioned == Mentioned::recurring) sum.add(Sign::after_one_of_many, 1, [] { return quoted("one of many told before"); });
  if (is == "attack" && was != "attack" && was != "harm" && now.mentioned != Mentioned::definite) sum.add(Sign::general_later, 1, [] { return quoted("an attack in general after a special one"); });
  if ((is == "armed_clash") != (was == "armed_clash")) sum.add(Sign::clash_and_act, 1, [] { return quoted("a clash, and an act"); });
  const bool set_apart = another || now.mentioned == Mentioned::recurring;
  if (!set_apart && is_consequence(before, now)) sum.add(Sign::consequence, 1, [] { return quoted("what the act broke"); });
  if (before.lead) sum.add(Sign::opening, 1, [] { return quoted("the report opens with it"); });
  if (now.lead) sum.add(Sign::within_opening);
  if (now.noun) sum.add(Sign::noun_later);
  if (before.noun) sum.add(Sign::noun_first);
  if (!now.lemma.empty() && now.lemma == before.lemma) sum.add(Sign::same_word, 1, [&] { return "same word: " + std::string(now.lemma); });
  // "Strikes" are told of a day, of a month, of both sides together.
  if (a.family == Family::violence && (a.many || b.many)) sum.add(Sign::told_as_many, (a.many ? 1 : 0) + (b.many ? 1 : 0), [] { return quoted("told in the plural"); });
  if (now.campaign != before.campaign) sum.add(Sign::campaign_and_act, 1, [] { return quoted("a campaign, and an act"); });
  return set_apart;
}

/// What only two claims of one report say of each other.
void weigh_report(const Item& a, const Item& b, Sum& sum) {
  sum.add(Sign::one_report);
  if (a.family == Family::violence) sum.add(Sign::violence);
  if (a.family == Family::deal) sum.add(Sign::deal);
  if (!a.voiced && !b.voiced) sum.add(Sign::no_voices, 1, [] { return quoted("both told without a voice"); });
  if (names_a_place(a) && names_a_place(b) && !share_a_place(a, b)) sum.add(Sign::own_places_differ, 1, [] { return quoted("each names a place of its own"); });
  if (one_sufferer(a, b)) sum.add(Sign::one_sufferer, 1, [] { return quoted("one and the same suffered"); });
  if (counts_people(a) != counts_people(b)) sum.add(Sign::toll_of_one);
  const bool apart_by_words = weigh_mention(a, b, sum);
  // What a claim leaves out, a reader fills from the claim before.
  const int open = (a.days.open() || b.days.open() ? 1 : 0) + (a.places.empty() || b.places.empty() ? 1 : 0) +
                   (a.actors.empty() || b.actors.empty() ? 1 : 0) + (a.recipients.empty() || b.recipients.empty() ? 1 : 0);
  if (open > 0 && !verbal(a.kind) && !apart_by_words) sum.add(a.report->roams ? Sign::untold_roaming : Sign::untold, open, [] { return quoted("nothing told that differs"); });
  const auto apart = a.sentence > b.sentence ? a.sentence - b.sentence : b.sentence - a.sentence;
  if (apart == 0) sum.add(a.kind == b.kind ? Sign::same_sentence : Sign::same_sentence_other_kind, 1, [] { return quoted("same sentence"); });
  else if (apart == 1) sum.add(Sign::next_sentence, 1, [] { return quoted("next sentence"); });
  else if (apart <= 3) sum.add(Sign::near, 1, [] { return quoted("near in the text"); });
}

/// One sort of site in one country on one day, where one of them names no town: there are few prisons, and fewer that are stormed.
void weigh_sites(const Item& a, const Item& b, Sum& sum) {
  if (a.site.empty() || a.site != b.site || !a.days.dated() || !b.days.dated() || !(tells_no_town(a) || tells_no_town(b))) return;
  if (const auto country = country_of(a); !country.empty() && country == country_of(b)) sum.add(Sign::same_site, 1, [&] { return "one sort of site in one country: " + quoted(a.site); });
}

void weigh_reports(const Item& a, const Item& b, Sum& sum) {
  weigh_sites(a, b, sum);
  weigh_cast(a, b, sum);
  if (a.lead && b.lead && published_together(a, b)) sum.add(Sign::both_open, 1, [] { return quoted("both reports open with it"); });
}

/// "Downed the aircraft": no raid that aircraft flew.
bool fell_from_the_sky(const Item& item) {
  static constexpr std::string_view kCraft[] = {"aircraft", "plane", "helicopter", "jet", "warplane", "airplane", "airliner", "gunship"};
  return item.kind == "attack" && std::find_first_of(item.things_struck.begin(), item.things_struck.end(), std::begin(kCraft), std::end(kCraft)) != item.things_struck.end();
}
bool strikes_the_ground(const Item& item) {
  return item.kind == "airstrike" || item.kind == "drone_strike" || item.kind == "shelling" || item.kind == "bombing" || item.kind == "suicide_bombing";
}

}  // namespace

bool done_otherwise(const Item& a, const Item& b) {
  return (!(a.report->battle && b.report->battle) && rule_each_other_out(a.means, b.means)) || (a.lead && b.lead && struck_another_on_another_day(a, b));
}

bool is_bare(const Item& item) {
  return item.parts.empty() && item.actors.empty() && item.recipients.empty() && item.names_struck.empty() && item.things_struck.empty() && item.tolls.empty();
}

const Weight& weight_of(Sign sign) { return kWeights[static_cast<std::size_t>(sign)]; }

double score(const Item& a, const Item& b, std::vector<std::string>* reasons, std::vector<Weighed>* signs) {
  const double kin = a.family == b.family ? kinship(a.kind, b.kind) : 0;
  if (kin <= 0 || done_otherwise(a, b)) return kNever;
  if ((fell_from_the_sky(a) && strikes_the_ground(b)) || (fell_from_the_sky(b) && strikes_the_ground(a))) return kNever;
  const bool within = a.doc_rank == b.doc_rank;
  // Another entry of a live page goes on with the same only where it names the place again.
  if (within && a.entry != b.entry && !share_a_place(a, b)) return kNever;
  // "These attacks have left 21 dead since January" sums up more than the attack of the day.
  if (within && a.background != b.background && names_no_day(a.days) != names_no_day(b.days) && names_no_day(a.background ? a.days : b.days)) return kNever;
  Sum sum(within, reasons, signs);
  if (!within && a.kind == b.kind && a.trigger == b.trigger && !a.report->sha256.empty() && a.report->sha256 == b.report->sha256) {
    sum.add(Sign::same_text, 1, [] { return quoted("the same words of the same text"); });
    return sum.total();
  }
  if (!within) {
    // What is said without a day cannot be told from what is said again.
    if (verbal(a.kind) && (a.days.open() || b.days.open())) return kNever;
    // A year, or a month, is told of what is no news; what has no day at all is.
    if (names_no_day(a.days) != names_no_day(b.days) && (a.days.open() || b.days.open())) return kNever;
    // What is told as old news, without a day of its own, is not today's happening elsewhere.
    if (a.background != b.background) return kNever;
    if (a.background && (a.days.basis != Days::Basis::text || b.days.basis != Days::Basis::text)) return kNever;
    // Nor is a plan without a day of its own what happened elsewhere.
    const bool one_planned = (a.modality == Modality::future) != (b.modality == Modality::future);
    if (one_planned && (a.modality == Modality::future ? a : b).days.basis != Days::Basis::text) return kNever;
  }
  const auto kinds = [&] { return kin == 1 ? "same kind: " + std::string(a.kind) : "kinds go together: " + std::string(a.kind) + ", " + std::string(b.kind); };
  if (kin == 1) {
    sum.add(verbal(a.kind) ? Sign::same_saying : Sign::same_kind, 1, kinds);
  } else {
    sum.add(Sign::kinship, kin, kinds);
    sum.add(Sign::kinds_differ);
  }
  if (a.background != b.background) sum.add(Sign::background_beside, 1, [] { return quoted("one is background"); });
  weigh_modality(a, b, sum);
  if (!weigh_days(a, b, sum)) return kNever;
  if (!weigh_places(a, b, sum)) return kNever;
  weigh_people(a, b, sum);
  weigh_tolls(a, b, sum);
  if (within) weigh_report(a, b, sum);
  else weigh_reports(a, b, sum);
  return sum.total();
}

double margin(const MergeReason& join) { return join.score - (join.a.doc == join.b.doc ? kThresholdWithin : kThresholdAcross); }

}  // namespace deconflict::link
