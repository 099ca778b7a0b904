#include "place/context.h"

#include <algorithm>

namespace deconflict::place {

bool Context::joined(std::uint32_t i) const {
  return i + 1 < words_.size() && (words_[i].gap == Gap::space || words_[i].gap == Gap::hyphen) && !words_[i].possessive && words_[i].sentence == words_[i + 1].sentence;
}

std::uint32_t Context::unit_after(std::uint32_t last) const {
  if (last == 0 || last >= words_.size() || words_[last - 1].possessive || (words_[last - 1].gap != Gap::space && words_[last - 1].gap != Gap::hyphen)) return 0;
  if (refugee_camp(last)) return kUnitSite;
  if (joined(last) && key(last) == "local" && key(last + 1) == "government") return kUnitAdmin2;
  return words_[last].bits & kUnit;
}

std::uint32_t Context::units_behind_list(std::uint32_t last) const {
  constexpr std::uint32_t kLongest = 12;
  bool listed = false;
  for (std::uint32_t i = last; i < words_.size() && i < last + kLongest && words_[i].sentence == words_[last - 1].sentence; ++i) {
    if (words_[i - 1].possessive) return 0;
    if (key(i) == "and" || words_[i - 1].gap == Gap::comma) listed = true;
    else if (words_[i - 1].gap != Gap::space && words_[i - 1].gap != Gap::hyphen) return 0;
    if (listed && !words_[i].upper && has(i, kUnitAdmin1) && key(i).ends_with('s')) return words_[i].bits & kUnit;
    if (!listed || (!words_[i].upper && key(i) != "and")) return 0;
  }
  return 0;
}

bool Context::refugee_camp(std::uint32_t i) const { return i + 1 < words_.size() && joined(i) && (key(i) == "refugee" || key(i) == "refugees") && has(i + 1, kUnitSite); }

bool Context::part_of_town(std::uint32_t first, std::uint32_t last) const {
  if (last >= words_.size() || (words_[last].bits & kUnitAdmin2) == 0 || words_[last].upper) return false;
  return key(last).ends_with('s') || (first > 0 && joined(first - 1) && key(first - 1) == "a");
}

std::uint32_t Context::unit_before(std::uint32_t first) const {
  // "Districts of X" are parts of it.
  if (first >= 2 && key(first - 1) == "of" && (words_[first - 2].bits & kUnitAdmin2) != 0 && key(first - 2).ends_with('s')) return 0;
  // "city of X", "village of X", "Lake X"
  if (first >= 2 && words_[first - 1].gap == Gap::space && words_[first - 2].gap == Gap::space && (key(first - 1) == "of" || key(first - 1) == "de")) return words_[first - 2].bits & kUnit;
  if (first >= 1 && words_[first - 1].gap == Gap::space && (words_[first - 1].upper || (words_[first - 1].bits & (kUnitCity | kUnitAdmin1 | kUnitAdmin2)) != 0)) return words_[first - 1].bits & kUnit;
  return 0;
}

bool Context::after_preposition(std::uint32_t i) const {
  while (i > 0 && joined(i - 1) && has(i - 1, kDirection | kArticle) && !has(i - 1, kBefore)) --i;
  if (i > 0 && joined(i - 1) && key(i - 1) == "the") --i;
  if (i == 0 || !joined(i - 1) || !has(i - 1, kBefore)) return false;
  const std::string_view p = key(i - 1);
  if ((p == "of" || p == "from" || p == "outside") && i > 1 && joined(i - 2) && is_measure(i - 2)) return true;
  return p != "of" && p != "at" && p != "to" && p != "from" && p != "by";
}

bool Context::object_of(std::uint32_t first, WordBits bits) const {
  if (first > 0 && joined(first - 1) && key(first - 1) == "the") --first;
  return first > 0 && joined(first - 1) && words_[first - 1].gap == Gap::space && has(first - 1, bits) && !words_[first - 1].upper;
}

bool Context::is_struck_upon(std::uint32_t first, std::uint32_t last) const {
  // "Strikes on the X home", "on the X and Y houses", "on Block 12", "on X defenses"
  constexpr std::uint32_t kList = 6;
  constexpr WordBits kOwned = kKin | kHome | kFacility | kNamesake | kPremises | kOrganisation;
  for (std::uint32_t i = last; i < words_.size() && i < last + kList && words_[i].sentence == words_[first].sentence && words_[i - 1].gap != Gap::comma; ++i) {
    if (has(i, kOwned) || (key(i)[0] >= '0' && key(i)[0] <= '9')) return false;
    if (words_[i].upper || key(i) == "and" || key(i) == "bin" || key(i) == "ibn") continue;
    if (joined(i - 1) && !has(i, kBefore | kCommon | kDay | kUnit | kQuarter | kStrike | kSiege | kHappening)) return false;
    break;
  }
  if (first > 0 && joined(first - 1) && key(first - 1) == "the") --first;
  return first > 1 && joined(first - 1) && joined(first - 2) && words_[first - 1].gap == Gap::space && key(first - 1) == "on" && has(first - 2, kStrike | kSiege);
}

bool Context::has_share(std::uint32_t i) const {
  if (i < 3 || !joined(i - 1) || !joined(i - 2) || words_[i - 1].gap != Gap::space || key(i - 1) != "of" || !has(i - 2, kShare)) return false;
  constexpr std::uint32_t kBetween = 3;  // "captured large parts of"
  for (std::uint32_t k = i - 2; k > 0 && k + kBetween >= i - 1 && joined(k - 1); --k)
    if (has(k - 1, kStrike | kSiege)) return true;
    else if (key(i - 2) == "control" && (key(k - 1) == "took" || key(k - 1) == "take" || key(k - 1) == "taking" || key(k - 1) == "taken" || key(k - 1) == "regained")) return true;
  return false;
}

bool Context::is_struck(std::uint32_t first, std::uint32_t last, WordBits how) const {
  if (object_of(first, how)) return true;
  // Past the rest of a list.
  constexpr std::uint32_t kList = 8;
  std::uint32_t i = last;
  while (i < words_.size() && i < last + kList && words_[i].sentence == words_[first].sentence && (words_[i].upper || key(i) == "and" || has(i, kArticle))) ++i;
  bool passive = false;
  for (std::uint32_t n = 0; n < 4 && i < words_.size() && words_[i - 1].gap == Gap::space && words_[i].sentence == words_[first].sentence; ++n, ++i) {
    if (passive && has(i, how)) return true;
    const std::string_view k = key(i);
    const bool be = k == "was" || k == "were" || k == "is" || k == "are" || k == "being" || k == "been";
    if (!be && k != "has" && k != "had" && k != "have" && !(passive && k.ends_with("ly"))) return false;
    passive = passive || be;
  }
  return false;
}

bool Context::goes_on_list(std::uint32_t first) const {
  if (scan_.names.empty() || first == 0) return false;
  const Name& before = scan_.names.back();
  if (!before.located || before.use != PlaceUse::literal || words_[before.last - 1].sentence != words_[first].sentence || words_[before.last - 1].possessive) return false;
  if (before.last == first) return words_[first - 1].gap == Gap::comma;
  // "X (twice), Y"
  constexpr std::uint32_t kBracket = 4;
  if (words_[before.last - 1].gap == Gap::open && first < before.last + kBracket) {
    const std::string_view between = Span{before.span.end, words_[first].span.begin}.of(a_.text);
    const auto closed = between.find(')');
    return closed != std::string_view::npos && between.find('(') < closed && (between.substr(closed) == "), " || between.substr(closed) == ") and " || between.substr(closed) == "), and ");
  }
  const Gap gap = words_[before.last - 1].gap;
  return before.last + 1 == first && (gap == Gap::space || gap == Gap::comma) && key(before.last) == "and" && words_[before.last].gap == Gap::space;
}

namespace {

constexpr std::uint32_t kParts = kUnitCity | kQuarter;

}  // namespace

std::uint32_t Context::is_among(std::uint32_t first, std::uint32_t last) const {
  if (first > 1 && words_[first - 1].gap == Gap::space && key(first - 1) == "of" && joined(first - 2) && key(first - 2).ends_with('s') && !words_[first - 2].upper)
    if (const std::uint32_t parts = words_[first - 2].bits & kParts; parts != 0) return parts;
  std::uint32_t begin = first;
  if (begin > 0 && joined(begin - 1) && key(begin - 1) == "the") --begin;
  return goes_on_list(begin) && scan_.names.back().among != 0 ? scan_.names.back().among : listed_before(last);
}

std::uint32_t Context::listed_before(std::uint32_t last) const {
  constexpr std::uint32_t kList = 10;
  bool all = false;
  for (std::uint32_t i = last; i < words_.size() && i < last + kList && words_[i].sentence == words_[last - 1].sentence; ++i) {
    if (words_[i - 1].gap != Gap::space && words_[i - 1].gap != Gap::comma && words_[i - 1].gap != Gap::hyphen) return 0;
    const bool joins = key(i) == "and";
    if (all && !words_[i].upper && key(i).ends_with('s') && (words_[i].bits & kParts) != 0) return words_[i - 1].gap == Gap::space ? words_[i].bits & kParts : 0;
    if (i == last && !joins && words_[i - 1].gap != Gap::comma) return 0;
    all = all || joins;
    if (!joins && !words_[i].upper && !has(i, kArticle)) return 0;
  }
  return 0;
}

bool Context::tells_of_happening(std::uint32_t i) const {
  constexpr std::uint32_t kNear = 7;
  const auto tells = [&](std::uint32_t k, bool near) { return has(k, near ? kStrike | kSiege | kHappening : kStrike | kSiege) && !words_[k].upper; };
  for (std::uint32_t k = i; k > 0 && words_[k - 1].sentence == words_[i].sentence; --k)
    if (tells(k - 1, k + kNear > i)) return true;
  for (std::uint32_t k = i + 1; k < words_.size() && words_[k].sentence == words_[i].sentence; ++k)
    if (tells(k, k < i + kNear)) return true;
  return false;
}

bool Context::is_measure(std::uint32_t i) const {
  const std::string_view k = key(i);
  return has(i, kMeasure) || (k.size() > 2 && k.ends_with("km") && k[0] >= '0' && k[0] <= '9');
}

bool Context::has_bank(std::uint32_t i) const {
  if (i > 0 && joined(i - 1) && key(i - 1) == "the") --i;
  return i > 1 && words_[i - 1].gap == Gap::space && key(i - 1) == "of" && joined(i - 2) && has(i - 2, kBank);
}

bool Context::joins_road(std::uint32_t first, std::uint32_t last) const {
  if (first == 0 || words_[first - 1].gap != Gap::hyphen || scan_.names.empty() || scan_.names.back().last != first) return false;
  for (std::uint32_t i = last; i < words_.size() && i < last + 2 && joined(i - 1); ++i)
    if (has(i, kRoad) && !words_[i].upper) return true;
  return false;
}

bool Context::begins_road(std::uint32_t last) const {
  if (words_[last - 1].gap != Gap::hyphen) return false;
  for (std::uint32_t i = last + 1; i < words_.size() && i < last + 4 && joined(i - 1); ++i)
    if (has(i, kRoad) && !words_[i].upper) return true;
  return false;
}

bool Context::has_side(std::uint32_t last) const {
  if (last + 2 >= words_.size() || key(last) != "side" || key(last + 1) != "of") return false;
  for (std::uint32_t i = last + 2; i < words_.size() && i < last + 6 && words_[i].sentence == words_[last].sentence; ++i)
    if (key(i) == "border" || key(i) == "frontier") return true;
  return false;
}

bool Context::is_dateline(const Name& name) const {
  if (!words_[name.first].first) return false;
  const std::string_view rest = std::string_view(a_.text).substr(name.span.end, 8);
  return rest.starts_with(" (") || rest.starts_with(" —") || rest.starts_with(" –") || rest.starts_with(" --") || rest.starts_with(": ") || rest.starts_with(" - ");
}

bool Context::is_spoken_of(std::uint32_t i, std::uint32_t last) const {
  const std::uint32_t after = unit_after(last), before = unit_before(i);
  if ((after & (kUnitCity | kUnitAdmin2 | kUnitAdmin1)) != 0 && !words_[last].upper) return true;
  // "The X hilltop"
  if ((after & kUnitLand) != 0 && !words_[last].upper && i > 0 && joined(i - 1) && key(i - 1) == "the") return true;
  // "In the X area"
  if (last < words_.size() && joined(last - 1) && words_[last - 1].gap == Gap::space && has(last, kQuarter) && !words_[last].upper && i > 0 && joined(i - 1) && key(i - 1) == "the" && after_preposition(i)) return true;
  if (i > 0 && joined(i - 1) && key(i - 1) == "the") --i;
  if (i == 0 || words_[i - 1].gap != Gap::space) return false;
  const std::string_view link = key(i - 1);
  if (link == "towards" || link == "toward") return true;
  if (link != "of" || i < 2) return false;
  return (before & (kUnitCity | kUnitAdmin1 | kUnitAdmin2 | kUnitSite | kUnitLand)) != 0 || key(i - 2) == "direction" || has(i - 2, kDirection | kQuarter) || has_surroundings(i) || has_share(i);
}

bool Context::follows_towns_of(std::uint32_t i) const {
  constexpr std::uint32_t kFar = 5;
  if (scan_.names.empty() || scan_.names.back().last != i || scan_.names.back().use != PlaceUse::literal) return false;
  // Back over "southern" to the preposition.
  for (std::uint32_t k = scan_.names.back().first, steps = 0; k > 1 && steps < kFar && joined(k - 1); --k, ++steps) {
    if (!has(k - 1, kBefore)) continue;
    return joined(k - 2) && has(k - 2, kUnitCity) && key(k - 2).ends_with('s') && !words_[k - 2].upper;
  }
  return false;
}

bool Context::is_introduced(std::uint32_t i) const {
  if (i < 2 || words_[i - 1].sentence != words_[i].sentence) return false;
  constexpr std::uint32_t kSorts = kUnitCity | kUnitAdmin2 | kUnitLand | kUnitSite | kQuarter;
  const Gap gap = words_[i - 1].gap;
  // "Three villages: X", "villages -- X"
  if (gap == Gap::other && has(i - 1, kSorts) && key(i - 1).ends_with('s')) {
    const std::string_view between = Span{words_[i - 1].span.end, words_[i].span.begin}.of(a_.text);
    return between == ": " || between == " -- " || between == " - " || between == " \xE2\x80\x93 " || between == " \xE2\x80\x94 ";
  }
  if (gap == Gap::comma) return follows_towns_of(i);
  if (gap != Gap::space) return false;
  const std::string_view link = key(i - 1);
  // "In village X", "the towns X and Y"
  if (has(i - 1, kUnitCity) && !words_[i - 1].upper && link != "capital" && joined(i - 2) && (has(i - 2, kBefore) || key(i - 2) == "the" || (link.ends_with('s') && has(i - 2, kCommon)))) {
    const bool several = link.ends_with("s") || link.ends_with("ies");
    if (several || has(i - 2, kBefore)) return true;
  }
  if (link == "called" || link == "named" || (link == "like" && key(i - 2).ends_with('s'))) return has(i - 2, kSorts);
  return i > 2 && joined(i - 2) && ((link == "as" && key(i - 2) == "known") || (link == "as" && key(i - 2) == "such")) && has(i - 3, kSorts);
}

bool Context::is_explained(std::uint32_t last) const {
  constexpr std::uint32_t kMost = 7;
  if (last >= words_.size() || words_[last - 1].gap != Gap::comma || words_[last].sentence != words_[last - 1].sentence) return false;
  const std::string_view article = key(last);
  const bool described = article == "a" || article == "an" || article == "the";
  if (!described && article != "about" && article != "some" && article != "around" && article != "just" && !(article[0] >= '0' && article[0] <= '9')) return false;
  // "X, an Oldtown township"
  if ((article == "a" || article == "an") && joined(last) && joined(last + 1) && words_[last + 1].upper && has(last + 2, kUnitCity | kQuarter) && !words_[last + 2].upper) return true;
  for (std::uint32_t i = last; i + 1 < words_.size() && i < last + kMost && joined(i) && !(i > last && words_[i].upper && !has(i, kDirection)); ++i) {
    if (!described && is_measure(i)) return true;
    if (i > last && (has(i, kBefore) || key(i) == "for" || key(i) == "by" || key(i) == "with" || key(i) == "who")) return false;
    if (!described || i == last || !has(i, kUnitCity | kUnitLand | kUnitAdmin2)) continue;
    const std::string_view next = key(i + 1);
    return words_[i + 1].sentence == words_[i].sentence && (has(i + 1, kDirection) || next == "in" || next == "near" || next == "on" || next == "of" || next == "that" || next == "which" || next == "where" || next == "about" || next == "some" || next == "along" || next == "located" || next == "bordering" || next == "outside" || next == "between" || next == "under" || next == "at" || next == "held" || next == "just");
  }
  // "X, a hilly suburb, …"
  for (std::uint32_t i = last + 1; described && i < words_.size() && i < last + kMost && joined(i - 1); ++i)
    if (has(i, kBefore)) return false;
    else if (has(i, kUnitCity | kUnitLand) && words_[i].gap == Gap::comma && !words_[i].upper) return true;
  return false;
}

bool Context::names_ground(std::uint32_t i, std::uint32_t last) const {
  if (i == 0 || last >= words_.size() || !joined(last - 1) || words_[last - 1].gap != Gap::space || words_[last].upper) return false;
  // "At her X residence"
  if (has(last, kHome) && joined(i - 1) && (key(i - 1) == "his" || key(i - 1) == "her" || key(i - 1) == "their")) return true;
  if (!has(last, kQuarter | kBuilding | kUnitSite | kUnitLand | kUnitCity) && (!has(last, kPremises) || !tells_of_happening(i))) return false;
  const bool owned = words_[i - 1].possessive && words_[i - 1].sentence == words_[i].sentence;
  return owned || (joined(i - 1) && (key(i - 1) == "the" || after_preposition(i) || stands_at(i)));
}

bool Context::has_surroundings(std::uint32_t i) const { return i > 1 && words_[i - 1].gap == Gap::space && key(i - 1) == "of" && has(i - 2, kSurroundings); }

bool Context::names_people(std::uint32_t last) const { return joined(last - 1) && words_[last - 1].gap == Gap::space && has(last, kKin); }

bool Context::names_building(std::uint32_t last) const {
  return joined(last - 1) && words_[last - 1].gap == Gap::space && has(last, kStreet | kFacility | kOrganisation) && !has(last, kUnit);
}

bool Context::tagged_person(Span span) const {
  auto it = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), span.begin, [](const Token& t, std::uint32_t at) { return t.span.end <= at; });
  for (; it != a_.tokens.end() && it->span.begin < span.end; ++it)
    if (it->name.part != NameTag::none && it->name.type == MentionType::PER && it->name.sure) return true;
  return false;
}

