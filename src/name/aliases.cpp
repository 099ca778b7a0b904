#include <algorithm>
#include <unordered_map>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

/// Words of a second name, and words between a name and the words that introduce a second one: more is no alias that anybody wrote.
constexpr std::uint32_t kLongestName = 6, kMostFillers = 6;


/// "Amber Front, also known as the Green Hand", "Green Hand (GH)", "the GH, or Green Hand": names that the text itself says are one.
class Aliases {
 public:
  explicit Aliases(Reading& r) : r_(r), count_(static_cast<std::uint32_t>(r.items.size())) {}

  void run() {
    sort();
    const auto found = static_cast<std::uint32_t>(r_.found.size());
    for (std::uint32_t i = 0; i < found; ++i) {
      const std::uint32_t next = item_at(r_.found[i].span.end);
      if (next >= count_ || r_.gap(next) == Gap::start || !may_have(r_.found[i])) continue;
      if (!abbreviated(i, next)) called(i, next);
    }
    repeat();
    sort();
    shorten();
    sort();
  }

 private:
  void sort() {
    std::sort(r_.found.begin(), r_.found.end(),
              [](const Found& x, const Found& y) { return x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.span.end > y.span.end; });
    sorted_ = static_cast<std::uint32_t>(r_.found.size());
  }

  /// The first item that begins at or after a byte.
  std::uint32_t item_at(std::uint32_t byte) const {
    const auto it = std::lower_bound(r_.words.begin(), r_.words.end(), byte, [](const Word& w, std::uint32_t b) { return w.span.begin < b; });
    if (it == r_.words.end()) return count_;
    const auto word = static_cast<std::uint32_t>(it - r_.words.begin());
    const std::uint32_t item = r_.item_of[word];
    return r_.items[item].first == word ? item : item + 1;
  }

  /// The longest mention that begins with an item; kNone without one.
  std::uint32_t found_at(std::uint32_t item) const {
    const std::uint32_t begin = r_.word(item).span.begin;
    const auto end = r_.found.begin() + sorted_;
    const auto it = std::lower_bound(r_.found.begin(), end, begin, [](const Found& f, std::uint32_t b) { return f.span.begin < b; });
    return it != end && it->span.begin == begin ? static_cast<std::uint32_t>(it - r_.found.begin()) : kNone;
  }

  static bool may_have(const Found& f) {
    if (f.kind == Found::office) return false;
    return f.type == MentionType::PER || f.type == MentionType::ORG || f.type == MentionType::MIL || f.type == MentionType::GOV;
  }
  static bool person(const Found& f) { return f.type == MentionType::PER; }

  bool space(std::uint32_t item) const { return item < count_ && r_.gap(item) == Gap::space; }
  bool word_is(std::uint32_t item, std::string_view word) const { return item < count_ && r_.text(item) == word; }

  /// Where the name begins that may have an article or a quotation mark before it.
  std::uint32_t name_at(std::uint32_t item) const {
    if (item + 1 < count_ && one_of(r_.text(item), {"the", "The", "a", "an"}) && (space(item + 1) || r_.gap(item + 1) == Gap::quote) &&
        found_at(item) == kNone)
      return item + 1;
    return item;
  }

  /// An organisation by a name, not by a description ("Syrian troops").
  bool named(const Found& f) const {
    if (f.kind == Found::named) return true;
    if (f.kind != Found::phrase) return false;
    const std::string_view text = (f.name.empty() ? f.span : f.name).of(r_.a.text);
    const auto last = text.find_last_of(" -");
    const auto capital = [](char c) { return c < 'a' || c > 'z'; };
    return !text.empty() && capital(text.front()) && (last == std::string_view::npos || last + 1 >= text.size() || capital(text[last + 1]));
  }

  bool capital_end(const Found& f) const { return r_.words[r_.word_at(f.span.end - 1)].upper; }

  bool acronym(const Found& f) const {
    const std::uint32_t item = item_at(f.span.begin);
    return item < count_ && r_.single(item) && r_.word(item).caps && r_.word(item).span == f.span;
  }

  /// Are these the initials of the other?
  bool abbreviates(const Found& acronym, const Found& full) const {
    std::string initials;
    bool start = true;
    for (char c : full.span.of(r_.a.text)) {
      const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (letter && start && c < 'a') initials += static_cast<char>(c | 0x20);
      start = !letter;
    }
    const std::string key = r_.key(r_.word_at(acronym.span.begin), r_.word_at(acronym.span.end - 1) + 1);
    if (key.size() < 2 || initials.size() < 2) return false;
    std::size_t i = 0;
    for (char c : initials)
      if (i < key.size() && key[i] == c) ++i;
    return i == key.size() || key.starts_with(initials);
  }


