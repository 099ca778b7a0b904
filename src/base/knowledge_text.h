#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/result.h"

namespace deconflict {

/// The knowledge files are text that a researcher reads and corrects:
///
///     # comment
///     actor  islamic-state
///     name   Islamic State
///     aka    IS | ISIL | ISIS | Daesh
///
/// A record is a run of `key value` lines; a blank line ends it. The first key says what sort of record it is. A key may
/// stand on several lines. A line that begins with white space goes on with the value above.
struct KnowledgeLine {
  std::string key;
  std::string value;  ///< trimmed
  std::uint32_t line = 0;
};

struct KnowledgeRecord {
  std::string file;  ///< "knowledge/actors/syria.txt"
  std::vector<KnowledgeLine> lines;

  const std::string& sort() const { return lines.front().key; }
  /// The value of the first line with that key; empty without one.
  std::string_view get(std::string_view key) const;
  /// "knowledge/actors/syria.txt:12"
  std::string where(std::uint32_t line) const { return file + ":" + std::to_string(line); }
  std::string where() const { return where(lines.front().line); }
};

/// Records of one section as `bundle_text` made it. errors: knowledge.line with file:line
Result<std::vector<KnowledgeRecord>> parse_knowledge(std::string_view bundled);

/// Joins (path, content) pairs into one section, each file behind a line that names it.
std::string bundle_text(const std::vector<std::pair<std::string, std::string>>& files);

/// "a | b|c" → {"a","b","c"}: trimmed, empty parts left out.
std::vector<std::string> split_list(std::string_view value, char separator = '|');

std::string_view trim(std::string_view text);

}  // namespace deconflict
