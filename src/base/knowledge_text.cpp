#include "base/knowledge_text.h"

#include "base/utf8.h"

namespace deconflict {

namespace {
constexpr std::string_view kFileMark = "\x01" "file ";
}

std::string_view KnowledgeRecord::get(std::string_view key) const {
  for (const auto& line : lines)
    if (line.key == key) return line.value;
  return {};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> split_list(std::string_view value, char separator) {
  std::vector<std::string> out;
  while (true) {
    const auto at = value.find(separator);
    const auto part = trim(value.substr(0, at));
    if (!part.empty()) out.emplace_back(part);
    if (at == std::string_view::npos) return out;
    value.remove_prefix(at + 1);
  }
}

std::string bundle_text(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  for (const auto& [path, content] : files) {
    out.append(kFileMark).append(path).append("\n").append(content);
    if (!content.empty() && content.back() != '\n') out += '\n';
  }
  return out;
}

Result<std::vector<KnowledgeRecord>> parse_knowledge(std::string_view bundled) {
  std::vector<KnowledgeRecord> records;
  std::string file = "knowledge";
  std::uint32_t number = 0;
  bool open = false;
  while (!bundled.empty()) {
    const auto newline = bundled.find('\n');
    std::string_view raw = bundled.substr(0, newline);
    bundled.remove_prefix(newline == std::string_view::npos ? bundled.size() : newline + 1);
    ++number;
    if (raw.starts_with(kFileMark)) {
      file = std::string(trim(raw.substr(kFileMark.size())));
      number = 0;
      open = false;
      continue;
    }
    auto bad = [&](const char* what) { return Error{"knowledge.line", file + ":" + std::to_string(number), what}; };
    if (utf8::first_invalid(raw)) return bad("this line is not valid UTF-8");
    const std::string_view text = trim(raw);
    if (text.empty()) {
      open = false;
      continue;
    }
    if (text.front() == '#') continue;
    if (raw.front() == ' ' || raw.front() == '\t') {
      if (!open) return bad("an indented line goes on with the line above, but there is none");
      auto& value = records.back().lines.back().value;
      value.append(" ").append(text);
      continue;
    }
    const auto gap = text.find_first_of(" \t");
    if (!open) {
      records.push_back({file, {}});
      open = true;
    }
    const auto value = gap == std::string_view::npos ? std::string_view{} : trim(text.substr(gap));
    records.back().lines.push_back({std::string(text.substr(0, gap)), std::string(value), number});
  }
  return records;
}

}  // namespace deconflict
