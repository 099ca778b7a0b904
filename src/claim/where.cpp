#include "claim/where.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "claim/nearby.h"

namespace deconflict::claim {

/// "The X neighbourhood of Y" lies in Y, but "the X quarter of Y", of a town that is the seat of more, has X for its town.
bool Where::is_quarter_of(const Place& x, TokenIndex noun, const Place& y) const {
  return kinds_.in("quarter_noun", tree_.lemma(noun)) && seat(x) <= seat(y);
}

int Where::seat(const Place& p) {
  if (p.feature == "PPLC") return 5;
  if (p.feature.starts_with("PPLA")) return p.feature.size() == 4 ? 4 : 3;
  return p.feature.starts_with("ADM") ? 3 : p.precision == Precision::settlement ? 1 : 0;
}

/// "The market in Oldtown, Ruritania": by the words alone, x is where y lies.
bool Where::encloses(const Place& x, const Place& y) const {
  if (x.span.begin < y.span.end) return false;
  auto i = tree_.head_of(x.span);
  const auto j = tree_.head_of(y.span);
  if (!i || !j || !one_of(tree_.preposition(*i), {"in", "of", "at", ""})) return false;
  const auto over = tree_.head(*j);
  // "Fresh Oldtown, Newtown attacks": a list of names before what happened in each.
  if (const auto noun = tree_.head(*i); noun && a_.tokens[*i].deprel == Deprel::compound && kinds_.event_nouns.contains(tree_.lemma(*noun))) return false;
  for (int steps = 0; steps < 6 && i; ++steps) {
    if (*i == *j) return true;
    const Deprel d = a_.tokens[*i].deprel;
    // "The Y neighbourhood of X".
    if (over && (y.lat || x.precision > Precision::settlement) && *i == *over && steps > 0 && a_.tokens[*j].deprel == Deprel::compound && is_quarter_of(y, *i, x)) return true;
    if (d != Deprel::nmod && d != Deprel::appos && d != Deprel::flat && d != Deprel::nmod_unmarked && d != Deprel::compound && d != Deprel::nmod_desc && d != Deprel::list) return false;
    i = tree_.head(*i);
  }
  return false;
}

/// "X in Y", "X, 20 km north of Y", "X near the Y border": of two names that a preposition joins, the second says where the first is.
bool Where::locates(const Place& x, const Place& y) const {
  constexpr TokenIndex kFar = 8;
  const auto first = tree_.token_at(y.span.end), last = tree_.token_at(x.span.begin);
  if (!first || !last || *last < *first || *last - *first > kFar) return false;
  bool owned = false;
  int joints = 0;
  for (TokenIndex i = *first; i < *last; ++i) {
    const Upos u = a_.tokens[i].upos;
    if (u == Upos::CCONJ || u == Upos::VERB || u == Upos::PUNCT) return false;
    joints += u == Upos::ADP;
    owned = owned || u == Upos::PART;
  }
  // "The Y Sea port city of X", "Y's northern quarter of X": X is what the noun is called.
  const bool called = joints == 1 && *last >= *first + 2 && tree_.is_word(*last - 1, "of") && a_.tokens[*last - 2].upos == Upos::NOUN;
  if (called && (owned || kinds_.in("town_noun", tree_.lemma(*last - 2)))) return false;
  return joints > 0;
}

/// "X, 30 km (18 miles) south of Y", "X, a town about 60 km west of the capital, Y": what is measured from Y is where X lies, however the tree hangs it.
bool Where::measured_from(const Place& x, const Place& y) const {
  constexpr TokenIndex kFar = 20;
  const auto first = tree_.token_at(y.span.end), last = tree_.token_at(x.span.begin);
  if (!first || !last || *last < *first || *last - *first > kFar || a_.tokens[*first].sentence != a_.tokens[*last].sentence) return false;
  bool measured = false;
  for (TokenIndex i = *first; i < *last; ++i) {
    const bool which_is = a_.tokens[i].upos == Upos::AUX && i > *first && a_.tokens[i - 1].upos == Upos::PRON;
    if (a_.tokens[i].upos == Upos::CCONJ || a_.tokens[i].upos == Upos::VERB || (a_.tokens[i].upos == Upos::AUX && !which_is)) return false;
    measured = measured || kinds_.in("length", tree_.lemma(i));
  }
  return measured;
}

/// "X, a fishing town near Y", "X, the largest town of the north between Y and Z": what a town is said to be tells where it lies.
bool Where::described_by(const Place& x, const Place& y) const {
  constexpr TokenIndex kFar = 16;
  auto i = tree_.token_at(y.span.end);
  const auto last = tree_.token_at(x.span.begin);
  if (!i || !last || *last <= *i || *last - *i > kFar || a_.tokens[*i].sentence != a_.tokens[*last].sentence) return false;
  if (!tree_.is_word(*i, ",") || !one_of(tree_.lemma(*i + 1), {"a", "an", "the", "another"})) return false;
  bool town = false, near = false, between = false;
  for (*i += 2; *i < *last; ++*i) {
    const Upos u = a_.tokens[*i].upos;
    if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ || u == Upos::PRON || (u == Upos::CCONJ && !between)) return false;
    if (u == Upos::PUNCT && !tree_.is_word(*i, ",")) return false;
    between = between || tree_.is_word(*i, "between");
    near = near || (town && u == Upos::ADP);
    const auto lemma = tree_.lemma(*i);
    town = town || kinds_.in("town_noun", lemma) || kinds_.in("settled", lemma);
  }
  return near;
}

