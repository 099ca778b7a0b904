#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/event.h"

/// What is doubtful about an event, and how much a person's look at it is worth.
namespace deconflict::review {

/// join      claims were joined on weak grounds: little more spoke for it than was asked for
/// toll      voices disagree on a number of people
/// occurred  voices disagree on whether it happened at all; then who, where, when and what it was
/// news      claims came since a person accepted it
enum class Doubt : std::uint8_t { join, toll, occurred, actor, place, time, kind, news };
inline constexpr std::size_t kDoubts = 8;
std::string_view name_of(Doubt doubt);
std::optional<Doubt> parse_doubt(std::string_view name);

struct Doubtful {
  Doubt doubt = Doubt::join;
  double weight = 0;                ///< in [0,1.5]
  std::string field;                ///< that voices disagree on: killed, actor …
  std::vector<std::string> values;  ///< the rival ones
  double margin = 0;                ///< of the weakest join, see link::margin
  ClaimRef a, b;                    ///< the claims that it joined
  std::size_t claims = 0;           ///< that came since
};

/// in      an event as it stands; accepted: of how many claims it had when a person accepted it, 0 where nobody has
/// out     the heaviest first. What a review that stands has settled is doubtful no more: an accepted event has news alone, a
///         corrected field no rivals, what was joined or taken apart by a person no weak join
std::vector<Doubtful> doubts_of(const Event& event, std::size_t accepted);

/// The order of the queue: the sum of the weights, more for what many claims tell of, half for what nobody says was done.
/// realis  of its claims
double worth_of(const Event& event, const std::vector<Doubtful>& doubts, const std::vector<Realis>& realis);

/// Of how many claims an event had when it was accepted last; accepted: by review (store::Ledger::accepted_claims).
std::size_t accepted_of(const Event& event, const std::map<std::string, std::size_t>& accepted);

}  // namespace deconflict::review
