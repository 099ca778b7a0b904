#include "claim/continuation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/date.h"
#include "base/words.h"
#include "claim/alike.h"
#include "claim/items.h"
#include "claim/where.h"

namespace deconflict::claim {

namespace {

class Carrier {
 public:
  Carrier(Annotation& a, const std::vector<Open>& open, const Report& report, bool trace) : a_(a), open_(open), report_(report), trace_(trace), items_(a) {}

  void run() {
    for (Claim& c : a_.claims) c.mention.item = static_cast<std::uint32_t>(items_.of(c.span.begin));
    find_story();
    for (std::size_t i = 0; i < a_.claims.size(); ++i) {
      dated_.push_back(a_.claims[i].time.basis == TimeBasis::text);
      placed_.push_back(!a_.claims[i].places.empty());
    }
    for (std::size_t i = 0; i < a_.claims.size(); ++i) {
      if (!dated_[i] && !sums_up(i)) time(i);
      if (!placed_[i]) {
        place(i);
        if (!placed_[i]) keep_to_ground(a_.claims[i]);
      }
      people(i);
    }
  }

 private:
  static constexpr std::size_t kBack = 8;       // claims
  static constexpr std::uint32_t kFar = 1200;   // bytes: four or five sentences

  /// The first claim that claim i may go on with: not far back, and of its own item.
  std::size_t back_to(std::size_t i) const {
    std::size_t first = i;
    while (first > 0 && i - first < kBack && a_.claims[first - 1].mention.item == a_.claims[i].mention.item) --first;
    return first;
  }

  /// The story's own day: that of its first happening; a report of old things has none.
  void find_story() {
    const Claim* first = nullptr;
    std::size_t at = 0;
    for (std::size_t i = 0; i < a_.claims.size() && first == nullptr; ++i)
      if (open_[i].physical && happened(a_.claims[i]) && tells_day(a_.claims[i].time) && !is_to_come(a_.claims[i].time) && lends_day(i) && !recalled(a_.claims[i].time)) first = &a_.claims[i], at = i;
    if (first != nullptr) story_ = a_.claims[at].time;
    if (first != nullptr && report_.dates_the_story && names_day(report_.lead) && report_.lead.span.begin < first->time.span.begin) story_ = report_.lead;
    for (std::size_t i = 0; i < a_.claims.size() && story_.value.empty(); ++i)
      if (happened(a_.claims[i]) && tells_day(open_[i].said) && !is_to_come(open_[i].said) && !recalled(open_[i].said)) story_ = open_[i].said;
    if (story_.value.empty() && !is_to_come(report_.lead) && !recalled(report_.lead)) story_ = report_.lead;
    if (of_the_saying(story_)) story_.basis = TimeBasis::published;
    for (const Claim& c : a_.claims)
      if (setting_ == nullptr && happened(c) && open_[static_cast<std::size_t>(&c - a_.claims.data())].physical && !one_of(c.plover_event, {"PROTEST", "CONSULT", "AID"}) && scene(c)) setting_ = &c;
  }

  /// "Denied on Thursday that …": the day of what was said, on which or before which the rest was.
  bool of_the_saying(const ClaimTime& t) const {
    bool said = false;
    for (std::size_t i = 0; i < a_.claims.size(); ++i) {
      if (a_.claims[i].time.span == t.span && a_.claims[i].time.value == t.value && !t.span.empty()) {
        if (open_[i].physical) return false;
        said = true;
      }
      said = said || (open_[i].said.span == t.span && open_[i].said.value == t.value && !t.span.empty());
    }
    return said;
  }

  /// Neither "the 31 December attack", of which more is known than its day, nor who died later of his wounds.
  bool lends_day(std::size_t i) const {
    const std::string trigger = lower_ascii(a_.surface(a_.claims[i].trigger));
    const std::string_view told = a_.surface(a_.claims[i].span);
    const auto& time = a_.claims[i].time.span;
    const auto death = std::min({told.find(" died"), told.find(" dies"), told.find("succumbed")});
    const bool died = trigger.starts_with("death") || (death != std::string_view::npos && a_.claims[i].span.begin + death < std::max(time.begin, a_.claims[i].trigger.begin));
    const bool wounds = told.find("wounds") != std::string_view::npos || told.find("injuries") != std::string_view::npos;
    return !open_[i].named_day && !(died && wounds);
  }

  /// "It is noteworthy that monitors had reported, on 3 March, …".
  static bool brings_up(std::string_view words) {
    constexpr std::string_view kPhrases[] = {"noteworthy", "worth noting", "worth mentioning", "had reported", "recalled that"};
    return std::any_of(std::begin(kPhrases), std::end(kPhrases), [&](std::string_view phrase) { return words.find(phrase) != std::string_view::npos; });
  }

