#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>

#include "lang/features.h"
#include "lang/kernels.h"
#include "lang/tree.h"
#include "lang/word_cache.h"

namespace deconflict::lang {
namespace {

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> sets(8);
  sets.resize(runnable_kernels(sets.data(), sets.size()));
  return sets;
}

std::vector<float> numbers(std::mt19937& dice, std::size_t count, float most) {
  std::uniform_real_distribution<float> range(-most, most);
  std::vector<float> out(count);
  for (float& f : out) f = range(dice);
  return out;
}

TEST(Kernels, ProductsAreExactOnEveryProcessor) {
  std::mt19937 dice(1);
  for (const std::size_t rows : {1U, 5U, 16U, 17U, 32U, 33U, 70U})
    for (const std::size_t panels : {1U, 2U, 5U}) {
      constexpr std::size_t kInputs = 128;
      std::vector<std::uint8_t> x(rows * kInputs);
      std::vector<std::int8_t> w(panels * 16 * kInputs);
      for (auto& b : x) b = static_cast<std::uint8_t>(dice() % 128);
      for (auto& b : w) b = static_cast<std::int8_t>(dice());
      std::fill(x.begin(), x.begin() + kInputs, std::uint8_t{127});  // the largest sums
      std::fill(w.begin(), w.begin() + 16 * kInputs, std::int8_t{-128});
      std::vector<std::int32_t> columns(panels * 16), want(rows * panels * 16);
      const auto weight = [&](std::size_t o, std::size_t i) { return w[o / 16 * kInputs * 16 + i / 4 * 64 + o % 16 * 4 + i % 4]; };
      for (std::size_t o = 0; o < columns.size(); ++o)
        for (std::size_t i = 0; i < kInputs; ++i) columns[o] -= Kernels::kZero * weight(o, i);
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t o = 0; o < columns.size(); ++o)
          for (std::size_t i = 0; i < kInputs; ++i) want[r * columns.size() + o] += (x[r * kInputs + i] - Kernels::kZero) * weight(o, i);
      for (const Kernels* set : all_kernels()) {
        std::vector<std::int32_t> sums(want.size(), -1);
        set->multiply(x.data(), rows, kInputs, w.data(), panels, columns.data(), sums.data(), columns.size());
        EXPECT_EQ(sums, want) << set->name << ", " << rows << " rows, " << panels << " panels";
      }
    }
}

TEST(Kernels, LoopsGiveTheSameBitsOnEveryProcessor) {
  std::mt19937 dice(2);
  constexpr std::size_t kWidth = 64, kRows = 7, kCount = 40;
  const auto scale = numbers(dice, 4 * kWidth, 0.01F), bias = numbers(dice, 4 * kWidth, 3.0F), before = numbers(dice, kWidth, 1.0F),
             state = numbers(dice, kWidth, 5.0F);
  const auto a = numbers(dice, kRows * kCount, 2.0F), b = numbers(dice, kCount * 3 * 16, 2.0F);
  std::vector<std::int32_t> sums(4 * kWidth);
  for (auto& n : sums) n = static_cast<std::int32_t>(dice() % 200000) - 100000;
  std::vector<std::int16_t> row(kWidth);
  for (auto& n : row) n = static_cast<std::int16_t>(dice());
  const auto run = [&](const Kernels& set) {
    std::vector<float> out;
    std::vector<float> c = state, h = before, gates(4 * kWidth);
    std::vector<std::uint8_t> bytes(kWidth);
    const auto keep = [&](const auto& from) { out.insert(out.end(), from.begin(), from.end()); };
    set.recur(sums.data(), scale.data(), bias.data(), kWidth, c.data(), h.data(), bytes.data(), kWidth);
    for (const auto* numbers : {&c, &h}) keep(*numbers);
    keep(bytes);
    set.open_gates(sums.data(), scale.data(), bias.data(), kWidth, gates.data(), kWidth);
    set.pass_gates(gates.data(), kWidth, c.data(), h.data(), bytes.data(), kWidth);
    for (const auto* numbers : {&gates, &c, &h}) keep(*numbers);
    keep(bytes);
    Kernels::Surroundings around;
    for (auto& word : around.sums) word = sums.data();
    for (auto& gap : around.gaps) gap = before.data();
    out.push_back(set.weigh(around, scale.data(), bias.data(), a.data(), kWidth));
    std::vector<float> squashed(kWidth), product(kRows * 48);
    set.squash(bias.data(), squashed.data(), bytes.data(), kWidth);
    auto rows = sums;
    set.add_row(row.data(), rows.data(), kWidth);
    std::vector<float> finished(kWidth), sloped(kWidth);
    set.finish(rows.data(), scale.data(), bias.data(), finished.data(), kWidth);
    set.add_slopes(finished.data(), before.data(), 0.1F, sloped.data(), kWidth);
    out.insert(out.end(), finished.begin(), finished.end());
    out.insert(out.end(), sloped.begin(), sloped.end());
    set.add_finished(rows.data(), scale.data(), bias.data(), squashed.data(), kWidth);
    set.products(a.data(), kRows, kCount, kCount, b.data(), 48, product.data());
    out.insert(out.end(), squashed.begin(), squashed.end());
    out.insert(out.end(), product.begin(), product.end());
    out.push_back(static_cast<float>(set.largest(a.data(), a.size())));
    return out;
  };
  const auto sets = all_kernels();
  const auto want = run(*sets.front());
  for (const Kernels* set : sets) {
    const auto got = run(*set);
    ASSERT_EQ(got.size(), want.size());
    EXPECT_EQ(std::memcmp(got.data(), want.data(), want.size() * sizeof(float)), 0) << set->name;
  }
  EXPECT_EQ(static_cast<std::size_t>(want.back()), static_cast<std::size_t>(std::max_element(a.begin(), a.end()) - a.begin()));
}

