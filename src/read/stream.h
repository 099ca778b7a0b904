#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"
#include "deconflict/result.h"

/// Input that is read piece by piece: a file or pipe, and what is packed in it.
namespace deconflict::read {

/// Bytes that come one after another.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Up to `count` bytes; 0 at the end. errors: of the medium; there is nothing more after one
  virtual Result<std::size_t> read(char* into, std::size_t count) = 0;
};

class FileStream : public Stream {
 public:
  explicit FileStream(FileReader file) : file_(std::move(file)) {}
  Result<std::size_t> read(char* into, std::size_t count) override { return file_.read(into, count); }

 private:
  FileReader file_;
};

/// Bytes that outlive it.
class MemoryStream : public Stream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    const auto now = bytes_.copy(into, count);
    bytes_.remove_prefix(now);
    return now;
  }

 private:
  std::string_view bytes_;
};

/// Standard input, whatever is behind it.
class StdinStream : public Stream {
 public:
  Result<std::size_t> read(char* into, std::size_t count) override;
};

/// A stream of which the bytes ahead can be looked at.
class Buffered {
 public:
  explicit Buffered(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

  /// The bytes ahead: at least `count` of them unless the stream ends before. Valid until the next call.
  std::string_view peek(std::size_t count);
  void skip(std::size_t count);
  /// Bytes passed so far.
  std::uint64_t position() const { return position_; }
  /// Up to and with the next newline, without it; false at the end. A line of more than `limit` bytes is passed over and cut short there.
  bool line(std::string& into, std::size_t limit, bool& too_long);
  /// What ended the stream before its end, if anything; code empty: nothing.
  const Error& error() const { return error_; }

 private:
  std::unique_ptr<Stream> stream_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t position_ = 0;
  bool ended_ = false;
  Error error_;
};

/// How much may come out of packed bytes: a small file that unpacks to a mountain is an attack, not an archive.
class Bounds {
 public:
  /// Within reason after so many bytes in and out?
  static bool hold(std::uint64_t packed, std::uint64_t unpacked) { return unpacked <= kFree + kMostTimes * packed; }

 private:
  static constexpr std::uint64_t kFree = 64U << 20, kMostTimes = 200;
};

/// Unpacks gzip members one after another. Where one is damaged the problem is told and the next one sought (a line break stands
/// for what is missing); bytes out of all proportion end the stream with archive.bomb.
class GzipStream : public Stream {
 public:
  GzipStream(std::unique_ptr<Stream> packed, std::string name, std::function<void(const Error&)> problem);
  ~GzipStream() override;
  Result<std::size_t> read(char* into, std::size_t count) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// gzip, zlib or bare deflate in memory, as HTTP has it, and gzip within gzip. Gives what could be unpacked.
/// errors: archive.bomb, gzip.damaged where nothing could be
Result<std::string> inflate(std::string_view packed, std::size_t limit);

inline bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B\x08"); }

}  // namespace deconflict::read
