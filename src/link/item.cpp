#include "link/item.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <unordered_set>

#include "base/date.h"
#include "base/utf8.h"
#include "link/link.h"
#include "time/time.h"

namespace deconflict::link {

namespace {

int day_number(Day day) { return static_cast<int>(day.time_since_epoch().count()); }

std::optional<int> parse_day(std::string_view text) {
  const auto day = parse_iso_day(text.substr(0, 10));
  if (!day || (text.size() > 10 && text[10] != 'T')) return std::nullopt;
  return day_number(*day);
}

/// Reports follow what they tell by some days; how many an undated claim may lie before its publication.
constexpr int kReportDelay = 3;

Days days_of_claim(const Annotation& a, const Claim& c) {
  Days days;
  const std::string& value = c.time.value;
  if (!value.empty()) {
    days.basis = c.time.basis == TimeBasis::published ? Days::Basis::published : Days::Basis::text;
    if (const auto day = parse_day(value)) {
      days.begin = days.end = *day;
    } else if (const auto range = time::days_of(value)) {
      const auto begin = parse_day(range->begin), end = parse_day(range->end);
      if (!begin || !end) return {};
      days.begin = *begin;
      days.end = *end;
    } else if (value.starts_with("XXXX-WXX-") && value.size() > 9 && value[9] >= '1' && value[9] <= '7') {
      days.basis = Days::Basis::weekday;
      days.weekday = value[9] - '0';
      return days;
    } else {
      return {};
    }
    if (days.basis == Days::Basis::published) days.begin -= kReportDelay;
    return days;
  }
  const auto published = parse_day(a.published);
  if (!published || c.background) return {};
  days.basis = Days::Basis::published;
  days.begin = *published - kReportDelay;
  days.end = *published;
  return days;
}

const std::unordered_set<std::string_view>& vague_names() {
  static const std::unordered_set<std::string_view> kNames = {
      "militants", "militant",  "gunmen",    "gunman",    "rebels",   "rebel",     "fighters",        "terrorists",     "terrorist", "insurgents",
      "forces",    "troops",    "soldiers",  "civilians", "people",   "residents", "opposition",      "rebel forces",   "attackers", "assailants",
      "locals",    "activists", "officials", "police",    "children", "women",     "security forces", "government forces"};
  return kNames;
}

bool is_state(const Entity& e) {
  static constexpr std::string_view kSectors[] = {"GOV", "MIL", "COP", "SPY", "JUD"};
  return !e.country.empty() && (e.type == MentionType::GOV || e.type == MentionType::LOC || std::find(std::begin(kSectors), std::end(kSectors), e.sector) != std::end(kSectors));
}

Party party_of(const Entity& e, Folded& folded) {
  Party p;
  const bool local = e.id.empty() || e.id.starts_with("doc:");
  p.name = folded.of(e.name);
  p.shown = e.name;
  if (!local) p.id = e.id;
  p.parent = e.parent;
  p.country = e.country;
  p.state = is_state(e);
  p.vague = vague_names().contains(p.name) || (local && !has_upper(e.name));
  return p;
}

/// "An Israeli strike": whose it was, by the name of a people alone. It is said of an army, a government and a settler alike.
Party people_party(std::string_view name, Folded& folded) {
  Party p;
  p.name = folded.of(name);
  p.shown = name;
  p.vague = true;
  return p;
}

/// The party as it stood on the days of a claim.
Party on_days(Party p, const Days& days, const Wholes& wholes) {
  if (p.id.empty() || !wholes) return p;
  const auto day = [&](int number) { return days.dated() ? format_iso_day(Day{std::chrono::days{number}}) : std::string(); };
  p.wholes = wholes(p.id, day(days.begin), day(days.end));
  std::sort(p.wholes.begin(), p.wholes.end());
  return p;
}

/// Words that may stand for any victim.
bool says_nothing(std::string_view head) {
  static const std::unordered_set<std::string_view> kWords = {"person", "people", "man",  "woman",  "other", "victim",   "body", "member", "one",  "number",   "individual", "civilian", "dead",
                                                              "child",  "total",  "dozen", "group", "they",  "casualty", "life", "target", "area", "resident", "some",       "all",      "more"};
  return head.empty() || kWords.contains(head) || (head[0] >= '0' && head[0] <= '9');
}

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

void add_tolls(const Annotation& a, const Claim& c, Folded& folded, std::vector<Toll>& out) {
  struct Part {
    const Count* count;
    std::string_view who;
  };
  std::vector<std::string_view> whats;
  std::vector<Part> parts;
  for (auto i : c.counts) {
    if (i >= a.counts.size() || parts.size() > 16) continue;
    const Count& n = a.counts[i];
    if (n.cumulative) continue;
    parts.push_back({&n, folded.of(n.who)});
    if (std::find(whats.begin(), whats.end(), n.what) == whats.end()) whats.push_back(n.what);
  }
  for (auto what : whats) {
    std::vector<Part> same;
    for (const Part& p : parts)
      if (p.count->what == what) same.push_back(p);
    const auto largest = std::max_element(same.begin(), same.end(), [](const Part& x, const Part& y) { return x.count->min < y.count->min; });
    Toll toll{what, largest->count->min, largest->count->max, largest->who};
    std::int64_t rest = 0;
    bool open = !largest->count->max.has_value(), sorts = same.size() > 1;
    for (const Part& p : same) {
      if (p.count == largest->count) continue;
      rest += p.count->min;
      open = open || !p.count->max;
      if (p.who == largest->who || p.who.empty() || p.count->span == largest->count->span) sorts = false;
    }
    // "Four soldiers and two civilians" add up; "six people, two of them children" do not.
    const bool whole = counts_everybody(largest->who) && largest->count->min >= rest &&
                       std::any_of(same.begin(), same.end(), [&](const Part& p) { return p.count != largest->count && (counts_a_part(p.who) || counts_everybody(largest->who)); });
    const bool civilians_and_armed = std::any_of(same.begin(), same.end(), [&](const Part& p) {
      return side_of(p.who) != Side::unknown && side_of(largest->who) != Side::unknown && side_of(p.who) != side_of(largest->who);
    });
    if (sorts && (!whole || civilians_and_armed)) {
      toll.min += rest;
      toll.max = open ? std::nullopt : std::optional<std::int64_t>(*largest->count->max);
      if (toll.max)
        for (const Part& p : same)
          if (p.count != largest->count) *toll.max += *p.count->max;
      toll.who = {};
    }
    out.push_back(toll);
  }
}

/// Names of agencies and outlets → id, from what all documents know.
class Outlets {
 public:
  void learn(const Annotation& a) {
    for (const Entity& e : a.entities) {
      if (e.voice.empty() || e.id.empty() || e.id.starts_with("doc:") || !seen_.insert(e.id).second) continue;
      ids_.emplace(utf8::fold(e.name), &e);
      for (const auto& alias : e.aliases) ids_.emplace(utf8::fold(alias), &e);
    }
  }
  Origin origin(const std::string& outlet) const {
    std::string key = utf8::fold(outlet);
    if (key.starts_with("www.")) key.erase(0, 4);
    auto found = ids_.find(key);
    if (found == ids_.end() && key.find(' ') == std::string::npos && key.find('.') != std::string::npos) found = ids_.find(key.substr(0, key.find('.')));
    if (found != ids_.end()) return {found->second->id, found->second->id, found->second->name, found->second};
    return {"outlet:" + key, "", outlet};
  }