  /// "On 3 March monitors reported …", behind several sentences of news without a day: what a report recalls at its end keeps its day to itself.
  bool recalled(const ClaimTime& t) const {
    constexpr auto kNews = std::chrono::days(3);
    constexpr int kSentences = 2;
    constexpr std::uint32_t kOpening = 8;  // bytes: "Earlier "
    const auto day = parse_iso_day(t.value);
    if (!report_.written || !day || *report_.written - *day <= kNews) return false;
    int sentences = 0;
    Span last;
    for (const Claim& c : a_.claims) {
      if (c.span.contains(t.span)) return sentences >= kSentences && (t.span.begin <= c.span.begin + kOpening || brings_up(a_.text.substr(c.span.begin, t.span.begin - c.span.begin)));
      if (c.span.begin > t.span.begin) break;
      if (!happened(c) || !open_[static_cast<std::size_t>(&c - a_.claims.data())].physical || c.span == last) continue;
      last = c.span;
      ++sentences;
    }
    return false;
  }

  /// A weekday that nothing anchors, far from the opening, is that of its own happening alone.
  static bool tells_day(const ClaimTime& t) {
    constexpr std::uint32_t kOpening = 600;  // bytes
    return names_day(t) && (!t.value.starts_with("XXXX-") || t.span.begin < kOpening);
  }

  /// "The takeover will be on 1 June": no day of what has happened.
  bool is_to_come(const ClaimTime& t) const {
    const auto day = parse_iso_day(t.value);
    return report_.written && day && *day > *report_.written;
  }

  bool scene(const Claim& c) const {
    return std::any_of(c.places.begin(), c.places.end(), [&](const ClaimPlace& p) { return p.role != PlaceRole::from && a_.places[p.place].precision != Precision::country; });
  }

  /// "The bombing of the bus": of the acts told before the one that befell the same.
  std::optional<std::size_t> meant(std::size_t i) const {
    const Claim& now = a_.claims[i];
    if (now.mention.as != Mentioned::definite || !open_[i].physical) return std::nullopt;
    const auto same = [](const ClaimActor& p, const ClaimActor& q) {
      return p.role == Role::recipient && q.role == Role::recipient && ((p.entity && p.entity == q.entity) || (!p.head.empty() && p.head == q.head));
    };
    for (std::size_t k = i, first = back_to(i); k-- > first;) {
      const Claim& before = a_.claims[k];
      if (before.kind != now.kind || before.span == now.span || !happened(before)) continue;
      for (const auto& p : now.actors)
        for (const auto& q : before.actors)
          if (same(p, q)) return k;
    }
    return std::nullopt;
  }

  /// "Raids kill eleven", a headline: the happening of its kind that the text below tells with the same number.
  std::optional<std::size_t> told_below(std::size_t i) const {
    const Claim& now = a_.claims[i];
    const auto s = std::upper_bound(a_.sentences.begin(), a_.sentences.end(), now.span.begin, [](std::uint32_t at, const Sentence& x) { return at < x.span.begin; });
    if (s == a_.sentences.begin() || !(s - 1)->headline || now.counts.empty()) return std::nullopt;
    const auto one_toll = [&](const Claim& c) {
      return std::any_of(c.counts.begin(), c.counts.end(), [&](std::uint32_t x) {
        return std::any_of(now.counts.begin(), now.counts.end(), [&](std::uint32_t y) { return a_.counts[x].what == a_.counts[y].what && a_.counts[x].min == a_.counts[y].min && a_.counts[x].min > 1; });
      });
    };
    for (std::size_t k = i + 1; k < a_.claims.size(); ++k)
      if (a_.claims[k].kind == now.kind && dated_[k] && names_day(a_.claims[k].time) && happened(a_.claims[k]) && one_toll(a_.claims[k])) return k;
    return std::nullopt;
  }

