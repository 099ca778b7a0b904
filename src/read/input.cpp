#include <algorithm>
#include <cctype>

#include "base/json.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"
#include "read/date_text.h"
#include "read/dom.h"
#include "read/encoding.h"
#include "read/feed.h"
#include "read/read.h"

namespace deconflict::read {

namespace {

std::string extension_of(std::string_view path) {
  const auto dot = path.find_last_of("./");
  return dot == std::string_view::npos || path[dot] == '/' ? std::string() : lower_ascii(path.substr(dot + 1));
}

bool looks_like_html(std::string_view text) {
  const std::string head = lower_ascii(text.substr(0, 2048));
  if (head.empty() || head.front() != '<') return false;
  for (std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<p ", "<article", "<main", "<script", "<h1"})
    if (head.find(tag) != std::string::npos) return true;
  return false;
}

/// NDJSON; or, where its first line is no whole value, one JSON document or an array of them.
void read_json(const std::string& path, std::string_view text, const Sink& sink, const ProblemSink& problem) {
  auto one = [&](std::string_view json, const std::string& where) {
    auto doc = read_json_document(json);
    if (doc) return sink(std::move(*doc));
    Error error = doc.error();
    error.where = where;
    problem(error);
  };
  const auto first = text.substr(0, text.find('\n'));
  if (text.size() <= kLargestDocument && (trim(text).front() == '[' || !json::parse(first))) {
    if (auto whole = json::parse(text); whole && (whole->IsArray() || whole->IsObject())) {
      if (whole->IsObject()) return one(text, path);
      std::size_t number = 0;
      for (const auto& value : whole->GetArray()) {
        rapidjson::StringBuffer buffer;
        rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
        value.Accept(writer);
        one({buffer.GetString(), buffer.GetSize()}, path + ", element " + std::to_string(++number));
      }
      return;
    }
  }
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    const std::string where = path + ":" + std::to_string(number);
    if (line.size() > kLargestDocument)
      problem({"line.too_long", where, "this line is longer than " + std::to_string(kLargestDocument >> 20) + " MiB; it was skipped"});
    else if (!trim(line).empty())
      one(line, where);
  }
}

/// Reads "Title: …", "Date: …" lines that stand before the first blank line; → the rest. Where any other line stands
/// there, or none of these, the text has no head and comes back whole.
std::string_view read_head(std::string_view text, Document& doc, const ProblemSink& problem) {
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  Document head;
  std::string bad_date;
  std::size_t fields = 0;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon > 12) return text;
    const std::string key = lower_ascii(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (key == "title" || key == "headline") {
      head.title = value;
    } else if (key == "date" || key == "published") {
      if (auto day = first_day(value, true)) head.published = format_iso_day(*day);
      else bad_date = value;
    } else if (key == "source" || key == "outlet") {
      head.outlet = value;
    } else if (key == "url" || key == "link") {
      head.url = value;
    } else if (key == "language") {
      head.language = lower_ascii(value);
    } else if (key != "author" && key != "byline") {
      return text;
    }
    ++fields;
  }
  if (fields == 0 || trim(rest).empty()) return text;
  head.id = doc.id;
  doc = std::move(head);
  if (!bad_date.empty()) problem({"document.published", doc.id, "this date is no day that can be read: " + bad_date});
  return rest;
}

/// The day of a line that has nothing but a date, or a weekday and a date: "Wednesday, January 30, 2019".
std::optional<Day> day_line(std::string_view line) {
  constexpr std::size_t kLongest = 60;
  if (line.size() > kLongest) return std::nullopt;
  const auto found = find_days(line, true);
  if (found.size() != 1) return std::nullopt;
  const auto word = [](std::string_view s) { return trim(s.substr(0, s.find_last_not_of(" ,.-|\t") + 1)); };
  const std::string before = lower_ascii(word(line.substr(0, found[0].begin)));
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto after = line.substr(found[0].end);
  if (std::any_of(after.begin(), after.end(), letter)) return std::nullopt;
  static constexpr std::string_view kBefore[] = {"", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "published", "posted"};
  return std::find(std::begin(kBefore), std::end(kBefore), before) != std::end(kBefore) ? std::optional(found[0].day) : std::nullopt;
}

/// The day of one of the first lines, where a line tells nothing else.
std::optional<Day> day_above(std::string_view text) {
  constexpr int kLines = 3;
  for (int lines = 0; lines < kLines && !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (const auto day = day_line(line)) return day;
    ++lines;
  }
  return std::nullopt;
}

void read_text(const std::string& path, std::string_view text, const Sink& sink, const ProblemSink& problem) {
  Document doc;
  doc.id = path;
  doc.text = read_head(text, doc, problem);
  if (doc.published.empty())
    if (const auto day = day_above(doc.text)) doc.published = format_iso_day(*day);
  sink(std::move(doc));
}

}  // namespace

