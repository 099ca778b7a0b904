#include "claim/identify_speakers.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "base/words.h"
#include "claim/attribution.h"
#include "claim/identity.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

/// A pronoun's speaker spoke at most this many sentences before; a description's at most so many.
constexpr std::uint32_t kPronounReach = 3, kDescriptionReach = 24;

enum class Sort : std::uint8_t { person, body, document, other };

/// Who speaks at one word.
struct Speaker {
  TokenIndex head = 0;
  Span span;
  Sort sort = Sort::other;
  bool pronoun = false, definite = false, several = false;
  Index entity;
};

class Speakers {
 public:
  Speakers(Annotation& a, const Tree& tree, const Kinds& kinds, bool trace) : a_(a), tree_(tree), kinds_(kinds), trace_(trace) {
    for (std::uint32_t i = 0; i < a.entities.size(); ++i) {
      by_name_.emplace(a.entities[i].name, i);
      if (is_own(a.entities[i])) ++own_;
    }
  }

  void run() {
    for (Claim& c : a_.claims)
      for (Voice& v : c.attribution)
        if (!v.entity) name(v);
    collect();
    for (std::size_t i = 0; i < speakers_.size(); ++i)
      if (!speakers_[i].entity) identify(i);
    hand_out();
  }

 private:
  static bool is_own(const Entity& e) { return e.id.starts_with("doc:"); }

  std::uint32_t add(std::string name, MentionType type) {
    Entity e;
    e.id = "doc:" + std::to_string(++own_);
    e.name = std::move(name);
    e.type = type;
    a_.entities.push_back(std::move(e));
    return static_cast<std::uint32_t>(a_.entities.size() - 1);
  }

  /// The words of a name, without its article; empty for "It", "two residents", "A post from Marlow".
  Span name_in(Span words) const {
    const auto first_at = tree_.token_at(words.begin), last_at = words.empty() ? std::nullopt : tree_.token_at(words.end - 1);
    if (!first_at || !last_at || a_.tokens[*first_at].span.begin != words.begin || a_.tokens[*last_at].span.end != words.end) return {};
    TokenIndex first = *first_at;
    const auto high = [&](TokenIndex i) { return utf8::is_upper(utf8::decode(tree_.surface(i), 0).code_point); };
    const bool article = a_.tokens[first].upos == Upos::DET && one_of(tree_.surface(first), {"The", "the"});
    if (article && ++first > *last_at) return {};
    const Upos opening = a_.tokens[first].upos;
    // "al-Odeh", "@northern_watch".
    const auto prefixed = [&] { return first + 2 <= *last_at && tree_.surface(first + 1) == "-" && high(first + 2) && tree_.surface(first).size() == 2; };
    if (tree_.surface(first).front() == '@') return {a_.tokens[first].span.begin, words.end};
    if ((!high(first) && !prefixed()) || !high(*last_at) || one_of(opening, {Upos::PRON, Upos::DET, Upos::NUM})) return {};
    // A word with a capital that only opens its sentence is no name.
    const bool opens = !article && a_.sentences[a_.tokens[first].sentence].first_token == first;
    if (opens && (opening != Upos::PROPN || a_.tokens[*last_at].upos != Upos::PROPN)) return {};
    return {a_.tokens[first].span.begin, words.end};
  }

  void name(Voice& v) {
    Span words = v.span;
    // "The Northern News Agency (NNA)".
    if (const auto bracket = a_.surface(words).find(" ("); bracket != std::string_view::npos && a_.surface(words).ends_with(")")) words.end = words.begin + static_cast<std::uint32_t>(bracket);
    const Span name = name_in(words);
    if (name.empty()) return;
    const auto near = std::lower_bound(a_.mentions.begin(), a_.mentions.end(), v.span.begin, [](const Mention& m, std::uint32_t byte) { return m.span.begin < byte; });
    const auto behind = std::find_if(near, a_.mentions.end(), [&](const Mention& m) { return m.span.begin > name.begin; });
    const auto found = std::find_if(near, behind, [&](const Mention& m) { return m.span == v.span || m.span == name; });
    const auto known = by_name_.find(std::string(a_.surface(name)));
    if (known != by_name_.end()) v.entity = known->second;
    else by_name_.emplace(a_.surface(name), *(v.entity = add(std::string(a_.surface(name)), found == behind ? MentionType::ORG : found->type)));
    if (found != behind && !found->entity) found->entity = v.entity;
  }

