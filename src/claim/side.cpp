#include "claim/side.h"

#include <algorithm>

#include "base/words.h"
#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

bool body(MentionType t) { return t == MentionType::MIL || t == MentionType::ORG || t == MentionType::GOV; }

/// "Houthi spokesman Karim Odeh", "Karim Odeh, a spokesman for the rebels": the party beside the speaker's name, or that he is known to belong to.
Index party_beside(const Annotation& a, const Voice& voice) {
  const Entity& who = a.entities[*voice.entity];
  Index party;
  for (std::uint32_t e = 0; e < a.entities.size() && !party; ++e)
    if (!who.parent.empty() && a.entities[e].id == who.parent) party = e;
  if (party) return party;
  constexpr std::uint32_t kBeside = 40;  // bytes: ", a spokesman for the "
  const Span around{voice.span.begin > kBeside ? voice.span.begin - kBeside : 0, voice.span.end + kBeside};
  std::uint32_t gap = kBeside + 1;
  each_overlapping(a.mentions, around, [&](const Mention& m) {
    if (!m.entity || m.entity == voice.entity || !body(m.type) || !a.entities[*m.entity].voice.empty()) return;
    const std::uint32_t apart = m.span.begin >= voice.span.end ? m.span.begin - voice.span.end : m.span.end <= voice.span.begin ? voice.span.begin - m.span.end : 0;
    const auto between = std::string_view(a.text).substr(std::min(m.span.end, voice.span.end), apart);
    if (apart >= gap || between.find_first_of(".;:\"\n") != std::string_view::npos) return;
    gap = apart;
    party = m.entity;
  });
  return party;
}

/// The party whose own station or paper speaks.
Index party_of_medium(const Annotation& a, const Entity& medium) {
  for (std::uint32_t e = 0; e < a.entities.size(); ++e)
    if (medium.voice == "party_media" && !medium.parent.empty() && a.entities[e].id == medium.parent) return e;
  return {};
}

/// "CLANDESTINE, 14 May (Radio of the Front) -- Today we attacked …": who speaks in the text's own voice.
Index party_of_text(const Annotation& a) {
  constexpr std::uint32_t kDateline = 120;  // bytes
  Index party;
  each_overlapping(a.mentions, {0, kDateline}, [&](const Mention& m) {
    if (!party && m.entity) party = party_of_medium(a, a.entities[*m.entity]);
  });
  return party;
}

}  // namespace

Index side_of_speaker(const Annotation& a, const std::vector<Voice>& voices, std::string_view pronoun) {
  const std::string word = lower_ascii(pronoun);
  const bool alone = one_of(word, {"i", "me", "my"});
  if (!alone && !one_of(word, {"we", "us", "our"})) return {};
  if (voices.empty()) return alone ? Index{} : party_of_text(a);
  // Those who speak under one cue speak together.
  Index speaker;
  for (std::size_t k = voices.size(); k-- > 0 && voices[k].cue == voices.back().cue;) {
    if (!voices[k].entity) continue;
    const MentionType type = a.entities[*voices[k].entity].type;
    if (!alone && body(type) && a.entities[*voices[k].entity].voice.empty()) return voices[k].entity;
    if (const Index party = party_of_medium(a, a.entities[*voices[k].entity]); party && !alone) return party;
    if (type == MentionType::PER) speaker = alone ? voices[k].entity : party_beside(a, voices[k]);
  }
  return speaker;
}

}  // namespace deconflict::claim
