#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/ledger.h"
#include "store/sqlite.h"

/// How far a review reaches, so that one of a large ledger reads no more than what it may change.
namespace deconflict::store {

/// How a review finds the claim that it speaks of, and a review by its id.
using FindClaim = std::function<Result<std::optional<ClaimRef>>(const review::ClaimKey&)>;
using LoadReview = std::function<Result<std::vector<ReviewRow>>(const std::string& id)>;

/// All that a review may change: the claims of its events, as they stand and as they were joined; the reviews that speak of any
/// document of theirs; the claims of those; and so on. What lies outside is told the same with it and without it.
class Reach {
 public:
  Reach(Database& db, FindClaim find, LoadReview load) : db_(db), find_(std::move(find)), load_(std::move(load)) {}
  Result<void> prepare();
  Result<void> add(const review::Review& review);
  Result<void> spread();

  std::set<ClaimRef> claims;
  std::set<std::string> reviews;  ///< undone ones too

 private:
  Result<void> spread_from(const ClaimRef& claim);
  Result<void> spread_over(const std::string& document);

  Database& db_;
  FindClaim find_;
  LoadReview load_;
  Statement beside_, speaking_;
  std::vector<ClaimRef> claims_;        ///< to be looked at
  std::vector<std::string> documents_;
  std::set<std::string> seen_;
};

/// Linked events that any of the reviews speaks of, as they were before reviews; and what stands in their place now. `all`: the claims that they reach.
struct Affected {
  std::vector<Event> linked;
  std::set<std::string> standing;  ///< ids
};
Result<Affected> affected_by(Database& db, const std::vector<review::Resolved>& reviews, const std::set<ClaimRef>& all);

/// Takes away what is kept beside events and claims for reviews, before it is told anew. only: as for an overlay
Result<void> forget(Database& db, const std::vector<Event>& linked, const std::set<ClaimRef>* only);

/// The documents that telling the events anew may look at; nullptr where they are so many that all may as well be known.
std::unique_ptr<std::set<std::string>> documents_of(const std::vector<Event>& linked, const std::vector<review::Resolved>& reviews);

}  // namespace deconflict::store
