#pragma once
#include <optional>
#include <vector>

#include "claim/identity.h"
#include "claim/roles.h"

namespace deconflict::claim {

/// Is a word the name of a country?
bool is_country(const Annotation& a, TokenIndex word);

/// Who does or suffers an act beside those whom the tree coordinates. Views what it is given, which must outlive it.
class Company {
 public:
  Company(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const Identity& who) : a_(a), tree_(tree), kinds_(kinds), facts_(facts), who_(who) {}

  /// "Alongside militias", "along with two guards", "in coordination with the navy": who does or suffers it too.
  std::optional<TokenIndex> companion_in(TokenIndex nominal) const;
  /// "The Red Front, the Blue Brigade and their allies": of a list whose second name was taken for another name of the first.
  bool listed(TokenIndex first, TokenIndex second) const;
  /// "Killed a farmer alongside his son", "arrested the leader along with the guards"; but "fought the rebels alongside militias".
  bool suffers_too(TokenIndex companion, TokenIndex preposition, TokenIndex act, const Kind& kind, const std::vector<Roles::Part>& parts) const;
  /// "Three reporters: Karim Odeh, Anna Rahim and …", "a couple, Karim Odeh and …": those whom a list behind their number names.
  std::vector<TokenIndex> named_behind(TokenIndex several) const;
  /// "Twelve miners, including Karim Odeh": whom the list leads to, hung on the miners or on the verb.
  bool included(TokenIndex nominal) const;
  /// "To the rebels and not to the army".
  bool excluded(TokenIndex conjunct) const;

 private:
  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  const Identity& who_;
};

}  // namespace deconflict::claim
