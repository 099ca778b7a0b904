#include <immintrin.h>

#include "lang/kernels_sets.h"

namespace deconflict::lang {

namespace {

/// Sixteen numbers, see kernels_loops.h.
struct Lanes {
  __m256 low, high;
  void clear() { low = high = _mm256_setzero_ps(); }
  void read(const float* at) { low = _mm256_loadu_ps(at), high = _mm256_loadu_ps(at + 8); }
  void write(float* at) const { _mm256_storeu_ps(at, low), _mm256_storeu_ps(at + 8, high); }
  void add_product(float a, const Lanes& b) {
    low = _mm256_fmadd_ps(_mm256_set1_ps(a), b.low, low);
    high = _mm256_fmadd_ps(_mm256_set1_ps(a), b.high, high);
  }
};

#include "lang/kernels_loops.h"

/// acc += products of four bytes of x (unsigned, broadcast) and of w (signed), for eight outputs. With seven bits in x no sum of
/// two products leaves 16 bits.
inline __m256i dot(__m256i acc, __m256i x, __m256i w) {
  return _mm256_add_epi32(acc, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1)));
}

template <int n_rows>
void block(const std::uint8_t* x, std::size_t inputs, const std::int8_t* w, const std::int32_t* columns, std::int32_t* sums, std::size_t stride) {
  __m256i acc[n_rows][2];
  for (int r = 0; r < n_rows; ++r)
    for (int half = 0; half < 2; ++half) acc[r][half] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(columns + static_cast<std::size_t>(half) * 8));
  for (std::size_t i = 0; i < inputs; i += 4) {
    const __m256i w0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + i * 16));
    const __m256i w1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + i * 16 + 32));
    for (int r = 0; r < n_rows; ++r) {
      int four;
      __builtin_memcpy(&four, x + static_cast<std::size_t>(r) * inputs + i, 4);
      const __m256i a = _mm256_set1_epi32(four);
      acc[r][0] = dot(acc[r][0], a, w0);
      acc[r][1] = dot(acc[r][1], a, w1);
    }
  }
  for (int r = 0; r < n_rows; ++r)
    for (int half = 0; half < 2; ++half)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(half) * 8), acc[r][half]);
}

void multiply(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, std::size_t panels, const std::int32_t* columns,
              std::int32_t* sums, std::size_t stride) {
  for (std::size_t p = 0; p < panels; ++p) {
    const std::int8_t* panel = w + p * inputs * 16;
    std::size_t r = 0;
    for (; r + 4 <= rows; r += 4) block<4>(x + r * inputs, inputs, panel, columns + p * 16, sums + r * stride + p * 16, stride);
    for (; r < rows; ++r) block<1>(x + r * inputs, inputs, panel, columns + p * 16, sums + r * stride + p * 16, stride);
  }
}

}  // namespace

const Kernels kAvx2Kernels{"avx2", multiply, recur, open_gates, pass_gates, squash, add_row, weigh, finish, add_finished, add_slopes, products, largest};

}  // namespace deconflict::lang
