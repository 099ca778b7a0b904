#include "store/event_search.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/date.h"
#include "base/utf8.h"
#include "store/candidates.h"
#include "store/conditions.h"
#include "store/event_index.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

struct Found {
  std::int64_t rank = 0, fid = 0, n_voices = 0, n_claims = 0;
  std::string id;
};

class Search {
 public:
  Search(Database& db, const Filter& filter, const SearchLimits& limits) : db_(db), f_(filter), limits_(limits), newest_(filter.order != Filter::Order::oldest) {}

  Result<std::vector<std::int64_t>> run() {
    STORE_TRY(ask());
    if (!nothing_) {
      if (f_.order == Filter::Order::voices && lists_all() && f_.from.empty() && f_.to.empty()) {
        STORE_TRY(read_by_voices());
        return page();
      }
      auto ways = stretches();
      if (!ways) return ways.error();
      for (const auto& stretch : *ways) {
        STORE_TRY(read(stretch));
        if (full()) break;
      }
    }
    return page();
  }

 private:
  bool in_day_order() const { return f_.order == Filter::Order::newest || f_.order == Filter::Order::oldest || f_.order == Filter::Order::stored; }
  std::string ordered(const std::string& rank) const {
    return newest_ ? rank + " <= ?2 AND " + rank + " >= ?3 ORDER BY " + rank + " DESC" : rank + " >= ?2 AND " + rank + " <= ?3 ORDER BY " + rank;
  }

  /// Turns the filter into lists of candidates and conditions on a row.
  Result<void> ask() {
    add_any_of(row_, "l.place_precision", f_.place_precisions);
    add_any_of(row_, "l.time_precision", f_.time_precisions);
    if (!f_.from.empty()) {
      row_.add("l.last_day >= ?");
      row_.value(f_.from);
    }
    if (!f_.kinds.empty()) STORE_TRY(ask_names("kind", {}, f_.kinds));
    if (f_.contested) STORE_TRY(ask_names("contested", {}, {"1"}));
    if (!f_.actor.empty()) STORE_TRY(ask_bearers("actor", f_.actor));
    if (!f_.voice.empty()) STORE_TRY(ask_bearers("voice", f_.voice));
    if (!f_.place.empty()) STORE_TRY(ask_names("place", utf8::fold(f_.place), {}));
    if (!f_.document.empty()) STORE_TRY(ask_document());
    for (const auto& box : boxes_of(f_)) STORE_TRY(ask_box(box));
    std::sort(known_.begin(), known_.end(), [](const auto& x, const auto& y) { return x.size() < y.size(); });
    return {};
  }

  Result<void> ask_bearers(const std::string& role, const std::string& wanted) {
    const std::string folded = utf8::fold(wanted);
    auto members = ids_named(db_, folded);
    if (!members) return members.error();
    return ask_names(role, folded, *members);
  }

  /// Names that contain `part` (where it is not empty), and those that are one of `whole`.
  Result<void> ask_names(const std::string& role, const std::string& part, const std::vector<std::string>& whole) {
    std::set<std::int64_t> names;
    auto add_all = [&](Statement& s) -> Result<void> {
      for (;;) {
        auto row = s.step();
        if (!row) return row.error();
        if (!*row) return {};
        names.insert(s.integer(0));
      }
    };
    if (!part.empty()) {
      auto s = db_.prepare("SELECT name FROM event_names WHERE role = ? AND instr(words, ?) > 0");
      if (!s) return s.error();
      s->bind(role, part);
      STORE_TRY(add_all(*s));
    }
    auto one = db_.prepare("SELECT name FROM event_names WHERE role = ? AND words = ?");
    if (!one) return one.error();
    for (const auto& words : whole) {
      one->bind(role, words);
      STORE_TRY(add_all(*one));
    }
    if (names.empty()) nothing_ = true;
    auto ranks = ranks_of(names);
    if (!ranks) return ranks.error();
    if (*ranks) {
      known_.push_back(std::move(**ranks));
    } else if (names.size() <= limits_.cursors) {
      named_.emplace_back(names.begin(), names.end());
    } else {
      ask_events(role, part, whole);
    }
    return {};
  }

