#include <algorithm>

#include "link/item.h"

namespace deconflict::link {

namespace {

/// Drops the items that are not to be kept; → the new index of each.
template <class T>
std::vector<std::uint32_t> thin(std::vector<T>& items, const std::vector<bool>& keep) {
  std::vector<std::uint32_t> index(items.size());
  std::vector<T> kept;
  kept.reserve(static_cast<std::size_t>(std::count(keep.begin(), keep.end(), true)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    index[i] = static_cast<std::uint32_t>(kept.size());
    if (keep[i]) kept.push_back(std::move(items[i]));
  }
  items = std::move(kept);
  return index;
}

void thin_entities(Annotation& a) {
  std::vector<bool> keep(a.entities.size());
  for (std::size_t i = 0; i < keep.size(); ++i) {
    Entity& e = a.entities[i];
    // Publishers and people are looked for by name.
    keep[i] = !e.voice.empty() || (e.type == MentionType::PER && has_upper(e.name));
    if (e.voice.empty()) e.aliases = {};
  }
  const auto mark = [&](Index entity) {
    if (entity && *entity < keep.size()) keep[*entity] = true;
  };
  for (const Claim& c : a.claims) {
    for (const auto& actor : c.actors) mark(actor.entity);
    for (const auto& voice : c.attribution) mark(voice.entity);
  }
  const auto index = thin(a.entities, keep);
  const auto move = [&](Index& entity) {
    if (entity) entity = *entity < index.size() ? Index(index[*entity]) : std::nullopt;
  };
  for (Claim& c : a.claims) {
    for (auto& actor : c.actors) move(actor.entity);
    for (auto& voice : c.attribution) move(voice.entity);
  }
}

void thin_places(Annotation& a) {
  std::vector<bool> keep(a.places.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = sets_the_scene(a.places[i]);
  for (const Claim& c : a.claims)
    for (const auto& p : c.places)
      if (p.place < keep.size()) keep[p.place] = true;
  const auto index = thin(a.places, keep);
  for (Place& p : a.places)
    if (p.relation) p.relation->of = {};
  for (Claim& c : a.claims) {
    c.places.erase(std::remove_if(c.places.begin(), c.places.end(), [&](const ClaimPlace& p) { return p.place >= index.size(); }), c.places.end());
    for (auto& p : c.places) p.place = index[p.place];
  }
}

}  // namespace

void keep_what_links(Annotation& a) {
  a.mentions = {};
  a.tokens = {};
  a.times = {};
  a.attributions = {};
  a.boilerplate = {};
  a.title = {};
  a.url = {};
  for (auto& s : a.sentences) s.first_token = s.last_token = 0;
  for (Claim& c : a.claims) {
    c.why = {};
    c.plover_event = c.plover_mode = c.cameo = c.acled_event = c.acled_sub_event = std::string();
  }
  thin_entities(a);
  thin_places(a);
  // What grew while it was read is cut to its size.
  for (Claim& c : a.claims) {
    c.actors.shrink_to_fit();
    c.places.shrink_to_fit();
    c.counts.shrink_to_fit();
    c.weapons.shrink_to_fit();
    c.attribution.shrink_to_fit();
  }
  a.claims.shrink_to_fit();
  a.sentences.shrink_to_fit();
  a.counts.shrink_to_fit();
}

}  // namespace deconflict::link
