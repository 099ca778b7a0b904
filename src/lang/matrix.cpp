#include "lang/matrix.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace deconflict::lang {

namespace {

constexpr std::size_t round_up(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

Error wrong_size(const std::string& section, std::size_t want, std::size_t have) {
  return Error{"lang.model", "",
               "section " + section + " of the language model holds " + std::to_string(have) + " bytes, not " + std::to_string(want)};
}

}  // namespace

Result<Lines<float>> read_floats(const Pack& pack, const std::string& name, std::size_t count) {
  const auto bytes = pack.section(name);
  if (!bytes) return bytes.error();
  if (bytes->size() != count * sizeof(float)) return wrong_size(name, count * sizeof(float), bytes->size());
  Lines<float> out(count);
  std::memcpy(out.data(), bytes->data(), bytes->size());
  if (!std::all_of(out.begin(), out.end(), [](float f) { return std::isfinite(f); }))
    return Error{"lang.model", "", "section " + name + " of the language model holds a number that is not finite"};
  return out;
}

Result<Weights> Weights::read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs, const Order& order) {
  const auto bytes = pack.section(name);
  if (!bytes) return bytes.error();
  if (bytes->size() != outputs * inputs) return wrong_size(name, outputs * inputs, bytes->size());
  Weights m;
  m.padded_inputs_ = round_up(inputs, 64);
  const auto padded_outputs = round_up(outputs, 16);
  m.panels_.assign(padded_outputs * m.padded_inputs_, 0);
  m.columns_.assign(padded_outputs, 0);
  for (std::size_t o = 0; o < outputs; ++o) {
    const auto row = bytes->substr((order.empty() ? o : order[o]) * inputs, inputs);
    for (std::size_t i = 0; i < inputs; ++i) {
      const auto w = static_cast<std::int8_t>(row[i]);
      m.panels_[o / 16 * m.padded_inputs_ * 16 + i / 4 * 64 + o % 16 * 4 + i % 4] = w;
      m.columns_[o] -= Kernels::kZero * w;
    }
  }
  return m;
}

void Weights::multiply(const std::uint8_t* x, std::size_t rows, std::size_t first, std::size_t count, std::int32_t* sums) const {
  kernels().multiply(x, rows, padded_inputs_, panels_.data() + first * padded_inputs_, count / 16, columns_.data() + first, sums, count);
}

Result<Scales> Scales::read(const Pack& pack, const std::string& name, std::size_t outputs, const Order& order) {
  const auto scales = read_floats(pack, name + ".scale", outputs), biases = read_floats(pack, name + ".bias", outputs);
  if (!scales) return scales.error();
  if (!biases) return biases.error();
  constexpr float kUnit = 127.0F / Kernels::kLevels;  // the model's scales are for inputs in 127ths
  Scales s;
  s.scale.assign(round_up(outputs, 16), 0.0F);
  s.bias.assign(round_up(outputs, 16), 0.0F);
  for (std::size_t o = 0; o < outputs; ++o) {
    const auto from = order.empty() ? o : order[o];
    s.scale[o] = (*scales)[from] * kUnit;
    s.bias[o] = (*biases)[from];
  }
  return s;
}

Result<Matrix> Matrix::read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs, const Order& order) {
  auto weights = Weights::read(pack, name + ".w", outputs, inputs, order);
  if (!weights) return weights.error();
  auto scales = Scales::read(pack, name, outputs, order);
  if (!scales) return scales.error();
  return Matrix{std::move(*weights), std::move(*scales)};
}

}  // namespace deconflict::lang
