#include "export/story.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/date.h"
#include "base/hash.h"
#include "export/countries.h"

namespace deconflict::exports {

namespace {

constexpr std::size_t kRecent = 256;  // documents kept: events of one document often follow one another

const Claim* find_claim(const Annotation& a, const std::string& id) {
  const auto found = std::find_if(a.claims.begin(), a.claims.end(), [&](const Claim& c) { return c.id == id; });
  return found == a.claims.end() ? nullptr : &*found;
}

/// Fills sector and country from the first telling that knows them.
void describe(Party& party, const std::vector<Telling>& tellings) {
  for (const Telling& t : tellings) {
    const Annotation& a = t.document->annotation;
    for (const ClaimActor& part : t.claim->actors) {
      if (part.role != party.role || !part.entity || *part.entity >= a.entities.size()) continue;
      const Entity& e = a.entities[*part.entity];
      if (party.id.empty() ? store::name_of_actor(a, part) != party.name : e.id != party.id) continue;
      if (party.sector.empty()) party.sector = e.sector;
      if (party.country.empty()) party.country = e.country;
    }
  }
}


const Claim* main_claim(const Event& e, const std::vector<Telling>& tellings) {
  const Claim* of_kind = nullptr;
  for (const Telling& t : tellings) {
    if (t.claim->kind != e.kind) continue;
    if (is_actual(t.claim->realis)) return t.claim;
    if (of_kind == nullptr) of_kind = t.claim;
  }
  return of_kind;
}

place::PrecisionCodes precision_of(const Event& e, const std::vector<Telling>& tellings) {
  if (!e.place) return {};
  for (const Telling& t : tellings) {
    const Annotation& a = t.document->annotation;
    for (const ClaimPlace& cp : t.claim->places) {
      if (cp.place >= a.places.size()) continue;
      const Place& p = a.places[cp.place];
      const std::string geometry = p.relation ? p.relation->geometry : std::string();
      if (p.name == e.place->name && p.geonameid == e.place->geonameid && geometry == e.place->geometry) return place::precision_codes(a, p);
    }
  }
  return {};
}

std::string day_in_words(const std::string& iso) {
  static constexpr std::array kMonths = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  const auto day = parse_iso_day(iso);
  if (!day) return iso;
  const std::chrono::year_month_day date(*day);
  return std::to_string(static_cast<unsigned>(date.day())) + " " + kMonths[static_cast<unsigned>(date.month()) - 1] + " " + std::to_string(static_cast<int>(date.year()));
}

std::string some(const std::vector<std::string>& items, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < most; ++i) add(out, items[i], i + 1 == items.size() ? " and " : ", ");
  if (items.size() > most) out += " and " + std::to_string(items.size() - most) + " more";
  return out;
}

std::vector<std::string> names_of(const std::vector<Party>& parties) {
  std::vector<std::string> out;
  for (const Party& p : parties) out.push_back(p.name);
  return out;
}

std::string toll_in_words(const EventCount& c) {
  const auto rivals = std::count_if(c.values.begin(), c.values.end(), [](const CountValue& v) { return !v.loose; });
  const auto told = std::find_if(c.values.begin(), c.values.end(), [&](const CountValue& v) { return !v.loose && !v.said.empty() && v.min == c.low && v.max == c.high; });
  if (rivals == 1 && told != c.values.end()) return told->said + " " + c.what;
  std::string number = std::to_string(c.low);
  if (!c.high) number = "at least " + number;
  else if (*c.high != c.low) number += " to " + std::to_string(*c.high);
  return number + " " + c.what;
}

}  // namespace

Result<DocumentPtr> Stories::document(const std::string& id) {
  if (const auto found = index_.find(id); found != index_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }
  auto stored = ledger_.document(id);
  if (!stored) return stored.error();
  recent_.emplace_front(id, DocumentPtr(std::move(*stored)));
  index_[id] = recent_.begin();
  if (recent_.size() > kRecent) {
    index_.erase(recent_.back().first);
    recent_.pop_back();
  }
  return recent_.front().second;
}

