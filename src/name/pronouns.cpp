#include <algorithm>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

/// A pronoun's speaker spoke in its own sentence or at most this many before; lists longer than this are no report.
constexpr std::uint32_t kSentencesBack = 3;
constexpr std::size_t kMentionsBack = 48;


enum class Person { none, he, she, they, it };

Person person_of(std::string_view word) {
  if (one_of(word, {"he", "He"})) return Person::he;
  if (one_of(word, {"she", "She"})) return Person::she;
  if (one_of(word, {"they", "They"})) return Person::they;
  if (one_of(word, {"it", "It"})) return Person::it;
  return Person::none;
}

class Pronouns {
 public:
  Pronouns(const Reading& r, const std::vector<std::uint32_t>& found_of, Annotation& a)
      : r_(r), found_of_(found_of), a_(a), sex_(a.entities.size(), Person::none) {}

  void run() {
    for (const Mention& m : a_.mentions) learn(m);
    mark_quotes();
    for (std::uint32_t w = 0; w < r_.words.size(); ++w) {
      if (const auto subject = speaks(w)) spoken(*subject, w);
    }
    a_.mentions.insert(a_.mentions.end(), fresh_.begin(), fresh_.end());
    std::stable_sort(a_.mentions.begin(), a_.mentions.end(), [](const Mention& x, const Mention& y) {
      return x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.span.end > y.span.end;
    });
  }

 private:
  /// Who spoke, and where.
  struct Speech {
    std::uint32_t word = 0;  ///< of the subject
    std::size_t mention = kNone;
    Index entity;
  };

  std::string_view text(std::uint32_t word) const { return r_.words[word].span.of(a_.text); }

  /// Sex as the titles in the text give it.
  void learn(const Mention& m) {
    if (!m.entity || m.type != MentionType::PER) return;
    const std::string_view words = m.span.of(a_.text);
    const std::string_view first = words.substr(0, words.find_first_of(" ."));
    if (one_of(first, {"Mr", "Sir", "King", "Prince", "Lord", "Father", "Brother", "Sheikh", "Imam", "Ayatollah"})) sex_[*m.entity] = Person::he;
    if (one_of(first,
               {"Mrs", "Ms", "Miss", "Lady", "Dame", "Queen", "Princess", "Sister", "spokeswoman", "Spokeswoman", "chairwoman", "Congresswoman"}))
      sex_[*m.entity] = Person::she;
    if (one_of(first, {"spokesman", "Spokesman", "chairman", "Congressman"})) sex_[*m.entity] = Person::he;
  }

  /// Which bytes stand inside quotation marks, paragraph by paragraph.
  void mark_quotes() {
    bool open = false;
    const std::string_view t = a_.text;
    for (std::uint32_t i = 0; i < t.size(); ++i) {
      const bool was = open;
      if (t[i] == '\n' || t.substr(i, 3) == "\xE2\x80\x9D") open = false;
      else if (t[i] == '"') open = !open;
      else if (t.substr(i, 3) == "\xE2\x80\x9C") open = true;
      if (open && !was) quotes_.push_back({i, i});
      if (!open && was) quotes_.back().end = i;
    }
    if (open) quotes_.back().end = static_cast<std::uint32_t>(t.size());
  }

  bool quoted(std::uint32_t byte) const {
    const auto it = std::upper_bound(quotes_.begin(), quotes_.end(), byte, [](std::uint32_t b, Span q) { return b < q.end; });
    return it != quotes_.end() && it->begin < byte;
  }

  std::optional<std::uint32_t> word_of(std::uint32_t token) const {
    const std::uint32_t begin = a_.tokens[token].span.begin;
    const auto it = std::upper_bound(r_.words.begin(), r_.words.end(), begin, [](std::uint32_t b, const Word& w) { return b < w.span.begin; });
    if (it == r_.words.begin() || (it - 1)->token != token) return std::nullopt;
    return static_cast<std::uint32_t>(it - r_.words.begin()) - 1;
  }