bool Context::tagged_place(Span span) const {
  const auto it = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), span.begin, [](const Token& t, std::uint32_t at) { return t.span.begin < at; });
  if (it == a_.tokens.end() || it->span.begin != span.begin || it->name.part != NameTag::first) return false;
  for (auto t = it; t != a_.tokens.end() && t->span.begin < span.end; ++t)
    if (t->name.type != MentionType::LOC || !t->name.sure || t->name.part == NameTag::none) return false;
  return true;
}

bool Context::tagged_location(Span span) const {
  const auto it = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), span.begin, [](const Token& t, std::uint32_t at) { return t.span.begin < at; });
  bool mention = true, name = true;
  for (auto t = it; t != a_.tokens.end() && t->span.begin < span.end; ++t) {
    mention = mention && t->mention.part != NameTag::none && (t->mention.type == MentionType::LOC || t->mention.type == MentionType::FAC) && t->mention.sure;
    name = name && t->name.part != NameTag::none && t->name.type == MentionType::LOC && t->name.sure;
  }
  return it != a_.tokens.end() && it->span.begin < span.end && (mention || name);
}

bool Context::is_facility(Span span) const {
  auto it = std::upper_bound(a_.mentions.begin(), a_.mentions.end(), span.end, [](std::uint32_t end, const Mention& m) { return end < m.span.begin; });
  for (int steps = 0; it != a_.mentions.begin() && steps < 12; ++steps)
    if (--it; it->type == MentionType::FAC && it->span.overlaps(span)) return true;
  return false;
}

