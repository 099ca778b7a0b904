#include "read/stream.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace deconflict::read {

Result<std::size_t> StdinStream::read(char* into, std::size_t count) {
  ssize_t got = 0;
  do {
    got = ::read(0, into, count);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Error{"file.unreadable", "stdin", std::string("it cannot be read: ") + std::strerror(errno)};
  return static_cast<std::size_t>(got);
}

std::string_view Buffered::peek(std::size_t count) {
  constexpr std::size_t kBlock = 1U << 16;
  if (buffer_.size() - at_ < count && !ended_) {
    buffer_.erase(0, at_);
    at_ = 0;
    while (buffer_.size() < count && !ended_) {
      const auto old = buffer_.size();
      buffer_.resize(old + kBlock);
      auto got = stream_->read(buffer_.data() + old, kBlock);
      buffer_.resize(old + (got ? *got : 0));
      if (!got) error_ = got.error();
      ended_ = !got || *got == 0;
    }
  }
  return std::string_view(buffer_).substr(at_);
}

void Buffered::skip(std::size_t count) {
  while (count > 0) {
    const auto ahead = peek(std::min<std::size_t>(count, 1));
    if (ahead.empty()) return;
    const auto now = std::min(count, ahead.size());
    at_ += now;
    position_ += now;
    count -= now;
  }
}

bool Buffered::line(std::string& into, std::size_t limit, bool& too_long) {
  into.clear();
  too_long = false;
  bool any = false;
  for (;;) {
    const auto ahead = peek(1);
    if (ahead.empty()) return any;
    any = true;
    const auto end = ahead.find('\n');
    const auto part = ahead.substr(0, end);
    if (!too_long && into.size() + part.size() > limit) {
      too_long = true;
      into = std::string();
    }
    if (!too_long) into.append(part);
    skip(end == std::string_view::npos ? ahead.size() : end + 1);
    if (end != std::string_view::npos) return true;
  }
}

struct GzipStream::State {
  Buffered packed;
  std::string name;
  std::function<void(const Error&)> problem;
  z_stream z{};
  bool open = false;      ///< a member is being unpacked
  bool gap = false;       ///< a line break is to stand for what was damaged
  bool told = false;      ///< the damage that is being passed over
  std::uint64_t out = 0;

  State(std::unique_ptr<Stream> stream, std::string file, std::function<void(const Error&)> tell) : packed(std::move(stream)), name(std::move(file)), problem(std::move(tell)) {}

  /// Passes over bytes up to where a member may begin.
  void seek_member() {
    packed.skip(1);
    for (;;) {
      const auto ahead = packed.peek(3);
      if (ahead.size() < 3) return packed.skip(ahead.size());
      if (is_gzip(ahead)) return;
      const auto next = ahead.find('\x1F', 1);
      packed.skip(next == std::string_view::npos ? ahead.size() - 2 : next);
    }
  }
};

GzipStream::GzipStream(std::unique_ptr<Stream> packed, std::string name, std::function<void(const Error&)> problem)
    : state_(std::make_unique<State>(std::move(packed), std::move(name), std::move(problem))) {}

GzipStream::~GzipStream() {
  if (state_->open) inflateEnd(&state_->z);
}

Result<std::size_t> GzipStream::read(char* into, std::size_t count) {
  State& s = *state_;
  for (;;) {
    if (s.gap) {
      s.gap = false;
      *into = '\n';
      return std::size_t{1};
    }
    const auto ahead = s.packed.peek(1);
    if (ahead.empty()) {
      if (!s.packed.error().code.empty()) return s.packed.error();
      if (!s.open) return std::size_t{0};
      inflateEnd(&s.z);
      s.open = false;
      return Error{"gzip.truncated", s.name + ", byte " + std::to_string(s.packed.position()), "the compressed file breaks off here; what came before was read"};
    }
    if (!s.open) {
      // Zeros behind the last member are padding.
      if (ahead.front() == '\0') {
        s.packed.skip(std::min(ahead.find_first_not_of('\0'), ahead.size()));
        continue;
      }
      s.z = {};
      if (inflateInit2(&s.z, 15 + 16) != Z_OK) return Error{"gzip.memory", s.name, "there is no memory to unpack this file"};
      s.open = true;
    }
    s.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(ahead.data()));
    s.z.avail_in = static_cast<uInt>(std::min<std::size_t>(ahead.size(), 1U << 20));
    const auto given = s.z.avail_in;
    s.z.next_out = reinterpret_cast<Bytef*>(into);
    s.z.avail_out = static_cast<uInt>(std::min<std::size_t>(count, 1U << 30));
    const auto room = s.z.avail_out;
    const int status = ::inflate(&s.z, Z_NO_FLUSH);
    const std::size_t got = room - s.z.avail_out;
    const bool damaged = status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END;
    // Damaged bytes may have been taken for a part of it that run into the next member: that is sought from where this call began.
    if (!damaged) s.packed.skip(given - s.z.avail_in);
    s.out += got;
    if (status == Z_STREAM_END || damaged) {
      inflateEnd(&s.z);
      s.open = false;
      if (!damaged) s.told = false;
    }
    if (damaged) {
      if (!s.told) s.problem({"gzip.damaged", s.name + ", byte " + std::to_string(s.packed.position()), "the compressed file is damaged here; what came before was read, and what comes behind it where it begins anew"});
      s.told = true;
      s.gap = true;
      s.seek_member();
      if (got > 0) return got;
      continue;
    }
    if (!Bounds::hold(s.packed.position(), s.out))
      return Error{"archive.bomb", s.name + ", byte " + std::to_string(s.packed.position()),
                   "so few bytes unpack to so many (" + std::to_string(s.out >> 20) + " MiB) that this is no news archive; the rest was left unread. Unpack it by hand if it is one"};
    if (got > 0) return got;
  }
}

