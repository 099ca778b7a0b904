#include "name/lexicon.h"

#include <algorithm>

#include "base/utf8.h"

namespace deconflict::name {

namespace {

constexpr std::string_view kNounNames[] = {
    "force", "materiel", "government", "police", "ministry", "parliament", "court", "spies", "statemedia", "rebels", "fighters", "opposition", "coalition", "body", "people",
    "apart", "modifier", "ethnic", "folk", "link", "prefix", "weapon", "title", "office", "orghead", "orgstart", "facility", "given", "speaker", "says", "acts", "governs", "deed", "forcedeed", "with", "placestart", "notname"};

Error bad(const KnowledgeRecord& r, const KnowledgeLine& line, const std::string& code, std::string message) {
  return Error{"knowledge." + code, r.where(line.line), std::move(message)};
}

/// Takes a trailing "(word)" mark off a name.
bool take_mark(std::string& name, std::string_view mark) {
  const std::string tail = " (" + std::string(mark) + ")";
  if (!name.ends_with(tail)) return false;
  name.resize(name.size() - tail.size());
  return true;
}

bool is_article(std::string_view key) { return key == "al" || key == "el" || key == "an" || key == "the" || key == "ash" || key == "ad" || key == "ul" || key == "e" || key == "i"; }

}  // namespace

std::optional<Noun> noun_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kNounNames); ++i)
    if (kNounNames[i] == name) return static_cast<Noun>(i);
  return std::nullopt;
}

std::uint32_t Lexicon::word_id(std::string_view key) const {
  const auto* found = words_.find(key);
  return found == nullptr ? 0 : *found;
}

void Lexicon::look_up(std::string_view text, std::vector<Word>& words) const {
  std::string key;
  for (Word& w : words) {
    word_key(w.span.of(text), key);
    w.id = word_id(key);
  }
}

std::uint32_t Lexicon::next(std::uint32_t node, std::uint32_t word) const {
  const auto found = edges_.find(static_cast<std::uint64_t>(node) << 32 | word);
  return found == edges_.end() ? 0 : found->second;
}

void Lexicon::add_name(std::string_view name, Sense sense) {
  std::vector<Word> words;
  scan(name, {0, static_cast<std::uint32_t>(name.size())}, words);
  if (words.empty()) return;
  std::string key;
  std::uint32_t node = 0;
  std::size_t contents = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    word_key(words[i].span.of(name), key);
    const auto fresh = static_cast<std::uint32_t>(words_.size() + 1);
    const std::uint32_t id = *words_.try_emplace(key, fresh).first;
    if (words[i].upper && !is_article(key) && i < 32) {
      // Of a long name the last words may stand in small letters ("Popular Mobilization forces").
      if (contents < 2) sense.uppers |= 1u << i;
      ++contents;
    }
    if (i == 0) {
      if (roots_.size() <= id) roots_.resize(id + 1, 0);
      if (roots_[id] == 0) {
        roots_[id] = static_cast<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
      }
      node = roots_[id];
    } else {
      nodes_[node].inner = true;
      auto [edge, added] = edges_.try_emplace(static_cast<std::uint64_t>(node) << 32 | id, static_cast<std::uint32_t>(nodes_.size()));
      node = edge->second;
      if (added) nodes_.emplace_back();
    }
  }
  // An acronym must stand in capitals: "IS", "WHO", "U.S.".
  sense.caps = words.size() == 1 && words[0].caps && words[0].span.size() <= 7;
  auto& senses = nodes_[node].senses;
  for (const Sense& s : senses)
    if (s.kind == sense.kind && s.index == sense.index && s.uppers == sense.uppers) return;
  senses.push_back(sense);
}

Result<void> Lexicon::read_country(const KnowledgeRecord& r) {
  const auto index = static_cast<std::uint32_t>(countries_.size());
  Country c;
  c.code = r.lines.front().value;
  if (c.code.size() != 2 || !country_ids_.try_emplace(c.code, index).second) return bad(r, r.lines.front(), "country", "this country has no two-letter code or stands twice");
  for (const auto& line : r.lines) {
    if (line.key == "name") {
      c.name = line.value;
      add_name(c.name, {.kind = Sense::country, .index = index});
    } else if (line.key == "phrase") {
      c.phrase = line.value;
    } else if (line.key == "aka") {
      for (const auto& name : split_list(line.value)) add_name(name, {.kind = Sense::country, .index = index});
    } else if (line.key == "capital") {
      for (const auto& name : split_list(line.value)) add_name(name, {.kind = Sense::capital, .index = index});
    } else if (line.key == "demonym") {
      for (const auto& name : split_list(line.value)) {
        if (c.adjective.empty()) c.adjective = name;
        add_name(name, {.kind = Sense::demonym, .index = index, .plural = name != c.adjective && name.back() == 's'});
      }
    } else if (line.key != "country") {
      return bad(r, line, "key", "a country has no '" + line.key + "'");
    }
  }
  if (c.name.empty()) return bad(r, r.lines.front(), "name", "this country has no name");
  if (c.phrase.empty()) c.phrase = c.name;
  countries_.push_back(std::move(c));
  return {};
}

