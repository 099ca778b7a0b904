#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "base/pack.h"
#include "place/codes.h"
#include "place/compile.h"
#include "place/geodesy.h"
#include "place/keys.h"
#include "place/place.h"
#include "place/shapes.h"
#include "place/table.h"
#include "place/words.h"

namespace deconflict::place {
namespace {

TEST(PlaceKeys, SpellingsOfOneNameMeet) {
  const std::string key = transliteration_key("Deir ez-Zor");
  EXPECT_FALSE(key.empty());
  for (const char* name : {"Dayr az Zawr", "Deir Ezzor", "Deir Az Zor", "Deir al-Zor", "Deir ez Zour", "Dayr az-Zawr"}) EXPECT_EQ(transliteration_key(name), key) << name;
  EXPECT_EQ(transliteration_key("Qamishli"), transliteration_key("Al Qāmishlī"));
  EXPECT_EQ(transliteration_key("Khan Sheikhoun"), transliteration_key("Khan Shaykhun"));
}

TEST(PlaceKeys, OtherNamesDoNot) {
  EXPECT_NE(transliteration_key("Hama"), transliteration_key("Homs"));
  EXPECT_NE(transliteration_key("Mosul"), transliteration_key("Manbij"));
  EXPECT_NE(transliteration_key("Deir ez-Zor"), transliteration_key("Deir Hafir"));
  EXPECT_TRUE(transliteration_key("Ur").empty());
  EXPECT_TRUE(transliteration_key("حلب").empty());
}

TEST(PlaceKeys, NameKey) {
  EXPECT_EQ(name_key("‘Ayn al ‘Arab"), "ayn al arab");
  EXPECT_EQ(name_key("U.S."), "us");
  EXPECT_EQ(name_key("Al-Bāb"), "al bab");
  EXPECT_EQ(name_key("..."), "");
  EXPECT_EQ(bare_name("hama governorate"), "hama");
  EXPECT_EQ(bare_name("governorate"), "governorate");
}

TEST(Geodesy, KnownDistances) {
  EXPECT_NEAR(distance_km({0, 0}, {0, 1}), 111.195, 0.01);
  EXPECT_NEAR(distance_km({90, 0}, {-90, 0}), M_PI * kEarthKm, 0.01);
  EXPECT_NEAR(bearing({0, 0}, {0, 1}), 90, 1e-9);
  EXPECT_NEAR(bearing({10, 10}, {5, 10}), 180, 1e-9);
}

TEST(Geodesy, GoingThereIsAsFarAsAsked) {
  for (double course : {0.0, 37.0, 123.0, 270.0, 359.0})
    for (Point from : {Point{35.3, 40.1}, Point{-12, 179.9}, Point{0, 0}}) {
      const Point to = destination(from, course, 80);
      EXPECT_NEAR(distance_km(from, to), 80, 1e-6);
      EXPECT_NEAR(std::remainder(bearing(from, to) - course, 360), 0, 1e-6);
      EXPECT_LE(std::abs(to.lon), 180);
    }
}

TEST(Shapes, AreClosedRings) {
  const std::string json = circle({35, 40}, 10);
  EXPECT_EQ(json.find(R"({"type":"Polygon","coordinates":[[[40.0,35.0899])"), 0U) << json;
  EXPECT_TRUE(json.ends_with("[40.0,35.0899]]]}")) << json;
  EXPECT_EQ(flank({{35, 40}}, 90, 10), "");
}

TEST(Shapes, TheFlankLiesOnItsSide) {
  // A line from north to south: its eastern flank has greater longitudes only.
  const std::string json = flank({{36, 40}, {35, 40}}, 90, 10);
  EXPECT_EQ(json.find("[39."), std::string::npos) << json;
  EXPECT_NE(json.find("[40.1"), std::string::npos) << json;
}

class PlaceText : public testing::Test {
 protected:
  std::string path_ = (std::filesystem::temp_directory_path() / ("deconflict-place-" + std::to_string(::getpid()))).string();
  void TearDown() override { std::filesystem::remove(path_); }