  void time(std::size_t i) {
    Claim& now = a_.claims[i];
    if (open_[i].apart) return apart(i);
    if (const auto k = told_below(i)) return take_time(now, a_.claims[*k].time, "the headline of " + a_.claims[*k].id);
    if (const auto k = meant(i); k && names_day(a_.claims[*k].time)) return take_time(now, a_.claims[*k].time, "the same as " + a_.claims[*k].id);
    const bool known = open_[i].refers && !now.background && now.realis != Realis::planned && now.realis != Realis::threatened;
    // What did not happen did not happen then: "were not able to enter the base", "no claims were reported yesterday".
    const bool denied = now.realis == Realis::negated && !now.background;
    if (!happened(now) && !known && !denied) return;
    if (open_[i].physical) {
      if (happened(now) && take_old_day(i)) return;
      for (std::size_t k = i, first = back_to(i); k-- > first;) {
        const Claim& before = a_.claims[k];
        if (now.span.begin > before.span.end + kFar) break;
        if (!happened(before) || !names_day(before.time) || !may_continue(now, before) || other_actor(a_, now, before) || other_place(a_, now, before)) continue;
        if (!lends_day(k) && !(open_[i].refers && now.kind == before.kind)) continue;
        // What it goes on with may have its day from elsewhere; if it is told of another place than what was dated before, so is this.
        if (!dated_[k] && !placed_[k] && before.span != now.span) continue;
        return take_time(now, before.time, "goes on with " + before.id);
      }
      if (!happened(now) && !denied) return;
      if (const ClaimTime story = story_of(now); !story.value.empty()) return take_time(now, story, "the day of the story");
    }
    if (!happened(now) && !denied) return;
    if (!open_[i].said.value.empty()) {
      take_time(now, open_[i].said, "the day on which it was said");
      if (open_[i].physical) now.time.basis = TimeBasis::published;  // it was then or before
      return;
    }
    // A report of its own day's news tells what was said that day.
    if (!story_.value.empty() && story_.value == a_.published) take_time(now, story_, "the day of the story");
  }

  /// "A March 2019 strike on the camp, where soldiers were attacked": of what is told of an old act, and is where that was, the day is the old one too.
  bool take_old_day(std::size_t i) {
    Claim& now = a_.claims[i];
    if (!now.places.empty() || open_[i].refers) return false;
    const Claim* near = told_beside(i, true);
    if (near == nullptr) near = told_beside(i, false);
    if (near == nullptr || !near->background || near->time.basis != TimeBasis::text || near->trigger.begin > now.trigger.begin) return false;
    take_time(now, near->time, "told in one sentence with " + near->id);
    return now.background = true;
  }

  /// "Attacks have reached thirty since January. These attacks left twenty dead": a sum over a time that is past, as what it goes on with.
  bool sums_up(std::size_t i) {
    constexpr std::uint32_t kNext = 200;  // bytes: the next sentence or the one after it
    if (i == 0 || !open_[i].physical) return false;
    Claim& now = a_.claims[i];
    const Claim& before = a_.claims[i - 1];
    const std::string& lemma = now.mention.lemma;
    if (now.mention.as != Mentioned::definite || lemma.empty() || before.mention.lemma != lemma || a_.surface(now.trigger).find(lemma + "s") == std::string_view::npos) return false;
    if (!before.background || before.time.basis != TimeBasis::text || names_day(before.time) || now.span.begin > before.span.end + kNext) return false;
    now.background = true;
    take_time(now, before.time, "goes on with " + before.id);
    return true;
  }

  /// "Came a day after the fall of the town": so many days from the day of what came, or of the story; unknown without it.
  void apart(std::size_t i) {
    Claim& now = a_.claims[i];
    const ClaimTime* from = nullptr;
    for (const Claim& c : a_.claims)
      if (c.span == now.span && dated_[static_cast<std::size_t>(&c - a_.claims.data())] && names_day(c.time)) from = &c.time;
    if (from == nullptr) from = &story_;
    const auto day = parse_iso_day(from->value);
    if (!day) return;
    take_time(now, {format_iso_day(*day + std::chrono::days(*open_[i].apart)), TimePrecision::day, TimeBasis::text, from->span}, "reckoned from what it came before or after");
  }

  /// "The blast wounded nine", "strikes hit the port too": who did it and who suffered is told already.
  void people(std::size_t i) {
    Claim& now = a_.claims[i];
    const bool known = open_[i].refers;
    if (!open_[i].physical || now.plover_event != "ASSAULT" || now.background || (!happened(now) && !known)) return;
    const bool actors = open_[i].doerless && !has_role(now, Role::actor), recipients = known && !has_role(now, Role::recipient);
    if (!actors && !recipients) return;
    for (std::size_t k = i, first = back_to(i); k-- > first;) {
      const Claim& before = a_.claims[k];
      if (now.span.begin > before.span.end + kFar) return;
      const bool goes_on = known ? may_continue(now, before) : one_campaign(now.kind, before.kind);
      if (!open_[k].physical || !happened(before) || !goes_on || wards_off(i, k) || is_of_another_day(i, k) || other_place(a_, now, before) || other_actor(a_, now, before) || (known && other_victims(now, before))) continue;
      bool taken = false;
      for (const ClaimActor& p : before.actors) {
        const bool wanted = p.role == Role::actor ? actors && p.entity && same_voice(now, before) : recipients;
        if (!wanted) continue;
        now.actors.push_back(p);
        taken = true;
        if (trace_) now.why.push_back({std::string(name_of(p.role)), "goes on with " + before.id, p.span, p.entity ? a_.entities[*p.entity].id : "unresolved"});
      }
      if (taken) break;
    }
    std::stable_sort(now.actors.begin(), now.actors.end(), [](const ClaimActor& x, const ClaimActor& y) { return x.role < y.role; });
  }

