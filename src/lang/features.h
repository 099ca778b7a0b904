#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace deconflict::lang {

/// What the network looks up of one word. Each is a string with a letter in front that tells the kinds apart.
enum class WordFeature : std::uint8_t { word, prefix1, prefix2, prefix3, suffix1, suffix2, suffix3, suffix4, shape };
constexpr std::size_t kWordFeatures = 9;

/// Lower case with straight quotes, digits kept: what vectors and lemmas are looked up by.
void lower_form(std::string_view word, std::string& out);

/// The features of one word, each as a key: 'a' + kind, then the string. Prefixes and suffixes are counted in code points of the
/// lower form with digits as 0 and are the whole form where it is shorter. A shape is X (capital), x (small letter), w (other
/// letter), d (digit), ~ (not ASCII) or the character itself, of the first 20, runs cut to two, and a + where no white space
/// stands before the word.
class WordKeys {
 public:
  /// The views hold until the next call.
  void describe(std::string_view word, bool glued);
  std::string_view key(std::size_t feature) const { return std::string_view(text_).substr(begin_[feature], begin_[feature + 1] - begin_[feature]); }
  /// The lower form with digits kept, and with digits as 0.
  const std::string& lower() const { return lower_; }
  const std::string& zeroed() const { return zeroed_; }

 private:
  std::string text_, lower_, zeroed_;
  std::array<std::uint32_t, kWordFeatures + 1> begin_{};
};

}  // namespace deconflict::lang