  /// All who speak, in the order in which they stand: the sources of attributions, with what the claims know of them.
  void collect() {
    std::unordered_map<TokenIndex, Index> known;
    for (const Claim& c : a_.claims)
      for (const Voice& v : c.attribution)
        if (const auto head = tree_.head_of(v.span); head && v.entity) known.emplace(*head, v.entity);
    for (const Attribution& t : a_.attributions)
      for (const Span source : t.source) {
        const auto head = tree_.head_of(source);
        if (!head) continue;
        Speaker s = speaker_at(*head, source);
        if (const auto by_claim = known.find(*head); by_claim != known.end()) s.entity = by_claim->second;
        else if (!s.pronoun) s.entity = entity_of(a_, tree_, kinds_, *head, source);
        speakers_.push_back(s);
      }
    std::stable_sort(speakers_.begin(), speakers_.end(), [](const Speaker& x, const Speaker& y) { return x.head < y.head; });
    speakers_.erase(std::unique(speakers_.begin(), speakers_.end(), [](const Speaker& x, const Speaker& y) { return x.head == y.head; }), speakers_.end());
  }

  Speaker speaker_at(TokenIndex head, Span source) const {
    Speaker s;
    s.head = head;
    s.span = described(a_, tree_, source);
    const Token& t = a_.tokens[head];
    const auto lemma = tree_.lemma(head);
    s.pronoun = t.upos == Upos::PRON;
    const auto form = tree_.surface(head);
    s.several = t.upos == Upos::NOUN && form.ends_with("s") && form.size() > lemma.size();
    if (const auto article = tree_.child(head, Deprel::det)) s.definite = one_of(tree_.lemma(*article), {"the", "this", "that"});
    if (kinds_.in("spokesman", lemma) || kinds_.in("person", lemma)) s.sort = Sort::person;
    else if (kinds_.in("speaking_body", lemma) || kinds_.in("office_noun", lemma)) s.sort = Sort::body;
    else if (kinds_.in("saying_noun", lemma)) s.sort = Sort::document;
    return s;
  }

  Sort sort_of(const Speaker& s) const {
    if (!s.entity || s.sort == Sort::person) return s.sort;
    const Entity& e = a_.entities[*s.entity];
    if (e.type == MentionType::PER) return Sort::person;
    return one_of(e.type, {MentionType::ORG, MentionType::GOV, MentionType::MIL}) ? Sort::body : s.sort;
  }

  void identify(std::size_t i) {
    Speaker& s = speakers_[i];
    if (s.pronoun) {
      if (const auto before = meant_by(i)) take(s, *before);
      return;
    }
    if (a_.tokens[s.head].upos != Upos::NOUN) return;
    if (s.sort == Sort::document) {
      if (!s.definite || !is_bare(s)) given_.insert(s.head);
      return;
    }
    if (s.definite)
      if (const auto before = told_before(i)) return take(s, *before);
    if (s.sort != Sort::other || !kinds_.event_nouns.contains(tree_.lemma(s.head))) given_.insert(s.head);
  }

  /// Whom a pronoun stands for: the last who spoke, if that may be; nobody where another was named since.
  std::optional<std::size_t> meant_by(std::size_t i) const {
    const Speaker& s = speakers_[i];
    const auto form = lower_ascii(tree_.surface(s.head));
    for (std::size_t k = i; k-- > 0;) {
      const Speaker& q = speakers_[k];
      if (a_.tokens[q.head].sentence + kPronounReach < a_.tokens[s.head].sentence) break;
      if (q.sort == Sort::document && !q.entity) continue;
      if (q.pronoun && !q.entity) return std::nullopt;
      const Sort sort = sort_of(q);
      const bool fits = form == "it" ? sort == Sort::body && !q.several : one_of(form, {"he", "she"}) ? sort == Sort::person && !q.several && !is_other_sex(q, form) : form == "they" && q.several;
      return fits && !another_named(q, s, sort) ? std::optional(k) : std::nullopt;
    }
    return std::nullopt;
  }

  bool is_other_sex(const Speaker& q, std::string_view form) const {
    const auto lemma = tree_.lemma(q.head);
    return form == "he" ? lemma.ends_with("woman") : lemma.ends_with("man");
  }

