#include <algorithm>
#include <unordered_map>

#include "copies/copies.h"

namespace deconflict::copies {

namespace {

constexpr std::size_t kSeed = 4;          ///< words that must be the same at a stretch for a match to begin
constexpr std::size_t kSameStarts = 8;    ///< places in the other text where those words stand that are tried
constexpr std::uint32_t kQuotedLess = 3;    ///< quoted words count for so much less: two reports may quote one statement
constexpr std::size_t kWidestGap = 14;    ///< words that may be changed, cut or put in within a passage

std::uint64_t seed_at(const std::vector<Word>& words, std::size_t at) {
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < kSeed; ++i) seed = (seed ^ words[at + i].hash) * 0x9E3779B97F4A7C15ULL + (seed >> 29U);
  return seed;
}

struct Run {
  std::size_t here, there, length;
};

class Aligner {
 public:
  Aligner(const std::vector<Word>& here, const std::vector<Word>& there) : here_(here), there_(there) {
    for (std::size_t j = 0; j + kSeed <= there.size(); ++j) {
      auto& list = starts_[seed_at(there, j)];
      if (list.size() < kSameStarts) list.push_back(static_cast<std::uint32_t>(j));
    }
  }

  std::vector<Passage> passages() {
    for (std::size_t i = 0; i + kSeed <= here_.size();) {
      const Run run = longest_at(i);
      if (run.length == 0) {
        ++i;
        continue;
      }
      if (!goes_on(run)) close();
      runs_.push_back(run);
      i = run.here + run.length;
    }
    close();
    return std::move(found_);
  }

  /// Of the words that are the same in all passages.
  std::uint32_t weight() const { return weight_; }

 private:
  bool goes_on(const Run& run) const {
    if (runs_.empty()) return true;
    const Run& last = runs_.back();
    const auto near = [](std::size_t end, std::size_t begin) { return begin >= end && begin - end <= kWidestGap; };
    return near(last.here + last.length, run.here) && near(last.there + last.length, run.there);
  }

  /// The run that begins here; one that goes on with the passage before a longer one elsewhere.
  Run longest_at(std::size_t i) const {
    Run best{i, 0, 0};
    const auto list = starts_.find(seed_at(here_, i));
    if (list == starts_.end()) return best;
    bool best_goes_on = false;
    for (const std::size_t j : list->second) {
      std::size_t length = 0;
      while (i + length < here_.size() && j + length < there_.size() && here_[i + length].hash == there_[j + length].hash) ++length;
      if (length < kSeed) continue;
      const Run run{i, j, length};
      const bool on = !runs_.empty() && goes_on(run);
      if (std::make_pair(on, length) > std::make_pair(best_goes_on, best.length)) {
        best = run;
        best_goes_on = on;
      }
    }
    return best;
  }

  void close() {
    std::uint32_t same = 0, weight = 0;
    for (const Run& r : runs_) {
      same += static_cast<std::uint32_t>(r.length);
      for (std::size_t i = 0; i < r.length; ++i) weight += here_[r.here + i].quoted ? 1 : kQuotedLess;
    }
    if (weight >= kLeastPassage * kQuotedLess) {
      const Run &first = runs_.front(), &last = runs_.back();
      found_.push_back({{here_[first.here].span.begin, here_[last.here + last.length - 1].span.end},
                        {there_[first.there].span.begin, there_[last.there + last.length - 1].span.end},
                        same});
      weight_ += weight;
    }
    runs_.clear();
  }

  const std::vector<Word>&here_, &there_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> starts_;
  std::vector<Run> runs_;
  std::vector<Passage> found_;
  std::uint32_t weight_ = 0;
};

}  // namespace

std::vector<Passage> passages_of(const std::vector<Word>& here, const std::vector<Word>& there) {
  Aligner aligner(here, there);
  auto passages = aligner.passages();
  // A brief of a line or two can't share as many words as a report.
  const auto least = std::min<std::size_t>(kLeastInAll, std::min(here.size(), there.size()) * 2 / 3);
  if (aligner.weight() < std::max<std::size_t>(least, kLeastPassage) * kQuotedLess) return {};
  return passages;
}

}  // namespace deconflict::copies
