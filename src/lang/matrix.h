#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "lang/aligned.h"
#include "lang/kernels.h"

namespace deconflict::lang {

/// A dense layer with weights of 8 bits: output o is (sum over i of x[i] w(o, i)) * scale[o] + bias[o], with x in [-1, 1] as bytes.
class Matrix {
 public:
  Matrix() = default;
  /// Sections "<name>.w" (outputs × inputs signed bytes, row by row), "<name>.scale" and "<name>.bias" (outputs floats each).
  /// errors: pack.section, lang.model where a size does not fit
  static Result<Matrix> read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs);

  std::size_t outputs() const { return outputs_; }
  /// Outputs and inputs with what fills them up to whole panels.
  std::size_t padded_outputs() const { return columns_.size(); }
  std::size_t padded_inputs() const { return padded_inputs_; }
  /// Of output o and those behind it.
  const float* scale(std::size_t o = 0) const { return scale_.data() + o; }
  const float* bias(std::size_t o = 0) const { return bias_.data() + o; }

  /// x: rows × padded_inputs bytes, the padding of any value. sums: rows × padded_outputs.
  void multiply(const std::uint8_t* x, std::size_t rows, std::int32_t* sums) const;
  /// All sums of one row as numbers.
  void finish(const std::int32_t* sums, float* out) const { kernels().finish(sums, scale(), bias(), out, padded_outputs()); }
  /// Adds all sums of one row as numbers onto `out`.
  void add_to(const std::int32_t* sums, float* out) const { kernels().add_finished(sums, scale(), bias(), out, padded_outputs()); }

 private:
  std::size_t outputs_ = 0, padded_inputs_ = 0;
  Lines<std::int8_t> panels_;
  Lines<std::int32_t> columns_;
  Lines<float> scale_, bias_;  ///< padded_outputs, zero behind
};

/// `count` floats of a section. errors: pack.section, lang.model where there are more or fewer, or one is not finite
Result<Lines<float>> read_floats(const Pack& pack, const std::string& name, std::size_t count);

}  // namespace deconflict::lang
