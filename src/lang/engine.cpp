#include "lang/engine.h"

#include <algorithm>

#include "base/utf8.h"

namespace deconflict::lang {

namespace {

Error wrong(const std::string& path, const std::string& what) {
  return Error{"lang.model", path, what + "; put the lang.model of this release beside the program, or build it with tools/train/train"};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace

Result<Engine> Engine::load(const std::string& path) {
  auto pack = Pack::open(path);
  if (!pack) return pack.error();
  Engine e(std::move(*pack));
  const auto format = e.pack_.section("format");
  if (!format || *format != kModelFormat) return wrong(path, "this is no language model that this build can read");
  std::string_view part[9];
  constexpr std::string_view kNames[9] = {"tags", "labels", "tag.slots", "tag.entries", "parse.slots", "parse.entries", "lemma.exceptions", "lemma.known", "clusters.codes"};
  for (std::size_t i = 0; i < 8; ++i) {
    auto section = e.pack_.section(kNames[i]);
    if (!section) return section.error();
    part[i] = *section;
  }
  e.tag_upos_.push_back(Upos::X);
  e.tag_inflection_.push_back(Inflection::none);
  for (const auto line : lines_of(part[0])) {
    const auto space = line.find(' ');
    const auto upos = parse_name<Upos>(line.substr(0, space));
    if (!upos || space == std::string_view::npos) return wrong(path, "the language model has an unknown tag: " + std::string(line));
    if (line == "PROPN NNP") e.name_ = static_cast<Tag>(e.tag_upos_.size());
    e.tag_upos_.push_back(*upos);
    e.tag_inflection_.push_back(inflection_of(line.substr(space + 1)));
  }
  e.labels_.push_back(Deprel::dep);
  for (const auto line : lines_of(part[1])) {
    const auto label = parse_name<Deprel>(line);
    if (!label) return wrong(path, "the language model has an unknown relation: " + std::string(line));
    if (*label == Deprel::advcl) e.advcl_ = static_cast<std::uint8_t>(e.labels_.size());
    if (*label == Deprel::acl) e.acl_ = static_cast<std::uint8_t>(e.labels_.size());
    if (*label == Deprel::punct) e.punct_ = static_cast<std::uint8_t>(e.labels_.size());
    e.labels_.push_back(*label);
  }
  if (e.tag_upos_.size() < 2 || e.labels_.size() < 2) return wrong(path, "the language model has no tags or no relations");
  for (const auto particle : {"ad", "adh", "al", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "el", "er", "es", "et", "ez", "ul", "ur"}) e.particles_.push_back(form_hash(particle));
  std::sort(e.particles_.begin(), e.particles_.end());
  e.hyphen_ = form_hash("-");
  auto tags = Weights::read(part[2], part[3], static_cast<std::uint32_t>(e.tag_upos_.size() - 1));
  if (!tags) return wrong(path, tags.error().message);
  auto arcs = Weights::read(part[4], part[5], parser_classes(static_cast<std::uint32_t>(e.labels_.size() - 1)));
  if (!arcs) return wrong(path, arcs.error().message);
  auto lemmas = Lemmas::read(part[6], part[7]);
  if (!lemmas) return wrong(path, lemmas.error().message);
  e.tag_weights_ = *tags;
  e.parse_weights_ = *arcs;
  e.lemmas_ = std::move(*lemmas);
  if (e.pack_.has("clusters.checks")) {
    auto checks = e.pack_.section("clusters.checks"), codes = e.pack_.section("clusters.codes");
    if (!codes) return codes.error();
    auto clusters = Clusters::read(*checks, *codes);
    if (!clusters) return wrong(path, clusters.error().message);
    e.clusters_ = *clusters;
    e.has_clusters_ = true;
  }
  return e;
}

bool Engine::is_joined_name(const Scratch& s, std::size_t i, std::string_view text) const {
  if (i + 2 >= s.spans.size() || s.lexemes[i + 1].form != hyphen_ || s.spans[i].end != s.spans[i + 1].begin || s.spans[i + 1].end != s.spans[i + 2].begin) return false;
  if (!std::binary_search(particles_.begin(), particles_.end(), s.lexemes[i].form)) return false;
  return utf8::is_upper(utf8::decode(text, s.spans[i + 2].begin).code_point);
}

void Engine::tag(Scratch& s, std::string_view text) const {
  const auto classes = tag_upos_.size() - 1;
  s.tags.assign(s.lexemes.size(), 0);
  TagFeatures features;
  std::array<std::int32_t, Weights::kMaxClasses> scores;
  for (std::size_t i = 0; i < s.lexemes.size(); ++i) {
    if (name_ != 0 && (is_joined_name(s, i, text) || (i >= 2 && is_joined_name(s, i - 2, text)))) {
      s.tags[i] = name_;
      continue;
    }
    tag_features(s.lexemes, s.tags, i, features);
    scores.fill(0);
    tag_weights_.add_all(features.data(), kTagFeatures, scores.data());
    const auto best = std::max_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(classes)) - scores.begin();
    s.tags[i] = static_cast<Tag>(best + 1);
  }
}

std::size_t Engine::fronted_clause(const Scratch& s, std::string_view text) const {
  const auto upos = [&](std::size_t i) { return tag_upos_[s.tags[i]]; };
  const auto verbal = [&](std::size_t i) { return upos(i) == Upos::VERB || upos(i) == Upos::AUX; };
  const auto words = s.tags.size();
  std::size_t first = 0;
  while (first < words && upos(first) == Upos::PUNCT) ++first;
  if (first >= words || upos(first) != Upos::SCONJ) return 0;
  bool verb = false;
  std::size_t comma = 0;
  for (std::size_t i = first + 1; i < words && comma == 0; ++i) {
    if (verb && s.spans[i].of(text) == ",") comma = i;
    verb = verb || verbal(i);
  }
  if (comma == 0) return 0;
  for (std::size_t i = comma + 1; i < words; ++i) {
    // A list or a second clause in front is left to the parser.
    if (upos(i) == Upos::SCONJ || upos(i) == Upos::CCONJ) return 0;
    if (verbal(i)) return comma + 1;
  }
  return 0;
}

std::pair<std::size_t, std::size_t> Engine::insertion(const Scratch& s, std::string_view text) const {
  std::size_t first = 0, second = 0;
  for (std::size_t i = 1; i + 1 < s.spans.size(); ++i) {
    const auto word = s.spans[i].of(text);
    const bool dash = word == "-" || word == "--" || word == "\u2013" || word == "\u2014";
    if (!dash || s.spans[i - 1].end == s.spans[i].begin || s.spans[i].end == s.spans[i + 1].begin) continue;
    if (second != 0) return {0, 0};  // three dashes are a list
    (first == 0 ? first : second) = i;
  }
  return second > first + 2 ? std::pair(first, second) : std::pair<std::size_t, std::size_t>(0, 0);
}

void Engine::parse_sentence(Scratch& s, std::string_view text) const {
  const auto size = static_cast<std::uint32_t>(s.tags.size());
  s.arcs.resize(size);
  s.inner.clear();
  s.outer.clear();
  const bool can_join = advcl_ != 0 && acl_ != 0 && punct_ != 0;
  const auto [open, close] = can_join ? insertion(s, text) : std::pair<std::size_t, std::size_t>(0, 0);
  const auto cut = can_join && close == 0 ? fronted_clause(s, text) : 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (close != 0 && (i == open || i == close)) continue;
    if (cut != 0 && i + 1 == cut) continue;
    const bool apart = close != 0 ? i > open && i < close : cut != 0 && i < cut;
    (apart ? s.inner : s.outer).push_back(i);
  }
  const auto main = parse(s, s.outer);
  if (s.inner.empty()) return;
  const auto part = parse(s, s.inner);
  if (close != 0) {
    s.arcs[part - 1] = {static_cast<std::uint32_t>(open), acl_};  // it hangs on the word before the dash
    s.arcs[open] = s.arcs[close] = {part, punct_};
  } else {
    s.arcs[part - 1] = {main, advcl_};
    s.arcs[cut - 1] = {part, punct_};
  }
}

std::uint32_t Engine::parse(Scratch& s, const std::vector<std::uint32_t>& words) const {
  const auto labels = labels_.size() - 1;
  Configuration& c = s.configuration;
  if (words.size() == s.tags.size()) {
    c.start(s.lexemes, s.tags);
  } else {
    s.part_lexemes.clear();
    s.part_tags.clear();
    for (const auto i : words) {
      s.part_lexemes.push_back(s.lexemes[i]);
      s.part_tags.push_back(s.tags[i]);
    }
    c.start(s.part_lexemes, s.part_tags);
  }
  Configuration::Features features;
  std::array<std::int32_t, Weights::kMaxClasses> scores;
  while (!c.done()) {
    const bool left = c.can_left(), right = c.can_right(), shift = c.can_shift();
    if (shift && !left && !right) {
      c.shift();
      continue;
    }
    c.features(features);
    scores.fill(0);
    parse_weights_.add_all(features.data(), Configuration::kFeatures, scores.data());
    std::size_t best = 0;
    std::int32_t most = shift ? scores[0] : INT32_MIN;
    for (std::size_t l = 1; l <= labels; ++l) {
      if (left && scores[2 * l - 1] > most) most = scores[best = 2 * l - 1];
      if (right && scores[2 * l] > most) most = scores[best = 2 * l];
    }
    if (best == 0) c.shift();
    else if (best % 2 == 1) c.left(static_cast<std::uint8_t>((best + 1) / 2));
    else c.right(static_cast<std::uint8_t>(best / 2));
  }
  std::uint32_t root = 0;
  for (std::size_t k = 0; k < words.size(); ++k) {
    const auto word = static_cast<std::uint32_t>(k + 1);
    const auto head = static_cast<std::uint32_t>(c.head(word));
    s.arcs[words[k]] = {head == 0 ? 0 : words[head - 1] + 1, c.label(word)};
    if (head == 0) root = words[k] + 1;
  }
  return root;
}

void Engine::read_sentence(std::string_view text, std::vector<Token>& tokens, std::uint32_t first, std::uint32_t last, Scratch& s) const {
  if (first == last) return;
  s.spans.clear();
  for (auto i = first; i < last; ++i) s.spans.push_back(tokens[i].span);
  describe(text, s.spans.data(), s.spans.data() + s.spans.size(), has_clusters_ ? &clusters_ : nullptr, s.lexemes, s.form);
  tag(s, text);
  parse_sentence(s, text);
  for (auto i = first; i < last; ++i) {
    Token& t = tokens[i];
    const auto word = i - first + 1;
    const auto [head, label] = s.arcs[word - 1];
    t.upos = tag_upos_[s.tags[word - 1]];
    t.head = head == 0 ? -1 : static_cast<std::int32_t>(first + head - 1);
    t.deprel = head == 0 ? Deprel::root : labels_[label];
    const auto surface = t.span.of(text);
    if (t.upos == Upos::PROPN) {
      t.lemma = surface;
      continue;
    }
    lower_form(surface, s.form);
    lemmas_.lemma(s.form, t.upos, tag_inflection_[s.tags[word - 1]], t.lemma);
  }
}

}  // namespace deconflict::lang
