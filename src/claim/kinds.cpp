#include "claim/kinds.h"

#include <algorithm>

namespace deconflict::claim {

namespace {

Error bad(const KnowledgeRecord& record, const KnowledgeLine& line, const std::string& what) { return {"knowledge.kind", record.where(line.line), what}; }

class Loader {
 public:
  Result<Kinds> load(std::string_view kinds_text, std::string_view words_text) {
    auto words = parse_knowledge(words_text);
    if (!words) return words.error();
    for (const auto& record : *words)
      if (record.sort() == "class")
        if (auto r = add_class(record); !r) return r.error();
    auto kinds = parse_knowledge(kinds_text);
    if (!kinds) return kinds.error();
    for (const auto& record : *kinds) {
      if (record.sort() != "kind") return bad(record, record.lines.front(), "a record of knowledge/kinds begins with `kind NAME`, not `" + record.sort() + "`");
      if (auto r = add_kind(record); !r) return r.error();
    }
    for (std::uint32_t i = 0; i < out_.triggers.size(); ++i) {
      const Trigger& t = out_.triggers[i];
      out_.by_first_word[t.words.front()].push_back(i);
      out_.vocabulary.insert(t.words.begin(), t.words.end());
      for (const Condition& c : t.conditions) out_.vocabulary.insert(c.test.words.begin(), c.test.words.end());
      if (t.pos == Pos::noun && t.words.size() == 1) out_.event_nouns.insert(t.words.front());
    }
    return std::move(out_);
  }

 private:
  Result<void> add_class(const KnowledgeRecord& record) {
    WordTest& test = out_.classes[record.lines.front().value];
    for (const auto& line : record.lines) {
      if (line.key == "words")
        for (auto& word : split_list(line.value)) test.words.insert(word);
      else if (line.key != "class" && line.key != "note") return bad(record, line, "a class has `words a | b | …`, not `" + line.key + "`");
    }
    return {};
  }

  Result<void> add_kind(const KnowledgeRecord& record) {
    Kind kind;
    kind.name = record.lines.front().value;
    kind.where = record.where();
    if (out_.find(kind.name)) return bad(record, record.lines.front(), "the kind '" + kind.name + "' stands twice");
    for (const auto& line : record.lines) {
      if (line.key == "kind" || line.key == "note") continue;
      if (line.key == "words") {
        if (line.value != "everyday") return bad(record, line, "write `words everyday` or leave it out");
        kind.everyday = true;
      } else if (line.key == "plover") {
        const auto slash = line.value.find('/');
        kind.plover_event = line.value.substr(0, slash);
        if (slash != std::string::npos) kind.plover_mode = line.value.substr(slash + 1);
      } else if (line.key == "cameo") {
        kind.cameo = line.value;
      } else if (line.key == "acled") {
        const auto parts = split_list(line.value);
        if (parts.size() != 2) return bad(record, line, "write `acled EVENT TYPE | SUB-EVENT TYPE`");
        kind.acled_event = parts[0];
        kind.acled_sub_event = parts[1];
      } else if (line.key == "verb" || line.key == "noun" || line.key == "adj" || line.key == "aux") {
        if (auto r = add_triggers(record, line); !r) return r.error();
      } else {
        return bad(record, line, "unknown key `" + line.key + "`; there are: plover cameo acled words verb noun adj aux note");
      }
    }
    out_.all.push_back(std::move(kind));
    return {};
  }

  Result<void> add_triggers(const KnowledgeRecord& record, const KnowledgeLine& line) {
    const auto parts = split_list(line.value, ';');
    if (parts.empty()) return bad(record, line, "no word stands here");
    Trigger trigger;
    trigger.kind = static_cast<std::uint32_t>(out_.all.size());
    trigger.pos = line.key == "verb" ? Pos::verb : line.key == "noun" ? Pos::noun : line.key == "aux" ? Pos::auxiliary : Pos::adjective;
    trigger.where = record.where(line.line);
    for (std::size_t p = 1; p < parts.size(); ++p)
      if (auto r = add_option(record, line, parts[p], trigger); !r) return r.error();
    for (const auto& phrase : split_list(parts[0], ',')) {
      trigger.words = split_list(phrase, ' ');
      out_.triggers.push_back(trigger);
    }
    return {};
  }

