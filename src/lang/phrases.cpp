#include "lang/phrases.h"

#include <algorithm>
#include <array>

#include "base/words.h"
#include "lang/sentence_tree.h"

namespace deconflict::lang {

namespace {

/// What a town may be called.
constexpr std::array kPlaces = {"capital", "town", "village", "city", "suburb", "district", "port", "province", "region", "settlement", "hamlet", "municipality", "neighborhood", "neighbourhood", "department", "stronghold"};

class Phrases : SentenceTree {
 public:
  using SentenceTree::SentenceTree;

  void run() {
    for (auto i = first_; i < last_; ++i) {
      const Token& t = token(i);
      if (t.deprel == Deprel::conj && t.head >= first_ && t.head < i) join_subject(i), give_subject(i);
      if (t.deprel == Deprel::flat && i > first_ && token(i - 1).head == t.head && token(i - 1).deprel == Deprel::conj && token(i - 1).upos == Upos::PROPN) at(i).head = i - 1;
      if (t.deprel == Deprel::appos && t.head >= first_ && t.head < i) list_on(i), act_after_source(i), leave_day(i);
      if (t.head == i + 1 && i > first_ && i + 1 < last_ && token(i - 1).head != i + 1 && lower_ascii(word(i)) == "general") entitle(i);
      if (is_subject(t) && t.head > i && t.head < last_ && nominal(t.upos)) begin_list(i), describe_place(i);
      if (is_subject(t) && t.head == i + 1 && i + 1 < last_ && t.upos == Upos::PROPN) name_noun(i);
      if (t.deprel == Deprel::conj && t.upos == Upos::NOUN && t.head >= first_ && t.head < i) leave_place(i);
      if (t.deprel == Deprel::conj && t.upos == Upos::VERB && t.head >= first_ && t.head < i && nominal(token(t.head).upos) && token(t.head).deprel == Deprel::root) act_together(i);
      if (t.deprel == Deprel::conj && t.upos == Upos::VERB && t.head >= first_ && t.head < i) end_list(i);
      if (t.deprel == Deprel::obj && t.head >= first_ && t.head < i) free_subject(i), hang_on_noun(i);
      if (t.upos == Upos::VERB && i > first_) take_for_people(i);
      if (t.deprel == Deprel::case_ && t.head > i && t.head < last_) lift_case(i);
      if (t.upos == Upos::VERB && i > first_ && i + 1 < last_) qualify(i);
      if (t.deprel == Deprel::ccomp && t.upos == Upos::VERB && t.head < i && t.head >= first_) reduce(i);
      if (is_subject(t) && t.head > i + 1 && t.head < last_ && i > first_ + 1 && word(i - 1) == "(" && word(i + 1) == ")") name_before(i);
      if (t.upos == Upos::VERB && i > first_ + 2 && !has_subject(i) && has(i, Deprel::ccomp, first_, i)) tell(i);
      settle();
    }
  }

 private:
  static bool nominal(Upos u) { return one_of(u, {Upos::NOUN, Upos::PROPN, Upos::PRON, Upos::NUM}); }

  /// "…, the Northern News Agency (NNA) reported": the letters in brackets stand for the name before them, which is who reports.
  void name_before(std::int32_t letters) {
    const auto verb = token(letters).head, name = letters - 2;
    if (token(name).upos != Upos::PROPN || token(letters).upos != Upos::PROPN || token(name).head == verb || token(name).head >= letters || hangs_on(verb, name)) return;
    put_under(name, verb, token(letters).deprel);
    put_under(letters, name, Deprel::appos);
  }

  /// "Oldtown, Northland bomb kills ten": what is the subject of a verb is no verb and has no subject; the land is where it was, and bombed nobody.
  void name_noun(std::int32_t name) {
    const auto noun = name + 1;
    const Token& t = token(noun);
    const bool may_be_noun = t.upos == Upos::NOUN || (t.upos == Upos::VERB && word(noun) == t.lemma);
    if (!may_be_noun || !is_subject(t) || t.head <= noun || has(noun, Deprel::cop, first_, last_)) return;
    at(noun).upos = Upos::NOUN;
    at(name).deprel = Deprel::compound;
    const auto town = name - 2;
    if (town >= first_ && word(name - 1) == "," && token(town).upos == Upos::PROPN && is_subject(token(town)) && token(town).head == t.head) put_under(town, noun, Deprel::compound);
  }

