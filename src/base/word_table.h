#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace deconflict {

/// For tables of words: most are of a few letters, for which a call would take longer than all else. Another on machines of another byte order.
inline std::uint64_t hash_word(std::string_view word) {
  const auto size = word.size();
  if (size > 16) return hash64(word);
  const auto read = [&](std::size_t at, auto number) {
    std::memcpy(&number, word.data() + at, sizeof number);
    return static_cast<std::uint64_t>(number);
  };
  std::uint64_t head = 0, tail = 0;
  if (size >= 8) head = read(0, std::uint64_t{}), tail = read(size - 8, std::uint64_t{});
  else if (size >= 4) head = read(0, std::uint32_t{}), tail = read(size - 4, std::uint32_t{});
  else
    for (const char c : word) head = head << 8 | static_cast<unsigned char>(c);
  std::uint64_t hash = (head ^ size) * 0x9E3779B97F4A7C15ULL;
  hash = (hash ^ hash >> 32 ^ tail) * 0xD6E8FEB86659FD93ULL;
  hash = (hash ^ hash >> 32) * 0xC2B2AE3D27D4EB4FULL;
  return hash ^ hash >> 29;
}

/// Numbers words from 0, in the order in which they come. Nearly all questions are answered by one line of an open-addressed table.
class WordIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// kNone where the word is unknown.
  std::uint32_t find(std::string_view word) const {
    if (slots_.empty()) return kNone;
    const auto hash = hash_word(word);
    for (auto at = hash & mask(); slots_[at].number != kNone; at = (at + 1) & mask())
      if (slots_[at].check == check_of(hash) && words_[slots_[at].number] == word) return slots_[at].number;
    return kNone;
  }
  /// The number of the word, and whether it is new.
  std::pair<std::uint32_t, bool> add(std::string_view word) {
    if (const auto known = find(word); known != kNone) return {known, false};
    const auto number = static_cast<std::uint32_t>(words_.size());
    words_.emplace_back(word);
    if (2 * words_.size() > slots_.size()) grow(words_.size());
    else put(hash_word(word), number);
    return {number, true};
  }
  void reserve(std::size_t words) {
    words_.reserve(words);
    if (2 * words > slots_.size()) grow(words);
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  struct Slot {
    std::uint32_t check = 0, number = kNone;
  };
  std::size_t mask() const { return slots_.size() - 1; }
  static std::uint32_t check_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  void put(std::uint64_t hash, std::uint32_t number) {
    auto at = hash & mask();
    while (slots_[at].number != kNone) at = (at + 1) & mask();
    slots_[at] = {check_of(hash), number};
  }
  /// Makes room for twice as many words, since a table half full is slow.
  void grow(std::size_t words) {
    std::size_t size = 16;
    while (size < 4 * words) size *= 2;
    slots_.assign(size, Slot{});
    for (std::uint32_t i = 0; i < words_.size(); ++i) put(hash_word(words_[i]), i);
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::vector<std::string> words_;
};

class WordSet {
 public:
  bool contains(std::string_view word) const { return index_.find(word) != WordIndex::kNone; }
  void insert(std::string_view word) { index_.add(word); }
  template <class Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) insert(*first);
  }
  bool empty() const { return index_.words().empty(); }
  auto begin() const { return index_.words().begin(); }
  auto end() const { return index_.words().end(); }

 private:
  WordIndex index_;
};

template <class Value>
class WordMap {
 public:
  /// nullptr where the word is unknown. Holds until a word is added.
  const Value* find(std::string_view word) const {
    const auto number = index_.find(word);
    return number == WordIndex::kNone ? nullptr : &values_[number];
  }
  /// The value of the word, and whether it was put there now.
  std::pair<Value*, bool> try_emplace(std::string_view word, Value value) {
    const auto [number, fresh] = index_.add(word);
    if (fresh) values_.push_back(std::move(value));
    return {&values_[number], fresh};
  }
  Value& operator[](std::string_view word) { return *try_emplace(word, Value{}).first; }
  std::size_t size() const { return values_.size(); }
  void reserve(std::size_t words) {
    index_.reserve(words);
    values_.reserve(words);
  }

 private:
  WordIndex index_;
  std::vector<Value> values_;
};

}  // namespace deconflict