  /// "The army repelled …. The attack killed six": whoever repelled it did not make it.
  bool wards_off(std::size_t now, std::size_t before) const { return open_[before].wards_off && a_.claims[before].kind == "armed_clash" && a_.claims[now].kind != "armed_clash"; }

  /// The day of the story; of a part of a digest, that of the line that it stands under, or none.
  ClaimTime story_of(const Claim& c) const {
    const std::size_t item = c.mention.item;
    if (const auto t = items_.dated(item)) return {a_.times[*t].value, TimePrecision::day, TimeBasis::text, a_.times[*t].span};
    const std::size_t of = items_.of(story_.span.begin);
    return of == item || !(items_.stands_alone(item) || items_.stands_alone(of)) ? story_ : ClaimTime{};
  }

  void take_time(Claim& now, const ClaimTime& time, std::string rule) {
    now.time = time;
    if (trace_) now.why.push_back({"time", std::move(rule), time.span, time.value});
  }

  /// The nearest act of its sentence that has a place.
  const Claim* told_beside(std::size_t i, bool one_clause) const {
    const Claim& now = a_.claims[i];
    // "The 1973 Middle East war" says when; "was taken to safety but has not left the country", where he was not.
    const auto is_elsewhere = [&](std::size_t k) {
      const Claim& c = a_.claims[k];
      const bool names_war = open_[k].war && std::all_of(c.places.begin(), c.places.end(), [&](const ClaimPlace& p) { return a_.places[p.place].precision == Precision::region; });
      return (names_war && !open_[i].war) || (c.realis == Realis::negated && now.realis != Realis::negated && one_of(c.kind, {"advance", "withdrawal", "evacuation", "displacement"})) || (open_[k].matter && now.plover_event == "PROTEST");
    };
    const auto fits = [&](std::size_t k) { return placed_[k] && !is_elsewhere(k) && open_[k].physical && !open_[k].compared && (!one_clause || open_[k].clause == open_[i].clause); };
    const Claim* near = nullptr;
    for (std::size_t k = i; k < a_.claims.size() && a_.claims[k].span == now.span; ++k)
      if (near == nullptr && fits(k)) near = &a_.claims[k];
    for (std::size_t k = i; k-- > 0 && a_.claims[k].span == now.span;)
      if (fits(k)) return near == nullptr || now.trigger.begin - a_.claims[k].trigger.end < near->trigger.begin - now.trigger.end ? &a_.claims[k] : near;
    return near;
  }

  void place(std::size_t i) {
    Claim& now = a_.claims[i];
    if (!open_[i].physical) return;
    if (const auto k = meant(i); k && placed_[*k] && take_places(now, a_.claims[*k], "the same as " + a_.claims[*k].id, true)) return;
    if (happened(now) && take_opening(now)) return;
    // "Two besieged towns": which they are, the report tells elsewhere, or nowhere.
    if (open_[i].describes) return;
    // What one sentence tells of is in one place, and what one clause tells of even more so.
    for (const bool one_clause : {true, false})
      if (const Claim* near = told_beside(i, one_clause); near != nullptr && take_places(now, *near, "told in one sentence with " + near->id, true)) {
        placed_[i] = true;
        return;
      }
    if (open_[i].perfect && now.counts.empty() && one_of(now.kind, {"armed_clash", "territory_captured", "attack"})) return;
    if (open_[i].general || (begins_elsewhere(now) && !take_own_scene(now))) return;
    if (!now.places.empty()) return;
    if (happened(now) && now.plover_event != "ASSAULT" && !one_of(now.kind, {"territory_captured", "displacement"}) && take_from_paragraph(i)) return;
    // What may come to be goes on with nothing but an act of its kind.
    for (const bool kin : {true, false}) {
      if (!kin && (now.realis == Realis::hypothetical || now.realis == Realis::planned)) return;
      for (std::size_t k = i, first = back_to(i); k-- > first;) {
        const Claim& before = a_.claims[k];
        if (now.span.begin > before.span.end + kFar) break;
        if (!placed_[k] || !open_[k].physical || before.background || (open_[k].war && !open_[i].war) || (now.kind != before.kind && other_day(i, k))) continue;
        if (is_other_crowd(i, k) || is_of_another_day(i, k)) continue;
        // What did not happen (yet) is where it is told of with the same word.
        if (now.background && now.kind != before.kind) continue;
        if (now.mention.as != Mentioned::definite && moved_on(now, before)) return;
        if (kin ? !may_continue(now, before) : before.plover_event != "ASSAULT") continue;
        if (take_places(now, before, "goes on with " + before.id, now.kind == before.kind)) return;
      }
    }
    if (happened(now) && take_scene(now)) return;
    if (happened(now) && (now.plover_event == "ASSAULT" || now.plover_event == "COERCE" || now.kind == "advance" || now.kind == "withdrawal") && setting_ != nullptr && !is_of_another_day(i, static_cast<std::size_t>(setting_ - a_.claims.data())) && setting_->span.begin < now.span.end + kFar && setting_->mention.item == now.mention.item) take_places(now, *setting_, "the place of the story", false);
    if (happened(now) && now.places.empty() && setting_ == nullptr && report_.origin && now.plover_event == "ASSAULT" && !is_abroad(now, a_.places[*report_.origin])) {
      put(now, *report_.origin, PlaceRole::near, "the place of the dateline");
    }
  }

