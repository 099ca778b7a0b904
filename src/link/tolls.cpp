#include "link/item.h"

#include <algorithm>
#include <initializer_list>

#include "base/utf8.h"
#include "link/pool.h"

namespace deconflict::link {

namespace {

bool starts_with_any(std::string_view word, std::initializer_list<std::string_view> stems) {
  return std::any_of(stems.begin(), stems.end(), [&](std::string_view s) { return word.starts_with(s); });
}

/// Calls `f` for each word of folded text until it says true.
template <class F>
bool any_word(std::string_view text, F&& f) {
  while (!text.empty()) {
    const auto end = text.find_first_of(" -,");
    if (f(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
  return false;
}

/// Words for anybody: a count of them holds the counts of sorts of people beside it.
bool counts_everybody(std::string_view who) {
  return who.empty() || any_word(who, [](std::string_view w) {
           return starts_with_any(w, {"people", "person", "civilian", "victim", "casualt", "other", "member", "resident", "villager", "human", "live"});
         });
}

/// Who was counted among others: "three children", "a woman".
bool counts_a_part(std::string_view who) {
  return any_word(who, [](std::string_view w) { return starts_with_any(w, {"child", "wom", "girl", "boy", "minor", "infant", "bab", "kid", "elder", "toddler", "teen"}); });
}

struct Counted {
  const Count* count;
  std::string_view who;
};

/// "Two soldiers, including an officer": whoever is counted within another count is nobody beside it.
void leave_out_parts(std::vector<Counted>& counts) {
  std::vector<Counted> whole;
  for (const Counted& p : counts) {
    const bool within = p.count->part && std::any_of(counts.begin(), counts.end(), [&](const Counted& q) { return !q.count->part && q.count->span.begin < p.count->span.begin && q.count->min >= p.count->min; });
    if (!within) whole.push_back(p);
  }
  counts = std::move(whole);
}

/// "Killed 44 people in X, eleven of them children, and nine in Y": the counts to be added up, where a place of the claim follows each of
/// them; none else.
std::vector<Counted> by_place(const Annotation& a, const Claim& c, const std::vector<Counted>& counts) {
  std::vector<Counted> whole;
  for (const Counted& p : counts)
    if (!counts_a_part(p.who)) whole.push_back(p);
  std::sort(whole.begin(), whole.end(), [](const Counted& x, const Counted& y) { return x.count->span.begin < y.count->span.begin; });
  for (std::size_t k = 0; k < whole.size(); ++k) {
    const std::uint32_t from = whole[k].count->span.end, to = k + 1 < whole.size() ? whole[k + 1].count->span.begin : c.span.end;
    const bool placed = std::any_of(c.places.begin(), c.places.end(), [&](const ClaimPlace& p) { return a.places[p.place].span.begin >= from && a.places[p.place].span.begin < to; });
    if (!placed || !c.span.contains(whole[k].count->span)) return {};
  }
  return whole.size() > 1 ? whole : std::vector<Counted>();
}

/// Who is counted, in the words of the text; empty of people in general, and of words too many to go with a number.
std::string_view shown_as(const Counted& c, Pool& pool) {
  constexpr std::size_t kMost = 40;
  const std::string& words = c.count->who;
  const bool anybody = words.size() > kMost || words.find_first_of("\n\"") != std::string::npos || any_word(c.who, [](std::string_view w) { return starts_with_any(w, {"people", "person", "victim", "casualt", "other", "dead", "body", "bodies", "them", "those", "live"}); });
  if (anybody) return {};
  // "Civilians east of Idlib": where they were is told elsewhere.
  std::size_t end = words.size();
  for (const std::string_view where : {" in ", " at ", " near ", " from ", " on ", " east of ", " west of ", " north of ", " south of ", " during ", " after ", " who ", ", "}) end = std::min(end, words.find(where));
  return pool.keep(std::string_view(words).substr(0, end));
}

/// "Soldiers and fighters"; empty where one of them is anybody.
std::string_view all_shown(const std::vector<Counted>& parts, Pool& pool) {
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto words = shown_as(parts[i], pool);
    if (words.empty()) return {};
    all.append(i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ").append(words);
  }
  return pool.keep(all);
}

}  // namespace

Side side_of(std::string_view who) {
  Side side = Side::unknown;
  any_word(who, [&](std::string_view w) {
    if (starts_with_any(w, {"civilian", "child", "wom", "resident", "villager", "journalist", "medic", "doctor", "student", "girl", "boy"})) side = Side::civilian;
    if (starts_with_any(w, {"soldier", "servic", "troop", "officer", "police", "marine"})) side = Side::soldiers;
    if (starts_with_any(w, {"fighter", "militant", "rebel", "terrorist", "insurgent", "gunm", "jihadi"})) side = Side::fighters;
    return side != Side::unknown;
  });
  return side;
}

std::vector<Toll> tolls_of(const Annotation& a, const Claim& c, Pool& pool) {
  std::vector<std::string_view> whats;
  std::vector<Counted> parts;
  for (auto i : c.counts) {
    if (i >= a.counts.size() || parts.size() > 16) continue;
    const Count& n = a.counts[i];
    if (n.cumulative) continue;
    parts.push_back({&n, pool.folded(n.who)});
    if (std::find(whats.begin(), whats.end(), n.what) == whats.end()) whats.push_back(pool.keep(n.what));
  }
  std::vector<Toll> out;
  for (auto what : whats) {
    std::vector<Counted> same;
    for (const Counted& p : parts)
      if (p.count->what == what) same.push_back(p);
    leave_out_parts(same);
    const auto largest = std::max_element(same.begin(), same.end(), [](const Counted& x, const Counted& y) { return x.count->min < y.count->min; });
    Toll toll{what, largest->count->min, largest->count->max, largest->who, pool.keep(largest->count->said), shown_as(*largest, pool), std::all_of(same.begin(), same.end(), [](const Counted& p) { return p.count->part; })};
    std::int64_t rest = 0;
    bool open = !largest->count->max.has_value(), sorts = same.size() > 1;
    for (const Counted& p : same) {
      if (p.count == largest->count) continue;
      rest += p.count->min;
      open = open || !p.count->max;
      if (p.who == largest->who || p.who.empty() || p.count->span == largest->count->span) sorts = false;
    }
    // "Four soldiers and two civilians" add up; "six people, two of them children" do not.
    const bool whole = counts_everybody(largest->who) && largest->count->min >= rest &&
                       std::any_of(same.begin(), same.end(), [&](const Counted& p) { return p.count != largest->count && (counts_a_part(p.who) || counts_everybody(largest->who)); });
    const bool of_two_sides = std::any_of(same.begin(), same.end(), [&](const Counted& p) {
      return tell_apart(side_of(p.who), side_of(largest->who));
    });
    if (const auto apart = by_place(a, c, same); !apart.empty()) {
      toll.min = 0;
      toll.max = 0;
      for (const Counted& p : apart) {
        toll.min += p.count->min;
        toll.max = toll.max && p.count->max ? std::optional(*toll.max + *p.count->max) : std::nullopt;
      }
      toll.who = toll.whom = {};
    } else if (sorts && (!whole || of_two_sides)) {
      toll.min += rest;
      toll.max = open ? std::nullopt : std::optional<std::int64_t>(*largest->count->max);
      if (toll.max)
        for (const Counted& p : same)
          if (p.count != largest->count) *toll.max += *p.count->max;
      toll.who = toll.said = {};
      toll.whom = all_shown(same, pool);
    }
    out.push_back(toll);
  }
  return out;
}

}  // namespace deconflict::link
