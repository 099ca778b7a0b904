#include "base/utf8.h"
#include "read/encoding.h"
#include "read/main_text.h"
#include "read/page_date.h"
#include "read/page_facts.h"
#include "read/read.h"

namespace deconflict::read {

namespace {

/// A page that the parser must not be given: its words, at least.
Result<Page> read_unparsed(std::string_view html, const std::string& file, const Error& why) {
  Page page;
  page.document.id = file;
  page.document.text = strip_tags(html);
  if (page.document.text.empty()) return Error{why.code, file, why.message + ", and there is no text between them"};
  page.document.language = detect_language(page.document.text);
  return page;
}

}  // namespace

Result<Page> read_html(std::string_view bytes, const std::string& file) {
  if (auto error = unreadable(bytes, file)) return *error;
  if (bytes.size() > kLargestDocument) return Error{"file.too_large", file, "a page of " + std::to_string(bytes.size() >> 20) + " MiB is no article"};
  const std::string html = page_to_utf8(bytes);
  const auto dom = Dom::parse(html);
  if (!dom) return read_unparsed(html, file, dom.error());
  const PageFacts facts = read_facts(*dom);
  Page page;
  Document& doc = page.document;
  doc.id = file;
  doc.title = page_title(*dom, facts);
  doc.text = main_text(*dom, doc.title, facts.body);
  doc.published = page_day(*dom, facts);
  if (doc.text.empty() && doc.title.empty() && doc.published.empty()) return Error{"html.empty", file, "no text found in this page"};
  doc.outlet = page_outlet(facts);
  doc.url = facts.canonical.empty() ? std::string(facts.get("og:url")) : facts.canonical;
  page.byline = page_byline(*dom, facts);
  doc.language = detect_language(doc.text);
  if (doc.language.empty()) doc.language = facts.language.substr(0, facts.language.find('-'));
  return page;
}

}  // namespace deconflict::read
