#include "claim/mention.h"

#include <algorithm>

#include "base/words.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

class Reading {
 public:
  Reading(const Annotation& a, const Tree& tree, const Kinds& kinds, const Told& told) : a_(a), tree_(tree), kinds_(kinds), told_(told) {}

  ClaimMention read() const {
    ClaimMention mention = form();
    const Token& head = a_.tokens[told_.head];
    // Who dies of wounds was struck before, as who succumbs to them.
    mention.lemma = of_wounds() ? "succumb" : lower_ascii(head.lemma);
    mention.noun = head.upos == Upos::NOUN || head.upos == Upos::PROPN;
    mention.campaign = mention.noun && lower_in("campaign", told_.head);
    mention.many = plural(told_.head);
    mention.site = site();
    return mention;
  }

 private:
  /// "Died of their wounds", "dies from his injuries on Friday".
  bool of_wounds() const {
    return tree_.lemma(told_.head) == "die" && child_where(told_.head, [&](TokenIndex c) { return one_of(tree_.preposition(c), {"of", "from"}) && one_of(tree_.lemma(c), {"wound", "injury"}); });
  }

  /// The nearest word of its sentence for a site that a report may be known by.
  std::string site() const {
    constexpr TokenIndex kFar = 16;
    const Sentence& s = a_.sentences[a_.tokens[told_.head].sentence];
    for (TokenIndex off = 1; off <= kFar; ++off)
      for (const bool ahead : {true, false}) {
        if (ahead ? told_.head + off >= s.last_token : told_.head < s.first_token + off) continue;
        const TokenIndex i = ahead ? told_.head + off : told_.head - off;
        const Upos u = a_.tokens[i].upos;
        if ((u == Upos::NOUN || u == Upos::PROPN) && lower_in("landmark", i)) return u == Upos::NOUN ? std::string(tree_.lemma(i)) : lower_ascii(tree_.surface(i));
      }
    return {};
  }

  ClaimMention form() const {
    if (const auto word = recurs()) return as(Mentioned::recurring, *word);
    if (const auto word = another()) return as(Mentioned::fresh, *word);
    if (const auto word = known()) return as(Mentioned::definite, *word);
    if (const auto word = elsewhere()) return as(Mentioned::fresh, *word);
    if (several()) return as(Mentioned::recurring, told_.head);
    return {};
  }

  ClaimMention as(Mentioned how, TokenIndex word) const { return {how, a_.tokens[word].span}; }

  bool lower_in(std::string_view word_class, TokenIndex i) const { return kinds_.in(word_class, lower_ascii(tree_.surface(i))) || kinds_.in(word_class, tree_.lemma(i)); }

  /// Calls `f` with the noun of the act and what it is a number of ("a string of attacks"); true where `f` says so.
  template <class F>
  std::optional<TokenIndex> of_noun(F&& f) const {
    if (!told_.noun) return std::nullopt;
    if (const auto word = f(told_.head)) return word;
    const auto over = tree_.head(told_.head);
    if (over && a_.tokens[told_.head].deprel == Deprel::nmod && tree_.preposition(told_.head) == "of" && kinds_.in("measure", tree_.lemma(*over))) return f(*over);
    return std::nullopt;
  }

  template <class F>
  std::optional<TokenIndex> child_where(TokenIndex over, F&& f) const {
    for (TokenIndex c : tree_.children(over))
      if (f(c)) return c;
    return std::nullopt;
  }

  std::optional<TokenIndex> verb() const {
    if (!told_.noun) return told_.head;
    return told_.governor;
  }

  /// "Daily shelling", "has often attacked", "strikes every night": no single time.
  std::optional<TokenIndex> recurs() const {
    const auto often = [&](TokenIndex over) { return child_where(over, [&](TokenIndex c) { return one_of(a_.tokens[c].deprel, {Deprel::amod, Deprel::advmod}) && lower_in("often", c); }); };
    if (const auto word = of_noun(often)) return word;
    for (const auto over : {std::optional(told_.head), told_.governor}) {
      if (!over) continue;
      if (const auto word = often(*over)) return word;
      if (const auto word = child_where(*over, [&](TokenIndex c) { return is_oblique(a_.tokens[c].deprel) && repeats(c); })) return word;
    }
    return std::nullopt;
  }

  bool repeats(TokenIndex time) const {
    bool set = false;
    each_overlapping(a_.times, a_.tokens[time].span, [&](const Timex& t) { set = set || t.type == TimexType::SET; });
    return set;
  }

