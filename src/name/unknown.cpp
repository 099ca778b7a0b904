#include <algorithm>

#include "base/utf8.h"
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
      if (r_.taken[i]) continue;
      if (is(i, Noun::title)) {
        std::uint32_t name = i + 1;
        while (name < count && is(name, Noun::title) && after_title(name)) ++name;
        if (name < count && after_title(name) && starts_person(name)) {
          // "Israeli President Reuven …": the office's country is no part of the name.
          take_person(name, true);
          continue;
        }
      }
      if (is(i, Noun::given) && r_.word(i).upper && !r_.word(i).shouted) take_person(i, false);
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
      if (!w.caps || w.shouted || w.span.size() < 3 || w.span.size() > 7 || is(i, Noun::notname) || is(i, Noun::title)) continue;
      if (i + 1 < count && r_.gap(i + 1) == Gap::space && r_.word(i + 1).upper) continue;
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
  bool is(std::uint32_t item, Noun noun) const { return r_.noun(r_.items[item], noun) != nullptr; }
  bool known(std::uint32_t item) const { return r_.sense(r_.items[item], Sense::known) != nullptr; }

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
    if (r_.taken[item] || w.possessive || w.number) return false;
    if (!w.upper) return false;
    if (is(item, Noun::notname) || is(item, Noun::orghead) || is(item, Noun::facility)) return is(item, Noun::given);
    if (r_.sense(r_.items[item], Sense::country) != nullptr || r_.sense(r_.items[item], Sense::demonym) != nullptr) return is(item, Noun::given);
    if (w.caps && !w.shouted && w.span.size() > 3) return w.span.size() > 4;
    return true;
  }

  bool starts_person(std::uint32_t item) const { return name_word(item) || (particle(item) && item + 1 < r_.items.size() && r_.gap(item + 1) <= Gap::hyphen && name_word(item + 1)); }

  /// The name that begins here, without titles.
  void take_person(std::uint32_t first, bool titled) {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    std::uint32_t last = first, names = 0;
    for (std::uint32_t i = first; i < count && i < first + 7; ++i) {
      if (i > first) {
        const Gap gap = r_.gap(i);
        const std::uint32_t before = r_.words[r_.items[i].first - 1].span.size();
        if (gap != Gap::space && gap != Gap::hyphen && !(gap == Gap::dot && before == 1) && gap != Gap::apostrophe) break;
      }
      if (r_.word(i).possessive) break;
      if (is(i, Noun::title) && !is(i, Noun::given) && i > first) {
        if (!r_.word(i).upper || names > 0) break;
      }
      if (name_word(i)) {
        last = i;
        ++names;
      } else if (!particle(i)) {
        break;
      }
    }
    if (names == 0) return;
    // A lone given name is a person only behind a title; "Jordan River Foundation" is none at all.
    if (!titled && names < 2) return;
    if (last + 1 < count && r_.gap(last + 1) == Gap::space && r_.word(last + 1).upper && (is(last + 1, Noun::orghead) || is(last + 1, Noun::facility)) && !titled) return;
    Found f;
    f.type = MentionType::PER;
    f.kind = Found::person;
    f.span = r_.span(first, last);
    f.key = r_.key(r_.items[first].first, r_.items[last].last);
    for (std::uint32_t i = first; i <= last; ++i) r_.taken[i] = true;
    r_.found.push_back(std::move(f));
  }

  bool connector(std::uint32_t item) const {
    const std::string_view t = r_.text(item);
    return t == "of" || t == "for" || t == "the" || t == "and" || t == "al" || t == "de" || t == "del" || t == "la" || t == "on" || t == "to" || t == "in" || t == "y" || t == "des" || t == "du";
  }

  /// Items [first, end) of capitalised words, connectors inside.
  std::uint32_t run_end(std::uint32_t first) const {
    const auto count = static_cast<std::uint32_t>(r_.items.size());
    auto capital = [&](std::uint32_t i) { return !r_.taken[i] && r_.word(i).upper && !r_.word(i).shouted; };
    if (!capital(first) || (is(first, Noun::notname) && !r_.word(first).caps)) return first;
    std::uint32_t end = first + 1;
    for (std::uint32_t i = first + 1; i < count && i < first + kLongestRun; ++i) {
      const Gap gap = r_.gap(i);
      if (gap != Gap::space && gap != Gap::hyphen && gap != Gap::apostrophe) break;
      if (is(i, Noun::title) && !is(i, Noun::orghead)) break;
      if (capital(i)) end = i + 1;
      else if (!connector(i) && !r_.word(i).possessive) break;
      else if (i + 1 >= count || r_.gap(i + 1) == Gap::start) break;
    }
    return end;
  }

  void organisation(std::uint32_t first, std::uint32_t end) {
    std::uint32_t head = kNone;
    const Sense* sense = nullptr;
    bool start = false;
    for (std::uint32_t i = first; i < end; ++i) {
      const Sense* s = r_.noun(r_.items[i], Noun::orghead);
      if (s == nullptr) continue;
      if (i + 1 < end && connector(i + 1) && (r_.text(i + 1) == "of" || r_.text(i + 1) == "for")) {
        // "University of …", "Ministry of Culture and Tourism": the whole run is the name.
        start = true;
        head = end - 1;
        sense = s;
        break;
      }
      head = i;
      sense = s;
    }
    if (const Sense* s = r_.noun(r_.items[first], Noun::orgstart); s != nullptr && !start) {
      head = end - 1;
      sense = s;
      start = true;
    }
    if (head == kNone || (head == first && !start)) {
      facility(first, end);
      return;
    }
    // "Iraq and the Kurdistan Council": a connector before the head parts two names.
    if (!start)
      for (std::uint32_t i = head; i > first; --i)
        if (r_.text(i) == "and" || r_.text(i) == "the" || r_.text(i) == "in" || r_.text(i) == "on" || r_.text(i) == "to") {
          first = i + 1;
          break;
        }
    if (head < first || (head == first && !start)) return;
    if (r_.word(first).possessive) ++first;
    add(first, head, r_.lex.nouns()[sense->index].type);
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
  unknown.persons();
  unknown.organisations();
  unknown.acronyms();
}

}  // namespace deconflict::name
