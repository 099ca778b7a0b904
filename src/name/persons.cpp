#include "name/persons.h"

#include <algorithm>
#include <unordered_set>

#include "base/words.h"

namespace deconflict::name {

namespace {

/// Bearers of one surname that are told apart: more than any report has.
constexpr std::size_t kMostBearers = 32;


bool is_suffix(std::string_view word) { return one_of(word, {"jr", "sr", "ii", "iii", "iv"}); }

std::vector<std::string_view> words_of(std::string_view key) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at <= key.size();) {
    const auto end = std::min(key.find(' ', at), key.size());
    words.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// "j" is "john", "john" is "john".
bool same_word(std::string_view x, std::string_view y) { return x == y || ((x.size() == 1 || y.size() == 1) && x.front() == y.front()); }

/// What begins an Arabic byname or one half of a name ("Abu Marlow", "Abdel Karim").
bool is_kunya(std::string_view word) { return one_of(word, {"abu", "abou", "umm", "um", "oum", "abd", "abdel", "abdul", "abdal"}); }

/// May two names in full with one surname be one person's? Middle names may be left out, but not differ.
bool compatible(std::string_view x, std::string_view y) {
  auto a = words_of(x), b = words_of(y);
  const bool suffixed = is_suffix(a.back()), other = is_suffix(b.back());
  if (suffixed && other && a.back() != b.back()) return false;
  if (suffixed) a.pop_back();
  if (other) b.pop_back();
  if (a.size() > b.size()) std::swap(a, b);
  // "Marlow Petrov", both surnames of "Luis Marlow Petrov"; "Abu Zaneen" is one, that of a family.
  if (std::count_if(a.begin(), a.end(), [](std::string_view w) { return !is_particle(w) && !is_kunya(w); }) > 1 && a.size() < b.size() && std::equal(a.rbegin(), a.rend(), b.rbegin())) return true;
  if (a.empty() || !same_word(a.front(), b.front()) || a.back() != b.back()) return false;
  std::size_t at = 1;
  for (std::size_t i = 1; i + 1 < a.size(); ++i, ++at) {
    while (at + 1 < b.size() && !same_word(a[i], b[at])) ++at;
    if (at + 1 >= b.size()) return false;
  }
  return true;
}

}  // namespace

bool is_particle(std::string_view word) {
  return one_of(word,
                {"al", "el", "bin", "ibn", "bint", "de", "van", "von", "der", "den", "di", "da", "do", "dos", "del", "la", "ad", "as", "ash", "az"});
}

std::string_view surname(std::string_view key) {
  auto at = key.rfind(' ');
  if (at != std::string_view::npos && is_suffix(key.substr(at + 1))) {
    key = key.substr(0, at);
    at = key.rfind(' ');
  }
  return at == std::string_view::npos ? key : key.substr(at + 1);
}

std::string_view bare(std::string_view key, std::string_view text) {
  std::string_view rest = key;
  for (auto at = rest.find(' '); at != std::string_view::npos && is_particle(rest.substr(0, at)); at = rest.find(' ')) {
    if (text.size() <= at || !((text[0] >= 'a' && text[0] <= 'z') || text[at] == '-')) break;
    rest.remove_prefix(at + 1);
    text.remove_prefix(at + 1);
  }
  return rest.find(' ') == std::string_view::npos ? rest : key;
}

void Persons::add(std::string_view key, std::string_view id) {
  auto& bearers = families_[std::string(surname(key))].bearers;
  const bool seen = std::any_of(bearers.begin(), bearers.end(), [&](const Bearer& b) { return b.key == key; });
  if (!seen && bearers.size() < kMostBearers) bearers.push_back({std::string(key), id.empty() ? "n:" + std::string(key) : std::string(id)});
}

void Persons::settle() {
  for (auto& [name, family] : families_) {
    auto& all = family.bearers;
    const std::size_t n = all.size();
    std::vector<bool> fits(n * n);
    for (std::size_t x = 0; x < n; ++x)
      for (std::size_t y = 0; y < n; ++y) fits[x * n + y] = all[x].id == all[y].id || compatible(all[x].key, all[y].key);
    std::vector<std::string> ids;
    for (std::size_t one = 0; one < n; ++one) {
      // Those who may be this one; if two of them cannot be each other, it stands alone.
      bool together = true;
      std::size_t first = n;
      for (std::size_t x = 0; x < n; ++x) {
        if (!fits[one * n + x]) continue;
        if (first == n || (!all[x].id.starts_with("n:") && all[first].id.starts_with("n:"))) first = x;
        for (std::size_t y = 0; y < n; ++y) together = together && (!fits[one * n + y] || fits[x * n + y]);
      }
      ids.push_back(together ? all[first].id : all[one].id);
    }
    for (std::size_t i = 0; i < all.size(); ++i) all[i].id = ids[i];
  }
  join_families();
  for (auto& [name, family] : families_)
    family.one = std::all_of(family.bearers.begin(), family.bearers.end(), [&, &own = family](const Bearer& b) { return b.id == own.bearers.front().id; });
  learn_inner_names();
}

void Persons::join_families() {
  std::unordered_map<std::string, std::vector<Bearer*>> shorter;  // a name less its last word → who bears the whole
  for (auto& [name, family] : families_)
    for (Bearer& b : family.bearers) {
      auto words = words_of(b.key);
      if (is_suffix(words.back())) continue;
      std::size_t end = b.key.size() - words.back().size() - 1;
      for (words.pop_back(); words.size() > 1 && is_particle(words.back()); words.pop_back()) end -= words.back().size() + 1;
      if (words.size() > 1) shorter[b.key.substr(0, end)].push_back(&b);
    }
  for (auto& [name, family] : families_)
    for (Bearer& b : family.bearers) {
      const auto found = shorter.find(b.key);
      if (found == shorter.end() || found->second.size() != 1 || !b.id.starts_with("n:")) continue;
      b.id = found->second.front()->id;
    }
}

void Persons::learn_inner_names() {
  std::unordered_set<std::string_view> given;
  for (const auto& [name, family] : families_)
    for (const Bearer& b : family.bearers) given.insert(words_of(b.key).front());
  for (const auto& [name, family] : families_)
    for (const Bearer& b : family.bearers)
      for (const auto word : inner_names(b.key)) {
        if (given.contains(word)) continue;  // "Karim", the second given name of one and the first of another
        const auto [slot, fresh] = inner_.try_emplace(std::string(word), b.id);
        if (!fresh && slot->second != b.id) slot->second.clear();
      }
}

std::vector<std::string_view> inner_names(std::string_view key) {
  auto words = words_of(key);
  if (!words.empty() && is_suffix(words.back())) words.pop_back();
  if (words.size() < 3) return {};
  words.pop_back();
  words.erase(words.begin());
  if (std::any_of(words.begin(), words.end(), is_kunya)) return {};
  std::erase_if(words, [](std::string_view w) { return is_particle(w) || w.size() < 3; });
  return words;
}

std::string Persons::key_of(std::string_view key, std::string_view text) const {
  const auto found = families_.find(std::string(surname(key)));
  const std::string_view name = bare(key, text);
  if (found == families_.end()) {
    const auto inner = inner_.find(std::string(name));
    return inner == inner_.end() ? "n:" + std::string(name) : inner->second;
  }
  const Family& family = found->second;
  if (name.find(' ') == std::string_view::npos) return family.one ? family.bearers.front().id : "";
  for (const Bearer& b : family.bearers)
    if (b.key == key) return b.id;
  return "n:" + std::string(key);
}

}  // namespace deconflict::name
