#include "name/find.h"

namespace deconflict::name {

namespace {

/// Modifiers before a head; more than that is no phrase that anybody wrote.
constexpr std::uint32_t kLongest = 10;

/// Reads the noun phrase that ends in one item.
class Phrase {
 public:
  Phrase(Reading& r, std::uint32_t head) : r_(r), head_(head), first_(head), last_(head) {}

  void read() {
    const Sense* sense = r_.head(r_.items[head_]);
    noun_ = sense->index;
    extend_left();
    if (goes_on() || is_condition()) return;
    weigh();
    if (another_name_ || only_describes()) return;
    extend_right();
    take_name_behind();
    if (bare_singular()) return;
    emit();
  }

 private:
  const NounEntry& entry() const { return r_.lex.nouns()[noun_]; }
  bool is(std::uint32_t item, Noun noun) const { return r_.noun(r_.items[item], noun) != nullptr; }
  const Sense* sense(std::uint32_t item, Sense::Kind kind) const { return r_.sense(r_.items[item], kind); }

  bool pronoun(std::uint32_t item) const {
    const Token* t = r_.token(r_.items[item].first);
    return t != nullptr && t->upos == Upos::PRON && t->deprel == Deprel::nmod_poss;
  }

  bool determiner(std::uint32_t item) const {
    const std::string_view t = r_.text(item);
    return t == "this" || t == "these" || t == "those" || t == "all" || t == "This" || t == "These" || t == "Those" || t == "All";
  }

  /// A word that the knowledge does not list but the tree puts before the head.
  bool attribute(std::uint32_t item) const {
    // "targeted government-held villages": the adjective is not the government's.
    if (head_ + 1 < r_.items.size() && r_.gap(head_ + 1) == Gap::hyphen) return false;
    const Token* t = r_.token(r_.items[item].first);
    if (t == nullptr || r_.word(item).number || is(item, Noun::notname)) return false;
    if (item > 0 && r_.gap(item) == Gap::hyphen) return false;  // "35-year-old"
    if (t->upos == Upos::ADJ) return t->deprel == Deprel::amod;
    return t->upos == Upos::PROPN && t->deprel == Deprel::compound && r_.word(item).upper;
  }

  bool may_stand_before(std::uint32_t item) const {
    if (r_.taken[item]) return false;
    if (sense(item, Sense::country) || sense(item, Sense::demonym)) return true;
    if (is(item, Noun::modifier) || is(item, Noun::ethnic) || is(item, Noun::link) || is(item, Noun::prefix)) return true;
    if (sense(item, Sense::known)) return entry().noun != Noun::people || item + 1 == head_;
    if (const Sense* s = r_.head(r_.items[item])) {
      const Noun n = r_.lex.nouns()[s->index].noun;
      return n != Noun::people && n != Noun::apart;
    }
    return attribute(item);
  }

  void extend_left() {
    while (first_ > 0 && head_ - first_ < kLongest) {
      const Gap gap = r_.gap(first_);
      const std::uint32_t before = first_ - 1;
      if (gap != Gap::space && gap != Gap::hyphen) break;
      if (r_.word(before).possessive && before > 0 && gap == Gap::space) {
        const std::uint32_t owner = before - 1;
        if (sense(owner, Sense::country) || sense(owner, Sense::known)) first_ = owner;
        break;
      }
      if (pronoun(before)) {
        owned_ = true;
        first_ = before;
        break;
      }
      if (gap == Gap::space && first_ > 0 && determiner(before)) {
        first_ = before;
        break;
      }
      if (!may_stand_before(before)) {
        // "the al-Nusra-linked X": what stands before a linking word belongs to it, whatever it is.
        if (gap == Gap::hyphen && is(first_, Noun::link) && r_.word(before).upper) {
          first_ = before;
          continue;
        }
        break;
      }
      first_ = before;
    }
    // "led forces": a linking word at the start has nothing to link.
    while (first_ < head_ && is(first_, Noun::link) && !is(first_, Noun::modifier)) ++first_;
  }

  /// Is the noun itself only the modifier of another ("rebel stronghold", "police officers")?
  bool goes_on() {
    const std::uint32_t next = head_ + 1;
    if (next >= r_.items.size() || r_.gap(next) != Gap::space) {
      // "government-held": the word is no head, but it names who holds.
      hyphened_ = next < r_.items.size() && r_.gap(next) == Gap::hyphen && is(next, Noun::link);
      return hyphened_ && entry().key.empty();
    }
    if (r_.head(r_.items[next]) != nullptr) {
      const Token* t = r_.token(r_.items[next].first);
      return t == nullptr || t->upos == Upos::X || t->upos == Upos::NOUN || t->upos == Upos::PROPN;
    }
    const Token* t = r_.token(r_.items[head_].last - 1);
    const Token* u = r_.token(r_.items[next].first);
    if (t == nullptr || u == nullptr) return false;
    const bool modifies = (t->deprel == Deprel::compound || t->deprel == Deprel::amod) && t->head >= 0 && r_.a.tokens[static_cast<std::size_t>(t->head)].span.begin >= u->span.begin;
    // What looks like a past tense is one, whatever the tree says ("The army retreated").
    if (!modifies || r_.text(next).ends_with("ed") || is(next, Noun::says)) return false;
    // "army spokesman" and "Iraqi police chief" still speak of the army and the police.
    modifies_ = true;
    if (first_ == head_ && !is(next, Noun::office) && !is(next, Noun::title)) return true;
    return entry().key.empty() || entry().noun == Noun::rebels || entry().noun == Noun::opposition;
  }