/// "X, Ruritania's second city and capital of the Y province", "X, regional capital of Y": what X is the town of.
bool Where::is_town_of(const Place& y, const Place& x) const {
  constexpr TokenIndex kFar = 12;
  const auto first = tree_.token_at(y.span.end), last = tree_.token_at(x.span.begin);
  if (!first || !last || *last <= *first + 2 || *last - *first > kFar || !tree_.is_word(*first, ",") || a_.tokens[*first].sentence != a_.tokens[*last].sentence) return false;
  bool town = false;
  for (TokenIndex i = *first + 1; i < *last; ++i) {
    const Upos u = a_.tokens[i].upos;
    if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ || u == Upos::PRON || u == Upos::PUNCT) return false;
    town = town || one_of(tree_.lemma(i), {"capital", "seat", "stronghold"}) || kinds_.in("town_noun", tree_.lemma(i));
  }
  const TokenIndex before = tree_.is_word(*last - 1, "the") ? *last - 2 : *last - 1;
  return town && (tree_.is_word(before, "of") || tree_.is_word(before, "in"));
}

/// "North of Y in X", "east of Y, in X": the second tells it more exactly.
bool Where::is_told_closer(const Place& y, const Place& x) const {
  if (!x.relation || !one_of(x.relation->kind, {"direction", "distance"}) || y.span.begin <= x.span.end || y.relation) return false;
  return one_of(a_.surface({x.span.end, y.span.begin}), {" in ", ", in ", " at ", ", at ", " in the village of ", " in the town of "});
}

/// "X, 210 km (130 miles) north of the capital, Y": whatever X is, and wherever the tree hangs Y, Y is only what is measured from.
bool Where::only_measures(const Place& y) const {
  constexpr TokenIndex kFar = 24;
  const auto own = tree_.token_at(y.span.begin);
  if (!own) return false;
  bool measured = false;
  for (TokenIndex i = *own, steps = 0; i > a_.sentences[a_.tokens[*own].sentence].first_token && steps < kFar; ++steps) {
    --i;
    const Upos u = a_.tokens[i].upos;
    if (u == Upos::VERB || u == Upos::AUX || u == Upos::SCONJ) return false;
    if (kinds_.in("length", tree_.lemma(i))) measured = true;
    else if (measured && (tree_.is_word(i, ",") || tree_.is_word(i, "(") || tree_.is_word(i, "town") || tree_.is_word(i, "village")) && i > 0 && names_place(i - 1)) return true;
  }
  return false;
}

/// Does a proper noun stand there, or a place of any sort?
bool Where::names_place(TokenIndex i) const {
  bool place = a_.tokens[i].upos == Upos::PROPN;
  each_overlapping(a_.places, a_.tokens[i].span, [&](const Place&) { place = true; });
  return place;
}

/// "X, southeast of Y", "X, outside Y", "the X quarter, in the south of Y", "X, located in central Y": set off by a comma alone.
bool Where::set_off(const Place& x, const Place& y) const {
  if (!x.relation || !one_of(x.relation->kind, {"direction", "distance", "near", "outside", "inside"}) || x.relation->span.begin < y.span.end) return false;
  auto i = tree_.token_at(y.span.end);
  const auto last = tree_.token_at(x.relation->span.begin);
  if (!i || !last || a_.tokens[*i].sentence != a_.tokens[*last].sentence) return false;
  if (kinds_.in("quarter_noun", tree_.lemma(*i))) ++*i;
  if (*i >= *last || a_.tokens[*i].upos != Upos::PUNCT || !tree_.is_word(*i, ",")) return false;
  for (++*i; *i < *last; ++*i)
    if (!one_of(tree_.lemma(*i), {"in", "the", "locate", "located", "situate", "situated", "to", "also", "just", "about", "some"})) return false;
  return true;
}

