#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "deconflict/result.h"

namespace deconflict::name {

/// People, organisations, armed groups, governments and weapons: mentions joined into entities.
/// Reads sections `text/actors`, `text/voices`, `text/words` of the knowledge pack.
/// in      tokens and sentences (boilerplate sentences are not read)
/// out     a.mentions (sorted; a mention may lie inside a longer one) and a.entities; a mention of something that the
///         text does not let us identify ("the source") has no entity; "he" is a mention only where he speaks and it is sure who he is
/// life    const and safe to share between threads; views the pack, which must outlive it
class Names {
 public:
  /// errors: pack.section, knowledge.* with file:line
  static Result<Names> load(const Pack& knowledge);
  Names(Names&&) noexcept;
  Names& operator=(Names&&) noexcept;
  ~Names();

  void find(Annotation& a) const;

  /// The text as it would stand in print where a wire wrote it in capitals, byte for byte in place; empty where it did not.
  std::string in_small_letters(const Annotation& a) const;

  /// What the knowledge base says of an id; nullptr for an unknown one.
  struct Known {
    std::string id, name, country, sector, voice, parent, source;
    MentionType type;
    std::vector<std::string> aliases;
    std::string where;  ///< file:line
  };
  const Known* known(std::string_view id) const;
  /// Id of the entry that has this name or alias (folded); empty without one.
  std::string lookup(std::string_view name) const;

 private:
  struct State;
  explicit Names(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace deconflict::name
