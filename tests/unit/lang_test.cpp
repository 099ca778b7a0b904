#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "base/pack.h"
#include "lang/clitics.h"
#include "lang/lang.h"
#include "lang/lemma.h"
#include "lang/sentences.h"
#include "lang/tokenizer.h"

namespace deconflict::lang {
namespace {

std::string tokens_of(std::string_view text) {
  std::vector<Span> spans;
  tokenize(text, {0, static_cast<std::uint32_t>(text.size())}, spans);
  std::string out;
  for (Span s : spans) out += (out.empty() ? "" : "|") + std::string(s.of(text));
  return out;
}

std::string model_path() { return std::string(DECONFLICT_SOURCE_DIR) + "/models/lang.model"; }

const Model& model() {
  static const Model* const loaded = [] {
    auto m = Model::load(model_path());
    if (!m) std::fprintf(stderr, "%s\n", m.error().text().c_str()), std::abort();
    return new Model(std::move(*m));
  }();
  return *loaded;
}

std::vector<std::string> sentences_of(const std::string& text, std::vector<Boilerplate> boilerplate = {}) {
  Annotation a;
  a.text = text;
  a.boilerplate = std::move(boilerplate);
  model().analyse(a);
  std::vector<std::string> out;
  for (const auto& s : a.sentences) out.emplace_back(a.surface(s.span));
  return out;
}

using Strings = std::vector<std::string>;

TEST(Tokenizer, Clitics) {
  EXPECT_EQ(tokens_of("They don't, can't and cannot."), "They|do|n't|,|ca|n't|and|can|not|.");
  EXPECT_EQ(tokens_of("Syria's army, rebels' guns"), "Syria|'s|army|,|rebels|'|guns");
  EXPECT_EQ(tokens_of("It\u2019s the army\u2019s, they didn\u2019t"), "It|\u2019s|the|army|\u2019s|,|they|did|n\u2019t");
}

TEST(Tokenizer, HyphensAsInEwt) {
  EXPECT_EQ(tokens_of("state-held Deir ez-Zor"), "state|-|held|Deir|ez|-|Zor");
  EXPECT_EQ(tokens_of("anti-government, pro-regime"), "anti-government|,|pro-regime");
  EXPECT_EQ(tokens_of("2012-2014"), "2012|-|2014");
}

TEST(Tokenizer, NumbersAndAbbreviations) {
  EXPECT_EQ(tokens_of("$5,000 and 3.5% at 10:30pm"), "$|5,000|and|3.5|%|at|10:30|pm");
  EXPECT_EQ(tokens_of("Gen. Smith of the U.S. Army"), "Gen.|Smith|of|the|U.S.|Army");
  EXPECT_EQ(tokens_of("It fell on Jan. 5."), "It|fell|on|Jan.|5|.");
  EXPECT_EQ(tokens_of("They said no. More came."), "They|said|no|.|More|came|.");
  EXPECT_EQ(tokens_of("he said.According to"), "he|said|.|According|to");
  EXPECT_EQ(tokens_of("see http://example.org/a-b?c=1."), "see|http://example.org/a-b?c=1|.");
}

TEST(Sentences, AbbreviationsDoNotEndThem) {
  EXPECT_EQ(sentences_of("Lt. Gen. Paul E. Funk spoke. He left at 5 p.m. on Monday."),
            (Strings{"Lt. Gen. Paul E. Funk spoke.", "He left at 5 p.m. on Monday."}));
  EXPECT_EQ(sentences_of("They fled to the U.S. The war went on."), (Strings{"They fled to the U.S.", "The war went on."}));
}

TEST(Sentences, QuotesCloseWithThem) {
  EXPECT_EQ(sentences_of("\"We left.\" He wept. \"Go!\" she said."), (Strings{"\"We left.\"", "He wept.", "\"Go!\" she said."}));
  EXPECT_EQ(sentences_of("\"It never closes. The next stands alone."), (Strings{"\"It never closes.", "The next stands alone."}));
}

TEST(Sentences, NewlinesByTheLayout) {
  const std::string wrapped =
      "The rebels shelled the town on Monday and the\narmy answered with rockets from the hills that\nlie to the north of the river, residents "
      "said\non Tuesday. Nobody was hurt in the exchange of\nfire, they said.\n";
  EXPECT_TRUE(is_hard_wrapped(wrapped));
  EXPECT_EQ(sentences_of(wrapped).size(), 2U);
  const std::string paragraphs =
      "Army enters town\nRebels withdraw from the north\nThe army entered the town on Monday after a week of shelling, and the rebels withdrew to "
      "the hills.\n";
  EXPECT_FALSE(is_hard_wrapped(paragraphs));
  EXPECT_EQ(sentences_of(paragraphs).size(), 3U);
}

TEST(Sentences, StopAtTheBorderOfBoilerplate) {
  const std::string text = "Rebels attacked Read more: the base.";
  const auto found = sentences_of(text, {{{16, 26}, "teaser"}});
  EXPECT_EQ(found, (Strings{"Rebels attacked", "Read more:", "the base."}));
}

TEST(Lemmas, Rules) {
  Lemmas lemmas;
  for (const char* verb : {"strike", "stop", "kill", "carry"}) lemmas.add_known(verb, Upos::VERB);
  auto of = [&](std::string_view form, Upos upos, Inflection inflection) {
    std::string out;
    lemmas.lemma(form, upos, inflection, out);
    return out;
  };
  EXPECT_EQ(of("striking", Upos::VERB, Inflection::gerund), "strike");
  EXPECT_EQ(of("stopped", Upos::VERB, Inflection::past), "stop");
  EXPECT_EQ(of("killed", Upos::VERB, Inflection::participle), "kill");
  EXPECT_EQ(of("carries", Upos::VERB, Inflection::third), "carry");
  EXPECT_EQ(of("seized", Upos::VERB, Inflection::past), "seize");
  EXPECT_EQ(of("launches", Upos::VERB, Inflection::third), "launch");
  EXPECT_EQ(of("resumed", Upos::VERB, Inflection::past), "resume");
  EXPECT_EQ(of("blockaded", Upos::VERB, Inflection::participle), "blockade");
  EXPECT_EQ(of("loaded", Upos::VERB, Inflection::participle), "load");
  EXPECT_EQ(of("shook", Upos::VERB, Inflection::past), "shake");

  EXPECT_EQ(of("militias", Upos::NOUN, Inflection::plural), "militia");
  EXPECT_EQ(of("crossing", Upos::NOUN, Inflection::none), "crossing");
}

void expect_sound(const Annotation& a) {
  std::uint32_t at = 0, token = 0;
  for (std::size_t n = 0; n < a.sentences.size(); ++n) {
    const auto& s = a.sentences[n];
    ASSERT_LE(at, s.span.begin);
    ASSERT_LT(s.span.begin, s.span.end);
    ASSERT_EQ(s.first_token, token);
    ASSERT_LT(s.first_token, s.last_token);
    std::uint32_t roots = 0, end = s.span.begin;
    for (; token < s.last_token; ++token) {
      const auto& t = a.tokens[token];
      ASSERT_EQ(t.sentence, n);
      ASSERT_TRUE(s.span.contains(t.span));
      ASSERT_LE(end, t.span.begin);
      ASSERT_FALSE(t.span.empty());
      ASSERT_FALSE(t.lemma.empty());
      end = t.span.end;
      roots += t.head < 0;
      ASSERT_EQ(t.head < 0, t.deprel == Deprel::root);
      if (t.head >= 0) {
        ASSERT_GE(static_cast<std::uint32_t>(t.head), s.first_token);
        ASSERT_LT(static_cast<std::uint32_t>(t.head), s.last_token);
      }
    }
    ASSERT_EQ(roots, 1U);
    at = s.span.end;
  }
  ASSERT_EQ(token, a.tokens.size());
}

TEST(Model, EveryTreeIsATree) {
  Annotation a;
  // Of the last sentence two mends, each right by itself, went round in a circle.
  const std::string text = "Rebels shelled the town on Monday, the army said. Nobody was hurt!\n\nMORE NEWS\n\n\"Why (and when\u2026 of what\n\n"
                           "A force that respected the rules would refuse such an order; if it obeyed the order, both the man who gave it and those who obeyed it "
                           "would be subject to prosecution.";
  a.text = text;
  model().analyse(a);
  expect_sound(a);
  for (std::size_t i = 0; i < a.tokens.size(); ++i) {
    std::size_t steps = 0;
    for (auto t = static_cast<std::int32_t>(i); t >= 0; t = a.tokens[static_cast<std::size_t>(t)].head) ASSERT_LE(++steps, a.tokens.size());
  }
}

class Hostile : public testing::TestWithParam<std::pair<const char*, std::string>> {};

TEST_P(Hostile, StaysSoundAndLinear) {
  std::string text;
  const std::size_t size = GetParam().second.size() == 10 ? 5'000'000 : 100'000;
  while (text.size() < size) text += GetParam().second;
  Annotation a;
  a.text = text;
  model().analyse(a);
  expect_sound(a);
}

INSTANTIATE_TEST_SUITE_P(Model, Hostile,
                         testing::Values(std::pair{"NoSpace", std::string("abcdefghij")}, std::pair{"Brackets", std::string("(")},
                                         std::pair{"Stops", std::string(". ")}, std::pair{"Quotes", std::string("\"'`")},
                                         std::pair{"Hyphens", std::string("a-")}, std::pair{"Dots", std::string("a.")},
                                         std::pair{"OneSentence", std::string("word ")}, std::pair{"Newlines", std::string("a\n")},
                                         std::pair{"Marks", std::string("\xCC\x81")}, std::pair{"Mail", std::string("a@")},
                                         std::pair{"Faces", std::string("\xF0\x9F\x98\x80")}, std::pair{"Abbreviations", std::string("U.S. ")}),
                         [](const auto& p) { return p.param.first; });

TEST(Model, RefusesWhatIsNoModel) {
  const auto path = (std::filesystem::temp_directory_path() / ("deconflict-lang-" + std::to_string(::getpid()) + ".model")).string();
  EXPECT_EQ(Model::load(path).error().code, "file.missing");
  ASSERT_TRUE(write_file(path, ""));
  EXPECT_EQ(Model::load(path).error().code, "pack.corrupt");
  PackWriter other;
  other.add("format", "deconflict-lang 0\n");
  ASSERT_TRUE(other.write(path));
  EXPECT_EQ(Model::load(path).error().code, "lang.model");
  const auto whole = *read_file(model_path());
  for (const double part : {0.01, 0.5, 0.999}) {
    ASSERT_TRUE(write_file(path, std::string_view(whole).substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size())))));
    EXPECT_FALSE(Model::load(path)) << part;
  }
  std::filesystem::remove(path);
}

