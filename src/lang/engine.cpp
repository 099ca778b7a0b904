#include "lang/engine.h"

#include <algorithm>
#include <cctype>

#include "base/censored.h"
#include "lang/asides.h"
#include "lang/mend.h"
#include "lang/tokenizer.h"

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

/// "A mine", "sea mines": the treebanks know the word as a pronoun alone.
bool is_mine(const Annotation& a, std::uint32_t first, std::uint32_t i) {
  const auto form = a.tokens[i].span.of(a.text);
  if (form.size() < 4 || (form[0] | 0x20) != 'm' || a.tokens[i].upos == Upos::NOUN || i == first) return false;
  const auto before = a.tokens[i - 1].upos;
  return (before == Upos::DET || before == Upos::ADJ || before == Upos::NUM || before == Upos::NOUN) && (form.substr(1) == "ine" || form.substr(1) == "ines");
}

/// What can be told of a word's standing at the end of a sentence by its form and that of the next alone.
enum class Ending : std::uint8_t { never, hardly, perhaps, surely };

Ending ending_of(std::string_view text, Span word, Span next) {
  const auto form = word.of(text);
  if (text.substr(word.end, next.begin - word.end).find('\n') != std::string_view::npos) return Ending::perhaps;
  // What closes a name opens nothing.
  static constexpr std::string_view kClosers[] = {"Jr", "Jr.", "Sr", "Sr.", "Inc", "Inc.", "Ltd", "Ltd.", "Corp", "Corp."};
  if (std::find(std::begin(kClosers), std::end(kClosers), next.of(text)) != std::end(kClosers)) return Ending::never;
  // Before a sign that opens no sentence only a sign itself ends one; two capitals side by side are mostly one name.
  if (std::isalnum(static_cast<unsigned char>(form.back())) != 0) {
    if (std::string_view(",.;:!?)]%'").find(text[next.begin]) != std::string_view::npos) return Ending::never;
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return capital(form.front()) && capital(text[next.begin]) ? Ending::hardly : Ending::perhaps;
  }
  // "Go!" she said: the speech ends, the sentence goes on.
  if (form == "\"" || form == "\u201D" || form == "''") return text[next.begin] >= 'a' && text[next.begin] <= 'z' ? Ending::never : Ending::perhaps;
  if (form.size() == 1 || form.back() != '.') return Ending::perhaps;
  switch (abbreviation(form, text.substr(word.end, next.end - word.end))) {
    case Abbreviation::title: return Ending::never;
    case Abbreviation::other: {
      if (text[next.begin] >= 'a' && text[next.begin] <= 'z') return Ending::never;
      static constexpr std::string_view kOpeners[] = {"The", "This", "These", "Those", "He", "She", "It", "They", "We", "But", "However"};
      return std::find(std::begin(kOpeners), std::end(kOpeners), next.of(text)) != std::end(kOpeners) ? Ending::surely : Ending::perhaps;
    }
    default: return Ending::perhaps;
  }
}

