#include "place/groups.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/words.h"
#include "place/keys.h"

namespace deconflict::place {

namespace {

/// Puts the names of a scan together and notes what the text says of where one lies to another.
class Grouper {
 public:
  Grouper(const Annotation& a, const Table& table, const Scan& scan) : a_(a), table_(table), scan_(scan) {}

  Groups run() {
    make_groups();
    const auto count = static_cast<std::uint32_t>(scan_.names.size());
    for (std::uint32_t n = 0; n + 1 < count; ++n) note_tie(n);
    for (std::uint32_t n = 0; n + 1 < count; ++n) note_owner(n);
    for (std::uint32_t n = 0; n < count; ++n) note_pointer(n);
    for (std::uint32_t n = 0; n < count; ++n) note_nearby(n);
    for (std::uint32_t n = 0; n + 1 < count; ++n) note_scene(n);
    return {std::move(groups_), std::move(group_of_)};
  }

 private:
  void make_groups() {
    std::unordered_map<std::string, std::uint32_t> by_key;
    std::string key;
    for (std::uint32_t n = 0; n < scan_.names.size(); ++n) {
      const Name& name = scan_.names[n];
      key = name_key(name.span.of(a_.text));
      // A unit of another kind is another place: "Deir ez-Zor province" beside "Deir ez-Zor".
      const std::uint32_t level = name.asked & (kUnitAdmin1 | kUnitAdmin2 | kUnitWater);
      key += static_cast<char>('0' + level);
      const auto [it, fresh] = by_key.emplace(key, static_cast<std::uint32_t>(groups_.size()));
      if (fresh) groups_.push_back({});
      group_of_.push_back(it->second);
      Group& g = groups_[it->second];
      if (fresh) g.first_word = name.first;
      g.names.push_back(n);
      g.asked |= name.asked;
      g.certain |= name.certain;
      g.told |= name.told;
      g.located |= name.located;
      g.tagged |= name.tagged;
      g.governs = g.governs || acts_as_state(name);
      g.weak = g.weak && name.weak;
      g.building = g.building && name.building;
      g.called = g.called && name.called;
      g.times_located += name.located;
      g.loose = name.loose;
      if (g.enclosing.size() < 4) note_enclosing(name, n, g);
    }
  }

  bool acts_as_state(const Name& name) const {
    const std::uint32_t last = name.last;
    if (last >= scan_.words.size() || scan_.words[last].sentence != scan_.words[last - 1].sentence || scan_.words[last - 1].gap != Gap::space) return false;
    return one_of(word(last), {"denies", "denied", "accuses", "accused", "blames", "blamed", "rejects", "rejected", "insists", "insisted", "condemned", "protested", "recalled", "summoned", "vowed", "warned", "says", "claims"});
  }

  /// "Paris, Texas", "X in Y province"
  void note_enclosing(const Name& name, std::uint32_t n, Group& g) {
    if (n + 1 >= scan_.names.size()) return;
    const Name& next = scan_.names[n + 1];
    const Word& last = scan_.words[name.last - 1];
    std::uint32_t gap = next.first - name.last;
    if (scan_.words[next.first].sentence != last.sentence) return;
    // "Santa Elena jurisdiction, Usulutan department"
    const bool after_unit = gap == 1 && last.gap == Gap::space && (scan_.words[name.last].bits & (kUnitAdmin2 | kUnitCity)) != 0 && scan_.words[name.last].gap == Gap::comma;
    bool inside = (gap == 0 && (last.gap == Gap::comma || last.gap == Gap::open)) || after_unit;
    if (!inside && gap >= 1 && gap <= 4) {
      // "Hajin in Deir ez-Zor", "Khan Shaykhun in the southern Idlib"
      const bool unit = gap >= 2 && (scan_.words[name.last].bits & kUnit) != 0;
      inside = word(name.last) == "in" || (unit && (word(name.last + 1) == "in" || word(name.last + 1) == "of"));
    }
    if (inside && enclose(next, g)) g.within = n + 1;
  }