/// The model with one section changed, or left out where `bytes` is empty.
std::string model_with(const std::string& section, const std::string& bytes) {
  const auto path = (std::filesystem::temp_directory_path() / ("deconflict-changed-" + std::to_string(::getpid()) + ".model")).string();
  auto whole = Pack::open(model_path());
  PackWriter writer;
  for (const auto& name : whole->names())
    if (name != section) writer.add(name, std::string(*whole->section(name)));
  if (!bytes.empty()) writer.add(section, bytes);
  EXPECT_TRUE(writer.write(path));
  auto loaded = Model::load(path);
  std::filesystem::remove(path);
  return loaded ? "read" : loaded.error().code + ": " + loaded.error().message;
}

TEST(Model, RefusesSectionsThatDoNotFit) {
  const auto opened = Pack::open(model_path());
  ASSERT_TRUE(opened);
  const Pack& whole = *opened;
  EXPECT_EQ(model_with("format", std::string(*whole.section("format"))), "read");
  for (const char* section : {"tags", "labels", "mentions", "names", "shape", "rows", "rows.slots", "rows.scale", "vectors", "vector.w", "layer0.w",
                              "layer1.bias", "heads.scale", "arc.matrix", "relation.root", "cut.gaps", "split.weights", "lemma.known"}) {
    const std::string bytes(*whole.section(section));
    EXPECT_NE(model_with(section, ""), "read") << section << " left out";
    if (std::string_view(section) == "lemma.known") continue;  // any bytes are words
    EXPECT_NE(model_with(section, bytes.substr(0, bytes.size() / 2)), "read") << section << " cut in half";
  }
  std::string slots(*whole.section("rows.slots"));
  for (std::size_t i = 4; i < slots.size(); i += 8) slots[i + 3] = '\x7F';
  EXPECT_NE(model_with("rows.slots", slots).find("outside its rows"), std::string::npos);
  std::string scale(*whole.section("rows.scale"));
  scale.replace(0, 4, "\0\0\xC0\x7F", 4);
  EXPECT_NE(model_with("rows.scale", scale).find("not finite"), std::string::npos);
  std::string shape(*whole.section("shape"));
  shape.replace(shape.find("layers "), 8, "layers 9");
  EXPECT_NE(model_with("shape", shape).find("wrong size: layers 9"), std::string::npos);
}

