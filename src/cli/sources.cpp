#include "cli/sources.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "base/utf8.h"
#include "base/words.h"

namespace deconflict::cli {

namespace {

namespace fs = std::filesystem;

std::string resolved(const fs::path& path) {
  std::error_code ignored;
  return fs::weakly_canonical(path, ignored).string();
}

/// ".html", in small letters; empty for none.
std::string extension_of(const std::string& path) { return lower_ascii(fs::path(path).extension().string()); }

}  // namespace

std::string named(const std::string& path) { return utf8::escaped(path); }

Sources::Sources(const std::vector<std::string>& paths, const std::string& ledger) : ledger_(resolved(ledger)) {
  std::error_code ignored;
  for (const auto& path : paths) {
    if (path == "-" || fs::exists(path, ignored)) {
      add_path(path);
      continue;
    }
    if (path.find_first_of("*?[") == std::string::npos) {
      missing.push_back({path, {"file.missing", path, "there is no such file or folder"}});
      continue;
    }
    glob_t found{};
    const int status = ::glob(path.c_str(), 0, nullptr, &found);
    for (std::size_t i = 0; status == 0 && i < found.gl_pathc; ++i)
      if (resolved(found.gl_pathv[i]) != ledger_) add_path(found.gl_pathv[i]);
    if (status != 0) missing.push_back({path, {"file.missing", path, "no file fits this pattern"}});
    ::globfree(&found);
  }
}

void Sources::add_path(const std::string& path) {
  std::error_code ignored;
  if (path == "-") files.push_back(path);
  else if (fs::is_directory(path, ignored)) add_folder(path);
  else files.push_back(fs::path(path).lexically_normal().string());
}

void Sources::add_folder(const std::string& folder) {
  std::vector<std::string> found;
  const auto before = missing.size();
  find_in(folder, found);
  std::sort(missing.begin() + static_cast<std::ptrdiff_t>(before), missing.end(), [](const auto& x, const auto& y) { return x.source < y.source; });
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

void Sources::find_in(const fs::path& folder, std::vector<std::string>& found) {
  static const std::set<std::string> kRead = {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".json", ".ndjson", ".jsonl",
                                              ".warc", ".gz", ".zst", ".br", ".tgz", ".zip", ".tar", ".7z", ""};
  std::error_code failed;
  fs::directory_iterator at(folder, failed), end;
  for (; !failed && at != end; at.increment(failed)) {
    const auto& path = at->path();
    if (path.filename().string().starts_with(".")) continue;
    std::error_code unknown, ignored;
    const auto status = at->status(unknown);
    if (unknown) add_unreadable(path, "this file", unknown);
    if (fs::is_directory(status) && !at->is_symlink(ignored)) find_in(path, found);
    if (!fs::is_regular_file(status) || resolved(path) == ledger_) continue;
    const std::string extension = extension_of(path.string());
    if (kRead.contains(extension)) found.push_back(path.lexically_normal().string());
    else ++passed_over[extension];
  }
  if (failed) add_unreadable(folder, "this folder", failed);
}

void Sources::add_unreadable(const fs::path& path, const char* what, const std::error_code& why) {
  const std::string name = path.lexically_normal().string();
  missing.push_back({name, {"file.unreadable", name, std::string(what) + " cannot be read: " + why.message()}});
}

std::vector<std::string> Watch::settled() {
  std::map<std::string, State> now;
  std::error_code failed;
  for (const auto& file : Sources(paths_, ledger_).files) {
    const auto size = fs::file_size(file, failed);
    if (failed) continue;
    const auto changed = fs::last_write_time(file, failed);
    if (!failed) now.emplace(file, State{size, static_cast<std::int64_t>(changed.time_since_epoch().count())});
  }
  std::vector<std::string> settled;
  for (const auto& [file, state] : now) {
    const auto before = seen_.find(file), given = given_.find(file);
    if (before == seen_.end() || before->second != state || (given != given_.end() && given->second == state)) continue;
    given_[file] = state;
    settled.push_back(file);
  }
  seen_ = std::move(now);
  return settled;
}

}  // namespace deconflict::cli
