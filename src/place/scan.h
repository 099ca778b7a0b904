#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "deconflict/annotation.h"
#include "place/table.h"
#include "place/words.h"

namespace deconflict::place {

enum class Gap : std::uint8_t { space, hyphen, comma, open, other, line };  ///< what follows a word

struct Word {
  Span span;             ///< without a possessive 's
  std::uint32_t key = 0, key_end = 0;  ///< its name_key in Scan::keys
  WordBits bits = 0;                   ///< WordTable
  std::uint32_t sentence = 0;
  Gap gap = Gap::other;
  bool upper = false;       ///< begins with a capital
  bool all_upper = false;   ///< two letters or more, all capitals
  bool first = false;       ///< begins its sentence
  bool possessive = false;  ///< "Syria's"
};

/// A name found in the text, with the places that it may mean.
struct Name {
  std::uint32_t first = 0, last = 0;  ///< words [first, last)
  Span span;
  Span whole;                         ///< with the unit that is written as part of it: "Idlib Governorate"
  std::span<const Posting> postings;  ///< empty: a name that the gazetteer does not have
  std::uint32_t among = 0;            ///< WordBits of what the text calls several places together: "the villages of X, Y and Z"
  std::uint32_t asked = 0;            ///< WordBits of the unit that the text names: "province", "city"
  PlaceUse use = PlaceUse::literal;
  bool loose = false;     ///< found by its transliteration key
  bool tagged = false;    ///< the tagger takes it for a place
  bool certain = false;   ///< its surroundings say that it is a place
  bool located = false;   ///< "in X", "near X", "X, Texas", a dateline: it is spoken of as a place
  bool told = false;      ///< the words around it say that it is a place, if not which of its name
  bool land_of = false;   ///< a people's name that stands for its country: "Syrian territory"
  bool capital_of = false;  ///< a people's or country's name beside "capital": "the Syrian capital"
  bool weak = false;      ///< counts only if the same name is located elsewhere
  bool building = false;  ///< "X airport", "X school": stands in X, or is only called so
  bool called = false;    ///< more likely than not a building that is only called so
};

struct Scan {
  std::vector<Word> words;
  std::string keys;
  std::vector<Name> names;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> demonyms;  ///< (country row, how often)
  std::vector<std::uint64_t> persons;  ///< hashes of the keys of people's last names, sorted
  std::string_view key(const Word& w) const { return std::string_view(keys).substr(w.key, w.key_end - w.key); }
};

/// "Tell Oldtown", "Kafr X": does the word begin names of places, and none of people as "Abu" does?
inline bool is_place_head(const Scan& scan, const Word& w) {
  const std::string_view k = scan.key(w);
  return (w.bits & kNameHead) != 0 && !k.starts_with("ab") && k != "umm" && k != "bani" && k != "beni";
}

/// Words of every sentence that is read.
void scan_words(const Annotation& a, const WordTable& table, Scan& out);
/// Names of places among the words.
void scan_names(const Annotation& a, const Table& table, Scan& out);

}  // namespace deconflict::place
