#include <algorithm>

#include "base/hash.h"
#include "place/called.h"
#include "place/keys.h"
#include "place/scan.h"

namespace deconflict::place {

namespace {

constexpr std::uint32_t kMaxWords = 7;

/// Finds the names of one text; holds what several steps share.
class Finder : private Called {
 public:
  Finder(const Annotation& a, const Table& table, Scan& scan) : Called(a, table, scan), out_(scan) {}

  void run() {
    restore_possessives();
    for (const Mention& m : a_.mentions) {
      if (m.type != MentionType::PER || m.span.size() > 100) continue;
      const std::string name = name_key(a_.surface(m.span));
      out_.persons.push_back(hash64(std::string_view(name).substr(name.rfind(' ') + 1)));
    }
    for (std::uint32_t i = 0; i < words_.size();) {
      const std::size_t known = out_.names.size();
      const std::uint32_t next = at(i);
      i = next > i ? next : i + 1;
      // "Oldtown Bay" is one name, though some land is called Bay.
      if (out_.names.size() > known)
        while (i < words_.size() && words_[i].span.begin < out_.names.back().whole.end) ++i;
    }
    std::sort(out_.persons.begin(), out_.persons.end());
  }

 private:
  const Word& word(std::uint32_t i) const { return words_[i]; }
  bool begins_name(std::uint32_t i) const {
    if (words_[i].upper) return true;
    return has(i, kArticle) && joined(i) && words_[i].gap == Gap::hyphen && words_[i + 1].upper;
  }

  /// "Syrias north": texts that lost their apostrophes still mean the country's.
  void restore_possessives() {
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
      const std::string_view k = key(i);
      if (!words_[i].upper || k.size() < 5 || !k.ends_with('s') || !table_.find(k).empty()) continue;
      if (i > 0 && joined(i - 1) && (words_[i - 1].bits & kCommon) != 0 && (key(i - 1) == "the" || key(i - 1) == "two" || key(i - 1) == "both")) continue;  // "the two Koreas"
      const auto stem = table_.find(k.substr(0, k.size() - 1));
      if (std::none_of(stem.begin(), stem.end(), [&](Posting p) { return p.sort() == NameSort::primary && table_.row(p.row()).kind == Kind::country; })) continue;
      Word& w = out_.words[i];
      w.possessive = true;
      --w.key_end;
      --w.span.end;
    }
  }

  std::uint32_t at(std::uint32_t i) {
    if (!begins_name(i)) return i + 1;
    // The longest run of words that is a name; the table is asked for every length.
    std::string& joined_key = buffer_;
    joined_key.clear();
    std::uint32_t best = 0;
    std::span<const Posting> found;
    for (std::uint32_t n = 0; n < kMaxWords && i + n < words_.size(); ++n) {
      if (n > 0) {
        if (!joined(i + n - 1)) break;
        joined_key += ' ';
      }
      joined_key += key(i + n);
      if (joined_key.size() > 80) break;
      // "The Gaza strip", "the Red sea"
      const bool land = n > 0 && !words_[i + n].upper && has(i + n, kUnitLand | kUnitWater);
      // "The Northport nuclear plant"
      const bool works = n > 1 && !words_[i + n].upper && (has(i + n, kFacility | kUnitSite) || key(i + n) == "plant");
      if (!words_[i + n].upper && !land && !works) continue;
      const auto postings = table_.find(joined_key);
      if (!postings.empty() && ((!land && !works) || (land && names_land(postings)) || (works && names_site(postings)))) {
        best = n + 1;
        found = postings;
      }
    }
    // "Jisr al-Shughur" is no "Jisr": a longer name in another spelling goes before a short one in the table's.
    bool loose = false;
    const bool goes_on = best > 0 && best < kMaxWords && i + best < words_.size() && joined(i + best - 1);
    if (best == 0 || is_only_article(i, best) || (goes_on && (has(i + best, kArticle) || (best == 1 && (!has(i, kCommon | kTitle | kGiven) || is_place_head(scan_, words_[i])) && may_go_on(i + 1))))) {
      const auto [n, postings] = find_loose(i);
      if (n > best) {
        best = n;
        found = postings;
        loose = true;
      }
    }
    if (best == 0 || is_only_article(i, best) || only_demonym(found))
      if (const std::uint32_t last = called_by_sort(i, best); last > i) return site(i, last);
    // "University of Oldtown", "Omar bin Salim Camp": whatever place is called like the first word.
    if (best == 0 || is_only_article(i, best) || (best == 1 && (has(i, kPremises) || (i + 1 < words_.size() && joins_name(i + 1)))))
      if (const std::uint32_t last = premises(i); last > i) return building(i, last);
    // "Al" of "Al-Zara" is no name by itself.
    if (best == 0 || (is_only_article(i, best) && joined(i) && words_[i].gap == Gap::hyphen)) return unknown(i);
    Name name;
    name.first = i;
    name.last = i + best;
    name.postings = found;
    name.loose = loose;
    // "San Luis de la Reina" is another town than San Luis.
    if (const std::uint32_t longer = saint_of(i, name.last); longer > name.last) {
      name.last = longer;
      name.postings = {};
      name.span = {words_[i].span.begin, words_[longer - 1].span.end};
      if (!after_preposition(i) || mention_over(name.span, false) != nullptr) return longer;
      keep(name);
      return longer;
    }
    name.span = {words_[i].span.begin, words_[i + best - 1].span.end};
    // Nor is "Tal Bizam" the place that is called Tal.
    const std::uint32_t headed = past_head(name);
    if (headed > name.last && !after_preposition(i) && !is_called_place(i, headed)) return headed;
    if (const std::uint32_t longer = std::max({headed, tagged_further(name), over_hyphen(name)}); longer > name.last) {
      name.last = longer;
      name.postings = {};
      name.span.end = words_[longer - 1].span.end;
      name.asked = unit_after(longer) != 0 ? unit_after(longer) : unit_before(i);
      name.among = is_introduced(i) ? std::uint32_t{kUnitCity} : is_among(i, longer);
      name.certain = name.located = true;
      keep(name);
      return longer;
    }
    return judge(name);
  }

