#include "read/page_date.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "read/date_text.h"

namespace deconflict::read {

namespace {

constexpr std::array kPublishedNames = std::to_array<std::string_view>(
    {"article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished", "rnews:datepublished", "article.published", "published_time",
     "published-date", "publisheddate", "publication_date", "publication-date", "publicationdate", "publish_date", "publish-date", "publishdate", "pub_date", "pubdate", "pubyear",
     "originalpublicationdate", "article_date_original", "article:published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
     "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "dc.date.created", "dc.date.publication", "dc.date.published", "dc.date", "dcdate", "dc:date", "dc:created",
     "citation_publication_date", "citation_online_date", "citation_date", "prism.publicationdate", "prism.publicationdate", "date", "datecreated", "date_created", "date_published",
     "displaydate", "eprints.date", "created", "release_date", "releasedate", "artikeldatum", "rbpubdate", "bt:pubdate", "vr:published_time", "weibo:article:create_at",
     "mediator_published_time", "timestamp", "ga-published", "shareaholic:article_published_time", "gentime", "createdate", "date-created", "time", "lastpubdate"});

constexpr std::array kModifiedNames = std::to_array<std::string_view>(
    {"article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified", "last-modified", "lastmod", "lastmodified", "modified", "revision_date",
     "updated_time", "date.modified", "revised", "modificationdate"});

class DayReader {
 public:
  DayReader(const Dom& dom, const PageFacts& facts) : dom_(dom), nodes_(dom.nodes()), facts_(facts) {
    // Only the United States and a few more write the month first; a page that names another country's English does not.
    month_first_ = facts.language.empty() || facts.language.substr(0, 2) == "en";
    const auto locale = lower_ascii(facts.get("og:locale"));
    if (locale == "en_gb" || locale == "en-gb") month_first_ = false;
  }

  std::optional<Day> read() const {
    const auto address = from_address();
    auto declared = day_in(facts_.date_published);
    if (!declared) declared = from_meta(kPublishedNames);
    // Metadata often give the hour of another zone; the address has the outlet's own day.
    if (declared && address && (*declared - *address == std::chrono::days(1) || *address - *declared == std::chrono::days(1))) return address;
    if (declared) return declared;
    if (address) return address;
    if (auto d = from_markup()) return d;
    if (auto d = day_in(facts_.date_created)) return d;
    if (auto d = from_headline()) return d;
    if (auto d = from_classes()) return d;
    if (auto d = from_text()) return d;
    if (auto d = from_any_meta()) return d;
    if (auto d = from_meta(kModifiedNames)) return d;
    return day_in(facts_.date_modified);
  }

 private:
  std::optional<Day> day_in(std::string_view text) const { return first_day(text, month_first_); }

  template <std::size_t N>
  std::optional<Day> from_meta(const std::array<std::string_view, N>& names) const {
    for (auto name : names)
      for (const auto& [key, value] : facts_.meta)
        if (key == name)
          if (auto d = day_in(value)) return d;
    return std::nullopt;
  }

  /// A meta element of a name we do not know that holds a day and a time, or whose name speaks of a date.
  std::optional<Day> from_any_meta() const {
    for (const auto& [key, value] : facts_.meta) {
      if (says_modified(key) || key.find("expire") != std::string::npos || key.find("description") != std::string::npos) continue;
      const bool dated = key.find("date") != std::string::npos || key.find("time") != std::string::npos || key.find("created") != std::string::npos;
      const bool stamp = value.size() >= 16 && value.size() <= 35 && value[4] == '-' && value[10] == 'T';
      if (dated || stamp)
        if (auto d = day_in(value)) return d;
    }
    return std::nullopt;
  }

  /// The date that stands nearest behind the headline, or just before it.
  std::optional<Day> from_headline() const {
    std::uint32_t h1 = 0, count = 0;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].tag() == GUMBO_TAG_H1 && dom_.text_of(i).size() >= 10) h1 = i, ++count;
    if (count != 1) return std::nullopt;
    constexpr std::size_t kBehind = 250, kBefore = 80;
    std::string behind, before;
    for (auto i = nodes_[h1].end; i < nodes_.size() && behind.size() < kBehind;) i = add_text(i, behind);
    if (const auto found = find_days(behind, month_first_); !found.empty()) return found.front().day;
    for (auto i = h1; i > 0 && before.size() < kBefore; --i)
      if (nodes_[i - 1].is_text()) before.insert(0, std::string(nodes_[i - 1].text().substr(0, kBehind)) + "\n");
    if (const auto found = find_days(before, month_first_); !found.empty()) return found.back().day;
    return std::nullopt;
  }

