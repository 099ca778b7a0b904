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

Result<Matrix> Matrix::read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs) {
  const auto weights = pack.section(name + ".w");
  if (!weights) return weights.error();
  if (weights->size() != outputs * inputs) return wrong_size(name + ".w", outputs * inputs, weights->size());
  auto scale = read_floats(pack, name + ".scale", outputs), bias = read_floats(pack, name + ".bias", outputs);
  if (!scale) return scale.error();
  if (!bias) return bias.error();
  Matrix m;
  m.outputs_ = outputs;
  m.padded_inputs_ = round_up(inputs, 64);
  const auto padded_outputs = round_up(outputs, 16);
  m.panels_.assign(padded_outputs * m.padded_inputs_, 0);
  m.columns_.assign(padded_outputs, 0);
  for (std::size_t o = 0; o < outputs; ++o)
    for (std::size_t i = 0; i < inputs; ++i) {
      const auto w = static_cast<std::int8_t>((*weights)[o * inputs + i]);
      m.panels_[o / 16 * m.padded_inputs_ * 16 + i / 4 * 64 + o % 16 * 4 + i % 4] = w;
      m.columns_[o] -= Kernels::kZero * w;
    }
  m.scale_ = std::move(*scale);
  // The model's scales are for inputs in 127ths.
  for (float& scale_of : m.scale_) scale_of *= 127.0F / Kernels::kLevels;
  m.bias_ = std::move(*bias);
  m.scale_.resize(padded_outputs, 0.0F);
  m.bias_.resize(padded_outputs, 0.0F);
  return m;
}

void Matrix::multiply(const std::uint8_t* x, std::size_t rows, std::int32_t* sums) const {
  kernels().multiply(x, rows, padded_inputs_, panels_.data(), columns_.size() / 16, columns_.data(), sums, columns_.size());
}

}  // namespace deconflict::lang
