#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "deconflict/result.h"

namespace deconflict {

/// A whole regular file. errors: file.missing, file.directory, file.unreadable (with the system's words)
Result<std::string> read_file(const std::string& path);

/// Writes beside `path` and renames over it, so that a reader never sees half a file. errors: file.unwritable, file.full
Result<void> write_file(const std::string& path, std::string_view bytes);

/// A file that is written piece by piece beside `path` and takes its name when committed; without that it goes away.
/// errors: file.unwritable, file.full
class FileWriter {
 public:
  static Result<FileWriter> create(const std::string& path);
  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&& other) noexcept;
  ~FileWriter();
  /// At the end.
  Result<void> write(std::string_view bytes);
  Result<void> write_at(std::uint64_t offset, std::string_view bytes);
  /// REQUIRES that it was written there before.
  Result<void> read_at(std::uint64_t offset, char* into, std::size_t count) const;
  Result<void> commit();
  std::uint64_t size() const { return size_; }
  /// Where it lies before it is committed.
  const std::string& temporary() const { return temporary_; }

 private:
  FileWriter() = default;
  std::string path_, temporary_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

/// A regular file or pipe read piece by piece. errors: as read_file
class FileReader {
 public:
  static Result<FileReader> open(const std::string& path);
  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&& other) noexcept;
  ~FileReader();
  /// Up to `count` bytes; 0 at the end.
  Result<std::size_t> read(char* into, std::size_t count);
  /// 0 where it is not known (a pipe).
  std::uint64_t size() const { return size_; }

 private:
  FileReader() = default;
  std::string path_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

/// A read-only memory map of a whole file; movable, unmapped at the end of its life.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  std::string_view bytes() const { return {data_, size_}; }
  /// Lets the pages that were read go; they come back from the file when they are read again.
  void forget() const;

 private:
  MappedFile() = default;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace deconflict
