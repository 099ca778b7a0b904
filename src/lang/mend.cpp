#include "lang/mend.h"

#include "base/words.h"
#include "lang/phrases.h"
#include "lang/predicates.h"
#include "lang/sentence_tree.h"

namespace deconflict::lang {

namespace {

class Mender : SentenceTree {
 public:
  using SentenceTree::SentenceTree;

  void run() {
    for (auto i = first_; i < last_; ++i) {
      const Token& t = token(i);
      if (is_subject(t) && t.head > i) describe_owner(i), give_back(i);
      if (t.deprel == Deprel::nsubj_pass && t.head > i && !is_passive(i)) at(i).deprel = Deprel::nsubj;
      if (one_of(t.deprel, {Deprel::acl_relcl, Deprel::acl, Deprel::ccomp}) && t.head < i && t.head >= first_) lift(i);
      if (t.deprel == Deprel::conj && t.head < i && t.head >= first_) coordinate(i), say_on(i);
      if (t.deprel == Deprel::ccomp && t.head > i) share_content(i);
      if (t.deprel == Deprel::root) find_predicate(i);
      if (t.deprel == Deprel::case_ && t.head > i && a_.surface(t.span) == "between") pair(t.head);
      if (i > first_ && (is_neighbouring(i) || is_no_infinitive(i))) describe(i);
      if (i - 2 >= first_ && is_around(i)) list_around(i);
      if (i > first_ + 1 && is_alleging(i)) give_verb(i);
      if (punctuation(i) && a_.surface(t.span) == ")") join_over_bracket(i);
      if (i + 1 < last_ && is_state_media(i)) name_media(i);
      if (i > first_ && is_reduced_clause(i)) put_under(i, i - 1, Deprel::acl);
      if (is_thing_struck(i)) give_object(i);
      if (i > first_ && is_number_harmed(i)) harm_number(i);
      if (is_subject(t) && t.head > i + 1 && t.head < last_ && is_name_behind(i)) join_subjects(i);
      if (i > first_ && i + 2 < last_ && t.deprel == Deprel::compound && goes_on_behind(i)) end_phrase(i);
      if (t.deprel == Deprel::advcl || t.deprel == Deprel::advcl_relcl) describe_people(i);
      if (t.deprel == Deprel::compound && t.head > i + 1 && t.head < last_ && has(t.head, Deprel::case_, i + 1, t.head)) lead_over(i);
      if (i > first_ && i + 1 < last_ && opens_name(i)) name(i);
      if (i - 2 >= first_ && is_tail(i)) join_tail(i);
      if (i + 1 < last_) join(i);
      settle();
    }
    for (auto i = first_; i < last_; ++i)
      if (separates(i)) hang(i);
    settle();
  }

 private:
  /// The first of two subjects goes to the clause between them.
  void give_back(std::int32_t subject) {
    const auto verb = token(subject).head;
    auto second = subject + 1;
    while (second < verb && !(is_subject(token(second)) && token(second).head == verb)) ++second;
    if (second >= verb) return;
    // "Warned the council that it would leave": whoever stands before "that" is told it.
    const auto above = token(verb).head;
    if (token(verb).deprel == Deprel::ccomp && above >= first_ && above < subject && has_that(verb, subject + 1) && !has_that(verb, second)) {
      put_under(subject, above, Deprel::obj);
      return;
    }
    for (auto clause = subject + 1; clause < second; ++clause) {
      const Token& t = token(clause);
      const bool verbal = t.upos == Upos::VERB && (t.deprel == Deprel::ccomp || t.deprel == Deprel::parataxis);
      if (t.head != verb || !verbal || has_subject(clause)) continue;
      put_under(subject, clause, relation_of_subject(clause, subject));
      return;
    }
    // "Two planes carrying aid flew to Aden, the agency said": its verb was taken for a participle.
    for (auto clause = second - 1; clause > subject; --clause) {
      const Token& t = token(clause);
      if (t.head != subject || t.deprel != Deprel::acl || t.upos != Upos::VERB || a_.surface(t.span).ends_with("ing")) continue;
      put_under(clause, verb, Deprel::ccomp);
      put_under(subject, clause, Deprel::nsubj);
      return;
    }
  }

