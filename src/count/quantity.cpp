#include "count/quantity.h"

#include <algorithm>

#include "count/count.h"

namespace deconflict::count {
namespace {

/// Reads a number and the words that say whom it counts.
class QuantityReader : Words {
 public:
  explicit QuantityReader(const Words& words) : Words(words) {}

  std::uint32_t read(std::uint32_t i, Quantity& q) const {
    if (in_time(i)) return 0;
    if (const auto n = number_at(a_, i, last_)) {
      const std::uint32_t j = behind(i, n->span);
      if (time_ < a_.times.size() && a_.times[time_].span.overlaps(n->span)) return 0;
      q.first = i;
      q.last = j;
      q.min = n->min;
      q.max = n->max;
      if (!counts_something(q)) return j;
      phrase(q);
      return j;
    }
    // "A man and his wife": one more.
    const bool kin = any(i, {"his", "her"}) && is(i - 1, "and") && is_kin(i + 1) && i > first_;
    if (kin || (role(i) == Role::article && !any(i - 1, {"from", "for"}))) {  // "workers from an agency"
      q.first = i;
      q.last = i + 1;
      q.min = 1;
      q.max = 1;
      q.single = true;
      phrase(q);
      if (q.who_last == q.who_first || any(q.who_first, {"number", "lot", "few", "couple", "total", "group"})) return 0;
      return i + 1;
    }
    return 0;
  }

 private:
  bool is_kin(std::uint32_t i) const {
    return any(i, {"wife", "husband", "son", "daughter", "mother", "father", "brother", "sister", "child", "baby", "uncle", "aunt", "nephew", "niece", "cousin", "grandmother", "grandfather", "grandson", "granddaughter", "bodyguard", "driver"});
  }
  bool in_time(std::uint32_t i) const { return time_ < a_.times.size() && a_.times[time_].span.overlaps(a_.tokens[i].span); }

  /// False for money, distances, ages, calibres, names ("Division 30") and the like.
  bool counts_something(Quantity& q) const {
    const std::uint32_t j = q.last;
    if (q.min < 1) return no(q);
    if (role(j) == Role::unit || (is(j, "-") && glued(j) && (role(j + 1) == Role::unit || glued(j + 1)))) return no(q);
    if (q.first > 1 && a_.surface(a_.tokens[q.first - 1].span) == "." && a_.surface(a_.tokens[q.first - 2].span) == "No") return no(q);
    if (q.first > first_) {
      const std::string_view b = word(q.first - 1);
      if (b == "$" || b == "\xE2\x82\xAC" || b == "\xC2\xA3" || b == "#" || b == "No." || b == "no." || b.ends_with('$')) return no(q);
      if (b == "-" && glued(q.first) && glued(q.first - 1)) return no(q);
      const std::string_view w = word(q.first);
      const bool digits = !w.empty() && w[0] >= '0' && w[0] <= '9';
      const bool name = !b.empty() && b[0] >= 'A' && b[0] <= 'Z' && role(q.first - 1) == Role::none && q.first - 1 > first_;
      if (digits && name && (role(j) == Role::stop || j >= last_) && q.last == q.first + 1) return no(q);
      if (digits && q.last == q.first + 1 && is_age(q.first)) return no(q);
      if (b == "(" && is(j, ")")) return no(q);  // an age or a footnote
      if (digits && any(q.first - 1, {"article", "resolution", "route", "highway", "section", "phase", "chapter", "page", "unit", "level", "aged", "age", "division",
                                      "brigade", "battalion", "regiment", "squadron", "flight", "camp", "channel", "sector", "district", "number", "gate"}))
        return no(q);
      if (is(q.first - 1, "no")) return no(q);  // "no one"
    }
    return true;
  }
  static bool no(Quantity& q) { return q.min = 0, false; }

  /// "A 17-year-old": the age alone says that it is a person.
  bool aged(std::uint32_t i) const { return is(i, "old") && hyphen(i - 1) && any(i - 2, {"year", "month", "years"}); }

  /// "Karim Odeh, 45, and his son", "a farmer, 60, was killed".
  bool is_age(std::uint32_t number) const {
    const bool closed = number + 1 >= last_ || is(number + 1, ",") || is(number + 1, ".") || is(number + 1, ";");
    if (number < first_ + 2 || !is(number - 1, ",") || !closed || word(number).size() > 2) return false;
    const Span whose = a_.tokens[number - 2].span;
    const bool one = role(number - 2) == Role::person && a_.tokens[number - 2].upos == Upos::NOUN && a_.surface(whose) == a_.tokens[number - 2].lemma;
    return one || std::any_of(a_.mentions.begin(), a_.mentions.end(), [&](const Mention& m) { return m.type == MentionType::PER && m.span.end == whose.end && whose.begin >= m.span.begin; });
  }