  /// The word of the subject of a verb of saying, by the tree, or else right before it or (inverted) behind it.
  std::optional<std::uint32_t> speaks(std::uint32_t w) const {
    const Item& item = r_.items[r_.item_of[w]];
    if (item.first != w || r_.noun(item, Noun::says) == nullptr) return std::nullopt;
    const Token* verb = r_.token(w);
    if (verb == nullptr || (verb->upos != Upos::VERB && verb->upos != Upos::X)) return std::nullopt;
    const Sentence& s = a_.sentences[verb->sentence];
    const auto index = static_cast<std::int32_t>(r_.words[w].token);
    constexpr std::uint32_t kReach = 40;
    const std::uint32_t from = std::max(s.first_token, r_.words[w].token > kReach ? r_.words[w].token - kReach : 0);
    for (std::uint32_t t = from; t < std::min(s.last_token, r_.words[w].token + kReach); ++t)
      if (a_.tokens[t].head == index && a_.tokens[t].deprel == Deprel::nsubj) return word_of(t);
    if (w > 0 && r_.words[w].gap == Gap::space && (person_of(text(w - 1)) != Person::none || mention_over(r_.words[w - 1].span) != kNone))
      return w - 1;
    return std::nullopt;
  }


  /// The longest mention around a word.
  std::size_t mention_over(Span word) const {
    auto it =
        std::upper_bound(a_.mentions.begin(), a_.mentions.end(), word.begin, [](std::uint32_t b, const Mention& m) { return b < m.span.begin; });
    std::size_t best = kNone;
    for (int steps = 0; it != a_.mentions.begin() && steps < 8; ++steps) {
      --it;
      if (it->span.contains(word) && it->type != MentionType::WEAPON && (best == kNone || it->span.size() > a_.mentions[best].span.size()))
        best = static_cast<std::size_t>(it - a_.mentions.begin());
    }
    return best;
  }

  /// "Observatory director Karim Odeh said", "said director Karim Odeh": the person, where the tree's subject is a word before the name.
  std::size_t speaker(std::uint32_t subject, std::uint32_t verb) const {
    const auto person = [&](std::size_t m) { return m != kNone && a_.mentions[m].type == MentionType::PER; };
    if (subject < verb && r_.words[verb].gap == Gap::space)
      if (const auto m = mention_over(r_.words[verb - 1].span); person(m)) return m;
    const auto over = mention_over(r_.words[subject].span);
    if (person(over)) return over;
    for (std::uint32_t w = subject + 1; w < r_.words.size() && w < subject + 4 && r_.words[w].gap == Gap::space && w != verb; ++w)
      if (const auto behind = mention_over(r_.words[w].span); person(behind)) return behind;
    return over;
  }

  void spoken(std::uint32_t subject, std::uint32_t verb) {
    if (quoted(r_.words[subject].span.begin) || one_of(text(subject), {"who", "which", "that", "i", "I", "we", "We", "you"})) return;
    Speech now;
    now.word = subject;
    if (const Person p = person_of(text(subject)); p != Person::none) {
      if (now.entity = antecedent(subject, p); now.entity) {
        const MentionType type = p == Person::he || p == Person::she ? MentionType::PER : a_.entities[*now.entity].type;
        fresh_.push_back({r_.words[subject].span, type, now.entity});
        if (p == Person::he || p == Person::she) sex_[*now.entity] = p;
      }
      now.mention = last_.mention;
    } else {
      now.mention = speaker(subject, verb);
      if (now.mention != kNone) now.entity = a_.mentions[now.mention].entity;
    }
    last_ = now;
    spoke_ = true;
  }

