#include "claim/tally.h"

#include <algorithm>
#include <numeric>

#include "base/words.h"
#include "claim/nearby.h"
#include "count/terms.h"

namespace deconflict::claim {

namespace {

using count::Act;

/// What the words of a hit say became of its recipients.
Act act_of(const Tree& tree, const Kinds& kinds, const Hit& hit) {
  const Act said = count::term_of(tree.surface(hit.head)).act;
  if (one_of(tree.lemma(hit.head), {"lose", "sacrifice"}))
    if (const auto object = tree.child(hit.head, Deprel::obj); object && tree.lemma(*object) == "life") return Act::killed;
  if (hit.last > hit.head && tree.is_word(hit.last, "dead")) return Act::killed;  // "was found dead"
  switch (said) {
    case Act::killed: case Act::injured: case Act::captured: case Act::arrested: case Act::abducted: return said;
    case Act::none: break;
    default: return Act::none;
  }
  const auto& kind = kinds.all[kinds.triggers[hit.trigger].kind].name;
  return kind == "killing" ? Act::killed : kind == "arrest" ? Act::arrested : kind == "abduction" ? Act::abducted : Act::none;
}

/// A person by name or title, or a noun for one with an article ("the mayor", "another associate"); nobody in "no soldier", "every soldier".
bool one_person(const Annotation& a, const Tree& tree, TokenIndex head) {
  if (a.tokens[head].upos == Upos::PRON)
    return one_of(lower_ascii(tree.surface(head)), {"he", "him", "she", "her"});
  if (a.tokens[head].upos == Upos::PROPN) {
    bool person = false, other = false;
    each_overlapping(a.mentions, a.tokens[head].span, [&](const Mention& m) { (m.type == MentionType::PER ? person : other) = true; });
    if (person || other) return person && !other;
  }
  if ((a.tokens[head].upos != Upos::NOUN && a.tokens[head].upos != Upos::PROPN) || count::term_of(tree.surface(head)).role != count::Role::person) return false;
  // "Rebel leader Karim Rahim" too.
  const bool named = head + 1 < a.tokens.size() && a.tokens[head + 1].sentence == a.tokens[head].sentence && a.tokens[head + 1].upos == Upos::PROPN;
  // Headlines leave articles out: "Soldier killed in ambush".
  const bool bare = a.sentences[a.tokens[head].sentence].headline && lower_ascii(tree.surface(head)) == tree.lemma(head) && !tree.surface(head).ends_with("s");
  bool definite = named || bare || a.tokens[head].upos == Upos::PROPN;
  for (TokenIndex c : tree.children(head)) {
    const Deprel d = a.tokens[c].deprel;
    if (d == Deprel::det) {
      const auto word = tree.lemma(c);
      if (word == "no" || word == "any" || word == "every" || word == "each") return false;
      definite = true;
    }
    definite = definite || d == Deprel::nmod_poss || ((d == Deprel::flat || d == Deprel::appos) && a.tokens[c].upos == Upos::PROPN);
  }
  return definite;
}

/// The words up to the name's end: "the mayor", not "the mayor along with two guards".
Span name_of_one(const Annotation& a, TokenIndex head, Span phrase) {
  TokenIndex last = head;
  while (last + 1 < a.tokens.size() && a.tokens[last + 1].span.end <= phrase.end && a.tokens[last + 1].upos == Upos::PROPN) ++last;
  return {phrase.begin, a.tokens[last].span.end};
}

bool counted(const Annotation& a, const std::vector<std::uint32_t>& own, Span phrase) {
  return std::any_of(own.begin(), own.end(), [&](std::uint32_t i) { return a.counts[i].span.overlaps(phrase); });
}

}  // namespace

std::vector<std::uint32_t> count_persons(Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit, const Roles& roles, const std::vector<std::uint32_t>& own) {
  std::vector<std::uint32_t> added;
  const Act act = act_of(tree, kinds, hit);
  if (act == Act::none) return added;
  // "The dead were two farmers and a driver": one is not all.
  const auto several = [&](const auto& part) { return part.role == Role::recipient && part.rule == std::string_view("who is told behind") && !one_person(a, tree, part.head); };
  if (std::any_of(roles.parts.begin(), roles.parts.end(), several)) return added;
  for (const auto& part : roles.parts) {
    if (part.role != Role::recipient || !one_person(a, tree, part.head) || counted(a, own, part.span)) continue;
    // "One of the wounded was identified as Karim Odeh".
    const bool that_one = part.rule == std::string_view("who is told behind") && std::any_of(own.begin(), own.end(), [&](std::uint32_t i) { return a.counts[i].min == 1 && a.counts[i].what == count::name_of(act); });
    // "Three reporters: Karim Odeh, …", "twelve miners, including …": whom the number counts already.
    const bool within = part.rule == std::string_view("named behind") || part.rule == std::string_view("included");
    if (that_one || within) continue;
    Count c;
    c.span = name_of_one(a, part.head, part.span);
    c.what = count::name_of(act);
    c.min = 1;
    c.max = 1;
    added.push_back(static_cast<std::uint32_t>(a.counts.size()));
    a.counts.push_back(std::move(c));
  }
  return added;
}

bool sums_several(const Annotation& a, const Tree& tree, const Kinds& kinds, const Hit& hit) {
  constexpr TokenIndex kFar = 25;
  for (TokenIndex i = hit.first; i < a.tokens.size() && i < hit.last + kFar && a.tokens[i].sentence == a.tokens[hit.head].sentence; ++i) {
    if (a.tokens[i].upos != Upos::NOUN || !kinds.in("undertaking", tree.lemma(i)) || !one_of(tree.preposition(i), {"in", "during", "across", "throughout"})) continue;
    if (lower_ascii(tree.surface(i)) == tree.lemma(i)) continue;
    for (TokenIndex c : tree.children(i))
      if (c < i && (a.tokens[c].upos == Upos::NUM || one_of(tree.lemma(c), {"separate", "several", "multiple", "numerous", "various", "many"}))) return true;
  }
  return false;
}

namespace {

/// Adds up those whom one happening took, of whom several verbs tell; the dead and hurt of an event are summed up where it is made.
class Summer {
 public:
  Summer(Annotation& a, std::vector<bool> placed) : a_(a), placed_(std::move(placed)) {}

