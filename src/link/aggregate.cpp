#include "link/aggregate.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "link/score.h"

namespace deconflict::link {

namespace {

std::string iso(int day) { return format_iso_day(Day{std::chrono::days{day}}); }

/// The most special of the kinds told, unless hardly any claim tells it; of equals the most frequent, then the first. Asserted claims decide where there are any.
std::string kind_of(const std::vector<Told>& told) {
  struct Vote {
    std::string_view kind;
    int claims = 0;
  };
  for (const bool happened : {true, false}) {
    std::vector<Vote> votes;
    for (const Told& t : told) {
      if (happened && !says_it_happened(t)) continue;
      auto found = std::find_if(votes.begin(), votes.end(), [&](const Vote& v) { return v.kind == t.claim->kind; });
      if (found == votes.end()) found = votes.insert(votes.end(), {t.claim->kind, 0});
      ++found->claims;
    }
    constexpr int kFew = 3;  // one claim in so many of the commonest kind's
    int most = 0;
    for (const Vote& v : votes) most = std::max(most, v.claims);
    const auto best = std::max_element(votes.begin(), votes.end(), [&](const Vote& x, const Vote& y) {
      return std::make_tuple(x.claims * kFew >= most, speciality(x.kind), x.claims) < std::make_tuple(y.claims * kFew >= most, speciality(y.kind), y.claims);
    });
    if (best == votes.end()) continue;
    // "An office was destroyed by a bomb": by a plain word, and with what.
    const bool plain = best->kind == "attack" || best->kind == "destruction" || best->kind == "killing" || best->kind == "harm";
    const bool bombed = plain && std::any_of(told.begin(), told.end(), [&](const Told& t) { return (!happened || says_it_happened(t)) && t.claim->kind == best->kind && t.item->means == Means::bomb; });
    return bombed ? "bombing" : std::string(best->kind);
  }
  return {};
}

void add_ref(std::vector<ClaimRef>& refs, const Told& told) {
  ClaimRef ref = told.ref();
  if (refs.empty() || refs.back() != ref) refs.push_back(std::move(ref));
}

int exactness(const Place& p) {
  const bool resolved = p.lat && p.lon;
  switch (p.precision) {
    case Precision::site:
    case Precision::settlement: return resolved ? 5 : 2;
    case Precision::district: return resolved ? 4 : 2;
    case Precision::feature: return resolved ? 3 : 2;
    case Precision::admin1: return 2;
    default: return 1;
  }
}

/// The lead of a report: its first sentences.
constexpr std::uint32_t kLead = 2;

/// Do two places go together: one town and its quarter, a town and its province? What no gazetteer knows speaks against none.
bool go_together(const Place& p, const Place& q) {
  if (!p.lat || !q.lat) return true;
  const auto holds = [](const Place& wide, const Place& place) {
    return !wide.country.empty() && wide.country == place.country && (wide.precision == Precision::country || (wide.precision == Precision::admin1 && wide.admin1 == place.admin1));
  };
  if (holds(p, q) || holds(q, p)) return true;
  constexpr double kNearKm = 25;
  return p.lat && p.lon && q.lat && q.lon && distance_km(*p.lat, *p.lon, *q.lat, *q.lon) <= kNearKm;
}

std::optional<EventPlace> place_of(const std::vector<Told>& told) {
  struct Candidate {
    const Place* place;
    int role;  ///< 2 where it happened, 1 where it went to, 0 where it came from
    int told = 0;  ///< claims that tell it; those of a report's first sentences count more, for they say what it is about
    int borne_out = 0;  ///< claims that tell it or a place that goes with it
    std::vector<ClaimRef> claims;
  };
  std::vector<Candidate> candidates;
  std::map<std::string, std::size_t> index;
  for (const Told& t : told) {
    for (const ClaimPlace& cp : t.claim->places) {
      if (cp.place >= t.doc->places.size()) continue;
      const Place& p = t.doc->places[cp.place];
      const int role = cp.role == PlaceRole::at || cp.role == PlaceRole::near ? 2 : cp.role == PlaceRole::to ? 1 : 0;
      const auto [at, fresh] = index.emplace(p.geonameid ? "#" + std::to_string(*p.geonameid) : place_key(p.name), candidates.size());
      if (fresh) candidates.push_back({&p, role, 0, 0, {}});
      Candidate& found = candidates[at->second];
      found.role = std::max(found.role, role);
      found.told += t.item->sentence <= kLead ? 3 : 1;
      // Of the mentions of one place the one with a relation ("the eastern bank of") says most.
      if (p.relation && !p.relation->geometry.empty() && (!found.place->relation || found.place->relation->geometry.empty())) found.place = &p;
      add_ref(found.claims, t);
    }
  }
  if (candidates.empty()) return std::nullopt;
  int most = 0;
  for (Candidate& c : candidates) {
    for (const Candidate& other : candidates)
      if (&other == &c || go_together(*c.place, *other.place)) c.borne_out += other.told;
    most = std::max(most, c.borne_out);
  }
  // "Three died in Oldtown … in Millford, in the countryside of Oldtown": a town whose province is called like it may stand for that.
  auto whole = [&](const Candidate& c) {
    return c.place->precision == Precision::settlement && place_key(c.place->name) == place_key(c.place->admin1) && std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
      return &other != &c && other.role == 2 && other.place->lat && other.place->admin1 == c.place->admin1 && exactness(*other.place) >= exactness(*c.place);
    });
  };
  // A name that nothing else bears out was misread more often than not.
  auto rank = [&](const Candidate& c) {
    return std::make_tuple(c.role > 0 ? 1 : 0, 2 * c.borne_out >= most, exactness(*c.place), !whole(c), c.told, c.claims.size(), c.role);
  };
  const auto best = std::max_element(candidates.begin(), candidates.end(), [&](const Candidate& x, const Candidate& y) { return rank(x) < rank(y); });
  const Place& p = *best->place;
  EventPlace out;
  out.name = p.name;
  out.geonameid = p.geonameid;
  out.lat = p.lat;
  out.lon = p.lon;
  out.precision = p.precision;
  out.country = p.country;
  out.admin1 = p.admin1;
  out.admin2 = p.admin2;
  if (p.relation) out.geometry = p.relation->geometry;
  out.claims = best->claims;
  return out;
}

