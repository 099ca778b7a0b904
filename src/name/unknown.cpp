#include <algorithm>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

constexpr std::uint32_t kLongestRun = 12;

class Unknown {
 public:
  explicit Unknown(Reading& r) : r_(r) {}

  void persons() {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (r_.taken[i] || r_.named(r_.items[i])) continue;
      if (is(i, Noun::title) || is(i, Noun::office)) titled(i);
      else if ((is(i, Noun::given) && r_.word(i).upper && !r_.word(i).shouted) || speaks(i)) untitled(i);
    }
  }

  void organisations() {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    for (std::uint32_t i = 0; i < count;) {
      const std::uint32_t end = run_end(i);
      if (end > i) organisation(i, end);
      i = std::max(end, i + 1);
    }
  }

  /// "Hayat Tahrir al-Sham alliance (HTS)", "… (the Front)": short names that the text itself gives.
  void acronyms() {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (r_.taken[i] || !r_.single(i)) continue;
      const Word& w = r_.word(i);
      const Token* t = r_.token(r_.items[i].first);
      if (t != nullptr && t->upos != Upos::X && t->upos != Upos::PROPN && t->upos != Upos::NOUN) continue;
      if (!w.caps || w.shouted || w.span.size() < 3 || w.span.size() > 6 || r_.text(i).find('.') != std::string_view::npos || is(i, Noun::notname) || is(i, Noun::title)) continue;
      if (t != nullptr && opens_dateline(*t)) continue;
      // "DDG 70", "BTR 80": a ship, a vehicle.
      if (i + 1 < count && r_.gap(i + 1) == Gap::space && (r_.word(i + 1).upper || r_.word(i + 1).number)) continue;
      if (r_.sense(r_.items[i], Sense::country) != nullptr || r_.sense(r_.items[i], Sense::capital) != nullptr) continue;
      Found f;
      f.type = MentionType::ORG;
      f.span = r_.span(i, i);
      f.kind = Found::phrase;
      f.key = r_.key(r_.items[i].first, r_.items[i].last);
      r_.taken[i] = true;
      r_.found.push_back(std::move(f));
    }
  }

 private:
  /// "BRENN, Northland (AP) -": the town of a dateline, which is a sentence of its own.
  bool opens_dateline(const Token& t) const {
    constexpr std::uint32_t kLongest = 16;
    const Sentence& s = r_.a.sentences[t.sentence];
    if (s.span.begin != t.span.begin || s.last_token - s.first_token > kLongest || s.last_token - s.first_token < 2) return false;
    return one_of(r_.a.surface(r_.a.tokens[s.last_token - 1].span), {"-", "--", "\u2013", "\u2014"});
  }

  bool is(std::uint32_t item, Noun noun) const { return r_.noun(r_.items[item], noun) != nullptr; }
  bool known(std::uint32_t item) const { return r_.named(r_.items[item]); }

  bool after_title(std::uint32_t item) const {
    const Gap gap = r_.gap(item);
    return gap == Gap::space || (gap == Gap::dot && r_.words[r_.items[item].first - 1].span.size() <= 5);
  }

  bool particle(std::uint32_t item) const {
    const std::string_view t = r_.text(item);
    for (std::string_view p : {"al", "el", "bin", "ibn", "bint", "abu", "de", "van", "von", "der", "den", "di", "da", "do", "dos", "la", "del", "ben", "ul", "ur", "Al", "El", "Abu", "Bin", "De", "Van", "Von", "ad", "as", "ash", "az"})
      if (t == p) return true;
    return false;
  }

  /// A capitalised word that may be part of a person's name.
  bool name_word(std::uint32_t item) const {
    const Word& w = r_.word(item);
    if (r_.taken[item] || w.possessive || w.number || !w.upper) return false;
    if (known(item) || !r_.single(item)) return false;
    if (is(item, Noun::notname) || is(item, Noun::orghead) || is(item, Noun::facility)) return is(item, Noun::given);
    if (r_.sense(r_.items[item], Sense::country) != nullptr || r_.sense(r_.items[item], Sense::demonym) != nullptr) return is(item, Noun::given);
    if (w.caps && !w.shouted && w.span.size() > 3) return w.span.size() > 4;
    return true;
  }

  bool known_person(std::uint32_t item) const {
    const Sense* s = r_.sense(r_.items[item], Sense::known);
    return s != nullptr && r_.lex.known()[s->index].type == MentionType::PER;
  }

  bool starts_person(std::uint32_t item) const {
    return name_word(item) || known_person(item) || (particle(item) && item + 1 < r_.items.size() && r_.gap(item + 1) <= Gap::hyphen && name_word(item + 1));
  }

  /// The last item of the name that begins at `first`; how many words of it are names.
  std::uint32_t name_end(std::uint32_t first, std::uint32_t& names) const {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    std::uint32_t last = first;
    names = 0;
    for (std::uint32_t i = first; i < count && i < first + 7; ++i) {
      if (i > first) {
        const Gap gap = r_.gap(i);
        const std::uint32_t before = r_.words[r_.items[i].first - 1].span.size();
        // Richard "Tex" Coe
        const bool nickname = gap == Gap::quote && names > 0 && ((i + 1 < count && r_.gap(i + 1) == Gap::quote && r_.single(i)) || r_.gap(i - 1) == Gap::quote);
        if (gap != Gap::space && gap != Gap::hyphen && !(gap == Gap::dot && before == 1) && gap != Gap::apostrophe && !nickname) break;
      }
      if (r_.word(i).possessive) break;
      // John "J.D." Marlow
      if (i > first && r_.gap(i) == Gap::quote && i + 1 < count && r_.gap(i + 1) == Gap::quote && !r_.taken[i]) continue;
      if (known_person(i)) {
        if (i == first) names = 2, last = i;
        break;
      }
      if (i > first && is(i, Noun::title) && !is(i, Noun::given) && (!r_.word(i).upper || names > 0)) break;
      // "Abu Hadid al-Kuwaiti": where somebody is from may be part of the name.
      const bool from = i > first + 1 && r_.gap(i) == Gap::hyphen && particle(i - 1) && r_.word(i).upper && !r_.taken[i] && r_.sense(r_.items[i], Sense::demonym) != nullptr;
      if (name_word(i) || from) {
        last = i;
        ++names;
      } else if (!particle(i)) {
        break;
      }
    }
    return last;
  }

  /// Items before a title that belong to it: "U.S. Secretary of State", "Foreign Office Minister".
  std::uint32_t title_start(std::uint32_t title) const {
    std::uint32_t first = title;
    while (first > 0 && title - first < 5 && r_.gap(first) == Gap::space) {
      const std::uint32_t i = first - 1;
      const bool nation = r_.sense(r_.items[i], Sense::country) != nullptr || r_.sense(r_.items[i], Sense::demonym) != nullptr;
      if (r_.taken[i] || !r_.word(i).upper || r_.word(i).shouted) break;
      if (!nation && (is(i, Noun::notname) || is(i, Noun::says) || is(i, Noun::acts) || known_person(i))) break;
      if (!nation && !known(i) && (r_.gap(i) == Gap::start || r_.gap(i) == Gap::other)) {
        const Token* t = r_.token(r_.items[i].first);
        if (t == nullptr || t->upos != Upos::PROPN) break;
      }
      first = i;
    }
    return first;
  }

  /// The country of "Ruritanian opposition leader Karim Odeh": the people named just before the words that say what he is.
  std::uint32_t nation_before(std::uint32_t first, std::uint32_t name) const {
    constexpr std::uint32_t kReach = 4;
    for (std::uint32_t i = name; i-- > 0 && i + kReach + 2 > first && r_.gap(i + 1) == Gap::space;) {
      if (const Sense* nation = r_.sense(r_.items[i], Sense::demonym)) return i + 1 == name && !is(i, Noun::title) && nation->plural ? kNone : nation->index;
      const Token* t = r_.token(r_.items[i].first);
      if (t == nullptr || (t->upos != Upos::NOUN && t->upos != Upos::ADJ && t->upos != Upos::PROPN)) break;
    }
    return kNone;
  }

  void person(std::uint32_t first, std::uint32_t name, std::uint32_t last) {
    Found f;
    f.type = MentionType::PER;
    f.kind = known_person(name) ? Found::named : Found::person;
    f.item = name;
    f.span = r_.span(first, last);
    f.name = r_.span(name, last);
    f.key = r_.key(r_.items[name].first, r_.items[last].last);
    if (first < name) f.title = r_.key(r_.items[first].first, r_.items[name].first);
    f.country = nation_before(first, name);
    for (std::uint32_t i = first; i <= last; ++i) r_.taken[i] = true;
    r_.found.push_back(std::move(f));
  }

  /// A title with a name behind it, or an office that stands for who holds it.
  void titled(std::uint32_t title) {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    std::uint32_t last = title;
    while (last + 1 < count && last < title + 6 && (is(last + 1, Noun::title) || is(last + 1, Noun::office)) && after_title(last + 1)) ++last;
    std::uint32_t name = last + 1, names = 0;
    if (name < count && after_title(name) && starts_person(name)) {
      const std::uint32_t end = name_end(name, names);
      if (names > 0) {
        // A small-letter title ("spokesman") is no part of the name's span.
        std::uint32_t first = title;
        while (first <= last && !r_.word(first).upper) ++first;
        person(first == title ? title_start(title) : first, name, end);
        return;
      }
    }
    if (!is(title, Noun::office) && !is(last, Noun::office)) return;
    if (r_.gap(title) == Gap::hyphen || (last + 1 < count && r_.gap(last + 1) == Gap::hyphen)) return;
    std::uint32_t first = r_.word(title).upper || (title > 0 && r_.word(title - 1).upper) ? title_start(title) : title;
    while (first > 0 && title - first < 8 && r_.gap(first) == Gap::space && !r_.taken[first - 1] && (is(first - 1, Noun::modifier) || r_.head(r_.items[first - 1]) != nullptr)) --first;
    std::uint32_t end = last;
    // "Minister for the Middle East Tobias Ellwood", "commander of U.S. Central Command"
    if (last + 2 < count && r_.gap(last + 1) == Gap::space && (r_.text(last + 1) == "for" || r_.text(last + 1) == "of")) {
      std::uint32_t i = last + 2;
      if (i + 1 < count && r_.text(i) == "the") ++i;
      for (const std::uint32_t from = i; i < count && i < from + 6 && r_.gap(i) == Gap::space && !r_.taken[i] && r_.word(i).upper && !r_.word(i).shouted; ++i) {
        if (i > from && is(i, Noun::given) && r_.word(title).upper) {
          const std::uint32_t close = name_end(i, names);
          if (names > 1) {
            person(first, i, close);
            return;
          }
        }
        end = i;
      }
    }
    Found f;
    f.type = MentionType::PER;
    f.kind = Found::office;
    f.span = r_.span(first, end);
    f.key = r_.key(r_.items[first].first, r_.items[end].last);
    for (std::uint32_t i = first; i <= end; ++i)
      if (!known(i)) r_.taken[i] = true;
    r_.found.push_back(std::move(f));
  }

  bool unknown_name(std::uint32_t item) const {
    if (r_.taken[item] || !r_.word(item).upper || r_.word(item).shouted || r_.word(item).caps) return false;
    if (r_.items[item].senses_begin != r_.items[item].senses_end && !is(item, Noun::given)) return false;
    const Token* t = r_.token(r_.items[item].first);
    return t != nullptr && t->upos == Upos::PROPN;
  }

  /// Two or three names that nothing knows, of one who speaks or is described as persons are: "Rosen Petrov said", "Rosen Petrov, 34,".
  bool speaks(std::uint32_t first) const {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    if (!unknown_name(first) || (first > 0 && (r_.gap(first) == Gap::space || r_.gap(first) == Gap::hyphen) && r_.word(first - 1).upper)) return false;
    // "in Deir Hafer, a town": what stands behind a preposition is a place.
    if (first > 0 && r_.gap(first) == Gap::space) {
      const Token* before = r_.token(r_.items[first - 1].last - 1);
      if (before != nullptr && before->upos == Upos::ADP && r_.text(first - 1) != "by") return false;
    }
    std::uint32_t i = first + 1;
    while (i < count && i < first + 5 && (r_.gap(i) == Gap::space || r_.gap(i) == Gap::hyphen) && (unknown_name(i) || particle(i))) ++i;
    if (i == first + 1 || i >= count) return false;
    if (r_.gap(i) == Gap::space) return is(i, Noun::says) || r_.text(i) == "who";
    if (r_.gap(i) != Gap::comma) return false;
    return r_.text(i) == "who" || r_.text(i) == "a" || r_.text(i) == "an" || (r_.word(i).number && r_.text(i).size() == 2);
  }

  /// A given name with another name behind it.
  void untitled(std::uint32_t first) {
    // "San Luis", "Santa Elena": towns bear the names of saints.
    if (first > 0 && r_.gap(first) == Gap::space && is(first - 1, Noun::placestart) && r_.word(first - 1).upper) return;
    std::uint32_t names = 0;
    const std::uint32_t last = name_end(first, names);
    if (names < 2) return;
    const std::uint32_t next = last + 1;
    if (next < r_.items.size() && r_.gap(next) == Gap::space && r_.word(next).upper && (is(next, Noun::orghead) || is(next, Noun::facility))) return;
    person(first, first, last);
  }

  bool connector(std::uint32_t item) const {
    const std::string_view t = r_.text(item);
    return t == "of" || t == "for" || t == "the" || t == "and" || t == "al" || t == "de" || t == "del" || t == "la" || t == "on" || t == "to" || t == "in" || t == "y" || t == "des" || t == "du";
  }

  /// "The Northern Observatory", "the Southern Army": in capitals, and right before the word for a body, the direction is part of its name.
  bool begins_with_direction(std::uint32_t first) const {
    const std::uint32_t next = first + 1;
    if (!is_direction(r_.text(first)) || next >= r_.items.size() || r_.gap(next) != Gap::space || !r_.word(next).upper || r_.word(next).shouted || known(next)) return false;
    return is(next, Noun::orghead) || is(next, Noun::facility);
  }

  /// Items [first, end) of capitalised words, connectors inside.
  std::uint32_t run_end(std::uint32_t first) const {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    auto capital = [&](std::uint32_t i) {
      if (r_.taken[i] || r_.word(i).shouted) return false;
      // "507th Air Refueling Wing"
      return r_.word(i).upper || (r_.word(i).number && r_.text(i).find_first_not_of("0123456789") != std::string_view::npos);
    };
    if (!capital(first) || (is(first, Noun::notname) && !r_.word(first).caps && !begins_with_direction(first))) return first;
    std::uint32_t end = first + 1;
    for (std::uint32_t i = first + 1; i < count && i < first + kLongestRun; ++i) {
      const Gap gap = r_.gap(i);
      if (gap != Gap::space && gap != Gap::hyphen && gap != Gap::apostrophe) break;
      if (is(i, Noun::title) && !is(i, Noun::orghead)) break;
      if (capital(i)) end = i + 1;
      else if ((!connector(i) && !r_.word(i).possessive) || i + 1 >= count || r_.gap(i + 1) == Gap::start) break;
    }
    return end;
  }

  /// The last item of "Ministry of Culture and Tourism" in a run: another name behind "and" is not part of it.
  std::uint32_t run_of(std::uint32_t head, std::uint32_t end) const {
    for (std::uint32_t i = head + 2; i < end; ++i) {
      const std::string_view t = r_.text(i);
      if (t == "in" || t == "on" || t == "to") return i - 1;
      if (t != "and" || i + 1 >= end) continue;
      if (r_.text(i + 1) == "the" || known(i + 1) || r_.sense(r_.items[i + 1], Sense::demonym) || r_.sense(r_.items[i + 1], Sense::country) || r_.noun(r_.items[i - 1], Noun::orghead))
        return i - 1;
    }
    return end - 1;
  }

  void organisation(std::uint32_t first, std::uint32_t end) {
    std::uint32_t head = kNone;
    const Sense* sense = nullptr;
    bool start = false;
    for (std::uint32_t i = first; i < end; ++i) {
      const Sense* s = r_.noun(r_.items[i], Noun::orghead);
      // "U.S. Naval Forces Central Command": a loose name at the end of a longer one.
      if (s == nullptr && i > first && !known(i) && !known_person(i)) s = r_.sense(r_.items[i], Sense::known);
      if (s == nullptr) continue;
      if (i + 1 < end && connector(i + 1) && (r_.text(i + 1) == "of" || r_.text(i + 1) == "for")) {
        // "University of …", "Ministry of Culture and Tourism": the whole run is the name.
        start = true;
        head = run_of(i, end);
        sense = s;
        break;
      }
      head = i;
      sense = s;
    }
    if (const Sense* s = r_.noun(r_.items[first], Noun::orgstart); s != nullptr && !start) {
      head = run_of(first, end);
      sense = s;
      start = true;
    }
    if (head == kNone || (head == first && !start)) {
      facility(first, end);
      return;
    }
    if (!start)
      for (std::uint32_t i = head; i > first; --i) {
        // "Iraq and the Kurdistan Council", "Syria's Central Bank": what stands before is another name.
        const std::string_view t = r_.text(i);
        const bool parts = t == "and" || t == "the" || t == "in" || t == "on" || t == "to";
        const bool owned = r_.word(i).possessive && (r_.sense(r_.items[i - 1], Sense::country) || known(i - 1));
        if (parts || owned) {
          if (parts) organisation(first, i);
          first = i + 1;
          break;
        }
      }
    if (head < first || (head == first && !start)) return;
    if (r_.word(first).possessive) ++first;
    if (r_.gap(first) == Gap::start && is(first, Noun::given) && head > first + 2) return;
    // What the knowledge can read by itself is left to it.
    bool plain = !begins_with_direction(first) && (r_.head(r_.items[head]) != nullptr || known(head) || (start && r_.head(r_.items[first]) != nullptr && r_.sense(r_.items[head], Sense::country)));
    for (std::uint32_t i = first; i < head && plain; ++i)
      plain = r_.sense(r_.items[i], Sense::country) || r_.sense(r_.items[i], Sense::demonym) || known(i) || is(i, Noun::modifier) || is(i, Noun::ethnic) || is(i, Noun::link) || r_.word(i).possessive || connector(i) || (start && r_.head(r_.items[i]));
    if (plain) return;
    if (head + 1 < r_.items.size() && r_.gap(head + 1) == Gap::space && r_.word(head + 1).upper && is(head + 1, Noun::title)) return;
    add(first, head, sense->kind == Sense::known ? r_.lex.known()[sense->index].type : r_.lex.nouns()[sense->index].type);
  }

  void facility(std::uint32_t first, std::uint32_t end) {
    std::uint32_t head = kNone;
    for (std::uint32_t i = first + 1; i < end; ++i)
      if (is(i, Noun::facility)) head = i;
    if (head != kNone) add(first, head, MentionType::FAC);
  }

  void add(std::uint32_t first, std::uint32_t last, MentionType type) {
    Found f;
    f.type = type;
    f.kind = Found::phrase;
    f.span = r_.span(first, last);
    f.key = r_.key(r_.items[first].first, r_.items[last].last);
    for (std::uint32_t i = first; i <= last; ++i) {
      r_.taken[i] = true;
      if (const Sense* s = r_.sense(r_.items[i], Sense::demonym)) f.country = s->index;
      else if (const Sense* c = r_.sense(r_.items[i], Sense::country)) f.country = c->index;
    }
    r_.found.push_back(std::move(f));
  }

  Reading& r_;
};

}  // namespace

void find_unknown(Reading& r) {
  Unknown unknown(r);
  unknown.organisations();
  unknown.persons();
}

void find_acronyms(Reading& r) { Unknown(r).acronyms(); }

}  // namespace deconflict::name
