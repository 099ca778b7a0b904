#include "place/import/scheme.h"

#include <algorithm>

#include "base/knowledge_text.h"
#include "record/record.h"

namespace deconflict::place {

namespace {

constexpr std::pair<std::string_view, Kind> kKinds[] = {{"country", Kind::country}, {"region", Kind::region}, {"admin1", Kind::admin1}, {"admin2", Kind::admin2},
                                                        {"city", Kind::city},       {"water", Kind::water},   {"land", Kind::land},     {"site", Kind::site}};

Error wrong(const KnowledgeRecord& record, std::uint32_t line, std::string message) { return {"knowledge.place", record.where(line), std::move(message)}; }

Result<void> read_features(const KnowledgeRecord& record, ImportKnowledge& into) {
  const auto& head = record.lines.front();
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == head.value; });
  if (kind == std::end(kKinds)) return wrong(record, head.line, "'" + head.value + "' is no kind of feature (country region admin1 admin2 city water land site)");
  for (const auto& line : record.lines) {
    if (line.key == "features") continue;
    if (line.key != "list") return wrong(record, line.line, "a `features` record has `list` lines only");
    for (const std::string& code : split_list(line.value)) into.features.emplace(code, kind->second);
  }
  return {};
}

Result<void> read_scheme(const KnowledgeRecord& record, ImportKnowledge& into) {
  Scheme scheme;
  for (const auto& line : record.lines) {
    if (line.key == "table") {
      scheme.name = line.value;
    } else if (line.key == "about") {
      scheme.about = line.value;
    } else if (line.key == "needs") {
      scheme.needs = split_list(line.value);
    } else if (line.key == "events") {
      scheme.events = true;
    } else if (line.key == "classes") {
      for (const std::string& item : split_list(line.value)) {
        const auto blank = item.find(' ');
        const auto precision = blank == std::string::npos ? std::nullopt : parse_name<Precision>(item.substr(blank + 1));
        if (!precision) return wrong(record, line.line, "a class is `CODE PRECISION`");
        scheme.classes.emplace(item.substr(0, blank), *precision);
      }
    } else {
      const auto* role = std::find(std::begin(kRoleNames), std::end(kRoleNames), line.key);
      if (role == std::end(kRoleNames)) return wrong(record, line.line, "a table has no key '" + line.key + "'");
      scheme.headings[role - std::begin(kRoleNames)] = split_list(line.value);
    }
  }
  into.schemes.push_back(std::move(scheme));
  return {};
}

}  // namespace

const Kind* ImportKnowledge::kind_of(std::string_view feature_class, std::string_view code) const {
  if (const auto it = features.find(code); it != features.end()) return &it->second;
  if (const auto it = features.find(feature_class); it != features.end() && feature_class.size() == 1) return &it->second;
  return nullptr;
}

const Scheme* ImportKnowledge::scheme(std::string_view name) const {
  for (const Scheme& s : schemes)
    if (s.name == name) return &s;
  return nullptr;
}

Result<ImportKnowledge> ImportKnowledge::load(const Pack& knowledge) {
  auto text = knowledge.section("text/places");
  if (!text) return text.error();
  auto records = parse_knowledge(*text);
  if (!records) return records.error();
  ImportKnowledge out;
  for (const KnowledgeRecord& record : *records) {
    if (record.sort() == "features")
      if (auto r = read_features(record, out); !r) return r.error();
    if (record.sort() == "table")
      if (auto r = read_scheme(record, out); !r) return r.error();
  }
  return out;
}

Precision precision_of(Kind kind) {
  switch (kind) {
    case Kind::continent:
    case Kind::region: return Precision::region;
    case Kind::country: return Precision::country;
    case Kind::admin1: return Precision::admin1;
    case Kind::admin2: return Precision::district;
    case Kind::city: return Precision::settlement;
    case Kind::water:
    case Kind::land: return Precision::feature;
    case Kind::site: return Precision::site;
    case Kind::line: return Precision::feature;
  }
  return Precision::settlement;
}

}  // namespace deconflict::place
