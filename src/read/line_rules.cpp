#include "read/line_rules.h"

#include <array>
#include <string>

#include "base/knowledge_text.h"

namespace deconflict::read {

namespace {

struct Rule {
  std::string_view words;
  std::string_view why;
};

/// The line is these words and nothing more (but for punctuation and arrows at its ends).
constexpr std::array kWhole = std::to_array<Rule>({
    {"advertisement", "advertisement"},
    {"advertisements", "advertisement"},
    {"advertising", "advertisement"},
    {"ad feedback", "advertisement"},
    {"sponsored content", "advertisement"},
    {"sponsored", "advertisement"},
    {"promoted content", "advertisement"},
    {"promoted stories", "advertisement"},
    {"article continues below advertisement", "advertisement"},
    {"story continues below advertisement", "advertisement"},
    {"article continues after advertisement", "advertisement"},
    {"story continues below", "advertisement"},
    {"article continues below", "advertisement"},
    {"advertisement - continue reading below", "advertisement"},
    {"continue reading below", "advertisement"},
    {"continue reading the main story", "navigation"},
    {"continue reading", "navigation"},
    {"skip to main content", "navigation"},
    {"skip to content", "navigation"},
    {"skip advertisement", "navigation"},
    {"back to top", "navigation"},
    {"next article", "navigation"},
    {"previous article", "navigation"},
    {"next post", "navigation"},
    {"previous post", "navigation"},
    {"next story", "navigation"},
    {"previous story", "navigation"},
    {"loading", "navigation"},
    {"home", "navigation"},
    {"menu", "navigation"},
    {"search", "navigation"},
    {"table of contents", "navigation"},
    {"latest news", "teaser"},
    {"latest stories", "teaser"},
    {"latest headlines", "teaser"},
    {"latest articles", "teaser"},
    {"latest posts", "teaser"},
    {"latest videos", "teaser"},
    {"recent posts", "teaser"},
    {"recent news", "teaser"},
    {"recent articles", "teaser"},
    {"breaking news", "teaser"},
    {"trending", "teaser"},
    {"trending now", "teaser"},
    {"trending news", "teaser"},
    {"trending stories", "teaser"},
    {"top stories", "teaser"},
    {"top news", "teaser"},
    {"more news", "teaser"},
    {"more stories", "teaser"},
    {"more top stories", "teaser"},
    {"more from this section", "teaser"},
    {"other news", "teaser"},
    {"in other news", "teaser"},
    {"most read", "teaser"},
    {"most popular", "teaser"},
    {"most viewed", "teaser"},
    {"most commented", "teaser"},
    {"popular posts", "teaser"},
    {"popular stories", "teaser"},
    {"editor's picks", "teaser"},
    {"editors' picks", "teaser"},
    {"recommended", "teaser"},
    {"recommended for you", "teaser"},
    {"recommended stories", "teaser"},
    {"recommended articles", "teaser"},
    {"related", "teaser"},
    {"related articles", "teaser"},
    {"related article", "teaser"},
    {"related stories", "teaser"},
    {"related story", "teaser"},
    {"related news", "teaser"},
    {"related posts", "teaser"},
    {"related content", "teaser"},
    {"related topics", "teaser"},
    {"related links", "teaser"},
    {"related video", "teaser"},
    {"related videos", "teaser"},
    {"related items", "teaser"},
    {"related coverage", "teaser"},
    {"read more", "teaser"},
    {"read also", "teaser"},
    {"also read", "teaser"},
    {"see also", "teaser"},
    {"read next", "teaser"},
    {"up next", "teaser"},
    {"prev post", "teaser"},
    {"previous post", "teaser"},
    {"previous article", "teaser"},
    {"previous story", "teaser"},
    {"next post", "teaser"},
    {"next article", "teaser"},
    {"next story", "teaser"},
    {"more on this story", "teaser"},
    {"more on this topic", "teaser"},
    {"you may also like", "teaser"},
    {"you might also like", "teaser"},
    {"you may also be interested in", "teaser"},
    {"you might be interested in", "teaser"},
    {"we recommend", "teaser"},
    {"don't miss", "teaser"},
    {"watch live", "teaser"},
    {"share", "share"},
    {"share this", "share"},
    {"share this article", "share"},
    {"share this story", "share"},
    {"share this post", "share"},
    {"share this page", "share"},
    {"share on facebook", "share"},
    {"share on twitter", "share"},
    {"share on whatsapp", "share"},
    {"share on linkedin", "share"},
    {"share via email", "share"},
    {"share by email", "share"},
    {"share with", "share"},
    {"about sharing", "share"},
    {"click to share", "share"},
    {"tweet", "share"},
    {"pin it", "share"},
    {"facebook", "share"},
    {"twitter", "share"},
    {"whatsapp", "share"},
    {"linkedin", "share"},
    {"pinterest", "share"},
    {"telegram", "share"},
    {"google+", "share"},
    {"reddit", "share"},
    {"email", "share"},
    {"email this", "share"},
    {"print", "share"},
    {"print this article", "share"},
    {"print article", "share"},
    {"copy link", "share"},
    {"link copied", "share"},
    {"copied to clipboard", "share"},
    {"save", "share"},
    {"save article", "share"},
    {"bookmark", "share"},
    {"listen to this article", "share"},
    {"listen to article", "share"},
    {"follow us", "share"},
    {"comments", "comments"},
    {"comment", "comments"},
    {"no comments", "comments"},
    {"no comments yet", "comments"},
    {"leave a comment", "comments"},
    {"leave a reply", "comments"},
    {"leave a reply cancel reply", "comments"},
    {"post a comment", "comments"},
    {"view comments", "comments"},
    {"show comments", "comments"},
    {"add a comment", "comments"},
    {"join the conversation", "comments"},
    {"join the discussion", "comments"},
    {"comments are closed", "comments"},
    {"reply", "comments"},
    {"subscribe", "newsletter"},
    {"subscribe now", "newsletter"},
    {"sign up", "newsletter"},
    {"sign in", "newsletter"},
    {"log in", "newsletter"},
    {"register", "newsletter"},
    {"newsletter", "newsletter"},
    {"newsletters", "newsletter"},
    {"get the newsletter", "newsletter"},
    {"thank you for subscribing", "newsletter"},
    {"toggle caption", "caption"},
    {"hide caption", "caption"},
    {"enlarge this image", "caption"},
    {"view gallery", "caption"},
    {"photo gallery", "caption"},
    {"image caption", "caption"},
    {"media caption", "caption"},
    {"play video", "caption"},
    {"watch the video", "caption"},
    {"file photo", "caption"},
    {"all rights reserved", "copyright"},
    {"terms of use", "navigation"},
    {"terms of service", "navigation"},
    {"terms and conditions", "navigation"},
    {"privacy policy", "navigation"},
    {"cookie policy", "navigation"},
    {"contact us", "navigation"},
    {"about us", "navigation"},
    {"accept all cookies", "cookies"},
    {"accept cookies", "cookies"},
    {"manage cookies", "cookies"},
    {"cookie settings", "cookies"},
});

/// The line begins with these words.
constexpr std::array kBegin = std::to_array<Rule>({
    {"more news:", "teaser"},
    {"more from ", "teaser"},
    {"read more:", "teaser"},
    {"read more about ", "teaser"},
    {"read more at ", "teaser"},
    {"read more from ", "teaser"},
    {"read more here", "teaser"},
    {"read more on ", "teaser"},
    {"read more |", "teaser"},
    {"read more -", "teaser"},
    {"read more –", "teaser"},
    {"read also:", "teaser"},
    {"read also ", "teaser"},
    {"read also|", "teaser"},
    {"also read:", "teaser"},
    {"also read |", "teaser"},
    {"also read -", "teaser"},
    {"also read –", "teaser"},
    {"also see:", "teaser"},
    {"also watch:", "teaser"},
    {"read:", "teaser"},
    {"read |", "teaser"},
    {"read next:", "teaser"},
    {"read the full story", "teaser"},
    {"read the full article", "teaser"},
    {"read our full ", "teaser"},
    {"see also:", "teaser"},
    {"see more:", "teaser"},
    {"see related:", "teaser"},
    {"must read:", "teaser"},
    {"must watch:", "teaser"},
    {"don't miss:", "teaser"},
    {"related:", "teaser"},
    {"related |", "teaser"},
    {"related article:", "teaser"},
    {"related articles:", "teaser"},
    {"related story:", "teaser"},
    {"related stories:", "teaser"},
    {"related news:", "teaser"},
    {"related coverage:", "teaser"},
    {"related content:", "teaser"},
    {"related links:", "teaser"},
    {"related posts:", "teaser"},
    {"related topics:", "teaser"},
    {"trending:", "teaser"},
    {"trending now:", "teaser"},
    {"up next:", "teaser"},
    {"next up:", "teaser"},
    {"recommended:", "teaser"},
    {"more:", "teaser"},
    {"more on this:", "teaser"},
    {"watch:", "teaser"},
    {"watch |", "teaser"},
    {"watch more:", "teaser"},
    {"watch now:", "teaser"},
    {"watch the full ", "teaser"},
    {"listen:", "teaser"},
    {"listen to the podcast", "teaser"},
    {"video:", "teaser"},
    {"in pictures:", "teaser"},
    {"in photos:", "teaser"},
    {"gallery:", "teaser"},
    {"photos:", "teaser"},
    {"click here to", "teaser"},
    {"click here for", "teaser"},
    {"tap here to", "teaser"},
    {"you may also like", "teaser"},
    {"you might also like", "teaser"},
    {"share on ", "share"},
    {"share this on ", "share"},
    {"share this article", "share"},
    {"share this story", "share"},
    {"share this:", "share"},
    {"share this post", "share"},
    {"click to share on ", "share"},
    {"click to email ", "share"},
    {"click to print ", "share"},
    {"tweet this", "share"},
    {"follow us on ", "share"},
    {"follow us at ", "share"},
    {"follow @", "share"},
    {"follow him on ", "share"},
    {"follow her on ", "share"},
    {"follow me on ", "share"},
    {"like us on facebook", "share"},
    {"find us on facebook", "share"},
    {"join us on ", "share"},
    {"join our telegram", "share"},
    {"join our whatsapp", "share"},
    {"subscribe to our", "newsletter"},
    {"subscribe to the", "newsletter"},
    {"subscribe for ", "newsletter"},
    {"subscribe today", "newsletter"},
    {"subscribe now", "newsletter"},
    {"sign up for ", "newsletter"},
    {"sign up to ", "newsletter"},
    {"sign up here", "newsletter"},
    {"sign up now", "newsletter"},
    {"get our newsletter", "newsletter"},
    {"get our free ", "newsletter"},
    {"get the latest news ", "newsletter"},
    {"get breaking news ", "newsletter"},
    {"get daily news ", "newsletter"},
    {"enter your email", "newsletter"},
    {"your email address will not", "comments"},
    {"leave a comment", "comments"},
    {"please log in to ", "comments"},
    {"log in to ", "comments"},
    {"sign in to ", "comments"},
    {"download our app", "newsletter"},
    {"download the app", "newsletter"},
    {"copyright ©", "copyright"},
    {"copyright (c)", "copyright"},
    {"copyright 19", "copyright"},
    {"copyright 20", "copyright"},
    {"© ", "copyright"},
    {"©", "copyright"},
    {"(c) 20", "copyright"},
    {"all rights reserved", "copyright"},
    {"this material may not be published", "copyright"},
    {"this article was originally published", "copyright"},
    {"we use cookies", "cookies"},
    {"this website uses cookies", "cookies"},
    {"this site uses cookies", "cookies"},
    {"our website uses cookies", "cookies"},
    {"by continuing to use ", "cookies"},
    {"by continuing to browse ", "cookies"},
    {"by using this site", "cookies"},
    {"image copyright", "caption"},
    {"image source", "caption"},
    {"image caption", "caption"},
    {"image credit", "caption"},
    {"media caption", "caption"},
    {"photo:", "caption"},
    {"photo by ", "caption"},
    {"photo credit", "caption"},
    {"photo courtesy", "caption"},
    {"photograph:", "caption"},
    {"photograph by ", "caption"},
    {"photos by ", "caption"},
    {"image:", "caption"},
    {"image by ", "caption"},
    {"images:", "caption"},
    {"picture:", "caption"},
    {"(photo:", "caption"},
    {"(photo by ", "caption"},
    {"(photo credit", "caption"},
    {"(image:", "caption"},
    {"(ap photo", "caption"},
    {"ap photo/", "caption"},
    {"file photo:", "caption"},
    {"file - ", "caption"},
    {"file – ", "caption"},
    {"file image:", "caption"},
    {"reuters/", "caption"},
    {"(reporting by ", "credit"},
    {"reporting by ", "credit"},
    {"additional reporting by ", "credit"},
    {"(additional reporting by ", "credit"},
    {"writing by ", "credit"},
    {"(writing by ", "credit"},
    {"editing by ", "credit"},
    {"(editing by ", "credit"},
});

/// What ends a picture's caption: "(AP Photo/Jane Doe)", "[Photo: Jane Doe/Reuters]".
constexpr std::array kCaptionEnd = std::to_array<std::string_view>({"(ap photo/", "(ap photo)", "(photo:", "(photo by ", "(photo credit", "[photo:", "(reuters/", "[reuters/",
                                                                   "photo/reuters)", "(file photo)", "(file photo:", "(afp/getty", "/getty images)", "/getty images]",
                                                                   "(getty images)", "/afp)", "/afp]", "/reuters)", "/reuters]", "/ap)", "/ap]", "(image:",
                                                                   "(courtesy photo", "(picture:", "[file: ", "ap photo/"});

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c | 0x20);
    } else if (text.substr(i, 3) == "\xE2\x80\x99") {  // the tables are written with the straight apostrophe
      out += '\'';
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

/// "1.2k shares", "45 comments", "3 min read", "Shares 512"
bool is_tally(std::string_view line) {
  if (line.size() > 40) return false;
  const bool number_first = line.front() >= '0' && line.front() <= '9';
  std::size_t i = 0;
  auto number = [&] {
    const auto begin = i;
    while (i < line.size() && ((line[i] >= '0' && line[i] <= '9') || line[i] == '.' || line[i] == ',')) ++i;
    if (i > begin && i < line.size() && (line[i] == 'k' || line[i] == 'm') && (i + 1 == line.size() || line[i + 1] == ' ')) ++i;
    return i > begin;
  };
  auto word = [&] {
    while (i < line.size() && line[i] == ' ') ++i;
    for (std::string_view w : {"total shares", "shares", "share", "comments", "comment", "likes", "views", "retweets", "tweets", "min read", "minute read", "minutes read", "min",
                               "reactions", "followers", "votes"})
      if (line.substr(i, w.size()) == w && (i + w.size() == line.size() || line[i + w.size()] == ' ' || line[i + w.size()] == ':')) {
        i += w.size();
        if (i < line.size() && line[i] == ':') ++i;
        while (i < line.size() && line[i] == ' ') ++i;
        return true;
      }
    return false;
  };
  if (number_first) return number() && word() && i == line.size();
  return word() && number() && i == line.size();
}

}  // namespace

