#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/pack.h"
#include "lang/aligned.h"
#include "lang/kernels.h"

namespace deconflict::lang {

/// In which order the outputs of a section stand in memory: output o is the section's output order[o]. Empty: as they come.
using Order = std::vector<std::uint32_t>;

/// Weights of 8 bits, in panels (kernels.h).
class Weights {
 public:
  /// Section `name`: outputs × inputs signed bytes, row by row. errors: pack.section, lang.model where the size does not fit
  static Result<Weights> read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs, const Order& order = {});

  /// Outputs and inputs with what fills them up to whole panels.
  std::size_t padded_outputs() const { return columns_.size(); }
  std::size_t padded_inputs() const { return padded_inputs_; }

  /// x: rows × padded_inputs bytes, the padding of any value. sums: rows × padded_outputs.
  void multiply(const std::uint8_t* x, std::size_t rows, std::int32_t* sums) const { multiply(x, rows, 0, padded_outputs(), sums); }
  /// Of `count` outputs from `first` on alone, both multiples of 16. sums: rows × count.
  void multiply(const std::uint8_t* x, std::size_t rows, std::size_t first, std::size_t count, std::int32_t* sums) const;

 private:
  std::size_t padded_inputs_ = 0;
  Lines<std::int8_t> panels_;
  Lines<std::int32_t> columns_;
};

/// What makes numbers of sums: sum * scale + bias, an output each; zero behind the last.
struct Scales {
  /// Sections "<name>.scale" and "<name>.bias" (outputs floats each). errors: pack.section, lang.model where the size does not fit
  static Result<Scales> read(const Pack& pack, const std::string& name, std::size_t outputs, const Order& order = {});

  void finish(const std::int32_t* sums, float* out) const { kernels().finish(sums, scale.data(), bias.data(), out, scale.size()); }
  void add_finished(const std::int32_t* sums, float* out) const { kernels().add_finished(sums, scale.data(), bias.data(), out, scale.size()); }

  Lines<float> scale, bias;  ///< padded_outputs
};

/// A dense layer: output o is (sum over i of x[i] w(o, i)) * scale[o] + bias[o], with x in [-1, 1] as bytes.
struct Matrix {
  /// Sections "<name>.w", "<name>.scale" and "<name>.bias". errors: pack.section, lang.model where a size does not fit
  static Result<Matrix> read(const Pack& pack, const std::string& name, std::size_t outputs, std::size_t inputs, const Order& order = {});

  Weights weights;
  Scales scales;
};

/// `count` floats of a section. errors: pack.section, lang.model where there are more or fewer, or one is not finite
Result<Lines<float>> read_floats(const Pack& pack, const std::string& name, std::size_t count);

}  // namespace deconflict::lang
