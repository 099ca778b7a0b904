#include "claim/participants.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/words.h"
#include "claim/nearby.h"
#include "count/terms.h"

namespace deconflict::claim {

namespace {

/// How far back a description may point: parts told before, and bytes for a pronoun (two sentences).
constexpr std::size_t kBack = 40;
constexpr std::uint32_t kPronounReach = 500;
constexpr std::uint32_t kReach = 1200;  // four or five sentences

/// Of a description: the words, and how many it speaks of.
struct Part {
  std::size_t claim = 0, at = 0;
  TokenIndex head = 0;
  std::string lemma;
  std::set<std::string, std::less<>> words;  ///< of the phrase and what stands in apposition to it
  std::optional<std::int64_t> number;
  bool definite = false, another = false, plural = false, pronoun = false, described = false, thing = false;
};

class Participants {
 public:
  Participants(Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Open>& open, bool trace) : a_(a), tree_(tree), kinds_(kinds), open_(open), trace_(trace) {
    documents_ = static_cast<std::size_t>(std::count_if(a.entities.begin(), a.entities.end(), [](const Entity& e) { return e.id.starts_with("doc:"); }));
  }

  void run() {
    for (const Role role : {Role::recipient, Role::actor}) {
      parts_.clear();
      for (std::size_t c = 0; c < a_.claims.size(); ++c) {
        if (!open_[c].physical || (a_.claims[c].plover_event != "ASSAULT" && a_.claims[c].kind != "arrest")) continue;
        const std::size_t first = parts_.size();
        for (std::size_t k = 0; k < a_.claims[c].actors.size(); ++k)
          if (a_.claims[c].actors[k].role == role) add(c, k, first);
      }
    }
  }

 private:
  ClaimActor& actor(const Part& p) { return a_.claims[p.claim].actors[p.at]; }
  const ClaimActor& actor(const Part& p) const { return a_.claims[p.claim].actors[p.at]; }

  void add(std::size_t claim, std::size_t at, std::size_t first) {
    const ClaimActor& named = a_.claims[claim].actors[at];
    const auto head = tree_.head_of(named.span);
    if (!head) return;
    Part p = read(claim, at, *head);
    if (p.described && is_actual(a_.claims[claim].realis) && !a_.claims[claim].background)
      for (std::size_t q = first; q-- > (first > kBack ? first - kBack : 0);) {
        if (!same(parts_[q], p)) continue;
        if (another_meant(parts_[q], p)) break;
        // Two who stand side by side are two.
        const Index whose = actor(parts_[q]).entity;
        const auto& beside = a_.claims[claim].actors;
        if (whose && std::any_of(beside.begin(), beside.end(), [&](const ClaimActor& x) { return &x != &named && x.entity == whose; })) continue;
        unite(parts_[q], p);
        break;
      }
    parts_.push_back(std::move(p));
    if (const Index e = actor(parts_.back()).entity) known_as_[*e].insert(parts_.back().words.begin(), parts_.back().words.end());
  }

  /// "A man … stabbed a man; police shot the man": of two who may be meant neither is.
  bool another_meant(const Part& q, const Part& p) const {
    for (std::size_t c = first_near(p); c < p.claim; ++c) {
      if (!open_[c].physical) continue;
      for (const ClaimActor& x : a_.claims[c].actors) {
        const ClaimActor& y = actor(q);
        if (x.span == y.span || (x.entity && x.entity == y.entity) || x.role == y.role) continue;
        const bool person = x.entity ? a_.entities[*x.entity].type == MentionType::PER : one_of(lower_ascii(a_.surface(x.span)), {"he", "she"});
        if (p.pronoun ? person || (!x.entity && count::term_of(x.head).role == count::Role::person) : x.head == p.lemma) return true;
      }
    }
    return false;
  }

  std::size_t first_near(const Part& p) const {
    std::size_t c = p.claim;
    while (c > 0 && a_.claims[c - 1].span.end + kReach > a_.claims[p.claim].span.begin) --c;
    return c;
  }

