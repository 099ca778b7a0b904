#include "word_clusters.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <unordered_set>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "lang/clusters.h"
#include "lang/features.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace deconflict::train {

namespace {

constexpr std::size_t kWords = 80'000, kTeachers = 40'000, kDimensions = 100, kCoarse = 128, kPerCoarse = 12;

using Vector = std::array<float, kDimensions>;

struct Table {
  std::vector<std::string> words;
  std::vector<Vector> vectors;
};

/// Takes "vectors": {"word": [100 numbers, length, rank], …} out of the file, the most frequent kWords of it.
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  explicit Handler(Table& table) : table_(table) { table_.words.resize(kWords), table_.vectors.resize(kWords); }
  bool StartObject() { return ++depth_, true; }
  bool EndObject(rapidjson::SizeType) { return --depth_, true; }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    if (depth_ == 1) inside_ = std::string_view(text, size) == "vectors";
    else if (depth_ == 2) word_.assign(text, size);
    return true;
  }
  bool StartArray() { return numbers_.clear(), true; }
  bool EndArray(rapidjson::SizeType) {
    if (!inside_ || depth_ != 2 || numbers_.size() != kDimensions + 2) return true;
    const auto rank = static_cast<std::size_t>(numbers_.back());
    const double length = std::max(1e-6, numbers_[kDimensions]);
    if (rank >= kWords) return true;
    table_.words[rank] = word_;
    for (std::size_t i = 0; i < kDimensions; ++i) table_.vectors[rank][i] = static_cast<float>(numbers_[i] / length);
    return true;
  }
  bool Double(double d) { return numbers_.push_back(d), true; }
  bool Int(int n) { return Double(n); }
  bool Uint(unsigned n) { return Double(n); }
  bool Int64(std::int64_t n) { return Double(static_cast<double>(n)); }
  bool Uint64(std::uint64_t n) { return Double(static_cast<double>(n)); }

 private:
  Table& table_;
  int depth_ = 0;
  bool inside_ = false;
  std::string word_;
  std::vector<double> numbers_;
};

float product(const Vector& a, const Vector& b) {
  std::array<float, 4> sum{};
  for (std::size_t i = 0; i < kDimensions; i += 4)
    for (std::size_t k = 0; k < 4; ++k) sum[k] += a[i + k] * b[i + k];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

std::size_t nearest(const Vector& v, const std::vector<Vector>& centres) {
  std::size_t best = 0;
  float most = -2;
  for (std::size_t k = 0; k < centres.size(); ++k)
    if (const float p = product(v, centres[k]); p > most) most = p, best = k;
  return best;
}

/// Spherical k-means over some of the vectors; the first centres are spread over the members in order.
std::vector<Vector> centres_of(const Table& table, const std::vector<std::uint32_t>& members, std::size_t wanted) {
  std::vector<Vector> centres;
  wanted = std::min(wanted, members.size());
  for (std::size_t k = 0; k < wanted; ++k) centres.push_back(table.vectors[members[k * members.size() / wanted]]);
  for (int round = 0; round < 8; ++round) {
    std::vector<Vector> sums(centres.size(), Vector{});
    for (const auto m : members) {
      auto& sum = sums[nearest(table.vectors[m], centres)];
      for (std::size_t i = 0; i < kDimensions; ++i) sum[i] += table.vectors[m][i];
    }
    for (std::size_t k = 0; k < centres.size(); ++k) {
      const float length = std::sqrt(product(sums[k], sums[k]));
      if (length < 1e-6F) continue;
      for (std::size_t i = 0; i < kDimensions; ++i) centres[k][i] = sums[k][i] / length;
    }
  }
  return centres;
}

}  // namespace

Result<WordClusters> read_word_clusters(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  Table table;
  Handler handler(table);
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(file->bytes().data(), file->bytes().size());
  if (!reader.Parse(stream, handler)) return Error{"train.vectors", path, "is no JSON file of word vectors"};

  std::vector<std::uint32_t> teachers, all;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    if (table.words[i].empty()) continue;
    all.push_back(i);
    if (i < kTeachers) teachers.push_back(i);
  }
  if (teachers.size() < kCoarse * kPerCoarse) return Error{"train.vectors", path, "holds too few words"};
  const auto coarse = centres_of(table, teachers, kCoarse);
  std::vector<std::vector<std::uint32_t>> groups(coarse.size());
  std::vector<std::size_t> group_of(kWords);
  for (const auto i : all) {
    group_of[i] = nearest(table.vectors[i], coarse);
    if (i < kTeachers) groups[group_of[i]].push_back(i);
  }
  std::vector<std::vector<Vector>> fine;
  for (const auto& group : groups) fine.push_back(centres_of(table, group, kPerCoarse));

  constexpr std::size_t kSlots = std::bit_ceil(kWords * 3 / 2);
  std::vector<std::uint32_t> checks(kSlots);
  std::vector<std::uint16_t> codes(kSlots);
  std::unordered_set<std::string> seen;
  std::string form;
  for (const auto i : all) {
    lang::normal_form(table.words[i], form);
    if (!seen.insert(form).second) continue;
    const auto g = group_of[i];
    const auto h = lang::Clusters::hash(form);
    auto at = h & (kSlots - 1);
    while (checks[at] != 0) at = (at + 1) & (kSlots - 1);
    checks[at] = static_cast<std::uint32_t>(h >> 32) | 1U;
    codes[at] = static_cast<std::uint16_t>(g << 8 | nearest(table.vectors[i], fine[g]));
  }
  WordClusters out;
  out.checks.assign(reinterpret_cast<const char*>(checks.data()), checks.size() * sizeof(std::uint32_t));
  out.codes.assign(reinterpret_cast<const char*>(codes.data()), codes.size() * sizeof(std::uint16_t));
  return out;
}

}  // namespace deconflict::train