  bool names_site(std::span<const Posting> postings) const { return table_.row(postings.front().row()).kind == Kind::site; }

  bool names_land(std::span<const Posting> postings) const {
    const Row& r = table_.row(postings.front().row());
    return r.kind == Kind::admin1 || r.kind == Kind::region || r.kind == Kind::water || r.kind == Kind::land;
  }

  /// Is word i no unit, building or title, so that the name before may go on with it?
  bool may_go_on(std::uint32_t i) const {
    return words_[i - 1].gap == Gap::space && words_[i].upper && !has(i, kUnit | kOrganisation | kStreet | kTitle | kDirection | kFacility | kDay | kQuarter | kCommon | kKin) && !is_demonym(i);
  }

  /// The end of "Tal al-Marj", "Bir Salim" from a word that begins Arabic names of places; `last` where nothing goes on.
  std::uint32_t past_head(const Name& name) const {
    const std::uint32_t last = name.last;
    if (last - name.first != 1 || !has(name.first, kNameHead) || last >= words_.size() || !joined(last - 1) || words_[last - 1].gap != Gap::space) return last;
    const bool article = has(last, kArticle) && joined(last) && words_[last + 1].upper;
    return article ? last + 2 : may_go_on(last) ? last + 1 : last;
  }

  /// Where the tagger lets a place of one known word go on with a word that is no unit; `last` where it does not, or where no place is spoken of.
  std::uint32_t tagged_further(const Name& name) const {
    const std::uint32_t last = name.last;
    if (last - name.first != 1 || last >= words_.size() || !joined(last - 1)) return last;
    const bool article = words_[last - 1].gap == Gap::space && has(last, kArticle) && joined(last) && words_[last].gap == Gap::hyphen && words_[last + 1].upper;
    const std::uint32_t end = article ? last + 2 : last + 1;
    if (!article && !may_go_on(last)) return last;
    if (!after_preposition(name.first) && !stands_at(name.first) && !is_spoken_of(name.first, end) && !goes_on_list(name.first)) return last;
    if (has_kind(name, Kind::country, Kind::admin1)) return last;
    const Span longer{name.span.begin, words_[end - 1].span.end};
    // "At Oldtown Cross junction"
    const bool before_sort = end < words_.size() && joined(end - 1) && words_[end - 1].gap == Gap::space && !words_[end].upper && has(end, kNamesake | kBuilding | kUnitSite | kQuarter | kUnitCity) && !tagged_person(longer);
    const bool named = before_sort || tagged_place(longer) || is_among(name.first, end) != 0 || (article && tagged_location(longer)) || ((unit_before(name.first) & kUnitCity) != 0 && key(name.first - 1) == "of");
    return named && mention_over(longer, false) == nullptr ? end : last;
  }

