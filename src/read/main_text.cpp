#include "read/main_text.h"

#include <algorithm>
#include <unordered_set>

#include "base/hash.h"
#include "base/utf8.h"
#include "read/line_rules.h"

namespace deconflict::read {

namespace {

/// Share of the page's prose that a removed element may hold at most: more, and its class tells of something else.
constexpr double kRemovable = 0.35;
/// An element inside the best one that speaks for this share of it is the story itself.
constexpr double kCore = 0.85;
/// Letters of the largest card that announces another story.
constexpr std::size_t kLargestCard = 300;
/// A text of fewer bytes is hardly a story.
constexpr std::size_t kShort = 250;

enum class Removal : std::uint8_t {
  none,
  structure,  ///< should hold links and labels: removed unless it is mostly prose
  hint,       ///< removed unless it holds too much of the page's prose
  strong,     ///< removed unless hardly anything else is left
  firm,       ///< never part of a story
};

bool is_block_tag(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_ASIDE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_BODY: case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD: case GUMBO_TAG_DETAILS: case GUMBO_TAG_DIV: case GUMBO_TAG_DL: case GUMBO_TAG_DT: case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_FIGURE: case GUMBO_TAG_FOOTER: case GUMBO_TAG_FORM: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3:
    case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_HEADER: case GUMBO_TAG_HR: case GUMBO_TAG_LI: case GUMBO_TAG_MAIN: case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL: case GUMBO_TAG_P: case GUMBO_TAG_PRE: case GUMBO_TAG_SECTION: case GUMBO_TAG_SUMMARY: case GUMBO_TAG_TABLE: case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TR: case GUMBO_TAG_UL: case GUMBO_TAG_HTML: case GUMBO_TAG_HGROUP:
      return true;
    default:
      return false;
  }
}

/// Can an element of this tag be the container of a story, and not just a piece of one?
bool may_hold_story(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P: case GUMBO_TAG_LI: case GUMBO_TAG_TR: case GUMBO_TAG_TBODY: case GUMBO_TAG_TABLE: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL:
    case GUMBO_TAG_DD: case GUMBO_TAG_DT: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_HR: case GUMBO_TAG_FIGURE: case GUMBO_TAG_ADDRESS:
      return false;
    case GUMBO_TAG_TD:
      return true;
    default:
      return is_block_tag(tag) && !(tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
  }
}

bool is_heading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
}

/// Is `word` one of the parts of a class list, split at anything but letters and digits?
bool has_part(std::string_view names, std::initializer_list<std::string_view> words) {
  auto part_char = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t i = 0; i < names.size();) {
    if (!part_char(names[i])) {
      ++i;
      continue;
    }
    const auto begin = i;
    while (i < names.size() && part_char(names[i])) ++i;
    for (auto w : words)
      if (names.substr(begin, i - begin) == w) return true;
  }
  return false;
}

bool is_hidden(const Node& node) {
  if (node.has("hidden") || node.attribute("aria-hidden") == "true") return true;
  const auto style = node.attribute("style");
  if (style.empty()) return false;
  std::string flat;
  for (char c : lower_ascii(style))
    if (c != ' ') flat += c;
  return contains_any(flat, {"display:none", "visibility:hidden"});
}

/// Does one of the names in a class list begin with one of these words?
bool begins_any(std::string_view names, std::initializer_list<std::string_view> words) {
  for (std::size_t i = 0; i < names.size();) {
    const auto end = std::min(names.find(' ', i), names.size());
    const auto name = names.substr(i, end - i);
    for (auto w : words)
      if (name.starts_with(w)) return true;
    i = end + 1;
  }
  return false;
}