/// "O", "B-PER" … ; another type than ours ("MISC") is no mention. errors: lang.model for another form
Result<std::vector<NameTag>> name_tags(std::string_view lines) {
  std::vector<NameTag> out;
  for (const auto line : lines_of(lines)) {
    NameTag tag;
    if (line != "O") {
      if (line.size() < 3 || (line[0] != 'B' && line[0] != 'I') || line[1] != '-')
        return Error{"lang.model", "", "the language model has an unknown name tag: " + std::string(line)};
      if (const auto type = parse_name<MentionType>(line.substr(2))) tag = {line[0] == 'B' ? NameTag::first : NameTag::later, *type};
    }
    out.push_back(tag);
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
  const auto tags = e.pack_.section("tags"), labels = e.pack_.section("labels"), exceptions = e.pack_.section("lemma.exceptions"),
             known = e.pack_.section("lemma.known"), mentions = e.pack_.section("mentions"), names = e.pack_.section("names");
  for (const auto* section : {&tags, &labels, &exceptions, &known, &mentions, &names})
    if (!*section) return section->error();
  for (const auto line : lines_of(*tags)) {
    const auto space = line.find(' ');
    const auto upos = parse_name<Upos>(line.substr(0, space));
    if (!upos || space == std::string_view::npos) return wrong(path, "the language model has an unknown tag: " + std::string(line));
    e.tag_upos_.push_back(*upos);
    e.tag_inflection_.push_back(inflection_of(line.substr(space + 1)));
  }
  for (const auto line : lines_of(*labels)) {
    const auto label = parse_name<Deprel>(line);
    if (!label) return wrong(path, "the language model has an unknown relation: " + std::string(line));
    e.labels_.push_back(*label);
  }
  auto mention_tags = name_tags(*mentions), plain_tags = name_tags(*names);
  if (!mention_tags) return wrong(path, mention_tags.error().message);
  if (!plain_tags) return wrong(path, plain_tags.error().message);
  e.mentions_ = std::move(*mention_tags);
  e.names_ = std::move(*plain_tags);
  auto network = Network::load(e.pack_);
  if (!network) return network.error().code == "lang.model" ? wrong(path, network.error().message) : network.error();
  e.network_ = std::move(*network);
  if (e.tag_upos_.size() != e.network_.tags() || e.labels_.size() != e.network_.labels() || e.mentions_.size() != e.network_.mentions() ||
      e.names_.size() != e.network_.names())
    return wrong(path, "the language model has other tags, relations or names than its network");
  auto lemmas = Lemmas::read(*exceptions, *known);
  if (!lemmas) return wrong(path, lemmas.error().message);
  e.lemmas_ = std::move(*lemmas);
  return e;
}

void Engine::embed(const Annotation& a, Scratch& s) const {
  s.spans.clear();
  for (const Token& t : a.tokens) s.spans.push_back(t.span);
  network_.embed(a.text, s.spans.data(), s.spans.data() + s.spans.size(), s.network);
}

void Engine::split_lost_clitics(Annotation& a, std::vector<Paragraph>& paragraphs, Scratch& s) const {
  const bool written = has_apostrophes(a.text, a.tokens);
  s.clitics.clear();
  for (const Paragraph& p : paragraphs) {
    const auto before = s.clitics.size();
    for (auto i = p.first_token; i < p.last_token; ++i)
      if (const auto bytes = lost_clitic(a.tokens[i].span.of(a.text), written); bytes != 0) s.clitics.push_back({i, bytes});
    if (s.clitics.size() == before) continue;
    s.network.asked.assign(a.tokens.size(), 0);
    for (auto c = before; c < s.clitics.size(); ++c) s.network.asked[s.clitics[c].token] = 1;
    network_.ask(Network::Question::holds_clitic, s.spans.data(), p.first_token, p.last_token, s.network);
    std::erase_if(s.clitics, [&](const CliticAt& c) { return c.token >= p.first_token && s.network.answers[c.token] <= 0.0F; });
  }
  if (s.clitics.empty()) return;
  split_clitics(a, paragraphs, s.clitics);
  embed(a, s);
}

const std::vector<float>& Engine::find_ends(Annotation& a, std::vector<Paragraph>& paragraphs, Scratch& s) const {
  embed(a, s);
  split_lost_clitics(a, paragraphs, s);
  s.network.asked.assign(a.tokens.size(), 0);
  s.sure_ends.clear();
  s.doubtful_ends.clear();
  for (std::uint32_t i = 0; i + 1 < a.tokens.size(); ++i) {
    const auto ending = ending_of(a.text, a.tokens[i].span, a.tokens[i + 1].span);
    s.network.asked[i] = ending == Ending::perhaps || ending == Ending::hardly ? 1 : 0;
    if (ending == Ending::surely) s.sure_ends.push_back(i);
    if (ending == Ending::hardly) s.doubtful_ends.push_back(i);
  }
  for (const Paragraph& p : paragraphs) network_.ask(Network::Question::ends_sentence, s.spans.data(), p.first_token, p.last_token, s.network);
  constexpr float kDoubt = 1.5F;
  for (const auto i : s.doubtful_ends) s.network.answers[i] -= kDoubt;
  for (const auto i : s.sure_ends) s.network.answers[i] = 1.0F;
  return s.network.answers;
}

void Engine::read(Annotation& a, Scratch& s) const {
  // Sentences go through the network together, as many as fit its caches; what is longer than any sentence is read in pieces.
  constexpr std::uint32_t kBlock = 192, kLongest = 192;
  std::size_t next = 0;
  while (next < a.sentences.size()) {
    const auto first = a.sentences[next].first_token;
    std::size_t stop = next;
    s.ends.clear();
    while (stop < a.sentences.size() && (stop == next || a.sentences[stop].last_token - first <= kBlock)) {
      for (auto at = a.sentences[stop].first_token; at < a.sentences[stop].last_token; at = s.ends.back())
        s.ends.push_back(std::min(at + kLongest, a.sentences[stop].last_token));
      ++stop;
    }
    network_.run(first, s.ends, s.network);
    auto begin = first;
    std::size_t sentence = next;
    std::int32_t root = -1;
    for (const auto end : s.ends) {
      if (begin == a.sentences[sentence].last_token) ++sentence, root = -1;
      read_piece(a, begin, end, first, root, s);
      begin = end;
    }
    next = stop;
  }
  for (const Sentence& sentence : a.sentences)
    if (sentence.last_token - sentence.first_token <= kLongest) read_around(a, sentence, s);
}

void Engine::set_word(Annotation& a, std::uint32_t first, std::uint32_t i, const Network::Word& word, Scratch& s) const {
  Token& t = a.tokens[i];
  t.upos = tag_upos_[word.tag];
  t.mention = mentions_[word.mention];
  t.mention.sure = word.sure_mention;
  t.name = names_[word.name];
  t.name.sure = word.sure_name;
  const auto surface = t.span.of(a.text);
  if (is_mine(a, first, i)) {
    t.upos = Upos::NOUN;
    t.lemma = "mine";
    return;
  }
  if (t.upos == Upos::PROPN) {
    t.lemma = uncensored(surface);
    if (t.lemma.empty()) t.lemma = surface;
    return;
  }
  lower_form(surface, s.form);
  lemmas_.lemma(s.form, t.upos, tag_inflection_[word.tag], t.lemma);
}

void Engine::read_apart(Annotation& a, std::uint32_t first, Scratch& s) const {
  if (s.piece.empty()) return;
  s.spans.clear();
  for (const auto i : s.piece) s.spans.push_back(a.tokens[i].span);
  network_.embed(a.text, s.spans.data(), s.spans.data() + s.spans.size(), s.network);
  s.ends.assign(1, static_cast<std::uint32_t>(s.piece.size()));
  network_.run(0, s.ends, s.network);
  network_.read(0, s.ends.front(), s.network, s.words);
  for (std::size_t k = 0; k < s.piece.size(); ++k) {
    const auto& word = s.words[k];
    Token& t = a.tokens[s.piece[k]];
    set_word(a, first, s.piece[k], word, s);
    t.head = word.head == 0 ? -1 : static_cast<std::int32_t>(s.piece[word.head - 1]);
    t.deprel = word.head == 0 ? Deprel::root : labels_[word.label];
    // A name does not go on behind the bracket.
    const bool apart = k == 0 || s.piece[k - 1] + 1 != s.piece[k];
    for (NameTag* tag : {&t.mention, &t.name})
      if (apart && tag->part == NameTag::later) tag->part = NameTag::first;
  }
}

void Engine::read_around(Annotation& a, const Sentence& sentence, Scratch& s) const {
  const auto first = sentence.first_token, last = sentence.last_token;
  const auto asides = find_asides(a, first, last);
  if (asides.empty()) return;
  s.piece.clear();
  auto next = asides.begin();
  for (auto i = first; i < last; ++i) {
    if (next != asides.end() && i > next->close) ++next;
    const bool inside = next != asides.end() && i >= next->open;
    if (!inside || (next->needed && i != next->open && i != next->close)) s.piece.push_back(i);
  }
  read_apart(a, first, s);
  for (const Aside& aside : asides) {
    for (const auto bracket : {aside.open, aside.close}) a.tokens[bracket].mention = a.tokens[bracket].name = {};
    if (aside.needed) continue;
    s.piece.clear();
    for (auto i = aside.open + 1; i < aside.close; ++i) s.piece.push_back(i);
    read_apart(a, first, s);
  }
  hang_asides(a, first, last, asides);
  mend(a, first, last);
}

void Engine::read_piece(Annotation& a, std::uint32_t first, std::uint32_t last, std::uint32_t block, std::int32_t& root, Scratch& s) const {
  network_.read(first - block, last - block, s.network, s.words);
  for (auto i = first; i < last; ++i) {
    const auto& word = s.words[i - first];
    set_word(a, first, i, word, s);
    a.tokens[i].head = word.head == 0 ? root : static_cast<std::int32_t>(first + word.head - 1);
    a.tokens[i].deprel = word.head != 0 ? labels_[word.label] : root < 0 ? Deprel::root : Deprel::parataxis;
  }
  mend(a, first, last);
  if (root >= 0) return;
  for (auto i = first; i < last; ++i)
    if (a.tokens[i].head < 0) root = static_cast<std::int32_t>(i);
}

}  // namespace deconflict::lang
