#include "count/count.h"

#include <algorithm>

#include "base/words.h"
#include "count/quantity.h"

namespace deconflict::count {
namespace {

/// Counts what the quantities of each sentence say.
class Sentences : Words {
 public:
  explicit Sentences(Annotation& a) : Words(a), counts_(a.counts) {}

  void read(const Sentence& s) {
    open(s, terms_read_);
    if (!tells_of_acts()) return;
    quantities_.clear();
    for (std::uint32_t i = first_; i < last_;) {
      reach(i);
      Quantity q;
      const std::uint32_t after = quantity_at(*this, i, q);
      if (after == 0) {
        ++i;
        continue;
      }
      find_act(*this, q);
      quantities_.push_back(q);
      i = after;
    }
    inherit();
    for (const Quantity& q : quantities_) emit(q);
  }

 private:
  bool tells_of_acts() const {
    for (std::uint32_t i = first_; i < last_; ++i)
      if (term(i).act != Act::none || role(i) == Role::toll || any(i, {"lives", "life", "loss", "losses", "lost", "lose", "alive", "down", "custody", "blew", "blow", "blown", "price", "sacrifice", "end", "fate", "maker", "doom", "demise", "martyrdom", "last", "hell", "hellfire", "grave", "graves", "hereafter"})) return true;
    return false;
  }

  /// "…, six of them children", "… and five civilians": what befell those counted before.
  void inherit() {
    for (std::size_t i = 0; i < quantities_.size(); ++i) {
      Quantity& q = quantities_[i];
      if (q.min < 1 || q.act != Act::none) continue;
      if (q.single && !q.person) continue;
      for (std::size_t k = i; k > 0; --k) {
        const Quantity& before = quantities_[k - 1];
        if (before.min < 1 || before.act == Act::none) {
          if (q.joined && !before.single) continue;
          if (before.single) continue;
          break;
        }
        if (before.who_first <= q.first && q.first < before.who_last) break;  // "12 of 15 drones": what there was, not what was hit
        const bool beside = q.first <= before.who_last + 1 && !q.single;
        const bool near = q.first - before.who_last <= kPhrase + 4;
        if (q.part || beside || (q.joined && near && quiet(before.who_last, q.first))) {
          q.act = before.act;
          q.second = before.second;
          // "Including two nurses and a driver", but "including two nurses, and nine attackers".
          if (before.among && q.joined && q.first <= before.who_last + 1) q.among = true;
          if (q.joined && q.others == false && q.thing && q.act != Act::destroyed && q.act != Act::captured) q.act = Act::none;
        }
        break;
      }
    }
  }

  /// No predicate and no end of a sentence in [from, to).
  bool quiet(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
      if (strong(i) || role(i) == Role::aux || role(i) == Role::does || role(i) == Role::befalls) return false;
      if (tagged(i, Upos::VERB) && role(i) != Role::past && !names_him(i)) return false;
    }
    return true;
  }

  /// "A farmer, named as Hasan Rimi, and two of his sons".
  bool names_him(std::uint32_t i) const { return i > first_ && is(i - 1, ",") && any(i, {"named", "identified", "called", "known", "aged"}); }

  /// "Dozens", "a number of": as many of each as of both.
  bool vague(const Quantity& q) const {
    for (std::uint32_t i = q.first; i < q.last; ++i)
      if (role(i) == Role::vague || is(i, "number")) return true;
    return false;
  }

  /// "Nine people were killed and wounded": how many of each, nobody says.
  void share_casualties(const Quantity& q, Count& c) const {
    const auto casualties = [](Act x, Act y) { return x == Act::killed && y == Act::injured; };
    if (!q.both || q.min < 2 || vague(q) || (!casualties(q.act, q.second) && !casualties(q.second, q.act))) return;
    c.min = 1;
    if (c.max) --*c.max;
    c.said.clear();
  }

  /// "More than 60", "dozens", "about forty": how a reader was told it. Nothing of a plain number.
  std::string words_of_number(const Quantity& q) const {
    const bool rounded = any(q.first, {"about", "around", "nearly", "almost", "approximately", "roughly", "some"});
    if (q.single || (q.max == q.min && !rounded)) return {};
    std::string said = lower_ascii(a_.surface({a_.tokens[q.first].span.begin, a_.tokens[q.last - 1].span.end}));
    std::replace(said.begin(), said.end(), '\n', ' ');
    return said;
  }

  void emit(const Quantity& q) {
    if (q.min < 1 || q.act == Act::none) return;
    if (is(q.first, "both") && q.first > first_ && is(q.first - 1, ",")) return;  // "two guards, both of them recruits"
    if (q.thing && q.act != Act::destroyed && q.act != Act::captured) return;
    if (q.thing && q.act == Act::captured && !q.single) return;
    if (q.single && !q.person && q.act != Act::destroyed) return;
    if (q.single && q.act == Act::destroyed && !q.thing && !q.person && q.part) return;
    const std::uint32_t end = q.who_last > q.last ? q.who_last : q.last;
    Count c;
    c.span = {a_.tokens[q.first].span.begin, a_.tokens[end - 1].span.end};
    c.min = q.min;
    c.max = q.max;
    c.cumulative = cumulative(q);
    if (q.who_last > q.who_first) {
      c.who_span = {a_.tokens[q.who_first].span.begin, a_.tokens[q.who_last - 1].span.end};
      c.who = std::string(a_.surface(c.who_span));
    }
    c.said = words_of_number(q);
    c.part = q.among;
    share_casualties(q, c);
    for (const Act act : {q.act, q.second}) {
      if (act == Act::none) continue;
      c.what = name_of(act);
      counts_.push_back(c);
    }
  }

  /// "Since dawn", "since Sunday": one happening takes as long.
  bool of_these_days(std::uint32_t i) const {
    if (any(i, {"early", "late", "last", "the"})) ++i;
    return word(i).ends_with("day") || any(i, {"yesterday", "dawn", "morning", "midnight", "noon", "night", "overnight", "daybreak", "sunrise"});
  }

  /// "Which killed ten people, was the third since January": what is counted since then are such acts.
  bool ranks(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i + 1 < to; ++i)
      if (be(i))
        for (std::uint32_t k = i + 1; k < to; ++k)
          if (any(k, {"first", "second", "third", "fourth", "fifth", "sixth", "worst", "deadliest", "bloodiest", "largest", "biggest", "heaviest"})) return true;
    return false;
  }

  /// Does the number sum up more than one happening?
  bool cumulative(const Quantity& q) const {
    const std::uint32_t from = q.first > first_ + kLeft ? q.first - kLeft : first_, to = std::min(last_, q.who_last + kLeft);
    for (std::uint32_t i = from; i < to; ++i) {
      if (is(i, "bringing") && i < q.first) return true;
      if (is(i, "total") && i < q.first && !is(i - 1, "a")) return true;
      if (i >= q.who_last && is(i, "since") && !ranks(q.who_last, i) && !of_these_days(i + 1)) return true;
      if (is(i, "so") && is(i + 1, "far") && (i < q.first || is(i + 2, "this"))) return true;  // "so far this year"; "nine dead so far" is one happening's
    }
    return false;
  }

  std::vector<Count>& counts_;
  std::vector<Term> terms_read_;
  std::vector<Quantity> quantities_;
};

}  // namespace

void find_counts(Annotation& a) {
  a.counts.clear();
  Sentences reader(a);
  for (const Sentence& s : a.sentences)
    if (!s.boilerplate) reader.read(s);
  std::stable_sort(a.counts.begin(), a.counts.end(), [](const Count& x, const Count& y) { return x.span < y.span; });
}

}  // namespace deconflict::count
