#include "claim/items.h"

#include <algorithm>

#include "base/utf8.h"
#include "base/words.h"

namespace deconflict::claim {

namespace {

constexpr std::string_view kBlank = " \t\r";

bool is_digit(std::string_view text, std::size_t at) { return at < text.size() && utf8::is_digit(static_cast<unsigned char>(text[at])); }

/// "18:15 …", "9.05 am …", "07:40 GMT – …": the hour before an entry, with words behind it.
bool opens_entry(std::string_view line) {
  std::size_t at = 0;
  while (is_digit(line, at)) ++at;
  if (at == 0 || at > 2 || at >= line.size() || (line[at] != ':' && line[at] != '.')) return false;
  if (!is_digit(line, at + 1) || !is_digit(line, at + 2) || is_digit(line, at + 3) || line[at + 1] > '5') return false;
  const auto rest = line.substr(at + 3);
  if (rest.empty() || rest.front() != ' ') return false;
  constexpr std::size_t kFewest = 8;  // bytes of words: "12.50 %" opens nothing
  const auto words = rest.find_first_not_of(kBlank);
  return words != std::string_view::npos && rest.size() - words >= kFewest && !is_digit(rest, words) && rest[words] != '%';
}

/// "---", "* * *", "_____"
bool is_rule(std::string_view line) {
  constexpr std::size_t kShortest = 3;
  std::size_t marks = 0;
  for (const char c : line) {
    if (kBlank.find(c) != std::string_view::npos) continue;
    if ((c != '-' && c != '*' && c != '_' && c != '=') || (marks > 0 && c != line.front())) return false;
    ++marks;
  }
  return marks >= kShortest;
}

/// Calls `f` with begin and end of each line that is not blank, without the blanks around it.
template <class F>
void each_line(std::string_view text, F&& f) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    if (const auto first = line.find_first_not_of(kBlank); first != std::string_view::npos)
      f(Span{static_cast<std::uint32_t>(at + first), static_cast<std::uint32_t>(at + line.find_last_not_of(kBlank) + 1)});
    at = end + 1;
  }
}

/// The first place named in a span, if it begins within so many bytes of it.
const Place* place_in(const Annotation& a, Span span, std::uint32_t within) {
  const auto it = std::lower_bound(a.places.begin(), a.places.end(), span.begin, [](const Place& p, std::uint32_t at) { return p.span.begin < at; });
  return it != a.places.end() && it->span.begin <= span.begin + within && it->span.end <= span.end && it->lat ? &*it : nullptr;
}

bool tells(const Annotation& a, Span span) {
  auto t = std::lower_bound(a.tokens.begin(), a.tokens.end(), span.begin, [](const Token& token, std::uint32_t at) { return token.span.begin < at; });
  for (; t != a.tokens.end() && t->span.begin < span.end; ++t)
    if (t->upos == Upos::VERB || t->upos == Upos::AUX) return true;
  return false;
}

/// "Oldtown province: …"
const Place* labelled(const Annotation& a, Span line) {
  constexpr std::uint32_t kLongest = 40, kOpening = 16;  // bytes
  const auto colon = a.surface(line).find(": ");
  if (colon == std::string_view::npos || colon > kLongest) return nullptr;
  const Span label{line.begin, line.begin + static_cast<std::uint32_t>(colon)};
  const Place* place = place_in(a, label, kOpening);
  return place != nullptr && !tells(a, label) ? place : nullptr;
}

/// "In Ruritania, …"
const Place* begun_abroad(const Annotation& a, Span line) {
  constexpr std::uint32_t kIn = 3, kOpening = 8;  // bytes
  if (!a.surface(line).starts_with("In ")) return nullptr;
  const Place* place = place_in(a, {line.begin + kIn, line.end}, kOpening);
  return place != nullptr && place->precision == Precision::country && a.text.substr(place->span.end, 1) == "," ? place : nullptr;
}

/// "Incident 14 – 3 May 2019", "Evening report (as of 3 May 2019)"; not "Updated 3 May 2019".
Index dated_line(const Annotation& a, Span line) {
  constexpr std::uint32_t kLongest = 120, kBehind = 1;  // bytes
  constexpr std::size_t kDay = 10, kYear = 4;
  if (line.end - line.begin > kLongest || tells(a, line)) return std::nullopt;
  auto t = std::lower_bound(a.times.begin(), a.times.end(), line.begin, [](const Timex& time, std::uint32_t at) { return time.span.begin < at; });
  for (; t != a.times.end() && t->span.end <= line.end; ++t) {
    const bool whole = t->type == TimexType::DATE && t->value.size() == kDay && a.surface(t->span).find(std::string_view(t->value).substr(0, kYear)) != std::string_view::npos;
    if (whole && t->span.end + kBehind >= line.end && t->span.begin > line.begin && a.text.substr(line.end - 1, 1) != ".") {
      const auto before = lower_ascii(a.surface({line.begin, t->span.begin}));
      // "— Somebody (@somebody) 3 May 2019": the foot of a post that the page shows.
      for (const std::string_view word : {"@", "publi", "updated", "posted", "modified", "accessed", "written", "date"})
        if (before.find(word) != std::string::npos) return std::nullopt;
      return static_cast<std::uint32_t>(t - a.times.begin());
    }
  }
  return std::nullopt;
}

/// Do these name several places?
bool several(const std::vector<std::pair<Span, const Place*>>& lines, std::size_t fewest) {
  std::vector<std::string_view> names;
  for (const auto& [line, place] : lines)
    if (std::find(names.begin(), names.end(), place->name) == names.end()) names.push_back(place->name);
  return names.size() >= fewest;
}

}  // namespace

void Items::find_parts(const Annotation& a) {
  constexpr std::uint32_t kProse = 150;  // bytes: before a line that heads a part, another was told
  constexpr std::size_t kLabels = 2, kCountries = 3;
  std::vector<std::pair<Span, const Place*>> labels, abroad;
  std::uint32_t last = 0;
  each_line(a.text, [&](Span line) {
    if (const Place* place = labelled(a, line); place != nullptr && line.begin > 0) labels.emplace_back(line, place);
    if (const Place* place = begun_abroad(a, line)) abroad.emplace_back(line, place);
    if (const auto time = dated_line(a, line)) {
      if (line.begin >= last + kProse) borders_.push_back({line.begin, true, time});
      last = line.end;
    }
  });
  for (const auto& [lines, fewest] : {std::pair{&labels, kLabels}, std::pair{&abroad, kCountries}})
    if (several(*lines, fewest))
      for (const auto& line : *lines) borders_.push_back({line.first.begin, true, {}});
}

Items::Items(const Annotation& a) {
  std::vector<Border> hours;
  each_line(a.text, [&](Span line) {
    if (opens_entry(a.surface(line))) hours.push_back({line.begin, false, {}});
    else if (is_rule(a.surface(line))) borders_.push_back({line.begin, false, {}});
  });
  // One hour is that of the page.
  if (hours.size() > 1) borders_.insert(borders_.end(), hours.begin(), hours.end());
  find_parts(a);
  std::stable_sort(borders_.begin(), borders_.end(), [](const Border& x, const Border& y) { return x.at < y.at; });
}

std::size_t Items::of(std::uint32_t at) const {
  return static_cast<std::size_t>(std::upper_bound(borders_.begin(), borders_.end(), at, [](std::uint32_t b, const Border& border) { return b < border.at; }) - borders_.begin());
}

}  // namespace deconflict::claim
