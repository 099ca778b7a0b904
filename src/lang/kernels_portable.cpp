#include "lang/kernels_sets.h"

namespace deconflict::lang {

namespace {

/// Sixteen numbers, see kernels_loops.h.
struct Lanes {
  float v[16];
  void clear() { *this = {}; }
  void read(const float* at) { __builtin_memcpy(v, at, sizeof v); }
  void write(float* at) const { __builtin_memcpy(at, v, sizeof v); }
  void add_product(float a, const Lanes& b) {
    for (int i = 0; i < 16; ++i) v[i] = __builtin_fmaf(a, b.v[i], v[i]);
  }
};

#include "lang/kernels_loops.h"

void multiply(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, std::size_t panels, const std::int32_t* columns,
              std::int32_t* sums, std::size_t stride) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t p = 0; p < panels; ++p) {
      std::int32_t* out = sums + r * stride + p * 16;
      for (std::size_t o = 0; o < 16; ++o) out[o] = columns[p * 16 + o];
      for (std::size_t i = 0; i < inputs; i += 4) {
        const std::uint8_t* a = x + r * inputs + i;
        const std::int8_t* b = w + p * inputs * 16 + i * 16;
        for (std::size_t o = 0; o < 16; ++o) out[o] += a[0] * b[o * 4] + a[1] * b[o * 4 + 1] + a[2] * b[o * 4 + 2] + a[3] * b[o * 4 + 3];
      }
    }
}

}  // namespace

const Kernels kPortableKernels{"portable", multiply, recur, open_gates, pass_gates, squash, add_row, weigh, finish, add_finished, add_slopes, products, largest};

}  // namespace deconflict::lang