TEST(Kernels, GatesMayBeOpenedBeforehand) {
  std::mt19937 dice(4);
  constexpr std::size_t kWidth = 64;
  std::vector<std::int32_t> sums(4 * kWidth);
  for (auto& n : sums) n = static_cast<std::int32_t>(dice() % 2000) - 1000;
  const auto scale = numbers(dice, 4 * kWidth, 0.01F), bias = numbers(dice, 4 * kWidth, 3.0F), state = numbers(dice, kWidth, 5.0F);
  for (const Kernels* set : all_kernels()) {
    std::vector<float> gates(4 * kWidth), c = state, h(kWidth), again = state;
    std::vector<std::uint8_t> bytes(kWidth), same(kWidth);
    set->open_gates(sums.data(), scale.data(), bias.data(), kWidth, gates.data(), kWidth);
    set->pass_gates(gates.data(), kWidth, c.data(), h.data(), bytes.data(), kWidth);
    std::vector<float> in(gates.begin() + 3 * kWidth, gates.end());
    set->recur(sums.data(), scale.data(), bias.data(), kWidth, again.data(), in.data(), same.data(), kWidth);
    EXPECT_EQ(c, again) << set->name;
    EXPECT_EQ(h, in) << set->name;
    EXPECT_EQ(bytes, same) << set->name;
  }
}

TEST(Kernels, TanhIsCloseEverywhere) {
  std::vector<float> in, out(4016);
  for (int i = 0; i < 4016; ++i) in.push_back(-20.0F + 0.01F * static_cast<float>(i));
  std::vector<std::uint8_t> bytes(in.size());
  kernels().squash(in.data(), out.data(), bytes.data(), in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    EXPECT_NEAR(out[i], std::tanh(in[i]), 1.5e-3) << in[i];
    EXPECT_NEAR(bytes[i], Kernels::kZero + Kernels::kLevels * std::tanh(in[i]), 0.7) << in[i];
  }
}

/// The best tree by trying all, for few words.
float best_by_trying(const std::vector<float>& scores, std::size_t words, std::size_t stride) {
  std::vector<std::size_t> heads(words, 0);
  float best = -1e30F;
  const std::function<void(std::size_t)> choose = [&](std::size_t word) {
    if (word < words) {
      for (heads[word] = 0; heads[word] <= words; ++heads[word])
        if (heads[word] != word + 1) choose(word + 1);
      return;
    }
    std::size_t roots = 0;
    float score = 0;
    for (std::size_t w = 0; w < words; ++w) {
      roots += heads[w] == 0;
      score += scores[w * stride + heads[w]];
      std::size_t at = w + 1, steps = 0;
      while (at != 0 && ++steps <= words) at = heads[at - 1];
      if (at != 0) return;
    }
    if (roots == 1) best = std::max(best, score);
  };
  choose(0);
  return best;
}

