#include "place/words.h"

#include <map>

#include "base/hash.h"
#include "place/keys.h"

namespace deconflict::place {

namespace {

constexpr std::pair<std::string_view, WordBits> kSorts[] = {
    {"unit-admin1", kUnitAdmin1}, {"unit-admin2", kUnitAdmin2},   {"unit-city", kUnitCity}, {"unit-water", kUnitWater}, {"unit-land", kUnitLand},
    {"unit-site", kUnitSite},     {"organisation", kOrganisation}, {"street", kStreet},      {"direction", kDirection},  {"title", kTitle},
    {"given", kGiven},            {"common", kCommon},             {"before", kBefore},      {"article", kArticle},      {"abbreviation", kAbbreviation},
    {"quarter", kQuarter},       {"facility", kFacility},         {"territory", kTerritory},
    {"unit-department", kUnitDepartment}, {"name-link", kNameLink}, {"kin", kKin}, {"day", kDay}, {"surroundings", kSurroundings}, {"measure", kMeasure}, {"road", kRoad}, {"bank", kBank}, {"strike", kStrike}, {"siege", kSiege}, {"name-head", kNameHead}, {"building", kBuilding}, {"namesake", kNamesake}, {"premises", kPremises},
    {"home", kHome}, {"happening", kHappening}, {"share", kShare}};

}  // namespace

Result<WordTable> WordTable::open(const Pack& pack) {
  auto bytes = pack.section("gazetteer/words");
  if (!bytes) return bytes.error();
  WordTable out;
  const std::size_t count = bytes->size() / sizeof(Slot);
  if (bytes->size() % sizeof(Slot) != 0 || count < 2 || (count & (count - 1)) != 0)
    return Error{"gazetteer.corrupt", pack.path(), "the table of words has a wrong size; build it again with `deconflict knowledge build`"};
  out.slots_ = {reinterpret_cast<const Slot*>(bytes->data()), count};
  bool free = false;
  for (const Slot& s : out.slots_) free = free || s.bits == 0;
  if (!free) return Error{"gazetteer.corrupt", pack.path(), "the table of words is full; build it again with `deconflict knowledge build`"};
  return out;
}

WordBits WordTable::find(std::string_view key) const {
  const std::uint64_t hash = hash64(key);
  for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].bits == 0) return 0;
    if (slots_[i].hash == hash) return slots_[i].bits;
  }
}

Result<void> compile_words(const std::vector<KnowledgeRecord>& records, PackWriter& into) {
  std::map<std::uint64_t, WordBits> words;
  for (const KnowledgeRecord& record : records) {
    if (record.sort() != "words") continue;
    WordBits bit = 0;
    for (const auto& [word, value] : kSorts)
      if (word == record.lines.front().value) bit = value;
    if (bit == 0) return Error{"knowledge.place", record.where(), "'" + record.lines.front().value + "' is no sort of words"};
    for (const auto& line : record.lines) {
      if (line.key == "words") continue;
      if (line.key != "list") return Error{"knowledge.place", record.where(line.line), "a `words` record has `list` lines only"};
      for (const std::string& word : split_list(line.value)) words[hash64(name_key(word))] |= bit;
    }
  }
  std::size_t size = 64;
  while (size < words.size() * 2) size *= 2;
  std::vector<WordTable::Slot> slots(size);
  for (const auto& [hash, bits] : words) {
    std::size_t i = hash & (size - 1);
    while (slots[i].bits != 0) i = (i + 1) & (size - 1);
    slots[i] = {hash, bits};
  }
  into.add("gazetteer/words", std::string(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(WordTable::Slot)));
  return {};
}

}  // namespace deconflict::place
