#pragma once
#include <string_view>

namespace deconflict::serve {

/// A file of the built desk, compiled into the program (cmake/desk.cmake).
struct Asset {
  std::string_view path;  ///< "/index.html"
  std::string_view type;
  std::string_view etag;  ///< with its quotes
  std::string_view bytes;
  bool lasting;           ///< its name holds a hash of its content: may be kept for a year
  bool zipped;            ///< bytes are as gzip makes them
};

/// nullptr where there is none; "/" is the page itself
const Asset* find_asset(std::string_view path);

}  // namespace deconflict::serve
