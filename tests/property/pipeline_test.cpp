// What must hold of every reading, whatever the text: spans, round trips, independence, and neutrality.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/utf8.h"
#include "pipeline/pipeline.h"

namespace deconflict {
namespace {

const Pipeline& pipeline() {
  static const auto opened = [] {
    auto p = Pipeline::open(DECONFLICT_DATA_DIR);
    if (!p) {
      std::fprintf(stderr, "%s\n", p.error().text().c_str());
      std::exit(1);
    }
    return std::make_unique<Pipeline>(std::move(*p));
  }();
  return *opened;
}

Document document(std::string text) {
  Document doc;
  doc.id = "d";
  doc.text = std::move(text);
  doc.published = "2021-03-09";
  return doc;
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> texts = {
      "Government troops shelled two villages near Saraqib on Monday, killing at least six people, the Observatory said.\n\nThe army denied the report.",
      "“They came at night,” said Amal, a teacher from Maarat al-Numan. “We left everything.”",
      "REBELS SEIZE BORDER CROSSING\n\nAt least 12 soldiers surrendered, according to a military source who spoke to the Levant Courier.",
      "القوات الحكومية said nothing – and “the siege goes on",
      "Police fired tear gas to disperse protesters in Khartoum. A doctor told reporters that three were hurt.",
      "",
      "\n\n\n",
      "No full stop here and no claim either",
  };
  return texts;
}

void expect_inside(std::string_view text, Span s) {
  ASSERT_LE(s.begin, s.end);
  ASSERT_LE(s.end, text.size());
  EXPECT_TRUE(utf8::is_boundary(text, s.begin) && utf8::is_boundary(text, s.end));
}

TEST(Spans, LieInTheTextAndOnCodePoints) {
  for (const auto& text : samples()) {
    const Document doc = document(text);
    const Annotation a = pipeline().annotate(doc, record::Layers::all(), true);
    std::uint32_t last = 0;
    for (const auto& t : a.tokens) {
      expect_inside(text, t.span);
      EXPECT_GE(t.span.begin, last);
      last = t.span.end;
      EXPECT_TRUE(a.sentences[t.sentence].span.contains(t.span));
    }
    for (const auto& m : a.mentions) expect_inside(text, m.span);
    for (const auto& p : a.places) expect_inside(text, p.span);
    for (const auto& t : a.times) expect_inside(text, t.span);
    for (const auto& c : a.counts) expect_inside(text, c.span);
    for (const auto& c : a.claims) {
      expect_inside(text, c.span);
      EXPECT_TRUE(c.span.contains(c.trigger));
    }
  }
}

TEST(Layers, PlacesAloneAreReadWithoutTrees) {
  Document doc;
  doc.id = "d";
  doc.text = "Shells fell on Homs on Monday. Two people were killed near Tartus, residents said.";
  const auto light = pipeline().annotate(doc, *record::Layers::parse("places,times,sentences")), whole = pipeline().annotate(doc, *record::Layers::parse("places,times,sentences,tokens"));
  for (const Token& t : light.tokens) EXPECT_EQ(t.upos, Upos::X);
  EXPECT_NE(whole.tokens.front().upos, Upos::X);
  ASSERT_EQ(light.sentences.size(), whole.sentences.size());
  ASSERT_EQ(light.places.size(), 2U);
  EXPECT_EQ(light.places[1].name, whole.places[1].name);
}

TEST(Record, ReadsBackAsItWasWritten) {
  for (const auto& text : samples()) {
    const Document doc = document(text);
    const std::string written = record::annotation_json(pipeline().annotate(doc, record::Layers::standard(), true), record::Layers::standard());
    auto read = record::parse_annotation(written);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(record::annotation_json(*read, record::Layers::standard()), written);
  }
}

TEST(Record, KeepsWhatASumAddsUp) {
  Annotation a;
  a.id = "d";
  a.text = "Two fell, then three.";
  for (const Span at : {Span{0, 3}, Span{15, 20}}) {
    Count n;
    n.span = at;
    n.what = "killed";
    n.min = at.begin == 0 ? 2 : 3;
    a.counts.push_back(n);
  }
  Count sum = a.counts.back();
  sum.min = 5;
  sum.cumulative = true;
  sum.of = {0, 1};
  a.counts.push_back(sum);
  const std::string written = record::annotation_json(a, record::Layers::standard());
  const auto read = record::parse_annotation(written);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->counts.at(2).of, sum.of);
  EXPECT_EQ(record::annotation_json(*read, record::Layers::standard()), written);

  // An index that points past the counts is dropped.
  std::string broken = written;
  broken.replace(broken.find("\"of\":[0,1]"), 10, "\"of\":[0,9]");
  const auto mended = record::parse_annotation(broken);
  ASSERT_TRUE(mended) << mended.error().text();
  EXPECT_EQ(mended->counts.at(2).of, std::vector<std::uint32_t>{0});
}

TEST(Threads, GiveTheSameBytes) {
  std::vector<std::string> alone(samples().size()), together(samples().size());
  std::vector<Document> docs;
  for (const auto& text : samples()) docs.push_back(document(text));
  auto read = [&](std::size_t i) { return record::annotation_json(pipeline().annotate(docs[i], record::Layers::all(), true), record::Layers::all()); };
  for (std::size_t i = 0; i < docs.size(); ++i) alone[i] = read(i);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < docs.size(); i = next++) together[i] = read(i);
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(alone, together);
}