  /// "The army, whose chief is Odeh, entered the town": the clause of "whose" describes who goes on to act.
  void describe_owner(std::int32_t subject) {
    const auto clause = token(subject).head;
    if (clause >= last_ || !is_subject(token(clause)) || token(clause).head <= clause) return;
    for (auto second = subject + 1; second < clause; ++second) {
      if (!is_subject(token(second)) || token(second).head != clause) continue;
      for (auto whose = subject + 1; whose < second; ++whose)
        if (token(whose).head == second && a_.surface(token(whose).span) == "whose") {
          put_under(subject, token(clause).head, token(clause).deprel);
          put_under(clause, subject, Deprel::acl_relcl);
          return;
        }
    }
  }

  bool is_passive(std::int32_t subject) const {
    const auto verb = token(subject).head;
    if (!has(subject, Deprel::det, first_, subject)) return true;
    return has(verb, Deprel::aux_pass, subject, verb) || has(verb, Deprel::aux, subject, verb) || has(verb, Deprel::cop, subject, verb);
  }

  /// "told the paper that …", "had been told by elders that …": a relative clause has no "that" of a content clause, and who is told something is not described by it.
  void lift(std::int32_t clause) {
    const auto told = token(clause).head;
    const bool by = token(told).deprel == Deprel::obl_agent && token(told).head >= first_ && one_of(token(token(told).head).lemma, {"tell", "inform", "warn", "assure", "advise"});
    if ((token(told).deprel != Deprel::iobj && !by) || token(told).head < first_ || !has_that(clause, told + 1)) return;
    put_under(clause, token(told).head, Deprel::ccomp);
  }

  void coordinate(std::int32_t second) {
    const auto verb = token(second).head;
    if (!has_that(second, verb + 1)) return;
    for (auto i = second - 1; i > verb; --i)
      if (token(i).head == verb && token(i).deprel == Deprel::ccomp && has_that(i, verb + 1)) {
        at(second).head = i;
        return;
      }
  }
  /// "Confirmed that ten were taken and said …", "denied that they had used drones and accused …": who said so is who confirmed or denied it.
  void say_on(std::int32_t second) {
    const auto verb = token(second).head, above = token(verb).head;
    if (token(verb).deprel != Deprel::ccomp || above < first_ || above > verb || token(above).upos != Upos::VERB || has(second, Deprel::nsubj, first_, last_)) return;
    const bool suffers = has(verb, Deprel::nsubj_pass, first_, verb), had = has(verb, Deprel::aux, first_, verb) && !has(second, Deprel::aux, verb, second) && a_.surface(token(second).span).ends_with("ed");
    if (suffers && one_of(token(second).lemma, {"say", "add", "tell", "state", "note", "stress", "announce"})) at(second).head = above;
    else if (had && one_of(token(second).lemma, {"accuse", "blame", "condemn", "denounce", "demand", "urge", "warn", "vow", "insist", "call", "add", "reject", "dismiss"})) at(second).head = above;
  }

  /// "Both were freed unharmed, a councillor said", "shot down ten drones launched overnight, the army said": of two clauses without a joining word
  /// the second, which has no subject, is part of the first.
  void share_content(std::int32_t second) {
    const auto says = token(second).head;
    if (has_subject(second) || has(second, Deprel::mark, first_, second) || has(second, Deprel::cc, first_, second)) return;
    for (auto first = second - 1; first >= first_; --first) {
      const Token& t = token(first);
      if (punctuation(first)) return;
      if (t.head != says || t.deprel != Deprel::ccomp || t.upos != Upos::VERB) continue;
      const Token& before = token(second - 1);
      const bool described = (before.upos == Upos::NOUN || before.upos == Upos::PROPN) && !hangs_on(second - 1, second) && a_.surface(token(second).span).ends_with("ed");
      put_under(second, described ? second - 1 : first, described ? Deprel::acl : Deprel::xcomp);
      return;
    }
  }