  /// "Documented the killing of at least 45 civilians": no object has a preposition; behind a noun it is that noun's.
  void hang_on_noun(std::int32_t object) {
    for (auto of = object - 1; of > token(object).head && of > first_; --of) {
      if (token(of).head != object || token(of).deprel != Deprel::case_ || word(of) != "of") continue;
      if (token(of - 1).upos != Upos::NOUN || hangs_on(of - 1, object)) return;
      put_under(object, of - 1, Deprel::nmod);
      return;
    }
  }

  /// "In a statement published on Tuesday, the Northern Front, a coalition, accused …": no day has a name beside it; who is named there does what follows.
  void leave_day(std::int32_t name) {
    constexpr std::int32_t kFar = 24;
    if (token(name).upos != Upos::PROPN || !one_of(word(token(name).head), {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})) return;
    for (auto verb = name + 1; verb < last_ && verb < name + kFar; ++verb) {
      if (token(verb).upos != Upos::VERB || !one_of(token(verb).deprel, {Deprel::root, Deprel::ccomp, Deprel::conj}) || hangs_on(verb, name)) continue;
      if (has_subject(verb) || !hangs_on(name, verb)) return;
      put_under(name, verb, Deprel::nsubj);
      return;
    }
  }

  /// "…, including a commander, the Northern News Agency (NNA) reported": who stands before the verb tells it all, and is no apposition.
  void tell(std::int32_t verb) {
    constexpr std::int32_t kLetters = 3, kPhrase = 6;
    auto last = verb - 1, letters = -1;
    if (word(last) == ")" && last - kLetters >= first_ && word(last - 2) == "(") letters = last - 1, last -= kLetters;
    if (token(last).upos != Upos::PROPN) return;
    const auto top = climb(last, [&](std::int32_t w) { return token(w).deprel != Deprel::appos && token(w).head <= last && token(w).head + kPhrase > last; });
    if (token(top).deprel != Deprel::appos || token(top).head >= top || hangs_on(verb, top)) return;
    put_under(top, verb, Deprel::nsubj);
    if (letters >= 0) at(letters).head = top;
  }

  void join_subject(std::int32_t conjunct) {
    const auto first = token(conjunct).head;
    auto cc = conjunct - 1;
    while (cc > first && !(token(cc).deprel == Deprel::cc && token(cc).head == conjunct)) --cc;
    if (cc <= first + 1 || punctuation(cc - 1) || !nominal(token(conjunct).upos)) return;
    auto beside = cc - 1;
    beside = climb(beside, [&](std::int32_t w) { return token(w).head > first && token(w).head < cc; });
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
    put_under(first, verb, relation_of_subject(verb, last));
    for (auto k = first + 1; k <= last; ++k)
      if (token(k).head == place && token(k).deprel == Deprel::conj) at(k).head = first;
  }

  /// "Karim Odeh, rector of the college, five priests, and two women were shot": the five stand beside him.
  void list_on(std::int32_t number) {
    const auto name = token(number).head;
    if (token(name).upos != Upos::PROPN || !has(number, Deprel::nummod, name, number)) return;
    for (auto k = number + 1; k < last_; ++k)
      if (token(k).head == name && token(k).deprel == Deprel::conj && has(k, Deprel::cc, number, k)) {
        at(number).deprel = Deprel::conj;
        return;
      }
  }

