#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "serve/filter.h"

namespace deconflict::serve {

/// Words of many short texts, so that each text which holds some part of a word is found without reading them again.
class WordIndex {
 public:
  /// Texts come in order of their number. `folded` is cut at white space.
  void add(std::uint32_t number, std::string_view folded);
  /// Sets the flag of each text one of whose words contains `part`.
  void find(std::string_view part, std::vector<bool>& found) const;

 private:
  struct Word {
    std::uint32_t begin = 0;  ///< where it stands in letters_; it ends before the next one's line break
    std::uint32_t last = 0;   ///< number of the last text, plus one
    std::string steps;        ///< numbers of its texts, as differences in seven-bit groups
  };
  struct Slot {
    std::uint32_t hash = 0, word = 0;  ///< word: its place in words_ plus one; 0: empty
  };
  struct Piece {
    std::string_view text;
    std::uint32_t hash = 0;
  };
  Word& word_of(const Piece& piece);
  void fetch_words();
  std::string_view text_of(std::size_t word) const;
  void grow();

  std::string letters_;  ///< of all words, each after a line break
  std::vector<Word> words_;
  std::vector<Slot> slots_;  ///< by hash; a power of two, at most half of them full
  std::vector<Piece> pieces_;  ///< of the text that is added
};

/// Strings by small number, in the order in which they came.
class Names {
 public:
  struct Name {
    std::string id, name, folded;
  };
  std::uint32_t number(const std::string& id, const std::string& name);
  const std::vector<Name>& all() const { return all_; }
  /// One flag a name: is `wanted` its id, or a part of the folded name?
  std::vector<bool> named(const std::string& wanted) const;

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Name> all_;
};

/// Texts that came at first, and those that came since: a copy shares the first.
class LayeredIndex {
 public:
  void add(std::uint32_t number, std::string_view folded) { (base_ ? late_ : fresh_).add(number, folded); }
  /// What comes from here on is laid over what there is.
  void seal();
  std::vector<bool> find(std::string_view part, std::size_t texts) const;

 private:
  WordIndex fresh_, late_;
  std::shared_ptr<const WordIndex> base_;
};

/// What filters, timelines and maps need of every event, a few dozen bytes each: a million events fit into a few
/// hundred megabytes, and a filter is one pass over them.
/// life    add() all, then seal(); after that safe to read from several threads. A copy may be updated
class Columns {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Row {
    std::int32_t begin = 0, end = 0;  ///< days since 1970; REQUIRES dated
    std::uint32_t day = kNone;        ///< number of `begin` in days(), kNone where undated
    float lat = 0, lon = 0;           ///< REQUIRES placed
    float up = 0;                     ///< the latitude in Mercator's projection, in degrees of the equator
    std::uint32_t id = 0;             ///< where it begins in the ids
    std::uint32_t names = 0;          ///< where its actors, then its voices begin in the numbers
    std::uint32_t number = 0;         ///< in the order of add()
    std::uint32_t claims = 0;
    std::uint16_t kind = 0;
    std::uint8_t id_size = 0, actors = 0, voices = 0, realis = 0;
    Precision precision = Precision::settlement;
    std::uint8_t doubts = 0;                ///< bits by review::Doubt
    bool dated = false, placed = false, contested = false;
    float worth = 0;                        ///< of a person's look at it; 0: nothing is doubtful
  };

  /// An event as it goes into the columns, made without a look at them, so that several threads may do it.
  struct Entry {
    explicit Entry(EventRow&& event);
    Row row;
    std::string id, kind, text;  ///< text: all words, folded
    std::vector<std::pair<std::string, std::string>> actors, voices;  ///< id and name
  };

  void add(const Entry& entry);
  /// Sorts newest first.
  void seal();
  /// Takes away what went and puts in what came; one that came anew replaces what had its id.
  void update(const std::vector<std::string>& gone, const std::vector<Entry>& fresh);

  std::size_t size() const { return rows_.size(); }
  std::uint64_t claims() const { return claims_; }
  std::uint64_t doubtful() const { return doubtful_; }
  const Row& row(std::size_t i) const { return rows_[i]; }
  std::string_view id(std::size_t i) const { return std::string_view(ids_).substr(rows_[i].id, rows_[i].id_size); }
  const std::vector<std::int32_t>& days() const { return days_; }
  const std::vector<Names::Name>& kinds() const { return kinds_.all(); }
  const std::vector<Names::Name>& actors() const { return actors_.all(); }
  const std::vector<Names::Name>& voices() const { return voices_.all(); }
  const std::uint32_t* actors_of(const Row& r) const { return numbers_.data() + r.names; }
  const std::uint32_t* voices_of(const Row& r) const { return numbers_.data() + r.names + r.actors; }

  /// The rows that match, newest first. `on_any_day`: those that do but for the days, where wanted.
  void match(const Filter& filter, std::vector<std::uint32_t>& found, std::vector<std::uint32_t>* on_any_day) const;
  /// The part of `found` from `first` to `last` in that order; ties go by id.
  std::vector<std::uint32_t> page(Filter::Order order, std::vector<std::uint32_t> found, std::size_t first, std::size_t last) const;

 private:
  bool before(Filter::Order order, std::uint32_t a, std::uint32_t b) const;

  void index_days();
  void order_names();
  bool newer(const Row& a, const Row& b) const;

  std::vector<Row> rows_;
  std::uint32_t given_ = 0;  ///< numbers
  std::vector<std::uint32_t> numbers_;
  std::vector<std::int32_t> days_;
  std::string ids_;
  Names kinds_, actors_, voices_;
  LayeredIndex words_;
  std::uint64_t claims_ = 0, doubtful_ = 0;
};

}  // namespace deconflict::serve