  bool may_be(Person p, std::size_t mention) const {
    const Mention& m = a_.mentions[mention];
    const Found& f = r_.found[found_of_[mention]];
    const std::string_view words = f.span.of(a_.text);
    // "Human Rights" are one, "the Houthis" are many.
    const bool body = (m.type == MentionType::ORG || m.type == MentionType::GOV) && r_.words[r_.word_at(f.span.end - 1)].upper;
    const bool several = !body && (words.ends_with("s") || words.ends_with("men") || words.ends_with("people"));
    const bool one = m.type == MentionType::PER || (m.type == MentionType::NORP && !several) ||
                     (!several && (words.ends_with("official") || words.ends_with("officer") || words.ends_with("soldier") ||
                                   words.ends_with("fighter") || words.ends_with("militant")));
    if (p == Person::he || p == Person::she) return one && !(m.entity && sex_[*m.entity] != Person::none && sex_[*m.entity] != p);
    if (m.type == MentionType::PER || m.type == MentionType::LOC || m.type == MentionType::FAC || m.type == MentionType::WEAPON) return false;
    if (p == Person::it) return !one && !several;
    return several || (!one && m.type == MentionType::MIL);
  }

  /// Who speaks as "he": the last speaker, or the only one named of late; none if somebody else may be meant.
  Index antecedent(std::uint32_t word, Person p) const {
    const Word& pronoun = r_.words[word];
    const auto end = static_cast<std::size_t>(std::lower_bound(a_.mentions.begin(), a_.mentions.end(), pronoun.span.begin,
                                                               [](const Mention& m, std::uint32_t b) { return m.span.begin < b; }) -
                                              a_.mentions.begin());
    const bool near = spoke_ && r_.words[last_.word].sentence + kSentencesBack >= pronoun.sentence;
    const bool speaker_near = near && last_.mention != kNone && last_.entity && may_be(p, last_.mention);
    // Somebody spoke whom the text does not name, or an organisation did: its spokesman may go on.
    if (!speaker_near && (near || p == Person::it || p == Person::they)) return {};
    const std::uint32_t from = speaker_near                            ? r_.words[last_.word].sentence
                               : pronoun.sentence > kSentencesBack - 1 ? pronoun.sentence - (kSentencesBack - 1)
                                                                       : 0;
    Index only;
    bool several = false;
    for (std::size_t i = end; i-- > (end > kMentionsBack ? end - kMentionsBack : 0);) {
      const Mention& m = a_.mentions[i];
      const std::uint32_t sentence = sentence_of(m.span.begin);
      if (sentence < from) break;
      if (!may_be(p, i)) continue;
      if (speaker_near && m.entity == last_.entity) continue;
      // In the speaker's own sentence others are spoken of, unless they were spoken to or the pronoun stands there too.
      const bool between = sentence == pronoun.sentence && m.span.begin > r_.words[last_.word].span.begin;
      if (speaker_near && sentence == from && !between && !told(m.span)) continue;
      if (speaker_near) return {};
      if (!m.entity || (only && *only != *m.entity)) several = true;
      only = m.entity;
    }
    if (speaker_near) return last_.entity;
    return several ? Index{} : only;
  }

  std::uint32_t sentence_of(std::uint32_t byte) const { return r_.words.empty() ? 0 : r_.words[r_.word_at(byte)].sentence; }

  /// "Marlow told Petrov": the object of the verb of saying whose subject spoke last.
  bool told(Span mention) const {
    const std::uint32_t subject = r_.words[last_.word].token;
    if (subject == kNone) return false;
    const std::int32_t verb = a_.tokens[subject].head;
    if (verb < 0) return false;
    const auto begin =
        std::lower_bound(a_.tokens.begin(), a_.tokens.end(), mention.begin, [](const Token& t, std::uint32_t b) { return t.span.end <= b; });
    for (auto t = begin; t != a_.tokens.end() && t->span.begin < mention.end; ++t)
      if (t->head == verb && t->deprel != Deprel::nsubj && t->deprel != Deprel::ccomp && t->deprel != Deprel::parataxis) return true;
    return false;
  }

  const Reading& r_;
  const std::vector<std::uint32_t>& found_of_;
  Annotation& a_;
  std::vector<Person> sex_;
  std::vector<Span> quotes_;
  std::vector<Mention> fresh_;
  Speech last_;
  bool spoke_ = false;
};

}  // namespace

void find_pronouns(const Reading& r, const std::vector<std::uint32_t>& found_of, Annotation& a) { Pronouns(r, found_of, a).run(); }

}  // namespace deconflict::name
