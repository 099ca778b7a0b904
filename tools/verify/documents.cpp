#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/utf8.h"
#include "verify.h"

namespace deconflict::verify {

std::string fault_of_span(std::string_view text, std::int64_t begin, std::int64_t end) {
  const std::string span = "[" + std::to_string(begin) + "," + std::to_string(end) + ")";
  if (begin < 0 || end < begin || static_cast<std::uint64_t>(end) > text.size()) return span + " does not lie in the text, which has " + std::to_string(text.size()) + " bytes";
  if (!utf8::is_boundary(text, static_cast<std::size_t>(begin)) || !utf8::is_boundary(text, static_cast<std::size_t>(end))) return span + " cuts a character in two";
  return {};
}

std::int64_t integer_at(const json::Value& object, const char* key, std::int64_t otherwise) {
  const auto* v = json::member(object, key);
  return v != nullptr && v->IsInt64() ? v->GetInt64() : otherwise;
}

const json::Value* list_at(const json::Value& object, const char* key) {
  const auto* v = json::member(object, key);
  return v != nullptr && v->IsArray() ? v : nullptr;
}

namespace {

using json::Value;

std::string_view piece(std::string_view text, std::int64_t begin, std::int64_t end) {
  return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

/// Every {"begin","end"} of a record, however deep. GeoJSON has none.
void check_spans(const Value& v, std::string_view text, const std::string& path, const std::function<void(const std::string&)>& fault) {
  if (v.IsArray()) {
    for (rapidjson::SizeType i = 0; i < v.Size(); ++i) check_spans(v[i], text, path + "[" + std::to_string(i) + "]", fault);
    return;
  }
  if (!v.IsObject()) return;
  const auto *begin = json::member(v, "begin"), *end = json::member(v, "end");
  // Of an inferred value both are null.
  if (begin != nullptr && end != nullptr && (begin->IsNumber() || end->IsNumber())) {
    const auto wrong = fault_of_span(text, integer_at(v, "begin"), integer_at(v, "end"));
    if (!wrong.empty()) fault(path + " " + wrong);
  }
  for (const auto& m : v.GetObject()) check_spans(m.value, text, path + (path.empty() ? "" : ".") + m.name.GetString(), fault);
}

void check_index(const Value& v, const char* key, const Value* list, const std::string& where, const std::function<void(const std::string&)>& fault) {
  const auto* index = json::member(v, key);
  if (index == nullptr || index->IsNull()) return;
  if (!index->IsInt64() || index->GetInt64() < 0 || list == nullptr || index->GetInt64() >= static_cast<std::int64_t>(list->Size())) fault(where + "." + key + " names nothing");
}

/// One document with its record, and its rows in `claims`.
class DocumentCheck {
 public:
  DocumentCheck(const Ledger& ledger, Report& report, std::string id, std::string text) : ledger_(ledger), report_(report), id_(std::move(id)), text_(std::move(text)) {}

  void run(const std::string& sha256, const std::string& title, const std::string& outlet, std::int64_t n_claims) {
    if (const auto bad = utf8::first_invalid(text_)) return problem("the text is no UTF-8 from byte " + std::to_string(*bad) + " on");
    if (const auto hash = sha256_hex(text_); hash != sha256) problem("the text's SHA-256 is " + hash + ", not " + sha256);
    auto found = ledger_.rows("SELECT record FROM annotations WHERE document = ?", {id_});
    if (!found.next()) return problem("it has no annotation");
    auto tree = json::parse(found.text(0));
    if (!tree) return problem("its annotation cannot be read: " + tree.error().message);
    record_ = std::move(*tree);
    title_ = title;
    outlet_ = outlet;
    if (json::string_at(record_, "id") != id_) problem("its annotation is that of '" + std::string(json::string_at(record_, "id")) + "'");
    if (json::string_at(record_, "sha256") != sha256) problem("its annotation was made of another text");
    check_spans(record_, text_, "", [&](const std::string& what) { problem("annotation: " + what); });
    check_indexes();
    check_claims(n_claims);
  }

 private:
  void problem(const std::string& what) { report_.problem("documents", id_, what); }

  void check_indexes() {
    const auto fault = [&](const std::string& what) { problem("annotation: " + what); };
    const auto *entities = list_at(record_, "entities"), *places = list_at(record_, "places"), *counts = list_at(record_, "counts");
    const auto* claims = list_at(record_, "claims");
    for (rapidjson::SizeType i = 0; claims != nullptr && i < claims->Size(); ++i) {
      const Value& c = (*claims)[i];
      const std::string at = "claims[" + std::to_string(i) + "]";
      for (const char* key : {"actors", "attribution"})
        if (const auto* list = list_at(c, key))
          for (const auto& x : list->GetArray()) check_index(x, "entity", entities, at + "." + key, fault);
      if (const auto* list = list_at(c, "places"))
        for (const auto& x : list->GetArray()) check_index(x, "place", places, at + ".places", fault);
      if (const auto* list = list_at(c, "counts"))
        for (const auto& x : list->GetArray())
          if (!x.IsInt64() || x.GetInt64() < 0 || counts == nullptr || x.GetInt64() >= static_cast<std::int64_t>(counts->Size())) fault(at + ".counts names nothing");
    }
  }

  void check_claims(std::int64_t n_claims) {
    auto rows = ledger_.rows(
        "SELECT claim, kind, evidence_begin, evidence_end, evidence, trigger_begin, trigger_end, trigger_words, realis, time_value, place, lat, lon, actors, recipients, voices, record, build "
        "FROM claims WHERE document = ?",
        {id_});
    std::int64_t n = 0;
    const auto* claims = list_at(record_, "claims");
    while (rows.next()) {
      ++n;
      check_claim(rows, claims);
    }
    const auto in_record = claims == nullptr ? 0 : static_cast<std::int64_t>(claims->Size());
    if (n != in_record) problem("its annotation has " + std::to_string(in_record) + " claims, and the table " + std::to_string(n));
    if (n != n_claims) problem("n_claims is " + std::to_string(n_claims) + ", and there are " + std::to_string(n));
  }

  void check_claim(const Rows& row, const Value* claims) {
    const std::string claim = row.string(0);
    const auto wrong = [&](const std::string& what) { report_.problem("claims", id_ + "#" + claim, what); };
    const struct {
      const char* name;
      int begin, words;
    } spans[] = {{"evidence", 2, 4}, {"trigger", 5, 7}};
    for (const auto& s : spans) {
      const auto begin = row.integer(s.begin), end = row.integer(s.begin + 1);
      if (const auto fault = fault_of_span(text_, begin, end); !fault.empty()) wrong(std::string(s.name) + " " + fault);
      else if (piece(text_, begin, end) != row.text(s.words)) wrong(std::string(s.name) + " does not stand in the text at [" + std::to_string(begin) + "," + std::to_string(end) + ")");
    }
    if (!ledger_.rows("SELECT 1 FROM builds WHERE id = ?", {row.string(17)}).next()) wrong("its build '" + row.string(17) + "' is not in builds");
    const Value* own = nullptr;
    for (rapidjson::SizeType i = 0; claims != nullptr && i < claims->Size() && own == nullptr; ++i)
      if (json::string_at((*claims)[i], "id") == claim) own = &(*claims)[i];
    if (own == nullptr) return wrong("the document's annotation has no such claim");
    auto record = json::parse(row.text(16));
    if (!record || *record != *own) wrong("its record is not that of the document's annotation");
    const auto* trigger = json::member(*own, "trigger");
    if (json::string_at(*own, "kind") != row.text(1) || integer_at(*own, "begin") != row.integer(2) || integer_at(*own, "end") != row.integer(3) || trigger == nullptr ||
        integer_at(*trigger, "begin") != row.integer(5) || integer_at(*trigger, "end") != row.integer(6) || json::string_at(*own, "realis") != row.text(8))
      wrong("kind, spans or realis are not those of the document's annotation");
    const auto* time = json::member(*own, "time");
    if (time == nullptr || json::string_at(*time, "value") != row.text(9)) wrong("time_value is not that of the document's annotation");
    if (!row.null(10)) check_place(row, *own, wrong);
    for (const int column : {13, 14}) check_names(row.text(column), "; ", wrong);
    check_names(row.text(15), " > ", wrong);
  }

  template <class F>
  void check_place(const Rows& row, const Value& claim, const F& wrong) {
    const auto *used = list_at(claim, "places"), *places = list_at(record_, "places");
    for (rapidjson::SizeType i = 0; used != nullptr && places != nullptr && i < used->Size(); ++i) {
      const auto index = integer_at((*used)[i], "place");
      if (index < 0 || index >= static_cast<std::int64_t>(places->Size())) continue;
      const Value& p = (*places)[static_cast<rapidjson::SizeType>(index)];
      const auto *lat = json::member(p, "lat"), *lon = json::member(p, "lon");
      const bool here = lat != nullptr && lat->IsNumber() && lon != nullptr && lon->IsNumber();
      if (json::string_at(p, "name") == row.text(10) && here == !row.null(11) && (!here || (lat->GetDouble() == row.real(11) && lon->GetDouble() == row.real(12)))) return;
    }
    wrong("none of its places is '" + row.string(10) + "' at those coordinates");
  }

  /// A name is that of an entity of the record, words of the text, or says that it is left out.
  template <class F>
  void check_names(std::string_view names, std::string_view between, const F& wrong) {
    while (!names.empty()) {
      const auto cut = names.find(between);
      const auto name = names.substr(0, cut);
      names = cut == std::string_view::npos ? std::string_view{} : names.substr(cut + between.size());
      if (name == "a person whom the text names" || name == outlet_ || text_.find(name) != std::string::npos) continue;
      bool known = false;
      if (const auto* entities = list_at(record_, "entities"))
        for (const auto& e : entities->GetArray()) known = known || json::string_at(e, "name").find(name) != std::string_view::npos;
      if (!known) wrong("'" + std::string(name) + "' is neither in the text nor an entity of the annotation");
    }
  }

  const Ledger& ledger_;
  Report& report_;
  std::string id_, text_, title_, outlet_;
  json::Tree record_;
};

void check_builds(const Ledger& ledger, Report& report) {
  auto rows = ledger.rows("SELECT id, program, model, knowledge, gazetteer FROM builds");
  while (rows.next()) {
    std::string all;
    for (int column = 1; column <= 4; ++column) all.append(rows.text(column)) += '\0';
    const std::string id = "b" + hex(hash64(all));
    if (rows.text(0) != id) report.problem("builds", rows.text(0), "its id is not the hash of what it names: " + id);
  }
}

void check_history(const Ledger& ledger, Report& report) {
  auto rows = ledger.rows("SELECT id, sha256, text, valid_from, valid_to FROM documents_history");
  while (rows.next()) {
    if (!rows.null(2) && sha256_hex(rows.text(2)) != rows.text(1)) report.problem("documents_history", rows.text(0), "the text's SHA-256 is not " + rows.string(1));
    if (rows.text(4) < rows.text(3)) report.problem("documents_history", rows.text(0), "it ceased before it came to stand");
  }
  auto records = ledger.rows("SELECT document, record FROM annotations_history");
  while (records.next())
    if (!json::parse(records.text(1))) report.problem("annotations_history", records.text(0), "it cannot be read");
}

}  // namespace

void check_documents(const Ledger& ledger, Report& report) {
  check_builds(ledger, report);
  auto rows = ledger.rows("SELECT d.id, d.sha256, d.text, d.title, d.outlet, d.n_claims, d.source_sha256, d.build, b.id FROM documents d LEFT JOIN builds b ON b.id = d.build ORDER BY d.id");
  while (rows.next()) {
    if (rows.null(8)) report.problem("documents", rows.text(0), "its build '" + rows.string(7) + "' is not in builds");
    if (const auto hash = rows.text(6); !hash.empty() && (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string_view::npos))
      report.problem("documents", rows.text(0), "source_sha256 is no SHA-256");
    DocumentCheck(ledger, report, rows.string(0), rows.string(2)).run(rows.string(1), rows.string(3), rows.string(4), rows.integer(5));
  }
  for (const char* table : {"annotations", "claims"}) {
    auto stray = ledger.rows(std::string("SELECT DISTINCT document FROM ") + table + " WHERE document NOT IN (SELECT id FROM documents)");
    while (stray.next()) report.problem(table, stray.text(0), "there is no such document");
  }
  check_history(ledger, report);
}

}  // namespace deconflict::verify
