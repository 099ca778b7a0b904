#include "claim/claim.h"

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "claim/acting.h"
#include "claim/acts.h"
#include "claim/aside.h"
#include "claim/attribution.h"
#include "claim/background.h"
#include "claim/codes.h"
#include "claim/continuation.h"
#include "claim/day_of.h"
#include "claim/identify_speakers.h"
#include "claim/identity.h"
#include "claim/intent.h"
#include "claim/kinds.h"
#include "claim/means.h"
#include "claim/measure.h"
#include "claim/mention.h"
#include "claim/nearby.h"
#include "claim/participants.h"
#include "claim/realis.h"
#include "claim/referral.h"
#include "claim/relevance.h"
#include "claim/roles.h"
#include "claim/side.h"
#include "claim/when.h"
#include "claim/speech.h"
#include "claim/sum_of_acts.h"
#include "claim/tally.h"
#include "claim/tree.h"
#include "claim/trigger.h"

namespace deconflict::claim {

struct Reader::State {
  Kinds kinds;
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::load(const Pack& knowledge) {
  auto kinds = knowledge.section("text/kinds");
  if (!kinds) return kinds.error();
  auto words = knowledge.section("text/words");
  if (!words) return words.error();
  auto loaded = load_kinds(*kinds, *words);
  if (!loaded) return loaded.error();
  return Reader(std::make_unique<State>(State{std::move(*loaded)}));
}

const std::vector<Kind>& Reader::kinds() const { return state_->kinds.all; }

void Reader::find_attributions(Annotation& a) const { read_attributions(a, Tree(a), state_->kinds); }

namespace {

/// Puts the parts of claims together.
class Assembler {
 public:
  Assembler(Annotation& a, const Kinds& kinds, bool trace)
      : a_(a), kinds_(kinds), trace_(trace), tree_(a), facts_(token_facts(a, tree_, kinds)), acts_{a, tree_, kinds, facts_, find_triggers(a, tree_, kinds, facts_), {}, {}, {}, {}} {}

  void run() {
    for (const Hit& hit : hits_) {
      roles_.push_back(roles_of(a_, tree_, kinds_, facts_, hit));
      kind_of_.push_back(kinds_.triggers[hit.trigger].kind);
    }
    lend_people(acts_);
    slots_ = share_out(a_, tree_, kinds_, hits_, acting_places(a_, tree_, kinds_, hits_, roles_));
    numbers_ = static_cast<std::uint32_t>(a_.counts.size());
    for (std::size_t h = 0; h < hits_.size(); ++h)
      for (const std::uint32_t one : count_persons(a_, tree_, kinds_, hits_[h], roles_[h], slots_.counts[h])) slots_.counts[h].push_back(one);
    into_.assign(hits_.size(), hits_.size());
    join(acts_);
    const auto intents = find_intents(a_, tree_, kinds_, facts_, hits_);
    auto intent = intents.begin();
    const auto referrals = find_referrals(a_, tree_, kinds_, facts_);
    auto referral = referrals.begin();
    for (std::size_t h = 0; h < hits_.size(); ++h) {
      for (; intent != intents.end() && intent->hit.first < hits_[h].first; ++intent) intend(*intent);
      for (; referral != referrals.end() && referral->word < hits_[h].first; ++referral) refer_back(*referral);
      if (acts_.absorbed(h) || only_refers(h) || in_passing(h)) continue;
      call_by_its_kind(h);
      a_.claims.push_back(make(h));
      open_.push_back({is_physical(kind(h)), time_of(a_, slots_.said_times[h], slots_), refers(h), doerless(h), says_what_for(h), kinds_.triggers[hits_[h].trigger].modifier == Slot::place, slots_.times[h].empty() ? days_apart(a_, tree_, hits_[h].head) : std::nullopt, sums_several(a_, tree_, kinds_, hits_[h]), is_other_day(h), is_standing(h, a_.claims.back()), clause_head(a_, tree_, hits_[h].head), is_event_noun(h) && is_measure(a_, tree_, hits_[h].head), is_matter(h), kind(h).name == "siege" && describes_another(a_, tree_, hits_[h].head), is_done_by_now(a_, tree_, hits_[h].head), kinds_.in("warding_off", tree_.lemma(hits_[h].head)), tells_several_acts(a_, tree_, kinds_, hits_[h], roles_[h]), leaves_doer_open(a_, tree_, hits_[h], roles_[h])});
    }
    for (; intent != intents.end(); ++intent) intend(*intent);
    for (; referral != referrals.end(); ++referral) refer_back(*referral);
    keep_relevant();
    set_sums_back();
    for (std::size_t c = 0; c < a_.claims.size(); ++c) a_.claims[c].id = "c" + std::to_string(c + 1);
    name_exactly();
    join_participants(a_, tree_, kinds_, open_, trace_);
    give_doers_of_sums(a_, open_, trace_);
    std::vector<bool> placed;
    for (const Claim& c : a_.claims) placed.push_back(!c.places.empty());
    continue_happenings(a_, open_, {time_of(a_, slots_.lead, slots_), slots_.origin, slots_.scenes, a_.published.empty() ? slots_.written : parse_iso_day(a_.published), slots_.dates_the_story}, trace_);
    sum_up(a_, std::move(placed));
    // It is where and when its report is set, though it is not its news.
    for (std::size_t c = 0; c < a_.claims.size(); ++c) a_.claims[c].background |= open_[c].standing, a_.claims[c].confidence = calibrated(a_.claims[c].confidence);
    identify_speakers(a_, tree_, kinds_, trace_);
  }

