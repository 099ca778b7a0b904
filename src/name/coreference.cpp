#include <algorithm>
#include <map>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

/// "The group" is looked for in its own sentence and this many before, among this many mentions at most.
constexpr std::uint32_t kSentencesBack = 3;
constexpr std::size_t kMentionsBack = 64;


class Joiner {
 public:
  Joiner(const Reading& r, std::vector<std::uint32_t>& found_of, Annotation& a) : r_(r), found_of_(found_of), a_(a), root_(a.entities.size()) {
    for (std::uint32_t i = 0; i < root_.size(); ++i) root_[i] = i;
  }

  void run() {
    std::vector<std::pair<std::size_t, std::size_t>> open;
    for (const auto& [x, y] : r_.same) {
      const std::size_t i = mention_at(x), j = mention_at(y);
      if (i == kNone || j == kNone) continue;
      if (a_.mentions[i].entity && a_.mentions[j].entity) unite(i, j);
      else open.emplace_back(i, j);
    }
    fighters_of();
    for (std::size_t i = 0; i < a_.mentions.size(); ++i) {
      described(i);
      point_back(i);
      point_ahead(i);
    }
    // "A group known as X": the description gets the name.
    for (const auto& [i, j] : open) {
      Index& x = a_.mentions[i].entity;
      Index& y = a_.mentions[j].entity;
      if (x && y) unite(i, j);
      else if (y) x = y;
      else if (x) y = x;
    }
    drop_open();
    compact();
  }

 private:
  const Found& found(std::size_t mention) const { return r_.found[found_of_[mention]]; }

  std::size_t mention_at(Span span) const {
    const auto it = std::lower_bound(a_.mentions.begin(), a_.mentions.end(), span,
                                     [](const Mention& m, Span s) { return m.span.begin != s.begin ? m.span.begin < s.begin : m.span.end > s.end; });
    return it != a_.mentions.end() && it->span == span ? static_cast<std::size_t>(it - a_.mentions.begin()) : kNone;
  }

  std::uint32_t root(std::uint32_t entity) {
    while (root_[entity] != entity) entity = root_[entity] = root_[root_[entity]];
    return entity;
  }

  bool of_document(std::uint32_t entity) const { return a_.entities[entity].id.starts_with("doc:"); }

  /// Two entries of the knowledge stay two, whatever a text says of them; a description ("rebels") is no name.
  void unite(std::size_t i, std::size_t j) {
    std::uint32_t x = root(*a_.mentions[i].entity), y = root(*a_.mentions[j].entity);
    if (x == y || (!of_document(x) && !of_document(y))) return;
    const bool swap = of_document(x) == of_document(y) ? y < x : of_document(x);
    if (swap) std::swap(x, y);
    root_[y] = x;
    Entity& kept = a_.entities[x];
    Entity& gone = a_.entities[y];
    // An acronym met before the name in full.
    if (of_document(x) && kept.type != MentionType::PER && kept.name.find(' ') == std::string::npos && gone.name.find(' ') != std::string::npos &&
        kept.name.size() < gone.name.size())
      std::swap(kept.name, gone.name), kept.type = gone.type;
    gone.aliases.insert(gone.aliases.begin(), gone.name);
    for (std::string& name : gone.aliases)
      if (name != kept.name && kept.aliases.size() < 64 && std::find(kept.aliases.begin(), kept.aliases.end(), name) == kept.aliases.end())
        kept.aliases.push_back(std::move(name));
    if (kept.country.empty()) kept.country = gone.country;
    if (kept.sector.empty()) kept.sector = gone.sector;
  }

  /// Made of a country and a word ("Rebels in Syria").
  bool composed(std::uint32_t entity) const {
    const std::uint32_t known = of_document(entity) ? kNone : r_.lex.by_id(a_.entities[entity].id);
    return known != kNone && r_.lex.known()[known].where.find("generic-actors") != std::string::npos;
  }

  std::string_view text(std::uint32_t word) const { return r_.words[word].span.of(a_.text); }

  enum class Sort { none, group, militia, party, voice, ministry };

