#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "link/item.h"

namespace deconflict::link {

/// A pair that can't be one happening, whatever else agrees.
inline constexpr double kNever = -100;
/// What a pair must reach to be joined: within a document (a report tells of few things, at length) and across.
inline constexpr double kThresholdWithin = 1.8;
inline constexpr double kThresholdAcross = 2.6;

/// Asked for a claim that is joined with nothing and tells of nobody and nothing: it comes back to what its report tells beside it.
inline constexpr double kThresholdBare = 0.8;
/// Asked for a harm that is joined with nothing, with no day or place of its own: it goes with an act told just before.
inline constexpr double kThresholdHarm = 0;
/// Does it tell of nobody and nothing, but that it happened?
bool is_bare(const Item& item);

/// More is asked across where something is told every day.
inline constexpr double kThresholdBusy = 5;

/// What it is worth where two reports tell, in the same sentences or the next, one more happening of another sort in common: a raid, and those captured in it.
inline constexpr double kToldBeside = 0.9;

inline double threshold(const Item& a, const Item& b) { return a.doc_rank == b.doc_rank ? kThresholdWithin : kThresholdAcross + kThresholdBusy * std::max(a.busy, b.busy); }

/// What speaks for or against two claims telling of one happening; what each is worth stands in weights.h.
enum class Sign : std::uint8_t {
  // what
  same_text, same_kind, same_saying, kinship, kinds_differ, violence, deal, campaign_and_act, clash_and_act, general_later, same_word, noun_first, noun_later, consequence,
  // told as what
  background_beside, plan_beside, denial_beside, both_unreal, no_voices, known, another, one_of_many, after_one_of_many, told_as_many,
  // when
  weekday, battle_days, next_day, same_day, days_overlap, published_apart, day_published, published_near,
  // where
  same_place, place_near, place_differs, own_places_differ, same_setting, other_setting, same_site,
  // who and whom
  same_party, other_party, same_actor, kin_actor, other_actor, turned, same_recipient, kin_recipient, other_recipient, one_sufferer, other_names, same_thing, other_things, other_cast,
  // how many
  same_toll, toll_fits, own_toll_differs, toll_differs, parts_of_a_sum, toll_of_one,
  // where in the text
  both_open, opening, within_opening, untold, untold_roaming, same_sentence, same_sentence_other_kind, next_sentence, near, one_report,
};
inline constexpr std::size_t kSigns = static_cast<std::size_t>(Sign::one_report) + 1;

/// What a sign is worth within a report and across reports, each for an amount of 1.
struct Weight {
  std::string_view name;
  double within = 0, across = 0;
};
const Weight& weight_of(Sign sign);

struct Weighed {
  Sign sign;
  double amount;
};

/// Does it tell who died of wounds? The act that gave them was before, and its day is another.
inline bool died_later(const Item& item) { return item.kind == "harm" && item.lemma == "succumb"; }

/// Was the one done with what the other can't have been done with? A battle, where both reports tell of one, is fought from the air and on the ground.
/// Or do two reports open with other things struck on other days?
bool done_otherwise(const Item& a, const Item& b);

/// How much speaks for two claims telling of one happening. `reasons`, where given, gets what was weighed, in words; `signs` the same as numbers.
double score(const Item& a, const Item& b, std::vector<std::string>* reasons = nullptr, std::vector<Weighed>* signs = nullptr);

}  // namespace deconflict::link
