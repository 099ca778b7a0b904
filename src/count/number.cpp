#include <optional>

#include "base/words.h"
#include "count/count.h"
#include "count/words.h"

namespace deconflict::count {
namespace {

/// The largest number of people or things that is believed; beyond it digits are something else.
constexpr std::int64_t kMost = 10'000'000'000;

class Reader {
 public:
  Reader(const Annotation& a, std::uint32_t last) : a_(a), last_(last) {}

  std::string_view word(std::uint32_t i) const { return i < last_ ? a_.surface(a_.tokens[i].span) : std::string_view(); }
  bool is(std::uint32_t i, std::string_view lower) const { return is_word(word(i), lower); }
  Term term(std::uint32_t i) const { return i < last_ ? term_of(word(i)) : Term(); }
  bool glued(std::uint32_t i) const { return i > 0 && i < last_ && a_.tokens[i].span.begin == a_.tokens[i - 1].span.end; }

  /// "1,500", "37", "1.5": digits of one token.
  std::optional<double> digits(std::uint32_t i) const {
    const std::string_view w = word(i);
    if (w.empty() || w.size() > 15 || w[0] < '0' || w[0] > '9') return std::nullopt;
    double value = 0, scale = 0;
    std::size_t group = 0;
    bool grouped = false;
    for (std::size_t k = 0; k < w.size(); ++k) {
      const char c = w[k];
      if (c >= '0' && c <= '9') {
        ++group;
        if (scale > 0) {
          value += (c - '0') * scale;
          scale /= 10;
        } else {
          value = value * 10 + (c - '0');
        }
      } else if (c == ',' && k > 0 && k + 1 < w.size() && scale == 0 && (!grouped ? group <= 3 : group == 3 || group == 2)) {
        grouped = true;
        group = 0;
      } else if (c == '.' && scale == 0 && k + 1 < w.size()) {
        if (grouped && group != 3) return std::nullopt;
        scale = 0.1;
      } else {
        return std::nullopt;
      }
    }
    if (grouped && scale == 0 && group != 3) return std::nullopt;
    return value;
  }

  /// A number without anything around it: [i, end) and its value; `vague` if it is open above.
  std::uint32_t plain(std::uint32_t i, std::int64_t& value, bool& vague) const {
    vague = false;
    double v = 0;
    std::uint32_t j = fraction(i, v);
    if (j > 0) {
      value = static_cast<std::int64_t>(v + 0.5);
      return j;
    }
    j = i;
    if (const auto d = digits(i)) {
      v = *d;
      j = i + 1;
    } else {
      const Term t = term(i);
      if (t.role == Role::number) {
        v = static_cast<double>(t.value);
        j = i + 1;
        if (t.value >= 20) {
          const std::uint32_t k = is(j, "-") ? j + 1 : j;
          const Term unit = term(k);
          if (unit.role == Role::number && unit.value < 10 && (k > j || !is(k, "one"))) {
            v += static_cast<double>(unit.value);
            j = k + 1;
          }
        }
      } else if (t.role == Role::vague) {
        if (is(i, "few") && !is(i + 1, "dozen") && !is(i + 1, "hundred") && !is(i + 1, "thousand")) return 0;
        vague = true;
        v = static_cast<double>(t.value);
        j = i + 1;
        if (v < 10 && term(j).role == Role::multiplier) v = 2;  // "several hundred": two hundred is the least it can mean
        if (is(j, "of")) {  // "tens of thousands", "hundreds of thousands"
          const Term of = term(j + 1);
          if (of.role == Role::vague && of.value >= 2000) {
            v = v * static_cast<double>(of.value) / 2;
            j += 2;
          }
        }
      } else if (t.role == Role::article && (term(i + 1).role == Role::multiplier && !is(i + 1, "score"))) {
        v = 1;
        j = i + 1;
      } else if (compound(i, v)) {
        j = i + 1;
      } else {
        return 0;
      }
    }
    while (term(j).role == Role::multiplier && !is(j, "score")) {
      v *= static_cast<double>(term(j).value);
      ++j;
      const std::uint32_t k = is(j, "and") ? j + 1 : j;  // "two hundred and fifty"
      const Term more = term(k);
      if (!vague && more.role == Role::number && v >= 100 && more.value < 100 && j < last_ && (k > j || v < 1000)) {
        v += static_cast<double>(more.value);
        j = k + 1;
        if (more.value >= 20 && is(j, "-") && term(j + 1).role == Role::number && term(j + 1).value < 10) {
          v += static_cast<double>(term(j + 1).value);
          j += 2;
        }
      }
    }
    if (v < 0 || v > static_cast<double>(kMost)) return 0;
    value = static_cast<std::int64_t>(v + 0.5);
    if (v < 1 && v > 0) return 0;
    return j;
  }

