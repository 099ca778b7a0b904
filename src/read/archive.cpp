#include "read/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <utility>

#include "base/utf8.h"

namespace deconflict::read {

namespace {

constexpr std::uint64_t kMostEntries = 10'000'000;
constexpr std::string_view kSevenZip = "7z\xBC\xAF\x27\x1C";

struct Close {
  void operator()(struct archive* a) const { archive_read_free(a); }
};

struct Input {
  std::unique_ptr<Stream> bytes;
  std::string block = std::string(1U << 16, '\0');
  std::string head;  ///< what was looked at already
  std::uint64_t taken = 0;

  Result<std::size_t> next() {
    auto got = bytes->read(block.data(), block.size());
    if (got) taken += *got;
    return got;
  }
};

la_ssize_t give(struct archive* a, void* data, const void** block) {
  auto& input = *static_cast<Input*>(data);
  if (!input.head.empty()) {
    input.block.replace(0, input.head.size(), input.head);
    *block = input.block.data();
    return static_cast<la_ssize_t>(std::exchange(input.head, {}).size());
  }
  auto got = input.next();
  if (!got) {
    archive_set_error(a, EIO, "%s", got.error().message.c_str());
    return ARCHIVE_FATAL;
  }
  *block = input.block.data();
  return static_cast<la_ssize_t>(*got);
}

/// 7z has its table of contents at the end, so that all of it has to be there.
Result<void> read_whole(Input& input, const std::string& path) {
  constexpr std::size_t kLargest = 256U << 20;
  for (;;) {
    auto got = input.next();
    if (!got) return got.error();
    if (*got == 0) return {};
    input.head.append(input.block, 0, *got);
    if (input.head.size() > kLargest) return Error{"archive.too_large", path, "a 7z of more than " + std::to_string(kLargest >> 20) + " MiB is not read; pack it as tar or zip"};
  }
}

std::string words_of(struct archive* a) {
  const char* text = archive_error_string(a);
  return text == nullptr ? "it is damaged" : utf8::repaired(text);
}

/// libarchive turns the names of entries from and into the charset of the thread, and gives up on what that cannot write.
class NamesInUtf8 {
 public:
  NamesInUtf8() : utf8_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = ::uselocale(utf8_);
  }
  ~NamesInUtf8() {
    if (utf8_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(utf8_);
  }
  NamesInUtf8(const NamesInUtf8&) = delete;
  NamesInUtf8& operator=(const NamesInUtf8&) = delete;

 private:
  locale_t utf8_ = nullptr, before_ = nullptr;
};

/// A path as a name alone: no root, no way up, no control characters. leads_out: it had a root or a way up
std::string harmless(std::string_view name, bool& leads_out) {
  std::string out;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find_first_of("/\\", at), name.size());
    const auto part = name.substr(at, end - at);
    at = end + 1;
    leads_out = leads_out || part == ".." || (part.empty() && out.empty() && end < name.size());
    if (part.empty() || part == "." || part == "..") continue;
    if (!out.empty()) out += '/';
    for (const char c : utf8::escaped(part)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '_' : c;
  }
  return out.empty() ? "unnamed" : out;
}

/// The bytes of the entry that the archive stands at.
class EntryStream : public Stream {
 public:
  EntryStream(struct archive* a, const Input& input, std::uint64_t& out, std::string where) : archive_(a), input_(input), out_(out), where_(std::move(where)) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    const auto got = archive_read_data(archive_, into, count);
    if (got < 0) return Error{"archive.damaged", where_, "this entry of the archive cannot be unpacked: " + words_of(archive_)};
    out_ += static_cast<std::uint64_t>(got);
    if (!Bounds::hold(input_.taken, out_))
      return Error{"archive.bomb", where_, "so few bytes unpack to so many (" + std::to_string(out_ >> 20) + " MiB) that this is no news archive; the rest was left unread. Unpack it by hand if it is one"};
    return static_cast<std::size_t>(got);
  }

 private:
  struct archive* archive_;
  const Input& input_;
  std::uint64_t& out_;
  std::string where_;
};

}  // namespace

bool looks_like_archive(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") || bytes.starts_with(kSevenZip)) return true;
  return bytes.size() >= 263 && bytes.substr(257, 5) == "ustar";
}

void read_archive(const std::string& path, std::unique_ptr<Stream> bytes, const EntrySink& entry, const ProblemSink& problem) {
  const NamesInUtf8 names;
  Input input;
  input.bytes = std::move(bytes);
  const std::unique_ptr<struct archive, Close> a(archive_read_new());
  if (!a) return problem({"archive.memory", path, "there is no memory to unpack this archive"});
  archive_read_support_format_zip(a.get());
  archive_read_support_format_tar(a.get());
  archive_read_support_format_7zip(a.get());
  while (input.head.size() < kSevenZip.size()) {
    auto got = input.next();
    if (!got) return problem(got.error());
    if (*got == 0) break;
    input.head.append(input.block, 0, *got);
  }
  const bool seven = input.head.starts_with(kSevenZip);
  if (seven)
    if (auto r = read_whole(input, path); !r) return problem(r.error());
  if ((seven ? archive_read_open_memory(a.get(), input.head.data(), input.head.size()) : archive_read_open(a.get(), &input, nullptr, give, nullptr)) != ARCHIVE_OK)
    return problem({"archive.damaged", path, "this archive cannot be opened: " + words_of(a.get())});
  std::uint64_t out = 0;
  for (std::uint64_t number = 1;; ++number) {
    struct archive_entry* e = nullptr;
    const int status = archive_read_next_header(a.get(), &e);
    if (status == ARCHIVE_EOF) {
      if (number == 1) problem({"archive.empty", path, "there is nothing in this archive"});
      return;
    }
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
      return problem({"archive.damaged", path + ", entry " + std::to_string(number), "the archive is damaged here; what came before was read: " + words_of(a.get())});
    if (number > kMostEntries) return problem({"archive.bomb", path, "this archive has more than " + std::to_string(kMostEntries) + " entries; the rest was left unread"});
    const char* told = archive_entry_pathname_utf8(e);
    if (told == nullptr) told = archive_entry_pathname(e);
    bool leads_out = false;
    const std::string name = harmless(told == nullptr ? "" : told, leads_out);
    const std::string where = path + ", entry " + std::to_string(number) + " (" + name + ")";
    if (leads_out) problem({"archive.path", where, "the path of this entry leads out of the archive; only its name was kept"});
    if (archive_entry_filetype(e) == AE_IFDIR) continue;
    if (archive_entry_hardlink(e) != nullptr || archive_entry_symlink(e) != nullptr) {
      problem({"archive.link", where, "this entry is a link; links in archives are not followed"});
      continue;
    }
    if (archive_entry_filetype(e) != AE_IFREG) continue;
    if (archive_entry_is_encrypted(e) == 1) {
      problem({"archive.encrypted", where, "this entry is encrypted; unpack the archive with its password first"});
      continue;
    }
    entry(name, std::make_unique<EntryStream>(a.get(), input, out, where));
    if (!Bounds::hold(input.taken, out)) return;
  }
}

}  // namespace deconflict::read