  /// May this token stand in the phrase that a number counts?
  bool in_phrase(std::uint32_t i, bool begun) const {
    if (i >= last_) return false;
    if (const Timex* t = time_at(i)) return t->type == TimexType::DURATION && a_.surface(t->span).ends_with("old");
    if (is(i, "-")) return glued(i) && glued(i + 1) && !is(i + 1, "by");
    switch (role(i)) {
      case Role::none: case Role::person: case Role::noun: case Role::thing: break;
      case Role::state: return !begun && (role(i + 1) == Role::noun || role(i + 1) == Role::person) && is(i, "dead");
      case Role::past: return !begun && (role(i + 1) == Role::none || role(i + 1) == Role::person || role(i + 1) == Role::noun) && !any(i + 1, {"others"}) &&
                              !tagged(i + 1, Upos::VERB) && !tagged(i + 1, Upos::ADV);
      case Role::unit: case Role::number: return glued(i) && (is(i - 1, "-"));
      default: return false;
    }
    const Upos u = a_.tokens[i].upos;
    if (u == Upos::AUX || u == Upos::ADP || u == Upos::CCONJ || u == Upos::SCONJ || u == Upos::PUNCT || u == Upos::PRON || u == Upos::DET) return false;
    if (begun && word(i).ends_with("ed") &&  // "operatives tied to", "observers visited the"
        (role(i + 1) == Role::article || any(i + 1, {"to", "by", "in", "from", "with", "on", "at", "the", "its", "their", "his"})))
      return false;
    if (begun && any(i, {"lost", "took", "went", "came", "fought", "held", "made", "met", "saw", "began", "fell", "broke", "paid", "laid", "gave", "embraced", "attained", "achieved", "breathed", "sacrificed", "live", "lives", "lived", "reside", "resides"})) return false;
    if (begun && any(i, {"alive", "named", "aged", "called", "identified", "known", "believed", "alleged", "due"})) return false;
    const bool compound = glued(i) && is(i - 1, "-");  // "two army-led operations"
    if (u == Upos::VERB && begun && !compound && a_.tokens[i].deprel != Deprel::amod && !any(i, {"armed", "suspected", "alleged"})) return false;
    return true;
  }

  void phrase(Quantity& q) const {
    std::uint32_t k = q.last;
    if (any(k, {"\"", "''", "\xE2\x80\x9D"}) && !q.single) ++k;
    const std::uint32_t limit = std::min(last_, k + kPhrase);
    if (is(k, "of")) {
      ++k;
      if (any(k, {"these", "those", "the"}) && role(k + 1) == Role::noun && (term(k + 1).act == Act::killed || term(k + 1).act == Act::injured)) {
        q.act = term(k + 1).act;  // "nine of these deaths"
        q.who_first = k + 1;
        q.who_last = k + 2;
        return;
      }
      if (any(k, {"them", "whom", "those", "these", "us"})) {
        q.part = q.among = true;
        q.who_first = k;
        q.who_last = k + 1;
        return;
      }
      if (any(k, {"the", "its", "their", "his", "our"})) {
        ++k;
        if ((role(k) == Role::past || role(k) == Role::state) && role(k + 1) != Role::none && role(k + 1) != Role::person) {
          q.act = term(k).act;  // "one of the wounded"
          if (q.act == Act::injured && die_at(k + 1)) q.act = Act::killed, q.part = true;
          q.who_first = k;
          q.who_last = k + 1;
          return;
        }
        if (any(k, {"victims"})) q.part = true;
      }
    }
    while (any(k, {"more", "other", "others", "additional", "further"})) {
      q.others = true;
      ++k;
    }
    q.who_first = k;
    while (k < limit && in_phrase(k, k > q.who_first)) {
      q.thing = role(k) == Role::thing;
      // "a Palestinian journalist Huda Saleh" is still a person.
      q.person = role(k) == Role::person || aged(k) || (q.person && !word(k).empty() && word(k)[0] >= 'A' && word(k)[0] <= 'Z');
      ++k;
    }
    if (is(k - 1, "passer") && hyphen(k) && is(k + 1, "by")) k += 2;
    // A phrase does not end in a hyphen.
    while (k > q.who_first && is(k - 1, "-")) --k;
    q.who_last = k;
    if (is(k, "of") && k > q.who_first && k < limit) {  // "members of a militia", "convoy of vehicles"
      std::uint32_t e = k + 1;
      if (role(e) == Role::article || any(e, {"the", "its", "their", "his"})) ++e;
      const std::uint32_t start = e;
      while (e < limit && in_phrase(e, true)) ++e;
      if (e > start) q.who_last = e;
      if (e > start && role(e - 1) == Role::person) q.person = true;  // "a Movement of the North leader"
    }
  }

  /// "Four of the wounded later died".
  bool die_at(std::uint32_t k) const {
    constexpr std::uint32_t kFar = 3;
    for (std::uint32_t i = k; i < std::min(last_, k + kFar) && !strong(i); ++i)
      if (any(i, {"died", "succumbed"})) return true;
    return false;
  }
};

}  // namespace

std::uint32_t quantity_at(const Words& words, std::uint32_t i, Quantity& q) { return QuantityReader(words).read(i, q); }

}  // namespace deconflict::count