  /// → whether the name is one of a land or a part of one
  bool enclose(const Name& outer, Group& g) {
    const std::size_t before = g.enclosing.size();
    for (Posting p : outer.postings) {
      const Row& r = table_.row(p.row());
      if (p.sort() == NameSort::demonym || (r.kind != Kind::country && r.kind != Kind::admin1 && r.kind != Kind::admin2)) continue;
      g.enclosing.push_back(p.row());
      if (g.enclosing.size() >= 8) break;
    }
    return g.enclosing.size() > before;
  }

  void note_tie(std::uint32_t n) {
    constexpr std::uint32_t kBetween = 6, kMeasured = 12;
    const Name& name = scan_.names[n];
    const Name& next = scan_.names[n + 1];
    if (next.first < name.last || next.first - name.last > kMeasured || scan_.words[next.first].sentence != scan_.words[name.first].sentence) return;
    std::uint32_t i = name.last;
    const std::uint32_t before = name.first >= 2 && word(name.first - 1) == "of" ? scan_.words[name.first - 2].bits : 0;
    bool quarter = (before & kQuarter) != 0, small = is_quarter(before);
    for (; i < next.first && (scan_.words[i].bits & (kUnit | kQuarter | kBuilding | kNamesake | kPremises)) != 0; ++i) {
      const std::uint32_t bits = scan_.words[i].bits;
      quarter = quarter || (bits & (kQuarter | kBuilding | kNamesake | kPremises)) != 0;
      small = small || is_quarter(bits);
    }
    const bool strange = name.postings.empty() || name.loose;
    if (strange && !next.building && may_be_town(next) && lies_beside(i, next.first)) return tie(n, false, small, true);
    if (strange && is_part_called(i, next)) return tie(n, true, true);
    if (next.first - name.last > kBetween) return;
    // "X, Oldtown", "X in Oldtown", where no gazetteer has such an X.
    if (i == next.first) {
      if (scan_.words[i - 1].gap == Gap::comma && !lists_on(n + 1) && (name.postings.empty() || (name.loose && quarter))) tie(n, true, small);
      return;
    }
    const bool part = (quarter || name.postings.empty() || name.loose) && (word(i) == "in" || word(i) == "inside" || (quarter && i > name.last && word(i) == "of"));
    bool side = false;
    for (; i < next.first; ++i) {
      side = side || ((scan_.words[i].bits & kDirection) != 0 && i + 1 < next.first && word(i + 1) == "of");
      if (!side && !part && scan_.words[i].upper) return;
    }
    if (!part && !side) return;
    tie(n, (part && !side) || small, small);
  }

  /// "X, Oldtown, Newtown and Hill": does a name of no wider land go on the list behind name n?
  bool lists_on(std::uint32_t n) const {
    if (n + 1 >= scan_.names.size()) return false;
    const Name &name = scan_.names[n], &next = scan_.names[n + 1];
    if (scan_.words[next.first].sentence != scan_.words[name.last - 1].sentence) return false;
    std::uint32_t i = name.last;
    const bool comma = scan_.words[i - 1].gap == Gap::comma, joined = i < next.first && word(i) == "and";
    i += joined;
    i += i < next.first && word(i) == "the";
    return i == next.first && (comma || joined) && std::none_of(next.postings.begin(), next.postings.end(), [&](Posting p) { return table_.row(p.row()).kind == Kind::country || table_.row(p.row()).kind == Kind::admin1; });
  }

