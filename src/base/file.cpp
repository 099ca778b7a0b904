#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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
  auto file = FileReader::open(path);
  if (!file) return file.error();
  std::string out;
  out.reserve(file->size());
  char block[1 << 16];
  for (;;) {
    auto n = file->read(block, sizeof block);
    if (!n) return n.error();
    if (*n == 0) return out;
    out.append(block, *n);
  }
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  auto file = FileWriter::create(path);
  if (!file) return file.error();
  if (auto r = file->write(bytes); !r) return r;
  return file->commit();
}

Result<FileWriter> FileWriter::create(const std::string& path) {
  FileWriter file;
  file.path_ = path;
  file.temporary_ = path + ".partial." + std::to_string(::getpid());
  file.fd_ = ::open(file.temporary_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file.fd_ < 0) return system_error("file.unwritable", path, "write");
  return file;
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

FileWriter& FileWriter::operator=(FileWriter&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}

FileWriter::~FileWriter() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

Result<void> FileWriter::write(std::string_view bytes) { return write_at(size_, bytes); }

Result<void> FileWriter::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("file.unwritable", path_, "write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
    size_ = std::max(size_, offset);
  }
  return {};
}

Result<void> FileWriter::read_at(std::uint64_t offset, char* into, std::size_t count) const {
  while (count > 0) {
    const ssize_t n = ::pread(fd_, into, count, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("file.unreadable", path_, "read");
    if (n == 0) return Error{"file.unreadable", path_, "it ends before byte " + std::to_string(offset + count)};
    into += n;
    count -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
  return {};
}

Result<void> FileWriter::commit() {
  if (::fsync(fd_) != 0) return system_error("file.unwritable", path_, "write");
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return system_error("file.unwritable", path_, "replace");
  ::close(std::exchange(fd_, -1));
  return {};
}

Result<FileReader> FileReader::open(const std::string& path) {
  auto opened = open_regular(path);
  if (!opened) return opened.error();
  FileReader file;
  file.path_ = path;
  file.fd_ = opened->fd;
  file.size_ = opened->size;
  return file;
}

FileReader::FileReader(FileReader&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}

FileReader::~FileReader() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::size_t> FileReader::read(char* into, std::size_t count) {
  for (;;) {
    const ssize_t n = ::read(fd_, into, count);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) return system_error("file.unreadable", path_, "read");
  }
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

void MappedFile::forget() const {
  if (data_ != nullptr) ::madvise(const_cast<char*>(data_), size_, MADV_DONTNEED);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace deconflict
