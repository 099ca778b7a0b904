#include "claim/slots.h"

#include <algorithm>

#include "base/words.h"
#include "claim/about.h"
#include "claim/attribution.h"
#include "claim/dateline.h"
#include "claim/day_of.h"
#include "claim/mention.h"
#include "claim/nearby.h"
#include "claim/owner.h"
#include "claim/realis.h"
#include "claim/when.h"
#include "claim/where.h"
#include "claim/whose.h"

namespace deconflict::claim {

namespace {

class Sharer {
 public:
  Sharer(const Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Hit>& hits, const std::vector<bool>& acting)
      : a_(a), tree_(tree), kinds_(kinds), where_(a, tree, kinds), whose_(a, tree, kinds), about_(a, tree), owner_(a, tree, kinds, hits, at_token_), hits_(hits), acting_(acting), dateline_(find_dateline(a)) {
    out_.places.resize(hits.size());
    out_.times.resize(hits.size());
    out_.said_times.resize(hits.size());
    out_.counts.resize(hits.size());
    opening_.resize(hits.size());
    loose_.resize(hits.size());
    homes_.resize(hits.size());
    speaks_.assign(a.places.size(), false);
    at_token_.assign(a.tokens.size(), UINT32_MAX);
    for (std::uint32_t h = 0; h < hits.size(); ++h)
      for (TokenIndex i = hits[h].first; i <= hits[h].last; ++i) at_token_[i] = h;
    for (std::uint32_t h = 0; h < hits.size(); ++h) {
      const auto s = a.tokens[hits[h].head].sentence;
      if (s >= first_of_.size()) first_of_.resize(s + 1, {UINT32_MAX, 0});
      first_of_[s].first = std::min(first_of_[s].first, h);
      first_of_[s].second = h + 1;
    }
  }

