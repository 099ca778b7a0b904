#pragma once
#include <cstddef>
#include <cstdint>

namespace deconflict::lang {

/// The inner loops of the network, one set for each kind of processor. All sets give the same bits: products of bytes are summed
/// in 32-bit integers, and the floating-point loops work element by element, with every fused multiply-add written out.
///
/// What the layers say is kept in bytes of seven bits, kZero + round(kLevels v) for v in [-1, 1]: processors without an
/// instruction for sums of four products (AVX2) multiply these half as fast again as bytes of eight, and the trees are as good.
///
/// Byte matrices are kept in panels: 16 outputs side by side, four inputs of each next to one another, so that element
/// (output o, input i) of a matrix with `inputs` inputs (a multiple of 64) stands at
///     (o / 16) * inputs * 16 + (i / 4) * 64 + (o % 16) * 4 + i % 4.
struct Kernels {
  static constexpr int kZero = 64, kLevels = 63;

  const char* name;

  /// sums[r * stride + o] = sum over i of (x[r * inputs + i] - kZero) * w(o, i), for r in [0, rows) and o in [0, panels * 16).
  /// `columns[o]` is -kZero times the sum of w(o, i) over i. REQUIRES inputs % 64 == 0; bytes of x below 128; rows of x are `inputs` bytes long
  void (*multiply)(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, std::size_t panels, const std::int32_t* columns,
                   std::int32_t* sums, std::size_t stride);

  /// One word of a recurrent layer, `width` units (a multiple of 16). With c the state before and after, and h what comes in and goes out:
  ///     f = sigmoid(forget), c = f c + (1 - f) z, h = h + sigmoid(reset) (tanh(c) - h)
  /// `sums` holds the products for z, forget and reset at `step` elements from one another; scale and bias have the same layout.
  /// h is written as numbers and as bytes (see `squash`).
  void (*recur)(const std::int32_t* sums, const float* scale, const float* bias, std::size_t step, float* c, float* h, std::uint8_t* bytes,
                std::size_t width);

  /// The same for the first layer in two parts: what a word gives by itself, whatever stands around it, and the step from word to word. `sums` and `gates`
  /// have a fourth part, from which the h that comes in is made.
  void (*open_gates)(const std::int32_t* sums, const float* scale, const float* bias, std::size_t step, float* gates, std::size_t width);
  void (*pass_gates)(const float* gates, std::size_t step, float* c, float* h, std::uint8_t* bytes, std::size_t width);

  /// out = tanh(in) in numbers and in bytes.
  void (*squash)(const float* in, float* out, std::uint8_t* bytes, std::size_t count);

  /// sums += row, for rows of 16-bit numbers.
  void (*add_row)(const std::int16_t* row, std::int32_t* sums, std::size_t count);

  /// One hidden layer over the words around one: what each of them brings is added up and made a number, what stands between them is added
  /// in turn, and what is above 0 is weighed. → the sum of that and of weights[width], added up in order. REQUIRES width <= kMostHidden
  struct Surroundings {
    static constexpr std::size_t kWords = 9, kMostHidden = 256;
    const std::int32_t* sums[kWords];
    const float* gaps[kWords - 1];
  };
  float (*weigh)(const Surroundings& around, const float* scale, const float* bias, const float* weights, std::size_t width);

  /// out[o] = sums[o] * scale[o] + bias[o], or added to what stands there.
  void (*finish)(const std::int32_t* sums, const float* scale, const float* bias, float* out, std::size_t count);
  void (*add_finished)(const std::int32_t* sums, const float* scale, const float* bias, float* out, std::size_t count);

  /// out[o] = a[o] + b[o], times `below` where it is negative.
  void (*add_slopes)(const float* a, const float* b, float below, float* out, std::size_t count);

  /// out[r * width + j] = sum over k of a[r * stride + k] * b[k * width + j], added up in the order of k. REQUIRES width % 16 == 0
  void (*products)(const float* a, std::size_t rows, std::size_t stride, std::size_t count, const float* b, std::size_t width, float* out);

  /// Index of the largest number, the first of equal ones. REQUIRES count > 0
  std::size_t (*largest)(const float* numbers, std::size_t count);
};

/// The best set that this processor can run; chosen once.
const Kernels& kernels();
/// All sets that this processor can run, the portable one first. For tests.
std::size_t runnable_kernels(const Kernels** out, std::size_t most);

}  // namespace deconflict::lang
