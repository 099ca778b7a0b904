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

/// Shapes of the eight tile registers, as the LDTILECFG instruction reads them.
struct alignas(64) TileShapes {
  std::uint8_t palette = 1, start_row = 0, reserved[14] = {};
  std::uint16_t row_bytes[16] = {};
  std::uint8_t rows[16] = {};
};

/// Tiles 0–3 are sums (16 × 16 words), 4 and 5 bytes of x (16 or `last` rows), 6 and 7 of w.
void set_shapes(std::size_t rows_low, std::size_t rows_high) {
  TileShapes shapes;
  for (int t = 0; t < 8; ++t) {
    shapes.row_bytes[t] = 64;
    shapes.rows[t] = 16;
  }
  shapes.rows[0] = shapes.rows[1] = shapes.rows[4] = static_cast<std::uint8_t>(rows_low);
  shapes.rows[2] = shapes.rows[3] = shapes.rows[5] = static_cast<std::uint8_t>(rows_high);
  _tile_loadconfig(&shapes);
}

/// Up to 32 rows and two panels at a time: each tile that is loaded is used twice.
void block(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, bool two, const std::int32_t* columns,
           std::int32_t* sums, std::size_t stride) {
  const std::size_t low = rows < 16 ? rows : 16, high = rows - low;
  const std::size_t x_step = inputs, out_step = stride * 4;
  // The sums begin at what the columns take away: the same 64 bytes for each row.
  _tile_loadd(0, columns, 0);
  if (two) _tile_loadd(1, columns + 16, 0);
  if (high != 0) {
    _tile_loadd(2, columns, 0);
    if (two) _tile_loadd(3, columns + 16, 0);
  }
  for (std::size_t i = 0; i < inputs; i += 64) {
    _tile_loadd(4, x + i, x_step);
    // The weights come from the second cache: those of the next round are asked for now.
    for (std::size_t line = 0; i + 64 < inputs && line < 16; ++line) {
      _mm_prefetch(reinterpret_cast<const char*>(w + (i + 64) * 16 + line * 64), _MM_HINT_T0);
      if (two) _mm_prefetch(reinterpret_cast<const char*>(w + inputs * 16 + (i + 64) * 16 + line * 64), _MM_HINT_T0);
    }
    _tile_loadd(6, w + i * 16, 64);
    _tile_dpbusd(0, 4, 6);
    if (two) {
      _tile_loadd(7, w + inputs * 16 + i * 16, 64);
      _tile_dpbusd(1, 4, 7);
    }
    if (high != 0) {
      _tile_loadd(5, x + 16 * inputs + i, x_step);
      _tile_dpbusd(2, 5, 6);
      if (two) _tile_dpbusd(3, 5, 7);
    }
  }
  _tile_stored(0, sums, out_step);
  if (two) _tile_stored(1, sums + 16, out_step);
  if (high != 0) {
    _tile_stored(2, sums + 16 * stride, out_step);
    if (two) _tile_stored(3, sums + 16 * stride + 16, out_step);
  }
}

void multiply(const std::uint8_t* x, std::size_t rows, std::size_t inputs, const std::int8_t* w, std::size_t panels, const std::int32_t* columns,
              std::int32_t* sums, std::size_t stride) {
  constexpr std::size_t kBlock = 32;
  for (std::size_t r = 0; r < rows; r += kBlock) {
    const std::size_t here = rows - r < kBlock ? rows - r : kBlock;
    // A tile of no rows is not allowed; the second is left alone where there are 16 rows or fewer.
    if (r == 0 || here < kBlock) set_shapes(here < 16 ? here : 16, here > 16 ? here - 16 : 16);
    for (std::size_t p = 0; p < panels; p += 2)
      block(x + r * inputs, here, inputs, w + p * inputs * 16, p + 1 < panels, columns + p * 16, sums + r * stride + p * 16, stride);
  }
  _tile_release();
}

}  // namespace

const Kernels kAmxKernels{"amx-int8", multiply, recur, open_gates, pass_gates, squash, add_row, weigh, finish, add_finished, add_slopes, products, largest};

}  // namespace deconflict::lang