/// The days most claims agree on, the most exact first; what the text says before what the publication day suggests.
EventTime time_of(const std::vector<Told>& told) {
  struct Candidate {
    int begin, end;
    TimePrecision precision;
    bool from_text, happened;
    std::set<std::string> voices;
    std::vector<ClaimRef> claims;
  };
  std::vector<Candidate> candidates;
  const bool act_told = std::any_of(told.begin(), told.end(), [](const Told& t) { return !died_later(*t.item) && t.item->days.dated(); });
  for (const Told& t : told) {
    const Days& d = t.item->days;
    const ClaimTime& time = t.claim->time;
    if (!d.dated() || time.value.empty() || (act_told && died_later(*t.item))) continue;
    const bool text = d.basis == Days::Basis::text;
    const int begin = text ? d.begin : d.end;
    auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.begin == begin && c.end == d.end && c.from_text == text; });
    if (found == candidates.end() && candidates.size() == kMostValues) continue;
    if (found == candidates.end()) {
      auto precision = time.precision;
      if (precision == TimePrecision::none) precision = d.end == begin ? TimePrecision::day : d.end - begin < 8 ? TimePrecision::week : d.end - begin < 32 ? TimePrecision::month : TimePrecision::year;
      found = candidates.insert(candidates.end(), {begin, d.end, precision, text, false, {}, {}});
    }
    found->happened = found->happened || says_it_happened(t);
    for (const Origin& o : t.origins) found->voices.insert(o.key);
    add_ref(found->claims, t);
  }
  if (candidates.empty()) return {};
  auto rank = [](const Candidate& c) {
    return std::make_tuple(c.happened, c.from_text, c.begin - c.end, c.voices.size(), c.claims.size(), -c.begin);
  };
  const auto best = std::max_element(candidates.begin(), candidates.end(), [&](const Candidate& x, const Candidate& y) { return rank(x) < rank(y); });
  EventTime out{iso(best->begin), iso(best->end), best->precision, best->claims};
  return out;
}

/// The number that a report gives first, where it gives it in its own words: it has weighed what it cites afterwards, and its smaller numbers are parts of this one.
/// nullptr for a report that leaves numbers to others.
using OwnTolls = std::map<std::pair<const Annotation*, std::string_view>, const Toll*>;

OwnTolls own_tolls(const std::vector<Told>& told) {
  OwnTolls own;
  for (const Told& t : told) {
    if (!says_it_happened(t)) continue;
    for (const Toll& toll : t.item->tolls)
      if (!toll.names_one()) own.emplace(std::make_pair(t.doc, toll.what), t.claim->attribution.empty() ? &toll : nullptr);
  }
  return own;
}

