#include "lang/predicates.h"

#include "base/words.h"
#include "lang/sentence_tree.h"

namespace deconflict::lang {

namespace {

class Predicates : SentenceTree {
 public:
  using SentenceTree::SentenceTree;

  void run() {
    for (auto i = first_; i < last_; ++i) {
      const Token& t = token(i);
      if (t.upos == Upos::VERB && t.lemma == "have") assist(i);
      if (t.upos == Upos::VERB && i + 1 < last_ && one_of(word(i), {"neighbouring", "neighboring", "adjoining", "surrounding"})) lie_beside(i);
      if (i + 3 < last_ && is_belief(i)) word(i + 2) == "be" ? believe(i) : belong(i);
      if (t.upos == Upos::VERB && t.deprel == Deprel::advcl) describe(i);
      if (i + 3 < last_ && one_of(word(i), {"latest", "newest"}) && word(i + 1) == "in") rank(i);
      if (t.deprel == Deprel::ccomp && t.head < i && t.head >= first_) tell(t.head, i);
      if (is_subject(t) && t.head > i && t.head < last_) act(i);
      if (is_subject(t) && t.head > i + 1 && t.head < last_) say_between(i);
      if (is_suffered(i)) suffer(i);
      if (t.upos == Upos::VERB && one_of(t.lemma, {"deny", "dismiss", "reject", "refute", "dispute", "confirm"})) deny(i);
      if (i > first_ + 1 && is_at_most(i)) number(i);
      if (one_of(t.deprel, {Deprel::obl_agent, Deprel::obl})) give_agent(i);
      if (t.deprel == Deprel::acl_relcl && t.upos == Upos::VERB && t.head >= first_ && t.head < i && !has_subject(i)) give_subject(i);
      if (one_of(word(i), {"•", "▪", "●", "◦", "■", "‣", "⁃", "·"}) && t.head >= first_) mark(i);
      if (t.deprel == Deprel::advcl && i > first_ + 2 && word(i - 1) == "by" && word(i - 2) == ",") lift(i);
      if (i > first_ && i + 1 < last_ && is_span(i)) part_from(i);
      settle();
    }
  }

 private:
  /// "Claimed the raid hours after it was carried out": two nouns side by side, of which the second says how long after.
  bool is_span(std::int32_t i) const {
    const Token &t = token(i), &before = token(i - 1);
    return t.upos == Upos::NOUN && one_of(word(i), {"hours", "days", "minutes", "weeks", "months", "moments"}) && before.upos == Upos::NOUN && before.head == i && before.deprel == Deprel::compound &&
           one_of(word(i + 1), {"after", "before", "later", "earlier", "ago"});
  }
  void part_from(std::int32_t span) {
    const auto noun = span - 1;
    for (auto k = first_; k < span; ++k)
      if (k != noun && token(k).head == span) at(k).head = noun;
    put_under(noun, token(span).head, token(span).deprel);
    auto clause = token(span + 1).head;
    if (clause <= span || clause >= last_) clause = span + 1;
    put_under(span, clause, Deprel::obl_unmarked);
  }

  /// "The bandits had on 3 March killed the chief".
  void assist(std::int32_t have) {
    constexpr std::int32_t kLongest = 8;
    if (has(have, Deprel::obj, first_, last_) || have + 2 >= last_ || token(have + 1).upos != Upos::ADP) return;
    auto verb = have + 1;
    while (verb < last_ && verb < have + kLongest && token(verb).upos != Upos::VERB) ++verb;
    if (verb >= last_ || token(verb).upos != Upos::VERB || word(verb).ends_with("ing") || has_subject(verb) || has(verb, Deprel::mark, have, verb)) return;
    if (token(verb).head != have && token(verb).head != token(have).head) return;
    for (auto k = have + 1; k < verb; ++k)
      if (!hangs_on(k, have) || token(k).deprel == Deprel::cc || (punctuation(k) && word(k) != ",")) return;
    const auto above = token(have).head;
    const Deprel as = token(have).deprel;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == have) at(k).head = verb;
    put_under(verb, above, as);
    at(have).head = verb;
    at(have).upos = Upos::AUX;
    at(have).deprel = Deprel::aux;
  }