 private:
  void keep_relevant() {
    const auto keep = relevant(a_, kinds_);
    std::size_t kept = 0;
    for (std::size_t c = 0; c < keep.size(); ++c) {
      if (!keep[c]) continue;
      if (kept != c) a_.claims[kept] = std::move(a_.claims[c]), open_[kept] = std::move(open_[c]);
      ++kept;
    }
    a_.claims.resize(kept);
    open_.resize(kept);
  }

  /// "Killed several gunmen in three operations. In the north, …": the sum stands behind what is told by itself.
  void set_sums_back() {
    for (std::size_t i = 0; i < a_.claims.size(); ++i) {
      if (!open_[i].several || a_.claims[i].counts.empty()) continue;
      for (std::size_t k = i + 1; k < a_.claims.size() && !a_.claims[i].background; ++k)
        a_.claims[i].background = !open_[k].several && a_.claims[k].span != a_.claims[i].span && !a_.claims[k].counts.empty() && !a_.claims[k].background &&
                                  is_actual(a_.claims[k].realis) && same_happening(a_.claims[i].kind, a_.claims[i].plover_event, a_.claims[k]);
    }
  }

  /// "The attack", where the report tells elsewhere that it was a bomb.
  void name_exactly() {
    std::vector<std::pair<std::size_t, std::size_t>> named;
    for (std::size_t c = 0; c < a_.claims.size(); ++c)
      if (const auto as = told_more_exactly(a_, c, open_)) named.emplace_back(c, *as);
    for (const auto& [c, as] : named) {
      Claim& claim = a_.claims[c];
      claim.kind = a_.claims[as].kind;
      give_codes(a_, tree_, kinds_, kinds_.all[*kinds_.find(claim.kind)], claim);
      if (trace_) claim.why.push_back({"kind", "told more exactly in " + a_.claims[as].id, a_.claims[as].trigger, claim.kind});
    }
  }

  const Kind& kind(std::size_t h) const { return acts_.kind(h); }
  bool has(std::size_t h, Role role) const { return acts_.has(h, role); }
  bool is_event_noun(std::size_t h) const { return acts_.is_event_noun(h); }
  std::pair<std::size_t, std::size_t> same_sentence(std::size_t h) const { return acts_.same_sentence(h); }

  /// "A militia fighting the army", "a group that fights the army": told of somebody, without a day or place of its own.
  bool says_what_for(std::size_t h) const {
    const Token& t = a_.tokens[hits_[h].head];
    const auto noun = tree_.head(hits_[h].head);
    if (!noun || t.upos != Upos::VERB || (t.deprel != Deprel::acl && t.deprel != Deprel::acl_relcl) || !slots_.times[h].empty()) return false;
    return (t.deprel == Deprel::acl ? a_.surface(t.span).ends_with("ing") : !tree_.child(hits_[h].head, Deprel::nsubj_pass)) && kinds_.in("armed", tree_.lemma(*noun));
  }

  /// "Students protested against the arrests in Oldtown".
  bool is_matter(std::size_t h) const {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (k != h && kind(k).plover_event == "PROTEST" && tree_.dominates(hits_[k].head, hits_[h].head) && aside_.is_matter(hits_[h].head, hits_[k].head)) return true;
    return false;
  }

  bool is_standing(std::size_t h, const Claim& c) const {
    return is_state_of_things(a_, tree_, kinds_, {hits_[h], c.mention, says_what_for(h), is_actual(c.realis), !slots_.times[h].empty(), std::any_of(slots_.places[h].begin(), slots_.places[h].end(), [&](const ClaimPlace& p) { return a_.places[p.place].precision != Precision::country; }), !c.counts.empty(), !c.actors.empty(), has(h, Role::recipient)});
  }