TEST(Clitics, AskedOnlyWhereOneMayBeLost) {
  EXPECT_EQ(lost_clitic("Syrias", false), 1U);
  EXPECT_EQ(lost_clitic("Syrias", true), 0U);
  EXPECT_EQ(lost_clitic("its", true), 1U);
  EXPECT_EQ(lost_clitic("wont", false), 2U);
  EXPECT_EQ(lost_clitic("s", false), 0U);
  EXPECT_EQ(lost_clitic("F16s", false), 0U);
  EXPECT_EQ(lost_clitic("town", false), 0U);
}

TEST(Clitics, SplittingMovesWhatStandsBehind) {
  Annotation a;
  a.text = "Syrias army\nits over";
  for (const Span s : {Span{0, 6}, Span{7, 11}, Span{12, 15}, Span{16, 20}}) a.tokens.emplace_back().span = s;
  std::vector<Paragraph> paragraphs = {{0, 2, 1, false}, {2, 4, 0, false}};
  split_clitics(a, paragraphs, {{0, 1}, {2, 1}});
  std::string tokens;
  for (const auto& t : a.tokens) tokens += std::string(a.surface(t.span)) + "|";
  EXPECT_EQ(tokens, "Syria|s|army|it|s|over|");
  EXPECT_EQ(paragraphs[0].last_token, 3U);
  EXPECT_EQ(paragraphs[0].dateline, 2U);
  EXPECT_EQ(paragraphs[1].first_token, 3U);
  EXPECT_EQ(paragraphs[1].last_token, 6U);
}

}  // namespace
}  // namespace deconflict::lang