Result<Story> Stories::of(store::EventRow&& row) {
  Story story;
  story.row = std::move(row);
  const Event& e = story.event();
  for (const ClaimRef& ref : e.claims) {
    auto found = document(ref.doc);
    if (!found) return found.error();
    if (!*found) continue;
    const Claim* claim = find_claim((*found)->annotation, ref.claim);
    if (claim != nullptr) story.tellings.push_back({*found, claim});
    if (std::find(story.documents.begin(), story.documents.end(), *found) == story.documents.end()) story.documents.push_back(*found);
  }
  std::sort(story.documents.begin(), story.documents.end(), [](const DocumentPtr& x, const DocumentPtr& y) { return x->document->id < y->document->id; });
  for (const EventActor& a : e.actors) {
    Party party{a.role, a.id, a.name, {}, {}};
    describe(party, story.tellings);
    (a.role == Role::actor ? story.actors : story.recipients).push_back(std::move(party));
  }
  story.main = main_claim(e, story.tellings);
  story.precision = precision_of(e, story.tellings);
  if (rule_) {
    auto tolls = ledger_.tolls(e, *rule_);
    if (!tolls) return tolls.error();
    story.tolls = std::move(*tolls);
  }
  return story;
}

bool happened(const store::EventRow& row) { return std::any_of(row.realis.begin(), row.realis.end(), is_actual); }

std::int64_t number_of(const std::string& event_id) {
  char* end = nullptr;
  std::uint64_t value = event_id.size() == 17 && event_id[0] == 'e' ? std::strtoull(event_id.c_str() + 1, &end, 16) : 0;
  if (end == nullptr || *end != '\0') value = hash64(event_id);
  return static_cast<std::int64_t>(value & INT64_MAX);
}

std::string kind_in_words(const Event& event) {
  std::string kind = event.kind;
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return kind;
}

Cell second_order_division(const std::optional<EventPlace>& place) {
  // "20 km north of" a town may be beyond the border of its district.
  return place && place->geometry.empty() ? words(place->admin2) : Cell();
}

std::string full_name(const EventPlace& place) {
  std::string out = place.name;
  if (place.admin1 != place.name) add(out, place.admin1, ", ");
  const Country* country = find_country(place.country);
  if (country != nullptr && country->name != place.name) add(out, country->name, ", ");
  return out;
}

std::string sentence(const Story& story) {
  const Event& e = story.event();
  std::string out = e.time.begin.empty() ? "Day not told" : day_in_words(e.time.begin);
  if (e.time.end != e.time.begin && !e.time.end.empty()) out += " to " + day_in_words(e.time.end);
  out += ": " + kind_in_words(e);
  if (!story.actors.empty()) out += " by " + some(names_of(story.actors), 3);
  if (!story.recipients.empty()) out += (story.actors.empty() ? " of " : " against ") + some(names_of(story.recipients), 3);
  if (e.place) out += " at " + full_name(*e.place);
  std::string tolls;
  for (const EventCount& c : e.counts) add(tolls, toll_in_words(c), ", ");
  if (!tolls.empty()) out += "; " + tolls;
  std::vector<std::string> voices;
  for (const EventVoice& v : e.voices) voices.push_back(v.name);
  if (!voices.empty()) out += "; according to " + some(voices, 5);
  for (const Contradiction& c : e.contradictions) {
    std::string values;
    for (const RivalValue& v : c.values) add(values, v.value + (v.voices.empty() ? "" : " (" + some(v.voices, 3) + ")"), " or ");
    out += "; they differ on " + c.field + ": " + values;
  }
  return out + ".";
}

const store::TollRow* find_toll(const std::vector<store::TollRow>& rows, std::string_view what, std::string_view who) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const store::TollRow& r) { return r.what == what && (who.empty() || r.who == who); });
  return found == rows.end() ? nullptr : &*found;
}

std::string names(const std::vector<Party>& parties) {
  return listed(parties, [](const Party& p) { return p.name; });
}

int days_of(const Event& event) {
  const auto begin = parse_iso_day(event.time.begin);
  if (!begin) return 0;
  const auto end = parse_iso_day(event.time.end);
  return end && *end > *begin ? static_cast<int>((*end - *begin).count()) + 1 : 1;
}

}  // namespace deconflict::exports
