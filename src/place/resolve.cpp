#include "place/resolve.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/hash.h"
#include "base/words.h"
#include "place/geodesy.h"
#include "place/groups.h"
#include "place/keys.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kMaxCandidates = 24;
constexpr std::size_t kMaxGroups = 80;  ///< names that support one another; more would cost time and tell nothing new

bool asked_fits(std::uint32_t asked, const Row& row) {
  switch (row.kind) {
    case Kind::admin1: return (asked & (kUnitAdmin1 | kUnitAdmin2)) != 0;
    case Kind::admin2: return (asked & kUnitAdmin2) != 0;
    case Kind::city: return (asked & kUnitCity) != 0;
    case Kind::water: return (asked & kUnitWater) != 0;
    case Kind::land: return (asked & kUnitLand) != 0;
    case Kind::site: return (asked & kUnitSite) != 0;
    case Kind::line: return false;
    case Kind::country: return (asked & kUnitAdmin1) != 0;
    case Kind::continent:
    case Kind::region: return false;
  }
  return false;
}

/// Inhabitants; of seats whose number the packages do not know, what such seats seldom fall short of.
double inhabitants(const Row& row) {
  if (row.population > 0 || row.kind != Kind::city) return row.population;
  const std::string_view feature = row.feature_code();
  return feature == "PPLC" || feature == "PPLA" ? 50'000 : feature == "PPLA2" ? 20'000 : feature == "PPLA3" ? 3'000 : 0;
}

float nearness(float cos_angle) {
  if (cos_angle > 0.99996F) return 1.0F;    // 57 km
  if (cos_angle > 0.99972F) return 0.7F;    // 150 km
  if (cos_angle > 0.99803F) return 0.35F;   // 400 km
  if (cos_angle > 0.98769F) return 0.1F;    // 1,000 km
  return 0;
}

class Resolver {
 public:
  Resolver(Annotation& a, const Table& table, const Scan& scan, Groups groups)
      : a_(a), table_(table), scan_(scan), groups_(std::move(groups.all)), group_of_(std::move(groups.of_name)) {}

  void run() {
    for (const auto& [row, count] : scan_.demonyms) note_country(table_.row(row).country_code(), 0.6 * std::min(count, 4U));
    for (Group& g : groups_) {
      g.person = is_person(g);
      make_candidates(g);
    }
    for (Group& g : groups_) weigh(g);
    for (int pass = 0; pass < 2; ++pass) {
      count_countries();
      support();
      for (Group& g : groups_) weigh(g);
    }
    for (Group& g : groups_) emit(g);
    std::sort(found_.begin(), found_.end(), [](const Found& x, const Found& y) { return x.place.span < y.place.span; });
    for (Found& f : found_) {
      a_.places.push_back(std::move(f.place));
      rows_.push_back(f.row);
    }
  }

  std::vector<std::uint32_t> take_rows() { return std::move(rows_); }

 private:
  void note_country(std::string_view code, double weight) {
    if (code.size() == 2) demonym_countries_[std::string(code)] += weight;
  }

  /// Does the text use this word more often for people than as a place?
  bool is_person(const Group& g) const {
    const Name& name = scan_.names[g.names.front()];
    if (name.last - name.first != 1) return false;
    const auto [from, to] = std::equal_range(scan_.persons.begin(), scan_.persons.end(), hash64(scan_.key(scan_.words[name.first])));
    return to - from > g.times_located;
  }

  /// How far from a town stands a candidate that the text puts in or near it, where that is known?
  std::optional<double> away(const Candidate& c, const Candidate& town) const {
    const Row &r = table_.row(c.row), &t = table_.row(town.row);
    if ((r.kind != Kind::city && r.kind != Kind::site) || t.kind != Kind::city) return std::nullopt;
    return distance_km({r.latitude(), r.longitude()}, {t.latitude(), t.longitude()});
  }