std::optional<Error> unreadable(std::string_view bytes, const std::string& file) {
  if (bytes.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos) return Error{"file.empty", file, bytes.empty() ? "the file is empty" : "there is nothing but white space in this file"};
  if (bytes.starts_with("%PDF-")) return Error{"file.binary", file, "this is a PDF; turn it into text first (pdftotext)"};
  for (const std::string_view packed : {"\x1F\x8B", "PK\x03\x04", "\x28\xB5\x2F\xFD", "BZh", "\xFD\x37zXZ", "7z\xBC\xAF"})
    if (bytes.starts_with(packed)) return Error{"file.binary", file, "this is a compressed file; unpack it first"};
  if (const auto nul = bytes.find('\0'); nul != std::string_view::npos && !is_wide(bytes) && !has_stray_zeros(bytes))
    return Error{"file.binary", file + ", byte " + std::to_string(nul), "this is a binary file (it holds a NUL byte), not text"};
  return std::nullopt;
}

void read_file_as_documents(const std::string& path, std::string_view bytes, const Sink& sink, const ProblemSink& problem) {
  if (auto error = unreadable(bytes, path)) return problem(*error);
  std::string plain;
  if (bytes.size() <= 2 * kLargestDocument && (is_wide(bytes) || has_stray_zeros(bytes))) {
    plain = page_to_utf8(bytes);
    if (!is_wide(bytes)) problem({"file.zeros", path + ", byte " + std::to_string(bytes.find('\0')), "zero bytes stand in this page and were left out"});
    else if (plain.find("\xEF\xBF\xBD") != std::string::npos) problem({"file.utf16", path, "this is not valid UTF-16 throughout; what fits nowhere was replaced by \xEF\xBF\xBD"});
    bytes = plain;
    if (auto error = unreadable(bytes, path)) return problem(*error);
  }
  const std::string extension = extension_of(path);
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const auto content = bytes.substr(first == std::string_view::npos ? 0 : first);
  const bool json_name = extension == "ndjson" || extension == "jsonl" || extension == "json";
  const auto second = content.find_first_not_of(" \t\r\n", 1);
  const bool object = content.front() == '{' && second != std::string_view::npos && (content[second] == '"' || content[second] == '}');
  const bool array = content.front() == '[' && second != std::string_view::npos && content[second] == '{';
  if (json_name || object || array) return read_json(path, bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes, sink, problem);

  if (bytes.size() > kLargestDocument)
    return problem({"file.too_large", path, "a document of " + std::to_string(bytes.size() >> 20) + " MiB is no article; the limit is " + std::to_string(kLargestDocument >> 20) + " MiB"});
  if (looks_like_feed(content)) return read_feed(path, page_to_utf8(content), sink, problem);
  if (looks_like_html(content) || extension == "html" || extension == "htm" || extension == "xhtml") {
    auto page = read_html(bytes, path);
    if (page) return sink(std::move(page->document));
    return problem(page.error());
  }
  if (const auto bad = utf8::first_invalid(bytes)) {
    problem({"file.utf8", path + ", byte " + std::to_string(*bad), "this is not valid UTF-8; bytes that fit nowhere were replaced by \xEF\xBF\xBD"});
    return read_text(path, utf8::repaired(bytes), sink, problem);
  }
  read_text(path, bytes, sink, problem);
}

}  // namespace deconflict::read
