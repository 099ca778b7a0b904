#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deconflict {

/// SHA-256 as 64 lower-case hexadecimal digits (FIPS 180-4, by OpenSSL's libcrypto).
std::string sha256_hex(std::string_view bytes);

/// XXH3, 64 bits: for tables and checksums, not for security. The same on every machine.
std::uint64_t hash64(std::string_view bytes);

}  // namespace deconflict