  /// A noun that leads a sentence in which what was taken for its description is finite.
  void find_predicate(std::int32_t root) {
    if (token(root).upos == Upos::NOUN || token(root).upos == Upos::PROPN) return lead_by_saying(root);
    if (token(root).upos == Upos::VERB) lead_by_last(root);
  }

  /// "The envoy, Ali Omar, called for a truce and said …": who is named between two commas is the subject of the verb behind.
  void lead_by_saying(std::int32_t noun) {
    for (auto verb = noun + 2; verb < last_; ++verb) {
      const Token& t = token(verb);
      if (t.head != noun || t.deprel != Deprel::acl || t.upos != Upos::VERB || a_.surface(token(verb - 1).span) != "," || a_.surface(t.span).ends_with("ing")) continue;
      const bool goes_on = one_of(t.lemma, {"call", "say", "tell", "warn", "announce", "accuse", "deny", "confirm", "urge", "condemn", "report", "add", "state", "demand"}) && !has(verb, Deprel::obl_agent, verb, last_);
      if (!goes_on || !has(noun, Deprel::appos, noun, verb)) continue;
      const auto above = token(noun).head;
      for (auto k = verb + 1; k < last_; ++k)
        if (token(k).head == noun) at(k).head = verb;
      put_under(verb, above, Deprel::root);
      put_under(noun, verb, Deprel::nsubj);
      return;
    }
  }

  /// "A resident reached by phone, who asked …, put the toll at nine": a participle with its doer describes the subject of the verb behind the comma.
  void lead_by_last(std::int32_t verb) {
    if (!has(verb, Deprel::obl_agent, verb, last_) || has(verb, Deprel::aux_pass, first_, verb) || has(verb, Deprel::aux, first_, verb)) return;
    auto subject = verb - 1;
    if (subject < first_ || !is_subject(token(subject)) || token(subject).head != verb) return;
    for (auto last = verb + 2; last < last_; ++last) {
      const Token& t = token(last);
      if (t.head != verb || t.deprel != Deprel::conj || t.upos != Upos::VERB || a_.surface(token(last - 1).span) != "," || has(last, Deprel::cc, first_, last) || a_.surface(t.span).ends_with("ing")) continue;
      put_under(last, token(verb).head, Deprel::root);
      put_under(subject, last, Deprel::nsubj);
      put_under(verb, subject, Deprel::acl);
      for (auto k = last + 1; k < last_; ++k)
        if (token(k).head == verb) at(k).head = last;
      return;
    }
  }

  /// "Talks between A and B resumed": between takes two, so what was taken for a subject behind "and" is the second.
  void pair(std::int32_t one) {
    const auto noun = token(one).head;
    if (token(one).deprel == Deprel::obl && noun >= first_ && noun < one) return pair_behind(one);
    if (token(one).deprel != Deprel::nmod || noun < first_ || noun > one || has(one, Deprel::conj, one, last_) || !one_of(token(one).upos, {Upos::NOUN, Upos::PROPN})) return;
    const auto verb = token(noun).head;
    if (verb < one || verb >= last_ || !is_subject(token(noun))) return;
    for (auto other = one + 1; other < verb; ++other) {
      const Token& t = token(other);
      if (punctuation(other) && t.head == verb) return;
      if (!is_subject(t) || t.head != verb) continue;
      auto cc = one + 1;
      while (cc < other && !(token(cc).deprel == Deprel::cc && one_of(token(cc).head, {verb, other}) && a_.surface(token(cc).span) == "and")) ++cc;
      if (cc == other) return;
      at(cc).head = other;
      put_under(other, one, Deprel::conj);
      return;
    }
  }

