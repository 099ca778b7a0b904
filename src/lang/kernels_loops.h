// The loops that compilers vectorise by themselves; included once by each kernel file, inside a namespace of its own and behind
// its `Lanes`, so that each copy is compiled for one kind of processor. Only plain C: nothing here may instantiate code that
// others share.

/// sum + a b, rounded once.
inline float add_product(float sum, float a, float b) { return __builtin_fmaf(a, b, sum); }

/// 1 / x of a positive x, off by less than 3e-4 of it: a guess from the bits of x and two steps of Newton's method. A division would take longer
/// than all else that a cell of the recurrent layers does.
inline float inverse(float x) {
  const int guess = 0x7EF311C3 - __builtin_bit_cast(int, x);
  float y = __builtin_bit_cast(float, guess);
  y = add_product(y, y, add_product(1.0F, -x, y));
  return add_product(y, y, add_product(1.0F, -x, y));
}

/// tanh as a quotient: Lambert's continued fraction cut at x^5, where it reaches 1; off by less than 1.5e-3, a tenth of what a
/// byte tells apart.
struct Quotient {
  float above, below;
};
inline Quotient tanh_quotient(float x) {
  constexpr float kOne = 3.646738F;
  x = x < -kOne ? -kOne : x > kOne ? kOne : x;
  const float q = x * x;
  return {x * add_product(945.0F, q, 105.0F + q), add_product(945.0F, q, add_product(420.0F, q, 15.0F))};
}
inline float tanh_of(float x) {
  const Quotient t = tanh_quotient(x);
  return t.above * inverse(t.below);
}
inline unsigned char byte_of(float v) {
  return static_cast<unsigned char>(static_cast<int>(add_product(Kernels::kZero + 0.5F, v, Kernels::kLevels)));
}

/// sigmoid(forget) and sigmoid(reset): two quotients from one inverse.
struct Gates {
  float keep, pass;
};
inline Gates gates_of(float forget, float reset) {
  const Quotient f = tanh_quotient(0.5F * forget), r = tanh_quotient(0.5F * reset);
  const float both = 0.5F * inverse(f.below * r.below);
  return {add_product(0.5F, f.above * r.below, both), add_product(0.5F, r.above * f.below, both)};
}
/// keep c + (1 - keep) z
inline float next_state(float z, Gates gates, float c) { return add_product(z, gates.keep, c - z); }
inline float passed(float h, Gates gates, float state) { return add_product(h, gates.pass, tanh_of(state) - h); }

inline void recur(const std::int32_t* sums, const float* scale, const float* bias, std::size_t step, float* __restrict c, float* __restrict h,
                  std::uint8_t* __restrict bytes, std::size_t width) {
  const std::int32_t *forget = sums + step, *reset = sums + 2 * step;
  const float *forget_scale = scale + step, *reset_scale = scale + 2 * step, *forget_bias = bias + step, *reset_bias = bias + 2 * step;
  for (std::size_t j = 0; j < width; ++j) {
    const Gates gates = gates_of(add_product(forget_bias[j], static_cast<float>(forget[j]), forget_scale[j]),
                                 add_product(reset_bias[j], static_cast<float>(reset[j]), reset_scale[j]));
    const float state = next_state(add_product(bias[j], static_cast<float>(sums[j]), scale[j]), gates, c[j]), out = passed(h[j], gates, state);
    c[j] = state;
    h[j] = out;
    bytes[j] = byte_of(out);
  }
}

inline void open_gates(const std::int32_t* sums, const float* scale, const float* bias, std::size_t step, float* __restrict gates, std::size_t width) {
  float *keep = gates + step, *pass = gates + 2 * step, *skip = gates + 3 * step;
  const auto value = [&](std::size_t part, std::size_t j) {
    const std::size_t at = part * step + j;
    return add_product(bias[at], static_cast<float>(sums[at]), scale[at]);
  };
  for (std::size_t j = 0; j < width; ++j) {
    const Gates both = gates_of(value(1, j), value(2, j));
    gates[j] = value(0, j);
    keep[j] = both.keep;
    pass[j] = both.pass;
    skip[j] = tanh_of(value(3, j));
  }
}

inline void pass_gates(const float* gates, std::size_t step, float* __restrict c, float* __restrict h, std::uint8_t* __restrict bytes,
                       std::size_t width) {
  const float *keep = gates + step, *pass = gates + 2 * step, *skip = gates + 3 * step;
  for (std::size_t j = 0; j < width; ++j) {
    const Gates both{keep[j], pass[j]};
    const float state = next_state(gates[j], both, c[j]), out = passed(skip[j], both, state);
    c[j] = state;
    h[j] = out;
    bytes[j] = byte_of(out);
  }
}

