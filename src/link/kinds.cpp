#include <algorithm>
#include <array>
#include <utility>

#include "link/item.h"

namespace deconflict::link {

namespace {

struct KindInfo {
  std::string_view name;
  Family family;
  int speciality;
};

constexpr std::array kKinds = {
    KindInfo{"harm", Family::violence, 0},
    KindInfo{"attack", Family::violence, 1},
    KindInfo{"destruction", Family::violence, 1},
    KindInfo{"killing", Family::violence, 2},
    KindInfo{"armed_clash", Family::violence, 2},
    KindInfo{"airstrike", Family::violence, 3},
    KindInfo{"drone_strike", Family::violence, 3},
    KindInfo{"shelling", Family::violence, 3},
    KindInfo{"bombing", Family::violence, 3},
    KindInfo{"suicide_bombing", Family::violence, 4},
    KindInfo{"grenade", Family::violence, 4},
    KindInfo{"chemical_attack", Family::violence, 4},
    KindInfo{"sexual_violence", Family::violence, 3},
    KindInfo{"torture", Family::violence, 3},
    KindInfo{"mob_violence", Family::violence, 3},
    KindInfo{"force_against_protesters", Family::protest, 3},
    KindInfo{"peaceful_protest", Family::protest, 1},
    KindInfo{"protest_intervention", Family::protest, 2},
    KindInfo{"riot", Family::protest, 2},
    KindInfo{"strike_boycott", Family::protest, 2},
    KindInfo{"advance", Family::movement, 1},
    KindInfo{"deployment", Family::movement, 1},
    KindInfo{"withdrawal", Family::movement, 1},
    KindInfo{"base_established", Family::movement, 2},
    KindInfo{"territory_captured", Family::movement, 2},
    KindInfo{"siege_broken", Family::movement, 2},
    KindInfo{"siege", Family::movement, 1},
    KindInfo{"restriction", Family::movement, 0},
    KindInfo{"arrest", Family::detention, 1},
    KindInfo{"abduction", Family::detention, 2},
    KindInfo{"release", Family::release, 1},
    KindInfo{"surrender", Family::release, 1},
    KindInfo{"ceasefire", Family::deal, 2},
    KindInfo{"agreement", Family::deal, 1},
    KindInfo{"talks", Family::deal, 1},
    KindInfo{"cooperation", Family::deal, 0},
    KindInfo{"aid_delivery", Family::relief, 1},
    KindInfo{"evacuation", Family::relief, 1},
    KindInfo{"displacement", Family::relief, 1},
    KindInfo{"military_support", Family::relief, 1},
    KindInfo{"accusation", Family::accusation, 1},
    KindInfo{"denial", Family::denial, 1},
};

const KindInfo* info(std::string_view kind) {
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindInfo& k) { return k.name == kind; });
  return found == kKinds.end() ? nullptr : found;
}

struct Pair {
  std::string_view a, b;
  double value;
};

/// Different words for one happening, and how readily. Harm, killing and attack fit every act of violence: see kinship.
constexpr std::array kPairs = {
    Pair{"airstrike", "drone_strike", 0.8},
    Pair{"airstrike", "bombing", 0.5},
    Pair{"airstrike", "shelling", 0.35},
    Pair{"airstrike", "chemical_attack", 0.5},
    Pair{"shelling", "chemical_attack", 0.5},
    Pair{"shelling", "drone_strike", 0.3},
    Pair{"shelling", "bombing", 0.3},
    Pair{"bombing", "suicide_bombing", 0.8},
    Pair{"bombing", "grenade", 0.7},
    Pair{"armed_clash", "attack", 0.4},
    Pair{"killing", "torture", 0.4},
    Pair{"killing", "sexual_violence", 0.25},
    Pair{"harm", "sexual_violence", 0.25},
    Pair{"killing", "mob_violence", 0.6},
    Pair{"attack", "mob_violence", 0.6},
    Pair{"attack", "killing", 0.6},
    Pair{"riot", "peaceful_protest", 0.6},
    Pair{"riot", "force_against_protesters", 0.5},
    Pair{"peaceful_protest", "force_against_protesters", 0.4},
    Pair{"peaceful_protest", "protest_intervention", 0.5},
    Pair{"riot", "protest_intervention", 0.5},
    Pair{"protest_intervention", "force_against_protesters", 0.7},
    Pair{"peaceful_protest", "strike_boycott", 0.5},
    Pair{"advance", "territory_captured", 0.2},
    Pair{"advance", "deployment", 0.5},
    Pair{"advance", "siege_broken", 0.2},
    Pair{"siege_broken", "territory_captured", 0.1},
    Pair{"siege", "restriction", 0.5},
    Pair{"deployment", "base_established", 0.4},
    Pair{"abduction", "arrest", 0.6},
    Pair{"ceasefire", "agreement", 0.6},
    Pair{"agreement", "talks", 0.4},
    Pair{"agreement", "cooperation", 0.4},
    Pair{"talks", "ceasefire", 0.25},
    Pair{"evacuation", "displacement", 0.4},
    Pair{"harm", "riot", 0.6},
    Pair{"harm", "force_against_protesters", 0.6},
    Pair{"harm", "protest_intervention", 0.5},
    Pair{"harm", "peaceful_protest", 0.3},
};

}  // namespace