  Part read(std::size_t claim, std::size_t at, TokenIndex head) const {
    Part p;
    p.claim = claim;
    p.at = at;
    p.head = head;
    p.lemma = lower_ascii(tree_.lemma(head));
    const ClaimActor& named = a_.claims[claim].actors[at];
    const Token& t = a_.tokens[head];
    p.pronoun = t.upos == Upos::PRON;
    p.described = !named.entity || (a_.entities[*named.entity].id.starts_with("doc:") && !capital(a_.entities[*named.entity].name));
    p.described = p.described && t.upos != Upos::PROPN && !is_name(head);
    p.thing = t.upos == Upos::NOUN && (count::term_of(tree_.surface(head)).role == count::Role::thing || kinds_.in("building", p.lemma) || kinds_.in("place_noun", p.lemma));
    const auto form = lower_ascii(tree_.surface(head));
    p.plural = p.pronoun ? one_of(form, {"they", "them", "their", "we", "us"}) : (t.upos == Upos::NOUN && form != p.lemma) || one_of(p.lemma, {"people", "police"});
    each_token(named.span, [&](TokenIndex i) {
      if (one_of(a_.tokens[i].upos, {Upos::NOUN, Upos::PROPN, Upos::ADJ})) p.words.insert(lower_ascii(tree_.lemma(i)));
    });
    for (TokenIndex c : tree_.children(head)) {
      const Deprel d = a_.tokens[c].deprel;
      if (d == Deprel::appos) p.words.insert(lower_ascii(tree_.lemma(c)));
      if ((d == Deprel::det && one_of(tree_.lemma(c), {"the", "this", "that", "these", "those", "both"})) || d == Deprel::nmod_poss) p.definite = p.definite || d == Deprel::det;
      if (d == Deprel::nummod) p.number = value_of(c);
      if (c < head && kinds_.in("another", tree_.lemma(c)) && tree_.lemma(c) != "more") p.another = true;
      if (d == Deprel::det && one_of(tree_.lemma(c), {"a", "an"})) p.number = 1;
    }
    if (t.upos == Upos::NUM) p.number = value_of(head);
    each_overlapping(a_.counts, t.span, [&](const Count& n) {
      if (n.max == n.min) p.number = n.min;
    });
    if (!p.number && !p.plural && t.upos == Upos::NOUN) p.number = 1;
    return p;
  }

  template <class F>
  void each_token(Span span, F&& f) const {
    const auto first = tree_.token_at(span.begin);
    for (TokenIndex i = first ? *first : 0; first && i < a_.tokens.size() && a_.tokens[i].span.begin < span.end; ++i) f(i);
  }

  std::optional<std::int64_t> value_of(TokenIndex i) const {
    const auto form = tree_.surface(i);
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(form.data(), form.data() + form.size(), n);
    if (error == std::errc() && end == form.data() + form.size()) return n;
    const auto term = count::term_of(form);
    return term.role == count::Role::number ? std::optional(term.value) : std::nullopt;
  }

  /// A word that stands with a capital in print: of a sentence all in capitals only what the tagger took for a name.
  bool is_name(TokenIndex i) const { return shouted(i) ? a_.tokens[i].upos == Upos::PROPN : capital(tree_.surface(i).substr(0, 1)); }

  bool shouted(TokenIndex i) const {
    const auto sentence = a_.surface(a_.sentences[a_.tokens[i].sentence].span);
    return std::none_of(sentence.begin(), sentence.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  static bool capital(std::string_view name) { return std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }); }

  /// "Person", "12": whoever they are, the number alone tells.
  static bool says_nothing(const Part& p) { return one_of(p.lemma, {"person", "people", "other", "individual", "victim", "casualty", "body", "corpse", "man"}) || p.words.empty(); }

  const std::set<std::string, std::less<>>& words_of(const Part& p) const {
    if (const Index e = actor(p).entity)
      if (const auto known = known_as_.find(*e); known != known_as_.end()) return known->second;
    return p.words;
  }

  bool same(const Part& q, const Part& p) const {
    const Claim &before = a_.claims[q.claim], &now = a_.claims[p.claim];
    if (!is_actual(before.realis) || p.another || now.mention.as == Mentioned::fresh || q.pronoun) return false;
    const bool actors = actor(p).role == Role::actor;
    if (actors && !same_voice(now, before)) return false;
    const bool kin = same_happening(now.kind, now.plover_event, before);
    if (p.pronoun) return !actors && kin && before.span.end + kPronounReach > now.span.begin && before.span != now.span && meant_by(p, q);
    if (!fits(q, p) || q.thing != p.thing) return false;
    if (actors && p.definite && kin && goes_on(before, now) && !conflict(q, p) && doer(q, p)) return true;
    const auto& words = words_of(q);
    const bool alike = p.lemma == q.lemma || (words.contains(p.lemma) && !says_nothing(p)) || (p.words.contains(q.lemma) && q.described && !says_nothing(q));
    if (before.span == now.span) return false;
    if (alike && p.definite && !conflict(q, p)) return true;
    // "Six monks were killed … the murder of six monks", "five were wounded … at least five people were wounded".
    const bool counted = q.number && p.number && *q.number == *p.number && *p.number > 1;
    return counted && kin && !conflict(q, p) && (alike || says_nothing(p) || says_nothing(q));
  }

  /// "The gunmen" may be anybody who did it; "the rebels" are rebels, or a force that the text names.
  bool doer(const Part& q, const Part& p) const {
    if (q.lemma == p.lemma) return kinds_.in("armed", p.lemma) || kinds_.in("culprits", p.lemma);
    const Index e = actor(q).entity;
    if (kinds_.in("culprits", p.lemma)) return kinds_.in("armed", q.lemma) || kinds_.in("culprits", q.lemma) || (e && !q.described);
    return e && !q.described && a_.entities[*e].sector == "REB" && kinds_.in("rebels", p.lemma);
  }