  Slots share() {
    sources();
    for (std::uint32_t p = 0; p < a_.places.size(); ++p)
      if (!speaks_[p]) place(p);
    pointers();
    for (std::uint32_t h = 0; h < hits_.size(); ++h) war(h);
    for (std::uint32_t t = 0; t < a_.times.size(); ++t) time(t);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) out_.times[h].insert(out_.times[h].end(), opening_[h].begin(), opening_[h].end());
    find_lead();
    for (std::uint32_t c = 0; c < a_.counts.size(); ++c) count(c);
    of_clauses();
    for (std::uint32_t h = 0; h < hits_.size(); ++h) of_means(h);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) take_loose(h);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) inherit(h);
    for (auto& list : out_.places) where_.keep_most_exact(list);
    scenes();
    return std::move(out_);
  }

 private:
  const std::string& kind(std::uint32_t h) const { return kinds_.all[kinds_.triggers[hits_[h].trigger].kind].name; }
  bool physical(std::uint32_t h) const { return is_physical(kinds_.all[kinds_.triggers[hits_[h].trigger].kind]); }
  bool violent(std::uint32_t h) const { return kinds_.all[kinds_.triggers[hits_[h].trigger].kind].plover_event == "ASSAULT"; }

  std::pair<std::uint32_t, std::uint32_t> hits_of(TokenIndex i) const {
    const auto s = a_.tokens[i].sentence;
    return s < first_of_.size() && first_of_[s].first != UINT32_MAX ? first_of_[s] : std::pair<std::uint32_t, std::uint32_t>{0, 0};
  }

  std::uint32_t nearest(TokenIndex i) const {
    const auto [from, to] = hits_of(i);
    std::uint32_t best = UINT32_MAX, gap = UINT32_MAX;
    for (std::uint32_t h = from; h < to; ++h) {
      const std::uint32_t away = hits_[h].head > i ? hits_[h].head - i : i - hits_[h].head;
      if (away < gap) {
        gap = away;
        best = h;
      }
    }
    return best;
  }

  void place(std::uint32_t p) {
    if (acting_[p]) return;
    if (a_.places[p].span.overlaps(dateline_.place)) {
      if (!out_.origin && a_.places[p].precision != Precision::country) out_.origin = p;
      return;
    }
    // "Syria's Homs", "in Syria's second city, Aleppo": the town is the place, wherever the tree hangs it.
    const std::uint32_t told = where_.possesses_next(p) || where_.renames_next(p) ? p + 1 : p;
    if (follow_list(p)) return;
    if (const auto i = tree_.head_of(a_.places[p].span)) place_at(told, *i);
  }

  /// "In Oldtown, Newtown and Hill": what a list goes on with is where its first is, however the tree hangs it.
  bool follow_list(std::uint32_t p) {
    if (!where_.continues_list(p)) return false;
    bool given = false;
    for (auto* lists : {&out_.places, &loose_, &homes_})
      for (auto& list : *lists)
        for (std::size_t k = 0, n = list.size(); k < n; ++k)
          if (list[k].place == p - 1) {
            list.push_back({p, list[k].role});
            given = true;
          }
    return given;
  }

  /// What another clause parts from an act is its place where nothing else is, or where it lies in what is: "the house, in Oldtown, was hit in the north of Ruritania".
  void take_loose(std::uint32_t h) {
    auto& own = out_.places[h];
    if (own.empty()) {
      own = loose_[h].empty() ? homes_[h] : loose_[h];
      return;
    }
    const std::size_t direct = own.size();
    for (const ClaimPlace& q : loose_[h])
      for (std::size_t k = 0; k < direct; ++k)
        if (own[k].role == PlaceRole::at && wider(a_.places[own[k].place], a_.places[q.place])) {
          own.push_back(q);
          break;
        }
  }

  /// "A patrol found arms in Oldtown": where the report is, though none of its acts is told there.
  void scenes() {
    std::vector<bool> owned(a_.places.size(), false);
    for (const auto* lists : {&out_.places, &loose_})
      for (const auto& list : *lists)
        for (const ClaimPlace& p : list) owned[p.place] = true;
    for (std::uint32_t p = 0; p < a_.places.size(); ++p) {
      const Place& place = a_.places[p];
      if (owned[p] || speaks_[p] || acting_[p] || place.use != PlaceUse::literal || place.precision > Precision::admin1 || place.span.overlaps(dateline_.place)) continue;
      const auto i = tree_.head_of(place.span);
      if (i && !owner_.of(*i).elsewhere && (heads_line(*i) || (!whose_.home_of_people(*i) && one_of(outer_preposition(*i), {"in", "near", "at", "around", "inside", "outside"})))) out_.scenes.push_back(p);
    }
  }

  /// "North Province:", a sentence of its own before what is told of it.
  bool heads_line(TokenIndex i) const {
    constexpr TokenIndex kLongest = 10;
    const Sentence& s = a_.sentences[a_.tokens[i].sentence];
    return s.last_token - s.first_token <= kLongest && tree_.is_word(s.last_token - 1, ":");
  }

  /// "According to the police of Oldtown": places in the name of who says so.
  void sources() {
    for (const Attribution& t : a_.attributions)
      for (Span source : t.source) {
        const auto speaker = tree_.head_of(source);
        if (!speaker) continue;
        each_overlapping(a_.places, source, [&](const Place& p) {
          auto i = tree_.head_of(p.span);
          for (int steps = 0; i && steps < 6 && *i != *speaker && whose_.in_name(*i); ++steps) i = tree_.head(*i);
          if (i && *i == *speaker) speaks_[static_cast<std::size_t>(&p - a_.places.data())] = true;
        });
      }
  }

  /// Gives place p, named or meant at word i, to the hit that it belongs to.
  void place_at(std::uint32_t p, TokenIndex i) {
    const Place& place = a_.places[p];
    auto [h, loose, said, elsewhere] = owner_.of(i);
    // "Syria's civil war": whose war it is is where it is.
    if (h != UINT32_MAX && !loose && is_war(h) && modifies(i, h)) {
      out_.places[h].push_back({p, PlaceRole::at});
      return;
    }
    if (h != UINT32_MAX && !loose && of_nation_struck(place, i, h)) homes_[h].push_back({p, PlaceRole::at});
    if (h != UINT32_MAX && !loose && is_struck_country(place, i, h)) return out_.places[h].push_back({p, PlaceRole::at});
    if (place.use == PlaceUse::associative || said || (elsewhere && h != UINT32_MAX)) return;
    if (h == UINT32_MAX) {
      h = nearest(i);
      loose = true;
    }
    if (h == UINT32_MAX) return;
    if (loose && !physical(h)) return;
    const auto preposition = tree_.preposition(i);
    // "In villages like Oldtown".
    const bool example = preposition == "like" && tree_.head(i) && kinds_.in("town_noun", tree_.lemma(*tree_.head(i)));
    if (!example && one_of(outer_preposition(i), {"since", "after", "before", "until", "despite", "like", "unlike"})) return;
    if (whose_.stands_with_source(i, hits_[h].head)) return;
    if (preposition == "by" || (one_of(preposition, {"against", "for"}) && place.precision == Precision::country)) return;
    // "A Ruritanian elder".
    if (a_.tokens[i].deprel == Deprel::amod && !is_war(h) && tree_.head(i) && kinds_.in("person", tree_.lemma(*tree_.head(i)))) return;
    // "Since the capital cut its aid", "a flight to the capital": other people's doings.
    const Deprel d = a_.tokens[i].deprel;
    if (loose && (d == Deprel::nsubj || d == Deprel::obl_agent)) return;
    if (loose && one_of(preposition, {"to", "from", "for", "toward", "towards"}) && !is_movement(h)) return;
    if (place.precision == Precision::country && !located(i, h)) return;
    if (where_.names_region_of_town(p, i) || locates_another(p, i) || where_.only_measures(place) || whose_.is_somebody(place, i, hits_[h].head, kind(h))) return;
    if (!is_movement(h) && whose_.home_of_people(i)) {
      // Where nothing else is told, an act is where those are whom it befell.
      if (preposition == "in" && !loose && (whose_.of_those_struck(i) || whose_.of_doers(i, hits_[h].head)) && physical(h)) homes_[h].push_back({p, role(place, i, h)});
      return;
    }
    (loose ? loose_[h] : out_.places[h]).push_back({p, role(place, i, h)});
  }

  /// "Towards Oldtown, where they are fighting": an act told in a clause about a place is there.
  void of_clauses() {
    for (std::uint32_t h = 0; h < hits_.size(); ++h) {
      if (!out_.places[h].empty() || !physical(h)) continue;
      for (const std::uint32_t p : about_.places_of(hits_[h].head))
        if (!acting_[p]) out_.places[h].push_back({p, PlaceRole::at});
    }
  }

  /// "The town of Oldtown, 80 km west of Newtown": the second only says where the first lies.
  bool locates_another(std::uint32_t p, TokenIndex i) const {
    if (!a_.places[p].relation || a_.places[p].relation->kind != "distance") return false;
    const TokenIndex own = i;
    for (int steps = 0; steps < 5; ++steps) {
      const Deprel d = a_.tokens[i].deprel;
      const auto head = tree_.head(i);
      const bool inside = d == Deprel::nmod || d == Deprel::appos || d == Deprel::nmod_unmarked || d == Deprel::obl_unmarked || d == Deprel::advmod || d == Deprel::compound ||
                          d == Deprel::flat || d == Deprel::amod || (d == Deprel::obl && head && a_.tokens[*head].upos == Upos::ADV);
      if (!head || !inside || *head > own || at_token_[*head] != UINT32_MAX || a_.tokens[*head].upos == Upos::VERB) return false;
      i = *head;
      if (in_earlier_place(p, i)) return true;
      for (TokenIndex c : tree_.children(i))
        if (c < own && (a_.tokens[c].deprel == Deprel::nmod || a_.tokens[c].deprel == Deprel::compound || a_.tokens[c].deprel == Deprel::flat) && in_earlier_place(p, c)) return true;
    }
    return false;
  }

  bool in_earlier_place(std::uint32_t p, TokenIndex i) const {
    for (std::uint32_t q = p; q-- > 0 && q + 4 > p;)
      if (a_.places[q].span.contains(a_.tokens[i].span) && a_.places[q].use == PlaceUse::literal && !a_.places[q].span.overlaps(a_.places[p].span)) return true;
    return false;
  }

  /// "The city", "the river", "the country": the last place of that sort that was named.
  void pointers() {
    std::uint32_t next = 0;
    constexpr std::uint32_t kBeside = 40, kJust = 500;  // bytes
    std::optional<std::uint32_t> town, here, province, river, any;
    for (TokenIndex i = 0; i < a_.tokens.size(); ++i) {
      for (; next < a_.places.size() && a_.places[next].span.begin < a_.tokens[i].span.begin; ++next) {
        const Place& p = a_.places[next];
        if (p.use != PlaceUse::literal) continue;
        // "Oldtown, to the north of Newtown": the second is not what is spoken of.
        const bool measure = p.relation && one_of(p.relation->kind, {"direction", "distance", "near"}) && town && a_.places[*town].span.end + kBeside > p.span.begin;
        if (p.precision == Precision::settlement && !measure) town = next;
        if (p.precision <= Precision::district && !measure && !p.span.overlaps(dateline_.place)) here = next;
        if (p.precision == Precision::admin1) province = next;
        if (p.feature == "STM" && (!p.relation || !river)) river = next;
        if (!p.country.empty()) any = next;
      }
      if (here && is_there(i) && a_.places[*here].span.end + kJust > a_.tokens[i].span.begin) place_at(*here, i);
      if (a_.tokens[i].upos != Upos::NOUN || !points_back(i)) continue;
      const auto lemma = tree_.lemma(i);
      if (town && kinds_.in("town_noun", lemma)) place_at(*town, i);
      if (province && kinds_.in("province_noun", lemma)) place_at(*province, i);
      if (river && lemma == "river") place_at(*river, i);
      if (any && kinds_.in("country_noun", lemma))
        if (const auto country = country_of(*any)) place_at(*country, i);
    }
  }

  /// "Was shot there"; not "there were".
  bool is_there(TokenIndex i) const { return a_.tokens[i].upos == Upos::ADV && a_.tokens[i].deprel == Deprel::advmod && tree_.is_word(i, "there"); }

  /// The country of a place, where the text names it before.
  std::optional<std::uint32_t> country_of(std::uint32_t place) const {
    for (std::uint32_t p = place + 1; p-- > 0;)
      if (a_.places[p].precision == Precision::country && a_.places[p].country == a_.places[place].country && a_.places[p].use == PlaceUse::literal) return p;
    return std::nullopt;
  }

  bool points_back(TokenIndex i) const {
    const auto article = tree_.child(i, Deprel::det);
    const auto verb = tree_.head(i);
    const bool crossed = verb && at_token_[*verb] != UINT32_MAX && is_movement(at_token_[*verb]) && a_.tokens[i].deprel == Deprel::obj;
    if (!article || !one_of(tree_.lemma(*article), {"the", "this", "that"}) || (tree_.preposition(i).empty() && !crossed)) return false;
    for (TokenIndex c : tree_.children(i))
      if (a_.tokens[c].upos == Upos::PROPN || a_.tokens[c].deprel == Deprel::nmod || a_.tokens[c].deprel == Deprel::appos || a_.tokens[c].deprel == Deprel::acl_relcl || a_.tokens[c].deprel == Deprel::acl) return false;
    return true;
  }

  /// A war, other than a battle of it, is a country's.
  bool is_war(std::uint32_t h) const { return kinds_.triggers[hits_[h].trigger].modifier == Slot::place; }

  /// A war that is told without its place is that of the country named last in its sentence or before.
  void war(std::uint32_t h) {
    if (!is_war(h) || !out_.places[h].empty()) return;
    const Span sentence = a_.sentences[a_.tokens[hits_[h].head].sentence].span;
    std::optional<std::uint32_t> country, before;
    for (std::uint32_t p = 0; p < a_.places.size() && a_.places[p].span.begin < sentence.end; ++p) {
      const Place& place = a_.places[p];
      const bool here = place.span.begin >= sentence.begin;
      if (place.country.empty() || a_.text.substr(place.span.end, 1) == "-") continue;  // "Britain-based"
      if (here && place.precision == Precision::country && (!country || place.span.end <= a_.tokens[hits_[h].first].span.begin)) country = p;
      if (!here && place.use == PlaceUse::literal) before = p;
    }
    if (!country && before) country = country_of(*before);
    if (country) out_.places[h].push_back({*country, PlaceRole::at});
  }

  /// "Since the capital, Oldtown, fell": the preposition of what the name stands beside.
  std::string_view outer_preposition(TokenIndex i) const {
    while (tree_.preposition(i).empty() && (a_.tokens[i].deprel == Deprel::appos || a_.tokens[i].deprel == Deprel::flat || a_.tokens[i].deprel == Deprel::compound) && tree_.head(i)) i = *tree_.head(i);
    return tree_.preposition(i);
  }

  bool modifies(TokenIndex i, std::uint32_t h) const {
    const Deprel d = a_.tokens[i].deprel;
    return tree_.head(i) == hits_[h].head && (d == Deprel::nmod_poss || d == Deprel::compound || d == Deprel::amod);
  }

  /// A country is where something happens only if a preposition says so; else it is a side or a people.
  bool located(TokenIndex i, std::uint32_t h) const {
    if (whose_.says_whose(i)) return false;
    for (int steps = 0; steps < 3; ++steps) {
      const auto preposition = tree_.preposition(i);
      if (one_of(preposition, {"in", "inside", "into", "across", "from", "to", "throughout", "within", "near", "at", "on", "over", "outside", "around", "out", "off", "through", "along", "toward", "towards"})) return true;
      const auto head = tree_.head(i);
      if (!head || at_token_[*head] == h) return preposition == "of" || a_.tokens[i].deprel == Deprel::obj || is_held(i, h);
      const Upos u = a_.tokens[*head].upos;
      // "In Ruritania's north", whatever the tagger takes the north for.
      const bool region = (u == Upos::ADV || u == Upos::ADJ) && !tree_.preposition(*head).empty();
      if (u != Upos::NOUN && u != Upos::PROPN && !region) return false;
      i = *head;
    }
    return false;
  }

  /// "Ruritania's police chief was shot dead".
  bool of_nation_struck(const Place& place, TokenIndex i, std::uint32_t h) const {
    const auto head = tree_.head(i);
    return place.precision == Precision::country && a_.tokens[i].deprel == Deprel::nmod_poss && head && a_.tokens[*head].deprel == Deprel::nsubj_pass && tree_.head(*head) == hits_[h].head &&
           physical(h);
  }

  /// "Strikes on Ruritania".
  bool is_struck_country(const Place& place, TokenIndex i, std::uint32_t h) const {
    return place.precision == Precision::country && one_of(tree_.preposition(i), {"on", "against"}) && tree_.head(i) == hits_[h].head && a_.tokens[hits_[h].head].upos == Upos::NOUN &&
           one_of(kind(h), {"airstrike", "drone_strike", "shelling", "bombing", "attack"});
  }

  /// "Ruritania is patrolled by", "Ruritania's waters are patrolled by": a country that suffers what befalls ground.
  bool is_held(TokenIndex i, std::uint32_t h) const {
    if (a_.tokens[i].deprel != Deprel::nsubj_pass || !one_of(kind(h), {"deployment", "territory_captured", "siege", "airstrike", "shelling", "advance"})) return false;
    const std::string lemma(tree_.lemma(i));
    return a_.tokens[i].upos == Upos::PROPN || kinds_.in("place_noun", lemma) || lemma.ends_with("water") || lemma.ends_with("waters");
  }

  bool is_movement(std::uint32_t h) const {
    return one_of(kind(h), {"advance", "deployment", "withdrawal", "evacuation", "displacement", "aid_delivery", "abduction", "release"});
  }

  PlaceRole role(const Place& place, TokenIndex i, std::uint32_t h) const {
    // The preposition stands at the place itself or at the noun that it belongs to ("near the town of X").
    std::string_view preposition = tree_.preposition(i);
    const std::string_view own = preposition;
    const TokenIndex first = i;
    for (int steps = 0; steps < 2 && (preposition.empty() || preposition == "of"); ++steps) {
      const auto head = tree_.head(i);
      if (!head || at_token_[*head] != UINT32_MAX || a_.tokens[*head].upos == Upos::VERB) break;
      i = *head;
      if (const auto above = tree_.preposition(i); !above.empty()) preposition = above;
    }
    const bool movement = is_movement(h);
    // "Planes from Oldtown bombed the camp".
    if (own == "from" && whose_.of_doers(first, hits_[h].head)) return PlaceRole::from;
    // "From its bank near X", "from the direction of Y towards X": X is not where they came from.
    const bool its_own = place.relation && (place.relation->kind == "direction" || place.relation->kind == "towards" || (place.relation->kind == "near" && own == "near"));
    const bool launched = one_of(tree_.lemma(hits_[h].head), {"fire", "launch", "lob", "hurl"});
    if (preposition == "from" && !its_own) return movement || launched ? PlaceRole::from : PlaceRole::at;
    if (place.relation && one_of(place.relation->kind, {"from"})) return PlaceRole::from;
    if (movement && (one_of(preposition, {"to", "toward", "towards", "into", "onto"}) || (place.relation && place.relation->kind == "towards"))) return PlaceRole::to;
    if (preposition == "near" || (place.relation && one_of(place.relation->kind, {"near", "outside"}))) return PlaceRole::near;
    return PlaceRole::at;
  }

  void time(std::uint32_t t) {
    if ((a_.times[t].type == TimexType::DURATION && !ends_today(a_, a_.times[t])) || a_.times[t].type == TimexType::SET) return;
    const auto i = tree_.head_of(a_.times[t].span);
    if (!i || told_whole(t)) return;
    if (const auto then = tree_.preposition(*i) == "since" ? told_of_then(t) : UINT32_MAX; then != UINT32_MAX) return out_.times[then].push_back(t);
    if (counts_from(a_, tree_, *i)) return;
    auto [h, loose, said, elsewhere] = owner_.of(*i);
    if (const auto then = measure_before(*i); then != UINT32_MAX) h = then, loose = said = false;
    if (h == UINT32_MAX) h = nearest(*i);
    if (h != UINT32_MAX && looks_back(*i, h)) return;
    // "Today confirmed the arrest of …": the day of the word, not of the act that is its object.
    if (const auto verb = tree_.head(*i); h != UINT32_MAX && verb && *i < hits_[h].head && tree_.head(hits_[h].head) == verb && a_.tokens[hits_[h].head].deprel == Deprel::obj)
      said = said || (at_token_[*verb] == UINT32_MAX && kinds_.in("plain_say", tree_.lemma(*verb)));
    // "On Friday the army said that …": what opens the sentence sets the scene of it all, where nothing else does ("today
    // confirmed the capture of … on Monday").
    const auto first = tree_.token_at(a_.times[t].span.begin);
    const bool opens = first && *first < a_.sentences[a_.tokens[*i].sentence].first_token + 5 && (a_.times[t].type == TimexType::DATE || a_.times[t].value.find('T') == 10);
    if (constexpr std::size_t kDay = 10; h != UINT32_MAX && a_.times[t].value.size() >= kDay && day_of_counting(a_, tree_, kinds_, *i, hits_[h].head)) return out_.said_times[h].push_back(t);
    // Where one day opens the sentence, another behind the act is the act's.
    if (said && h != UINT32_MAX && !(opening_[h].empty() && out_.said_times[h].empty()) && *i > hits_[h].head) said = false;
    if (h != UINT32_MAX) ((said && !opens) || date_line(t, *i) ? out_.said_times : said ? opening_ : out_.times)[h].push_back(t);
  }

  /// "Interviewed witnesses to the killings in March": the day of the interviews.
  bool looks_back(TokenIndex time, std::uint32_t h) const {
    while (tree_.head(time) && (a_.tokens[time].deprel == Deprel::conj || a_.tokens[*tree_.head(time)].upos == Upos::NUM)) time = *tree_.head(time);
    const auto verb = tree_.head(time);
    if (!verb || a_.tokens[*verb].upos != Upos::VERB || at_token_[*verb] != UINT32_MAX || !kinds_.in("looking_back", tree_.lemma(*verb))) return false;
    return a_.tokens[hits_[h].head].upos == Upos::NOUN && tree_.dominates(*verb, hits_[h].head) && definite(a_, tree_, hits_[h].head);
  }

  /// "The deadliest blast since May 2019, when ten died in a raid": the act of that clause is of that day. UINT32_MAX without one.
  std::uint32_t told_of_then(std::uint32_t t) const {
    auto i = tree_.token_at(a_.times[t].span.end);
    if (i && tree_.is_word(*i, ",")) ++*i;
    if (!i || *i >= a_.tokens.size() || !tree_.is_word(*i, "when") || a_.tokens[*i].span.begin > a_.times[t].span.end + 2) return UINT32_MAX;
    const auto verb = tree_.head(*i);
    if (!verb || *verb < *i) return UINT32_MAX;
    if (at_token_[*verb] != UINT32_MAX) return at_token_[*verb];
    for (TokenIndex c : tree_.children(*verb))
      if (c > *i && at_token_[c] != UINT32_MAX) return at_token_[c];
    return UINT32_MAX;
  }

  /// "The deadliest since a raid on Oldtown in August": the month is the raid's, whatever the tree hung it on. UINT32_MAX without one.
  std::uint32_t measure_before(TokenIndex time) const {
    for (TokenIndex i = time; i-- > a_.sentences[a_.tokens[time].sentence].first_token && a_.tokens[i].upos != Upos::PUNCT && a_.tokens[i].upos != Upos::VERB;)
      if (at_token_[i] != UINT32_MAX) return tree_.preposition(i) == "since" ? at_token_[i] : UINT32_MAX;
    return UINT32_MAX;
  }

  /// "On Monday, on 16 October": the whole date behind a weekday says which.
  bool told_whole(std::uint32_t t) const {
    constexpr std::size_t kFar = 9;  // bytes: ", on the "
    if (t + 1 >= a_.times.size() || a_.times[t + 1].type != TimexType::DATE || a_.times[t + 1].value.size() < 10) return false;
    const auto words = a_.surface(a_.times[t].span), next = a_.surface(a_.times[t + 1].span);
    const bool digit = std::any_of(next.begin(), next.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t from = a_.times[t].span.end, to = a_.times[t + 1].span.begin;
    return words.ends_with("day") && digit && to > from && to - from <= kFar && a_.text[from] == ',';
  }

  void find_lead() {
    std::optional<std::uint32_t> line, first;
    std::vector<std::uint32_t> told;
    for (std::uint32_t t = 0; t < a_.times.size(); ++t) {
      const Timex& time = a_.times[t];
      const auto i = tree_.head_of(time.span);
      if (!i || time.type == TimexType::DURATION || time.type == TimexType::SET) continue;
      if (time.value.size() < 10 || !date_line(t, *i)) {
        if (tree_.preposition(*i) != "since" && measure_before(*i) == UINT32_MAX) told.push_back(t);
      } else if (!line) {
        line = t;
      }
    }
    if (a_.published.empty()) out_.year = dateline_.numbered;
    if (line && a_.published.empty()) {
      out_.written = parse_iso_day(a_.times[*line].value.substr(0, 10));
      if (!out_.written && out_.year) out_.written = parse_iso_day(reckoned(a_.times[*line].value, {}, out_));
    }
    // A day of the month goes with the year that the text gives elsewhere.
    if (!out_.written && a_.published.empty())
      for (const Timex& time : a_.times)
        if (time.type == TimexType::DATE && time.value.size() == 10)
          if (const auto day = parse_iso_day(time.value); day && !out_.year) out_.year = *day;
    for (const std::uint32_t t : told) {
      const Timex& time = a_.times[t];
      // "Today", with no date line to say which: no day behind it is the report's own.
      if (!line && !first && time.value == "PRESENT_REF") break;
      const bool day = time.value.size() >= 10 && !time.value.ends_with("_REF") && (time.type == TimexType::DATE || time.value.find('T') == 10);
      if (is_to_come(time)) continue;
      // "Yesterday", reckoned from the date line.
      if (!first && (day || (line && !reckoned(time.value, a_.surface(time.span), out_).empty()))) first = t;
    }
    if (first && !line && a_.times[*first].value.front() == 'X') first.reset();
    if (first) out_.dates_the_story = day_of_the_known(a_, tree_, kinds_, *tree_.head_of(a_.times[*first].span));
    if (first) out_.lead.push_back(*first);
    else if (line) out_.lead.push_back(*line);
  }

  /// "The government will take office on 1 June": no news is of a day that has not come.
  bool is_to_come(const Timex& time) const {
    const auto today = a_.published.empty() ? out_.written : parse_iso_day(a_.published);
    const std::string known = reckoned(time.value, a_.surface(time.span), out_);
    const auto day = parse_iso_day((known.empty() ? time.value : known).substr(0, 10));
    return today && day && *day > *today;
  }

  /// "KABUL (Feb. 8, 2011)", "AFP Monday 17 Mar 2014": a whole date that no preposition ties to anything, before the story.
  bool date_line(std::uint32_t t, TokenIndex i) const {
    const Timex& time = a_.times[t];
    constexpr std::uint32_t kLead = 400;
    const bool numbered = dateline_.numbered && time.value.starts_with("XXXX-") && time.value.size() == 10 && time.value[5] != 'W';
    if (time.span.begin > kLead || time.type != TimexType::DATE || time.value.size() < 10 || (time.value.front() == 'X' && !numbered)) return false;
    const auto words = a_.surface(time.span);
    const bool whole = words.find(std::string_view(time.value).substr(0, 4)) != std::string_view::npos || words.ends_with(" " + time.value.substr(2, 2));
    const bool bracketed = time.span.begin > 0 && a_.text[time.span.begin - 1] == '(';
    // "May 11: forces conduct …"
    const bool heads = time.span.begin == 0 && time.span.end < a_.text.size() && a_.text[time.span.end] == ':';
    // "Operational Update, July 16": the last words of the first line.
    const bool titled = numbered && a_.text.substr(0, time.span.begin).find('\n') == std::string_view::npos && time.span.end < a_.text.size() && a_.text[time.span.end] == '\n';
    if (bracketed || heads || titled) return true;
    if (!whole) return false;
    const auto first = tree_.token_at(time.span.begin);
    if (!first || *first == 0 || a_.tokens[*first - 1].sentence != a_.tokens[*first].sentence) return true;
    // "Updated at 3 May 2019": no act is told at a day.
    if (tree_.is_word(*first - 1, "at")) return true;
    return tree_.preposition(i).empty() && a_.tokens[*first - 1].upos != Upos::ADP && a_.tokens[*first - 1].upos != Upos::SCONJ;
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
    const auto [from, to] = hits_of(*i);
    auto fits = [&](std::uint32_t h) {
      if (what == "captured" || what == "arrested") return kind(h) == "arrest" || kind(h) == "abduction" || violent(h);
      if (what == "abducted") return kind(h) == "abduction" || violent(h);
      if (what == "displaced") return kind(h) == "displacement" || kind(h) == "evacuation";
      if (what == "surrendered") return kind(h) == "surrender";
      return violent(h) || one_of(kind(h), {"natural_disaster", "industrial_accident", "riot", "protest_intervention", "siege"});
    };
    const Owner above = owner_.of(*i);
    auto h = above.hit;
    // "… and two killed in the raid": the participle behind the number, where another clause stands above.
    for (TokenIndex told : tree_.children(*i))
      if (above.loose && a_.tokens[told].deprel == Deprel::acl && at_token_[told] != UINT32_MAX && fits(at_token_[told])) h = at_token_[told];
    if (h == UINT32_MAX || !fits(h)) {
      h = UINT32_MAX;
      std::uint32_t gap = UINT32_MAX;
      for (std::uint32_t k = from; k < to; ++k) {
        const std::uint32_t away = hits_[k].head > *i ? hits_[k].head - *i : *i - hits_[k].head;
        if (fits(k) && away < gap) {
          gap = away;
          h = k;
        }
      }
    }
    if (h != UINT32_MAX) out_.counts[of_measure(c, h)].push_back(c);
  }

  /// "Killed nine in the deadliest attack since the raid on Oldtown, with officials reporting 150 killed": the second toll is the raid's.
  std::uint32_t of_measure(std::uint32_t c, std::uint32_t h) const {
    const auto& told = out_.counts[h];
    if (std::none_of(told.begin(), told.end(), [&](std::uint32_t other) { return a_.counts[other].what == a_.counts[c].what; })) return h;
    const auto [from, to] = hits_of(hits_[h].head);
    for (std::uint32_t k = from; k < to; ++k)
      if (hits_[k].head > hits_[h].head && a_.tokens[hits_[k].head].span.end < a_.counts[c].span.begin && tree_.preposition(hits_[k].head) == "since") return k;
    return h;
  }

  void inherit(std::uint32_t h) {
    const auto [from, to] = hits_of(hits_[h].head);
    auto linked = [&](std::uint32_t k) { return hangs_on(hits_[h].head, hits_[k].head) || hangs_on(hits_[k].head, hits_[h].head); };
    // What is said of a happening is said wherever the speaker is.
    if (out_.places[h].empty() && physical(h)) {
      std::uint32_t best = UINT32_MAX;
      for (std::uint32_t k = from; k < to; ++k)
        if (k != h && owned_places(k) && linked(k) && !keeps_day(k, h) && (best == UINT32_MAX || gap(h, k) < gap(h, best))) best = k;
      if (best != UINT32_MAX)
        for (const ClaimPlace& p : out_.places[best])
          if (p.role == PlaceRole::at || p.role == PlaceRole::near) out_.places[h].push_back(p);
    }
    if (out_.times[h].empty()) {
      std::uint32_t best = UINT32_MAX;
      for (std::uint32_t k = from; k < to; ++k)
        if (k != h && !out_.times[k].empty() && linked(k) && !keeps_day(k, h) && (best == UINT32_MAX || gap(h, k) < gap(h, best))) best = k;
      if (best != UINT32_MAX) out_.times[h] = out_.times[best];
      for (std::uint32_t k = from; k < to && out_.times[h].empty(); ++k)
        for (const std::uint32_t t : out_.times[k])
          if (sets_scene(t, hits_[h].head)) out_.times[h] = {t};
    }
  }

  /// "Captured in a raid in Oldtown": an act is where that is by which it was done.
  void of_means(std::uint32_t h) {
    if (!out_.places[h].empty() || !physical(h)) return;
    const auto [from, to] = hits_of(hits_[h].head);
    for (std::uint32_t k = from; k < to; ++k) {
      if (k == h || !owned_places(k) || tree_.head(hits_[k].head) != hits_[h].head || a_.tokens[hits_[k].head].deprel != Deprel::obl || !one_of(tree_.preposition(hits_[k].head), {"in", "during"})) continue;
      for (const ClaimPlace& p : out_.places[k])
        if (p.role == PlaceRole::at || p.role == PlaceRole::near) out_.places[h].push_back(p);
      return;
    }
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

  bool owned_places(std::uint32_t k) const { return !out_.places[k].empty(); }
  std::uint32_t gap(std::uint32_t x, std::uint32_t y) const { return hits_[x].head > hits_[y].head ? hits_[x].head - hits_[y].head : hits_[y].head - hits_[x].head; }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const Where where_;
  const Whose whose_;
  const About about_;
  const Owners owner_;
  const std::vector<Hit>& hits_;
  const std::vector<bool>& acting_;
  std::vector<bool> speaks_;
  const Dateline dateline_;
  std::vector<std::uint32_t> at_token_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first_of_;
  std::vector<std::vector<ClaimPlace>> loose_;
  std::vector<std::vector<ClaimPlace>> homes_;  ///< where people are whom the act befell
  std::vector<std::vector<std::uint32_t>> opening_;  ///< times that open the sentence before who says so
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
  return Sharer(a, tree, kinds, hits, acting).share();
}

}  // namespace deconflict::claim