  /// Is somebody else named between the two whom the pronoun may mean?
  bool another_named(const Speaker& q, const Speaker& s, Sort sort) const {
    bool other = false;
    each_overlapping(a_.mentions, {q.span.end, a_.tokens[s.head].span.begin}, [&](const Mention& m) {
      if (m.span.begin < q.span.end || !m.entity || m.entity == q.entity) return;
      other = other || (sort == Sort::person ? m.type == MentionType::PER : sort == Sort::body && !is_own(a_.entities[*m.entity]) && one_of(m.type, {MentionType::ORG, MentionType::GOV}) && tree_.head_of(m.span) && is_subject(a_.tokens[*tree_.head_of(m.span)].deprel));
    });
    return other;
  }

  /// "The ministry", "the source", "the group": who spoke before under that word, or a name that may be called so.
  std::optional<std::size_t> told_before(std::size_t i) const {
    const Speaker& s = speakers_[i];
    const auto lemma = tree_.lemma(s.head);
    bool body_passed = false;
    for (std::size_t k = i; k-- > 0;) {
      const Speaker& q = speakers_[k];
      if (a_.tokens[q.head].sentence + kDescriptionReach < a_.tokens[s.head].sentence) break;
      if (q.pronoun || q.several != s.several) continue;
      if (tree_.lemma(q.head) == lemma && says_no_more(s, q)) return k;
      if (!q.entity) continue;
      const Entity& e = a_.entities[*q.entity];
      if (ends_in(e.name, lemma) && says_no_more(s, q)) return k;
      if (sort_of(q) != Sort::body) continue;
      if (!body_passed && kinds_.in("any_body", lemma) && is_bare(s) && is_named_body(e)) return k;
      body_passed = true;
    }
    return std::nullopt;
  }

