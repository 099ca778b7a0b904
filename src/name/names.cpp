#include <algorithm>

#include "base/words.h"
#include "name/find.h"

namespace deconflict::name {

namespace {

bool is(const Reading& r, std::uint32_t item, Noun noun) { return r.noun(r.items[item], noun) != nullptr; }

bool country(const Reading& r, std::uint32_t item) { return item < r.items.size() && r.sense(r.items[item], Sense::country) != nullptr; }

/// "The UK is committed …", "France reaffirms …": the name opens its sentence and the verb follows it. Of what is done to a
/// land ("Syria was bombed") it is no doer.
bool opens(const Reading& r, std::uint32_t item) {
  const std::uint32_t next = item + 1;
  if (next >= r.items.size() || r.gap(next) != Gap::space) return false;
  std::uint32_t first = item;
  if (first > 0 && r.gap(first) == Gap::space && (r.text(first - 1) == "The" || r.text(first - 1) == "the")) --first;
  if (r.gap(first) != Gap::start) return false;
  const Token* verb = r.token(r.items[next].first);
  if (verb == nullptr || (verb->upos != Upos::VERB && verb->upos != Upos::AUX)) return false;
  const std::string_view t = r.text(next);
  return t != "was" && t != "were" && t != "is" && !t.ends_with("ing") && (verb->upos == Upos::AUX || t.ends_with("s"));
}

/// "U.S. support", "the UK's commitment": what a state does.
bool does(const Reading& r, std::uint32_t item) {
  std::uint32_t next = item + 1;
  if (next < r.items.size() && r.word(next).possessive) ++next;
  else if (next < r.items.size() && r.gap(next) != Gap::space) return false;
  return next < r.items.size() && r.gap(next) == Gap::space && is(r, next, Noun::deed);
}

/// "Ruritanian airstrikes", "Ruritanian overnight raids": an act of the state whose people's name it has.
bool acts_by_force(const Reading& r, std::uint32_t demonym) {
  constexpr std::uint32_t kReach = 3;
  for (std::uint32_t i = demonym + 1; i < r.items.size() && i <= demonym + kReach && r.gap(i) == Gap::space && !r.taken[i]; ++i) {
    if (is(r, i, Noun::force_deed)) return true;
    const Token* t = r.token(r.items[i].first);
    if (t == nullptr || r.word(i).upper || (t->upos != Upos::ADJ && t->upos != Upos::NOUN) || (t->deprel != Deprel::amod && t->deprel != Deprel::compound)) return false;
  }
  return false;
}

/// "Accused the capital of …": of those whom one speaks to or of so, a town's name is its government's.
bool addressed(const Reading& r, std::uint32_t item) {
  if (item == 0 || r.gap(item) != Gap::space) return false;
  const std::string_view verb = r.text(item - 1);
  for (std::string_view word : {"accused", "accuses", "accusing", "blamed", "blames", "blaming", "urged", "urges", "urging", "warned", "warns", "warning", "threatened", "threatens", "threatening", "thanked", "condemned", "condemns", "criticised", "criticized", "denounced", "asked", "asks", "assured", "told"})
    if (verb == word) return true;
  // "Ties with Ruriville", but "the road that links the port with Ruriville".
  if ((verb != "with" && verb != "between") || item < 2 || r.gap(item - 1) != Gap::space) return false;
  for (std::string_view word : {"talks", "ties", "relations", "negotiations", "agreement", "deal", "accord", "pact", "border", "dialogue", "cooperation", "alliance", "war", "truce", "ceasefire", "dispute", "protest", "contacts", "treaty", "partnership"})
    if (lower_ascii(r.text(item - 2)) == word) return true;
  return false;
}

bool governs(const Reading& r, std::uint32_t verb);

/// "Has always denied", "has repeatedly recalled".
bool governs_behind(const Reading& r, std::uint32_t verb) {
  constexpr std::uint32_t kAdverbs = 2;
  for (std::uint32_t i = verb; i < r.items.size() && i <= verb + kAdverbs && r.gap(i) == Gap::space; ++i) {
    if (is(r, i, Noun::says) || governs(r, i)) return true;
    const Token* t = r.token(r.items[i].first);
    if (t == nullptr || t->upos != Upos::ADV) return false;
  }
  return false;
}

/// "Maraville recalled its envoy": what towns do not do.
bool governs(const Reading& r, std::uint32_t verb) {
  const std::string_view t = r.text(verb);
  if (one_of(t, {"has", "have"})) return governs_behind(r, verb + 1);
  return is(r, verb, Noun::governs);
}

/// "With Turkey, France and the UK": the next of a list whose last one acts.
bool listed(const Reading& r, std::uint32_t item, std::uint32_t last_acting) {
  std::uint32_t before = item;
  for (std::string_view word : {"the", "and"})
    if (before > 0 && r.gap(before) == Gap::space && r.text(before - 1) == word) --before;
  return before > 0 && before - 1 == last_acting && (r.gap(before) == Gap::comma || (before < item && r.gap(before) == Gap::space));
}

/// Does a country's name stand for those who act in its name here, not for the land?
bool acts(const Reading& r, std::uint32_t item, bool capital) {
  const std::uint32_t next = item + 1;
  const bool follows = next < r.items.size() && r.gap(next) == Gap::space;
  if (follows && is(r, next, Noun::says)) return true;
  if (capital) return addressed(r, item) || (follows && governs(r, next));
  if (follows && is(r, next, Noun::acts)) return true;
  if (opens(r, item) || does(r, item)) return true;
  // "UK-France cooperation"
  if ((next < r.items.size() && r.gap(next) == Gap::hyphen && country(r, next)) || (item > 0 && r.gap(item) == Gap::hyphen && country(r, item - 1))) return true;
  // "backed by France", "with the UK", "between Turkey and Russia": those one deals with, not where one is.
  std::uint32_t before = item;
  if (before > 0 && r.gap(before) == Gap::space && (r.text(before - 1) == "the" || r.text(before - 1) == "The")) --before;
  if (before > 0 && r.gap(before) == Gap::space && is(r, before - 1, Noun::withword)) {
    const std::string_view what = before > 1 ? r.text(before - 2) : std::string_view();
    // "Nations that took part include France", but "the regions include Syria".
    if (r.text(before - 1).starts_with("include")) {
      for (std::uint32_t i = before - 1; i-- > 0 && i + 16 > before && r.gap(i + 1) != Gap::start;)
        for (std::string_view word : {"nations", "countries", "states", "governments", "members", "partners", "allies", "parties", "sides"})
          if (r.key(r.items[i].first, r.items[i].last).ends_with(word)) return true;
      return false;
    }
    for (std::string_view word : {"border", "borders", "frontier", "crossing", "crossings", "road", "highway", "route", "pipeline", "flights", "way"})
      if (what.ends_with(word)) return false;
    return true;
  }
  const Token* t = r.token(r.items[item].last - 1);
  if (t == nullptr || t->head < 0) return false;
  const Token& head = r.a.tokens[static_cast<std::size_t>(t->head)];
  return t->deprel == Deprel::obl_agent || (t->deprel == Deprel::nsubj && head.upos == Upos::VERB);
}

/// "We've", "we're": the bytes of the pronoun; 0 for any other word.
std::uint32_t contracted(std::string_view word) {
  if (word.size() < 4 || (word[0] | 0x20) != 'w' || word[1] != 'e') return 0;
  return word[2] == '\'' || word.substr(2, 3) == "\xE2\x80\x99" ? 2 : 0;
}

/// A known name followed by further capitalised words and a word for a unit is another body ("Islamic State Hunters unit").
/// → the last item of the longer name, or `item`.
std::uint32_t longer_name(const Reading& r, std::uint32_t item) {
  std::uint32_t last = item;
  for (std::uint32_t i = item + 1; i < r.items.size() && i <= item + 4; ++i) {
    if (r.gap(i) != Gap::space || r.word(i).shouted) break;
    if (is(r, i, Noun::title) && r.word(i).upper) break;
    const bool upper = r.word(i).upper && r.sense(r.items[i], Sense::known) == nullptr;
    const bool unit = r.text(i) == "unit" || r.text(i) == "brigade" || r.text(i) == "battalion" || r.text(i) == "division" || r.text(i) == "militia" || r.text(i) == "faction";
    if (is(r, i, Noun::orghead) && upper) last = i;
    else if (unit && i > item + 1) return i;
    if (!upper) break;
  }
  return last;
}

/// A family name with the first name of another before it: "Omar Odeh" is not the Karim Odeh who is known as Odeh.
bool namesake(const Reading& r, std::uint32_t item, bool short_name) {
  if (!short_name || item == 0 || r.gap(item) != Gap::space || r.taken[item - 1]) return false;
  if (!r.word(item - 1).upper || r.word(item - 1).shouted || r.word(item - 1).possessive || is(r, item - 1, Noun::title) || country(r, item - 1)) return false;
  const Token* before = r.token(r.items[item - 1].first);
  const Token* name = r.token(r.items[item].first);
  if (before == nullptr || name == nullptr || before->name.part == NameTag::none || before->name.type != MentionType::PER) return false;
  return name->name.part == NameTag::later || (name->deprel == Deprel::flat && name->head >= 0 && &r.a.tokens[static_cast<std::size_t>(name->head)] == before);
}

/// A short name that is only one word for a body ("the Observatory"): whose, the text has to tell.
bool is_one_word_for_a_body(const Reading& r, std::uint32_t item, const Sense& s) {
  const std::uint32_t last = r.items[item].last - 1;
  if (!s.loose || r.words[last].id == 0 || last > r.items[item].first + 1) return false;
  if (last > r.items[item].first && lower_ascii(r.word(item).span.of(r.a.text)) != "the") return false;
  for (const Sense& of : r.lex.senses(r.lex.first(r.words[last].id)))
    if (of.kind == Sense::noun && r.lex.nouns()[of.index].noun == Noun::orghead) return true;
  return false;
}

/// "The Northern Observatory", "the Harbour Observatory": with another name or direction before it, it is another body.
bool has_another_name_before(const Reading& r, std::uint32_t item, const Sense& s) {
  if (item == 0 || !r.single(item) || r.gap(item) != Gap::space) return false;
  const std::uint32_t before = item - 1;
  if (is_direction(r.text(before))) return true;
  if (!r.word(before).upper || r.word(before).shouted || r.word(before).possessive || is(r, before, Noun::title)) return false;
  const Sense* nation = r.sense(r.items[before], Sense::demonym);
  if (nation != nullptr) {
    const auto& home = r.lex.when(s.index);
    return std::find(home.begin(), home.end(), nation->index) == home.end();
  }
  const bool based = before > 0 && r.gap(before) == Gap::hyphen;  // "the Britain-Based Observatory"
  return !based && !is(r, before, Noun::notname);
}

/// The body of another name that ends in the word, where it was named last before: "the Harbour Observatory … The Observatory".
/// Its index in `found`; kNone where the known one was, or none.
std::uint32_t last_named_body(const Reading& r, std::uint32_t item, const Sense& s) {
  const std::uint32_t at = r.word(item).span.begin, head = r.words[r.items[item].last - 1].id;
  std::uint32_t best = kNone, known_at = 0;
  for (std::uint32_t i = 0; i < r.found.size(); ++i) {
    const Found& f = r.found[i];
    if (f.span.begin >= at) continue;
    if (f.kind == Found::named) {
      const Sense* named = r.sense(r.items[f.item], Sense::known);
      if (named != nullptr && named->index == s.index && !named->loose) known_at = std::max(known_at, f.span.begin + 1);
    } else if (f.kind == Found::phrase && f.type != MentionType::PER && r.words[r.word_at(f.span.end - 1)].id == head && (best == kNone || r.found[best].span.begin < f.span.begin)) {
      best = i;
    }
  }
  return best != kNone && r.found[best].span.begin + 1 > known_at ? best : kNone;
}

/// Reads a short name of a known body as that of another body, where the text shows that another is meant.
bool is_another_body(Reading& r, std::uint32_t item, const Sense& s) {
  if (!is_one_word_for_a_body(r, item, s)) return false;
  Found f;
  f.kind = Found::phrase;
  f.type = r.lex.known()[s.index].type;
  f.span = r.span(item, item);
  if (has_another_name_before(r, item, s)) {
    f.span = r.span(item - 1, item);
    f.key = r.key(r.items[item - 1].first, r.items[item].last);
    r.taken[item - 1] = true;
  } else if (const std::uint32_t body = last_named_body(r, item, s); body != kNone) {
    f.span.begin = r.words[r.items[item].last - 1].span.begin;
    f.key = r.found[body].key;
  } else {
    return false;
  }
  r.taken[item] = true;
  r.found.push_back(std::move(f));
  return true;
}

}  // namespace

void find_names(Reading& r) {
  std::uint32_t last_acting = kNone;
  const auto count = static_cast<std::uint32_t>(r.items.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (r.taken[i]) continue;
    const Item& item = r.items[i];
    if (const Sense* s = r.sense(item, Sense::known)) {
      if (is_another_body(r, i, *s)) continue;
      const auto& known = r.lex.known()[s->index];
      Found f;
      f.type = known.type;
      f.span = r.span(i, i);
      if (known.type != MentionType::PER && !s->loose) {
        if (const std::uint32_t last = longer_name(r, i); last != i) {
          std::uint32_t first = i;
          f.kind = Found::phrase;
          f.type = known.type == MentionType::GOV ? MentionType::ORG : known.type;
          f.name = r.span(i, last);
          f.key = r.key(item.first, r.items[last].last);
          f.whole = true;
          // "the Syrian Army's Islamic State Hunters unit": the owner is what it belongs to.
          if (i >= 2 && r.word(i - 1).possessive && r.gap(i) == Gap::space) {
            const Sense* head = r.head(r.items[i - 2]);
            const Sense* nation = i >= 3 && r.gap(i - 2) == Gap::space ? r.sense(r.items[i - 3], Sense::demonym) : nullptr;
            if (r.named(r.items[i - 2])) {
              f.item = i - 2;
              first = i - 2;
            } else if (head != nullptr && nation != nullptr) {
              f.parent = r.lex.composed(head->index, nation->index);
              first = i - 3;
            }
          }
          f.span.begin = r.span(first, first).begin;
          f.span.end = f.name.end;
          for (std::uint32_t j = i; j <= last; ++j) r.taken[j] = true;
          r.found.push_back(std::move(f));
          continue;
        }
      }
      // "The Independent International …": an outlet's short name inside a longer one.
      if (!known.voice.empty() && i + 1 < count && r.gap(i + 1) == Gap::space && r.word(i + 1).upper && !r.word(i).shouted && r.text(i).starts_with("The ") &&
          r.items[i].last - r.items[i].first == 2 && !is(r, i + 1, Noun::title))
        continue;
      if (known.type == MentionType::PER && namesake(r, i, r.text(i).size() < known.name.size())) continue;
      f.kind = Found::named;
      f.item = i;
      r.taken[i] = true;
      r.found.push_back(std::move(f));
      continue;
    }
    const Sense* country = r.sense(item, Sense::country);
    const Sense* capital = country == nullptr ? r.sense(item, Sense::capital) : nullptr;
    if ((country != nullptr && (acts(r, i, false) || listed(r, i, last_acting))) || (capital != nullptr && acts(r, i, true))) {
      Found f;
      f.type = MentionType::GOV;
      f.span = r.span(i, i);
      f.kind = Found::known;
      f.country = (country != nullptr ? country : capital)->index;
      f.index = r.lex.composed("gov", f.country);
      // One deed of a far capital does not make "the army" of the text its own.
      f.passing = country == nullptr && !addressed(r, i) && !(i + 1 < r.items.size() && r.gap(i + 1) == Gap::space && is(r, i + 1, Noun::says));
      r.taken[i] = true;
      last_acting = i;
      r.found.push_back(std::move(f));
      continue;
    }
    const Sense* demonym = r.sense(item, Sense::demonym);
    const Sense* folk = r.noun(item, Noun::folk);
    if (demonym != nullptr && acts_by_force(r, i)) {
      Found f;
      f.type = MentionType::MIL;
      f.span = r.span(i, i);
      f.kind = Found::known;
      f.country = demonym->index;
      f.index = r.lex.composed("mil", f.country);
      f.passing = true;
      r.taken[i] = true;
      r.found.push_back(std::move(f));
      continue;
    }
    if ((demonym != nullptr && demonym->plural) || folk != nullptr) {
      Found f;
      f.type = MentionType::NORP;
      f.span = r.span(i, i);
      f.kind = Found::phrase;
      f.key = r.key(item.first, item.last);
      if (demonym != nullptr) f.country = demonym->index;
      r.taken[i] = true;
      r.found.push_back(std::move(f));
    } else if (const Sense* speaker = r.noun(item, Noun::speaker); speaker != nullptr && (r.text(i) != "i")) {
      Found f;
      f.type = r.lex.nouns()[speaker->index].type;
      f.span = r.span(i, i);
      r.found.push_back(std::move(f));
    } else if (const std::uint32_t we = contracted(r.text(i)); we != 0) {
      Found f;
      f.type = MentionType::ORG;
      f.span = {r.word(i).span.begin, r.word(i).span.begin + we};
      r.found.push_back(std::move(f));
    } else if (const Sense* weapon = r.noun(item, Noun::weapon)) {
      Found f;
      f.type = MentionType::WEAPON;
      f.span = r.span(i, i);
      f.noun = weapon->index;
      r.taken[i] = true;
      r.found.push_back(std::move(f));
    }
  }
}

}  // namespace deconflict::name