  /// "Went off in neighbouring Oldtown": where the town lies, and nothing done.
  void lie_beside(std::int32_t beside) {
    const auto town = beside + 1;
    if (token(town).upos != Upos::PROPN && token(town).upos != Upos::NOUN) return;
    const auto in = beside - 1;
    if (in < first_ || (token(in).upos != Upos::ADP && token(in).upos != Upos::SCONJ) || token(in).head == town) return;
    const auto over = token(beside).head == town ? town : beside;
    const auto above = token(over).head == in ? token(in).head : token(over).head;
    if (above < first_ || above == town || hangs_on(above, beside) || hangs_on(above, town)) return;
    put_under(town, above, token(above).upos == Upos::VERB ? Deprel::obl : Deprel::nmod);
    at(beside).upos = Upos::ADJ;
    put_under(beside, town, Deprel::amod);
    at(in).upos = Upos::ADP;
    put_under(in, town, Deprel::case_);
  }

  /// "Stormed a camp, the latest in a string of raids": the string is what the latest is one of.
  void rank(std::int32_t latest) {
    auto row = latest + 2;
    while (row < last_ && row < latest + 6 && !one_of(token(row).lemma, {"string", "series", "spate", "wave", "round", "chain", "spree", "row", "succession"})) ++row;
    if (row >= last_ || row >= latest + 6 || token(row).head == latest || hangs_on(latest, row)) return;
    put_under(row, latest, Deprel::obl);
  }

  /// The first subject of a verb; last_ where it has none.
  std::int32_t subject_of(std::int32_t verb) const {
    auto i = first_;
    while (i < last_ && !(is_subject(token(i)) && token(i).head == verb)) ++i;
    return i;
  }

  /// "Gunmen believed to be rebels", "thought to belong to rebels" before a verb.
  bool is_belief(std::int32_t i) const {
    const Token& t = token(i);
    if (t.upos != Upos::VERB || !one_of(word(i), {"believed", "suspected", "thought", "alleged", "presumed", "feared", "known", "said"})) return false;
    return word(i + 1) == "to" && (one_of(word(i + 2), {"be", "have"}) || token(i + 2).upos == Upos::VERB) && !has(i, Deprel::aux_pass, first_, i) && !has(i, Deprel::aux, first_, i) && i > first_ && (token(i - 1).upos == Upos::NOUN || token(i - 1).upos == Upos::PROPN) &&
           (token(i - 1).head == i || hangs_on(i - 1, i)) && has_subject(i);
  }
  void believe(std::int32_t belief) {
    const auto subject = subject_of(belief);
    auto verb = belief + 3;
    while (verb < last_ && !(token(verb).upos == Upos::VERB && !word(verb).ends_with("ing") && !has(verb, Deprel::mark, belief + 3, verb) && (token(verb).head == belief || hangs_on(verb, belief)))) ++verb;
    if (subject > belief || verb >= last_) return;
    // What they are believed to be: the last noun before the verb that something of the clause stands for.
    auto what = verb - 1;
    while (what > belief + 2 && token(what).upos != Upos::NOUN && token(what).upos != Upos::PROPN) --what;
    if (what <= belief + 2) return;
    what = climb(what, [&](std::int32_t w) { return token(w).head > belief && token(w).head < verb; });
    const auto above = token(belief).head;
    const Deprel as = token(belief).deprel;
    for (auto k = first_; k < last_; ++k) {
      Token& t = at(k);
      if (k == subject || k == verb || k == what || k == belief) continue;
      if (t.head == belief) t.head = k < belief ? subject : verb;
      else if (t.head == verb && k < verb && k > belief) t.head = k < what ? what : belief;
    }
    put_under(verb, above, as);
    put_under(subject, verb, Deprel::nsubj);
    put_under(belief, subject, Deprel::acl);
    put_under(what, belief, Deprel::xcomp);
  }