  double tied(const Group& g, const Candidate& c) const {
    double best = 0;
    for (const Tie& tie : g.ties)
      for (const Candidate& town : groups_[tie.group].candidates)
        if (const auto km = away(c, town); km && *km <= tie.reach_km()) best = std::max(best, town.weight);
    return best;
  }

  const Candidate* likeliest(const Group& g) const {
    const Candidate* best = nullptr;
    for (const Candidate& c : g.candidates)
      if (best == nullptr || c.base + c.support > best->base + best->support) best = &c;
    return best;
  }

  /// Where a name lies, if only by the town in which the text puts it: "X Street in Y neighbourhood in Z".
  const Candidate* home(const Group& g, int depth) const {
    constexpr int kDeep = 2;
    const Candidate* own = likeliest(g);
    if (own != nullptr && !trusted(g, *own)) own = nullptr;
    bool elsewhere = false;
    const Candidate* town = depth < kDeep ? town_of(g, own, elsewhere, depth + 1) : nullptr;
    return town != nullptr ? town : elsewhere ? nullptr : own;
  }

  /// The town in or near which the text puts a name that is known nowhere else, or whose only namesakes lie far away.
  const Candidate* town_of(const Group& g, const Candidate* own, bool& elsewhere, int depth = 0) const {
    if (own != nullptr && g.asked != 0 && !g.enclosing.empty() && table_.row(own->row).kind == Kind::city)
      elsewhere = std::none_of(g.enclosing.begin(), g.enclosing.end(), [&](std::uint32_t outer) { return table_.row(outer).country_code() == table_.row(own->row).country_code(); });
    const Candidate* beside = nullptr;
    for (const Tie& tie : g.ties) {
      const Candidate* town = home(groups_[tie.group], depth);
      if (town == nullptr || table_.row(town->row).kind != Kind::city) continue;
      const auto km = own == nullptr ? std::nullopt : away(*own, *town);
      if (km && *km > tie.most_km()) elsewhere = true;
      if (own != nullptr && !elsewhere) continue;
      if (tie.inside) return town;
      if (tie.beside && beside == nullptr) beside = town;
    }
    return beside;
  }

  bool encloses(std::uint32_t outer, const Row& row) const {
    const Row& o = table_.row(outer);
    if (o.kind == Kind::country) return o.country_code() == row.country_code() && row.kind != Kind::country;
    return row.admin1 == outer || row.admin2 == outer;
  }

