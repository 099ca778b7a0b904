#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deconflict::place {

/// The form under which names are looked up: folded, apostrophes and full stops left out, every other run of signs one
/// blank: "Al-Bāb" → "al bab", "U.S." → "us", "‘Ayn al ‘Arab" → "ayn al arab".
std::string name_key(std::string_view name);

/// The same, appended to `out`.
void append_name_key(std::string& out, std::string_view name);

/// Key of the consonants of a name in Latin letters; empty for a name in another script or too short to be told from others.
std::string transliteration_key(std::string_view name);

/// A name without the word for what it is: "Hama Governorate" → "Hama", "Provincia de Entre Rios" → "Entre Rios".
/// The name itself where it has none. `folded` names only.
std::string_view bare_name(std::string_view folded);

/// Do two spellings differ in no more than half of their letters, an article apart? The key of consonants alone asks too little of a short name.
bool spelled_alike(std::string_view x, std::string_view y);

}  // namespace deconflict::place