  /// Does the name end here, in brackets or between commas, and not go on to say something else?
  bool closes(const Found& f) const {
    const std::uint32_t next = item_at(f.span.end);
    return next >= count_ || r_.gap(next) != Gap::space;
  }

  /// "Green Hand (GH)", "GH (Green Hand)", "GH, or Green Hand".
  bool abbreviated(std::uint32_t i, std::uint32_t next) {
    std::uint32_t at = next;
    const bool bracket = r_.gap(next) == Gap::paren;
    const bool comma = r_.gap(next) == Gap::comma;
    if (!bracket && !comma) return false;
    if (word_is(at, "or") && space(at + 1)) ++at;
    else if (comma) return false;
    at = name_at(at);
    if (at >= count_) return false;
    const std::uint32_t j = found_at(at);
    if (j != kNone && bracket && person(r_.found[i]) && r_.found[j].kind == Found::person) return by_child(i, j);
    if (j == kNone || person(r_.found[i]) || person(r_.found[j]) || !may_have(r_.found[j]) || !closes(r_.found[j])) return false;
    Found& left = r_.found[i];
    Found& right = r_.found[j];
    if (!named(left) || !named(right) || acronym(left) == acronym(right)) return false;
    const bool fits = acronym(right) ? abbreviates(right, left) : abbreviates(left, right);
    Found& full = acronym(right) ? left : right;
    Found& brief = acronym(right) ? right : left;
    // "(HMS)" need not be English initials, if it is no name that we know and stands right behind one that we don't.
    if (!fits && !(bracket && brief.kind == Found::phrase && acronym(right))) return false;
    if (fits && brief.kind == Found::named && full.kind == Found::phrase && !alike(brief, full)) {
      rename(r_.key(r_.word_at(brief.span.begin), r_.word_at(brief.span.end - 1) + 1), full);
    }
    r_.same.emplace_back(r_.found[i].span, r_.found[j].span);
    return true;
  }

  /// "Karim Odeh (Abu Hadid)": a name after a son or daughter, in brackets of its own.
  bool by_child(std::uint32_t i, std::uint32_t j) {
    const Span span = r_.found[j].span;
    const std::string& key = r_.found[j].key;
    const bool child = key.starts_with("abu ") || key.starts_with("umm ") || key.starts_with("um ");
    if (!child || r_.found[i].key.find(' ') == std::string::npos || span.end >= r_.a.text.size() || r_.a.text[span.end] != ')') return false;
    r_.same.emplace_back(r_.found[i].span, span);
    return true;
  }

  /// May the words be another spelling of a name that an acronym is known for?
  bool alike(const Found& brief, const Found& full) const {
    const std::string words = " " + full.key;
    const Item& item = r_.items[brief.item];
    for (auto s = item.senses_begin; s < item.senses_end; ++s) {
      if (r_.senses[s]->kind != Sense::known) continue;
      const auto& known = r_.lex.known()[r_.senses[s]->index];
      std::vector<Word> parts;
      scan(known.name, {0, static_cast<std::uint32_t>(known.name.size())}, parts);
      std::string key;
      std::size_t met = 0, all = 0;
      for (const Word& w : parts) {
        word_key(w.span.of(known.name), key);
        if (key.size() < 4) continue;
        ++all;
        if (words.find(" " + key.substr(0, 4)) != std::string::npos) ++met;
      }
      if (all > 0 && met * 3 >= all * 2) return true;
    }
    return false;
  }

  /// The text gives an acronym a meaning of its own: everywhere in it, it means that.
  void rename(const std::string& acronym, const Found& full) {
    const Found meant = full;
    for (Found& f : r_.found) {
      if (f.kind != Found::named || r_.key(r_.items[f.item].first, r_.items[f.item].last) != acronym) continue;
      f.kind = Found::phrase;
      f.type = meant.type;
      f.key = meant.key;
      f.item = kNone;
    }
  }

