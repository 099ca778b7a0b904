#include "claim/antecedent.h"

#include "base/words.h"
#include "claim/nearby.h"
#include "claim/relative.h"

namespace deconflict::claim {

namespace {

enum class Form { person, thing, several };

std::optional<Form> form_of(const Tree& tree, TokenIndex i) {
  for (const auto word : {"he", "she", "him", "her", "his"})
    if (tree.is_word(i, word)) return Form::person;
  for (const auto word : {"it", "its"})
    if (tree.is_word(i, word)) return Form::thing;
  for (const auto word : {"they", "them", "their"})
    if (tree.is_word(i, word)) return Form::several;
  return std::nullopt;
}

class Finder {
 public:
  Finder(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts) : a_(a), tree_(tree), kinds_(kinds), facts_(facts) {}

  std::optional<TokenIndex> find(TokenIndex pronoun, int depth) const {
    constexpr int kDeepest = 4;  // "he … he … he": pronouns that stand for pronouns
    const auto form = form_of(tree_, pronoun);
    if (!form || a_.tokens[pronoun].upos != Upos::PRON || depth > kDeepest) return std::nullopt;
    // An object is not the subject of its own clause; the subject is itself.
    TokenIndex up = pronoun;
    const bool possessive = a_.tokens[pronoun].deprel == Deprel::nmod_poss;
    bool own = !possessive;
    for (int steps = 0; steps < 12; ++steps) {
      const auto head = tree_.head(up);
      if (!head) break;
      up = *head;
      if (const auto who = subject_of(up, pronoun); who && !own && !(body(*who) && taken(pronoun)))
        if (const auto meant = may_be(*who, *form, depth)) return meant;
      if (own && a_.tokens[up].upos == Upos::VERB) {
        // "Gunmen stopped two drivers and shot them": the subject is that of both verbs.
        const auto first = continues(up);
        own = first.has_value();
        if (first)
          if (const auto meant = met_by(*first, pronoun, *form)) return meant;
      }
    }
    if (possessive)
      if (const auto who = teller(pronoun, *form)) return who;
    return before(a_.tokens[pronoun].sentence, *form, depth);
  }

 private:
  /// "The army said they had been captured": others were.
  bool taken(TokenIndex pronoun) const {
    const auto verb = tree_.head(pronoun);
    const Deprel d = a_.tokens[pronoun].deprel;
    return verb && (d == Deprel::nsubj_pass || d == Deprel::obj) &&
           one_of(tree_.lemma(*verb), {"capture", "arrest", "detain", "kill", "execute", "abduct", "kidnap", "imprison", "release", "free", "exchange", "charge", "sentence", "torture", "interrogate"});
  }

  /// One body, no men of it: an army, a ministry.
  bool body(TokenIndex who) const {
    if (a_.tokens[who].upos == Upos::PRON || tree_.conjuncts(who).size() > 1) return false;
    bool named = false;
    each_overlapping(a_.mentions, a_.tokens[who].span, [&](const Mention& m) { named = named || one_of(m.type, {MentionType::ORG, MentionType::MIL, MentionType::GOV}); });
    const auto lemma = tree_.lemma(who);
    return one_of(lemma, {"police", "military", "army"}) || (named && !kinds_.in("person", lemma) && !kinds_.in("one_fighter", lemma) && !(a_.tokens[who].upos == Upos::NOUN && tree_.surface(who) != lemma));
  }

  /// The verb that this one goes on from, with its subject.
  std::optional<TokenIndex> continues(TokenIndex verb) const {
    const auto first = tree_.head(verb);
    const bool one_subject = first && *first < verb && a_.tokens[verb].deprel == Deprel::conj && a_.tokens[*first].upos == Upos::VERB && !tree_.child(verb, Deprel::nsubj) && !tree_.child(verb, Deprel::nsubj_pass);
    return one_subject ? first : std::nullopt;
  }

  /// "Issued warrants for two men and charged them": whom the verb before it befalls or is for.
  std::optional<TokenIndex> met_by(TokenIndex verb, TokenIndex pronoun, Form form) const {
    std::optional<TokenIndex> met;
    const auto see = [&](TokenIndex who) {
      if (!met && who < pronoun && a_.tokens[who].upos != Upos::PRON && fits(who, form)) met = who;
    };
    for (TokenIndex c : tree_.children(verb)) {
      if (c < verb || c > pronoun) continue;
      const bool object = a_.tokens[c].deprel == Deprel::obj, whom = is_oblique(a_.tokens[c].deprel) && one_of(tree_.preposition(c), {"for", "on", "against", "at"});
      if (object || whom) see(c);
      if (object)
        for (TokenIndex g : tree_.children(c))
          if (g > c && a_.tokens[g].deprel == Deprel::nmod && tree_.preposition(g) == "for") see(g);
    }
    return met;
  }

  /// The subject of a clause, where it stands before the pronoun and not around it.
  std::optional<TokenIndex> subject_of(TokenIndex clause, TokenIndex pronoun) const {
    for (TokenIndex c : tree_.children(clause))
      if ((a_.tokens[c].deprel == Deprel::nsubj || a_.tokens[c].deprel == Deprel::nsubj_pass || a_.tokens[c].deprel == Deprel::nsubj_outer) && c < pronoun && !tree_.dominates(c, pronoun)) return stands_for(a_, tree_, kinds_, c, clause);  // "prisoners who said they had …"
    return std::nullopt;
  }

