#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "deconflict/result.h"

namespace deconflict::place {

/// Sorts more pairs of numbers than should be held: full buffers are sorted and laid down in a file, and read back side by side.
class KeySorter {
 public:
  struct Item {
    std::uint64_t key = 0;
    std::uint32_t value = 0;
    friend bool operator<(const Item& a, const Item& b) { return a.key != b.key ? a.key < b.key : a.value < b.value; }
  };

  /// `path`: a file that it may make; `limit`: how many items are held at most
  explicit KeySorter(std::string path, std::size_t limit = std::size_t{4} << 20U) : path_(std::move(path)), limit_(limit) {}

  /// errors: file.*
  Result<void> add(std::uint64_t key, std::uint32_t value);
  /// Ends the adding.
  Result<void> finish();
  /// After `finish`: the smallest item that was not taken yet, or nothing. errors: file.*
  Result<std::optional<Item>> next();
  std::uint64_t size() const { return size_; }

 private:
  struct Run {
    std::uint64_t at = 0, end = 0;  ///< items in the file that were not read yet
    std::vector<Item> buffer;
    std::size_t next = 0;
  };
  Result<void> spill();
  Result<void> fill(Run& run);

  std::string path_;
  std::size_t limit_;
  std::vector<Item> items_;
  std::size_t taken_ = 0;  ///< of items_, where nothing was spilled
  std::optional<FileWriter> file_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> heap_;  ///< runs, that with the smallest item first
  std::uint64_t size_ = 0;
};

}  // namespace deconflict::place