  /// "…, also known as X", "…, formerly X", "…, which calls itself X".
  void called(std::uint32_t i, std::uint32_t next) {
    const Gap gap = r_.gap(next);
    const bool apart = gap == Gap::comma || gap == Gap::paren || gap == Gap::dash;
    if (!apart && gap != Gap::space) return;
    bool also = false, former = false, is = false;
    std::uint32_t at = next;
    for (; at < count_ && at < next + kMostFillers && (at == next || space(at)); ++at) {
      const std::string_view t = r_.text(at);
      if (one_of(t, {"also", "now", "better", "more", "commonly", "widely", "popularly", "sometimes", "otherwise", "once", "locally", "officially",
                     "then"}))
        also = true;
      else if (one_of(t, {"formerly", "previously"})) former = true;
      else if (one_of(t, {"is", "was", "are", "were", "been", "has", "have"})) is = true;
      else if (!one_of(t, {"which", "who", "that", "whose", "and"})) break;
    }
    if (at >= count_) return;
    std::uint32_t name = kNone;
    if (at > next && !space(at) && !(former && r_.gap(at) == Gap::quote)) return;
    if (word_is(at, "known")) {
      for (std::uint32_t k = at + 1; k < count_ && k < at + 6 && space(k) && name == kNone; ++k)
        if (word_is(k, "as") || (k > at + 1 && (word_is(k, "acronym") || word_is(k, "initials") || word_is(k, "guerre")))) name = k + 1;
    } else if (one_of(r_.text(at), {"calls", "call", "calling", "called", "styling", "styles"}) && space(at + 1) &&
               one_of(r_.text(at + 1), {"itself", "themselves", "himself", "herself"})) {
      name = at + 2;
    } else if ((word_is(at, "called") && (apart || is) && (also || former)) || word_is(at, "aka") || word_is(at, "alias")) {
      name = at + 1;
    } else if ((word_is(at, "referred") && word_is(at + 1, "to") && word_is(at + 2, "as")) || (word_is(at, "a") && word_is(at + 1, "k") && word_is(at + 2, "a"))) {
      name = at + 3;
    } else if (former && apart && !is) {
      name = at;
    }
    if (name >= count_ || (r_.gap(name) != Gap::space && r_.gap(name) != Gap::quote && r_.gap(name) != Gap::dot)) return;
    name = name_at(name);
    std::uint32_t j = found_at(name);
    if (j == kNone) j = new_name(r_.found[i], name);
    if (j == kNone) return;
    const Found& left = r_.found[i];
    const Found& right = r_.found[j];
    // "Syrian troops known as the Lions": some of them, not all.
    const bool some = (left.kind == Found::known || left.kind == Found::generic || (left.kind == Found::named && !capital_end(left))) &&
                      left.span.of(r_.a.text).ends_with("s");
    const bool stands = !some && (right.kind == Found::person || named(right));
    if (person(left) != person(right) || !may_have(right) || !stands || goes_on(right)) return;
    r_.same.emplace_back(left.span, right.span);
  }

  /// "formerly the Green Hand's deputy", "known as the Green Hand offensive": the name is only part of what is said.
  bool goes_on(const Found& f) const {
    const std::uint32_t next = item_at(f.span.end);
    if (next >= count_) return false;
    if (r_.word(next).possessive) return true;
    if (r_.gap(next) == Gap::hyphen) return true;
    const Token* t = r_.token(r_.items[next].first);
    return r_.gap(next) == Gap::space && t != nullptr && (t->upos == Upos::NOUN || t->upos == Upos::PROPN);
  }

  /// Capitalised words that nothing else read, as another name of `of`.
  std::uint32_t new_name(const Found& of, std::uint32_t first) {
    if (r_.word(first).shouted) return kNone;
    std::uint32_t last = kNone;
    for (std::uint32_t i = first; i < count_ && i < first + kLongestName; ++i) {
      if (i > first && r_.gap(i) != Gap::space && r_.gap(i) != Gap::hyphen && r_.gap(i) != Gap::apostrophe) break;
      if (r_.taken[i]) break;
      if (r_.word(i).upper && (i > first || !r_.noun(r_.items[i], Noun::notname))) last = i;
      else if (i == first || !(r_.word(i).possessive || one_of(r_.text(i), {"of", "al", "el", "for", "the", "and"}))) break;
    }
    if (last == kNone) return kNone;
    if (r_.sense(r_.items[first], Sense::country) != nullptr && first == last) return kNone;
    Found f;
    f.type = of.type;
    f.kind = person(of) ? Found::person : Found::phrase;
    f.span = r_.span(first, last);
    f.key = r_.key(r_.items[first].first, r_.items[last].last);
    if (goes_on(f)) return kNone;
    for (std::uint32_t i = first; i <= last; ++i) r_.taken[i] = true;
    fresh_.push_back({first, last});
    r_.found.push_back(std::move(f));
    return static_cast<std::uint32_t>(r_.found.size()) - 1;
  }

