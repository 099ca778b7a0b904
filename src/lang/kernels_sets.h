#pragma once
#include "lang/kernels.h"

namespace deconflict::lang {

extern const Kernels kPortableKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;  ///< with VNNI
extern const Kernels kAmxKernels;     ///< AVX-512 with VNNI, products in tiles
#endif

}  // namespace deconflict::lang
