#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "store/sqlite.h"

/// Lists of events that may be an answer, each sorted; what stands in all of them is one.
namespace deconflict::store {

/// Positions count up in the order of the answer: the rank, or below zero where the newest come first.
using Position = std::int64_t;

/// A stretch of ranks that is read from one end to the other.
struct Stretch {
  std::int64_t low = 0, high = 0;  ///< ranks, both belong to it
  bool lasting = false;            ///< of what begins here only that which goes on for days
};

/// What may hold an answer, in the order of positions.
class Candidates {
 public:
  virtual ~Candidates() = default;
  /// The first at this position or behind it; positions never go back.
  virtual Result<std::optional<Position>> from(Position p) = 0;
};

/// Rows of one statement that gives ranks in order between ?2, the first, and ?3, the last.
class Cursor {
 public:
  /// `stretch` is read from its newest end or from its oldest; bind: puts ?1.
  Cursor(Statement s, bool newest, const Stretch& stretch, std::function<void(Statement&)> bind)
      : statement_(std::move(s)), newest_(newest), first_(newest ? -stretch.high : stretch.low), last_(newest ? stretch.low : stretch.high), bind_(std::move(bind)) {}

  Result<std::optional<Position>> from(Position p) {
    p = std::max(p, first_);
    // A few steps are less than looking it up.
    constexpr int kSteps = 48;
    for (int steps = 0; open_ && head_ && *head_ < p; ++steps) {
      if (steps == kSteps) open_ = false;
      else if (auto r = step(); !r) return r.error();
    }
    if (!open_ && (!head_ || *head_ < p) && !ended_) {
      bind_(statement_);
      statement_.put(2, newest_ ? -p : p);
      statement_.put(3, last_);
      open_ = true;
      if (auto r = step(); !r) return r.error();
    }
    return head_;
  }

 private:
  Result<void> step() {
    auto row = statement_.step();
    if (!row) return row.error();
    head_ = *row ? std::optional(newest_ ? -statement_.integer(0) : statement_.integer(0)) : std::nullopt;
    ended_ = !*row;
    return {};
  }

  Statement statement_;
  bool newest_;
  Position first_;
  std::int64_t last_;  ///< rank
  std::function<void(Statement&)> bind_;
  std::optional<Position> head_;
  bool open_ = false, ended_ = false;
};

/// Whatever any of the cursors gives.
class Merged : public Candidates {
 public:
  void add(Cursor cursor) { cursors_.push_back(std::move(cursor)); }
  Result<std::optional<Position>> from(Position p) override {
    std::optional<Position> first;
    for (auto& cursor : cursors_) {
      auto at = cursor.from(p);
      if (!at) return at.error();
      if (*at && (!first || **at < *first)) first = *at;
    }
    return first;
  }

 private:
  std::vector<Cursor> cursors_;
};

/// Few ranks, all of which are known.
class Known : public Candidates {
 public:
  Known(const std::vector<std::int64_t>& ranks, bool newest) {
    for (const auto rank : ranks) positions_.push_back(newest ? -rank : rank);
    std::sort(positions_.begin(), positions_.end());
  }
  Result<std::optional<Position>> from(Position p) override {
    at_ = static_cast<std::size_t>(std::lower_bound(positions_.begin() + static_cast<std::ptrdiff_t>(at_), positions_.end(), p) - positions_.begin());
    return at_ < positions_.size() ? std::optional(positions_[at_]) : std::nullopt;
  }

 private:
  std::vector<Position> positions_;
  std::size_t at_ = 0;
};

}  // namespace deconflict::store
