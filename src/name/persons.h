#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace deconflict::name {

/// "al", "van", "bin": what may stand before a surname.
bool is_particle(std::string_view word);
/// The word by which one is called later on: the last one, "Jr" and "IV" apart.
std::string_view surname(std::string_view key);
/// A surname without its particles ("al-Karim" → "karim"; "Al Gore" is a name in full); any other name as it is. `text` is
/// the name as it stands in the document.
std::string_view bare(std::string_view key, std::string_view text);

/// Who bears which name in one document. Names are keys: folded words, parted by blanks.
class Persons {
 public:
  /// A name in full; `id` is that of the person in the knowledge, or empty.
  void add(std::string_view key, std::string_view id);
  /// Once all names are there: which of them are one person's.
  void settle();
  /// Under which key the mentions of this person meet: an id of the knowledge or "n:…"; empty where several bear the name.
  std::string key_of(std::string_view key, std::string_view text) const;

 private:
  struct Bearer {
    std::string key, id;
  };
  struct Family {
    std::vector<Bearer> bearers;
    bool one = true;  ///< all of them are the same person
  };
  /// "Luis Marlow" and "Luis Marlow Petrov" are one person's, where only one name in full goes on so.
  void join_families();
  void learn_inner_names();

  std::unordered_map<std::string, Family> families_;
  std::unordered_map<std::string, std::string> inner_;  ///< "marlow" of "luis marlow petrov" → whose it is; empty where several bear it
};

/// The names between the first and the last of a name in full, of which one may be called by the first of two surnames.
std::vector<std::string_view> inner_names(std::string_view key);

}  // namespace deconflict::name