std::string_view line_rule(std::string_view line) {
  line = trim(line);
  if (line.empty()) return {};
  const std::string head = lower(line.substr(0, 400));
  std::string_view core = head;
  auto strip = [](std::string_view text) {
    constexpr std::string_view kEnds = " \t:.!-|>*<+#[]()";
    while (!text.empty()) {
      if (kEnds.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
      else if (text.ends_with("»") || text.ends_with("…") || text.ends_with("→") || text.ends_with("›")) text.remove_suffix(text.ends_with("»") ? 2 : 3);
      else if (kEnds.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
      else break;
    }
    return text;
  };
  // In text broken at a fixed width any words may begin a line, and the last word of a sentence may stand alone.
  const bool label = !(line.front() >= 'a' && line.front() <= 'z');
  const bool sentence = line.back() == '.' && !line.ends_with("..");
  if (head.size() < 60 && !sentence) {
    core = strip(core);
    if (label || core.find(' ') != std::string_view::npos)
      for (const Rule& rule : kWhole)
        if (core == rule.words) return rule.why;
    if (!core.empty() && is_tally(core)) return "share";
  }
  std::string_view begin = head;
  while (!begin.empty() && (begin.front() == '*' || begin.front() == '>' || begin.front() == '-' || begin.front() == ' ' || begin.front() == '[')) begin.remove_prefix(1);
  if (label && line.size() <= 400)
    for (const Rule& rule : kBegin)
      // A teaser is a headline; two sentences behind the label are somebody's story.
      if (begin.starts_with(rule.words) && !(rule.why == "teaser" && line.size() > 160 && line.back() == '.' && line.find(". ") != std::string_view::npos)) return rule.why;
  if (line.size() <= 250 && (head.ends_with("all rights reserved") || head.ends_with("all rights reserved."))) return "copyright";
  if (line.size() <= 600) {
    const std::string tail = line.size() > 60 ? lower(line.substr(line.size() - 60)) : head;
    if (!tail.empty() && (tail.back() == ')' || tail.back() == ']' || tail.find("ap photo/") != std::string::npos))
      for (auto end : kCaptionEnd)
        if (tail.find(end) != std::string::npos) return "caption";
  }
  return {};
}

}  // namespace deconflict::read
