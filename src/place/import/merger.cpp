#include "place/import/merger.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "place/spelling.h"

namespace deconflict::place {

namespace {

constexpr double kSameNameKm = 10;   ///< two villages of one name do not lie nearer in one country, but for chance
constexpr double kLooseNameKm = 5;   ///< the same, for names that agree in their consonants only
constexpr double kUnitKm = 150;      ///< how far two ideas of a unit's middle lie apart
constexpr double kNearestTownKm = 60;
constexpr std::uint32_t kNoPoint = 0xFFFFFFFFU;
constexpr std::size_t kBuffer = 1U << 20U;
constexpr std::uint64_t kRestEvery = 1U << 16U;
constexpr std::uint32_t kMaxRows = 1U << 24U;

std::int32_t micro(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * 1e6)); }
Point point_of(const Row& r) { return {r.latitude(), r.longitude()}; }
bool has_point(const Row& r) { return r.lat != 0 || r.lon != 0; }
bool is_unit(Kind kind) { return kind == Kind::admin1 || kind == Kind::admin2; }

std::uint32_t cell_of(Point p) {
  const auto lat = static_cast<std::uint32_t>(std::clamp(p.lat + 90, 0.0, 179.0));
  return lat * 360 + static_cast<std::uint32_t>(std::clamp(p.lon + 180, 0.0, 359.0));
}

/// A section that is written from its beginning to its end.
class SectionFile {
 public:
  explicit SectionFile(FileWriter& file) : file_(file) {}
  void put(const void* bytes, std::size_t count) {
    buffer_.append(static_cast<const char*>(bytes), count);
    if (buffer_.size() >= kBuffer) flush();
  }
  Result<void> finish() {
    flush();
    return failure_ ? Result<void>(*failure_) : Result<void>();
  }

 private:
  void flush() {
    if (auto r = file_.write(buffer_); !r && !failure_) failure_ = r.error();
    buffer_.clear();
  }
  FileWriter& file_;
  std::string buffer_;
  std::optional<Error> failure_;
};

}  // namespace

bool IdSet::insert(std::int64_t id) {
  constexpr std::int64_t kPage = 1 << 20;
  auto& page = pages_[id / kPage];
  if (page.empty()) page.resize(kPage / 64);
  std::uint64_t& word = page[static_cast<std::size_t>(id % kPage / 64)];
  const std::uint64_t bit = std::uint64_t{1} << (id % 64);
  const bool fresh = (word & bit) == 0;
  word |= bit;
  return fresh;
}

Result<RowFile> RowFile::create(const std::string& path) {
  auto file = FileWriter::create(path);
  if (!file) return file.error();
  return RowFile(std::move(*file));
}

void RowFile::flush() {
  if (!dirty_) return;
  dirty_ = false;
  if (auto r = file_.write_at(std::uint64_t{block_} * kBlock * sizeof(Row), {reinterpret_cast<const char*>(rows_.data()), rows_.size() * sizeof(Row)}); !r && !failure_)
    failure_ = r.error();
}

void RowFile::load(std::uint32_t block) {
  if (block == block_ && !rows_.empty()) return;
  flush();
  block_ = block;
  rows_.assign(std::min(kBlock, size_ - block * kBlock), Row{});
  if (rows_.empty()) return;
  if (auto r = file_.read_at(std::uint64_t{block} * kBlock * sizeof(Row), reinterpret_cast<char*>(rows_.data()), rows_.size() * sizeof(Row)); !r && !failure_)
    failure_ = r.error();
}

std::uint32_t RowFile::add(const Row& row) {
  load(size_ / kBlock);
  rows_.push_back(row);
  dirty_ = true;
  return size_++;
}

Row RowFile::read(std::uint32_t n) {
  load(n / kBlock);
  return rows_[n % kBlock];
}

void RowFile::write(std::uint32_t n, const Row& row) {
  load(n / kBlock);
  rows_[n % kBlock] = row;
  dirty_ = true;
}