  Result<void> add_option(const KnowledgeRecord& record, const KnowledgeLine& line, std::string_view text, Trigger& trigger) {
    const auto gap = text.find(' ');
    const std::string_view head = text.substr(0, gap);
    if (head == "score") {
      trigger.score = std::strtod(std::string(text.substr(6)).c_str(), nullptr);
      if (trigger.score <= 0 || trigger.score > 1) return bad(record, line, "a score lies between 0 and 1");
      return {};
    }
    if (head == "realis") {
      if (trim(text.substr(6)) != "negated") return bad(record, line, "words that say by themselves that it was not done have `realis negated`");
      trigger.realis = Realis::negated;
      return {};
    }
    if (head == "slot") {  // slot subj=recipient obj=place
      for (const auto& pair : split_list(text.substr(5), ' ')) {
        const auto equals = pair.find('=');
        auto slot = parse_slot(equals == std::string::npos ? "" : pair.substr(equals + 1));
        const auto name = pair.substr(0, equals);
        if (!slot) return bad(record, line, "a slot is actor, recipient, weapon, place, from or none: " + pair);
        if (name == "subj") trigger.subject = slot;
        else if (name == "obj") trigger.object = slot;
        else if (name == "to") trigger.to = slot;
        else if (name == "of") trigger.of = slot;
        else if (name == "with") trigger.with = slot;
        else if (name == "on") trigger.on = slot;
        else if (name == "from") trigger.from = slot;
        else if (name == "in") trigger.in = slot;
        else if (name == "over") trigger.over = slot;
        else if (name == "for") trigger.for_ = slot;
        else if (name == "mod") trigger.modifier = slot;
        else return bad(record, line, "slots stand for subj obj to of with on in from over for mod: " + pair);
      }
      return {};
    }
    Condition condition{};
    if (text.starts_with("not ")) {
      condition.negative = true;
      text = trim(text.substr(4));
    }
    const auto open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')') return bad(record, line, "cannot read the condition `" + std::string(text) + "`; write e.g. obj(town | @base)");
    const auto name = trim(text.substr(0, open));
    if (name == "act") {
      for (auto& event : split_list(text.substr(open + 1, text.size() - open - 2))) trigger.acts.insert(std::move(event));
      return {};
    }
    using W = Condition::Where;
    static const std::unordered_map<std::string_view, W> kWhere = {{"subj", W::subject}, {"obj", W::object}, {"mod", W::modifier}, {"of", W::complement},
                                                                   {"prep", W::prep}, {"near", W::near}, {"case", W::preposed}, {"aux", W::aux}, {"blamed", W::blamed}, {"next", W::next}, {"before", W::before}, {"under", W::under}};
    const auto where = kWhere.find(name);
    if (where == kWhere.end()) return bad(record, line, "unknown condition `" + std::string(name) + "`; there are: subj obj mod of prep near case aux blamed next before under act");
    condition.where = where->second;
    for (const auto& word : split_list(text.substr(open + 1, text.size() - open - 2))) {
      if (word[0] == '@') {
        const WordTest* found = out_.classes.find(word.substr(1));
        if (found == nullptr) return bad(record, line, "there is no class `" + word + "` in knowledge/words");
        condition.test.words.insert(found->words.begin(), found->words.end());
      } else if (word == "*") {
        condition.test.any = true;
      } else if (word == "#place") {
        condition.test.place = true;
      } else if (word == "#armed") {
        condition.test.armed = true;
      } else if (word == "#person") {
        condition.test.person = true;
      } else if (word == "#named") {
        condition.test.named = true;
      } else if (word == "#state") {
        condition.test.state = true;
      } else if (word == "#proper") {
        condition.test.proper = true;
      } else if (word == "#number") {
        condition.test.number = true;
      } else {
        condition.test.words.insert(word);
      }
    }
    trigger.conditions.push_back(std::move(condition));
    return {};
  }

  static std::optional<Slot> parse_slot(std::string_view name) {
    static const std::unordered_map<std::string_view, Slot> kSlots = {{"actor", Slot::actor}, {"recipient", Slot::recipient}, {"weapon", Slot::weapon},
                                                                      {"place", Slot::place}, {"from", Slot::from}, {"none", Slot::none}};
    const auto found = kSlots.find(name);
    return found == kSlots.end() ? std::nullopt : std::optional(found->second);
  }

  Kinds out_;
};

}  // namespace

bool Kinds::in(std::string_view word_class, std::string_view lemma) const {
  const WordTest* test = classes.find(word_class);
  return test != nullptr && test->words.contains(lemma);
}

std::optional<std::uint32_t> Kinds::find(std::string_view name) const {
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i].name == name) return i;
  return std::nullopt;
}

bool is_physical(const Kind& kind) {
  static const std::unordered_set<std::string_view> kQuiet = {"ceasefire", "agreement", "talks", "military_support", "accusation", "denial", "threat", "demand",
                                                             "support", "concession", "cooperation", "sanction", "investigation", "restriction"};
  return kQuiet.count(kind.name) == 0;
}

bool is_hostile(const Kind& kind) {
  return kind.plover_event == "ASSAULT" || kind.plover_event == "COERCE" || kind.plover_event == "SANCTION" || kind.name == "strike_boycott";
}

Result<Kinds> load_kinds(std::string_view kinds_text, std::string_view words_text) { return Loader().load(kinds_text, words_text); }

bool Trigger::asks_for_blame() const {
  return std::any_of(conditions.begin(), conditions.end(), [](const Condition& c) { return c.where == Condition::Where::blamed; });
}

}  // namespace deconflict::claim