  /// "According to the school, a monk, a priest, and two women were shot": where the tree took only who stands behind "and" for the subject.
  void begin_list(std::int32_t last) {
    const auto verb = token(last).head;
    auto cc = last - 1;
    while (cc >= first_ && !(token(cc).deprel == Deprel::cc && token(cc).head == last)) --cc;
    if (cc <= first_) return;
    for (auto k = first_; k < cc; ++k) {
      const Token& t = token(k);
      if (t.head != verb || !is_subject(t)) continue;
      if (nominal(t.upos) && t.deprel == token(last).deprel && has(k, Deprel::conj, k, cc)) put_under(last, k, Deprel::conj);
      return;
    }
    for (auto k = first_; k < cc; ++k) {
      const Token& t = token(k);
      if (t.deprel != Deprel::appos || t.head < first_ || t.head >= k || token(t.head).head != verb || token(t.head).deprel != Deprel::obl || !has(t.head, Deprel::case_, first_, t.head)) continue;
      for (auto between = k + 1; between < last; ++between)
        if (token(between).head == t.head && token(between).deprel == Deprel::conj) at(between).head = k;
      put_under(k, verb, token(last).deprel);
      put_under(last, k, Deprel::conj);
      return;
    }
  }

  /// "According to the school, the monk and two women were shot", where nobody is left for the verb.
  void act_after_source(std::int32_t first) {
    const auto source = token(first).head;
    const auto verb = token(source).head;
    if (verb <= first || verb >= last_ || token(source).deprel != Deprel::obl || !has(source, Deprel::case_, first_, source) || has(first, Deprel::case_, source, first) || has_subject(verb) || !nominal(token(first).upos)) return;
    auto last = first;
    for (auto k = first + 1; k < verb; ++k)
      if (token(k).head == first && token(k).deprel == Deprel::conj) last = k;
    if (last == first || !has(last, Deprel::cc, first, last) || last + 1 >= last_ || !(last + 1 == verb || (token(last + 1).head == verb && token(last + 1).upos == Upos::AUX))) return;
    put_under(first, verb, relation_of_subject(verb, last));
    for (auto k = first + 1; k < last; ++k)
      if (token(k).head == source && token(k).deprel == Deprel::conj) at(k).head = first;
  }

  /// "Attorney General Karim Odeh" is no general.
  void entitle(std::int32_t general) {
    const auto office = general - 1, name = general + 1;
    if (!one_of(lower_ascii(word(office)), {"attorney", "solicitor", "director", "inspector", "secretary", "governor", "consul", "auditor", "comptroller", "prosecutor"})) return;
    if (!nominal(token(office).upos) || token(name).upos != Upos::PROPN || (token(name).head != token(office).head && token(name).head != office)) return;
    put_under(name, token(office).head, token(office).deprel);
    for (auto k = first_; k < office; ++k)
      if (token(k).head == office) at(k).head = name;
    put_under(office, name, Deprel::nmod_desc);
    put_under(general, office, Deprel::amod);
  }

  /// "In Homs, the capital of the province, the school was hit": of two subjects the first, behind a place and between commas, says what the place is.
  void describe_place(std::int32_t first) {
    if (std::find(kPlaces.begin(), kPlaces.end(), token(first).lemma) == kPlaces.end()) return;
    const auto verb = token(first).head;
    auto second = first + 1;
    while (second < verb && !(token(second).head == verb && is_subject(token(second)))) ++second;
    if (second >= verb || has(second, Deprel::cc, first, second)) return;
    auto start = first;
    while (start > first_ && token(start - 1).head == first) --start;
    auto comma = start;
    if (word(comma) != ",") --comma;
    const auto place = comma - 1;
    if (place < first_ || word(comma) != ",") return;
    const auto top = climb(place, [&](std::int32_t w) { return token(w).head >= first_ && token(w).head != verb && token(w).head < comma; });
    if (token(top).head != verb || token(top).deprel != Deprel::obl || !has(top, Deprel::case_, first_, top)) return;
    bool closed = false;
    for (auto k = first + 1; k < second; ++k) closed = closed || word(k) == ",";
    if (!closed) return;
    put_under(first, top, Deprel::appos);
  }