Result<void> RowFile::finish() {
  flush();
  return failure_ ? Result<void>(*failure_) : Result<void>();
}

Merger::Merger(const Table& ground, const Pack& pack, std::string work, RowFile rows, FileWriter strings)
    : ground_(ground), pack_(pack), work_(std::move(work)), rows_(std::move(rows)), strings_(std::move(strings)), names_(work_ + "/sorted-names"), ids_(work_ + "/sorted-ids") {}

Result<Merger> Merger::create(const Table& ground, const Pack& pack, const std::string& work) {
  auto rows = RowFile::create(work + "/rows");
  if (!rows) return rows.error();
  auto strings = FileWriter::create(work + "/strings");
  if (!strings) return strings.error();
  Merger m(ground, pack, work, std::move(*rows), std::move(*strings));
  m.population_.reserve(ground.rows().size());
  for (const Row& r : ground.rows()) {
    m.rows_.add(r);
    m.population_.push_back(has_point(r) ? r.population : kNoPoint);
  }
  if (auto r = m.strings_.write(ground.strings()); !r) return r.error();
  m.string_size_ = ground.strings().size();
  const std::string_view codes = ground.codes();
  for (std::size_t at = 0; at < codes.size();) {
    const auto end = std::min(codes.find('\n', at), codes.size());
    const std::string_view line = codes.substr(at, end - at);
    std::uint32_t row = kNone;
    if (const auto blank = line.find(' '); blank != std::string_view::npos) {
      std::from_chars(line.data() + blank + 1, line.data() + line.size(), row);
      m.codes_.emplace(line.substr(0, blank), row);
    }
    at = end + 1;
  }
  pack.forget();
  return m;
}

void Merger::keep(Result<void> result) {
  if (!result && !failure_) failure_ = result.error();
}

void Merger::rest() {
  if (++steps_ % kRestEvery == 0) pack_.forget();
}

std::uint32_t Merger::by_code(const std::string& code) const {
  const auto it = codes_.find(code);
  return it == codes_.end() ? kNone : it->second;
}

std::string Merger::country_of(std::string_view text) const {
  const auto bracket = text.find('(');  // "Myanmar (Burma)"
  if (bracket != std::string_view::npos && bracket > 1) text = text.substr(0, bracket);
  const std::string key = name_key(text);
  std::string found;
  for (Posting p : ground_.find(key)) {
    const Row& r = ground_.row(p.row());
    if (r.kind == Kind::country && p.sort() != NameSort::demonym) found = r.country_code();
  }
  if (found.empty() && key.size() == 2)
    for (const Row& r : ground_.rows()) {
      if (r.kind != Kind::country && r.kind != Kind::continent) break;  // countries stand first
      if (name_key(r.country_code()) == key) return std::string(r.country_code());
    }
  return found;
}

std::uint32_t Merger::unit_of(std::string_view country, std::string_view name, Kind kind, std::uint32_t within) const {
  const std::string key = name_key(name);
  const std::string bare(bare_name(key));
  auto fits = [&](std::span<const Posting> postings) {
    for (Posting p : postings) {
      const Row& r = ground_.row(p.row());
      if (r.kind == kind && p.sort() != NameSort::demonym && (country.empty() || r.country_code() == country) && (within == kNone || r.admin1 == within)) return p.row();
    }
    return kNone;
  };
  for (const std::string& spelling : {key, bare})
    if (const std::uint32_t row = fits(ground_.find(spelling)); row != kNone) return row;
  return fits(ground_.find_transliterated(transliteration_key(bare)));
}