  /// "Fighting between the army and the militia": what is coordinated with the fighting is the second of the two.
  void pair_behind(std::int32_t one) {
    const auto noun = token(one).head;
    for (auto other = one + 1; other < last_ && other < one + 8; ++other) {
      if (punctuation(other) || token(other).upos == Upos::VERB) return;
      if (token(other).head != noun || token(other).deprel != Deprel::conj || !one_of(token(other).upos, {Upos::NOUN, Upos::PROPN})) continue;
      at(other).head = one;
      return;
    }
  }

  /// "In neighbouring Ruritania", where the word was taken for a verb with an object.
  bool is_neighbouring(std::int32_t i) const {
    const Token& t = token(i);
    if (t.upos != Upos::VERB || (t.lemma != "neighbor" && t.lemma != "neighbour") || !a_.surface(t.span).ends_with("ing") || t.head < first_) return false;
    const Token& before = token(i - 1);
    return before.head == i && (before.upos == Upos::SCONJ || before.upos == Upos::ADP) && object_of(i) != i;
  }
  /// "Attributed to paid gunmen": a participle behind "to" is no infinitive, so it describes the noun that was taken for its object.
  bool is_no_infinitive(std::int32_t i) const {
    const Token &t = token(i), &before = token(i - 1);
    const auto form = a_.surface(t.span);
    return t.upos == Upos::VERB && form != t.lemma && (form.ends_with("ed") || form == "paid") && before.head == i && before.deprel == Deprel::mark && a_.surface(before.span) == "to" && object_of(i) == i + 1 && token(i).head >= first_;
  }
  std::int32_t object_of(std::int32_t verb) const {
    for (auto i = verb + 1; i < last_; ++i)
      if (token(i).head == verb && token(i).deprel == Deprel::obj) return i;
    // Its noun was hung beside it.
    const auto next = verb + 1;
    return next < last_ && token(next).upos == Upos::PROPN && token(next).head == token(verb).head ? next : verb;
  }
  void describe(std::int32_t i) {
    const auto noun = object_of(i), above = token(i).head;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i) at(k).head = noun;
    at(i - 1).upos = Upos::ADP;
    at(i - 1).deprel = Deprel::case_;
    put_under(noun, above, token(above).upos == Upos::VERB ? Deprel::obl : Deprel::nmod);
    at(i).head = noun;
    at(i).upos = Upos::ADJ;
    at(i).deprel = Deprel::amod;
  }

  /// "Fled the town and surrounding villages", where the word was taken for a second verb.
  bool is_around(std::int32_t i) const {
    const Token& t = token(i);
    const bool word = one_of(a_.surface(t.span), {"surrounding", "neighbouring", "neighboring", "outlying", "adjoining"});
    const Token &cc = token(i - 1), &before = token(i - 2);
    return word && t.upos == Upos::VERB && t.deprel == Deprel::conj && cc.deprel == Deprel::cc && (before.upos == Upos::NOUN || before.upos == Upos::PROPN) && object_of(i) != i;
  }
  void list_around(std::int32_t i) {
    const auto noun = object_of(i);
    auto first = i - 2;
    first = climb(first, [&](std::int32_t w) { return token(w).head > w && token(w).head < i; });
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i) at(k).head = noun;
    put_under(noun, first, Deprel::conj);
    at(i).head = noun;
    at(i).upos = Upos::ADJ;
    at(i).deprel = Deprel::amod;
  }

  /// "Air strike hits suspected militants": the word before is the verb, and the suspicion describes who is hit.
  bool is_alleging(std::int32_t i) const {
    const Token &t = token(i), &before = token(i - 1);
    if (t.upos != Upos::VERB || (t.lemma != "allege" && t.lemma != "suspect") || !a_.surface(t.span).ends_with("ed")) return false;
    if (before.upos != Upos::NOUN || !is_subject(before) || before.head != i || !has(i - 1, Deprel::compound, first_, i - 1) || object_of(i) == i) return false;
    return a_.surface(before.span).ends_with("s") && one_of(before.lemma, {"target", "hit", "strike", "kill", "attack", "raid", "bomb", "shell", "pound", "wound", "capture", "arrest"});
  }
  void give_verb(std::int32_t i) {
    const auto verb = i - 1, noun = object_of(i);
    auto subject = verb - 1;
    while (subject > first_ && !(token(subject).head == verb && token(subject).deprel == Deprel::compound)) --subject;
    for (auto k = first_; k < last_; ++k) {
      Token& t = at(k);
      if (k == verb || (t.head != i && (t.head != verb || k == subject))) continue;
      t.head = k < verb ? subject : verb;
    }
    put_under(verb, token(i).head, token(i).deprel);
    at(verb).upos = Upos::VERB;
    put_under(subject, verb, Deprel::nsubj);
    at(i).head = noun;
    at(i).upos = Upos::ADJ;
    at(i).deprel = Deprel::amod;
  }