/// "X's Y quarter", "the X suburb, Y": the possessor of a place holds it.
bool Where::holds(const Place& x, const Place& y) const {
  if (y.span.begin < x.span.end) return false;
  const auto i = tree_.head_of(x.span), j = tree_.head_of(y.span);
  if (!i || !j) return false;
  const auto head = tree_.head(*i);
  const Deprel d = a_.tokens[*i].deprel, e = a_.tokens[*j].deprel;
  if (!head || (d != Deprel::nmod_poss && d != Deprel::compound)) return false;
  if (d == Deprel::nmod_poss && *head == *j) return true;
  if (tree_.head(*j) != head || (d == Deprel::compound && is_quarter_of(x, *head, y))) return false;
  return e == Deprel::appos || e == Deprel::flat || (e == Deprel::nmod && tree_.preposition(*j) == "of") || (d == Deprel::nmod_poss && e == Deprel::compound);
}

namespace {

/// Near enough for a district and a village of it.
bool beside(const Place& x, const Place& y) {
  constexpr double kDegrees = 0.6;
  return std::abs(*x.lat - *y.lat) < kDegrees && std::abs(*x.lon - *y.lon) < kDegrees;
}

/// Is y, which no gazetteer knows, on the map only because it lies in or near x?
bool laid_at(const Place& y, const Place& x) {
  return !y.geonameid && y.feature.empty() && y.lat && x.lat && !x.feature.empty() && *y.lat == *x.lat && *y.lon == *x.lon;
}

}  // namespace

/// By the gazetteer, x contains y.
bool wider(const Place& x, const Place& y) {
  if (x.country.empty() || x.country != y.country) return false;
  if (x.precision == Precision::district && x.feature.empty()) return false;  // known only by what it lies in or beside
  if (x.precision == Precision::country) return y.precision != Precision::country && y.precision != Precision::region;
  if (x.precision == Precision::district && !x.admin2.empty() && !y.admin2.empty() && x.admin2 != y.admin2) return false;
  if (x.precision == Precision::district) return y.precision < Precision::district && !x.admin1.empty() && x.admin1 == y.admin1 && x.lat && y.lat && beside(x, y);
  if (x.precision == Precision::admin1) return y.precision < Precision::admin1 && !x.admin1.empty() && x.admin1 == y.admin1;
  return false;
}

bool Where::continues_list(std::uint32_t p) const {
  if (p == 0 || a_.places[p].use != PlaceUse::literal || a_.places[p - 1].use != PlaceUse::literal || a_.places[p].span.begin < a_.places[p - 1].span.end) return false;
  const Span gap{a_.places[p - 1].span.end, a_.places[p].span.begin};
  const auto between = a_.surface(gap);
  const bool comma = between == ", ";
  if (!comma && !one_of(between, {" and ", ", and ", " and the ", " and nearby ", " and neighbouring ", " and neighboring "})) return false;
  // "Oldtown, Newtown": a list only where "and" ends it.
  if (comma) {
    if (p + 1 >= a_.places.size() || wider(a_.places[p], a_.places[p - 1])) return false;
    const auto next = a_.surface({a_.places[p].span.end, std::max(a_.places[p].span.end, a_.places[p + 1].span.begin)});
    if (!one_of(next, {" and ", ", and ", ", "})) return false;
  }
  const auto i = tree_.head_of(a_.places[p].span), j = tree_.head_of(a_.places[p - 1].span);
  return i && j && a_.tokens[*i].sentence == a_.tokens[*j].sentence && !is_subject(a_.tokens[*i].deprel) && !one_of(a_.tokens[*i].deprel, {Deprel::nmod_poss, Deprel::compound}) && tree_.preposition(*i).empty();
}

bool Where::possesses_next(std::uint32_t p) const {
  constexpr std::uint32_t kFar = 40;  // bytes: "'s second largest city "
  if (p + 1 >= a_.places.size() || a_.places[p].precision != Precision::country) return false;
  const Place &country = a_.places[p], &town = a_.places[p + 1];
  if (town.span.begin > country.span.end + kFar || town.use != PlaceUse::literal || !wider(country, town)) return false;
  const std::string_view between = std::string_view(a_.text).substr(country.span.end, town.span.begin - country.span.end);
  return (between.starts_with("'s ") || between.starts_with("\u2019s ") || between.starts_with("s ")) && between.find_first_of(".;:") == std::string_view::npos;
}

