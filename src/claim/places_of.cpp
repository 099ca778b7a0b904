#include "claim/places_of.h"

#include <algorithm>

#include "base/words.h"
#include "claim/about.h"
#include "claim/aside.h"
#include "claim/measure.h"
#include "claim/nearby.h"
#include "claim/where.h"
#include "claim/whose.h"

namespace deconflict::claim {

namespace {

/// Gives each place to the hit that it belongs to.
class Placer : OverHits {
 public:
  Placer(const HitMap& map, const Dateline& dateline, const std::vector<bool>& acting, Slots& out)
      : OverHits(map), where_(a_, tree_, kinds_), whose_(a_, tree_, kinds_), about_(a_, tree_), aside_(a_, tree_, kinds_),
        dateline_(dateline), acting_(acting), speaks_(a_.places.size(), false), refused_(a_.places.size(), false), loose_(hits_.size()), homes_(hits_.size()), out_(out) {}

  void share() {
    sources();
    for (std::uint32_t p = 0; p < a_.places.size(); ++p)
      if (!speaks_[p]) place(p);
    pointers();
    for (std::uint32_t h = 0; h < hits_.size(); ++h) war(h);
    of_clauses();
    for (std::uint32_t h = 0; h < hits_.size(); ++h) of_ground(h);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) of_journey(h);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) of_means(h);
    for (std::uint32_t h = 0; h < hits_.size(); ++h) take_loose(h);
    scenes();
  }

 private:
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

  void place(std::uint32_t p) {
    const bool power = a_.places[p].precision == Precision::country || a_.places[p].feature == "PPLC";
    const bool listed = power && p > 0 && refused_[p - 1] && where_.continues_list(p);
    if (acting_[p] || listed || whose_.names_side(a_.places[p])) {
      refused_[p] = power;
      return;
    }
    if (a_.places[p].span.overlaps(dateline_.place)) {
      if (!out_.origin && a_.places[p].precision != Precision::country) out_.origin = p;
      return;
    }
    // "Syria's Homs", "in Syria's second city, Aleppo": the town is the place, wherever the tree hangs it.
    const std::uint32_t told = where_.possesses_next(p) || where_.renames_next(p) ? p + 1 : p;
    if (follow_list(p)) return;
    if (const auto noun = listed_before(p)) return place_at(told, *noun);
    const auto i = tree_.head_of(a_.places[p].span);
    if (i) place_at(told, *i);
    refused_[p] = i && a_.places[p].precision == Precision::country && tree_.preposition(*i) != "between" && !is_given(told);
  }

  bool is_given(std::uint32_t p) const {
    const auto holds = [&](const std::vector<ClaimPlace>& list) { return std::any_of(list.begin(), list.end(), [&](const ClaimPlace& q) { return q.place == p; }); };
    const auto any = [&](const std::vector<std::vector<ClaimPlace>>& lists) { return std::any_of(lists.begin(), lists.end(), holds); };
    return any(out_.places) || any(loose_) || any(homes_);
  }

