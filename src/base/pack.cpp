#include "base/pack.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>

#include "base/hash.h"

namespace deconflict {

namespace {

constexpr char kMagic[8] = {'D', 'C', 'P', 'A', 'C', 'K', '0', '1'};
constexpr std::size_t kHeader = 24;
constexpr std::size_t kAlign = 64;

struct Row {
  std::uint64_t offset, size, checksum;
  char name[40];
};
static_assert(sizeof(Row) == 64);

std::size_t aligned(std::size_t n) { return (n + kAlign - 1) / kAlign * kAlign; }

}  // namespace

Result<Pack> Pack::open(const std::string& path, Check check) {
  auto mapped = MappedFile::open(path);
  if (!mapped) return mapped.error();
  Pack pack(path, std::move(*mapped));
  const std::string_view all = pack.file_.bytes();
  auto corrupt = [&](const std::string& what) {
    return Error{"pack.corrupt", path, what + "; build it again (`./deconflict doctor` tells how)"};
  };
  if (all.size() < kHeader || std::memcmp(all.data(), kMagic, sizeof kMagic) != 0) return corrupt("this is no deconflict data file");
  std::uint64_t count = 0, table_sum = 0;
  std::memcpy(&count, all.data() + 8, 8);
  std::memcpy(&table_sum, all.data() + 16, 8);
  if (count > (all.size() - kHeader) / sizeof(Row)) return corrupt("its table of sections is cut short");
  const std::string_view table = all.substr(kHeader, count * sizeof(Row));
  if (hash64(table) != table_sum) return corrupt("its table of sections is damaged");
  for (std::size_t i = 0; i < count; ++i) {
    Row row;
    std::memcpy(&row, table.data() + i * sizeof(Row), sizeof row);
    const std::string name(row.name, strnlen(row.name, sizeof row.name));
    if (row.offset > all.size() || row.size > all.size() - row.offset || row.offset % kAlign != 0)
      return corrupt("section '" + name + "' is cut short");
    const std::string_view bytes = all.substr(row.offset, row.size);
    if (check == Check::sections && hash64(bytes) != row.checksum) return corrupt("section '" + name + "' is damaged (its checksum does not fit)");
    pack.sections_.push_back({name, bytes, row.checksum});
  }
  pack.version_ = hex(table_sum);
  return pack;
}

Result<std::string_view> Pack::section(std::string_view name) const {
  for (const Section& s : sections_)
    if (s.name == name) return s.bytes;
  return Error{"pack.section", path_, "it has no section '" + std::string(name) + "'; it was made by another version: build it again"};
}

bool Pack::has(std::string_view name) const {
  return std::any_of(sections_.begin(), sections_.end(), [&](const Section& s) { return s.name == name; });
}

std::uint64_t Pack::checksum(std::string_view name) const {
  for (const Section& s : sections_)
    if (s.name == name) return s.checksum;
  return 0;
}

std::vector<std::string> Pack::names() const {
  std::vector<std::string> out;
  for (const Section& s : sections_) out.push_back(s.name);
  return out;
}

void PackWriter::add(std::string name, std::string bytes) {
  assert(!name.empty() && name.size() < sizeof(Row::name));
  sections_.push_back({std::move(name), std::move(bytes), {}});
}

void PackWriter::add_file(std::string name, std::string path) {
  assert(!name.empty() && name.size() < sizeof(Row::name));
  sections_.push_back({std::move(name), {}, std::move(path)});
}

std::string_view PackWriter::section(std::string_view name) const {
  for (const Section& s : sections_)
    if (s.name == name) return s.bytes;
  return {};
}

Result<void> PackWriter::write(const std::string& path) {
  std::sort(sections_.begin(), sections_.end(), [](const Section& a, const Section& b) { return a.name < b.name; });
  auto out = FileWriter::create(path);
  if (!out) return out.error();
  const std::uint64_t count = sections_.size();
  if (auto r = out->write(std::string(aligned(kHeader + count * sizeof(Row)), '\0')); !r) return r;
  std::string table;
  for (const Section& s : sections_) {
    if (auto r = out->write(std::string(aligned(out->size()) - out->size(), '\0')); !r) return r;
    Row row{out->size(), 0, 0, {}};
    Hash64Stream hash;
    auto put = [&](std::string_view bytes) {
      hash.add(bytes);
      return out->write(bytes);
    };
    if (s.file.empty()) {
      if (auto r = put(s.bytes); !r) return r;
    } else {
      auto in = FileReader::open(s.file);
      if (!in) return in.error();
      std::string block(1 << 20, '\0');
      for (;;) {
        auto n = in->read(block.data(), block.size());
        if (!n) return n.error();
        if (*n == 0) break;
        if (auto r = put(std::string_view(block).substr(0, *n)); !r) return r;
      }
    }
    row.size = out->size() - row.offset;
    row.checksum = hash.value();
    std::memcpy(row.name, s.name.data(), s.name.size());
    table.append(reinterpret_cast<const char*>(&row), sizeof row);
  }
  const std::uint64_t table_sum = hash64(table);
  std::string head(kMagic, sizeof kMagic);
  head.append(reinterpret_cast<const char*>(&count), 8).append(reinterpret_cast<const char*>(&table_sum), 8).append(table);
  if (auto r = out->write_at(0, head); !r) return r;
  return out->commit();
}

}  // namespace deconflict
