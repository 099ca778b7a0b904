#include "base/pack.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstdio>
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

Result<Pack> Pack::open(const std::string& path) {
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
    if (hash64(bytes) != row.checksum) return corrupt("section '" + name + "' is damaged (its checksum does not fit)");
    pack.sections_.emplace_back(name, bytes);
  }
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "%016llx", static_cast<unsigned long long>(table_sum));
  pack.version_ = buffer;
  return pack;
}

Result<std::string_view> Pack::section(std::string_view name) const {
  for (const auto& [key, bytes] : sections_)
    if (key == name) return bytes;
  return Error{"pack.section", path_, "it has no section '" + std::string(name) + "'; it was made by another version: build it again"};
}

bool Pack::has(std::string_view name) const {
  return std::any_of(sections_.begin(), sections_.end(), [&](const auto& s) { return s.first == name; });
}

std::vector<std::string> Pack::names() const {
  std::vector<std::string> out;
  for (const auto& s : sections_) out.push_back(s.first);
  return out;
}

void PackWriter::add(std::string name, std::string bytes) {
  assert(!name.empty() && name.size() < sizeof(Row::name));
  sections_.emplace_back(std::move(name), std::move(bytes));
}

std::string_view PackWriter::section(std::string_view name) const {
  for (const auto& [key, bytes] : sections_)
    if (key == name) return bytes;
  return {};
}

Result<void> PackWriter::write(const std::string& path) {
  std::sort(sections_.begin(), sections_.end());
  std::vector<Row> rows;
  std::size_t at = aligned(kHeader + sections_.size() * sizeof(Row));
  for (const auto& [name, bytes] : sections_) {
    Row row{at, bytes.size(), hash64(bytes), {}};
    std::memcpy(row.name, name.data(), name.size());
    rows.push_back(row);
    at = aligned(at + bytes.size());
  }
  const std::string_view table(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Row));
  const std::uint64_t count = rows.size(), table_sum = hash64(table);
  std::string out(kMagic, sizeof kMagic);
  out.append(reinterpret_cast<const char*>(&count), 8).append(reinterpret_cast<const char*>(&table_sum), 8).append(table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.resize(rows[i].offset);
    out += sections_[i].second;
  }
  return write_file(path, out);
}

}  // namespace deconflict