  /// "A quarter of a million", "half a million": the end of it, or 0.
  std::uint32_t fraction(std::uint32_t i, double& v) const {
    std::uint32_t j = is(i, "a") || is(i, "one") ? i + 1 : i;
    const double part = is(j, "quarter") ? 0.25 : is(j, "third") ? 1.0 / 3 : is(j, "half") ? 0.5 : 0;
    if (part == 0) return 0;
    ++j;
    if (is(j, "of")) ++j;
    if (!is(j, "a") && !is(j, "one")) return 0;
    ++j;
    const Term unit = term(j);
    if (unit.role != Role::multiplier || unit.value < 1000) return 0;
    v = part * static_cast<double>(unit.value);
    return j + 1;
  }

  /// "twenty-six" as one token.
  bool compound(std::uint32_t i, double& v) const {
    const std::string_view w = word(i);
    const std::size_t dash = w.find('-');
    if (dash == std::string_view::npos || dash == 0) return false;
    const Term tens = term_of(w.substr(0, dash)), units = term_of(w.substr(dash + 1));
    if (tens.role != Role::number || units.role != Role::number || tens.value < 20 || units.value > 9) return false;
    v = static_cast<double>(tens.value + units.value);
    return true;
  }

  const Annotation& a_;
  std::uint32_t last_;
};

}  // namespace

std::optional<Number> number_at(const Annotation& a, std::uint32_t first_token, std::uint32_t last_token) {
  if (first_token >= last_token || last_token > a.tokens.size()) return std::nullopt;
  const Reader r(a, last_token);
  std::uint32_t i = first_token;
  enum class Bound { exact, least, above, most, below } bound = Bound::exact;
  bool between = false, group = false;
  // Words that bound the number; "a total of", "an estimated", "some" change nothing.
  for (int step = 0; step < 3; ++step) {
    if (r.is(i, "at") && r.is(i + 1, "least")) bound = Bound::least, i += 2;
    else if (r.is(i, "at") && r.is(i + 1, "most")) bound = Bound::most, i += 2;
    else if (r.is(i, "no") && (r.is(i + 1, "fewer") || r.is(i + 1, "less")) && r.is(i + 2, "than")) bound = Bound::least, i += 3;
    else if (r.is(i, "not") && r.is(i + 1, "less") && r.is(i + 2, "than")) bound = Bound::least, i += 3;
    else if (r.is(i, "no") && r.is(i + 1, "more") && r.is(i + 2, "than")) bound = Bound::most, i += 3;
    else if ((r.is(i, "more") || r.is(i, "greater")) && r.is(i + 1, "than")) bound = Bound::above, i += 2;
    else if ((r.is(i, "less") || r.is(i, "fewer")) && r.is(i + 1, "than")) bound = Bound::below, i += 2;
    else if (r.is(i, "over") && i > 0 && one_of(a.tokens[i - 1].lemma, {"hand", "turn"})) ++i;  // "handed over 50 prisoners"
    else if (r.is(i, "over") || r.is(i, "above")) bound = Bound::above, ++i;
    else if (r.is(i, "under") || r.is(i, "below")) bound = Bound::below, ++i;
    else if (r.is(i, "up") && r.is(i + 1, "to")) bound = Bound::most, i += 2;
    else if (r.is(i, "as") && (r.is(i + 1, "many") || r.is(i + 1, "few")) && r.is(i + 2, "as")) bound = r.is(i + 1, "many") ? Bound::most : Bound::least, i += 3;
    else if (r.is(i, "a") && r.is(i + 1, "minimum") && r.is(i + 2, "of")) bound = Bound::least, i += 3;
    else if (r.is(i, "a") && r.is(i + 1, "total") && r.is(i + 2, "of")) i += 3;
    else if (r.is(i, "an") && r.is(i + 1, "estimated")) i += 2;
    else if (r.is(i, "about") || r.is(i, "around") || r.is(i, "nearly") || r.is(i, "almost") || r.is(i, "approximately") || r.is(i, "roughly") || r.is(i, "some") ||
             r.is(i, "just") || r.is(i, "only") || r.is(i, "well") || r.is(i, "estimated"))
      ++i;
    else if (r.is(i, "between") || (r.is(i, "from") && step == 0)) between = true, ++i;
  }
  Number n;
  std::int64_t value = 0;
  bool vague = false;
  std::uint32_t j = 0;
  if (r.is(i, "a") || r.is(i, "an") || r.is(i, "the")) {
    if (r.is(i + 1, "couple")) {
      value = 2;
      j = r.is(i + 2, "of") && r.term(i + 3).role == Role::multiplier ? i + 3 : i + 2;
    } else if (const std::uint32_t word = r.is(i + 1, "number") ? i + 1 : r.is(i + 2, "number") ? i + 2 : 0; word > 0) {
      if (r.is(i, "the")) return std::nullopt;
      const bool unknown = r.is(i + 1, "unspecified") || r.is(i + 1, "unknown") || r.is(i + 1, "undisclosed") || r.is(i + 1, "undetermined");
      if (word == i + 2 && !unknown && !r.is(i + 1, "large") && !r.is(i + 1, "huge") && !r.is(i + 1, "small") && !r.is(i + 1, "great") &&
          !r.is(i + 1, "significant") && !r.is(i + 1, "considerable"))
        return std::nullopt;
      // "A number of" is told of as many as "several".
      value = unknown ? 1 : r.is(i + 1, "small") ? 2 : word == i + 1 ? 3 : 5;
      vague = true;
      group = word == i + 1 || unknown;
      j = word + 1;
    } else if (r.is(i + 1, "handful")) {
      value = 4;
      vague = true;
      j = i + 2;
    } else if (r.is(i, "a") && r.is(i + 1, "few") && r.term(i + 2).role == Role::multiplier) {
      vague = true;
      j = r.plain(i + 1, value, vague);
    } else if (r.is(i, "a") && r.is(i + 1, "few")) {
      value = 3;
      vague = true;
      j = i + 2;
    }
  }
  if (j == 0 && r.is(i, "both")) {
    value = 2;
    j = i + 1;
  }
  if (j == 0) j = r.plain(i, value, vague);
  if (j == 0 || j <= i || (group && !r.is(j, "of"))) return std::nullopt;
  n.min = value;
  n.max = value;
  if (vague) n.max = std::nullopt;
  // "10 to 15", "two or three", "10-15", "between 10 and 15".
  const bool joins = r.is(j, "-") || r.is(j, "\xE2\x80\x93") || r.is(j, "to") || r.is(j, "or") || (between && r.is(j, "and"));
  if (joins && !vague) {
    std::int64_t upper = 0;
    bool upper_vague = false;
    const std::uint32_t k = r.plain(j + 1, upper, upper_vague);
    const bool dashed = r.is(j, "-") || r.is(j, "\xE2\x80\x93");
    // "two or three" follow one another closely; "kill 5 to 2000" is no range.
    if (k > 0 && !upper_vague && upper > value && (!dashed || (r.glued(j) && r.glued(j + 1))) && (!r.is(j, "or") || upper <= value * 2 + 5)) {
      n.max = upper;
      j = k;
    }
  }
  if (between && (!n.max || *n.max == n.min)) return std::nullopt;  // "from two towns"
  // "The toll exceeded 100".
  if (bound == Bound::exact && first_token > 0 && one_of(a.tokens[first_token - 1].lemma, {"exceed", "surpass", "top"}) && a.tokens[first_token - 1].upos == Upos::VERB) bound = Bound::above;
  if (bound == Bound::least) n.max = std::nullopt;
  if (bound == Bound::above) {
    if (!vague) ++n.min;
    n.max = std::nullopt;
  }
  if (bound == Bound::most) {
    n.max = n.max ? n.max : std::optional<std::int64_t>(value);
    n.min = n.min > 1 ? 1 : n.min;
  }
  if (bound == Bound::below) {
    n.max = value - 1;
    n.min = 1;
    if (*n.max < n.min) n.min = *n.max;
  }
  if (r.is(j, "or") && r.is(j + 1, "more")) {
    n.max = std::nullopt;
    j += 2;
  } else if (r.is(j, "or") && r.is(j + 1, "so")) {
    j += 2;
  }
  n.span = {a.tokens[first_token].span.begin, a.tokens[j - 1].span.end};
  return n;
}

}  // namespace deconflict::count