  /// "Condemned the attack", "the bombing came a day after …": an act known already, of which nothing more is told.
  bool only_refers(std::size_t h) const {
    const TokenIndex noun = hits_[h].head;
    if (acts_.deed(h)) return !happening_before(h) || lower_ascii(tree_.surface(noun)) != lower_ascii(tree_.lemma(noun)) || !(definite(a_, tree_, noun) || tree_.child(noun, Deprel::cop));
    // "The wounded were taken away": they tell a harm only where it is told who they are.
    if (kind(h).name == "harm" && kinds_.in("sufferer", lower_ascii(tree_.surface(noun))) && is_event_noun(h) && !has(h, Role::recipient)) return true;
    // "The murdered judge" once more.
    if (const auto victim = tree_.head(noun); victim && a_.tokens[noun].deprel == Deprel::amod && slots_.counts[h].empty())
      return one_of(kind(h).name, {"killing", "harm", "abduction"}) && definite(a_, tree_, *victim) && told_before(h);
    if (a_.tokens[noun].upos != Upos::NOUN || a_.sentences[a_.tokens[noun].sentence].first_token == 0 || !slots_.counts[h].empty() || !roles_[h].weapons.empty()) return false;
    if (phenomenon(h) || is_charge(a_, tree_, kinds_, noun)) return true;
    const Deprel d = a_.tokens[noun].deprel;
    const bool under = d == Deprel::obj || d == Deprel::nmod || d == Deprel::obl;
    const bool bare = slots_.places[h].empty() && slots_.times[h].empty();
    // "A statement about the deaths", "a higher toll", with nobody and no number.
    if (kind(h).name == "harm" && under && bare && !has(h, Role::recipient)) return true;
    if (!definite(a_, tree_, noun)) return false;
    // "The agreement sets a date": the one told before.
    if (kind(h).name == "agreement" && roles_[h].parts.empty() && told_before(h)) return true;
    // "Condemned the attack", but "claimed responsibility for the attack", "blamed the attack on the militia".
    const bool blamed = std::any_of(roles_[h].parts.begin(), roles_[h].parts.end(), [](const auto& p) { return p.role == Role::actor && p.rule == std::string_view("by-phrase"); });
    if (under && bare && kind(h).plover_event == "ASSAULT" && told_before(h) && !has(h, Role::recipient) && !blamed) return true;
    if (d == Deprel::nsubj || d == Deprel::nsubj_pass) return kind(h).plover_event == "ASSAULT" && told_before(h) && frames(*tree_.head(noun));
    return d != Deprel::root && roles_[h].parts.empty() && bare;
  }

  /// "Lawmakers who oppose the withdrawal said …", "called on them to ignore the order": an attitude beside what the sentence tells.
  bool in_passing(std::size_t h) const {
    const TokenIndex verb = hits_[h].head;
    if (a_.tokens[verb].upos != Upos::VERB || !one_of(kind(h).plover_event, {"REJECT", "CONCEDE", "SUPPORT", "AGREE", "COOPERATE"})) return false;
    const Deprel d = a_.tokens[verb].deprel;
    if ((d != Deprel::acl && d != Deprel::acl_relcl && d != Deprel::advcl) || denies_charge(a_, tree_, kinds_, verb)) return false;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (k != h && !acts_.absorbed(k) && tree_.dominates(hits_[k].head, verb)) return true;
    return false;
  }

  /// "Days after the 31 December attack", "blamed him for the 31 December attack": another happening than what is told.
  bool is_other_day(std::size_t h) const {
    return refers(h) && names_its_day(a_, tree_, hits_[h].head, slots_.times[h]) && one_of(tree_.preposition(hits_[h].head), {"after", "before", "since", "following", "behind", "for", "until"});
  }

  bool refers(std::size_t h) const { return is_event_noun(h) && definite(a_, tree_, hits_[h].head); }
  /// "The strikes", "was struck".
  bool doerless(std::size_t h) const {
    const TokenIndex i = hits_[h].head;
    return is_event_noun(h) || tree_.child(i, Deprel::nsubj_pass) || tree_.child(i, Deprel::aux_pass);
  }

  /// The last act of violence told before, if only a few sentences back.
  std::optional<std::size_t> happening_before(std::size_t h) const {
    for (std::size_t c = a_.claims.size(); c-- > 0 && a_.claims[c].span.end + kFar > a_.tokens[hits_[h].head].span.begin;) {
      const Claim& before = a_.claims[c];
      if (open_[c].physical && !before.background && before.plover_event == "ASSAULT" && is_actual(before.realis)) return c;
    }
    return std::nullopt;
  }

  /// "This crime" is what it was told to be before.
  void call_by_its_kind(std::size_t h) {
    if (!acts_.deed(h)) return;
    const auto& told = a_.claims[*happening_before(h)].kind;
    if (told != "harm") kind_of_[h] = kinds_.find(told).value_or(kind_of_[h]);
  }

