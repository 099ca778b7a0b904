#include <algorithm>
#include <set>
#include <tuple>

#include "record/record.h"
#include "store/ledger.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

constexpr const char* kColumns = "c.document, c.of_document, c.basis, c.share, c.share_of, c.words, c.passages";

Copy copy_at(const Statement& s) {
  return {s.string(0), s.string(1), parse_name<CopyBasis>(s.text(2)).value_or(CopyBasis::none), s.real(3), s.real(4), static_cast<std::uint32_t>(s.integer(5)), record::parse_passages(s.text(6))};
}

Result<std::vector<Credit>> read_credits(Database& db, const std::string& document) {
  std::vector<Credit> credits;
  auto s = db.prepare(std::string("SELECT document, voice, name, words_begin, words_end, whole FROM credits WHERE ") + (document.empty() ? "?1 = ''" : "document = ?1") + " ORDER BY document, words_begin");
  if (!s) return s.error();
  s->bind(document);
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return credits;
    credits.push_back({s->string(0), s->string(1), s->string(2), {static_cast<std::uint32_t>(s->integer(3)), static_cast<std::uint32_t>(s->integer(4))}, s->integer(5) != 0});
  }
}

}  // namespace

Result<void> Ledger::put_copies(const CopyGraph& graph) {
  auto& db = state_->db;
  STORE_TRY(state_->prepare_to_write());
  return transaction(db, [&]() -> Result<void> {
    auto ours = state_->still_joining();
    if (!ours) return ours.error();
    if (!*ours) return {};
    STORE_TRY(db.run("DELETE FROM copies; DELETE FROM credits"));
    auto copy = db.prepare("INSERT INTO copies (document, of_document, basis, share, share_of, words, passages) VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!copy) return copy.error();
    for (const Copy& c : graph.copies)
      STORE_TRY(copy->bind(c.document, c.of, name_of(c.basis), c.share, c.share_of, std::int64_t{c.words}, record::passages_json(c.passages)).run());
    auto credit = db.prepare("INSERT INTO credits (document, voice, name, words_begin, words_end, whole) VALUES (?, ?, ?, ?, ?, ?)");
    if (!credit) return credit.error();
    for (const Credit& c : graph.credits) STORE_TRY(credit->bind(c.document, c.voice, c.name, std::int64_t{c.span.begin}, std::int64_t{c.span.end}, c.whole ? 1 : 0).run());
    return {};
  });
}

Result<std::vector<CopyRow>> Ledger::copies(const std::string& document, std::size_t limit, std::size_t offset) {
  std::vector<CopyRow> rows;
  const std::string select =
      std::string("SELECT ") + kColumns + ", coalesce(a.outlet, c.document), coalesce(b.outlet, c.of_document) FROM copies c "
      "LEFT JOIN documents a ON a.id = c.document LEFT JOIN documents b ON b.id = c.of_document ";
  // Two searches by index and not one with OR, which would read the whole table.
  const std::string one = select + "WHERE c.document = ?1 UNION ALL " + select + "WHERE c.of_document = ?1 ";
  auto s = state_->db.prepare("SELECT * FROM (" + (document.empty() ? select + "WHERE ?1 = '' " : one) + ") ORDER BY 4 DESC, 1, 2 LIMIT ?2 OFFSET ?3");
  if (!s) return s.error();
  s->bind(document, static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX)), static_cast<std::int64_t>(offset));
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return rows;
    rows.push_back({copy_at(*s), s->string(7), s->string(8)});
  }
}

Result<std::vector<Credit>> Ledger::credits(const std::string& document) { return read_credits(state_->db, document); }

Result<CopyGraph> Ledger::State::copy_graph(const std::set<std::string>* documents) {
  CopyGraph graph;
  const std::string select = std::string("SELECT ") + kColumns + " FROM copies c ";
  auto copy = db.prepare(documents == nullptr ? select + "ORDER BY c.document, c.of_document" : select + "WHERE c.document = ?1 UNION " + select + "WHERE c.of_document = ?1");
  if (!copy) return copy.error();
  const auto read = [&]() -> Result<void> {
    for (;;) {
      auto more = copy->step();
      if (!more) return more.error();
      if (!*more) return {};
      graph.copies.push_back(copy_at(*copy));
    }
  };
  if (documents == nullptr) {
    STORE_TRY(read());
    auto credits = read_credits(db, {});
    if (!credits) return credits.error();
    graph.credits = std::move(*credits);
    return graph;
  }
  // Who shares words with them may lend them its credit.
  std::set<std::string> around = *documents;
  for (const auto& document : *documents) {
    copy->bind(document);
    STORE_TRY(read());
  }
  const auto key = [](const Copy& c) { return std::tie(c.document, c.of); };
  std::sort(graph.copies.begin(), graph.copies.end(), [&](const Copy& x, const Copy& y) { return key(x) < key(y); });
  graph.copies.erase(std::unique(graph.copies.begin(), graph.copies.end(), [&](const Copy& x, const Copy& y) { return key(x) == key(y); }), graph.copies.end());
  for (const Copy& c : graph.copies) around.insert({c.document, c.of});
  for (const auto& document : around) {
    auto credits = read_credits(db, document);
    if (!credits) return credits.error();
    graph.credits.insert(graph.credits.end(), credits->begin(), credits->end());
  }
  return graph;
}

}  // namespace deconflict::store
