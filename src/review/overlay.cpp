#include <algorithm>
#include <array>
#include <set>

#include "review/review.h"

namespace deconflict::review {

namespace {

constexpr std::array<std::pair<Action, std::string_view>, 6> kActions = {{{Action::accept, "accept"},
                                                                          {Action::reject, "reject"},
                                                                          {Action::correct, "correct"},
                                                                          {Action::split, "split"},
                                                                          {Action::merge, "merge"},
                                                                          {Action::undo, "undo"}}};

EventReview mark_of(const Review& r, std::string was = {}) {
  return {r.id, r.on_claim ? std::string(name_of(r.action)) + " claim" : std::string(name_of(r.action)), r.field, std::move(was), r.value, r.author, r.time, r.reason};
}

std::string by_whom(const Review& r) { return r.author + (r.reason.empty() ? "" : ": " + r.reason); }

std::vector<ClaimRef> all_of(const Resolved& r) {
  std::vector<ClaimRef> all;
  for (const auto& part : r.parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

class Overlay {
 public:
  Overlay(std::vector<Event> events, const std::vector<Resolved>& reviews, const Context& context) : reviews_(reviews), context_(context) {
    std::sort(events.begin(), events.end(), [](const Event& x, const Event& y) { return x.id < y.id; });
    for (auto& e : events) {
      for (const auto& ref : e.claims) where_[ref] = work_.size();
      Working w;
      w.linked = e.id;
      w.event = std::move(e);
      work_.push_back(std::move(w));
    }
  }

  Outcome run() {
    for (const auto& r : reviews_) {
      State& state = out_.states[r.review.id];
      if (all_of(r).empty()) state = {false, "none of its claims is in the ledger"};
      else if (!r.complete) state.note = "some of its claims are no longer in the ledger";
    }
    each(true, {Action::accept, Action::reject, Action::correct}, [&](const Resolved& r) { on_claims(r); });
    each(false, {Action::merge, Action::split}, [&](const Resolved& r) { r.review.action == Action::merge ? merge(r) : split(r); });
    for (std::size_t i = 0; i < work_.size(); ++i)
      if (work_[i].retell) retell(work_[i]);
    each(false, {Action::accept, Action::reject, Action::correct}, [&](const Resolved& r) { on_event(r); });
    finish();
    return std::move(out_);
  }

 private:
  struct Working {
    Event event;
    std::string linked;  ///< id of the linked event that it is; empty for one that a split made
    bool retell = false;
    bool touched = false;
    std::string removed;  ///< why it is not shown; empty: it is
  };

  template <class F>
  void each(bool on_claim, std::initializer_list<Action> actions, F&& f) {
    for (const auto& r : reviews_)
      if (r.review.on_claim == on_claim && std::find(actions.begin(), actions.end(), r.review.action) != actions.end() && out_.states[r.review.id].holds) f(r);
  }

  void orphan(const Resolved& r, std::string note) { out_.states[r.review.id] = {false, std::move(note)}; }

  /// The event that most of the claims tell of; of equals the one of the first claim.
  std::optional<std::size_t> event_of(const std::vector<ClaimRef>& claims) const {
    std::map<std::size_t, std::size_t> votes;
    std::optional<std::size_t> best;
    for (const auto& ref : claims)
      if (const auto found = where_.find(ref); found != where_.end()) ++votes[found->second];
    for (const auto& ref : claims)
      if (const auto found = where_.find(ref); found != where_.end() && (!best || votes[found->second] > votes[*best])) best = found->second;
    return best;
  }

  void on_claims(const Resolved& r) {
    for (const auto& ref : all_of(r)) {
      const auto found = where_.find(ref);
      if (r.review.action == Action::accept) out_.claims[ref] = "accepted";
      if (found == where_.end()) continue;
      Working& w = work_[found->second];
      w.touched = true;
      if (r.review.action == Action::accept) {
        w.event.reviews.push_back(mark_of(r.review));
        continue;
      }
      w.retell = true;
      if (r.review.action == Action::correct) {
        Annotation* a = own(ref.doc);
        if (a == nullptr) continue;
        for (Claim& c : a->claims) {
          if (c.id != ref.claim) continue;
          w.event.reviews.push_back(mark_of(r.review));
          correct(c, r.review.field, r.review.value);
          out_.claims[ref] = "corrected";
        }
        continue;
      }
      out_.claims[ref] = "rejected";
      w.event.reviews.push_back(mark_of(r.review));
      std::erase(w.event.claims, ref);
      where_.erase(found);
      if (w.event.claims.empty()) w.removed = "its claim was rejected (" + r.review.id + ") by " + by_whom(r.review);
    }
  }

  void merge(const Resolved& r) {
    std::vector<std::size_t> events;
    for (const auto& part : r.parts)
      if (const auto e = event_of(part); e && std::find(events.begin(), events.end(), *e) == events.end()) events.push_back(*e);
    if (events.empty()) return orphan(r, "its claims tell of no event any more");
    const std::size_t into = events.front();
    Working& whole = work_[into];
    whole.touched = true;
    const auto first = whole.event.claims.front();
    for (std::size_t i = 1; i < events.size(); ++i) {
      Working& part = work_[events[i]];
      MergeReason why{first, part.event.claims.front(), 1, {"joined by " + by_whom(r.review)}};
      auto& to = whole.event;
      for (const auto& ref : part.event.claims) where_[ref] = into;
      to.claims.insert(to.claims.end(), part.event.claims.begin(), part.event.claims.end());
      to.why.insert(to.why.end(), part.event.why.begin(), part.event.why.end());
      to.why.push_back(std::move(why));
      to.reviews.insert(to.reviews.end(), part.event.reviews.begin(), part.event.reviews.end());
      part.event.claims.clear();
      part.touched = true;
      part.retell = false;
      part.removed = "joined into " + whole.event.id + " (" + r.review.id + ") by " + by_whom(r.review);
      whole.retell = true;
    }
    whole.event.reviews.push_back(mark_of(r.review));
  }

  void split(const Resolved& r) {
    if (r.parts.size() < 2) return orphan(r, "it does not say what is to be kept apart");
    const std::set<ClaimRef> out(r.parts[0].begin(), r.parts[0].end());
    std::set<std::size_t> events;
    for (const auto& ref : r.parts[1])
      if (const auto found = where_.find(ref); found != where_.end()) events.insert(found->second);
    bool found_any = false;
    for (const auto at : events) {
      Working apart;
      for (const auto& ref : work_[at].event.claims)
        if (out.contains(ref)) apart.event.claims.push_back(ref);
      if (apart.event.claims.empty()) continue;
      Working& rest = work_[at];
      std::erase_if(rest.event.claims, [&](const ClaimRef& ref) { return out.contains(ref); });
      for (const auto& ref : apart.event.claims) where_[ref] = work_.size();
      apart.event.why = rest.event.why;
      apart.touched = rest.touched = apart.retell = rest.retell = true;
      rest.event.reviews.push_back(mark_of(r.review));
      apart.event.reviews.push_back(mark_of(r.review));
      work_.push_back(std::move(apart));
      found_any = true;
    }
    // Apart already: the mark says that they are to stay so.
    for (const auto& part : r.parts)
      if (const auto e = found_any ? std::nullopt : event_of(part)) {
        work_[*e].touched = true;
        work_[*e].event.reviews.push_back(mark_of(r.review));
      }
  }

  void on_event(const Resolved& r) {
    const auto claims = all_of(r);
    const auto at = event_of(claims);
    if (!at) return orphan(r, "its claims tell of no event any more");
    Working& w = work_[*at];
    if (r.review.action == Action::reject) {
      // What joined it later was not rejected with it.
      const auto rejected = static_cast<std::size_t>(std::count_if(w.event.claims.begin(), w.event.claims.end(), [&](const ClaimRef& ref) { return std::find(claims.begin(), claims.end(), ref) != claims.end(); }));
      if (2 * rejected < w.event.claims.size()) return orphan(r, "its claims are now the smaller part of " + w.event.id + "; look at that event and review it again");
      w.removed = "rejected (" + r.review.id + ") by " + by_whom(r.review);
    }
    w.touched = true;
    w.event.reviews.push_back(mark_of(r.review, r.review.action == Action::correct ? value_in_words(w.event, r.review.field) : std::string()));
    if (r.review.action == Action::correct) correct(w.event, r.review.field, r.review.value, context_);
  }

  /// A copy of a document's record that corrections of claims may change.
  Annotation* own(const std::string& id) {
    auto [at, fresh] = corrected_.try_emplace(id);
    if (fresh) {
      const Annotation* a = context_.document(id);
      if (a == nullptr) {
        corrected_.erase(at);
        return nullptr;
      }
      at->second = *a;
    }
    return &at->second;
  }

  void retell(Working& w) {
    if (w.event.claims.empty()) return;
    std::vector<const Annotation*> records;
    std::set<std::string> seen;
    for (const auto& ref : w.event.claims) {
      if (!seen.insert(ref.doc).second) continue;
      const auto changed = corrected_.find(ref.doc);
      if (const Annotation* a = changed != corrected_.end() ? &changed->second : context_.document(ref.doc)) records.push_back(a);
    }
    Event told = link::as_one(records, w.event.claims, context_.wholes, context_.copies);
    if (told.claims.empty()) return;
    const std::set<ClaimRef> of(told.claims.begin(), told.claims.end());
    for (auto& why : w.event.why)
      if (of.contains(why.a) && of.contains(why.b)) told.why.push_back(std::move(why));
    told.reviews = std::move(w.event.reviews);
    // A linked event keeps its id, whatever was taken from it or added.
    if (!w.linked.empty()) told.id = w.linked;
    else
      for (int n = 2; std::any_of(work_.begin(), work_.end(), [&](const Working& other) { return other.event.id == told.id; }); ++n) told.id = told.id.substr(0, told.id.find('-')) + "-" + std::to_string(n);
    w.event = std::move(told);
  }

  void finish() {
    for (auto& w : work_) {
      if (w.touched && !w.linked.empty()) out_.touched.push_back(w.linked);
      if (!w.removed.empty()) {
        if (!w.linked.empty()) out_.removed.emplace(w.linked, std::move(w.removed));
      } else if (!w.event.claims.empty()) {
        out_.events.push_back(std::move(w.event));
      }
    }
    std::sort(out_.events.begin(), out_.events.end(), [](const Event& x, const Event& y) { return x.id < y.id; });
    std::sort(out_.touched.begin(), out_.touched.end());
  }

  const std::vector<Resolved>& reviews_;
  const Context& context_;
  std::vector<Working> work_;
  std::map<ClaimRef, std::size_t> where_;
  std::map<std::string, Annotation> corrected_;
  Outcome out_;
};

}  // namespace

std::string_view name_of(Action action) {
  for (const auto& [value, name] : kActions)
    if (value == action) return name;
  return {};
}

std::optional<Action> parse_action(std::string_view name) {
  for (const auto& [value, text] : kActions)
    if (text == name) return value;
  return std::nullopt;
}

Outcome apply(std::vector<Event> events, const std::vector<Resolved>& reviews, const Context& context) { return Overlay(std::move(events), reviews, context).run(); }

}  // namespace deconflict::review
