#include "claim/relevance.h"

#include <algorithm>

#include "claim/nearby.h"

namespace deconflict::claim {

namespace {

// A text shorter than this is too little to tell by.
constexpr std::size_t kFewestSentences = 8;
// A report on a conflict tells of harm, weapons or forces in more than every twelfth sentence; one on politics names a government, a
// force or a party in more than every fifth. Read off stories of both sorts: match reports, studies and interviews have hardly any of either.
constexpr std::size_t kSentencesPerAct = 12;
constexpr std::size_t kSentencesPerParty = 5;

bool is_public(const Entity& e) {
  if (e.type == MentionType::MIL || e.type == MentionType::GOV || e.id.starts_with("actor/")) return true;
  return !e.sector.empty() && e.sector != "CVL" && e.sector != "MED" && e.sector != "UNK";
}

bool has_party(const Annotation& a, const Claim& c, bool (*test)(const Entity&)) {
  return std::any_of(c.actors.begin(), c.actors.end(), [&](const ClaimActor& x) { return x.entity && test(a.entities[*x.entity]); });
}

/// "Battle over the militia's jailbreak": no party to it is told, yet the sentence names a force.
bool names_a_force(const Annotation& a, const Claim& c) {
  const auto behind = std::partition_point(a.sentences.begin(), a.sentences.end(), [&](const Sentence& s) { return s.span.begin <= c.trigger.begin; });
  if (behind == a.sentences.begin()) return false;
  const Span sentence = (behind - 1)->span;
  bool named = false;
  each_overlapping(a.mentions, sentence, [&](const Mention& m) {
    named = named || (sentence.contains(m.span) && m.entity && a.entities[*m.entity].type == MentionType::MIL && a.entities[*m.entity].id.starts_with("actor/"));
  });
  return named;
}

/// People hurt, a weapon or a force: what no match report has.
bool tells_of_conflict(const Annotation& a, const Kind& kind, const Claim& c) {
  if (!is_physical(kind)) return false;
  if (!c.weapons.empty()) return true;
  if (has_party(a, c, [](const Entity& e) { return e.type == MentionType::MIL; })) return true;
  return std::any_of(c.counts.begin(), c.counts.end(), [&](std::uint32_t i) { return a.counts[i].what == "killed" || a.counts[i].what == "injured"; });
}

}  // namespace

std::vector<bool> relevant(const Annotation& a, const Kinds& kinds) {
  std::vector<bool> keep(a.claims.size(), true);
  const auto sentences = static_cast<std::size_t>(std::count_if(a.sentences.begin(), a.sentences.end(), [](const Sentence& s) { return !s.boilerplate; }));
  if (sentences < kFewestSentences) return keep;
  const auto named = static_cast<std::size_t>(std::count_if(a.mentions.begin(), a.mentions.end(), [&](const Mention& m) { return m.entity && is_public(a.entities[*m.entity]); }));
  if (named * kSentencesPerParty >= sentences) return keep;
  std::size_t acts = 0;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    const Claim& c = a.claims[i];
    const auto found = kinds.find(c.kind);
    if (!found) continue;
    const Kind& kind = kinds.all[*found];
    const bool act = tells_of_conflict(a, kind, c);
    if (act) ++acts;
    keep[i] = act || !kind.everyday || has_party(a, c, is_public) || names_a_force(a, c);
  }
  if (acts * kSentencesPerAct >= sentences) keep.assign(keep.size(), true);
  return keep;
}

}  // namespace deconflict::claim