  /// "Another attack", "a second wave of strikes", "a similar blast", "a separate raid"; of a verb its subject: "a second bomb went off".
  std::optional<TokenIndex> another() const {
    const auto other = [&](TokenIndex over) {
      return child_where(over, [&](TokenIndex c) { return c < over && one_of(a_.tokens[c].deprel, {Deprel::amod, Deprel::det, Deprel::advmod, Deprel::nummod}) && lower_in("another", c); });
    };
    if (const auto word = of_noun(other); word && !told_.harm) return word;
    if (told_.noun || told_.harm) return std::nullopt;
    const auto by_subject = child_where(told_.head, [&](TokenIndex c) { return is_subject(a_.tokens[c].deprel) && acts(c) && other(c); });
    return by_subject ? other(*by_subject) : std::nullopt;
  }

  /// Is it an act or a weapon, not one who acts?
  bool acts(TokenIndex noun) const {
    const auto lemma = tree_.lemma(noun);
    return kinds_.event_nouns.contains(lemma) || kinds_.in("explosive", lemma) || kinds_.in("artillery", lemma) || kinds_.in("drone", lemma);
  }

  /// "The attack"; of a verb its subject: "the blast killed four".
  std::optional<TokenIndex> known() const {
    if (const auto word = of_noun([&](TokenIndex noun) { return definite_by(a_, tree_, noun); })) return word;
    if (told_.noun) return std::nullopt;
    const auto subject = child_where(told_.head, [&](TokenIndex c) { return is_subject(a_.tokens[c].deprel) && acts(c) && definite_by(a_, tree_, c); });
    return subject ? definite_by(a_, tree_, *subject) : std::nullopt;
  }

  bool plural(TokenIndex noun) const {
    const auto form = lower_ascii(tree_.surface(noun));
    return a_.tokens[noun].upos == Upos::NOUN && form.ends_with("s") && form != lower_ascii(tree_.lemma(noun));
  }

  /// "Clashes erupted", "sounds of explosions": nobody knows how many, where a report tells of it by the noun alone.
  bool several() const {
    const TokenIndex noun = told_.head;
    if (!told_.noun || told_.harm || (told_.governor && kinds_.in("light", tree_.lemma(*told_.governor)))) return false;
    if (!plural(noun)) return false;
    return !child_where(noun, [&](TokenIndex c) { return one_of(a_.tokens[c].deprel, {Deprel::det, Deprel::nummod, Deprel::nmod_poss}); });
  }

  /// "Elsewhere, …", "In a separate incident …", "troops also shelled the town".
  std::optional<TokenIndex> elsewhere() const {
    if (const auto v = verb(); v && !told_.harm)
      if (const auto word = child_where(*v, [&](TokenIndex c) { return a_.tokens[c].deprel == Deprel::advmod && lower_in("apart", c); })) return word;
    const Sentence& s = a_.sentences[a_.tokens[told_.head].sentence];
    TokenIndex i = s.first_token;
    while (i < s.last_token && a_.tokens[i].upos == Upos::PUNCT) ++i;
    if (i >= told_.head) return std::nullopt;
    if (lower_in("apart", i) && a_.tokens[i].upos == Upos::ADV) return i;
    // "In response, the group fired rockets": an answer is another act.
    if (i + 1 < told_.head && tree_.is_word(i, "in") && one_of(lower_ascii(tree_.surface(i + 1)), {"response", "retaliation", "reprisal", "return"}) && !told_.harm) return i + 1;
    // "In another village", "In a separate development".
    constexpr TokenIndex kReach = 4;
    if (a_.tokens[i].upos != Upos::ADP || !one_of(lower_ascii(tree_.surface(i)), {"in", "on", "at", "near"})) return std::nullopt;
    for (TokenIndex k = i + 1; k < std::min(i + kReach, s.last_token) && k < told_.head; ++k)
      if (lower_in("another", k) && !one_of(a_.tokens[k].deprel, {Deprel::nsubj, Deprel::obj})) return k;
    return std::nullopt;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const Told& told_;
};

}  // namespace

std::optional<TokenIndex> definite_by(const Annotation& a, const Tree& tree, TokenIndex noun) {
  for (TokenIndex c : tree.children(noun)) {
    const Deprel d = a.tokens[c].deprel;
    if (d == Deprel::det && one_of(tree.lemma(c), {"the", "this", "that", "these", "those"})) return c;
    bool time = false;
    if (d == Deprel::nmod_poss) each_overlapping(a.times, a.tokens[c].span, [&](const Timex&) { time = true; });
    if (time) return c;
  }
  return std::nullopt;
}

ClaimMention mention_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const Told& told) { return Reading(a, tree, kinds, told).read(); }

}  // namespace deconflict::claim
