#include "read/unpack.h"

#include <brotli/decode.h>
#include <zstd.h>


namespace deconflict::read {

namespace {

constexpr std::uint32_t kFrame = 0xFD2FB528, kSkippable = 0x184D2A50, kDictionaryFrame = 0x184D2A5D, kDictionary = 0xEC30A437;
constexpr int kLargestWindow = 27;  ///< bits: 128 MiB, as the zstd program has it

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t n = 0;
  for (std::size_t i = 4; i > 0; --i) n = (n << 8U) | static_cast<unsigned char>(bytes[at + i - 1]);
  return n;
}

/// What one step of a decoder did.
struct Step {
  std::size_t taken = 0, given = 0;
  bool whole = false;    ///< the bytes so far may end here
  std::string_view fault = {};
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Before the first step; may pass over what stands in front.
  virtual Result<void> begin(Buffered& /*packed*/) { return {}; }
  virtual Step step(std::string_view packed, char* into, std::size_t count) = 0;
};

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    if (context_) ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kLargestWindow);
  }

  Result<void> begin(Buffered& packed) override {
    if (!context_) return Error{"zstd.memory", "", "there is no memory to unpack this file"};
    constexpr std::size_t kHead = 8, kLargest = 32U << 20;
    const auto head = packed.peek(kHead);
    if (head.size() < kHead || number_at(head, 0) != kDictionaryFrame) return {};
    const std::size_t size = number_at(head, 4);
    if (size > kLargest) return {};
    const auto frame = packed.peek(kHead + size + 4);
    if (frame.size() < kHead + size) return {};
    std::string dictionary(frame.substr(kHead, size));
    if (is_zstd(dictionary)) {
      auto plain = unpack(Packing::zstd, dictionary, kLargest);
      if (!plain) return plain.error();
      dictionary = std::move(*plain);
    }
    if (dictionary.size() < 8 || number_at(dictionary, 0) != kDictionary) return {};
    if (ZSTD_isError(ZSTD_DCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size()))) return Error{"zstd.damaged", "", "the dictionary at the head of this file cannot be read"};
    packed.skip(kHead + size);
    return {};
  }

  Step step(std::string_view packed, char* into, std::size_t count) override {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{into, count, 0};
    const std::size_t more = ZSTD_decompressStream(context_.get(), &out, &in);
    if (ZSTD_isError(more)) return {in.pos, out.pos, false, ZSTD_getErrorName(more)};
    return {in.pos, out.pos, more == 0};
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* c) const { ZSTD_freeDCtx(c); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
};

class BrotliDecoder : public Decoder {
 public:
  BrotliDecoder() : state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {}

  Result<void> begin(Buffered& /*packed*/) override {
    return state_ ? Result<void>() : Result<void>(Error{"brotli.memory", "", "there is no memory to unpack this file"});
  }

  Step step(std::string_view packed, char* into, std::size_t count) override {
    // Behind its end nothing may follow.
    if (BrotliDecoderIsFinished(state_.get())) return {0, 0, false, "bytes follow behind its end"};
    std::size_t in = packed.size(), out = count;
    const auto* from = reinterpret_cast<const std::uint8_t*>(packed.data());
    auto* to = reinterpret_cast<std::uint8_t*>(into);
    const auto status = BrotliDecoderDecompressStream(state_.get(), &in, &from, &out, &to, nullptr);
    Step step{packed.size() - in, count - out, status == BROTLI_DECODER_RESULT_SUCCESS};
    if (status == BROTLI_DECODER_RESULT_ERROR) step.fault = BrotliDecoderErrorString(BrotliDecoderGetErrorCode(state_.get()));
    return step;
  }

 private:
  struct Free {
    void operator()(BrotliDecoderState* s) const { BrotliDecoderDestroyInstance(s); }
  };
  std::unique_ptr<BrotliDecoderState, Free> state_;
};

class Unpacking : public Stream {
 public:
  Unpacking(Packing packing, std::unique_ptr<Stream> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)), code_(packing == Packing::zstd ? "zstd" : "brotli"),
        decoder_(packing == Packing::zstd ? std::unique_ptr<Decoder>(std::make_unique<ZstdDecoder>()) : std::make_unique<BrotliDecoder>()) {}

  Result<std::size_t> read(char* into, std::size_t count) override {
    if (!fault_.code.empty()) return fail(fault_);
    if (failed_) return std::size_t{0};
    if (!begun_) {
      begun_ = true;
      if (auto r = decoder_->begin(packed_); !r) return fail({r.error().code, name_, r.error().message});
    }
    for (;;) {
      const auto ahead = packed_.peek(1);
      if (ahead.empty() && !packed_.error().code.empty()) return fail(packed_.error());
      // A decoder may hold back bytes that are unpacked already.
      const Step step = ahead.empty() && whole_ ? Step{} : decoder_->step(ahead, into, count);
      packed_.skip(step.taken);
      out_ += step.given;
      if (step.taken > 0 || step.given > 0) whole_ = step.whole;
      if (!Bounds::hold(packed_.position(), out_))
        return fail({"archive.bomb", here(), "so few bytes unpack to so many (" + std::to_string(out_ >> 20) + " MiB) that this is no news archive; the rest was left unread. Unpack it by hand if it is one"});
      if (!step.fault.empty()) {
        const Error fault{code_ + ".damaged", here(), "the compressed file is damaged here (" + std::string(step.fault) + "); what came before was read"};
        if (step.given == 0) return fail(fault);
        fault_ = fault;
      }
      if (step.given > 0) return step.given;
      if (!ahead.empty() && step.taken > 0) continue;
      if (ahead.empty() && whole_) return std::size_t{0};
      return fail(ahead.empty() ? Error{code_ + ".truncated", here(), "the compressed file breaks off here; what came before was read"}
                                : Error{code_ + ".damaged", here(), "the compressed file is damaged here; what came before was read"});
    }
  }

 private:
  std::string here() const { return name_ + ", byte " + std::to_string(packed_.position()); }
  Error fail(Error error) {
    failed_ = true;
    fault_ = {};
    return error;
  }

  Buffered packed_;
  std::string name_, code_;
  std::unique_ptr<Decoder> decoder_;
  std::uint64_t out_ = 0;
  Error fault_;  ///< to be told once the bytes before it are taken
  bool begun_ = false, whole_ = false, failed_ = false;
};

}  // namespace

bool is_zstd(std::string_view bytes) {
  if (bytes.size() < 4) return false;
  const auto magic = number_at(bytes, 0);
  return magic == kFrame || (magic & ~15U) == kSkippable;
}

std::unique_ptr<Stream> unpacking(Packing packing, std::unique_ptr<Stream> packed, std::string name) { return std::make_unique<Unpacking>(packing, std::move(packed), std::move(name)); }

Result<std::string> unpack(Packing packing, std::string_view packed, std::size_t limit) {
  Unpacking stream(packing, std::make_unique<MemoryStream>(packed), {});
  std::string out, block(1U << 16, '\0');
  for (;;) {
    auto got = stream.read(block.data(), block.size());
    // What could be unpacked of a page is read.
    if (!got && out.empty()) return Error{got.error().code, "", got.error().message};
    if (!got || *got == 0) return out;
    out.append(block, 0, *got);
    if (out.size() > limit) return Error{"archive.bomb", "", "this unpacks to more than " + std::to_string(limit >> 20) + " MiB; it was skipped"};
  }
}

}  // namespace deconflict::read