  /// All of them, where they are few.
  Result<std::optional<std::vector<std::int64_t>>> ranks_of(const std::set<std::int64_t>& names) {
    auto s = db_.prepare("SELECT rank FROM event_named WHERE name = ?");
    if (!s) return s.error();
    std::vector<std::int64_t> ranks;
    for (const auto name : names) {
      s->bind(name);
      for (;;) {
        auto row = s->step();
        if (!row) return row.error();
        if (!*row) break;
        if (ranks.size() == limits_.known) return std::optional<std::vector<std::int64_t>>();
        ranks.push_back(s->integer(0));
      }
    }
    return std::optional(std::move(ranks));
  }

  /// So many names mean so many events that a page of them is soon found.
  void ask_events(const std::string& role, const std::string& part, const std::vector<std::string>& whole) {
    if (role == "kind") return add_any_of(row_, "l.kind", whole);
    if (role == "contested") return row_.add("l.contested");
    const std::string column = role == "actor"   ? "e.actor_keys"
                               : role == "voice" ? "e.voice_keys"
                                                 : "fold(coalesce(e.place, '') || '|' || coalesce(e.admin1, '') || '|' || coalesce(e.country, ''))";
    std::string any;
    const auto either = [&](const std::string& words) {
      any += std::string(any.empty() ? "" : " OR ") + "instr(" + column + ", ?) > 0";
      event_.value(words);
    };
    if (!part.empty()) either(part);
    for (const auto& words : whole) either("|" + words + "|");
    event_.add("(" + any + ")");
  }

  Result<void> ask_document() {
    auto s = db_.prepare("SELECT DISTINCT l.rank FROM event_claims c JOIN events e ON e.id = c.event JOIN event_list l ON l.fid = e.fid WHERE c.document = ?");
    if (!s) return s.error();
    s->bind(f_.document);
    return know(*s, SIZE_MAX);
  }

  Result<void> ask_box(const Box& b) {
    add_box(row_, b, "l.");
    if (b.west > b.east) return {};
    // The R*Tree keeps 32-bit bounds rounded outwards; the columns decide.
    auto s = db_.prepare(
        "SELECT l.rank FROM rtree_events_geom r CROSS JOIN event_list l ON l.fid = r.id WHERE r.minx <= ? AND r.maxx >= ? AND r.miny <= ? AND r.maxy >= ? LIMIT " + std::to_string(limits_.in_box + 1));
    if (!s) return s.error();
    s->bind(b.east, b.west, b.north, b.south);
    return know(*s, limits_.in_box);
  }

  /// Takes the ranks that the statement gives as candidates, unless there are more.
  Result<void> know(Statement& s, std::size_t most) {
    std::vector<std::int64_t> ranks;
    for (;;) {
      auto row = s.step();
      if (!row) return row.error();
      if (!*row) break;
      if (ranks.size() == most) return {};
      ranks.push_back(s.integer(0));
    }
    known_.push_back(std::move(ranks));
    return {};
  }

  Result<std::vector<Stretch>> stretches() {
    constexpr std::int64_t kLast = INT64_MAX - 1;
    for (const auto* day : {&f_.from, &f_.to})
      if (!day->empty() && !parse_iso_day(*day)) return Error{"usage.day", "", "'" + *day + "' is no day; write it as 2017-09-19"};
    const std::int64_t high = f_.to.empty() ? kLast : first_rank(f_.to) + kRanksADay - 1;
    if (f_.from.empty()) {
      std::vector<Stretch> all = {{0, high, false}};
      if (f_.to.empty()) all.push_back({kFirstUndated, -1, false});
      return all;
    }
    const std::int64_t low = first_rank(f_.from);
    const Stretch begun{low, high, false}, before{0, std::min(high, low - 1), true};
    return newest_ ? std::vector<Stretch>{begun, before} : std::vector<Stretch>{before, begun};
  }

  /// What is looked at of a row.
  std::string select() const {
    return "SELECT l.fid, l.id, l.n_voices, l.n_claims, l.lat, l.lon, l.rank FROM event_list l" + std::string(event_.empty() ? "" : " CROSS JOIN events e ON e.fid = l.fid") + " WHERE ";
  }

