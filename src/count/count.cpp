#include "count/count.h"

#include <algorithm>

#include "base/words.h"
#include "count/terms.h"

namespace deconflict::count {
namespace {

/// How far words are looked for: past these many tokens nothing belongs together, and a hostile sentence stays linear.
constexpr std::uint32_t kRight = 24;
constexpr std::uint32_t kLeft = 18;
constexpr std::uint32_t kPhrase = 10;

struct Quantity {
  std::uint32_t first = 0, last = 0;        ///< tokens of the number
  std::uint32_t who_first = 0, who_last = 0;  ///< of the words that say whom
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
  Act act = Act::none, second = Act::none;
  bool part = false;    ///< "three of them", "including two": counts among what was counted before
  bool joined = false;  ///< "… and five civilians"
  bool thing = false;
  bool single = false;  ///< "a child"
  bool person = false;
  bool others = false;  ///< "three others", "dozens more"
  bool both = false;    ///< "killed and wounded": of the one and of the other
};

class Sentences {
 public:
  explicit Sentences(Annotation& a) : a_(a) {}

  void read(const Sentence& s) {
    first_ = s.first_token;
    last_ = s.last_token;
    terms_.clear();
    bool acts = false;
    for (std::uint32_t i = first_; i < last_; ++i) {
      terms_.push_back(term_of(word(i)));
      acts = acts || terms_.back().act != Act::none || terms_.back().role == Role::toll || any(i, {"lives", "life", "loss", "down", "custody", "blew", "blow", "blown"});
    }
    if (!acts) return;
    quantities_.clear();
    for (std::uint32_t i = first_; i < last_;) {
      Quantity q;
      const std::uint32_t after = quantity(i, q);
      if (after == 0) {
        ++i;
        continue;
      }
      decide(q);
      quantities_.push_back(q);
      i = after;
    }
    inherit();
    for (const Quantity& q : quantities_) emit(q);
  }

 private:
  std::string_view word(std::uint32_t i) const { return i >= first_ && i < last_ ? a_.surface(a_.tokens[i].span) : std::string_view(); }
  const Term& term(std::uint32_t i) const {
    static const Term none;
    return i >= first_ && i < last_ ? terms_[i - first_] : none;
  }
  Role role(std::uint32_t i) const { return term(i).role; }
  bool is(std::uint32_t i, std::string_view lower) const {
    const std::string_view w = word(i);
    if (w.size() != lower.size()) return false;
    for (std::size_t k = 0; k < w.size(); ++k)
      if ((w[k] >= 'A' && w[k] <= 'Z' ? w[k] + 32 : w[k]) != lower[k]) return false;
    return true;
  }
  bool any(std::uint32_t i, std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return is(i, w); });
  }
  bool tagged(std::uint32_t i, Upos upos) const { return i >= first_ && i < last_ && a_.tokens[i].upos == upos; }
  bool glued(std::uint32_t i) const { return i > first_ && i < last_ && a_.tokens[i].span.begin == a_.tokens[i - 1].span.end; }
  bool hyphen(std::uint32_t i) const { return is(i, "-") && glued(i) && glued(i + 1); }
  bool strong(std::uint32_t i) const { return any(i, {".", ";", ":", "!", "?"}); }
  bool be(std::uint32_t i) const { return any(i, {"was", "were", "been", "being", "be", "is", "are", "got", "gets", "get"}); }

  /// Does the token lie in a time? Asked with rising `i` only.
  bool in_time(std::uint32_t i) {
    const Span s = a_.tokens[i].span;
    while (time_ < a_.times.size() && a_.times[time_].span.end <= s.begin) ++time_;
    return time_ < a_.times.size() && a_.times[time_].span.overlaps(s);
  }

  // ------------------------------------------------------------------ the number and whom it counts