 private:
  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, const Entity*> ids_;
};

/// The places that a report can be set in, by where they stand: resolved, and no country.
std::vector<const Place*> settings_of(const Annotation& a) {
  std::vector<const Place*> places;
  for (const Place& p : a.places)
    if (sets_the_scene(p)) places.push_back(&p);
  std::stable_sort(places.begin(), places.end(), [](const Place* x, const Place* y) { return x->span < y->span; });
  return places;
}

std::optional<Spot> setting_of(const std::vector<const Place*>& settings, const Claim& c, Folded& folded) {
  if (settings.empty()) return std::nullopt;
  const auto after = std::upper_bound(settings.begin(), settings.end(), c.span.end, [](std::uint32_t at, const Place* p) { return at < p->span.begin; });
  constexpr std::uint32_t kSoon = 800;  // bytes: a report's first place, if it comes soon
  if (after == settings.begin() && settings.front()->span.begin > c.span.end + kSoon) return std::nullopt;
  const Place* p = after == settings.begin() ? settings.front() : *(after - 1);
  return Spot{p, folded.place(p->name), 0};
}

People people_of(const Annotation& a, Folded& folded) {
  People people;
  for (const Entity& e : a.entities) {
    if (e.type != MentionType::PER || !has_upper(e.name)) continue;
    const auto name = folded.of(e.name);
    people.push_back(name.substr(name.find_last_of(" -") + 1));
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Numbers numbers_of(const Annotation& a) {
  Numbers numbers;
  for (const Count& n : a.counts)
    if (n.max == n.min) numbers.emplace_back(n.what, n.min);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// Sentences that make claims, from the first, that tell what a report is about.
constexpr std::size_t kLeadSentences = 3;

void mark_lead(std::vector<Item>& items, std::size_t first) {
  std::vector<std::uint32_t> sentences;
  for (std::size_t i = first; i < items.size(); ++i) sentences.push_back(items[i].sentence);
  std::sort(sentences.begin(), sentences.end());
  sentences.erase(std::unique(sentences.begin(), sentences.end()), sentences.end());
  const auto last = sentences[std::min(sentences.size(), kLeadSentences) - 1];
  for (std::size_t i = first; i < items.size(); ++i) items[i].lead = items[i].sentence <= last;
}

/// Does a report tell of acts at places far from each other? One place read wrong does not make it so.
void mark_roaming(std::vector<Item>& items, std::size_t first) {
  constexpr double kFar_km = 60;
  constexpr int kSeveral = 2;
  const Place* one = nullptr;
  int far = 0;
  for (std::size_t i = first; i < items.size(); ++i) {
    if (items[i].family != Family::violence || items[i].claim->background) continue;
    const auto own = std::find_if(items[i].places.begin(), items[i].places.end(), [&](const Spot& s) {
      return s.place->lat && s.place->lon && s.place->precision <= Precision::district && items[i].claim->span.contains(s.place->span);
    });
    if (own == items[i].places.end()) continue;
    if (one == nullptr) one = own->place;
    far += distance_km(*one->lat, *one->lon, *own->place->lat, *own->place->lon) > kFar_km ? 1 : 0;
  }
  for (std::size_t i = first; i < items.size(); ++i) items[i].roams = far >= kSeveral;
}

/// The day on which a claim is news.
std::optional<int> news_day(const Item& item) {
  if (item.days.dated()) return item.days.end;
  return item.published;
}

/// How many of the days around a place has something told of it, besides the day itself and its neighbours.
void mark_busy_places(std::vector<Item>& items) {
  constexpr int kAround = 14, kItself = 3;
  std::unordered_map<std::string_view, std::vector<int>> days;
  std::map<std::pair<double, double>, std::vector<int>> days_at;  // a street that is known by its town's point alone is as busy as the town
  for (const Item& item : items)
    if (const auto day = news_day(item))
      for (const Spot& s : item.places) {
        days[s.key].push_back(*day);
        if (s.place->lat && s.place->lon) days_at[{*s.place->lat, *s.place->lon}].push_back(*day);
      }
  const auto in_order = [](std::vector<int>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  for (auto& [key, list] : days) in_order(list);
  for (auto& [point, list] : days_at) in_order(list);
  auto between = [](const std::vector<int>& list, int begin, int end) {
    return std::upper_bound(list.begin(), list.end(), end) - std::lower_bound(list.begin(), list.end(), begin);
  };
  for (Item& item : items) {
    const auto day = news_day(item);
    if (!day) continue;
    auto mark = [&](Spot& s) {
      const auto others = [&](const std::vector<int>& list) {
        return static_cast<double>(between(list, *day - kAround, *day - kItself - 1) + between(list, *day + kItself + 1, *day + kAround)) / (2 * (kAround - kItself));
      };
      if (const auto found = days.find(s.key); found != days.end()) s.busy = others(found->second);
      if (s.place->lat && s.place->lon)
        if (const auto found = days_at.find({*s.place->lat, *s.place->lon}); found != days_at.end()) s.busy = std::max(s.busy, others(found->second));
      if (!is_wide(s)) item.busy = std::max(item.busy, s.busy);
    };
    for (Spot& s : item.places) mark(s);
    if (item.setting) mark(*item.setting);
  }
}

const std::string& text_key(const Annotation& a) { return a.sha256.empty() ? a.id : a.sha256; }

/// The document itself as an origin. Copies of one text are one voice, whoever carries them.
Origin text_origin(const Annotation& a, bool copied, const Outlets& outlets) {
  if (!a.outlet.empty() && !copied) return outlets.origin(a.outlet);
  return {"text:" + text_key(a), "", a.outlet.empty() ? "(the text itself)" : a.outlet};
}

/// The publisher that a text is credited to; `by`: the document that credits it, or nullptr.
Origin credited(const Credit& credit, const Annotation* by) {
  Origin origin{credit.voice, credit.voice, credit.name};
  if (by == nullptr) return origin;
  for (const Entity& e : by->entities)
    if (e.id == credit.voice) origin.entity = &e;
  return origin;
}

/// self: the origin of what the text says in its own words; home: the document whose words they were first
std::vector<Origin> origins_of(const Annotation& a, const Claim& c, const std::vector<Party>& parties, const Origin& self, const Annotation& home) {
  auto origin = [&](const Voice& v) -> std::optional<Origin> {
    if (!v.entity || *v.entity >= a.entities.size()) return std::nullopt;
    const Entity& e = a.entities[*v.entity];
    const Party& p = parties[*v.entity];
    if (!p.id.empty()) return Origin{e.id, e.id, e.name, &e};
    // "Activists" of one report need not be those of another; a name is a name.
    // "An official" of one outlet is one voice from report to report; of two outlets, two.
    const std::string where = home.outlet.empty() ? text_key(home) : utf8::fold(home.outlet);
    return Origin{p.vague ? "in " + where + ":" + std::string(p.name) : "name:" + std::string(p.name), "", e.name};
  };
  // The innermost link that tells who; beside it those under the same word ("citing state media and the Observatory").
  for (std::size_t i = c.attribution.size(); i-- > 0;) {
    const auto last = origin(c.attribution[i]);
    if (!last) continue;
    std::vector<Origin> found;
    for (std::size_t j = 0; j < i; ++j)
      if (side_by_side(c.attribution[j], c.attribution[i]))
        if (auto beside = origin(c.attribution[j]); beside && beside->key != last->key) found.push_back(std::move(*beside));
    found.push_back(*last);
    return found;
  }
  if (c.attribution.empty()) return {self};
  return {Origin{"unnamed in " + text_key(home), "", "(an unnamed source)"}};
}

}  // namespace

bool sets_the_scene(const Place& p) { return p.use == PlaceUse::literal && p.lat && p.lon && p.precision <= Precision::admin1; }

bool has_upper(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool side_by_side(const Voice& a, const Voice& b) {
  return !a.cue.empty() && a.cue == b.cue && (a.span.begin < a.cue.begin) == (b.span.begin < b.cue.begin);
}

std::string_view Folded::of(std::string_view text) {
  if (text.empty()) return {};
  auto found = known_.find(std::string(text));
  if (found == known_.end()) found = known_.emplace(std::string(text), utf8::fold(text)).first;
  return found->second;
}

std::string_view Folded::place(std::string_view name) {
  auto found = places_.find(std::string(name));
  if (found == places_.end()) found = places_.emplace(std::string(name), place_key(name)).first;
  return found->second;
}

namespace {

/// Is `b` a body that `a` belonged to?
bool in_whole(const Party& a, const Party& b) {
  return !b.id.empty() && (b.id == a.parent || std::binary_search(a.wholes.begin(), a.wholes.end(), b.id));
}

}  // namespace

double likeness(const Party& a, const Party& b) {
  if (!a.id.empty() && a.id == b.id) return 1;
  if (a.name == b.name) return a.vague ? 0.3 : 1;
  if (a.vague || b.vague) return 0;
  if (in_whole(a, b) || in_whole(b, a)) return 0.6;
  if (!a.parent.empty() && a.parent == b.parent) return 0.4;
  if (a.state && b.state && a.country == b.country) return 0.5;
  return -1;
}

Side side_of(std::string_view who) {
  Side side = Side::unknown;
  any_word(who, [&](std::string_view w) {
    if (starts_with_any(w, {"civilian", "child", "wom", "resident", "villager", "journalist", "medic", "doctor", "student", "girl", "boy"})) side = Side::civilian;
    if (starts_with_any(w, {"soldier", "fighter", "militant", "rebel", "terrorist", "troop", "insurgent", "gunm", "jihadi", "officer", "police", "marine"})) side = Side::armed;
    return side != Side::unknown;
  });
  return side;
}

std::vector<const Annotation*> sorted(const std::vector<const Annotation*>& records) {
  auto docs = records;
  std::stable_sort(docs.begin(), docs.end(), [](const Annotation* x, const Annotation* y) { 
    return std::tie(x->sha256, x->id, x->published, x->outlet) < std::tie(y->sha256, y->id, y->published, y->outlet);
   });
  auto same = [](const Annotation* x, const Annotation* y) { return x->id == y->id && x->sha256 == y->sha256 && x->published == y->published && x->outlet == y->outlet; };
  docs.erase(std::unique(docs.begin(), docs.end(), same), docs.end());
  return docs;
}

std::vector<Item> make_items(const std::vector<const Annotation*>& docs, Folded& folded, const Wholes& wholes, const CopyGraph* copies) {
  Outlets outlets;
  for (const Annotation* a : docs) outlets.learn(*a);
  const Homes homes(copies, docs);
  const auto copied = [&](std::uint32_t rank) {
    const auto& hash = docs[rank]->sha256;
    return !hash.empty() && ((rank > 0 && docs[rank - 1]->sha256 == hash) || (rank + 1 < docs.size() && docs[rank + 1]->sha256 == hash));
  };
  std::unordered_map<const Annotation*, std::uint32_t> ranks;
  for (std::uint32_t rank = 0; rank < docs.size() && copies != nullptr; ++rank) ranks.emplace(docs[rank], rank);
  std::vector<Origin> selves;
  for (std::uint32_t rank = 0; rank < docs.size(); ++rank) selves.push_back(text_origin(*docs[rank], copied(rank), outlets));
  const auto first_teller = [&](const Home& home) {
    if (home.credit != nullptr) return credited(*home.credit, homes.document(home.credit->document));
    return selves[ranks.at(home.document)];
  };
  std::vector<Item> items;
  for (std::uint32_t rank = 0; rank < docs.size(); ++rank) {
    const Annotation& a = *docs[rank];
    if (a.claims.empty()) continue;
    std::vector<Party> parties;
    parties.reserve(a.entities.size());
    for (std::uint32_t i = 0; i < a.entities.size(); ++i) parties.push_back(party_of(a.entities[i], folded));
    const auto settings = settings_of(a);
    const auto published = parse_day(a.published);
    const auto people = std::make_shared<const People>(people_of(a, folded));
    const auto numbers = std::make_shared<const Numbers>(numbers_of(a));
    for (const Claim& c : a.claims) {
      Item item;
      item.doc = &a;
      item.people = people;
      item.numbers = numbers;
      item.claim = &c;
      item.doc_rank = rank;
      const auto after = std::upper_bound(a.sentences.begin(), a.sentences.end(), c.trigger.begin, [](std::uint32_t at, const Sentence& s) { return at < s.span.begin; });
      // Without sentences, 160 bytes stand for one.
      item.sentence = a.sentences.empty() ? c.trigger.begin / 160 : static_cast<std::uint32_t>(after - a.sentences.begin());
      item.published = published;
      item.family = family_of(c.kind);
      item.modality = modality_of(c.realis);
      item.days = days_of_claim(a, c);
      for (PlaceRole role : {PlaceRole::at, PlaceRole::near, PlaceRole::to, PlaceRole::from})
        for (const ClaimPlace& p : c.places)
          if (p.role == role && p.place < a.places.size() && item.places.size() < kMaxParts) item.places.push_back({&a.places[p.place], folded.place(a.places[p.place].name), 0});
      if (std::all_of(item.places.begin(), item.places.end(), is_wide) && !c.background) item.setting = setting_of(settings, c, folded);
      for (const ClaimActor& p : c.actors) {
        if (!c.span.contains(p.span)) continue;  // taken from another claim, it is no evidence that the two are one
        if (p.role == Role::recipient && !says_nothing(p.head)) {
          const bool person = p.entity && *p.entity < a.entities.size() && a.entities[*p.entity].type == MentionType::PER && has_upper(a.entities[*p.entity].name);
          auto& struck = person ? item.names_struck : item.things_struck;
          if (struck.size() < kMaxParts) struck.push_back(folded.of(p.head));
        }
        // A people's adjective alone ("an Israeli strike") tells no two strikes of one war apart, nor makes them one.
        const bool of_people = p.role == Role::actor && has_upper(p.head);
        if (of_people && item.actors.size() < kMaxParts) item.actors.push_back(people_party(p.head, folded));
        if (of_people || !p.entity || *p.entity >= parties.size()) continue;
        auto& side = p.role == Role::actor ? item.actors : item.recipients;
        if (side.size() < kMaxParts) side.push_back(on_days(parties[*p.entity], item.days, wholes));
      }
      add_tolls(a, c, folded, item.tolls);
      item.home = homes.of(a, c.span);
      const bool own = item.home.copy == nullptr && item.home.credit == nullptr;
      item.origins = origins_of(a, c, parties, own ? selves[rank] : first_teller(item.home), *item.home.document);
      items.push_back(std::move(item));
    }
    const std::size_t first = items.size() - a.claims.size();
    std::unordered_map<std::string_view, double> at;
    for (std::size_t i = first; i < items.size(); ++i)
      for (const Spot& s : items[i].places) at[s.key] += 1;
    for (std::size_t i = first; i < items.size(); ++i)
      for (Spot& s : items[i].places) s.share = std::min(1.0, at[s.key] / static_cast<double>(a.claims.size()));
    mark_lead(items, first);
    mark_roaming(items, first);
  }
  mark_busy_places(items);
  return items;
}

double tolerance_km(Precision precision) {
  switch (precision) {
    case Precision::site: return 3;
    case Precision::settlement: return 8;
    case Precision::district: return 30;
    case Precision::admin1: return 120;
    case Precision::feature: return 150;
    case Precision::country: return 600;
    case Precision::region: return 800;
  }
  return 0;
}

double distance_km(double lat1, double lon1, double lat2, double lon2) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double p = lat1 * kRadians, q = lat2 * kRadians;
  const double dp = std::sin((q - p) / 2), dl = std::sin((lon2 - lon1) * kRadians / 2);
  return 12742 * std::asin(std::sqrt(std::min(1.0, dp * dp + std::cos(p) * std::cos(q) * dl * dl)));
}

std::string place_key(std::string_view name) {
  std::string key;
  for (char c : utf8::fold(name))
    if (c != ' ' && c != '-' && c != '\'') key += c;
  return key;
}

}  // namespace deconflict::link
