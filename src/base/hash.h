#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace deconflict {

/// SHA-256 as 64 lower-case hexadecimal digits (FIPS 180-4, by OpenSSL's libcrypto).
std::string sha256_hex(std::string_view bytes);

/// XXH3, 64 bits: for tables and checksums, not for security. The same on every machine.
std::uint64_t hash64(std::string_view bytes);

/// As 16 lower-case hexadecimal digits.
std::string hex(std::uint64_t number);

/// The same two over bytes that come piece by piece.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(std::string_view bytes);
  /// Ends the stream.
  std::string hex();

 private:
  struct State;
  struct Free {
    void operator()(State* state) const;
  };
  std::unique_ptr<State, Free> state_;
};

class Hash64Stream {
 public:
  Hash64Stream();
  void add(std::string_view bytes);
  std::uint64_t value() const;

 private:
  struct State;
  struct Free {
    void operator()(State* state) const;
  };
  std::unique_ptr<State, Free> state_;
};

}  // namespace deconflict
