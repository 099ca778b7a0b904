#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace deconflict {

namespace {

Error system_error(std::string code, const std::string& path, const char* doing) {
  const int number = errno;
  std::string words = std::string("cannot ") + doing + ": " + std::strerror(number);
  if (number == ENOENT) return {"file.missing", path, "there is no such file"};
  if (number == ENOSPC) return {"file.full", path, "the disk is full; free some space and run again"};
  return {std::move(code), path, std::move(words)};
}

/// An open descriptor of a regular file and its size.
struct Opened {
  int fd;
  std::size_t size;
};

Result<Opened> open_regular(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error("file.unreadable", path, "open");
  struct stat info {};
  if (::fstat(fd, &info) != 0) {
    auto error = system_error("file.unreadable", path, "examine");
    ::close(fd);
    return error;
  }
  if (S_ISDIR(info.st_mode)) {
    ::close(fd);
    return Error{"file.directory", path, "this is a directory; name a file in it, or give the directory to `ingest`"};
  }
  return Opened{fd, S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  auto opened = open_regular(path);
  if (!opened) return opened.error();
  std::string out;
  out.reserve(opened->size);
  char block[1 << 16];
  for (;;) {
    const ssize_t n = ::read(opened->fd, block, sizeof block);
    if (n > 0) {
      out.append(block, static_cast<std::size_t>(n));
    } else if (n == 0) {
      break;
    } else if (errno != EINTR) {
      auto error = system_error("file.unreadable", path, "read");
      ::close(opened->fd);
      return error;
    }
  }
  ::close(opened->fd);
  return out;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".partial." + std::to_string(::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return system_error("file.unwritable", path, "write");
  auto fail = [&](const char* doing) {
    auto error = system_error("file.unwritable", path, doing);
    ::close(fd);
    ::unlink(temporary.c_str());
    return error;
  };
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return fail("write");
  ::close(fd);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    auto error = system_error("file.unwritable", path, "replace");
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  auto opened = open_regular(path);
  if (!opened) return opened.error();
  MappedFile file;
  if (opened->size > 0) {
    void* data = ::mmap(nullptr, opened->size, PROT_READ, MAP_PRIVATE, opened->fd, 0);
    if (data == MAP_FAILED) {
      auto error = system_error("file.unreadable", path, "map");
      ::close(opened->fd);
      return error;
    }
    file.data_ = static_cast<const char*>(data);
    file.size_ = opened->size;
  }
  ::close(opened->fd);
  return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace deconflict
