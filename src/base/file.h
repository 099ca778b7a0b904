#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "deconflict/result.h"

namespace deconflict {

/// A whole regular file. errors: file.missing, file.directory, file.unreadable (with the system's words)
Result<std::string> read_file(const std::string& path);

/// Writes beside `path` and renames over it, so that a reader never sees half a file. errors: file.unwritable, file.full
Result<void> write_file(const std::string& path, std::string_view bytes);

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

 private:
  MappedFile() = default;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace deconflict
