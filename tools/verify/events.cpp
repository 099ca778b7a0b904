#include <map>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "verify.h"

namespace deconflict::verify {

namespace {

using json::Value;
using Ref = std::pair<std::string, std::string>;
using Refs = std::set<Ref>;

Ref ref_of(const Value& v) { return {std::string(json::string_at(v, "doc")), std::string(json::string_at(v, "claim"))}; }

Refs refs_at(const Value& v, const char* key) {
  Refs out;
  if (const auto* list = list_at(v, key))
    for (const auto& x : list->GetArray()) out.insert(ref_of(x));
  return out;
}

/// Every "claims" list below an event names claims of the event.
void check_refs(const Value& v, const Refs& all, const std::string& path, const std::function<void(const std::string&)>& fault) {
  if (v.IsArray()) {
    for (const auto& x : v.GetArray()) check_refs(x, all, path, fault);
    return;
  }
  if (!v.IsObject()) return;
  for (const auto& ref : refs_at(v, "claims"))
    if (!all.contains(ref)) fault(path + " rests on " + ref.first + "#" + ref.second + ", which is none of its claims");
  for (const auto& m : v.GetObject()) check_refs(m.value, all, path.empty() ? m.name.GetString() : path, fault);
}

bool same(const Rows& row, int column, const Value* v) {
  if (v == nullptr || v->IsNull()) return row.null(column);
  if (v->IsString()) return row.text(column) == std::string_view(v->GetString(), v->GetStringLength());
  if (v->IsInt64()) return !row.null(column) && row.integer(column) == v->GetInt64();
  return v->IsNumber() && !row.null(column) && row.real(column) == v->GetDouble();
}

class EventCheck {
 public:
  EventCheck(const Ledger& ledger, Report& report, bool joined) : ledger_(ledger), report_(report), joined_(joined) {}

  void run(const Rows& row) {
    const std::string id = row.string(0);
    const auto wrong = [&](const std::string& what) { report_.problem("events", id, what); };
    auto tree = json::parse(row.text(1));
    if (!tree) return wrong("its record cannot be read: " + tree.error().message);
    const Value& e = *tree;
    if (json::string_at(e, "id") != id) wrong("its record is that of '" + std::string(json::string_at(e, "id")) + "'");
    check_columns(row, e, wrong);
    const Refs claims = refs_at(e, "claims");
    if (static_cast<std::int64_t>(claims.size()) != row.integer(18)) wrong("n_claims is " + std::to_string(row.integer(18)) + ", and its record names " + std::to_string(claims.size()));
    std::set<std::string> documents;
    for (const auto& ref : claims) documents.insert(ref.first);
    if (static_cast<std::int64_t>(documents.size()) != row.integer(19)) wrong("n_documents is " + std::to_string(row.integer(19)) + ", and its claims stand in " + std::to_string(documents.size()));
    check_refs(e, claims, "", wrong);
    Refs linked;
    auto rows = ledger_.rows("SELECT document, claim FROM event_claims WHERE event = ?", {id});
    while (rows.next()) linked.emplace(rows.string(0), rows.string(1));
    if (linked != claims) wrong("event_claims does not name the claims of its record");
    if (joined_) {
      for (const auto& ref : claims)
        if (!ledger_.rows("SELECT 1 FROM claims WHERE document = ? AND claim = ?", {ref.first, ref.second}).next()) wrong("there is no claim " + ref.first + "#" + ref.second);
      check_place(e, wrong);
    }
    if (!row.null(17) && !ledger_.rows("SELECT 1 FROM builds WHERE id = ?", {row.string(17)}).next()) wrong("its build '" + row.string(17) + "' is not in builds");
    check_marks(e, wrong);
  }

