#pragma once
#include <string>
#include <string_view>

namespace deconflict::read {

/// Bytes of a page in the encoding that its byte-order mark, its meta elements or its bytes tell, as valid UTF-8.
/// Bytes that fit no encoding become U+FFFD.
std::string page_to_utf8(std::string_view bytes);

}  // namespace deconflict::read
