#include "claim/slots.h"

#include <algorithm>

#include "base/words.h"
#include "claim/aside.h"
#include "claim/attribution.h"
#include "claim/measure.h"
#include "claim/places_of.h"
#include "claim/realis.h"
#include "claim/times_of.h"
#include "claim/where.h"

namespace deconflict::claim {

namespace {

/// Gives the hits their places, times and counts, and has those without take them from the others.
class Sharer : OverHits {
 public:
  explicit Sharer(const HitMap& map) : OverHits(map), aside_(a_, tree_, kinds_) {}

  Slots share(const std::vector<bool>& acting) {
    out_.places.resize(hits_.size());
    out_.times.resize(hits_.size());
    out_.said_times.resize(hits_.size());
    out_.counts.resize(hits_.size());
    const Dateline dateline = find_dateline(a_);
    share_places(map_, dateline, acting, out_);
    share_times(map_, dateline, out_);
    for (std::uint32_t c = 0; c < a_.counts.size(); ++c) count(c);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) inherit(h);
    const Where where(a_, tree_, kinds_);
    for (auto& list : out_.places) where.keep_most_exact(list);
    part_scenes();
    return std::move(out_);
  }

 private:
  /// What is told of a hit is no scene beside them.
  void part_scenes() {
    std::vector<bool> owned(a_.places.size(), false);
    for (const auto& list : out_.places)
      for (const ClaimPlace& p : list) owned[p.place] = true;
    std::erase_if(out_.scenes, [&](std::uint32_t p) { return owned[p]; });
  }

  /// "Reports of 13 dead were wrong".
  bool in_unfounded_report(TokenIndex number) const {
    constexpr int kSteps = 3;
    std::optional<TokenIndex> i = number;
    for (int steps = 0; i && steps < kSteps; ++steps, i = tree_.head(*i))
      if (a_.tokens[*i].upos == Upos::NOUN && kinds_.in("hearsay", tree_.lemma(*i))) return unfounded_report(a_, tree_, kinds_, *i).has_value();
    return false;
  }

  void count(std::uint32_t c) {
    const auto i = tree_.head_of(a_.counts[c].span);
    if (!i || a_.counts[c].what == "present" || is_teller(a_, a_.counts[c].span) || in_unfounded_report(*i)) return;
    const auto& what = a_.counts[c].what;
    auto fits = [&](std::uint32_t h) {
      if (what == "captured" || what == "arrested") return map_.kind(h) == "arrest" || map_.kind(h) == "abduction" || map_.violent(h);
      if (what == "abducted") return map_.kind(h) == "abduction" || map_.violent(h);
      if (what == "displaced") return map_.kind(h) == "displacement" || map_.kind(h) == "evacuation";
      if (what == "surrendered") return map_.kind(h) == "surrender";
      return map_.violent(h) || one_of(map_.kind(h), {"natural_disaster", "industrial_accident", "riot", "protest_intervention", "siege"});
    };
    const Owner above = owner_.of(*i);
    auto h = above.hit;
    // "… and two killed in the raid": the participle behind the number, where another clause stands above.
    for (TokenIndex told : tree_.children(*i))
      if (above.loose && a_.tokens[told].deprel == Deprel::acl && at_token_[told] != UINT32_MAX && fits(at_token_[told])) h = at_token_[told];
    if (h == UINT32_MAX || !fits(h)) h = map_.nearest(*i, fits);
    if (h != UINT32_MAX && measured_since(a_, tree_, *i) && !measured_since(a_, tree_, hits_[h].head)) return;
    if (h != UINT32_MAX) out_.counts[of_measure(c, h)].push_back(c);
  }

  /// "Killed nine in the deadliest attack since the raid on Oldtown, with officials reporting 150 killed": the second toll is the raid's.
  std::uint32_t of_measure(std::uint32_t c, std::uint32_t h) const {
    const auto& told = out_.counts[h];
    if (std::none_of(told.begin(), told.end(), [&](std::uint32_t other) { return a_.counts[other].what == a_.counts[c].what; })) return h;
    const auto [from, to] = map_.hits_of(hits_[h].head);
    for (std::uint32_t k = from; k < to; ++k)
      if (hits_[k].head > hits_[h].head && a_.tokens[hits_[k].head].span.end < a_.counts[c].span.begin && tree_.preposition(hits_[k].head) == "since") return k;
    return h;
  }

