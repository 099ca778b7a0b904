#include <algorithm>
#include <array>

#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "read/line_rules.h"
#include "read/read.h"

namespace deconflict::read {

namespace {

struct Line {
  Span span;  ///< trimmed
  std::string_view why;
  bool headline = false;  ///< short, no sentence end
  bool menu = false;      ///< a word of a site's menu
};

/// Words that stand alone in a site's menu. A run of short lines is navigation only with several of these: a list of
/// names may be a list of the dead.
bool is_menu_word(std::string_view line) {
  static constexpr std::array kWords = std::to_array<std::string_view>(
      {"home", "news", "world", "sport", "sports", "business", "opinion", "politics", "entertainment", "contact", "about", "login", "weather", "video", "videos",
       "technology", "tech", "health", "lifestyle", "science", "culture", "travel", "photos", "live", "podcasts", "magazine", "local", "national", "international",
       "economy", "money", "arts", "education", "environment", "features", "jobs", "classifieds", "obituaries", "more", "menu", "search", "sign in", "subscribe",
       "log in", "register", "contact us", "about us", "privacy policy", "terms of use", "middle east", "europe", "asia", "africa", "americas", "us", "uk", "markets",
       "sitemap", "advertise", "newsletters", "rss", "help", "faq", "support", "archive", "archives", "breaking news", "latest news", "editorial", "editorials"});
  const std::string folded = utf8::fold(line);
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

/// "By Jane Doe", "By Jane Doe and John Roe, Example Agency": a name behind "By" and no sentence.
bool is_byline(std::string_view line) {
  if (line.size() > 90 || !(line.starts_with("By ") || line.starts_with("BY "))) return false;
  if (line.back() == '.' || line.back() == ',' || line.back() == ':') return false;
  std::size_t names = 0, words = 0;
  for (std::size_t i = 3; i < line.size();) {
    const auto end = std::min(line.find(' ', i), line.size());
    const auto word = line.substr(i, end - i);
    i = end + 1;
    if (word.empty()) continue;
    ++words;
    const auto [c, length] = utf8::decode(word, 0);
    if (utf8::is_upper(c)) ++names;
    else if (word != "and" && word != "of" && word != "for" && word != "in" && word != "the" && word != "al" && word != "de" && word != "van" && word != "von" &&
             word != "|" && word != "-" && word != "&")
      return false;
  }
  static constexpr std::array kNotNames = std::to_array<std::string_view>(
      {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
       "September", "October", "November", "December"});
  for (auto w : kNotNames)
    if (line.substr(3).starts_with(w)) return false;
  return names >= 2 && words <= (line[1] == 'Y' ? 4 : 10);
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trim(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    const auto begin = static_cast<std::uint32_t>(line.data() - text.data());
    Line l{{begin, begin + static_cast<std::uint32_t>(line.size())}, line_rule(line), false, false};
    if (l.why.empty() && is_byline(line)) l.why = "byline";
    const char last = line.back();
    l.headline = line.size() <= 140 && last != '.' && last != '!' && last != '"' && last != ',' && last != ';';
    l.menu = line.size() <= 24 && is_menu_word(line);
    lines.push_back(l);
  }
  return lines;
}

/// A heading of a list of other stories with nothing but headlines behind it to the end of the text.
void mark_teaser_lists(std::vector<Line>& lines, std::string_view text) {
  std::size_t tail = lines.size();
  while (tail > 0 && (lines[tail - 1].headline || !lines[tail - 1].why.empty())) --tail;
  for (std::size_t i = tail; i < lines.size(); ++i) {
    if (lines[i].why != "teaser" || lines[i].span.size() > 40) continue;
    const bool whole_line = lines[i].span.of(text).find_first_of(":|") == std::string_view::npos || lines[i].span.of(text).back() == ':';
    if (!whole_line) continue;
    for (auto k = i + 1; k < lines.size(); ++k)
      if (lines[k].why.empty()) lines[k].why = "teaser";
    return;
  }
}

void mark_menus(std::vector<Line>& lines) {
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i, menu = 0;
    while (end < lines.size() && lines[end].headline && lines[end].span.size() <= 28) menu += lines[end++].menu;
    if (menu >= 3 && menu * 2 >= end - i)
      for (auto k = i; k < end; ++k)
        if (lines[k].why.empty()) lines[k].why = "navigation";
    i = std::max(end, i + 1);
  }
}

}  // namespace

std::vector<Boilerplate> find_boilerplate(std::string_view text) {
  auto lines = lines_of(text);
  mark_menus(lines);
  mark_teaser_lists(lines, text);
  std::vector<Boilerplate> found;
  for (const Line& line : lines)
    if (!line.why.empty()) found.push_back({line.span, std::string(line.why)});
  return found;
}

}  // namespace deconflict::read
