#include "lang/clitics.h"

#include <algorithm>
#include <array>

namespace deconflict::lang {

namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equals_lower(std::string_view word, std::string_view in_lower) {
  return std::equal(word.begin(), word.end(), in_lower.begin(), in_lower.end(), [](char a, char b) { return lower(a) == b; });
}

/// The first that fits counts: "wont" is wo|nt.
constexpr std::array<std::string_view, 8> kEndings = {"nt", "ll", "ve", "re", "s", "m", "d", "r"};
/// What loses an apostrophe even where the others are written.
constexpr std::array<std::string_view, 14> kCareless = {"aint",   "heres",  "hows", "its",  "lets", "shes",  "theres",
                                                        "theyll", "theyve", "weve", "whos", "wont", "youll", "your"};

/// "Im", "theyre", "shouldve": only after these, for "Kutum" and "Raqqad" are names.
bool may_bear(std::string_view word, std::string_view ending) {
  constexpr std::array<std::string_view, 17> kBearers = {"i", "you", "he", "she", "it", "we", "they", "who", "what", "that", "there", "where", "should", "could", "would", "might", "must"};
  if (ending == "s" || ending == "nt" || ending == "r") return true;
  if (ending == "m") return equals_lower(word, "i");
  return std::any_of(kBearers.begin(), kBearers.end(), [&](std::string_view w) { return equals_lower(word, w); });
}

}  // namespace

std::uint32_t lost_clitic(std::string_view word, bool text_has_apostrophes) {
  if (word.size() < 2 || !std::all_of(word.begin(), word.end(), is_letter)) return 0;
  if (text_has_apostrophes && std::none_of(kCareless.begin(), kCareless.end(), [&](std::string_view w) { return equals_lower(word, w); })) return 0;
  for (const auto ending : kEndings)
    if (word.size() > ending.size() && !equals_lower(word, "ms") && !equals_lower(word, "mr") && equals_lower(word.substr(word.size() - ending.size()), ending))
      if (may_bear(word.substr(0, word.size() - ending.size()), ending)) return static_cast<std::uint32_t>(ending.size());
  return 0;
}

bool has_apostrophes(std::string_view text, const std::vector<Token>& words) {
  return std::any_of(words.begin(), words.end(), [&](const Token& t) {
    const auto word = t.span.of(text);
    const bool mark = word.starts_with('\'') || word.starts_with("\u2019") || word.starts_with('`');
    if (mark) return word.size() > 1 && is_letter(word.back());
    return word.size() > 2 && lower(word.front()) == 'n' && lower(word.back()) == 't' && !is_letter(word[word.size() - 2]);
  });
}

void split_clitics(Annotation& a, std::vector<Paragraph>& paragraphs, const std::vector<CliticAt>& at) {
  std::vector<Token> out;
  out.reserve(a.tokens.size() + at.size());
  std::vector<std::uint32_t> moved;  // where each token stands now
  moved.reserve(a.tokens.size());
  auto next = at.begin();
  for (std::uint32_t i = 0; i < a.tokens.size(); ++i) {
    moved.push_back(static_cast<std::uint32_t>(out.size()));
    out.push_back(a.tokens[i]);
    if (next == at.end() || next->token != i) continue;
    const auto end = out.back().span.end;
    out.back().span.end = end - next->bytes;
    out.emplace_back().span = {end - next->bytes, end};
    ++next;
  }
  moved.push_back(static_cast<std::uint32_t>(out.size()));
  for (Paragraph& p : paragraphs) {
    p.dateline = moved[p.first_token + p.dateline] - moved[p.first_token];
    p.first_token = moved[p.first_token];
    p.last_token = moved[p.last_token];
  }
  a.tokens = std::move(out);
}

}  // namespace deconflict::lang
