#pragma once
#include <vector>

#include "claim/kinds.h"
#include "claim/tree.h"

namespace deconflict::claim {

/// By the gazetteer, x contains y.
bool wider(const Place& x, const Place& y);

/// Which of several places of a sentence only says where another lies. Views the annotation, which must outlive it.
class Where {
 public:
  Where(const Annotation& a, const Tree& tree, const Kinds& kinds) : a_(a), tree_(tree), kinds_(kinds) {}

  /// `noun` is the word between the two, "neighbourhood".
  bool is_quarter_of(const Place& x, TokenIndex noun, const Place& y) const;
  /// Does the place only say how far off another lies?
  bool only_measures(const Place& y) const;
  /// "Ruritania's Oldtown": is the next place the one meant?
  bool possesses_next(std::uint32_t p) const;
  bool renames_next(std::uint32_t p) const;
  bool names_region_of_town(std::uint32_t p, TokenIndex i) const;
  /// "Oldtown, Newtown and Hill": does p go on a list with the place before it?
  bool continues_list(std::uint32_t p) const;
  void keep_most_exact(std::vector<ClaimPlace>& list) const;

 private:
  static int seat(const Place& p);
  bool names_place(TokenIndex i) const;
  bool encloses(const Place& x, const Place& y) const;
  bool locates(const Place& x, const Place& y) const;
  bool measured_from(const Place& x, const Place& y) const;
  bool described_by(const Place& x, const Place& y) const;
  bool is_town_of(const Place& y, const Place& x) const;
  bool is_told_closer(const Place& y, const Place& x) const;
  bool set_off(const Place& x, const Place& y) const;
  bool holds(const Place& x, const Place& y) const;
  bool fixes(const ClaimPlace& x, const ClaimPlace& y) const;
  bool tells_where(const ClaimPlace& x, const ClaimPlace& y) const;

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
};

}  // namespace deconflict::claim
