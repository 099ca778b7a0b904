#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "base/file.h"
#include "place/import/lines.h"
#include "place/import/merger.h"
#include "place/import/sorter.h"
#include "place/keys.h"

namespace deconflict::place {
namespace {

class Import : public testing::Test {
 protected:
  std::string dir_ = (std::filesystem::temp_directory_path() / ("deconflict-import-" + std::to_string(::getpid()))).string();
  void SetUp() override { std::filesystem::create_directory(dir_); }
  void TearDown() override { std::filesystem::remove_all(dir_); }

  std::string file(const std::string& name, std::string_view bytes) const {
    const std::string path = dir_ + "/" + name;
    EXPECT_TRUE(write_file(path, bytes));
    return path;
  }

  static std::vector<std::string> lines_of(const std::string& path) {
    auto reader = LineReader::open(path);
    EXPECT_TRUE(reader);
    std::vector<std::string> out;
    std::string_view line;
    for (;;) {
      auto there = reader->next(line);
      if (!there) {
        out.push_back("error " + there.error().code);
        return out;
      }
      if (!*there) return out;
      out.emplace_back(line);
    }
  }
};

TEST_F(Import, LinesAreThoseOfTheText) {
  EXPECT_EQ(lines_of(file("a", "one\r\ntwo\n\nfour")), (std::vector<std::string>{"one", "two", "", "four"}));
  EXPECT_EQ(lines_of(file("b", "\xEF\xBB\xBFone\n")), (std::vector<std::string>{"one"}));
  EXPECT_TRUE(lines_of(file("c", "")).empty());
  const std::string wide(LineReader::kMaxLine + 1000, 'x');
  const auto cut = lines_of(file("d", wide + "\nnext\n"));
  ASSERT_EQ(cut.size(), 2U);
  EXPECT_EQ(cut[0].size(), LineReader::kMaxLine);
  EXPECT_EQ(cut[1], "next");
}

TEST_F(Import, GzipIsReadAndDamageTold) {
  std::string text, path = dir_ + "/z.gz";
  for (int i = 0; i < 200'000; ++i) text += "line " + std::to_string(i) + "\n";
  gzFile z = gzopen(path.c_str(), "wb");
  gzwrite(z, text.data(), static_cast<unsigned>(text.size()));
  gzclose(z);
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 200'000U);
  EXPECT_EQ(lines.back(), "line 199999");
  const std::string bytes = *read_file(path);
  EXPECT_EQ(lines_of(file("cut.gz", bytes.substr(0, bytes.size() / 2))).back(), "error import.compressed");
  EXPECT_EQ(lines_of(file("two.gz", bytes + bytes)).size(), 400'000U);
  EXPECT_EQ(lines_of(file("no.zip", "PK\x03\x04 and nothing more")).back(), "error import.compressed");
}

TEST_F(Import, QuotedCellsMayHoldAnything) {
  auto lines = LineReader::open(file("a.csv", "a,\"b, \"\"c\"\"\nd\",e\n\"never,closed\nf,g\n"));
  ASSERT_TRUE(lines);
  CsvReader csv(*lines, ',');
  std::vector<std::string> cells;
  bool broken = false;
  ASSERT_TRUE(*csv.next(cells, broken));
  EXPECT_EQ(cells, (std::vector<std::string>{"a", "b, \"c\"\nd", "e"}));
  EXPECT_EQ(csv.number(), 1U);
  ASSERT_TRUE(*csv.next(cells, broken));
  EXPECT_TRUE(broken);
  EXPECT_EQ(csv.number(), 3U);
  ASSERT_TRUE(*csv.next(cells, broken));
  EXPECT_FALSE(broken);
  EXPECT_EQ(cells, (std::vector<std::string>{"f", "g"}));
  EXPECT_EQ(csv.number(), 4U);
  EXPECT_FALSE(*csv.next(cells, broken));
}

TEST_F(Import, SorterSortsWhatItCannotHold) {
  for (std::size_t limit : {7U, 1000U, 1'000'000U}) {
    KeySorter sorter(dir_ + "/sorted", limit);
    std::mt19937_64 random(5);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> wanted;
    for (std::uint32_t i = 0; i < 5000; ++i) {
      wanted.emplace_back(random() % 900, i % 13);
      ASSERT_TRUE(sorter.add(wanted.back().first, wanted.back().second));
    }
    std::sort(wanted.begin(), wanted.end());
    ASSERT_TRUE(sorter.finish());
    for (const auto& [key, value] : wanted) {
      auto item = sorter.next();
      ASSERT_TRUE(item && *item);
      EXPECT_EQ(std::pair((*item)->key, (*item)->value), std::pair(key, value));
    }
    auto end = sorter.next();
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
  }
}

/// Random places laid over random places by the merger, and by a plain map: the same places, found by the same names.
TEST_F(Import, MergedTableHoldsWhatAPlainMapHolds) {
  std::mt19937 random(11);
  TableBuilder builder;
  std::map<std::int64_t, std::string> names;  // by geonameid
  auto name_of = [&] { return "Zar" + std::to_string(random() % 400) + " Tal"; };
  for (std::int64_t id = 1; id <= 500; ++id) {
    Row r;
    r.id = id, r.lat = 35'000'000, r.lon = static_cast<std::int32_t>(id * 100'000), r.kind = Kind::city, r.precision = static_cast<std::uint8_t>(Precision::settlement);
    names[id] = name_of();
    builder.add_name(name_key(names[id]), builder.add(r, names[id]), NameSort::primary);
  }
  PackWriter ground;
  builder.write(ground);
  ASSERT_TRUE(ground.write(dir_ + "/ground"));
  auto pack = Pack::open(dir_ + "/ground");
  ASSERT_TRUE(pack);
  auto table = Table::open(*pack);
  ASSERT_TRUE(table);
  std::map<std::int64_t, std::vector<std::string>> all;
  for (const auto& [id, name] : names) all[id].push_back(name);
  auto merger = Merger::create(*table, *pack, dir_);
  ASSERT_TRUE(merger);
  for (std::int64_t id = 300; id <= 5000; ++id) {
    Draft d;
    d.id = id, d.name = name_of(), d.at = Point{-20, static_cast<double>(id) / 100}, d.origin = Origin::packages, d.country = "CL";
    EXPECT_EQ(merger->put(d), id <= 500 ? Merger::Outcome::merged : Merger::Outcome::added);
    EXPECT_EQ(merger->put(d), Merger::Outcome::repeated);
    all[id].push_back(d.name);
  }
  PackWriter writer;
  ASSERT_TRUE(merger->finish(writer, [](std::uint64_t, std::uint64_t) {}));
  ASSERT_TRUE(writer.write(dir_ + "/merged"));
  auto merged = Pack::open(dir_ + "/merged");
  ASSERT_TRUE(merged);
  auto after = Table::open(*merged);
  ASSERT_TRUE(after);
  ASSERT_TRUE(after->check());
  EXPECT_EQ(after->rows().size(), 5000U);
  for (const auto& [id, spellings] : all) {
    const std::uint32_t row = after->by_id(id);
    ASSERT_NE(row, kNone) << id;
    EXPECT_EQ(after->row(row).id, id);
    EXPECT_EQ(after->name(after->row(row)), spellings.back());
    EXPECT_EQ(after->row(row).lat, id < 300 ? 35'000'000 : -20'000'000);
    for (const std::string& name : spellings) {
      const auto found = after->find(name_key(name));
      EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](Posting p) { return p.row() == row; })) << name;
    }
  }
}

}  // namespace
}  // namespace deconflict::place
