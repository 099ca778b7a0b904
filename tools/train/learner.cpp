#include "learner.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace deconflict::train {

namespace {

constexpr double kSmallest = 0.04;  ///< weights below it tell nothing

/// 0 marks a free slot.
std::uint64_t key_of(std::uint64_t feature) { return feature == 0 ? 1 : feature; }

}  // namespace

const std::vector<Learner::Entry>* Learner::find(std::uint64_t key) const {
  const auto mask = slots_.size() - 1;
  for (std::size_t at = (key >> 17) & mask;; at = (at + 1) & mask) {
    if (slots_[at].key == key) return &lists_[slots_[at].list];
    if (slots_[at].key == 0) return nullptr;
  }
}

std::vector<Learner::Entry>& Learner::obtain(std::uint64_t key) {
  if (lists_.size() * 2 > slots_.size()) grow();
  const auto mask = slots_.size() - 1;
  std::size_t at = (key >> 17) & mask;
  for (; slots_[at].key != 0; at = (at + 1) & mask)
    if (slots_[at].key == key) return lists_[slots_[at].list];
  slots_[at] = {key, static_cast<std::uint32_t>(lists_.size())};
  return lists_.emplace_back();
}

void Learner::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const auto mask = slots_.size() - 1;
  for (const Slot& s : old) {
    if (s.key == 0) continue;
    std::size_t at = (s.key >> 17) & mask;
    while (slots_[at].key != 0) at = (at + 1) & mask;
    slots_[at] = s;
  }
}

void Learner::score(const std::uint64_t* features, std::size_t count, std::int32_t* scores) const {
  const auto mask = slots_.size() - 1;
  for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(&slots_[(key_of(features[i]) >> 17) & mask]);
  for (std::size_t i = 0; i < count; ++i)
    if (const auto* list = find(key_of(features[i])))
      for (const Entry& e : *list) scores[e.label] += e.weight;
}

void Learner::change(std::vector<Entry>& list, std::uint32_t label, std::int32_t by) {
  for (Entry& e : list)
    if (e.label == label) {
      e.total += e.weight * static_cast<std::int64_t>(steps_ - e.since);
      e.since = steps_;
      e.weight += by;
      return;
    }
  list.push_back({label, by, 0, steps_});
}

void Learner::update(const std::uint64_t* features, std::size_t count, std::uint32_t right, std::uint32_t wrong) {
  for (std::size_t i = 0; i < count; ++i) {
    auto& list = obtain(key_of(features[i]));
    change(list, right, 1);
    change(list, wrong, -1);
  }
}

void Learner::meet(const std::uint64_t* features, std::size_t count) {
  met_.resize(lists_.size());
  for (std::size_t i = 0; i < count; ++i)
    if (const auto* list = find(key_of(features[i]))) ++met_[static_cast<std::size_t>(list - lists_.data())];
}

void Learner::settle() {
  for (auto& list : lists_)
    for (Entry& e : list) e.weight = static_cast<std::int32_t>(std::lround(average(e) * 64));
}

Learner::Packed Learner::pack(std::size_t most_features) const {
  struct Feature {
    std::uint64_t key;
    double largest;
  };
  std::vector<Feature> features;
  double largest_of_all = 1e-9;
  for (const Slot& s : slots_) {
    if (s.key == 0) continue;
    double largest = 0;
    for (const Entry& e : lists_[s.list]) {
      const double w = std::abs(average(e));
      largest = std::max(largest, w);
      largest_of_all = std::max(largest_of_all, w);
    }
    const auto met = s.list < met_.size() ? met_[s.list] : 1U;
    if (met >= 2) features.push_back({s.key, largest * std::sqrt(static_cast<double>(std::min(met, 100U)))});
  }
  Packed out;
  out.all_features = lists_.size();
  const auto by_size = [](const Feature& a, const Feature& b) { return a.largest != b.largest ? a.largest > b.largest : a.key < b.key; };
  std::sort(features.begin(), features.end(), by_size);
  if (features.size() > most_features) features.resize(most_features);
  const double scale = 127.0 * 127.0 / largest_of_all;
  struct PackedSlot {
    std::uint32_t check = 0, entry = 0;
  };
  std::vector<PackedSlot> table(std::bit_ceil(features.size() * 3 / 2 + 2));
  const auto mask = static_cast<std::uint32_t>(table.size() - 1);
  for (const Feature& f : features) {
    std::string entries;
    for (const Entry& e : *find(f.key)) {
      const double w = average(e);
      const auto root = std::lround(std::sqrt(std::abs(w) * scale));
      if (std::abs(w) < kSmallest || root == 0) continue;
      entries += static_cast<char>(e.label);
      entries += static_cast<char>(w < 0 ? -root : root);
    }
    if (entries.empty()) continue;
    const auto check = static_cast<std::uint32_t>(f.key >> 32) | 1U;
    auto at = static_cast<std::uint32_t>(f.key) & mask;
    while (table[at].check != 0) at = (at + 1) & mask;
    table[at] = {check, static_cast<std::uint32_t>(out.entries.size() / 2)};
    out.entries += static_cast<char>(entries.size() / 2);
    out.entries += '\0';
    out.entries += entries;
    out.features += 1;
    out.weights += entries.size() / 2;
  }
  out.slots.resize(table.size() * sizeof(PackedSlot));
  std::memcpy(out.slots.data(), table.data(), out.slots.size());
  return out;
}

}  // namespace deconflict::train