  /// "Fresh Oldtown, Newtown attacks": each name of the list before the noun says where, however the tree hangs it. The last name's token.
  std::optional<TokenIndex> listed_before(std::uint32_t p) const {
    std::uint32_t last = p;
    while (last + 1 < a_.places.size() && last < p + 4) {
      const Place &x = a_.places[last], &y = a_.places[last + 1];
      const auto between = y.span.begin < x.span.end ? std::string_view() : a_.surface({x.span.end, y.span.begin});
      if (!one_of(between, {", ", " and ", ", and ", " & ", "/", "-"}) || x.use != PlaceUse::literal || y.use != PlaceUse::literal || wider(y, x) || wider(x, y)) break;
      ++last;
    }
    if (last == p) return std::nullopt;
    const auto i = tree_.head_of(a_.places[last].span);
    const auto noun = tree_.token_at(a_.places[last].span.end);
    if (!i || !noun || a_.tokens[*i].deprel != Deprel::compound) return std::nullopt;
    for (TokenIndex k = *noun; k < a_.tokens.size() && k < *noun + 2 && a_.tokens[k].sentence == a_.tokens[*i].sentence; ++k)
      if (at_token_[k] != UINT32_MAX && kinds_.event_nouns.contains(tree_.lemma(k)) && map_.physical(at_token_[k])) return i;
    return std::nullopt;
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

  /// "North Province:", a sentence of its own before what is told of it.
  bool heads_line(TokenIndex i) const {
    constexpr TokenIndex kLongest = 10;
    const Sentence& s = a_.sentences[a_.tokens[i].sentence];
    return s.last_token - s.first_token <= kLongest && tree_.is_word(s.last_token - 1, ":");
  }

  /// "Wounded and taken to a hospital in Oldtown": where they were taken afterwards.
  bool brought_to(TokenIndex i) const {
    // However the tree hangs the town.
    if (const auto in = tree_.child(i, Deprel::case_); in && *in > 0 && kinds_.in("ward", tree_.lemma(*in - 1)) && tree_.preposition(*in - 1) == "to") return true;
    for (int steps = 0; steps < 3; ++steps) {
      if (kinds_.in("ward", tree_.lemma(i))) return tree_.preposition(i) == "to";
      const auto head = tree_.head(i);
      if (!head || a_.tokens[*head].upos == Upos::VERB) return false;
      i = *head;
    }
    return false;
  }

  /// "Both Oldtown and Newtown have used such bombs": capitals that act.
  bool does(TokenIndex i, TokenIndex act) const {
    while (a_.tokens[i].deprel == Deprel::conj && tree_.head(i)) i = *tree_.head(i);
    const TokenIndex first = tree_.subtree(i).first;
    const bool bare = first == i || (first + 1 == i && tree_.is_word(first, "both"));
    return bare && a_.tokens[i].deprel == Deprel::nsubj && tree_.head(i) == act && a_.tokens[act].upos == Upos::VERB && tree_.child(act, Deprel::obj);
  }

  /// Does the sentence name the place for something else: what a protest is about, where somebody was going, where he was taken afterwards?
  bool is_aside(const Place& place, TokenIndex i, std::uint32_t h, bool loose) const {
    const TokenIndex act = hits_[h].head;
    if (map_.protests(h) && aside_.is_matter(i, act)) return true;
    if (!map_.is_war(h) && aside_.names_war(place, i)) return true;
    if (!is_movement(h) && aside_.is_goal_of_way(i)) return true;
    if (loose && aside_.is_since(i, act)) return true;
    if (aside_.is_beyond(i)) return true;
    if (aside_.is_craft(i) || (place.feature == "PPLC" && does(i, act))) return true;
    return !is_movement(h) && aside_.is_afterwards(i, act);
  }

  /// "Documented the killing of ten men by soldiers in Oldtown": where the killing was.
  std::optional<std::uint32_t> documented(TokenIndex place) const {
    const auto verb = tree_.head(place);
    if (!verb || a_.tokens[place].deprel != Deprel::obl || !one_of(tree_.lemma(*verb), {"document", "record", "verify", "report"})) return std::nullopt;
    for (std::uint32_t h = 0; h < hits_.size(); ++h)
      if (hits_[h].head > *verb && hits_[h].head < place && a_.tokens[hits_[h].head].upos == Upos::NOUN && a_.tokens[hits_[h].head].deprel == Deprel::obj && tree_.head(hits_[h].head) == verb && map_.physical(h)) return h;
    return std::nullopt;
  }

  /// Gives place p, named or meant at word i, to the hit that it belongs to.
  void place_at(std::uint32_t p, TokenIndex i) {
    const Place& place = a_.places[p];
    auto [h, loose, said, elsewhere] = owner_.of(i);
    if (const auto told = documented(i)) h = *told, loose = said = elsewhere = false;
    // "Syria's civil war": whose war it is is where it is.
    if (h != UINT32_MAX && !loose && map_.is_war(h) && modifies(i, h) && place.feature != "PPLC") {
      out_.places[h].push_back({p, PlaceRole::at});
      return;
    }
    if (h != UINT32_MAX && !loose && of_nation_struck(place, i, h)) homes_[h].push_back({p, PlaceRole::at});
    if (h != UINT32_MAX && !loose && is_struck_country(place, i, h)) return out_.places[h].push_back({p, PlaceRole::at});
    if (place.use == PlaceUse::associative || said || (elsewhere && h != UINT32_MAX)) return;
    if (h == UINT32_MAX) {
      h = map_.nearest(i);
      loose = true;
    }
    if (h == UINT32_MAX) return;
    if (is_aside(place, i, h, loose)) return;
    if (measured_since(a_, tree_, i) && !measured_since(a_, tree_, hits_[h].head)) return;
    if (brought_to(i) && map_.violent(h)) return;
    if (loose && !map_.physical(h)) return;
    const auto preposition = tree_.preposition(i);
    // "In villages like Oldtown".
    const bool example = preposition == "like" && tree_.head(i) && kinds_.in("town_noun", tree_.lemma(*tree_.head(i)));
    if (!example && one_of(outer_preposition(i), {"since", "after", "before", "until", "despite", "like", "unlike"})) return;
    if (whose_.stands_with_source(i, hits_[h].head)) return;
    // "The detainees at Oldtown were captured in Newtown": where those are now whom it befell.
    const auto noun = tree_.head(i);
    if (preposition == "at" && !loose && noun && i < hits_[h].head && kinds_.in("person", tree_.lemma(*noun)) && is_subject(a_.tokens[*noun].deprel)) return homes_[h].push_back({p, PlaceRole::at});
    if (preposition == "by" || (one_of(preposition, {"against", "for"}) && place.precision == Precision::country)) return;
    // "Captured the hills from Ruritania".
    if (preposition == "from" && place.precision == Precision::country && map_.kind(h) == "territory_captured") return;
    // "A Ruritanian elder".
    if (a_.tokens[i].deprel == Deprel::amod && !map_.is_war(h) && tree_.head(i) && kinds_.in("person", tree_.lemma(*tree_.head(i)))) return;
    // "Since the capital cut its aid", "a flight to the capital": other people's doings.
    const Deprel d = a_.tokens[i].deprel;
    if (loose && (d == Deprel::nsubj || d == Deprel::obl_agent)) return;
    if (loose && one_of(preposition, {"to", "from", "for", "toward", "towards"}) && !is_movement(h)) return;
    if (place.precision == Precision::country && !located(i, h)) return;
    if (where_.names_region_of_town(p, i) || locates_another(p, i) || where_.only_measures(place) || whose_.is_somebody(place, i, hits_[h].head, map_.kind(h))) return;
    if (!is_movement(h) && whose_.home_of_people(i)) {
      // Where nothing else is told, an act is where those are whom it befell.
      const bool struck = whose_.of_those_struck(i), does = whose_.of_doers(i, hits_[h].head);
      const bool there = preposition == "in" ? struck || does : preposition == "of" && ((struck && whose_.head_is(i, "town_office")) || (does && map_.kind(h) != "harm" && whose_.head_is(i, "townspeople")));
      if (there && !loose && map_.physical(h)) homes_[h].push_back({p, role(place, i, h)});
      return;
    }
    (loose ? loose_[h] : out_.places[h]).push_back({p, brought_to(i) && is_movement(h) ? PlaceRole::to : role(place, i, h)});
  }

  /// "Towards Oldtown, where they are fighting": an act told in a clause about a place is there.
  void of_clauses() {
    for (std::uint32_t h = 0; h < hits_.size(); ++h) {
      if (!out_.places[h].empty() || !map_.physical(h)) continue;
      for (const std::uint32_t p : about_.places_of(hits_[h].head))
        if (!acting_[p]) out_.places[h].push_back({p, PlaceRole::at});
    }
  }

  /// "Oldtown, a town near Newtown besieged by rebels", "the two villages that are besieged": an act that says which ground is meant is there.
  void of_ground(std::uint32_t h) {
    const TokenIndex act = hits_[h].head;
    const Deprel d = a_.tokens[act].deprel;
    const auto noun = tree_.head(act);
    const bool suffered = (d == Deprel::acl && !a_.surface(a_.tokens[act].span).ends_with("ing")) || (d == Deprel::acl_relcl && tree_.child(act, Deprel::nsubj_pass));
    if (!suffered || !noun || !befalls_ground(h)) return;
    std::vector<ClaimPlace> ground;
    for (const auto& [i, p] : pointed_)
      if (i == *noun) ground.push_back({p, PlaceRole::at});
    if (ground.empty())
      if (const auto p = described(*noun)) ground.push_back({*p, PlaceRole::at});
    if (!ground.empty()) out_.places[h] = std::move(ground);
  }

  /// The town of which the words behind it say what it is: "Oldtown, a town near Newtown".
  std::optional<std::uint32_t> described(TokenIndex noun) const {
    constexpr std::uint32_t kNext = 3;  // bytes: ", "
    if (tree_.preposition(noun) == "near" && tree_.head(noun)) noun = *tree_.head(noun);
    if (!kinds_.in("town_noun", tree_.lemma(noun))) return std::nullopt;
    const auto article = tree_.child(noun, Deprel::det);
    if (!article) return std::nullopt;
    const std::uint32_t begin = a_.tokens[*article].span.begin;
    for (std::uint32_t p = 0; p < a_.places.size() && a_.places[p].span.end <= begin; ++p)
      if (a_.places[p].span.end + kNext >= begin && a_.places[p].use == PlaceUse::literal && a_.places[p].precision <= Precision::settlement) return p;
    return std::nullopt;
  }

  /// "Flew to Oldtown to attend talks": what somebody goes somewhere for is there.
  void of_journey(std::uint32_t h) {
    if (!out_.places[h].empty()) return;
    TokenIndex purpose = hits_[h].head;
    while (a_.tokens[purpose].deprel == Deprel::obj && tree_.head(purpose)) purpose = *tree_.head(purpose);
    const auto going = tree_.head(purpose);
    const auto mark = tree_.child(purpose, Deprel::mark);
    if (!going || !mark || !tree_.is_word(*mark, "to") || !one_of(a_.tokens[purpose].deprel, {Deprel::advcl, Deprel::xcomp}) || !kinds_.in("journey", tree_.lemma(*going))) return;
    each_overlapping(a_.places, tree_.subtree_span(*going), [&](const Place& p) {
      const auto i = tree_.head_of(p.span);
      if (i && *i < purpose && tree_.head(*i) == *going && one_of(tree_.preposition(*i), {"to", "in"}) && p.use == PlaceUse::literal) out_.places[h].push_back({static_cast<std::uint32_t>(&p - a_.places.data()), PlaceRole::at});
    });
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
    std::optional<std::uint32_t> town, several, here, province, river, any;
    for (TokenIndex i = 0; i < a_.tokens.size(); ++i) {
      for (; next < a_.places.size() && a_.places[next].span.begin < a_.tokens[i].span.begin; ++next) {
        const Place& p = a_.places[next];
        if (p.use != PlaceUse::literal || is_common(p)) continue;
        // "Oldtown, to the north of Newtown": the second is not what is spoken of.
        const bool measure = p.relation && (p.relation->kind == "towards" || (town && one_of(p.relation->kind, {"direction", "distance", "near"}) && a_.places[*town].span.end + kBeside > p.span.begin));
        // A village of which no more than the province is known.
        const bool village = p.precision == Precision::admin1 && p.feature.empty();
        if ((p.precision == Precision::settlement || village) && !measure && !(p.feature == "PPLC" && is_government(next))) town = next;
        if (p.precision == Precision::settlement && where_.continues_list(next) && a_.places[next - 1].precision == Precision::settlement) several = next;
        if (p.precision <= Precision::district && !measure && !p.span.overlaps(dateline_.place)) here = next;
        if (p.precision == Precision::admin1 && !village) province = next;
        if (p.feature == "STM" && (!p.relation || !river)) river = next;
        if (!p.country.empty()) any = next;
      }
      if (here && is_there(i) && a_.places[*here].span.end + kJust > a_.tokens[i].span.begin) place_at(*here, i);
      const auto lemma = tree_.lemma(i);
      if (several && kinds_.in("town_noun", lemma) && lower_ascii(tree_.surface(i)) != lemma) point_at_several(*several, i);
      if (a_.tokens[i].upos != Upos::NOUN || !points_back(i)) continue;
      if (town && kinds_.in("town_noun", lemma) && lower_ascii(tree_.surface(i)) == lemma) point_at(*town, i);
      if (town && lemma == "area" && tree_.is_word(*tree_.child(i, Deprel::det), "that")) point_at(*town, i);
      if (province && kinds_.in("province_noun", lemma)) place_at(*province, i);
      if (river && lemma == "river") place_at(*river, i);
      if (any && kinds_.in("country_noun", lemma))
        if (const auto country = country_of(*any)) place_at(*country, i);
    }
  }

  /// "Installed by the capital", "the capital's troops": who rules from it.
  bool is_government(std::uint32_t p) const {
    const auto i = tree_.head_of(a_.places[p].span);
    return i && (tree_.preposition(*i) == "by" || one_of(a_.tokens[*i].deprel, {Deprel::nsubj, Deprel::obl_agent}));
  }

  /// "Hills surround the town", where some town is called Hills.
  bool is_common(const Place& p) const {
    const auto i = tree_.head_of(p.span);
    return i && a_.tokens[*i].upos == Upos::NOUN && a_.tokens[*i].span == p.span && p.precision == Precision::settlement;
  }

  void point_at(std::uint32_t p, TokenIndex i) {
    pointed_.emplace_back(i, p);
    place_at(p, i);
  }

  /// "Oldtown and Newtown … the two towns": those of the list that was told last.
  void point_at_several(std::uint32_t last, TokenIndex i) {
    const auto article = tree_.child(i, Deprel::det);
    if (a_.tokens[i].upos != Upos::NOUN || !article || !one_of(tree_.lemma(*article), {"the", "these", "those", "both"})) return;
    std::uint32_t first = last;
    while (where_.continues_list(first)) --first;
    for (std::uint32_t p = first; p <= last; ++p) {
      pointed_.emplace_back(i, p);
      if (points_back(i)) place_at(p, i);
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
    const bool crossed = verb && at_token_[*verb] != UINT32_MAX && (is_movement(at_token_[*verb]) || befalls_ground(at_token_[*verb])) && a_.tokens[i].deprel == Deprel::obj;
    const bool both = tree_.child(i, Deprel::nummod).has_value();  // "the two villages, which are besieged"
    if (!article || !one_of(tree_.lemma(*article), {"the", "this", "that"}) || (tree_.preposition(i).empty() && !crossed)) return false;
    for (TokenIndex c : tree_.children(i))
      if (a_.tokens[c].deprel == Deprel::conj || (both && a_.tokens[c].deprel == Deprel::acl_relcl)) continue;
      else if (a_.tokens[c].upos == Upos::PROPN || a_.tokens[c].deprel == Deprel::nmod || a_.tokens[c].deprel == Deprel::appos || a_.tokens[c].deprel == Deprel::acl_relcl || a_.tokens[c].deprel == Deprel::acl) return false;
    return true;
  }

  /// A war that is told without its place is that of the country named last in its sentence or before.
  void war(std::uint32_t h) {
    if (!map_.is_war(h) || !out_.places[h].empty()) return;
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
      // "Captured most of Ruritania".
      if (head && preposition == "of" && a_.tokens[*head].deprel == Deprel::obj && tree_.head(*head) == hits_[h].head && befalls_ground(h)) return true;
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
           map_.physical(h);
  }

  /// "Strikes on Ruritania".
  bool is_struck_country(const Place& place, TokenIndex i, std::uint32_t h) const {
    return place.precision == Precision::country && one_of(tree_.preposition(i), {"on", "against"}) && tree_.head(i) == hits_[h].head && a_.tokens[hits_[h].head].upos == Upos::NOUN &&
           one_of(map_.kind(h), {"airstrike", "drone_strike", "shelling", "bombing", "attack"});
  }

  /// "Ruritania is patrolled by", "Ruritania's waters are patrolled by": a country that suffers what befalls ground.
  bool is_held(TokenIndex i, std::uint32_t h) const {
    if (a_.tokens[i].deprel != Deprel::nsubj_pass || !(befalls_ground(h) || one_of(map_.kind(h), {"deployment", "advance"}))) return false;
    const std::string lemma(tree_.lemma(i));
    return a_.tokens[i].upos == Upos::PROPN || kinds_.in("place_noun", lemma) || lemma.ends_with("water") || lemma.ends_with("waters");
  }

  bool befalls_ground(std::uint32_t h) const { return one_of(map_.kind(h), {"territory_captured", "siege", "airstrike", "shelling"}); }

  bool is_movement(std::uint32_t h) const {
    return one_of(map_.kind(h), {"advance", "deployment", "withdrawal", "evacuation", "displacement", "aid_delivery", "abduction", "release"});
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

  /// "Captured in a raid in Oldtown": an act is where that is by which it was done.
  void of_means(std::uint32_t h) {
    if (!out_.places[h].empty() || !map_.physical(h)) return;
    const auto [from, to] = map_.hits_of(hits_[h].head);
    for (std::uint32_t k = from; k < to; ++k) {
      if (k == h || out_.places[k].empty() || map_.is_war(k) || tree_.head(hits_[k].head) != hits_[h].head || a_.tokens[hits_[k].head].deprel != Deprel::obl || !one_of(tree_.preposition(hits_[k].head), {"in", "during"})) continue;
      for (const ClaimPlace& p : out_.places[k])
        if (p.role == PlaceRole::at || p.role == PlaceRole::near) out_.places[h].push_back(p);
      return;
    }
  }

  /// "A patrol found arms in Oldtown": where the report is, though none of its acts is told there.
  void scenes() {
    std::vector<bool> owned(a_.places.size(), false);
    for (const auto& list : loose_)
      for (const ClaimPlace& p : list) owned[p.place] = true;
    for (std::uint32_t p = 0; p < a_.places.size(); ++p) {
      const Place& place = a_.places[p];
      if (owned[p] || speaks_[p] || acting_[p] || place.use != PlaceUse::literal || place.precision > Precision::admin1 || place.span.overlaps(dateline_.place)) continue;
      const auto i = tree_.head_of(place.span);
      if (i && !owner_.of(*i).elsewhere && !brought_to(*i) && !measured_since(a_, tree_, *i) && (heads_line(*i) || (!whose_.home_of_people(*i) && one_of(outer_preposition(*i), {"in", "near", "at", "around", "inside", "outside"})))) out_.scenes.push_back(p);
    }
  }

  const Where where_;
  const Whose whose_;
  const About about_;
  const Aside aside_;
  const Dateline& dateline_;
  const std::vector<bool>& acting_;
  std::vector<bool> speaks_;
  std::vector<bool> refused_;  ///< whose side or matter it is, and so are the names that go on its list
  std::vector<std::pair<TokenIndex, std::uint32_t>> pointed_;  ///< a word that points back, and what to
  std::vector<std::vector<ClaimPlace>> loose_;
  std::vector<std::vector<ClaimPlace>> homes_;  ///< where people are whom the act befell
  Slots& out_;
};

}  // namespace

void share_places(const HitMap& map, const Dateline& dateline, const std::vector<bool>& acting, Slots& out) { Placer(map, dateline, acting, out).share(); }

}  // namespace deconflict::claim
