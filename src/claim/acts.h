#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "claim/kinds.h"
#include "claim/roles.h"
#include "claim/slots.h"
#include "claim/trigger.h"

namespace deconflict::claim {

/// What the triggers of one document tell, each with its people and values, before any is put down as a claim.
/// life    views the annotation, its tree and the knowledge
struct Acts {
  const Annotation& a;
  const Tree& tree;
  const Kinds& kinds;
  const TokenFacts& facts;
  std::vector<Hit> hits;
  std::vector<Roles> roles;             ///< by hit
  std::vector<std::uint32_t> kind_of;   ///< by hit: what it tells in the end
  Slots slots;
  std::vector<std::size_t> into;        ///< by hit: which one took it in; the number of hits where none did

  const Kind& kind(std::size_t h) const { return kinds.all[kind_of[h]]; }
  /// Is it told by another one?
  bool absorbed(std::size_t h) const { return into[h] != hits.size(); }
  /// "Thousands have died since the war began": it only says from when on they are counted.
  bool told_since(std::size_t h) const;
  /// "Rescued 21 kidnapped herders", "visited the wounded": of those to whom something else is done now, what was done to them before.
  bool done_before(std::size_t h) const;
  bool is_event_noun(std::size_t h) const { return kinds.triggers[hits[h].trigger].pos == Pos::noun; }
  bool has(std::size_t h, Role role) const;
  /// "This crime", with who is blamed for it: what was told before.
  bool deed(std::size_t h) const { return kinds.triggers[hits[h].trigger].asks_for_blame(); }
  /// Hits [first, last) in the sentence of one.
  std::pair<std::size_t, std::size_t> same_sentence(std::size_t h) const;
  /// Does the act k stand in the object or the infinitive of the verb of h, with no finite clause between, but for what is demanded?
  bool inside_content(std::size_t k, std::size_t h) const;
};

/// Before values are shared out: people who stand at one word of a sentence go to the acts that they do or suffer too.
void lend_people(Acts& acts);

/// "Four people were wounded when a bomb exploded", "delivered aid": what several words of a sentence tell of one act is joined in one of them.
void join(Acts& acts);

}  // namespace deconflict::claim