  /// "The Red Front (RF) fighters": a noun behind a name and its letters in brackets is what they are the name of.
  void join_over_bracket(std::int32_t close) {
    constexpr std::int32_t kLongest = 10;
    auto open = close - 1;
    while (open > first_ && close - open <= kLongest && a_.surface(token(open).span) != "(") --open;
    if (open <= first_ || close + 1 >= last_ || a_.surface(token(open).span) != "(" || open + 1 == close || !upper(a_.surface(token(open + 1).span)[0])) return;
    const auto name = open - 1;
    auto noun = close + 1;
    noun = climb(noun, [&](std::int32_t w) { return one_of(token(w).deprel, {Deprel::compound, Deprel::amod}) && token(w).head > w && token(w).head < last_; });
    if ((token(name).upos != Upos::PROPN && !upper(a_.surface(token(name).span)[0])) || token(noun).upos != Upos::NOUN || token(name).head < first_ || token(name).head > close + kLongest) return;
    if (token(close + 1).upos != Upos::NOUN && token(close + 1).upos != Upos::ADJ) return;
    const auto above = token(name).head;
    const bool beside = token(noun).head == above && token(noun).deprel == token(name).deprel;
    const bool under = token(noun).head == name && one_of(token(noun).deprel, {Deprel::conj, Deprel::appos, Deprel::nmod, Deprel::nmod_unmarked, Deprel::dep, Deprel::list});
    const bool of = token(name).deprel == Deprel::nmod && token(noun).head == token(above).head && token(noun).deprel == token(above).deprel;
    if (above == noun || !(beside || under || of)) return;
    put_under(noun, above, token(name).deprel);
    for (auto k = first_; k < last_; ++k) {
      Token& t = at(k);
      const bool outer = one_of(t.deprel, {Deprel::det, Deprel::case_, Deprel::nummod, Deprel::cc}) || k > noun;
      if (t.head == name && k != noun && outer) t.head = noun;
      if (t.head == noun && k > open && k < close) t.head = name, t.deprel = Deprel::appos;
    }
    put_under(name, noun, Deprel::compound);
  }

