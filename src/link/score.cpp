#include "link/score.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace deconflict::link {

namespace {

/// For each of when, where, who and whom that one of two claims of a report leaves open; in a report that roams it may be of either place.
constexpr double kUntold = 0.45, kUntoldRoaming = 0.1;
/// What was struck: another person, the same thing, another thing.
constexpr double kOtherName = -1.2, kSameThing = 0.5, kOtherThing = -0.5;

/// Across reports, taken off what a common place is worth where something is told of it every day.
constexpr double kBusy = 3;
/// Two reports of one day or the next open with it.
constexpr double kBothLead = 0.6;

/// How one report mentions what it told before: "the attack", "another attack", "attacks" (the later claim, the earlier one).
constexpr double kKnown = 1, kAnother = -1.5, kOneOfMany = -1.2, kAfterOneOfMany = -0.4;
/// What a report opens with it comes back to.
constexpr double kOpening = 0.4;
/// An act told as an attack in general, after a special one and without an article, is more often another; a clash is seldom the act beside it.
constexpr double kGeneralLater = -0.8, kClashAndAct = -0.8;

/// Within a report, where most claims share its day and its place: of the day, and of what the place is worth across reports.
constexpr double kSameDayWithin = 0.8, kPlaceWithin = 0.7;

/// For each day that lies between two reports of one battle, and how many there may be.
constexpr double kBattleDay = -0.2;
constexpr int kBattleDays = 5;

/// Of what agreeing days or places are worth in a report that roams, where a claim took its own over from one before.
constexpr double kTakenOver = 0.3;

/// What a day or place that both claims have is worth, told by the words `x` for the one and `y` for the other. Who took it over
/// is near the claim from which it was taken (the words are the same), not near all that the report tells of that day or place.
double worth(const Item& a, Span x, const Item& b, Span y) {
  if (a.doc_rank != b.doc_rank || !a.roams || x == y) return 1;
  auto own = [](const Item& item, Span words) { return words.empty() || item.claim->span.contains(words); };
  return own(a, x) && own(b, y) ? 1 : kTakenOver;
}

class Sum {
 public:
  explicit Sum(std::vector<std::string>* reasons) : reasons_(reasons) {}
  template <class Words>
  void add(double value, Words&& words) {
    total_ += value;
    if (reasons_ != nullptr) reasons_->push_back(words());
  }
  double total() const { return total_; }