std::string Merger::country_near(Point at) {
  if (grid_.empty()) {
    for (std::uint32_t n = 0; n < ground_.rows().size(); ++n) {
      const Row& r = ground_.row(n);
      if (r.kind == Kind::city && !r.country_code().empty()) grid_.emplace_back(cell_of(point_of(r)), n);
    }
    std::sort(grid_.begin(), grid_.end());
  }
  double best = kNearestTownKm;
  std::string country;
  for (int dlat = -1; dlat <= 1; ++dlat)
    for (int dlon = -1; dlon <= 1; ++dlon) {
      const std::uint32_t cell = cell_of({std::clamp(at.lat + dlat, -90.0, 90.0), std::remainder(at.lon + dlon, 360.0)});
      for (auto it = std::lower_bound(grid_.begin(), grid_.end(), std::pair(cell, 0U)); it != grid_.end() && it->first == cell; ++it) {
        const Row& r = ground_.row(it->second);
        const double km = distance_km(at, point_of(r));
        if (km < best) best = km, country = r.country_code();
      }
    }
  return country;
}

bool Merger::same_sort(Kind a, Kind b) const {
  const auto sort = [](Kind k) { return k == Kind::site ? Kind::city : k; };
  return sort(a) == sort(b);
}

std::uint32_t Merger::nearest(std::span<const Posting> postings, const Draft& draft, double km, bool anonymous, double& best_km) {
  std::uint32_t best = kNone;
  for (Posting p : postings) {
    const Row& r = ground_.row(p.row());
    if (!same_sort(r.kind, draft.kind) || p.sort() == NameSort::demonym || (anonymous && r.id != 0)) continue;
    if (!draft.country.empty() && !r.country_code().empty() && r.country_code() != draft.country) continue;
    const double away = distance_km(*draft.at, point_of(r));
    if (away <= km && away < best_km) best_km = away, best = p.row();
  }
  return best;
}

std::uint32_t Merger::find_same(const Draft& draft) {
  const bool anonymous = draft.id != 0;
  if (is_unit(draft.kind) || draft.kind == Kind::country) {
    if (const std::uint32_t row = by_code(draft.code); row != kNone) return row;
    if (draft.kind == Kind::country) {
      const auto postings = ground_.find(name_key(draft.name));
      for (Posting p : postings)
        if (ground_.row(p.row()).kind == Kind::country && ground_.row(p.row()).country_code() == draft.country) return p.row();
      return kNone;
    }
    const std::uint32_t row = unit_of(draft.country, draft.name, draft.kind, draft.kind == Kind::admin2 ? draft.admin1 : kNone);
    if (row != kNone && (!draft.at || !has_point(ground_.row(row)) || distance_km(*draft.at, point_of(ground_.row(row))) <= kUnitKm)) return row;
    return draft.at ? seen_before(draft) : kNone;
  }
  if (!draft.at) return kNone;
  double away = 1e9;
  std::uint32_t best = nearest(ground_.find(name_key(draft.name)), draft, kSameNameKm, anonymous, away);
  if (best != kNone) return best;
  for (const std::string& name : draft.names)
    if (const std::uint32_t row = nearest(ground_.find(name_key(name)), draft, kSameNameKm, anonymous, away); row != kNone) best = row;
  if (best == kNone && !anonymous && has_loose_spelling(draft.country))
    best = nearest(ground_.find_transliterated(transliteration_key(draft.name)), draft, kLooseNameKm, false, away);
  return best != kNone || anonymous ? best : seen_before(draft);
}

std::uint32_t Merger::seen_before(const Draft& draft) {
  if (seen_.empty()) return kNone;
  const auto hash = static_cast<std::uint32_t>(hash64(name_key(draft.name) + "|" + draft.country));
  for (std::size_t i = hash & (seen_.size() - 1); seen_[i].second != 0; i = (i + 1) & (seen_.size() - 1)) {
    if (seen_[i].first != hash) continue;
    const Row r = rows_.read(seen_[i].second - 1);
    if (same_sort(r.kind, draft.kind) && distance_km(*draft.at, point_of(r)) <= (is_unit(draft.kind) ? kUnitKm : kLooseNameKm)) return seen_[i].second - 1;
  }
  return kNone;
}