Removal removal_by_names(const Node& node) {
  std::string names;
  for (const char* key : {"class", "id", "data-component", "data-testid"})
    if (const auto value = node.attribute(key); !value.empty()) names.append(lower_ascii(value)).append(" ");
  if (names.size() <= 3) return Removal::none;
  // WordPress names an article's own tags and categories in its class.
  if (contains_any(names, {"hentry", "type-post "}) || node.attribute("itemprop") == "articleBody") return Removal::none;
  if (begins_any(names, {"comment", "disqus", "cookie", "cli-modal", "gdpr", "onetrust", "consent", "outbrain", "taboola", "related-", "related_", "footer", "site-footer"}) &&
      !contains_any(names, {"comments-open", "comments-closed", "comment-open"}))
    return Removal::strong;
  if (contains_any(names, {"comment", "disqus", "respond", "share", "sharing", "social", "related", "recommend", "promo", "newsletter", "subscri", "signup", "sign-up",
                           "sidebar", "cookie", "consent", "gdpr", "footer", "masthead", "advert", "sponsor", "outbrain", "taboola", "caption", "byline", "author-",
                           "author_", "authorbox", "bio-box", "about-author", "popup", "modal", "overlay", "read-more", "readmore", "more-stories", "most-popular",
                           "most-read", "trending", "screen-reader", "sr-only", "visually-hidden", "visuallyhidden", "copyright", "photo-credit", "image-credit",
                           "login", "register", "follow-us", "widget-area", "sidebar-widget", "teaser", "mailing", "donate", "tooltip", "infobox", "print-only",
                           "printfriendly", "syndication", "jp-post-flair", "addthis", "addtoany", "feedback", "survey", "you-may", "also-like", "alsolike",
                           "editorial-note", "noprint", "reply", "paywall"}))
    return Removal::hint;
  if (has_part(names, {"ad", "ads", "adv", "bio", "author", "authors", "credit", "credits", "banner", "cta", "kicker", "eyebrow", "rail", "byl", "piano", "legal"}))
    return Removal::hint;
  if (contains_any(names, {"breadcrumb", "paginat", "pager", "navbar", "navigation", "tag-list", "taglist", "post-tags", "tags-", "toolbar", "timestamp", "dateline-",
                           "post-meta", "entry-meta", "article-meta", "postmeta", "meta-data", "metadata", "skip-link", "skiplink", "jump-link", "prev-next", "post-nav",
                           "nextprev", "rating", "widget", "toc-", "table-of-contents", "carousel", "slideshow", "menu"}))
    return Removal::structure;
  if (has_part(names, {"nav", "tags", "tag", "meta", "date", "source", "print", "email", "more", "hidden", "hide", "toc", "links", "topics", "utility", "disclaimer"}))
    return Removal::structure;
  return Removal::none;
}

Removal removal_of(const Node& node) {
  switch (node.tag()) {
    case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_HEAD: case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG: case GUMBO_TAG_BUTTON: case GUMBO_TAG_SELECT: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_INPUT: case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_VIDEO: case GUMBO_TAG_AUDIO: case GUMBO_TAG_MATH:
      return Removal::firm;
    case GUMBO_TAG_FOOTER:
      return Removal::strong;
    case GUMBO_TAG_NAV: case GUMBO_TAG_ASIDE: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_MENU: case GUMBO_TAG_LABEL:
      return Removal::hint;
    case GUMBO_TAG_FORM:
      return Removal::structure;
    case GUMBO_TAG_HTML: case GUMBO_TAG_BODY: case GUMBO_TAG_MAIN:
      return Removal::none;
    default:
      break;
  }
  const auto role = node.attribute("role");
  if (!role.empty() && contains_any(role, {"navigation", "complementary", "banner", "contentinfo", "menu", "dialog", "search", "tooltip"})) return Removal::hint;
  const Removal named = removal_by_names(node);
  return named == Removal::none && is_hidden(node) ? Removal::structure : named;
}

/// A run of inline content between two block boundaries.
struct Block {
  std::string text;
  std::uint32_t owner = 0;  ///< nearest block element
  std::uint32_t node = 0;   ///< first text node
  std::size_t letters = 0;
  std::size_t linked = 0;  ///< of them inside links
  std::size_t stops = 0;   ///< sentence ends
  std::size_t commas = 0;
  bool heading = false;
  bool item = false;
  bool removed = false;
  bool declared = false;  ///< its words stand in the declared body