 private:
  double total_ = 0;
  std::vector<std::string>* reasons_;
};

std::string quoted(std::string_view a) { return std::string(a); }

int weekday_of(int day) { return ((day % 7) + 7 + 3) % 7 + 1; }  // 1970-01-01 was a Thursday

bool published_together(const Item& a, const Item& b) { return a.published && b.published && std::abs(*a.published - *b.published) <= 1; }

/// Fights for a place, which go on for days.
bool battle(const Item& a, const Item& b) {
  const auto fought = [](const std::string& kind) { return kind == "armed_clash" || kind == "siege" || kind == "territory_captured"; };
  return a.doc_rank != b.doc_rank && fought(a.claim->kind) && fought(b.claim->kind);
}

/// false: the days rule it out
bool weigh_days(const Item& a, const Item& b, Sum& sum) {
  using Basis = Days::Basis;
  const Days &x = a.days, &y = b.days;
  const double value = worth(a, a.claim->time.span, b, b.claim->time.span);
  if (x.basis == Basis::none || y.basis == Basis::none) return true;
  if (x.basis == Basis::weekday || y.basis == Basis::weekday) {
    const Days &w = x.basis == Basis::weekday ? x : y, &other = x.basis == Basis::weekday ? y : x;
    if (other.basis == Basis::weekday) {
      if (w.weekday != other.weekday) return false;
      // One report's claims nearly all share it.
      if (a.doc_rank != b.doc_rank) sum.add(0.4, [] { return quoted("same weekday"); });
    } else if (other.basis == Basis::text && other.begin == other.end) {
      if (weekday_of(other.begin) != w.weekday) return false;
      sum.add(0.4, [] { return quoted("weekday fits the day"); });
    }
    return true;
  }
  const int gap = std::max(x.begin, y.begin) - std::min(x.end, y.end);  // > 0: days between them
  const bool told = x.basis == Basis::text && y.basis == Basis::text;
  if (told) {
    const int length = std::max(x.end - x.begin, y.end - y.begin);
    if (gap > 1 && (gap > kBattleDays || !battle(a, b))) return false;
    if (gap > 1) sum.add(kBattleDay * gap, [] { return quoted("days of one battle"); });
    else if (gap == 1) sum.add(a.doc_rank == b.doc_rank ? -2.5 : -0.3, [] { return quoted("days next to each other"); });
    else if (length == 0) sum.add(a.doc_rank == b.doc_rank ? value * kSameDayWithin : 1.3, [] { return quoted("same day"); });
    else if (length <= 7) sum.add(0.5, [] { return quoted("same week"); });
    else sum.add(0.1, [] { return quoted("days overlap"); });
    return true;
  }
  if (x.basis == Basis::text || y.basis == Basis::text) {
    const Days& t = x.basis == Basis::text ? x : y;
    if (gap > 2) return false;
    if (gap > 0) sum.add(-0.5, [] { return quoted("published some days apart"); });
    else if (t.end - t.begin <= 7) sum.add(a.doc_rank == b.doc_rank ? 0.6 : 0.9, [] { return quoted("day fits the publication day"); });
    return true;
  }
  if (a.doc_rank == b.doc_rank) return true;
  const int apart = std::abs(x.end - y.end);
  if (apart > 4) return false;
  if (apart <= 1) sum.add(1.0 - 0.2 * apart, [] { return quoted("published on the same day or the next"); });
  else sum.add(0.4 - 0.3 * (apart - 1), [] { return quoted("published within days"); });
  return true;
}

/// > 0: how well two places agree; < 0: how far they differ; 0: can't tell.
double agree(const Spot& a, const Spot& b) {
  const Place &p = *a.place, &q = *b.place;
  const bool same = p.geonameid && q.geonameid ? *p.geonameid == *q.geonameid : a.key == b.key;
  const Precision coarse = std::max(p.precision, q.precision);
  const bool wide = p.precision == Precision::country || q.precision == Precision::country || p.precision == Precision::region || q.precision == Precision::region;
  if (same) {
    if (wide) return 0.3;
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
  const bool vague = coarse == Precision::admin1 || coarse == Precision::feature || coarse == Precision::district;
  if (km <= reach / 4) return vague ? 0.8 : 1.4;
  if (km <= reach) {
    if (coarse == Precision::admin1 && !p.admin1.empty() && p.admin1 == q.admin1) return 0.7;
    return vague ? 0.3 : 0.2;  // the next village, or another quarter of one city
  }
  if (km <= 2 * reach) return vague ? -0.5 : -1;
  return km <= 3 * reach && reach < 60 && vague ? -1.2 : -3;
}

bool weigh_places(const Item& a, const Item& b, Sum& sum) {
  if (a.places.empty() || b.places.empty()) {
    if (a.doc_rank == b.doc_rank || (a.places.empty() && !a.setting) || (b.places.empty() && !b.setting)) return true;
    // Where one says nothing of its own, the places that the reports speak of are a hint, and no more.
    double best = -10;
    auto weigh = [&](const Spot& p, const Spot& q) { best = std::max(best, agree(p, q)); };
    if (a.places.empty() && b.places.empty()) weigh(*a.setting, *b.setting);
    for (const Spot& p : a.places) weigh(p, *b.setting);
    for (const Spot& q : b.places) weigh(*a.setting, q);
    constexpr double kCannotTell = -0.2;
    if (best > 0) sum.add(0.6 * best, [] { return quoted("reports speak of the same place"); });
    else if (best < kCannotTell) sum.add(-0.8, [] { return quoted("reports speak of different places"); });
    return true;
  }
  double best = -10;
  const Spot *left = nullptr, *right = nullptr;
  for (const Spot& p : a.places)
    for (const Spot& q : b.places)
      if (const double v = agree(p, q); v > best) {
        best = v;
        left = &p;
        right = &q;
      }
  if (best <= -3) return false;
  const bool one = left->key == right->key;
  if (a.doc_rank == b.doc_rank && best > 0) {
    // One report's two names for places near each other are two places, and its country holds all that it tells.
    if (!one) best = best > 0.2 ? 0.3 * best : -0.2;
    best *= kPlaceWithin * (1 - 0.5 * std::max(left->share, right->share));
    best *= worth(a, left->place->span, b, right->place->span);
  }
  if (a.doc_rank != b.doc_rank && best > 0) best -= kBusy * std::max(left->busy, right->busy);
  sum.add(best, [&] {
    if (one) return "same place: " + left->place->name;
    return (best > 0.2 ? "places agree: " : best > 0 ? "places may agree: " : "places differ: ") + left->place->name + ", " + right->place->name;
  });
  return true;
}

double compare(const std::vector<Party>& a, const std::vector<Party>& b, const Party*& left, const Party*& right) {
  double best = -2;
  for (const Party& p : a)
    for (const Party& q : b)
      if (const double v = likeness(p, q); v > best) {
        best = v;
        left = &p;
        right = &q;
      }
  return best;
}

/// Who or what was struck, by the words alone. One report calls one thing by one word more often than not; that another name
/// is another person is sure.
void weigh_struck(const Item& a, const Item& b, Sum& sum) {
  const bool within = a.doc_rank == b.doc_rank;
  auto common = [](const std::vector<std::string_view>& x, const std::vector<std::string_view>& y) -> std::string_view {
    for (auto w : x)
      if (std::find(y.begin(), y.end(), w) != y.end()) return w;
    return {};
  };
  const auto name = common(a.names_struck, b.names_struck), thing = common(a.things_struck, b.things_struck);
  if (!name.empty()) return;  // its entity has been weighed
  if (!a.names_struck.empty() && !b.names_struck.empty()) return sum.add(within ? kOtherName : -0.3, [] { return quoted("other people were struck"); });
  if (!thing.empty()) return sum.add(kSameThing, [&] { return "struck alike: " + quoted(thing); });
  if (within && !a.things_struck.empty() && !b.things_struck.empty()) sum.add(kOtherThing, [] { return quoted("other things were struck"); });
}

void weigh_people(const Item& a, const Item& b, Sum& sum) {
  auto name = [](const Party* p) { return std::string(p->shown); };
  const Party *left = nullptr, *right = nullptr;
  if (symmetric(a.claim->kind) && symmetric(b.claim->kind)) {
    std::vector<Party> x = a.actors, y = b.actors;
    x.insert(x.end(), a.recipients.begin(), a.recipients.end());
    y.insert(y.end(), b.recipients.begin(), b.recipients.end());
    if (x.empty() || y.empty()) return;
    const double v = compare(x, y, left, right);
    if (v > 0) sum.add(0.9 * v, [&] { return "same party: " + name(left); });
    if (v < 0) sum.add(-1.0, [&] { return "parties differ: " + name(left) + ", " + name(right); });
    return;
  }
  if (!a.actors.empty() && !b.actors.empty()) {
    const double v = compare(a.actors, b.actors, left, right);
    if (v > 0) sum.add(0.8 * v, [&] { return v == 1 ? "same actor: " + name(left) : "actors go together: " + name(left) + ", " + name(right); });
    if (v < 0) sum.add(-1.0, [&] { return "actors differ: " + name(left) + ", " + name(right); });
  }
  if (compare(a.actors, b.recipients, left, right) == 1 || compare(a.recipients, b.actors, left, right) == 1)
    sum.add(-0.8, [] { return quoted("the doer of one is the recipient of the other"); });
  weigh_struck(a, b, sum);
  if (!a.recipients.empty() && !b.recipients.empty()) {
    const double v = compare(a.recipients, b.recipients, left, right);
    if (v > 0) sum.add(0.7 * v, [&] { return v == 1 ? "same recipient: " + name(left) : "recipients go together: " + name(left) + ", " + name(right); });
    if (v < 0) sum.add(-0.3, [&] { return "recipients differ: " + name(left) + ", " + name(right); });
  }
}

std::string interval(const Toll& t) { return std::to_string(t.min) + (!t.max ? "+" : *t.max != t.min ? "-" + std::to_string(*t.max) : ""); }

/// Reports of one happening name some of the same people; where each names several and none is in both, they tell of two.
void weigh_cast(const Item& a, const Item& b, Sum& sum) {
  constexpr std::size_t kSeveral = 3, kMany = 6;
  constexpr double kOtherPeople = -0.5;  // for each name, of the report that names fewer
  const People &x = *a.people, &y = *b.people;
  if (x.size() < kSeveral || y.size() < kSeveral) return;
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) ++common, ++i, ++j;
    else if (x[i] < y[j]) ++i;
    else ++j;
  }
  if (common == 0) sum.add(kOtherPeople * static_cast<double>(std::min({x.size(), y.size(), kMany})), [] { return quoted("the reports name other people"); });
}