  /// "The governor of Oldtown said that nine drones were shot down": who answers for a place tells of what is in it, not of where the report was before.
  void keep_to_ground(Claim& now) {
    const auto ground = happened(now) ? ground_of_speaker(now) : std::nullopt;
    if (!ground || (now.places.empty() && now.plover_event != "ASSAULT")) return;
    constexpr double kApart = 0.3;  // degrees
    const Place& own = a_.places[*ground];
    const bool elsewhere = std::all_of(now.places.begin(), now.places.end(), [&](const ClaimPlace& p) {
      const Place& place = a_.places[p.place];
      return place.lat && std::hypot(*place.lat - *own.lat, *place.lon - *own.lon) > kApart && !wider(own, place) && !wider(place, own);
    });
    if (!elsewhere) return;
    now.places.clear();
    put(now, *ground, PlaceRole::at, "the ground of who tells it");
  }

  /// The town or region of an official who speaks: "Bryansk governor Karim Odeh", "the mayor of Oldtown".
  std::optional<std::uint32_t> ground_of_speaker(const Claim& now) const {
    if (now.attribution.empty()) return std::nullopt;
    const Span cue = now.attribution.back().cue;
    for (const Attribution& t : a_.attributions) {
      if (t.cue.empty() || t.cue.front() != cue) continue;
      for (const Span source : t.source) {
        const auto words = lower_ascii(a_.surface(source));
        const bool answers = std::any_of(kLocal.begin(), kLocal.end(), [&](std::string_view w) { return words.find(w) != std::string::npos; });
        if (!answers) continue;
        for (std::uint32_t p = 0; p < a_.places.size(); ++p) {
          const Place& place = a_.places[p];
          if (source.contains(place.span) && place.lat && place.lon && (place.precision == Precision::settlement || place.precision == Precision::district || place.precision == Precision::admin1)) return p;
        }
      }
    }
    return std::nullopt;
  }
  static constexpr std::array<std::string_view, 4> kLocal = {"governor", "mayor", "municipal", "city council"};

  /// Has the report gone on to another scene since?
  bool moved_on(const Claim& now, const Claim& before) const {
    constexpr double kApart = 0.1;  // degrees
    return std::any_of(report_.scenes.begin(), report_.scenes.end(), [&](std::uint32_t p) {
      const Place& scene = a_.places[p];
      if (scene.span.begin < before.span.end || scene.span.end > now.span.begin) return false;
      return std::all_of(before.places.begin(), before.places.end(), [&](const ClaimPlace& q) {
        const Place& place = a_.places[q.place];
        return scene.lat && place.lat && std::hypot(*scene.lat - *place.lat, *scene.lon - *place.lon) > kApart && !wider(scene, place) && !wider(place, scene);
      });
    });
  }

  /// "NORTHPORT (Northland), 3 May: The murder of the Southland senator Karim Odeh …": where a report was written is not where something befell the
  /// people of another country, or was done by its rebels. Armies go abroad.
  bool is_abroad(const Claim& c, const Place& origin) const {
    return tells_of_another(origin.country) || std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& p) {
      if (!p.entity || origin.country.empty()) return false;
      const Entity& e = a_.entities[*p.entity];
      if (e.country.empty() || e.country == origin.country) return false;
      if (p.role == Role::recipient) return e.type == MentionType::PER && e.sector != "MIL";
      return e.sector == "REB" || is_about(e.country, origin.country);
    });
  }