  /// "According to the brigade, its men took the hill".
  std::optional<TokenIndex> teller(TokenIndex pronoun, Form form) const {
    const Sentence& s = a_.sentences[a_.tokens[pronoun].sentence];
    for (TokenIndex i = s.first_token; i + 2 < pronoun; ++i)
      if (tree_.is_word(i, "according") && tree_.is_word(i + 1, "to"))
        for (TokenIndex k = i + 2; k < pronoun; ++k)
          if (const auto over = tree_.head(k); over && (*over <= i || *over >= pronoun) && a_.tokens[k].upos != Upos::PUNCT && a_.tokens[k].upos != Upos::ADP) return fits(k, form) ? std::optional(k) : std::nullopt;
    return std::nullopt;
  }

  /// The subject of the sentence before, or of what is said in it.
  std::optional<TokenIndex> before(std::uint32_t sentence, Form form, int depth) const {
    if (sentence == 0 || a_.sentences[sentence - 1].boilerplate) return std::nullopt;
    const Sentence& s = a_.sentences[sentence - 1];
    std::optional<TokenIndex> clause;
    for (TokenIndex i = s.first_token; i < s.last_token && !clause; ++i)
      if (a_.tokens[i].deprel == Deprel::root) clause = i;
    for (int steps = 0; clause && steps < 3; ++steps) {
      if (const auto who = subject_of(*clause, s.last_token))
        if (const auto meant = may_be(*who, form, depth)) return meant;
      clause = tree_.child(*clause, Deprel::ccomp);
    }
    return only_one(s, form);
  }

  /// Of a sentence in which no subject will do: whom alone it names.
  std::optional<TokenIndex> only_one(const Sentence& s, Form form) const {
    std::optional<TokenIndex> found;
    Index entity;
    bool several = false;
    each_overlapping(a_.mentions, s.span, [&](const Mention& m) {
      const auto who = tree_.head_of(m.span);
      if (!m.entity || !who || a_.tokens[*who].upos == Upos::PRON || !fits(*who, form)) return;
      several = several || (found && entity != m.entity);
      found = who;
      entity = m.entity;
    });
    return several ? std::nullopt : found;
  }

  std::optional<TokenIndex> may_be(TokenIndex who, Form form, int depth) const {
    if (a_.tokens[who].upos == Upos::PRON) {
      if (const auto same = form_of(tree_, who); same && *same == form) return find(who, depth + 1);
      return std::nullopt;
    }
    if (fits(who, form)) return who;
    return form == Form::thing ? spoken_for(who) : std::nullopt;
  }

  /// "Army spokesman Karim Odeh said it had …": whom he speaks for.
  std::optional<TokenIndex> spoken_for(TokenIndex who) const {
    const Span phrase = tree_.noun_phrase(who);
    const auto first = tree_.token_at(phrase.begin), last = tree_.token_at(phrase.end - 1);
    bool speaks = false;
    std::optional<TokenIndex> body;
    for (TokenIndex i = first.value_or(0); last && i <= *last; ++i) {
      speaks = speaks || kinds_.in("spokesman", tree_.lemma(i));
      if (!body && i != who && a_.tokens[i].upos != Upos::PUNCT && fits(i, Form::thing)) body = i;
    }
    return speaks ? body : std::nullopt;
  }

  bool fits(TokenIndex who, Form form) const {
    const auto lemma = tree_.lemma(who);
    const Mention* mention = nullptr;
    each_overlapping(a_.mentions, a_.tokens[who].span, [&](const Mention& m) {
      if (mention == nullptr || m.span.size() > mention->span.size()) mention = &m;
    });
    const bool body = mention != nullptr && one_of(mention->type, {MentionType::ORG, MentionType::MIL, MentionType::GOV});
    const bool country = mention != nullptr && mention->type == MentionType::LOC && mention->entity;
    const bool plural = tree_.conjuncts(who).size() > 1 || (a_.tokens[who].upos == Upos::NOUN && tree_.surface(who) != lemma && tree_.surface(who).ends_with("s")) || lemma == "people" || lemma == "police";
    const bool named_person = mention != nullptr && mention->type == MentionType::PER;
    switch (form) {
      case Form::person: return !plural && (named_person || kinds_.in("one_fighter", lemma) || (facts_.is(who, TokenFacts::kPerson) && a_.tokens[who].upos != Upos::NUM));
      case Form::thing: return !plural && !named_person && (body || country || (one_of(lemma, {"wing", "arm", "branch", "faction", "affiliate", "offshoot"}) && tree_.child(who, Deprel::nmod_poss)) || (facts_.is(who, TokenFacts::kArmed) && !kinds_.in("person", lemma)));
      case Form::several:
        return (plural || (mention != nullptr && mention->type == MentionType::MIL)) && (mention != nullptr || facts_.is(who, TokenFacts::kArmed | TokenFacts::kPerson | TokenFacts::kNamed));
    }
    return false;
  }

  const Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const TokenFacts& facts_;
};

}  // namespace

std::optional<TokenIndex> antecedent(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, TokenIndex pronoun) {
  return Finder(a, tree, kinds, facts).find(pronoun, 0);
}

}  // namespace deconflict::claim
