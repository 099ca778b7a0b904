// Trains the language model: tagger, parser and lemmas, from the treebanks alone.
//   deconflict_train CORPORA OUT.model [VECTORS.json]
// CORPORA holds ud_english_ewt and ud_english_gum with train.conllu.gz and dev.conllu.gz.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <set>

#include "base/pack.h"
#include "base/utf8.h"
#include "lang/engine.h"
#include "learner.h"
#include "treebank.h"
#include "word_clusters.h"

using namespace deconflict;
using namespace deconflict::lang;
using namespace deconflict::train;

namespace {

/// Small numbers from a fixed seed, the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t n) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((state_ >> 33) % n);
  }
  template <class T>
  void shuffle(std::vector<T>& v) {
    for (std::size_t i = v.size(); i > 1; --i) std::swap(v[i - 1], v[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::uint64_t state_;
};

struct Inventory {
  std::map<std::string, std::uint8_t> tags, labels;  ///< "NOUN NNS" → 1…
  std::vector<std::string> tag_names, label_names;
};

/// A sentence as the models see it.
struct Example {
  std::vector<Lexeme> x;
  std::vector<Tag> gold_tags, tags;
  std::vector<std::uint32_t> heads;   ///< by word from 1; [0] unused
  std::vector<std::uint8_t> labels;
  std::vector<std::vector<std::uint32_t>> children;
  std::uint32_t fold = 0;
};

std::string tag_name(const Word& w) { return w.upos + " " + w.penn; }

std::string label_name(const Word& w) {
  if (parse_name<Deprel>(w.deprel)) return w.deprel;
  const auto plain = w.deprel.substr(0, w.deprel.find(':'));
  return parse_name<Deprel>(plain) ? plain : "dep";
}

Inventory take_inventory(const std::vector<GoldSentence>& sentences) {
  std::map<std::string, std::size_t> tags, labels;
  for (const auto& s : sentences)
    for (const auto& w : s.words) ++tags[tag_name(w)], ++labels[label_name(w)];
  Inventory out;
  // Tags seen fewer than four times are slips of annotation.
  for (const auto& [name, count] : tags)
    if (count >= 4 && out.tag_names.size() < 127) out.tag_names.push_back(name), out.tags[name] = static_cast<std::uint8_t>(out.tag_names.size());
  for (const auto& [name, count] : labels) out.label_names.push_back(name), out.labels[name] = static_cast<std::uint8_t>(out.label_names.size());
  return out;
}

Example example_of(const GoldSentence& s, const Inventory& inventory, const Clusters* clusters, std::uint32_t fold) {
  Example e;
  std::vector<Span> spans;
  for (const auto& w : s.words) spans.push_back(w.span);
  std::string scratch;
  describe(s.text, spans.data(), spans.data() + spans.size(), clusters, e.x, scratch);
  e.heads.push_back(0), e.labels.push_back(0);
  e.children.resize(s.words.size() + 1);
  for (std::uint32_t i = 0; i < s.words.size(); ++i) {
    const Word& w = s.words[i];
    auto tag = inventory.tags.find(tag_name(w));
    if (tag == inventory.tags.end()) tag = std::find_if(inventory.tags.begin(), inventory.tags.end(), [&](const auto& t) { return t.first.starts_with(w.upos + " "); });
    e.gold_tags.push_back(tag == inventory.tags.end() ? std::uint8_t{1} : tag->second);
    e.heads.push_back(w.head);
    e.labels.push_back(inventory.labels.at(label_name(w)));
    e.children[w.head].push_back(i + 1);
  }
  e.tags.assign(s.words.size(), 0);
  e.fold = fold;
  return e;
}

using Scores = std::array<std::int32_t, Weights::kMaxClasses>;

void tag_with(const Learner& learner, std::uint32_t classes, Example& e) {
  TagFeatures features;
  Scores scores;
  for (std::size_t i = 0; i < e.x.size(); ++i) {
    tag_features(e.x, e.tags, i, features);
    scores.fill(0);
    learner.score(features.data(), features.size(), scores.data());
    e.tags[i] = static_cast<Tag>(std::max_element(scores.begin(), scores.begin() + classes) - scores.begin() + 1);
  }
}

void train_tagger(Learner& learner, std::uint32_t classes, std::vector<Example>& examples, int skip_fold, int epochs, std::uint64_t seed) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < examples.size(); ++i)
    if (static_cast<int>(examples[i].fold) != skip_fold) order.push_back(i);
  Dice dice(seed);
  TagFeatures features;
  Scores scores;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    dice.shuffle(order);
    std::size_t wrong = 0, all = 0;
    for (const auto index : order) {
      Example& e = examples[index];
      for (std::size_t i = 0; i < e.x.size(); ++i) {
        tag_features(e.x, e.tags, i, features);
        scores.fill(0);
        learner.score(features.data(), features.size(), scores.data());
        const auto best = static_cast<std::uint32_t>(std::max_element(scores.begin(), scores.begin() + classes) - scores.begin());
        const std::uint32_t right = e.gold_tags[i] - 1U;
        learner.tick();
        ++all;
        if (epoch + 1 == epochs) learner.meet(features.data(), features.size());
        if (best != right) ++wrong, learner.update(features.data(), features.size(), right, best);
        e.tags[i] = static_cast<Tag>(best + 1);
      }
    }
    std::cerr << "  tagger epoch " << epoch + 1 << ": " << 100.0 * static_cast<double>(wrong) / static_cast<double>(all) << " % wrong\n";
  }
}

