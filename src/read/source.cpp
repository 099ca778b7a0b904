#include "read/source.h"

#include "base/hash.h"
#include "base/words.h"
#include "read/archive.h"
#include "read/encoding.h"
#include "read/unpack.h"
#include "read/warc.h"

namespace deconflict::read {

namespace {

constexpr std::size_t kHead = 512;

/// What was looked at, and then the rest.
class Rest : public Stream {
 public:
  explicit Rest(Buffered bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    const auto ahead = bytes_.peek(1);
    if (ahead.empty()) return bytes_.error().code.empty() ? Result<std::size_t>(std::size_t{0}) : Result<std::size_t>(bytes_.error());
    const auto now = std::min(count, ahead.size());
    ahead.copy(into, now);
    bytes_.skip(now);
    return now;
  }

 private:
  Buffered bytes_;
};

/// One object a line, by its name.
bool named_as_lines(std::string_view path) {
  const std::string name = lower_ascii(path);
  return name.ends_with(".ndjson") || name.ends_with(".jsonl");
}

/// By its first bytes: an object that goes on behind its bracket. (One that is written over several lines seldom does.)
bool looks_like_lines(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return head.starts_with("{\"") || head.starts_with("{ \"");
}

bool named_as(std::string_view path, std::string_view ending) { return lower_ascii(path).ends_with(ending); }

std::string without(std::string path, std::string_view ending) {
  if (lower_ascii(path).ends_with(ending)) path.resize(path.size() - ending.size());
  return path;
}

void read_lines(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem) {
  std::string line;
  bool too_long = false;
  for (std::uint64_t number = 1; bytes.line(line, kLargestDocument, too_long); ++number) {
    const std::string where = path + ":" + std::to_string(number);
    if (too_long) {
      problem({"line.too_long", where, "this line is longer than " + std::to_string(kLargestDocument >> 20) + " MiB; it was skipped"});
      continue;
    }
    const std::string hash = sha256_hex(line);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    auto document = read_json_document(line);
    if (document) sink(std::move(*document), {where, hash});
    else problem({document.error().code, where, document.error().message});
  }
  if (!bytes.error().code.empty()) problem(bytes.error());
}

void read_one(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem) {
  const auto ahead = bytes.peek(kLargestDocument + 1);
  if (ahead.size() > kLargestDocument)
    return problem({"file.too_large", path, "a document of more than " + std::to_string(kLargestDocument >> 20) + " MiB is no article; it was skipped"});
  if (!bytes.error().code.empty()) problem(bytes.error());
  if (ahead.empty() && !bytes.error().code.empty()) return;
  const Piece piece{path, sha256_hex(ahead)};
  read_file_as_documents(path, ahead, [&](Document&& d) { sink(std::move(d), piece); }, problem);
}

/// How deep the bytes stand in what was given, and how many of that were taken so far.
struct Depth {
  int layers = 0, archives = 0;
  std::shared_ptr<std::uint64_t> given = std::make_shared<std::uint64_t>(0);
};

/// Counts what is taken of the outermost bytes.
class Given : public Stream {
 public:
  Given(std::unique_ptr<Stream> bytes, std::shared_ptr<std::uint64_t> taken) : bytes_(std::move(bytes)), taken_(std::move(taken)) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    auto got = bytes_->read(into, count);
    if (got) *taken_ += *got;
    return got;
  }

 private:
  std::unique_ptr<Stream> bytes_;
  std::shared_ptr<std::uint64_t> taken_;
};

/// Unpacked bytes: each layer may be in proportion to the one around it, and the innermost yet a mountain.
class InProportion : public Stream {
 public:
  InProportion(std::unique_ptr<Stream> bytes, std::string name, Depth depth, std::shared_ptr<std::uint64_t> out = std::make_shared<std::uint64_t>(0))
      : bytes_(std::move(bytes)), name_(std::move(name)), depth_(std::move(depth)), out_(std::move(out)) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    auto got = bytes_->read(into, count);
    if (!got) return got;
    *out_ += *got;
    if (depth_.layers + depth_.archives > 1 && !Bounds::hold(*depth_.given, *out_))
      return Error{"archive.bomb", name_, "so few bytes unpack to so many (" + std::to_string(*out_ >> 20) + " MiB), layer within layer, that this is no news archive; the rest was left unread"};
    return got;
  }