  /// "Have detained 30 people since 1 May", "over the past month": a tally, told behind one of the happenings that it counts.
  bool runs_on(std::size_t h) const {
    const auto clause = tree_.subtree(hits_[h].head);
    for (TokenIndex c = hits_[h].last + 1; c <= clause.last && !(a_.tokens[c].upos == Upos::VERB && is_clause(a_.tokens[c].deprel)); ++c)
      if (is_oblique(a_.tokens[c].deprel) && tree_.preposition(c) == "since" && !measured_since(a_, tree_, c)) return true;
    return std::any_of(slots_.times[h].begin(), slots_.times[h].end(), [&](std::uint32_t t) {
      const auto& value = a_.times[t].value;
      // "This month", "so far this year".
      if (value.size() < 10 && lower_ascii(a_.surface(a_.times[t].span)).starts_with("this ")) return value.find('W') == std::string::npos && value.find('T') == std::string::npos;
      return ends_today(a_, a_.times[t]) && (value.ends_with('W') || value.ends_with('Y') || (value.ends_with('M') && value[1] != 'T'));
    });
  }

  /// "Talks on drug trafficking", "a policy of repression": of which no case is told.
  bool phenomenon(std::size_t h) const {
    const TokenIndex noun = hits_[h].head;
    if (!kinds_.in("phenomenon", tree_.lemma(noun)) || has(h, Role::recipient) || !slots_.times[h].empty()) return false;
    const Deprel d = a_.tokens[noun].deprel;
    const bool under = d == Deprel::nmod || d == Deprel::obl || d == Deprel::compound || d == Deprel::conj || d == Deprel::appos || d == Deprel::nsubj;
    return under && roles_[h].parts.empty();
  }

  /// "Came after", "marked the first time", "is under investigation": says where something belongs, not what happened.
  bool frames(TokenIndex predicate) const {
    return kinds_.in("framing", tree_.lemma(predicate)) || (a_.tokens[predicate].upos != Upos::VERB && tree_.child(predicate, Deprel::cop));
  }

  /// Was somebody taken or hurt already?
  bool told_taken() const {
    return std::any_of(a_.claims.begin(), a_.claims.end(), [](const Claim& c) { return !c.counts.empty() && (c.plover_event == "ASSAULT" || c.kind == "arrest"); });
  }

  bool told_before(std::size_t h) const {
    return std::any_of(a_.claims.begin(), a_.claims.end(), [&](const Claim& c) { return same_happening(kind(h).name, kind(h).plover_event, c); });
  }