/// How many gold arcs each step makes unreachable (Goldberg and Nivre's dynamic oracle for arc-hybrid).
struct Costs {
  static constexpr int kNever = 1 << 20;
  int shift = kNever, left = kNever, right = kNever;
};

Costs costs_of(const Configuration& c, const Example& e) {
  Costs out;
  const auto& stack = c.stack();
  const auto top = stack.back(), next = c.next();
  auto on_stack = [&](std::uint32_t w) { return w == 0 || (w < next && c.head(w) == 0); };
  if (c.can_shift()) {
    out.shift = 0;
    const auto head = e.heads[next];
    if (head < next && on_stack(head) && head != top) ++out.shift;
    for (auto d : e.children[next])
      if (d < next && on_stack(d)) ++out.shift;
  }
  int lost_children = 0;
  for (auto d : e.children[top])
    if (d >= next) ++lost_children;
  if (c.can_left()) {
    const auto below = stack[stack.size() - 2];
    out.left = lost_children + (e.heads[top] == below || e.heads[top] > next ? 1 : 0);
  }
  if (c.can_right()) out.right = lost_children + (e.heads[top] >= next && next <= c.size() ? 1 : 0);
  return out;
}

void train_parser(Learner& learner, std::uint32_t labels, std::vector<Example>& examples, int epochs, std::uint64_t seed) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < examples.size(); ++i) order.push_back(i);
  Dice dice(seed);
  Configuration c;
  Configuration::Features features;
  Scores scores;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    dice.shuffle(order);
    std::size_t wrong = 0, all = 0;
    for (const auto index : order) {
      Example& e = examples[index];
      c.start(e.x, e.tags);
      while (!c.done()) {
        const bool left = c.can_left(), right = c.can_right(), shift = c.can_shift();
        if (shift && !left && !right) {
          c.shift();
          continue;
        }
        const Costs costs = costs_of(c, e);
        const int least = std::min({costs.shift, costs.left, costs.right});
        const auto gold_label = e.labels[c.stack().back()];
        c.features(features);
        scores.fill(0);
        learner.score(features.data(), features.size(), scores.data());
        std::uint32_t best = 0, good = 0;
        std::int32_t most = INT32_MIN, most_good = INT32_MIN;
        auto consider = [&](std::uint32_t action, bool zero) {
          if (scores[action] > most) most = scores[best = action];
          if (zero && scores[action] > most_good) most_good = scores[good = action];
        };
        if (shift) consider(0, costs.shift == least);
        for (std::uint32_t l = 1; l <= labels; ++l) {
          if (left) consider(2 * l - 1, costs.left == least && l == gold_label);
          if (right) consider(2 * l, costs.right == least && l == gold_label);
        }
        learner.tick();
        ++all;
        if (epoch + 1 == epochs) learner.meet(features.data(), features.size());
        if (best != good) ++wrong, learner.update(features.data(), features.size(), good, best);
        const auto step = epoch > 0 && dice.below(10) != 0 ? best : good;
        if (step == 0) c.shift();
        else if (step % 2 == 1) c.left(static_cast<std::uint8_t>((step + 1) / 2));
        else c.right(static_cast<std::uint8_t>(step / 2));
      }
    }
    std::cerr << "  parser epoch " << epoch + 1 << ": " << 100.0 * static_cast<double>(wrong) / static_cast<double>(all) << " % wrong\n";
  }
}

