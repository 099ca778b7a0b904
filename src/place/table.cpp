#include "place/table.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kMaxRows = 1U << 24U;

std::uint64_t transliterated_hash(std::string_view key) { return hash64(std::string("\x01").append(key)); }

/// A form that newspapers write is known to be one, whatever else the packages call it.
int trust(NameSort sort) {
  if (sort == NameSort::short_form) return 1;
  return sort == NameSort::primary ? 0 : 1 + static_cast<int>(sort);
}

template <class T>
bool view(std::string_view bytes, std::span<const T>& into) {
  if (bytes.size() % sizeof(T) != 0) return false;
  into = {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  return true;
}

template <class T>
std::string bytes_of(const std::vector<T>& items) {
  return std::string(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
}

/// Buckets for about four names each.
std::uint32_t bucket_bits(std::size_t names) {
  std::uint32_t bits = 1;
  while ((std::size_t{1} << bits) * 4 < names && bits < 24) ++bits;
  return bits;
}

}  // namespace

Result<Table> Table::open(const Pack& pack) {
  Table t;
  auto damaged = [&](const char* what) { return Error{"gazetteer.corrupt", pack.path(), std::string(what) + "; build it again with `deconflict knowledge build`"}; };
  std::string_view bytes[6];
  const char* const names[] = {"gazetteer/rows", "gazetteer/lines", "gazetteer/names", "gazetteer/postings", "gazetteer/buckets", "gazetteer/strings"};
  for (int i = 0; i < 6; ++i) {
    auto section = pack.section(names[i]);
    if (!section) return section.error();
    bytes[i] = *section;
  }
  if (!view(bytes[0], t.rows_) || !view(bytes[1], t.points_) || !view(bytes[2], t.slots_) || !view(bytes[3], t.postings_) || !view(bytes[4], t.buckets_))
    return damaged("a gazetteer section has a wrong size");
  t.strings_ = bytes[5];
  // The pack's checksums keep accidents out; what follows is that a table of another shape is refused, not misread.
  if (t.strings_.empty() || t.strings_.back() != '\0' || t.rows_.size() > kMaxRows) return damaged("the gazetteer's strings or rows do not fit");
  if (t.buckets_.size() < 3 || ((t.buckets_.size() - 1) & (t.buckets_.size() - 2)) != 0 || t.buckets_.back() != t.slots_.size())
    return damaged("the gazetteer's buckets do not fit its names");
  if (!std::is_sorted(t.buckets_.begin(), t.buckets_.end())) return damaged("the gazetteer's buckets are out of order");
  std::uint64_t next = 0;
  for (const NameSlot& s : t.slots_) {
    if (s.first != next) return damaged("a gazetteer name leads outside its table");
    next += s.count;
  }
  if (next != t.postings_.size()) return damaged("the gazetteer's names do not fit its places");
  for (const Posting& p : t.postings_)
    if (p.row() >= t.rows_.size() || p.sort() > NameSort::demonym) return damaged("a gazetteer name leads to no place");
  for (const Row& r : t.rows_) {
    if (r.name >= t.strings_.size() || r.line_begin > r.line_end || r.line_end > t.points_.size() || (r.admin1 != kNone && r.admin1 >= t.rows_.size()) ||
        (r.admin2 != kNone && r.admin2 >= t.rows_.size()) || r.kind > Kind::site || r.precision > static_cast<std::uint8_t>(Precision::feature))
      return damaged("a gazetteer row leads outside its tables");
  }
  return t;
}

std::string_view Table::name(const Row& row) const { return strings_.data() + row.name; }

std::span<const Posting> Table::find_hash(std::uint64_t hash) const {
  const std::uint64_t bucket = hash & (buckets_.size() - 2);
  for (std::uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i)
    if (slots_[i].hash == hash) return postings_.subspan(slots_[i].first, slots_[i].count);
  return {};
}

std::span<const Posting> Table::find(std::string_view key) const { return key.empty() ? std::span<const Posting>() : find_hash(hash64(key)); }

std::span<const Posting> Table::find_transliterated(std::string_view key) const {
  return key.empty() ? std::span<const Posting>() : find_hash(transliterated_hash(key));
}

std::uint32_t TableBuilder::add(Row row, std::string_view name) {
  row.name = static_cast<std::uint32_t>(strings_.size());
  strings_.append(name).push_back('\0');
  rows_.push_back(row);
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

void TableBuilder::rename(std::uint32_t n, std::string_view name) {
  rows_[n].name = static_cast<std::uint32_t>(strings_.size());
  strings_.append(name).push_back('\0');
}

void TableBuilder::add_name(std::string_view key, std::uint32_t row, NameSort sort) {
  if (key.empty()) return;
  auto& postings = names_[sort == NameSort::transliterated ? transliterated_hash(key) : hash64(key)];
  for (Posting& p : postings) {
    if (p.row() != row) continue;
    if (trust(sort) < trust(p.sort())) p.packed = row | static_cast<std::uint32_t>(sort) << 24U;
    return;
  }
  postings.push_back({row | static_cast<std::uint32_t>(sort) << 24U});
}

void TableBuilder::set_line(std::uint32_t row, const std::vector<LinePoint>& line) {
  rows_[row].line_begin = static_cast<std::uint32_t>(points_.size());
  points_.insert(points_.end(), line.begin(), line.end());
  rows_[row].line_end = static_cast<std::uint32_t>(points_.size());
}

std::vector<std::uint32_t> TableBuilder::find(std::string_view key) const {
  std::vector<std::uint32_t> out;
  if (auto it = names_.find(hash64(key)); it != names_.end())
    for (const Posting& p : it->second) out.push_back(p.row());
  return out;
}

void TableBuilder::write(PackWriter& into) const {
  const std::uint64_t mask = (std::uint64_t{1} << bucket_bits(names_.size())) - 1;
  std::vector<std::uint64_t> order;
  order.reserve(names_.size());
  for (const auto& [hash, postings] : names_) order.push_back(hash);
  std::sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) { return std::pair(a & mask, a) < std::pair(b & mask, b); });
  std::vector<NameSlot> slots;
  std::vector<Posting> all;
  std::vector<std::uint32_t> buckets(mask + 2, 0);
  for (std::uint64_t hash : order) {
    auto postings = names_.at(hash);
    // A unit without a town has no point: it is no place that a name could be put at.
    std::erase_if(postings, [&](Posting p) { return rows_[p.row()].lat == 0 && rows_[p.row()].lon == 0; });
    if (postings.empty()) continue;
    std::sort(postings.begin(), postings.end(), [&](Posting a, Posting b) {
      return std::pair(rows_[b.row()].population, a.row()) < std::pair(rows_[a.row()].population, b.row());
    });
    slots.push_back({hash, static_cast<std::uint32_t>(all.size()), static_cast<std::uint32_t>(postings.size())});
    all.insert(all.end(), postings.begin(), postings.end());
    ++buckets[(hash & mask) + 1];
  }
  for (std::size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
  into.add("gazetteer/rows", bytes_of(rows_));
  into.add("gazetteer/lines", bytes_of(points_));
  into.add("gazetteer/names", bytes_of(slots));
  into.add("gazetteer/postings", bytes_of(all));
  into.add("gazetteer/buckets", bytes_of(buckets));
  into.add("gazetteer/strings", strings_);
}

}  // namespace deconflict::place
