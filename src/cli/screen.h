#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Text laid out for a person: wrapped to the terminal's width, coloured where the terminal shows colours.
namespace deconflict::cli {

enum class Tone : std::uint8_t { plain, bold, faint, title, violent, moving, calm, voice, hit, good, warn };

struct Piece {
  std::string text;
  Tone tone = Tone::plain;
};
using Pieces = std::vector<Piece>;

/// Columns that a text takes, combining marks not counted.
std::size_t columns(std::string_view text);

/// "35.336, 40.141"
std::string coordinates(double lat, double lon);

class Screen {
 public:
  /// width 0: the terminal's own, or 100 where stdout is none. Never under 40 nor over 132
  explicit Screen(std::size_t width, bool colour);
  /// For stdout as it is.
  static Screen of_stdout();

  std::size_t width() const { return width_; }
  void blank();
  void rule(Tone tone = Tone::faint);
  /// `head` at the left of the first line, its width in blanks before the others; words wrap, line breaks become blanks.
  void wrap(const Pieces& head, const Pieces& body);
  /// The same with `tail` at the right end of the first line.
  void wrap(const Pieces& head, const Pieces& body, const Pieces& tail);

  std::string take() { return std::move(out_); }

 private:
  void put(std::string_view text, Tone tone);
  std::size_t width_;
  bool colour_;
  std::string out_;
};

}  // namespace deconflict::cli
