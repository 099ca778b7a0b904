// Any bytes as GeoJSON or WKT of an area: refused with a reason, or a shape.
#include <cstdlib>

#include "store/area.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto area = deconflict::store::parse_area({reinterpret_cast<const char*>(data), size});
  if (!area && area.error().message.empty()) std::abort();
  return 0;
}