Result<void> Lexicon::read_actor(const KnowledgeRecord& r, bool voice) {
  const auto index = static_cast<std::uint32_t>(known_.size());
  Names::Known k;
  k.id = (voice ? "voice/" : "actor/") + r.lines.front().value;
  k.where = r.where();
  k.type = MentionType::ORG;
  std::vector<std::string> when, countries;
  if (!ids_.try_emplace(k.id, index).second) return bad(r, r.lines.front(), "id", "the id '" + k.id + "' stands twice");
  if (voice) k.sector = "MED";
  auto active = read_active(r);
  if (!active) return active.error();
  for (const auto& line : r.lines) {
    if (is_name_key(line.key)) {
      auto names = read_names(r, line);
      if (!names) return names.error();
      for (Dated& name : *names) take_name(line.key, std::move(name), active->period, k);
    } else if (line.key == "type") {
      const auto type = parse_name<MentionType>(line.value);
      if (!type) return bad(r, line, "type", "'" + line.value + "' is no type of mention");
      k.type = *type;
    } else if (line.key == "sector") {
      k.sector = line.value;
    } else if (line.key == "kind") {
      k.voice = line.value;
      if (line.value == "monitor") k.sector = "NGO";
      if (line.value == "ministry") k.sector = "GOV";
    } else if (line.key == "country") {
      countries = split_list(line.value, ' ');
      k.country = countries.front();
    } else if (line.key == "when") {
      when = split_list(line.value, ' ');
    } else if (line.key == "parent") {
      k.parent = line.value;
    } else if (line.key == "is") {
      const auto parts = split_list(line.value, ' ');
      if (parts.size() != 2 || !stands_for_.try_emplace(parts[0] + "-" + parts[1], index).second)
        return bad(r, line, "is", "'is' names a key and a country that no other entry stands for: \"is mil SY\"");
    } else if (line.key == "source") {
      k.source = line.value;
    } else if (line.key != "note" && line.key != "actor" && line.key != "voice" && !is_history_key(line.key)) {
      return bad(r, line, "key", "an actor or voice has no '" + line.key + "'");
    }
  }
  if (k.name.empty()) return bad(r, r.lines.front(), "name", "this entry has no name");
  // The countries are resolved in `finish`, when all files are read.
  countries.insert(countries.end(), 1, "|");
  countries.insert(countries.end(), when.begin(), when.end());
  pending_when_.push_back(std::move(countries));
  known_.push_back(std::move(k));
  return {};
}

void Lexicon::take_name(std::string_view key, Dated name, const Period& active, Names::Known& k) {
  Sense sense{.kind = Sense::known, .index = static_cast<std::uint32_t>(known_.size()), .loose = key == "loose"};
  sense.shared = take_mark(name.value, "shared");
  if (name.period.from.empty()) name.period.from = active.from;
  if (name.period.until.empty()) name.period.until = active.until;
  if (name.period.dated()) {
    sense.period = static_cast<std::uint32_t>(periods_.size());
    periods_.push_back(std::move(name.period));
  }
  add_name(name.value, sense);
  if (key == "name") k.name = name.value;
  else if (!sense.loose && name.value != k.name) k.aliases.push_back(std::move(name.value));
}

Result<void> Lexicon::read_noun(const KnowledgeRecord& r) {
  const auto noun = noun_named(r.lines.front().value);
  if (!noun) return bad(r, r.lines.front(), "noun", "there is no class of nouns '" + r.lines.front().value + "'");
  const auto index = static_cast<std::uint32_t>(nouns_.size());
  NounEntry n;
  n.noun = *noun;
  n.where = r.where();
  for (const auto& line : r.lines) {
    if (line.key == "key") n.key = line.value;
    else if (line.key == "entity") n.entity = line.value;
    else if (line.key == "parent") n.parent = line.value;
    else if (line.key == "sector") n.sector = line.value;
    else if (line.key == "voice") n.voice = line.value;
    else if (line.key == "type") {
      const auto type = parse_name<MentionType>(line.value);
      if (!type) return bad(r, line, "type", "'" + line.value + "' is no type of mention");
      n.type = *type;
    } else if (line.key == "words") {
      for (const auto& word : split_list(line.value)) add_name(word, {.kind = Sense::noun, .index = index});
    } else if (line.key != "noun") {
      return bad(r, line, "key", "a noun has no '" + line.key + "'");
    }
  }
  nouns_.push_back(std::move(n));
  return {};
}

