#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/utf8.h"
#include "verify.h"

namespace deconflict::verify {

namespace {

/// Scripts that put no blanks between words: each character counts as one.
bool stands_alone(char32_t c) { return (c >= 0x2E80 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7B0) || (c >= 0x20000 && c < 0x30000); }

bool in_a_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return utf8::is_letter(c) || utf8::is_mark(c);
}

/// The words of [begin, end) without case and accents, but for those that begin in a part to be left out.
std::vector<std::string> words_of(std::string_view text, std::size_t begin, std::size_t end, const std::vector<std::pair<std::size_t, std::size_t>>& skip) {
  std::vector<std::string> words;
  auto next = skip.begin();
  for (std::size_t at = begin; at < end;) {
    while (next != skip.end() && next->second <= at) ++next;
    if (next != skip.end() && next->first <= at) {
      at = next->second;
      continue;
    }
    auto c = utf8::decode(text, at);
    if (!in_a_word(c.code_point)) {
      at += c.length;
      continue;
    }
    const std::size_t from = at;
    const bool alone = stands_alone(c.code_point);
    do {
      at += c.length;
      if (at < end) c = utf8::decode(text, at);
    } while (!alone && at < end && in_a_word(c.code_point) && !stands_alone(c.code_point));
    words.push_back(utf8::fold(text.substr(from, at - from)));
  }
  return words;
}

struct Text {
  bool there = false;
  std::string words, published;
  std::vector<std::pair<std::size_t, std::size_t>> boilerplate;
  std::size_t count = 0;  ///< words outside of it
};

class CopyCheck {
 public:
  CopyCheck(const Ledger& ledger, Report& report) : ledger_(ledger), report_(report) {}

  void copy(const Rows& row) {
    const std::string document = row.string(0), of = row.string(1);
    const auto wrong = [&](const std::string& what) { report_.problem("copies", document + " ← " + of, what); };
    if (document == of) return wrong("a document does not repeat itself");
    const Text here = text(document), there = text(of);
    for (const auto& [name, found] : {std::pair(&document, here.there), std::pair(&of, there.there)})
      if (!found) return wrong("there is no document '" + *name + "'");
    const auto basis = row.text(2);
    if (!std::set<std::string_view>{"credit", "published", "none"}.contains(basis)) wrong("its basis is '" + std::string(basis) + "'");
    if (basis == "published" && !(here.published > there.published)) wrong("it is said to repeat what was published before it, and was not");
    const auto passages = json::parse(row.text(6));
    if (!passages || !passages->IsArray() || passages->Empty()) return wrong("its passages cannot be read");
    std::int64_t same = 0, behind = 0;
    for (const auto& p : passages->GetArray()) {
      if (!p.IsArray() || p.Size() != 5 || !std::all_of(p.Begin(), p.End(), [](const json::Value& v) { return v.IsInt64(); })) return wrong("a passage is not five numbers");
      if (p[0].GetInt64() < behind) wrong("its passages overlap, or are not in the order of the text");
      behind = p[1].GetInt64();
      same += p[4].GetInt64();
      passage(here, there, p, wrong);
    }
    if (same != row.integer(5)) wrong("words is " + std::to_string(row.integer(5)) + ", and its passages have " + std::to_string(same));
    share(row.real(3), "share", same, here, wrong);
    share(row.real(4), "share_of", same, there, wrong);
  }

  void credit(const Rows& row) {
    const auto wrong = [&](const std::string& what) { report_.problem("credits", row.text(0), what); };
    const Text document = text(row.string(0));
    if (!document.there) return wrong("there is no such document");
    if (const auto fault = fault_of_span(document.words, row.integer(3), row.integer(4)); !fault.empty()) wrong("its words: " + fault);
    if (!ledger_.rows("SELECT 1 FROM entities WHERE id = ?", {row.string(1)}).next()) wrong("there is no voice '" + row.string(1) + "'");
  }

 private:
  template <class F>
  static void passage(const Text& here, const Text& there, const json::Value& p, const F& wrong) {
    const Text* texts[] = {&here, &there};
    std::vector<std::string> words[2];
    for (rapidjson::SizeType side = 0; side < 2; ++side) {
      const auto begin = p[2 * side].GetInt64(), end = p[2 * side + 1].GetInt64();
      if (const auto fault = fault_of_span(texts[side]->words, begin, end); !fault.empty()) return wrong("a passage: " + fault);
      words[side] = words_of(texts[side]->words, static_cast<std::size_t>(begin), static_cast<std::size_t>(end), texts[side]->boilerplate);
    }
    const std::string at = "[" + std::to_string(p[0].GetInt64()) + "," + std::to_string(p[1].GetInt64()) + ")";
    if (words[0].empty() || words[1].empty() || words[0].front() != words[1].front() || words[0].back() != words[1].back())
      return wrong("the passage " + at + " does not begin and end with the same words in both texts");
    std::map<std::string_view, std::int64_t> counts;
    for (const auto& word : words[1]) ++counts[word];
    std::int64_t common = 0;
    for (const auto& word : words[0])
      if (--counts[word] >= 0) ++common;
    if (common < p[4].GetInt64()) wrong("the passage " + at + " is said to have " + std::to_string(p[4].GetInt64()) + " words in common, and has at most " + std::to_string(common));
  }

  template <class F>
  static void share(double told, const char* name, std::int64_t same, const Text& of, const F& wrong) {
    const double is = of.count == 0 ? 0 : std::min(1.0, static_cast<double>(same) / static_cast<double>(of.count));
    if (std::abs(told - is) > 1e-9) wrong(std::string(name) + " is " + std::to_string(told) + ", and " + std::to_string(same) + " of " + std::to_string(of.count) + " words are " + std::to_string(is));
  }

  /// A document's text; the last few are kept.
  const Text& text(const std::string& document) {
    constexpr std::size_t kKept = 64;
    if (texts_.size() > kKept) texts_.clear();
    const auto [at, fresh] = texts_.try_emplace(document);
    if (!fresh) return at->second;
    Text& t = at->second;
    auto row = ledger_.rows("SELECT d.text, d.published, a.record FROM documents d JOIN annotations a ON a.document = d.id WHERE d.id = ?", {document});
    t.there = row.next();
    if (!t.there) return t;
    t.words = row.string(0);
    t.published = row.string(1);
    const auto record = json::parse(row.text(2));
    if (record)
      if (const auto* list = list_at(*record, "boilerplate"))
        for (const auto& b : list->GetArray()) t.boilerplate.emplace_back(static_cast<std::size_t>(integer_at(b, "begin", 0)), static_cast<std::size_t>(integer_at(b, "end", 0)));
    t.count = words_of(t.words, 0, t.words.size(), t.boilerplate).size();
    return t;
  }

  const Ledger& ledger_;
  Report& report_;
  std::map<std::string, Text> texts_;
};

}  // namespace

void check_copies(const Ledger& ledger, Report& report) {
  // They are told of the documents that were joined last.
  if (ledger.string("SELECT value FROM meta WHERE key = 'linked'") != "1") return;
  CopyCheck check(ledger, report);
  auto copies = ledger.rows("SELECT document, of_document, basis, share, share_of, words, passages FROM copies ORDER BY document, of_document");
  while (copies.next()) check.copy(copies);
  auto credits = ledger.rows("SELECT document, voice, name, words_begin, words_end FROM credits ORDER BY document, words_begin");
  while (credits.next()) check.credit(credits);
}

}  // namespace deconflict::verify