  Result<void> read(const Stretch& stretch) {
    if (stretch.low > stretch.high) return {};
    auto all = candidates(stretch);
    if (!all) return all.error();
    if (all->empty()) return read_list(stretch);
    auto look = db_.prepare(select() + "l.rank = ?" + row_.more() + event_.more());
    if (!look) return look.error();
    const Position end = newest_ ? -stretch.low : stretch.high;
    Position p = newest_ ? -stretch.high : stretch.low;
    while (p <= end) {
      // A list is asked for what all before it have.
      for (std::size_t agreed = 0; agreed < all->size();) {
        auto at = (*all)[agreed]->from(p);
        if (!at) return at.error();
        if (!*at || **at > end) return {};
        agreed = **at == p ? agreed + 1 : agreed == 0 ? 1 : 0;
        p = **at;
      }
      const std::int64_t rank = newest_ ? -p : p;
      if (ends_before(rank)) return {};
      look->bind(rank);
      bind_conditions(*look, 1);
      auto there = look->step();
      if (!there) return there.error();
      if (*there) {
        auto has = has_words(rank);
        if (!has) return has.error();
        if (*has) take(*look);
      }
      ++p;
    }
    return {};
  }

  /// Looking a few events up is less than reading all that have the words.
  bool asks_words() const { return !f_.text.empty() && !known_.empty() && known_.front().size() <= limits_.asked; }

  Result<bool> has_words(std::int64_t rank) {
    if (!asks_words()) return true;
    if (!words_) {
      auto s = db_.prepare("SELECT 1 FROM event_text WHERE event_text MATCH ? AND rowid = ?");
      if (!s) return s.error();
      words_ = std::move(*s);
    }
    return words_->bind(match_words(f_.text), rank).step();
  }

  bool lists_all() const { return known_.empty() && named_.empty() && f_.text.empty(); }

  Result<void> read_by_voices() {
    const std::string limit = f_.limit < SIZE_MAX - f_.offset ? " LIMIT " + std::to_string(f_.limit + f_.offset) : "";
    auto s = db_.prepare(select() + "1" + row_.more() + event_.more() + " ORDER BY l.n_voices DESC, l.n_claims DESC, l.id" + (shaped(f_) ? "" : limit));
    if (!s) return s.error();
    bind_conditions(*s, 0);
    for (;;) {
      auto row = s->step();
      if (!row) return row.error();
      if (!*row || found_.size() >= f_.offset + std::min(f_.limit, SIZE_MAX - f_.offset)) return {};
      take(*s);
    }
  }

  /// Where nothing but conditions on a row is asked: the list from one end to the other.
  Result<void> read_list(const Stretch& stretch) {
    const std::string order = ordered("l.rank");
    const auto cut = order.find(" ORDER BY");
    auto s = db_.prepare(select() + order.substr(0, cut) + row_.more() + event_.more() + order.substr(cut));
    if (!s) return s.error();
    s->put(2, newest_ ? stretch.high : stretch.low);
    s->put(3, newest_ ? stretch.low : stretch.high);
    bind_conditions(*s, 3);
    for (;;) {
      auto row = s->step();
      if (!row) return row.error();
      if (!*row || ends_before(s->integer(6))) return {};
      take(*s);
    }
  }

  void bind_conditions(Statement& s, int at) const {
    row_.bind(s, at);
    event_.bind(s, at + row_.count());
  }

  void take(const Statement& row) {
    const auto number = [&](int column) { return row.null(column) ? std::nullopt : std::optional(row.real(column)); };
    if (shaped(f_) && !lies_in_shape(f_, number(4), number(5))) return;
    found_.push_back({row.integer(6), row.integer(0), row.integer(2), row.integer(3), row.string(1)});
    // Of an order that is not the list's no more are kept than may be shown.
    constexpr std::size_t kSpare = 10'000;
    if (!in_day_order() && f_.limit < SIZE_MAX - f_.offset - kSpare && found_.size() > 2 * (f_.offset + f_.limit) + kSpare) {
      std::nth_element(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(f_.offset + f_.limit), found_.end(), [this](const Found& x, const Found& y) { return before(x, y); });
      found_.resize(f_.offset + f_.limit);
    }
  }