/// "The Ruritanian capital of Oldtown": the name says it better.
bool Where::renames_next(std::uint32_t p) const {
  if (p + 1 >= a_.places.size() || !a_.surface(a_.places[p].span).ends_with("capital")) return false;
  const Place &seat = a_.places[p], &named = a_.places[p + 1];
  const std::string_view between = std::string_view(a_.text).substr(seat.span.end, named.span.begin - seat.span.end);
  return seat.name == named.name && seat.geonameid == named.geonameid && named.use == PlaceUse::literal && one_of(between, {" ", ", ", " of "});
}

/// "The Red Sea port of X": X is the place, and the sea says where it lies.
bool Where::names_region_of_town(std::uint32_t p, TokenIndex i) const {
  const auto head = tree_.head(i);
  if (!head || *head < i || p + 1 >= a_.places.size() || (a_.tokens[i].deprel != Deprel::compound && a_.tokens[i].deprel != Deprel::nmod_poss && a_.tokens[i].deprel != Deprel::amod)) return false;
  if (wider(a_.places[p + 1], a_.places[p])) return false;  // "the X area of Ruritania"
  if (is_quarter_of(a_.places[p], *head, a_.places[p + 1])) return false;
  auto noun = head;
  while (a_.tokens[*noun].deprel == Deprel::compound && tree_.head(*noun)) noun = tree_.head(*noun);  // "port city"
  const auto next = tree_.head_of(a_.places[p + 1].span);
  return next && tree_.head(*next) == *noun && a_.tokens[*next].deprel == Deprel::nmod && tree_.preposition(*next) == "of";
}

/// Do the words say of y that it lies in x or how it lies to x?
bool Where::tells_where(const ClaimPlace& x, const ClaimPlace& y) const {
  constexpr int kSeat = 4;  // of a first-level unit or a country
  const Place& outer = a_.places[x.place];
  const Place& inner = a_.places[y.place];
  if (y.role == PlaceRole::from && x.role != y.role) return false;
  if (is_town_of(inner, outer)) return true;
  // "A square of the capital in the quarter of X": no quarter holds its town.
  if (seat(inner) >= kSeat && seat(outer) <= 1 && (outer.precision <= Precision::settlement || outer.feature.empty())) return false;
  return encloses(outer, inner) || holds(outer, inner) || set_off(outer, inner) || measured_from(outer, inner) || described_by(outer, inner) || is_told_closer(inner, outer) || (x.role == y.role && locates(outer, inner));
}

/// "Oldtown (Tell Oldtown)": one place by the gazetteer, told in the same way.
bool same_spot(const Place& x, const Place& y) {
  const auto kind = [](const Place& p) { return p.relation ? p.relation->kind + p.relation->side : std::string(); };
  return x.geonameid && x.geonameid == y.geonameid && kind(x) == kind(y);
}

/// "The Omari mosque in Oldtown", "X, north of Oldtown": where no gazetteer knows the smaller place, the other keeps the claim on the map.
bool Where::fixes(const ClaimPlace& x, const ClaimPlace& y) const {
  return a_.places[x.place].lat && !a_.places[y.place].lat && a_.places[x.place].precision <= Precision::admin1;
}

/// Of places that contain one another, the smallest stays.
void Where::keep_most_exact(std::vector<ClaimPlace>& list) const {
  std::vector<ClaimPlace> kept;
  for (const ClaimPlace& x : list) {
    const bool covered = std::any_of(list.begin(), list.end(), [&](const ClaimPlace& y) {
      // "In Oldtown, near the Ruritanian border".
      if (x.place != y.place && x.role == PlaceRole::near && a_.places[x.place].precision == Precision::country && y.role != PlaceRole::from && a_.places[y.place].precision < Precision::country) return true;
      return x.place != y.place && x.role != PlaceRole::from && (wider(a_.places[x.place], a_.places[y.place]) || (x.role != PlaceRole::to && laid_at(a_.places[y.place], a_.places[x.place])) || (tells_where(x, y) && !wider(a_.places[y.place], a_.places[x.place]) && !fixes(x, y)));
    });
    const bool twice = std::any_of(kept.begin(), kept.end(), [&](const ClaimPlace& y) { return x.place == y.place || (x.role == y.role && same_spot(a_.places[x.place], a_.places[y.place])); });
    if (!covered && !twice) kept.push_back(x);
  }
  list = std::move(kept);
}

}  // namespace deconflict::claim