  /// "X near Oldtown", "X, on the outskirts of Oldtown", "X, 10 km north of Oldtown": do words [i, end) say that what stands before them is not far off?
  bool lies_beside(std::uint32_t i, std::uint32_t end) const {
    constexpr double kFarKm = 25;
    bool beside = false, after_comma = false;
    // "X, a small farming town near Oldtown"
    const bool described = i > 0 && i < end && scan_.words[i - 1].gap == Gap::comma && one_of(word(i), {"a", "an"});
    double number = 0;
    for (std::uint32_t k = i; k < end; ++k) {
      const Word& w = scan_.words[k];
      const std::string_view s = word(k);
      if (after_comma || (w.upper && (w.bits & kDirection) == 0) || one_of(s, {"and", "from", "between", "that", "which", "where", "who", "by", "with", "for"})) return false;
      after_comma = w.gap == Gap::comma;
      const bool of = k + 1 < end && word(k + 1) == "of";
      if (s[0] >= '0' && s[0] <= '9') {
        number = std::atof(std::string(s).c_str());
        if (number > kFarKm) return false;
      } else if (one_of(s, {"near", "outside", "overlooking", "adjacent"}) || (s == "close" && k + 1 < end && word(k + 1) == "to") || (of && ((w.bits & kDirection) != 0 || one_of(s, {"outskirts", "suburbs", "countryside", "vicinity", "environs", "edge", "edges", "perimeter", "gates"})))) {
        beside = true;
      } else if (!described && (w.bits & (kDirection | kMeasure | kUnitCity)) == 0 && !one_of(s, {"in", "on", "to", "of", "the", "about", "some", "around", "just", "located", "situated", "strategic"})) {
        return false;
      }
    }
    return beside;
  }

  /// "X, an Oldtown township"
  bool is_part_called(std::uint32_t i, const Name& town) const {
    const auto& words = scan_.words;
    const bool article = i > 0 && i + 1 == town.first && words[i - 1].gap == Gap::comma && one_of(word(i), {"a", "an"});
    return article && town.last < words.size() && words[town.last - 1].gap == Gap::space && !words[town.last].upper && (words[town.last].bits & (kUnitCity | kQuarter)) != 0 && may_be_town(town);
  }

  /// "In Oldtown, gunmen shot a guard in X": what opens a sentence and is set off by a comma holds what it tells.
  void note_scene(std::uint32_t n) {
    const auto& words = scan_.words;
    const Name& scene = scan_.names[n];
    std::uint32_t first = scene.first;
    while (first > 0 && words[first - 1].sentence == words[scene.first].sentence && !words[first - 1].upper && words[first - 1].gap == Gap::space) --first;
    if (first > 0 && words[first - 1].sentence == words[scene.first].sentence && word(first - 1) == "in" && words[first - 1].first) --first;
    std::uint32_t last = scene.last;
    while (last < words.size() && words[last - 1].gap == Gap::space && (words[last].bits & (kUnit | kQuarter)) != 0) ++last;
    if (!words[first].first || word(first) != "in" || words[last - 1].gap != Gap::comma || scene.use != PlaceUse::literal) return;
    for (std::uint32_t k = n + 1; k < scan_.names.size() && words[scan_.names[k].first].sentence == words[scene.first].sentence; ++k) {
      Group& g = groups_[group_of_[k]];
      if (!scan_.names[k].postings.empty() || group_of_[k] == group_of_[n] || g.within || !g.ties.empty()) continue;
      if (may_be_town(scene)) g.ties.push_back({group_of_[n], false, false, true});
      else if (enclose(scene, g)) g.within = n;
    }
  }

  /// "Oldtown's X quarter": the next name lies in this one.
  void note_owner(std::uint32_t n) {
    const Name &owner = scan_.names[n], &name = scan_.names[n + 1];
    const Word& last = scan_.words[owner.last - 1];
    if (!last.possessive || last.sentence != scan_.words[name.first].sentence || name.first > owner.last + 1 || group_of_[n] == group_of_[n + 1]) return;
    if (name.first > owner.last && scan_.words[owner.last].upper) return;
    const std::uint32_t bits = name.last < scan_.words.size() ? scan_.words[name.last].bits : 0;
    Group& g = groups_[group_of_[n + 1]];
    g.ties.push_back({group_of_[n], true, is_quarter(bits)});
    if (enclose(owner, g)) g.within = n;
  }

