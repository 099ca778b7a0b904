#include "base/date.h"
#include "base/json.h"
#include "base/utf8.h"
#include "read/read.h"

namespace deconflict::read {

Result<Document> read_json_document(std::string_view line) {
  if (auto bad = utf8::first_invalid(line))
    return Error{"document.utf8", "", "this line is not valid UTF-8 at byte " + std::to_string(*bad)};
  auto tree = json::parse(line);
  if (!tree) return tree.error();
  if (!tree->IsObject()) return Error{"document.shape", "", "a document is a JSON object with \"id\" and \"text\""};
  Document doc;
  doc.id = json::string_at(*tree, "id");
  if (doc.id.empty()) doc.id = json::string_at(*tree, "file");  // a line of `extract`
  if (doc.id.empty()) return Error{"document.no_id", "", "the document has no \"id\" (a non-empty string)"};
  const json::Value* text = json::member(*tree, "text");
  if (text == nullptr || !text->IsString()) return Error{"document.no_text", "", "document '" + doc.id + "' has no \"text\" (a string)"};
  doc.text.assign(text->GetString(), text->GetStringLength());
  doc.title = json::string_at(*tree, "title");
  doc.url = json::string_at(*tree, "url");
  doc.outlet = json::string_at(*tree, "outlet");
  doc.language = json::string_at(*tree, "language");
  // A day that is told and cannot be read is not passed over: all that the text tells by weekdays rests on it.
  if (const json::Value* day = json::member(*tree, "published"); day != nullptr && !day->IsString() && !day->IsNull())
    return Error{"document.published", "", "\"published\" of document '" + doc.id + "' is no text: write the day as \"2017-09-19\""};
  doc.published = json::string_at(*tree, "published").substr(0, 10);
  if (!doc.published.empty() && !parse_iso_day(doc.published))
    return Error{"document.published", "", "\"published\" of document '" + doc.id + "' is no day YYYY-MM-DD: " + utf8::repaired(doc.published)};
  return doc;
}

}  // namespace deconflict::read
