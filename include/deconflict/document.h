#pragma once
#include <string>

namespace deconflict {

/// One document as it enters the program. Empty strings stand for "not known"; nothing is guessed.
struct Document {
  std::string id;
  std::string text;       ///< valid UTF-8; immutable from here on: every Span points into it
  std::string title;
  std::string url;
  std::string outlet;
  std::string published;  ///< "YYYY-MM-DD" or empty
  std::string language;   ///< ISO 639-1, or empty
};

}  // namespace deconflict
