#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "deconflict/result.h"

namespace deconflict {

/// One memory-mapped file of named sections: the compiled knowledge with its gazetteer, or a trained model.
/// Layout: "DCPACK01" · u64 number of sections · u64 XXH3 of the table · table of {u64 offset, u64 size, u64 XXH3,
/// char name[40]} · sections, each at a multiple of 64 bytes. Little-endian.
class Pack {
 public:
  enum class Check { sections, table };  ///< checksums of everything, or of the table alone: for files of gigabytes

  /// errors: file.* ; pack.corrupt with what does not fit (magic, table, a section's bounds or checksum)
  static Result<Pack> open(const std::string& path, Check check = Check::sections);

  /// The bytes of a section, 64-byte aligned, valid as long as the Pack lives.
  /// errors: pack.section where there is none of that name
  Result<std::string_view> section(std::string_view name) const;
  bool has(std::string_view name) const;
  /// The checksum of a section, as the table has it; 0 where there is none of that name.
  std::uint64_t checksum(std::string_view name) const;
  std::vector<std::string> names() const;
  const std::string& path() const { return path_; }
  /// Lets the memory of what was read go (MappedFile::forget).
  void forget() const { file_.forget(); }
  /// Short hexadecimal hash of the whole content: the version that ledgers record.
  const std::string& version() const { return version_; }

 private:
  Pack(std::string path, MappedFile file) : path_(std::move(path)), file_(std::move(file)) {}
  std::string path_;
  MappedFile file_;
  struct Section {
    std::string name;
    std::string_view bytes;
    std::uint64_t checksum = 0;
  };
  std::vector<Section> sections_;
  std::string version_;
};

/// Collects sections and writes them in name order, so that the same content gives the same bytes.
class PackWriter {
 public:
  /// REQUIRES a name of 1..39 bytes not added before
  void add(std::string name, std::string bytes);
  /// A section whose bytes stand in a file that is read when the pack is written.
  void add_file(std::string name, std::string path);
  /// The bytes added under that name; empty without them. Valid until the next add.
  std::string_view section(std::string_view name) const;
  Result<void> write(const std::string& path);

 private:
  struct Section {
    std::string name, bytes, file;
  };
  std::vector<Section> sections_;
};

}  // namespace deconflict