  double link_density() const { return letters == 0 ? 1 : static_cast<double>(linked) / static_cast<double>(letters); }
  bool prose() const { return letters >= 60 && stops + commas > 0 && link_density() < 0.4 && !heading; }
};

class Reader {
 public:
  Reader(const Dom& dom, std::string_view title, std::string_view declared) : nodes_(dom.nodes()), title_(utf8::fold(title)) { learn(declared); }

  std::string run() {
    collect();
    if (blocks_.empty()) return {};
    mark_removed();
    mark_cards();
    std::string out = write(choose());
    if (out.size() >= kShort) return out;
    // A page whose own classes speak against all it says: believe the words.
    for (Block& b : blocks_) b.removed = false;
    std::string all = write(choose());
    return all.size() > out.size() * 2 ? all : out;
  }

 private:
  using WordHashes = std::vector<std::uint64_t>;

  static WordHashes words_of(std::string_view text) {
    WordHashes hashes;
    const std::string folded = utf8::fold(text);
    for (std::size_t i = 0; i < folded.size();) {
      auto word_char = [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; };
      if (!word_char(folded[i])) {
        ++i;
        continue;
      }
      const auto begin = i;
      while (i < folded.size() && word_char(folded[i])) ++i;
      hashes.push_back(hash64(std::string_view(folded).substr(begin, i - begin)));
    }
    return hashes;
  }

  template <class F>
  static void for_each_run(const WordHashes& words, F f) {
    for (std::size_t i = 0; i + 3 <= words.size(); ++i) f(words[i] * 3 + words[i + 1] * 5 + words[i + 2] * 7);
  }

  void learn(std::string_view declared) {
    if (declared.size() < 400) return;
    const auto words = words_of(declared);
    declared_words_ = words.size();
    for_each_run(words, [&](std::uint64_t run) { declared_.insert(run); });
  }

