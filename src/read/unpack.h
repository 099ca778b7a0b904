#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "read/stream.h"

/// Bytes packed by Zstandard (RFC 8878) or Brotli (RFC 7932).
namespace deconflict::read {

enum class Packing { zstd, brotli };

/// By the first four bytes; Brotli has none that tell it.
bool is_zstd(std::string_view bytes);

/// Unpacks frame after frame; a Zstandard file may begin with the dictionary of its frames, as web archives have it.
/// errors of reading: zstd.damaged, zstd.truncated, brotli.…, archive.bomb; what came before was given
std::unique_ptr<Stream> unpacking(Packing packing, std::unique_ptr<Stream> packed, std::string name);

/// In memory, as HTTP has it. errors: the same, and archive.bomb beyond `limit` bytes
Result<std::string> unpack(Packing packing, std::string_view packed, std::size_t limit);

}  // namespace deconflict::read