  /// "the occupation of the town", "the northern state": what somebody does or where it is; "the Ruritanian occupation shelled", "the Ruritanian
  /// state said": who.
  bool is_condition() const {
    const std::string_view head = r_.text(head_);
    if (head == "State") return first_ == head_ || !sense(head_ - 1, Sense::demonym);  // "Ruritania's Plain State": a part of the land
    if (head != "occupation" && head != "state") return false;
    const std::uint32_t next = head_ + 1;
    if (next < r_.items.size() && r_.gap(next) == Gap::space && r_.text(next) == "of") return true;
    if (head == "occupation") return false;
    if (modifies_ || first_ == head_) return true;
    const std::uint32_t before = head_ - 1;
    if (r_.text(before) == "occupation") return false;
    const Token* t = r_.token(r_.items[head_].first);
    return !sense(before, Sense::demonym) || t == nullptr || (t->deprel != Deprel::nsubj && t->deprel != Deprel::obl_agent);
  }

  /// "the militant group Hamas", "rebel Free Syrian Army": the name behind says who it is.
  void take_name_behind() {
    const Noun n = entry().noun;
    const std::uint32_t next = head_ + 1;
    if (n != Noun::fighters && n != Noun::rebels && n != Noun::body && n != Noun::opposition) return;
    if (next >= r_.items.size() || last_ != head_ || r_.gap(next) != Gap::space || r_.text(head_).back() == 's' || r_.taken[next] || !r_.named(r_.items[next])) return;
    const Sense* s = sense(next, Sense::known);
    const auto& known = r_.lex.known()[s->index];
    if (known.type == MentionType::PER || !known.voice.empty()) return;
    known_item_ = last_ = next;
  }

  /// "fighter and bomber aircraft", "military aid": a singular noun without a determiner is no one.
  bool bare_singular() const {
    const Noun n = entry().noun;
    if (first_ != head_ || last_ != head_ || (n != Noun::fighters && n != Noun::rebels && n != Noun::people && n != Noun::force)) return false;
    const std::string_view t = r_.text(head_);
    if (t.back() == 's') return false;
    for (std::string_view plural : {"men", "people", "personnel", "police", "infantry", "children", "mujah", "opposition", "army", "navy", "peshmerga"})
      if (t.find(plural) != std::string_view::npos) return false;
    if (r_.gap(head_) == Gap::start) return false;
    const Token* before = head_ == 0 ? nullptr : r_.token(r_.items[head_ - 1].last - 1);
    if (before == nullptr || before->upos == Upos::X || r_.word(head_ - 1).shouted) return false;
    return before->upos != Upos::DET && before->upos != Upos::NUM && before->upos != Upos::ADJ;
  }

  /// Who is named before the head: countries and known actors, backers left out.
  void weigh() {
    for (std::uint32_t i = first_; i < head_; ++i) {
      if (is(i, Noun::prefix) && r_.gap(i + 1) == Gap::hyphen) {
        ++i;
        qualified_ = true;
        continue;
      }
      if (i + 1 <= head_ && r_.gap(i + 1) == Gap::hyphen && i + 1 < head_ && is(i + 1, Noun::link)) {
        qualified_ = true;
        if (sense(i, Sense::known)) backers_.push_back(i);
        ++i;
        continue;
      }
      if (const Sense* s = sense(i, Sense::known)) {
        const auto& known = r_.lex.known()[s->index];
        // "Taliban Hunters unit": a capitalised word behind the name makes it another name.
        if (i + 1 < head_ && r_.gap(i + 1) == Gap::space && r_.word(i + 1).upper && r_.items[i + 1].senses_begin == r_.items[i + 1].senses_end && !s->loose) {
          another_name_ = true;
          return;
        }
        if (known.type != MentionType::PER) known_item_ = i;
        // "the Assad regime", "Assad's forces": who holds an office stands for the state.
        else if (known.sector == "GOV" && (entry().noun == Noun::government || entry().noun == Noun::force)) country_ = r_.lex.countries_of(s->index).front();
        else qualified_ = true;
      } else if (const Sense* c = sense(i, Sense::country)) {
        country_ = c->index;
      } else if (const Sense* d = sense(i, Sense::demonym)) {
        country_ = d->index;
      } else if (is(i, Noun::ethnic)) {
        ethnic_ = true;
      } else if (is(i, Noun::rebels) || is(i, Noun::opposition) || is(i, Noun::fighters)) {
        rebel_ = true;
      } else if (is(i, Noun::modifier) || r_.head(r_.items[i])) {
        described_ = true;
      } else if (!r_.word(i).possessive) {
        qualified_ = true;
      }
    }
  }

