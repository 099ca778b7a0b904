#include "lang/kernels.h"

#include "lang/kernels_sets.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace deconflict::lang {

namespace {

#if defined(__x86_64__)
/// Has the processor 8-bit tiles, and does the kernel let this process use them?
bool may_use_tiles() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
  constexpr unsigned kTile = 1U << 24, kInt8 = 1U << 25;
  if ((d & kTile) == 0 || (d & kInt8) == 0) return false;
#if defined(__linux__) && defined(SYS_arch_prctl)
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
  return false;
#endif
}

bool has_avx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
         __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
}
#endif

}  // namespace

std::size_t runnable_kernels(const Kernels** out, std::size_t most) {
  std::size_t count = 0;
  const auto add = [&](const Kernels& set) {
    if (count < most) out[count++] = &set;
  };
  add(kPortableKernels);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) add(kAvx2Kernels);
  if (has_avx512()) {
    add(kAvx512Kernels);
    if (may_use_tiles()) add(kAmxKernels);
  }
#endif
  return count;
}

const Kernels& kernels() {
  static const Kernels& best = [&]() -> const Kernels& {
    const Kernels* sets[4];
    return *sets[runnable_kernels(sets, 4) - 1];
  }();
  return best;
}

}  // namespace deconflict::lang
