#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/knowledge_text.h"
#include "base/pack.h"
#include "name/lexicon.h"
#include "name/name.h"
#include "name/scan.h"

using namespace deconflict;
using namespace deconflict::name;
namespace fs = std::filesystem;

namespace {

std::string bundled(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& e : fs::directory_iterator(std::string(DECONFLICT_SOURCE_DIR) + "/knowledge/" + folder)) {
    auto content = read_file(e.path().string());
    EXPECT_TRUE(content);
    files.emplace_back("knowledge/" + folder + "/" + e.path().filename().string(), *content);
  }
  std::sort(files.begin(), files.end());
  return bundle_text(files);
}

Result<Names> load(const std::string& actors, const std::string& voices, const std::string& words) {
  const std::string path = testing::TempDir() + "/names.pack";
  PackWriter writer;
  writer.add("text/actors", actors);
  writer.add("text/voices", voices);
  writer.add("text/words", words);
  EXPECT_TRUE(writer.write(path));
  auto pack = Pack::open(path);
  EXPECT_TRUE(pack);
  return Names::load(*pack);
}

Result<Names> load_text(const std::string& actors) { return load(bundle_text({{"knowledge/actors/a.txt", actors}}), "", ""); }

std::string keys(std::string_view text) {
  std::vector<Word> words;
  scan(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  std::string out, key;
  for (const Word& w : words) {
    word_key(w.span.of(text), key);
    out += (out.empty() ? "" : " ") + key;
  }
  return out;
}

class Knowledge : public testing::Test {
 protected:
  Result<Names> names_ = load(bundled("actors"), bundled("voices"), bundled("words"));
};

}  // namespace

// Loading checks that ids are unique, parents and countries exist, and that a name two entries share is marked in both.
TEST_F(Knowledge, IsConsistent) { ASSERT_TRUE(names_) << names_.error().text(); }

TEST_F(Knowledge, FindsEntriesByAnyName) {
  ASSERT_TRUE(names_);
  for (const char* name : {"Islamic State", "ISIL", "ISIS", "Daesh", "Da'esh", "DAESH"}) EXPECT_EQ(names_->lookup(name), "actor/islamic-state") << name;
  EXPECT_EQ(names_->lookup("Hayat Tahrir al-Sham"), "actor/hts");
  EXPECT_EQ(names_->lookup("hayat tahrir al-sham"), "") << "a name without its capitals is no name";
  EXPECT_EQ(names_->lookup("Reuters"), "voice/reuters");
  EXPECT_EQ(names_->lookup("nobody at all"), "");
}

TEST_F(Knowledge, ComposesForEveryCountry) {
  ASSERT_TRUE(names_);
  const auto* army = names_->known("actor/mil-fr");
  ASSERT_NE(army, nullptr);
  EXPECT_EQ(army->name, "Armed Forces of France");
  EXPECT_EQ(army->parent, "actor/gov-fr");
  ASSERT_NE(names_->known("actor/gov-gb"), nullptr);
  EXPECT_EQ(names_->known("actor/gov-gb")->name, "Government of the United Kingdom");
  // Syria's army has an entry of its own, so nothing is composed beside it.
  EXPECT_EQ(names_->known("actor/mil-sy"), nullptr);
}

TEST_F(Knowledge, EveryEntryBearsWhatItNeeds) {
  auto text = parse_knowledge(bundled("actors") + bundled("voices"));
  ASSERT_TRUE(text);
  ASSERT_TRUE(names_);
  std::size_t actors = 0, voices = 0, countries = 0;
  for (const auto& r : *text) {
    if (r.sort() == "actor") {
      ++actors;
      EXPECT_FALSE(r.get("type").empty()) << r.where();
      EXPECT_NE(names_->known("actor/" + std::string(r.get("actor"))), nullptr) << r.where();
    } else if (r.sort() == "voice") {
      ++voices;
      const auto kind = r.get("kind");
      constexpr std::string_view kKinds[] = {"agency", "outlet", "state_media", "party_media", "monitor", "ministry", "ngo", "company", "press_office", "emergency_service", "international_body"};
      EXPECT_NE(std::find(std::begin(kKinds), std::end(kKinds), kind), std::end(kKinds)) << r.where();
      // Who speaks for somebody must say for whom, or be known to have no single owner.
      EXPECT_TRUE(kind != "party_media" || !r.get("parent").empty() || !r.get("country").empty() || !r.get("note").empty()) << r.where();
    } else {
      EXPECT_EQ(r.sort(), "country") << r.where();
      ++countries;
    }
  }
  EXPECT_GE(actors, 400u);
  EXPECT_GE(voices, 250u);
  EXPECT_GE(countries, 195u);
}

TEST(Records, AreRefusedWithTheirLine) {
  auto twice = load_text("actor red\nname Red Army\n\nactor red\nname Red Guard\n");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "knowledge.id");
  EXPECT_EQ(twice.error().where, "knowledge/actors/a.txt:4");

  auto parent = load_text("actor red\nname Red Army\nparent actor/blue\n");
  ASSERT_FALSE(parent);
  EXPECT_EQ(parent.error().code, "knowledge.parent");

  auto alias = load_text("actor red\nname Red Army\naka RA\n\nactor rural\nname Rural Action\naka RA\n");
  ASSERT_FALSE(alias);
  EXPECT_EQ(alias.error().code, "knowledge.alias");

  auto country = load_text("actor red\nname Red Army\ncountry ZZ\n");
  ASSERT_FALSE(country);
  EXPECT_EQ(country.error().code, "knowledge.country");

  auto type = load_text("actor red\nname Red Army\ntype SQUAD\n");
  ASSERT_FALSE(type);
  EXPECT_EQ(type.error().where, "knowledge/actors/a.txt:3");
}

TEST(Records, MayShareAName) {
  auto shared = load_text("actor red\nname Red Army\naka RA (shared)\n\nactor rural\nname Rural Action\naka RA (shared)\n");
  EXPECT_TRUE(shared) << shared.error().text();
}

TEST(Words, PartAtHyphensButNotAtApostrophes) {
  EXPECT_EQ(keys("al-Qaida-linked"), "al qaida linked");
  EXPECT_EQ(keys("Da'esh and Da’esh"), "daesh and daesh");
  EXPECT_EQ(keys("Syria's army, the People’s Party"), "syria 's army the people 's party");
  EXPECT_EQ(keys("U.S.-led; the U.N. said. Then"), "us led the un said then");
  EXPECT_EQ(keys("Séléka ERDOĞAN"), "seleka erdogan");
  EXPECT_EQ(keys(""), "");
  EXPECT_EQ(keys("'' - ."), "");
}

TEST(Words, KeepTheirBytes) {
  const std::string text = "Gén. Élie 'al-Ḥasan'’s U.S. aides";
  std::vector<Word> words;
  scan(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  ASSERT_FALSE(words.empty());
  std::uint32_t last = 0;
  for (const Word& w : words) {
    EXPECT_GE(w.span.begin, last);
    EXPECT_LT(w.span.begin, w.span.end);
    EXPECT_LE(w.span.end, text.size());
    last = w.span.end;
  }
  EXPECT_EQ(words[1].span.of(text), "Élie");
}