  /// "The mayor of Homs and two guards were shot": the guards stand beside the mayor, not beside the town.
  void leave_place(std::int32_t people) {
    const auto name = token(people).head;
    const auto whose = token(name).head;
    const bool of = token(name).upos == Upos::PROPN && token(name).deprel == Deprel::nmod && has(name, Deprel::case_, first_, name) && !has(name, Deprel::flat, name, people);
    if (!of || !has(people, Deprel::nummod, name, people) || std::find(kPlaces.begin(), kPlaces.end(), token(people).lemma) != kPlaces.end()) return;
    auto top = climb(whose, [&](std::int32_t w) { return w > first_ && token(w).deprel == Deprel::nmod && token(w).head >= first_ && token(w).head < w; });
    if (token(top).deprel == Deprel::conj && token(top).head >= first_) top = token(top).head;
    const auto verb = token(top).head;
    if (is_subject(token(top)) && nominal(token(top).upos) && verb > people && people + 1 < last_ && (people + 1 == verb || token(people + 1).head == verb)) at(people).head = top;
  }

  /// "The president, who was in the north, and his guards were attacked": one verb, with both.
  void act_together(std::int32_t verb) {
    const auto first = token(verb).head;
    for (auto k = first + 1; k < verb; ++k) {
      if (token(k).head != verb || !is_subject(token(k))) continue;
      auto cc = k - 1;
      while (cc > first && token(cc).deprel != Deprel::cc) --cc;
      if (cc <= first || token(cc).head != verb || !has(first, Deprel::acl_relcl, first, cc)) return;
      put_under(verb, token(first).head, Deprel::root);
      put_under(first, verb, token(k).deprel);
      put_under(k, first, Deprel::conj);
      at(cc).head = k;
      return;
    }
  }

  /// "Damaged a church, two shops and several cars parked nearby": they did not park the church.
  void end_list(std::int32_t participle) {
    const auto verb = token(participle).head;
    if (token(verb).upos != Upos::VERB || !lower_ascii(word(participle)).ends_with("ed") || has(participle, Deprel::aux, verb, participle) || has(participle, Deprel::aux_pass, verb, participle) || has(participle, Deprel::obj, participle, last_)) return;
    std::int32_t last = -1, object = -1;
    for (auto k = verb + 1; k < participle; ++k) {
      if (token(k).head == participle && is_subject(token(k)) && has(k, Deprel::cc, verb, k)) last = k;
      if (token(k).head == verb && token(k).deprel == Deprel::obj) object = k;
    }
    if (last < 0 || object < 0 || last < object) return;
    put_under(last, object, Deprel::conj);
    put_under(participle, last, Deprel::acl);
  }

  /// "In a report issued today nine people were hurt": the object of the participle is who the verb behind it tells of.
  void free_subject(std::int32_t object) {
    const auto participle = token(object).head;
    const auto verb = token(participle).head;
    if (token(participle).upos != Upos::VERB || !one_of(token(participle).deprel, {Deprel::advcl, Deprel::acl}) || !lower_ascii(word(participle)).ends_with("ed") || has(participle, Deprel::aux, first_, participle)) return;
    const auto main = verb > object ? verb : verb >= first_ && token(verb).head > object ? token(verb).head : -1;
    if (main < 0 || main >= last_ || has_subject(main) || !(has(main, Deprel::aux_pass, object, main) || has(main, Deprel::aux, object, main))) return;
    put_under(object, main, relation_of_subject(main, object));
    for (auto k = object + 1; k < main; ++k)
      if (token(k).head == participle && token(k).deprel == Deprel::obl) put_under(k, object, Deprel::nmod);
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
      put_under(subject, k, relation_of_subject(k, participle));
      put_under(participle, subject, Deprel::acl);
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
    put_under(noun, above, agent ? Deprel::obl_agent : clause ? Deprel::obl : Deprel::nmod);
    for (auto k = first_; k < last_; ++k)
      if (token(k).head == gerund && k != before) at(k).head = k < gerund ? noun : above;
    put_under(gerund, noun, Deprel::compound);
  }
};

}  // namespace

void mend_phrases(Annotation& a, std::uint32_t first, std::uint32_t last) {
  Phrases(a, static_cast<std::int32_t>(first), static_cast<std::int32_t>(last)).run();
}

}  // namespace deconflict::lang