  /// "The X district of the port city": of the town named last.
  void note_pointer(std::uint32_t n) {
    constexpr std::uint32_t kBetween = 4;
    const auto& words = scan_.words;
    std::uint32_t i = scan_.names[n].last;
    if (i + 2 >= words.size() || words[i - 1].gap != Gap::space || (words[i].bits & (kQuarter | kBuilding | kNamesake)) == 0 || words[i + 1].sentence != words[i].sentence) return;
    const bool small = is_quarter(words[i].bits);
    ++i;
    if ((word(i) != "of" && word(i) != "in") || (word(i + 1) != "the" && word(i + 1) != "this")) return;
    i += 2;
    const std::uint32_t end = std::min<std::uint32_t>(i + kBetween, static_cast<std::uint32_t>(words.size()));
    for (; i < end && !words[i].upper && words[i].sentence == words[i - 1].sentence; ++i) {
      if (words[i - 1].gap != Gap::space) return;
      if ((words[i].bits & kUnitCity) == 0) continue;
      if (i + 1 < words.size() && words[i].gap == Gap::space && words[i + 1].sentence == words[i].sentence && (word(i + 1) == "of" || words[i + 1].upper)) return;
      for (std::uint32_t town = n; town-- > 0;) {
        const Name& name = scan_.names[town];
        if (!is_town(name) || name.use != PlaceUse::literal || group_of_[town] == group_of_[n]) continue;
        groups_[group_of_[n]].ties.push_back({group_of_[town], true, small});
        return;
      }
      return;
    }
  }

  /// "In the nearby Christian section of X": a quarter of the town named last.
  void note_nearby(std::uint32_t n) {
    constexpr std::uint32_t kBetween = 5;
    const auto& words = scan_.words;
    const Name& name = scan_.names[n];
    if (!name.postings.empty() && !name.loose) return;
    bool nearby = false, quarter = name.last < words.size() && words[name.last - 1].gap == Gap::space && (words[name.last].bits & kQuarter) != 0;
    for (std::uint32_t i = name.first; i-- > 0 && i + kBetween >= name.first && words[i].sentence == words[name.first].sentence && words[i].gap == Gap::space && !nearby;) {
      nearby = word(i) == "nearby";
      quarter = quarter || (words[i].bits & kQuarter) != 0;
    }
    if (!nearby || !quarter) return;
    for (std::uint32_t town = n; town-- > 0;)
      if (scan_.names[town].use == PlaceUse::literal && is_town(scan_.names[town]) && group_of_[town] != group_of_[n]) return groups_[group_of_[n]].ties.push_back({group_of_[town], true, true});
  }

  bool is_town(const Name& name) const {
    return std::any_of(name.postings.begin(), name.postings.end(), [&](Posting p) { return p.sort() == NameSort::primary && table_.row(p.row()).kind == Kind::city; });
  }

  /// By any of its names, and no land nor unit.
  bool may_be_town(const Name& name) const {
    return (name.asked & (kUnitAdmin1 | kUnitAdmin2)) == 0 && std::any_of(name.postings.begin(), name.postings.end(), [&](Posting p) { return p.sort() != NameSort::demonym && table_.row(p.row()).kind == Kind::city; });
  }

  /// Notes that a name lies in or near the next.
  void tie(std::uint32_t n, bool inside, bool small, bool beside = false) {
    std::vector<Tie>& ties = groups_[group_of_[n]].ties;
    if (ties.size() < 4 && group_of_[n + 1] != group_of_[n]) ties.push_back({group_of_[n + 1], inside, small, beside});
  }

  /// "Neighbourhood", "quarter", "school"; an area and a district may be a town's.
  static bool is_quarter(std::uint32_t bits) { return ((bits & kQuarter) != 0 && (bits & (kUnitCity | kUnitSite)) != 0) || (bits & (kBuilding | kNamesake)) != 0; }

  std::string_view word(std::uint32_t i) const { return scan_.key(scan_.words[i]); }

  const Annotation& a_;
  const Table& table_;
  const Scan& scan_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> group_of_;
};

}  // namespace

Groups group(const Annotation& a, const Table& table, const Scan& scan) { return Grouper(a, table, scan).run(); }

}  // namespace deconflict::place
