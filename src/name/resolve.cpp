#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/words.h"
#include "name/find.h"
#include "name/persons.h"

namespace deconflict::name {

namespace {

/// Words that make "the …" an institution of a state, which a document may leave to be understood.
constexpr std::string_view kInstitutions[] = {"army", "military", "armed", "government", "regime", "authorities", "police", "parliament", "ministry", "navy", "cabinet", "junta"};

/// "Rebel army", "occupation forces": not those of the state that a document leaves to be understood.
constexpr std::string_view kOthers[] = {"rebel", "opposition", "insurgent", "militant", "separatist", "enemy", "hostile", "foreign", "coalition", "allied", "international", "occupation", "occupying", "invading", "peacekeeping"};

/// "Regime forces", "government troops": those of whose regime or government the document speaks.
constexpr std::string_view kRulers[] = {"regime", "government"};

/// The first of these words that stands in a phrase; empty where none does.
template <std::size_t N>
std::string_view first_in(const std::string& phrase, const std::string_view (&words)[N]) {
  const std::string whole = " " + phrase + " ";
  for (std::string_view w : words)
    if (whole.find(" " + std::string(w) + " ") != std::string::npos) return w;
  return {};
}

/// Surfaces of one entity, and bearers of one surname, that are told apart: more than any real report has.
constexpr std::size_t kMostNames = 64;

std::string one_line(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

class Resolver {
 public:
  Resolver(Reading& r, Annotation& a) : r_(r), a_(a), evidence_(r.lex.countries().size(), 0), state_evidence_(r.lex.countries().size(), 0) {}

  std::vector<std::uint32_t> run() {
    weigh();
    for (auto& [known, places] : named_) std::sort(places.begin(), places.end());
    add_surnames();
    std::sort(r_.found.begin(), r_.found.end(), [](const Found& x, const Found& y) {
      return x.span.begin != y.span.begin ? x.span.begin < y.span.begin : x.span.end > y.span.end;
    });
    collect_persons();
    collect_holders();
    std::vector<std::uint32_t> found_of;
    std::uint32_t whole_end = 0;
    for (std::size_t i = 0; i < r_.found.size(); ++i) {
      if ((i > 0 && r_.found[i].span == r_.found[i - 1].span) || r_.found[i].span.end <= whole_end) continue;
      if (r_.found[i].whole) whole_end = r_.found[i].span.end;
      Mention m;
      m.span = r_.found[i].span;
      m.type = r_.found[i].type;
      m.entity = entity_of(i);
      if (m.entity && m.type != MentionType::WEAPON && r_.found[i].kind != Found::phrase) m.type = a_.entities[*m.entity].type;
      a_.mentions.push_back(m);
      found_of.push_back(static_cast<std::uint32_t>(i));
    }
    return found_of;
  }

 private:
  using Candidates = std::vector<const Sense*>;

  /// The names that leave no doubt, and how often each country is spoken of.
  void weigh() {
    for (const Item& item : r_.items) {
      if (const Sense* s = r_.sense(item, Sense::country)) ++evidence_[s->index];
      else if (const Sense* d = r_.sense(item, Sense::demonym)) ++evidence_[d->index];
      else if (const Sense* c = r_.sense(item, Sense::capital)) ++evidence_[c->index];
    }
    for (const Found& f : r_.found) {
      if (f.kind == Found::known && f.index != kNone) {
        if (f.country != kNone && !f.passing) ++state_evidence_[f.country];
      } else if (f.kind == Found::named) {
        const std::uint32_t sure = certain(f.item);
        if (sure == kNone) continue;
        named_[sure].push_back(f.span.begin);
        for (std::uint32_t c : r_.lex.countries_of(sure)) ++evidence_[c];
        const auto& k = r_.lex.known()[sure];
        if (!r_.lex.countries_of(sure).empty() && (k.sector == "MIL" || k.sector == "GOV") && k.type != MentionType::PER) ++state_evidence_[r_.lex.countries_of(sure).front()];
      }
    }
  }

  /// The entry that the words mean whatever the document; kNone where they are loose or shared.
  std::uint32_t certain(std::uint32_t item) const {
    std::uint32_t only = kNone;
    const Item& it = r_.items[item];
    for (auto i = it.senses_begin; i < it.senses_end; ++i) {
      const Sense& s = *r_.senses[i];
      if (s.kind != Sense::known || s.loose || s.shared) continue;
      if (only != kNone && only != s.index) return kNone;
      only = s.index;
    }
    return only;
  }

  std::uint32_t evidence_for(const std::vector<std::uint32_t>& countries) const {
    std::uint32_t sum = 0;
    for (std::uint32_t c : countries) sum += evidence_[c];
    return sum;
  }

  /// Those whose name was in use when the document came out; all of them where none was, or the day is not known.
  Candidates of_that_time(const Candidates& all) const {
    Candidates then;
    for (const Sense* s : all)
      if (!r_.lex.period(*s).not_yet(a_.published)) then.push_back(s);
    return then.empty() ? all : then;
  }

  /// Of several bearers of a name the one that the document speaks of; kNone where it does not tell.
  std::uint32_t choose(const Candidates& all, bool loose, std::uint32_t at, std::uint32_t least = 2) const {
    const Candidates candidates = of_that_time(all);
    std::uint32_t best = kNone, best_at = 0, ahead = kNone, ahead_at = kNone;
    for (const Sense* s : candidates) {
      const auto places = named_.find(s->index);
      if (places == named_.end()) continue;
      // The last one named before, or else the first one behind.
      const auto next = std::upper_bound(places->second.begin(), places->second.end(), at);
      if (next != places->second.begin() && (best == kNone || *(next - 1) > best_at)) best = s->index, best_at = *(next - 1);
      if (next != places->second.end() && *next < ahead_at) ahead = s->index, ahead_at = *next;
    }
    if (best == kNone) best = ahead;
    if (best != kNone) return best;
    std::uint32_t most = 0;
    bool in_use = false;  // where the countries leave two, the name that was not given up yet
    for (const Sense* s : candidates) {
      const std::uint32_t n = evidence_for(loose ? r_.lex.when(s->index) : r_.lex.countries_of(s->index));
      const bool used = !r_.lex.period(*s).over(a_.published);
      if (n < most || (n == most && used < in_use)) continue;
      best = n > most || used > in_use ? s->index : kNone;
      most = n;
      in_use = used;
    }
    return most < (loose ? least : 1u) ? kNone : best;
  }

  std::uint32_t named(const Found& f) const {
    if (const std::uint32_t sure = certain(f.item); sure != kNone) return sure;
    Candidates shared, loose;
    const Item& it = r_.items[f.item];
    for (auto i = it.senses_begin; i < it.senses_end; ++i) {
      const Sense& s = *r_.senses[i];
      if (s.kind == Sense::known) (s.loose ? loose : shared).push_back(&s);
    }
    if (!shared.empty()) return choose(shared, false, f.span.begin);
    // "The Observatory", of which the knowledge has one: a single word of its country tells.
    const bool only = loose.size() == 1 && r_.words[r_.items[f.item].last - 1].upper && !r_.word(f.item).shouted;
    return choose(loose, true, f.span.begin, only ? 1 : 2);
  }

  /// The country whose institutions "the army" means, if the document leaves no doubt.
  std::uint32_t understood_country() const {
    std::uint32_t only = kNone, top = kNone, total = 0;
    bool several = false;
    for (std::uint32_t c = 0; c < evidence_.size(); ++c) {
      total += evidence_[c];
      if (top == kNone || evidence_[c] > evidence_[top]) top = c;
      if (state_evidence_[c] == 0) continue;
      several |= only != kNone;
      only = c;
    }
    if (only != kNone && !several && (evidence_[only] * 2 >= total)) return only;
    if (top != kNone && evidence_[top] >= 3 && evidence_[top] * 10 >= total * 7 && state_evidence_[top] > 0) return top;
    return kNone;
  }

  /// "the army", "the coalition", "the foreign ministry".
  std::uint32_t generic(const Found& f) {
    const NounEntry& n = r_.lex.nouns()[f.noun];
    if (n.noun == Noun::coalition) {
      Candidates loose;
      for (const Sense& s : r_.lex.senses(r_.lex.first(r_.lex.word_id("coalition"))))
        if (s.kind == Sense::known && s.loose) loose.push_back(&s);
      return choose(loose, true, f.span.begin);
    }
    const std::string modifiers = f.key.substr(0, f.key.find(' ') == std::string::npos ? 0 : f.key.rfind(' '));
    if (first_in(f.key, kInstitutions).empty() || !first_in(modifiers, kOthers).empty()) return kNone;
    if (!country_known_) {
      country_ = understood_country();
      country_known_ = true;
    }
    if (const auto ruler = first_in(modifiers, kRulers); !ruler.empty()) return country_ != kNone && names_ruler(ruler) ? r_.lex.composed(f.noun, country_) : kNone;
    if (country_ != kNone) return r_.lex.composed(f.noun, country_);
    const std::uint32_t home = country_of_media(f);
    return home == kNone ? named_just_before(f) : r_.lex.composed(f.noun, home);
  }

  /// "A source told the state news agency that the army …": in a sentence that speaks of no other country, the army of those who carry it.
  std::uint32_t country_of_media(const Found& f) const {
    const auto behind = std::upper_bound(a_.sentences.begin(), a_.sentences.end(), f.span.begin, [](std::uint32_t at, const Sentence& s) { return at < s.span.begin; });
    if (behind == a_.sentences.begin() || !(behind - 1)->span.contains(f.span)) return kNone;
    const Span sentence = (behind - 1)->span;
    std::uint32_t home = kNone;
    bool several = false;
    const auto note = [&](std::uint32_t country) {
      several = several || (home != kNone && home != country);
      home = country;
    };
    bool carried = false;
    auto at = std::lower_bound(r_.found.begin(), r_.found.end(), sentence.begin, [](const Found& x, std::uint32_t begin) { return x.span.begin < begin; });
    for (; at != r_.found.end() && at->span.begin < sentence.end; ++at) {
      const Found& other = *at;
      if (!sentence.contains(other.span)) continue;
      const std::uint32_t known = other.kind == Found::known ? other.index : other.kind == Found::named ? certain(other.item) : kNone;
      if (other.country != kNone) note(other.country);
      if (known == kNone || r_.lex.countries_of(known).empty()) continue;
      const auto& entry = r_.lex.known()[known];
      const bool media = entry.voice == "state_media";
      if (media || entry.sector == "GOV" || entry.sector == "MIL") note(r_.lex.countries_of(known).front());
      carried = carried || media;
    }
    return carried && !several ? home : kNone;
  }

  /// Is the understood country's "regime" or "government" named somewhere?
  bool names_ruler(std::string_view ruler) const {
    return std::any_of(r_.found.begin(), r_.found.end(), [&](const Found& f) {
      return f.kind == Found::known && f.country == country_ && a_.surface(f.span).find(ruler) != std::string_view::npos;
    });
  }

  /// "Ruritania's junta … The junta": in a text of several countries the institution named last by that word, if only just.
  std::uint32_t named_just_before(const Found& f) const {
    constexpr std::uint32_t kJust = 500;  // bytes: two sentences or three
    const std::string_view word = std::string_view(f.key).substr(f.key.find_last_of(' ') + 1);
    for (std::size_t i = static_cast<std::size_t>(&f - r_.found.data()); i-- > 0 && r_.found[i].span.begin + kJust >= f.span.begin;) {
      const Found& before = r_.found[i];
      if (before.kind != Found::known || before.index == kNone) continue;
      const std::string_view told = a_.surface(before.span);
      if (told.size() > word.size() && told.ends_with(word) && told[told.size() - word.size() - 1] == ' ') return before.index;
    }
    return kNone;
  }

  std::string_view name_text(const Found& f) const { return (f.name.empty() ? f.span : f.name).of(a_.text); }

  /// Surnames standing alone of persons whom the document names in full.
  void add_surnames() {
    auto note = [&](const std::string& key, const Found& f) {
      if (bare(key, name_text(f)).find(' ') == std::string_view::npos) return;
      surnames_.try_emplace(std::string(surname(key)), key);
      for (const auto inner : inner_names(key)) surnames_.try_emplace(std::string(inner), key);
    };
    for (const Found& f : r_.found) {
      if (f.kind == Found::person) note(f.key, f);
      if (f.kind == Found::named && f.type == MentionType::PER) note(r_.key(r_.items[f.item].first, r_.items[f.item].last), f);
    }
    if (surnames_.empty()) return;
    for (std::uint32_t i = 0; i < r_.items.size(); ++i) {
      if (r_.taken[i] || !r_.single(i) || !r_.word(i).upper || r_.word(i).span.size() < 3 || r_.noun(r_.items[i], Noun::notname)) continue;
      const std::string key = r_.key(r_.items[i].first, r_.items[i].last);
      const auto whose = surnames_.find(key);
      if (whose == surnames_.end() || (surname(whose->second) != key && r_.noun(r_.items[i], Noun::given))) continue;
      if (i + 1 < r_.items.size() && r_.gap(i + 1) == Gap::space && r_.word(i + 1).upper) continue;
      std::uint32_t first = i;
      while (first > 0 && !r_.taken[first - 1] && (r_.gap(first) == Gap::hyphen || (r_.gap(first) == Gap::space && !r_.noun(r_.items[first - 1], Noun::notname))) &&
             is_particle(r_.key(r_.items[first - 1].first, r_.items[first - 1].last)))
        --first;
      // "Lake Karim", "Marlow Street": part of another name.
      if (first > 0 && r_.gap(first) == Gap::space && r_.word(first - 1).upper && !r_.taken[first - 1] && r_.gap(first - 1) != Gap::start && !r_.noun(r_.items[first - 1], Noun::notname)) continue;
      Found f;
      f.type = MentionType::PER;
      f.kind = Found::person;
      f.span = r_.span(first, i);
      f.key = key;
      r_.found.push_back(std::move(f));
    }
  }

  /// Persons by their names in full.
  void collect_persons() {
    for (const Found& f : r_.found) {
      if (f.kind == Found::person) {
        if (bare(f.key, name_text(f)).find(' ') != std::string_view::npos) persons_.add(f.key, {});
      } else if (f.kind == Found::named && f.type == MentionType::PER) {
        const std::uint32_t k = named(f);
        const std::string key = r_.key(r_.items[f.item].first, r_.items[f.item].last);
        if (k != kNone && key.find(' ') != std::string::npos) persons_.add(key, r_.lex.known()[k].id);
      }
    }
    persons_.settle();
  }

  std::string person_key(const Found& f) const { return persons_.key_of(f.key, name_text(f)); }

  /// The one person to whom the document gives that title; empty if there is none or more than one.
  std::string holder_of(const std::string& title) const {
    const auto found = holders_.find(title);
    return found == holders_.end() ? std::string() : found->second;
  }

  void collect_holders() {
    for (const Found& f : r_.found) {
      if (f.title.empty()) continue;
      const std::uint32_t known = f.kind == Found::named ? named(f) : kNone;
      const std::string one = known != kNone ? r_.lex.known()[known].id : f.kind == Found::person ? person_key(f) : std::string();
      const auto [slot, fresh] = holders_.try_emplace(f.title, one);
      if (!fresh && slot->second != one) slot->second.clear();
    }
  }

  Index entity_of(std::size_t at) {
    const Found& f = r_.found[at];
    std::uint32_t known = kNone;
    switch (f.kind) {
      case Found::none: return std::nullopt;
      case Found::known: known = f.index; break;
      case Found::named: known = named(f); break;
      case Found::generic: known = generic(f); break;
      case Found::phrase: case Found::person: case Found::office: break;
    }
    if (known != kNone) return known_entity(known, f);
    if (f.kind == Found::office) {
      const std::string holder = holder_of(f.key);
      if (holder.starts_with("actor/")) return known_entity(r_.lex.by_id(holder), f);
      if (const auto held = keys_.find(holder); held != keys_.end()) return surface(held->second, f);
    }
    std::string key = f.kind == Found::person ? person_key(f) : "p:" + (f.kind == Found::named ? r_.key(r_.items[f.item].first, r_.items[f.item].last) : f.key);
    if (key.empty()) return std::nullopt;
    if (f.kind == Found::person && !key.starts_with("n:")) return known_entity(r_.lex.by_id(key), f);
    const auto [slot, fresh] = keys_.try_emplace(key, static_cast<std::uint32_t>(a_.entities.size()));
    if (fresh) {
      Entity e;
      e.id = "doc:" + std::to_string(++documents_);
      e.name = one_line((f.name.empty() ? f.span : f.name).of(a_.text));
      if (f.kind == Found::phrase && begins_with_common(f)) e.name.front() = static_cast<char>(e.name.front() | 0x20);
      e.type = f.type;
      if (f.country != kNone) e.country = r_.lex.countries()[f.country].code;
      if (f.noun != kNone) e.sector = r_.lex.nouns()[f.noun].sector;
      std::uint32_t parent = f.parent;
      if (parent == kNone && f.kind == Found::phrase && f.item != kNone && !f.name.empty()) parent = named(f);
      if (parent != kNone) {
        e.parent = r_.lex.known()[parent].id;
        e.country = r_.lex.known()[parent].country;
        e.sector = r_.lex.known()[parent].sector;
      }
      a_.entities.push_back(std::move(e));
    }
    return surface(slot->second, f);
  }

  /// Is its first word a common one that has its capital from standing first in the sentence?
  bool begins_with_common(const Found& f) const {
    const std::uint32_t at = r_.word_at(f.span.begin);
    const Word& first = r_.words[at];
    const Token* token = r_.token(at);
    if (first.span.begin != f.span.begin || first.gap != Gap::start || !first.upper || first.caps || token == nullptr || f.noun == kNone) return false;
    const Item& item = r_.items[r_.item_of[at]];
    const bool names = r_.named(item) || r_.sense(item, Sense::country) || r_.sense(item, Sense::demonym) || r_.noun(item, Noun::ethnic);
    return !names && one_of(token->upos, {Upos::NOUN, Upos::ADJ, Upos::NUM, Upos::DET, Upos::VERB});
  }

  Index known_entity(std::uint32_t known, const Found& f) {
    const auto [slot, fresh] = known_.try_emplace(known, static_cast<std::uint32_t>(a_.entities.size()));
    if (fresh) {
      const auto& k = r_.lex.known()[known];
      Entity e;
      e.id = k.id;
      e.name = k.name;
      e.type = k.type;
      e.country = k.country;
      e.sector = k.sector;
      e.voice = k.voice;
      e.parent = k.parent;
      a_.entities.push_back(std::move(e));
      a_.entities.back().aliases = k.aliases;
    }
    return surface(slot->second, f);
  }

  Index surface(std::uint32_t entity, const Found& f) {
    Entity& e = a_.entities[entity];
    std::string words = one_line((f.name.empty() ? f.span : f.name).of(a_.text));
    // The name in full is the name of a person met by surname first.
    if (f.kind == Found::person && e.name.find(' ') == std::string::npos && words.find(' ') != std::string::npos) std::swap(words, e.name);
    if (lower_ascii(words) != lower_ascii(e.name) && e.aliases.size() < kMostNames && std::find(e.aliases.begin(), e.aliases.end(), words) == e.aliases.end()) e.aliases.push_back(words);
    return entity;
  }

  Reading& r_;
  Annotation& a_;
  std::vector<std::uint32_t> evidence_, state_evidence_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> named_;  ///< entries named beyond doubt, with where
  std::unordered_map<std::string, std::string> holders_;                 ///< title → the one person who bears it, or empty
  std::unordered_map<std::string, std::string> surnames_;
  Persons persons_;
  std::unordered_map<std::string, std::uint32_t> keys_;
  std::unordered_map<std::uint32_t, std::uint32_t> known_;
  std::uint32_t country_ = kNone;
  bool country_known_ = false;
  int documents_ = 0;
};

}  // namespace

std::vector<std::uint32_t> resolve(Reading& r, Annotation& a) { return Resolver(r, a).run(); }

}  // namespace deconflict::name