void weigh_tolls(const Item& a, const Item& b, Sum& sum) {
  const bool within = a.doc_rank == b.doc_rank;
  const bool one_voice = a.origins.front().key == b.origins.front().key;
  for (const Toll& t : a.tolls)
    for (const Toll& u : b.tolls) {
      if (t.what != u.what || t.names_one() || u.names_one()) continue;
      const bool sides = side_of(t.who) != Side::unknown && side_of(u.who) != Side::unknown && side_of(t.who) != side_of(u.who);
      auto words = [&](const char* relation) { return std::string(t.what) + " " + interval(t) + relation + interval(u); };
      const auto small = std::min(t.min, u.min), large = std::max(t.min, u.min);
      if (t.min == u.min) sum.add(t.min >= 5 ? 1.3 : t.min >= 2 ? 1.0 : 0.5, [&] { return words(" = "); });
      else if (sides) continue;
      else if ((!t.max || *t.max >= u.min) && (!u.max || *u.max >= t.min)) sum.add(large > 2 * small ? 0 : 0.4, [&] { return words(" fits "); });
      else if (within && one_voice) sum.add(-0.7, [&] { return words(" against "); });
      else sum.add(large > 4 * small ? -0.6 : -0.2, [&] { return words(" against "); });
    }
}

void weigh_modality(const Item& a, const Item& b, Sum& sum) {
  if (a.modality == b.modality) return;
  const bool within = a.doc_rank == b.doc_rank;
  const bool planned = a.modality == Modality::future || b.modality == Modality::future;
  sum.add(planned ? (within ? -0.8 : -1.5) : (within ? -0.2 : -0.6),
          [&] { return std::string(name_of(a.claim->realis)) + " beside " + std::string(name_of(b.claim->realis)); });
}

