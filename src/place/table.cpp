#include "place/table.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "place/keys.h"

namespace deconflict::place {

namespace {

constexpr std::size_t kMaxRows = 1U << 24U;

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

}  // namespace

void UnitBox::grow(const Row& town) {
  south = std::min(south, town.lat), north = std::max(north, town.lat);
  west = std::min(west, town.lon), east = std::max(east, town.lon);
}

/// Buckets for about four names each.
std::uint32_t Buckets::bits_for(std::size_t names) {
  std::uint32_t bits = 1;
  while ((std::size_t{1} << bits) * 4 < names && bits < 24) ++bits;
  return bits;
}

std::uint64_t name_hash(std::string_view key, NameSort sort) { return sort == NameSort::transliterated ? hash64(std::string("\x01").append(key)) : hash64(key); }

std::string border_key(std::string_view side, std::string_view other) {
  if (other < side) std::swap(side, other);
  return "|" + std::string(side) + "|" + std::string(other);
}

std::string border_side(const Row& row, std::string_view name) { return row.kind == Kind::country ? std::string(row.country_code()) : name_key(name); }

int trust(NameSort sort) {
  if (sort == NameSort::short_form) return 1;
  return sort == NameSort::primary ? 0 : 1 + static_cast<int>(sort);
}

const Row Table::kNowhere{};

Result<Table> Table::open(const Pack& pack) {
  Table t;
  t.path_ = pack.path();
  const char* const names[] = {"gazetteer/rows",    "gazetteer/lines", "gazetteer/names", "gazetteer/postings", "gazetteer/buckets",
                               "gazetteer/strings", "gazetteer/ids",   "gazetteer/boxes", "gazetteer/codes"};
  std::string_view bytes[std::size(names)];
  for (std::size_t i = 0; i < std::size(names); ++i) {
    auto section = pack.section(names[i]);
    if (!section) return section.error();
    bytes[i] = *section;
  }
  t.strings_ = bytes[5];
  t.codes_ = bytes[8];
  const bool whole = view(bytes[0], t.rows_) && view(bytes[1], t.points_) && view(bytes[2], t.slots_) && view(bytes[3], t.postings_) && view(bytes[4], t.buckets_) &&
                     view(bytes[6], t.ids_) && view(bytes[7], t.boxes_);
  const auto buckets = t.buckets_.size();
  if (!whole || t.strings_.empty() || t.strings_.back() != '\0' || t.rows_.size() > kMaxRows || (t.rows_.empty() && !t.postings_.empty()) || buckets < 3 ||
      ((buckets - 1) & (buckets - 2)) != 0 || t.buckets_.back() != t.slots_.size())
    return Error{"gazetteer.corrupt", pack.path(), "the tables of the gazetteer do not fit one another; build it again with `deconflict knowledge build`"};
  return t;
}

std::string table_version(const Pack& pack) {
  std::string sums;
  for (const std::string& name : pack.names())
    if (name.starts_with("gazetteer/") && name != "gazetteer/words") sums += name + " " + std::to_string(pack.checksum(name)) + "\n";
  return hex(hash64(sums));
}

Result<void> Table::check() const {
  const Error damaged{"gazetteer.corrupt", path_, "an entry of the gazetteer leads outside its tables; build it again with `deconflict knowledge build`"};
  if (!std::is_sorted(buckets_.begin(), buckets_.end())) return damaged;
  std::uint64_t next = 0;
  for (const NameSlot& s : slots_) {
    if (s.first != next) return damaged;
    next += s.count;
  }
  if (next != postings_.size()) return damaged;
  for (const Posting& p : postings_)
    if (p.row() >= rows_.size() || p.sort() > NameSort::demonym) return damaged;
  for (const Row& r : rows_) {
    if (r.name >= strings_.size() || r.line_begin > r.line_end || r.line_end > points_.size() || (r.admin1 != kNone && r.admin1 >= rows_.size()) ||
        (r.admin2 != kNone && r.admin2 >= rows_.size()) || r.kind > Kind::line || r.precision > static_cast<std::uint8_t>(Precision::feature))
      return damaged;
  }
  return {};
}

std::string_view Table::name(const Row& row) const { return row.name < strings_.size() ? strings_.data() + row.name : ""; }

std::span<const LinePoint> Table::line(const Row& row) const {
  if (row.line_begin >= row.line_end || row.line_end > points_.size()) return {};
  return points_.subspan(row.line_begin, row.line_end - row.line_begin);
}

std::optional<UnitBox> Table::box(std::uint32_t unit) const {
  const auto it = std::lower_bound(boxes_.begin(), boxes_.end(), unit, [](const UnitBox& b, std::uint32_t n) { return b.row < n; });
  if (it == boxes_.end() || it->row != unit || it->south > it->north) return std::nullopt;
  return *it;
}

std::uint32_t Table::by_id(std::int64_t id) const {
  const auto it = std::lower_bound(ids_.begin(), ids_.end(), id, [](const IdSlot& slot, std::int64_t wanted) { return slot.id < wanted; });
  return it != ids_.end() && it->id == id && it->row < rows_.size() ? it->row : kNone;
}

std::span<const Posting> Table::postings(const NameSlot& slot) const {
  if (slot.first > postings_.size() || slot.count > postings_.size() - slot.first) return {};
  return postings_.subspan(slot.first, slot.count);
}

std::span<const Posting> Table::find_hash(std::uint64_t hash) const {
  const auto bits = static_cast<std::uint32_t>(std::countr_zero(buckets_.size() - 1));
  const std::uint64_t bucket = Buckets::of(hash, bits);
  const std::size_t end = std::min<std::size_t>(buckets_[bucket + 1], slots_.size());
  for (std::size_t i = buckets_[bucket]; i < end; ++i)
    if (slots_[i].hash == hash) return postings(slots_[i]);
  return {};
}

std::span<const Posting> Table::find(std::string_view key) const { return key.empty() ? std::span<const Posting>() : find_hash(name_hash(key, NameSort::primary)); }

std::span<const Posting> Table::find_transliterated(std::string_view key) const {
  return key.empty() ? std::span<const Posting>() : find_hash(name_hash(key, NameSort::transliterated));
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
  auto& postings = names_[name_hash(key, sort)];
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
  const std::uint32_t bits = Buckets::bits_for(names_.size());
  std::vector<std::uint64_t> order;
  order.reserve(names_.size());
  for (const auto& [hash, postings] : names_) order.push_back(hash);
  std::sort(order.begin(), order.end());
  std::vector<NameSlot> slots;
  std::vector<Posting> all;
  std::vector<std::uint32_t> buckets((std::size_t{1} << bits) + 1, 0);
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
    ++buckets[Buckets::of(hash, bits) + 1];
  }
  for (std::size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
  std::vector<IdSlot> ids;
  UnitBoxes boxes;
  for (std::uint32_t n = 0; n < rows_.size(); ++n) {
    if (rows_[n].id != 0) ids.push_back({rows_[n].id, n, 0});
    boxes.add_unit(n, rows_[n]);
  }
  for (const Row& r : rows_) boxes.grow(r);
  for (const UnitBox& b : bounds_) boxes.set(b);
  std::sort(ids.begin(), ids.end(), [](const IdSlot& a, const IdSlot& b) { return std::pair(a.id, a.row) < std::pair(b.id, b.row); });
  std::string codes;
  for (const auto& [code, row] : codes_) codes += code + " " + std::to_string(row) + "\n";
  into.add("gazetteer/rows", bytes_of(rows_));
  into.add("gazetteer/ids", bytes_of(ids));
  into.add("gazetteer/boxes", boxes.bytes());
  into.add("gazetteer/codes", std::move(codes));
  into.add("gazetteer/lines", bytes_of(points_));
  into.add("gazetteer/names", bytes_of(slots));
  into.add("gazetteer/postings", bytes_of(all));
  into.add("gazetteer/buckets", bytes_of(buckets));
  into.add("gazetteer/strings", strings_);
}

void UnitBoxes::add_unit(std::uint32_t n, const Row& row) {
  if (row.kind != Kind::country && row.kind != Kind::admin1) return;
  boxes_[n].row = n;
  if (row.kind == Kind::country) countries_.emplace(row.country_code(), n);
}

void UnitBoxes::grow(const Row& town) {
  if (town.kind != Kind::city) return;
  if (const auto it = boxes_.find(town.admin1); it != boxes_.end()) it->second.grow(town);
  if (const auto it = countries_.find(town.country_code()); it != countries_.end()) boxes_[it->second].grow(town);
}

std::string UnitBoxes::bytes() const {
  std::vector<UnitBox> all;
  for (const auto& [row, box] : boxes_) all.push_back(box);
  return bytes_of(all);
}

}  // namespace deconflict::place