/// What a claim says, without who is named.
std::string reading(const std::string& text) {
  const Document doc = document(text);
  const Annotation a = pipeline().annotate(doc, record::Layers::standard());
  std::string out;
  for (const Claim& c : a.claims) {
    out += c.kind + " " + std::string(name_of(c.realis)) + " " + c.time.value;
    for (const auto& p : c.places) out += " @" + a.places[p.place].name;
    for (auto i : c.counts) out += " " + a.counts[i].what + "=" + std::to_string(a.counts[i].min);
    out += "\n";
  }
  return out;
}

struct Swap {
  const char* before;
  const char* after;
  std::vector<const char*> fillers;
};

TEST(Neutrality, WhoeverDidIt) {
  const std::vector<Swap> swaps = {
      {"", " shelled a village near Idlib on Monday, killing three civilians.", {"Syrian troops", "Rebel fighters", "Turkish troops", "Russian forces"}},
      {"On Sunday, ", " attacked a checkpoint near Gao.", {"French soldiers", "Tuareg rebels", "Malian soldiers", "foreign mercenaries"}},
      {"Two people were wounded when ", " opened fire in Hebron on Friday.", {"Israeli soldiers", "Palestinian gunmen", "settlers"}},
      {"", " denied that its men had shelled the town of Stepanakert.", {"The Azerbaijani army", "The Armenian army"}},
      {"The town of Lysychansk was captured by ", " last week.", {"Russian forces", "Ukrainian forces", "separatist forces"}},
  };
  for (const Swap& s : swaps) {
    const std::string first = reading(std::string(s.before) + s.fillers[0] + s.after);
    EXPECT_FALSE(first.empty()) << s.before << s.fillers[0] << s.after;
    for (const char* filler : s.fillers) EXPECT_EQ(reading(std::string(s.before) + filler + s.after), first) << filler << s.after;
  }
}

TEST(Neutrality, WhateverTheWord) {
  const std::vector<Swap> swaps = {
      {"The army killed four ", " near Gao on Monday.", {"fighters", "terrorists", "militants", "rebels"}},
      {"Fighters ", " the town of Mopti on 4 March 2021.", {"captured", "liberated", "seized"}},
      {"", " bombed a market in Taiz on Tuesday.", {"The regime's air force", "The government's air force"}},
  };
  for (const Swap& s : swaps) {
    const std::string first = reading(std::string(s.before) + s.fillers[0] + s.after);
    EXPECT_FALSE(first.empty()) << s.before << s.fillers[0] << s.after;
    for (const char* filler : s.fillers) EXPECT_EQ(reading(std::string(s.before) + filler + s.after), first) << filler;
  }
}

/// How the claims of a text mention what they tell, as "kind=form", and the words that say so.
std::string mentions(const std::string& text) {
  const Document doc = document(text);
  const Annotation a = pipeline().annotate(doc, record::Layers::standard());
  std::string out;
  for (const Claim& c : a.claims) out += (out.empty() ? "" : " ") + c.kind + "=" + std::string(name_of(c.mention.as)) + (c.mention.span.empty() ? "" : "(" + std::string(a.surface(c.mention.span)) + ")");
  return out;
}

TEST(Mention, KnownAnotherOneOfManyOrPlain) {
  const std::pair<const char*, const char*> samples[] = {
      {"Rebels attacked a police station in Gao on Monday, killing two officers.", "attack=plain"},
      {"The attack in Gao wounded nine people.", "attack=definite(The)"},
      {"Another airstrike hit a market in Taiz on Tuesday.", "airstrike=new(Another)"},
      {"A second bomb exploded near the station in Gao.", "bombing=new(second)"},
      {"Elsewhere, rebels shelled a village near Idlib.", "shelling=new(Elsewhere)"},
      {"Government troops also shelled a village near Idlib.", "shelling=new(also)"},
      {"In a separate incident, gunmen abducted a teacher in Gao.", "abduction=new(separate)"},
      {"Rebels have often shelled the village near Idlib.", "shelling=recurring(often)"},
  };
  for (const auto& [text, expected] : samples) EXPECT_EQ(mentions(text), expected) << text;
}

TEST(Independence, TextThatFollowsMovesNothing) {
  const std::string story = "Rebels attacked a police station in Gao on Monday, killing two officers.";
  const Document alone = document(story);
  const Document followed = document(story + "\n\nThe festival of music opens in June with dancers from four continents.");
  const Annotation a = pipeline().annotate(alone, record::Layers::standard()), b = pipeline().annotate(followed, record::Layers::standard());
  ASSERT_FALSE(a.claims.empty());
  ASSERT_GE(b.claims.size(), a.claims.size());
  for (std::size_t i = 0; i < a.claims.size(); ++i) {
    EXPECT_EQ(a.claims[i].kind, b.claims[i].kind);
    EXPECT_EQ(a.claims[i].trigger, b.claims[i].trigger);
    EXPECT_EQ(a.claims[i].time.value, b.claims[i].time.value);
  }
}

}  // namespace
}  // namespace deconflict
