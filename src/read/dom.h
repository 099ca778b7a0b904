#pragma once
#include <gumbo.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "deconflict/result.h"

/// A parsed page as one flat list in document order: no pass over it needs recursion.
namespace deconflict::read {

struct Node {
  const GumboNode* raw = nullptr;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;  ///< one past the last descendant

  bool is_element() const { return raw->type == GUMBO_NODE_ELEMENT || raw->type == GUMBO_NODE_TEMPLATE; }
  bool is_text() const { return raw->type == GUMBO_NODE_TEXT || raw->type == GUMBO_NODE_WHITESPACE || raw->type == GUMBO_NODE_CDATA; }
  GumboTag tag() const { return is_element() ? raw->v.element.tag : GUMBO_TAG_LAST; }
  /// Text of a text node; empty for an element.
  std::string_view text() const { return is_text() ? std::string_view(raw->v.text.text) : std::string_view(); }
  /// Value of an attribute; empty where it is absent.
  std::string_view attribute(const char* name) const;
  bool has(const char* name) const;
};

class Dom {
 public:
  /// `html` is UTF-8 and must outlive the Dom.
  /// errors: html.depth where parsing it would cost more than its size warrants (nesting, attributes, open formatting)
  static Result<Dom> parse(std::string_view html);

  const std::vector<Node>& nodes() const { return nodes_; }
  /// All text under a node, white space made single blanks.
  std::string text_of(std::uint32_t node) const;

 private:
  struct Free {
    void operator()(GumboOutput* output) const;
  };
  std::unique_ptr<GumboOutput, Free> output_;
  std::vector<Node> nodes_;
};

/// The text between the tags, a newline at each block, scripts and styles left out: for pages that Dom refuses. Linear.
std::string strip_tags(std::string_view html);

/// Character references that occur in ordinary text ("&amp;", "&#8217;") made characters.
std::string unescape(std::string_view text);

/// Appends `text` to `out` with white space (no-break spaces too) made single blanks.
void append_collapsed(std::string& out, std::string_view text);

}  // namespace deconflict::read