struct LemmaSections {
  std::string exceptions, known;
};

LemmaSections learn_lemmas(const std::vector<GoldSentence>& sentences) {
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> seen;   // (form, upos) → lemma → count
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> penn_of;
  std::map<std::string, std::size_t> known;
  std::string form;
  for (const auto& s : sentences)
    for (const auto& w : s.words) {
      if (w.upos == "PROPN" || w.upos == "PUNCT" || w.upos == "X" || w.lemma == "_") continue;
      lower_form(w.form, form);
      const auto lemma = utf8::lower(w.lemma);
      ++seen[{form, w.upos}][lemma];
      ++penn_of[{form, w.upos}][w.penn];
      if (w.upos == "VERB" || w.upos == "NOUN" || w.upos == "ADJ") ++known[lemma + "\t" + w.upos];
    }
  auto most = [](const std::map<std::string, std::size_t>& counts) {
    return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  };
  LemmaSections out;
  for (const auto& [line, count] : known)
    if (count >= 1) out.known += line + "\n";
  auto rules = Lemmas::read({}, out.known);
  std::string by_rule;
  for (const auto& [key, lemmas] : seen) {
    const auto lemma = most(lemmas);
    const auto upos = *parse_name<Upos>(key.second);
    rules->by_rule(key.first, upos, inflection_of(most(penn_of[key])), by_rule);
    if (by_rule != lemma) out.exceptions += key.first + "\t" + key.second + "\t" + lemma + "\n";
  }
  return out;
}

struct Figures {
  std::size_t words = 0, upos = 0, uas = 0, las = 0, full = 0, lemma = 0;
  std::string text() const {
    char line[200];
    auto percent = [&](std::size_t n) { return 100.0 * static_cast<double>(n) / static_cast<double>(words); };
    std::snprintf(line, sizeof line, "%zu words: UPOS %.2f  UAS %.2f  LAS %.2f  LAS with subtypes %.2f  lemmas %.2f", words, percent(upos), percent(uas), percent(las), percent(full), percent(lemma));
    return line;
  }
};

Figures measure(const Engine& engine, const std::vector<GoldSentence>& sentences) {
  Figures f;
  Scratch scratch;
  for (const auto& s : sentences) {
    std::vector<Token> tokens(s.words.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i].span = s.words[i].span;
    engine.read_sentence(s.text, tokens, 0, static_cast<std::uint32_t>(tokens.size()), scratch);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Word& w = s.words[i];
      const Token& t = tokens[i];
      const bool head = static_cast<std::uint32_t>(t.head + 1) == w.head;
      const auto label = name_of(t.deprel);
      ++f.words;
      f.upos += name_of(t.upos) == w.upos;
      f.uas += head;
      f.las += head && label.substr(0, label.find(':')) == std::string_view(w.deprel).substr(0, w.deprel.find(':'));
      f.full += head && label == w.deprel;
      f.lemma += w.upos == "PROPN" ? utf8::lower(t.lemma) == utf8::lower(w.lemma) : t.lemma == utf8::lower(w.lemma);
    }
  }
  return f;
}

