#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/ledger.h"

namespace deconflict::cli {

/// How a file is called in ids and records, which are UTF-8 whatever the file system holds.
std::string named(const std::string& path);

/// The files behind the paths that were given, in name order. A folder gives the files of the kinds that are read, others are
/// counted; a pattern ("2017-*/*.html") the files that fit it.
class Sources {
 public:
  /// ledger: is no input, though it may lie in one of the folders or fit a pattern
  Sources(const std::vector<std::string>& paths, const std::string& ledger);

  std::vector<std::string> files;
  std::vector<store::Problem> missing;
  std::map<std::string, std::size_t> passed_over;  ///< by extension

 private:
  void add_path(const std::string& path);
  void add_folder(const std::string& folder);
  /// What lies in the folder, and in those under it, in no order; links to folders are not followed.
  void find_in(const std::filesystem::path& folder, std::vector<std::string>& found);
  void add_unreadable(const std::filesystem::path& path, const char* what, const std::error_code& why);

  std::string ledger_;
};

/// Notices files that are new or have changed, once they have stopped growing.
class Watch {
 public:
  Watch(std::vector<std::string> paths, std::string ledger) : paths_(std::move(paths)), ledger_(std::move(ledger)) {}
  /// Those that have been as they are since the last call, and were not given yet as they are.
  std::vector<std::string> settled();

 private:
  using State = std::pair<std::uintmax_t, std::int64_t>;  ///< size and time of change
  std::vector<std::string> paths_;
  std::string ledger_;
  std::map<std::string, State> seen_, given_;
};

}  // namespace deconflict::cli