  /// A small invented gazetteer: two towns of one name, a country, a unit, a river.
  Gazetteer small() {
    TableBuilder table;
    auto add = [&](const char* name, Kind kind, double lat, double lon, std::uint32_t people, const char* country, const char* feature, std::uint32_t unit) {
      Row r;
      r.id = 100 + static_cast<std::int64_t>(table.rows().size());
      r.lat = static_cast<std::int32_t>(lat * 1e6), r.lon = static_cast<std::int32_t>(lon * 1e6);
      r.kind = kind, r.population = people, r.admin1 = unit;
      r.country[0] = country[0], r.country[1] = country[1];
      std::snprintf(r.feature, sizeof r.feature, "%s", feature);
      r.precision = static_cast<std::uint8_t>(kind == Kind::country ? Precision::country : kind == Kind::admin1 ? Precision::admin1 : Precision::settlement);
      const auto n = table.add(r, name);
      table.add_name(name_key(name), n, NameSort::primary);
      return n;
    };
    add("Ruritania", Kind::country, 45, 20, 5'000'000, "RR", "PCLI", kNone);
    const auto north = add("Norvia", Kind::admin1, 46, 20, 900'000, "RR", "ADM1", kNone);
    const auto south = add("Sudland", Kind::admin1, 44, 20, 900'000, "RR", "ADM1", kNone);
    add("Strelsau", Kind::city, 46.1, 20.1, 700'000, "RR", "PPLA", north);
    add("Zenda", Kind::city, 46.2, 20.2, 30'000, "RR", "PPL", north);
    add("Zenda", Kind::city, 43.9, 20.2, 40'000, "RR", "PPL", south);
    PackWriter writer;
    table.write(writer);
    writer.add("gazetteer/sources", "[]");
    std::vector<KnowledgeRecord> words;
    words.push_back({"test", {{"words", "before", 1}, {"list", "in | near", 2}}});
    words.push_back({"test", {{"words", "unit-admin1", 3}, {"list", "province", 4}}});
    words.push_back({"test", {{"words", "direction", 5}, {"list", "north | south | east | west", 6}}});
    EXPECT_TRUE(compile_words(words, writer));
    EXPECT_TRUE(writer.write(path_));
    pack_.emplace(std::move(*Pack::open(path_)));
    return std::move(*Gazetteer::load(*pack_));
  }
  std::optional<Pack> pack_;
};

TEST_F(PlaceText, TheProvinceNamedDecidesBetweenTwoTowns) {
  const Gazetteer gazetteer = small();
  for (auto [text, id] : {std::pair{"Fighting went on in Zenda, Norvia.", 104}, {"Fighting went on in Zenda in Sudland province.", 105}}) {
    Annotation a;
    a.text = text;
    gazetteer.find(a);
    ASSERT_EQ(a.places.size(), 2U) << text;
    EXPECT_EQ(a.places[0].geonameid, id) << text;
  }
}

TEST_F(PlaceText, DistanceAndDirection) {
  const Gazetteer gazetteer = small();
  Annotation a;
  a.text = "A convoy was hit 12.5 km north-west of Strelsau.";
  gazetteer.find(a);
  ASSERT_EQ(a.places.size(), 1U);
  ASSERT_TRUE(a.places[0].relation);
  EXPECT_EQ(a.places[0].relation->kind, "distance");
  EXPECT_EQ(a.places[0].relation->side, "NW");
  EXPECT_EQ(a.places[0].relation->km, 12.5);
  EXPECT_EQ(a.surface(a.places[0].relation->span), "12.5 km north-west of Strelsau");
}

TEST_F(PlaceText, HostileTextIsNoDanger) {
  const Gazetteer gazetteer = small();
  std::string caps, hyphens, commas, brackets(100'000, '(');
  for (int i = 0; i < 20'000; ++i) caps += "Zenda ", hyphens += "Al-", commas += "Zenda, ";
  for (const std::string& text : {caps, hyphens, commas, brackets, std::string(1'000'000, 'A'), std::string(300'000, '.'), std::string(), std::string("near"), std::string("\xD8\xAD")}) {
    Annotation a;
    a.text = text;
    gazetteer.find(a);
    for (const Place& p : a.places) ASSERT_LE(p.span.end, text.size());
  }
}

TEST_F(PlaceText, ADamagedTableIsRefused) {
  { const Gazetteer gazetteer = small(); }
  PackWriter writer;
  for (const auto& name : pack_->names()) writer.add(name, name == "gazetteer/rows" ? std::string() : std::string(*pack_->section(name)));
  ASSERT_TRUE(writer.write(path_));
  auto pack = Pack::open(path_);
  ASSERT_TRUE(pack);
  auto loaded = Gazetteer::load(*pack);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "gazetteer.corrupt");
}

TEST(PlaceCodes, FollowTheRelation) {
  Annotation a;
  Place p;
  EXPECT_FALSE(precision_codes(a, p).ucdp);  // unresolved
  p.lat = 35, p.lon = 38;
  EXPECT_EQ(precision_codes(a, p).acled, 1);
  EXPECT_EQ(precision_codes(a, p).ucdp, 1);
  p.relation.emplace();
  p.relation->kind = "near";
  EXPECT_EQ(precision_codes(a, p).acled, 2);
  EXPECT_EQ(precision_codes(a, p).ucdp, 2);
  p.relation->kind = "outside";  // "just outside the town"
  EXPECT_EQ(precision_codes(a, p).ucdp, 2);
  p.relation->km = 55;  // of a zone
  EXPECT_EQ(precision_codes(a, p).ucdp, 5);
  p.relation->kind = "distance";
  p.relation->km = 60;
  EXPECT_EQ(precision_codes(a, p).ucdp, 5);
  p.relation.reset();
  p.precision = Precision::country;
  EXPECT_FALSE(precision_codes(a, p).acled);
  EXPECT_EQ(precision_codes(a, p).ucdp, 6);
}

TEST(PlaceCompile, NamesTheToolWherePackagesAreMissing) {
  PackWriter writer;
  writer.add("text/places", "");
  auto r = compile_gazetteer("/nowhere/at/all", writer);
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message.find("tools/fetch-gazetteer"), std::string::npos) << r.error().text();
}

/// A supplement over one town, "Strelsau" at 46.1, 20.1, with a place of these lines.
Result<void> supplement_of(const std::string& lines) {
  auto records = parse_knowledge(bundle_text({{"knowledge/places/ruritania.txt", "# Invented.\n\nplace hentzau\nname Hentzau\ncountry RR\n" + lines}}));
  if (!records) return records.error();
  TableBuilder table;
  Row town;
  town.lat = 46'100'000, town.lon = 20'100'000;
  town.kind = Kind::city;
  town.country[0] = town.country[1] = 'R';
  table.add_name(name_key("Strelsau"), table.add(town, "Strelsau"), NameSort::primary);
  Codes countries;
  const Codes units;
  return Supplement(*records, table, countries, units).add_rest();
}

TEST(PlaceSupplement, ACheckThatDoesNotHoldNamesFileAndLine) {
  const std::string point = "at 46.28, 20.1\n";  // 20 km north of Strelsau
  EXPECT_TRUE(supplement_of(point + "check 15-25 km N of Strelsau | 21 km of RR Strelsau\n"));
  const std::pair<const char*, const char*> bad[] = {{"check 15 km N of Strelsau", "it lies 20 km from Strelsau, not within 15"},
                                                     {"check 25-40 km N of Strelsau", "it lies 20 km from Strelsau, not 25 to 40"},
                                                     {"check 25 km SE of Strelsau", "it does not lie SE of Strelsau"},
                                                     {"check 25 km N of Zenda", "the gazetteer has no town 'Zenda' to check against"},
                                                     {"check near Strelsau", "a check is `[KM-]KM km [SIDE] of [COUNTRY] TOWN`"}};
  for (const auto& [line, what] : bad) {
    const auto r = supplement_of(point + line + "\n");
    ASSERT_FALSE(r) << line;
    EXPECT_EQ(r.error().message, std::string("knowledge/places/ruritania.txt:7: ") + what);
  }
}

TEST(PlaceSupplement, APlaceWithoutACheckIsRefused) {
  const auto r = supplement_of("at 46.28, 20.1\n");
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().text().find("knowledge/places/ruritania.txt:3"), std::string::npos) << r.error().text();
}

TEST(PlaceSupplement, ABorderHasTwoSidesAndTownsOfThem) {
  const std::string place = "at 46.28, 20.1\ncheck 25 km N of Strelsau\n\n", border = "border rr-aa\nname border of Ruritania and Arcadia\n";
  EXPECT_TRUE(supplement_of(place + border + "between Strelsau | Hentzau\ncourse RR Strelsau | 46.4, 20.3\n"));
  const std::pair<const char*, const char*> bad[] = {{"between Strelsau\ncourse RR Strelsau | 46.4, 20.3\n", "`between` stands in a `border` and names its two sides"},
                                                     {"between Strelsau | Zenda\ncourse RR Strelsau | 46.4, 20.3\n", "the gazetteer has no 'Zenda'"},
                                                     {"between Strelsau | AA\ncourse RR Strelsau | 46.4, 20.3\n", "the gazetteer has no 'AA'"}};
  for (const auto& [lines, what] : bad) {
    const auto r = supplement_of(place + border + lines);
    ASSERT_FALSE(r) << lines;
    EXPECT_EQ(r.error().message, what);
  }
}

TEST(PlaceSupplement, BoundsAreTwoCornersOfAUnit) {
  const std::string place = "at 46.28, 20.1\ncheck 25 km N of Strelsau\n\n", region = "region hentzau\nname Nowhere\ncountry RR\nat 46.1, 20.1\n";
  const std::pair<const char*, const char*> bad[] = {{"bounds 46.0, 20.0\n", "`bounds` are two points: the south-western corner | the north-eastern one"},
                                                     {"bounds 46.5, 20.0 | 46.0, 20.5\n", "`bounds` are two points: the south-western corner | the north-eastern one"},
                                                     {"bounds 46.0, 20.0 | 46.5, 20.5\n", "the gazetteer has no first-level unit 'Nowhere'"}};
  for (const auto& [lines, what] : bad) {
    const auto r = supplement_of(place + region + lines);
    ASSERT_FALSE(r) << lines;
    EXPECT_EQ(r.error().message, what);
  }
}

TEST(PlaceShapes, ABandLiesOnBothSidesOfALine) {
  EXPECT_TRUE(band({{46, 20}}, 10).empty());
  // Along a meridian, 11.1 km to the west and the east of it.
  const std::string strip = band({{46, 20}, {47, 20}}, 11.1);
  EXPECT_NE(strip.find("[19.8"), std::string::npos) << strip;
  EXPECT_NE(strip.find("[20.1"), std::string::npos) << strip;
  const std::string east = flank({{46, 20}, {47, 20}}, Point{46.5, 25}, 11.1);
  EXPECT_EQ(east.find("[19.8"), std::string::npos) << east;
  EXPECT_NE(east.find("[20.1"), std::string::npos) << east;
}

}  // namespace
}  // namespace deconflict::place