 private:
  template <class F>
  void check_columns(const Rows& row, const Value& e, const F& wrong) {
    const auto *place = json::member(e, "place"), *time = json::member(e, "time"), *counts = json::member(e, "counts");
    const auto part = [](const Value* v, const char* key) { return v == nullptr ? nullptr : json::member(*v, key); };
    const std::tuple<const char*, int, const Value*> columns[] = {
        {"kind", 2, part(&e, "kind")}, {"when_begin", 3, part(time, "begin")}, {"when_end", 4, part(time, "end")}, {"time_precision", 5, part(time, "precision")},
        {"place", 6, part(place, "name")}, {"lat", 7, part(place, "lat")}, {"lon", 8, part(place, "lon")}, {"geonameid", 9, part(place, "geonameid")},
        {"place_precision", 10, part(place, "precision")},
        {"killed_low", 11, part(part(counts, "killed"), "low")}, {"killed_best", 12, part(part(counts, "killed"), "best")}, {"killed_high", 13, part(part(counts, "killed"), "high")},
        {"injured_low", 14, part(part(counts, "injured"), "low")}, {"injured_best", 15, part(part(counts, "injured"), "best")}, {"injured_high", 16, part(part(counts, "injured"), "high")}};
    for (const auto& [name, column, value] : columns)
      if (!same(row, column, value)) wrong(std::string(name) + " is not that of its record");
    const auto* rivals = list_at(e, "contradictions");
    if ((row.integer(20) != 0) != (rivals != nullptr && rivals->Size() != 0)) wrong("contested is not what its record says");
    const auto* voices = list_at(e, "voices");
    if (row.integer(21) != (voices == nullptr ? 0 : static_cast<std::int64_t>(voices->Size()))) wrong("n_voices is not that of its record");
  }

  struct Spot {
    std::string name;
    std::optional<double> lat, lon;
    friend auto operator<=>(const Spot&, const Spot&) = default;
  };

  static Spot spot_of(const Value& p) {
    const auto *lat = json::member(p, "lat"), *lon = json::member(p, "lon");
    const auto number = [](const Value* v) { return v != nullptr && v->IsNumber() ? std::optional(v->GetDouble()) : std::nullopt; };
    return {std::string(json::string_at(p, "name")), number(lat), number(lon)};
  }

  /// Places of a document's annotation; the last few documents are kept.
  const std::set<Spot>& places_of(const std::string& document) {
    constexpr std::size_t kKept = 64;
    if (places_.size() > kKept) places_.clear();
    const auto [at, fresh] = places_.try_emplace(document);
    if (!fresh) return at->second;
    auto rows = ledger_.rows("SELECT record FROM annotations WHERE document = ?", {document});
    if (!rows.next()) return at->second;
    auto record = json::parse(rows.text(0));
    if (!record) return at->second;
    if (const auto* list = list_at(*record, "places"))
      for (const auto& p : list->GetArray()) at->second.insert(spot_of(p));
    return at->second;
  }

  /// The place is one that a document tells of, unless a person put it there.
  template <class F>
  void check_place(const Value& e, const F& wrong) {
    const auto* place = json::member(e, "place");
    if (place == nullptr || !place->IsObject()) return;
    if (const auto* reviews = list_at(e, "reviews"))
      for (const auto& r : reviews->GetArray())
        if (json::string_at(r, "field") == "place") return;
    const Spot spot = spot_of(*place);
    for (const auto& ref : refs_at(*place, "claims"))
      if (places_of(ref.first).contains(spot)) return;
    wrong("no document of its claims tells of the place '" + spot.name + "' at those coordinates");
  }

  template <class F>
  void check_marks(const Value& e, const F& wrong) {
    const auto* reviews = list_at(e, "reviews");
    for (rapidjson::SizeType i = 0; reviews != nullptr && i < reviews->Size(); ++i) {
      const std::string review(json::string_at((*reviews)[i], "review"));
      auto row = ledger_.rows("SELECT state FROM reviews WHERE id = ?", {review});
      if (!row.next()) wrong("there is no review " + review);
      else if (row.text(0) != "stands") wrong("review " + review + " is " + row.string(0) + ", and yet it is applied");
    }
  }