  Claim make(std::size_t h) {
    const Hit& hit = hits_[h];
    const Trigger& trigger = kinds_.triggers[hit.trigger];
    Claim c;
    const Kind& k = kind(h);
    c.kind = k.name;
    const Frame frame = frame_of(a_, tree_, kinds_, hit.head);
    c.trigger = trigger_words(h, frame);
    c.span = a_.sentences[a_.tokens[hit.head].sentence].span;
    for (const auto& p : roles_[h].parts)
      if (!is_teller(a_, p.span)) c.actors.push_back({p.role, p.span, p.entity, head_word(p.head)});
    // Acts that took in another's words may hold a weapon twice, or "roadside" beside "a roadside bomb".
    for (Span w : roles_[h].weapons) {
      std::erase_if(c.weapons, [&](Span kept) { return w != kept && w.contains(kept); });
      if (std::none_of(c.weapons.begin(), c.weapons.end(), [&](Span kept) { return kept.contains(w); })) c.weapons.push_back(w);
    }
    c.places = slots_.places[h];
    c.counts = slots_.counts[h];
    c.time = time_of(a_, slots_.times[h], slots_, c.places);
    c.attribution = voices_at(a_, tree_, kinds_, a_.tokens[hit.first].span.begin);
    // "A source put the dead at six": whose word it is, not whom it befell.
    if (frame.governor && !c.attribution.empty() && c.attribution.back().cue == a_.tokens[*frame.governor].span)
      std::erase_if(c.actors, [&](const ClaimActor& p) { return p.role == Role::recipient && p.span.overlaps(c.attribution.back().span); });
    for (ClaimActor& p : c.actors)
      if (!p.entity) p.entity = side_of_speaker(a_, c.attribution, speaks_for(p));
    Modality modality = modality_of(a_, tree_, kinds_, hit.head);
    if (modality.realis == Realis::asserted && frame.governor && governs_realis(*frame.governor, hit.head)) modality = modality_of(a_, tree_, kinds_, *frame.governor);
    if (modality.realis == Realis::asserted) modality = modality_of_harm(h);
    if (one_of(modality.realis, {Realis::planned, Realis::hypothetical}) && did_harm(h)) modality = {};
    // "Will not lift the ban": the refusal is there already.
    const bool refusal = k.name == "denial" && trigger.pos == Pos::verb &&
                         std::any_of(trigger.conditions.begin(), trigger.conditions.end(), [](const Condition& x) { return !x.negative && x.test.words.contains("not"); });
    if (refusal) modality = {};
    // "The group has not claimed the attack": it neither did it by its own word, nor says that it was not done.
    if (is_event_noun(h) && frame.governor && tree_.lemma(*frame.governor) == "claim" && is_negated(a_, tree_, *frame.governor)) {
      modality = {};
      std::erase_if(c.actors, [](const ClaimActor& p) { return p.role == Role::actor; });
      if (!c.attribution.empty() && c.attribution.back().cue.overlaps(a_.tokens[*frame.governor].span)) c.attribution.pop_back();
    }
    if (trigger.realis && modality.realis == Realis::asserted) modality = {*trigger.realis, "the words say so", c.trigger};
    c.realis = modality.realis;
    if (c.realis == Realis::planned && (modality.announced || (modality.intended && !is_physical(k))) && is_hostile(k) && has(h, Role::actor)) c.realis = Realis::threatened;
    if (c.realis == Realis::asserted && c.time.basis == TimeBasis::text && is_ahead(a_, c.time) && !told_as_done(a_, tree_, hit.head)) c.realis = Realis::planned;
    // Of what did not happen nobody is counted without a number.
    if (!is_actual(c.realis)) c.counts.erase(std::remove_if(c.counts.begin(), c.counts.end(), [&](std::uint32_t i) { return i >= numbers_; }), c.counts.end());
    // "It also destroyed a booth": what else was broken is no other happening, unless elsewhere.
    const bool elsewhere = std::any_of(c.places.begin(), c.places.end(), [&](const ClaimPlace& p) { return c.span.contains(a_.places[p.place].span); });
    c.mention = mention_of(a_, tree_, kinds_, {hit.head, frame.governor, is_event_noun(h), k.name == "harm" || (k.name == "destruction" && !has(h, Role::actor) && !elsewhere)});
    c.mention.means = means_of(a_, tree_, kinds_, c);
    c.background = is_background(a_, tree_, kinds_, frame.governor ? *frame.governor : hit.head, hit.head, c.time, slots_.written, news_) || (!c.counts.empty() && runs_on(h) && (told_before(h) || (is_physical(k) && told_taken()))) || acts_.told_since(h);
    if (const auto since = measured_since(a_, tree_, hit.head)) {
      c.background = true;
      c.mention.as = Mentioned::fresh;
      c.mention.span = a_.tokens[*since].span;
    }
    if (!news_ && !c.background && is_physical(k)) news_ = old_day(a_, c.time, slots_.written);
    if (acts_.deed(h)) c.mention = {Mentioned::definite, c.trigger};
    if (acts_.done_before(h)) set_before(c, *tree_.head(hit.head));
    c.responsibility = k.name == "accusation" && (a_.surface(c.span).find("responsib") != std::string_view::npos || tree_.lemma(hit.head) == "blame");
    c.confidence = confidence(h, trigger, c);
    give_codes(a_, tree_, kinds_, k, c);
    if (trace_) explain(c, h, trigger, modality);
    return c;
  }

  /// Its day and place are not those of the act that is told, unless its own phrase says so.
  void set_before(Claim& c, TokenIndex noun) const {
    const Span phrase = tree_.subtree_span(noun);
    c.background = true;
    if (!phrase.contains(c.time.span)) c.time = {};
    std::erase_if(c.places, [&](const ClaimPlace& p) { return !phrase.contains(a_.places[p.place].span); });
  }

  /// "The talks will begin", but "the attack will draw criticism": what is known already does not hang on what it leads to.
  /// "Failed to stop the shelling": it went on.
  bool governs_realis(TokenIndex governor, TokenIndex noun) const {
    const auto lemma = tree_.lemma(governor);
    // "No group has claimed the attack": it took place.
    return lemma != "claim" && !kinds_.in("fail", lemma) && (kinds_.in("light", lemma) || !is_subject(a_.tokens[noun].deprel) || !definite(a_, tree_, noun) || !tree_.child(governor, Deprel::obj));
  }

  /// "Five were reportedly killed in the raid": how sure the harm is that went into the act.
  Modality modality_of_harm(std::size_t h) const {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (into_[k] == h && kinds_.in("harming", tree_.lemma(hits_[k].head)))
        if (Modality m = modality_of(a_, tree_, kinds_, hits_[k].head); m.realis == Realis::alleged) return m;
    return {};
  }

