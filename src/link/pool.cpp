#include "link/pool.h"

#include <cstring>

#include "base/utf8.h"

namespace deconflict::link {

std::string_view Pool::keep(std::string_view text) {
  if (text.empty()) return {};
  if (const auto found = words_.find(text); found != words_.end()) return *found;
  char* at = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::memcpy(at, text.data(), text.size());
  return *words_.emplace(at, text.size()).first;
}

std::string_view Pool::folded(std::string_view text) {
  if (text.empty()) return {};
  if (const auto found = folded_.find(text); found != folded_.end()) return found->second;
  return folded_.emplace(keep(text), keep(utf8::fold(text))).first->second;
}

const Site* Pool::site(const Place& p) {
  std::string key;
  const auto add = [&](std::string_view part) { key.append(part) += '\0'; };
  add(p.name);
  add(p.geonameid ? std::to_string(*p.geonameid) : std::string());
  for (const auto& degrees : {p.lat, p.lon}) {
    char bytes[sizeof(double)] = {};
    if (degrees) std::memcpy(bytes, &*degrees, sizeof bytes);
    key += degrees ? '1' : '0';
    key.append(bytes, sizeof bytes);
  }
  key += static_cast<char>(p.precision);
  add(p.country);
  add(p.admin1);
  add(p.feature);
  const std::string_view side = p.relation && (p.relation->kind == "direction" || p.relation->kind == "inside") ? std::string_view(p.relation->side) : std::string_view();
  add(side);
  const auto [at, fresh] = site_of_.try_emplace(std::move(key), nullptr);
  if (!fresh) return at->second;
  auto name = place_keys_.find(p.name);
  if (name == place_keys_.end()) name = place_keys_.emplace(keep(p.name), keep(place_key(p.name))).first;
  sites_.push_back({keep(p.name), name->second, keep(p.country), keep(p.admin1), keep(p.feature), keep(side), p.geonameid, p.lat, p.lon, p.precision});
  return at->second = &sites_.back();
}

const Party* Pool::party(Party p) {
  std::string key;
  const auto add = [&](std::string_view part) { key.append(part) += '\0'; };
  for (const auto part : {p.id, p.shown, p.name, p.parent, p.country}) add(part);
  key += static_cast<char>((p.state ? 2 : 0) + (p.vague ? 1 : 0));
  for (const auto& whole : p.wholes) add(whole);
  const auto [at, fresh] = party_of_.try_emplace(std::move(key), nullptr);
  if (!fresh) return at->second;
  for (auto* part : {&p.id, &p.shown, &p.name, &p.parent, &p.country}) *part = keep(*part);
  parties_.push_back(std::move(p));
  return at->second = &parties_.back();
}

}  // namespace deconflict::link