  /// "Dunga-Bari village" is no Dunga; but "the Oldtown-Newtown road".
  std::uint32_t over_hyphen(const Name& name) const {
    constexpr std::int64_t kKnown = 20'000;  // inhabitants
    const std::uint32_t last = name.last;
    if (last >= words_.size() || words_[last - 1].gap != Gap::hyphen || !joined(last - 1) || !words_[last].upper || words_[last].all_upper || has(last, kUnit | kDay | kDirection) || has(last - 1, kArticle | kDirection) || is_demonym(last)) return last;
    if (begins_road(last) || has_kind(name, Kind::country, Kind::admin1) || (!name.loose && best_population(name) >= kKnown)) return last;
    if (words_[name.first].all_upper || is_place(last)) return last;
    return (unit_after(last + 1) != 0 && !words_[last + 1].upper) || is_spoken_of(name.first, last + 1) ? last + 1 : last;
  }

  /// Where a name goes on with "de la …"; `last` where it does not.
  std::uint32_t saint_of(std::uint32_t first, std::uint32_t last) const {
    std::uint32_t i = last;
    bool linked = false;
    for (; i < words_.size() && i < last + 2 && joined(i - 1) && words_[i - 1].gap == Gap::space && has(i, kNameLink); ++i) linked = true;
    if (!linked || i >= words_.size() || !joined(i - 1) || !words_[i].upper || !words_[first].upper) return last;
    return i + 1;
  }

  bool is_only_article(std::uint32_t i, std::uint32_t n) const { return n == 1 && has(i, kArticle); }

  std::pair<std::uint32_t, std::span<const Posting>> find_loose(std::uint32_t i) {
    std::uint32_t last = i;
    std::pair<std::uint32_t, std::span<const Posting>> best{0, {}};
    if (words_[i].first && has(i, kBefore)) return best;  // "In El Obeid"
    for (std::uint32_t n = 1; n <= 4; ++n, ++last) {
      if (n > 1 && !joined(last - 1)) break;
      if (last >= words_.size()) break;
      if (!words_[last].upper) {
        if (has(last, kArticle)) continue;
        break;
      }
      // "R-N.C." is no name that could be spelled otherwise.
      if (words_[last].span.size() == 1 || a_.surface(words_[last].span).find('.') != std::string_view::npos) break;
      if (n == 1 && (has(i, kCommon | kTitle | kGiven | kArticle) || words_[i].span.size() < 5)) continue;
      if (n > 1 && has(last, kUnit | kOrganisation | kStreet)) break;
      // A spelling of our own must take the whole run of capitals: part of a longer name is another name.
      if (joined(last) && words_[last + 1].upper && !has(last + 1, kUnit | kOrganisation | kStreet)) continue;
      const auto postings = table_.find_transliterated(transliteration_key(Span{words_[i].span.begin, words_[last].span.end}.of(a_.text).substr(0, 80)));
      if (!postings.empty()) best = {n, postings};
    }
    return best;
  }

  void keep(Name& name) {
    name.whole = name.span;
    // "East Ghouta", but "in northern Idlib".
    if (const std::uint32_t i = name.first; i > 0 && joined(i - 1) && words_[i - 1].gap == Gap::space && words_[i - 1].upper && !words_[i - 1].all_upper && !words_[i - 1].first && (words_[i - 1].bits & (kDirection | kTitle | kGiven)) == kDirection && name.use == PlaceUse::literal && !name.land_of)
      name.whole.begin = words_[i - 1].span.begin;
    const bool land = has_kind(name, Kind::country, Kind::continent);
    if (name.use == PlaceUse::literal && !land && !name.capital_of && !name.land_of && !words_[name.last - 1].possessive)
      if (const std::uint32_t end = sort_of_place(name.last); end > name.last) name.whole.end = words_[end - 1].span.end;
    out_.names.push_back(name);
  }

  bool only_demonym(std::span<const Posting> postings) const {
    return std::all_of(postings.begin(), postings.end(), [](Posting p) { return p.sort() == NameSort::demonym; });
  }

