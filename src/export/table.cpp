#include "export/table.h"

#include <algorithm>

namespace deconflict::exports {

namespace {

std::string number(double value) {
  json::Writer out;
  out.value(value);
  return out.take();
}

bool looks_like_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with(' ') && !text.ends_with(' ') && !looks_like_number(text)) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string_view name_of(Type type) {
  switch (type) {
    case Type::text: return "text";
    case Type::integer: return "integer";
    case Type::real: return "real";
    case Type::boolean: return "boolean";
    case Type::date: return "date";
  }
  return "text";
}

std::string in_csv(const Cell& cell) {
  switch (cell.index()) {
    case 1: return quoted(std::get<std::string>(cell));
    case 2: return std::to_string(std::get<std::int64_t>(cell));
    case 3: return number(std::get<double>(cell));
    case 4: return std::get<bool>(cell) ? "true" : "false";
    default: return {};
  }
}

std::string in_tsv(const Cell& cell) {
  if (cell.index() != 1) return in_csv(cell);
  std::string text = std::get<std::string>(cell);
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

void in_json(json::Writer& out, const Cell& cell) {
  switch (cell.index()) {
    case 1: out.value(std::get<std::string>(cell)); break;
    case 2: out.value(std::get<std::int64_t>(cell)); break;
    case 3: out.value(std::get<double>(cell)); break;
    case 4: out.value(std::get<bool>(cell)); break;
    default: out.null();
  }
}

void add(std::string& list, std::string_view item, std::string_view between) {
  if (item.empty()) return;
  if (!list.empty()) list += between;
  list += item;
}

}  // namespace deconflict::exports