inline void squash(const float* in, float* __restrict out, std::uint8_t* __restrict bytes, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) {
    const float v = tanh_of(in[j]);
    out[j] = v;
    bytes[j] = byte_of(v);
  }
}

inline void add_row(const std::int16_t* row, std::int32_t* __restrict sums, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) sums[j] += row[j];
}

inline float weigh(const Kernels::Surroundings& around, const float* scale, const float* bias, const float* weights, std::size_t width) {
  constexpr std::size_t kWords = Kernels::Surroundings::kWords;
  float weighed[Kernels::Surroundings::kMostHidden];
  for (std::size_t o = 0; o < width; ++o) {
    std::int32_t sum = 0;
    for (std::size_t word = 0; word < kWords; ++word) sum += around.sums[word][o];
    float number = add_product(bias[o], static_cast<float>(sum), scale[o]);
    for (std::size_t gap = 0; gap + 1 < kWords; ++gap) number += around.gaps[gap][o];
    weighed[o] = (number > 0.0F ? number : 0.0F) * weights[o];
  }
  float score = weights[width];
  for (std::size_t o = 0; o < width; ++o) score += weighed[o];
  return score;
}

inline void finish(const std::int32_t* sums, const float* scale, const float* bias, float* __restrict out, std::size_t count) {
  for (std::size_t o = 0; o < count; ++o) out[o] = add_product(bias[o], static_cast<float>(sums[o]), scale[o]);
}
inline void add_finished(const std::int32_t* sums, const float* scale, const float* bias, float* __restrict out, std::size_t count) {
  for (std::size_t o = 0; o < count; ++o) out[o] += add_product(bias[o], static_cast<float>(sums[o]), scale[o]);
}
inline void add_slopes(const float* a, const float* b, float below, float* __restrict out, std::size_t count) {
  for (std::size_t o = 0; o < count; ++o) {
    const float sum = a[o] + b[o];
    out[o] = sum < 0.0F ? below * sum : sum;
  }
}

using Floats = float __attribute__((vector_size(64)));

/// Sixteen numbers; each kernel file says in `Lanes` how they are read, written and multiplied.
template <int n_rows, int n_vectors>
inline void product_block(const float* a, std::size_t stride, std::size_t count, const float* b, std::size_t width, float* out) {
  Lanes sums[n_rows][n_vectors];
  for (int r = 0; r < n_rows; ++r)
    for (int v = 0; v < n_vectors; ++v) sums[r][v].clear();
  for (std::size_t k = 0; k < count; ++k) {
    Lanes row[n_vectors];
    for (int v = 0; v < n_vectors; ++v) row[v].read(b + k * width + static_cast<std::size_t>(v) * 16);
    for (int r = 0; r < n_rows; ++r)
      for (int v = 0; v < n_vectors; ++v) sums[r][v].add_product(a[static_cast<std::size_t>(r) * stride + k], row[v]);
  }
  for (int r = 0; r < n_rows; ++r)
    for (int v = 0; v < n_vectors; ++v) sums[r][v].write(out + static_cast<std::size_t>(r) * width + static_cast<std::size_t>(v) * 16);
}

template <int n_rows>
inline void product_rows(const float* a, std::size_t stride, std::size_t count, const float* b, std::size_t width, float* out) {
  std::size_t j = 0;
  for (; j + 32 <= width; j += 32) product_block<n_rows, 2>(a, stride, count, b + j, width, out + j);
  if (j < width) product_block<n_rows, 1>(a, stride, count, b + j, width, out + j);
}

inline void products(const float* a, std::size_t rows, std::size_t stride, std::size_t count, const float* b, std::size_t width, float* out) {
  std::size_t r = 0;
  for (; r + 4 <= rows; r += 4) product_rows<4>(a + r * stride, stride, count, b, width, out + r * width);
  for (; r < rows; ++r) product_rows<1>(a + r * stride, stride, count, b, width, out + r * width);
}

inline std::size_t largest(const float* numbers, std::size_t count) {
  float most = numbers[0];
  std::size_t i = 0;
  if (count >= 16) {
    Floats best;
    __builtin_memcpy(&best, numbers, sizeof best);
    for (i = 16; i + 16 <= count; i += 16) {
      Floats here;
      __builtin_memcpy(&here, numbers + i, sizeof here);
      best = here > best ? here : best;
    }
    for (int v = 0; v < 16; ++v) most = best[v] > most ? best[v] : most;
  }
  for (; i < count; ++i) most = numbers[i] > most ? numbers[i] : most;
  for (i = 0; numbers[i] != most; ++i) {
  }
  return i;
}
