#include "link/corpus.h"

#include "base/utf8.h"
#include "link/link.h"
#include "link/party.h"

namespace deconflict::link {

namespace {

const std::string& text_key(const Imprint& d) { return d.sha256.empty() ? d.id : d.sha256; }

/// "A resident of Kafr Nabl": no name, though a name stands in it.
bool describes(std::string_view name) {
  const std::string_view first = name.substr(0, name.find(' '));
  return first.size() < name.size() && !first.empty() && first.front() >= 'a' && first.front() <= 'z' && first.find('-') == std::string_view::npos;
}

/// Somebody who says so; nullopt for nobody whom the text tells.
std::optional<Origin> speaker(const Annotation& a, const Voice& v, const Imprint& home) {
  if (!v.entity || *v.entity >= a.entities.size()) return std::nullopt;
  const Entity& e = a.entities[*v.entity];
  if (!only_local(e)) return Origin{e.id, e.id, e.name, &e};
  const std::string name = utf8::fold(e.name);
  if (!is_vague(e, name) && !describes(e.name)) return Origin{"name:" + name, "", e.name};
  // "Activists" of one report need not be those of another; a name is a name.
  // "An official" of one outlet is one voice from report to report; of two outlets, two.
  const std::string where = home.outlet.empty() ? text_key(home) : utf8::fold(home.outlet);
  return Origin{"in " + where + ":" + name, "", e.name};
}

}  // namespace

void Outlets::learn(const Annotation& a) {
  for (const Entity& e : a.entities) {
    if (e.voice.empty() || only_local(e) || known_.contains(e.id)) continue;
    const auto& kept = known_.emplace(e.id, e).first->second;
    named_.emplace(utf8::fold(e.name), &kept);
    for (const auto& alias : e.aliases) named_.emplace(utf8::fold(alias), &kept);
  }
}

Origin Outlets::origin(const std::string& outlet) const {
  std::string key = utf8::fold(outlet);
  if (key.starts_with("www.")) key.erase(0, 4);
  auto found = named_.find(key);
  if (found == named_.end() && key.find(' ') == std::string::npos && key.find('.') != std::string::npos) found = named_.find(key.substr(0, key.find('.')));
  if (found != named_.end()) return {found->second->id, found->second->id, found->second->name, found->second};
  return {"outlet:" + key, "", outlet};
}

const Entity* Outlets::of(const std::string& id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : &found->second;
}

void Corpus::learn(const Annotation& a) {
  imprints_.push_back({a.id, a.sha256, a.outlet, a.published, static_cast<std::uint32_t>(imprints_.size())});
  outlets_.learn(a);
}

void Corpus::set_copies(const CopyGraph* graph) {
  if (graph != nullptr) homes_.emplace(*graph, imprints_);
}

Home Corpus::home_of(std::uint32_t rank, Span words) const { return homes_ ? homes_->of(imprints_[rank], words) : Home{&imprints_[rank]}; }

/// The document itself as an origin. Copies of one text are one voice, whoever carries them.
Origin Corpus::text_origin(const Imprint& d) const {
  const auto same_text = [&](std::uint32_t rank) { return rank < imprints_.size() && imprints_[rank].sha256 == d.sha256; };
  const bool copied = !d.sha256.empty() && ((d.rank > 0 && same_text(d.rank - 1)) || same_text(d.rank + 1));
  if (!d.outlet.empty() && !copied) return outlets_.origin(d.outlet);
  return {"text:" + text_key(d), "", d.outlet.empty() ? "(the text itself)" : d.outlet};
}

Origin Corpus::first_teller(const Home& home) const {
  if (home.credit == nullptr) return text_origin(*home.document);
  return {home.credit->voice, home.credit->voice, home.credit->name, outlets_.of(home.credit->voice)};
}

std::vector<Origin> Corpus::origins_of(const Annotation& a, const Claim& c, std::uint32_t rank, const Home& home) const {
  // The innermost link that tells who; beside it those under the same word ("citing state media and the Observatory").
  for (std::size_t i = c.attribution.size(); i-- > 0;) {
    auto last = speaker(a, c.attribution[i], *home.document);
    if (!last) continue;
    std::vector<Origin> found;
    for (std::size_t j = 0; j < i; ++j)
      if (side_by_side(c.attribution[j], c.attribution[i]))
        if (auto beside = speaker(a, c.attribution[j], *home.document); beside && beside->key != last->key) found.push_back(std::move(*beside));
    found.push_back(std::move(*last));
    return found;
  }
  if (!c.attribution.empty()) return {Origin{"unnamed in " + text_key(*home.document), "", "(an unnamed source)"}};
  const bool own = home.copy == nullptr && home.credit == nullptr;
  return {own ? text_origin(imprints_[rank]) : first_teller(home)};
}

}  // namespace deconflict::link