  void belong(std::int32_t belief) {
    const auto subject = subject_of(belief);
    auto verb = belief + 3;
    const auto finite = [&](std::int32_t k) {
      return token(k).upos == Upos::VERB && hangs_on(token(k).head, belief) && one_of(token(k).deprel, {Deprel::ccomp, Deprel::xcomp, Deprel::conj, Deprel::parataxis}) && !word(k).ends_with("ing") &&
             !has_subject(k) && !has(k, Deprel::mark, belief, k) && !has(k, Deprel::cc, belief, k) && !punctuation(k - 1);
    };
    while (verb < last_ && !finite(verb)) ++verb;
    if (subject > belief || verb >= last_) return;
    const auto above = token(belief).head;
    const Deprel as = token(belief).deprel;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == belief && k != subject && (k < subject || k > verb)) at(k).head = verb;
    put_under(verb, above, as);
    put_under(subject, verb, relation_of_subject(verb, belief));
    put_under(belief, subject, Deprel::acl);
  }

  /// "A day after a drone launched from the coast killed a guard": the participle describes what killed.
  void describe(std::int32_t participle) {
    auto verb = participle + 1;
    while (verb < last_ && !punctuation(verb) && hangs_on(verb, participle)) ++verb;
    if (verb >= last_ || (token(participle).head != verb && token(participle).head != token(verb).head)) return;
    if (word(participle).ends_with("ing") || token(verb).upos != Upos::VERB || has_subject(verb) || has(verb, Deprel::aux, participle, verb) || has(participle, Deprel::obj, participle, verb)) return;
    if (has(participle, Deprel::aux, first_, participle) || has(participle, Deprel::aux_pass, first_, participle)) return;
    const auto subject = subject_of(participle);
    auto mark = first_;
    while (mark < subject && !(token(mark).deprel == Deprel::mark && token(mark).head == participle)) ++mark;
    if (subject >= participle || mark >= subject) return;
    at(mark).head = verb;
    put_under(subject, verb, Deprel::nsubj);
    put_under(participle, subject, Deprel::acl);
  }

  /// "Sources report that rebels raided the village, burned it and left": what has a subject and says that something is so is a verb, and the
  /// participles behind are of what they say.
  void tell(std::int32_t noun, std::int32_t clause) {
    if (token(noun).upos != Upos::NOUN || !one_of(token(noun).lemma, {"report", "claim", "state", "note", "charge", "estimate"})) return;
    if (!has(noun, Deprel::nsubj, first_, noun) || has(noun, Deprel::cop, first_, noun) || has(noun, Deprel::det, first_, noun) || !has_that(clause, noun)) return;
    at(noun).upos = Upos::VERB;
    for (auto k = clause + 1; k < last_; ++k)
      if (token(k).head == noun && token(k).deprel == Deprel::acl && token(k).upos == Upos::VERB) put_under(k, clause, Deprel::conj);
  }

  /// "Gunmen kidnapped a young couple": a noun with an article right behind a verb without an auxiliary is its object.
  void act(std::int32_t subject) {
    const auto verb = token(subject).head;
    if (token(subject).deprel == Deprel::nsubj && !harms_people(verb)) return;
    if (token(verb).upos != Upos::VERB || has(verb, Deprel::aux_pass, first_, verb) || has(verb, Deprel::aux, first_, verb) || verb + 2 >= last_ || token(verb + 1).upos != Upos::DET) return;
    const auto noun = token(verb + 1).head;
    if (noun <= verb || noun >= last_ || token(noun).head != verb || token(noun).deprel != Deprel::obl_unmarked || token(noun).upos != Upos::NOUN) return;
    if (one_of(token(noun).lemma, {"day", "week", "month", "year", "night", "morning", "evening", "afternoon", "time", "hour", "minute", "summer", "winter", "spring", "autumn", "decade"})) return;
    at(noun).deprel = Deprel::obj;
    at(subject).deprel = Deprel::nsubj;
  }

