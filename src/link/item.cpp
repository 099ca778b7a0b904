#include "link/item.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <unordered_set>

#include "base/date.h"
#include "base/hash.h"
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

/// "XXXX-07", "XXXX-05-03T09:00"
bool yearless(std::string_view value, Days& days) {
  const auto two = [&](std::size_t at) {
    const bool digits = value.size() >= at + 2 && value[at] >= '0' && value[at] <= '9' && value[at + 1] >= '0' && value[at + 1] <= '9';
    return digits ? (value[at] - '0') * 10 + (value[at + 1] - '0') : 0;
  };
  constexpr std::size_t kMonth = 5, kDay = 8;
  if (!value.starts_with("XXXX-") || two(kMonth) == 0 || two(kMonth) > 12) return false;
  days.basis = Days::Basis::yearless;
  days.month = two(kMonth);
  days.day = value.size() > kDay && value[kDay - 1] == '-' ? two(kDay) : 0;
  return true;
}

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
    } else if (yearless(value, days)) {
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

Party party_of(const Entity& e, Pool& pool) {
  Party p;
  p.name = pool.folded(e.name);
  p.shown = e.name;
  if (!only_local(e)) p.id = e.id;
  p.parent = e.parent;
  p.country = e.country;
  p.state = is_state(e);
  p.vague = is_vague(e, p.name);
  return p;
}

/// "An Israeli strike": whose it was, by the name of a people alone. It is said of an army, a government and a settler alike.
Party people_party(std::string_view name, Pool& pool) {
  Party p;
  p.name = pool.folded(name);
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

/// The places that a report can be set in, by where they stand: resolved, and no country. Where nothing is told to be at the one that
/// stands first, it is a dateline ("BEIRUT –"): where somebody sat who wrote.
std::vector<const Place*> settings_of(const Annotation& a) {
  constexpr std::uint32_t kDateline = 40;  // bytes
  std::unordered_set<std::int64_t> at;
  std::unordered_set<std::string_view> called;
  for (const Claim& c : a.claims)
    for (const ClaimPlace& p : c.places) {
      if (p.place >= a.places.size() || c.background) continue;
      if (a.places[p.place].geonameid) at.insert(*a.places[p.place].geonameid);
      called.insert(a.places[p.place].name);
    }
  std::vector<const Place*> places;
  for (const Place& p : a.places)
    if (sets_the_scene(p) && (p.span.begin >= kDateline || (p.geonameid && at.contains(*p.geonameid)) || called.contains(p.name))) places.push_back(&p);
  std::stable_sort(places.begin(), places.end(), [](const Place* x, const Place* y) { return x->span < y->span; });
  return places;
}

std::optional<Spot> setting_of(const std::vector<const Place*>& settings, const Claim& c, Pool& pool) {
  if (settings.empty()) return std::nullopt;
  const auto after = std::upper_bound(settings.begin(), settings.end(), c.span.end, [](std::uint32_t at, const Place* p) { return at < p->span.begin; });
  constexpr std::uint32_t kSoon = 800;  // bytes: a report's first place, if it comes soon
  if (after == settings.begin() && settings.front()->span.begin > c.span.end + kSoon) return std::nullopt;
  const Place* p = after == settings.begin() ? settings.front() : *(after - 1);
  return Spot{pool.site(*p), p->span};
}

std::vector<std::string_view> people_of(const Annotation& a, Pool& pool) {
  std::vector<std::string_view> people;
  for (const Entity& e : a.entities) {
    if (e.type != MentionType::PER || !has_upper(e.name)) continue;
    const auto name = pool.folded(e.name);
    people.push_back(name.substr(name.find_last_of(" -") + 1));
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

std::vector<std::pair<std::string_view, std::int64_t>> numbers_of(const Annotation& a, Pool& pool) {
  std::vector<std::pair<std::string_view, std::int64_t>> numbers;
  for (const Count& n : a.counts)
    if (n.max == n.min) numbers.emplace_back(pool.keep(n.what), n.min);
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

/// What somebody did to somebody, by which others come to harm.
bool is_deed(const Item& item) { return (item.family == Family::violence || item.family == Family::protest) && item.kind != "harm" && item.kind != "peaceful_protest" && item.kind != "strike_boycott"; }

/// Harm belongs to the deed that its sentence tells of, or else the sentence before: those whom stones hit are no victims of another attack of that day.
void put_harm_with_its_deed(std::vector<Item>& items, std::size_t first) {
  for (std::size_t i = first; i < items.size(); ++i) {
    Item& harm = items[i];
    if (harm.kind != "harm" && harm.kind != "destruction") continue;
    std::array<int, 2> unrest{}, violence{};  // deeds of the sentence, and of the one before
    std::array<Means, 2> means{};
    std::array<bool, 2> several{};
    // Claims stand in the order of their text.
    std::size_t from = i, to = i + 1;
    while (from > first && items[from - 1].sentence + 1 >= harm.sentence) --from;
    while (to < items.size() && items[to].sentence <= harm.sentence) ++to;
    for (std::size_t k = from; k < to; ++k) {
      const Item& deed = items[k];
      if (k == i || !is_deed(deed)) continue;
      const auto back = harm.sentence - deed.sentence;
      ++(deed.family == Family::protest ? unrest : violence)[back];
      if (deed.means == Means::untold) continue;
      several[back] = several[back] || (means[back] != Means::untold && means[back] != deed.means);
      means[back] = deed.means;
    }
    const std::size_t told = unrest[0] + violence[0] > 0 ? 0 : 1;
    if (harm.kind == "harm" && unrest[told] > 0 && violence[told] == 0) harm.family = Family::protest;
    if (harm.means == Means::untold && !several[told]) harm.means = means[told];
  }
}

/// Does a report tell of acts at places far from each other? One place read wrong does not make it so.
bool roams(const std::vector<Item>& items, std::size_t first) {
  constexpr double kFar_km = 60;
  constexpr int kSeveral = 2;
  const Site* one = nullptr;
  int far = 0;
  for (std::size_t i = first; i < items.size(); ++i) {
    if (items[i].family != Family::violence || items[i].background) continue;
    const auto own = std::find_if(items[i].places.begin(), items[i].places.end(), [&](const Spot& s) {
      return s.place->lat && s.place->lon && s.place->precision <= Precision::district && items[i].span.contains(s.span);
    });
    if (own == items[i].places.end()) continue;
    if (one == nullptr) one = own->place;
    far += distance_km(*one->lat, *one->lon, *own->place->lat, *own->place->lon) > kFar_km ? 1 : 0;
  }
  return far >= kSeveral;
}

/// The day on which a claim is news.
std::optional<int> news_day(const Item& item) {
  if (item.days.dated()) return item.days.end;
  return item.report->day;
}

/// How many of the days around a place has something told of it, besides the day itself and its neighbours.
void mark_busy_places(std::vector<Item>& items) {
  constexpr int kAround = 14, kItself = 3;
  std::unordered_map<std::string_view, std::vector<int>> days;
  std::map<std::pair<double, double>, std::vector<int>> days_at;  // a street that is known by its town's point alone is as busy as the town
  for (const Item& item : items)
    if (const auto day = news_day(item))
      for (const Spot& s : item.places) {
        days[s.place->key].push_back(*day);
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
      if (const auto found = days.find(s.place->key); found != days.end()) s.busy = others(found->second);
      if (s.place->lat && s.place->lon)
        if (const auto found = days_at.find({*s.place->lat, *s.place->lon}); found != days_at.end()) s.busy = std::max(s.busy, others(found->second));
      if (!is_wide(s)) item.busy = std::max(item.busy, s.busy);
    };
    for (Spot& s : item.places) mark(s);
    if (item.setting) mark(*item.setting);
  }
}

}  // namespace

bool only_local(const Entity& e) { return e.id.empty() || e.id.starts_with("doc:"); }

bool is_vague(const Entity& e, std::string_view folded) { return vague_names().contains(folded) || (only_local(e) && !has_upper(e.name)); }

bool sets_the_scene(const Place& p) { return p.use == PlaceUse::literal && p.lat && p.lon && p.precision <= Precision::admin1; }

bool has_upper(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool side_by_side(const Voice& a, const Voice& b) {
  return !a.cue.empty() && a.cue == b.cue && (a.span.begin < a.cue.begin) == (b.span.begin < b.cue.begin);
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

std::vector<const Annotation*> sorted(const std::vector<const Annotation*>& records) {
  auto docs = records;
  std::stable_sort(docs.begin(), docs.end(), [](const Annotation* x, const Annotation* y) { 
    return std::tie(x->sha256, x->id, x->published, x->outlet) < std::tie(y->sha256, y->id, y->published, y->outlet);
   });
  auto same = [](const Annotation* x, const Annotation* y) { return x->id == y->id && x->sha256 == y->sha256 && x->published == y->published && x->outlet == y->outlet; };
  docs.erase(std::unique(docs.begin(), docs.end(), same), docs.end());
  return docs;
}

Lineup::Lineup(const std::vector<const Annotation*>& records, Wholes wholes, const CopyGraph* copies) : wholes_(std::move(wholes)) {
  const auto docs = sorted(records);
  for (const Annotation* a : docs) learn(*a);
  set_copies(copies);
  for (const Annotation* a : docs) add(*a);
  finish();
}

Item Lineup::item_of(const Annotation& a, const Claim& c, const std::vector<Party>& parties) {
  Item item;
  item.doc_rank = added_;
  item.claim = static_cast<std::uint32_t>(&c - a.claims.data());
  item.kind = pool_.keep(c.kind);
  item.span = c.span;
  item.trigger = c.trigger;
  item.time_span = c.time.span;
  const auto after = std::upper_bound(a.sentences.begin(), a.sentences.end(), c.trigger.begin, [](std::uint32_t at, const Sentence& s) { return at < s.span.begin; });
  // Without sentences, 160 bytes stand for one.
  item.sentence = a.sentences.empty() ? c.trigger.begin / 160 : static_cast<std::uint32_t>(after - a.sentences.begin());
  item.entry = c.mention.item;
  item.realis = c.realis;
  item.family = family_of(c.kind);
  item.means = means_of(c.kind, c.mention.means);
  item.modality = modality_of(c.realis);
  item.mentioned = c.mention.as;
  item.background = c.background;
  item.voiced = !c.attribution.empty();
  item.noun = c.mention.noun;
  item.campaign = c.mention.campaign;
  item.many = c.mention.many;
  item.lemma = pool_.keep(c.mention.lemma);
  item.site = pool_.keep(c.mention.site);
  item.mention_begin = c.mention.span.begin;
  item.days = days_of_claim(a, c);
  std::vector<Spot> places;
  for (PlaceRole role : {PlaceRole::at, PlaceRole::near, PlaceRole::to, PlaceRole::from})
    for (const ClaimPlace& p : c.places)
      if (p.role == role && p.place < a.places.size() && places.size() < kMaxParts) places.push_back({pool_.site(a.places[p.place]), a.places[p.place].span});
  item.places = pool_.list(places);
  std::vector<Part> parts;
  std::vector<const Party*> actors, recipients;
  std::vector<std::string_view> names_struck, things_struck;
  for (const ClaimActor& p : c.actors) {
    const bool own = c.span.contains(p.span);
    if (p.entity) parts.push_back({*p.entity, p.role, own});
    if (!own) continue;  // taken from another claim, it is no evidence that the two are one
    if (p.role == Role::recipient && !says_nothing(p.head)) {
      const bool person = p.entity && *p.entity < a.entities.size() && a.entities[*p.entity].type == MentionType::PER && has_upper(a.entities[*p.entity].name);
      auto& struck = person ? names_struck : things_struck;
      if (struck.size() < kMaxParts) struck.push_back(pool_.folded(p.head));
    }
    // A people's adjective alone ("an Israeli strike") tells no two strikes of one war apart, nor makes them one.
    const bool of_people = p.role == Role::actor && has_upper(p.head);
    if (of_people && actors.size() < kMaxParts) actors.push_back(pool_.party(people_party(p.head, pool_)));
    if (of_people || !p.entity || *p.entity >= parties.size()) continue;
    auto& side = p.role == Role::actor ? actors : recipients;
    if (side.size() < kMaxParts) side.push_back(pool_.party(on_days(parties[*p.entity], item.days, wholes_)));
  }
  item.parts = pool_.list(parts);
  item.actors = pool_.list(actors);
  item.recipients = pool_.list(recipients);
  item.names_struck = pool_.list(names_struck);
  item.things_struck = pool_.list(things_struck);
  item.tolls = pool_.list(tolls_of(a, c, pool_));
  item.origin = hash64(corpus_.origins_of(a, c, added_, corpus_.home_of(added_, c.span)).front().key);
  return item;
}

void Lineup::add(const Annotation& a) {
  const Imprint& imprint = corpus_.imprint(added_);
  if (!a.claims.empty()) {
    reports_.push_back({imprint.sha256, imprint.published, parse_day(a.published), pool_.list(people_of(a, pool_)), pool_.list(numbers_of(a, pool_))});
    std::vector<Party> parties;
    parties.reserve(a.entities.size());
    for (const Entity& e : a.entities) parties.push_back(party_of(e, pool_));
    const auto settings = settings_of(a);
    const std::size_t first = items_.size();
    std::unordered_map<std::string_view, double> at;
    for (const Claim& c : a.claims) {
      Item item = item_of(a, c, parties);
      item.report = &reports_.back();
      if (std::all_of(item.places.begin(), item.places.end(), is_wide) && !c.background) item.setting = setting_of(settings, c, pool_);
      for (const Spot& s : item.places) at[s.place->key] += 1;
      items_.push_back(item);
    }
    for (std::size_t i = first; i < items_.size(); ++i)
      for (Spot& s : items_[i].places) s.share = std::min(1.0, at[s.place->key] / static_cast<double>(a.claims.size()));
    put_harm_with_its_deed(items_, first);
    mark_lead(items_, first);
    reports_.back().roams = roams(items_, first);
    reports_.back().battle = std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(first), items_.end(), [](const Item& i) { return i.kind == "armed_clash" && !i.background; });
  }
  ++added_;
}

void Lineup::finish() { mark_busy_places(items_); }

std::string_view country_of(const Item& item) {
  for (const Spot& s : item.places)
    if (!s.place->country.empty()) return s.place->country;
  return item.setting ? item.setting->place->country : std::string_view();
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
  static constexpr std::string_view kArticles[] = {"al", "el", "ad", "ar", "as", "ash", "at", "az", "ath", "adh"};
  const std::string folded = utf8::fold(name);
  std::string_view rest = folded;
  if (const auto end = rest.find_first_of(" -"); end != std::string_view::npos && end + 1 < rest.size() && std::find(std::begin(kArticles), std::end(kArticles), rest.substr(0, end)) != std::end(kArticles))
    rest.remove_prefix(end + 1);
  std::string key;
  for (char c : rest)
    if (c != ' ' && c != '-' && c != '\'') key += c;
  return key;
}

}  // namespace deconflict::link