  /// What "the group", "this militia", "the agency" can be; none where the words say more than that.
  Sort sort_of(std::size_t mention) const {
    const Found& f = found(mention);
    if ((f.kind != Found::none && f.kind != Found::phrase) || f.noun == kNone) return Sort::none;
    const NounEntry& n = r_.lex.nouns()[f.noun];
    if (n.noun != Noun::body && n.noun != Noun::fighters && n.noun != Noun::rebels) return Sort::none;
    std::uint32_t first = r_.word_at(f.span.begin);
    const std::uint32_t last = r_.word_at(f.span.end - 1);
    if (!one_of(text(first), {"this", "This"})) {
      if (first == 0 || r_.words[first].gap != Gap::space || !one_of(text(first - 1), {"the", "The"})) return Sort::none;
    } else {
      ++first;
    }
    for (std::uint32_t w = first; w < last; ++w)
      if (f.country == kNone && !one_of(text(w), {"militant", "armed", "rebel", "insurgent", "guerrilla", "Islamist", "islamist", "jihadist",
                                                  "extremist", "terrorist", "terror", "separatist", "paramilitary", "news"}))
        return Sort::none;
    // "The group of", "the group that": it is said which.
    if (last + 1 < r_.words.size() && r_.words[last + 1].gap == Gap::space &&
        one_of(text(last + 1), {"of", "that", "who", "which", "called", "known", "in", "from", "behind", "responsible"}))
      return Sort::none;
    const std::string_view head = text(last);
    if (n.noun == Noun::body && !n.voice.empty()) return n.voice == "ministry" ? Sort::ministry : Sort::voice;
    if (one_of(head, {"group", "organisation", "organization"})) return n.noun == Noun::body ? Sort::group : Sort::militia;
    if (one_of(head, {"movement", "network"})) return Sort::group;
    if (head == "party") return Sort::party;
    if (one_of(head, {"militia", "faction", "insurgency", "gang"})) return Sort::militia;
    return Sort::none;
  }

  bool fits(Sort sort, std::size_t mention, const Found& pointer) const {
    const Mention& m = a_.mentions[mention];
    if (m.type != MentionType::ORG && m.type != MentionType::MIL && m.type != MentionType::GOV) return false;
    const Entity& e = a_.entities[*m.entity];
    if (e.type == MentionType::PER || e.type == MentionType::LOC || composed(*m.entity)) return false;
    if (of_document(*m.entity) && !capital(e.name)) return false;
    if (pointer.country != kNone && !e.country.empty() && e.country != r_.lex.countries()[pointer.country].code) return false;
    const bool state = e.type == MentionType::GOV || e.sector == "GOV" || e.sector == "MIL" || e.sector == "COP" || e.sector == "LEG" ||
                       e.sector == "JUD" || e.sector == "SPY";
    const bool media = e.sector == "MED";
    switch (sort) {
      case Sort::group:
        return !state && !media;
      case Sort::militia:
        return !state && !media && e.type == MentionType::MIL;
      case Sort::party:
        return !state && !media && e.type == MentionType::ORG && e.sector != "NGO" && e.sector != "IGO";
      case Sort::voice: {
        const std::string& kind = r_.lex.nouns()[pointer.noun].voice;
        if (kind == "agency") return e.voice == "agency" || e.voice == "state_media";
        if (kind == "outlet") return e.voice == "outlet" || e.voice == "state_media" || e.voice == "party_media";
        return e.voice == kind;
      }
      case Sort::ministry:
        return e.voice == "ministry" || e.name.find("Ministry") != std::string::npos || e.name.find("ministry") != std::string::npos;
      case Sort::none:
        return false;
    }
    return false;
  }

  /// A name of the text, not a description: its first and last words have capitals.
  static bool capital(std::string_view name) {
    const auto last = name.find_last_of(" -");
    const auto big = [](char c) { return c < 'a' || c > 'z'; };
    return !name.empty() && big(name.front()) && (last == std::string_view::npos || last + 1 >= name.size() || big(name[last + 1]));
  }

