#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <limits>

#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/knowledge_text.h"
#include "base/pack.h"
#include "base/utf8.h"
#include "base/word_table.h"

namespace deconflict {
namespace {

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_EQ(utf8::first_invalid("Idlib ادلب 😀"), std::nullopt);
  EXPECT_EQ(utf8::first_invalid("ab\xC0\x80"), 2U);              // overlong
  EXPECT_EQ(utf8::first_invalid("a\xED\xA0\x80"), 1U);           // surrogate
  EXPECT_EQ(utf8::first_invalid("abc\xE2\x82"), 3U);             // cut short
  EXPECT_EQ(utf8::repaired("x\xFFy"), "x\xEF\xBF\xBDy");
}

TEST(Utf8, NamesOfFilesStayApart) {
  EXPECT_EQ(utf8::escaped("caf\xE9.txt"), "caf%E9.txt");
  EXPECT_EQ(utf8::escaped("caf\xC3\xA9.txt"), "caf\xC3\xA9.txt");
  EXPECT_EQ(utf8::escaped("\xFF\x80"), "%FF%80");
}

TEST(Utf8, LinesForATerminalDoNotSteerIt) {
  EXPECT_EQ(utf8::printable("a\x1B[2Jb\nc\x7F"), "a [2Jb c ");
  EXPECT_EQ(utf8::printable("a\xC2\x9B" "2J \xC2\xA7 \xFF"), "a  2J \xC2\xA7 \xEF\xBF\xBD") << "control characters beyond ASCII too, and nothing else";
}

TEST(Json, WhatIsWrittenCanBeRead) {
  json::Writer out;
  out.begin_object().key("name").value(std::string_view("caf\xE9")).end_object();
  const auto tree = json::parse(out.text());
  ASSERT_TRUE(tree);
  EXPECT_EQ(json::string_at(*tree, "name"), "caf\xEF\xBF\xBD");
}

TEST(Utf8, FoldsNames) {
  EXPECT_EQ(utf8::fold("Médecins  Sans\nFrontières"), "medecins sans frontieres");
  EXPECT_EQ(utf8::fold("Da’esh"), "da'esh");
}

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_EQ(format_iso_day(*parse_iso_day("2016-02-29")), "2016-02-29");
  EXPECT_FALSE(parse_iso_day("2017-02-29"));
  EXPECT_FALSE(parse_iso_day("2017-2-9"));
  EXPECT_FALSE(parse_iso_day("2017-09-19T00"));
}

TEST(Hash, KnownDigest) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(WordTable, KeepsWordsOfEveryLengthApart) {
  WordMap<std::size_t> map;
  WordSet set;
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.contains(""));
  std::vector<std::string> words;
  for (std::size_t size = 0; size <= 40; ++size)
    for (std::size_t at = 0; at <= size; ++at) {  // all alike but for one letter
      words.emplace_back(size, 'a');
      if (at < size) words.back()[at] = 'b';
    }
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(map.find(words[i]), nullptr) << words[i];
    EXPECT_TRUE(map.try_emplace(words[i], i).second);
    set.insert(words[i]);
  }
  EXPECT_FALSE(map.try_emplace(words[7], 0).second);
  EXPECT_EQ(map.size(), words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    ASSERT_NE(map.find(words[i]), nullptr) << words[i];
    EXPECT_EQ(*map.find(words[i]), i);
  }
  EXPECT_TRUE(std::equal(set.begin(), set.end(), words.begin(), words.end()));  // in the order in which they came
  EXPECT_FALSE(set.contains("aaac"));
  ++map["new"];
  EXPECT_EQ(map["new"], 1U);
}

TEST(Json, DeepNestingIsAnErrorOrAValueButNoCrash) {
  std::string deep(200000, '[');
  EXPECT_FALSE(json::parse(deep));
  deep += std::string(200000, ']');
  EXPECT_TRUE(json::parse(deep));
}

TEST(Json, NamesTheByte) {
  auto r = json::parse("{\"id\": \"x\", ");
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message.find("byte 12"), std::string::npos) << r.error().message;
}

