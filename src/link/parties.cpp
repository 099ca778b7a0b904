#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/utf8.h"
#include "link/aggregate.h"

namespace deconflict::link {

namespace {

struct Candidate {
  EventActor actor;
  bool named = false;      ///< by a name, not by a description
  bool people = false;     ///< the name of a people alone: "a Ruritanian strike"
  bool civilian = false;
};

/// Do they report what others do, and nothing else?
bool publishes(const Entity& e) {
  constexpr std::array<std::string_view, 4> kSorts = {"agency", "outlet", "party_media", "state_media"};
  return std::find(kSorts.begin(), kSorts.end(), e.voice) != kSorts.end();
}

bool watches(const Entity& e) { return e.voice == "monitor"; }

/// A number, or a word that stands for one who is told elsewhere: "37", "seven", "them".
bool says_nobody(std::string_view folded) {
  constexpr std::array<std::string_view, 40> kWords = {"one",  "two",   "three", "four",    "five",  "six",   "seven",   "eight", "nine", "ten",   "eleven", "twelve", "dozens", "dozen",
                                                       "many", "some",  "several", "others", "other", "all",   "both",    "them",  "they", "him",   "her",    "he",     "she",    "it",
                                                       "us",   "we",    "i",     "you",     "who",   "whom",  "those",   "these", "this", "that",  "which",  "hundreds"};
  if (folded.empty() || std::find(kWords.begin(), kWords.end(), folded) != kWords.end()) return true;
  return std::none_of(folded.begin(), folded.end(), [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

/// Is every word of it but the small ones written with a capital? One such word alone may stand at the start of a sentence.
bool is_name(std::string_view name) {
  int capitals = 0, words = 0;
  for (std::size_t at = 0; at < name.size();) {
    const auto end = std::min(name.find(' ', at), name.size());
    const auto word = name.substr(at, end - at);
    if (word.size() > 3) {
      ++words;
      if (!has_upper(word.substr(0, 1))) return false;
    }
    if (!word.empty() && has_upper(word.substr(0, 1))) ++capitals;
    at = end + 1;
  }
  return capitals > 1 || (words == 1 && std::count_if(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) > 1);
}

/// Does a name hold a word of this people's ("Ruritanian" of "Government of Ruritania")?
bool of_people(std::string_view people, std::string_view name) {
  constexpr std::size_t kStem = 4;
  if (people.size() < kStem) return false;
  const auto at = name.find(people.substr(0, kStem));
  return at != std::string_view::npos && (at == 0 || name[at - 1] == ' ');
}

/// The party that a part of a claim tells; without a name where it tells none.
Candidate read(const Told& told, const ClaimActor& part) {
  Candidate p;
  p.actor.role = part.role;
  if (part.entity && *part.entity < told.doc->entities.size()) {
    const Entity& e = told.doc->entities[*part.entity];
    if (publishes(e) || (watches(e) && told.item->family == Family::violence)) return p;
    const bool known = !e.id.empty() && !e.id.starts_with("doc:");
    const bool thing = e.type == MentionType::FAC || e.type == MentionType::LOC || e.type == MentionType::WEAPON;
    if (thing && !known && part.role == Role::actor) return p;
    if (known) p.actor.id = e.id;
    // Private persons who suffered stand in the article's own words alone; the ledger keeps no list of victims.
    const bool victim = part.role == Role::recipient && e.type == MentionType::PER && !known;
    p.actor.name = victim ? "a person whom the text names" : e.name;
    p.named = known || (e.type != MentionType::PER && is_name(e.name));
  } else {
    // Nobody whom the text names: the words that were counted, if any, tell who it was.
    for (auto i : told.claim->counts)
      if (i < told.doc->counts.size() && told.doc->counts[i].span.overlaps(part.span)) p.actor.name = told.doc->counts[i].who;
    if (part.role == Role::actor && has_upper(part.head)) {
      p.actor.name = part.head;
      p.people = true;
    }
  }
  p.civilian = !p.named && side_of(utf8::fold(p.actor.name)) == Side::civilian;
  return p;
}

/// Keeps the parties of one role that say most. The first is the one told most.
void choose(std::vector<Candidate>& parties, Role role) {
  constexpr int kMostDescribed = 2;
  constexpr std::size_t kHardlyTold = 8;  // one claim in so many of the one told most: misread more often than not
  std::vector<std::string> names;
  std::size_t most = 0;
  for (const Candidate& p : parties) {
    if (p.actor.role != role || !p.named) continue;
    names.push_back(utf8::fold(p.actor.name));
    most = std::max(most, p.actor.claims.size());
  }
  int described = 0;
  std::erase_if(parties, [&](const Candidate& p) {
    if (p.actor.role != role) return false;
    if (p.named) return p.actor.claims.size() * kHardlyTold <= most;
    const auto folded = utf8::fold(p.actor.name);
    if (p.people) return std::any_of(names.begin(), names.end(), [&](const std::string& n) { return of_people(folded, n); });
    // Civilians are a party beside those who are named.
    if (!names.empty() && !p.civilian) return true;
    return ++described > (names.empty() ? kMostDescribed : 1);
  });
}

}  // namespace

std::vector<EventActor> parties_of(const std::vector<Told>& told) {
  std::vector<Candidate> parties;
  std::map<std::pair<Role, std::string>, std::size_t> index;
  const bool happened = std::any_of(told.begin(), told.end(), says_it_happened);
  for (const Told& t : told) {
    // Whoever is said not to have done it is no doer of what others tell as done.
    if (happened && t.item->modality == Modality::denied) continue;
    for (const ClaimActor& part : t.claim->actors) {
      Candidate p = read(t, part);
      const auto folded = utf8::fold(p.actor.name);
      if (says_nobody(folded)) continue;
      const auto [at, fresh] = index.emplace(std::make_pair(p.actor.role, p.actor.id.empty() ? "=" + folded : p.actor.id), parties.size());
      if (fresh) parties.push_back(std::move(p));
      auto& claims = parties[at->second].actor.claims;
      if (const ClaimRef ref = t.ref(); claims.empty() || claims.back() != ref) claims.push_back(ref);
    }
  }
  const auto rank = [](const Candidate& p) { return std::make_tuple(p.actor.role, !p.named, -static_cast<std::int64_t>(p.actor.claims.size())); };
  std::stable_sort(parties.begin(), parties.end(), [&](const Candidate& x, const Candidate& y) { return rank(x) < rank(y); });
  for (const Role role : {Role::actor, Role::recipient}) choose(parties, role);
  std::vector<EventActor> actors;
  actors.reserve(parties.size());
  for (Candidate& p : parties) actors.push_back(std::move(p.actor));
  return actors;
}

}  // namespace deconflict::link