std::vector<EventCount> counts_of(const std::vector<Told>& told) {
  struct Value {
    std::int64_t min;
    std::optional<std::int64_t> max;
    bool weighed;  ///< no smaller than what its own report counts
    std::set<std::string> voices;
    std::vector<ClaimRef> claims;
    std::string earliest, latest;  ///< days of publication; empty where one is not known
    bool named = false;
    std::string said = {}, whom = {};
    Side side = Side::unknown;
    std::optional<std::int64_t> low = {};  ///< the least that its reports count in all

    /// "Dozens" holds of 41, and "up to 15" of 12.
    bool holds_of(const Value& v) const { return (min != v.min || max != v.max) && v.min >= min && (!max || (v.max && *v.max <= *max)); }
  };
  const OwnTolls own = own_tolls(told);
  std::map<std::string, std::vector<Value>> all;
  for (const Told& t : told) {
    if (!says_it_happened(t)) continue;
    for (const Toll& toll : t.item->tolls) {
      if (part_of_total(t, toll, told)) continue;
      const auto told_first = own.find({t.doc, toll.what});
      const Toll* total = told_first == own.end() ? nullptr : told_first->second;
      const bool smaller = total != nullptr && toll.min < total->min && toll.max.value_or(toll.min) < total->min;
      if (smaller && t.claim->attribution.empty()) continue;
      auto& values = all[std::string(toll.what)];
      auto found = std::find_if(values.begin(), values.end(), [&](const Value& v) { return v.min == toll.min && v.max == toll.max && v.named == toll.names_one() && !tell_apart(v.side, side_of(toll.who)); });
      if (found == values.end() && values.size() == kMostValues) continue;
      if (found == values.end()) found = values.insert(values.end(), {toll.min, toll.max, false, {}, {}, t.doc->published, t.doc->published, toll.names_one()});
      if (found->said.empty()) found->said = toll.said;
      if (found->whom.empty()) found->whom = toll.whom;
      if (found->side == Side::unknown) found->side = side_of(toll.who);
      if (const auto least = total != nullptr ? total->min : toll.min; !smaller && !toll.names_one()) found->low = std::min(found->low.value_or(least), least);
      found->weighed = found->weighed || !smaller;
      for (const Origin& o : t.origins) found->voices.insert(o.key);
      add_ref(found->claims, t);
      found->earliest = std::min(found->earliest, t.doc->published);
      found->latest = std::max(found->latest, t.doc->published);
    }
  }
  // "Dozens" says nothing lower than 41, nor is it how many there were.
  const auto outdone = [](const std::vector<Value>& values, const Value& v) {
    return !v.max && std::any_of(values.begin(), values.end(), [&](const Value& other) { return other.weighed && v.holds_of(other); });
  };
  const auto lowest = [&](const std::vector<Value>& values) {
    std::optional<std::int64_t> low;
    for (const Value& v : values)
      if (v.low && !outdone(values, v)) low = std::min(low.value_or(*v.low), *v.low);
    return low.value_or(values.front().min);
  };
  std::vector<EventCount> counts;
  for (auto& entry : all) {
    auto& values = entry.second;
    // Whoever is named is one of those that a number counts.
    const auto numbered = std::remove_if(values.begin(), values.end(), [](const Value& v) { return v.named; });
    if (numbered != values.begin()) values.erase(numbered, values.end());
    EventCount count;
    count.what = entry.first;
    count.low = lowest(values);
    std::int64_t closed = 0, open = 0;
    for (const Value& v : values) (v.max ? closed : open) = std::max(v.max ? closed : open, v.max.value_or(v.min));
    // "At least four" leaves open what nobody else settles.
    if (closed >= open) count.high = closed;
    auto rank = [&](const Value& v) { return std::make_tuple(v.weighed, !outdone(values, v), v.voices.size(), v.claims.size(), std::string_view(v.latest), v.min); };
    count.best = std::max_element(values.begin(), values.end(), [&](const Value& x, const Value& y) { return rank(x) < rank(y); })->min;
    std::sort(values.begin(), values.end(), [](const Value& x, const Value& y) {
      return std::make_tuple(x.min, x.max.value_or(INT64_MAX)) < std::make_tuple(y.min, y.max.value_or(INT64_MAX));
    });
    bool rivals = false;
    for (std::size_t i = 1; i < values.size(); ++i) {
      const Value &less = values[i - 1], &more = values[i];
      if (!less.max || *less.max >= more.min || tell_apart(less.side, more.side)) continue;
      (grew(less.latest, more.earliest) ? count.rising : rivals) = true;
    }
    count.rising = count.rising && !rivals;
    for (Value& v : values) {
      const bool loose = std::any_of(values.begin(), values.end(), [&](const Value& other) { return v.holds_of(other); });
      count.values.push_back({v.min, v.max, std::move(v.claims), std::move(v.said), loose, std::move(v.whom)});
    }
    counts.push_back(std::move(count));
  }
  return counts;
}

