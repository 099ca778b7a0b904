#include "name/name.h"

#include "name/find.h"
#include "name/letters.h"
#include "name/lexicon.h"

namespace deconflict::name {

struct Names::State {
  Lexicon lexicon;
};

Names::Names(std::unique_ptr<State> state) : state_(std::move(state)) {}
Names::Names(Names&&) noexcept = default;
Names& Names::operator=(Names&&) noexcept = default;
Names::~Names() = default;

Result<Names> Names::load(const Pack& knowledge) {
  auto state = std::make_unique<State>();
  for (const char* section : {"text/actors", "text/voices", "text/words"}) {
    auto text = knowledge.section(section);
    if (!text) return text.error();
    auto records = parse_knowledge(*text);
    if (!records) return records.error();
    if (auto r = state->lexicon.read(*records); !r) return r.error();
  }
  if (auto r = state->lexicon.finish(); !r) return r.error();
  return Names(std::move(state));
}

void Names::find(Annotation& a) const {
  Reading reading(state_->lexicon, a);
  find_unknown(reading);
  find_phrases(reading);
  find_names(reading);
  find_acronyms(reading);
  find_aliases(reading);
  tell_speakers_apart(reading);
  auto found_of = resolve(reading, a);
  join(reading, std::move(found_of), a);
}

std::string Names::in_small_letters(const Annotation& a) const { return name::in_small_letters(a, state_->lexicon); }

const Names::Known* Names::known(std::string_view id) const {
  const auto index = state_->lexicon.by_id(id);
  return index == kNone ? nullptr : &state_->lexicon.known()[index];
}

std::string Names::lookup(std::string_view name) const {
  Annotation a;
  a.text = name;
  a.sentences.push_back({.span = {0, static_cast<std::uint32_t>(name.size())}});
  const Reading reading(state_->lexicon, a);
  if (reading.items.size() != 1) return {};
  const Sense* sense = reading.sense(reading.items.front(), Sense::known);
  return sense == nullptr ? std::string() : state_->lexicon.known()[sense->index].id;
}

}  // namespace deconflict::name
