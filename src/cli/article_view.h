#pragma once
#include <vector>

#include "cli/screen.h"
#include "deconflict/annotation.h"
#include "deconflict/event.h"

namespace deconflict::cli {

/// The ledger of one article for eyes: its happenings with every claim, the words and the voices; then what was left out,
/// who, where and when. `events` are those of this document alone. REQUIRES a.text
void show_article(const Annotation& a, const std::vector<Event>& events, Screen& screen);

/// One claim: its chain of voices, and its words with the trigger lit up. REQUIRES a.text
void show_claim(const Annotation& a, const Claim& claim, std::string_view event_kind, Screen& screen);

/// Violence, movement or neither.
Tone tone_of(std::string_view kind);
/// "armed_clash" → "Armed clash"
std::string kind_in_words(std::string_view kind);
/// Do its voices differ on whether it happened?
bool is_disputed(const Event& event);
/// "outside the 55 km zone around At Tanf"; the place's name where it has no relation.
std::string place_in_words(const Annotation& a, const Place& place);
/// "4 to 7", "at least 4", "more than 10,000"
std::string number_in_words(std::int64_t min, std::optional<std::int64_t> max);
/// Its values as they were told, rivals of each other with "|" between; bounds that one of them keeps to stand behind: "41, also “dozens”"
std::string values_in_words(const EventCount& count);
/// "2017-09-18" → "Monday 18 September 2017"
std::string day_in_words(std::string_view iso);

}  // namespace deconflict::cli
