#include <algorithm>

#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "copies/copies.h"

namespace deconflict::copies {

namespace {

constexpr std::size_t kHead = 300, kTail = 160;  ///< bytes at the ends of a text in which a line of credit stands
constexpr std::size_t kCreditLine = 60;          ///< bytes of such a line

bool publishes(const Entity& e) { return one_of(std::string_view(e.voice), {"agency", "outlet", "state_media", "party_media"}); }

bool starts_with_dash(std::string_view text) {
  text = text.substr(std::min(text.find_first_not_of(" )"), text.size()));
  return text.starts_with("-") || text.starts_with("\xE2\x80\x93") || text.starts_with("\xE2\x80\x94");
}

/// Does the whole text go by that name: "BEIRUT (Reuters) –", "Source: AFP", "/AFP/"?
bool of_whole(std::string_view text, Span name) {
  const bool head = name.begin < kHead;
  if (!head && text.size() - name.end > kTail) return false;
  const auto line_begin = text.rfind('\n', name.begin) == std::string_view::npos ? 0 : text.rfind('\n', name.begin) + 1;
  const auto line_end = std::min(text.find('\n', name.end), text.size());
  const auto before = text.substr(line_begin, name.begin - line_begin);
  const auto after = text.substr(name.end, line_end - name.end);
  const bool bracketed = before.ends_with("(") && (after.starts_with(")") || after.starts_with("/") || after.starts_with(","));
  if (bracketed && (!head || starts_with_dash(after.substr(after.find(')') == std::string_view::npos ? 0 : after.find(')'))) || trim(after) == ")")) return true;
  if (before.size() <= kCreditLine && head && starts_with_dash(after)) return true;
  if (line_end - line_begin > kCreditLine) return false;
  const std::string opening = lower_ascii(trim(before));
  if (opening.empty()) return trim(after).empty();
  return one_of(std::string_view(opening), {"by", "source:", "sources:", "via", "from", "/", "-", "\xE2\x80\x93", "\xE2\x80\x94", "(c)", "\xC2\xA9"});
}

bool speaks(const Annotation& a, Span name) {
  return std::any_of(a.attributions.begin(), a.attributions.end(), [&](const Attribution& said) {
    return !said.cue.empty() && std::any_of(said.source.begin(), said.source.end(), [&](Span s) { return s.contains(name); });
  });
}

}  // namespace

std::vector<std::string> publisher_names(const Entity& e) {
  std::vector<std::string> names = {utf8::fold(e.name)};
  for (const auto& alias : e.aliases) names.push_back(utf8::fold(alias));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<Credit> credits_of(const Annotation& a) {
  std::vector<Credit> credits;
  const std::string own = outlet_name(a.outlet);
  for (const Mention& m : a.mentions) {
    if (!m.entity || *m.entity >= a.entities.size() || m.span.end > a.text.size()) continue;
    const Entity& e = a.entities[*m.entity];
    if (!publishes(e) || e.id.starts_with("doc:")) continue;
    const bool whole = of_whole(a.text, m.span);
    if (!whole && !speaks(a, m.span)) continue;
    if (const auto names = publisher_names(e); std::binary_search(names.begin(), names.end(), own)) continue;
    credits.push_back({a.id, e.id, e.name, m.span, whole});
  }
  return credits;
}

std::vector<std::string> publishers_of(const Annotation& a, const std::vector<Credit>& credits) {
  std::vector<std::string> names;
  for (const Credit& c : credits)
    for (const Entity& e : a.entities)
      if (e.id == c.voice)
        for (auto& name : publisher_names(e)) names.push_back(std::move(name));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace deconflict::copies
