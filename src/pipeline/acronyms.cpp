#include "pipeline/acronyms.h"

#include <algorithm>

namespace deconflict {

namespace {

struct Acronym {
  std::string_view own, other;
};
constexpr Acronym kAcronyms[] = {{"IS", "UN"}, {"US", "UK"}, {"WHO", "IMF"}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

/// Does the line around it have words in small letters on either side? "WHAT IS NEXT" is a headline in capitals.
bool in_mixed_case(std::string_view text, std::size_t at, std::size_t size) {
  constexpr std::size_t kAround = 40;
  std::size_t begin = at > kAround ? at - kAround : 0, end = std::min(text.size(), at + size + kAround);
  if (const auto line = text.rfind('\n', at); line != std::string_view::npos && line >= begin) begin = line + 1;
  end = std::min(end, text.find('\n', at));
  std::size_t small = 0, capitals = 0;
  for (std::size_t i = begin; i < end; ++i) {
    small += text[i] >= 'a' && text[i] <= 'z';
    capitals += text[i] >= 'A' && text[i] <= 'Z';
  }
  return small > 2 * capitals;
}

}  // namespace

std::string without_wordlike_acronyms(std::string_view text) {
  std::string copy;
  for (const auto& [own, other] : kAcronyms)
    for (std::size_t at = text.find(own); at != std::string_view::npos; at = text.find(own, at + own.size())) {
      const std::size_t end = at + own.size();
      const bool whole = (at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
      if (!whole || !in_mixed_case(text, at, own.size())) continue;
      if (copy.empty()) copy = text;
      copy.replace(at, own.size(), other);
    }
  return copy;
}

void restore_acronyms(Annotation& a) {
  for (Token& t : a.tokens)
    for (const auto& [own, other] : kAcronyms)
      if (t.lemma == other && a.surface(t.span) == own) t.lemma = own;
}

}  // namespace deconflict