namespace {

/// One layer; `window` as zlib's inflateInit2 has it. Appends what could be unpacked.
bool inflate_once(std::string_view packed, std::size_t limit, int window, std::string& out) {
  z_stream z{};
  if (inflateInit2(&z, window) != Z_OK) return false;
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  z.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT32_MAX));
  char block[1U << 16];
  int status = Z_OK;
  while (out.size() <= limit && (status == Z_OK || (status == Z_STREAM_END && z.avail_in > 0 && window > 15))) {
    // Members may follow each other.
    if (status == Z_STREAM_END && inflateReset(&z) != Z_OK) break;
    z.next_out = reinterpret_cast<Bytef*>(block);
    z.avail_out = sizeof block;
    status = ::inflate(&z, Z_NO_FLUSH);
    out.append(block, sizeof block - z.avail_out);
    if (status == Z_BUF_ERROR) break;
  }
  inflateEnd(&z);
  return !out.empty();
}

}  // namespace

Result<std::string> inflate(std::string_view packed, std::size_t limit) {
  std::string bytes(packed);
  constexpr int kMostLayers = 4;
  for (int layer = 0; layer < kMostLayers; ++layer) {
    std::string out;
    bool done = false;
    if (is_gzip(bytes)) done = inflate_once(bytes, limit, 15 + 16, out);
    else if (layer > 0) return bytes;
    else done = inflate_once(bytes, limit, 15, out) || (out.clear(), inflate_once(bytes, limit, -15, out));
    if (out.size() > limit) return Error{"archive.bomb", "", "this unpacks to more than " + std::to_string(limit >> 20) + " MiB; it was skipped"};
    if (!done) return Error{"gzip.damaged", "", "these bytes are said to be compressed, and cannot be unpacked"};
    bytes = std::move(out);
  }
  if (is_gzip(bytes)) return Error{"archive.bomb", "", "this is compressed more than " + std::to_string(kMostLayers) + " times over; it was skipped"};
  return bytes;
}

}  // namespace deconflict::read
