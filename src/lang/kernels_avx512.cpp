#include <immintrin.h>

#include "lang/kernels_sets.h"

namespace deconflict::lang {

namespace {

/// Sixteen numbers, see kernels_loops.h.
struct Lanes {
  __m512 v;
  void clear() { v = _mm512_setzero_ps(); }
  void read(const float* at) { v = _mm512_loadu_ps(at); }
  void write(float* at) const { _mm512_storeu_ps(at, v); }
  void add_product(float a, const Lanes& b) { v = _mm512_fmadd_ps(_mm512_set1_ps(a), b.v, v); }
};

#include "lang/kernels_loops.h"

/// Sums of `n_rows` rows and `n_panels` panels side by side. Left to itself GCC unrolls the loops over rows too late to keep the sums in
/// registers: it writes each to memory behind every product, which costs more than the products.
template <int n_rows, int n_panels>
void block(const std::uint8_t* x, std::size_t inputs, const std::int8_t* w, const std::int32_t* columns, std::int32_t* sums, std::size_t stride) {
  __m512i acc[n_rows][n_panels];
#pragma GCC unroll 16
  for (int r = 0; r < n_rows; ++r)
    for (int p = 0; p < n_panels; ++p) acc[r][p] = _mm512_loadu_si512(columns + static_cast<std::size_t>(p) * 16);
  for (std::size_t i = 0; i < inputs; i += 4) {
    __m512i b[n_panels];
    for (int p = 0; p < n_panels; ++p) b[p] = _mm512_loadu_si512(w + static_cast<std::size_t>(p) * inputs * 16 + i * 16);
#pragma GCC unroll 16
    for (int r = 0; r < n_rows; ++r) {
      int four;
      __builtin_memcpy(&four, x + static_cast<std::size_t>(r) * inputs + i, 4);
      const __m512i a = _mm512_set1_epi32(four);
      for (int p = 0; p < n_panels; ++p) acc[r][p] = _mm512_dpbusd_epi32(acc[r][p], a, b[p]);
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < n_rows; ++r)
    for (int p = 0; p < n_panels; ++p) _mm512_storeu_si512(sums + static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(p) * 16, acc[r][p]);
}

/// Eight rows and three panels: 24 sums, as many as there are registers for beside what is multiplied.
constexpr int kRows = 8, kPanels = 3;

/// The last `rows` rows, fewer than `n_rows` + 1.
template <int n_rows, int n_panels>
void last_rows(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, const std::int32_t* columns, std::int32_t* sums,
               std::size_t stride) {
  if constexpr (n_rows > 0) {
    if (rows == n_rows) block<n_rows, n_panels>(x, inputs, w, columns, sums, stride);
    else last_rows<n_rows - 1, n_panels>(x, rows, inputs, w, columns, sums, stride);
  }
}

template <int n_panels>
void rows_of(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, const std::int32_t* columns, std::int32_t* sums,
             std::size_t stride) {
  std::size_t r = 0;
  for (; r + kRows <= rows; r += kRows) block<kRows, n_panels>(x + r * inputs, inputs, w, columns, sums + r * stride, stride);
  last_rows<kRows - 1, n_panels>(x + r * inputs, rows - r, inputs, w, columns, sums + r * stride, stride);
}

void multiply(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, std::size_t panels, const std::int32_t* columns,
              std::int32_t* sums, std::size_t stride) {
  std::size_t p = 0;
  for (; p + kPanels <= panels; p += kPanels) rows_of<kPanels>(x, rows, inputs, w + p * inputs * 16, columns + p * 16, sums + p * 16, stride);
  for (; p < panels; ++p) rows_of<1>(x, rows, inputs, w + p * inputs * 16, columns + p * 16, sums + p * 16, stride);
}

}  // namespace

const Kernels kAvx512Kernels{"avx512-vnni", multiply, recur, open_gates, pass_gates, squash, add_row, weigh, finish, add_finished, add_slopes, products, largest};

}  // namespace deconflict::lang
