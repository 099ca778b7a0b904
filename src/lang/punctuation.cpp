#include "lang/punctuation.h"

namespace deconflict::lang {

namespace {

class Hanger {
 public:
  Hanger(Annotation& a, std::int32_t first, std::int32_t last) : a_(a), first_(first), last_(last) {}

  bool separates(std::int32_t i) const {
    if (!punctuation(i)) return false;
    const auto form = a_.surface(token(i).span);
    return form == "," || form == "-" || form == ":" || form == ";" || form == "\u2013" || form == "\u2014";
  }

  void hang(std::int32_t i) {
    if (token(i).head < first_) return;  // a sentence of signs alone
    auto left = i - 1, right = i + 1;
    while (left >= first_ && punctuation(left)) --left;
    while (right < last_ && punctuation(right)) ++right;
    if (left < first_ && right >= last_) return;
    std::int32_t head = 0;
    if (left < first_) head = highest(right, i);
    else if (right >= last_) head = highest(left, i);
    else {
      left = highest(left, i);
      right = highest(right, i);
      head = hangs_on(left, right) ? left : right;
    }
    if (!hangs_on(head, i)) a_.tokens[static_cast<std::size_t>(i)].head = head;
  }

 private:
  const Token& token(std::int32_t i) const { return a_.tokens[static_cast<std::size_t>(i)]; }
  bool punctuation(std::int32_t i) const { return token(i).upos == Upos::PUNCT; }

  /// The last word above `at` that stands on its side of `border`.
  std::int32_t highest(std::int32_t at, std::int32_t border) const {
    for (;;) {
      const auto head = token(at).head;
      if (head < first_ || head >= last_ || (head > border) != (at > border)) return at;
      at = head;
    }
  }

  bool hangs_on(std::int32_t at, std::int32_t above) const {
    while (at != above && at >= first_ && at < last_) at = token(at).head;
    return at == above;
  }

  Annotation& a_;
  std::int32_t first_, last_;
};

}  // namespace

void hang_punctuation(Annotation& a, std::uint32_t first, std::uint32_t last) {
  Hanger h(a, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last));
  for (auto i = static_cast<std::int32_t>(first); i < static_cast<std::int32_t>(last); ++i)
    if (h.separates(i)) h.hang(i);
}

}  // namespace deconflict::lang