  /// The new names wherever else they stand.
  void repeat() {
    std::unordered_map<std::string, std::vector<std::size_t>> by_first;
    const std::size_t base = r_.found.size() - fresh_.size();
    for (std::size_t n = 0; n < fresh_.size(); ++n) by_first[r_.key(r_.items[fresh_[n].first].first, r_.items[fresh_[n].first].last)].push_back(n);
    if (by_first.empty()) return;
    for (std::uint32_t i = 0; i < count_; ++i) {
      if (r_.taken[i] || !r_.word(i).upper) continue;
      const auto at = by_first.find(r_.key(r_.items[i].first, r_.items[i].last));
      if (at == by_first.end()) continue;
      for (std::size_t n : at->second) {
        const std::uint32_t last = i + (fresh_[n].last - fresh_[n].first);
        if (last >= count_ || r_.words[r_.items[i].first].sentence != r_.words[r_.items[last].first].sentence) continue;
        Found f = r_.found[base + n];
        if (r_.key(r_.items[i].first, r_.items[last].last) != f.key) continue;
        f.span = r_.span(i, last);
        for (std::uint32_t k = i; k <= last; ++k) r_.taken[k] = true;
        r_.found.push_back(std::move(f));
        break;
      }
    }
  }

  /// The word that a longer name ends in, or that "of" and "for" follow: kNone where it is no word for a body.
  std::uint32_t head_of(const Found& f) const {
    const Span span = f.name.empty() ? f.span : f.name;
    const std::uint32_t first = r_.word_at(span.begin), last = r_.word_at(span.end - 1);
    if (first == last) return kNone;
    const auto is_head = [&](std::uint32_t w) {
      if (!r_.words[w].upper || r_.words[w].id == 0) return false;
      const auto& senses = r_.lex.senses(r_.lex.first(r_.words[w].id));
      return std::any_of(senses.begin(), senses.end(),
                         [&](const Sense& s) { return s.kind == Sense::noun && r_.lex.nouns()[s.index].noun == Noun::orghead; });
    };
    for (std::uint32_t w = first; w < last; ++w)
      if (is_head(w) && one_of(r_.words[w + 1].span.of(r_.a.text), {"of", "for"})) return w;
    return is_head(last) ? last : kNone;
  }

  bool same_body(const Found& x, const Found& y) const {
    if (x.kind != y.kind) return false;
    if (x.kind == Found::phrase) return x.key == y.key;
    const Sense* s = r_.sense(r_.items[x.item], Sense::known);
    const Sense* t = r_.sense(r_.items[y.item], Sense::known);
    return s != nullptr && t != nullptr && s->index == t->index;
  }

  /// "The Front", "the Observatory": the one body of the text whose name has that word.
  void shorten() {
    std::unordered_map<std::uint32_t, std::uint32_t> bearer;  // word → the found that bears it, or kNone for several
    for (std::uint32_t i = 0; i < r_.found.size(); ++i) {
      const Found& f = r_.found[i];
      if (!may_have(f) || person(f) || !named(f)) continue;
      const std::uint32_t head = head_of(f);
      if (head == kNone) continue;
      const auto [slot, fresh] = bearer.try_emplace(r_.words[head].id, i);
      if (!fresh && slot->second != kNone && !same_body(r_.found[slot->second], f)) slot->second = kNone;
    }
    if (bearer.empty()) return;
    for (std::uint32_t i = 1; i < count_; ++i) {
      if (r_.taken[i] || !r_.single(i) || !r_.word(i).upper || r_.word(i).caps || r_.word(i).shouted || !space(i) ||
          !one_of(r_.text(i - 1), {"the", "The"}))
        continue;
      const auto at = bearer.find(r_.word(i).id);
      if (at == bearer.end() || at->second == kNone || r_.found[at->second].span.begin > r_.word(i).span.begin) continue;
      if (space(i + 1) && (r_.word(i + 1).upper || one_of(r_.text(i + 1), {"of", "for"}))) continue;
      Found f = r_.found[at->second];
      f.span = r_.span(i, i);
      f.name = {};
      f.whole = false;
      r_.taken[i] = true;
      r_.found.push_back(std::move(f));
    }
  }

  struct Run {
    std::uint32_t first, last;
  };
  Reading& r_;
  std::uint32_t count_, sorted_ = 0;
  std::vector<Run> fresh_;
};

}  // namespace

void find_aliases(Reading& r) { Aliases(r).run(); }

}  // namespace deconflict::name