void Merger::remember(const Draft& draft, std::uint32_t row) {
  auto put_in = [](auto& table, std::pair<std::uint32_t, std::uint32_t> entry) {
    std::size_t i = entry.first & (table.size() - 1);
    while (table[i].second != 0) i = (i + 1) & (table.size() - 1);
    table[i] = entry;
  };
  if ((seen_count_ + 1) * 4 > seen_.size() * 3) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> larger(std::max<std::size_t>(1024, seen_.size() * 2));
    for (const auto& entry : seen_)
      if (entry.second != 0) put_in(larger, entry);
    seen_ = std::move(larger);
  }
  put_in(seen_, {static_cast<std::uint32_t>(hash64(name_key(draft.name) + "|" + draft.country)), row + 1});
  ++seen_count_;
}

std::uint32_t Merger::add_string(std::string_view text) {
  const std::uint64_t at = string_size_;
  string_buffer_.append(text).push_back('\0');
  string_size_ += text.size() + 1;
  if (string_buffer_.size() >= kBuffer) {
    keep(strings_.write(string_buffer_));
    string_buffer_.clear();
  }
  if (string_size_ > 0xFFFFFFFFULL && !failure_) failure_ = Error{"gazetteer.full", "", "the names of these places take more than 4 GB; import fewer countries"};
  return static_cast<std::uint32_t>(at);
}

void Merger::add_name(std::uint32_t row, std::string_view name, NameSort sort) {
  const Row& r = row < ground_.rows().size() ? ground_.row(row) : rows_.read(row);
  const std::string country(r.country_code());
  each_spelling(name, sort, r.kind, country, [&](const std::string& key, NameSort as) { keep(names_.add(name_hash(key, as), row | static_cast<std::uint32_t>(as) << 24U)); });
}

void Merger::add_names(std::uint32_t n, const Draft& draft, const Row& row) {
  const std::string country(row.country_code());
  std::vector<std::pair<std::uint64_t, NameSort>> keys;
  auto take = [&](const std::string& key, NameSort sort) {
    const std::uint64_t hash = name_hash(key, sort);
    for (auto& [known, as] : keys)
      if (known == hash) return;
    keys.emplace_back(hash, sort);
  };
  each_spelling(draft.name, NameSort::primary, row.kind, country, take);
  for (const std::string& name : draft.names) each_spelling(name, NameSort::alternate, row.kind, country, take);
  for (const auto& [hash, sort] : keys) keep(names_.add(hash, n | static_cast<std::uint32_t>(sort) << 24U));
}

Merger::Outcome Merger::put(const Draft& draft) {
  rest();
  std::uint32_t same = kNone;
  if (draft.id != 0) {
    if (!ids_seen_.insert(draft.id)) return Outcome::repeated;
    same = ground_.by_id(draft.id);
  }
  if (same == kNone) same = find_same(draft);
  if (same != kNone) {
    update(same, draft);
    return Outcome::merged;
  }
  if (!draft.at) return Outcome::nowhere;
  const std::uint32_t n = append(draft);
  if (draft.id == 0) remember(draft, n);
  return Outcome::added;
}

void Merger::update(std::uint32_t n, const Draft& draft) {
  Row r = rows_.read(n);
  const bool wins = draft.origin == Origin::user || (r.origin == Origin::packages && r.kind != Kind::country);
  if (wins) {
    if (draft.at) r.lat = micro(draft.at->lat), r.lon = micro(draft.at->lon);
    if (draft.population > 0) r.population = draft.population;
    if (draft.admin1 != kNone && draft.admin1 != n) r.admin1 = draft.admin1;
    if (draft.admin2 != kNone && draft.admin2 != n) r.admin2 = draft.admin2;
    if (draft.renames && !is_unit(r.kind) && !draft.name.empty() && (n >= ground_.rows().size() || ground_.name(ground_.row(n)) != draft.name)) r.name = add_string(draft.name);
  }
  if (draft.id != 0 && r.id != draft.id && (r.id == 0 || is_unit(r.kind))) {
    r.id = draft.id;
    keep(ids_.add(static_cast<std::uint64_t>(draft.id), n));
  }
  if (draft.origin == Origin::user && r.origin == Origin::packages && !is_unit(r.kind) && r.kind != Kind::country) r.origin = Origin::user;
  population_[n] = has_point(r) ? r.population : kNoPoint;
  rows_.write(n, r);
  add_names(n, draft, r);
}