  /// "Called for an airstrike which killed four": it came about.
  bool did_harm(std::size_t h) const {
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k) {
      const TokenIndex verb = hits_[k].head;
      const bool told = into_[k] == h && a_.tokens[verb].deprel == Deprel::acl_relcl && tree_.head(verb) == hits_[h].head && a_.surface(a_.tokens[verb].span).ends_with("ed");
      if (told && modality_of(a_, tree_, kinds_, verb).realis == Realis::asserted) return true;
    }
    return false;
  }

  /// No more words than a reader takes for the words of one act.
  bool few_words(TokenIndex first, TokenIndex last) const {
    constexpr TokenIndex kMost = 5, kLongest = 8;
    if (last - first > kLongest) return false;
    TokenIndex words = 1;
    for (TokenIndex i = first; i < last; ++i) words += a_.tokens[i].span.end < a_.tokens[i + 1].span.begin ? 1 : 0;
    return words <= kMost;
  }

  /// "Launched an offensive", "signed the deal", "the deal brokered": the empty verb and what it carries tell the act together.
  Span trigger_words(std::size_t h, const Frame& frame) const {
    const Hit& hit = hits_[h];
    const Trigger& trigger = kinds_.triggers[hit.trigger];
    TokenIndex first = hit.first, last = hit.last;
    const auto take = [&](TokenIndex i) {
      const TokenIndex from = std::min(first, i), to = std::max(last, i);
      if (a_.tokens[i].sentence == a_.tokens[hit.head].sentence && few_words(from, to)) first = from, last = to;
    };
    if (trigger.pos != Pos::verb) {
      const bool carries = frame.governor && (*frame.governor < hit.first ? kinds_.in("light", tree_.lemma(*frame.governor)) : kinds_.in("befalling", tree_.lemma(*frame.governor)));
      if (carries) take(*frame.governor);
    } else if (trigger.object == Slot::none) {
      constexpr TokenIndex kBefore = 4;  // "half of the town was taken"
      for (const Condition& c : trigger.conditions)
        for (TokenIndex i : frame.objects)
          if (c.where == Condition::Where::object && !c.negative && (a_.tokens[i].upos == Upos::NOUN || a_.tokens[i].upos == Upos::PROPN) && c.test.words.contains(a_.tokens[i].lemma) && (i > hit.last || hit.first - i <= kBefore)) take(i);
    }
    // "Shot and killed": how it was done, by a word that tells no act of its own.
    const auto beside = tree_.head(hit.head);
    if (trigger.pos == Pos::verb && beside && a_.tokens[hit.head].deprel == Deprel::conj && *beside + 2 == hit.head && kinds_.in("slaying", tree_.lemma(*beside))) take(*beside);
    // "The blast killed": what was taken in stands beside it.
    const auto [begin, end] = same_sentence(h);
    for (std::size_t k = begin; k < end; ++k)
      if (into_[k] == h) take(hits_[k].first), take(hits_[k].last);
    return tree_.span({first, last});
  }

  /// The act that blame without a name for it means: the last act of violence of three sentences, or else the harm.
  std::optional<std::size_t> act_blamed(TokenIndex word) const {
    constexpr std::uint32_t kSentences = 3;
    std::optional<std::size_t> harm;
    for (std::size_t c = a_.claims.size(); c-- > 0;) {
      const Claim& before = a_.claims[c];
      const auto at = tree_.token_at(before.span.begin);
      if (!at || a_.tokens[*at].sentence + kSentences < a_.tokens[word].sentence) break;
      if (!open_[c].physical || before.plover_event != "ASSAULT" || !is_actual(before.realis)) continue;
      if (!one_of(before.kind, {"harm", "destruction"})) return c;
      if (!harm) harm = c;
    }
    return harm;
  }

  /// The phrase of a head, with the whole of a name that it stands in ("the Front of the North and the South").
  Span whole_name(TokenIndex head) const {
    Span who = tree_.noun_phrase(head);
    each_overlapping(a_.mentions, a_.tokens[head].span, [&](const Mention& m) { who = {std::min(who.begin, m.span.begin), std::max(who.end, m.span.end)}; });
    return who;
  }

