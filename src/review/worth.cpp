#include "review/worth.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "link/link.h"

namespace deconflict::review {

namespace {

constexpr std::array<std::string_view, kDoubts> kNames = {"join", "toll", "occurred", "actor", "place", "time", "kind", "news"};

/// Joins whose margin is at least this are not asked about.
constexpr double kSureJoin = 0.5;

bool decided(const Event& e, std::string_view action, std::string_view field = {}) {
  return std::any_of(e.reviews.begin(), e.reviews.end(), [&](const EventReview& r) { return r.action == action && r.field == field; });
}

/// A toll weighs the more the wider its rival numbers are apart and the more people they speak of.
double weight_of_toll(const Event& e, const std::string& what) {
  const auto c = std::find_if(e.counts.begin(), e.counts.end(), [&](const EventCount& count) { return count.what == what; });
  if (c == e.counts.end()) return 0.5;
  const double low = static_cast<double>(c->low) + 1;
  const double high = static_cast<double>(std::max(c->high.value_or(c->best), c->best)) + 1;
  const double weight = 0.5 + 0.5 * std::min(1.0, std::log2(high / low) / 4) + 0.5 * std::min(1.0, std::log10(high) / 3);
  return what == "killed" ? weight : weight * 0.7;
}

double weight_of_field(Doubt doubt) {
  switch (doubt) {
    case Doubt::occurred: return 1.0;
    case Doubt::actor: return 0.7;
    case Doubt::place: return 0.6;
    case Doubt::time: return 0.5;
    default: return 0.4;
  }
}

}  // namespace

std::string_view name_of(Doubt doubt) { return kNames[static_cast<std::size_t>(doubt)]; }

std::optional<Doubt> parse_doubt(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? std::nullopt : std::optional(static_cast<Doubt>(found - kNames.begin()));
}

std::vector<Doubtful> doubts_of(const Event& e, std::size_t accepted) {
  std::vector<Doubtful> doubts;
  if (accepted > 0) {
    if (e.claims.size() <= accepted) return doubts;
    Doubtful news;
    news.doubt = Doubt::news;
    news.claims = e.claims.size() - accepted;
    news.weight = 0.6;
    doubts.push_back(std::move(news));
    return doubts;
  }
  const auto weakest = std::min_element(e.why.begin(), e.why.end(), [](const MergeReason& x, const MergeReason& y) { return link::margin(x) < link::margin(y); });
  if (weakest != e.why.end() && link::margin(*weakest) < kSureJoin && !decided(e, "merge") && !decided(e, "split")) {
    Doubtful join;
    join.margin = link::margin(*weakest);
    join.a = weakest->a;
    join.b = weakest->b;
    join.weight = 0.3 + 0.7 * (kSureJoin - join.margin) / kSureJoin;
    doubts.push_back(std::move(join));
  }
  for (const auto& c : e.contradictions) {
    if (decided(e, "correct", c.field)) continue;
    Doubtful rival;
    rival.doubt = parse_doubt(c.field).value_or(Doubt::toll);
    rival.field = c.field;
    for (const auto& v : c.values) rival.values.push_back(v.value);
    rival.weight = rival.doubt == Doubt::toll ? weight_of_toll(e, c.field) : weight_of_field(rival.doubt);
    doubts.push_back(std::move(rival));
  }
  std::stable_sort(doubts.begin(), doubts.end(), [](const Doubtful& x, const Doubtful& y) { return x.weight > y.weight; });
  return doubts;
}

std::size_t accepted_of(const Event& event, const std::map<std::string, std::size_t>& accepted) {
  std::size_t claims = 0;
  for (const auto& r : event.reviews)
    if (const auto known = accepted.find(r.review); known != accepted.end()) claims = std::max(claims, known->second);
  return claims;
}

double worth_of(const Event& e, const std::vector<Doubtful>& doubts, const std::vector<Realis>& realis) {
  double sum = 0;
  for (const auto& d : doubts) sum += d.weight;
  sum *= 1 + std::log2(static_cast<double>(std::max<std::size_t>(e.claims.size(), 1))) / 8;
  const bool told_as_done = std::any_of(realis.begin(), realis.end(), [](Realis r) { return r != Realis::planned && r != Realis::threatened && r != Realis::hypothetical; });
  return told_as_done ? sum : sum / 2;
}

}  // namespace deconflict::review
