#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/span.h"

namespace deconflict::lang {

/// What the models see of one word. Numbers are hashes or small codes; all zero stands for "no word here".
struct Lexeme {
  std::uint32_t form = 0;  ///< of the normal form: lower case, digits as 0, straight quotes
  std::uint32_t prefix1 = 0, prefix3 = 0;
  std::uint32_t suffix1 = 0, suffix2 = 0, suffix3 = 0, suffix4 = 0;
  std::uint32_t shape = 0;    ///< capitals and digits, together with how the whole sentence is written
  std::uint32_t glue = 0;     ///< is there white space before and behind
  std::uint32_t coarse = 0;   ///< cluster of the word, few bits; 0 where it is in none
  std::uint32_t fine = 0;     ///< the same with more bits
};

class Clusters;

/// How a sentence is written: tells a headline's capitals from names.
enum class Casing : unsigned char { usual, capitals, title, small };

/// Writes the normal form of a word into `out`: lower case, digits as 0, curly quotes straight.
void normal_form(std::string_view word, std::string& out);

/// Lower case with straight quotes, digits kept: what lemmas are looked up by.
void lower_form(std::string_view word, std::string& out);

/// Lexeme::form of a normal form.
std::uint32_t form_hash(std::string_view normal);

/// Lexemes of a sentence's words, in order. `out` is cleared first; `scratch` spares allocation.
void describe(std::string_view text, const Span* first, const Span* last, const Clusters* clusters, std::vector<Lexeme>& out, std::string& scratch);

/// A feature: the number of its template and up to four values, mixed to 64 bits.
class Mixer {
 public:
  constexpr explicit Mixer(std::uint64_t number) : h_((number + 1) * 0x9E3779B97F4A7C15ULL) {}
  constexpr Mixer& with(std::uint64_t value) {
    h_ = (h_ ^ value) * 0xFF51AFD7ED558CCDULL;
    h_ ^= h_ >> 32;
    return *this;
  }
  constexpr std::uint64_t value() const { return h_ * 0xC4CEB9FE1A85EC53ULL; }

 private:
  std::uint64_t h_;
};

template <class... V>
constexpr std::uint64_t feature(std::uint64_t number, V... values) {
  Mixer m(number);
  (m.with(static_cast<std::uint64_t>(values)), ...);
  return m.value();
}

}  // namespace deconflict::lang