  /// A body with a name that is no state's: it may be called a group, a movement, an organisation.
  static bool is_named_body(const Entity& e) {
    const bool state = e.type == MentionType::GOV || one_of(e.sector, {"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "MED"}) || one_of(e.voice, {"agency", "outlet", "state_media", "party_media", "ministry"});
    return !state && e.type != MentionType::PER && std::any_of(e.name.begin(), e.name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  static bool ends_in(std::string_view name, std::string_view word) {
    const auto last = name.find_last_of(' ');
    return last != std::string_view::npos && lower_ascii(name.substr(last + 1)) == word;
  }

  /// Nothing but the article stands with it.
  bool is_bare(const Speaker& s) const {
    const auto& words = tree_.children(s.head);
    return std::none_of(words.begin(), words.end(), [&](TokenIndex c) { return one_of(a_.tokens[c].deprel, {Deprel::amod, Deprel::compound, Deprel::nmod, Deprel::nmod_poss, Deprel::acl, Deprel::acl_relcl, Deprel::appos}); });
  }

  /// Every word that describes the one describes the other: "the source", of "a military source"; not "the police source".
  bool says_no_more(const Speaker& s, const Speaker& q) const {
    for (const TokenIndex c : tree_.children(s.head)) {
      if (!one_of(a_.tokens[c].deprel, {Deprel::amod, Deprel::compound, Deprel::nmod, Deprel::nmod_poss, Deprel::acl, Deprel::acl_relcl})) continue;
      if (tree_.is_word(c, "same")) continue;
      const auto& words = tree_.children(q.head);
      if (std::none_of(words.begin(), words.end(), [&](TokenIndex d) { return tree_.lemma(d) == tree_.lemma(c); })) return false;
    }
    return true;
  }

  void take(Speaker& s, std::size_t before) {
    Speaker& q = speakers_[before];
    if (!q.entity) q.entity = entity_for(q);
    s.entity = q.entity;
    s.several = q.several;
    meant_[s.head] = q.span;
  }

  /// An entity for one who is only described.
  std::uint32_t entity_for(const Speaker& s) {
    std::string words(a_.surface(s.span));
    std::replace(words.begin(), words.end(), '\n', ' ');
    const auto first = tree_.token_at(s.span.begin);
    // "Military sources" that open a sentence; "UN sources" have their capitals.
    if (first && one_of(a_.tokens[*first].upos, {Upos::NOUN, Upos::ADJ, Upos::DET}) && !is_of_a_name(*first) && words.size() > 1 && words[1] >= 'a' && words[1] <= 'z') words[0] = lower_ascii(words.substr(0, 1))[0];
    const auto [at, fresh] = described_.emplace(words, 0);
    if (fresh) at->second = add(words, s.sort == Sort::body ? MentionType::ORG : MentionType::NORP);
    return at->second;
  }

  /// "The Column said its fighters …": those of the body that speaks; of a state's ministry the army of that state, where the text names it.
  Index own_people(Span words, const Voice& speaker) const {
    const auto first = tree_.token_at(words.begin), last = tree_.token_at(words.end - 1);
    if (!first || !last || *first + 1 != *last || !speaker.entity) return {};
    const bool own = (tree_.is_word(*first, "its") || tree_.is_word(*first, "their")) && kinds_.in("armed", tree_.lemma(*last)) && tree_.surface(*last).ends_with("s");
    const Entity& body = a_.entities[*speaker.entity];
    if (!own || body.type == MentionType::PER) return {};
    if (is_named_body(body)) return speaker.entity;
    if (body.country.empty() || !one_of(body.sector, {"GOV", "MIL"})) return {};
    if (body.type == MentionType::MIL) return speaker.entity;
    for (std::uint32_t i = 0; i < a_.entities.size(); ++i)
      if (a_.entities[i].type == MentionType::MIL && a_.entities[i].sector == "MIL" && a_.entities[i].country == body.country) return i;
    return {};
  }

  /// "Israeli media": the word has its capital from a name, not from where it stands.
  bool is_of_a_name(TokenIndex i) const {
    const auto form = tree_.surface(i);
    bool named = a_.tokens[i].upos == Upos::ADJ && form != "Civilian" && std::any_of(kOfPeoples.begin(), kOfPeoples.end(), [&](std::string_view end) { return form.ends_with(end); });
    each_overlapping(a_.places, a_.tokens[i].span, [&](const Place&) { named = true; });
    each_overlapping(a_.mentions, a_.tokens[i].span, [&](const Mention& m) { named = named || (m.entity && !is_own(a_.entities[*m.entity])); });
    return named;
  }

  void hand_out() {
    std::unordered_map<TokenIndex, std::size_t> at;
    for (std::size_t i = 0; i < speakers_.size(); ++i) at.emplace(speakers_[i].head, i);
    const auto entity_at = [&](Span span) -> Index {
      const auto head = tree_.head_of(span);
      const auto found = head ? at.find(*head) : at.end();
      if (found == at.end()) return {};
      Speaker& s = speakers_[found->second];
      if (!s.entity && given_.contains(s.head)) s.entity = entity_for(s);
      return s.entity;
    };
    for (Claim& c : a_.claims) {
      for (Voice& v : c.attribution) {
        if (v.entity) continue;
        v.entity = entity_at(v.span);
        if (!trace_ || !v.entity) continue;
        const auto head = tree_.head_of(v.span);
        if (const auto q = meant_.find(*head); q != meant_.end()) c.why.push_back({"voice", "stands for who spoke before", q->second, a_.entities[*v.entity].id});
      }
      for (ClaimActor& p : c.actors)
        if (!p.entity) p.entity = entity_at(p.span);
      for (ClaimActor& p : c.actors)
        if (!p.entity && !c.attribution.empty()) p.entity = own_people(p.span, c.attribution.back());
    }
  }

  static constexpr std::array<std::string_view, 6> kOfPeoples = {"i", "ese", "ish", "ian", "ean", "ican"};
  Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const bool trace_;
  std::size_t own_ = 0;
  std::unordered_map<std::string, std::uint32_t> by_name_;    ///< entities by their names
  std::unordered_map<std::string, std::uint32_t> described_;  ///< those who are only described, by the words
  std::vector<Speaker> speakers_;
  std::unordered_set<TokenIndex> given_;        ///< heads of descriptions that may have an entity of their own
  std::unordered_map<TokenIndex, Span> meant_;  ///< for whom a word stands
};

}  // namespace

void identify_speakers(Annotation& a, const Tree& tree, const Kinds& kinds, bool trace) { Speakers(a, tree, kinds, trace).run(); }

}  // namespace deconflict::claim
