#include "read/dom.h"

#include <strings.h>

#include <array>

#include "base/utf8.h"

namespace deconflict::read {

namespace {

constexpr std::size_t kDeepest = 512;
constexpr std::size_t kMostAttributes = 2000;
constexpr std::size_t kMostReopened = 5'000'000;

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// A tag as the scan sees it.
struct RawTag {
  std::string_view name;
  std::size_t end = 0;  ///< behind its ">"
  std::size_t attributes = 0;
  bool closing = false;
};

/// Reads the tag at html[at] == '<'; an empty name where none begins there.
RawTag read_tag(std::string_view html, std::size_t at) {
  RawTag tag;
  std::size_t i = at + 1;
  if (i < html.size() && html[i] == '/') tag.closing = true, ++i;
  const auto begin = i;
  if (i >= html.size() || !is_letter(html[i])) return tag;
  while (i < html.size() && !is_blank(html[i]) && html[i] != '>' && html[i] != '/') ++i;
  tag.name = html.substr(begin, i - begin);
  char quote = 0;
  for (; i < html.size(); ++i) {
    const char c = html[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      break;
    } else if ((c == '"' || c == '\'') && html[i - 1] == '=') {
      quote = c;
    } else if ((is_blank(c) || c == '/') && i + 1 < html.size() && !is_blank(html[i + 1])) {
      ++tag.attributes;
    }
  }
  tag.end = i < html.size() ? i + 1 : i;
  return tag;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (auto n : names)
    if (n.size() == name.size() && ::strncasecmp(n.data(), name.data(), n.size()) == 0) return true;
  return false;
}

/// Behind a comment, declaration or the raw text of a script that begins at `at`; `at` itself where none does.
std::size_t skip_opaque(std::string_view html, std::size_t at) {
  if (html.substr(at, 4) == "<!--") {
    const auto end = html.find("-->", at + 4);
    return end == std::string_view::npos ? html.size() : end + 3;
  }
  if (at + 1 < html.size() && (html[at + 1] == '!' || html[at + 1] == '?')) {
    const auto end = html.find('>', at);
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return at;
}

/// Behind the end tag that closes raw text (script, style …) whose content begins at `at`.
std::size_t skip_raw(std::string_view html, std::size_t at, std::string_view name) {
  for (auto i = html.find("</", at); i != std::string_view::npos; i = html.find("</", i + 2))
    if (::strncasecmp(html.data() + i + 2, name.data(), std::min(name.size(), html.size() - i - 2)) == 0 && i + 2 + name.size() <= html.size()) return i;
  return html.size();
}

/// Would the parser need more than a reasonable multiple of the page's size? It walks its stack of open elements at many
/// tags, opens again every formatting element left open, and compares each attribute of a tag with all before it.
bool hostile(std::string_view html) {
  std::vector<std::string_view> open;
  std::size_t formatting = 0, reopened = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    if (const auto behind = skip_opaque(html, at); behind != at) {
      at = behind;
      continue;
    }
    const RawTag tag = read_tag(html, at);
    if (tag.name.empty()) {
      ++at;
      continue;
    }
    at = tag.end;
    if (tag.attributes > kMostAttributes) return true;
    reopened += formatting;
    if (reopened > kMostReopened) return true;
    if (is_one_of(tag.name, {"b", "i", "font", "em", "strong", "u", "s", "big", "code", "small", "strike", "tt"})) {
      if (!tag.closing) ++formatting;
      else if (formatting > 0) --formatting;
    }
    // Elements that HTML closes by itself do not nest when left open.
    if (is_one_of(tag.name, {"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "optgroup", "a", "br", "img", "hr", "input", "meta", "link",
                             "area", "base", "col", "embed", "source", "track", "wbr", "param", "html", "head", "body", "h1", "h2", "h3", "h4", "h5", "h6", "nobr",
                             "button", "rt", "rp"}))
      continue;
    if (!tag.closing) {
      if (is_one_of(tag.name, {"script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes"})) {
        at = skip_raw(html, at, tag.name);
        continue;
      }
      if (html[tag.end - 1] == '>' && html[tag.end - 2] == '/') continue;
      open.push_back(tag.name);
      if (open.size() > kDeepest) return true;
      continue;
    }
    const bool table = is_one_of(tag.name, {"table"});
    for (std::size_t i = open.size(); i > 0; --i) {
      if (is_one_of(tag.name, {open[i - 1]})) {
        open.resize(i - 1);
        break;
      }
      if (!table && is_one_of(open[i - 1], {"table", "template", "object", "marquee", "applet"})) break;
    }
  }
  return false;
}

}  // namespace

std::string_view Node::attribute(const char* name) const {
  if (!is_element()) return {};
  const GumboAttribute* found = gumbo_get_attribute(&raw->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool Node::has(const char* name) const { return is_element() && gumbo_get_attribute(&raw->v.element.attributes, name) != nullptr; }

void Dom::Free::operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }

Result<Dom> Dom::parse(std::string_view html) {
  if (hostile(html)) return Error{"html.depth", "", "its tags are nested beyond reason"};
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  Dom dom;
  dom.output_.reset(gumbo_parse_with_options(&options, html.data(), html.size()));
  struct Frame {
    std::uint32_t node;
    unsigned next;
  };
  std::vector<Frame> frames;
  dom.nodes_.push_back({dom.output_->root, 0, 0});
  frames.push_back({0, 0});
  while (!frames.empty()) {
    Frame& top = frames.back();
    const GumboNode* raw = dom.nodes_[top.node].raw;
    const GumboVector& children = raw->v.element.children;
    if (top.next >= children.length) {
      dom.nodes_[top.node].end = static_cast<std::uint32_t>(dom.nodes_.size());
      frames.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[top.next++]);
    if (child->type == GUMBO_NODE_COMMENT) continue;
    const auto index = static_cast<std::uint32_t>(dom.nodes_.size());
    dom.nodes_.push_back({child, top.node, index + 1});
    if (dom.nodes_.back().is_element()) frames.push_back({index, 0});
  }
  return dom;
}

std::string Dom::text_of(std::uint32_t node) const {
  std::string out;
  for (std::uint32_t i = node; i < nodes_[node].end; ++i) append_collapsed(out, nodes_[i].text());
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string strip_tags(std::string_view html) {
  std::string out, line;
  auto flush = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (!line.empty()) out.append(out.empty() ? "" : "\n").append(unescape(line));
    line.clear();
  };
  for (std::size_t at = 0; at < html.size();) {
    const auto next = std::min(html.find('<', at), html.size());
    append_collapsed(line, html.substr(at, next - at));
    at = next;
    if (at >= html.size()) break;
    if (const auto behind = skip_opaque(html, at); behind != at) {
      at = behind;
      continue;
    }
    const RawTag tag = read_tag(html, at);
    if (tag.name.empty()) {
      line += '<';
      ++at;
      continue;
    }
    at = tag.end;
    if (!tag.closing && is_one_of(tag.name, {"script", "style", "noscript", "textarea", "template", "iframe", "title", "svg"})) at = skip_raw(html, at, tag.name);
    if (!is_one_of(tag.name, {"a", "b", "i", "em", "strong", "span", "font", "u", "s", "small", "big", "sub", "sup", "code", "abbr", "cite", "q", "mark", "time"})) flush();
  }
  flush();
  return out;
}

std::string unescape(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char32_t>, 18> kNames{{{"amp", '&'},      {"lt", '<'},        {"gt", '>'},        {"quot", '"'},     {"apos", '\''},
                                                                               {"nbsp", ' '},     {"rsquo", 0x2019},  {"lsquo", 0x2018},  {"rdquo", 0x201D}, {"ldquo", 0x201C},
                                                                               {"ndash", 0x2013}, {"mdash", 0x2014},  {"hellip", 0x2026}, {"eacute", 0xE9},  {"uuml", 0xFC},
                                                                               {"ouml", 0xF6},    {"auml", 0xE4},     {"szlig", 0xDF}}};
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto end = text[i] == '&' ? text.substr(i, 12).find(';') : std::string_view::npos;
    if (end == std::string_view::npos || end < 2) {
      out += text[i];
      continue;
    }
    const auto name = text.substr(i + 1, end - 1);
    char32_t c = 0;
    if (name[0] == '#') {
      const bool hex = name.size() > 2 && (name[1] | 0x20) == 'x';
      bool good = name.size() > (hex ? 2U : 1U);
      for (char d : name.substr(hex ? 2 : 1)) {
        const int digit = d >= '0' && d <= '9' ? d - '0' : hex && (d | 0x20) >= 'a' && (d | 0x20) <= 'f' ? (d | 0x20) - 'a' + 10 : -1;
        good = good && digit >= 0;
        c = c * (hex ? 16 : 10) + static_cast<char32_t>(digit < 0 ? 0 : digit);
        if (c > 0x10FFFF) good = false, c = 0;
      }
      if (!good || (c >= 0xD800 && c < 0xE000)) c = 0;
    } else {
      for (const auto& [known, value] : kNames)
        if (known == name) c = value;
    }
    if (c == 0) {
      out += text[i];
      continue;
    }
    utf8::append(out, c);
    i += end;
  }
  return out;
}

void append_collapsed(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0xC2 && i + 1 < text.size()) {
      if (text[i + 1] == '\xA0') blank = true, ++i;  // no-break space
      else if (text[i + 1] == '\xAD') {              // soft hyphen
        ++i;
        continue;
      }
    } else if (c == 0xE2 && i + 2 < text.size() && text[i + 1] == '\x80' && (text[i + 2] == '\x8B' || text[i + 2] == '\x89' || text[i + 2] == '\xAF')) {
      blank = text[i + 2] != '\x8B';  // a zero-width space is nothing, thin ones are blanks
      i += 2;
      if (!blank) continue;
    } else if (c == 0xEF && text.substr(i, 3) == "\xEF\xBB\xBF") {
      i += 2;
      continue;
    }
    if (!blank) out += text[i];
    else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
  }
}

}  // namespace deconflict::read