Family family_of(std::string_view kind) {
  const KindInfo* k = info(kind);
  return k != nullptr ? k->family : Family::other;
}

int speciality(std::string_view kind) {
  const KindInfo* k = info(kind);
  return k != nullptr ? k->speciality : 1;
}

double kinship(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  for (const Pair& p : kPairs)
    if ((p.a == a && p.b == b) || (p.a == b && p.b == a)) return p.value;
  if (family_of(a) != Family::violence || family_of(b) != Family::violence) return 0;
  if (a == "harm" || b == "harm") return 0.6;
  if (a == "killing" || b == "killing") return 0.5;
  if (a == "attack" || b == "attack") return 0.75;
  if (a == "destruction" || b == "destruction") return 0.35;
  return 0;
}

bool rival_kinds(std::string_view a, std::string_view b) {
  static constexpr Pair kRivals[] = {{"airstrike", "shelling", 1}, {"airstrike", "suicide_bombing", 1}, {"drone_strike", "shelling", 1}, {"drone_strike", "suicide_bombing", 1},
                                     {"shelling", "suicide_bombing", 1}, {"arrest", "abduction", 1}, {"peaceful_protest", "riot", 1}};
  return std::any_of(std::begin(kRivals), std::end(kRivals), [&](const Pair& p) { return (p.a == a && p.b == b) || (p.a == b && p.b == a); });
}

Means means_of(std::string_view kind, std::string_view told) {
  // A battle is fought with all that there is.
  if (kind == "armed_clash" || (family_of(kind) != Family::violence && family_of(kind) != Family::protest)) return Means::untold;
  static constexpr std::pair<std::string_view, Means> kByKind[] = {{"airstrike", Means::air}, {"drone_strike", Means::air}, {"shelling", Means::shells}, {"bombing", Means::bomb}, {"suicide_bombing", Means::bomb}, {"grenade", Means::bomb}};
  for (const auto& [name, means] : kByKind)
    if (kind == name) return means;
  static constexpr std::pair<std::string_view, Means> kByWord[] = {{"air", Means::air}, {"shells", Means::shells}, {"bomb", Means::bomb}, {"arms", Means::arms}, {"blade", Means::blade}, {"hand", Means::hand}};
  for (const auto& [name, means] : kByWord)
    if (told == name) return means;
  return Means::untold;
}

bool rule_each_other_out(Means a, Means b) {
  if (a > b) std::swap(a, b);
  const bool from_afar = a == Means::air || a == Means::shells || a == Means::bomb;
  const bool close = b == Means::blade || b == Means::hand;
  return (from_afar && close) || (a == Means::air && b == Means::arms) || (a == Means::arms && b == Means::hand);
}

bool symmetric(std::string_view kind) {
  return kind == "armed_clash" || kind == "ceasefire" || kind == "agreement" || kind == "talks" || kind == "cooperation";
}

bool verbal(std::string_view kind) {
  const Family f = family_of(kind);
  return f == Family::accusation || f == Family::denial || f == Family::other;
}

Modality modality_of(Realis realis) {
  switch (realis) {
    case Realis::asserted:
    case Realis::alleged: return Modality::actual;
    case Realis::denied:
    case Realis::negated: return Modality::denied;
    default: return Modality::future;
  }
}

}  // namespace deconflict::link
