#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/knowledge_text.h"
#include "base/pack.h"
#include "name/history.h"
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

/// A file of this process alone: tests run side by side.
std::string own_file(const std::string& name) { return testing::TempDir() + "/" + std::to_string(::getpid()) + name; }

Result<Names> load(const std::string& actors, const std::string& voices, const std::string& words) {
  const std::string path = own_file("names.pack");
  PackWriter writer;
  writer.add("text/actors", actors);
  writer.add("text/voices", voices);
  writer.add("text/words", words);
  EXPECT_TRUE(writer.write(path));
  auto pack = Pack::open(path);
  std::remove(path.c_str());
  EXPECT_TRUE(pack);
  return Names::load(*pack);
}

Result<Histories> load_histories(const std::string& text, std::string actors = {}, const std::string& voices = {}) {
  if (actors.empty()) actors = bundle_text({{"knowledge/actors/a.txt", text}});
  const std::string path = own_file("histories.pack");
  PackWriter writer;
  writer.add("text/actors", actors);
  writer.add("text/voices", voices);
  EXPECT_TRUE(writer.write(path));
  auto pack = Pack::open(path);
  std::remove(path.c_str());
  EXPECT_TRUE(pack);
  return Histories::load(*pack);
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

TEST(Histories, RefuseDatesAndTiesThatCannotBe) {
  const auto error = [](const std::string& line) {
    auto histories = load_histories("actor red\nname Red Army\n" + line + "\n\nactor blue\nname Blue Army\nucdp 12\n");
    auto r = histories ? histories->check([](std::string_view id) { return id == "actor/red" || id == "actor/blue"; }) : Result<void>(histories.error());
    return r ? std::string("none") : r.error().code + " " + r.error().where;
  };
  EXPECT_EQ(error("was Red Guard until 2013-13"), "knowledge.date knowledge/actors/a.txt:3");
  EXPECT_EQ(error("was Red Guard until 201-04"), "knowledge.date knowledge/actors/a.txt:3");
  EXPECT_EQ(error("was Red Guard from 2014 until 2013-04"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("was Red Guard until 2014 until 2015"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("was Red Guard"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("active"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("merged-into actor/blue"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("split-from actor/blue until 2015"), "knowledge.period knowledge/actors/a.txt:3");
  EXPECT_EQ(error("part-of actor/green from 2014"), "knowledge.tie knowledge/actors/a.txt:3");
  EXPECT_EQ(error("part-of actor/blue from spring"), "knowledge.tie knowledge/actors/a.txt:3");
  EXPECT_EQ(error("allied-with actor/red since 2014"), "knowledge.tie knowledge/actors/a.txt:3");
  EXPECT_EQ(error("ucdp twelve"), "knowledge.ucdp knowledge/actors/a.txt:3");
  EXPECT_EQ(error("ucdp 12"), "knowledge.ucdp knowledge/actors/a.txt:7") << "one id, two entries";
  EXPECT_EQ(error("part-of actor/blue from 2014"), "knowledge.source knowledge/actors/a.txt:3");
  EXPECT_EQ(error("active since 2014"), "knowledge.source knowledge/actors/a.txt:3");
  EXPECT_EQ(error("active since 2014 ;"), "knowledge.source knowledge/actors/a.txt:3") << "a mark alone names nobody";
  EXPECT_EQ(error("active since 2014 ; Register of Armies 7"), "none");
  EXPECT_EQ(error("part-of actor/blue ; Register of Armies 7"), "none");
  EXPECT_EQ(error("was Red Guard from 2012-02-29 until 2013 ; Register of Armies 7"), "none");
  auto names = load_text("actor red\nname Red Army\nwas Red Guard until 2013-13\n");
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().where, "knowledge/actors/a.txt:3");
}

TEST(Histories, KeepDatesAndSources) {
  const std::string text =
      "actor red\nname Red Army since 2014\nwas Red Guard until 2014 ; Register 7\nactive from 2010 until 2019-05\n"
      "part-of actor/blue from 2012 until 2015-06\nmerged-into actor/green in 2019-05 ; Register 8\n\n"
      "actor blue\nname Blue Army\nsplit-from actor/green in 2011-03-15\n\nactor green\nname Green Army\nbacked-by actor/blue since 2020\n";
  auto names = load_text(text);
  ASSERT_TRUE(names) << names.error().text();
  EXPECT_EQ(names->lookup("Red Guard"), "actor/red");
  EXPECT_EQ(names->known("actor/red")->name, "Red Army");
  auto histories = load_histories(text);
  ASSERT_TRUE(histories) << histories.error().text();
  const auto* red = histories->of("actor/red");
  ASSERT_NE(red, nullptr);
  EXPECT_EQ(red->active.period.text(), "from 2010 until 2019-05");
  ASSERT_EQ(red->names.size(), 2u);
  EXPECT_EQ(red->names[1].name + " " + red->names[1].period.text() + " " + red->names[1].source + " " + red->names[1].where, "Red Guard until 2014 Register 7 knowledge/actors/a.txt:3");
  EXPECT_EQ(histories->bearers("red guard").size(), 1u);
  using Ids = std::vector<std::string>;
  EXPECT_EQ(histories->wholes("actor/red", "2011-01-01", "2011-12-31"), Ids{});
  EXPECT_EQ(histories->wholes("actor/red", "2015-06-30", "2015-06-30"), Ids{"actor/blue"}) << "a month counts whole";
  EXPECT_EQ(histories->wholes("actor/red", "2015-07-01", "2015-07-01"), Ids{});
  EXPECT_EQ(histories->wholes("actor/red", "2022-01-01", "2022-01-02"), Ids{"actor/green"}) << "what merged stays so";
  EXPECT_EQ(histories->wholes("actor/blue", "2011-03-14", "2011-03-14"), Ids{"actor/green"});
  EXPECT_EQ(histories->wholes("actor/blue", "2011-03-15", "2011-03-15"), Ids{}) << "from that day they may fight each other";
  EXPECT_EQ(histories->wholes("actor/green", "2021-01-01", "2021-01-01"), Ids{}) << "who backs it is another body";
}

// Every tie names an entry, every date exists, and every tie and period has a source.
TEST_F(Knowledge, HasHistoriesThatHold) {
  ASSERT_TRUE(names_);
  auto histories = load_histories("", bundled("actors"), bundled("voices"));
  ASSERT_TRUE(histories) << histories.error().text();
  auto whole = histories->check([&](std::string_view id) { return names_->known(id) != nullptr; });
  EXPECT_TRUE(whole) << whole.error().text();
  const auto* nusra = histories->of("actor/nusra-front");
  ASSERT_NE(nusra, nullptr);
  EXPECT_EQ(nusra->ucdp, "1170");
  const auto then = histories->wholes("actor/nusra-front", "2018-01-01", "2018-01-01");
  EXPECT_NE(std::find(then.begin(), then.end(), "actor/hts"), then.end());
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