  /// "Raids that monitors say killed nine": the monitors say so, and the raids killed.
  void say_between(std::int32_t who) {
    const auto deed = token(who).head, says = who + 1;
    if (token(says).upos != Upos::VERB || token(deed).head != says || token(deed).deprel != Deprel::ccomp || has_subject(says)) return;
    at(who).head = says;
    for (auto k = first_; k < who; ++k)
      if (token(k).head == deed && token(k).upos == Upos::PRON && token(k).deprel == Deprel::obj) at(k).deprel = Deprel::nsubj;
  }

  /// "A charge Oldtown denies": who stands between, with no comma, is its subject.
  void give_subject(std::int32_t verb) {
    const auto noun = token(verb).head;
    for (auto k = noun + 1; k < verb; ++k) {
      if (punctuation(k) || token(k).upos == Upos::PRON) return;
      if (token(k).head != noun || token(k).deprel != Deprel::appos) continue;
      put_under(k, verb, Deprel::nsubj);
      return;
    }
  }

  /// "Fled from the town following attacks by raiders": what is told as done has no agent, the attacks have.
  void give_agent(std::int32_t agent) {
    const auto verb = token(agent).head;
    if (verb < first_ || verb >= agent || token(verb).upos != Upos::VERB || !has(verb, Deprel::nsubj, first_, verb) || has(verb, Deprel::aux_pass, first_, verb)) return;
    for (auto by = verb + 3; by < agent; ++by) {
      if (token(by).deprel != Deprel::case_ || token(by).head != agent || word(by) != "by" || token(by - 1).upos != Upos::NOUN) continue;
      if (!one_of(token(by - 1).lemma, {"attack", "raid", "assault", "ambush", "strike", "airstrike", "shelling", "bombardment", "bombing", "offensive", "incursion", "advance", "killing", "threat"})) return;
      put_under(agent, by - 1, Deprel::nmod);
      return;
    }
  }

  /// "• Dozens were hurt": if the sign was taken for what suffers, that is whoever stands behind it.
  void mark(std::int32_t sign) {
    for (auto k = sign + 1; is_subject(token(sign)) && k < token(sign).head; ++k)
      if (token(k).head == token(sign).head && is_subject(token(k))) at(k).deprel = token(sign).deprel;
    at(sign).upos = Upos::PUNCT;
    at(sign).deprel = Deprel::punct;
  }

  /// "Shot a man who had joined them, by firing from a car": behind a comma "by" tells how the verb before the description was done.
  void lift(std::int32_t way) {
    auto clause = token(way).head;
    if (clause < first_ || clause > way || !word(way).ends_with("ing") || (token(clause).deprel != Deprel::acl_relcl && token(clause).deprel != Deprel::acl)) return;
    auto verb = token(clause).head;
    verb = climb(verb, [&](std::int32_t w) { return w >= first_ && token(w).upos != Upos::VERB; });
    if (verb >= first_ && verb < clause && has_subject(verb)) at(way).head = verb;
  }

  /// "Denies reports that …", "denied on Tuesday reports that …": the reports are what is denied.
  void deny(std::int32_t verb) {
    const auto is_day = [&](std::int32_t i) { return i + 1 < last_ && word(i) == "on" && word(i + 1).ends_with("day"); };
    const auto noun = is_day(verb + 1) ? verb + 3 : verb + 1;
    if (noun >= last_ || !one_of(word(noun), {"reports", "claims", "rumours", "rumors", "allegations", "accusations", "suggestions"})) return;
    Token& t = at(noun);
    if (t.head != verb || !one_of(t.deprel, {Deprel::obj, Deprel::obl, Deprel::obl_unmarked, Deprel::conj, Deprel::ccomp, Deprel::xcomp})) return;
    for (auto k = verb + 1; k < noun; ++k) {
      if (token(k).head != noun) continue;
      at(k).head = k == noun - 1 ? verb : noun - 1;
      if (k == noun - 1) at(k).deprel = Deprel::obl;
    }
    t.upos = Upos::NOUN;
    t.deprel = Deprel::obj;
  }

