#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deconflict::utf8 {

/// Byte offset of the first byte that is not valid UTF-8 (overlong forms and surrogates included); nullopt if all is valid.
std::optional<std::size_t> first_invalid(std::string_view bytes);

/// A copy in which every byte that is not part of valid UTF-8 is replaced by U+FFFD.
std::string repaired(std::string_view bytes);

/// A copy in which every byte that is not part of valid UTF-8 is written as "%E9": names of files that differ stay apart.
std::string escaped(std::string_view bytes);

/// A copy for a line on a terminal: control characters, which could steer it, are blanks.
std::string printable(std::string_view text);

/// The code point at `at` and its length in bytes. REQUIRES valid UTF-8 and at < text.size().
struct Decoded {
  char32_t code_point;
  std::uint32_t length;
};
Decoded decode(std::string_view text, std::size_t at);

void append(std::string& out, char32_t code_point);

bool is_letter(char32_t c);   ///< Unicode category L*
bool is_upper(char32_t c);    ///< Lu, Lt
bool is_lower(char32_t c);
bool is_digit(char32_t c);    ///< ASCII digits only: others are letters to us
bool is_space(char32_t c);    ///< White_Space, also U+200B and U+FEFF
bool is_mark(char32_t c);     ///< M*: combining marks belong to the letter before

/// Simple lower-casing, code point by code point.
std::string lower(std::string_view text);

/// For comparing names: lower case, compatibility-decomposed, combining marks dropped, curly quotes made straight,
/// runs of white space made one blank. Not reversible; offsets do not carry over.
std::string fold(std::string_view text);

/// Does `at` lie between two code points (or at an end)?
bool is_boundary(std::string_view text, std::size_t at);

}  // namespace deconflict::utf8