/// true: the later claim's words set it apart from the earlier one
bool weigh_mention(const Item& a, const Item& b, Sum& sum) {
  const bool in_order = a.claim->trigger.begin <= b.claim->trigger.begin;
  const Item &before = in_order ? a : b, &now = in_order ? b : a;
  const ClaimMention& mention = now.claim->mention;
  const std::string &was = before.claim->kind, &is = now.claim->kind;
  if (mention.as == Mentioned::definite) sum.add(kKnown, [] { return quoted("told as known already"); });
  // Of what one sentence tells, only what stands before the word is another.
  const bool another = mention.as == Mentioned::fresh && mention.span.begin >= before.claim->trigger.end;
  if (another) sum.add(kAnother, [] { return quoted("told as another"); });
  if (mention.as == Mentioned::recurring) sum.add(kOneOfMany, [] { return quoted("told as one of many"); });
  if (before.claim->mention.as == Mentioned::recurring) sum.add(kAfterOneOfMany, [] { return quoted("one of many told before"); });
  if (is == "attack" && was != "attack" && was != "harm" && mention.as != Mentioned::definite) sum.add(kGeneralLater, [] { return quoted("an attack in general after a special one"); });
  if ((is == "armed_clash") != (was == "armed_clash")) sum.add(kClashAndAct, [] { return quoted("a clash, and an act"); });
  if (before.lead) sum.add(kOpening, [] { return quoted("the report opens with it"); });
  return another || mention.as == Mentioned::recurring;
}

}  // namespace