  /// Does the text speak of another country, and of a place there, twice as often as of that of its dateline?
  bool tells_of_another(const std::string& origin) const {
    constexpr std::uint32_t kBeside = 24;  // bytes: "NORTHPORT (Northland)"
    const Span dateline{a_.places[*report_.origin].span.begin, a_.places[*report_.origin].span.end + kBeside};
    std::map<std::string, std::pair<std::size_t, bool>> told;  // by country: how often, and is a place of it named?
    for (const Place& p : a_.places)
      if (!p.country.empty() && !dateline.contains(p.span)) ++told[p.country].first, told[p.country].second |= p.use == PlaceUse::literal;
    for (const Mention& m : a_.mentions)
      if (m.entity && !a_.entities[*m.entity].country.empty() && a_.entities[*m.entity].voice.empty()) ++told[a_.entities[*m.entity].country].first;
    return std::any_of(told.begin(), told.end(), [&, home = told[origin].first](const auto& t) { return t.first != origin && t.second.second && t.second.first > 1 && t.second.first >= 2 * home; });
  }

  /// Are all places that the text names in one country, but for its dateline in another?
  bool is_about(const std::string& country, const std::string& origin) const {
    bool named = false;
    for (const Place& p : a_.places) {
      if (p.use != PlaceUse::literal || p.span == a_.places[*report_.origin].span) continue;
      if (p.country == origin) return false;
      named = named || p.country == country;
    }
    return named;
  }

  /// Does the text tell of the two on days far from each other, or of one in no day at all ("since 2012")?
  bool other_day(std::size_t now, std::size_t before) const {
    constexpr int kOneBattle = 3;
    if (!dated_[now] || !dated_[before]) return false;
    const std::string &x = a_.claims[now].time.value, &y = a_.claims[before].time.value;
    const auto day = parse_iso_day(x), other = parse_iso_day(y);
    if (!day || !other) return x != y && !x.starts_with("XXXX-") && !y.starts_with("XXXX-");
    return std::abs((*day - *other).count()) > kOneBattle;
  }

  /// "The April 17 attack": known by its day, which is not that of what was told before it.
  bool is_of_another_day(std::size_t now, std::size_t before) const { return open_[now].refers && other_day(now, before) && names_day(a_.claims[now].time) && names_day(a_.claims[before].time); }

  /// One crowd after another, each in its town; nor is it where that is what another is there for.
  bool is_other_crowd(std::size_t now, std::size_t before) const {
    return a_.claims[now].plover_event == "PROTEST" && (open_[before].matter || other_actor(a_, a_.claims[now], a_.claims[before]));
  }

  bool ends_paragraph(std::uint32_t from, std::uint32_t to) const { return from < to && a_.text.substr(from, to - from).find("\n\n") != std::string_view::npos; }

  /// "Protesters marched in Oldtown. Police used tear gas": what is told before it in its paragraph, of its kind if there is such.
  bool take_from_paragraph(std::size_t i) {
    Claim& now = a_.claims[i];
    for (const bool kin : {true, false})
      for (std::size_t k = i, first = back_to(i); k-- > first;) {
        const Claim& before = a_.claims[k];
        if (now.span.begin > before.span.end + kFar || ends_paragraph(before.span.end, now.span.begin)) break;
        if (!placed_[k] || !open_[k].physical || !happened(before) || other_day(i, k) || (open_[k].war && !open_[i].war) || (kin && !may_continue(now, before))) continue;
        if (is_other_crowd(i, k)) continue;
        if (take_places(now, before, "goes on with " + before.id, now.kind == before.kind)) return true;
      }
    return false;
  }

  /// "Elsewhere, sappers defused a bomb": not where the story was before.
  bool begins_elsewhere(const Claim& now) const { return a_.surface(now.span).starts_with("Elsewhere"); }

  /// "Elsewhere in Oldtown, …"
  bool take_own_scene(Claim& now) {
    const auto own = std::find_if(report_.scenes.begin(), report_.scenes.end(), [&](std::uint32_t p) { return now.span.contains(a_.places[p].span); });
    return own != report_.scenes.end() && put(now, *own, PlaceRole::at, "named in its sentence");
  }

