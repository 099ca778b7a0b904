#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/document.h"
#include "deconflict/result.h"

namespace deconflict::read {

/// A document of more bytes is no article and is refused.
inline constexpr std::size_t kLargestDocument = 32U << 20;

/// Why bytes that should be text cannot be read at all: file.empty, file.binary; nullopt where they may be.
std::optional<Error> unreadable(std::string_view bytes, const std::string& file);

/// A page as `extract` reports it.
struct Page {
  Document document;  ///< text has a newline between paragraphs
  std::string byline;
};

/// Main text, title, publication day, byline and outlet of an HTML page in whatever encoding it declares.
/// A page nested beyond reason gives its bare words.
/// errors: html.empty where neither text, title nor date is found, html.depth where such a page has no words either,
/// file.empty, file.binary, file.too_large
Result<Page> read_html(std::string_view bytes, const std::string& file);

/// One line of NDJSON: an object with "id" and "text" (SCHEMA `deconflict/1`, input document).
/// errors: json.invalid, document.no_id, document.no_text, document.utf8, document.published; Error::where is left empty
Result<Document> read_json_document(std::string_view line);

/// A file of any kind that we know (plain text, HTML, RSS/Atom, NDJSON), told by its content, as documents. Every
/// problem goes to `problem` and the rest goes on. Ids: NDJSON's own; else the file's name ("#2", … for items of a feed).
using Sink = std::function<void(Document&&)>;
/// Where a document stands, and what it was read from.
struct Piece {
  std::string where;   ///< "reports.ndjson:17", "pages.warc, record 3, byte 5120"
  std::string sha256;  ///< of the line, the file, the archive's entry or the unpacked page
};
using PlacedSink = std::function<void(Document&&, const Piece&)>;
using ProblemSink = std::function<void(const Error&)>;
void read_file_as_documents(const std::string& path, std::string_view bytes, const Sink& sink, const ProblemSink& problem);

/// Spans of the text that are no part of the story. out: sorted, not overlapping
std::vector<Boilerplate> find_boilerplate(std::string_view text);

/// ISO 639-1 code; empty where the text is too short to tell.
std::string detect_language(std::string_view text);

}  // namespace deconflict::read