  /// "The rebels claimed responsibility": for the act told at most three sentences before, whose people, day and place it shares.
  void refer_back(const Referral& referral) {
    const auto told = act_blamed(referral.word);
    if (!told) return;
    const Claim& before = a_.claims[*told];
    Claim c;
    c.kind = before.kind == "harm" ? "attack" : before.kind;
    c.trigger = a_.tokens[referral.word].span;
    c.span = a_.sentences[a_.tokens[referral.word].sentence].span;
    for (TokenIndex doer : tree_.conjuncts(referral.doer)) {
      const Span who = whole_name(doer);
      if (std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& p) { return p.span.overlaps(who); })) continue;
      const Index entity = entity_of(a_, tree_, kinds_, doer, who);
      const auto known = [&](const ClaimActor& p) { return p.role == Role::actor && p.entity && p.entity == entity; };
      if (std::none_of(before.actors.begin(), before.actors.end(), known)) c.actors.push_back({Role::actor, who, entity, head_word(doer)});
    }
    if (c.actors.empty()) return;
    c.time = before.time, c.places = before.places, c.background = before.background;
    for (const ClaimActor& p : before.actors)
      if (p.role == Role::recipient) c.actors.push_back(p);
    c.attribution = voices_at(a_, tree_, kinds_, c.trigger.begin);
    if (c.attribution.empty()) c.attribution = voices_at(a_, tree_, kinds_, c.actors.front().span.begin);
    c.realis = Realis::alleged;
    c.mention = {Mentioned::definite, c.trigger};
    c.confidence = kBlamed;
    give_codes(a_, tree_, kinds_, kinds_.all[*kinds_.find(c.kind)], c);
    if (trace_) c.why.push_back({"kind", "blame for what was told before", before.trigger, c.kind});
    Open open;
    open.physical = open.refers = true;
    open.clause = clause_head(a_, tree_, referral.word);
    a_.claims.push_back(std::move(c));
    open_.push_back(open);
  }

  /// "The army said it will withdraw": a promise, made by who speaks, beside the plan itself. "The envoy said the army must
  /// withdraw": a demand.
  void intend(const Intent& intent) {
    const Trigger& trigger = kinds_.triggers[intent.hit.trigger];
    const Kind& k = kinds_.all[trigger.kind];
    if (intent.act && acts_.absorbed(*intent.act)) return;
    Claim c;
    c.kind = k.name;
    c.trigger = a_.tokens[intent.hit.first].span;
    c.span = a_.sentences[a_.tokens[intent.hit.first].sentence].span;
    c.attribution = voices_at(a_, tree_, kinds_, c.trigger.begin);
    const TokenIndex subject = *tree_.child(intent.hit.head, Deprel::nsubj);
    const Voice* speaker = c.attribution.empty() ? nullptr : &c.attribution.back();
    if (!intent.act) {
      const Span whom = tree_.noun_phrase(subject);
      if (speaker == nullptr || speaker->span.overlaps(whom)) return;
      c.actors.push_back({Role::actor, speaker->span, speaker->entity, {}});
      c.actors.push_back({Role::recipient, whom, entity_of(a_, tree_, kinds_, subject, whom), head_word(subject)});
      c.attribution.pop_back();
    } else {
      const bool own = speaker != nullptr && a_.tokens[subject].upos == Upos::PRON;
      if (own) {
        c.actors.push_back({Role::actor, speaker->span, speaker->entity, {}});
        c.attribution.pop_back();
      }
      for (const auto& p : roles_[*intent.act].parts)
        if (!own || p.role == Role::recipient) c.actors.push_back({p.role, p.span, p.entity, head_word(p.head)});
    }
    // A promise is as sure as what it promises, and said before it.
    auto act = intent.act;
    for (std::size_t h = 0; h < hits_.size() && !act; ++h)
      if (hits_[h].head == intent.hit.head) act = h;  // "the army must leave": it is asked for more surely than it is planned
    c.confidence = act ? std::max(intent.hit.score, std::min(0.99, confidence(*act, kinds_.triggers[hits_[*act].trigger], c) + 0.04)) : intent.hit.score;
    give_codes(a_, tree_, kinds_, k, c);
    if (trace_) c.why.push_back({"kind", trigger.where, c.trigger, c.kind});
    a_.claims.push_back(std::move(c));
    open_.push_back({});
  }

  std::string head_word(TokenIndex i) const {
    if (a_.tokens[i].upos == Upos::PRON) return {};
    // "An Israeli strike": the people's name is all that tells who, so it stays a name.
    if (const auto form = a_.surface(a_.tokens[i].span); a_.tokens[i].upos == Upos::ADJ && form[0] >= 'A' && form[0] <= 'Z') return std::string(form);
    return lower_ascii(tree_.lemma(i));
  }

  /// Scores of rules below "nearly sure" say too little: fitted to whole articles read by hand (docs/reliability.md).
  static double calibrated(double score) {
    constexpr double kSure = 0.9, kUp = 0.4;
    return std::round((score < kSure ? score + kUp * (kSure - score) : score) * 1000) / 1000;
  }