  /// The seat of the country's government. What is whose capital in Jerusalem is disputed, and left open.
  void add_capital(const Name& name, Group& g) const {
    for (const Posting p : name.postings) {
      const Row& country = table_.row(p.row());
      if (country.kind != Kind::country || country.country_code() == "IL" || country.country_code() == "PS") continue;
      const auto rows = table_.rows();
      const auto seat = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.capital != 0 && r.country_code() == country.country_code(); });
      if (seat == rows.end()) continue;
      Candidate c;
      c.row = static_cast<std::uint32_t>(seat - rows.begin());
      c.sort = NameSort::primary;
      c.at = unit_of({seat->latitude(), seat->longitude()});
      c.base = 6 * prior(*seat, NameSort::primary);
      g.candidates.push_back(c);
      return;
    }
  }

  void make_candidates(Group& g) {
    const Name& name = scan_.names[g.names.front()];
    if (name.capital_of) return add_capital(name, g);
    for (Posting p : name.postings) {
      if (p.sort() == NameSort::demonym && !name.land_of) continue;
      const Row& r = table_.row(p.row());
      Candidate c;
      c.row = p.row();
      c.sort = p.sort();
      c.at = unit_of({r.latitude(), r.longitude()});
      c.base = 6 * prior(r, name.land_of ? NameSort::primary : p.sort());
      if (g.asked != 0 && asked_fits(g.asked, r)) c.base += 2.5;
      if ((g.asked & (kUnitAdmin1 | kUnitAdmin2)) != 0 && r.kind == Kind::city) c.base -= 1.5;
      if ((g.asked & kUnitWater) != 0 && r.kind != Kind::water) c.base -= 1.5;
      for (std::uint32_t outer : g.enclosing)
        if (encloses(outer, r)) {
          c.base += 5;
          break;
        }
      g.candidates.push_back(c);
    }
    add_seats(g);
    prefer_towns(g);
    const auto better = [](const Candidate& x, const Candidate& y) { return x.base != y.base ? x.base > y.base : x.row < y.row; };
    if (g.candidates.size() > kMaxCandidates) {
      // Keep small places of the countries that the text speaks of.
      for (Candidate& c : g.candidates)
        if (demonym_countries_.count(std::string(table_.row(c.row).country_code())) != 0) c.base += 0.01;
      std::partial_sort(g.candidates.begin(), g.candidates.begin() + kMaxCandidates, g.candidates.end(), better);
      g.candidates.resize(kMaxCandidates);
    } else {
      std::sort(g.candidates.begin(), g.candidates.end(), better);
    }
  }

  /// A spelling that only the governorate's entry has is its chief town's as well.
  void add_seats(Group& g) const {
    if ((g.asked & (kUnitAdmin1 | kUnitAdmin2)) != 0) return;
    const std::size_t count = g.candidates.size();
    std::string key;
    for (std::size_t i = 0; i < count && i < kMaxCandidates; ++i) {
      if (table_.row(g.candidates[i].row).kind != Kind::admin1) continue;
      if (key.empty()) key = transliteration_key(scan_.names[g.names.front()].span.of(a_.text));
      for (Posting p : table_.find_transliterated(key)) {
        const Row& r = table_.row(p.row());
        if (r.kind != Kind::city || r.admin1 != g.candidates[i].row || (r.feature_code() != "PPLA" && r.feature_code() != "PPLC")) continue;
        if (std::any_of(g.candidates.begin(), g.candidates.end(), [&](const Candidate& c) { return c.row == p.row(); })) continue;
        Candidate c;
        c.row = p.row();
        c.sort = NameSort::alternate;
        c.at = unit_of({r.latitude(), r.longitude()});
        c.base = 6 * prior(r, NameSort::alternate);
        g.candidates.push_back(c);
      }
    }
  }

  /// "Raqqa" alone is the town, not the governorate that is called after it; "Mexico" alone is the country, "Red Sea" the sea.
  void prefer_towns(Group& g) const {
    constexpr std::int64_t kCity = 100'000;  // inhabitants of a town that a reader abroad thinks of first
    bool country = false, sea = false;
    for (const Candidate& c : g.candidates) {
      country = country || (table_.row(c.row).kind == Kind::country && c.sort != NameSort::alternate);
      sea = sea || (table_.row(c.row).kind == Kind::water && table_.row(c.row).origin == Origin::knowledge && c.sort == NameSort::primary);
    }
    for (Candidate& c : g.candidates) {
      const Row& r = table_.row(c.row);
      if (sea && r.kind == Kind::admin1 && (g.asked & kUnitAdmin1) == 0) c.base -= 2;
      if (country && r.kind != Kind::country && c.sort == NameSort::alternate) c.base -= 2;
      if (r.kind == Kind::admin2 && (g.asked & kUnitAdmin2) == 0) prefer_seat(g, c, r);
      if (constexpr double kGoverns = 12; r.capital != 0 && c.sort == NameSort::primary && g.governs) c.base += kGoverns;
      if (r.kind != Kind::admin1 || (g.asked & (kUnitAdmin1 | kUnitAdmin2)) != 0) continue;
      const auto called_more = [&] { return name_key(table_.name(r)) != name_key(scan_.names[g.names.front()].span.of(a_.text)); };
      for (Candidate& town : g.candidates) {
        const Row& t = table_.row(town.row);
        // The capital of the country outranks a unit of the same name elsewhere in it.
        const bool capital = t.capital != 0 && town.sort == NameSort::primary && t.country_code() == r.country_code();
        // "Gaza" is the city that is called so, not the far province whose name says "Province".
        if (town.sort == NameSort::primary && t.kind == Kind::city && t.country_code() != r.country_code() && t.population >= kCity && called_more()) c.base = std::min(c.base, town.base - 0.5);
        if (t.kind != Kind::city || (t.admin1 != c.row && !capital) || (town.sort == NameSort::transliterated && c.sort != town.sort)) continue;
        if (!capital && t.feature_code() != "PPLA" && t.feature_code() != "PPLC" && t.population < r.population / 4) continue;
        town.base = std::max(town.base, c.base - 0.5);
        c.base = std::min(c.base, town.base - 1.5);
      }
    }
  }

  /// Nor is it the district.
  void prefer_seat(Group& g, Candidate& c, const Row& district) const {
    constexpr double kWithinKm = 30;
    for (Candidate& town : g.candidates) {
      const Row& t = table_.row(town.row);
      if (t.kind != Kind::city || t.country_code() != district.country_code() || distance_km({t.latitude(), t.longitude()}, {district.latitude(), district.longitude()}) > kWithinKm) continue;
      town.base = std::max(town.base, c.base - 0.5);
      c.base = std::min(c.base, town.base - 1.5);
    }
  }

  static void weigh(Group& g) {
    double total = 0, top = -1e9;
    for (const Candidate& c : g.candidates) top = std::max(top, c.base + c.support);
    for (Candidate& c : g.candidates) total += c.weight = std::exp(c.base + c.support - top);
    for (Candidate& c : g.candidates) c.weight /= total;
  }

  static double times(const Group& g) { return 1 + 0.3 * static_cast<double>(std::min<std::size_t>(g.names.size(), 5) - 1); }

  std::uint32_t unit_of_row(std::uint32_t row) const { return table_.row(row).kind == Kind::admin1 ? row : table_.row(row).admin1; }

  /// How much the text speaks of each country and first-level unit.
  void count_countries() {
    countries_ = demonym_countries_;
    admins_.clear();
    for (const Group& g : groups_)
      for (const Candidate& c : g.candidates) {
        const Row& r = table_.row(c.row);
        if (r.country_code().empty()) continue;
        countries_[std::string(r.country_code())] += times(g) * c.weight;
        if (const std::uint32_t unit = unit_of_row(c.row); unit != kNone) admins_[unit] += times(g) * c.weight;
      }
    country_total_ = admin_total_ = 0;
    for (const auto& [code, weight] : countries_) country_total_ += weight;
    for (const auto& [unit, weight] : admins_) admin_total_ += weight;
  }

  /// What the other names of the text say for the country and unit of a candidate, as a share of what they say in all.
  double told_by_others(const Group& g, const Candidate& c) const {
    const std::string code(table_.row(c.row).country_code());
    if (code.empty()) return 0;
    const std::uint32_t unit = unit_of_row(c.row);
    double own = 0, own_unit = 0, own_all = 0, own_units = 0;
    for (const Candidate& other : g.candidates) {
      const double weight = times(g) * other.weight;
      if (!table_.row(other.row).country_code().empty()) own_all += weight;
      if (table_.row(other.row).country_code() == code) own += weight;
      const std::uint32_t other_unit = unit_of_row(other.row);
      if (other_unit != kNone) own_units += weight;
      if (unit != kNone && other_unit == unit) own_unit += weight;
    }
    double value = 0;
    if (const auto it = countries_.find(code); it != countries_.end()) value += 2.2 * std::max(0.0, it->second - own) / std::max(1.5, country_total_ - own_all);
    if (const auto it = admins_.find(unit); unit != kNone && it != admins_.end())
      value += 2.0 * std::max(0.0, it->second - own_unit) / std::max(1.0, admin_total_ - own_units);
    return value;
  }

  void support() {
    const std::size_t count = std::min(groups_.size(), kMaxGroups);
    std::vector<std::vector<double>> fresh(groups_.size());
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      Group& g = groups_[i];
      // A name with one meaning needs support only where its spelling is in doubt.
      const bool asks = g.candidates.size() > 1 || g.loose;
      for (const Candidate& c : g.candidates) {
        double near = 0;
        for (std::size_t j = 0; j < count && asks; ++j) {
          if (i == j) continue;
          float best = 0;
          for (const Candidate& other : groups_[j].candidates) {
            const Kind kind = table_.row(other.row).kind;
            if (kind == Kind::country || kind == Kind::continent) continue;
            best = std::max(best, nearness(cosine(c.at, other.at)) * static_cast<float>(other.weight));
          }
          near += best;
        }
        const double value = 1.6 * std::min(near, 2.5) + told_by_others(g, c) + 3 * tied(g, c);
        fresh[i].push_back(value);
      }
    }
    for (std::size_t i = 0; i < groups_.size(); ++i)
      for (std::size_t k = 0; k < groups_[i].candidates.size(); ++k) groups_[i].candidates[k].support = fresh[i][k];
  }

  /// "The Salaheddin district" of a text about Aleppo is no governorate of another country that the text never speaks of.
  bool strays(const Candidate& c) const {
    const Row& r = table_.row(c.row);
    if (r.kind != Kind::admin1) return false;
    bool district = false;
    double here = 0, elsewhere = 0;
    for (const auto& [code, weight] : demonym_countries_) (code == r.country_code() ? here : elsewhere) += weight;
    for (const Group& g : groups_) {
      const bool same = std::any_of(g.candidates.begin(), g.candidates.end(), [&](const Candidate& other) { return other.row == c.row; });
      if (same && (g.asked & kUnitAdmin1) != 0) return false;
      district = district || (same && (g.asked & kUnitAdmin2) != 0);
      for (const Candidate& other : g.candidates) {
        const Row& o = table_.row(other.row);
        if (!same && !o.country_code().empty()) (o.country_code() == r.country_code() ? here : elsewhere) += times(g) * other.weight;
      }
    }
    return district && here < 0.05 && elsewhere > 0.8;
  }

  /// A namesake in a country that nothing else in the text points to, spelled otherwise than its first name: the text names other places, all abroad.
  /// For a spelling of our own, towns must point there: "an Israeli strike" makes no family name a town of Israel.
  bool namesake(const Group& g, const Candidate& c) const {
    constexpr std::int64_t kKnownAbroad = 500'000;  // "Cologne"
    const Row& r = table_.row(c.row);
    const bool loose = g.loose || c.sort == NameSort::transliterated;
    if ((r.kind != Kind::city && r.kind != Kind::site && r.kind != Kind::admin2 && !(loose && r.kind == Kind::admin1)) || r.country_code().empty()) return false;
    if ((c.sort == NameSort::primary && r.kind == Kind::city) || (!loose && r.population >= kKnownAbroad)) return false;
    double here = 0, abroad = 0;
    constexpr float kBeside = 0.7F;  // 150 km: across the border from where the rest is, in a land whose people the text speaks of
    const bool spoken_of = !g.loose && demonym_countries_.count(std::string(r.country_code())) != 0;
    for (const Group& other : groups_) {
      if (&other == &g) continue;
      for (const Candidate& o : other.candidates) {
        const Row& there = table_.row(o.row);
        if (spoken_of && o.weight >= 0.5 && there.kind == Kind::city && nearness(cosine(c.at, o.at)) >= kBeside) return false;
        if (there.country_code().empty() || (loose && there.kind == Kind::country)) continue;
        (there.country_code() == r.country_code() ? here : abroad) += o.weight;
      }
    }
    return here < 0.5 && abroad >= (loose ? 0.8 : 1.5);
  }

  /// "The Blue Line" is a railway too: a line counts only where something else is of its country.
  bool bare_line(const Group& g, const Row& line) const {
    if (line.kind != Kind::line) return false;
    if (demonym_countries_.count(std::string(line.country_code())) != 0) return false;
    return std::none_of(groups_.begin(), groups_.end(), [&](const Group& other) {
      return &other != &g && std::any_of(other.candidates.begin(), other.candidates.end(), [&](const Candidate& o) { return o.weight > 0.5 && table_.row(o.row).country_code() == line.country_code(); });
    });
  }

  /// How much speaks for namesakes of a place: not for the district that is called after its town, nor for a village of that name.
  double rivals(const Group& g, const Row& r) const {
    constexpr double kSameKm = 100, kVillage = 0.1;
    double weight = 0;
    for (const Candidate& other : g.candidates) {
      const Row& o = table_.row(other.row);
      const bool same = o.country_code() == r.country_code() && (o.kind == Kind::admin1 || distance_km({o.latitude(), o.longitude()}, {r.latitude(), r.longitude()}) < kSameKm);
      const bool village = !g.loose && o.kind == Kind::city && inhabitants(o) < kVillage * inhabitants(r);
      if (!same && !village) weight += other.weight;
    }
    return weight;
  }

  /// What share of the weight that the other names and peoples of the text have lies in the country of this candidate?
  double share_of_others(const Group& g, const Candidate& c) const {
    const std::string_view code = table_.row(c.row).country_code();
    const auto country = countries_.find(std::string(code));
    double here = country == countries_.end() ? 0 : country->second, all = country_total_;
    for (const Candidate& own : g.candidates) {
      const std::string_view other = table_.row(own.row).country_code();
      if (other.empty()) continue;
      all -= times(g) * own.weight;
      if (other == code) here -= times(g) * own.weight;
    }
    return here / std::max(all, 0.01);
  }

  /// "Oldtown Airport" and "Oldtown School" are called after an Oldtown, which need not be near: only a town by the other places of the text is meant.
  bool called_after(const Group& g, const Candidate& c) const {
    constexpr std::int64_t kKnown = 100'000, kMetropolis = 1'000'000;  // "a Chicago restaurant" is in Chicago
    const Row& r = table_.row(c.row);
    if (!g.building || !g.enclosing.empty() || (r.kind != Kind::city && r.kind != Kind::site) || r.population >= (g.called ? kMetropolis : kKnown)) return false;
    constexpr float kBeside = 0.7F;  // 150 km
    constexpr double kLikely = 0.3;
    bool others = false;
    for (const Group& other : groups_)
      for (const Candidate& o : other.candidates) {
        const Kind kind = table_.row(o.row).kind;
        if (&other == &g || other.weak || o.weight < kLikely || kind == Kind::country || kind == Kind::continent) continue;
        if (nearness(cosine(c.at, o.at)) >= kBeside) return false;
        others = true;
      }
    return others;
  }

  /// Our own lists have "Hope quarter" and the like, which every land has, and a small town has namesakes that no gazetteer knows: does
  /// anything else in the text point to this land?
  bool out_of_the_blue(const Group& g, const Candidate& c) const {
    constexpr std::int64_t kKnown = 100'000, kSeat = 20'000;
    const Row& r = table_.row(c.row);
    const bool seat = r.feature_code() == "PPLA" || (r.feature_code().starts_with("PPLA") && r.population >= kSeat);
    if ((r.origin != Origin::knowledge && (g.loose || r.population >= kKnown || seat)) || r.kind != Kind::city || demonym_countries_.count(std::string(r.country_code())) != 0) return false;
    bool others = false;
    for (const Group& other : groups_)
      for (const Candidate& o : other.candidates) {
        if (&other == &g || o.weight < 0.3 || table_.row(o.row).country_code().empty()) continue;
        if (table_.row(o.row).country_code() == r.country_code() || nearness(cosine(c.at, o.at)) > 0.6F) return false;
        others = true;
      }
    return others;
  }

  /// "X in Y province" of one land, and X is known in another province of it alone.
  bool put_elsewhere(const Group& g, const Row& r) const {
    constexpr double kAcrossBorderKm = 30;
    const auto other_unit = [&](std::uint32_t outer) {
      const Row& o = table_.row(outer);
      return o.kind == Kind::admin1 && o.country_code() == r.country_code() && r.admin1 < table_.rows().size() && r.admin1 != outer &&
             distance_km({o.latitude(), o.longitude()}, {r.latitude(), r.longitude()}) > kAcrossBorderKm;
    };
    return r.kind != Kind::country && r.kind != Kind::admin1 && std::any_of(g.enclosing.begin(), g.enclosing.end(), other_unit);
  }

  bool trusted(const Group& g, const Candidate& c) const {
    const Row& r = table_.row(c.row);
    if (bare_line(g, r)) return false;
    const bool enclosed = std::any_of(g.enclosing.begin(), g.enclosing.end(), [&](std::uint32_t outer) { return encloses(outer, r); });
    if (strays(c) || (!enclosed && (namesake(g, c) || put_elsewhere(g, r))) || called_after(g, c) || out_of_the_blue(g, c)) return false;
    if (r.kind == Kind::country || r.kind == Kind::continent || r.kind == Kind::region || (r.origin == Origin::knowledge && !g.loose)) return true;
    const auto country = countries_.find(std::string(r.country_code()));
    const bool backed = demonym_countries_.count(std::string(r.country_code())) != 0 || c.support > 1.2;
    // A spelling of our own for a large place that has no rival abroad, or one that needs a text that is about that country.
    // With an article inside ("Jisr al-Shughur") it is spelled like nothing else.
    const Name& first = scan_.names[g.names.front()];
    const bool article = first.span.of(a_.text).find('-') != std::string_view::npos || (first.last - first.first > 1 && is_place_head(scan_, scan_.words[first.first]));
    const double telling = article || g.located ? 15'000 : 50'000;
    if (g.loose && first.last - first.first > 1 && inhabitants(r) >= telling && rivals(g, r) < 0.2) return true;
    // "In Qamishli": a seat that has no rival, where places stand.
    constexpr std::size_t kTelling = 5;  // letters that seldom make another word
    const bool seat = r.kind == Kind::admin1 || r.feature_code() == "PPLA" || (r.kind == Kind::city && inhabitants(r) >= 15'000);
    if (g.located && !g.loose && seat && first.span.of(a_.text).size() >= kTelling && rivals(g, r) < 0.2) return true;
    if (g.located && g.loose && c.weight > 0.9 && r.kind == Kind::city && inhabitants(r) >= 15'000 && first.span.of(a_.text).size() >= 7) return true;
    if (g.loose) return country != countries_.end() && backed && share_of_others(g, c) >= 0.2 && (article || spelled_alike(first.span.of(a_.text), table_.name(r)));
    if (c.sort == NameSort::primary && inhabitants(r) >= 15'000) return true;
    if (g.tagged && c.sort == NameSort::primary && r.kind == Kind::city && inhabitants(r) >= 2'000 && first.span.of(a_.text).size() >= kTelling && rivals(g, r) < 0.2) return true;
    return backed || r.population >= 100'000 || (g.certain && c.weight > 0.6);
  }

  void emit(const Group& g) {
    const Candidate* best = likeliest(g);
    bool resolved = best != nullptr && trusted(g, *best), elsewhere = false;
    const Candidate* town = town_of(g, resolved ? best : nullptr, elsewhere);
    if (elsewhere) resolved = false;
    if (!resolved && best != nullptr && table_.row(best->row).kind == Kind::line) return;
    // A tiny place that nothing supports is more likely no place at all.
    if (!resolved && best != nullptr && !g.certain && !g.told && (g.loose || !g.located)) return;
    // A name that people of this text bear is a place only where it is spoken of as one.
    if (g.person && !g.located && !(resolved && table_.row(best->row).kind == Kind::country)) return;
    for (std::uint32_t n : g.names) {
      const Name& name = scan_.names[n];
      if (name.weak && !g.located && !(resolved && best->support > 1.2 && !g.loose && !g.person)) continue;
      if (g.person && !name.located && !(resolved && table_.row(best->row).kind == Kind::country)) continue;
      Place place;
      place.span = name.whole;
      place.use = name.use;
      if (resolved) {
        fill(place, table_.row(best->row), best->weight, std::clamp((best->base + best->support) / 8, 0.05, 1.0));
      } else {
        place.name = std::string(name.whole.of(a_.text));
        place.precision = (name.asked & kUnitSite) != 0 ? Precision::site : (name.asked & kUnitAdmin1) != 0 ? Precision::admin1 : (name.asked & kUnitAdmin2) != 0 ? Precision::district : Precision::settlement;
        // "The X quarter in Y" is as exact as Y, and so is "X in Y province".
        if (town != nullptr) lay_in(place, table_.row(town->row), std::any_of(g.ties.begin(), g.ties.end(), [](const Tie& t) { return t.inside; }));
        else if (g.within && name.use == PlaceUse::literal) lay_within(place, groups_[group_of_[*g.within]]);
      }
      found_.push_back({std::move(place), resolved ? best->row : kNone});
    }
  }

  /// The point and the land of a row.
  void stand_at(Place& place, const Row& r) const {
    place.lat = r.latitude(), place.lon = r.longitude();
    place.country = r.country_code();
    if (r.kind == Kind::admin1) place.admin1 = table_.name(r);
    else if (r.admin1 != kNone) place.admin1 = table_.name(table_.row(r.admin1));
  }

  void lay_in(Place& place, const Row& town, bool inside) const {
    stand_at(place, town);
    place.precision = inside ? Precision::settlement : Precision::district;
  }

  void lay_within(Place& place, const Group& unit) const {
    const Candidate* best = likeliest(unit);
    if (best == nullptr || !trusted(unit, *best)) return;
    const Row& r = table_.row(best->row);
    place.country = r.country_code();
    if (r.kind != Kind::admin1 && r.kind != Kind::admin2) return;
    stand_at(place, r);
    place.precision = static_cast<Precision>(r.precision);
  }

  void fill(Place& place, const Row& r, double weight, double strength) const {
    stand_at(place, r);
    place.name = table_.name(r);
    if (r.id != 0) place.geonameid = r.id;
    if (r.kind == Kind::admin2) place.admin2 = table_.name(r);
    else if (r.admin2 != kNone) place.admin2 = table_.name(table_.row(r.admin2));
    place.feature = r.feature_code();
    place.precision = static_cast<Precision>(r.precision);
    place.score = std::round(weight * strength * 1000) / 1000;
  }

  struct Found {
    Place place;
    std::uint32_t row;
  };

  Annotation& a_;
  const Table& table_;
  const Scan& scan_;
  std::vector<Found> found_;
  std::vector<std::uint32_t> rows_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> group_of_;  ///< by name
  std::map<std::string, double> demonym_countries_, countries_;
  std::map<std::uint32_t, double> admins_;
  double country_total_ = 0, admin_total_ = 0;
};

}  // namespace

double prior(const Row& row, NameSort sort) {
  double p = 0;
  const double people = std::log10(inhabitants(row) + 10);
  switch (row.kind) {
    case Kind::continent:
    case Kind::country: p = 1.1; break;
    case Kind::region: p = 0.8; break;
    case Kind::water:
    case Kind::land: p = 0.7; break;
    case Kind::site: p = 0.6; break;
    case Kind::line: p = 0.5; break;
    case Kind::admin1: p = 0.42 + people / 14; break;
    case Kind::admin2: p = people / 13; break;
    case Kind::city: p = people / 7.5 + (row.capital != 0 ? 0.12 : 0); break;
  }
  if (row.origin != Origin::packages && row.kind == Kind::city) p = std::max(p, row.origin == Origin::knowledge ? 0.55 : 0.45);
  switch (sort) {
    case NameSort::primary: return p;
    case NameSort::bare: return p * 0.95;
    case NameSort::alternate: return p * (row.origin != Origin::packages ? 0.98 : 0.8);
    case NameSort::short_form: return p;
    case NameSort::transliterated: return p * 0.6;
    case NameSort::demonym: return 0;
  }
  return 0;
}

std::vector<std::uint32_t> resolve(Annotation& a, const Table& table, const Scan& scan) {
  Resolver resolver(a, table, scan, group(a, table, scan));
  resolver.run();
  return resolver.take_rows();
}

}  // namespace deconflict::place
