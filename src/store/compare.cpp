#include "store/compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "review/review.h"

namespace deconflict::store {

namespace {

struct DocumentState {
  std::string input, build;
};
using Documents = std::map<std::string, DocumentState>;
using Contents = std::map<std::string, std::string>;  ///< id → content

std::string listed(const std::vector<std::string>& names, std::string_view with = "; ") {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : std::string(with)) + name;
  return out;
}

std::string claims_in_words(const std::vector<ClaimRef>& refs) {
  std::vector<std::string> out;
  for (const auto& r : refs) out.push_back(r.doc + "#" + r.claim);
  std::sort(out.begin(), out.end());
  return listed(out);
}

std::string contradictions_in_words(const Event& e) {
  std::vector<std::string> out;
  for (const auto& c : e.contradictions) {
    std::vector<std::string> values;
    for (const auto& v : c.values) values.push_back(v.value);
    out.push_back(c.field + " " + listed(values, " | "));
  }
  return listed(out);
}

std::vector<FieldChange> differences(const EventRow& before, const EventRow& after) {
  const Event &a = before.event, &b = after.event;
  std::vector<FieldChange> out;
  auto add = [&](std::string field, std::string x, std::string y) {
    if (x != y) out.push_back({std::move(field), std::move(x), std::move(y)});
  };
  add("id", a.id, b.id);
  for (const char* field : {"kind", "time", "place", "actor", "recipient"}) add(field, review::value_in_words(a, field), review::value_in_words(b, field));
  std::set<std::string> counts;
  for (const Event* e : {&a, &b})
    for (const auto& c : e->counts) counts.insert(c.what);
  for (const auto& what : counts) add(what, review::value_in_words(a, what), review::value_in_words(b, what));
  auto voices = [](const Event& e) {
    std::vector<std::string> names;
    for (const auto& v : e.voices) names.push_back(v.name);
    return listed(names);
  };
  auto told = [](const EventRow& row) {
    std::vector<std::string> words;
    for (const Realis r : row.realis) words.emplace_back(name_of(r));
    if (row.background) words.emplace_back("background");
    return listed(words);
  };
  add("voices", voices(a), voices(b));
  add("told as", told(before), told(after));
  add("contradictions", contradictions_in_words(a), contradictions_in_words(b));
  add("claims", claims_in_words(a.claims), claims_in_words(b.claims));
  return out;
}

class Comparing {
 public:
  Comparing(const Moment& a, const Moment& b, const std::function<bool(EventChange&&)>& one) : a_(a), b_(b), one_(one) {}

  Result<Difference> run() {
    for (const auto& side : {std::pair{&a_, &documents_a_}, std::pair{&b_, &documents_b_}}) {
      auto done = side.first->ledger->each_document_state(side.first->as_of, [&](const std::string& id, const std::string& input, const std::string& build) { side.second->emplace(id, DocumentState{input, build}); });
      if (!done) return done.error();
    }
    compare_documents();
    Contents gone, added;
    std::vector<std::string> changed;
    auto done = a_.ledger->each_event_content(a_.as_of, [&](const std::string& id, const std::string& content) { gone.emplace(id, content); });
    if (!done) return done.error();
    done = b_.ledger->each_event_content(b_.as_of, [&](const std::string& id, const std::string& content) {
      const auto found = gone.find(id);
      if (found == gone.end()) {
        added.emplace(id, content);
        return;
      }
      if (found->second == content) ++out_.events_same;
      else changed.push_back(id);
      gone.erase(found);
    });
    if (!done) return done.error();
    std::map<std::string, std::string> pairs;  // id in b → id in a
    for (const auto& id : changed) pairs.emplace(id, id);
    std::map<std::string, EventRow> rows_gone;
    if (auto r = load(a_, gone, rows_gone); !r) return r.error();
    std::map<std::string, EventRow> rows_added;
    if (auto r = load(b_, added, rows_added); !r) return r.error();
    match(rows_gone, rows_added, pairs);
    std::map<std::string, EventChange> changes;
    for (const auto& [id_b, id_a] : pairs) {
      auto before = row_at(a_, id_a), after = row_at(b_, id_b);
      if (!before) return before.error();
      if (!after) return after.error();
      EventChange c{EventChange::What::changed, after->event, id_a == id_b ? "" : id_a, differences(*before, *after), {}};
      c.reasons = why_changed(before->event, after->event);
      rows_gone.erase(id_a);
      rows_added.erase(id_b);
      changes.emplace(id_b, std::move(c));
    }
    for (auto& [id, row] : rows_added) changes.emplace(id, EventChange{EventChange::What::added, row.event, {}, {}, why_changed({}, row.event)});
    for (auto& [id, row] : rows_gone) {
      auto reasons = why_gone(row.event);
      if (!reasons) return reasons.error();
      changes.emplace(id, EventChange{EventChange::What::gone, row.event, {}, {}, std::move(*reasons)});
    }
    for (auto& [id, change] : changes)
      if (!one_(std::move(change))) break;
    return std::move(out_);
  }