std::vector<EventVoice> voices_of(const std::vector<Told>& told) {
  std::vector<EventVoice> voices;
  std::map<std::string_view, std::size_t> index;
  for (const Told& t : told)
    for (const Origin& o : t.origins) {
      const auto [at, fresh] = index.emplace(o.key, voices.size());
      if (fresh) {
        voices.push_back({o.id, o.name, {}, {}, {}, {}, {}});
        if (o.entity != nullptr) {
          EventVoice& v = voices.back();
          v.sort = o.entity->voice;
          v.sector = o.entity->sector;
          v.country = o.entity->country;
          v.parent = o.entity->parent;
        }
      }
      add_ref(voices[at->second].claims, t);
    }
  return voices;
}

/// The voices as a reader hears them: a publisher's report counts once for each origin that it has.
std::uint32_t tellers_of(const std::vector<Told>& told) {
  std::set<std::pair<std::string, std::string_view>> tellers;
  for (const Told& t : told) {
    const Annotation& a = *t.doc;
    for (const Origin& o : t.origins) tellers.emplace(a.outlet.empty() ? "document:" + a.id : utf8::fold(a.outlet), o.key);
  }
  return static_cast<std::uint32_t>(tellers.size());
}

/// Of the origins, how many neither speak for another of them nor belong with it to one body.
std::uint32_t independent_of(const std::vector<EventVoice>& voices) {
  std::set<std::string_view> bodies;
  std::uint32_t alone = 0;
  for (const EventVoice& v : voices) {
    if (!v.parent.empty()) bodies.insert(v.parent);
    else if (!v.id.empty()) bodies.insert(v.id);
    else ++alone;
  }
  return alone + static_cast<std::uint32_t>(bodies.size());
}

std::vector<EventCopy> copies_of(const std::vector<Told>& told) {
  std::vector<EventCopy> copies;
  auto publisher = [](const auto& document) { return document.outlet.empty() ? document.id : document.outlet; };
  for (const Told& t : told) {
    const Annotation& a = *t.doc;
    const Home& home = t.home;
    EventCopy copy{a.id, {}, publisher(a), {}, 0, CopyBasis::credit};
    if (home.copy != nullptr) {
      copy.of = home.copy->of;
      copy.share = home.copy->share;
      copy.basis = home.copy->basis;
      copy.whom = publisher(*home.from);
    } else if (home.credit != nullptr && home.credit->document == a.id) {
      copy.whom = home.credit->name;
    } else {
      continue;
    }
    const bool there = std::any_of(copies.begin(), copies.end(), [&](const EventCopy& c) { return c.document == copy.document && c.of == copy.of; });
    if (!there) copies.push_back(std::move(copy));
  }
  return copies;
}

/// Long enough that two writers would not have used the same number of bytes, in the same places, by chance.
constexpr std::uint32_t kTellingLength = 60;

bool verbatim(const Told& a, const Told& b) {
  const Claim &x = *a.claim, &y = *b.claim;
  if (a.doc == b.doc || x.kind != y.kind) return false;
  if (!a.doc->sha256.empty() && a.doc->sha256 == b.doc->sha256) return x.span == y.span && x.trigger == y.trigger;
  if (!x.attribution.empty() || !y.attribution.empty() || x.span.size() < kTellingLength || x.span.size() != y.span.size()) return false;
  auto same = [&](Span p, Span q) { return p.begin - x.span.begin == q.begin - y.span.begin && p.size() == q.size(); };
  if (!same(x.trigger, y.trigger) || x.actors.size() != y.actors.size() || x.places.size() != y.places.size() || x.counts.size() != y.counts.size()) return false;
  for (std::size_t i = 0; i < x.actors.size(); ++i)
    if (!x.actors[i].span.empty() && !y.actors[i].span.empty() && !same(x.actors[i].span, y.actors[i].span)) return false;
  return true;
}

}  // namespace