  std::uint32_t quantity(std::uint32_t i, Quantity& q) {
    if (in_time(i)) return 0;
    if (const auto n = number_at(a_, i, last_)) {
      std::uint32_t j = i;
      while (j < last_ && a_.tokens[j].span.end <= n->span.end) ++j;
      if (time_ < a_.times.size() && a_.times[time_].span.overlaps(n->span)) return 0;
      q.first = i;
      q.last = j;
      q.min = n->min;
      q.max = n->max;
      if (!counts_something(q)) return j;
      phrase(q);
      return j;
    }
    if (role(i) == Role::article && !any(i - 1, {"from", "for"})) {  // "workers from an agency"
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
  bool in_phrase(std::uint32_t i, bool begun) {
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
    if (begun && any(i, {"lost", "took", "went", "came", "fought", "held", "made", "met", "saw", "began", "fell", "broke"})) return false;
    if (begun && any(i, {"named", "aged", "called", "identified", "known", "believed", "alleged", "due"})) return false;
    const bool compound = glued(i) && is(i - 1, "-");  // "two army-led operations"
    if (u == Upos::VERB && begun && !compound && !any(i, {"armed", "suspected", "alleged"})) return false;
    return true;
  }
  const Timex* time_at(std::uint32_t i) const {
    const Span s = a_.tokens[i].span;
    for (std::size_t t = time_; t < a_.times.size() && a_.times[t].span.begin < s.end; ++t)
      if (a_.times[t].span.overlaps(s)) return &a_.times[t];
    return nullptr;
  }

  void phrase(Quantity& q) {
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
        q.part = true;
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

  // ------------------------------------------------------------------ what is said of them

  void decide(Quantity& q) const {
    if (q.min < 1 || q.act != Act::none) return;
    if (left(q)) return;
    if (right(q)) return;
    if (toll_before(q)) return;
    for (std::uint32_t k = q.who_first; k < q.who_last && !q.single; ++k) {
      if (role(k) == Role::past && k == q.who_first) q.act = term(k).act;  // "two wounded soldiers"
      if (role(k) == Role::noun && (k + 1 == q.who_last || role(k + 1) == Role::stop || is(k + 1, "of"))) q.act = term(k).act;
    }
  }

  /// "Raids in the north kill six": a bare number is no noun's.
  bool headline_verb(std::uint32_t verb, const Quantity& q) const {
    return any(verb, {"kill", "kills", "wound", "wounds", "injure", "injures"}) && q.who_last == q.who_first && !q.single && (q.last >= last_ || role(q.last) == Role::stop);
  }

  bool left(Quantity& q) const {
    std::uint32_t b = q.first;
    int skipped = 0;
    if (b > first_ && glued(b) && any(b - 1, {"\"", "\xE2\x80\x9C", "\xE2\x80\x98", "``"})) --b;  // killing "more than 20 soldiers"
    while (b > first_ && skipped < 4 && (any(b - 1, {"another", "further", "the", "its", "their", "other", "these", "those", "an", "his"}) ||
                                         (role(b - 1) == Role::adverb && !any(b - 1, {"to", "left", "down", "up"}))))
      --b, ++skipped;
    if (b == first_) return false;
    --b;
    const Term& t = term(b);
    if (b > first_ && (is(b, "down") || is(b, "dead"))) {  // "shot down a helicopter", "gunned down two men", "shot dead five"
      const bool gun = is(b - 1, "gunned") || is(b, "dead");
      if (any(b - 1, {"shot", "gunned", "brought", "shoot", "shooting"}) && !passive(b - 1)) return q.act = gun ? Act::killed : Act::destroyed, true;
    }
    if (b > first_ && is(b, "up") && any(b - 1, {"blew", "blow", "blows", "blowing"})) return !q.person && (q.act = Act::destroyed, true);  // "blew up two pylons"
    if (t.role == Role::does || t.role == Role::past) {
      if (t.role == Role::past && (passive(b) || right_state(q))) return false;
      if (t.role == Role::does && tagged(b, Upos::NOUN) && !headline_verb(b, q)) return false;
      q.act = t.act;
      if (b > first_ + 1 && (any(b - 1, {"and", "or", "/"})) && (role(b - 2) == Role::does || role(b - 2) == Role::past) && term(b - 2).act != t.act) {
        q.second = term(b - 2).act;
        q.both = is(b - 1, "and");
      }
      return true;
    }
    if (any(b, {"them", "whom"}) && role(b - 1) == Role::include) return q.part = true, false;
    if (t.role == Role::include) {
      q.part = true;
      // "Among the dead were three children"; "those killed include two women"
      const std::uint32_t from = b > first_ + 6 ? b - 6 : first_;
      for (std::uint32_t k = b; k > from; --k)
        if ((role(k - 1) == Role::past || role(k - 1) == Role::state) && !is(b, "including")) {
          q.act = term(k - 1).act;
          return true;
        }
      return false;
    }
    if (any(b, {"alongside", "with"}) && !is(q.first, "both")) {  // "killing the mayor together with two guards"
      constexpr std::uint32_t kFar = 20;  // "captured a smuggler of arms and fuel used in attacks, along with ten associates"
      const std::uint32_t reach = is(b, "with") && is(b - 1, "along") ? kFar : kPhrase;
      const std::uint32_t from = b > first_ + reach ? b - reach : first_;
      for (std::uint32_t k = b; k > from && !strong(k - 1) && role(k - 1) != Role::unit; --k)
        if (is(b, "alongside") || any(b - 1, {"together", "along"})) {
          if ((role(k - 1) == Role::does || role(k - 1) == Role::past) && !any(k, {"by"})) return q.act = term(k - 1).act, true;
        }
    }
    if (any(b, {"took", "take", "takes", "taking"}) && into_custody(q.who_last)) return q.act = Act::arrested, true;
    // "Detained the commander and four suspects"
    if ((is(b, "and") || (is(b, "as") && is(b - 1, "well"))) && !q.thing)
      for (std::uint32_t k = b; k > first_ && b - k < kPhrase; --k) {
        const Term& verb = term(k - 1);
        if ((verb.role == Role::does || verb.role == Role::past) && verb.act != Act::destroyed && !passive(k - 1) && any(k, {"the", "his", "its", "their"}) && !tagged(k - 1, Upos::NOUN)) return q.act = verb.act, true;
        if (verb.role != Role::none && verb.role != Role::person && verb.role != Role::thing && !any(k - 1, {"the", "his", "its", "their", "-"})) break;
        const bool describes = word(k - 1).ends_with("ed") && tagged(k, Upos::NOUN);  // "the wanted man and two others"
        if (tagged(k - 1, Upos::VERB) && !describes) break;
      }
    if (be(b) && b > first_ && is(b - 1, "as")) return q.part = true, false;  // "…, as were seventeen soldiers"
    if ((q.single ? any(b, {"and", "or"}) : any(b, {"and", ",", "or", "plus", "&"})) || (is(b, "as") && is(b - 1, "well"))) q.joined = true;
    const bool counts_to = role(b) == Role::rise || is(b, "to") || be(b) || is(b, "up");
    if (is(b, "of") && b > first_) {
      const std::uint32_t n = b - 1;
      if (is(n, "lives") || is(n, "life")) return q.act = Act::killed, true;
      if (role(n) == Role::noun || role(n) == Role::does) return q.act = term(n).act, true;
      if (is(n, "evacuation") || is(n, "displacement")) return q.act = Act::displaced, true;
      if (is(n, "surrender")) return q.act = Act::surrendered, true;
      if (is(n, "abduction")) return q.act = Act::abducted, true;
      if (is(n, "detention")) return q.act = Act::arrested, true;
      if (is(n, "loss")) return q.act = Act::killed, !q.thing && (q.single ? q.person : true) ? true : (q.act = Act::none, false);
      if (is(n, "destruction")) return q.act = Act::destroyed, true;
    }
    // "among the civilians killed … was a child", "also killed in the raid were four farmers"
    if (be(b)) {
      const std::uint32_t from = b > first_ + 10 ? b - 10 : first_;
      for (std::uint32_t k = b; k > from && !is(k - 1, ","); --k)
        if (role(k - 1) == Role::past && (k - 1 == first_ || is(k - 2, "also"))) return q.act = term(k - 1).act, true;
      bool among = false;
      for (std::uint32_t k = from; k < b; ++k) among = among || is(k, "among");
      if (among)
        for (std::uint32_t k = b; k > from; --k)
          if (role(k - 1) == Role::past || role(k - 1) == Role::state) return q.act = term(k - 1).act, q.part = true, true;
    }
    return counts_to && toll(b, true, q);
  }

  /// "Death toll at least 12": nothing else says what the number is.
  bool toll_before(Quantity& q) const {
    const bool bare = q.who_last == q.who_first || is(q.who_first, "people") || is(q.who_first, "civilians") || is(q.who_first, "persons");
    return bare && !q.single && q.first > first_ && toll(q.first - 1, false, q);
  }

  /// "The death toll … rose to 12", "the number of wounded reached 30", "the deaths are fourteen".
  bool toll(std::uint32_t b, bool counts_to, Quantity& q) const {
    const std::uint32_t reach = counts_to ? kLeft + kPhrase : kLeft;
    const std::uint32_t from = b > first_ + reach ? b - reach : first_;
    bool number = false;
    Act act = Act::none;
    for (std::uint32_t k = b + 1; k > from; --k) {
      const std::uint32_t i = k - 1;
      if (strong(i)) break;
      if (role(i) == Role::toll) {
        if (right_state(q)) return false;
        return q.act = is(i - 1, "injury") ? Act::injured : Act::killed, true;
      }
      if (!counts_to) {
        if (role(i) == Role::number || role(i) == Role::vague) break;
        continue;
      }
      if ((role(i) == Role::past || role(i) == Role::noun || role(i) == Role::state) && act == Act::none) {
        act = term(i).act;
        if (role(i) == Role::noun && b - i <= 3) return q.act = act, true;
      }
      if (is(i, "number")) {
        number = true;
        break;
      }
    }
    if (number && act != Act::none) return q.act = act, true;
    return false;
  }

  /// "A man shot the judge dead", "a gunman shot dead two guards".
  bool shot_another(const Quantity& q, std::uint32_t dead) const {
    constexpr std::uint32_t kFar = 5;
    if (is(dead - 1, "shot")) return object_at(dead + 1);
    for (std::uint32_t p = dead - 1; p >= q.who_last && p + kFar > dead; --p)
      if (is(p, "shot")) return true;
    return any(dead - 1, {"him", "her", "them"});
  }

  /// A state or participle right behind the number: "12 dead".
  bool right_state(const Quantity& q) const { return role(q.who_last) == Role::state || role(q.who_last) == Role::past; }

  /// Is the participle part of a passive ("were also killed")?
  bool passive(std::uint32_t i) const {
    for (std::uint32_t k = i; k > first_ && i - k < 4; --k) {
      if (be(k - 1)) return true;
      if (role(k - 1) != Role::adverb && role(k - 1) != Role::aux) return false;
    }
    return false;
  }

  bool into_custody(std::uint32_t i) const { return is(i, "into") && is(i + 1, "custody"); }

  /// Does an object follow, so that the participle before it is an active verb?
  bool object_at(std::uint32_t i) const {
    if (i >= last_ || time_at(i) != nullptr) return false;
    if (role(i) == Role::article || any(i, {"the", "its", "their", "his", "her", "them", "him", "another", "two", "more", "at", "over", "about", "around"})) {
      if (is(i, "at")) return is(i + 1, "least");
      if (is(i, "more")) return is(i + 1, "than");
      if (is(i, "over") || is(i, "about") || is(i, "around")) return static_cast<bool>(number_at(a_, i, std::min(last_, i + 6)));
      return true;
    }
    if (const auto n = number_at(a_, i, std::min(last_, i + 8))) {
      // "six killed 22 injured": two counts side by side.
      std::uint32_t j = i;
      while (j < last_ && a_.tokens[j].span.end <= n->span.end) ++j;
      for (std::uint32_t k = j; k < j + 3; ++k)
        if (role(k) == Role::past || role(k) == Role::state) return false;
      return true;
    }
    return tagged(i, Upos::PROPN) || tagged(i, Upos::NOUN);
  }

  bool right(Quantity& q) const {
    const std::uint32_t end = std::min(last_, q.who_last + kRight);
    bool aux = false, far = false, crossed = false, relative = false;
    std::uint32_t aux_at = 0;
    for (std::uint32_t p = q.who_last; p < end; ++p) {
      const Term& t = term(p);
      const bool at_hand = p == q.who_last;
      switch (t.role) {
        case Role::aux:
          aux = true;
          aux_at = p;
          continue;
        case Role::adverb:
          if (is(p, "down") && is(p - 1, "brought") && aux) return q.act = Act::destroyed, true;
          if (is(p, "shot") && is(p + 1, "down") && aux) return q.act = Act::destroyed, true;
          if (is(p, "gunned") && is(p + 1, "down") && aux) return q.act = Act::killed, true;
          if (is(p, "blown") && is(p + 1, "up") && aux && !q.person) return q.act = Act::destroyed, true;
          if (!aux && is(p, "to")) far = true;
          continue;
        case Role::negation: return false;
        case Role::past:
          if (hyphen(p + 1)) continue;
          if (aux && p - aux_at <= 6) {
            if (!passive(p) && object_at(p + 1)) return false;  // "have killed five"
            return took(q, p);
          }
          if (q.single && !at_hand) return false;
          if (!at_hand && (role(p - 1) == Role::number || role(p - 1) == Role::vague || (word(p - 1)[0] >= '0' && word(p - 1)[0] <= '9'))) return false;
          if (object_at(p + 1)) return false;
          if (at_hand || (p - q.who_last <= 8 && !crossed) || (role(p - 1) == Role::stop && is(p - 1, ","))) return took(q, p);
          return false;
        case Role::befalls:
          if (q.single && far) return false;
          if (p > q.who_last && is(p - 1, "to") && !aux && !far) return false;
          return took(q, p);
        case Role::state:
          if (hyphen(p + 1)) continue;
          if (t.act == Act::present && !aux && !at_hand) return false;
          if (is(p, "dead") && !aux && shot_another(q, p)) return false;  // "four men who shot him dead"
          if (role(p + 1) == Role::noun || role(p + 1) == Role::person) return false;
          return took(q, p);
        case Role::does: return false;
        case Role::stop:
          if (q.single && q.part && is(p, ",")) continue;
          if (q.single && any(p, {",", "that", "which", "and", "or", "as", "said", "says", "told"})) return false;
          if (strong(p) || any(p, {"when", "after", "while", "before", "because", "but", "if", "though", "although", "until", "since", "since"})) return false;
          if (aux && p - aux_at > 2 && !is(p, ",")) return false;
          relative = relative || any(p, {"whom", "who", "which"});
          far = true;
          continue;
        case Role::none: case Role::person: case Role::thing: case Role::noun: case Role::unit: {
          if (aux && p == aux_at + 1 && !participle(p)) {
            if (!relative) return false;  // "were civilians"
            aux = relative = false;       // "six people, most of whom were children, were killed"
            far = true;
            continue;
          }
          if (is(p, "taken") && into_custody(p + 1)) return q.act = Act::arrested, true;
          if (any(p, {"lost", "lose", "loses"}) && any(any(p + 1, {"their", "his", "her"}) ? p + 2 : p + 1, {"lives", "life"})) return q.act = Act::killed, true;
          const std::string_view w = word(p);
          const bool lower = !w.empty() && w[0] >= 'a' && w[0] <= 'z';
          if (!aux && lower && (w.ends_with("ed") || (tagged(p, Upos::VERB) && !w.ends_with("ing"))) && !(role(p + 1) == Role::none || role(p + 1) == Role::person)) return false;
          if (!aux && tagged(p, Upos::VERB) && !w.ends_with("ing")) return false;
          if (!far) crossed = crossed || tagged(p, Upos::VERB);
          continue;
        }
        default: continue;
      }
    }
    return false;
  }

  /// A participle that may stand before another: "were attacked and killed".
  bool participle(std::uint32_t i) const {
    const std::string_view w = word(i);
    return w.ends_with("ed") || w.ends_with("ly") || tagged(i, Upos::ADV) || tagged(i, Upos::VERB) || hyphen(i + 1);
  }

  /// Does another clause begin at this word: "said", "that", "where", "…, and others were hurt"?
  bool clause_at(const Quantity& q, std::uint32_t i) const {
    if (tagged(i, Upos::SCONJ) || any(i, {"who", "whom", "whose", "which", "where"})) return true;
    if (q.part && is(i, ",") && is(i + 1, "and")) return true;
    return tagged(i, Upos::VERB) && !word(i).ends_with("ing") && a_.tokens[i].deprel != Deprel::acl;
  }

  /// "A doctor said three people were killed": what befell those who are named in between.
  bool of_another(const Quantity& q, std::uint32_t p) const {
    bool clause = false;
    for (std::uint32_t s = q.who_last; s < p; ++s) {
      const Token& t = a_.tokens[s];
      clause = clause || clause_at(q, s);
      const bool subject = t.deprel == Deprel::nsubj || t.deprel == Deprel::nsubj_pass;
      const bool names = t.upos == Upos::NOUN || t.upos == Upos::PROPN || t.upos == Upos::NUM;
      if (!clause || !subject || !names || t.head != static_cast<std::int32_t>(p)) continue;
      return !is(s + 1, "of") && !is(s + 1, ",");
    }
    return false;
  }

  /// `p` tells what happened to them; "killed or wounded" tells two things.
  bool took(Quantity& q, std::uint32_t p) const {
    if (of_another(q, p)) return false;
    q.act = term(p).act;
    if (any(p + 1, {"and", "or"}) && role(p + 2) == Role::past && term(p + 2).act != q.act && !object_at(p + 3)) {
      q.second = term(p + 2).act;
      q.both = is(p + 1, "and");
    }
    return true;
  }

  // ------------------------------------------------------------------ "…, six of them children", "… and five civilians"

  void inherit() {
    for (std::size_t i = 0; i < quantities_.size(); ++i) {
      Quantity& q = quantities_[i];
      if (q.min < 1 || q.act != Act::none) continue;
      if (q.single && !q.person) continue;
      for (std::size_t k = i; k > 0; --k) {
        const Quantity& before = quantities_[k - 1];
        if (before.min < 1 || before.act == Act::none) {
          if (q.joined && !before.single) continue;
          if (before.single) continue;
          break;
        }
        if (before.who_first <= q.first && q.first < before.who_last) break;  // "12 of 15 drones": what there was, not what was hit
        const bool beside = q.first <= before.who_last + 1 && !q.single;
        const bool near = q.first - before.who_last <= kPhrase + 4;
        if (q.part || beside || (q.joined && near && quiet(before.who_last, q.first))) {
          q.act = before.act;
          q.second = before.second;
          if (q.joined && q.others == false && q.thing && q.act != Act::destroyed && q.act != Act::captured) q.act = Act::none;
        }
        break;
      }
    }
  }

  /// No predicate and no end of a sentence in [from, to).
  bool quiet(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
      if (strong(i) || role(i) == Role::aux || role(i) == Role::does || role(i) == Role::befalls) return false;
      if (tagged(i, Upos::VERB) && role(i) != Role::past && !names_him(i)) return false;
    }
    return true;
  }

  /// "A farmer, named as Hasan Rimi, and two of his sons".
  bool names_him(std::uint32_t i) const { return i > first_ && is(i - 1, ",") && any(i, {"named", "identified", "called", "known", "aged"}); }

  // ------------------------------------------------------------------ out

  /// "Dozens", "a number of": as many of each as of both.
  bool vague(const Quantity& q) const {
    for (std::uint32_t i = q.first; i < q.last; ++i)
      if (role(i) == Role::vague || is(i, "number")) return true;
    return false;
  }

  /// "Nine people were killed and wounded": how many of each, nobody says.
  void share_casualties(const Quantity& q, Count& c) const {
    const auto casualties = [](Act x, Act y) { return x == Act::killed && y == Act::injured; };
    if (!q.both || q.min < 2 || vague(q) || (!casualties(q.act, q.second) && !casualties(q.second, q.act))) return;
    c.min = 1;
    if (c.max) --*c.max;
    c.said.clear();
  }

  /// "More than 60", "dozens", "about forty": how a reader was told it. Nothing of a plain number.
  std::string words_of_number(const Quantity& q) const {
    const bool rounded = any(q.first, {"about", "around", "nearly", "almost", "approximately", "roughly", "some"});
    if (q.single || (q.max == q.min && !rounded)) return {};
    std::string said = lower_ascii(a_.surface({a_.tokens[q.first].span.begin, a_.tokens[q.last - 1].span.end}));
    std::replace(said.begin(), said.end(), '\n', ' ');
    return said;
  }

  void emit(const Quantity& q) {
    if (q.min < 1 || q.act == Act::none) return;
    if (q.thing && q.act != Act::destroyed && q.act != Act::captured) return;
    if (q.thing && q.act == Act::captured && !q.single) return;
    if (q.single && !q.person && q.act != Act::destroyed) return;
    if (q.single && q.act == Act::destroyed && !q.thing && !q.person && q.part) return;
    const std::uint32_t end = q.who_last > q.last ? q.who_last : q.last;
    Count c;
    c.span = {a_.tokens[q.first].span.begin, a_.tokens[end - 1].span.end};
    c.min = q.min;
    c.max = q.max;
    c.cumulative = cumulative(q);
    if (q.who_last > q.who_first) {
      c.who_span = {a_.tokens[q.who_first].span.begin, a_.tokens[q.who_last - 1].span.end};
      c.who = std::string(a_.surface(c.who_span));
    }
    c.said = words_of_number(q);
    share_casualties(q, c);
    for (const Act act : {q.act, q.second}) {
      if (act == Act::none) continue;
      c.what = name_of(act);
      a_.counts.push_back(c);
    }
  }

  /// "Which killed ten people, was the third since January": what is counted since then are such acts.
  bool ranks(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i + 1 < to; ++i)
      if (be(i))
        for (std::uint32_t k = i + 1; k < to; ++k)
          if (any(k, {"first", "second", "third", "fourth", "fifth", "sixth", "worst", "deadliest", "bloodiest", "largest", "biggest", "heaviest"})) return true;
    return false;
  }

  /// Does the number sum up more than one happening?
  bool cumulative(const Quantity& q) const {
    const std::uint32_t from = q.first > first_ + kLeft ? q.first - kLeft : first_, to = std::min(last_, q.who_last + kLeft);
    for (std::uint32_t i = from; i < to; ++i) {
      if (is(i, "bringing") && i < q.first) return true;
      if (is(i, "total") && i < q.first && !is(i - 1, "a")) return true;
      if (i >= q.who_last && is(i, "since") && !ranks(q.who_last, i)) return true;
      if (is(i, "so") && is(i + 1, "far") && (i < q.first || is(i + 2, "this"))) return true;  // "so far this year"; "nine dead so far" is one happening's
    }
    return false;
  }

  Annotation& a_;
  std::uint32_t first_ = 0, last_ = 0;
  std::size_t time_ = 0;
  std::vector<Term> terms_;
  std::vector<Quantity> quantities_;
};

}  // namespace

void find_counts(Annotation& a) {
  a.counts.clear();
  Sentences reader(a);
  for (const Sentence& s : a.sentences)
    if (!s.boilerplate) reader.read(s);
  std::stable_sort(a.counts.begin(), a.counts.end(), [](const Count& x, const Count& y) { return x.span < y.span; });
}

}  // namespace deconflict::count