  const Ledger& ledger_;
  Report& report_;
  bool joined_;
  std::map<std::string, std::set<Spot>> places_;
};

}  // namespace

void check_events(const Ledger& ledger, Report& report) {
  // Between reading documents and joining their claims events may rest on claims that are no more.
  const bool joined = ledger.string("SELECT value FROM meta WHERE key = 'linked'") == "1";
  auto rows = ledger.rows(
      "SELECT id, record, kind, when_begin, when_end, time_precision, place, lat, lon, geonameid, place_precision, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high, "
      "build, n_claims, n_documents, contested, n_voices FROM events");
  EventCheck check(ledger, report, joined);
  while (rows.next()) check.run(rows);
  for (const char* table : {"event_claims", "event_links", "contradictions", "event_areas"}) {
    auto stray = ledger.rows(std::string("SELECT DISTINCT event FROM ") + table + " WHERE event NOT IN (SELECT id FROM events)");
    while (stray.next()) report.problem(table, stray.text(0), "there is no such event");
  }
  auto history = ledger.rows("SELECT id, record, valid_from, valid_to FROM events_history");
  while (history.next()) {
    if (!json::parse(history.text(1))) report.problem("events_history", history.text(0), "its record cannot be read");
    if (history.text(3) < history.text(2)) report.problem("events_history", history.text(0), "it ceased before it came to stand");
  }
  auto names = ledger.rows("SELECT name FROM entity_names WHERE entity NOT IN (SELECT id FROM entities)");
  while (names.next()) report.problem("entity_names", names.text(0), "there is no such entity");
}

void check_reviews(const Ledger& ledger, Report& report) {
  auto rows = ledger.rows("SELECT id, action, state, undoes, author, (SELECT count(*) FROM review_claims c WHERE c.review = r.id), (SELECT state FROM reviews u WHERE u.id = r.undoes) FROM reviews r");
  while (rows.next()) {
    const auto wrong = [&](const std::string& what) { report.problem("reviews", rows.text(0), what); };
    const bool undo = rows.text(1) == "undo";
    if (rows.text(4).empty()) wrong("it has no author");
    if (!std::set<std::string_view>{"stands", "undone", "orphaned"}.contains(rows.text(2))) wrong("its state is '" + rows.string(2) + "'");
    if (undo && rows.text(6) != "undone") wrong("it undoes " + rows.string(3) + ", which is not undone");
    if (!undo && rows.integer(5) == 0) wrong("it speaks of no claim");
  }
  auto stray = ledger.rows("SELECT DISTINCT review FROM review_claims WHERE review NOT IN (SELECT id FROM reviews)");
  while (stray.next()) report.problem("review_claims", stray.text(0), "there is no such review");
  auto words = ledger.rows("SELECT r.review, r.document, d.text, r.evidence_begin, r.evidence_end, r.evidence FROM review_claims r JOIN documents d ON d.id = r.document AND d.sha256 = r.sha256");
  while (words.next()) {
    const auto text = words.text(2);
    const auto begin = words.integer(3), end = words.integer(4);
    if (!fault_of_span(text, begin, end).empty() || text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)) != words.text(5))
      report.problem("review_claims", words.text(0), "its evidence does not stand in " + words.string(1));
  }
  const auto base_claims = ledger.integer(
      "SELECT count(*) FROM (SELECT b.id, json_extract(c.value, '$.doc') AS document, json_extract(c.value, '$.claim') AS claim FROM event_bases b, json_each(b.record, '$.claims') c) t "
      "LEFT JOIN event_base_claims k ON k.document = t.document AND k.claim = t.claim AND k.event = t.id WHERE k.event IS NULL");
  if (base_claims != 0) report.problem("event_base_claims", "rows", std::to_string(base_claims) + " claims of event_bases are not in it");
  if (ledger.integer("SELECT count(*) FROM event_base_claims WHERE event NOT IN (SELECT id FROM event_bases)") != 0) report.problem("event_base_claims", "rows", "some have no event");
  auto bases = ledger.rows("SELECT id, record FROM event_bases");
  while (bases.next())
    if (!json::parse(bases.text(1))) report.problem("event_bases", bases.text(0), "its record cannot be read");
}

}  // namespace deconflict::verify