double score(const Item& a, const Item& b, std::vector<std::string>* reasons) {
  const Claim &x = *a.claim, &y = *b.claim;
  const double kin = kinship(x.kind, y.kind);
  if (kin <= 0) return kNever;
  const bool within = a.doc_rank == b.doc_rank;
  Sum sum(reasons);
  if (!within && x.kind == y.kind && x.trigger == y.trigger && !a.doc->sha256.empty() && a.doc->sha256 == b.doc->sha256) {
    sum.add(10, [] { return quoted("the same words of the same text"); });
    return sum.total();
  }
  if (!within) {
    // What is told as old news, without a day of its own, is not today's happening elsewhere.
    if (x.background != y.background) return kNever;
    if (x.background && (a.days.basis != Days::Basis::text || b.days.basis != Days::Basis::text)) return kNever;
    // Nor is a plan without a day of its own what happened elsewhere.
    const bool one_planned = (a.modality == Modality::future) != (b.modality == Modality::future);
    if (one_planned && (a.modality == Modality::future ? a : b).days.basis != Days::Basis::text) return kNever;
  }
  sum.add(kin < 1 ? 1.4 * kin - (within ? 0.9 : 0.6) : verbal(x.kind) ? 0.4 : 1.0, [&] { return kin == 1 ? "same kind: " + x.kind : "kinds go together: " + x.kind + ", " + y.kind; });
  if (x.background != y.background) sum.add(-1.8, [] { return quoted("one is background"); });
  weigh_modality(a, b, sum);
  if (!weigh_days(a, b, sum)) return kNever;
  if (!weigh_places(a, b, sum)) return kNever;
  weigh_people(a, b, sum);
  weigh_tolls(a, b, sum);
  if (!within) weigh_cast(a, b, sum);
  if (!within && a.lead && b.lead && published_together(a, b)) sum.add(kBothLead, [] { return quoted("both reports open with it"); });
  if (within) {
    const bool apart_by_words = weigh_mention(a, b, sum);
    // What a claim leaves out, a reader fills from the claim before.
    const int open = (a.days.basis == Days::Basis::none || b.days.basis == Days::Basis::none ? 1 : 0) + (a.places.empty() || b.places.empty() ? 1 : 0) +
                     (a.actors.empty() || b.actors.empty() ? 1 : 0) + (a.recipients.empty() || b.recipients.empty() ? 1 : 0);
    if (open > 0 && !verbal(x.kind) && !apart_by_words) sum.add((a.roams ? kUntoldRoaming : kUntold) * open, [] { return quoted("nothing told that differs"); });
    const auto apart = a.sentence > b.sentence ? a.sentence - b.sentence : b.sentence - a.sentence;
    if (apart == 0) sum.add(x.kind == y.kind ? 0.0 : 0.3, [] { return quoted("same sentence"); });
    else if (apart == 1) sum.add(0.4, [] { return quoted("next sentence"); });
    else if (apart <= 3) sum.add(0.3, [] { return quoted("near in the text"); });
  }
  return sum.total();
}

double margin(const MergeReason& join) { return join.score - (join.a.doc == join.b.doc ? kThresholdWithin : kThresholdAcross); }

}  // namespace deconflict::link