Result<void> Lexicon::read(const std::vector<KnowledgeRecord>& records) {
  constexpr std::size_t kNames = 16384;
  words_.reserve(kNames);
  edges_.reserve(kNames);
  nodes_.reserve(kNames);
  for (const auto& r : records) {
    Result<void> done;
    if (r.sort() == "actor") done = read_actor(r, false);
    else if (r.sort() == "voice") done = read_actor(r, true);
    else if (r.sort() == "country") done = read_country(r);
    else if (r.sort() == "noun") done = read_noun(r);
    if (!done) return done;
  }
  return {};
}

Result<void> Lexicon::finish() {
  for (const auto& n : nouns_) {
    const auto at = std::find(keys_.begin(), keys_.end(), n.key);
    noun_key_.push_back(n.key.empty() ? kNone : static_cast<std::uint32_t>(at - keys_.begin()));
    if (!n.key.empty() && at == keys_.end()) keys_.push_back(n.key);
  }
  composed_.assign(keys_.size() * countries_.size(), kNone);
  const std::size_t listed = known_.size();
  for (std::size_t i = 0; i < nouns_.size(); ++i) {
    const NounEntry& n = nouns_[i];
    if (n.entity.empty()) continue;
    for (std::uint32_t c = 0; c < countries_.size(); ++c) {
      std::uint32_t& slot = composed_[noun_key_[i] * countries_.size() + c];
      if (slot != kNone) continue;
      if (const auto* stands = stands_for_.find(n.key + "-" + countries_[c].code)) {
        slot = *stands;
        continue;
      }
      Names::Known k;
      const std::string code = utf8::lower(countries_[c].code);
      k.id = "actor/" + n.key + "-" + code;
      k.name = n.entity;
      if (const auto at = k.name.find('%'); at != std::string::npos) k.name.replace(at, 1, countries_[c].phrase);
      k.country = countries_[c].code;
      k.sector = n.sector;
      k.voice = n.voice;
      if (!n.parent.empty()) k.parent = "actor/" + n.parent + "-" + code;
      k.type = n.type;
      k.where = n.where;
      slot = static_cast<std::uint32_t>(known_.size());
      ids_.try_emplace(k.id, slot);
      known_.push_back(std::move(k));
    }
  }
  known_countries_.resize(known_.size());
  when_.resize(known_.size());
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (i >= listed) {
      known_countries_[i].push_back(country_index(known_[i].country));
      continue;
    }
    bool after = false;
    for (const auto& code : pending_when_[i]) {
      if (code == "|") {
        after = true;
        continue;
      }
      const auto c = country_index(code);
      if (c == kNone) return Error{"knowledge.country", known_[i].where, "there is no country '" + code + "'"};
      (after ? when_ : known_countries_)[i].push_back(c);
    }
    if (!known_[i].parent.empty() && by_id(known_[i].parent) == kNone)
      return Error{"knowledge.parent", known_[i].where, "its parent '" + known_[i].parent + "' is not in the knowledge"};
  }
  pending_when_.clear();
  // A name that two entries bear must say so in both, or neither can be told from the other.
  for (const Node& node : nodes_) {
    const Sense* seen = nullptr;
    for (const Sense& s : node.senses) {
      if (s.kind != Sense::known || s.loose) continue;
      if (seen != nullptr && seen->index != s.index && !(seen->shared && s.shared) && seen->caps == s.caps)
        return Error{"knowledge.alias", known_[s.index].where, "it shares a name with " + known_[seen->index].id + " (" + known_[seen->index].where + "): mark both \"(shared)\""};
      seen = &s;
    }
  }
  return {};
}

std::uint32_t Lexicon::composed(std::uint32_t noun, std::uint32_t country) const {
  if (noun_key_[noun] == kNone || country == kNone) return kNone;
  return composed_[noun_key_[noun] * countries_.size() + country];
}

std::uint32_t Lexicon::composed(std::string_view key, std::uint32_t country) const {
  const auto at = std::find(keys_.begin(), keys_.end(), key);
  if (at == keys_.end() || country == kNone) return kNone;
  return composed_[static_cast<std::size_t>(at - keys_.begin()) * countries_.size() + country];
}

std::uint32_t Lexicon::country_index(std::string_view code) const {
  const auto* found = country_ids_.find(code);
  return found == nullptr ? kNone : *found;
}

std::uint32_t Lexicon::by_id(std::string_view id) const {
  const auto* found = ids_.find(id);
  return found == nullptr ? kNone : *found;
}

}  // namespace deconflict::name
