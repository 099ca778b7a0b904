#pragma once
#include <algorithm>
#include <deque>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "link/party.h"

namespace deconflict::link {

/// What the claims of a corpus have in common, kept once: words, places and parties come again in every other report. What it
/// gives lives as long as it does.
class Pool {
 public:
  std::string_view keep(std::string_view text);
  std::string_view folded(std::string_view text);
  const Site* site(const Place& place);
  const Party* party(Party party);
  /// A list of its own size: most are of one or two.
  template <class T>
  std::span<T> list(const std::vector<T>& items) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (items.empty()) return {};
    T* at = static_cast<T*>(arena_.allocate(items.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), at);
    return {at, items.size()};
  }

 private:
  std::pmr::monotonic_buffer_resource arena_;
  std::unordered_set<std::string_view> words_;
  std::unordered_map<std::string_view, std::string_view> folded_, place_keys_;
  std::deque<Site> sites_;
  std::deque<Party> parties_;
  std::unordered_map<std::string, const Site*> site_of_;
  std::unordered_map<std::string, const Party*> party_of_;
};

}  // namespace deconflict::link