  /// "Green Hand fighters": those of a group that only this text names are the group.
  void fighters_of() {
    std::map<std::string, std::uint32_t, std::less<>> names;
    for (std::size_t i = 0; i < a_.mentions.size(); ++i) {
      const Found& f = found(i);
      if (f.kind != Found::phrase || f.noun != kNone || !a_.mentions[i].entity || f.type == MentionType::FAC) continue;
      names.try_emplace(r_.key(r_.word_at(f.span.begin), r_.word_at(f.span.end - 1) + 1), *a_.mentions[i].entity);
    }
    if (names.empty()) return;
    for (std::size_t i = 0; i < a_.mentions.size(); ++i) {
      const Found& f = found(i);
      if ((f.kind != Found::phrase && f.kind != Found::generic) || f.noun == kNone) continue;
      const Noun n = r_.lex.nouns()[f.noun].noun;
      const std::uint32_t first = r_.word_at(f.span.begin), last = r_.word_at(f.span.end - 1);
      if (n != Noun::fighters && n != Noun::force && n != Noun::rebels) continue;
      if (first == last) {
        const Mention* before = i == 0 ? nullptr : &a_.mentions[i - 1];
        if (before != nullptr && before->entity && before->span.end + 1 == f.span.begin && r_.words[first].gap == Gap::space &&
            found(i - 1).kind == Found::phrase && found(i - 1).noun == kNone)
          a_.mentions[i].entity = before->entity;
        continue;
      }
      if (const auto whose = names.find(r_.key(first, last)); whose != names.end()) a_.mentions[i].entity = whose->second;
    }
  }

  /// "A group attacked … the group": one that is told of without a name, and no description of one just named ("X, a group").
  bool newcomer(std::size_t mention, std::string_view head) const {
    const Found& f = found(mention);
    if (f.noun == kNone || (f.kind != Found::none && f.kind != Found::phrase)) return false;
    const std::uint32_t last = r_.word_at(f.span.end - 1);
    if (text(last) != head) return false;
    const std::uint32_t first = r_.word_at(f.span.begin);
    if (first == 0 || !one_of(text(first - 1), {"a", "an", "A", "An", "another", "Another", "other", "one"})) return false;
    const Token* t = r_.token(last);
    if (t != nullptr && t->deprel == Deprel::appos) return false;
    return first < 2 || !(r_.words[first - 1].gap == Gap::comma || one_of(text(first - 2), {"is", "was", "as", "be", "become", "became", "remains"}));
  }

  /// "The Houthis, a militia from the north, …": what stands in apposition to a name is what the name means.
  void described(std::size_t at) {
    const Found& f = found(at);
    if ((f.kind != Found::none && f.kind != Found::phrase) || f.noun == kNone || at == 0) return;
    const NounEntry& n = r_.lex.nouns()[f.noun];
    if (n.noun != Noun::body && n.noun != Noun::fighters && n.noun != Noun::rebels) return;
    const std::uint32_t first = r_.word_at(f.span.begin);
    const Token* t = r_.token(r_.word_at(f.span.end - 1));
    if (first < 2 || r_.words[first - 1].gap != Gap::comma || !one_of(text(first - 1), {"a", "an"}) || t == nullptr || t->deprel != Deprel::appos ||
        t->head < 0)
      return;
    const Mention& named = a_.mentions[at - 1];
    if (!named.entity || !named.span.contains(a_.tokens[static_cast<std::size_t>(t->head)].span) || !fits(Sort::group, at - 1, f)) return;
    a_.mentions[at].entity = root(*named.entity);
    a_.mentions[at].type = a_.entities[*a_.mentions[at].entity].type;
  }