std::uint32_t Context::sort_of_place(std::uint32_t last) const {
  constexpr std::uint32_t kMost = 3;
  std::uint32_t end = last;
  for (std::uint32_t i = last; i < words_.size() && i < last + kMost && joined(i - 1) && words_[i - 1].gap == Gap::space && words_[i].upper && !has(i, kDay | kTitle | kKin); ++i)
    if (has(i, kUnit | kFacility | kStreet | kBuilding | kNamesake | kRoad | kPremises)) end = i + 1;
  return end;
}

const Mention* Context::mention_over(Span span, bool containing) const {
  // Mentions are sorted by begin; those that can overlap begin before span.end.
  auto it = std::upper_bound(a_.mentions.begin(), a_.mentions.end(), span.end, [](std::uint32_t end, const Mention& m) { return end < m.span.begin; });
  const Mention* best = nullptr;
  for (int steps = 0; it != a_.mentions.begin() && steps < 12; ++steps) {
    --it;
    if (it->type == MentionType::LOC || it->type == MentionType::FAC || it->type == MentionType::NORP || it->type == MentionType::WEAPON) continue;
    if (containing ? it->span.contains(span) : it->span.overlaps(span)) {
      if (best == nullptr || it->span.size() > best->span.size()) best = &*it;
    }
  }
  return best;
}

}  // namespace deconflict::place