TEST(Json, ReadsEveryNumberExactly) {
  auto r = json::parse(R"([0, -0, 7, -7, 2147483648, -9223372036854775808, 18446744073709551615, 18446744073709551616, 0.1, -36.75, 1e3, 6.02E+23, 4.9406564584124654e-324])");
  ASSERT_TRUE(r);
  const auto& v = *r;
  EXPECT_TRUE(v[0].IsInt() && v[0].IsUint() && v[0].GetInt() == 0);
  EXPECT_EQ(v[1].GetInt(), 0);
  EXPECT_EQ(v[2].GetUint(), 7U);
  EXPECT_TRUE(v[3].IsInt() && !v[3].IsUint() && v[3].GetInt() == -7);
  EXPECT_TRUE(!v[4].IsInt() && v[4].GetUint() == 2147483648U);
  EXPECT_EQ(v[5].GetInt64(), std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(!v[6].IsInt64() && v[6].GetUint64() == std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(!v[7].IsUint64() && v[7].GetDouble() == 18446744073709551616.0);
  EXPECT_EQ(v[8].GetDouble(), 0.1);
  EXPECT_EQ(v[9].GetDouble(), -36.75);
  EXPECT_TRUE(v[10].IsDouble() && v[10].GetDouble() == 1000);
  EXPECT_EQ(v[11].GetDouble(), 6.02e23);
  EXPECT_EQ(v[12].GetDouble(), std::numeric_limits<double>::denorm_min());
}

TEST(Json, NumbersOfAnyLengthAreReadOrRefused) {
  for (const std::size_t digits : {300U, 349U, 400U, 5000U}) {
    auto tiny = json::parse("[0." + std::string(digits, '0') + "5, -1." + std::string(digits, '3') + ", 7" + std::string(20, '0') + "." + std::string(digits, '3') + "e-" + std::to_string(digits) + "]");
    ASSERT_TRUE(tiny) << tiny.error().message;
    EXPECT_EQ((*tiny)[0].GetDouble(), digits == 300 ? 5e-301 : 0.0);
    EXPECT_EQ((*tiny)[1].GetDouble(), -4.0 / 3);
    EXPECT_NEAR((*tiny)[2].GetDouble(), 0, 1e-270);
    EXPECT_EQ(json::parse("1" + std::string(digits, '0')).has_value(), digits == 300);
  }
  EXPECT_TRUE(json::parse("1.7976931348623157e308"));
  EXPECT_FALSE(json::parse("1.7976931348623159e308"));
  EXPECT_FALSE(json::parse("-1e400"));
}

TEST(Json, HalfACharacterIsRefused) {
  EXPECT_TRUE(json::parse(R"({"a\ud83d\ude80": "\ud83d\ude80 \uD7A3"})"));
  for (const char* half : {R"(["x\ude80y"])", R"({"\udfff": 1})", R"(["\ud83d"])", R"(["\ude80\ud83d"])"}) {
    auto r = json::parse(half);
    ASSERT_FALSE(r) << half;
    EXPECT_NE(r.error().message.find("at byte"), std::string::npos);
  }
  EXPECT_NE(json::parse(R"(["x\ude80y"])").error().message.find("half a character"), std::string::npos);
}

TEST(KnowledgeText, RecordsWithLineNumbers) {
  auto r = parse_knowledge(bundle_text({{"knowledge/a.txt", "# c\nactor one\nname The\n  One\n\nactor two\n"}, {"knowledge/b.txt", "actor three"}}));
  ASSERT_TRUE(r);
  ASSERT_EQ(r->size(), 3U);
  EXPECT_EQ((*r)[0].get("name"), "The One");
  EXPECT_EQ((*r)[1].where(), "knowledge/a.txt:6");
  EXPECT_EQ((*r)[2].where(), "knowledge/b.txt:1");
  EXPECT_FALSE(parse_knowledge("  goes on with nothing\n"));
}

class PackTest : public testing::Test {
 protected:
  std::string path_ = (std::filesystem::temp_directory_path() / ("deconflict-pack-" + std::to_string(::getpid()))).string();
  void TearDown() override { std::filesystem::remove(path_); }
};

TEST_F(PackTest, ReadsBackWhatWasWritten) {
  PackWriter w;
  w.add("b", "second");
  w.add("a", std::string(1000, 'x'));
  ASSERT_TRUE(w.write(path_));
  auto p = Pack::open(path_);
  ASSERT_TRUE(p) << p.error().text();
  EXPECT_EQ(*p->section("b"), "second");
  EXPECT_EQ(p->section("a")->size(), 1000U);
  EXPECT_EQ(p->section("c").error().code, "pack.section");
}

TEST_F(PackTest, RefusesEveryDamagedByteAndEveryCut) {
  PackWriter w;
  w.add("a", "some bytes");
  ASSERT_TRUE(w.write(path_));
  const std::string good = *read_file(path_);
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    ASSERT_TRUE(write_file(path_, good.substr(0, cut)));
    EXPECT_FALSE(Pack::open(path_)) << "cut at " << cut;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    if (at >= 24 + 64 && at < 128) continue;  // padding between table and section
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x41);
    ASSERT_TRUE(write_file(path_, bad));
    EXPECT_FALSE(Pack::open(path_)) << "byte " << at;
  }
}

TEST(File, SaysWhatIsWrong) {
  EXPECT_EQ(read_file("/nowhere/at/all").error().code, "file.missing");
  EXPECT_EQ(read_file("/tmp").error().code, "file.directory");
}

}  // namespace
}  // namespace deconflict
