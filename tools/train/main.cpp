// Puts the trained network, its word tables and the lemmas into one model file, and measures it on the treebanks' dev parts.
//   deconflict_train pack CORPORA NETWORK OUT.model
//   deconflict_train tokens < TEXTS      one text a line as a JSON string → its sentences as JSON, lists of [begin, end] in bytes
// CORPORA holds ud_english_ewt and ud_english_gum with train.conllu.gz and dev.conllu.gz; NETWORK is what network.py wrote.
#include <algorithm>
#include <bit>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>

#include "base/file.h"
#include "base/json.h"
#include "base/pack.h"
#include "base/utf8.h"
#include "lang/engine.h"
#include "lang/sentences.h"
#include "lang/vocabulary.h"
#include "treebank.h"

using namespace deconflict;
using namespace deconflict::lang;
using namespace deconflict::train;

namespace {

struct LemmaSections {
  std::string exceptions, known;
};

LemmaSections learn_lemmas(const std::vector<GoldSentence>& sentences) {
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> seen;  // (form, upos) → lemma → count
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

/// One string a line, row by row → the table that Vocabulary reads. `first` is the row of the first line.
std::string slots_of(std::string_view lines, std::uint32_t first) {
  struct Slot {
    std::uint32_t check, row;
  };
  const auto count = static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
  std::vector<Slot> slots(std::bit_ceil(count * 2 + 2), Slot{0, Vocabulary::kNone});
  auto row = first;
  for (std::size_t at = 0; at < lines.size(); ++row) {
    const auto end = lines.find('\n', at);
    const auto hash = Vocabulary::hash(lines.substr(at, end - at));
    at = end + 1;
    std::size_t slot = static_cast<std::uint32_t>(hash) & (slots.size() - 1);
    while (slots[slot].row != Vocabulary::kNone) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = {static_cast<std::uint32_t>(hash >> 32), row};
  }
  return {reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(Slot)};
}

struct Figures {
  std::size_t words = 0, upos = 0, uas = 0, las = 0, full = 0, lemma = 0;
  std::string text() const {
    char line[200];
    auto percent = [&](std::size_t n) { return 100.0 * static_cast<double>(n) / static_cast<double>(words); };
    std::snprintf(line, sizeof line, "%zu words: UPOS %.2f  UAS %.2f  LAS %.2f  LAS with subtypes %.2f  lemmas %.2f", words, percent(upos),
                  percent(uas), percent(las), percent(full), percent(lemma));
    return line;
  }
};

/// Reads gold words, sentence by sentence.
Figures measure(const Engine& engine, const std::vector<GoldSentence>& sentences) {
  Figures f;
  Engine::Scratch scratch;
  for (const auto& s : sentences) {
    Annotation a;
    a.text = s.text;
    a.tokens.resize(s.words.size());
    for (std::size_t i = 0; i < s.words.size(); ++i) a.tokens[i].span = s.words[i].span;
    const auto count = static_cast<std::uint32_t>(s.words.size());
    join_sentences(a, {{0, count, 0, false}}, std::vector<float>(count, -1.0F));
    engine.embed(a, scratch);
    engine.read(a, scratch);
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      const Word& w = s.words[i];
      const Token& t = a.tokens[i];
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

std::vector<GoldSentence> varied(const std::vector<GoldSentence>& from, Variant v) {
  std::vector<GoldSentence> result;
  for (const auto& s : from) result.push_back(vary(s, v));
  return result;
}

int fail(const Error& e) {
  std::cerr << e.text() << "\n";
  return 1;
}

int pack(const std::string& corpora, const std::string& network, const std::string& out) {
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
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(network)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    auto bytes = read_file(file.string());
    if (!bytes) return fail(bytes.error());
    const auto name = file.filename().string();
    // Word lists become tables; the first rows stand for what is unknown.
    if (name == "rows.words") writer.add("rows.slots", slots_of(*bytes, kWordFeatures));
    else if (name == "vectors.words") writer.add("vectors.slots", slots_of(*bytes, 0));
    else writer.add(name, std::move(*bytes));
  }
  const auto lemmas = learn_lemmas(gold);
  writer.add("format", std::string(kModelFormat));
  writer.add("lemma.exceptions", lemmas.exceptions);
  writer.add("lemma.known", lemmas.known);
  if (auto r = writer.write(out); !r) return fail(r.error());
  auto engine = Engine::load(out);
  if (!engine) return fail(engine.error());
  std::cout << "English-EWT dev   " << measure(*engine, dev_ewt).text() << "\nEnglish-GUM dev   " << measure(*engine, dev_gum).text()
            << "\nEWT in capitals   " << measure(*engine, varied(dev_ewt, Variant::capitals)).text() << "\nEWT in lower case "
            << measure(*engine, varied(dev_ewt, Variant::small)).text() << "\nGUM as headlines  "
            << measure(*engine, varied(dev_gum, Variant::headline)).text() << "\n";
  return 0;
}

/// The tokenizer for network.py, so that names are learned on the words that will be read.
int tokens() {
  std::string line;
  while (std::getline(std::cin, line)) {
    auto parsed = json::parse(line);
    if (!parsed) return fail(parsed.error());
    Annotation a;
    a.text = parsed->GetString();
    std::string out = "[";
    for (const auto& p : cut_paragraphs(a)) {
      out += out.size() > 1 ? ",[" : "[";
      for (auto i = p.first_token; i < p.last_token; ++i)
        out += (i > p.first_token ? ",[" : "[") + std::to_string(a.tokens[i].span.begin) + "," + std::to_string(a.tokens[i].span.end) + "]";
      out += "]";
    }
    std::cout << out << "]\n";
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 5 && std::string_view(argv[1]) == "pack") return pack(argv[2], argv[3], argv[4]);
  if (argc == 2 && std::string_view(argv[1]) == "tokens") return tokens();
  std::cerr << "usage: deconflict_train pack CORPORA NETWORK OUT.model\n       deconflict_train tokens < TEXTS\n";
  return 2;
}