  std::int64_t best_population(const Name& name) const {
    std::int64_t best = 0;
    for (Posting p : name.postings) {
      const Row& r = table_.row(p.row());
      if (p.sort() == NameSort::demonym) continue;
      const std::int64_t people = r.kind == Kind::city || r.kind == Kind::admin1 || r.kind == Kind::admin2 ? r.population : 10'000'000;
      best = std::max(best, p.sort() == NameSort::primary || r.origin != Origin::packages ? people : people / 4);
    }
    return best;
  }

  bool has_kind(const Name& name, Kind a, Kind b) const {
    return std::any_of(name.postings.begin(), name.postings.end(), [&](Posting p) {
      const Kind k = table_.row(p.row()).kind;
      return p.sort() != NameSort::demonym && (k == a || k == b);
    });
  }

  /// Short forms ("US", "N.C.") count only as they are written: capitals or with a full stop.
  bool short_form_fits(const Name& name) const {
    const Word& w = words_[name.first];
    const auto size = w.key_end - w.key;
    if (name.last - name.first > 1 || size > 4) return true;
    const bool dotted = name.span.end < a_.text.size() && a_.text[name.span.end] == '.';
    const bool is_short = std::any_of(name.postings.begin(), name.postings.end(), [](Posting p) { return p.sort() == NameSort::short_form; });
    const bool full_stops = dotted || a_.surface(w.span).find('.') != std::string_view::npos;
    if (full_stops && has_kind(name, Kind::admin1, Kind::country)) return true;
    if (is_short && (w.all_upper || full_stops)) return true;
    if (w.all_upper && size <= 3)
      return std::any_of(name.postings.begin(), name.postings.end(), [&](Posting p) { return table_.row(p.row()).kind == Kind::country && p.sort() != NameSort::demonym; });
    if (size <= 2) return false;
    return !w.all_upper || best_population(name) > 300'000;
  }

  /// "San Miguel Department", but neither "Ohio Department of Health" nor "Athens Police Department".
  bool department_after(const Name& name) const {
    const std::uint32_t last = name.last;
    if (!joined(last - 1) || words_[last - 1].gap != Gap::space || !has(last, kUnitDepartment) || !has_kind(name, Kind::admin1, Kind::admin1)) return false;
    return !joined(last) || key(last + 1) != "of";
  }

  /// "The northern department of Bolivar"
  bool department_before(const Name& name) const {
    const std::uint32_t first = name.first;
    return first >= 2 && words_[first - 1].gap == Gap::space && words_[first - 2].gap == Gap::space && key(first - 1) == "of" && has(first - 2, kUnitDepartment) &&
           has_kind(name, Kind::admin1, Kind::admin1);
  }

  /// "Southern Gaza": where a town's name also stands for the land around it that is called otherwise, its south is the land's.
  bool part_of_land(const Name& name) const {
    const std::uint32_t i = name.first;
    if (i == 0 || !joined(i - 1) || words_[i - 1].gap != Gap::space || !has(i - 1, kDirection)) return false;
    const std::string key = name_key(name.span.of(a_.text));
    return std::any_of(name.postings.begin(), name.postings.end(), [&](Posting p) {
      const Row& land = table_.row(p.row());
      return land.kind == Kind::admin1 && bare_name(name_key(table_.name(land))) != key && std::any_of(name.postings.begin(), name.postings.end(), [&](Posting q) {
        return q.sort() == NameSort::primary && table_.row(q.row()).kind == Kind::city && table_.row(q.row()).country_code() == land.country_code();
      });
    });
  }

  enum class Verdict { keep, associative, drop };

