#include <cstdio>

#include <cld2/public/compact_lang_det.h>

#include "read/read.h"

namespace deconflict::read {

std::string detect_language(std::string_view text) {
  // The first words tell as well as all; a cut inside a UTF-8 sequence is no harm to the detector.
  constexpr std::size_t kEnough = 4000;
  text = text.substr(0, kEnough);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.remove_suffix(1);
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.remove_suffix(1);
  if (text.size() < 20) return {};
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE || language == CLD2::TG_UNKNOWN_LANGUAGE) return {};
  const std::string_view code = CLD2::LanguageCode(language);
  return std::string(code.substr(0, code.find('-')));
}

}  // namespace deconflict::read