  /// "According to state media", where "state" was taken for a verb.
  bool is_state_media(std::int32_t i) const {
    return token(i).upos == Upos::VERB && a_.surface(token(i).span) == "state" && token(i + 1).upos == Upos::NOUN &&
           one_of(token(i + 1).lemma, {"media", "television", "tv", "radio", "broadcaster", "news", "newspaper", "department"});
  }
  void name_media(std::int32_t i) {
    auto media = i + 1;
    media = climb(media, [&](std::int32_t w) { return token(w).deprel == Deprel::compound && token(w).head > w && token(w).head < last_; });
    const auto above = token(i).head;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i && k != media) at(k).head = media;
    if (token(media).head == i || token(media).deprel == Deprel::obj || above < first_) {
      put_under(media, above, above < first_ ? Deprel::root : Deprel::obl);
    }
    for (auto k = first_; k < i; ++k)
      if (token(k).head == media && token(k).deprel == Deprel::mark) at(k).deprel = Deprel::case_;
    at(i).head = media;
    at(i).upos = Upos::NOUN;
    at(i).deprel = Deprel::compound;
  }

  /// "The army besieging the town is facing fire": what an "-ing" form between a subject and its verb tells is told of the noun before it.
  bool is_reduced_clause(std::int32_t i) const {
    const Token &t = token(i), &noun = token(i - 1);
    if (t.upos != Upos::VERB || !a_.surface(t.span).ends_with("ing") || t.head == i - 1 || !one_of(t.deprel, {Deprel::ccomp, Deprel::parataxis, Deprel::advcl, Deprel::conj})) return false;
    if ((noun.upos != Upos::NOUN && noun.upos != Upos::PROPN) || !is_subject(noun) || noun.head <= i) return false;
    if (has_subject(i)) return false;
    for (const Deprel own : {Deprel::aux, Deprel::mark, Deprel::cc})
      if (has(i, own, first_, last_)) return false;
    return !hangs_on(noun.head, i);
  }

  /// "Where rebels are based, who are shelling the town": behind a comma "who" speaks of the noun before it, or of the subject of the verb there.
  void describe_people(std::int32_t clause) {
    for (auto who = first_ + 2; who < clause; ++who) {
      const Token& t = token(who);
      if (t.head != clause || !is_subject(t) || t.upos != Upos::PRON || a_.surface(t.span) != "who" || a_.surface(token(who - 1).span) != ",") continue;
      auto noun = who - 2;
      if (token(noun).upos == Upos::VERB)
        for (auto k = noun - 1; k >= first_; --k)
          if (is_subject(token(k)) && token(k).head == noun && token(k).upos != Upos::PRON) {
            noun = k;
            break;
          }
      if ((token(noun).upos != Upos::NOUN && token(noun).upos != Upos::PROPN) || hangs_on(noun, clause)) return;
      put_under(clause, noun, Deprel::acl_relcl);
      return;
    }
  }

  /// "Had hit a post north of the hill": no noun is part of an adverb's name.
  bool is_thing_struck(std::int32_t i) const {
    const Token& t = token(i);
    if (t.upos != Upos::NOUN || t.deprel != Deprel::compound || t.head <= i || t.head >= last_ || token(t.head).upos != Upos::ADV) return false;
    const auto verb = token(t.head).head;
    return verb >= first_ && verb < i && token(verb).upos == Upos::VERB && object_of(verb) == verb;
  }
  void give_object(std::int32_t i) {
    const auto adverb = token(i).head;
    for (auto k = first_; k < i; ++k)
      if (token(k).head == adverb) at(k).head = i;
    put_under(i, token(adverb).head, Deprel::obj);
  }

  /// "Battle over a jailbreak": a preposition between them, the first noun leads.
  void lead_over(std::int32_t i) {
    const auto noun = token(i).head;
    put_under(i, token(noun).head, token(noun).deprel);
    put_under(noun, i, Deprel::nmod);
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == noun && k < i) at(k).head = i;
  }

  static bool upper(char c) { return c >= 'A' && c <= 'Z'; }
  static bool lower(char c) { return c >= 'a' && c <= 'z'; }

  /// "Entered Tell Brak": a capital in the midst of small words makes no verb of the first word of a name.
  bool opens_name(std::int32_t i) const {
    const Token &t = token(i), &before = token(i - 1), &next = token(i + 1);
    const auto form = a_.surface(t.span);
    if (t.upos != Upos::VERB || form.size() < 2 || !upper(form[0]) || !lower(form[1]) || !lower(a_.surface(before.span)[0])) return false;
    if (before.upos != Upos::VERB && before.upos != Upos::ADP && before.upos != Upos::CCONJ) return false;
    return next.upos == Upos::PROPN && next.head == i && next.span.begin == t.span.end + 1 && upper(a_.surface(next.span)[0]) && (t.head >= first_ || before.upos == Upos::VERB);
  }
  /// "Clerks reporting 12 killed said …": the twelve were killed, not the clerks.
  bool is_number_harmed(std::int32_t i) const {
    const Token &t = token(i), &number = token(i - 1);
    const auto form = a_.surface(t.span);
    if (t.upos != Upos::VERB || !one_of(form, {"killed", "wounded", "injured", "dead", "slain", "hurt", "missing", "captured", "arrested", "detained", "kidnapped", "abducted", "displaced"})) return false;
    // "A toll of 14 dead and seven wounded".
    const bool joined = number.deprel == Deprel::conj && i - 2 >= first_ && a_.surface(token(i - 2).span) == "and";
    if (number.upos != Upos::NUM || (number.deprel != Deprel::obj && !joined) || number.head < first_ || number.head >= i || t.head == number.head || t.head == i - 1) return false;
    return one_of(t.deprel, {Deprel::acl, Deprel::ccomp, Deprel::advcl, Deprel::conj}) && !has(i, Deprel::obj, i, last_) && !has(i, Deprel::aux, first_, i);
  }

  void harm_number(std::int32_t i) {
    const auto says = token(i).head;
    // The reporters were taken for its subject: they say what the verb behind tells.
    auto top = i - 1;
    top = climb(top, [&](std::int32_t w) { return w >= first_ && token(w).head != i && token(w).head >= first_; });
    if (token(top).head == i) {
      if (!is_subject(token(top)) || says <= i || says >= last_ || hangs_on(says, i)) return;
      put_under(top, says, Deprel::nsubj);
    }
    put_under(i, i - 1, Deprel::acl);
  }

  /// "Gang leader Jean Marat said …": a title and a name that stand side by side are one subject, and so are the words of a name.
  bool is_name_behind(std::int32_t i) const {
    const Token &t = token(i), &next = token(i + 1);
    return (t.upos == Upos::NOUN || t.upos == Upos::PROPN) && next.upos == Upos::PROPN && is_subject(next) && next.head == t.head && next.span.begin == t.span.end + 1 && upper(a_.surface(next.span)[0]) &&
           !a_.surface(next.span).ends_with("day");
  }
  void join_subjects(std::int32_t i) {
    const bool title = token(i).upos == Upos::NOUN;
    at(title ? i : i + 1).head = title ? i + 1 : i;
    at(title ? i : i + 1).deprel = title ? Deprel::nmod_desc : Deprel::flat;
    for (auto k = i + 2; !title && k < token(i).head && token(k).upos == Upos::PROPN && is_subject(token(k)) && token(k).head == token(i).head; ++k) put_under(k, i, Deprel::flat);
  }

  /// "Held off attacks near Oldtown and retook positions": a name with a preposition of its own ends before the next verb, which has the noun behind it.
  bool goes_on_behind(std::int32_t i) const {
    const Token &t = token(i), &cc = token(i + 1), &verb = token(i + 2);
    if (t.upos != Upos::PROPN || token(i - 1).deprel != Deprel::case_ || token(i - 1).head != i || cc.upos != Upos::CCONJ || verb.upos != Upos::VERB || t.head <= i + 2 || t.head >= last_) return false;
    return a_.surface(verb.span).ends_with("ed") || a_.surface(verb.span).ends_with("ing") || !hangs_on(i + 2, t.head);
  }
  void end_phrase(std::int32_t i) {
    const auto verb = i + 2, object = token(i).head;
    auto above = i - 2;
    while (above > first_ && token(above).upos != Upos::VERB && token(above).upos != Upos::NOUN) --above;
    auto first = i - 2;
    while (first > first_ && token(first).upos != Upos::VERB) --first;
    if (above < first_ || token(first).upos != Upos::VERB || first == object || above == object) return;
    for (const auto moved : {i, verb, object})
      if (hangs_on(first, moved) || hangs_on(above, moved)) return;
    put_under(i, above, token(above).upos == Upos::VERB ? Deprel::obl : Deprel::nmod);
    put_under(i + 1, verb, Deprel::cc);
    put_under(verb, first, Deprel::conj);
    put_under(object, verb, Deprel::obj);
    for (auto k = i + 1; k < object; ++k)
      if (token(k).head == i && k > verb) at(k).head = object;
  }

  /// It and the next are what the word before does something to; whatever hung on the verb that was none hangs on that one.
  void name(std::int32_t i) {
    const bool root = token(i).head < first_;
    const auto above = root ? i - 1 : token(i).head;
    for (auto k = first_; k < last_; ++k) {
      if (k == i + 1) continue;
      if (token(k).head == i + 1 && token(k).deprel == Deprel::conj) at(k).head = i;
      else if (token(k).head == i && (root || k > i)) at(k).head = above;
    }
    if (root) {
      put_under(above, token(i).head, token(i).deprel);
    }
    Token& t = at(i);
    t.head = above;
    t.upos = Upos::PROPN;
    t.lemma = a_.surface(t.span);
    if (t.deprel != Deprel::conj) t.deprel = token(i - 1).upos == Upos::ADP ? Deprel::obl : Deprel::obj;
    for (auto k = i - 1; t.deprel == Deprel::conj && k > above; --k)  // "took X and Y"
      if (token(k).head == above && token(k).deprel == Deprel::obj) {
        t.head = k;
        break;
      }
    put_under(i + 1, i, Deprel::flat);
  }

  /// The "by" of "passer-by", the "up" of "build-up".
  bool is_tail(std::int32_t i) const {
    const Token &t = token(i), &hyphen = token(i - 1);
    const auto form = a_.surface(t.span);
    return t.upos == Upos::ADP && token(i - 2).upos == Upos::NOUN && a_.surface(hyphen.span) == "-" && token(i - 2).span.end == hyphen.span.begin &&
           hyphen.span.end == t.span.begin && (form == "by" || form == "up" || form == "in" || form == "on" || form == "off" || form == "out");
  }
  void join_tail(std::int32_t i) {
    const auto noun = i - 2;
    if (hangs_on(noun, i)) return;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i) at(k).head = noun;
    put_under(i, noun, Deprel::compound_prt);
  }

  /// "near Jisr ash Shughur", each word on the same head: one name, headed by its first word.
  void join(std::int32_t i) {
    const Token &t = token(i), &next = token(i + 1);
    if (i + 2 < last_ && t.deprel == Deprel::compound && t.head == i + 1 && is_flat(i + 2, i, i + 1)) lead(i);
    if (t.upos != Upos::PROPN || next.upos != Upos::PROPN || t.head != next.head || t.deprel != next.deprel || t.head < first_) return;
    if (!one_of(t.deprel, {Deprel::nmod, Deprel::obl, Deprel::obj})) return;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i + 1) at(k).head = i;
    put_under(i + 1, i, Deprel::flat);
    for (auto k = i + 2; k < last_ && token(k).upos == Upos::PROPN && token(k).head == t.head && token(k).deprel == t.deprel; ++k) {
      for (auto before = first_; before < i; ++before)
        if (token(before).head == k) at(before).head = i;
      put_under(k, i, Deprel::flat);
    }
  }

  bool is_flat(std::int32_t i, std::int32_t first, std::int32_t second) const {
    const Token& t = token(i);
    return t.upos == Upos::PROPN && t.deprel == Deprel::flat && (t.head == first || t.head == second) && token(first).upos == Upos::PROPN && token(second).upos == Upos::PROPN;
  }
  /// "Deir ash Sharqi", where the second word led.
  void lead(std::int32_t i) {
    const Token second = token(i + 1);
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == i + 1) at(k).head = i;
    put_under(i, second.head, second.deprel);
    put_under(i + 1, i, Deprel::flat);
  }

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
    if (!hangs_on(head, i)) at(i).head = head;
  }

  /// The last word above `word` that stands on its side of `border`.
  std::int32_t highest(std::int32_t word, std::int32_t border) const {
    return climb(word, [&](std::int32_t w) {
      const auto head = token(w).head;
      return head >= first_ && head < last_ && (head > border) == (w > border);
    });
  }
};

}  // namespace

void mend(Annotation& a, std::uint32_t first, std::uint32_t last) {
  mend_phrases(a, first, last);
  mend_predicates(a, first, last);
  Mender(a, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last)).run();
}

}  // namespace deconflict::lang