  double confidence(std::size_t h, const Trigger& trigger, const Claim& c) const {
    double p = hits_[h].score;
    if (!c.actors.empty()) p += 0.05;
    if (!c.places.empty()) p += 0.03;
    if (trigger.pos == Pos::noun && c.actors.empty() && c.places.empty()) p -= 0.1;
    if (by_the_way(h)) p -= 0.2;
    if (c.background) p -= 0.1;
    // "Marched to demand a vote", "a deal to free the prisoners": what is aimed at is less sure than what was done for it.
    if (one_of(c.realis, {Realis::planned, Realis::hypothetical})) p -= 0.05;
    // "Urged the army to withdraw": that it was urged is surer than what was urged.
    if (trigger.pos == Pos::verb && !is_physical(kind(h))) {
      const auto [from, to] = same_sentence(h);
      for (std::size_t k = from; k < to; ++k)
        if (acts_.inside_content(k, h)) p = std::max(p, std::min(0.99, hits_[k].score + 0.08));
    }
    return std::round(std::clamp(p, 0.05, 0.99) * 100) / 100;
  }

  /// "Executed five detained villagers", "took the town after clashes": told of somebody, or of when another act was done.
  bool by_the_way(std::size_t h) const {
    const TokenIndex at = hits_[h].head;
    const auto above = tree_.head(at);
    if (!above) return false;
    if (a_.tokens[at].deprel == Deprel::amod) return kinds_.triggers[hits_[h].trigger].pos == Pos::verb;
    // "Two men accused of theft were beaten".
    if (a_.tokens[at].deprel == Deprel::acl && kind(h).name == "accusation") return true;
    // "After two days of clashes".
    const TokenIndex top = is_event_noun(h) && a_.tokens[at].deprel == Deprel::nmod && tree_.preposition(at) == "of" ? *above : at;
    const auto over = tree_.head(top);
    if (!is_event_noun(h) || !over || !is_oblique(a_.tokens[top].deprel) || !one_of(tree_.preposition(top), {"after", "following", "before", "since", "amid"})) return false;
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (hits_[k].head == *over) return true;
    return false;
  }

  /// "We" itself, or the "our" of "our forces", whom the speaker counts as his own.
  std::string_view speaks_for(const ClaimActor& p) const {
    const std::string_view words = a_.surface(p.span);
    const auto first = tree_.token_at(p.span.begin), last = tree_.token_at(p.span.end - 1);
    const bool own = first && last && *first + 1 == *last && tree_.is_word(*first, "our") && kinds_.in("armed", tree_.lemma(*last)) && tree_.surface(*last).ends_with("s");
    return own ? words.substr(0, 3) : words;
  }

  void explain(Claim& c, std::size_t h, const Trigger& trigger, const Modality& modality) const {
    c.why.push_back({"kind", trigger.where, c.trigger, c.kind});
    for (const auto& p : roles_[h].parts) c.why.push_back({std::string(name_of(p.role)), std::string("tree: ") + p.rule, p.span, p.entity ? a_.entities[*p.entity].id : "unresolved"});
    for (const auto& p : c.places) c.why.push_back({"place", "tree: " + std::string(name_of(p.role)), a_.places[p.place].span, a_.places[p.place].name});
    if (!c.time.span.empty()) c.why.push_back({"time", "nearest time expression on the tree", c.time.span, c.time.value});
    c.why.push_back({"realis", modality.rule, modality.span, std::string(name_of(c.realis))});
    if (c.mention.as != Mentioned::plain) c.why.push_back({"mention", "how the words name it", c.mention.span, std::string(name_of(c.mention.as))});
    for (const auto& v : c.attribution) c.why.push_back({"voice", "attribution around the trigger", v.span, v.entity ? a_.entities[*v.entity].id : "unresolved"});
    const auto [from, to] = same_sentence(h);
    for (std::size_t k = from; k < to; ++k)
      if (acts_.absorbed(k))
        c.why.push_back({"kind", kinds_.triggers[hits_[k].trigger].where, tree_.span({hits_[k].first, hits_[k].last}), "turned down: " + kind(k).name + ", told by the act in the same sentence"});
  }

  Annotation& a_;
  const Kinds& kinds_;
  bool trace_;
  Tree tree_;
  const Aside aside_{a_, tree_, kinds_};
  TokenFacts facts_;
  Acts acts_;
  const std::vector<Hit>& hits_ = acts_.hits;
  std::vector<Roles>& roles_ = acts_.roles;
  std::vector<std::uint32_t>& kind_of_ = acts_.kind_of;
  Slots& slots_ = acts_.slots;
  std::vector<std::size_t>& into_ = acts_.into;
  std::vector<Open> open_;
  std::optional<Day> news_;  ///< the old day that the report is about
  static constexpr std::uint32_t kFar = 1200;  ///< bytes: four or five sentences
  static constexpr double kBlamed = 0.6;       ///< how sure blame for what was told before makes us
  std::uint32_t numbers_ = 0;  ///< counts from here on are of persons whom no number counts
};

}  // namespace

void Reader::find_claims(Annotation& a, bool trace) const { Assembler(a, state_->kinds, trace).run(); }

}  // namespace deconflict::claim
