#include "read/source.h"

#include "base/hash.h"
#include "base/words.h"
#include "read/archive.h"
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

void read_layer(const std::string& path, std::unique_ptr<Stream> stream, const PlacedSink& sink, const ProblemSink& problem, int layers, bool in_archive) {
  constexpr int kMostLayers = 4;
  Buffered bytes(std::move(stream));
  const auto head = bytes.peek(kHead);
  if (is_gzip(head)) {
    if (layers == kMostLayers) return problem({"archive.bomb", path, "this is compressed more than " + std::to_string(kMostLayers) + " times over; it was skipped"});
    auto packed = std::make_unique<GzipStream>(std::make_unique<Rest>(std::move(bytes)), path, problem);
    return read_layer(without(path, ".gz"), std::move(packed), sink, problem, layers + 1, in_archive);
  }
  if (looks_like_archive(head)) {
    if (in_archive) return problem({"archive.nested", path, "an archive within an archive is not read; unpack the outer one first"});
    return read_archive(
        path, std::make_unique<Rest>(std::move(bytes)),
        [&](const std::string& name, std::unique_ptr<Stream> entry) { read_layer(path + "/" + name, std::move(entry), sink, problem, layers, true); }, problem);
  }
  if (looks_like_warc(head)) return read_warc(path, bytes, sink, problem);
  if (named_as_lines(path) || looks_like_lines(head)) return read_lines(path, bytes, sink, problem);
  read_one(path, bytes, sink, problem);
}

}  // namespace

bool holds_many(std::string_view head, std::string_view path) { return is_gzip(head) || looks_like_archive(head) || looks_like_warc(head) || named_as_lines(path); }

void read_source(const std::string& path, std::unique_ptr<Stream> bytes, const PlacedSink& sink, const ProblemSink& problem) {
  read_layer(path, std::move(bytes), sink, problem, 0, false);
}

}  // namespace deconflict::read
