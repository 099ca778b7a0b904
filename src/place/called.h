#pragma once
#include "place/context.h"
#include "place/table.h"

namespace deconflict::place {

/// What the words around say of a name that no gazetteer has: that it is a place, or whose it is. Views what Context views, and the table.
class Called : public Context {
 public:
  Called(const Annotation& a, const Table& table, const Scan& scan) : Context(a, scan), table_(table) {}

  /// Do the words around a name that the gazetteer does not have say that it is a place, or one of them and the tagger?
  bool is_called_place(std::uint32_t i, std::uint32_t last) const;
  /// "The Harbi Mountains", "stormed the Sheikh Amin District": the end of a name that no table has before a capital word that says that it is a
  /// piece of ground, whatever the tagger takes it for; `i` where there is none.
  std::uint32_t called_by_sort(std::uint32_t i, std::uint32_t known) const;
  /// "In X district of Oldtown", "X and Y villages of Oldtown", but "the Ruritanian town of Y": no article and no people before the unit.
  bool stands_free(std::uint32_t i, std::uint32_t last) const;
  /// "At the Oldtown Cement Factory", "stormed Hope Hospital": the end of what is called a building where something is or is done; `i` elsewhere.
  std::uint32_t premises(std::uint32_t i) const;
  /// "Omar bin X"
  bool joins_name(std::uint32_t i) const;
  /// "At the X", "outside X", "bombed the X", "Oldtown's X"
  bool has_scene(std::uint32_t i) const;
  /// "The Houthi base": whose it is, and not how it is called.
  bool of_people(Span span) const;
  /// Do the earlier stages take just these words for a place?
  bool is_mentioned(Span span) const;
  /// Do the earlier stages know whom these words name?
  bool identified(Span span) const;
  /// "Ruritanian"
  bool is_people_like(std::uint32_t i) const;
  /// "In the town of La X", "the Sheikh X area": a word that mostly begins something else, or a person's name.
  bool opens_name(std::uint32_t i) const;
  bool is_demonym(std::uint32_t i) const;

 protected:
  const Table& table_;

 private:
  /// "In Oldtown's X on Monday": what a town has, called by its name alone.
  bool is_owned_part(std::uint32_t i, std::uint32_t last) const;
  /// "With X", "according to X", "by X": where those stand who do something.
  bool follows_party(std::uint32_t i) const;
  /// Where "the X" or "the strategic X" begins.
  std::uint32_t with_article(std::uint32_t i) const;
  /// "T-4"
  bool is_number(std::uint32_t i) const;
};

}  // namespace deconflict::place
