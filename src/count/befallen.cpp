#include <algorithm>

#include "count/count.h"
#include "count/quantity.h"

namespace deconflict::count {
namespace {

/// Reads what befell those whom a number counts.
class ActFinder : Words {
 public:
  explicit ActFinder(const Words& words) : Words(words) {}

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

 private:
  /// "Raids in the north kill six": a bare number is no noun's.
  bool headline_verb(std::uint32_t verb, const Quantity& q) const {
    return any(verb, {"kill", "kills", "wound", "wounds", "injure", "injures"}) && q.who_last == q.who_first && !q.single && (q.last >= last_ || role(q.last) == Role::stop);
  }

  /// "Servicemen", "fighters": people, who may be lost as tanks and towns may be.
  bool are_people(const Quantity& q) const {
    if (q.who_last == q.who_first || q.single) return q.person;
    const std::uint32_t last = q.who_last - 1;
    const std::string_view w = word(last);
    return any(last, {"troops", "personnel", "men", "people", "servicemen", "women", "children"}) || (w.ends_with('s') && term_of(w.substr(0, w.size() - 1)).role == Role::person);
  }

  bool left(Quantity& q) const {
    std::uint32_t b = q.first;
    int skipped = 0;
    if (b > first_ && glued(b) && any(b - 1, {"\"", "\xE2\x80\x9C", "\xE2\x80\x98", "``"})) --b;  // killing "more than 20 soldiers"
    while (b > first_ && skipped < 4 && (any(b - 1, {"another", "further", "the", "its", "their", "other", "these", "those", "an", "his", "her"}) ||
                                         (role(b - 1) == Role::adverb && !any(b - 1, {"to", "left", "down", "up"}))))
      --b, ++skipped;
    if (b == first_) return false;
    --b;
    const Term& t = term(b);
    if (b > first_ && (is(b, "down") || is(b, "dead"))) {  // "shot down a helicopter", "gunned down two men", "shot dead five"
      const bool gun = is(b - 1, "gunned") || is(b, "dead");
      if (any(b - 1, {"shot", "gunned", "brought", "shoot", "shooting"}) && !passive(b - 1)) return q.act = gun ? Act::killed : Act::destroyed, true;
    }
    if (any(b, {"lost", "lose", "loses", "losing"}) && are_people(q)) return q.act = Act::killed, true;
    if (burned_alive(b, q.who_last)) return q.act = Act::killed, true;
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
    if (any(b, {"them", "whom"}) && role(b - 1) == Role::include) return q.part = q.among = true, false;
    if (t.role == Role::include) {
      q.part = q.among = true;
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
    if (any(b, {"sent", "send", "sends", "sending", "dispatched", "dispatch", "dispatching", "despatched"}) && to_grave(q.who_last)) return q.act = Act::killed, true;
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
          if (role(k - 1) == Role::past || role(k - 1) == Role::state) return q.act = term(k - 1).act, q.part = q.among = true, true;
    }
    return counts_to && toll(b, true, q);
  }

  /// "Burned five villagers alive", "burned two men to death"
  bool burned_alive(std::uint32_t verb, std::uint32_t behind) const {
    return any(verb, {"burned", "burnt", "burning", "burn", "hacked", "beat", "stoned", "stabbed", "tortured"}) && (is(behind, "alive") || (is(behind, "to") && is(behind + 1, "death")));
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
      // "Losses amounted to 480 troops".
      if (is(i, "losses") && counts_to && are_people(q) && !right_state(q)) return q.act = Act::killed, true;
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
      // "Put the dead at ten".
      if (act != Act::none && is(i, "the") && i > first_ && any(i - 1, {"put", "puts", "putting"})) return q.act = act, true;
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
      const std::uint32_t j = behind(i, n->span);
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
            aux = relative = false;       // "nine guests, four of whom were nurses, were hurt"
            far = true;
            continue;
          }
          if (is(p, "taken") && into_custody(p + 1)) return q.act = Act::arrested, true;
          if (gives_life(p)) return q.act = Act::killed, true;
          const std::string_view w = word(p);
          const bool lower = !w.empty() && w[0] >= 'a' && w[0] <= 'z';
          const bool describes = a_.tokens[p].deprel == Deprel::amod;  // "a newly commissioned officer"
          if (!aux && !describes && lower && (w.ends_with("ed") || (tagged(p, Upos::VERB) && !w.ends_with("ing"))) && !(role(p + 1) == Role::none || role(p + 1) == Role::person)) return false;
          if (!aux && !describes && tagged(p, Upos::VERB) && !w.ends_with("ing")) return false;
          if (!far) crossed = crossed || tagged(p, Upos::VERB);
          continue;
        }
        default: continue;
      }
    }
    return false;
  }

  /// "Lost their lives", "paid the supreme price", "met their end", "were dispatched to hell": words for dying that name no death.
  bool gives_life(std::uint32_t p) const {
    const auto behind = [&](std::initializer_list<std::string_view> before) {
      std::uint32_t k = p + 1;
      while (any(k, before)) ++k;
      return k;
    };
    const std::uint32_t own = behind({"down", "up", "their", "his", "her", "its", "an", "a", "untimely", "sudden", "violent"});
    if (any(p, {"lost", "lose", "loses", "laid", "lay", "gave", "sacrificed"})) return any(own, {"lives", "life"});
    if (any(p, {"paid", "pay", "pays", "made", "make"})) return any(p + 2, {"supreme", "ultimate", "highest", "final"}) && any(p + 3, {"price", "sacrifice"});
    if (any(p, {"met", "meet", "meets"})) return own > p + 1 && any(own, {"end", "death", "deaths", "fate", "maker", "doom", "demise"});
    if (any(p, {"attained", "achieved", "embraced", "attain", "embrace"})) return is(p + 1, "martyrdom");
    if (is(p, "breathed")) return is(p + 2, "last");
    return any(p, {"dispatched", "despatched", "sent"}) && to_grave(p + 1);
  }
  /// "To hell", "to their early graves".
  bool to_grave(std::uint32_t to) const {
    std::uint32_t k = to + 1;
    while (any(k, {"the", "their", "his", "her", "an", "early", "great"})) ++k;
    return is(to, "to") && any(k, {"hell", "hellfire", "grave", "graves", "beyond", "hereafter", "afterlife", "maker", "creator", "death", "deaths"});
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
};

}  // namespace

void find_act(const Words& words, Quantity& q) { ActFinder(words).decide(q); }

}  // namespace deconflict::count
