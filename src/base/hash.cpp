#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

namespace deconflict {

namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 15];
  }
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Sha256Stream stream;
  stream.add(bytes);
  return stream.hex();
}

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string hex(std::uint64_t number) {
  std::string out(16, '0');
  for (std::size_t i = out.size(); i-- > 0; number >>= 4U) out[i] = "0123456789abcdef"[number & 15U];
  return out;
}

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

void Sha256Stream::Free::operator()(State* state) const {
  EVP_MD_CTX_free(state->context);
  delete state;
}

Sha256Stream::Sha256Stream() : state_(new State) { EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr); }

void Sha256Stream::add(std::string_view bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }

std::string Sha256Stream::hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_DigestFinal_ex(state_->context, digest, &length);
  return hexadecimal(digest, length);
}

struct Hash64Stream::State {
  XXH3_state_t* state = XXH3_createState();
};

void Hash64Stream::Free::operator()(State* state) const {
  XXH3_freeState(state->state);
  delete state;
}

Hash64Stream::Hash64Stream() : state_(new State) { XXH3_64bits_reset(state_->state); }

void Hash64Stream::add(std::string_view bytes) { XXH3_64bits_update(state_->state, bytes.data(), bytes.size()); }

std::uint64_t Hash64Stream::value() const { return XXH3_64bits_digest(state_->state); }

}  // namespace deconflict