  /// The rarest first, as far as that is known. None where every row of the list is to be looked at.
  Result<std::vector<std::unique_ptr<Candidates>>> candidates(const Stretch& stretch) {
    std::vector<std::unique_ptr<Candidates>> all;
    for (const auto& ranks : known_) all.push_back(std::make_unique<Known>(ranks, newest_));
    const std::string named = "SELECT rank FROM event_named WHERE name = ?1 AND " + ordered("rank");
    if (stretch.lasting) {
      auto lasting = std::make_unique<Merged>();
      constexpr int kLongest = 24;
      for (int c = 0; c <= kLongest; ++c) STORE_TRY(add_lasting(*lasting, c, stretch, named));
      all.push_back(std::move(lasting));
    }
    for (const auto& names : named_) {
      auto merged = std::make_unique<Merged>();
      for (const auto name : names) {
        auto s = db_.prepare(named);
        if (!s) return s.error();
        merged->add({std::move(*s), newest_, stretch, [name](Statement& at) { at.bind(name); }});
      }
      all.push_back(std::move(merged));
    }
    if (!f_.text.empty() && !asks_words()) {
      auto s = db_.prepare("SELECT rowid FROM event_text WHERE event_text MATCH ?1 AND " + ordered("rowid"));
      if (!s) return s.error();
      auto merged = std::make_unique<Merged>();
      merged->add({std::move(*s), newest_, stretch, [words = match_words(f_.text)](Statement& at) { at.bind(words); }});
      all.push_back(std::move(merged));
    }
    return all;
  }

  /// Those of one length that begin before the days asked for and may reach into them.
  Result<void> add_lasting(Merged& lasting, int length, const Stretch& stretch, const std::string& named) {
    auto find = db_.prepare("SELECT name FROM event_names WHERE role = 'lasts' AND words = ?");
    if (!find) return find.error();
    auto there = find->bind(std::to_string(length)).step();
    if (!there) return there.error();
    if (!*there) return {};
    const std::int64_t name = find->integer(0);
    const std::int64_t low = std::max(stretch.low, first_rank(f_.from) - (std::int64_t{2} << length) * kRanksADay);
    auto s = db_.prepare(named);
    if (!s) return s.error();
    lasting.add({std::move(*s), newest_, Stretch{low, stretch.high}, [name](Statement& at) { at.bind(name); }});
    return {};
  }

  /// A full page is not left before the day is read whole: events of one day go by their ids.
  bool ends_before(std::int64_t rank) const { return full() && day_of(rank) != day_of(found_.back().rank); }
  bool full() const { return in_day_order() && !found_.empty() && found_.size() >= f_.offset && found_.size() - f_.offset >= f_.limit; }
  static std::int64_t day_of(std::int64_t rank) { return rank < 0 ? -1 : rank / kRanksADay; }

  bool before(const Found& x, const Found& y) const {
    if (f_.order == Filter::Order::voices && (x.n_voices != y.n_voices || x.n_claims != y.n_claims)) return x.n_voices != y.n_voices ? x.n_voices > y.n_voices : x.n_claims > y.n_claims;
    const auto a = day_of(x.rank), b = day_of(y.rank);
    if (!in_day_order() || a == b) return x.id < y.id;
    if (a < 0 || b < 0) return b < 0;
    return newest_ ? a > b : a < b;
  }

  std::vector<std::int64_t> page() {
    const std::size_t begin = std::min(f_.offset, found_.size()), end = begin + std::min(f_.limit, found_.size() - begin);
    std::partial_sort(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(end), found_.end(), [this](const Found& x, const Found& y) { return before(x, y); });
    std::vector<std::int64_t> rows;
    for (std::size_t i = begin; i < end; ++i) rows.push_back(found_[i].fid);
    return rows;
  }

  Database& db_;
  const Filter& f_;
  const SearchLimits limits_;
  bool newest_, nothing_ = false;
  Where row_;    ///< on event_list
  Where event_;  ///< on events, `e`
  std::vector<std::vector<std::int64_t>> known_, named_;  ///< ranks; numbers of names
  std::optional<Statement> words_;
  std::vector<Found> found_;
};

}  // namespace

Result<std::vector<std::int64_t>> search_events(Database& db, const Filter& filter, const SearchLimits& limits) {
  if (filter.limit == 0) return std::vector<std::int64_t>();
  return Search(db, filter, limits).run();
}

}  // namespace deconflict::store