  void collect() {
    std::vector<std::pair<std::uint32_t, bool>> open;  // node, is it a block
    std::vector<std::uint32_t> blocks{0}, links;
    Block current;
    auto flush = [&] {
      while (!current.text.empty() && (current.text.back() == ' ' || current.text.back() == '\n')) current.text.pop_back();
      if (current.letters > 0) finish(std::move(current));
      current = Block();
    };
    for (std::uint32_t i = 0; i < nodes_.size();) {
      while (!open.empty() && nodes_[open.back().first].end <= i) {
        if (open.back().second) flush(), blocks.pop_back();
        if (!links.empty() && links.back() == open.back().first) links.pop_back();
        open.pop_back();
      }
      const Node& node = nodes_[i];
      if (node.is_text()) {
        const auto before = current.text.size();
        append_collapsed(current.text, node.text());
        if (current.letters == 0) {
          current.owner = blocks.back();
          current.node = i;
        }
        std::size_t letters = 0;
        for (auto k = before; k < current.text.size(); ++k) letters += current.text[k] != ' ' && (static_cast<unsigned char>(current.text[k]) & 0xC0) != 0x80;
        current.letters += letters;
        if (!links.empty()) current.linked += letters;
        ++i;
        continue;
      }
      const GumboTag tag = node.tag();
      if (removal_of(node) == Removal::firm) {
        i = node.end;
        continue;
      }
      if (tag == GUMBO_TAG_BR) {
        const char last = current.text.empty() ? '\n' : current.text[current.text.find_last_not_of(' ') == std::string::npos ? 0 : current.text.find_last_not_of(' ')];
        const bool again = last_break_ + 1 == i || (last_break_ + 2 == i && nodes_[i - 1].raw->type == GUMBO_NODE_WHITESPACE);
        last_break_ = i;
        if (again || last == '.' || last == '!' || last == '?' || last == '"') flush();
        else if (!current.text.empty()) append_collapsed(current.text, " ");
        ++i;
        continue;
      }
      const bool block = is_block_tag(tag);
      if (block) flush(), blocks.push_back(i);
      else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) append_collapsed(current.text, " ");
      if (tag == GUMBO_TAG_A) links.push_back(i);
      open.emplace_back(i, block);
      ++i;
    }
    flush();
  }

  void finish(Block&& block) {
    const std::string& t = block.text;
    for (std::size_t i = 0; i < t.size(); ++i) {
      const bool last = i + 1 == t.size();
      if ((t[i] == '.' || t[i] == '!' || t[i] == '?') && (last || t[i + 1] == ' ' || t[i + 1] == '"' || t[i + 1] == ')' || static_cast<unsigned char>(t[i + 1]) >= 0x80)) ++block.stops;
      if (t[i] == ',') ++block.commas;
    }
    for (auto n = block.owner;; n = nodes_[n].parent) {
      const auto tag = nodes_[n].tag();
      if (is_heading(tag)) block.heading = true;
      if (tag == GUMBO_TAG_LI) block.item = true;
      if (n == 0 || is_heading(tag) || tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_SECTION) break;
    }
    if (!declared_.empty()) {
      std::size_t all = 0, known = 0;
      for_each_run(words_of(t), [&](std::uint64_t run) { ++all, known += declared_.contains(run); });
      block.declared = all > 0 && known * 5 >= all * 4;
      if (block.declared) found_words_ += all;
    }
    blocks_.push_back(std::move(block));
  }

  /// Sums over blocks, so that a subtree's sum is a difference. Blocks lie in document order, like nodes.
  std::size_t first_block_at(std::uint32_t node) const {
    return static_cast<std::size_t>(std::lower_bound(blocks_.begin(), blocks_.end(), node, [](const Block& b, std::uint32_t n) { return b.node < n; }) - blocks_.begin());
  }

  void mark_removed() {
    std::vector<std::size_t> prose(blocks_.size() + 1, 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) prose[i + 1] = prose[i] + (blocks_[i].prose() ? blocks_[i].letters : 0);
    const auto total = static_cast<double>(std::max<std::size_t>(1, prose.back()));
    for (std::uint32_t i = 0; i < nodes_.size();) {
      const auto removal = nodes_[i].is_element() ? removal_of(nodes_[i]) : Removal::none;
      if (removal == Removal::none) {
        ++i;
        continue;
      }
      const auto from = first_block_at(i), to = first_block_at(nodes_[i].end);
      const auto told_prose = static_cast<double>(prose[to] - prose[from]);
      double told = 0, all = 1;
      for (auto k = from; k < to; ++k) all += static_cast<double>(blocks_[k].letters), told += blocks_[k].declared ? static_cast<double>(blocks_[k].letters) : 0;
      bool remove = removal == Removal::firm;
      if (removal == Removal::strong) remove = told_prose < total - 300 || told_prose < total * kRemovable;
      if (removal == Removal::hint) remove = told_prose < total * kRemovable;
      if (removal == Removal::structure) remove = told_prose < total * kRemovable && (told_prose < all * 0.5 || told_prose < 200);
      if (removal != Removal::firm && !declared_.empty() && told * 2 >= all) remove = false;
      if (remove) {
        for (auto k = from; k < to; ++k) blocks_[k].removed = true;
        i = nodes_[i].end;
      } else {
        ++i;
      }
    }
  }

  /// A small element with a linked heading and a few words is the card of another story.
  void mark_cards() {
    for (std::size_t h = 0; h < blocks_.size(); ++h) {
      if (!blocks_[h].heading || blocks_[h].removed || blocks_[h].link_density() < 0.9) continue;
      std::size_t from = h, to = h + 1;
      for (auto n = nodes_[blocks_[h].owner].parent; n != 0; n = nodes_[n].parent) {
        const auto wide_from = first_block_at(n), wide_to = first_block_at(nodes_[n].end);
        std::size_t letters = 0;
        for (auto k = wide_from; k < wide_to && letters <= kLargestCard; ++k) letters += blocks_[k].letters;
        if (letters > kLargestCard || wide_to - wide_from > 6) break;
        from = wide_from;
        to = wide_to;
      }
      if (to - from < 2) continue;
      for (auto k = from; k < to; ++k) blocks_[k].removed = blocks_[k].removed || !blocks_[k].declared;
    }
  }

  /// What a block says for or against its container.
  double worth(const Block& b) const {
    if (b.removed) return 0;
    const auto letters = static_cast<double>(b.letters);
    if (b.declared) return letters * 2;
    if (b.prose()) return letters * (1 - b.link_density());
    if (b.link_density() > 0.5) return -std::min(letters, 60.0) * 0.5 - 5;
    if (b.heading) return -5;
    return letters >= 60 ? letters * 0.3 : -8;
  }

  std::uint32_t choose() const {
    std::vector<double> sum(blocks_.size() + 1, 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) sum[i + 1] = sum[i] + worth(blocks_[i]);
    std::uint32_t best = 0;
    double best_score = -1e18;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].is_element() || !may_hold_story(nodes_[i].tag())) continue;
      const auto from = first_block_at(i), to = first_block_at(nodes_[i].end);
      if (from == to) continue;
      double score = sum[to] - sum[from];
      const auto tag = nodes_[i].tag();
      if (tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN || nodes_[i].attribute("itemprop") == "articleBody") score *= 1.1;
      // Of a chain of elements around the same blocks the innermost says most about what belongs together.
      if (score >= best_score) {
        best_score = score;
        best = i;
      }
    }
    // A wider element may win by the excerpts of other stories around the story itself.
    for (std::uint32_t i = best + 1; i < nodes_[best].end; ++i) {
      if (!nodes_[i].is_element() || !may_hold_story(nodes_[i].tag())) continue;
      if (sum[first_block_at(nodes_[i].end)] - sum[first_block_at(i)] >= best_score * kCore) best = i;
    }
    return best;
  }

  bool repeats_title(const Block& b) const { return !title_.empty() && b.letters < title_.size() * 2 + 40 && utf8::fold(b.text) == title_; }

  std::string write(std::uint32_t top) const {
    const auto from = first_block_at(top), to = first_block_at(nodes_[top].end);
    std::vector<bool> keep(blocks_.size(), false);
    std::size_t last_prose = from;
    for (auto i = from; i < to; ++i) {
      const Block& b = blocks_[i];
      if (b.removed || repeats_title(b)) continue;
      if (b.link_density() > 0.6 && !b.declared && !(b.letters > 120 && b.stops > 0)) continue;
      if (!b.prose() && !line_rule(b.text).empty()) continue;
      keep[i] = true;
      if (b.prose() || (b.letters > 30 && b.stops > 0)) last_prose = i;
    }
    // Where the page's own metadata give the whole body, what stands behind its last words is no part of it.
    if (found_words_ * 10 >= declared_words_ * 8) {
      auto last = to;
      for (auto i = from; i < to; ++i)
        if (blocks_[i].declared) last = i + 1;
      for (auto i = last; i < to; ++i) keep[i] = false;
    }
    std::string out;
    for (auto i = from; i < to; ++i) {
      if (!keep[i]) continue;
      const Block& b = blocks_[i];
      if (b.heading && i > last_prose) continue;
      if (!out.empty()) out += '\n';
      out += b.text;
    }
    return out;
  }

  const std::vector<Node>& nodes_;
  std::string title_;
  std::vector<Block> blocks_;
  std::unordered_set<std::uint64_t> declared_;
  std::size_t declared_words_ = 0;
  std::size_t found_words_ = 0;
  std::uint32_t last_break_ = 0;
};

}  // namespace

std::string main_text(const Dom& dom, std::string_view title, std::string_view declared) { return Reader(dom, title, declared).run(); }

}  // namespace deconflict::read