TEST(Tree, IsTheBestWithOneRoot) {
  std::mt19937 dice(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t words = 1 + round % 5, stride = words + 3;
    const auto scores = numbers(dice, words * stride, 10.0F);
    std::vector<std::uint32_t> heads;
    best_tree(scores.data(), words, stride, heads);
    float score = 0;
    std::size_t roots = 0;
    for (std::size_t w = 0; w < words; ++w) {
      score += scores[w * stride + heads[w]];
      roots += heads[w] == 0;
      std::size_t at = w + 1, steps = 0;
      while (at != 0 && ++steps <= words) at = heads[at - 1];
      ASSERT_EQ(at, 0U) << "a cycle";
    }
    EXPECT_EQ(roots, 1U);
    EXPECT_NEAR(score, best_by_trying(scores, words, stride), 1e-3);
  }
}

TEST(Tree, IsATreeWhateverADamagedModelSays) {
  constexpr float kEndless = std::numeric_limits<float>::infinity(), kNoNumber = std::numeric_limits<float>::quiet_NaN();
  constexpr float kOdd[] = {kEndless, -kEndless, kNoNumber, 3e38F, -3e38F, 2e6F, 1.0F, 0.0F};
  std::mt19937 dice(20);
  for (std::size_t round = 0; round < 4000; ++round) {
    const std::size_t words = 2 + round % 9, stride = words + 1, kinds = 1 + round % std::size(kOdd);
    std::vector<float> scores(words * stride);
    for (float& s : scores) s = kOdd[(round + dice() % kinds) % std::size(kOdd)];
    std::vector<std::uint32_t> heads;
    best_tree(scores.data(), words, stride, heads);
    for (std::size_t w = 0; w < words; ++w) {
      std::size_t at = w + 1, steps = 0;
      while (at != 0 && ++steps <= words) at = heads[at - 1];
      ASSERT_EQ(at, 0U) << "a cycle in round " << round;
    }
  }
}

TEST(WordCache, KeepsOfTwoWordsInOnePlaceTheOneAskedForLast) {
  WordCache<int> cache(2);  // all hashes share its two places
  const auto fresh = [&](std::vector<std::uint64_t> hashes, std::uint64_t owner = 1) {
    cache.look_up(owner, 1, hashes.data(), hashes.size());
    for (const auto k : cache.fresh()) *cache[k] = static_cast<int>(hashes[k]);
    for (std::size_t k = 0; k < hashes.size(); ++k) EXPECT_EQ(*cache[k], static_cast<int>(hashes[k]));
    return cache.fresh();
  };
  using Words = std::vector<std::uint32_t>;
  EXPECT_EQ(fresh({7, 8, 7}), (Words{0, 1}));
  EXPECT_EQ(fresh({8}), (Words{}));
  EXPECT_EQ(fresh({9}), (Words{0}));  // 7 goes
  EXPECT_EQ(fresh({8}), (Words{}));
  EXPECT_EQ(fresh({1, 2, 3, 4, 3}), (Words{0, 1, 2, 3, 4}));  // more than there is room for: some are worked out twice, none is wrong
  EXPECT_EQ(fresh({2}, 2), (Words{0}));                       // another owner's numbers are not given
  EXPECT_EQ(fresh({0}, 2), (Words{0}));
}

TEST(Features, OfOneWord) {
  WordKeys keys;
  const auto all = [&](std::string_view word, bool glued) {
    keys.describe(word, glued);
    std::string out;
    for (std::size_t f = 0; f < kWordFeatures; ++f) out += std::string(keys.key(f)) + " ";
    return out;
  };
  EXPECT_EQ(all("Mi-24s", true), "ami-00s bm cmi dmi- es f0s g00s h-00s iXx-ddx+ ");
  EXPECT_EQ(all("a", false), "aa ba ca da ea fa ga ha ix ");
  EXPECT_EQ(all("Z\u00FCrich\u2019s", false), "az\u00FCrich's bz cz\u00FC dz\u00FCr es f's gh's hch's iXxx~x ");
}

}  // namespace
}  // namespace deconflict::lang