  void run() {
    for (Claim& c : a_.claims)
      if (!c.background && is_actual(c.realis)) take(c);
  }

 private:
  static bool taken(const Count& n) { return n.what == "captured" || n.what == "arrested"; }

  void take(Claim& c) {
    std::vector<std::uint32_t> own;
    for (const auto i : c.counts)
      if (taken(a_.counts[i]) && !a_.counts[i].cumulative) own.push_back(i);
    if (own.empty()) return;
    // "The arrested leader": one who was counted already.
    if (last_ != nullptr && std::all_of(own.begin(), own.end(), [&](std::uint32_t i) { return told_again(a_.counts[i]); })) return;
    std::sort(own.begin(), own.end(), [&](std::uint32_t x, std::uint32_t y) { return a_.counts[x].span < a_.counts[y].span; });
    const bool fresh = std::none_of(own.begin(), own.end(), [&](std::uint32_t i) { return std::find(running_.begin(), running_.end(), i) != running_.end(); });
    if (last_ != nullptr && fresh && same_scene(*last_, c) && adds(c, own)) running_.insert(running_.end(), own.begin(), own.end());
    else running_ = own;
    last_ = &c;
    if (running_.size() > 1 && separate()) emit(c);
  }

  bool told_again(const Count& n) const {
    const auto words = lower_ascii(a_.surface(n.span));
    const bool one_before = std::any_of(running_.begin(), running_.end(), [&](std::uint32_t k) { return a_.counts[k].min == 1; });
    return n.min == 1 && n.who.empty() && one_before && (words.starts_with("the ") || one_of(words, {"he", "him", "she", "her"}));
  }