  /// "Lost up to 480 men"
  bool is_at_most(std::int32_t i) const {
    const Token& t = token(i);
    const bool counted = t.deprel == Deprel::obl && (t.upos == Upos::NOUN || t.upos == Upos::NUM) && t.head >= first_ && t.head < i && !has(t.head, Deprel::obj, first_, last_);
    return counted && (harms_people(t.head) || is_done_to(t.head) || one_of(token(t.head).lemma, {"lose", "capture", "seize"})) && at_most(i) > 0;
  }
  /// The "to" of "up to" before what is counted, 0 for none.
  std::int32_t at_most(std::int32_t noun) const {
    for (auto k = token(noun).head + 2; k < noun; ++k)
      if (token(k).deprel == Deprel::case_ && token(k).head == noun && word(k) == "to" && word(k - 1) == "up" && (token(k + 1).upos == Upos::NUM)) return k;
    return 0;
  }
  void number(std::int32_t noun) {
    const auto to = at_most(noun), up = to - 1;
    for (const auto k : {up, to}) at(k).head = noun == to + 1 ? noun : to + 1, at(k).deprel = Deprel::advmod;
    at(noun).deprel = Deprel::obj;
  }

  bool harms_people(std::int32_t verb) const { return one_of(token(verb).lemma, {"kill", "wound", "injure", "arrest", "detain", "kidnap", "abduct"}); }

  /// "Two drones shot down over the port", "houses destroyed in raid", "convoy ambushed".
  bool is_done_to(std::int32_t verb) const {
    if (harms_people(verb) || one_of(token(verb).lemma, {"destroy", "ambush", "intercept", "down", "besiege", "execute", "displace", "evacuate", "loot"})) return true;
    if (token(verb).lemma != "shoot" || verb + 1 >= last_ || a_.surface(token(verb + 1).span) != "down") return false;
    for (auto k = first_; k < verb; ++k)
      if (token(k).head == verb && is_subject(token(k))) return one_of(token(k).lemma, {"drone", "missile", "rocket", "plane", "jet", "warplane", "helicopter", "aircraft", "uav", "projectile", "target", "shell"});
    return false;
  }

  /// "Soldier killed and others injured in ambush": who is said to have killed without a word on whom was killed.
  bool is_suffered(std::int32_t i) const {
    const Token& t = token(i);
    if (t.upos != Upos::VERB || !(a_.surface(t.span).ends_with("ed") || a_.surface(t.span) == "shot") || !is_done_to(i)) return false;
    if (!has(i, Deprel::nsubj, first_, i)) return false;
    for (auto k = first_; k < last_; ++k) {
      const Token& c = token(k);
      const bool own = c.head == i || (c.head >= first_ && token(c.head).head == i && token(c.head).deprel == Deprel::conj);
      if (own && one_of(c.deprel, {Deprel::obj, Deprel::iobj, Deprel::aux, Deprel::aux_pass, Deprel::ccomp, Deprel::xcomp, Deprel::cop})) return false;
    }
    return true;
  }
  void suffer(std::int32_t i) {
    for (auto k = first_; k < last_; ++k) {
      Token& t = at(k);
      if (t.head == i && k < i && t.deprel == Deprel::nsubj && t.upos != Upos::NUM && t.upos != Upos::PRON) t.deprel = Deprel::nsubj_pass;
      // "… and others injured"
      if (t.head != i || t.deprel != Deprel::conj || k + 1 >= last_ || t.upos == Upos::VERB || t.upos == Upos::NUM) continue;
      const Token& next = token(k + 1);
      if (next.head != i || next.deprel != Deprel::conj || next.upos != Upos::VERB || !a_.surface(next.span).ends_with("ed")) continue;
      t.head = k + 1;
      t.deprel = Deprel::nsubj_pass;
      for (auto c = i + 1; c < k; ++c)
        if (token(c).head == k && token(c).deprel == Deprel::cc) at(c).head = k + 1;
    }
  }
};

}  // namespace

void mend_predicates(Annotation& a, std::uint32_t first, std::uint32_t last) {
  Predicates(a, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last)).run();
}

}  // namespace deconflict::lang