std::uint32_t Merger::append(const Draft& draft) {
  Row r;
  r.id = draft.id;
  r.lat = micro(draft.at->lat), r.lon = micro(draft.at->lon);
  r.population = draft.population;
  r.admin1 = draft.admin1, r.admin2 = draft.admin2;
  if (draft.country.size() == 2) std::memcpy(r.country, draft.country.data(), 2);
  std::memcpy(r.feature, draft.feature.data(), std::min(draft.feature.size(), sizeof r.feature));
  r.kind = draft.kind;
  r.precision = static_cast<std::uint8_t>(draft.precision);
  r.capital = draft.feature == "PPLC";
  r.origin = draft.origin;
  r.name = add_string(draft.name);
  if (rows_.size() >= kMaxRows) {
    if (!failure_) failure_ = Error{"gazetteer.full", "", "a gazetteer holds " + std::to_string(kMaxRows) + " places at most; import fewer countries"};
    return kMaxRows - 1;
  }
  const std::uint32_t n = rows_.add(r);
  population_.push_back(has_point(r) ? r.population : kNoPoint);
  if (r.id != 0) keep(ids_.add(static_cast<std::uint64_t>(r.id), n));
  if (!draft.code.empty()) codes_.emplace(draft.code, n);
  add_names(n, draft, r);
  return n;
}

bool Merger::set_parent(std::uint32_t child, std::uint32_t parent) {
  rest();
  const Row p = rows_.read(parent);
  Row c = rows_.read(child);
  if (child == parent || (p.kind != Kind::admin1 && p.kind != Kind::admin2)) return false;
  const auto before = std::pair(c.admin1, c.admin2);
  if (p.kind == Kind::admin2) {
    if (c.admin2 == kNone && c.kind != Kind::admin1) c.admin2 = parent;
    if (c.admin1 == kNone && c.kind != Kind::admin1) c.admin1 = p.admin1;
  } else if (c.admin1 == kNone && c.kind != Kind::admin1) {
    c.admin1 = parent;
  }
  if (before == std::pair(c.admin1, c.admin2)) return false;
  rows_.write(child, c);
  return true;
}

