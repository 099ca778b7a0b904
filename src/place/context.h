#pragma once
#include "deconflict/annotation.h"
#include "place/scan.h"

namespace deconflict::place {

/// What stands around a name, and what the earlier stages say of its words. Views the annotation and the scan, which must outlive it.
class Context {
 public:
  Context(const Annotation& a, const Scan& scan) : a_(a), scan_(scan), words_(scan.words) {}

  std::string_view key(std::uint32_t i) const { return scan_.key(words_[i]); }
  bool has(std::uint32_t i, WordBits bits) const { return i < words_.size() && (words_[i].bits & bits) != 0; }
  /// Do words i and i+1 stand side by side, with nothing but a blank or hyphen between?
  bool joined(std::uint32_t i) const;
  std::uint32_t unit_after(std::uint32_t last) const;
  /// Of what the names of a list are, where its end tells: "Aleppo, Idlib and Hama provinces"; 0 where it does not.
  std::uint32_t units_behind_list(std::uint32_t last) const;
  /// "Yarmouk Refugee Camp"
  bool refugee_camp(std::uint32_t i) const;
  /// "A Homs district", "several Aleppo districts": one of the parts of a town, not the district called so.
  bool part_of_town(std::uint32_t first, std::uint32_t last) const;
  std::uint32_t unit_before(std::uint32_t first) const;
  /// "in X", "near X"; "at", "to", "from" and "of" say less, for people stand behind them too.
  bool after_preposition(std::uint32_t i) const;
  /// "At X"
  bool stands_at(std::uint32_t i) const { return i > 0 && joined(i - 1) && words_[i - 1].gap == Gap::space && key(i - 1) == "at"; }
  /// "Shelled (the) X": does one of these words stand before it?
  bool object_of(std::uint32_t first, WordBits bits) const;
  /// "An attack on X"
  bool is_struck_upon(std::uint32_t first, std::uint32_t last) const;
  /// "Captured most of X", "took control of X"
  bool has_share(std::uint32_t i) const;
  /// "Two towns in Oldland, X and Y"
  bool follows_towns_of(std::uint32_t i) const;
  /// "Captured X", "X was shelled", "X and Y have been hit": is it what something is done to, as is done to places?
  bool is_struck(std::uint32_t first, std::uint32_t last, WordBits how = kStrike | kSiege) const;
  /// "In X, Y and Z": does it go on a list of places?
  bool goes_on_list(std::uint32_t first) const;
  /// "20 km", "20km"
  bool is_measure(std::uint32_t i) const;
  /// "The bank of the X", "the mouth of X"
  bool has_bank(std::uint32_t i) const;
  /// "The villages of X, Y and Z", "X and Y villages": WordBits of what it is one of several of; 0 elsewhere.
  std::uint32_t is_among(std::uint32_t first, std::uint32_t last) const;
  /// Of these only "X, Y and Z villages".
  std::uint32_t listed_before(std::uint32_t last) const;
  /// Does the sentence of word i tell of something struck or stormed, or of another happening that has a place?
  bool tells_of_happening(std::uint32_t i) const;
  /// "The X-Y road", "the X-Y border": does a name that a hyphen joins to this one count by itself?
  bool joins_road(std::uint32_t first, std::uint32_t last) const;
  /// "X-Y road" seen from X, whatever Y is.
  bool begins_road(std::uint32_t last) const;
  /// "The X side of the border with Y"
  bool has_side(std::uint32_t last) const;
  /// "CHARLESTON, W.Va. — ", "BEIRUT (Agency) ": the name that opens a sentence and stands apart from it.
  bool is_dateline(const Name& name) const;
  /// "village of X", "towards X", "from the direction of X", "north of X", "outskirts of X", "X district"
  bool is_spoken_of(std::uint32_t i, std::uint32_t last) const;
  /// "A village called X", "areas known as X", "towns like X", "three villages: X", "between X and Y": words that only names of places follow.
  bool is_introduced(std::uint32_t i) const;
  /// "X, a small village near …", "X, about 20 km north of …": said beside it to be a place.
  bool is_explained(std::uint32_t last) const;
  /// "The X area", "Oldtown's X prison": a piece of ground or a building called X.
  bool names_ground(std::uint32_t i, std::uint32_t last) const;
  /// "the outskirts of X", "the edge of the X"
  bool has_surroundings(std::uint32_t i) const;
  bool names_people(std::uint32_t last) const;
  bool names_building(std::uint32_t last) const;
  /// Does the tagger take any of these words for a person's name?
  bool tagged_person(Span span) const;
  /// Does the tagger take these words, and no more of them, for the name of a place?
  bool tagged_place(Span span) const;
  /// Does one of the tagger's heads take all of these words for the name of a place or a building?
  bool tagged_location(Span span) const;
  /// Did the search for names find a building there?
  bool is_facility(Span span) const;
  /// "Military Airport", "Gas Fields": the end of what is written with capitals behind a name and says what sort of place it is; `last` where nothing is.
  std::uint32_t sort_of_place(std::uint32_t last) const;
  const Mention* mention_over(Span span, bool containing) const;

 protected:
  const Annotation& a_;
  const Scan& scan_;
  const std::vector<Word>& words_;
};

}  // namespace deconflict::place
