#include "claim/tree.h"

#include <algorithm>

namespace deconflict::claim {

Tree::Tree(const Annotation& a) : a_(a) {
  const auto n = static_cast<TokenIndex>(a.tokens.size());
  start_.assign(n + 1, 0);
  list_.resize(n);
  for (const Token& t : a.tokens)
    if (t.head >= 0) ++start_[static_cast<TokenIndex>(t.head) + 1];
  for (TokenIndex i = 0; i < n; ++i) start_[i + 1] += start_[i];
  std::vector<TokenIndex> fill(start_.begin(), start_.end() - 1);
  for (TokenIndex i = 0; i < n; ++i)
    if (a.tokens[i].head >= 0) list_[fill[static_cast<TokenIndex>(a.tokens[i].head)]++] = i;
  // Hulls bottom-up: peel leaves off, so that a long chain costs no recursion.
  low_.resize(n);
  high_.resize(n);
  std::vector<TokenIndex> waiting(n, 0), ready;
  for (TokenIndex i = 0; i < n; ++i) {
    low_[i] = high_[i] = i;
    waiting[i] = start_[i + 1] - start_[i];
    if (waiting[i] == 0) ready.push_back(i);
  }
  for (std::size_t k = 0; k < ready.size(); ++k) {
    const TokenIndex i = ready[k];
    if (a.tokens[i].head < 0) continue;
    const auto h = static_cast<TokenIndex>(a.tokens[i].head);
    low_[h] = std::min(low_[h], low_[i]);
    high_[h] = std::max(high_[h], high_[i]);
    if (--waiting[h] == 0) ready.push_back(h);
  }
}

bool Tree::is_word(TokenIndex i, std::string_view lower) const {
  if (i >= a_.tokens.size()) return false;
  const auto text = surface(i);
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char x, char y) { return ((x >= 'A' && x <= 'Z') ? x + 32 : x) == y; });
}

std::optional<TokenIndex> Tree::head(TokenIndex i) const {
  const auto h = a_.tokens[i].head;
  return h < 0 ? std::nullopt : std::optional(static_cast<TokenIndex>(h));
}

std::optional<TokenIndex> Tree::child(TokenIndex i, Deprel d) const {
  for (TokenIndex c : children(i))
    if (a_.tokens[c].deprel == d) return c;
  return std::nullopt;
}

std::string_view Tree::preposition(TokenIndex nominal) const {
  const auto c = child(nominal, Deprel::case_);
  return c && *c < nominal ? lemma(*c) : std::string_view{};
}

Span Tree::noun_phrase(TokenIndex head) const {
  const auto h = token(head).head;
  TokenIndex first = head, last = head;
  for (TokenIndex c : children(head)) {
    const Deprel d = a_.tokens[c].deprel;
    const bool part = d == Deprel::det || d == Deprel::amod || d == Deprel::compound || d == Deprel::flat || d == Deprel::nummod || d == Deprel::nmod_poss ||
                      d == Deprel::det_predet || d == Deprel::fixed || d == Deprel::nmod_desc || d == Deprel::goeswith || d == Deprel::nmod_unmarked;
    const bool tail = d == Deprel::compound_prt && a_.tokens[head].upos == Upos::NOUN;  // "a passer-by"
    const bool of = d == Deprel::nmod && c > head && preposition(c) == "of";
    const bool title = d == Deprel::appos && c == head + 1;
    if (!part && !tail && !of && !title) continue;
    if (h >= 0 && low_[c] <= static_cast<TokenIndex>(h) && static_cast<TokenIndex>(h) <= high_[c]) continue;  // a crossing arc
    first = std::min(first, low_[c]);
    last = std::max(last, high_[c]);
  }
  const auto approximate = [&](TokenIndex i) { return is_word(i + 1, "least") || is_word(i + 1, "most"); };
  while (first < head && (token(first).upos == Upos::PUNCT || (token(first).upos == Upos::ADP && !approximate(first)))) ++first;
  while (last > head && token(last).upos == Upos::PUNCT) --last;
  // "The Front [FN]": what opens in the phrase ends with it.
  const bool closes = last + 1 < a_.tokens.size() && token(last + 1).sentence == token(head).sentence && (is_word(last + 1, "]") || is_word(last + 1, ")"));
  for (TokenIndex i = last; closes && i > first; --i) {
    if (is_word(i, "]") || is_word(i, ")")) break;
    if (is_word(i, "[") || is_word(i, "(")) return span({first, last + 1});
  }
  return span({first, last});
}

std::vector<TokenIndex> Tree::conjuncts(TokenIndex head) const {
  std::vector<TokenIndex> all{head};
  for (std::size_t k = 0; k < all.size() && all.size() < 16; ++k)
    for (TokenIndex c : children(all[k]))
      if (a_.tokens[c].deprel == Deprel::conj) all.push_back(c);
  return all;
}

std::optional<TokenIndex> Tree::token_at(std::uint32_t byte) const {
  const auto it = std::upper_bound(a_.tokens.begin(), a_.tokens.end(), byte, [](std::uint32_t b, const Token& t) { return b < t.span.end; });
  if (it == a_.tokens.end()) return std::nullopt;
  return static_cast<TokenIndex>(it - a_.tokens.begin());
}

std::optional<TokenIndex> Tree::head_of(Span span) const {
  const auto first = token_at(span.begin);
  if (!first) return std::nullopt;
  std::optional<TokenIndex> best;
  for (TokenIndex i = *first; i < a_.tokens.size() && a_.tokens[i].span.begin < span.end; ++i) {
    const auto h = a_.tokens[i].head;
    const bool outside = h < 0 || !span.overlaps(a_.tokens[static_cast<TokenIndex>(h)].span);
    if (outside && a_.tokens[i].upos != Upos::PUNCT && a_.tokens[i].upos != Upos::ADP && a_.tokens[i].upos != Upos::DET) best = i;
  }
  return best ? best : first;
}

bool Tree::dominates(TokenIndex above, TokenIndex i) const {
  for (int steps = 0; steps < 256; ++steps) {
    if (i == above) return true;
    const auto h = head(i);
    if (!h) return false;
    i = *h;
  }
  return false;
}

}  // namespace deconflict::claim