  /// Told soon after, and on no other day.
  static bool goes_on(const Claim& before, const Claim& now) {
    const bool days = before.time.basis == TimeBasis::text && now.time.basis == TimeBasis::text && before.time.value != now.time.value;
    return before.span.end + kReach > now.span.begin && !days;
  }

  /// "He", of the one who suffered last; "they", of several.
  bool meant_by(const Part& p, const Part& q) const {
    const auto form = lower_ascii(tree_.surface(p.head));
    const bool person = count::term_of(q.lemma).role == count::Role::person || (actor(q).entity && a_.entities[*actor(q).entity].type == MentionType::PER);
    const bool woman = one_of(q.lemma, {"woman", "girl", "mother", "wife", "daughter", "sister", "nun"}), man = one_of(q.lemma, {"man", "boy", "father", "husband", "son", "brother", "monk", "priest"});
    if (one_of(form, {"he", "him", "his"})) return person && !q.plural && !woman;
    if (one_of(form, {"she", "her"})) return person && !q.plural && !man;
    if (one_of(form, {"they", "them", "their"})) return q.plural || (q.number && *q.number > 1);
    return false;
  }

  /// As many as the description speaks of?
  static bool fits(const Part& q, const Part& p) {
    if (p.number && q.number) return *p.number == *q.number;
    if (p.number && *p.number == 1) return !q.plural;
    if (q.number && *q.number == 1) return !p.plural;
    return true;
  }

  /// "The Northern soldiers", "the Southern soldiers": each has a name that the other lacks.
  bool conflict(const Part& q, const Part& p) const {
    const auto proper = [&](const Part& x) {
      std::set<std::string> names;
      each_token(actor(x).span, [&](TokenIndex i) {
        if (i != x.head && is_name(i) && a_.tokens[i].upos != Upos::DET) names.insert(lower_ascii(tree_.lemma(i)));
      });
      return names;
    };
    const auto x = proper(q), y = proper(p);
    return (!x.empty() || !q.described) && !y.empty() && std::none_of(x.begin(), x.end(), [&](const auto& w) { return y.contains(w); });
  }

  std::string shown(const Part& p) const {
    std::string words(a_.surface(actor(p).span));
    std::replace(words.begin(), words.end(), '\n', ' ');
    if (shouted(p.head))
      each_token(actor(p).span, [&](TokenIndex i) {
        const Span at = a_.tokens[i].span;
        for (auto k = at.begin + (is_name(i) ? 1 : 0); k < std::min(at.end, actor(p).span.end); ++k) {
          char& c = words[k - actor(p).span.begin];
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
      });
    for (const std::string_view article : {"the ", "The ", "a ", "A ", "an ", "An "})
      if (words.starts_with(article)) return words.substr(article.size());
    return words;
  }

  void unite(const Part& q, const Part& p) {
    Index& whose = actor(a_, q);
    if (!whose) {
      Entity e;
      e.id = "doc:" + std::to_string(++documents_);
      e.name = shown(q);
      const bool armed = kinds_.in("armed", q.lemma) && !kinds_.in("building", q.lemma);
      e.type = armed ? MentionType::MIL : count::term_of(q.lemma).role == count::Role::thing || kinds_.in("building", q.lemma) ? MentionType::FAC : MentionType::NORP;
      whose = static_cast<std::uint32_t>(a_.entities.size());
      a_.entities.push_back(std::move(e));
      known_as_[*whose] = q.words;
    }
    actor(a_, p) = whose;
    Entity& e = a_.entities[*whose];
    constexpr std::size_t kMostNames = 64;
    if (std::string words = shown(p); !p.pronoun && e.id.starts_with("doc:") && words != e.name && e.aliases.size() < kMostNames && std::find(e.aliases.begin(), e.aliases.end(), words) == e.aliases.end())
      e.aliases.push_back(std::move(words));
    if (trace_) a_.claims[p.claim].why.push_back({std::string(name_of(actor(p).role)), "stands for who was told in c" + std::to_string(q.claim + 1), actor(q).span, e.id});
  }

  static Index& actor(Annotation& a, const Part& p) { return a.claims[p.claim].actors[p.at].entity; }

  Annotation& a_;
  const Tree& tree_;
  const Kinds& kinds_;
  const std::vector<Open>& open_;
  const bool trace_;
  std::size_t documents_ = 0;
  std::vector<Part> parts_;
  std::map<std::uint32_t, std::set<std::string, std::less<>>> known_as_;  ///< words by which an entity was told
};

}  // namespace

void join_participants(Annotation& a, const Tree& tree, const Kinds& kinds, const std::vector<Open>& open, bool trace) { Participants(a, tree, kinds, open, trace).run(); }

}  // namespace deconflict::claim