 private:
  std::unique_ptr<Stream> bytes_;
  std::string name_;
  Depth depth_;
  std::shared_ptr<std::uint64_t> out_;
};

void read_layer(const std::string& path, std::unique_ptr<Stream> stream, const PlacedSink& sink, const ProblemSink& problem, Depth depth);

/// One layer of packing off, where there is one; what is left of the stream comes back in `bytes` where there is none.
bool read_packed(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem, Depth depth) {
  const auto head = bytes.peek(kHead);
  const bool gzip = is_gzip(head), zstd = is_zstd(head), brotli = !gzip && !zstd && named_as(path, ".br");
  if (!gzip && !zstd && !brotli) return false;
  constexpr int kMostLayers = 4;
  if (depth.layers++ == kMostLayers) {
    problem({"archive.nested", path, "this is compressed more than " + std::to_string(kMostLayers) + " times over; it was skipped"});
    return true;
  }
  // Ids leave the ending away; a message names the file.
  const std::string inner = without(path, gzip ? ".gz" : zstd ? ".zst" : ".br");
  const auto in_file = [&](const std::string& where) { return where.starts_with(inner) && !where.starts_with(path) ? path + where.substr(inner.size()) : where; };
  const ProblemSink inner_problem = [&](const Error& e) { problem(inner == path ? e : Error{e.code, in_file(e.where), e.message}); };
  auto rest = std::make_unique<Rest>(std::move(bytes));
  auto plain = gzip ? std::unique_ptr<Stream>(std::make_unique<GzipStream>(std::move(rest), path, problem)) : unpacking(zstd ? Packing::zstd : Packing::brotli, std::move(rest), path);
  read_layer(inner, std::make_unique<InProportion>(std::move(plain), path, depth), sink, inner_problem, depth);
  return true;
}

void read_layer(const std::string& path, std::unique_ptr<Stream> stream, const PlacedSink& sink, const ProblemSink& problem, Depth depth) {
  Buffered bytes(std::move(stream));
  if (read_packed(path, bytes, sink, problem, depth)) return;
  const auto head = bytes.peek(kHead);
  if (looks_like_archive(head)) {
    constexpr int kMostArchives = 4;
    if (depth.archives++ == kMostArchives)
      return problem({"archive.nested", path, "archives stand more than " + std::to_string(kMostArchives) + " deep in one another here; unpack the outer ones first"});
    const auto out = std::make_shared<std::uint64_t>(0);
    return read_archive(
        path, std::make_unique<Rest>(std::move(bytes)),
        [&](const std::string& name, std::unique_ptr<Stream> entry) {
          const std::string inner = path + "/" + name;
          read_layer(inner, std::make_unique<InProportion>(std::move(entry), inner, depth, out), sink, problem, depth);
        },
        problem);
  }
  if (looks_like_warc(head)) return read_warc(path, bytes, sink, problem);
  if ((named_as_lines(path) || looks_like_lines(head)) && !is_wide(head)) return read_lines(path, bytes, sink, problem);
  read_one(path, bytes, sink, problem);
}

}  // namespace

bool holds_many(std::string_view head, std::string_view path) { return is_gzip(head) || is_zstd(head) || named_as(path, ".br") || looks_like_archive(head) || looks_like_warc(head) || named_as_lines(path); }

void read_source(const std::string& path, std::unique_ptr<Stream> bytes, const PlacedSink& sink, const ProblemSink& problem) {
  Depth depth;
  auto given = std::make_unique<Given>(std::move(bytes), depth.given);
  read_layer(path, std::move(given), sink, problem, std::move(depth));
}

}  // namespace deconflict::read
