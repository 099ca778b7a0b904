#include "lang/phrases.h"

#include "base/words.h"
#include "lang/sentence_tree.h"

namespace deconflict::lang {

namespace {

class Phrases : SentenceTree {
 public:
  using SentenceTree::SentenceTree;

  void run() {
    for (auto i = first_; i < last_; ++i) {
      const Token& t = token(i);
      if (t.deprel == Deprel::conj && t.head >= first_ && t.head < i) join_subject(i), give_subject(i);
      if (t.upos == Upos::VERB && i > first_) take_for_people(i);
      if (t.deprel == Deprel::case_ && t.head > i && t.head < last_) lift_case(i);
      if (t.upos == Upos::VERB && i > first_ && i + 1 < last_) qualify(i);
      if (t.deprel == Deprel::ccomp && t.upos == Upos::VERB && t.head < i && t.head >= first_) reduce(i);
    }
  }

 private:
  static bool nominal(Upos u) { return one_of(u, {Upos::NOUN, Upos::PROPN, Upos::PRON, Upos::NUM}); }

  void join_subject(std::int32_t conjunct) {
    const auto first = token(conjunct).head;
    auto cc = conjunct - 1;
    while (cc > first && !(token(cc).deprel == Deprel::cc && token(cc).head == conjunct)) --cc;
    if (cc <= first + 1 || punctuation(cc - 1) || !nominal(token(conjunct).upos)) return;
    auto beside = cc - 1;
    while (token(beside).head > first && token(beside).head < cc) beside = token(beside).head;
    const Token& subject = token(beside);
    if (is_subject(subject) && nominal(subject.upos) && subject.head > conjunct) at(conjunct).head = beside;
  }

  /// A verb without a subject, behind a place, a comma and those whom the tree took for two more places.
  void give_subject(std::int32_t first) {
    const auto place = token(first).head;
    const auto verb = token(place).head;
    if (verb <= first || verb >= last_ || token(place).deprel != Deprel::obl || !has(place, Deprel::case_, first_, place) || has(first, Deprel::cc, place, first) || has(first, Deprel::case_, place, first) || has_subject(verb)) return;
    auto comma = first - 1;
    while (comma > place && !punctuation(comma)) --comma;
    if (comma <= place || word(comma) != ",") return;
    auto last = first;
    for (auto k = first + 1; k < verb; ++k)
      if (token(k).head == place && token(k).deprel == Deprel::conj) last = k;
    if (last == first || last + 1 >= last_ || !(last + 1 == verb || token(last + 1).head == verb) || !nominal(token(first).upos)) return;
    at(first).head = verb;
    at(first).deprel = has(verb, Deprel::aux_pass, last, verb) ? Deprel::nsubj_pass : Deprel::nsubj;
    for (auto k = first + 1; k <= last; ++k)
      if (token(k).head == place && token(k).deprel == Deprel::conj) at(k).head = first;
  }

  /// "Took the wounded away", taken for a verb.
  void take_for_people(std::int32_t participle) {
    const Token& the = token(participle - 1);
    if (the.head != participle || the.deprel != Deprel::det || lower_ascii(word(participle - 1)) != "the") return;
    const auto form = lower_ascii(word(participle));
    if (!one_of(form, {"wounded", "injured", "accused", "detained", "disappeared", "displaced", "besieged"}) || has(participle, Deprel::obj, participle, last_)) return;
    at(participle).upos = Upos::NOUN;
    at(participle).lemma = form;
    if (one_of(token(participle).deprel, {Deprel::xcomp, Deprel::ccomp})) at(participle).deprel = Deprel::obj;
  }

  void lift_case(std::int32_t preposition) {
    const auto inner = token(preposition).head;
    const auto noun = token(inner).head;
    if (!one_of(token(inner).deprel, {Deprel::compound, Deprel::amod}) || noun <= inner || noun >= last_ || !nominal(token(noun).upos)) return;
    if (word(preposition + 1) == "-" || token(preposition + 1).head == preposition) return;  // "off-duty guards"
    for (auto k = first_; k < noun; ++k) {
      if (token(k).head != noun || k == inner) continue;
      if (token(k).deprel == Deprel::case_ || (k < preposition && !punctuation(k) && token(k).upos != Upos::ADV)) return;
    }
    at(preposition).head = noun;
  }

  /// "Said that the raid carried out on Monday was the work of rebels": the participle was taken for the verb.
  void reduce(std::int32_t participle) {
    const auto form = lower_ascii(word(participle));
    if (!(form.ends_with("ed") || form.ends_with("en")) || has(participle, Deprel::aux, first_, participle) || has(participle, Deprel::aux_pass, first_, participle)) return;
    auto subject = participle - 1;
    while (subject > token(participle).head && !(token(subject).head == participle && is_subject(token(subject)))) --subject;
    if (subject <= token(participle).head) return;
    for (auto k = participle + 1; k < last_; ++k) {
      if (token(k).head != token(participle).head || token(k).deprel != Deprel::ccomp || has_subject(k)) continue;
      if (!has(k, Deprel::cop, participle, k) && !has(k, Deprel::aux_pass, participle, k)) continue;
      at(subject).head = k;
      at(subject).deprel = has(k, Deprel::aux_pass, participle, k) ? Deprel::nsubj_pass : Deprel::nsubj;
      at(participle).head = subject;
      at(participle).deprel = Deprel::acl;
      return;
    }
  }

  void qualify(std::int32_t gerund) {
    const auto before = gerund - 1, noun = gerund + 1;
    if (!a_.surface(token(gerund).span).ends_with("ing") && !a_.surface(token(gerund).span).ends_with("ING")) return;
    if (token(before).head != gerund || token(before).deprel != Deprel::compound || token(noun).head != gerund || token(noun).deprel != Deprel::obj || token(noun).upos != Upos::NOUN) return;
    const auto above = token(gerund).head;
    std::int32_t by = noun;
    for (auto k = first_; k < gerund; ++k)
      if (token(k).deprel == Deprel::case_ && (token(k).head == noun || token(k).head == gerund)) by = k;
    if (by == noun || above < first_ || above >= by) return;
    const bool clause = token(above).upos == Upos::VERB;
    const bool agent = clause && token(by).lemma == "by" && (has(above, Deprel::aux_pass, first_, above) || has(above, Deprel::nsubj_pass, first_, above));
    at(noun).head = above;
    at(noun).deprel = agent ? Deprel::obl_agent : clause ? Deprel::obl : Deprel::nmod;
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == gerund && k != before) at(k).head = k < gerund ? noun : above;
    at(gerund).head = noun;
    at(gerund).deprel = Deprel::compound;
  }
};

}  // namespace

void mend_phrases(Annotation& a, std::uint32_t first, std::uint32_t last) {
  Phrases(a, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last)).run();
}

}  // namespace deconflict::lang