  /// "In Oldtown, the hospital said two strikes killed nine": where a sentence begins, all that it tells is; but a ministry sits in a capital.
  bool take_opening(Claim& now) {
    constexpr std::uint32_t kOpening = 16;  // bytes: "In the town of "
    for (const std::uint32_t p : report_.scenes) {
      const Place& scene = a_.places[p];
      if (scene.span.begin < now.span.begin || scene.span.begin > now.span.begin + kOpening || scene.span.end > now.trigger.begin) continue;
      if (a_.text.substr(scene.span.end, 1) != "," || (scene.feature == "PPLC" && !now.attribution.empty())) continue;
      return put(now, p, PlaceRole::at, "where the sentence begins");
    }
    return false;
  }

  /// "A patrol was in Oldtown. … They were fired at": the last place named before, if only just.
  bool take_scene(Claim& now) {
    constexpr std::uint32_t kJust = 500;  // bytes: two sentences or three
    const auto after = std::upper_bound(report_.scenes.begin(), report_.scenes.end(), now.trigger.begin, [&](std::uint32_t b, std::uint32_t p) { return b < a_.places[p].span.begin; });
    if (after == report_.scenes.begin() || a_.places[*(after - 1)].span.end + kJust < now.trigger.begin || items_.of(a_.places[*(after - 1)].span.begin) != now.mention.item) return false;
    auto scene = after - 1;
    // "In Oldtown, North Province": of places side by side the more exact.
    constexpr std::uint32_t kBeside = 24;
    if (scene != report_.scenes.begin() && a_.places[*(scene - 1)].span.end + kBeside >= a_.places[*scene].span.begin && a_.places[*(scene - 1)].precision < a_.places[*scene].precision) --scene;
    return put(now, *scene, PlaceRole::at, "the place named last");
  }

  bool put(Claim& now, std::uint32_t place, PlaceRole role, const char* rule) const {
    now.places.push_back({place, role});
    if (trace_) now.why.push_back({"place", rule, a_.places[place].span, a_.places[place].name});
    return true;
  }

  bool take_places(Claim& now, const Claim& before, const std::string& rule, bool countries) {
    // "Soldiers were put on alert as the militia marched towards Oldtown": whoever goes there goes alone.
    const bool one_clause = open_[static_cast<std::size_t>(&now - a_.claims.data())].clause == open_[static_cast<std::size_t>(&before - a_.claims.data())].clause;
    // "Fled from Oldtown following attacks": these were there.
    const bool fled = now.span == before.span && now.trigger.begin > before.trigger.end && !before.background && now.plover_event == "ASSAULT" && one_of(before.kind, {"displacement", "evacuation", "withdrawal"}) && std::none_of(before.places.begin(), before.places.end(), [](const ClaimPlace& p) { return p.role == PlaceRole::at || p.role == PlaceRole::near; });
    const bool goes_too = (one_clause || now.kind == before.kind) && !one_of(now.plover_event, {"ASSAULT", "COERCE"});
    for (const auto& p : before.places)
      if ((p.role != PlaceRole::from || fled) && (p.role != PlaceRole::to || (goes_too && !fled)) && (countries || a_.places[p.place].precision != Precision::country))
        now.places.push_back({last_mention(p.place, now.span), p.role == PlaceRole::from ? PlaceRole::at : p.role});
    if (now.places.empty()) return false;
    if (trace_) now.why.push_back({"place", rule, a_.places[now.places.front().place].span, a_.places[now.places.front().place].name});
    return true;
  }

  /// The last time that a place was named before the end of what tells of it.
  std::uint32_t last_mention(std::uint32_t place, Span told) const {
    const Place& named = a_.places[place];
    if (named.relation || named.span.begin >= told.begin) return place;
    std::uint32_t last = place;
    for (std::uint32_t p = place + 1; p < a_.places.size() && a_.places[p].span.end <= told.end; ++p) {
      const Place& again = a_.places[p];
      if (again.use == PlaceUse::literal && again.name == named.name && again.geonameid == named.geonameid && again.precision == named.precision && !again.relation) last = p;
    }
    return last;
  }

  Annotation& a_;
  const std::vector<Open>& open_;
  const Report& report_;
  bool trace_;
  Items items_;
  ClaimTime story_;
  const Claim* setting_ = nullptr;
  std::vector<bool> dated_, placed_;
};

}  // namespace

bool same_voice(const Claim& now, const Claim& before) {
  if (before.attribution.empty()) return true;
  return !now.attribution.empty() && now.attribution.front().entity && now.attribution.front().entity == before.attribution.front().entity;
}

