#include "lang/tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace deconflict::lang {

namespace {

/// Larger than any difference of scores: the trees with the fewest words under the root come first.
constexpr double kOneRoot = 1e6;
/// Beyond what any model that was trained says. A damaged one says what is endless or no number, of which no tree could be made.
constexpr float kLargest = 1e5F;
constexpr std::uint32_t kNone = 0xFFFFFFFF;

double bounded(float score) { return std::isnan(score) ? -kLargest : std::clamp(score, -kLargest, kLargest); }

/// A node on a cycle of `heads`, or kNone. Node 0 is the root; heads[0] is not read.
std::uint32_t on_cycle(const std::vector<std::uint32_t>& heads) {
  const auto size = heads.size();
  std::vector<std::uint32_t> seen(size, 0);
  for (std::uint32_t start = 1; start < size; ++start) {
    std::uint32_t at = start;
    while (at != 0 && seen[at] == 0) {
      seen[at] = start;
      at = heads[at];
    }
    if (at != 0 && seen[at] == start) return at;
  }
  return kNone;
}

/// Square matrix of arcs: at(child, head). No node hangs on itself.
struct Arcs {
  static constexpr double kNever = -1e12;
  std::size_t size;
  std::vector<double> score;
  const double* of(std::size_t child) const { return score.data() + child * size; }
  double& at(std::size_t child, std::size_t head) { return score[child * size + head]; }
  double at(std::size_t child, std::size_t head) const { return score[child * size + head]; }
};

/// The first of the best heads of a node. Eight columns are compared side by side: one after another each would wait for the one before.
std::uint32_t best_head(const double* scores, std::size_t size) {
  constexpr std::size_t kColumns = 8;
  double best[kColumns];
  std::fill_n(best, kColumns, scores[0]);
  std::size_t h = 0;
  for (; h + kColumns <= size; h += kColumns)
    for (std::size_t k = 0; k < kColumns; ++k) best[k] = scores[h + k] > best[k] ? scores[h + k] : best[k];
  double most = *std::max_element(best, best + kColumns);
  for (; h < size; ++h) most = std::max(most, scores[h]);
  return static_cast<std::uint32_t>(std::find(scores, scores + size, most) - scores);
}

void solve(const Arcs& arcs, std::vector<std::uint32_t>& heads) {
  const auto size = arcs.size;
  heads.assign(size, 0);
  for (std::size_t c = 1; c < size; ++c) heads[c] = best_head(arcs.of(c), size);
  const auto start = on_cycle(heads);
  if (start == kNone) return;
  // The cycle becomes one node, the last of a smaller problem.
  std::vector<bool> inside(size, false);
  std::vector<std::uint32_t> cycle;
  for (auto at = start; !inside[at]; at = heads[at]) {
    inside[at] = true;
    cycle.push_back(at);
  }
  std::vector<std::uint32_t> old_of;
  for (std::uint32_t n = 0; n < size; ++n)
    if (!inside[n]) old_of.push_back(n);
  const auto knot = old_of.size();
  Arcs small{knot + 1, std::vector<double>((knot + 1) * (knot + 1), Arcs::kNever)};
  std::vector<std::uint32_t> enters(knot + 1, 0), leaves(knot + 1, 0);
  for (std::size_t a = 0; a < knot; ++a) {
    for (std::size_t b = 0; b < knot; ++b) small.at(a, b) = arcs.at(old_of[a], old_of[b]);
    double in = -std::numeric_limits<double>::infinity(), out = in;
    for (const auto c : cycle) {
      const double swap = arcs.at(c, old_of[a]) - arcs.at(c, heads[c]);
      if (swap > in) in = swap, enters[a] = c;
      if (arcs.at(old_of[a], c) > out) out = arcs.at(old_of[a], c), leaves[a] = c;
    }
    small.at(knot, a) = in;
    small.at(a, knot) = out;
  }
  std::vector<std::uint32_t> small_heads;
  solve(small, small_heads);
  const auto entry = small_heads[knot];
  for (std::size_t a = 1; a < knot; ++a) heads[old_of[a]] = small_heads[a] == knot ? leaves[a] : old_of[small_heads[a]];
  heads[enters[entry]] = old_of[entry];
}

}  // namespace

void best_tree(const float* scores, std::size_t words, std::size_t stride, std::vector<std::uint32_t>& heads) {
  heads.assign(words, 0);
  std::size_t roots = 0;
  std::vector<std::uint32_t> nodes(words + 1, 0);
  for (std::size_t w = 0; w < words; ++w) {
    const float* row = scores + w * stride;
    std::size_t best = 0;
    for (std::size_t h = 1; h <= words; ++h)
      if (h != w + 1 && row[h] > row[best]) best = h;
    nodes[w + 1] = static_cast<std::uint32_t>(best);
    roots += best == 0;
  }
  if (roots != 1 || on_cycle(nodes) != kNone) {
    Arcs arcs{words + 1, std::vector<double>((words + 1) * (words + 1), Arcs::kNever)};
    for (std::size_t w = 0; w < words; ++w) {
      for (std::size_t h = 0; h <= words; ++h) arcs.at(w + 1, h) = bounded(scores[w * stride + h]) - (h == 0 ? kOneRoot : 0.0);
      arcs.at(w + 1, w + 1) = Arcs::kNever;
    }
    solve(arcs, nodes);
  }
  std::copy(nodes.begin() + 1, nodes.end(), heads.begin());
}

}  // namespace deconflict::lang