  void inherit(std::uint32_t h) {
    const auto [from, to] = map_.hits_of(hits_[h].head);
    auto linked = [&](std::uint32_t k) { return hangs_on(hits_[h].head, hits_[k].head) || hangs_on(hits_[k].head, hits_[h].head); };
    const auto since = measured_since(a_, tree_, hits_[h].head);
    const auto lends = [&](std::uint32_t k) { return k != h && linked(k) && !keeps_day(k, h) && measured_since(a_, tree_, hits_[k].head) == since; };
    // What a protest is about is elsewhere.
    const auto lends_place = [&](std::uint32_t k) { return lends(k) && (!undone(k) || undone(h)) && !(map_.protests(h) && aside_.is_matter(hits_[k].head, hits_[h].head)); };
    // What is said of a happening is said wherever the speaker is.
    if (out_.places[h].empty() && map_.physical(h))
      if (const auto k = map_.nearest(hits_[h].head, [&](std::uint32_t other) { return !out_.places[other].empty() && lends_place(other); }); k != UINT32_MAX)
        for (const ClaimPlace& p : out_.places[k])
          if ((p.role == PlaceRole::at || p.role == PlaceRole::near) && !(a_.places[p.place].precision == Precision::region && map_.is_war(k))) out_.places[h].push_back(p);
    if (out_.times[h].empty()) {
      if (const auto k = map_.nearest(hits_[h].head, [&](std::uint32_t other) { return !out_.times[other].empty() && lends(other); }); k != UINT32_MAX) out_.times[h] = out_.times[k];
      for (std::uint32_t k = from; k < to && out_.times[h].empty(); ++k)
        for (const std::uint32_t t : out_.times[k])
          if (sets_scene(t, hits_[h].head)) out_.times[h] = {t};
    }
  }

  /// "Was taken to safety but has not left the country": where he was not.
  bool undone(std::uint32_t h) const {
    return one_of(map_.kind(h), {"advance", "withdrawal", "evacuation", "displacement"}) && is_negated(a_, tree_, hits_[h].head);
  }

  /// "In 2015 the kingdom began to support them, carrying out airstrikes": what stands before the subject is the day of all that hangs on its verb.
  bool sets_scene(std::uint32_t t, TokenIndex act) const {
    const auto word = tree_.head_of(a_.times[t].span);
    const auto verb = word ? tree_.head(*word) : std::nullopt;
    if (!verb || a_.tokens[*verb].upos != Upos::VERB) return false;
    const auto subject = tree_.child(*verb, Deprel::nsubj) ? tree_.child(*verb, Deprel::nsubj) : tree_.child(*verb, Deprel::nsubj_pass);
    return subject && *word < *subject && *subject < *verb && hangs_on(act, *verb);
  }

  /// "Cited the 31 May attack on the mission": which attack is meant is said by its day, which is none of the citing's; nor is its place.
  bool keeps_day(std::uint32_t k, std::uint32_t h) const {
    if (tree_.preposition(hits_[k].head) == "since") return true;  // "the deadliest since the raid on Oldtown"
    const TokenIndex noun = hits_[k].head, other = hits_[h].head;
    if (!names_its_day(a_, tree_, noun, out_.times[k]) || hangs_on(other, noun)) return false;
    const Deprel d = a_.tokens[noun].deprel;
    const bool own = tree_.head(noun) == other && (is_subject(d) || is_oblique(d) || kinds_.in("light", tree_.lemma(other)));
    return !own;
  }

  /// Does `lower` hang on `upper` without a clause between that has a subject of its own ("While the rebels held the
  /// dam, the army crossed …": the dam is no place of the crossing)?
  bool hangs_on(TokenIndex lower, TokenIndex upper) const {
    for (int steps = 0; steps < 64; ++steps) {
      if (lower == upper) return true;
      const Deprel d = a_.tokens[lower].deprel;
      const bool clause = d == Deprel::advcl || d == Deprel::ccomp || d == Deprel::parataxis || d == Deprel::acl_relcl;
      const auto mark = tree_.child(lower, Deprel::mark);
      const bool beside = mark && tree_.is_word(*mark, "with");  // "with the army fighting the rebels"
      if (clause && !beside && (tree_.child(lower, Deprel::nsubj) || tree_.child(lower, Deprel::nsubj_pass))) return false;
      const auto head = tree_.head(lower);
      if (!head) return false;
      lower = *head;
    }
    return false;
  }

  const Aside aside_;
  Slots out_;
};

}  // namespace

bool names_its_day(const Annotation& a, const Tree& tree, TokenIndex noun, const std::vector<std::uint32_t>& times) {
  return a.tokens[noun].upos != Upos::VERB && std::any_of(times.begin(), times.end(), [&](std::uint32_t t) {
    const auto day = tree.head_of(a.times[t].span);
    return day && *day < noun && tree.head(*day) == noun;
  });
}

Slots share_out(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<bool>& acting) {
  return Sharer(HitMap(a, tree, kinds, hits)).share(acting);
}

}  // namespace deconflict::claim