  /// "The group": the one group named in this sentence and those before; with several it stays open.
  void point_back(std::size_t at) {
    const Sort sort = sort_of(at);
    if (sort == Sort::none) return;
    const Found& pointer = found(at);
    const std::uint32_t sentence = r_.words[r_.word_at(pointer.span.begin)].sentence;
    std::uint32_t only = kNone;
    const std::string_view head = text(r_.word_at(pointer.span.end - 1));
    for (std::size_t i = at; i-- > (at > kMentionsBack ? at - kMentionsBack : 0);) {
      const Mention& m = a_.mentions[i];
      if (r_.words[r_.word_at(m.span.begin)].sentence + kSentencesBack < sentence) break;
      if (m.span.end > pointer.span.begin) continue;
      if (newcomer(i, head)) return;
      if (!m.entity || !fits(sort, i, pointer)) continue;
      const std::uint32_t e = root(*m.entity);
      if (only != kNone && e != only) {
        a_.mentions[at].entity.reset();
        return;
      }
      only = e;
    }
    if (only == kNone) return;
    a_.mentions[at].entity = only;
    a_.mentions[at].type = a_.entities[only].type;
  }

  /// "A monitoring group said …" at the head of a report that then names one monitor, and no other.
  void point_ahead(std::size_t at) {
    const Found& f = found(at);
    if (a_.mentions[at].entity || f.kind != Found::none || f.noun == kNone || r_.lex.nouns()[f.noun].noun != Noun::body || r_.lex.nouns()[f.noun].voice != "monitor") return;
    const std::uint32_t first = r_.word_at(f.span.begin);
    if (first > 0 && r_.words[first].gap == Gap::space && one_of(text(first - 1), {"another", "other", "one", "local", "no", "any"})) return;
    const std::uint32_t sentence = r_.words[first].sentence;
    std::uint32_t only = kNone;
    for (std::size_t i = at > kMentionsBack ? at - kMentionsBack : 0; i < a_.mentions.size() && i < at + kMentionsBack; ++i) {
      if (!a_.mentions[i].entity || i == at || !fits(Sort::voice, i, f)) continue;
      if (i > at && r_.words[r_.word_at(a_.mentions[i].span.begin)].sentence > sentence + kSentencesBack) break;
      const std::uint32_t e = root(*a_.mentions[i].entity);
      if (only != kNone && e != only) return;
      only = e;
    }
    if (only == kNone) return;
    a_.mentions[at].entity = only;
    a_.mentions[at].type = a_.entities[only].type;
  }

  /// "The group", "a ministry" that stand for nothing named are no mentions.
  bool stays_open(std::size_t mention) const {
    const Found& f = found(mention);
    if (a_.mentions[mention].entity || f.kind != Found::none || f.noun == kNone) return false;
    const NounEntry& n = r_.lex.nouns()[f.noun];
    if (n.noun != Noun::body) return false;
    const std::string_view words = f.span.of(a_.text);
    return !n.voice.empty() || words.ends_with("movement") || words.ends_with("party") || words.find(' ') == std::string_view::npos;
  }

  void drop_open() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < a_.mentions.size(); ++i) {
      if (stays_open(i)) continue;
      a_.mentions[kept] = a_.mentions[i];
      found_of_[kept++] = found_of_[i];
    }
    a_.mentions.resize(kept);
    found_of_.resize(kept);
  }

  /// Entities that nothing points to any more go; those of the document are numbered again.
  void compact() {
    std::vector<bool> used(a_.entities.size(), false);
    for (Mention& m : a_.mentions)
      if (m.entity) used[*(m.entity = root(*m.entity))] = true;
    std::vector<std::uint32_t> to(a_.entities.size(), kNone);
    std::vector<Entity> kept;
    int documents = 0;
    for (std::uint32_t i = 0; i < a_.entities.size(); ++i) {
      if (!used[i]) continue;
      to[i] = static_cast<std::uint32_t>(kept.size());
      if (of_document(i)) a_.entities[i].id = "doc:" + std::to_string(++documents);
      kept.push_back(std::move(a_.entities[i]));
    }
    a_.entities = std::move(kept);
    for (Mention& m : a_.mentions)
      if (m.entity) m.entity = to[*m.entity];
  }

  const Reading& r_;
  std::vector<std::uint32_t>& found_of_;
  Annotation& a_;
  std::vector<std::uint32_t> root_;
};

}  // namespace

void join(const Reading& r, std::vector<std::uint32_t> found_of, Annotation& a) {
  Joiner(r, found_of, a).run();
  find_pronouns(r, found_of, a);
}

}  // namespace deconflict::name
