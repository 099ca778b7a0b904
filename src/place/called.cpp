#include "place/called.h"

#include <algorithm>

namespace deconflict::place {

namespace {

constexpr WordBits kGround = kUnitSite | kUnitLand | kUnitAdmin2 | kQuarter;

}  // namespace

bool Called::is_called_place(std::uint32_t i, std::uint32_t last) const {
  const Span span{words_[i].span.begin, words_[last - 1].span.end};
  if (is_spoken_of(i, last) || is_introduced(i) || is_explained(last) || is_among(i, last) != 0) return true;
  if (names_ground(i, last) && !of_people(span) && !is_people_like(last - 1)) return true;
  const bool after_the = i > 0 && joined(i - 1) && key(i - 1) == "the";
  const bool inside = after_preposition(i), listed = goes_on_list(after_the ? i - 1 : i), at = stands_at(i);
  const bool location = tagged_location(span);
  if ((inside || listed || is_struck(i, last)) && (location || tagged_place(span) || is_mentioned(span))) return true;
  if (at && location) return true;
  // People are attacked as well.
  if (tagged_place(span) && location && is_struck_upon(i, last)) return true;
  // "The summit of Jabal al-Marj": no other name is made so.
  if (last - i > 2 && is_place_head(scan_, words_[i]) && has(i + 1, kArticle) && !identified(span)) return true;
  // "Seized Jabal al-Marj": what begins as only places do, whatever the tagger takes it for.
  if ((inside || listed || at || is_struck(i, last)) && last - i > 1 && is_place_head(scan_, words_[i]) && !identified(span)) return true;
  // "In Oldtown, Newtown and Al-Bir": people are seldom listed among places, and few of them under an article.
  if (listed && scan_.names.back().located && mention_over(span, false) == nullptr && (has(i, kArticle) || is_place_head(scan_, words_[i])) && last - i > 1) return true;
  // "The villages of X and Y": what goes on the list is one as well.
  if (listed && scan_.names.back().certain && (scan_.names.back().asked & (kUnitCity | kUnitAdmin2)) != 0) return true;
  if (is_owned_part(i, last) && mention_over(span, false) == nullptr && !tagged_person(span)) return true;
  const std::uint32_t end = sort_of_place(last);
  const bool sort = end > last && (end >= words_.size() || !joined(end - 1) || !words_[end].upper);
  if (sort && (inside || at || listed || tagged_location({span.begin, words_[end - 1].span.end}) || is_facility({span.begin, words_[end - 1].span.end}))) return true;
  return location && tagged_place(span) && i > 0 && joined(i - 1) && !words_[i - 1].upper && !follows_party(i);
}

bool Called::is_owned_part(std::uint32_t i, std::uint32_t last) const {
  if (i == 0 || !words_[i - 1].possessive || words_[i - 1].sentence != words_[i].sentence || scan_.names.empty()) return false;
  const Name& town = scan_.names.back();
  if (town.last != i || town.use != PlaceUse::literal || !after_preposition(town.first)) return false;
  return !joined(last - 1) || has(last, kDay) || (!words_[last].upper && has(last, kBefore | kCommon));
}

bool Called::follows_party(std::uint32_t i) const {
  const std::string_view k = key(i - 1);
  return k == "to" || k == "with" || k == "of" || k == "by" || k == "and";
}

std::uint32_t Called::called_by_sort(std::uint32_t i, std::uint32_t known) const {
  constexpr std::uint32_t kMost = 4;
  const std::uint32_t before = with_article(i);
  const std::string_view link = i > 0 && joined(i - 1) && words_[i - 1].gap == Gap::space ? key(i - 1) : std::string_view();
  const bool linked = link == "of" || link == "on" || link == "at" || link == "over" || link == "from" || link == "against";
  if (before == i && !linked && !after_preposition(i) && !goes_on_list(i) && !object_of(i, kStrike | kSiege)) return i;
  bool telling = false;
  for (std::uint32_t k = i; k < words_.size() && k <= i + kMost && (k == i || joined(k - 1)) && (words_[k].upper || has(k, kArticle) || is_number(k)); ++k) {
    const bool ends = k > i && words_[k].upper && has(k, kGround) && k >= i + known && (!joined(k) || words_[k].gap == Gap::hyphen || !words_[k + 1].upper || has(k + 1, kDay));
    if (ends) return telling && words_[k - 1].gap == Gap::space && !identified({words_[i].span.begin, words_[k].span.end}) ? k : i;
    if (has(k, kOrganisation | kStreet | kDay)) return i;
    telling = telling || !has(k, kCommon | kDirection | kUnit | kArticle) || (k > i && has(k - 1, kArticle) && !has(k, kUnit));
  }
  return i;
}

std::uint32_t Called::with_article(std::uint32_t i) const {
  if (i > 1 && joined(i - 1) && joined(i - 2) && !words_[i - 1].upper && key(i - 2) == "the") return i - 2;
  return i > 0 && joined(i - 1) && key(i - 1) == "the" ? i - 1 : i;
}

bool Called::is_number(std::uint32_t i) const {
  const std::string_view k = key(i);
  return !k.empty() && k[0] >= '0' && k[0] <= '9' && i > 0 && words_[i - 1].gap == Gap::hyphen;
}

bool Called::stands_free(std::uint32_t i, std::uint32_t last) const {
  const bool article = i > 0 && joined(i - 1) && (key(i - 1) == "the" || key(i - 1) == "a" || key(i - 1) == "an" || !has(i - 1, kBefore));
  return (!article || is_among(i, last) != 0) && !is_people_like(last - 1);
}

std::uint32_t Called::premises(std::uint32_t i) const {
  constexpr std::uint32_t kMost = 6;
  if (!words_[i].upper || (i > 0 && joined(i - 1) && words_[i - 1].upper) || !has_scene(i) || !tells_of_happening(i)) return i;
  // "The University of X", "Camp X": the noun itself begins it.
  const bool leads = has(i, kPremises) && joined(i) && words_[i].gap == Gap::space && (words_[i + 1].upper || (key(i + 1) == "of" && i + 2 < words_.size() && joined(i + 1)));
  std::uint32_t end = i;
  for (std::uint32_t k = i; k < words_.size() && k < i + kMost && (k == i || joined(k - 1)) && !has(k, kDay); ++k)
    if (words_[k].upper) end = k + 1;
    else if (!has(k, kArticle) && !joins_name(k) && !(leads && k == i + 1)) break;
  return end < i + 2 || (!leads && !has(end - 1, kPremises)) ? i : end;
}

bool Called::joins_name(std::uint32_t i) const {
  const std::string_view k = key(i);
  return k == "bin" || k == "ibn" || k == "bint";
}

bool Called::has_scene(std::uint32_t i) const {
  const std::uint32_t j = with_article(i);
  if (j == 0) return false;
  if (words_[i - 1].possessive) return words_[i - 1].upper && words_[i - 1].sentence == words_[i].sentence;
  if (goes_on_list(j)) return true;
  const std::string_view link = joined(j - 1) && words_[j - 1].gap == Gap::space ? key(j - 1) : std::string_view();
  return link == "at" || link == "outside" || link == "inside" || link == "near" || link == "in" || link == "into" || link == "around" || link == "toward" || link == "towards" || object_of(j, kStrike | kSiege);
}

bool Called::of_people(Span span) const {
  if (identified(span)) return true;
  auto it = std::upper_bound(a_.mentions.begin(), a_.mentions.end(), span.end, [](std::uint32_t end, const Mention& m) { return end < m.span.begin; });
  for (int steps = 0; it != a_.mentions.begin() && steps < 12; ++steps)
    if (--it; (it->type == MentionType::NORP || it->type == MentionType::MIL || it->type == MentionType::GOV) && it->span.overlaps(span)) return true;
  return false;
}

bool Called::is_mentioned(Span span) const {
  const auto it = std::lower_bound(a_.mentions.begin(), a_.mentions.end(), span, [](const Mention& m, Span s) { return m.span < s; });
  return it != a_.mentions.end() && it->span == span && it->type == MentionType::LOC;
}

bool Called::identified(Span span) const {
  const Mention* m = mention_over(span, false);
  return m != nullptr && m->entity && *m->entity < a_.entities.size() && !a_.entities[*m->entity].id.starts_with("doc:") && m->span.contains(span);
}

bool Called::is_people_like(std::uint32_t i) const {
  const std::string_view k = key(i);
  return is_demonym(i) || k.ends_with("ian") || k.ends_with("ish") || k.ends_with("ese");
}

bool Called::opens_name(std::uint32_t i) const {
  constexpr WordBits kOthers = kCommon | kUnit | kTitle | kDay;
  if (!has(i, kNameLink | kTitle | kNameHead) || !joined(i) || words_[i].gap != Gap::space) return false;
  const bool article = has(i + 1, kArticle) && joined(i + 1) && words_[i + 2].upper;
  if (!article && (!words_[i + 1].upper || has(i + 1, kOthers))) return false;
  if (has(i, kNameLink)) return is_spoken_of(i, i + 2);
  const std::string_view k = key(i);
  if (k != "sheikh" && k != "imam" && !has(i, kNameHead)) return false;
  const std::uint32_t end = article ? i + 3 : i + 2;
  const bool inside = k != "abu" && k != "abou" && k != "umm" && i > 0 && joined(i - 1) && (key(i - 1) == "inside" || key(i - 1) == "in");
  return inside || is_spoken_of(i, end) || names_ground(i, end) || is_among(i, end) != 0;
}

bool Called::is_demonym(std::uint32_t i) const {
  const auto postings = table_.find(key(i));
  return !postings.empty() && postings.front().sort() == NameSort::demonym;
}

}  // namespace deconflict::place