  /// Adds a node's text to `text`; → the next node, behind scripts and the like.
  std::uint32_t add_text(std::uint32_t i, std::string& text) const {
    const auto tag = nodes_[i].tag();
    if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_TEMPLATE) return nodes_[i].end;
    if (nodes_[i].is_element()) text += '\n';
    append_collapsed(text, nodes_[i].text());
    return i + 1;
  }

  /// Does the node lie in a comment or in the card of another story?
  bool elsewhere(std::uint32_t i) const {
    for (std::size_t n = 0; n < 8 && i != 0; ++n, i = nodes_[i].parent) {
      const std::string names = names_of(nodes_[i]);
      if (nodes_[i].tag() == GUMBO_TAG_BODY) return false;
      for (std::string_view word : {"comment", "teaser", "related", "sidebar", "recent"})
        if (names.find(word) != std::string::npos && names.find("comments-open") == std::string::npos) return true;
    }
    return false;
  }

  /// "/2017/09/19/", "/2017-09-19-", "/20170919/" in the page's own address
  static std::optional<Day> day_in_address(std::string_view url) {
    for (std::size_t i = 0; i + 8 <= url.size(); ++i) {
      const bool begins = url[i] == '2' && url[i + 1] == '0' && (i == 0 || url[i - 1] < '0' || url[i - 1] > '9');
      if (!begins) continue;
      const auto found = find_days(url.substr(i, 10), false);
      if (!found.empty() && found.front().begin == 0) {
        const auto end = i + found.front().end;
        if (end == url.size() || url[end] < '0' || url[end] > '9') return found.front().day;
      }
    }
    return std::nullopt;
  }

  std::optional<Day> from_address() const {
    for (std::string_view url : {std::string_view(facts_.canonical), facts_.get("og:url"), facts_.get("twitter:url")})
      if (auto d = day_in_address(url)) return d;
    return std::nullopt;
  }

  std::string names_of(const Node& node) const {
    std::string names;
    for (const char* key : {"class", "id", "itemprop", "data-testid", "pubdate"})
      if (const auto value = node.attribute(key); !value.empty()) names.append(value).append(" ");
    return lower_ascii(names);
  }

  static bool says_modified(std::string_view names) {
    for (std::string_view word : {"modif", "updat", "comment", "last-"})
      if (names.find(word) != std::string_view::npos) return true;
    return false;
  }

  static bool says_published(std::string_view names) {
    for (std::string_view word : {"publish", "pubdate", "entry-date", "post-date", "article-date", "created", "byline", "posted", "dateline", "timestamp", "entry-time", "article__date", "post_date"})
      if (names.find(word) != std::string_view::npos) return true;
    return false;
  }

  /// <time>, <abbr class=published>, itemprop=datePublished: those that say they mean publication first, then any time
  /// of the article's head.
  std::optional<Day> from_markup() const {
    std::optional<Day> any;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      if (!node.is_element()) continue;
      const auto tag = node.tag();
      const auto prop = node.attribute("itemprop");
      if (tag != GUMBO_TAG_TIME && tag != GUMBO_TAG_ABBR && prop.empty()) continue;
      if (!prop.empty() && tag != GUMBO_TAG_TIME && prop != "datePublished" && prop != "dateCreated") continue;
      std::optional<Day> day;
      for (const char* key : {"datetime", "content", "title"})
        if (!day) day = day_in(node.attribute(key));
      if (!day && node.end - i < 20) day = day_in(dom_.text_of(i));
      if (!day || elsewhere(i)) continue;
      const std::string names = names_of(node) + names_of(nodes_[node.parent]);
      if (says_modified(names) && prop != "datePublished") continue;
      if (prop == "datePublished" || node.has("pubdate") || says_published(names)) return day;
      if (tag == GUMBO_TAG_ABBR) continue;
      if (!any) any = day;
    }
    return any;
  }

  /// A short element whose class or id speaks of a date.
  std::optional<Day> from_classes() const {
    std::optional<Day> any;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      if (!node.is_element() || node.end - i > 30 || node.tag() == GUMBO_TAG_SCRIPT || node.tag() == GUMBO_TAG_STYLE) continue;
      const std::string names = names_of(node);
      if (names.empty()) continue;
      const bool published = says_published(names);
      const bool dated = published || std::any_of(kDateWords.begin(), kDateWords.end(), [&](auto w) { return names.find(w) != std::string::npos; });
      if (!dated || says_modified(names)) continue;
      const std::string text = dom_.text_of(i);
      if (text.size() > 300) continue;
      const auto found = find_days(text, month_first_);
      if (found.empty() || elsewhere(i)) continue;
      if (published) return found.front().day;
      if (!any) any = found.front().day;
    }
    return any;
  }

  /// "Published: 19 September 2017", else the first date of the visible text.
  std::optional<Day> from_text() const {
    std::string text;
    for (std::uint32_t i = 0; i < nodes_.size();) i = add_text(i, text);
    const auto found = find_days(text, month_first_);
    if (found.empty()) return std::nullopt;
    for (const auto& f : found) {
      const auto from = f.begin > 40 ? f.begin - 40 : 0;
      const std::string before = lower_ascii(std::string_view(text).substr(from, f.begin - from));
      for (std::string_view cue : {"publish", "posted", "date:", "datum", "veröffentlicht", "erstellt", "geschrieben", "verfasst", "publié", "publicado", "written on", "pubblicato"})
        if (before.find(cue) != std::string::npos) return f.day;
    }
    return found.front().day;
  }

  static constexpr std::array<std::string_view, 8> kDateWords{"date", "datum", "time", "meta", "fecha", "submitted", "info", "posted"};

  const Dom& dom_;
  const std::vector<Node>& nodes_;
  const PageFacts& facts_;
  bool month_first_ = false;
};

}  // namespace

std::string page_day(const Dom& dom, const PageFacts& facts) {
  const auto day = DayReader(dom, facts).read();
  return day ? format_iso_day(*day) : std::string();
}

}  // namespace deconflict::read