bool told_before(const Item& a, const Item& b) {
  const auto order = [](const Item& i) { return std::make_tuple(i.report->published.empty(), i.report->published, i.doc_rank, i.trigger.begin, i.trigger.end); };
  return order(a) < order(b);
}

std::uint32_t first_told(const std::vector<Item>& items, const Cluster& cluster) {
  return *std::min_element(cluster.members.begin(), cluster.members.end(), [&](std::uint32_t x, std::uint32_t y) { return told_before(items[x], items[y]); });
}

std::string hashed_id(std::string_view key) {
  return "e" + hex(hash64(key));
}

bool part_of_total(const Told& part, const Toll& toll, const std::vector<Told>& told) {
  if (toll.who.empty() && !toll.part && !died_later(*part.item)) return false;
  constexpr std::size_t kAround = 64;  // claims before and after that may hold the whole
  const auto at = static_cast<std::size_t>(&part - told.data());
  const bool later = died_later(*part.item);  // beside those whom the act killed at once, they are a part of all
  // "Killing eight of them, an officer said. A doctor put the dead at ten": of whom they are eight was told before, and the ten are another's word.
  const bool pointed = toll.who == "them" || toll.who == "those" || toll.who == "these";
  const auto another_speaks = [&](const Told& t) { return !t.origins.empty() && !part.origins.empty() && t.origins.front().key != part.origins.front().key; };
  auto holds = [&](const Told& t) {
    return says_it_happened(t) && !(pointed && another_speaks(t)) && std::any_of(t.item->tolls.begin(), t.item->tolls.end(), [&](const Toll& whole) {
      if (later && whole.what == toll.what && !died_later(*t.item)) return true;
      return whole.what == toll.what && whole.min > toll.max.value_or(toll.min) && (toll.part || (whole.who != toll.who && !is_armed(side_of(toll.who)) && !is_armed(side_of(whole.who))));
    });
  };
  for (std::size_t i = at; i-- > 0 && at - i <= kAround && told[i].doc == part.doc;)
    if (holds(told[i])) return true;
  for (std::size_t i = at + 1; i < told.size() && i - at <= kAround && told[i].doc == part.doc; ++i)
    if (holds(told[i])) return true;
  return false;
}

std::vector<Told> tell(const Lineup& lineup, const Cluster& cluster, const RecordOf& record) {
  std::vector<Told> told;
  std::map<std::tuple<std::string_view, std::uint32_t, std::uint32_t>, std::vector<std::size_t>> alike;
  for (auto m : cluster.members) {
    const Item& item = lineup.items()[m];
    const Annotation& doc = record(item.doc_rank);
    Told t{&item, &doc, &doc.claims[item.claim], lineup.corpus().home_of(item.doc_rank, item.span), {}};
    t.origins = lineup.corpus().origins_of(doc, *t.claim, item.doc_rank, t.home);
    auto& before = alike[{item.kind, item.span.size(), item.trigger.begin - item.span.begin}];
    for (auto i : before)
      if (verbatim(told[i], t)) {
        t.origins = told[i].origins;
        break;
      }
    if (before.size() < 8) before.push_back(told.size());
    told.push_back(std::move(t));
  }
  return told;
}

Event aggregate(const std::vector<Item>& items, const Cluster& cluster, const std::vector<Told>& told, const Item& first) {
  Event event;
  event.kind = kind_of(told);
  const auto named = std::find_if(told.begin(), told.end(), [&](const Told& t) { return t.item == &first; });
  event.id = hashed_id((named->doc->sha256.empty() ? "|" + named->doc->id : named->doc->sha256) + "|" + named->claim->id);
  std::map<const Item*, ClaimRef> refs;
  for (const Told& t : told) {
    event.claims.push_back(t.ref());
    if (!cluster.joins.empty()) refs.emplace(t.item, t.ref());
  }
  event.actors = parties_of(told);
  event.place = place_of(told);
  event.time = time_of(told);
  event.counts = counts_of(told);
  event.voices = voices_of(told);
  event.tellers = tellers_of(told);
  event.independent = independent_of(event.voices);
  event.copies = copies_of(told);
  for (const Join& j : cluster.joins) {
    MergeReason why{refs.at(&items[j.a]), refs.at(&items[j.b]), j.score, {}};
    score(items[j.a], items[j.b], &why.reasons);
    if (j.beside) why.reasons.emplace_back("told beside what both reports tell");
    event.why.push_back(std::move(why));
  }
  event.contradictions = contradictions(told);
  return event;
}

}  // namespace deconflict::link