bool same_happening(const std::string& kind, const std::string& event, const Claim& before) {
  if (kind == before.kind) return true;
  if (event != "ASSAULT" || before.plover_event != "ASSAULT") return false;
  if (general(kind) || general(before.kind) || kind == "destruction") return true;
  const auto bomb = [](const std::string& k) { return k == "bombing" || k == "suicide_bombing" || k == "grenade"; };
  const auto fire = [](const std::string& k) { return k == "airstrike" || k == "shelling" || k == "drone_strike"; };
  return (bomb(kind) && bomb(before.kind)) || (fire(kind) && fire(before.kind));
}

/// Has what "the attack" of claim i goes back to another place or day than c, which is told behind it?
static bool told_elsewhere_before(const Annotation& a, std::size_t i, const Claim& c, const std::vector<Open>& open) {
  for (std::size_t k = i; k-- > 0;) {
    const Claim& before = a.claims[k];
    if (!open[k].physical || !happened(before) || before.places.empty()) continue;
    return other_place(a, before, c) || (names_day(before.time) && names_day(c.time) && before.time.value != c.time.value);
  }
  return false;
}

std::optional<std::size_t> told_more_exactly(const Annotation& a, std::size_t i, const std::vector<Open>& open) {
  constexpr std::uint32_t kFar = 1200;  // bytes: four or five sentences
  const Claim& now = a.claims[i];
  const bool bombing = now.kind == "bombing", raid = now.mention.lemma == "raid";
  if (!bombing && !raid && !one_of(now.mention.lemma, {"attack", "assault", "incident", "act", "action", "crime", "fire", "massacre"})) return std::nullopt;
  // "Forty were killed in attacks this year".
  const auto several = [&](const Claim& c) { return c.mention.noun && lower_ascii(a.surface(c.trigger)).find(c.mention.lemma + "s") != std::string::npos; };
  if (open[i].several || (!now.time.value.empty() && !names_day(now.time))) return std::nullopt;
  if ((now.kind != "attack" && !bombing) || !now.mention.noun || now.mention.campaign || now.background || one_of(now.mention.as, {Mentioned::fresh, Mentioned::recurring})) return std::nullopt;
  const auto way = [&](const Claim& c) {
    if (raid) return one_of(c.kind, {"airstrike", "drone_strike"});
    return c.kind == "suicide_bombing" || (!bombing && one_of(c.kind, {"bombing", "airstrike", "shelling", "drone_strike", "grenade", "chemical_attack"}));
  };
  std::optional<std::size_t> found;
  std::size_t first = i;
  while (first > 0 && a.claims[first - 1].span.end + kFar >= now.span.begin) --first;
  for (std::size_t k = first; k < a.claims.size() && a.claims[k].span.begin <= now.span.end + kFar; ++k) {
    const Claim& c = a.claims[k];
    if (k == i || !way(c) || (several(now) && !several(c)) || !open[k].physical || !happened(c) || c.background || c.mention.as == Mentioned::recurring || (k > i && c.mention.as == Mentioned::fresh)) continue;
    if (other_place(a, now, c) || other_actor(a, now, c) || (names_day(now.time) && names_day(c.time) && now.time.value != c.time.value)) continue;
    const bool bare = now.mention.as == Mentioned::definite && now.places.empty() && !names_doer(now);
    // "The April 17 attack", told behind a bomb of another place in another paragraph.
    if (names_day(now.time) && now.time.span.overlaps(now.span) && !names_day(c.time) && !c.places.empty() && c.span.end < now.span.begin && a.text.substr(c.span.end, now.span.begin - c.span.end).find('\n') != std::string_view::npos) continue;
    if (!bare && !has_in_common(a, now, c)) continue;
    if (bare && k > i && told_elsewhere_before(a, i, c, open)) continue;
    if (one_of(c.kind, {"airstrike", "drone_strike"}) && rebels_act(a, now)) continue;
    if (found && a.claims[*found].kind != c.kind) {
      const bool suicide = one_of(c.kind, {"bombing", "suicide_bombing"}) && one_of(a.claims[*found].kind, {"bombing", "suicide_bombing"});
      if (!suicide) return std::nullopt;
      if (c.kind == "bombing") continue;
    }
    found = k;
  }
  // "Repelled an attack by rebels. The attack …": the attack that was told last, if it is another.
  for (std::size_t k = i; found && k-- > 0 && k > *found;) {
    const Claim& c = a.claims[k];
    if (c.kind != "attack" || !open[k].physical || !happened(c) || c.background || !names_doer(c)) continue;
    if (!has_in_common(a, c, a.claims[*found])) return std::nullopt;
    break;
  }
  return found;
}

void continue_happenings(Annotation& a, const std::vector<Open>& open, const Report& report, bool trace) { Carrier(a, open, report, trace).run(); }

}  // namespace deconflict::claim
