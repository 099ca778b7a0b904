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
  /// "The offices of the water company, the State Bank and the post office": the buildings behind the first, hung on whose it is.
  std::vector<TokenIndex> listed_behind(TokenIndex first) const;
  /// Where the words of the first of such a list end; `end` where there is none.
  std::uint32_t end_before_list(TokenIndex first, std::uint32_t end) const;
  /// "Twelve miners, including Karim Odeh": whom the list leads to, hung on the miners or on the verb.
  bool included(TokenIndex nominal) const;
  /// "To the rebels and not to the army".
  bool excluded(TokenIndex conjunct) const;

 private:
  /// "Karim Odeh, 53; Lina Nasser, 24": it parts two, never a name from what it is.
  bool behind_semicolon(TokenIndex word) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
  const Identity& who_;
};

}  // namespace deconflict::claim