Result<void> Merger::write_names(const std::function<void(std::uint64_t)>& progress) {
  for (const char* name : {"names", "postings", "buckets"}) {
    auto file = FileWriter::create(work_ + "/" + name);
    if (!file) return file.error();
    sections_.push_back(std::move(*file));
  }
  if (auto r = names_.finish(); !r) return r;
  const std::uint32_t bits = Buckets::bits_for(ground_.slots().size() + names_.size() / 2);
  std::vector<std::uint32_t> buckets((std::size_t{1} << bits) + 1, 0);
  SectionFile slots(sections_[0]), postings(sections_[1]);
  const auto old = ground_.slots();
  std::size_t at = 0;
  std::uint32_t first = 0;
  std::uint64_t done = 0;
  auto item = names_.next();
  std::vector<Posting> group;
  while (at < old.size() || (item && *item)) {
    if (!item) return item.error();
    const std::uint64_t hash = !*item ? old[at].hash : at == old.size() ? (*item)->key : std::min(old[at].hash, (*item)->key);
    group.clear();
    for (; at < old.size() && old[at].hash == hash; ++at) {
      const auto there = ground_.postings(old[at]);
      group.insert(group.end(), there.begin(), there.end());
    }
    for (; item && *item && (*item)->key == hash; item = names_.next()) group.push_back({(*item)->value});
    if (!item) return item.error();
    std::sort(group.begin(), group.end(), [](Posting a, Posting b) { return std::pair(a.row(), trust(a.sort())) < std::pair(b.row(), trust(b.sort())); });
    group.erase(std::unique(group.begin(), group.end(), [](Posting a, Posting b) { return a.row() == b.row(); }), group.end());
    std::erase_if(group, [&](Posting p) { return population_[p.row()] == kNoPoint; });
    if (++done % kRestEvery == 0) {
      pack_.forget();
      progress(done);
    }
    if (group.empty()) continue;
    std::sort(group.begin(), group.end(), [&](Posting a, Posting b) { return std::pair(population_[b.row()], a.row()) < std::pair(population_[a.row()], b.row()); });
    const NameSlot slot{hash, first, static_cast<std::uint32_t>(group.size())};
    slots.put(&slot, sizeof slot);
    postings.put(group.data(), group.size() * sizeof(Posting));
    first += slot.count;
    ++buckets[Buckets::of(hash, bits) + 1];
  }
  for (std::size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
  if (auto r = slots.finish(); !r) return r;
  if (auto r = postings.finish(); !r) return r;
  return sections_[2].write({reinterpret_cast<const char*>(buckets.data()), buckets.size() * sizeof buckets[0]});
}

Result<void> Merger::write_ids() {
  auto file = FileWriter::create(work_ + "/ids");
  if (!file) return file.error();
  sections_.push_back(std::move(*file));
  if (auto r = ids_.finish(); !r) return r;
  SectionFile out(sections_.back());
  const auto old = ground_.ids();
  std::size_t at = 0;
  for (;;) {
    auto item = ids_.next();
    if (!item) return item.error();
    for (; at < old.size() && (!*item || old[at].id <= static_cast<std::int64_t>((*item)->key)); ++at) out.put(&old[at], sizeof old[at]);
    if (!*item) break;
    const IdSlot slot{static_cast<std::int64_t>((*item)->key), (*item)->value, 0};
    out.put(&slot, sizeof slot);
  }
  return out.finish();
}

Result<std::string> Merger::boxes() {
  UnitBoxes boxes;
  for (std::uint32_t n = 0; n < rows_.size(); ++n) boxes.add_unit(n, rows_.read(n));
  for (std::uint32_t n = 0; n < rows_.size(); ++n) boxes.grow(rows_.read(n));
  return boxes.bytes();
}

Result<void> Merger::finish(PackWriter& into, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const std::uint64_t total = ground_.slots().size() + names_.size();
  keep(strings_.write(string_buffer_));
  if (failure_) return *failure_;
  grid_ = {};
  seen_ = {};
  if (auto r = write_names([&](std::uint64_t done) { progress(done, total); }); !r) return r;
  if (auto r = write_ids(); !r) return r;
  auto box_bytes = boxes();
  if (!box_bytes) return box_bytes.error();
  if (auto r = rows_.finish(); !r) return r;
  std::string codes;
  for (const auto& [code, row] : codes_) codes += code + " " + std::to_string(row) + "\n";
  into.add_file("gazetteer/rows", rows_.path());
  into.add_file("gazetteer/strings", strings_.temporary());
  into.add_file("gazetteer/names", sections_[0].temporary());
  into.add_file("gazetteer/postings", sections_[1].temporary());
  into.add_file("gazetteer/buckets", sections_[2].temporary());
  into.add_file("gazetteer/ids", sections_[3].temporary());
  into.add("gazetteer/boxes", std::move(*box_bytes));
  into.add("gazetteer/codes", std::move(codes));
  const auto points = ground_.points();
  into.add("gazetteer/lines", std::string(reinterpret_cast<const char*>(points.data()), points.size() * sizeof points[0]));
  return {};
}

}  // namespace deconflict::place