 private:
  void compare_documents() {
    std::set<std::string> builds_a, builds_b;
    for (const auto& [id, d] : documents_a_) {
      builds_a.insert(d.build);
      if (!documents_b_.contains(id)) out_.documents_gone.push_back(id);
    }
    for (const auto& [id, d] : documents_b_) {
      builds_b.insert(d.build);
      const auto before = documents_a_.find(id);
      if (before == documents_a_.end()) out_.documents_added.push_back(id);
      else if (before->second.input != d.input) out_.documents_changed.push_back(id);
    }
    std::set_difference(builds_b.begin(), builds_b.end(), builds_a.begin(), builds_a.end(), std::back_inserter(out_.builds));
  }

  static Result<EventRow> row_at(const Moment& m, const std::string& id) {
    auto row = m.ledger->event(id, m.as_of);
    if (!row) return row.error();
    if (!*row) return Error{"ledger.corrupt", m.ledger->path(), "event " + id + " is gone while it is read"};
    return std::move(**row);
  }

  static Result<void> load(const Moment& m, const Contents& ids, std::map<std::string, EventRow>& into) {
    for (const auto& [id, content] : ids) {
      auto row = row_at(m, id);
      if (!row) return row.error();
      into.emplace(id, std::move(*row));
    }
    return {};
  }

  /// An event under another id is the same one where each has most of the other's claims.
  static void match(const std::map<std::string, EventRow>& gone, const std::map<std::string, EventRow>& added, std::map<std::string, std::string>& pairs) {
    std::map<ClaimRef, const std::string*> home;
    for (const auto& [id, row] : added)
      for (const auto& ref : row.event.claims) home.emplace(ref, &id);
    for (const auto& [id, row] : gone) {
      std::map<std::string, std::size_t> shared;
      for (const auto& ref : row.event.claims)
        if (const auto found = home.find(ref); found != home.end()) ++shared[*found->second];
      for (const auto& [other, n] : shared)
        if (2 * n > row.event.claims.size() && 2 * n > added.at(other).event.claims.size()) pairs.emplace(other, id);
    }
  }

  /// What came to one of an event's documents.
  void why_document(const std::string& doc, bool told_before, std::vector<std::string>& reasons) const {
    const auto before = documents_a_.find(doc), after = documents_b_.find(doc);
    std::string reason;
    if (after == documents_b_.end()) reason = before == documents_a_.end() ? std::string() : "document no longer there: " + doc;
    else if (before == documents_a_.end()) reason = "new document: " + doc;
    else if (before->second.input != after->second.input) reason = "document changed: " + doc;
    else if (before->second.build != after->second.build) reason = "read by another build: " + doc + " (" + after->second.build + ")";
    else if (!told_before) reason = "joined otherwise: claims of " + doc;
    if (!reason.empty() && std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(std::move(reason));
  }

  std::vector<std::string> why_changed(const Event& before, const Event& after) const {
    std::vector<std::string> reasons;
    auto reviewed = [&](const Event& x, const Event& y, const char* what) {
      for (const auto& r : y.reviews) {
        if (std::any_of(x.reviews.begin(), x.reviews.end(), [&](const EventReview& old) { return old.review == r.review; })) continue;
        reasons.push_back(std::string(what) + r.review + ", " + r.action + (r.field.empty() ? "" : " " + r.field) + " by " + r.author + (r.reason.empty() ? "" : ": " + r.reason));
      }
    };
    reviewed(before, after, "review ");
    reviewed(after, before, "no longer: review ");
    std::set<ClaimRef> were(before.claims.begin(), before.claims.end()), are(after.claims.begin(), after.claims.end());
    for (const auto& ref : after.claims) why_document(ref.doc, were.contains(ref), reasons);
    for (const auto& ref : before.claims)
      if (!are.contains(ref)) why_document(ref.doc, false, reasons);
    if (reasons.empty()) reasons.emplace_back("joined by another build");
    return reasons;
  }

  Result<std::vector<std::string>> why_gone(const Event& e) const {
    std::vector<std::string> reasons;
    auto ended = b_.ledger->ended(e.id, b_.as_of);
    if (!ended) return ended.error();
    // A tombstone of another ledger's past may speak of another time.
    if (!ended->empty()) reasons.push_back(std::move(*ended));
    std::vector<std::string> homes;
    for (const auto& ref : e.claims) {
      if (!reasons.empty()) break;
      auto home = b_.ledger->event_of(ref);
      if (!home) return home.error();
      if (!home->empty() && std::find(homes.begin(), homes.end(), *home) == homes.end()) homes.push_back(std::move(*home));
    }
    if (!homes.empty()) reasons.push_back((homes.size() == 1 ? "joined into " : "its claims went to ") + listed(homes, ", "));
    std::set<std::string> seen;
    for (const auto& ref : e.claims)
      if (seen.insert(ref.doc).second) why_document(ref.doc, true, reasons);
    if (reasons.empty()) reasons.emplace_back("no claim tells of it any more");
    return reasons;
  }

  Moment a_, b_;
  const std::function<bool(EventChange&&)>& one_;
  Documents documents_a_, documents_b_;
  Difference out_;
};

}  // namespace

Result<Difference> compare(const Moment& a, const Moment& b, const std::function<bool(EventChange&&)>& one) {
  auto found = Comparing(a, b, one).run();
  if (!found) return found;
  for (auto& id : found->builds) {
    auto words = b.ledger->build_in_words(id);
    if (!words) return words.error();
    id += ": " + *words;
  }
  return found;
}

}  // namespace deconflict::store