  /// What the names of people and bodies that were found before say of this one.
  Verdict heed_mentions(const Name& name, bool known, bool country, std::int64_t people, bool certain) const {
    // "In the Ruritanian Republic", whoever else may be called so.
    const bool inside = country && after_preposition(name.first);
    const Mention* m = mention_over(name.span, false);
    if (m == nullptr || (department_after(name) && m->span.begin == name.span.begin)) return Verdict::keep;
    const bool ours_is_longer = name.span.contains(m->span) && name.span != m->span;
    const bool identified = m->entity && *m->entity < a_.entities.size() && !a_.entities[*m->entity].id.starts_with("doc:");
    const bool ends_in_unit = name.last - name.first > 1 && has(name.last - 1, kUnitAdmin1 | kUnitAdmin2 | kUnitCity);
    if (ours_is_longer || (ends_in_unit && !identified && m->type == MentionType::PER)) return Verdict::keep;
    if (m->type == MentionType::PER) {
      if (country && m->span.begin == name.span.begin && m->span != name.span && !has(name.first, kGiven)) return Verdict::associative;  // "U.S. Senator …"
      return (known || certain) && m->span == name.span && !identified ? Verdict::keep : Verdict::drop;
    }
    if (m->span == name.span) {
      if (identified && a_.entities[*m->entity].id.starts_with("voice/")) return Verdict::drop;  // an agency called like a town
      if (inside) return Verdict::keep;
      if (!identified && (known || certain || people >= 100'000)) return Verdict::keep;
      return known ? Verdict::associative : Verdict::drop;
    }
    return identified && !country ? Verdict::drop : Verdict::associative;
  }

  /// "The Syrian capital", "Syria's capital", but no "capital Damascus", which has its own name, and no "capital punishment".
  bool has_capital(const Name& name) const {
    const std::uint32_t c = name.last;
    if (c >= words_.size() || words_[c - 1].gap != Gap::space || words_[c].sentence != words_[c - 1].sentence || key(c) != "capital" || words_[c].upper) return false;
    const bool country = words_[c - 1].possessive && has_kind(name, Kind::country, Kind::country);
    const bool people = std::any_of(name.postings.begin(), name.postings.end(), [](Posting p) { return p.sort() == NameSort::demonym; });
    if (!country && !people) return false;
    if (c + 1 >= words_.size() || words_[c + 1].sentence != words_[c].sentence) return true;
    const bool named = words_[c + 1].upper && (words_[c].gap == Gap::space || words_[c].gap == Gap::comma) && !has(c + 1, kDay);
    const std::string_view next = key(c + 1);
    return !named && next != "punishment" && next != "market" && next != "markets" && next != "gains" && next != "goods" && next != "flows" && next != "controls";
  }

  std::uint32_t judge(Name& name) {
    const std::uint32_t i = name.first, last = name.last;
    if (has_capital(name)) {
      for (Posting p : name.postings)
        if (p.sort() == NameSort::demonym) note_demonym(p.row());
      name.last = last + 1;
      name.span.end = words_[last].span.end;
      name.capital_of = name.located = name.certain = true;
      keep(name);
      return name.last;
    }
    if (is_aged(last) && !after_preposition(i)) {
      if (last - i == 1) note_person(i);
      return last;
    }
    if (only_demonym(name.postings) || (is_demonym_of_unit(name) && unit_after(last) == 0 && !has(last, kOrganisation))) {
      for (Posting p : name.postings)
        if (p.sort() == NameSort::demonym) note_demonym(p.row());
      if (last < words_.size() && joined(last - 1) && ((words_[last].bits & kTerritory) != 0 || has_side(last)) && !words_[last].upper) {
        name.land_of = true;
        name.located = true;
        keep(name);
      }
      return last;
    }
    const bool single = last - i == 1;
    const Word& w = words_[i];
    if (!short_form_fits(name)) return opens_name(i) ? unknown(i) : i + 1;
    if (name.span.end < a_.text.size() && a_.text[name.span.end] == '$') return last;
    if (joined(last - 1) && key(last) == "time" && !words_[last].upper) return last + 1;  // "13:50 Moscow time"
    const std::int64_t people = best_population(name);
    const bool country = has_kind(name, Kind::country, Kind::continent);
    const bool known = country || (!name.loose && (has_kind(name, Kind::admin1, Kind::region) || has_kind(name, Kind::water, Kind::land) || has_kind(name, Kind::line, Kind::line)));
    const std::uint32_t after = department_after(name) ? std::uint32_t{kUnitAdmin1} : part_of_town(i, last) ? 0 : unit_after(last) | units_behind_list(last);
    const std::uint32_t before = department_before(name) ? std::uint32_t{kUnitAdmin1} : unit_before(i);
    const bool next_upper = joined(last - 1) && words_[last - 1].gap == Gap::space && words_[last].upper && !has(last, kDay);
    const bool enclosed = last < words_.size() && words_[last - 1].gap == Gap::comma && words_[last].upper && words_[last].sentence == w.sentence && is_place(last);
    name.asked = has_bank(i) ? std::uint32_t{kUnitWater} : after != 0 ? after : before != 0 ? before : part_of_land(name) ? std::uint32_t{kUnitAdmin1} : 0U;
    const bool road = joins_road(i, last);
    // The tagger takes many a town for a person where it is captured or hit; a name of two words that the gazetteer has is none.
    const bool person = tagged_person(name.span) && (has(i, kGiven) || (single && people < 100'000));
    const bool struck = object_of(i, kSiege) || ((is_struck(i, last) || is_struck_upon(i, last)) && !person);
    const bool tagged = name.tagged = !names_building(last) && tagged_location(name.span);
    name.located = road || struck || is_spoken_of(i, last) || (goes_on_list(i) && !tagged_person(name.span)) || after_preposition(i) || (stands_at(i) && tagged) || has_surroundings(i) || enclosed || is_dateline(name) || (before & (kUnitCity | kUnitAdmin1 | kUnitAdmin2)) != 0 ||
                   (after & (kUnitAdmin1 | kUnitAdmin2 | kUnitCity)) != 0;
    const bool ground = !known && called_by_sort(i, last - i) >= last;
    name.among = is_introduced(i) ? std::uint32_t{kUnitCity} : is_among(i, last);
    const bool told = (ground && has_scene(i)) || name.among != 0 || is_explained(last) || (names_ground(i, last) && !country && !of_people(name.span));
    name.located = name.located || told;
    name.told = told;
    name.certain = (after & (kUnitAdmin1 | kUnitAdmin2 | kUnitCity)) != 0 || before != 0 || enclosed || ground;
    const bool stands = joined(last - 1) && words_[last - 1].gap == Gap::space && !country;
    name.building = stands && has(last, kBuilding | kNamesake);
    name.called = stands && has(last, kNamesake);

    // Words that are mostly something else.
    if (single && has(i, kDay) && before == 0) return i + 1;  // "Thursday, Turkish forces …"
    const bool unit_word = (after & (kUnitAdmin1 | kUnitAdmin2)) != 0 && next_upper;
    if (single && (w.bits & kDirection) != 0 && !unit_word) return i + 1;
    if (single && (w.bits & (kCommon | kTitle)) != 0) {
      if (w.first || next_upper || (w.bits & kTitle) != 0) {
        if (!(enclosed || before != 0 || unit_word)) return i + 1;
      } else if ((before == 0 || key(i - 1) != "of") && (!name.located || people < 100'000)) {
        return i + 1;
      }
    }
    bool plain_words = !single && !known && !has(last - 1, kUnitAdmin1 | kUnitAdmin2);
    for (std::uint32_t n = i; plain_words && n < last; ++n) plain_words = has(n, kCommon | kUnit | kTitle | kDirection);
    // "The Old City" of some town.
    const bool quarter = plain_words && has(last - 1, kQuarter | kUnitCity) && (owned(i) || (i > 0 && key(i - 1) == "the")) && tagged_location(name.span);
    if (quarter) name.told = name.building = name.called = true;
    else if (plain_words && !enclosed) return i + 1;
    if (i > 0 && words_[i - 1].gap == Gap::hyphen && words_[i - 1].upper && !has(i - 1, kArticle | kDirection) && !country && !road && !is_demonym(i - 1)) return i + 1;  // "Wal-Mart"
    if (single && w.all_upper && !known && people < 20'000 && !name.located) return i + 1;
    if (name.loose && after != 0 && (!has(last, kQuarter) || has(last, kUnitAdmin2)) && joined(last) && key(last + 1) == "of" && !tagged_place(name.span) && !ground && !stands_free(i, last)) return last;  // "the Ruritanian town of Y"
    if (name.loose) name.certain = name.certain || is_spoken_of(i, last) || (name.located && tagged) || is_struck(i, last, kSiege);
    if (name.loose && single && w.first && !name.certain && !told) return i + 1;
    // "The Omar family", "Al-Julani Mosque": families, and buildings called after people, bear the names of towns.
    if (!known && before == 0 && names_people(last)) return last;
    if (name.loose && names_building(last) && words_[last].upper && is_called_place(i, last)) return site(i, last);
    if (name.loose && !name.certain && !told && (names_building(last) || (tagged_person(name.span) && !is_place_head(scan_, words_[i]) && !struck && !(i > 0 && key(i - 1) == "in")))) return last;

    const bool called = (before & (kUnitCity | kUnitAdmin2)) != 0 && key(i - 1) == "of";
    switch (ground || name.among != 0 || called ? Verdict::keep : heed_mentions(name, known, country, people, name.certain || name.located)) {
      case Verdict::keep: break;
      case Verdict::associative:
        name.use = PlaceUse::associative;
        name.weak = !known;
        break;
      case Verdict::drop: return last;
    }
    // Neighbours that make it part of another name.
    if (i > 0 && joined(i - 1) && words_[i - 1].gap == Gap::space && words_[i - 1].upper) {
      const Word& p = words_[i - 1];
      const bool harmless = (p.bits & (kDirection | kUnit | kBefore)) != 0 || is_demonym(i - 1) || (p.bits & (kCommon | kTitle)) == kCommon;
      if ((p.bits & kGiven) != 0 && (p.bits & (kUnit | kDirection)) == 0) {
        if (single) note_person(i);
        return last;
      }
      if ((p.bits & kTitle) != 0 && (p.bits & kCommon) == 0 && !known) {
        if (single) note_person(i);
        return last;
      }
      if (!harmless && !known && !name.certain && !told) {
        return last;  // "Michael Ouellette", "Elm Ford"
      }
    }
    if (next_upper && !begins_road(last)) {
      const Word& n = words_[last];
      if ((n.bits & kStreet) != 0 && (n.bits & kOrganisation) == 0) return is_called_place(i, last) ? site(i, last) : last + 1;
      if ((n.bits & kFacility) != 0 || refugee_camp(last)) {
        name.certain = true;
      } else if (premises(i) > last) {
        name.building = name.called = true;
        if (name.use == PlaceUse::literal) name.told = name.located = true;
      } else if ((n.bits & kOrganisation) != 0) {
        name.use = PlaceUse::associative;
        name.weak = name.weak || !known;
      } else if ((n.bits & (kUnit | kTitle | kDirection)) != 0 || after != 0 || is_demonym(last)) {
        if ((n.bits & kTitle) != 0) name.use = PlaceUse::associative;
      } else if (const std::uint32_t end = sort_of_place(last); end > last && has(end - 1, kUnitSite | kUnitLand) && !country) {
        name.building = true;  // "X Military Airport", "X Gas Fields"
      } else {
        if (single && (w.bits & kGiven) != 0) return last + 1;
        name.use = PlaceUse::associative;
        name.weak = name.weak || !known;
      }
    }
    if (words_[last - 1].gap == Gap::hyphen && last < words_.size() && !words_[last].upper) name.use = PlaceUse::associative;  // "US-led"
    if (i > 0 && words_[i - 1].gap == Gap::hyphen && (key(i - 1) == "pro" || key(i - 1) == "anti")) name.use = PlaceUse::associative;
    if (single && (w.bits & kGiven) != 0 && !known && !name.located && !tagged) name.weak = true;
    // Spelled like nothing but a place.
    const bool with_article = !single && ((name.loose && name.span.of(a_.text).find('-') != std::string_view::npos) || is_place_head(scan_, words_[i]));
    if (!known && !name.located && !with_article && !tagged && people < (single ? 100'000 : 20'000)) name.weak = true;
    keep(name);
    return last;
  }

  /// "Jordan, 23, was shot"
  bool is_aged(std::uint32_t last) const {
    if (last + 1 >= words_.size() || words_[last - 1].gap != Gap::comma || words_[last].gap != Gap::comma || words_[last + 1].sentence != words_[last - 1].sentence || words_[last + 1].upper) return false;
    const std::string_view age = key(last);
    return age.size() == 2 && age[0] >= '1' && age[0] <= '9' && age[1] >= '0' && age[1] <= '9';
  }

  /// A people whose name a province bears as well: "a Somali elder" is of no province.
  bool is_demonym_of_unit(const Name& name) const {
    const bool people = std::any_of(name.postings.begin(), name.postings.end(), [](Posting p) { return p.sort() == NameSort::demonym; });
    return people && std::none_of(name.postings.begin(), name.postings.end(), [&](Posting p) {
      const Kind kind = table_.row(p.row()).kind;
      return p.sort() != NameSort::demonym && (kind == Kind::country || (kind == Kind::city && table_.row(p.row()).population > 0));
    });
  }

  bool owned(std::uint32_t i) const { return i > 0 && words_[i - 1].possessive && words_[i - 1].sentence == words_[i].sentence; }

  void note_person(std::uint32_t i) { out_.persons.push_back(hash64(key(i))); }

  /// Is there a country, first-level unit or large place at word i?
  bool is_place(std::uint32_t i) const {
    std::string k(key(i));
    for (std::uint32_t n = 1; n <= 3; ++n) {
      for (Posting p : table_.find(k)) {
        const Row& r = table_.row(p.row());
        if (p.sort() != NameSort::demonym && (r.kind == Kind::country || r.kind == Kind::admin1) ) return true;
      }
      if (i + n >= words_.size() || !joined(i + n - 1)) break;
      k += ' ';
      k += key(i + n);
    }
    return false;
  }

  void note_demonym(std::uint32_t row) {
    for (auto& [n, count] : out_.demonyms)
      if (n == row) {
        ++count;
        return;
      }
    out_.demonyms.emplace_back(row, 1);
  }

  /// Keeps "Hope Hospital", known by its name alone.
  std::uint32_t building(std::uint32_t i, std::uint32_t end) {
    Name name;
    name.first = i;
    name.last = end;
    name.asked = kUnitSite;
    name.span = {words_[i].span.begin, words_[end - 1].span.end};
    name.told = name.located = name.certain = true;
    keep(name);
    return end;
  }

  /// "Oldtown Square": called after a place, and where it lies is not known.
  std::uint32_t site(std::uint32_t i, std::uint32_t last) {
    Name name;
    name.first = i;
    name.last = last;
    name.span = {words_[i].span.begin, words_[last - 1].span.end};
    name.asked = (unit_after(last) & kUnitAdmin2) != 0 ? kUnitAdmin2 : kUnitSite;
    name.certain = name.located = true;
    keep(name);
    return sort_of_place(last);
  }

  /// A name that the gazetteer does not have, where the text says that it is a place: "village of X", "X airbase".
  std::uint32_t unknown(std::uint32_t i) {
    if (words_[i].first && words_[i].upper && has(i, kCommon)) return i + 1;
    if (has(i, kCommon | kTitle) && !has(i, kArticle) && !opens_name(i)) return i + 1;
    std::uint32_t last = i;
    while (last < words_.size() && last < i + 4) {
      if (last > i && !joined(last - 1)) break;
      if (!words_[last].upper && !has(last, kArticle)) break;
      if (last > i && has(last, kUnit | kOrganisation | kStreet | kTitle | kDay)) break;
      ++last;
    }
    while (last > i && !words_[last - 1].upper) --last;
    if (last == i) return i + 1;
    Name name;
    name.first = i;
    name.last = last;
    name.span = {words_[i].span.begin, words_[last - 1].span.end};
    const std::uint32_t after = unit_after(last), before = unit_before(i);
    // "The Ruritanian town of Y": the people's name is none of a place; but "the X district of Y".
    if (after != 0 && !has(last, kQuarter) && joined(last) && key(last + 1) == "of" && !stands_free(i, last) && (is_people_like(last - 1) || !object_of(i, kStrike | kSiege))) return last;
    if (after != 0 && has(last, kUnitAdmin2) && joined(last) && key(last + 1) == "of" && (is_people_like(last - 1) || !(tagged_location(name.span) || after_preposition(i)))) return last;
    if (names_people(last) || (last - i == 1 && has(i, kUnit | kFacility | kStreet | kOrganisation))) return last;
    if (last - i == 1 && words_[i].all_upper && ((after | before) & (kUnitCity | kUnitAdmin1 | kUnitAdmin2)) == 0) return last;  // "a VBIED facility"
    // "The village of X" is one, whomever the tagger takes it for.
    const bool called = ((before & (kUnitCity | kUnitAdmin2)) != 0 && key(i - 1) == "of") || is_among(i, last) != 0 || is_introduced(i) || has(i, kTitle);
    if ((called || mention_over(name.span, false) == nullptr) && name.span.size() > 2 && is_called_place(i, last)) {
      name.asked = after != 0 ? after : before;
      name.certain = name.located = true;
      name.among = is_introduced(i) ? std::uint32_t{kUnitCity} : is_among(i, last);
      keep(name);
    }
    return last;
  }

  Scan& out_;
  std::string buffer_;
};

}  // namespace

void scan_names(const Annotation& a, const Table& table, Scan& out) { Finder(a, table, out).run(); }

}  // namespace deconflict::place
