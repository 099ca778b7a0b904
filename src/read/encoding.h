#pragma once
#include <string>
#include <string_view>

namespace deconflict::read {

/// Is this UTF-16 or UTF-32, by its byte-order mark or, without one, by the zero halves of its ASCII? The first 512 bytes are enough.
bool is_wide(std::string_view bytes);

/// Is this markup in which a zero byte stands here and there, as servers and crawlers put them, and no binary file?
bool has_stray_zeros(std::string_view bytes);

/// Bytes of a page in the encoding that its byte-order mark, its meta elements or its bytes tell, as valid UTF-8.
/// Bytes that fit no encoding become U+FFFD; stray zeros are left out.
std::string page_to_utf8(std::string_view bytes);

}  // namespace deconflict::read
