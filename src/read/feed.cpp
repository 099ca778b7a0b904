#include "read/feed.h"

#include <pugixml.hpp>

#include "base/knowledge_text.h"
#include "read/date_text.h"
#include "read/dom.h"

namespace deconflict::read {

namespace {

/// The text of the first child that has one of these names and is not empty.
std::string child_text(const pugi::xml_node& node, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const pugi::xml_node child = node.child(name);
    std::string text;
    for (const pugi::xml_node part : child.children()) text += part.value();
    if (!trim(text).empty()) return text;
  }
  return {};
}

std::string link_of(const pugi::xml_node& item) {
  for (const pugi::xml_node link : item.children("link")) {
    const std::string_view rel = link.attribute("rel").value();
    if (*link.attribute("href").value() != '\0' && (rel.empty() || rel == "alternate")) return link.attribute("href").value();
    if (const auto text = trim(link.child_value()); !text.empty()) return std::string(text);
  }
  return {};
}

/// XHTML content of Atom stands as elements: their text, without recursion.
std::string inner_text(const pugi::xml_node& content) {
  std::string out;
  for (pugi::xml_node n = content.first_child(); n;) {
    if (n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata) append_collapsed(out, n.value());
    else if (std::string_view(n.name()) == "p" || std::string_view(n.name()) == "br") out += '\n';
    if (n.first_child()) {
      n = n.first_child();
      continue;
    }
    while (n && n != content && !n.next_sibling()) n = n.parent();
    if (!n || n == content) break;
    n = n.next_sibling();
  }
  return std::string(trim(out));
}

}  // namespace

bool looks_like_feed(std::string_view text) {
  const auto head = text.substr(0, 4096);
  for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    const auto rest = head.substr(at);
    if (rest.starts_with("<?") || rest.starts_with("<!")) continue;
    return rest.starts_with("<rss") || rest.starts_with("<feed") || rest.starts_with("<rdf:RDF");
  }
  return false;
}

void read_feed(const std::string& path, std::string_view text, const Sink& sink, const ProblemSink& problem) {
  pugi::xml_document xml;
  const auto parsed = xml.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed)
    problem({"feed.invalid", path + ", byte " + std::to_string(parsed.offset), std::string("the feed is not well-formed from here on: ") + parsed.description()});
  const pugi::xml_node root = xml.first_element_by_path(xml.child("rss") ? "rss" : xml.child("feed") ? "feed" : "rdf:RDF");
  const pugi::xml_node channel = root.child("channel") ? root.child("channel") : root;
  const std::string outlet(trim(unescape(child_text(channel, {"title"}))));
  const std::string language = lower_ascii(child_text(channel, {"language", "dc:language"}).substr(0, 2));
  std::size_t number = 0;
  for (const pugi::xml_node parent : {channel, root}) {
    if (parent == root && channel == root && number > 0) break;
    for (const pugi::xml_node item : parent.children()) {
      const std::string_view name = item.name();
      if (name != "item" && name != "entry") continue;
      ++number;
      Document doc;
      doc.id = number == 1 ? path : path + "#" + std::to_string(number);
      append_collapsed(doc.title, strip_tags(child_text(item, {"title"})));
      doc.url = link_of(item);
      doc.outlet = outlet;
      doc.language = language;
      const std::string date = child_text(item, {"pubDate", "published", "dc:date", "issued", "updated"});
      if (auto day = first_day(date, false)) doc.published = format_iso_day(*day);
      else if (!date.empty()) problem({"feed.date", doc.id, "the date of this item is no day that can be read, and the item stands without one: " + std::string(trim(date).substr(0, 60))});
      const std::string html = child_text(item, {"content:encoded", "content", "description", "summary"});
      doc.text = html.empty() ? inner_text(item.child("content")) : strip_tags(html);
      if (doc.text.empty()) {
        problem({"feed.no_text", doc.id, "this item of the feed has no text"});
        continue;
      }
      sink(std::move(doc));
    }
  }
  if (number == 0 && parsed) problem({"feed.empty", path, "the feed has no items"});
}

}  // namespace deconflict::read