  /// "an imminent military operation": no force, but what sort the next word is of.
  bool only_describes() const { return modifies_ && entry().noun == Noun::force && qualified_ && !described_ && !rebel_ && !ethnic_ && country_ == kNone && known_item_ == kNone; }

  /// "the government of Iraq".
  void extend_right() {
    if (modifies_ || hyphened_ || head_ + 2 >= r_.items.size() || r_.gap(head_ + 1) != Gap::space) return;
    if (r_.text(head_ + 1) != "of") return;
    std::uint32_t i = head_ + 2;
    if (r_.text(i) == "the" && i + 1 < r_.items.size()) ++i;
    if (r_.gap(i) != Gap::space) return;
    const Sense* c = sense(i, Sense::country);
    if (c == nullptr || known_item_ != kNone || country_ != kNone) return;
    const Noun n = entry().noun;
    if (entry().key.empty() && n != Noun::people) return;
    country_ = c->index;
    last_ = i;
  }

  void emit() {
    Found f;
    f.span = r_.span(first_, last_);
    f.type = entry().type;
    f.noun = noun_;
    f.country = country_;
    f.key = r_.key(r_.items[first_].first, r_.items[last_].last);
    const Noun n = entry().noun;
    if (n == Noun::apart && known_item_ == kNone) {
      // "our partners", "its allies": somebody, but the text does not say who.
      if (!owned_) return;
      f.kind = Found::none;
    } else if (n == Noun::apart) {
      f.kind = Found::phrase;
    } else if ((n == Noun::government && first_ == head_ && (f.key == "leaders" || f.key == "leadership" || f.key == "ministers")) ||
               (n == Noun::materiel && known_item_ == kNone && country_ == kNone)) {
      // Whose, and of what, is not said.
      return;
    } else if (owned_ || (n == Noun::body && known_item_ == kNone)) {
      f.kind = Found::none;
    } else if (known_item_ != kNone && n != Noun::people) {
      f.kind = Found::named;
      f.item = known_item_;
    } else if (country_ != kNone && known_item_ == kNone && !ethnic_ && !entry().key.empty()) {
      const bool rebels = rebel_ && (n == Noun::force || n == Noun::materiel);
      f.kind = Found::known;
      f.index = rebels ? r_.lex.composed("reb", country_) : r_.lex.composed(noun_, country_);
    } else if (country_ == kNone && !ethnic_ && !rebel_ && !qualified_ && (!entry().key.empty() || n == Noun::coalition)) {
      f.kind = Found::generic;
    } else {
      f.kind = Found::phrase;
    }
    if (n == Noun::people && known_item_ != kNone) {
      // "Hamas supporters" are not Hamas; the name stays a mention of its own.
      while (first_ <= known_item_ && first_ < head_) ++first_;
      f.span = r_.span(first_, last_);
      f.kind = Found::phrase;
      f.key = r_.key(r_.items[first_].first, r_.items[last_].last);
    }
    if (known_item_ == last_ && known_item_ != kNone) f.type = r_.lex.known()[sense(known_item_, Sense::known)->index].type;
    if (f.kind == Found::phrase && f.key.size() > 3 && f.key.back() == 's') f.key.pop_back();
    for (std::uint32_t i = first_; i <= last_; ++i) r_.taken[i] = true;
    for (std::uint32_t i : backers_) r_.taken[i] = false;
    if (n == Noun::apart && known_item_ != kNone) r_.taken[known_item_] = false;
    r_.found.push_back(std::move(f));
  }

  Reading& r_;
  std::uint32_t head_, first_, last_;
  std::uint32_t noun_ = 0;
  std::uint32_t country_ = kNone, known_item_ = kNone;
  std::vector<std::uint32_t> backers_;
  bool owned_ = false, ethnic_ = false, rebel_ = false, qualified_ = false, described_ = false, modifies_ = false, hyphened_ = false, another_name_ = false;
};

}  // namespace

void find_phrases(Reading& r) {
  for (std::uint32_t i = 0; i < r.items.size(); ++i)
    if (!r.taken[i] && r.head(r.items[i]) != nullptr && !r.named(r.items[i])) Phrase(r, i).read();
}

}  // namespace deconflict::name