int fail(const Error& e) {
  std::cerr << e.text() << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: deconflict_train CORPORA OUT.model [VECTORS.json]\n";
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const std::string corpora = argv[1], out = argv[2];
  std::vector<GoldSentence> gold, dev_ewt, dev_gum;
  for (const char* bank : {"ud_english_ewt", "ud_english_gum"}) {
    auto train = read_treebank(corpora + "/" + bank + "/train.conllu.gz");
    if (!train) return fail(train.error());
    gold.insert(gold.end(), train->begin(), train->end());
    auto dev = read_treebank(corpora + "/" + bank + "/dev.conllu.gz");
    if (!dev) return fail(dev.error());
    (bank == std::string("ud_english_ewt") ? dev_ewt : dev_gum) = *dev;
  }
  PackWriter writer;
  WordClusters table;
  if (argc > 3) {
    auto read = read_word_clusters(argv[3]);
    if (!read) return fail(read.error());
    table = std::move(*read);
    writer.add("clusters.checks", table.checks);
    writer.add("clusters.codes", table.codes);
  }
  Clusters clusters;
  if (argc > 3) clusters = *Clusters::read(table.checks, table.codes);
  const Clusters* use = argc > 3 ? &clusters : nullptr;

  const Inventory inventory = take_inventory(gold);
  const auto tags = static_cast<std::uint32_t>(inventory.tag_names.size()), labels = static_cast<std::uint32_t>(inventory.label_names.size());
  std::cerr << gold.size() << " sentences, " << tags << " tags, " << labels << " relations\n";
  constexpr std::uint32_t kFolds = 4;
  std::vector<Example> examples;
  for (std::uint32_t i = 0; i < gold.size(); ++i) {
    const auto fold = i / 16 % kFolds;
    examples.push_back(example_of(gold[i], inventory, use, fold));
    // One in eight also in capitals, one in twelve in small letters, one in six as a headline.
    if (i % 8 == 3) examples.push_back(example_of(vary(gold[i], Variant::capitals), inventory, use, fold));
    if (i % 12 == 5) examples.push_back(example_of(vary(gold[i], Variant::small), inventory, use, fold));
    if (i % 6 == 1 && gold[i].words.size() > 4) examples.push_back(example_of(vary(gold[i], Variant::headline), inventory, use, fold));
  }
  Learner tagger(tags);
  train_tagger(tagger, tags, examples, -1, 5, 1);
  // The parser learns from tags as wrong as those that it will meet: each part tagged by what the other parts taught.
  for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
    Learner part(tags);
    train_tagger(part, tags, examples, static_cast<int>(fold), 2, 10 + fold);
    part.settle();
    for (auto& e : examples)
      if (e.fold == fold) tag_with(part, tags, e);
  }
  Learner parser(parser_classes(labels));
  train_parser(parser, labels, examples, 7, 2);

  const auto packed_tags = tagger.pack(170'000), packed_arcs = parser.pack(340'000);
  std::cerr << "tagger: " << packed_tags.features << " of " << packed_tags.all_features << " features, " << packed_tags.weights << " weights\n";
  std::cerr << "parser: " << packed_arcs.features << " of " << packed_arcs.all_features << " features, " << packed_arcs.weights << " weights\n";
  auto joined = [](const std::vector<std::string>& names) {
    std::string text;
    for (const auto& n : names) text += n + "\n";
    return text;
  };
  const auto lemmas = learn_lemmas(gold);
  writer.add("format", std::string(kModelFormat));
  writer.add("tags", joined(inventory.tag_names));
  writer.add("labels", joined(inventory.label_names));
  writer.add("tag.slots", packed_tags.slots);
  writer.add("tag.entries", packed_tags.entries);
  writer.add("parse.slots", packed_arcs.slots);
  writer.add("parse.entries", packed_arcs.entries);
  writer.add("lemma.exceptions", lemmas.exceptions);
  writer.add("lemma.known", lemmas.known);
  if (auto r = writer.write(out); !r) return fail(r.error());
  auto engine = Engine::load(out);
  if (!engine) return fail(engine.error());
  auto varied = [](const std::vector<GoldSentence>& from, Variant v) {
    std::vector<GoldSentence> result;
    for (const auto& s : from) result.push_back(vary(s, v));
    return result;
  };
  std::cout << "English-EWT dev   " << measure(*engine, dev_ewt).text() << "\nEnglish-GUM dev   " << measure(*engine, dev_gum).text() << "\nEWT in capitals   "
            << measure(*engine, varied(dev_ewt, Variant::capitals)).text() << "\nEWT in lower case " << measure(*engine, varied(dev_ewt, Variant::small)).text()
            << "\nGUM as headlines  " << measure(*engine, varied(dev_gum, Variant::headline)).text() << "\ntook "
            << std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count() << " s\n";
  return 0;
}
