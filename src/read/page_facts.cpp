#include "read/page_facts.h"

#include <algorithm>

#include "base/json.h"
#include "base/knowledge_text.h"
#include "base/utf8.h"

namespace deconflict::read {

namespace {

std::string collapsed(std::string_view text) {
  std::string out;
  append_collapsed(out, text);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// A name in JSON-LD: a string, an object with "name", or a list of these (joined).
std::string name_in(const json::Value* value) {
  if (value == nullptr) return {};
  if (value->IsString()) return collapsed(unescape({value->GetString(), value->GetStringLength()}));
  if (value->IsObject()) return collapsed(unescape(json::string_at(*value, "name")));
  std::string out;
  if (value->IsArray())
    for (const auto& one : value->GetArray()) {
      if (one.IsArray()) continue;
      const std::string name = name_in(&one);
      if (!name.empty()) out.append(out.empty() ? "" : ", ").append(name);
    }
  return out;
}

bool is_article_type(const json::Value& object) {
  static constexpr std::string_view kTypes[] = {"Article", "BlogPosting", "Report", "LiveBlog", "Posting", "WebPage", "Review", "Recipe", "Blog", "Statement"};
  auto known = [](std::string_view type) { return std::any_of(std::begin(kTypes), std::end(kTypes), [&](auto t) { return type.find(t) != std::string_view::npos; }); };
  const json::Value* type = json::member(object, "@type");
  if (type == nullptr) return false;
  if (type->IsString()) return known({type->GetString(), type->GetStringLength()});
  if (type->IsArray())
    for (const auto& one : type->GetArray())
      if (one.IsString() && known({one.GetString(), one.GetStringLength()})) return true;
  return false;
}

bool is_web_page(const json::Value& object) { return json::string_at(object, "@type") == "WebPage"; }

void keep_first(std::string& field, std::string&& value) {
  if (field.empty()) field = std::move(value);
}

/// Every object of a JSON-LD tree, without recursion.
void read_json_ld(const json::Value& root, PageFacts& facts) {
  std::vector<const json::Value*> waiting{&root};
  PageFacts page;  // what a WebPage says counts only where no article says it
  while (!waiting.empty()) {
    const json::Value* value = waiting.back();
    waiting.pop_back();
    if (value->IsArray()) {
      for (auto i = value->Size(); i > 0; --i) waiting.push_back(&(*value)[i - 1]);
      continue;
    }
    if (!value->IsObject()) continue;
    if (is_article_type(*value)) {
      PageFacts& into = is_web_page(*value) ? page : facts;
      auto text = [&](const char* key) { return std::string(trim(json::string_at(*value, key))); };
      keep_first(into.headline, collapsed(unescape(text("headline"))));
      keep_first(into.date_published, text("datePublished"));
      keep_first(into.date_created, text("dateCreated"));
      keep_first(into.date_modified, text("dateModified"));
      keep_first(into.author, name_in(json::member(*value, "author")));
      keep_first(into.publisher, name_in(json::member(*value, "publisher")));
      keep_first(into.in_language, text("inLanguage"));
      keep_first(into.body, text("articleBody"));
    }
    for (auto m = value->MemberBegin(); m != value->MemberEnd(); ++m)
      if (m->value.IsObject() || m->value.IsArray()) waiting.push_back(&m->value);
  }
  keep_first(facts.date_published, std::move(page.date_published));
  keep_first(facts.date_modified, std::move(page.date_modified));
  keep_first(facts.author, std::move(page.author));
  keep_first(facts.publisher, std::move(page.publisher));
  keep_first(facts.in_language, std::move(page.in_language));
}

/// A string member of JSON that is not well-formed: "key" : "value".
std::string loose_member(std::string_view json, std::string_view key) {
  const std::string quoted = "\"" + std::string(key) + "\"";
  auto at = json.find(quoted);
  if (at == std::string_view::npos) return {};
  at = json.find_first_not_of(" \t\r\n:", at + quoted.size());
  if (at == std::string_view::npos || json[at] != '"') return {};
  const auto end = json.find('"', at + 1);
  return end == std::string_view::npos ? std::string() : std::string(json.substr(at + 1, end - at - 1));
}

void read_script(std::string_view text, PageFacts& facts) {
  // Control characters inside strings are the commonest fault of JSON-LD in the wild.
  std::string clean(trim(text));
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  if (auto tree = json::parse(clean)) {
    read_json_ld(*tree, facts);
    return;
  }
  keep_first(facts.date_published, loose_member(clean, "datePublished"));
  keep_first(facts.date_created, loose_member(clean, "dateCreated"));
  keep_first(facts.date_modified, loose_member(clean, "dateModified"));
  keep_first(facts.headline, collapsed(unescape(loose_member(clean, "headline"))));
}

/// "Headline | Outlet", "Headline - Outlet": the headline. `outlet` may be empty.
std::string without_outlet(std::string title, std::string_view outlet) {
  static constexpr std::string_view kJoints[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · "};
  const std::string folded_outlet = utf8::fold(outlet);
  for (auto joint : kJoints) {
    const auto at = title.rfind(joint);
    if (at == std::string::npos || at < 10) continue;
    const auto tail = trim(std::string_view(title).substr(at + joint.size()));
    const bool known = !folded_outlet.empty() && utf8::fold(tail).find(folded_outlet) != std::string::npos;
    if (known || joint == " | " || (at > tail.size() * 2 && tail.size() < 40)) return without_outlet(title.substr(0, at), outlet);
  }
  return title;
}

}  // namespace

std::string_view PageFacts::get(std::string_view name) const {
  for (const auto& [key, value] : meta)
    if (key == name) return value;
  return {};
}

PageFacts read_facts(const Dom& dom) {
  PageFacts facts;
  const auto& nodes = dom.nodes();
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    switch (node.tag()) {
      case GUMBO_TAG_META: {
        const std::string content = collapsed(node.attribute("content"));
        if (content.empty()) break;
        for (const char* key : {"property", "name", "itemprop", "http-equiv"})
          if (const auto name = node.attribute(key); !name.empty()) facts.meta.emplace_back(lower_ascii(trim(name)), content);
        break;
      }
      case GUMBO_TAG_LINK:
        if (facts.canonical.empty() && node.attribute("rel") == "canonical") facts.canonical = node.attribute("href");
        break;
      case GUMBO_TAG_HTML:
        if (facts.language.empty()) facts.language = lower_ascii(node.attribute("lang").substr(0, 3));
        break;
      case GUMBO_TAG_TITLE:
        if (facts.title_element.empty()) facts.title_element = dom.text_of(i);
        break;
      case GUMBO_TAG_SCRIPT:
        if (node.attribute("type").find("ld+json") != std::string_view::npos && node.end > i + 1) read_script(nodes[i + 1].text(), facts);
        break;
      default:
        break;
    }
  }
  return facts;
}

std::string page_outlet(const PageFacts& facts) {
  if (const auto name = facts.get("og:site_name"); !name.empty()) return std::string(name);
  if (!facts.publisher.empty()) return facts.publisher;
  for (const char* key : {"application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "cre", "source"})
    if (const auto name = facts.get(key); !name.empty()) return std::string(name);
  return {};
}

std::string page_title(const Dom& dom, const PageFacts& facts) {
  const std::string outlet = page_outlet(facts);
  std::string declared(facts.get("og:title"));
  if (declared.empty()) declared = facts.headline;
  if (declared.empty()) declared = facts.get("twitter:title");
  const auto& nodes = dom.nodes();
  // An h1 whose words begin the declared title is the headline as readers see it.
  const std::string folded = utf8::fold(declared.empty() ? facts.title_element : declared);
  std::string only;
  std::size_t headings = 0;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].tag() != GUMBO_TAG_H1) continue;
    std::string text = dom.text_of(i);
    if (text.size() < 10) continue;
    ++headings;
    const std::string heading = utf8::fold(text);
    if (folded.starts_with(heading) || (heading.size() > 15 && folded.find(heading) != std::string::npos)) return text;
    only = std::move(text);
  }
  if (!declared.empty()) return without_outlet(declared, outlet);
  if (headings == 1) return only;
  return without_outlet(facts.title_element, outlet);
}

std::string page_byline(const Dom& dom, const PageFacts& facts) {
  auto tidy = [](std::string text) {
    const std::string lower = lower_ascii(text);
    if (lower.starts_with("by ")) text.erase(0, 3);
    return text.find("://") == std::string::npos && text.size() <= 120 ? text : std::string();
  };
  if (std::string name = tidy(facts.author); !name.empty()) return name;
  for (const char* key : {"author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "citation_author"})
    if (std::string name = tidy(std::string(facts.get(key))); !name.empty()) return name;
  const auto& nodes = dom.nodes();
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].is_element()) continue;
    const bool marked = nodes[i].attribute("rel") == "author" || nodes[i].attribute("itemprop") == "author" ||
                        lower_ascii(nodes[i].attribute("class")).find("byline") != std::string::npos;
    if (!marked || nodes[i].end - i > 40) continue;
    if (std::string name = tidy(dom.text_of(i)); name.size() >= 3) return name;
  }
  return {};
}

}  // namespace deconflict::read