  /// Are those of c others than those told before?
  bool adds(const Claim& c, const std::vector<std::uint32_t>& own) const {
    for (const auto i : own)
      for (const auto k : running_)
        if (!a_.counts[i].who.empty() && a_.counts[i].who == a_.counts[k].who) return false;
    if (c.span == last_->span) return true;
    // "Captured a leader. … They detained two suspects": of one and of several, the several are not the one.
    const bool one_before = running_.size() == 1 && a_.counts[running_[0]].min == 1;
    return std::all_of(own.begin(), own.end(), [&](std::uint32_t i) {
      const Span s = a_.counts[i].span;
      return (one_before && a_.counts[i].min > 1 && !a_.counts[i].who.empty()) || says_more(a_.surface(s)) || says_also(a_.text.substr(c.span.begin, s.begin - c.span.begin));
    });
  }

  /// "Two additional insurgents", "three of his associates" says nothing of the kind.
  static bool says_more(std::string_view words) { return has_word(words, {"additional", "another", "other", "others", "more", "further"}) && words.substr(0, 4) != "more"; }
  static bool says_also(std::string_view words) { return has_word(words, {"also"}); }

  static bool has_word(std::string_view text, std::initializer_list<std::string_view> words) {
    for (std::size_t at = 0; at < text.size();) {
      auto end = text.find_first_of(" \n", at);
      if (end == std::string_view::npos) end = text.size();
      if (one_of(lower_ascii(text.substr(at, end - at)), words)) return true;
      at = end + 1;
    }
    return false;
  }

  /// Neither day nor place tells them apart.
  bool same_scene(const Claim& x, const Claim& y) const {
    if (!x.time.value.empty() && !y.time.value.empty() && x.time.value != y.time.value) return false;
    if (!placed_[index_of(x)] || !placed_[index_of(y)]) return true;
    for (const auto& p : x.places)
      for (const auto& q : y.places)
        if (a_.places[p.place].name == a_.places[q.place].name) return true;
    return false;
  }

  std::size_t index_of(const Claim& c) const { return static_cast<std::size_t>(&c - a_.claims.data()); }

  /// No number among them is part of another ("six men, two of them armed", "ten people, including a child").
  bool separate() const {
    for (std::size_t k = 1; k < running_.size(); ++k) {
      const Span before = a_.counts[running_[k - 1]].span, now = a_.counts[running_[k]].span;
      if (before.overlaps(now) || before.end > now.begin) return false;
      const auto between = a_.text.substr(before.end, now.begin - before.end);
      if (has_word(between, {"among", "whom", "namely", "toll", "total"}) || has_word(a_.surface(now), {"them", "those"})) return false;
      // "Weapons to include rifles were seized and two men held" counts nobody among the weapons.
      constexpr std::size_t kJust = 20;  // bytes
      if (has_word(between.substr(between.size() > kJust ? between.size() - kJust : 0), {"including", "includes", "include"})) return false;
    }
    return true;
  }

  void emit(Claim& c) {
    Count sum;
    sum.span = a_.counts[running_.back()].span;
    sum.what = a_.counts[running_.back()].what;
    sum.max = 0;
    for (const auto i : running_) {
      const Count& n = a_.counts[i];
      sum.min += n.min;
      if (!n.max) sum.max.reset();
      else if (sum.max) *sum.max += *n.max;
    }
    sum.cumulative = true;
    sum.of = running_;
    c.counts.push_back(static_cast<std::uint32_t>(a_.counts.size()));
    a_.counts.push_back(std::move(sum));
  }

  Annotation& a_;
  std::vector<bool> placed_;
  std::vector<std::uint32_t> running_;  ///< the counts of the happening so far
  const Claim* last_ = nullptr;         ///< the claim that told of it last
};

void sort_counts(Annotation& a) {
  std::vector<std::uint32_t> order(a.counts.size()), place(a.counts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return a.counts[x].span < a.counts[y].span; });
  std::vector<Count> sorted;
  for (std::uint32_t k = 0; k < order.size(); ++k) {
    place[order[k]] = k;
    sorted.push_back(std::move(a.counts[order[k]]));
  }
  a.counts = std::move(sorted);
  for (Count& n : a.counts)
    for (auto& i : n.of) i = place[i];
  for (Claim& c : a.claims) {
    for (auto& i : c.counts) i = place[i];
    std::sort(c.counts.begin(), c.counts.end());
  }
}

}  // namespace

void sum_up(Annotation& a, std::vector<bool> placed) {
  Summer(a, std::move(placed)).run();
  sort_counts(a);
}

}  // namespace deconflict::claim
